"""From event mentions to `graph.model`: accounts with their evidence, actors, dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.identifiers import account_iri, actor_iri, quotation_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Participation,
    Quotation,
    Role,
    Span,
)
from ingest.language.dates import time_of
from ingest.language.entities import Resolver
from ingest.language.places import place_of
from ingest.language.reading import Reading
from ingest.language.types import (
    Entity,
    EventMention,
    Form,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    from ingest.knowledge import Knowledge
    from ingest.language.quotations import Quote


def actor_of(entity: Entity, doc: Doc, reading: Reading) -> Actor:
    """Return the model's actor for an entity of the register."""
    spans = {}
    for mention in entity.mentions:
        span = reading.span(doc, mention.start, mention.end)
        spans[(span.field, span.start, span.end)] = span
    names = {m.name for m in entity.mentions} | entity.aliases
    aliases = sorted(n for n in names if n != entity.name)
    office = entity.office
    return Actor(
        iri=actor_iri(entity.kind, entity.key or entity.name, entity.country),
        name=entity.name,
        kind=entity.kind,
        country=entity.country,
        wikidata=entity.wikidata,
        office=office,
        aliases=tuple(aliases),
        mentions=tuple(spans[k] for k in sorted(spans)),
    )


def accounts_of(
    doc: Doc,
    reading: Reading,
    events: list[EventMention],
    resolver: Resolver,
    actors: dict[int, Actor],
    knowledge: Knowledge | None = None,
) -> tuple[Account, ...]:
    """Return the accounts of a report, the visit of each meeting linked."""
    report = report_iri(reading.report)
    sentences = list(doc.sents)
    iris: dict[int, str] = {}
    ordinals: Counter[tuple[int, int, EventType]] = Counter()
    spans: list[Span] = []

    def key(event: EventMention) -> tuple[str, ...]:
        return (
            event.place.name if event.place else "",
            event.time.start if event.time else "",
            "|".join(actors[p].iri for p in event.parties if p in actors),
        )

    numbered = sorted(events, key=lambda e: (e.trigger.start, e.type.value, key(e)))
    for event in numbered:
        trigger = reading.span(doc, event.trigger.start, event.trigger.end)
        slot = (event.trigger.start, event.trigger.end, event.type)
        iris[id(event)] = account_iri(report, trigger, event.type, ordinals[slot])
        ordinals[slot] += 1
    made: list[Account] = []
    for event in numbered:
        trigger = reading.span(doc, event.trigger.start, event.trigger.end)
        spans = []
        for number in event.sentences:
            span = reading.span(doc, sentences[number].start, sentences[number].end)
            if span not in spans:
                spans.append(span)
        within = iris.get(id(event.within)) if event.within is not None else None
        rules = list(event.rules)
        if event.time is not None:
            rules.append(f"time:{event.time.strength.name.lower()}")
        if event.place is not None:
            rules.append(f"place:{event.place_strength.name.lower()}")
        made.append(
            Account(
                iri=iris[id(event)],
                type=event.type,
                trigger=trigger,
                participations=_participations(event, resolver, actors),
                status=event.status,
                evidence=tuple(spans),
                time=time_of(event.time) if event.time is not None else None,
                place=place_of(event.place)
                if event.place is not None and event.type is not EventType.CALL
                else None,
                topics=topics_of((sentences[n] for n in event.sentences), knowledge)
                if knowledge is not None
                else (),
                confidence=event.confidence,
                rules=tuple(dict.fromkeys(rules)),
                plover_mode=event.trigger.frame.mode,
                within=within,
            )
        )
    return tuple(made)


def _participations(
    event: EventMention, resolver: Resolver, actors: dict[int, Actor]
) -> tuple[Participation, ...]:
    made = []
    seen: set[str] = set()
    for index in event.parties:
        actor = actors.get(index)
        if actor is None or actor.iri in seen:
            continue
        seen.add(actor.iri)
        entity = resolver.entity(index)
        mention = next(
            (a.mention for a in event.arguments if index in a.entities and a.mention is not None),
            None,
        )
        written = None
        capacity = None
        if mention is not None:
            if mention.form in (Form.NAME, Form.SURNAME) and mention.name != actor.name:
                written = mention.name
            capacity = mention.office if mention.kind is ActorKind.PERSON else None
        capacity = capacity or (entity.office if entity.kind is ActorKind.PERSON else None)
        on_behalf = entity.country if entity.kind is ActorKind.PERSON and entity.country else None
        made.append(
            Participation(
                actor=actor,
                role=_role(event, index),
                capacity=capacity,
                on_behalf_of=on_behalf,
                name_as_written=written,
            )
        )
    return tuple(made)


def _role(event: EventMention, index: int) -> Role:
    if event.type is EventType.VISIT:
        return Role.HOST if index in event.hosts else Role.VISITOR
    if event.type is EventType.AGREEMENT:
        return Role.SIGNATORY
    if index in event.hosts:
        return Role.HOST
    return Role.PARTICIPANT


def quotations_of(
    doc: Doc,
    reading: Reading,
    quotes: list[Quote],
    actors: dict[int, Actor],
    accounts: tuple[Account, ...],
) -> tuple[Quotation, ...]:
    """Return the quotations whose speaker is known, each with the account it stands beside."""
    report = report_iri(reading.report)
    made = {}
    for quote in quotes:
        speaker = actors.get(quote.speaker)
        if speaker is None or quote.end <= quote.start:
            continue
        span = reading.span(doc, quote.start, quote.end)
        about = next(
            (
                a.iri
                for a in accounts
                if any(
                    e.field == span.field and e.start <= span.start and span.end <= e.end
                    for e in a.evidence
                )
                and any(p.actor.iri == speaker.iri for p in a.participations)
            ),
            None,
        )
        made[(span.field, span.start, span.end)] = Quotation(
            quotation_iri(report, span), speaker, span.text, span, quote.direct, about
        )
    return tuple(made[k] for k in sorted(made))


def topics_of(sentences: Iterable[SpacySpan], knowledge: Knowledge) -> tuple[str, ...]:
    """Return the subjects that some sentences speak of, in order of the table."""
    words: set[str] = set()
    text = ""
    for sent in sentences:
        words.update(t.lemma_.lower() for t in sent)
        words.update(t.lower_ for t in sent)
        text += " " + sent.text.lower()
    return tuple(
        topic
        for topic, shown_by, phrases in knowledge.topic_words
        if not shown_by.isdisjoint(words) or any(f" {p}" in text for p in phrases)
    )
