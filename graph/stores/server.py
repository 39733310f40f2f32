"""A SPARQL 1.1 server over HTTP: Oxigraph's, Virtuoso, and others that keep to the standard.

Reports go in and out by the Graph Store HTTP Protocol, one graph a report, each request with
its Content-Length (Virtuoso answers 201 to a chunked PUT and stores nothing). A server is
known by its answers: Virtuoso has no default graph of its own, so the merged part is the graph
`KNOWLEDGE_GRAPH` there, named as ``default-graph-uri`` in every request. It also runs each
statement as its own transaction and compiles no long ones, so on Virtuoso `apply` is several
steps: one that was interrupted is mended by ``diplograph merge --rebuild``.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, cast

import httpx
import pyoxigraph as ox

from graph.errors import QueryError, StoreError
from graph.identifiers import KNOWLEDGE_GRAPH, ONTOLOGY
from graph.rdf.terms import PREFIXES
from graph.stores.datasets import for_dataset
from graph.stores.statements import NO_LIMIT, data_blocks, triple_text

if TYPE_CHECKING:
    Term = ox.NamedNode | ox.Literal | ox.BlankNode

N_TRIPLES = "application/n-triples"
N_QUADS = "application/n-quads"
_LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}
_WKT = ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
_XSD_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_VIRTUOSO_GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
_VIRTUOSO_GRAPHS = frozenset(
    {
        KNOWLEDGE_GRAPH,
        "http://www.w3.org/ns/ldp#",
        "http://localuriqaserver/sparql",
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/2002/07/owl#",
        "urn:activitystreams-owl:map",
    }
)
# What may stand before the word that says what kind of query it is.
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*(?:\n|$)|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*", re.I)


@dataclass(frozen=True)
class Dialect:
    """Where a server listens and what it needs; `graphs` is its Graph Store Protocol door."""

    name: str
    query: str
    update: str
    graphs: str | None
    default_graph: str | None = None
    statement_limit: int = NO_LIMIT  # triples in one INSERT DATA
    results: str = "application/sparql-results+json"
    takes_quads: bool = False  # whole datasets at the Graph Store door

    @property
    def format(self) -> ox.QueryResultsFormat:
        """Format of the rows that this server gives."""
        xml = self.results.endswith("xml")
        return ox.QueryResultsFormat.XML if xml else ox.QueryResultsFormat.JSON


class ServerStore:
    """A SPARQL 1.1 server; see `graph.store.Store` for what the methods promise."""

    def __init__(
        self, client: httpx.Client, dialect: Dialect, location: str, *, writable: bool
    ) -> None:
        self.location = location
        self.writable = writable
        self.dialect = dialect
        self._client = client
        self._process = os.getpid()

    @classmethod
    def connect(cls, url: str, *, writable: bool, token: str | None, timeout_s: float) -> Self:
        """Find out what answers at the URL; see `graph.stores.open_store`.

        The URL may be the server's root, its query endpoint or a dataset on it; a login in it
        (``http://user:word@host``) is used for digest authentication and never shown.
        """
        try:
            address = httpx.URL(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise StoreError(f"store URL is not valid: {error}") from None
        if not address.host:
            raise StoreError("store URL names no host; give http(s)://host:port/…")
        login = (address.username, address.password) if address.username else None
        address = address.copy_with(username=None, password=None, query=None, fragment=None)
        location = str(address)
        client = httpx.Client(
            timeout=timeout_s,
            headers={"Authorization": f"Bearer {token}"} if token else None,
            auth=httpx.DigestAuth(*login) if login and not token else None,
            # A proxy of the environment is for the outside; loopback is not outside.
            trust_env=address.host not in _LOOPBACK,
        )
        try:
            dialect = _detect(client, location.rstrip("/"), login is not None)
            store = cls(client, dialect, location, writable=writable)
            store._refuse_union()
        except BaseException:
            client.close()
            raise
        return store

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Ask; the default graph is the merged part alone."""
        kind = query_kind(sparql)
        rows = kind in ("SELECT", "ASK")
        response = self._ask(sparql, self.dialect.results if rows else N_TRIPLES)
        body = response.content
        try:
            if not rows:
                return self._triples(body)
            if self.dialect.default_graph:
                body = _virtuoso_rows(body)
            result = ox.parse_query_results(body, self.dialect.format)
        except (SyntaxError, ValueError, OSError) as error:
            raise StoreError(f"{self.location} gave an answer that is not valid: {error}") from None
        if kind == "ASK" and isinstance(result, ox.QuerySolutions):
            # Virtuoso answers ASK with a table of one number.
            truth = any(str(row[0].value) not in ("0", "false") for row in result)
            text = '{"head":{},"boolean":%s}' % str(truth).lower()  # noqa: UP031
            return ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
        return result

    def update(self, sparql: str) -> None:
        """Run a SPARQL update."""
        self._write_allowed()
        data = {"update": sparql}
        if self.dialect.default_graph:
            data["default-graph-uri"] = self.dialect.default_graph
        response = self._send("POST", self.dialect.update, data=data)
        if response.status_code == 400:
            raise QueryError(f"not a valid SPARQL update: {_reason(response)}")
        self._check(response, "the update")

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object_: Term | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match."""
        terms = {"s": subject, "p": predicate, "o": object_}
        pattern = " ".join(
            f"?{name}" if term is None else str(term) for name, term in terms.items()
        )
        wanted = " ".join(f"?{name}" for name, term in terms.items() if term is None)
        if graph is None or isinstance(graph, ox.DefaultGraph):
            select = wanted or "(1 AS ?found)"
            for row in self._rows(f"SELECT {select} WHERE {{ {pattern} }}"):
                yield _quad(row, terms, ox.DefaultGraph())
        if graph is None:
            for row in self._rows(f"SELECT ?g {wanted} WHERE {{ GRAPH ?g {{ {pattern} }} }}"):
                name = row["g"]
                if isinstance(name, ox.NamedNode) and not self._is_system(name.value):
                    yield _quad(row, terms, name)
        elif isinstance(graph, ox.NamedNode):
            select = wanted or "(1 AS ?found)"
            for row in self._rows(f"SELECT {select} WHERE {{ GRAPH {graph} {{ {pattern} }} }}"):
                yield _quad(row, terms, graph)

    def graphs(self) -> Iterator[str]:
        """Yield the IRIs of the named graphs."""
        for row in self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            name = row["g"]
            if isinstance(name, ox.NamedNode) and not self._is_system(name.value):
                yield name.value

    def get_graph(self, graph: str | None) -> Iterator[ox.Triple]:
        """Yield the triples of a graph as they arrive."""
        if self.dialect.graphs is None or self.dialect.default_graph:
            # Virtuoso cuts a GET off at ResultSetMaxRows without a word; for a SELECT it says so.
            node = ox.NamedNode(graph) if graph else ox.DefaultGraph()
            for quad in self.quads(graph=node):
                yield quad.triple
            return
        params = {"graph": graph} if graph else {"default": ""}
        with self._stream("GET", self.dialect.graphs, params=params, accept=N_TRIPLES) as response:
            if response.status_code == 404:
                return
            self._check(response, "reading a graph")
            for parsed in self._parsed(_Body(response)):
                yield parsed.triple

    def put_graph(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Replace a named graph."""
        self._write_allowed()
        ox.NamedNode(graph)  # raises ValueError for what is no IRI
        lines = [triple_text(triple) for triple in dict.fromkeys(triples)]
        if not lines:
            self.delete_graph(graph)
            return
        if self.dialect.graphs is not None:
            response = self._send(
                "PUT",
                self.dialect.graphs,
                params={"graph": graph},
                content=("\n".join(lines) + "\n").encode(),
                headers={"Content-Type": N_TRIPLES},
            )
            if not self._lacks_graph_store(response):
                self._check(response, "storing a graph")
                return
        body = "\n".join(lines)
        self.update(
            f"DROP SILENT GRAPH <{graph}>;\nINSERT DATA {{ GRAPH <{graph}> {{\n{body}\n}} }}"
        )

    def delete_graph(self, graph: str) -> None:
        """Drop a named graph."""
        self._write_allowed()
        node = ox.NamedNode(graph)
        if self.dialect.graphs is not None:
            response = self._send("DELETE", self.dialect.graphs, params={"graph": graph})
            if response.status_code == 404 and self.dialect.name != "SPARQL 1.1":
                return
            if not self._lacks_graph_store(response):
                self._check(response, "dropping a graph")
                return
        self.update(f"DROP SILENT GRAPH {node}")

    def apply(self, remove: Iterable[ox.Quad], add: Iterable[ox.Quad]) -> None:
        """Remove, then add; one transaction where the server has them (not on Virtuoso)."""
        self._write_allowed()
        dialect = self.dialect
        remove = list(remove)
        alone = [q for q in remove if dialect.name == "Virtuoso" and _needs_own_delete(q)]
        if alone:
            kept = set(alone)
            remove = [quad for quad in remove if quad not in kept]
        steps = [
            *data_blocks("DELETE DATA", alone, dialect.default_graph, 1),
            *data_blocks("DELETE DATA", remove, dialect.default_graph, dialect.statement_limit),
            *data_blocks("INSERT DATA", add, dialect.default_graph, dialect.statement_limit),
        ]
        if dialect.statement_limit == NO_LIMIT:
            if steps:
                self.update(";\n".join(steps))
            return
        for step in steps:
            self.update(step)

    def bulk(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads, a request for each few thousand."""
        self._write_allowed()
        rest = iter(quads)
        while chunk := list(islice(rest, 20_000)):
            if self.dialect.takes_quads and self.dialect.graphs:
                lines = [f"{quad} .\n" for quad in chunk]
                self._post_data(None, lines, N_QUADS)
            elif self.dialect.default_graph and self.dialect.graphs:
                by_graph: dict[str, list[str]] = {}
                for quad in chunk:
                    name = quad.graph_name
                    graph = (
                        name.value if isinstance(name, ox.NamedNode) else self.dialect.default_graph
                    )
                    by_graph.setdefault(graph, []).append(triple_text(quad) + "\n")
                for graph, lines in by_graph.items():
                    self._post_data(graph, lines, N_TRIPLES)
            else:
                self.apply((), chunk)

    def count(self) -> int:
        """Return the number of quads."""
        total = 0
        for row in self._rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"):
            total += int(_value(row["n"]))
        named = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        for row in self._rows(named):
            if not self._is_system(_value(row["g"])):
                total += int(_value(row["n"]))
        return total

    def flush(self) -> None:
        """Nothing: a server answers for its own disk."""

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def headers(self) -> dict[str, str]:
        """Headers that open the server's doors, for other clients of it."""
        token = self._client.headers.get("Authorization")
        return {"Authorization": token} if token else {}

    # ---- requests ----

    def _refuse_union(self) -> None:
        """Raise where plain queries see the reports' graphs: accounts would count as events."""
        if self.query(f"ASK {{ ?account a <{ONTOLOGY}Account> }}"):
            raise StoreError(
                f"{self.location} answers plain queries from all graphs together, so that accounts "
                f"would count as events: start the server without a union default graph"
            )

    def _write_allowed(self) -> None:
        if not self.writable:
            raise StoreError(f"store {self.location} is open for reading only")

    def _is_system(self, graph: str) -> bool:
        return self.dialect.default_graph is not None and graph in _VIRTUOSO_GRAPHS

    def _lacks_graph_store(self, response: httpx.Response) -> bool:
        """Remember, from its answer, that a server has no Graph Store Protocol at our guess."""
        if self.dialect.name == "SPARQL 1.1" and response.status_code in (404, 405, 501):
            self.dialect = Dialect("SPARQL 1.1", self.dialect.query, self.dialect.update, None)
            return True
        return False

    def _post_data(self, graph: str | None, lines: list[str], media_type: str) -> None:
        assert self.dialect.graphs is not None
        response = self._send(
            "POST",
            self.dialect.graphs,
            params={"graph": graph} if graph else None,
            content="".join(lines).encode(),
            headers={"Content-Type": media_type},
        )
        self._check(response, "storing")

    def _ask(self, sparql: str, accept: str) -> httpx.Response:
        response = self._send(
            "POST", self.dialect.query, data=self._question(sparql), headers={"Accept": accept}
        )
        self._check_question(response)
        return response

    def _question(self, sparql: str) -> dict[str, str | list[str]]:
        if not self.dialect.default_graph:
            return {"query": sparql}
        sparql, named, own_dataset = for_dataset(sparql)
        if own_dataset:
            return {"query": sparql}
        default = self.dialect.default_graph
        return {"query": sparql, "default-graph-uri": default, "named-graph-uri": list(named)}

    def _check_question(self, response: httpx.Response) -> None:
        if response.status_code == 400:
            response.read()
            raise QueryError(f"not valid SPARQL: {_reason(response)}")
        self._check(response, "the query")
        if limit := response.headers.get("X-SPARQL-MaxRows"):
            raise QueryError(
                f"{self.location} cut the answer off after {limit} rows: "
                f"raise ResultSetMaxRows in its virtuoso.ini, or ask for less"
            )

    def _rows(self, sparql: str) -> Iterator[ox.QuerySolution]:
        """Yield the rows of a SELECT as they arrive."""
        with self._stream(
            "POST", self.dialect.query, data=self._question(sparql), accept=self.dialect.results
        ) as response:
            self._check_question(response)
            try:
                rows = ox.parse_query_results(cast(IO[bytes], _Body(response)), self.dialect.format)
                if isinstance(rows, ox.QuerySolutions):
                    yield from rows
            except (SyntaxError, ValueError) as error:
                raise StoreError(
                    f"{self.location} gave an answer that is not valid: {error}"
                ) from None

    def _triples(self, body: bytes) -> ox.QueryTriples:
        store = ox.Store()
        store.extend(self._parsed(io.BytesIO(body)))
        result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(result, ox.QueryTriples)
        return result

    def _parsed(self, body: Any) -> Iterator[ox.Quad]:
        try:
            for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES):
                yield _mended(quad) if self.dialect.default_graph else quad
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.location} gave an answer that is not valid: {error}") from None

    def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        self._same_process()
        try:
            return self._client.request(method, url, **options)
        except httpx.HTTPError as error:
            raise StoreError(f"{self.location} does not answer: {_words(error)}") from error

    @contextmanager
    def _stream(
        self, method: str, url: str, *, accept: str, **options: Any
    ) -> Iterator[httpx.Response]:
        self._same_process()
        try:
            with self._client.stream(method, url, headers={"Accept": accept}, **options) as answer:
                yield answer
        except httpx.HTTPError as error:
            raise StoreError(f"{self.location} does not answer: {_words(error)}") from error

    def _same_process(self) -> None:
        """Raise in a forked child: two processes on one connection mix up their answers."""
        if os.getpid() != self._process:
            raise StoreError(
                f"{self.location} was opened by process {self._process} and inherited by this one: "
                f"open it here, after the fork"
            )

    def _check(self, response: httpx.Response, what: str) -> None:
        status = response.status_code
        if status < 300:
            return
        response.read()
        if status in (401, 403):
            raise StoreError(
                f"{self.location} refused {what} ({status}): set DIPLOGRAPH_TOKEN to its "
                f"token, or give a login in the URL (http://user:word@host/…)"
            )
        raise StoreError(f"{self.location} could not do {what} ({status}): {_reason(response)}")


