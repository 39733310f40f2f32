"""Every export is read back by a tool of its format."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib

from graph import background as bg
from graph import ontology
from graph.errors import InputError, MissingExtra, StoreError
from graph.export import FORMATS, export
from graph.export.dyads import count, every_cell
from graph.export.rdf import OA, sorted_lines
from graph.export.tables import TABLES, cell
from graph.identifiers import BASE, ONTOLOGY, VOCABULARY_GRAPH, report_graph, report_iri, state_iri
from graph.model import EventType, Extraction, Role, Status
from graph.rdf import actor_quads, background_quads, event_quads, extraction_triples, place_quads
from graph.rdf import terms as t
from graph.store import Store, memory_store
from graph.stores.statements import in_graph
from tests.builders import MACRON, MOSCOW, PUTIN, XI, day, extraction, sample_extractions, state
from tests.graph.test_rdf import merged


def acts() -> list[Extraction]:
    """Two acts with a direction, one of them announced only, with odd text."""
    source, target = Role.SOURCE, Role.TARGET
    return [
        extraction(
            "act-e",
            "2025-07-01",
            (
                'China accused France of "<meddling>" & more\u2028.',
                EventType.ACCUSATION,
                [(state("CHN"), source), (MACRON, target)],
                day("2025-07"),
                None,
                Status.OCCURRED,
            ),
            publisher="=cmd|' /C calc'!A0",
        ),
        extraction(
            "act-f",
            "2025-08-01",
            (
                "France threatens Russia with sanctions.",
                EventType.THREAT,
                [(state("FRA"), source), (state("RUS"), target)],
                None,
                None,
                Status.PLANNED,
            ),
        ),
    ]


def filled() -> Store:
    """Six events: the Kremlin meeting told twice, a visit, a call, an agreement, two acts."""
    store = memory_store()
    ontology.install(store)
    for code, name in (("CHN", "China"), ("RUS", "Russia"), ("FRA", "France")):
        store.apply((), background_quads(bg.State(code, name, ("Alias",))))
    extractions = [*sample_extractions(), *acts()]
    for x in extractions:
        store.put_graph(report_graph(report_iri(x.report)), extraction_triples(x))
    told = [extractions[:2], *([x] for x in extractions[2:])]
    visit = extractions[1]
    visit = Extraction(visit.report, visit.actors, (), visit.accounts[1:])
    for some in [*told, [visit]]:
        event = merged(some, topics=("trade",))
        for part in event.participations:
            store.apply(
                (), actor_quads(part.actor) if part.actor.country != part.actor.iri[-3:] else ()
            )
        if event.place:
            store.apply((), place_quads(event.place))
        store.apply((), event_quads(event))
    return store


@pytest.fixture(scope="module")
def store() -> Store:
    return filled()


def quads_of(store: Store) -> set[ox.Quad]:
    return set(store.quads())


def as_ox(dataset: rdflib.Dataset) -> set[ox.Quad]:
    """The quads that rdflib read, as Oxigraph's."""
    text = dataset.serialize(format="nquads")
    quads = set()
    for quad in ox.parse(text.encode(), ox.RdfFormat.N_QUADS):
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value == "urn:x-rdflib:default":
            graph = ox.DefaultGraph()
        quads.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    return quads


# ---- RDF ----


@pytest.mark.parametrize(
    ("suffix", "reader"), [(".nq", "nquads"), (".trig", "trig"), (".jsonld", "json-ld")]
)
def test_datasets_come_back_whole_through_rdflib(
    store: Store, tmp_path: Path, suffix: str, reader: str
) -> None:
    path = export(store, tmp_path / f"all{suffix}")
    dataset = rdflib.Dataset()
    dataset.parse(path, format=reader)
    ours = quads_of(store)
    theirs = as_ox(dataset)
    if reader == "json-ld":  # rdflib writes a decimal's shortest form
        assert len(theirs) == len(ours)
        assert {(q.subject, q.predicate, q.graph_name) for q in theirs} == {
            (q.subject, q.predicate, q.graph_name) for q in ours
        }
    assert theirs == ours


def test_jsonld_by_another_reader_too(store: Store, tmp_path: Path) -> None:
    path = export(store, tmp_path / "all.jsonld")
    assert set(ox.parse(path.read_bytes(), ox.RdfFormat.JSON_LD)) == quads_of(store)
    node = next(
        n for n in json.loads(path.read_text())["@graph"] if "sem:Event" in n.get("type", ())
    )
    assert node["status"].startswith(BASE)
    assert isinstance(node["reportCount"], int)


