"""RDF exports: N-Quads, Turtle, TriG, JSON-LD; evidence as Web Annotations on request.

The whole store goes out as it is. A selection takes its events with their participations,
actors, places and states, and from each report's graph the accounts of these events, with what
describes them.
"""

from __future__ import annotations

import heapq
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby, islice
from typing import IO, Any

import pyoxigraph as ox

from graph import ontology
from graph.export.selection import Selection
from graph.identifiers import BASE, graph_report
from graph.rdf import terms as t
from graph.rdf.asking import describe, select, value
from graph.store import Store

SORTED_LINES = 200_000  # lines sorted in memory at once; about 100 MB
WINDOW = 20_000  # quads gathered by subject at once; about 20 MB
_EVIDENCE = f"{BASE}evidence/"

OA = t.PREFIXES["oa"]
_OA = {
    name: ox.NamedNode(OA + name)
    for name in (
        "Annotation",
        "SpecificResource",
        "TextPositionSelector",
        "TextQuoteSelector",
        "describing",
        "end",
        "exact",
        "hasBody",
        "hasSelector",
        "hasSource",
        "hasTarget",
        "motivatedBy",
        "start",
    )
}
_NON_NEGATIVE = t.term("xsd:nonNegativeInteger")


# ---- which quads ----


def quads_of(store: Store, selection: Selection, *, named: bool = True) -> Iterator[ox.Quad]:
    """Yield the quads to export: the merged part first, then each named graph in turn."""
    if selection:
        yield from _selected(store, selection, named=named)
        return
    for triple in store.get_graph(None):
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
    if named:
        for graph in sorted(store.graphs()):
            node = ox.NamedNode(graph)
            for triple in store.get_graph(graph):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, node)


# From the merged part: what to follow from an event. Everything else is a leaf.
_FOLLOWED = frozenset(
    p.value
    for p in (
        t.PARTICIPATION,
        t.ACTOR,
        t.HAS_PLACE,
        t.PARTY,
        t.IN_STATE,
        t.CONTAINED_IN,
        t.REPRESENTS,
        t.ON_BEHALF_OF,
        t.HELD_OFFICE,
    )
)
# From a report's graph: what describes an account.
_DESCRIBES = frozenset(
    p.value for p in (t.PARTICIPATION, t.ACTOR, t.HAS_PLACE, t.CONTAINED_IN, t.EVIDENCE, t.SPEAKER)
)


def _selected(store: Store, selection: Selection, *, named: bool) -> Iterator[ox.Quad]:
    seen: set[str] = set()
    accounts: dict[str, set[str]] = defaultdict(set)
    events = selection.events(store)
    while some := list(islice(events, 200)):
        todo = [iri for iri in dict.fromkeys(some) if iri not in seen]
        seen.update(todo)
        told = []
        while todo:
            found = describe(store, (f"<{iri}>" for iri in todo))
            yield from found
            follow = set()
            for quad in found:
                if not isinstance(quad.object, ox.NamedNode):
                    continue
                if quad.predicate.value in _FOLLOWED:
                    follow.add(quad.object.value)
                elif quad.predicate == t.ACCOUNT:
                    told.append(quad.object)
            todo = sorted(follow - seen)
            seen |= follow
        if named and told:
            values = " ".join(map(str, told))
            text = f"SELECT ?a ?g {{ VALUES ?a {{ {values} }} GRAPH ?g {{ ?a a dg:Account }} }}"
            for row in select(store, text):
                accounts[value(row, "g")].add(value(row, "a"))
    for graph in sorted(accounts):
        node = ox.NamedNode(graph)
        for triple in about_accounts(list(store.get_graph(graph)), graph, accounts[graph]):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, node)


def about_accounts(triples: list[ox.Triple], graph: str, accounts: set[str]) -> Iterator[ox.Triple]:
    """Yield, of a report's graph, what describes these accounts, the report and its run."""
    by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[_iri(triple.subject)].append(triple)
    keep = {graph, graph_report(graph), *accounts}
    for subject, some in by_subject.items():
        if any(x.predicate == t.IN_ACCOUNT and _iri(x.object) in accounts for x in some):
            keep.add(subject)
    todo = list(keep)
    while todo:
        for triple in by_subject.get(todo.pop(), ()):
            follow = triple.predicate.value in _DESCRIBES or triple.predicate == t.GENERATED_BY
            if follow and (iri := _iri(triple.object)) not in keep:
                keep.add(iri)
                todo.append(iri)
    for triple in triples:
        if _iri(triple.subject) in keep:
            yield triple


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


