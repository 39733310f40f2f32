"""One contract for every store: embedded, in memory, Oxigraph's server, Virtuoso."""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from graph.errors import QueryError, StoreError, StoreLocked
from graph.export.rdf import write_nquads
from graph.export.selection import Selection
from graph.identifiers import BASE, KNOWLEDGE_GRAPH, ONTOLOGY, report_graph, report_iri
from graph.rdf import as_rdflib, canonical, extraction_triples, read_extraction
from graph.rdf import terms as t
from graph.stats import stats
from graph.store import Store, memory_store, open_store
from graph.stores.server import ServerStore, query_kind
from graph.validate import validate
from graph.writer import Writer
from tests import servers
from tests.builders import sample_extractions

KINDS = ("memory", "embedded", "oxigraph", "virtuoso")
G1, G2 = f"{BASE}graph/report/one", f"{BASE}graph/report/two"


@pytest.fixture(
    params=[
        pytest.param(kind, marks=[pytest.mark.server] if kind in ("oxigraph", "virtuoso") else [])
        for kind in KINDS
    ]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        opened = memory_store()
    elif request.param == "embedded":
        opened = open_store(tmp_path / "store")
    else:
        opened = open_store(request.getfixturevalue(f"{request.param}_url"))
        for graph in list(opened.graphs()):
            opened.delete_graph(graph)
        opened.apply(list(opened.quads(graph=ox.DefaultGraph())), ())
    assert opened.count() == 0
    with opened:
        yield opened


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}event/{name}")


HOSTILE = "a\"b\\u0022 \\n \n\t\r </script> é€𝄞 ' {} ?x #"
VALUES = [
    iri("other"),
    ox.NamedNode("https://example.org/é?a=b&c='d'"),
    ox.Literal(HOSTILE),
    ox.Literal(HOSTILE, language="en"),
    ox.Literal(""),
    t.date("2025-05-08"),
    t.month("2025-05"),
    t.partial_date("1991"),
    t.decimal(0.9),
    t.decimal(1.0),
    t.integer(84),
    t.TRUE,
    ox.Literal("2025-10-29/2025-11-02", datatype=t.EDTF),
    t.point(55.7522, 37.6156),
    t.point(-33.8688, 151.2093),
]


def triples(subject: str = "a") -> list[ox.Triple]:
    return [
        ox.Triple(iri(subject), ox.NamedNode(f"{ONTOLOGY}p{n}"), v) for n, v in enumerate(VALUES)
    ]


def test_every_kind_of_term_comes_back_as_it_went_in(store: Store) -> None:
    store.put_graph(G1, triples())
    assert set(store.get_graph(G1)) == set(triples())
    assert {q.triple for q in store.quads(graph=ox.NamedNode(G1))} == set(triples())


def test_terms_are_matched_as_they_went_in(store: Store) -> None:
    quads = [ox.Quad(x.subject, x.predicate, x.object) for x in triples()]
    store.apply((), quads)
    for quad in quads:
        assert list(store.quads(quad.subject, quad.predicate)) == [quad]
    store.apply(quads, ())
    assert store.count() == 0


def test_put_replaces_one_graph_and_leaves_the_others(store: Store) -> None:
    store.put_graph(G1, triples())
    store.put_graph(G2, triples("b"))
    store.put_graph(G1, triples()[:2])
    assert set(store.get_graph(G1)) == set(triples()[:2])
    assert set(store.get_graph(G2)) == set(triples("b"))
    assert sorted(store.graphs()) == [G1, G2]
    store.put_graph(G1, [])
    assert sorted(store.graphs()) == [G2]


def test_a_big_graph_is_stored_whole(store: Store) -> None:
    many = [ox.Triple(iri(f"s{n}"), t.LABEL, ox.Literal(f"label {n}")) for n in range(3000)]
    store.put_graph(G1, many)
    assert len(list(store.get_graph(G1))) == 3000
    store.apply((), [ox.Quad(x.subject, x.predicate, x.object) for x in many])
    assert store.count() == 6000


def test_delete_drops_one_graph_and_allows_none(store: Store) -> None:
    store.put_graph(G1, triples())
    store.delete_graph(G1)
    store.delete_graph(G1)
    assert list(store.graphs()) == []
    assert list(store.get_graph(G1)) == []


