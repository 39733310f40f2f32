"""Shapes: sound graphs pass, each kind of damage is found and named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from graph import background as bg
from graph import ontology
from graph.identifiers import BASE, report_graph, report_iri, state_iri
from graph.model import EventType, Extraction, Place, Role, Status, Time
from graph.rdf import actor_quads, background_quads, event_quads, extraction_triples, place_quads
from graph.rdf import terms as t
from graph.store import Store, memory_store
from graph.stores.statements import in_graph
from graph.validate import STATED_IN, Checked, validate
from tests.builders import MOSCOW, PUTIN, STATE_NAMES, XI, extraction, sample_extractions
from tests.graph.test_rdf import PLACES, TIMES, merged


def graph(extractions: list[Extraction]) -> Store:
    """A store with one event for each report's first account, as merging would leave it."""
    store = memory_store()
    for code in ("CHN", "RUS", "FRA"):
        store.apply((), background_quads(bg.State(code, STATE_NAMES[code])))
    for x in extractions:
        store.put_graph(report_graph(report_iri(x.report)), extraction_triples(x))
        event = merged([x])
        quads = event_quads(event)
        for part in event.participations:
            quads += actor_quads(part.actor)
        if event.place:
            quads += place_quads(event.place)
        store.apply((), quads)
    return store


def told(id_: str, time: Time | None, place: Place | None) -> Extraction:
    met = EventType.MEETING
    parts = [(XI, Role.HOST), (PUTIN, Role.VISITOR)]
    return extraction(
        id_, "2025-05-09", ("They met there.", met, parts, time, place, Status.OCCURRED)
    )


def test_what_we_write_is_sound() -> None:
    store = graph(sample_extractions())
    store.apply(
        (),
        background_quads(
            bg.Person("Emmanuel Macron", "FRA", offices=(bg.Office("President of France"),))
        ),
    )
    checked = Checked()
    assert [str(v) for v in validate(store, checked=checked)] == []
    assert (checked.events, checked.reports, checked.tenures) == (4, 4, 1)
    assert checked.actors >= 6
    assert checked.places >= 2


@pytest.mark.parametrize("time", TIMES, ids=lambda time: time.edtf)
def test_every_kind_of_date_is_sound(time: Time) -> None:
    assert [str(v) for v in validate(graph([told("r", time, None)]))] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_kind_of_place_is_sound(place: Place) -> None:
    assert [str(v) for v in validate(graph([told("r", None, place)]))] == []


def test_the_size_of_batches_changes_nothing() -> None:
    store = graph(sample_extractions())
    for damage in DAMAGES:
        damage[1](store)
    found = {str(v) for v in validate(store)}
    assert {str(v) for v in validate(store, batch=1)} == found
    assert len(found) > 20


EVENT = ox.NamedNode(merged([sample_extractions()[0]]).iri)
REPORT = sample_extractions()[0].report
GRAPH = ox.NamedNode(report_graph(report_iri(REPORT)))
ACCOUNT = ox.NamedNode(sample_extractions()[0].accounts[0].iri)
EVIDENCE = next(
    x.object for x in extraction_triples(sample_extractions()[0]) if x.predicate == t.EVIDENCE
)
PART = next(
    q.object
    for q in event_quads(merged([sample_extractions()[0]]))
    if q.predicate == t.PARTICIPATION
)
QUOTATION = ox.NamedNode(sample_extractions()[0].quotations[0].iri)
PLACE = next(q.subject for q in place_quads(MOSCOW))
PERSON = ox.NamedNode(XI.iri)

Damage = Callable[[Store], None]


def change(
    subject: object, predicate: ox.NamedNode, *values: object, graph: object = None
) -> Damage:
    """Replace every value of a property by these."""
    where = graph or ox.DefaultGraph()

    def apply(store: Store) -> None:
        old = list(store.quads(subject, predicate, None, where))  # type: ignore[arg-type]
        store.apply(old, [ox.Quad(subject, predicate, v, where) for v in values])  # type: ignore[arg-type]

    return apply


