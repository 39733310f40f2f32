"""One graph for all tests of questions: the synthetic one, and a few events planted in it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from benchmarks.corpus import corpus, quads
from graph.identifiers import event_iri, report_graph, report_iri
from graph.model import Actor, Event, EventType, Participation, Role, Status, Time
from graph.rdf import actor_quads, event_quads, extraction_triples, place_quads
from graph.store import Store, memory_store
from tests.builders import MOSCOW, PUTIN, XI, day, person, sample_extractions

MEDIATOR = person("Ada Lindqvist", "SWE", "Foreign Minister of Sweden")
ZELENSKYY = person("Volodymyr Zelenskyy", "UKR", "President of Ukraine")


def planted_event(
    key: str, type_: EventType, actors: list[Actor], time: Time, accounts: tuple[str, ...] = ()
) -> Event:
    parts = tuple(
        Participation(actor, Role.PARTICIPANT, actor.office, actor.country) for actor in actors
    )
    return Event(
        event_iri(key),
        type_,
        f"{' and '.join(a.name for a in actors)}, {time.edtf}",
        parts,
        Status.OCCURRED,
        accounts,
        ("r",),
        time,
        MOSCOW if type_ is EventType.MEETING else None,
    )


def planted() -> Iterator[ox.Quad]:
    """What the examples of a few questions need, beside what chance gives."""
    extractions = sample_extractions()
    kremlin = tuple(e.accounts[0].iri for e in extractions[:2])
    events = [
        planted_event("kremlin", EventType.MEETING, [XI, PUTIN], day("2025-05-08"), kremlin),
        planted_event("again", EventType.MEETING, [XI, PUTIN], day("2025-05-08")),
        planted_event("call", EventType.CALL, [XI, PUTIN], day("2025-05-12")),
        planted_event("shuttle-1", EventType.MEETING, [MEDIATOR, PUTIN], day("2025-03-01")),
        planted_event("shuttle-2", EventType.MEETING, [MEDIATOR, ZELENSKYY], day("2025-03-06")),
    ]
    for event in events:
        yield from event_quads(event)
    yield from actor_quads(MEDIATOR)
    yield from place_quads(MOSCOW)
    for extraction in extractions:
        graph = ox.NamedNode(report_graph(report_iri(extraction.report)))
        for triple in extraction_triples(extraction):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


KREMLIN = event_iri("kremlin")


def fill(store: Store) -> None:
    store.bulk([*quads(corpus(900, seed=1)), *planted()])


@pytest.fixture(scope="session")
def store() -> Store:
    made = memory_store()
    fill(made)
    return made


def example_of(question: object) -> dict[str, str]:
    """A question's own example, with an event or report of the test graph where it needs one."""
    values = dict(question.example)  # type: ignore[attr-defined]
    for parameter in question.parameters:  # type: ignore[attr-defined]
        if parameter.type == "event":
            values[parameter.name] = KREMLIN
        if parameter.type == "report":
            values[parameter.name] = "kremlin-b"
    return values
