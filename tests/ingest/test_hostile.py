"""Fifty inputs that mean no good: one clear line each, exit status 1, the good ones stored."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from graph.store import open_store

ROOT = Path(__file__).parent.parent.parent
GOOD = "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Monday."


def deep_json(depth: int) -> bytes:
    return b'{"id": "deep", "text": ' + b"[" * depth + b"]" * depth + b"}"


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(zipped({"a.txt": b"They met."}))
    content[6] |= 1  # the flag of encryption, in the local header and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def tarball() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("../../etc/passwd")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    return stream.getvalue()


def entity_bomb(root: str) -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10)}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><{root}>&l9;</{root}>'
    ).encode()


XXE = (
    b'<?xml version="1.0"?><!DOCTYPE visits [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<visits><visit><id>&x;</id></visit></visits>"
)
LONG_LINE = b"x" * 50_000_000
VISIT = (
    "<visits><visit><id>1</id><start-date>{start}</start-date><end-date>{end}</end-date>"
    "<visitor>King Anna</visitor><from id='{state}'>X</from><description/></visit></visits>"
)


def visit(start: str = "2020-01-01", end: str = "2020-01-02", state: str = "norway") -> bytes:
    return VISIT.format(start=start, end=end, state=state).encode()


def line(**fields: object) -> bytes:
    return json.dumps({"id": "x", "text": GOOD, **fields}).encode()


BAD: dict[str, bytes] = {
    # text
    "empty.txt": b"",
    "blank.txt": b" \n\t\r\n",
    "zeros.txt": b"\x00" * 10_000,
    "binary.txt": os.urandom(20_000).replace(b"\xef\xbb\xbf", b"") + b"\x00",
    "half-utf16.txt": b"\xff\xfeA\x00B",
    "unknown-encoding.txt": bytes(range(0x81, 0xFF)) * 50,
    "one-line-of-50-MB.txt": LONG_LINE,
    "long.txt": b"They met. " * 40_000,
    "bad-front-matter.md": b"---\ntitle: [\n---\nThey met.",
    "anchor-bomb.md": b"---\na: &a [x]\nb: *c\n---\nThey met.",
    "year-zero.md": b"---\ndate: 0000-01-01\n---\nThey met.",
    "no-such-day.md": b"---\ndate: 2023-02-30\n---\nThey met.",
    "front-matter-only.md": b"---\ntitle: x\n---\n",
    # JSON Lines
    "cut.jsonl": b'{"id": "x", "text": "They m',
    "no-object.jsonl": b"42",
    "no-text.jsonl": b'{"id": "x"}',
    "text-is-a-list.jsonl": b'{"id": "x", "text": ["a"]}',
    "text-is-null.jsonl": b'{"id": "x", "text": null}',
    "deep.jsonl": deep_json(100_000),
    "latin.jsonl": '{"text": "caf\u00e9"}'.encode("latin-1"),
    "year-zero.jsonl": line(date="0000-05-08"),
    "year-9999999.jsonl": line(date="9999999-01-01"),
    "month-13.jsonl": line(date="2024-13-01"),
    "date-object.jsonl": line(date={"a": 1}),
    "id-object.jsonl": line(id={"a": 1}),
    "id-huge.jsonl": line(id="x" * 5_000),
    "number-huge.jsonl": b'{"id": ' + b"9" * 10_000 + b', "text": "a"}',
    "line-of-50-MB.jsonl": b'{"text": "' + LONG_LINE + b'"}',
    "record-cut.jsonl": b'{"doc": "a", "hash": "b", "events": [{"id": 5}], "actors": []}',
    "record-bad-iri.jsonl": b'{"doc": "a", "hash": "b", "actors": [], "dates": [], "quotes": [], '
    b'"events": [{"id": "><script>", "type": "Meeting", "trigger_span": {"start": 0, "end": 1}, '
    b'"actors": [], "status": "occurred", "evidence": []}]}',
    # tables
    "no-text-column.csv": b"a,b\n1,2\n",
    "empty.csv": b"",
    "open-quote.csv": b'id,text\n1,"' + b"x\n" * 6_000_000,
    "short-row.csv": b"id,date,text\n1\n",
    # pages
    "no-article.html": b"<html><body><nav>x</nav></body></html>",
    "deep.html": b"<div>" * 300_000,
    "half.html": b"<html><bo",
    "bomb.html": b"<html><body>" + b"<b>" * 4_000_000 + b"</body></html>",
    # feeds and XML
    "entities.rss": entity_bomb("rss"),
    "no-feed.rss": b"<rss></rss>",
    "entities.xml": entity_bomb("visits"),
    "external-entity.xml": XXE,
    "cut-visits.xml": b"<visits><visit>",
    "visit-year-zero.xml": visit(start="0000-01-01"),
    "visit-backwards.xml": visit(end="2019-01-01"),
    "visit-from-nowhere.xml": visit(state="atlantis"),
    # archives and compressed
    "cut.txt.gz": gzip.compress(os.urandom(10_000))[:5_000],
    "none.txt.gz": b"nothing",
    "none.txt.bz2": b"nothing",
    "none.txt.zst": b"nothing",
    "bomb.txt.gz": gzip.compress(b"x" * 60_000_000),
    "bomb.jsonl.bz2": bz2.compress((b"x" * 999 + b"\n") * 1),
    "bomb.jsonl.zst": zstandard.compress(b"x" * 100_000_000),
    "none.zip": b"PK nothing",
    "encrypted.zip": encrypted_zip(),
    "nested.zip": zipped({"a.zip": zipped({"b.txt": b"They met."})}),
    "broken.warc": b"WARC/1.0\r\nnothing\r\n\r\n",
    "not-read.tar": tarball(),
}  # fmt: skip

NASTY = {
    # Hostile, but reports: read and stored, and harmless.
    "script.jsonl": json.dumps(
        {
            "id": "</script><script>alert(1)</script>",
            "title": '"><img src=x onerror=alert(1)> \' }} {{ 7*7 }} \\" \u202e',
            "text": f"{GOOD} \"' DROP TABLE; }} INSERT DATA {{ <a> <b> <c> }} \ud800 \x00 end.",
            "date": "2024-03-05",
            "url": "javascript:alert(1)",
            "publisher": "<b>\u0000</b>",
        }
    ),
    "good.txt": GOOD,
    "good.md": f"---\ndate: 2024-03-05\n---\n{GOOD}",
    "null-name.jsonl": json.dumps({"id": "../../etc/passwd", "text": GOOD}),
    "iri.jsonl": json.dumps(
        {"id": "b", "text": GOOD, "url": 'https://example.org/<a> "b"/{c}|d\\e^f`'}
    ),
}


def test_there_are_enough() -> None:
    assert len(BAD) >= 50


@pytest.mark.slow
def test_hostile_inputs_leave_one_line_each_and_the_good_ones_are_stored(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    for name, text in NASTY.items():
        (folder / name).write_text(text, encoding="utf-8")
    inputs = [str(folder / name) for name in (*BAD, *NASTY)]
    store = tmp_path / "graph"

    done = subprocess.run(
        [sys.executable, "-m", "diplograph", "ingest", *inputs, "--store", str(store),
         "--keep-duplicates", "--time-limit", "30"],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        timeout=200,
    )  # fmt: skip

    err = done.stderr.decode()
    assert done.returncode == 1, err
    assert "Traceback" not in err
    for name in BAD:
        lines = [x for x in err.splitlines() if x.startswith(f"failed: {folder}/{name}")]
        assert len(lines) == 1, (name, lines, err)
        assert 20 < len(lines[0]) - len(str(folder)) < 500, lines[0]
    assert f"{len(NASTY)} stored" in err, err
    assert f"{len(BAD)} failed" in err, err
    with open_store(store, writable=False) as opened:
        quads = [str(quad) for quad in opened.quads()]
    assert len({q.split("/graph/report/")[1] for q in quads if "/graph/report/" in q}) >= len(NASTY)
    assert not any("\x00" in quad or re.search("[\ud800-\udfff]", quad) for quad in quads)


@pytest.mark.parametrize("name", ["one-line-of-50-MB.txt", "bomb.jsonl.zst", "bomb.html"])
def test_memory_is_bounded(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    code = (
        "import sys, resource\n"
        "from ingest.sources import read_inputs, Options\n"
        "import trafilatura, zstandard\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "list(read_inputs([sys.argv[1]], Options()))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, check=True
    )

    assert int(done.stdout) < 400_000  # kB
