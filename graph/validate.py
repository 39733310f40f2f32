"""SHACL over a store, in batches: what is wrong, where and why.

A batch is a few hundred events with their participations, or actors, places, or whole graphs
of reports; shapes look no further than that, so the memory needed does not grow with the store.
The core constraints of ``shapes.ttl`` are run by pySHACL. Its SPARQL constraints are run by
Oxigraph on the same batch: each is one query for all nodes instead of one for each node in
rdflib, which takes a hundred times longer and says the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import ontology
from graph.identifiers import BASE, ONTOLOGY, graph_report
from graph.rdf import terms as t
from graph.rdf.asking import HEAD, describe, select
from graph.store import Store

if TYPE_CHECKING:
    import rdflib

SHACL = "http://www.w3.org/ns/shacl#"
STATED_IN = ox.NamedNode(f"{ONTOLOGY}statedIn")
BATCH = 500
_REPORT_GRAPHS = f"{BASE}graph/report/"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong: `node` and `path` are IRIs, `value` the term, `graph` an IRI.

    `path` is empty where a shape speaks of the node as a whole; `graph` for the default graph.
    """

    node: str
    path: str
    reason: str
    value: str = ""
    graph: str = ""

    def __str__(self) -> str:
        """Node, path and reason in one line, our own IRIs shortened."""
        path = f" {_short(self.path)}" if self.path else ""
        value = f" (found {_short(self.value)[:120]})" if self.value else ""
        where = f" [in {_short(self.graph)}]" if self.graph else ""
        return f"{_short(self.node)}{path}: {self.reason}{value}{where}"


@dataclass(slots=True)
class Checked:
    """How much was looked at."""

    events: int = 0
    actors: int = 0
    places: int = 0
    reports: int = 0
    tenures: int = 0


