"""merge, forget and curate, as a person at the terminal uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from diplograph.cli import app
from graph.errors import InputError, StoreError
from graph.model import EventType
from graph.store import open_store
from graph.writer import Writer
from ingest.knowledge.background import background
from tests.builders import sample_extractions
from tests.graph.test_writer import one_event, quads

runner = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    place = tmp_path / "graph"
    with open_store(place) as store, Writer(store, background=background()) as writer:
        for one in sample_extractions():
            writer.add(one)
    return str(place)


def run(*words: str, code: int = 0):
    result = runner.invoke(app, words)
    assert result.exit_code == code, result.output
    return result


def read(folder: str):
    with open_store(folder, writable=False) as store:
        return quads(store), one_event(store, EventType.MEETING)


def test_a_report_is_forgotten_and_an_unknown_one_is_named(folder: str):
    run("forget", "kremlin-b", "--store", folder)
    assert len(read(folder)[1].reports) == 1
    result = run("forget", "kremlin-b", "--store", folder, code=1)
    assert "no report 'kremlin-b'" in result.stderr
    # With one account left there is nothing to explain, and that is said.
    event = read(folder)[1]
    result = run("merge", "--explain", f"<{event.iri}>", "--store", folder)
    assert (result.stdout, "one account only" in result.stderr) == ("", True)


def test_rebuild_changes_nothing_that_is_right(folder: str):
    before = read(folder)[0]
    result = run("merge", "--rebuild", "--store", folder)
    assert "4 events from 5 accounts" in result.stderr
    assert read(folder)[0] == before


def test_a_merge_is_explained_in_words(folder: str):
    event = read(folder)[1]
    result = run("merge", "--explain", event.iri, "--store", folder)
    assert "day_equal +3" in result.stdout
    assert all(account in result.stdout for account in event.accounts)
    assert "8 May 2025" in result.stdout


def test_decisions_are_made_listed_and_taken_back(folder: str):
    before, event = read(folder)
    result = run("curate", "not-same", *event.accounts, "--note", "two\nrooms", "--store", folder)
    (line,) = result.stdout.splitlines()
    decision = line.split("\t")[0].strip("<>")
    assert line.endswith("two rooms")
    assert run("curate", "list", "--store", folder).stdout.splitlines() == [line]
    run("curate", "undo", f"<{decision}>", "--store", folder)  # as the list shows it
    assert "no decisions" in run("curate", "list", "--store", folder).stderr
    assert read(folder)[0] == before
    assert "no decision" in run("curate", "undo", decision, "--store", folder, code=1).stderr


def test_an_event_is_corrected(folder: str):
    event = read(folder)[1]
    run(
        "curate", "correct", event.iri, "--date", "2025-05-07", "--place", "Kazan, RUS",
        "--status", "cancelled", "--wrong-actor", "Xi Jinping", "--actor", "Mei Lin (CHN)",
        "--store", folder,
    )  # fmt: skip
    event = read(folder)[1]
    assert event.label == "Vladimir Putin and Mei Lin meet in Kazan, 7 May 2025"
    assert event.status == "cancelled"


def test_nonsense_is_an_error_of_ours(folder: str):
    with pytest.raises(InputError, match="'Nobody' is no account, event or actor"):
        runner.invoke(
            app, ["curate", "same", "Nobody", "Xi Jinping", "--store", folder],
            catch_exceptions=False,
        )  # fmt: skip
    with pytest.raises(StoreError, match="no store"):
        runner.invoke(app, ["merge", "--store", f"{folder}-none"], catch_exceptions=False)
