"""Builders of model objects for tests: short, literal, without any language model."""

from __future__ import annotations

from graph.identifiers import account_iri, actor_iri, quotation_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Participation,
    Place,
    Quotation,
    Report,
    Role,
    Run,
    Span,
    Status,
    Time,
)

RUN = Run(software="diplograph test", model="none", rules="test")

STATE_NAMES = {"CHN": "China", "RUS": "Russia", "USA": "United States", "FRA": "France"}


def person(name: str, country: str | None, office: str | None = None) -> Actor:
    """A person with an IRI."""
    return Actor(
        actor_iri(ActorKind.PERSON, name, country), name, ActorKind.PERSON, country, office=office
    )


def state(code: str, name: str | None = None) -> Actor:
    """A state with an IRI."""
    name = name or STATE_NAMES.get(code, code)
    return Actor(actor_iri(ActorKind.STATE, name, code), name, ActorKind.STATE, code)


def organisation(name: str) -> Actor:
    """An organisation with an IRI."""
    iri = actor_iri(ActorKind.ORGANISATION, name, None)
    return Actor(iri, name, ActorKind.ORGANISATION)


def day(value: str, end: str | None = None) -> Time:
    """A time known to the day, month or year, as the value says."""
    precision = {4: "year", 7: "month", 10: "day"}[len(value)]
    if end and end != value:
        return Time(value, end, f"{value}/{end}", "range")
    return Time(value, value, value, precision)  # type: ignore[arg-type]


def city(name: str, country: str, lat: float | None = None, lon: float | None = None) -> Place:
    """A city as a place."""
    return Place(name, name, country, (name, STATE_NAMES.get(country, country)), lat, lon)


def extraction(
    id_: str,
    published: str | None,
    *sentences: tuple[str, EventType, list[tuple[Actor, Role]], Time | None, Place | None, Status],
    trigger: str | None = None,
    quotes: list[tuple[Actor, str]] | None = None,
    publisher: str | None = None,
) -> Extraction:
    """One report whose text is the sentences, each telling one account.

    The trigger of an account is the sentence's second word unless given.
    """
    text = " ".join(sentence for sentence, *_ in sentences)
    for _, quote in quotes or []:
        text += f' "{quote}"'
    report = Report(
        id_, text, title=f"Report {id_}", published=published, source=id_, publisher=publisher
    )
    iri = report_iri(report)
    accounts: list[Account] = []
    actors: dict[str, Actor] = {}
    at = 0
    for sentence, type_, parts, time, place, status in sentences:
        word = trigger or sentence.split()[1]
        start = text.index(word, at)
        span = Span(start, start + len(word), word)
        evidence = Span(at, at + len(sentence), sentence)
        participations = tuple(
            Participation(
                actor,
                role,
                on_behalf_of=actor.country,
                capacity=actor.office,
                name_as_written=actor.name,
            )
            for actor, role in parts
        )
        actors.update({actor.iri: actor for actor, _ in parts})
        accounts.append(
            Account(
                account_iri(iri, span, type_),
                type_,
                span,
                participations,
                status,
                (evidence,),
                time,
                place,
                confidence=0.9,
                rules=("test",),
            )
        )
        at += len(sentence) + 1
    quotations: list[Quotation] = []
    for speaker, quote in quotes or []:
        start = text.index(quote)
        span = Span(start, start + len(quote), quote)
        actors[speaker.iri] = speaker
        quotations.append(Quotation(quotation_iri(iri, span), speaker, quote, span))
    return Extraction(
        report, tuple(actors.values()), (), tuple(accounts), tuple(quotations), run=RUN
    )


XI = person("Xi Jinping", "CHN", "President of China")
PUTIN = person("Vladimir Putin", "RUS", "President of Russia")
MACRON = person("Emmanuel Macron", "FRA", "President of France")
MOSCOW = city("Moscow", "RUS", 55.75, 37.62)
BEIJING = city("Beijing", "CHN", 39.9, 116.4)


def sample_extractions() -> list[Extraction]:
    """Four reports: one meeting told twice, a planned visit, a call, an agreement, a quotation."""
    met, called, visit = EventType.MEETING, EventType.CALL, EventType.VISIT
    part, occurred = Role.PARTICIPANT, Status.OCCURRED
    return [
        extraction(
            "kremlin-a",
            "2025-05-08",
            (
                "Putin met Xi in Moscow on May 8.",
                met,
                [(PUTIN, Role.HOST), (XI, part)],
                day("2025-05-08"),
                MOSCOW,
                occurred,
            ),
            quotes=[(XI, "Our cooperation is gaining momentum.")],
            publisher="Morning Post",
        ),
        extraction(
            "kremlin-b",
            "2025-05-09",
            (
                "Xi held talks with Putin in Moscow on Thursday.",
                met,
                [(XI, part), (PUTIN, part)],
                day("2025-05-08"),
                MOSCOW,
                occurred,
            ),
            (
                "Putin will visit China in September.",
                visit,
                [(PUTIN, Role.VISITOR)],
                day("2025-09"),
                Place("China", None, "CHN", ("China",)),
                Status.PLANNED,
            ),
            publisher="Evening Wire",
        ),
        extraction(
            "call-c",
            "2025-05-12",
            (
                "Macron telephoned Xi on Monday.",
                called,
                [(MACRON, part), (XI, part)],
                day("2025-05-12"),
                None,
                occurred,
            ),
        ),
        extraction(
            "agreement-d",
            "2025-05-08",
            (
                "China and Russia signed an accord in Moscow on Thursday.",
                EventType.AGREEMENT,
                [(state("CHN"), Role.SIGNATORY), (state("RUS"), Role.SIGNATORY)],
                day("2025-05-08"),
                MOSCOW,
                occurred,
            ),
            trigger="signed",
        ),
    ]