def test_turtle_is_the_merged_part(store: Store, tmp_path: Path) -> None:
    path = export(store, tmp_path / "all.ttl")
    graph = rdflib.Graph().parse(path)
    assert len(graph) == len(list(store.get_graph(None)))
    assert "sem:Event" in path.read_text()


def test_nquads_are_sorted_and_the_same_each_time(store: Store, tmp_path: Path) -> None:
    first = export(store, tmp_path / "a.nq").read_bytes()
    shuffled = memory_store()
    shuffled.bulk(sorted(store.quads(), key=lambda q: hash(str(q)[::-1])))
    assert export(shuffled, tmp_path / "b.nq").read_bytes() == first
    lines = first.splitlines()
    assert lines == sorted(set(lines))
    loose = export(store, tmp_path / "c.nq", sort=False).read_bytes()
    assert sorted(loose.splitlines()) == lines


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_sorting_in_runs(size: int) -> None:
    lines = [f"{n * 7919 % 101:03d}\n".encode() for n in range(50)]
    assert list(sorted_lines(iter(lines), size)) == sorted(lines)
    assert list(sorted_lines(iter([]), size)) == []


def test_annotations(store: Store, tmp_path: Path) -> None:
    path = export(store, tmp_path / "all.trig", annotations=True)
    dataset = rdflib.Dataset()
    dataset.parse(path, format="trig")
    rows = list(
        dataset.query(
            f"PREFIX oa: <{OA}> PREFIX dg: <{ONTOLOGY}>"
            """SELECT ?account ?source ?start ?end ?exact WHERE { GRAPH ?g {
              ?n a oa:Annotation ; oa:hasBody ?account ; oa:hasTarget ?t .
              ?t a oa:SpecificResource ; oa:hasSource ?source ; oa:hasSelector ?p, ?q .
              ?p a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
              ?q a oa:TextQuoteSelector ; oa:exact ?exact .
              ?account a dg:Account } }"""
        )
    )
    assert len(rows) == 7
    for row in rows:
        assert len(row.exact) == int(row.end) - int(row.start)
    left = {q.predicate for q in ox.parse(path.read_bytes(), ox.RdfFormat.TRIG)}
    assert not left & {t.ANCHOR_OF, t.REFERENCE_CONTEXT, t.EVIDENCE}


# ---- selections ----


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        ({"actor": MACRON.iri}, {"call", "accusation"}),
        ({"actor": state_iri("FRA")}, {"call", "accusation", "threat"}),
        ({"types": ["Meeting", "call"]}, {"meeting", "call"}),
        ({"since": "2025-05-09", "until": "2025-06"}, {"call"}),
        ({"since": "2025-07-15"}, {"accusation", "visit"}),
        ({"until": "2025-05"}, {"meeting", "call", "agreement"}),
        ({"types": ["Threat"]}, {"threat"}),
        ({"actor": f"{BASE}person/nobody"}, set()),
    ],
)
def test_selections(
    store: Store, tmp_path: Path, options: dict[str, object], labels: set[str]
) -> None:
    export(store, tmp_path / "t", format="csv", **options)  # type: ignore[arg-type]
    events = pd.read_csv(tmp_path / "t" / "events.csv")
    assert {name.lower() for name in events["type"]} == labels
    export(store, tmp_path / "s.nq", **options)  # type: ignore[arg-type]
    part = ox.Store()
    part.bulk_load(path=str(tmp_path / "s.nq"))
    assert set(part) <= quads_of(store)
    found = {q.object.value.rsplit("#", 1)[-1].lower() for q in part if q.predicate == t.TYPE}
    assert labels <= found
    # No account comes along that no chosen event rests on.
    wanted = {q.object for q in part.quads_for_pattern(None, t.ACCOUNT, None)}
    there = {q.subject for q in part.quads_for_pattern(None, t.TYPE, t.ACCOUNT_CLASS)}
    assert wanted == there


def test_a_selection_takes_what_describes_its_accounts(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "s.nq", types=["Visit"])
    part = ox.Store()
    part.bulk_load(path=str(tmp_path / "s.nq"))
    assert len(list(part.quads_for_pattern(None, t.EVIDENCE, None))) == 1
    assert len(list(part.quads_for_pattern(None, t.HEADLINE, None))) == 1
    assert list(part.quads_for_pattern(None, t.TYPE, t.TENURE_CLASS)) == []
    assert list(part.quads_for_pattern(ox.NamedNode(PUTIN.iri), t.LABEL, None))