def also(subject: object, predicate: ox.NamedNode, value: object, graph: object = None) -> Damage:
    where = graph or ox.DefaultGraph()
    return lambda store: store.apply((), [ox.Quad(subject, predicate, value, where)])  # type: ignore[arg-type]


DAMAGES: list[tuple[str, Damage]] = [
    ("must have one status", change(EVENT, t.STATUS)),
    ("must have one status", change(EVENT, t.STATUS, ox.NamedNode(t.PREFIXES["dg"] + "maybe"))),
    ("must have one confidence", change(EVENT, t.CONFIDENCE, t.decimal(1.5))),
    ("must have one confidence", change(EVENT, t.CONFIDENCE, ox.Literal("high"))),
    ("exactly one type of event", also(EVENT, t.TYPE, t.TYPE_CLASS[EventType.CALL])),
    ("begins after it ends", change(EVENT, t.BEGIN, t.date("2025-05-09"))),
    ("begins before its first possible day", change(EVENT, t.BEGIN, t.date("2025-05-07"))),
    ("ends after its last possible day", change(EVENT, t.END, t.date("2025-05-10"))),
    ("first possible day lies after", change(EVENT, t.EARLIEST, t.date("2025-06-01"))),
    (
        "does not agree with its first and last",
        change(EVENT, t.DATE, ox.Literal("2024-05-08", datatype=t.EDTF)),
    ),
    ("not one EDTF value", change(EVENT, t.DATE, ox.Literal("next week", datatype=t.EDTF))),
    ("is not the month of its begin", change(EVENT, t.MONTH, t.month("2025-06"))),
    ("at least one account", change(EVENT, t.ACCOUNT)),
    ("count at least one report", change(EVENT, t.REPORT_COUNT, t.integer(0))),
    ("must have one label", change(EVENT, t.LABEL)),
    ("at most one place", also(EVENT, t.HAS_PLACE, ox.NamedNode(f"{BASE}place/other"))),
    ("disagrees on a property", change(EVENT, t.DISAGREES_ON, t.LABEL)),
    ("parties must be states", also(EVENT, t.PARTY, PERSON)),
    (
        "among its actors and has no participation",
        also(EVENT, t.HAS_ACTOR, ox.NamedNode(f"{BASE}person/x")),
    ),
    ("must have one role", change(PART, t.ROLE_TYPE, t.STATUS_TERM[Status.PLANNED])),
    ("must have one actor", change(PART, t.ACTOR, PLACE)),
    ("must act for at most one state", change(PART, t.ON_BEHALF_OF, PLACE)),
    ("is an actor and a place at once", also(PERSON, t.TYPE, t.SEM_PLACE)),
    ("must have one name", also(PERSON, t.LABEL, ox.Literal("Another"))),
    ("and only one of these", also(PERSON, t.TYPE, t.GROUP_CLASS)),
    ("represent states only", also(PERSON, t.REPRESENTS, PLACE)),
    ("three capital letters", change(ox.NamedNode(state_iri("RUS")), t.ISO3, ox.Literal("Russia"))),
    ("must have a name", change(PLACE, t.LABEL)),
    ("at most one state", also(PLACE, t.IN_STATE, ox.NamedNode(state_iri("CHN")))),
    ("must lie in places", also(PLACE, t.CONTAINED_IN, PERSON)),
    ("lies in itself", also(PLACE, t.CONTAINED_IN, PLACE)),
    ("WGS84 point", change(PLACE, t.AS_WKT, ox.Literal("POINT(200 100)", datatype=t.WKT))),
    ("must have evidence", change(ACCOUNT, t.EVIDENCE, graph=GRAPH)),
    ("must have one trigger", change(ACCOUNT, t.TRIGGER, graph=GRAPH)),
    ("must have one status", change(ACCOUNT, t.STATUS, graph=GRAPH)),
    ("where its trigger stands", change(ACCOUNT, t.BEGIN_INDEX, t.integer(-1), graph=GRAPH)),
    (
        "part of an account of the same report",
        also(ACCOUNT, t.PART_OF, ox.NamedNode(f"{BASE}account/x"), GRAPH),
    ),
    (
        "evidence does not stand in the report",
        change(EVIDENCE, t.REFERENCE_CONTEXT, ox.NamedNode(f"{BASE}report/other"), graph=GRAPH),
    ),
    ("before it ends", change(EVIDENCE, t.END_INDEX, t.integer(0), graph=GRAPH)),
    ("not as long as its span", change(EVIDENCE, t.ANCHOR_OF, ox.Literal("short"), graph=GRAPH)),
    ("must have one speaker", change(QUOTATION, t.SPEAKER, PLACE, graph=GRAPH)),
    ("must have words", change(QUOTATION, t.TEXT, graph=GRAPH)),
    (
        "belong to an account of the same report",
        also(QUOTATION, t.IN_ACCOUNT, ox.NamedNode(f"{BASE}account/x"), GRAPH),
    ),
    ("one content hash", change(ox.NamedNode(report_iri(REPORT)), t.CONTENT_HASH, graph=GRAPH)),
    (
        "on at most one day",
        change(ox.NamedNode(report_iri(REPORT)), t.PUBLISHED, ox.Literal("May"), graph=GRAPH),
    ),
]


