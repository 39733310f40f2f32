from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard

from graph.model import Report
from ingest.sources import Failed, Ignored
from ingest.sources.opening import total_bytes
from tests.ingest.sources.helpers import failures, items, reports

LINES = b'{"text": "One met two."}\n{"text": "Two met three."}\n'


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".bz2", bz2.compress), (".zst", zstandard.compress)],
)
def test_compressed_files(tmp_path: Path, suffix: str, pack: object) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(pack(LINES))  # type: ignore[operator]

    assert [report.text for report in reports(path)] == ["One met two.", "Two met three."]


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".bz2", bz2.compress), (".zst", zstandard.compress)],
)
def test_broken_compressed_files(tmp_path: Path, suffix: str, pack: object) -> None:
    whole: bytes = pack(os.urandom(50_000).hex().encode())  # type: ignore[operator]
    for content in (whole[: len(whole) // 2], b"nothing of the kind"):
        path = tmp_path / f"a.txt{suffix}"
        path.write_bytes(content)

        (failure,) = failures(path)
        assert "compressed data is broken" in failure or "has no text" in failure


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".zst"])
def test_bombs_are_refused(tmp_path: Path, suffix: str) -> None:
    line = b"x" * 1000 + b"\n"
    packers = {".gz": gzip.compress, ".bz2": bz2.compress, ".zst": zstandard.compress}
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packers[suffix](line * 70_000))

    found = failures(path)

    assert "refused as a compression bomb" in found[-1]


def test_zip_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/two.txt", "Two met three.")
        archive.writestr("a/one.jsonl", LINES)
        archive.writestr("picture.png", b"\x89PNG")
        archive.writestr("__MACOSX/one.txt", "no")
        archive.writestr(".hidden.txt", "no")
        archive.writestr("../../escape.txt", "Three met four.")
        archive.writestr("inner.zip", b"PK")
        archive.writestr("c.txt.gz", gzip.compress(b"Four met five."))

    found = items(path)

    texts = [item.text for item in found if isinstance(item, Report)]
    assert texts == ["One met two.", "Two met three.", "Two met three.", "Four met five."]
    (failed,) = (item for item in found if isinstance(item, Failed))
    assert "archive in an archive" in failed.reason
    assert [i.name for i in found if isinstance(i, Ignored)] == [f"{path.as_posix()}!picture.png"]
    assert not (tmp_path.parent / "escape.txt").exists()


def test_a_zip_member_that_expands_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.jsonl", (b"x" * 1000 + b"\n") * 70_000)
        archive.writestr("good.txt", "One met two.")

    found = items(path)

    assert "compression bomb" in [i.reason for i in found if isinstance(i, Failed)][-1]
    assert [item.text for item in found if isinstance(item, Report)] == ["One met two."]


def test_a_broken_archive_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 nothing")

    assert "no readable zip archive" in failures(path)[0]


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b.jsonl", ".git/c.txt", "style.css", "d.gz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "One met two."}')
    (tmp_path / "d.gz").write_bytes(gzip.compress(b"One met two."))
    (tmp_path / "loop").symlink_to(tmp_path)
    store = tmp_path / "graph.db"
    store.mkdir()
    (store / "CURRENT").write_text("x")
    (store / "LOG.txt").write_text("x")

    found = items(tmp_path)

    names = [getattr(i, "source", None) or i.name for i in found]  # type: ignore[union-attr]
    assert [name.removeprefix(tmp_path.as_posix()) for name in names] == [
        "/a/b.jsonl",
        "/a/z.md",
        "/b.txt",
        "/d.gz",
        "/style.css",
    ]
    assert isinstance(found[-1], Ignored)
    assert total_bytes([str(tmp_path)]) == sum(
        path.stat().st_size
        for path in (tmp_path / n for n in ("b.txt", "a/z.md", "a/b.jsonl", "style.css", "d.gz"))
    )


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(json.dumps({"id": "a", "text": "One met two."}).encode())

    monkeypatch.setattr(sys, "stdin", Stdin())

    (report,) = reports("-")

    assert (report.id, report.source) == ("a", "stdin")


def test_what_is_not_there(tmp_path: Path) -> None:
    assert failures(tmp_path / "none.txt") == [f"{tmp_path}/none.txt: does not exist"]
    assert "neither a file nor a folder" in failures("/dev/null")[0]
    assert "not to fetch" in failures("https://example.org/feed")[0]
    assert failures("a\x00b") == ["a\x00b: embedded null byte"]


def test_a_picture_that_the_user_named_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    assert "zero bytes" in failures(path)[0]
