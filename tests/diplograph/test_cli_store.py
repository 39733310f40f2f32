"""The commands export, validate and stats, as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from typer.testing import CliRunner, Result

from diplograph.cli import app
from graph.errors import InputError, QueryError, StoreError
from graph.model import EventType, Status
from graph.rdf import terms as t
from graph.store import open_store
from tests.graph.test_export import filled

runner = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk, closed, as another process would find it."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    with open_store(folder) as store:
        store.bulk(filled().quads())
    return folder


def run(*arguments: object) -> Result:
    return runner.invoke(app, [str(a) for a in arguments])


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "diplograph", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def test_export_by_suffix(folder: Path, tmp_path: Path) -> None:
    done = run("export", "-o", tmp_path / "g.gexf", "--store", folder)
    assert done.exit_code == 0, done.output
    assert "written:" in done.stderr and done.stdout == ""
    assert len(nx.read_gexf(tmp_path / "g.gexf")) > 6


def test_export_to_stdout_by_a_process(folder: Path) -> None:
    done = process("export", "-o", "-", DIPLOGRAPH_STORE=str(folder))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.removesuffix("\n").split("\n")
    assert lines == sorted(lines, key=str.encode)
    with open_store(folder, writable=False) as store:
        assert len(lines) == store.count()


def test_a_reader_that_goes_away_is_no_bug(folder: Path) -> None:
    command = f"{sys.executable} -m diplograph export -o - --store {folder} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_export_of_a_selection_by_name(folder: Path, tmp_path: Path) -> None:
    done = run(
        "export",
        "-o",
        tmp_path / "t",
        "--actor",
        "Emmanuel Macron",
        "--since",
        "2025-06",
        "--type",
        "Accusation",
        "--store",
        folder,
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "t" / "events.csv").read_text().count("\n") == 2


def test_export_of_a_panel(folder: Path, tmp_path: Path) -> None:
    done = run(
        "export",
        "-o",
        tmp_path / "p.csv",
        "--zero-fill",
        "--directed",
        "--status",
        "occurred",
        "--store",
        folder,
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "p.csv").read_text().startswith("source,target,month,type,events\n")


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (["-o", "x.docx"], InputError, "--format"),
        (["-o", "x.nq", "--zero-fill"], InputError, "dyads"),
        (["-o", "x.nq", "--since", "soon"], InputError, "ISO day"),
        (["-o", "x.nq", "--type", "Party"], InputError, "Meeting"),
        (["-o", "x.nq", "--actor", "Nobody Atall"], QueryError, "Nobody Atall"),
    ],
)
def test_wrong_use_says_what_to_do(
    folder: Path, arguments: list[str], error: type[Exception], words: str
) -> None:
    done = run("export", *arguments, "--store", folder)
    assert isinstance(done.exception, error)
    assert words in str(done.exception)


def test_unknown_formats_are_wrong_usage(folder: Path) -> None:
    assert run("export", "-o", "x", "--format", "excel", "--store", folder).exit_code == 2


@pytest.mark.parametrize("command", [["export", "-o", "x.nq"], ["validate"], ["stats"]])
def test_no_store_is_one_line_and_exit_1(tmp_path: Path, command: list[str]) -> None:
    done = process(*command, "--store", tmp_path / "none")
    assert done.returncode == 1
    assert done.stderr.startswith("error: there is no store at")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_locked_store_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"):
        done = process("stats", "--store", tmp_path / "store")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "diplograph serve" in done.stderr


def test_validate_passes(folder: Path) -> None:
    done = run("validate", "--store", folder)
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "6 events" in done.stderr and "no violations" in done.stderr


def test_validate_names_what_is_wrong(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        store.bulk(filled().quads())
        (event,) = (
            quad.subject
            for quad in store.quads(None, t.TYPE, t.TYPE_CLASS[EventType.THREAT], ox.DefaultGraph())
        )
        status = ox.Quad(event, t.STATUS, t.STATUS_TERM[Status.PLANNED])
        store.apply([status], [ox.Quad(event, t.DATE, ox.Literal("soon\x1b[31m", datatype=t.EDTF))])
    done = run("validate", "--store", tmp_path / "store")
    assert done.exit_code == 1
    assert "dg:status: must have one status" in done.stdout
    assert "\x1b" not in done.stdout
    one = run("validate", "--limit", "1", "--store", tmp_path / "store")
    assert len(one.stdout.splitlines()) == 1 and "more; --limit 0" in one.stderr
    found = run("validate", "--json", "--store", tmp_path / "store")
    assert {json.loads(line)["node"] for line in found.stdout.splitlines()} == {event.value}


def test_stats(folder: Path) -> None:
    done = run("stats", "--store", folder)
    assert done.exit_code == 0, done.output
    assert "events" in done.stdout and "Accusation" in done.stdout
    found = json.loads(run("stats", "--json", "--store", folder).stdout)
    assert (found["events"], found["accounts"], found["reports"]) == (6, 7, 6)
    assert found["types"]["Meeting"] == 1
    assert found["statuses"] == {"occurred": 4, "planned": 2}
    assert (found["first"], found["last"]) == ("2025-05-08", "2025-05-12")


def test_stats_of_an_empty_store(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    found = json.loads(run("stats", "--json", "--store", tmp_path / "store").stdout)
    assert found["events"] == found["quads"] == 0
    assert found["first"] is None
    assert run("stats", "--store", tmp_path / "store").exit_code == 0


def test_a_folder_of_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("x")
    done = run("stats", "--store", tmp_path)
    assert isinstance(done.exception, StoreError)


@pytest.mark.parametrize("command", ["export", "validate", "stats"])
def test_help(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "--store" in done.stdout
