from __future__ import annotations

import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from graph.model import Report
from ingest.sources import Failed
from tests.ingest.sources.helpers import failures, items
from tests.ingest.sources.test_page import BODY, LD


def archive(path: Path, pages: list[tuple[str, str, str, bytes]], *, gzip: bool = True) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=gzip)
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
        for url, status, media, body in pages:
            headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(body), http_headers=headers
                )
            )
    return path


def page(head: str = "") -> bytes:
    return f"<html lang='en'><head>{head}</head><body>{BODY}</body></html>".encode()


PAGES = [
    ("https://example.org/1", "200 OK", "text/html; charset=utf-8", page(LD)),
    ("https://example.org/2", "200 OK", "text/html", page()),
    ("https://example.org/3", "404 Not Found", "text/html", page()),
    ("https://example.org/4", "200 OK", "image/png", b"\x89PNG"),
    ("https://example.org/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
    ("https://example.org/5", "200 OK", "text/plain", b"Anna met Bert in Oslo."),
    ("https://example.org/6", "200 OK", "text/html", b"<html></html>"),
]


def test_pages_of_an_archive(tmp_path: Path) -> None:
    for path in (
        archive(tmp_path / "a.warc.gz", PAGES),
        archive(tmp_path / "a.warc", PAGES, gzip=False),
    ):
        first, second, third, failed = items(path)

        assert isinstance(first, Report)
        assert isinstance(second, Report)
        assert isinstance(third, Report)
        assert (first.title, first.published) == ("Ministers meet in Oslo", "2024-03-04")
        assert (second.url, second.published) == ("https://example.org/2", None)
        assert third.text == "Anna met Bert in Oslo."
        assert isinstance(failed, Failed)
        assert failed.name == "https://example.org/6"


def test_a_broken_archive(tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.warc.gz", PAGES).read_bytes()
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    (tmp_path / "no.warc").write_bytes(b"nothing of the kind\r\n\r\n" * 10)

    assert any("broken" in failure for failure in failures(cut))
    assert isinstance(items(cut)[0], Report)
    assert failures(tmp_path / "no.warc")