@pytest.mark.parametrize(
    ("reason", "damage"), DAMAGES, ids=[f"{n}-{d[0]}" for n, d in enumerate(DAMAGES)]
)
def test_damage_is_found_and_named(reason: str, damage: Damage) -> None:
    store = graph(sample_extractions()[:1])
    damage(store)
    found = list(validate(store))
    assert any(reason in v.reason for v in found), [str(v) for v in found]
    for violation in found:
        assert violation.node.startswith(BASE)
        assert violation.reason in str(violation)


def test_a_violation_in_a_report_names_its_graph() -> None:
    store = graph(sample_extractions()[:2])
    change(ACCOUNT, t.TRIGGER, graph=GRAPH)(store)
    (violation,) = validate(store)
    assert violation.graph == GRAPH.value
    assert violation.path == t.TRIGGER.value
    assert str(violation).startswith("account/")


def test_the_shapes_say_the_same_in_any_shacl_engine() -> None:
    """Our split (core by pySHACL, queries by Oxigraph) against pySHACL alone."""
    queries = ("agree with", "month of its", "no participation", "in itself", "as long as")
    chosen = [d for n, d in enumerate(DAMAGES) if n % 12 == 0 or any(q in d[0] for q in queries)]
    for _, damage in chosen:
        store = graph(sample_extractions()[:1])
        damage(store)
        ours = {(v.node, v.reason) for v in validate(store)}
        theirs = set()
        for name in (None, GRAPH.value):
            data = rdflib.Graph()
            triples = set(store.get_graph(name))
            if name:
                report = ox.NamedNode(report_iri(REPORT))
                triples.add(ox.Triple(ACCOUNT, STATED_IN, report))
            text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            data.parse(data=text, format="nt")
            _, report_graph_, _ = pyshacl.validate(data, shacl_graph=ontology.shapes())
            sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
            for result in report_graph_.subjects(rdflib.RDF.type, sh.ValidationResult):
                if not list(report_graph_.objects(result, sh.detail)):
                    theirs.add(
                        (
                            str(report_graph_.value(result, sh.focusNode)),
                            str(report_graph_.value(result, sh.resultMessage)),
                        )
                    )
        assert ours == theirs


def test_a_big_store_is_checked_in_small_pieces() -> None:
    store = memory_store()
    for number in range(60):
        x = told(f"r{number}", TIMES[0], MOSCOW)
        store.bulk(in_graph(extraction_triples(x), report_graph(report_iri(x.report))))
        store.bulk(event_quads(dataclasses.replace(merged([x]))))
    seen: list[int] = []
    list(
        validate(
            store, batch=10, progress=lambda checked: seen.append(checked.events + checked.reports)
        )
    )
    assert seen[-1] == 120
    assert len(seen) == 6 + 30
