"""Plain text and Markdown: one report a file, optional front matter, first line as title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import yaml

from graph.errors import InputError
from ingest.sources.base import Item, Options, Resource, Source
from ingest.sources.fields import decode, make_report
from ingest.sources.opening import read_all

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LIMIT = 16_000
_TITLE_WORDS = 30
# Front matter keys as other programs write them.
_KEYS = {
    "id": "id",
    "title": "title",
    "headline": "title",
    "date": "date",
    "published": "date",
    "url": "url",
    "link": "url",
    "canonical_url": "url",
    "publisher": "publisher",
    "site": "publisher",
    "author": "author",
    "language": "language",
    "lang": "language",
}


def read_text(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield the one report of a plain text."""
    yield _report(stream, resource, options, markdown=False)


def read_markdown(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield the one report of a Markdown text, its markup taken off."""
    yield _report(stream, resource, options, markdown=True)


def _report(stream: BinaryIO, resource: Resource, options: Options, *, markdown: bool) -> Item:
    text, encoding = decode(read_all(stream, options.size_limit))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields, body = front_matter(text)
    origins = [(name, "front matter") for name in fields]
    if encoding == "windows-1252":
        origins.append(("encoding", encoding))
    if markdown:
        body = plain(body)
    if not fields.get("title") and not options.title:
        title, body = split_title(body)
        if title:
            fields["title"] = title
            origins.append(("title", "first line"))
    fields["text"] = body.strip("\n")
    fields.setdefault("url", resource.url)
    return make_report(
        fields, id_=resource.name, source=resource.name, options=options, origins=tuple(origins)
    )


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields of a YAML front matter (known keys only), and the text behind it.

    Raises `InputError` for front matter that is not YAML.
    """
    match = _FRONT.match(text[: _FRONT_LIMIT + 8])
    if not match:
        return {}, text
    try:
        # Strings only: a value like 0000-01-01 or 1_000 is for us to judge, not for YAML.
        loaded = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = " ".join(str(error).split())
        raise InputError(f"its front matter is no YAML: {what}") from None
    if not isinstance(loaded, dict):
        return {}, text  # a line of dashes above a text, not front matter
    fields = {
        _KEYS[key.lower()]: value
        for key, value in loaded.items()
        if isinstance(key, str)
        and key.lower() in _KEYS
        and not isinstance(value, dict | list | set | bytes)
    }
    return {key: value for key, value in fields.items() if value is not None}, text[match.end() :]


def split_title(text: str) -> tuple[str, str]:
    """Return the first line as title where it looks like one, and the rest.

    A title stands alone before a blank line, is short, and does not end as a sentence does.

    >>> split_title("Leaders meet in Oslo\\n\\nThe two met on Monday.")
    ('Leaders meet in Oslo', 'The two met on Monday.')
    >>> split_title("The two met on Monday.\\n\\nThey spoke.")
    ('', 'The two met on Monday.\\n\\nThey spoke.')
    """
    stripped = text.lstrip("\n \t")
    first, _, rest = stripped.partition("\n")
    first = first.strip()
    alone = rest.startswith("\n") or rest.lstrip(" \t").startswith("\n")
    if (
        alone
        and rest.strip()
        and 0 < len(first.split()) <= _TITLE_WORDS
        and not first.endswith((".", ":", ";", ",", '."', ".”", ".'", ".’"))
        and any(c.isalpha() for c in first)
        and not first[0].islower()
    ):
        return first, rest.lstrip("\n")
    return "", stripped


def plain(text: str) -> str:
    """Return Markdown as plain paragraphs: no markup, no link targets, no images.

    >>> plain("# Talks\\n\\nThe *two* [met](https://example.org) again.")
    'Talks\\n\\nThe two met again.'
    """
    from markdown_it import MarkdownIt

    blocks: list[str] = []
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type == "inline":
            blocks.append("".join(_inline(child) for child in token.children or []))
        elif token.type in ("code_block", "fence"):
            blocks.append(token.content.rstrip("\n"))
    return "\n\n".join(block for block in blocks if block.strip())


def _inline(token: Any) -> str:
    if token.type in ("text", "code_inline"):
        return str(token.content)
    return "\n" if token.type in ("softbreak", "hardbreak") else ""


TEXT = Source("text", read_text, (".txt", ".text"), describes="plain text, one report a file")
MARKDOWN = Source(
    "markdown",
    read_markdown,
    (".md", ".markdown"),
    describes="Markdown, with or without front matter",
)
