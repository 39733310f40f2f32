from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diplograph.cli import app
from graph.errors import DiplographError
from graph.store import open_store
from tests.queries.conftest import fill

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("command") / "graph.db"
    with open_store(path) as store:
        fill(store)
    return str(path)


def query(*arguments: str, status: int = 0, text: str | None = None) -> str:
    result = RUNNER.invoke(app, ["query", *arguments], input=text)
    if isinstance(result.exception, DiplographError):
        assert status == 1
        return str(result.exception)
    assert result.exit_code == status, result.output
    return result.stdout


def test_list_names_every_group() -> None:
    text = query("--list")
    assert "\nmeetings\n" in text and "who-met-whom" in text
    assert "who-met-whom" not in query("--list", "--tag", "quality")
    assert "no question has the tag" in query("--list", "--tag", "nothing", status=1)


def test_named_question_in_formats(folder: str) -> None:
    ask = ("counterparts", "-p", "actor=Xi Jinping", "-p", "limit=3", "--store", folder)
    assert "(3 rows)" in query(*ask)
    assert len(list(csv.reader(io.StringIO(query(*ask, "-o", "csv"))))) == 4
    assert len(json.loads(query(*ask, "-o", "json"))["results"]["bindings"]) == 3
    assert query(*ask, "-o", "markdown").startswith("| ")
    assert "turtle" in query(*ask, "-o", "turtle", status=1)


def test_values_given_twice_are_a_list(folder: str) -> None:
    text = query(
        "timeline", "-p", "actor=Xi Jinping", "-p", "types=Call", "-p", "types=Visit",
        "-o", "csv", "--store", folder,
    )  # fmt: skip
    kinds = {row["type"] for row in csv.DictReader(io.StringIO(text))}
    assert kinds == {"Call", "Visit"}


def test_explain_shows_values_and_text(folder: str) -> None:
    text = query("meetings", "-p", "actor=China", "--explain", "--store", folder)
    assert "# $actor = <https://w3id.org/diplograph/state/CHN>" in text
    assert "SELECT ?event" in text and "$" not in text.split("SELECT", 1)[1]


def test_own_sparql_from_stdin_and_file(folder: str, tmp_path: Path) -> None:
    construct = "CONSTRUCT WHERE { ?e a dg:Call } LIMIT 2"
    assert "#Call" in query("--sparql", "-", "-o", "turtle", "--store", folder, text=construct)
    file = tmp_path / "own.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?e a dg:Call }")
    assert query("--sparql", str(file), "-o", "csv", "--store", folder).startswith("n")
    assert "cannot be read" in query("--sparql", str(tmp_path / "none.rq"), status=1)


def test_wrong_use() -> None:
    query(status=2)
    query("meetings", "--list", status=2)
    query("meetings", "-p", "actor", status=2)
    assert "did you mean meetings" in query("metings", status=1)
    assert "no output format" in query("meetings", "-o", "pdf", status=1)
    assert "needed" not in query("timeline", "--about") and "required" in query(
        "timeline", "--about"
    )


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    assert "none.db" in query("meetings", "--store", str(tmp_path / "none.db"), status=1)