def test_the_default_graph_is_not_a_union(store: Store) -> None:
    account, event = iri("account"), iri("event")
    store.put_graph(G1, [ox.Triple(account, t.TYPE, t.term("dg:Meeting"))])
    store.apply((), [ox.Quad(event, t.TYPE, t.term("dg:Meeting"))])
    rows = list(store.query(f"SELECT ?e WHERE {{ ?e a <{ONTOLOGY}Meeting> }}"))
    assert [row["e"] for row in rows] == [event]
    rows = list(store.query(f"SELECT ?g ?e WHERE {{ GRAPH ?g {{ ?e a <{ONTOLOGY}Meeting> }} }}"))
    assert (ox.NamedNode(G1), account) in [(row["g"], row["e"]) for row in rows]
    assert KNOWLEDGE_GRAPH not in list(store.graphs())
    assert list(store.get_graph(None)) == [ox.Triple(event, t.TYPE, t.term("dg:Meeting"))]
    assert store.count() == 2


def test_quads_by_every_part(store: Store) -> None:
    store.put_graph(G1, [ox.Triple(iri("a"), t.LABEL, ox.Literal("one"))])
    store.apply((), [ox.Quad(iri("a"), t.LABEL, ox.Literal("two"))])
    a, one = iri("a"), ox.Literal("one")
    assert len(list(store.quads())) == 2
    assert len(list(store.quads(a))) == 2
    assert [q.graph_name for q in store.quads(a, t.LABEL, one)] == [ox.NamedNode(G1)]
    assert list(store.quads(a, t.LABEL, one, ox.DefaultGraph())) == []
    assert len(list(store.quads(a, t.LABEL, one, ox.NamedNode(G1)))) == 1
    assert list(store.quads(iri("b"))) == []


def test_apply_removes_then_adds(store: Store) -> None:
    old, new = (
        ox.Quad(iri("a"), t.TOPIC, ox.Literal("old")),
        ox.Quad(iri("a"), t.TOPIC, ox.Literal("new")),
    )
    named = ox.Quad(iri("a"), t.TOPIC, ox.Literal("named"), ox.NamedNode(G1))
    store.apply((), [old])
    store.apply([old, new], [new, named])
    assert set(store.quads()) == {new, named}


def test_bulk_adds_to_every_graph(store: Store) -> None:
    quads = [ox.Quad(iri(f"s{n}"), t.TOPIC, ox.Literal(str(n))) for n in range(50)]
    quads += [
        ox.Quad(iri(f"s{n}"), t.TOPIC, ox.Literal(str(n)), ox.NamedNode(G1)) for n in range(50)
    ]
    store.bulk(iter(quads))
    assert set(store.quads()) == set(quads)


def test_queries_name_graphs_and_range_over_them(store: Store) -> None:
    store.put_graph(G1, [ox.Triple(iri("a"), t.TOPIC, ox.Literal("one"))])
    store.put_graph(G2, [ox.Triple(iri("a"), t.TOPIC, ox.Literal("two"))])
    store.apply((), [ox.Quad(iri("a"), t.LABEL, ox.Literal("A"))])

    def answers(where: str) -> list[str]:
        text = f"PREFIX r: <{BASE}graph/report/> SELECT ?o WHERE {{ {where} }}"
        return sorted(row["o"].value for row in store.query(text))

    assert answers(f"?s ?label 'A' GRAPH <{G1}> {{ ?s ?p ?o }}") == ["one"]
    assert answers("?s ?label 'A' GRAPH r:two { ?s ?p ?o }") == ["two"]
    assert answers(f"GRAPH <{G1}> {{ ?s ?p ?x }} GRAPH ?g {{ ?s ?p ?o }} FILTER(?o != ?x)") == [
        "two"
    ]


