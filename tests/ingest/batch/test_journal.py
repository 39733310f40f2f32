from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from graph.errors import StoreError
from ingest.batch.journal import Journal, journal_path


def test_what_is_noted_is_there_after_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    with Journal(path) as journal:
        journal.note("iri", "name", "hash", "run", "failed", "why", "input")
        journal.commit()
        journal.note("other", "name", "hash", "run", "stored")

    with Journal(path) as journal:
        found = journal.find("iri")
        assert found is not None
        assert (found.hash, found.run, found.fate, found.detail, found.seen) == (
            "hash",
            "run",
            "failed",
            "why",
            1,
        )
        assert journal.find("other") is not None
        assert journal.number == 2
        assert journal.failed_inputs() == ["input"]


def test_what_was_not_committed_when_an_error_came_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    with pytest.raises(RuntimeError), Journal(path) as journal:
        journal.note("iri", "name", "hash", "run", "stored")
        raise RuntimeError

    with Journal(path) as journal:
        assert journal.find("iri") is None


def test_failures_are_forgiven_when_the_input_was_read_again(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    with Journal(path) as journal:
        journal.fail("a.jsonl:1", "why", "a.jsonl")
        journal.fail("b.jsonl:1", "why", "b.jsonl")
        journal.note("gone", "name", "hash", "run", "failed", "why", "a.jsonl")
    with Journal(path) as journal:
        journal.fail("a.jsonl:2", "why", "a.jsonl")
        journal.forgive("a.jsonl")
        assert journal.failed_inputs() == ["a.jsonl", "b.jsonl"]
        assert journal.find("gone") is None
    with Journal(path) as journal:
        journal.forgive("a.jsonl")
        assert journal.failed_inputs() == ["b.jsonl"]


def test_a_damaged_or_foreign_journal_is_told(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="delete it"):
        Journal(path)
    path.unlink()
    Journal(path).close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'version'")
    db.close()
    with pytest.raises(StoreError, match="version 99"):
        Journal(path)


def test_where_a_journal_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "CURRENT").touch()

    assert journal_path(str(tmp_path)) == tmp_path / "ingest.sqlite"
    assert journal_path("memory") is None
    remote = journal_path("http://example.org/sparql")
    assert remote is not None
    assert remote.parent == tmp_path / "diplograph"
    assert remote != journal_path("http://example.org/other")