def validate(
    store: Store,
    *,
    batch: int = BATCH,
    checked: Checked | None = None,
    progress: Callable[[Checked], None] | None = None,
) -> Iterator[Violation]:
    """Yield every violation of the shapes in a store.

    `batch` is the number of nodes checked together; `checked` counts them as they pass, and
    `progress` is called after each batch.
    """
    shapes = _Shapes()
    checked = checked or Checked()
    kinds: list[tuple[str, ox.NamedNode, bool]] = [
        ("events", t.SEM_EVENT, True),
        ("actors", t.SEM_ACTOR, False),
        ("places", t.SEM_PLACE, False),
        ("tenures", t.TENURE_CLASS, False),
    ]
    for name, class_, with_parts in kinds:
        for nodes in _batches(_subjects(store, class_), batch):
            data = ox.Store()
            data.extend(describe(store, nodes))
            if with_parts:
                parts = {str(q.object) for q in data.quads_for_pattern(None, t.PARTICIPATION, None)}
                for some in _batches(sorted(parts), batch):
                    data.extend(describe(store, some))
            outer: set[str] = set()
            if class_ == t.SEM_PLACE:
                outer = {str(q.object) for q in data.quads_for_pattern(None, t.CONTAINED_IN, None)}
                outer -= set(nodes)
                for some in _batches(sorted(outer), batch):
                    data.extend(_types(store, some))
            yield from shapes.check(data, outer)
            setattr(checked, name, getattr(checked, name) + len(nodes))
            if progress:
                progress(checked)
    for graphs in _batches((g for g in store.graphs() if g.startswith(_REPORT_GRAPHS)), batch // 5):
        data = ox.Store()
        home: dict[str, str] = {}
        for graph in graphs:
            report = ox.NamedNode(graph_report(graph))
            for triple in store.get_graph(graph):
                data.add(ox.Quad(triple.subject, triple.predicate, triple.object))
                if triple.predicate == t.TYPE:
                    home.setdefault(str(triple.subject), graph)
                    if triple.object == t.ACCOUNT_CLASS:
                        data.add(ox.Quad(triple.subject, STATED_IN, report))
        for violation in shapes.check(data, set()):
            graph = home.get(f"<{violation.node}>", "")
            yield Violation(
                violation.node, violation.path, violation.reason, violation.value, graph
            )
        checked.reports += len(graphs)
        if progress:
            progress(checked)


class _Shapes:
    """The shapes, taken apart: core constraints for pySHACL, queries for Oxigraph."""

    def __init__(self) -> None:
        import rdflib

        graph = ontology.shapes()
        sh = rdflib.Namespace(SHACL)
        self._queries: list[tuple[str, str]] = []
        for constraint in sorted(set(graph.objects(None, sh.sparql)), key=str):
            query = str(graph.value(constraint, sh.select))
            self._queries.append((HEAD + query, str(graph.value(constraint, sh.message))))
            graph.remove((None, sh.sparql, constraint))
            graph.remove((constraint, None, None))
        self._queries.sort()
        self._core = graph

    def check(self, data: ox.Store, others: set[str]) -> Iterator[Violation]:
        """Yield what is wrong in a batch.

        `others` are nodes (terms as text) that another batch checks: of these only the types
        are here.
        """
        found: dict[Violation, None] = {}
        for query, message in self._queries:
            rows = data.query(query)
            assert isinstance(rows, ox.QuerySolutions)
            for row in rows:
                values = {v.value: row[v] for v in rows.variables}
                node = values["this"]
                if str(node) not in others:
                    value = _text(values.get("value"))
                    found[Violation(_text(node), "", message.replace("{?value}", value))] = None
        for violation in _run_core(self._core, data):
            if f"<{violation.node}>" not in others:
                found[violation] = None
        yield from sorted(found, key=lambda v: (v.node, v.path, v.reason, v.value))


def _run_core(shapes: rdflib.Graph, data: ox.Store) -> Iterator[Violation]:
    import pyshacl
    import rdflib

    graph = rdflib.Graph()
    graph.parse(
        data=ox.serialize((quad.triple for quad in data), format=ox.RdfFormat.N_TRIPLES),
        format="nt",
    )
    conforms, report, _ = pyshacl.validate(
        graph, shacl_graph=shapes, inference="none", advanced=False, abort_on_first=False
    )
    if conforms:
        return
    sh = rdflib.Namespace(SHACL)
    # Results of a nested shape (sh:detail) explain one that is in the report itself.
    nested = set(report.objects(None, sh.detail))
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        if result in nested:
            continue
        yield from _results(report, result, sh)


def _results(report: Any, result: Any, sh: Any) -> Iterator[Violation]:
    """Yield a result, or, where it only says that a nested shape failed, what failed in it."""
    details = list(report.objects(result, sh.detail))
    if details:
        for detail in details:
            yield from _results(report, detail, sh)
        return
    path = report.value(result, sh.resultPath)
    messages = sorted(str(m) for m in report.objects(result, sh.resultMessage))
    value = report.value(result, sh.value)
    focus = report.value(result, sh.focusNode)
    yield Violation(
        node=str(focus),
        path=_path(report, path),
        reason=messages[0] if messages else "does not conform",
        value="" if value is None or value == focus else str(value),
    )


def _path(report: Any, path: Any) -> str:
    """Return a path as text: an IRI, or the steps of a sequence joined by ``/``."""
    import rdflib

    if path is None:
        return ""
    if isinstance(path, rdflib.URIRef):
        return str(path)
    return "/".join(_short(str(step)) for step in report.items(path))


def _subjects(store: Store, class_: ox.NamedNode) -> Iterator[str]:
    for quad in store.quads(None, t.TYPE, class_, ox.DefaultGraph()):
        yield str(quad.subject)


def _types(store: Store, nodes: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield the types of nodes (terms as text), so that they are known as places or not."""
    values = " ".join(nodes)
    for row in select(store, f"SELECT ?s ?c WHERE {{ VALUES ?s {{ {values} }} ?s a ?c }}"):
        yield ox.Quad(row["s"], t.TYPE, row["c"])


def _batches(items: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while some := list(islice(rest, max(size, 1))):
        yield some


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _short(text: str) -> str:
    """Return an IRI as a prefixed name, ours without the base; other text as it is."""
    for prefix, namespace in t.PREFIXES.items():
        local = text.removeprefix(namespace)
        if local != text and re.fullmatch(r"[\w.-]+", local):
            return f"{prefix}:{local}"
    return text.removeprefix(BASE)
