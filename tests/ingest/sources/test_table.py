from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.model import Report
from ingest.sources import Failed
from ingest.sources.table import parse_columns
from tests.ingest.sources.helpers import failures, items, reports


def test_columns_are_guessed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Headline,Body,Published,Link,Rest\n"
        '"Talks","They met,\nand parted.",4 March 2024,https://example.org/a,x\n',
        encoding="utf-8",
    )

    (report,) = reports(path)

    assert (report.title, report.text) == ("Talks", "They met,\nand parted.")
    assert (report.published, report.url) == ("2024-03-04", "https://example.org/a")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_mapped_whatever_parts_them(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    rows = [["no", "what was said", "when"], ["1", "They met.", "2024-03-04"]]
    path.write_text("\n".join(delimiter.join(row) for row in rows))

    (report,) = reports(path, columns={"text": "what was said", "date": "when", "id": "no"})

    assert (report.id, report.text, report.published) == ("1", "They met.", "2024-03-04")


def test_a_bad_row_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text,date\n1,Good.,2024-01-01\n2\n3,Bad day.,2024-13-01\n\n4,Good.,\n")

    found = items(path)

    assert [type(item) for item in found] == [Report, Failed, Failed, Report]
    assert "1 of 3 columns" in failures(path)[0]


def test_a_file_without_text_column_says_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")

    assert "no column holds the text; it has a, b (name it with --columns" in failures(path)[0]
    assert "no column 'c'" in failures(path, columns={"text": "c"})[0]


def test_a_quote_left_open_ends_in_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,Good.\n2,"open\n' + "more\n" * 1000)

    found = items(path, size_limit=2000)

    assert [type(item) for item in found] == [Report, Failed]
    assert "no CSV" in failures(path, size_limit=2000)[0]


def test_mappings_are_checked() -> None:
    assert parse_columns(["text=Body,date=When", "id=No"]) == {
        "text": "Body",
        "date": "When",
        "id": "No",
    }
    for wrong in ("text", "words=Body", "text="):
        with pytest.raises(SettingsError, match="expected FIELD=COLUMN"):
            parse_columns([wrong])
