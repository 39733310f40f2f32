from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.model import Extraction, Report
from graph.record import to_record
from ingest.sources import Failed
from tests.builders import sample_extractions
from tests.ingest.sources.helpers import failures, items, reports


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_a_line_is_a_report(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {
            "id": "x-1",
            "title": "Talks",
            "date": "2024-03-04",
            "text": "They met.",
            "url": "https://example.org/a#top",
            "publisher": "Post",
            "author": "N. N.",
            "language": "en",
        },
        {"id": 7, "text": "They parted."},
        {"text": "No id."},
    )

    first, second, third = reports(path)

    assert first == Report(
        "x-1",
        "They met.",
        "Talks",
        "2024-03-04",
        path.as_posix(),
        "https://example.org/a",
        "Post",
        "N. N.",
        "en",
    )
    assert (second.id, second.published, second.title) == ("7", None, "")
    assert third.id == f"{path.as_posix()}:3"


def test_offsets_of_the_text_are_kept(tmp_path: Path) -> None:
    text = "  Two\r\nspaces \ud800 here.\n"
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text}))

    (report,) = reports(path)

    assert len(report.text) == len(text)
    assert report.text == "  Two\r\nspaces \ufffd here.\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": ', "is no JSON"),
        ('{"text": "a"', "is no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('"text"', "no JSON object but str"),
        ('{"id": "a"}', "has no text"),
        ('{"text": 5}', "has no text"),
        ('{"text": "a", "date": "0000-01-01"}', "no day of the calendar"),
        ('{"text": "a", "date": "2024-02-30"}', "no day of the calendar"),
        ('{"text": "a", "date": {"$date": 1}}', "no day of the calendar"),
        ('{"text": "a", "id": ["a"]}', "its id is list"),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "no JSON we can hold"),
    ],
)
def test_a_bad_line_fails_alone(tmp_path: Path, line: str, says: str) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "Good."}, line, {"text": "Good too."})

    found = items(path)

    assert [type(item) for item in found] == [Report, Failed, Report]
    (failure,) = failures(path)
    assert failure.startswith(f"{path.as_posix()}:2: ")
    assert says in failure


def test_a_line_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "x" * 300_000}, {"text": "Good."})

    first, second = items(path, size_limit=1000)

    assert isinstance(first, Failed)
    assert "longer than the limit of 1,000 bytes" in first.reason
    assert isinstance(second, Report)


def test_bytes_that_are_no_utf8_fail_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "Good."}\n{"text": "caf\xe9"}\n\n{"text": "Good."}')

    assert [type(item) for item in items(path)] == [Report, Failed, Report]
    assert "not UTF-8" in failures(path)[0]


def test_a_json_array_is_read_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [{"text": "One."}, 5, {"text": "Two."}])

    assert [type(item) for item in items(path)] == [Report, Failed, Report]


def test_records_are_read_back_and_found_by_content(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *[to_record(e) for e in sample_extractions()], {"doc": 1})

    *found, failed = items(path)

    assert all(isinstance(item, Extraction) for item in found)
    assert [to_record(e) for e in found] == [to_record(e) for e in sample_extractions()]
    assert isinstance(failed, Failed)
    assert "no extraction record" in failed.reason
