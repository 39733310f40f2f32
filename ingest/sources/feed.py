"""RSS and Atom feeds, from a file or an http(s) address; with `--follow` the articles behind.

An entry's own text is what the feed gives (content, else summary). Following, the page behind
the entry is fetched politely and read as any page, with the entry's title and day standing in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from graph.errors import InputError
from ingest.sources.base import Failed, Item, Options, Resource, Source
from ingest.sources.fields import address, line, make_report
from ingest.sources.opening import read_all
from ingest.sources.page import page_report

_ENTRIES_LIMIT = 10_000


def read_feed(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield a report for each entry; `Failed` for one without text or whose page is not had.

    Raises `InputError` for what
    is no feed.
    """
    import feedparser

    data = read_all(stream, max(options.size_limit, 1))
    if re.search(rb"<!ENTITY", data[:100_000], re.IGNORECASE):
        raise InputError("is no feed that we read: it declares entities")
    feed = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries and not feed.feed:
        reason = feed.get("bozo_exception")
        what = " ".join(str(reason).split()) if reason else "it has no entries"
        raise InputError(f"is no feed: {what}")
    publisher = line(feed.feed.get("title"))
    tongue = feed.feed.get("language")
    for number, entry in enumerate(feed.entries[:_ENTRIES_LIMIT], start=1):
        url = address(entry.get("link"))
        name = url or f"{resource.name}#{number}"
        fields: dict[str, Any] = {
            "title": _plain(entry.get("title", "")),
            "date": entry.get("published") or entry.get("updated") or entry.get("dc_date"),
            "url": url,
            "publisher": line(entry.get("source", {}).get("title")) or publisher,
            "author": entry.get("author"),
            "language": entry.get("language") or tongue,
            "id": entry.get("id") or url,
        }
        try:
            if options.follow and url:
                yield _followed(url, fields, resource, options)
                continue
            fields["text"] = _text(entry)
            yield make_report(
                fields,
                id_=name,
                source=resource.name,
                options=options,
                origins=tuple((key, "feed") for key, value in fields.items() if value),
            )
        except InputError as error:
            yield Failed(name, str(error), resource.input)


def _followed(url: str, fields: dict[str, Any], resource: Resource, options: Options) -> Item:
    if options.web is None:
        raise InputError("this command was told not to fetch")
    page = options.web.get(url, linked_from=resource.url or resource.name)
    if page is None:
        raise InputError("the server says that it has not changed")
    report = page_report(
        page.body,
        name=page.url,
        url=address(page.url) or url,
        options=options,
        given={k: fields[k] for k in ("title", "date", "author", "publisher", "language")},
        origin="feed",
        id_=line(fields["id"]),
    )
    return replace(report, source=page.url)


def _text(entry: Any) -> str:
    """Return the longest of what an entry gives as its text, without markup."""
    bodies = [part.get("value", "") for part in entry.get("content", [])]
    bodies.append(entry.get("summary", ""))
    return max((_plain(body) for body in bodies), key=len, default="")


def _plain(markup: str) -> str:
    """Return the text of a piece of HTML, blocks as paragraphs."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import html
    from lxml.etree import LxmlError

    try:
        tree = html.fromstring(f"<div>{markup}</div>")
    except (LxmlError, ValueError):
        return ""
    for gone in tree.xpath("//script|//style"):
        gone.drop_tree()
    for block in tree.xpath("//p|//br|//div|//li|//h1|//h2|//h3|//blockquote|//tr"):
        block.tail = f"\n\n{block.tail or ''}" if block.tag != "br" else f"\n{block.tail or ''}"
    text = tree.text_content()
    lines = [" ".join(part.split()) for part in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _sniff(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048].lower()
    return re.search(rb"<(rss|feed|rdf:rdf)[\s>]", start) is not None


FEED = Source(
    "feed", read_feed, (".rss", ".atom", ".xml", ".rdf"), _sniff, "RSS and Atom, file or address"
)
