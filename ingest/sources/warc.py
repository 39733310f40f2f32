"""WARC archives, plain or compressed: the pages of a crawl.

Each response of status 200 with HTML or plain text is a report; its address is the record's.
The day of the crawl is no day of publication and does not stand in for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from graph.errors import InputError
from ingest.sources.base import Failed, Item, Options, Resource, Source
from ingest.sources.fields import address, decode, line, make_report
from ingest.sources.page import page_report


def read_warc(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield a report for each page; `Failed` for pages without article, and a broken rest."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = iter(ArchiveIterator(_Eager(stream), arc2warc=True))
    count = 0
    while True:
        try:
            record = next(records, None)
        except (ArchiveLoadFailed, EOFError, UnicodeDecodeError, ValueError) as error:
            raise InputError(f"the archive is broken: {' '.join(str(error).split())}") from None
        if record is None:
            if not count:
                raise InputError("is no WARC archive: it holds no record")
            return
        count += record.rec_type is not None
        kind = _kind(record)
        if kind is None:
            continue
        target = line(record.rec_headers.get_header("WARC-Target-URI"), 2_000).strip("<>")
        name = target or resource.name
        try:
            data = _content(record, options.size_limit)
            url = address(target)
            if kind == "html":
                yield page_report(data, name=name, url=url, options=options, id_=name)
            else:
                text, _ = decode(data)
                yield make_report(
                    {"text": text, "url": url}, id_=name, source=name, options=options
                )
        except InputError as error:
            yield Failed(name, str(error), resource.input)
        except (EOFError, ValueError, LookupError, OSError) as error:
            what = " ".join(str(error).split())[:200]
            yield Failed(name, f"cannot be read: {type(error).__name__}: {what}", resource.input)


class _Eager:
    """A stream that gives what it has, so that what stands before a break is read."""

    def __init__(self, stream: Any) -> None:
        self.read = getattr(stream, "read1", stream.read)


def _content(record: Any, limit: int) -> bytes:
    """Return a record's body, its content encoding undone; raise `InputError` if too large."""
    stream, data = record.content_stream(), bytearray()
    while piece := stream.read(1 << 16):
        data += piece
        if len(data) > limit:
            raise InputError(f"is larger than the limit of {limit:,} bytes for one report")
    return bytes(data)


def _kind(record: Any) -> str | None:
    """Return whether a record is a page ("html"), a text ("text") or neither."""
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    if headers is None:
        media = record.rec_headers.get_header("Content-Type", "")
    else:
        if headers.get_statuscode() != "200":
            return None
        media = headers.get_header("Content-Type", "")
    media = (media or "").lower()
    if "html" in media:
        return "html"
    target = record.rec_headers.get_header("WARC-Target-URI", "") or ""
    return "text" if media.startswith("text/plain") and not target.endswith("robots.txt") else None


def _sniff(head: bytes) -> bool:
    return head.startswith(b"WARC/")


WARC = Source("warc", read_warc, (".warc",), _sniff, "WARC archives of web crawls")