@pytest.mark.parametrize(
    "options",
    [
        {"actor": "https://evil.example/x"},
        {"actor": f"{BASE}person/a> ?x"},
        {"since": "yesterday"},
        {"since": "2025-05", "until": "2024"},
        {"types": ["Party"]},
        {"format": "excel"},
        {"zero_fill": True},
        {"annotations": True, "format": "turtle"},
        {"colour": "red"},
    ],
)
def test_wrong_options_say_so(store: Store, tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        export(store, tmp_path / "x.nq", **options)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


# ---- networks ----


def test_graphml_through_networkx(store: Store, tmp_path: Path) -> None:
    graph = nx.read_graphml(export(store, tmp_path / "n.graphml"))
    events = [n for n, d in graph.nodes(data=True) if d["class"] == "event"]
    assert len(events) == 6
    assert {d["type"] for n, d in graph.nodes(data=True) if d["class"] == "event"} == {
        "Meeting",
        "Visit",
        "Call",
        "Agreement",
        "Accusation",
        "Threat",
    }
    (meeting,) = (n for n in events if graph.nodes[n]["type"] == "Meeting")
    assert {graph.nodes[n]["label"] for n in graph.neighbors(meeting)} == {
        "Xi Jinping",
        "Vladimir Putin",
    }
    assert graph.nodes[meeting]["begin"] == "2025-05-08"
    assert graph.nodes[meeting]["reports"] == 2.0
    roles = {d["role"] for _, _, d in graph.edges(meeting, data=True)}
    assert roles == {"host", "participant"}


def test_gexf_through_networkx_with_time(store: Store, tmp_path: Path) -> None:
    path = export(store, tmp_path / "n.gexf")
    graph = nx.read_gexf(path)
    (meeting,) = (d for _, d in graph.nodes(data=True) if d.get("type") == "Meeting")
    assert (meeting["start"], meeting["end"]) == ("2025-05-08", "2025-05-08")
    (visit,) = (d for _, d in graph.nodes(data=True) if d.get("type") == "Visit")
    assert (visit["start"], visit["end"]) == ("2025-09-01", "2025-09-30")
    root = ElementTree.parse(path).getroot()
    name = "{http://www.gexf.net/1.2draft}"
    assert root.find(f"{name}graph").attrib["mode"] == "dynamic"  # type: ignore[union-attr]
    assert all("start" in e.attrib for e in root.iter(f"{name}edge")) is False  # undated threat
    assert sum("start" in e.attrib for e in root.iter(f"{name}edge")) >= 8


def test_networks_carry_any_text(tmp_path: Path) -> None:
    store = memory_store()
    event = merged([sample_extractions()[0]], label='<b>"x"</b> & \r\n]]>')
    store.apply((), event_quads(event) + place_quads(MOSCOW))
    for part in event.participations:
        store.apply((), actor_quads(part.actor))
    # As a store filled by others may hold it.
    odd = ox.Literal("Pu\x01tin")
    store.apply(list(store.quads(ox.NamedNode(PUTIN.iri), t.LABEL)), [])
    store.apply((), [ox.Quad(ox.NamedNode(PUTIN.iri), t.LABEL, odd)])
    for suffix, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        graph = read(export(store, tmp_path / f"n{suffix}"))
        labels = {d["label"] for _, d in graph.nodes(data=True)}
        assert '<b>"x"</b> & \r\n]]>' in labels
        assert "Pu\ufffdtin" in labels


# ---- tables ----


def test_csv_tables_through_pandas(store: Store, tmp_path: Path) -> None:
    folder = export(store, tmp_path / "tables")
    tables = {name: pd.read_csv(folder / f"{name}.csv") for name in TABLES}
    for name, table in tables.items():
        assert list(table.columns) == [column for column, _ in TABLES[name]]
    events, parts, accounts = tables["events"], tables["participations"], tables["accounts"]
    assert len(events) == 6
    assert len(accounts) == 7
    joined = parts.merge(events, on="event").merge(tables["actors"], on="actor")
    assert len(joined) == len(parts) == 11
    assert set(accounts["event"]) == set(events["event"])
    assert set(events["place"].dropna()) <= set(tables["places"]["place"])
    meeting = events[events["type"] == "Meeting"].iloc[0]
    assert (meeting["begin"], meeting["month"], meeting["reports"]) == ("2025-05-08", "2025-05", 2)
    assert meeting["parties"] == "CHN; RUS"
    visit = events[events["type"] == "Visit"].iloc[0]
    assert pd.isna(visit["begin"])
    assert (visit["earliest"], visit["latest"]) == ("2025-09-01", "2025-09-30")
    xi = tables["actors"].set_index("actor").loc[XI.iri]
    assert (xi["name"], xi["country"], xi["events"]) == ("Xi Jinping", "CHN", 2)
    russia = tables["actors"].set_index("actor").loc[state_iri("RUS")]
    assert (russia["name"], russia["kind"]) == ("Russia", "state")
    moscow = tables["places"].set_index("name").loc["Moscow"]
    assert (moscow["latitude"], moscow["longitude"], moscow["events"]) == (55.75, 37.62, 2)
    first = accounts[accounts["headline"] == "Report kremlin-a"].iloc[0]
    assert first["evidence"] == "Putin met Xi in Moscow on May 8."
    assert (first["publisher"], first["published"]) == ("Morning Post", "2025-05-08")


def test_spreadsheets_run_nothing(store: Store, tmp_path: Path) -> None:
    folder = export(store, tmp_path / "tables")
    with (folder / "accounts.csv").open(encoding="utf-8", newline="") as file:
        publishers = {row["publisher"] for row in csv.DictReader(file)}
    assert "'=cmd|' /C calc'!A0" in publishers
    for value in ("=1", "+1", "-1", "@x", "\tx"):
        assert cell(value, "text") == "'" + value
    assert cell(-33.9, "number") == -33.9
    assert cell(("-a", "b"), "list") == "'-a; b"


def test_zip_is_the_same_tables_and_the_same_bytes(store: Store, tmp_path: Path) -> None:
    folder = export(store, tmp_path / "tables")
    first = export(store, tmp_path / "a.zip").read_bytes()
    assert export(store, tmp_path / "b.zip").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        for name in TABLES:
            assert archive.read(f"{name}.csv") == (folder / f"{name}.csv").read_bytes()


def test_without_pyarrow_one_line_and_no_empty_folder(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingExtra, match="notebook"):
        export(store, tmp_path / "p", format="parquet")
    assert not (tmp_path / "p").exists()


def test_parquet_through_pyarrow(store: Store, tmp_path: Path) -> None:
    folder = export(store, tmp_path / "p", format="parquet")
    for name, columns in TABLES.items():
        table = pq.read_table(folder / f"{name}.parquet")
        assert table.column_names == [column for column, _ in columns]
    events = pq.read_table(folder / "events.parquet").to_pandas()
    meeting = events[events["type"] == "Meeting"].iloc[0]
    assert list(meeting["parties"]) == ["CHN", "RUS"]
    assert str(meeting["begin"]) == "2025-05-08"
    accounts = pq.read_table(folder / "accounts.parquet").to_pandas()
    assert "=cmd|' /C calc'!A0" in set(accounts["publisher"])


# ---- PLOVER and dyads ----


def test_plover_records(store: Store, tmp_path: Path) -> None:
    lines = export(store, tmp_path / "p.jsonl").read_text(encoding="utf-8").split("\n")
    records = {r["event_type"]: r for r in map(json.loads, filter(None, lines))}
    assert set(records) == {"CONSULT", "AGREE", "ACCUSE", "THREATEN"}
    accuse = records["ACCUSE"]
    assert [a["code"] for a in accuse["source"]] == ["CHN"]
    assert [a["code"] for a in accuse["target"]] == ["FRA"]
    assert (accuse["event_date"], accuse["event_date_end"]) == ("2025-07-01", "2025-07-31")
    assert accuse["symmetric"] is False
    assert records["THREATEN"]["context"] == ["trade", "future"]
    assert records["AGREE"]["symmetric"] is True
    assert len(records["AGREE"]["source"]) == len(records["AGREE"]["target"]) == 2
    modes = {tuple(json.loads(x)["event_mode"]) for x in lines if '"CONSULT"' in x}
    assert modes == {("meet",), ("visit",), ("phone",)}


def panel(path: Path) -> dict[tuple[str, str, str, str], int]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *body = csv.reader(file)
    assert head[2:] == ["month", "type", "events"]
    return {(a, b, m, k): int(n) for a, b, m, k, n in body}


def test_dyads(store: Store, tmp_path: Path) -> None:
    counts = panel(export(store, tmp_path / "d.csv"))
    assert counts == {
        ("CHN", "FRA", "2025-05", "Call"): 1,
        ("CHN", "FRA", "2025-07", "Accusation"): 1,
        ("CHN", "RUS", "2025-05", "Agreement"): 1,
        ("CHN", "RUS", "2025-05", "Meeting"): 1,
    }


def test_directed_dyads(store: Store, tmp_path: Path) -> None:
    counts = panel(export(store, tmp_path / "d.csv", directed=True))
    assert counts[("CHN", "FRA", "2025-07", "Accusation")] == 1
    assert ("FRA", "CHN", "2025-07", "Accusation") not in counts
    assert counts[("FRA", "CHN", "2025-05", "Call")] == 1


def test_planned_events_count_on_request(store: Store, tmp_path: Path) -> None:
    planned = panel(export(store, tmp_path / "d.csv", statuses=["planned"]))
    assert planned == {}  # a visit of one party, a threat of no known month
    with pytest.raises(InputError, match="there are"):
        export(store, tmp_path / "d.csv", statuses=["rumoured"])


def test_zero_filled_dyads(store: Store, tmp_path: Path) -> None:
    counts = panel(export(store, tmp_path / "d.csv", zero_fill=True))
    # 3 pairs, May to July, 4 types
    assert len(counts) == 3 * 3 * 4
    assert sum(counts.values()) == 4
    assert counts[("FRA", "RUS", "2025-06", "Call")] == 0
    assert list(counts) == sorted(counts)


def test_counting_crosses_years() -> None:
    x = extraction(
        "r",
        "2025-01-01",
        (
            "They met.",
            EventType.MEETING,
            [(XI, Role.HOST), (PUTIN, Role.VISITOR)],
            day("2024-11-30"),
            None,
            Status.OCCURRED,
        ),
    )
    y = extraction(
        "s",
        "2025-02-01",
        (
            "They met.",
            EventType.MEETING,
            [(XI, Role.HOST), (PUTIN, Role.VISITOR)],
            day("2025-02"),
            None,
            Status.ONGOING,
        ),
    )
    counts = count([merged([x]), merged([y])])
    months = [cell[2] for cell in every_cell(counts, False, [])]
    assert months == ["2024-11", "2024-12", "2025-01", "2025-02"]


# ---- all ----


def test_an_empty_store_gives_empty_exports(tmp_path: Path) -> None:
    store = memory_store()
    for format_ in FORMATS:
        path = export(store, tmp_path / format_, format=format_)
        assert path.exists()
    assert json.loads((tmp_path / "jsonld").read_text())["@graph"] == []
    assert len(nx.read_gexf(tmp_path / "gexf")) == 0


def test_a_failed_export_leaves_nothing_and_the_old_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("old")
    with pytest.raises(InputError):
        export(store, path, format="dyads", statuses=["nope"])
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["d.csv"]
    with pytest.raises(StoreError, match="cannot be written"):
        export(store, Path("/proc/nothing/x.nq"))
    with pytest.raises(InputError, match="is a file"):
        export(store, path, format="csv")
    with pytest.raises(InputError, match="does not tell the format"):
        export(store, tmp_path / "graph.xyz")


def test_exports_keep_little_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own memory at the peak, at 1 and at 8 times the graph, grows far less than the graph."""
    monkeypatch.setattr("graph.export.rdf.WINDOW", 1000)
    peaks = []
    for times in (1, 8):
        store = memory_store()
        for number in range(40 * times):
            x = extraction(
                f"r{number}",
                "2025-05-09",
                (
                    "They met there.",
                    EventType.MEETING,
                    [(XI, Role.HOST), (PUTIN, Role.VISITOR)],
                    day("2025-05-08"),
                    MOSCOW,
                    Status.OCCURRED,
                ),
            )
            store.bulk(in_graph(extraction_triples(x), report_graph(report_iri(x.report))))
            event = merged([x])
            store.bulk(event_quads(event))
            if not number:
                for part in event.participations:
                    store.bulk(actor_quads(part.actor))
                store.bulk(place_quads(MOSCOW))
        sizes = {}
        for format_ in ("trig", "graphml", "csv"):
            tracemalloc.start()
            export(store, tmp_path / f"{format_}{times}", format=format_)
            sizes[format_] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        peaks.append(sizes)
    for format_, small in peaks[0].items():
        # A batch is 200 events, so the small graph is one batch; the large is not eight.
        assert peaks[1][format_] < 6 * small + 2_000_000, (format_, peaks)


def test_stdout(tmp_path: Path) -> None:
    code = "from graph.export import export; from graph.store import memory_store; export(memory_store(), '-', format='graphml')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stdout.startswith(b"<?xml")


def test_vocabulary_graph_is_installed_once() -> None:
    store = memory_store()
    assert ontology.install(store) is True
    assert ontology.install(store) is False
    assert list(store.graphs()) == [VOCABULARY_GRAPH]
    subjects = [str(x.subject) for x in ontology.vocabulary_triples()]
    assert len(list(groupby(sorted(subjects)))) > 150
