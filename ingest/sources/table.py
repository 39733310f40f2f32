"""CSV: one report a row, columns named or mapped."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from graph.errors import InputError, OptionError
from ingest.sources.base import Failed, Item, Options, Resource, Source
from ingest.sources.fields import make_report

FIELDS = ("id", "title", "date", "text", "url", "publisher", "author", "language")
# Column names (folded) that are taken without a mapping, best first.
_GUESSES = {
    "id": ("id", "docid", "doc_id", "article_id", "uuid"),
    "title": ("title", "headline", "titel"),
    "date": ("date", "published", "publication_date", "published_at", "pubdate", "datetime"),
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "maintext"),
    "url": ("url", "link", "href"),
    "publisher": ("publisher", "source", "outlet", "publication", "source_name"),
    "author": ("author", "byline", "authors"),
    "language": ("language", "lang"),
}


def parse_columns(pairs: list[str]) -> dict[str, str]:
    """Return the mapping of ``text=Body`` pairs; raise `OptionError` for what is none.

    >>> parse_columns(["text=Body", "date=When"])
    {'text': 'Body', 'date': 'When'}
    """
    columns: dict[str, str] = {}
    for pair in ",".join(pairs).split(",") if pairs else []:
        field, equals, column = pair.partition("=")
        if not equals or field.strip() not in FIELDS or not column.strip():
            raise OptionError(
                f"--columns {pair!r}: expected FIELD=COLUMN with a field of {', '.join(FIELDS)}"
            )
        columns[field.strip()] = column.strip()
    return columns


def read_csv(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield the report of each row; raise `InputError` where no column holds the text."""
    csv.field_size_limit(options.size_limit)
    head = stream.peek(1 << 16)[: 1 << 16] if hasattr(stream, "peek") else b""
    encoding = _encoding(head)
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    sample = head.decode(encoding, "replace")
    rows = csv.reader(_bounded(reader, options.size_limit), delimiter=_delimiter(sample))
    try:
        header = next(rows, [])
    except (csv.Error, InputError) as error:
        raise InputError(f"is no CSV: {error}") from None
    places = _places(header, options)
    while True:
        try:
            row = next(rows, None)
        except (csv.Error, InputError) as error:
            # The reader is lost after this: a quote left open swallows the rest.
            yield Failed(f"{resource.name}:{rows.line_num}", f"is no CSV: {error}", resource.input)
            return
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        name = f"{resource.name}:{rows.line_num}"
        try:
            if len(row) < len(header) and places["text"] >= len(row):
                raise InputError(f"has {len(row)} of {len(header)} columns")
            fields = {field: row[at] for field, at in places.items() if at < len(row)}
            fields = {field: value for field, value in fields.items() if value.strip()}
            yield make_report(fields, id_=name, source=resource.name, options=options)
        except InputError as error:
            yield Failed(name, str(error), resource.input)


def _encoding(head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        return "windows-1252"


def _delimiter(sample: str) -> str:
    first = sample.partition("\n")[0]
    counts = {delimiter: first.count(delimiter) for delimiter in ("\t", ";", "|", ",")}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else ","


def _bounded(reader: io.TextIOWrapper, limit: int) -> Iterator[str]:
    while line := reader.readline(limit + 1):
        if len(line) > limit:
            raise InputError(f"a line is longer than the limit of {limit:,} characters")
        yield line


def _places(header: list[str], options: Options) -> dict[str, int]:
    names = [name.strip().lstrip("\ufeff") for name in header]
    folded = [name.lower().replace(" ", "_") for name in names]
    places: dict[str, int] = {}
    for field in FIELDS:
        if field in options.columns:
            wanted = options.columns[field]
            if wanted not in names:
                raise InputError(
                    f"has no column {wanted!r} (--columns {field}={wanted}); "
                    f"it has {', '.join(names[:20]) or 'none'}"
                )
            places[field] = names.index(wanted)
        else:
            at = next((folded.index(guess) for guess in _GUESSES[field] if guess in folded), None)
            if at is not None:
                places[field] = at
    if "text" not in places:
        raise InputError(
            f"no column holds the text; it has {', '.join(names[:20]) or 'none'} "
            "(name it with --columns text=COLUMN)"
        )
    return places


CSV = Source("csv", read_csv, (".csv", ".tsv"), None, "CSV or TSV, columns named or mapped")
