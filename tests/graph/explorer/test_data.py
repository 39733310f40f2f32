"""From store to picture, to pyvis and back; what the command says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.synthetic import picture
from graph.errors import AmbiguousName, QueryError
from graph.explorer import render, to_pyvis
from graph.explorer.carrier import from_network, to_network
from graph.explorer.data import read_picture
from graph.explorer.payload import _day, blocks
from graph.rdf import actor_quads
from graph.stores import memory_store, open_store
from tests.builders import organisation, person
from tests.graph.explorer.stores import sample_store


def test_reads_events_with_everything_the_page_tells() -> None:
    shown = read_picture(sample_store())
    assert len(shown.events) == 4
    meeting = next(e for e in shown.events if e.type == "Meeting")
    labels = {a.id: a.label for a in shown.actors}
    assert {(labels[p.actor], p.role) for p in meeting.parts} == {
        ("Vladimir Putin", "host"),
        ("Xi Jinping", "participant"),
    }
    assert meeting.parties == ("CHN", "RUS")
    assert (meeting.start, meeting.end, meeting.date) == ("2025-05-08", "2025-05-08", "2025-05-08")
    assert meeting.topics == ("trade",)
    assert meeting.disagrees == ("participations",)
    assert {a.trigger for a in meeting.accounts} == {"met", "held"}
    met = next(a for a in meeting.accounts if a.trigger == "met")
    assert met.evidence == ("Putin met Xi in Moscow on May 8.",)
    assert met.place == "Moscow"
    assert met.status == "occurred"
    assert ("Xi Jinping", "participant", "President of China") in met.parts
    report = next(r for r in shown.reports if r.id == met.report)
    assert (report.title, report.publisher) == ("Headline of kremlin-a", "Morning Post")
    assert report.url == "https://news.example/kremlin-a"
    place = next(p for p in shown.places if p.id == meeting.place)
    assert (place.label, place.state, place.lat, place.lon) == ("Moscow", "RUS", 55.75, 37.62)
    assert place.within == ("Russia",)
    russia = next(a for a in shown.actors if a.label == "Russia")
    assert (russia.kind, russia.state, russia.aliases) == ("state", "RUS", ("Russian Federation",))
    visit = next(e for e in shown.events if e.type == "Visit")
    assert (visit.status, visit.date, visit.start, visit.end) == (
        "planned", "2025-09", "2025-09-01", "2025-09-30",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("selection", "types"),
    [
        ({"actors": "Xi Jinping"}, {"Meeting", "Call"}),
        ({"actors": "xi"}, {"Meeting", "Call"}),
        ({"actors": "FRA"}, {"Call"}),
        ({"actors": "russian federation"}, {"Meeting", "Visit", "Agreement"}),
        ({"actors": ["Emmanuel Macron", "Russia"]}, {"Call", "Meeting", "Visit", "Agreement"}),
        ({"types": ["meeting", "Visit"]}, {"Meeting", "Visit"}),
        ({"since": "2025-05-10"}, {"Call", "Visit"}),
        ({"until": "2025-05"}, {"Meeting", "Call", "Agreement"}),
        ({"since": "2025-09-15", "until": "2026"}, {"Visit"}),
        ({"since": "2030"}, set()),
    ],
)
def test_selects(selection: dict[str, object], types: set[str]) -> None:
    shown = read_picture(sample_store(), **selection)  # type: ignore[arg-type]
    assert {e.type for e in shown.events} == types
    assert {p.actor for e in shown.events for p in e.parts} <= {a.id for a in shown.actors}


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ({"actors": "Nobody"}, "no actor named 'Nobody'"),
        ({"actors": "a"}, "did you mean"),
        ({"actors": "https://example.org/x> ?p ?o } #"}, "no actor"),
        ({"actors": "https://example.org/x"}, "no actor <https://example.org/x>"),
        ({"since": "May"}, "since is 'May'"),
        ({"until": "2025-13"}, "until is '2025-13'"),
        ({"types": ["Party"]}, "the types are Meeting, Call"),
    ],
)
def test_refuses_in_one_line(selection: dict[str, object], words: str) -> None:
    with pytest.raises(QueryError) as raised:
        read_picture(sample_store(), **selection)  # type: ignore[arg-type]
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_name_of_two_actors_is_ambiguous() -> None:
    store = sample_store()
    store.bulk(actor_quads(person("Xi Jinping", "FRA")))
    with pytest.raises(AmbiguousName) as raised:
        read_picture(store, actors="Xi Jinping")
    assert len(raised.value.choices) == 2


def test_empty_store_gives_a_page() -> None:
    html = render(memory_store())
    assert '"events":{"id":[]' in html


def test_network_carries_the_picture_both_ways() -> None:
    shown = picture(120)
    assert from_network(to_network(shown)) == shown


def test_export_is_a_plain_pyvis_network() -> None:
    net = to_pyvis(sample_store())
    assert net.directed
    assert len(net.nodes) == 4 + 6
    assert {n["shape"] for n in net.nodes} == {"dot", "diamond"}
    assert json.dumps([net.nodes, net.edges])  # vis-network gets it as JSON
    net.add_node("extra", label="Extra")
    net.add_edge("extra", net.nodes[0]["id"], label="knows")
    page = render(net)
    assert '"Extra"' in page
    html = net.generate_html(notebook=False)
    assert "Vladimir Putin" in html


def test_pruned_network_is_rendered_as_pruned() -> None:
    net = to_pyvis(sample_store())
    gone = next(n for n in net.nodes if n["label"] == "Emmanuel Macron")
    net.nodes.remove(gone)
    net.edges[:] = [e for e in net.edges if gone["id"] not in (e["from"], e["to"])]
    assert "Emmanuel Macron" not in json.dumps(blocks(from_network(net))["dg-graph"]["actors"])


def test_titles_cannot_switch_pyvis_to_html() -> None:
    shown = picture(40)
    from dataclasses import replace

    nasty = replace(shown.actors[0], label="<a HREF=x onclick=alert(1)>")
    net = to_network(replace(shown, actors=(nasty, *shown.actors[1:])))
    assert "href" not in json.dumps([n["title"] for n in net.nodes]).casefold()


def test_foreign_positions_are_kept_in_shape() -> None:
    from pyvis.network import Network

    net = Network(directed=True)
    for i, (x, y) in enumerate([(0, 0), (10, 0), (10, 10)]):
        net.add_node(i, label=str(i), x=x, y=y)
    net.add_edge(0, 1)
    pos = blocks(from_network(net))["dg-graph"]["pos"]["pairs"]
    assert pos["y"][0] == pos["y"][1]
    assert pos["x"][1] == pos["x"][2]
    assert pos["x"][1] - pos["x"][0] == pytest.approx(pos["y"][2] - pos["y"][1])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1970-01-02", 1, 1),
        ("1970-01", 0, 30),
        ("1970", 0, 364),
        ("1969-12-31", -1, -1),
        ("2024-02", 19754, 19782),
        ("", None, None),
        ("0000", None, None),
        ("2024-13", None, None),
        ("9999-12-31", 2932896, 2932896),
        ("9999-12", 2932866, None),
        ("soon", None, None),
    ],
)
def test_days(text: str, first: int | None, last: int | None) -> None:
    assert _day(text, last=False) == first
    assert _day(text, last=True) == last


def test_organisations_and_their_kind() -> None:
    store = sample_store()
    store.bulk(actor_quads(organisation("Harbour Council")))
    assert read_picture(store, actors="Harbour Council").events == ()


@pytest.mark.server
def test_a_server_gives_the_same_page(tmp_path: Path) -> None:
    from tests.servers import oxigraph_server

    source = sample_store()
    with oxigraph_server(tmp_path) as url, open_store(url) as store:
        store.bulk(source.quads())
        assert read_picture(store) == read_picture(source)


# ---- the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "db"
    source = sample_store()
    with open_store(place) as store:
        store.bulk(source.quads())
    return place


def run(*words: str) -> tuple[int, str, str]:
    from diplograph.cli import app

    result = CliRunner().invoke(app, ["explore", *words])
    return result.exit_code, result.stdout, f"{result.stderr}{result.exception or ''}"


def test_command_writes_a_page(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    code, out, err = run(
        "--store", str(folder), "--actor", "Xi", "--type", "Call", "-o", str(target)
    )
    assert (code, out) == (0, "")
    assert str(target) in err
    html = target.read_text(encoding="utf-8")
    assert "Emmanuel Macron" in html
    assert "Vladimir Putin" not in html


def test_command_writes_to_stdout(folder: Path) -> None:
    code, out, _ = run("--store", str(folder), "-o", "-")
    assert code == 0
    assert out.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "words", [["--actor", "Nobody"], ["--since", "x"], ["-o", "/nowhere/x.html"]]
)
def test_command_fails_in_words(folder: Path, words: list[str]) -> None:
    code, _, err = run("--store", str(folder), *words)
    assert code == 1
    assert words[1] in err