def test_ask_construct_and_aggregates(store: Store) -> None:
    store.apply((), [ox.Quad(iri("a"), t.TOPIC, ox.Literal("trade"))])
    assert bool(store.query("ASK { ?s ?p 'trade' }")) is True
    assert bool(store.query("ASK { ?s ?p 'fish' }")) is False
    found = list(store.query("# all\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
    assert found == [ox.Triple(iri("a"), t.TOPIC, ox.Literal("trade"))]
    (row,) = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert row["n"].value == "1"


def test_update_works_on_the_default_graph(store: Store) -> None:
    store.update(f'INSERT DATA {{ <{iri("a").value}> <{t.TOPIC.value}> "old" }}')
    store.update(
        f'DELETE {{ ?s <{t.TOPIC.value}> "old" }} INSERT {{ ?s <{t.TOPIC.value}> "new" }} '
        f'WHERE {{ ?s <{t.TOPIC.value}> "old" }}'
    )
    assert set(store.quads()) == {ox.Quad(iri("a"), t.TOPIC, ox.Literal("new"))}


def test_wrong_queries_and_updates_say_so(store: Store) -> None:
    with pytest.raises(QueryError, match="not valid SPARQL"):
        store.query("SELECT WHERE {")
    with pytest.raises(QueryError, match="not a valid SPARQL update"):
        store.update("INSERT DATA {")


def test_reports_come_back_for_merging(store: Store) -> None:
    for extraction in sample_extractions():
        store.put_graph(report_graph(report_iri(extraction.report)), extraction_triples(extraction))
    store.apply(
        (),
        [
            ox.Quad(ox.NamedNode(f"{BASE}state/{code}"), t.LABEL, ox.Literal(name))
            for code, name in (("CHN", "China"), ("RUS", "Russia"))
        ],
    )
    for extraction in sample_extractions():
        assert read_extraction(store, report_iri(extraction.report)) == canonical(extraction)


def everything(store: Store) -> bytes:
    out = io.BytesIO()
    write_nquads(store, out, Selection(), {})
    return out.getvalue()


def test_merging_gives_the_same_graph_in_every_store(store: Store) -> None:
    expected = memory_store()
    for target in (expected, store):
        with Writer(target) as writer:
            for extraction in sample_extractions():
                writer.add(extraction)
                writer.merge()
    assert b"sem/Event" in everything(store)
    assert everything(store) == everything(expected)
    gone = report_iri(sample_extractions()[1].report)
    for target in (expected, store):
        with Writer(target) as writer:
            assert writer.forget(gone)
            writer.merge()
    assert everything(store) == everything(expected)
    assert list(validate(store)) == []
    assert stats(store) == stats(expected)


def test_rdflib_sees_the_same_data(store: Store) -> None:
    for extraction in sample_extractions():
        store.put_graph(report_graph(report_iri(extraction.report)), extraction_triples(extraction))
    store.apply((), [ox.Quad(iri("a"), t.TYPE, t.SEM_EVENT)])
    if isinstance(store, ServerStore) and store.dialect.name == "Virtuoso":
        with pytest.raises(StoreError, match="Virtuoso"):
            as_rdflib(store)
        return
    dataset = as_rdflib(store)
    rows = list(dataset.query(f"SELECT ?e {{ ?e a <{t.SEM_EVENT.value}> }}"))
    assert [str(row[0]) for row in rows] == [iri("a").value]
    rows = list(dataset.query(f"SELECT ?a {{ GRAPH ?g {{ ?a a <{ONTOLOGY}Account> }} }}"))
    assert len(rows) == 5
    with pytest.raises(QueryError, match="pass its text"):
        dataset.query(prepareQuery("SELECT * { ?s ?p ?o }"))


def test_rdflib_writes_into_an_embedded_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        dataset = as_rdflib(store)
        dataset.default_graph.add((URIRef("urn:s"), URIRef("urn:p"), Literal("o")))
        assert store.count() == 1
        del dataset


def test_an_unknown_report_says_so(store: Store) -> None:
    with pytest.raises(StoreError, match="is not in"):
        read_extraction(store, f"{BASE}report/none")


# ---- the embedded store alone ----


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


OPEN = """
import sys
from graph.errors import StoreLocked
from graph.store import open_store
try:
    store = open_store(sys.argv[1], writable=sys.argv[2] == "write")
    print("open", store.count())
except StoreLocked as error:
    print("locked", error)
"""


def test_two_processes_cannot_write_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder) as store:
        store.apply((), [ox.Quad(iri("a"), t.TOPIC, ox.Literal("x"))])
        for how in ("write", "read"):
            said = run(OPEN, str(folder), how).stdout
            assert said.startswith("locked"), said
            assert str(os.getpid()) in said and "--store" in said
        with pytest.raises(StoreLocked, match="already in this process"):
            open_store(folder)
    assert run(OPEN, str(folder), "write").stdout == "open 1\n"


def test_many_may_read_and_none_write_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder) as store:
        store.apply((), [ox.Quad(iri("a"), t.TOPIC, ox.Literal("x"))])
    with open_store(folder, writable=False) as reader:
        assert run(OPEN, str(folder), "read").stdout == "open 1\n"
        assert run(OPEN, str(folder), "write").stdout.startswith("locked")
        with pytest.raises(StoreError, match="reading only"):
            reader.apply((), [ox.Quad(iri("b"), t.TOPIC, ox.Literal("x"))])
        with pytest.raises(StoreError, match="reading only"):
            reader.update("CLEAR ALL")
        with pytest.raises(StoreError, match="reading only"):
            reader.put_graph(G1, triples())
        with pytest.raises(StoreError, match="reading only"):
            reader.delete_graph(G1)
        with pytest.raises(StoreError, match="reading only"):
            reader.bulk(())


