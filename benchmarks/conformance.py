"""The W3C SPARQL 1.1 tests over HTTP: our endpoint against `oxigraph serve` alone.

    python -m benchmarks.conformance PATH/TO/rdf-tests/sparql/sparql11

The suite (github.com/w3c/rdf-tests) is not part of this project; give a copy of it. Counted are
query evaluation, query syntax, update evaluation and update syntax. Left out: entailment regimes
and federated query, which neither server offers, and the protocol folders, which have no files to
compare. Data go in by Graph Store, queries and updates by protocol, answers are compared up to
blank nodes. Relative IRIs are resolved by a BASE line, as clients do.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import io
import secrets
import subprocess
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
LEFT_OUT = {
    "entailment", "service", "syntax-fed", "protocol", "service-description",
    "graph-store-protocol", "http-rdf-update",
}  # fmt: skip
GROUPS = {
    "QueryEvaluationTest": "query evaluation",
    "CSVResultFormatTest": "query evaluation",
    "PositiveSyntaxTest11": "query syntax",
    "NegativeSyntaxTest11": "query syntax",
    "PositiveUpdateSyntaxTest11": "update syntax",
    "NegativeUpdateSyntaxTest11": "update syntax",
    "UpdateEvaluationTest": "update evaluation",
}
FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
RESULTS = {
    ".srx": (ox.QueryResultsFormat.XML, "application/sparql-results+xml"),
    ".srj": (ox.QueryResultsFormat.JSON, "application/sparql-results+json"),
    ".tsv": (ox.QueryResultsFormat.TSV, "text/tab-separated-values"),
}


@dataclass
class Case:
    """One test of the suite."""

    name: str
    kind: str
    request: Path
    default: list[Path] = field(default_factory=list)
    named: list[tuple[str, Path]] = field(default_factory=list)
    result: Path | None = None
    after: list[Path] = field(default_factory=list)
    after_named: list[tuple[str, Path]] = field(default_factory=list)


def cases(suite: Path) -> list[Case]:
    found = []
    for manifest in sorted(suite.glob("*/manifest.ttl")):
        if manifest.parent.name not in LEFT_OUT:
            found += _manifest(manifest)
    return found


def _path(term: object) -> Path:
    assert isinstance(term, ox.NamedNode)
    return Path(term.value.removeprefix("file://"))


def _manifest(path: Path) -> list[Case]:
    store = ox.Store()
    store.load(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=f"file://{path}")

    def one(s: object, p: str) -> object:
        return next((q.object for q in store.quads_for_pattern(s, ox.NamedNode(p), None)), None)

    def many(s: object, p: str) -> list[object]:
        return [q.object for q in store.quads_for_pattern(s, ox.NamedNode(p), None)]

    def graphs(s: object, prefix: str) -> list[tuple[str, Path]]:
        named = []
        for node in many(s, prefix + "graphData"):
            if isinstance(node, ox.NamedNode):
                named.append((node.value, _path(node)))
            else:
                label = one(node, LABEL.value)
                named.append((label.value, _path(one(node, UT + "graph"))))
        return named

    found = []
    listed = next(store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None)).object
    while listed != ox.NamedNode(RDF + "nil"):
        test = one(listed, RDF + "first")
        listed = one(listed, RDF + "rest")
        kind = str(getattr(one(test, RDF + "type"), "value", "")).rsplit("#", 1)[-1]
        if kind not in GROUPS:
            continue
        action, result = one(test, MF + "action"), one(test, MF + "result")
        case = Case(f"{path.parent.name}/{test.value.rsplit('#', 1)[-1]}", kind, path)
        if kind == "UpdateEvaluationTest":
            case.request = _path(one(action, UT + "request"))
            case.default = [_path(n) for n in many(action, UT + "data")]
            case.named = graphs(action, UT)
            case.after = [_path(n) for n in many(result, UT + "data")]
            case.after_named = graphs(result, UT)
        elif GROUPS[kind] == "query evaluation":
            case.request = _path(one(action, QT + "query"))
            case.default = [_path(n) for n in many(action, QT + "data")]
            case.named = graphs(action, QT)
            case.result = _path(result)
        else:
            case.request = _path(action)
        found.append(case)
    return found


class Server:
    """A server with its two doors and the header that opens it."""

    def __init__(self, base: str, headers: dict[str, str]) -> None:
        self.base = base
        self.http = httpx.Client(headers=headers, timeout=60.0)

    def load(self, default: list[Path], named: list[tuple[str, Path]]) -> None:
        self.http.post(f"{self.base}/update", data={"update": "DROP ALL"}).raise_for_status()
        for target, path in [(None, p) for p in default] + list(named):
            where = f"graph={quote(target, safe='')}" if target else "default"
            body = ox.serialize(_triples(path), format=ox.RdfFormat.N_TRIPLES)
            kind = {"Content-Type": "application/n-triples"}
            self.http.post(
                f"{self.base}/store?{where}", content=body, headers=kind
            ).raise_for_status()

    def query(self, text: str, accept: str) -> httpx.Response:
        return self.http.post(
            f"{self.base}/query", data={"query": text}, headers={"Accept": accept}
        )

    def update(self, text: str) -> httpx.Response:
        return self.http.post(f"{self.base}/update", data={"update": text})

    def dataset(self) -> list[ox.Quad]:
        got = self.http.get(f"{self.base}/store", headers={"Accept": "application/n-quads"})
        return list(ox.parse(got.content, ox.RdfFormat.N_QUADS))


def _triples(path: Path) -> list[ox.Triple]:
    found = ox.parse(path.read_bytes(), FORMATS[path.suffix], base_iri=f"file://{path}")
    return [quad.triple for quad in found]


def passes(case: Case, server: Server) -> bool:
    text = case.request.read_text("utf-8")
    based = f"BASE <file://{case.request}>\n{text}"
    group = GROUPS[case.kind]
    if group == "query syntax":
        server.load([], [])
        status = server.query(based, "*/*").status_code
        return status == (400 if case.kind.startswith("Negative") else 200)
    if group == "update syntax":
        server.load([], [])
        status = server.update(based).status_code
        # LOAD and graphs that are not there may fail when run, but not when parsed.
        return (
            status == 400
            if case.kind.startswith("Negative")
            else status in (200, 204, 404, 500, 502)
        )
    server.load(case.default, case.named)
    if group == "update evaluation":
        if not server.update(based).is_success:
            return False
        expected = [
            ox.Quad(t.subject, t.predicate, t.object) for p in case.after for t in _triples(p)
        ]
        for name, path in case.after_named:
            expected += [
                ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name))
                for t in _triples(path)
            ]
        return _same(expected, server.dataset())
    assert case.result is not None
    return _answers(case.result, based, server)


def _answers(result: Path, text: str, server: Server) -> bool:
    expected = result.read_bytes()
    if result.suffix == ".csv":
        got = server.query(text, "text/csv")
        return got.is_success and _csv(expected) == _csv(got.content)
    if result.suffix in RESULTS:
        format_, type_ = RESULTS[result.suffix]
        got = server.query(text, type_)
        if not got.is_success:
            return False
        want, have = (ox.parse_query_results(b, format_) for b in (expected, got.content))
        if isinstance(want, ox.QueryBoolean) or isinstance(have, ox.QueryBoolean):
            return isinstance(want, ox.QueryBoolean) and bool(want) == bool(have)
        return _same(_as_quads(want), _as_quads(have))
    got = server.query(text, "application/n-triples, application/sparql-results+json")
    if not got.is_success:
        return False
    triples = _triples(result)
    if "sparql-results" in got.headers["content-type"]:  # a result set told in RDF
        have = ox.parse_query_results(got.content, ox.QueryResultsFormat.JSON)
        assert isinstance(have, ox.QuerySolutions)
        return _same(_result_set(triples), _as_quads(have))
    parsed = [q.triple for q in ox.parse(got.content, ox.RdfFormat.N_TRIPLES)]
    return _same([ox.Quad(*t) for t in triples], [ox.Quad(*t) for t in parsed])


def _csv(data: bytes) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Return columns, sorted (SELECT * names no order), and rows; blank nodes count as equal."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    order = sorted(range(len(rows[0])), key=lambda n: rows[0][n])
    cells = [tuple("_:b" if r[n].startswith("_:") else r[n] for n in order) for r in rows[1:]]
    return sorted(rows[0]), Counter(cells)


def _as_quads(rows: ox.QuerySolutions) -> list[ox.Quad]:
    """Write rows as a graph, so that blank nodes compare; equal rows are counted."""
    quads, counts = [], Counter()
    names = [v.value for v in rows.variables]
    for row in rows:
        pairs = tuple((n, _value(t)) for n, t in zip(names, row, strict=True) if t is not None)
        counts[pairs] += 1
    for pairs, count in counts.items():
        node = ox.BlankNode()
        quads.append(ox.Quad(node, ox.NamedNode("test:count"), ox.Literal(str(count))))
        quads += [ox.Quad(node, ox.NamedNode(f"test:{n}"), t) for n, t in pairs]
    return quads


def _result_set(triples: list[ox.Triple]) -> list[ox.Quad]:
    rs = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    of: dict[object, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for t in triples:
        of[t.subject][t.predicate.value].append(t.object)
    counts: Counter[tuple[object, ...]] = Counter()
    for node in list(of):
        for solution in of[node].get(f"{rs}solution", []):
            pairs = [
                (of[b][f"{rs}variable"][0].value, _value(of[b][f"{rs}value"][0]))
                for b in of[solution][f"{rs}binding"]
            ]
            counts[tuple(sorted(pairs, key=str))] += 1
    quads = []
    for pairs, count in counts.items():
        node = ox.BlankNode()
        quads.append(ox.Quad(node, ox.NamedNode("test:count"), ox.Literal(str(count))))
        quads += [ox.Quad(node, ox.NamedNode(f"test:{n}"), t) for n, t in pairs]
    return quads


def _value(term: object) -> object:
    """Numbers by value: 1, 1.0 and 1.00 of one type are one answer."""
    if isinstance(term, ox.Literal):
        kind = term.datatype.value.rsplit("#", 1)[-1]
        if kind == "boolean":  # 1 and true are one value
            word = {"1": "true", "0": "false"}.get(term.value, term.value)
            return ox.Literal(word, datatype=term.datatype)
        if kind in ("decimal", "double", "float", "integer"):
            try:
                return ox.Literal(repr(float(term.value)), datatype=term.datatype)
            except ValueError:
                return term
    return term


def _same(one: list[ox.Quad], two: list[ox.Quad]) -> bool:
    sets = []
    for quads in (one, two):
        data = ox.Dataset(quads)
        data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        sets.append(set(data))
    return sets[0] == sets[1]


def run_all(suite: Path, server: Server) -> dict[str, bool]:
    done = {}
    for case in cases(suite):
        try:
            done[f"{GROUPS[case.kind]}|{case.name}"] = passes(case, server)
        except Exception as error:
            print(f"  {case.name}: {type(error).__name__} {str(error)[:120]}")
            done[f"{GROUPS[case.kind]}|{case.name}"] = False
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", type=Path)
    parser.add_argument("--failures", action="store_true", help="name the tests that fail")
    given = parser.parse_args()
    from queries.endpoint.app import Endpoint, serve
    from queries.endpoint.engine import _free_port, binary
    from queries.endpoint.settings import Settings

    assert Endpoint
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        plain = subprocess.Popen(
            [binary(), "serve", "-l", f"{folder}/plain", "-b", f"127.0.0.1:{port}"],
            stderr=subprocess.DEVNULL,
        )
        address: list[str] = []
        loop = asyncio.new_event_loop()
        settings = Settings(store=f"{folder}/ours", port=0, token=token)
        task = loop.create_task(serve(settings, address.append))
        thread = threading.Thread(target=lambda: loop.run_until_complete(_quiet(task)))
        thread.start()
        try:
            while not address:
                time.sleep(0.05)
            header = {"Authorization": f"Bearer {token}"}
            ours = run_all(given.suite.resolve(), Server(address[0].rstrip("/"), header))
            alone = run_all(given.suite.resolve(), Server(f"http://127.0.0.1:{port}", {}))
        finally:
            plain.terminate()
            loop.call_soon_threadsafe(task.cancel)
            thread.join(10)
    print(f"\n{'':20}{'endpoint':>14}{'oxigraph alone':>18}")
    for group in (*dict.fromkeys(GROUPS.values()), "all"):
        line = []
        for results in (ours, alone):
            of = [ok for key, ok in results.items() if group in ("all", key.split("|")[0])]
            line.append(f"{sum(of)}/{len(of)}")
        print(f"{group:20}{line[0]:>14}{line[1]:>18}")
    total = sum(ours.values()) / max(len(ours), 1)
    print(f"endpoint {total:.1%}")
    for key in ours:
        if ours[key] != alone[key] or (given.failures and not ours[key]):
            print(f"  {key}: endpoint {ours[key]}, alone {alone[key]}")


async def _quiet(task: asyncio.Task[None]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await task


if __name__ == "__main__":
    main()