# ---- annotations ----


def as_annotations(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Give each span of evidence as a Web Annotation instead of in NIF terms.

    The span's own IRI becomes the annotation; its body is the account, its target the report
    with a position and a quote selector.
    """
    for quad in quads:
        graph = quad.graph_name
        if quad.predicate == t.EVIDENCE and isinstance(quad.object, ox.NamedNode):
            yield ox.Quad(quad.object, _OA["hasBody"], quad.subject, graph)
            continue
        subject = _iri(quad.subject)
        if not subject.startswith(_EVIDENCE):
            yield quad
            continue
        target, position, quote = (
            ox.NamedNode(f"{subject}#{part}") for part in ("target", "position", "quote")
        )
        if quad.predicate == t.BEGIN_INDEX:
            yield ox.Quad(position, _OA["start"], _whole(quad.object), graph)
        elif quad.predicate == t.END_INDEX:
            yield ox.Quad(position, _OA["end"], _whole(quad.object), graph)
        elif quad.predicate == t.ANCHOR_OF:
            yield ox.Quad(quote, _OA["exact"], quad.object, graph)
        elif quad.predicate == t.REFERENCE_CONTEXT:
            node = ox.NamedNode(subject)
            for s, p, o in (
                (node, t.TYPE, _OA["Annotation"]),
                (node, _OA["motivatedBy"], _OA["describing"]),
                (node, _OA["hasTarget"], target),
                (target, t.TYPE, _OA["SpecificResource"]),
                (target, _OA["hasSource"], quad.object),
                (target, _OA["hasSelector"], position),
                (target, _OA["hasSelector"], quote),
                (position, t.TYPE, _OA["TextPositionSelector"]),
                (quote, t.TYPE, _OA["TextQuoteSelector"]),
            ):
                yield ox.Quad(s, p, o, graph)
        else:
            yield ox.Quad(target, quad.predicate, quad.object, graph)


def _whole(value: Any) -> ox.Literal:
    return ox.Literal(value.value, datatype=_NON_NEGATIVE)


# ---- formats ----

Options = Mapping[str, Any]


def _quads(store: Store, selection: Selection, options: Options) -> Iterator[ox.Quad]:
    quads = quads_of(store, selection)
    return as_annotations(quads) if options.get("annotations") else quads


def gathered(quads: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads with those of one subject together, as far as `WINDOW` of them reach.

    A store on disk has them so; others do not, and then a node's description is torn apart
    in formats that write it as one.
    """
    while some := list(islice(quads, WINDOW)):
        some.sort(
            key=lambda quad: (
                _iri(quad.graph_name),
                str(quad.subject),
                quad.predicate != t.TYPE,
                quad.predicate.value,
                str(quad.object),
            )
        )
        yield from some


def write_nquads(store: Store, out: IO[bytes], selection: Selection, options: Options) -> None:
    """Write N-Quads; sorted by bytes (as ``LC_ALL=C sort``) unless ``sort`` is false."""
    quads = _quads(store, selection, options)
    if not options.get("sort", True):
        ox.serialize(quads, out, ox.RdfFormat.N_QUADS)
        return
    lines = (f"{quad} .\n".encode() for quad in quads)
    last = b""
    for line in sorted_lines(lines):
        if line != last:
            out.write(line)
        last = line


def sorted_lines(lines: Iterator[bytes], size: int = SORTED_LINES) -> Iterator[bytes]:
    """Yield lines in order, sorting `size` of them at a time and merging these from disk."""
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while some := sorted(islice(lines, size)):
            if len(some) < size:  # the last run needs no file
                runs.append(some)
                break
            run = stack.enter_context(tempfile.TemporaryFile())
            run.writelines(some)
            run.seek(0)
            runs.append(run)
        yield from heapq.merge(*runs)


def write_turtle(store: Store, out: IO[bytes], selection: Selection, options: Options) -> None:
    """Write the merged part as Turtle, which has no named graphs."""
    triples = (quad.triple for quad in gathered(quads_of(store, selection, named=False)))
    ox.serialize(triples, out, ox.RdfFormat.TURTLE, prefixes=dict(t.PREFIXES))


def write_trig(store: Store, out: IO[bytes], selection: Selection, options: Options) -> None:
    """Write TriG."""
    quads = gathered(_quads(store, selection, options))
    ox.serialize(quads, out, ox.RdfFormat.TRIG, prefixes=dict(t.PREFIXES))


def write_jsonld(store: Store, out: IO[bytes], selection: Selection, options: Options) -> None:
    """Write JSON-LD with the published context in the file, so that no reader must fetch it."""
    names = Names(ontology.context())
    out.write(b'{"@context": ')
    out.write(_json(ontology.context()))
    out.write(b',\n"@graph": [\n')
    first = True
    quads = gathered(_quads(store, selection, options))
    for graph, of_graph in groupby(quads, key=lambda quad: quad.graph_name):
        named = isinstance(graph, ox.NamedNode)
        if named:
            out.write(b"" if first else b",\n")
            out.write(b'{"id": ' + _json(_iri(graph)) + b', "graph": [\n')
            first = True
        for subject, of_subject in groupby(of_graph, key=lambda quad: str(quad.subject)):
            out.write(b"" if first else b",\n")
            out.write(_json(names.node(subject, of_subject)))
            first = False
        if named:
            out.write(b"]}")
            first = False
    out.write(b"\n]}\n")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Names:
    """Short names for properties and values, by a JSON-LD context."""

    def __init__(self, context: dict[str, Any]) -> None:
        prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v[-1] in "/#"}

        def full(name: str) -> str:
            prefix, colon, local = name.partition(":")
            return prefixes[prefix] + local if colon and prefix in prefixes else name

        self._properties: dict[str, tuple[str, str | None]] = {}
        for key, entry in context.items():
            if key in prefixes or (isinstance(entry, str) and entry.startswith("@")):
                continue
            iri = full(entry if isinstance(entry, str) else entry["@id"])
            kind = None if isinstance(entry, str) else entry.get("@type")
            self._properties[iri] = (key, kind and full(kind))
        self._prefixes = prefixes

    def node(self, subject: str, quads: Iterable[ox.Quad]) -> dict[str, Any]:
        """Return the node object of one subject (a term as text)."""
        found: dict[str, Any] = {"id": subject[1:-1] if subject[0] == "<" else subject}
        for quad in quads:
            if quad.predicate == t.TYPE and isinstance(quad.object, ox.NamedNode):
                key, value = "type", self.short(quad.object.value)
            else:
                key, kind = self._properties.get(quad.predicate.value, (quad.predicate.value, None))
                value = self._value(quad.object, kind)
            if key not in found:
                found[key] = value
            elif isinstance(found[key], list):
                found[key].append(value)
            else:
                found[key] = [found[key], value]
        return found

    def short(self, iri: str) -> str:
        """Return an IRI as a prefixed name where that is safe, else as it is."""
        for prefix, namespace in self._prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and local.isidentifier():
                return f"{prefix}:{local}"
        return iri

    def _value(self, term: Any, kind: str | None) -> Any:
        if isinstance(term, ox.NamedNode):
            return term.value if kind == "@id" else {"id": term.value}
        if isinstance(term, ox.BlankNode):
            return str(term) if kind == "@id" else {"id": str(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if kind == datatype:
            return term.value
        if kind is None and datatype == t.PREFIXES["xsd"] + "string":
            return term.value
        if kind is None and datatype == t.XSD_INTEGER.value and str(int(term.value)) == term.value:
            return int(term.value)
        if kind is None and term in (t.TRUE, t.FALSE):
            return term == t.TRUE
        return {"@value": term.value, "@type": self.short(datatype)}


WRITERS: Mapping[str, Callable[[Store, IO[bytes], Selection, Options], None]] = {
    "nquads": write_nquads,
    "turtle": write_turtle,
    "trig": write_trig,
    "jsonld": write_jsonld,
}
