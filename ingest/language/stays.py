"""How long an event lasts, where its first or last day is known (further policy 14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.model import EventType, Status
from ingest.language import dates
from ingest.language.types import EventMention, Strength, TimeExpr

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BEGINNING = frozenset(
    "begin start open launch arrive embark kick commence land beginning opening outset".split()
)
ENDING = frozenset("end conclude finish close complete wrap wind conclusion completion".split())
HOLDING = frozenset("hold pay make host convene leave fly travel go head visit undertake".split())
GOING = frozenset("fly travel come go".split())


# Nouns that say which part of an event is meant: "at the end of a visit", "two days of talks".
PHASES = frozenset(
    "end eve conclusion close completion start beginning opening outset day week round part series "
    "sideline margin course".split()
)


def of_phase(noun: Token) -> bool:
    """Whether an event's noun stands after "the end of", "two days of" and the like."""
    return noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in PHASES


def stretch(doc: Doc, event: EventMention, times: Sequence[TimeExpr]) -> None:
    """Give an event its length, where its first or last day is known (further policy 14).

    "Began a three-day visit Monday" runs to Wednesday, "ended" one since Saturday; "met Monday
    during a three-day visit" says nothing of the other days. What runs beyond the publication
    day is going on.
    """
    if event.time is None or event.time.precision != "day":
        return
    head = doc[event.trigger.head]
    length, noun = _length(doc, event, head, times)
    for mention in event.merged:  # "ended a summit Thursday ... the two-day meeting"
        if length is None and mention.type is event.type:
            length, _ = _length(doc, mention, doc[mention.trigger.head], times)
    if length is None:
        return
    value = None
    bounds = _bounds(doc, event, noun)
    own = event.time.strength in (Strength.ATTACHED, Strength.DEFAULT)
    ordinal = _ordinal_day(noun)
    if ordinal is not None:
        first = dates.shifted(event.time, 1 - ordinal)
        value = dates.anchored(length, first) if first is not None else None
    elif bounds & ENDING:
        value = dates.anchored(length, event.time, last=True)
    elif (
        (own and bounds & BEGINNING)
        or (own and event.status in (Status.PLANNED, Status.ONGOING) and bounds & HOLDING)
        or (own and noun is not head and head.lemma_ in GOING)
    ):
        value = dates.anchored(length, event.time)
    if value is not None:
        event.time = value


def _ordinal_day(noun: Token) -> int | None:
    """The number in "on the second day of a three-day visit"; None where there is none."""
    if not of_phase(noun) or noun.head.head.lemma_ != "day":
        return None
    for child in noun.head.head.children:
        known = dates.ordinal(child.lower_)
        if known is not None:
            return known
    return None


def _length(
    doc: Doc, event: EventMention, head: Token, times: Sequence[TimeExpr]
) -> tuple[TimeExpr | None, Token]:
    """The duration that belongs to an event, and the noun it stands on."""
    durations = [t for t in times if t.kind == "duration"]
    left = head.left_edge.i
    for length in durations:
        of_it = length.end == left - 1 and doc[left - 1].lower_ == "of"  # "two days of talks"
        if (left <= length.start and length.end <= head.i) or of_it:
            return length, head
    if event.type is EventType.VISIT and not event.trigger.nominal:
        # "arrived Tuesday for a five-day visit", "on a week-long tour"
        for preposition in head.children:
            if preposition.dep_ != "prep" or preposition.lower_ not in ("for", "on"):
                continue
            for noun in preposition.children:
                for length in durations:
                    if noun.left_edge.i <= length.start and length.end <= noun.i:
                        return length, noun
    return None, head


def _bounds(doc: Doc, event: EventMention, noun: Token) -> set[str]:
    """Lemmas of the words that say whether a day is an event's first or last."""
    found = {c.lemma_ for c in noun.children if c.dep_ in ("relcl", "acl")}
    if found & (BEGINNING | ENDING):
        return found
    if event.trigger.verb is not None:
        found.add(doc[event.trigger.verb].lemma_)
    if of_phase(noun):
        found.add(noun.head.head.lemma_.lower())
    above = _above(noun)
    if above is not None:
        found.add(above.lemma_)
    return found


def _above(token: Token) -> Token | None:
    """The verb that a noun hangs on, through prepositions and phases ("end of a visit")."""
    for _ in range(5):
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.dep_ != "prep" and token.lemma_.lower() not in PHASES:
            return None
    return None