def test_a_program_that_knows_only_oxigraphs_lock_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder).close()
    held = ox.Store(str(folder))
    # In this process our probe would not meet the lock (POSIX locks are a process's own).
    for how in ("write", "read"):
        assert "another program" in run(OPEN, str(folder), how).stdout
    del held


def _write_in_child(store: Store, answers: multiprocessing.SimpleQueue[str]) -> None:
    try:
        store.apply((), [ox.Quad(iri("child"), t.TOPIC, ox.Literal("lost"))])
        answers.put("written")
    except StoreError as error:
        answers.put(str(error))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_store_inherited_over_fork_refuses_to_lose_writes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    with open_store(tmp_path / "store") as store:
        answers: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
        child = context.Process(target=_write_in_child, args=(store, answers))
        child.start()
        child.join(30)
        assert "inherited" in answers.get()
        # The parent's lock outlives the child.
        assert run(OPEN, str(tmp_path / "store"), "write").stdout.startswith("locked")


def test_a_killed_writer_leaves_what_it_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    code = """
        import os, signal, sys
        import pyoxigraph as ox
        from graph.store import open_store
        store = open_store(sys.argv[1])
        for n in range(20):
            store.put_graph(f"urn:g{n}", [ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"),
                ox.Literal(str(m))) for m in range(10)])
        os.kill(os.getpid(), signal.SIGKILL)
    """
    assert run(code, str(folder)).returncode == -9
    with open_store(folder) as store:
        assert store.count() == 200


def test_closing_twice_and_using_after(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.count()
    gc.collect()
    open_store(tmp_path / "store").close()


@pytest.mark.parametrize("writable", [True, False])
def test_folders_that_are_no_stores(tmp_path: Path, writable: bool) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.tex").write_text("x")
    with pytest.raises(StoreError, match="holds other files"):
        open_store(tmp_path / "papers", writable=writable)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "file", writable=writable)
    with pytest.raises(StoreError, match="no store at"):
        open_store(tmp_path / "new", writable=writable, create=not writable)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("location", ["ftp://example.org/x", "file:///tmp/x", "http://", "a\0b"])
def test_locations_that_cannot_be_opened(location: str) -> None:
    with pytest.raises(StoreError):
        open_store(location)