class _Body(io.RawIOBase):
    """The body of a streamed response as a file."""

    def __init__(self, response: httpx.Response) -> None:
        self._chunks = response.iter_bytes()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def query_kind(sparql: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE; raises `QueryError` for anything else.

    >>> query_kind("# asks\\nPREFIX a: <b#> select * {}")
    'SELECT'
    """
    start = _PROLOGUE.match(sparql)
    word = re.match(r"\w+", sparql[start.end() if start else 0 :])
    kind = word[0].upper() if word else ""
    if kind not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        raise QueryError(f"not valid SPARQL: a query begins with SELECT, ASK, …, not {kind!r}")
    return kind


def _detect(client: httpx.Client, url: str, login: bool) -> Dialect:
    """Ask at the likely endpoints and return the dialect of what answers."""
    tail = url.rsplit("/", 1)[-1]
    known = tail in ("query", "sparql", "sparql-auth")
    # A root has /query (Oxigraph), /sparql (Virtuoso, our own); other paths may be endpoints.
    candidates = [url] if known else [f"{url}/query", f"{url}/sparql", url]
    problem = "nothing there answers a SPARQL query"
    for endpoint in candidates:
        try:
            response = client.post(
                endpoint,
                data={"query": "ASK {}"},
                headers={
                    "Accept": "application/sparql-results+json, application/sparql-results+xml"
                },
            )
        except httpx.HTTPError as error:
            problem = _words(error)
            if isinstance(error, httpx.TransportError):
                break
            continue
        if response.status_code in (401, 403):
            problem = f"it refuses to answer ({response.status_code}); give its token"
        if response.status_code == 200 and "sparql-results" in response.headers.get(
            "Content-Type", ""
        ):
            return _dialect(endpoint, response.headers.get("Server", ""), login)
    raise StoreError(f"{url} is no SPARQL endpoint that can be reached: {problem}")


def _dialect(endpoint: str, software: str, login: bool) -> Dialect:
    base = endpoint.rsplit("/", 1)[0]
    if "virtuoso" in software.lower():
        door = "-auth" if login else ""
        return Dialect(
            "Virtuoso",
            query=f"{base}/sparql",
            update=f"{base}/sparql{door}",
            graphs=f"{base}/sparql-graph-crud{door}",
            default_graph=KNOWLEDGE_GRAPH,
            statement_limit=400,
            results="application/sparql-results+xml",
        )
    if "oxigraph" in software.lower():
        return Dialect("Oxigraph", endpoint, f"{base}/update", f"{base}/store", takes_quads=True)
    return Dialect("SPARQL 1.1", endpoint, f"{base}/update", f"{base}/store")


def _quad(
    row: ox.QuerySolution, terms: dict[str, Any], graph: ox.NamedNode | ox.DefaultGraph
) -> ox.Quad:
    s, p, o = (cast(Any, row[name] if term is None else term) for name, term in terms.items())
    return _mended(ox.Quad(s, p, o, graph))


def _needs_own_delete(quad: ox.Quad) -> bool:
    """Whether Virtuoso (7.2.5) forgets to delete a triple that stands among others.

    Literals with a language or a datatype outside XML Schema stay when ``DELETE DATA`` names
    other triples too; alone they go.
    """
    value = quad.object
    return isinstance(value, ox.Literal) and (
        value.language is not None or not value.datatype.value.startswith(PREFIXES["xsd"])
    )


def _mended(quad: ox.Quad) -> ox.Quad:
    """Undo what Virtuoso does to literals: points become geometries of single precision."""
    value = quad.object
    if not isinstance(value, ox.Literal):
        return quad
    if value.datatype.value == _VIRTUOSO_GEOMETRY:
        fixed = ox.Literal(_point(value.value), datatype=_WKT)
    elif value.datatype == _XSD_BOOLEAN and value.value in ("0", "1"):
        fixed = ox.Literal(("false", "true")[int(value.value)], datatype=_XSD_BOOLEAN)
    else:
        return quad
    return ox.Quad(quad.subject, quad.predicate, fixed, quad.graph_name)


def _point(text: str) -> str:
    """Return a WKT point with at most four places, as `graph.rdf.terms.point` writes it."""

    def shorter(match: re.Match[str]) -> str:
        return f"{float(match[0]):.4f}".rstrip("0").rstrip(".")

    return re.sub(r"-?\d+\.\d+", shorter, text)


def _virtuoso_rows(body: bytes) -> bytes:
    """Mend geometries in a table of results as `_mended` does in quads."""
    datatype = f'<literal datatype="{_VIRTUOSO_GEOMETRY}">'.encode()
    if datatype not in body:
        return body
    return re.sub(
        re.escape(datatype) + rb"([^<]*)",
        lambda m: f'<literal datatype="{_WKT.value}">{_point(m[1].decode())}'.encode(),
        body,
    )


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _reason(response: httpx.Response) -> str:
    """Return the first line of an error's body, without markup."""
    text = re.sub(r"<[^>]*>", " ", response.text[:2000])
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return " ".join(line.split())[:300] or f"status {response.status_code}"


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
