"""The side that a sentence leaves out, where the whole report knows one other side only.

"The talks ended on Friday" in a report of Seoul and Pyongyang, "an accord signed in May" in one
of a government and its rebels: what takes two was told of one, and there is one other.
"""

from __future__ import annotations

from collections import Counter

from graph.model import ActorKind, EventType
from ingest.language.entities import POWERS, Resolver
from ingest.language.offices import office_head
from ingest.language.types import EventMention, Form, Strength

# Nouns that take two sides; a summit or conference has as many as come.
_OF_TWO = frozenset(
    "talk negotiation agreement accord deal pact treaty truce ceasefire cease-fire dialogue "
    "protocol memorandum".split()
)
# How often a side must be spoken of to be one of the report's.
_OFTEN = 2


def add_other_side(event: EventMention, resolver: Resolver) -> None:
    """Give a two-sided event that was told of one side the only other side of the report."""
    if event.unnamed or not _takes_two(event) or not _of_powers(event):
        return
    mine = {_side(p, resolver) for p in event.parties}
    if len(mine) > 1 or None in mine:
        return
    often = {side for side, n in sides_of_report(resolver).items() if n >= _OFTEN}
    if len(mine | often) != 2:
        return
    dated = event.time is not None and event.time.strength >= Strength.ATTACHED
    beside = (
        event.type is EventType.AGREEMENT
        and bool(mine)
        and event.trigger.verb is not None
        and _in_sentence(event, often - mine, resolver)
    )
    if not (dated and event.trigger.nominal) and not beside:
        return  # neither a day of its own nor the other side beside it: a treaty, a process
    for side in sorted(often - mine):
        index = _entity_of(side, resolver)
        if index is not None:
            event.parties.append(index)
    event.rules.append("only-other-side")


def _takes_two(event: EventMention) -> bool:
    if event.type is EventType.AGREEMENT and not event.trigger.nominal:
        return event.trigger.frame.lemma == "agree"  # "agreed to write off Algerian debt"
    return event.type in (EventType.MEETING, EventType.AGREEMENT) and (
        event.trigger.frame.lemma in _OF_TWO
    )


def _of_powers(event: EventMention) -> bool:
    """Whether the one side is told as a state, its government or people by name.

    "A U.S. judge agreed to review" is no undertaking of the United States.
    """
    mentions = [a.mention for a in event.arguments if a.entities and a.mention is not None]
    return all(
        m.form is not Form.ROLE
        or m.kind is not ActorKind.STATE
        or office_head(m.office) in POWERS
        or office_head(m.office).removesuffix("s") in _SPEAKING_FOR
        for m in mentions
    )


_SPEAKING_FOR = frozenset(
    "official minister leader negotiator diplomat side envoy delegation representative ministry".split()
)


def _in_sentence(event: EventMention, sides: set[str], resolver: Resolver) -> bool:
    """Whether the trigger's sentence names one of some sides, by state, people or demonym."""
    return any(
        resolver.sentence_of[m.start] == event.trigger.sentence
        and (m.country in sides or (m.entity is not None and _side(m.entity, resolver) in sides))
        for m in resolver.register.mentions
    )


def sides_of_report(resolver: Resolver) -> Counter[str]:
    """How often a report speaks of each state (its people count) and each movement."""
    counts: Counter[str] = Counter()
    for entity in resolver.register.entities:
        side = _side(entity.index, resolver)
        if side is not None:
            counts[side] += len(entity.mentions)
    return counts


def _side(index: int, resolver: Resolver) -> str | None:
    entity = resolver.entity(index)
    if entity.kind is ActorKind.GROUP:
        return entity.name if entity.key else None
    if entity.kind is ActorKind.ORGANISATION:
        return entity.name if entity.key and entity.mentions else None
    return entity.country


def _entity_of(side: str, resolver: Resolver) -> int | None:
    for entity in resolver.register.entities:
        if entity.name == side and entity.kind in (ActorKind.GROUP, ActorKind.ORGANISATION):
            return entity.index
    return resolver.state(side) if len(side) == 3 and side.isupper() else None
