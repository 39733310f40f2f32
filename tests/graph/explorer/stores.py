"""A small store written by hand: four reports, four events, one of them told twice."""

from __future__ import annotations

from dataclasses import replace

from graph.identifiers import event_iri, report_graph, report_iri
from graph.model import Event, Extraction, Report, Status
from graph.rdf import actor_quads, event_quads, extraction_triples, place_quads
from graph.store import Store
from graph.stores import memory_store
from tests.builders import sample_extractions, state


def with_addresses(extractions: list[Extraction]) -> list[Extraction]:
    """Give the reports a headline and a web address (account IRIs stay as they are)."""

    def told(report: Report) -> Report:
        return replace(
            report, title=f"Headline of {report.id}", source=f"https://news.example/{report.id}"
        )

    return [replace(e, report=told(e.report)) for e in extractions]


def sample_store() -> Store:
    """Return the sample extractions with their events merged by hand."""
    store = memory_store()
    extractions = with_addresses(sample_extractions())
    accounts = []
    for extraction in extractions:
        iri = report_iri(extraction.report)
        store.put_graph(report_graph(iri), extraction_triples(extraction))
        accounts += [(iri, account) for account in extraction.accounts]
    quads = []
    (first, meeting), (second, again), *others = accounts
    told = [([first, second], [meeting, again])] + [([iri], [a]) for iri, a in others]
    for reports, group in told:
        main = group[0]
        event = Event(
            iri=event_iri(main.iri),
            type=main.type,
            label=f"{main.type.value} of {', '.join(p.actor.name for p in main.participations)}",
            participations=main.participations,
            status=main.status,
            accounts=tuple(sorted(a.iri for a in group)),
            reports=tuple(reports),
            time=main.time,
            place=main.place,
            topics=("trade",) if main is meeting else (),
            confidence=0.9,
            disagrees_on=("participations",) if len(group) > 1 else (),
        )
        quads += event_quads(event)
        for part in event.participations:
            quads += actor_quads(part.actor)
        if event.place:
            quads += place_quads(event.place)
    for code in ("CHN", "RUS", "FRA"):
        quads += actor_quads(
            replace(state(code), aliases=("Russian Federation",) if code == "RUS" else ())
        )
    store.bulk(dict.fromkeys(quads))
    assert Status.PLANNED in {a.status for _, a in accounts}
    return store