def test_a_broken_store_says_so(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    (tmp_path / "store" / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path / "store")


# ---- servers alone ----


def test_no_server_there() -> None:
    with pytest.raises(StoreError, match="no SPARQL endpoint that can be reached"):
        open_store(f"http://127.0.0.1:{servers.free_port()}/", timeout_s=5)


@pytest.mark.server
def test_a_server_is_found_by_root_or_endpoint(oxigraph_url: str) -> None:
    for url in (oxigraph_url, oxigraph_url + "/", oxigraph_url + "/query"):
        with open_store(url, writable=False) as store:
            assert bool(store.query("ASK {}"))
            with pytest.raises(StoreError, match="reading only"):
                store.update("CLEAR ALL")
    with pytest.raises(StoreError, match="no SPARQL endpoint"):
        open_store(oxigraph_url + "/nowhere")


@pytest.mark.server
def test_a_union_default_graph_is_refused(tmp_path: Path) -> None:
    if (binary := servers.oxigraph_binary()) is None:
        pytest.skip("the oxigraph server (PyPI 'oxigraph') is not installed")
    port = servers.free_port()
    command = [str(binary), "serve", "-b", f"127.0.0.1:{port}", "--union-default-graph"]
    probe = f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"
    with servers.running(command, tmp_path, probe):
        line = f"<urn:a> <{t.TYPE.value}> <{ONTOLOGY}Account> <urn:g> ."
        httpx.post(
            f"http://127.0.0.1:{port}/store",
            content=line,
            headers={"Content-Type": "application/n-quads"},
            trust_env=False,
        ).raise_for_status()
        with pytest.raises(StoreError, match="union default graph"):
            open_store(f"http://127.0.0.1:{port}")


@pytest.mark.server
def test_virtuoso_needs_its_login_to_write_and_never_shows_it(virtuoso_url: str) -> None:
    with open_store(virtuoso_url) as store:
        assert "dba" not in store.location
    with (
        open_store(virtuoso_url.replace(f"{servers.VIRTUOSO_LOGIN}@", "")) as store,
        pytest.raises(StoreError, match="refused"),
    ):
        store.put_graph(G1, triples())


@pytest.mark.server
def test_an_answer_that_virtuoso_cut_off_is_an_error(tmp_path: Path) -> None:
    if servers.virtuoso_binary() is None:
        pytest.skip("Virtuoso (Debian 'virtuoso-opensource-7-bin') is not installed")
    with servers.virtuoso_server(tmp_path, max_rows=50) as url, open_store(url) as store:
        quads = [ox.Quad(iri(f"s{n}"), t.TOPIC, ox.Literal(str(n))) for n in range(60)]
        store.apply((), quads[:40])
        assert len(list(store.get_graph(None))) == 40
        store.apply((), quads)
        for read in (
            lambda: list(store.get_graph(None)),
            lambda: list(store.quads()),
            lambda: store.query("SELECT * { ?s ?p ?o }"),
        ):
            with pytest.raises(QueryError, match="ResultSetMaxRows"):
                read()


class _Recorder(httpx.BaseTransport):
    """Answers every query with yes and keeps the requests."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        self.requests: list[httpx.Request] = []
        self.missing = missing

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        if request.url.path.endswith(self.missing) and self.missing:
            return httpx.Response(404)
        answer = '{"head":{},"boolean":%s}' % ("false" if b"Account" in request.content else "true")
        return httpx.Response(
            200, text=answer, headers={"Content-Type": "application/sparql-results+json"}
        )


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> _Recorder:
    transport = _Recorder()
    client = httpx.Client

    def make(**options: object) -> httpx.Client:
        return client(**{**options, "transport": transport})  # type: ignore[arg-type]

    monkeypatch.setattr("graph.stores.server.httpx.Client", make)
    return transport


def test_a_server_inherited_over_fork_refuses(
    recorder: _Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store("https://kg.example.org/sparql") as store:
        monkeypatch.setattr("graph.stores.server.os.getpid", lambda: -1)
        with pytest.raises(StoreError, match="inherited"):
            store.put_graph(G1, triples())
        with pytest.raises(StoreError, match="inherited"):
            next(store.quads())
        monkeypatch.undo()


def test_a_token_of_the_environment_is_for_servers(
    recorder: _Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIPLOGRAPH_TOKEN", "from-outside")
    open_store("https://kg.example.org/sparql").close()
    assert {r.headers["Authorization"] for r in recorder.requests} == {"Bearer from-outside"}


def test_errors_never_show_a_login() -> None:
    for url in (
        "ftp://user:s3cret@example.org/",
        f"http://user:s3cret@127.0.0.1:{servers.free_port()}/",
    ):
        with pytest.raises(StoreError) as caught:
            open_store(url, timeout_s=2)
        assert "s3cret" not in str(caught.value)


def test_a_token_is_sent_as_bearer(recorder: _Recorder) -> None:
    with open_store("https://kg.example.org/sparql", token="s3cret") as store:
        store.put_graph(G1, triples())
    assert {r.headers["Authorization"] for r in recorder.requests} == {"Bearer s3cret"}
    put = recorder.requests[-1]
    assert put.method == "PUT" and put.headers["Content-Length"] == str(len(put.content))
    assert "Transfer-Encoding" not in put.headers


def test_a_server_without_graph_store_gets_updates(recorder: _Recorder) -> None:
    recorder.missing = ("/store",)
    with open_store("https://kg.example.org/sparql") as store:
        store.put_graph(G1, triples())
        store.delete_graph(G1)
    assert [r.url.path for r in recorder.requests[-3:]] == ["/store", "/update", "/update"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", "SELECT"),
        ("prefix dg: <x#ask>\n#select\nbase <y>\nask {}", "ASK"),
        ("PREFIX : <x>describe <y>", "DESCRIBE"),
    ],
)
def test_kind_of_query(text: str, kind: str) -> None:
    assert query_kind(text) == kind


@pytest.mark.parametrize("text", ["", "INSERT DATA {}", "# select"])
def test_no_query(text: str) -> None:
    with pytest.raises(QueryError):
        query_kind(text)
