"""JSON Lines: reports ``{"id","title","date","text",...}``, or extraction records.

A line is read in bounded memory: one that is longer than the limit is passed over in pieces
and becomes a failure. A file that is one JSON array of such objects is read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from graph.errors import InputError
from graph.record import from_record
from ingest.sources.base import MEGABYTE, Failed, Item, Options, Resource, Source
from ingest.sources.fields import clean, make_report
from ingest.sources.opening import read_all

_ARRAY_LIMIT = 200 * MEGABYTE
_DEPTH_LIMIT = 100
# Names that other corpora give to our fields; the first that a line has is taken.
_NAMES = {
    "id": ("id", "doc", "uuid"),
    "title": ("title", "headline"),
    "date": ("date", "published", "date_published", "datePublished", "published_at"),
    "text": ("text", "body", "content"),
    "url": ("url", "link"),
    "publisher": ("publisher", "source_name", "outlet"),
    "author": ("author", "byline"),
    "language": ("language", "lang"),
}


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield ``(number, line)``; None for a line longer than `limit` bytes."""
    number = 0
    while True:
        number += 1
        line = stream.readline(limit + 1)
        if not line:
            return
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 16)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def objects(
    stream: BinaryIO, resource: Resource, options: Options
) -> Iterator[tuple[str, Any] | Failed]:
    """Yield ``(name, object)`` for each JSON object, `Failed` for each line that is none."""
    first = stream.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n") if hasattr(stream, "peek") else b""
    if first.startswith(b"["):
        yield from _array(stream, resource)
        return
    for number, found in lines(stream, options.size_limit):
        name = f"{resource.name}:{number}"
        if found is None:
            reason = f"the line is longer than the limit of {options.size_limit:,} bytes"
            yield Failed(name, f"{reason} (raise it with --size-limit)", resource.input)
            continue
        line = found.removeprefix(b"\xef\xbb\xbf") if number == 1 else found
        if not line.strip():
            continue
        try:
            yield name, loads(line)
        except InputError as error:
            yield Failed(name, str(error), resource.input)


def loads(line: bytes) -> Any:
    """Return the JSON value of a line; raise `InputError` with the reason."""
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise InputError(f"is no JSON: {error.msg} (character {error.pos})") from None
    except RecursionError:
        raise InputError("is JSON nested too deeply") from None
    except ValueError as error:  # numbers of more digits than Python converts
        raise InputError(f"is no JSON we can hold: {error}") from None


def _array(stream: BinaryIO, resource: Resource) -> Iterator[tuple[str, Any] | Failed]:
    values = loads(read_all(stream, _ARRAY_LIMIT).removeprefix(b"\xef\xbb\xbf"))
    for number, value in enumerate(values, start=1):
        yield f"{resource.name}:{number}", value


def read_jsonl(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield the report of each line."""
    for found in objects(stream, resource, options):
        if isinstance(found, Failed):
            yield found
            continue
        name, value = found
        try:
            if not isinstance(value, dict):
                raise InputError(f"is no JSON object but {type(value).__name__}")
            fields = {
                field: next((value[n] for n in names if value.get(n) is not None), None)
                for field, names in _NAMES.items()
            }
            if isinstance(fields["id"], int):
                fields["id"] = str(fields["id"])
            yield make_report(fields, id_=name, source=resource.name, options=options)
        except InputError as error:
            yield Failed(name, str(error), resource.input)


def read_records(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield the extraction of each line: what ``diplograph extract`` wrote."""
    for found in objects(stream, resource, options):
        if isinstance(found, Failed):
            yield found
            continue
        name, value = found
        try:
            if not isinstance(value, dict):
                raise InputError(f"is no JSON object but {type(value).__name__}")
            yield from_record(_cleaned(value))
        except InputError as error:
            yield Failed(name, str(error), resource.input)


def _cleaned(value: Any, depth: int = 0) -> Any:
    if depth > _DEPTH_LIMIT:
        raise InputError("is JSON nested too deeply")
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item, depth + 1) for key, item in value.items()}
    return value


def _sniff_lines(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[{", b"[ {", b"[\n"))


def _sniff_records(head: bytes) -> bool:
    return _sniff_lines(head) and b'"doc"' in head and b'"hash"' in head


JSONL = Source(
    "jsonl",
    read_jsonl,
    (".jsonl", ".ndjson", ".json"),
    _sniff_lines,
    "JSON Lines: id, title, date, text, url, publisher, author, language",
)
RECORDS = Source(
    "records",
    read_records,
    (".jsonl", ".ndjson"),
    _sniff_records,
    "extraction records, as diplograph extract writes",
)
