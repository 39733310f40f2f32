"""The endpoint over real sockets, with a real engine behind it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from graph.errors import SettingsError, StoreError, StoreLocked
from graph.store import open_store
from queries.endpoint.app import Endpoint, serve
from queries.endpoint.settings import MIB, Settings, read_token
from tests.queries.conftest import KREMLIN, fill

pytestmark = pytest.mark.server
TOKEN = "a-token-for-tests-only"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
JSON = {"Accept": "application/sparql-results+json"}
ROWS = "VALUES ?a { 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 } "
# Nine times twenty to the ninth: nothing in Oxigraph stops this aggregate in time.
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    ROWS.replace("?a", f"?v{n}") for n in range(9)
) + "}"  # fmt: skip
HUNGRY = (
    "SELECT * { " + " ".join(ROWS.replace("?a", f"?v{n}") for n in range(9)) + "} ORDER BY ?v1 ?v2"
)


class Running:
    """An endpoint in a thread of its own."""

    def __init__(self, **given: object) -> None:
        settings = Settings(**{"port": 0, **given})  # type: ignore[arg-type]
        self.address = ""
        self.failure: BaseException | None = None
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, args=(settings,), daemon=True)
        self._thread.start()
        assert self._ready.wait(30)
        if self.failure is not None:
            raise self.failure

    def _run(self, settings: Settings) -> None:
        def ready(address: str) -> None:
            self.address = address.rstrip("/")
            self._ready.set()

        async def work() -> None:
            self._task = asyncio.current_task()
            with contextlib.suppress(asyncio.CancelledError):
                await serve(settings, ready)

        try:
            self._loop.run_until_complete(work())
        except BaseException as error:
            self.failure = error
            self._ready.set()

    def stop(self) -> None:
        assert self._task is not None
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(15)
        assert not self._thread.is_alive()


def ask(address: str, query: str, **given: object) -> httpx.Response:
    given.setdefault("headers", JSON)
    return httpx.post(f"{address}/sparql", data={"query": query}, timeout=60, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("endpoint") / "graph.db"
    with open_store(path) as store:
        fill(store)
    return path


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[str]:
    running = Running(
        store=str(folder), timeout_s=3, max_memory=700 * MIB, max_result=MIB, max_query=64 * 1024
    )
    yield running.address
    running.stop()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[str]:
    running = Running(store=str(tmp_path / "w.db"), token=TOKEN, timeout_s=5, max_upload=8 * MIB)
    yield running.address
    running.stop()


# ---- protocol ----


def test_query_by_get_form_and_direct_post(reader: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?e a <https://w3id.org/diplograph/ontology#Meeting> }"
    answers = [
        httpx.get(f"{reader}/sparql", params={"query": query}, headers=JSON),
        httpx.post(f"{reader}/query", data={"query": query}, headers=JSON),
        httpx.post(
            f"{reader}/sparql",
            content=query,
            headers={**JSON, "Content-Type": "application/sparql-query"},
        ),
    ]
    counts = {a.json()["results"]["bindings"][0]["n"]["value"] for a in answers}
    assert len(counts) == 1 and int(counts.pop()) > 100


@pytest.mark.parametrize(
    ("query", "accept", "type_"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 2", "application/sparql-results+json", "application/sparql-results+json"),
        ("SELECT * { ?s ?p ?o } LIMIT 2", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * { ?s ?p ?o } LIMIT 2", "text/csv", "text/csv"),
        ("SELECT * { ?s ?p ?o } LIMIT 2", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * { ?s ?p ?o } LIMIT 2", "text/html;q=0.1, text/csv;q=0.9", "text/csv"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", "text/turtle", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", "application/ld+json", "application/ld+json"),
    ],
)  # fmt: skip
def test_content_negotiation(reader: str, query: str, accept: str, type_: str) -> None:
    answer = ask(reader, query, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(type_)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_datasets_by_protocol(reader: str, folder: Path) -> None:
    graph = "https://w3id.org/diplograph/graph/derived"
    count = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/diplograph/ontology#StatePair> }"

    def number(query: str, **params: str) -> int:
        answer = httpx.get(f"{reader}/sparql", params={"query": query, **params}, headers=JSON)
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    assert number(count) == 0
    assert number(count, **{"default-graph-uri": graph}) > 0
    named = count.replace("{ ?s", "{ GRAPH ?g { ?s").replace(" }", " } }")
    assert number(named) > 0
    assert number(named, **{"named-graph-uri": "https://w3id.org/nothing"}) == 0


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("POST", {"data": {"query": "SELECT"}}, 400),
        ("POST", {"data": {}}, 415),
        ("POST", {"data": {"q": "x"}}, 400),
        ("POST", {"data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        (
            "POST",
            {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}},
            400,
        ),
        ("POST", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406),
        ("GET", {"params": {"query": "INSERT DATA { <a:b> <a:b> 1 }"}}, 400),
        ("POST", {"data": {"query": "DROP ALL"}}, 400),
        ("PUT", {"content": b""}, 405),
    ],
)
def test_wrong_requests_are_told_in_one_line(
    reader: str, method: str, options: dict, status: int
) -> None:
    answer = httpx.request(method, f"{reader}/sparql", **options)
    assert answer.status_code == status
    assert answer.text.count("\n") == 1 and len(answer.text) > 5


def test_service_description_and_void(reader: str) -> None:
    import rdflib

    for path in ("/sparql", "/.well-known/void"):
        answer = httpx.get(reader + path, headers={"Accept": "text/turtle"})
        graph = rdflib.Graph().parse(data=answer.text, format="turtle")
        assert len(graph) > 10
    assert "SPARQL11Update" not in httpx.get(f"{reader}/sparql").text


def test_graph_store_read(reader: str) -> None:
    graph = "https://w3id.org/diplograph/graph/derived"
    answer = httpx.get(
        f"{reader}/store", params={"graph": graph}, headers={"Accept": "text/turtle"}
    )
    assert answer.status_code == 200 and "StatePair" in answer.text
    assert httpx.get(f"{reader}/store", params={"graph": "http://no/such"}).status_code == 404
    assert httpx.head(f"{reader}/store", params={"graph": graph}).status_code == 200


# ---- limits and refusals ----


def test_read_only_refuses_every_write(reader: str) -> None:
    insert = {"update": "INSERT DATA { <http://a> <http://b> 1 }"}
    for path in ("/update", "/sparql", "/query"):
        assert httpx.post(reader + path, data=insert, headers=AUTH).status_code == 403
    for method in ("PUT", "POST", "DELETE"):
        answer = httpx.request(method, f"{reader}/store?default", content=b"", headers=AUTH)
        assert answer.status_code == 403
    assert httpx.patch(f"{reader}/store?default").status_code == 405


def test_service_makes_no_request(reader: str) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        for query in (
            f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ FILTER(?a<?b)SERVICE#>\n <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICESILENT<http://127.0.0.1:{port}/>{{ ?s ?p ?o }} }}",
        ):
            assert ask(reader, query).status_code == 403
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_runaway_query_is_stopped_and_others_go_on(reader: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        start = time.monotonic()
        runaway = pool.submit(ask, reader, ENDLESS)
        time.sleep(0.3)
        slowest = 0.0
        while not runaway.done():
            before = time.monotonic()
            assert ask(reader, "ASK {}").json()["boolean"] is True
            slowest = max(slowest, time.monotonic() - before)
        answer = runaway.result()
    assert answer.status_code == 504 and "3 s" in answer.text
    assert time.monotonic() - start < 12
    assert slowest < 2
    assert ask(reader, "ASK {}").status_code == 200


def test_a_hungry_query_is_stopped(reader: str) -> None:
    answer = ask(reader, HUNGRY)
    assert answer.status_code in (503, 504)
    deadline = time.monotonic() + 5
    while ask(reader, "ASK {}").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_results_are_bounded(reader: str) -> None:
    small = ask(reader, "SELECT ?a { " + ROWS + "}")
    assert small.status_code == 200
    with pytest.raises(httpx.RemoteProtocolError):
        ask(reader, "SELECT * { ?s ?p ?o . ?s2 ?p ?o }")


def test_bodies_and_addresses_are_bounded(reader: str) -> None:
    assert ask(reader, "ASK {}" + " " * 70_000).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"#" * 1024

    with contextlib.suppress(httpx.WriteError, httpx.ReadError):
        answer = httpx.post(
            f"{reader}/sparql",
            content=endless(),
            headers={"Content-Type": "application/sparql-query"},
        )
        assert answer.status_code == 413


def test_foreign_host_names_are_refused(reader: str) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example"):
        assert httpx.get(f"{reader}/", headers={"Host": host}).status_code == 421
    assert httpx.get(f"{reader}/", headers={"Host": "localhost:1"}).status_code == 200


# ---- writing ----


def test_writing_needs_the_token(writer: str) -> None:
    insert = {"update": "INSERT DATA { <http://a/s> <http://a/p> 1 }"}
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = httpx.post(f"{writer}/update", data=insert, headers=headers)
        assert answer.status_code == 401 and "Bearer" in answer.headers["www-authenticate"]
    assert not ask(writer, "ASK { ?s ?p ?o }").json()["boolean"]
    assert httpx.post(f"{writer}/update", data=insert, headers=AUTH).status_code == 204
    assert ask(writer, "ASK { ?s ?p ?o }").json()["boolean"]


def test_graph_store_write(writer: str) -> None:
    turtle = {"Content-Type": "text/turtle", **AUTH}
    url = f"{writer}/store"
    where = {"graph": "http://g/1"}
    assert (
        httpx.put(url, params=where, content="<a:s> <a:p> 1 .", headers=turtle).status_code == 201
    )
    assert (
        httpx.put(url, params=where, content="<a:s> <a:p> 2 .", headers=turtle).status_code == 204
    )
    assert "2" in httpx.get(url, params=where, headers={"Accept": "text/turtle"}).text
    assert httpx.delete(url, params=where, headers=AUTH).status_code == 204
    assert httpx.get(url, params=where).status_code == 404
    assert httpx.put(url, params=where, content="not turtle", headers=turtle).status_code == 400
    assert (
        httpx.put(url, params=where, content=b"#" * (8 * MIB + 1), headers=turtle).status_code
        == 413
    )


def test_load_is_refused_even_with_the_token(writer: str) -> None:
    for update in ("LOAD <http://127.0.0.1:9/>", "CLEAR ALL; LOADSILENT<http://127.0.0.1:9/>"):
        assert (
            httpx.post(f"{writer}/update", data={"update": update}, headers=AUTH).status_code == 403
        )


def test_readers_are_served_while_a_store_is_written_over_http(writer: str) -> None:
    with open_store(writer, token=TOKEN) as store:
        stop = threading.Event()
        failures: list[int] = []

        def read() -> None:
            while not stop.is_set():
                status = ask(writer, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").status_code
                if status != 200:
                    failures.append(status)

        thread = threading.Thread(target=read)
        thread.start()
        try:
            fill(store)
        finally:
            stop.set()
            thread.join()
        assert failures == []
        assert store.count() > 90_000


def test_the_engine_dies_and_comes_back(tmp_path: Path) -> None:
    import psutil

    running = Running(store=str(tmp_path / "d.db"), token=TOKEN)
    try:
        insert = {"update": "INSERT DATA { <http://a/s> <http://a/p> 1 }"}
        httpx.post(f"{running.address}/update", data=insert, headers=AUTH).raise_for_status()
        for child in psutil.Process().children(recursive=True):
            if str(tmp_path) in " ".join(child.cmdline()):
                child.kill()
        seen = set()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            answer = ask(running.address, "ASK { ?s ?p ?o }")
            seen.add(answer.status_code)
            if answer.status_code == 200:
                break
        assert seen <= {200, 503}
        assert answer.json()["boolean"] is True
    finally:
        running.stop()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    running = Running(store=str(tmp_path / "one.db"), token=TOKEN)
    try:
        with pytest.raises(StoreLocked):
            open_store(tmp_path / "one.db")
        with pytest.raises(StoreError):
            Running(store=str(tmp_path / "one.db"), token=TOKEN)
    finally:
        running.stop()
    open_store(tmp_path / "one.db").close()


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        Running(store=str(tmp_path / "none.db"))


# ---- pages ----


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """An endpoint of its own: that of the limits may be restarting an engine it had to end."""
    running = Running(store=str(folder))
    yield running.address
    running.stop()


def page(address: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(address + path, headers={"Accept": "text/html", **headers}, timeout=30)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/catalogue", "/query", "/catalogue/meetings", "/catalogue/meetings?actor=Xi+Jinping",
        "/id/state/CHN", "/search?q=Putin+X", "/catalogue/timeline",
    ],
)  # fmt: skip
def test_pages_are_whole_and_guarded(site: str, path: str) -> None:
    answer = page(site, path)
    assert answer.status_code == 200
    assert "<main" in answer.text and 'lang="en"' in answer.text and "<title>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assert "http://" not in answer.text.replace("http://semanticweb", "").replace(
        "http://www.w3", ""
    ).replace("http://id.loc", "")


def test_event_page_marks_the_evidence(site: str) -> None:
    path = "/id/" + KREMLIN.removeprefix("https://w3id.org/diplograph/")
    text = page(site, path).text
    assert "Putin <mark>met</mark> Xi in Moscow on May 8." in text
    assert "Morning Post" in text and "Evening Wire" in text


def test_the_same_iri_as_data(site: str) -> None:
    import rdflib

    path = "/id/" + KREMLIN.removeprefix("https://w3id.org/diplograph/")
    for accept, format_ in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        answer = httpx.get(site + path, headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        graph = rdflib.Graph().parse(data=answer.text, format=format_)
        assert (rdflib.URIRef(KREMLIN), None, None) in graph
    assert httpx.get(site + path + ".ttl").text.startswith("@prefix")
    assert httpx.get(site + path, headers={"Accept": "image/png"}).status_code == 406


def test_questions_as_data(site: str) -> None:
    link = f"{site}/catalogue/counterparts"
    got = httpx.get(link + ".json", params={"actor": "Xi Jinping"}).json()
    assert got["results"]["bindings"]
    assert httpx.get(link + ".csv", params={"actor": "Xi Jinping"}).text.startswith(
        "actor,other,name"
    )
    negotiated = httpx.get(link, params={"actor": "Xi Jinping"}, headers={"Accept": "text/csv"})
    assert negotiated.headers["content-type"].startswith("text/csv")
    assert httpx.get(link + ".json", params={"actor": "Nobody At All"}).status_code == 400
    assert httpx.get(f"{site}/catalogue/none.json").status_code == 404


def test_what_is_typed_comes_back_escaped(site: str) -> None:
    evil = "<script>alert(1)</script>"
    for path in ("/catalogue/meetings", "/catalogue/find-in-evidence", "/search", "/query"):
        name = {
            "/catalogue/meetings": "actor",
            "/catalogue/find-in-evidence": "word",
            "/search": "q",
        }.get(path, "query")
        text = httpx.get(site + path, params={name: evil}, headers={"Accept": "text/html"}).text
        assert "<script>alert" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/id/event/none",
        "/id/x/y",
        "/nothing",
        "/id/event/..%2f..",
        "/static/../app.py",
        "/assets/x",
    ],
)
def test_unknown_paths(site: str, path: str) -> None:
    assert page(site, path).status_code == 404


def test_names_from_reports_are_escaped(writer: str) -> None:
    from graph.rdf import actor_quads
    from tests.builders import person

    evil = person('<img src=x onerror="alert(1)">', "RUS")
    with open_store(writer, token=TOKEN) as store:
        store.bulk(actor_quads(evil))
    text = page(writer, "/id/" + evil.iri.removeprefix("https://w3id.org/diplograph/")).text
    assert "<img src=x" not in text and "&lt;img src=x" in text


# ---- clients ----


def test_sparqlwrapper_and_rdflib(site: str) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore
    from SPARQLWrapper import CSV, POST, SPARQLWrapper
    from SPARQLWrapper import JSON as AS_JSON

    query = "SELECT ?s { ?s a <https://w3id.org/diplograph/ontology#State> } LIMIT 5"
    client = SPARQLWrapper(f"{site}/sparql")
    client.setQuery(query)
    client.setReturnFormat(AS_JSON)
    assert len(client.query().convert()["results"]["bindings"]) == 5
    client.setMethod(POST)
    client.setReturnFormat(CSV)
    assert client.query().convert().decode().count("\n") == 6
    graph = rdflib.Graph(SPARQLStore(f"{site}/sparql"))
    assert len(list(graph.query(query))) == 5


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(site: str) -> None:
    done = subprocess.run(
        ["curl", "-sf", "--data-urlencode", "query=ASK {}", "-H", "Accept: text/csv", f"{site}/sparql"],
        capture_output=True, text=True, timeout=20, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "true"


# ---- command and settings ----


def test_the_command_starts_stops_and_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "diplograph", "serve", "--port", "0", "--store", str(folder), "--engines", "1"],
        stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        address = next(word for word in line.split() if word.startswith("http")).rstrip("/")
        secret = "SELECT * { ?s ?p 'a secret word' }"
        assert ask(address, secret).status_code == 200
        import psutil

        children = psutil.Process(process.pid).children(recursive=True)
        assert any("oxigraph" in child.name() for child in children)
    finally:
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=15)
    assert "secret" not in rest and "Traceback" not in rest
    assert not any(child.is_running() and child.status() != "zombie" for child in children)


def test_a_killed_endpoint_takes_its_engine_along(folder: Path) -> None:
    import psutil

    process = subprocess.Popen(
        [sys.executable, "-m", "diplograph", "serve", "--port", "0", "--store", str(folder)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    process.stderr.readline()
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.kill()
    process.communicate(timeout=10)
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive


def test_tokens_are_read_and_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\nmore\n")
    assert read_token(file) == TOKEN
    for text in ("short", "spaces in the middle of it", "ü" * 20):
        file.write_text(text)
        with pytest.raises(SettingsError) as caught:
            read_token(file)
        assert text not in str(caught.value)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_token(tmp_path / "none")


def test_a_taken_port_is_told(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="another --port"):
            Running(store=str(folder), port=taken.getsockname()[1])


def test_a_store_elsewhere_is_served(site: str) -> None:
    running = Running(store=site)
    try:
        assert ask(running.address, "ASK { ?s ?p ?o }").json()["boolean"] is True
        assert page(running.address, "/id/state/CHN").status_code == 200
        assert json.loads(httpx.get(f"{running.address}/examples.json").text)
    finally:
        running.stop()


def test_behind_a_proxy_with_a_path(folder: Path) -> None:
    running = Running(
        store=str(folder), engines=1, root_path="/graph", public_hosts=("graph.example",)
    )
    try:
        host = {"Host": "graph.example"}
        text = page(running.address, "/catalogue", **host).text
        assert 'href="/graph/catalogue/meetings"' in text and 'href="/catalogue' not in text
        assert page(running.address, "/id/state/CHN", **host).status_code == 200
        assert page(running.address, "/static/style.css", **host).status_code == 200
        answer = ask(running.address, "ASK {}", headers={**JSON, **host})
        assert answer.json()["boolean"] is True
        described = httpx.get(f"{running.address}/sparql", headers=host).text
        assert "http://graph.example/graph/sparql" in described
    finally:
        running.stop()


def test_endpoint_is_an_asgi_application(folder: Path) -> None:
    async def work() -> int:
        from queries.endpoint.app import running

        async with running(Settings(store=str(folder), engines=1)) as endpoint:
            assert isinstance(endpoint, Endpoint)
            transport = httpx.ASGITransport(app=endpoint)  # type: ignore[arg-type]
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                return (
                    await client.get("/sparql", params={"query": "ASK {}"}, headers=JSON)
                ).status_code

    assert asyncio.run(work()) == 200
