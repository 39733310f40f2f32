"""HTML pages: the article's text, and its metadata from where publishers state it.

Title, day, author, publisher, language and address are taken from JSON-LD first, then from
meta tags, then from the markup, last from what trafilatura guesses; the report's `origins` say
which. The text is trafilatura's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urljoin

from graph.errors import InputError
from graph.model import Report
from ingest.sources.base import Item, Options, Resource, Source
from ingest.sources.fields import address, day, language, line, make_report
from ingest.sources.opening import read_all

_ARTICLES = re.compile(
    r"(News|Reportage|Analysis|Opinion|Background|Review|Blog)?.*Article|BlogPosting|"
    r"LiveBlogPosting|Report|WebPage$"
)
_JSON_LD_LIMIT = 500_000
_LEAST_TEXT = 40  # characters; less is a button or a notice, no article
# Meta tags in order of trust: (field, attribute values).
_META = (
    (
        "date",
        (
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "date.published",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.date",
            "dc.date",
            "citation_publication_date",
            "date",
        ),
    ),
    ("title", ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title")),
    ("publisher", ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")),
    ("author", ("author", "article:author", "parsely-author", "dc.creator", "citation_author")),
    ("language", ("og:locale", "content-language", "dc.language")),
    ("url", ("og:url",)),
)
_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp")


def read_html(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield the report of a page; raise `InputError` where it holds no article."""
    data = read_all(stream, options.size_limit)
    yield page_report(data, name=resource.name, url=resource.url, options=options)


def page_report(
    data: bytes,
    *,
    name: str,
    url: str | None,
    options: Options,
    given: dict[str, Any] | None = None,
    origin: str = "",
    id_: str | None = None,
) -> Report:
    """Return the report of a page's bytes.

    `given` are fields known from elsewhere (a feed's entry), with their `origin`; they stand
    in where the page says nothing. Raises `InputError`, also for a page without text.
    """
    import trafilatura
    from lxml.etree import LxmlError

    try:
        tree = trafilatura.load_html(data)
    except (LxmlError, ValueError) as error:
        raise InputError(f"is no HTML that can be parsed: {error}") from None
    if tree is None:
        raise InputError("is no HTML that can be parsed")
    sources = [("JSON-LD", _json_ld(tree)), ("meta", _meta(tree)), ("markup", _markup(tree))]
    if given:
        sources.append((origin, given))
    document = _article(tree)
    if document is not None:
        guessed = {
            "title": document.title,
            "date": document.date,
            "author": document.author,
            "publisher": document.sitename,
        }
        sources.append(("trafilatura", guessed))
    fields: dict[str, Any] = {}
    origins: list[tuple[str, str]] = []
    for where, values in sources:
        for field, value in values.items():
            if field in fields or not value:
                continue
            usable = _usable(field, value, url)
            if usable:
                fields[field] = usable
                origins.append(("published" if field == "date" else field, where))
    blocks = (document.text or "").splitlines() if document is not None else []
    # trafilatura parts blocks by one line feed; everywhere else a blank line parts paragraphs.
    fields["text"] = "\n\n".join(block for block in blocks if block.strip())
    if len(fields["text"].strip()) < _LEAST_TEXT:
        raise InputError("holds no article text")
    fields.setdefault("url", url)
    return make_report(
        fields, id_=id_ or name, source=name, options=options, origins=tuple(origins)
    )


def _article(tree: Any) -> Any:
    import trafilatura

    # A wider page than the article costs more than a lost caption: precision. No comments, no
    # tables. `with_metadata` would read dates from anywhere; ours come first.
    return trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=False, with_metadata=True
    )


def _usable(field: str, value: Any, url: str | None) -> str | None:
    """Return a metadata value in our form, None where it makes no sense."""
    if field == "date":
        try:
            return day(value)
        except InputError:
            return None
    if field == "url":
        return address(urljoin(url or "", str(value)))
    if field == "language":
        return language(value)
    text = line(value)
    # Some pages give the author's profile as the author.
    return None if field == "author" and text.startswith(("http://", "https://")) else text or None


def _json_ld(tree: Any) -> dict[str, Any]:
    """Return the fields of the first article in the page's JSON-LD."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        text = (script.text or "").strip()
        if not text or len(text) > _JSON_LD_LIMIT:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _things(value):
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _ARTICLES.match(kind) for kind in kinds):
                found = {
                    "title": item.get("headline"),
                    "date": item.get("datePublished"),
                    "author": _names(item.get("author")),
                    "publisher": _names(item.get("publisher")),
                    "language": item.get("inLanguage"),
                    "url": item.get("url"),
                }
                found = {k: v for k, v in found.items() if isinstance(v, str) and v.strip()}
                if "date" in found or "title" in found:
                    return found
    return {}


def _things(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _things(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph", []), depth + 1)
        yield from _things(value.get("mainEntity", []), depth + 1)


def _names(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return value.get("name") if isinstance(value.get("name"), str) else None
    if isinstance(value, list):
        return ", ".join(name for item in value[:10] if (name := _names(item))) or None
    return None


def _meta(tree: Any) -> dict[str, Any]:
    values: dict[str, str] = {}
    for tag in tree.iterfind(".//meta[@content]"):
        name = (
            tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        )
        content = (tag.get("content") or "").strip()
        if name and content:
            values.setdefault(name.lower(), content[:4_000])
    return {
        field: next((values[name] for name in names if name in values), None)
        for field, names in _META
    }


def _markup(tree: Any) -> dict[str, Any]:
    canonical = tree.find(".//link[@rel='canonical']")
    time = tree.find(".//time[@datetime]")
    return {
        "url": canonical.get("href") if canonical is not None else None,
        "language": tree.get("lang"),
        "date": time.get("datetime") if time is not None else None,
    }


def _sniff(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    return start.startswith((b"<!doctype html", b"<html")) or b"<html" in start


HTML = Source("html", read_html, _SUFFIXES, _sniff, "HTML pages, saved or fetched")
