"""The Python API on a graph of hand-made extractions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

import diplograph as dg
from graph.writer import Writer
from tests.builders import sample_extractions


@pytest.fixture
def kg() -> Iterator[dg.KnowledgeGraph]:
    with dg.open("memory:") as graph:
        with Writer(graph.store) as writer:
            for extraction in sample_extractions():
                writer.add(extraction)
            writer.merge()
        yield graph


def test_the_public_names_are_there_and_no_others() -> None:
    assert sorted(dg.__all__) == sorted(set(dg.__all__))
    for name in dg.__all__:
        assert getattr(dg, name) is not None
    assert dir(dg) == sorted(dg.__all__)
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = dg.opne


def test_reports_of_one_meeting_are_one_event(kg: dg.KnowledgeGraph) -> None:
    table = kg.events(types=["Meeting"])

    (meeting,) = table.events
    assert (meeting.begin, meeting.parties) == ("2025-05-08", ("CHN", "RUS"))
    assert kg.stats()["events"] == len(kg) == 4


def test_named_question_takes_names_as_people_type_them(kg: dg.KnowledgeGraph) -> None:
    rows = list(kg.query("meetings", actor="xi jinping", since="2025-05"))

    assert len(rows) == 1
    frame = kg.query("meetings", actor="Xi Jinping").to_pandas()
    assert frame.shape[0] == 1


def test_unknown_question_is_answered_with_suggestions(kg: dg.KnowledgeGraph) -> None:
    with pytest.raises(dg.QueryError, match="meetings"):
        kg.query("meeting")


def test_timeline_runs_in_order_of_date(kg: dg.KnowledgeGraph) -> None:
    frame = kg.timeline("Xi Jinping").to_pandas()

    days = [str(day) for day in frame["date"]]
    assert days == sorted(days)
    assert len(days) == 2


def test_networks_of_each_kind(kg: dg.KnowledgeGraph) -> None:
    actors = kg.network("actors", types=["Meeting", "Call"])

    names = nx.get_node_attributes(actors, "label")
    pairs = {frozenset((names[a], names[b])) for a, b in actors.edges}
    assert pairs == {
        frozenset(("Xi Jinping", "Vladimir Putin")),
        frozenset(("Xi Jinping", "Emmanuel Macron")),
    }
    for kind in ("persons", "states", "actors-and-events", "visits", "statements"):
        assert isinstance(kg.network(kind), nx.Graph)


def test_planned_visit_is_left_out_unless_asked_for(kg: dg.KnowledgeGraph) -> None:
    assert kg.network("visits").number_of_edges() == 0
    assert kg.network("visits", statuses=["planned"]).number_of_edges() == 1


def test_sparql_needs_no_prefixes(kg: dg.KnowledgeGraph) -> None:
    rows = list(kg.sparql("SELECT ?e WHERE { ?e a dg:Meeting }"))

    assert len(rows) == 1


def test_picture_is_one_page_that_shows_itself(kg: dg.KnowledgeGraph, tmp_path: Path) -> None:
    page = kg.explore(actor="Xi Jinping", title="Xi <b>")

    path = page.save(tmp_path / "graph.html")
    html = path.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>") or html.startswith("<!DOCTYPE html>")
    assert "Xi <b>" not in html
    assert page._repr_html_().startswith("<iframe srcdoc=")


def test_forgetting_a_report_leaves_the_other_account(kg: dg.KnowledgeGraph) -> None:
    assert kg.forget("kremlin-a")
    assert not kg.forget("kremlin-a")

    (meeting,) = kg.events(types=["Meeting"]).events
    assert meeting.begin == "2025-05-08"


def test_export_follows_the_suffix(kg: dg.KnowledgeGraph, tmp_path: Path) -> None:
    path = kg.export(tmp_path / "all.nq")

    assert path.read_text(encoding="utf-8").count("\n") == kg.store.count()


def test_rdflib_sees_the_same_quads(kg: dg.KnowledgeGraph) -> None:
    answer = kg.rdflib().query("SELECT (COUNT(*) AS ?n) WHERE { ?e a ?t . FILTER(?t = ?t) }")

    assert int(next(iter(answer))[0]) > 0  # type: ignore[index]


def test_opening_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(dg.StoreError, match="nothing"):
        dg.open(tmp_path / "nothing", create=False)


def test_a_graph_shows_its_counts(kg: dg.KnowledgeGraph) -> None:
    assert "events" in kg._repr_html_()
    assert repr(kg).startswith("<KnowledgeGraph")


def test_ten_lines_of_the_readme_run(tmp_path: Path) -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    code = readme.split("```python\n", 1)[1].split("```", 1)[0]

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.dumps(done.stdout)
