"""Days that a report goes on with: "later he met ...", "made the remarks during a visit", "on the sidelines".

A happening without a date of its own takes the day of the one before it where a word, a name or
the place in the news joins the two. It runs at the end, when events know their own dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.model import EventType, Status
from ingest.language import dates
from ingest.language.dating import TOLD, distance, lead_sentence, main_clause
from ingest.language.reading import Reading
from ingest.language.types import EventMention, TimeExpr, TimeValue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Words by which a sentence goes on with the day of the one before.
SEQUEL = frozenset(
    "later then afterwards afterward subsequently thereafter earlier also meanwhile".split()
)
# Sentences that "later" looks back.
SEQUEL_REACH = 2


def followed(
    doc: Doc,
    event: EventMention,
    events: Sequence[EventMention],
    times: Sequence[TimeExpr],
    published: str | None,
) -> None:
    """Date an undated happening by the one before it, where a word of sequel joins them.

    "The minister met the king on Monday. Later he was received by the premier."
    """
    if event.time is not None or event.status is not Status.OCCURRED:
        return
    spoken = _day_of_speech(doc, event, times) or _where_arrived(doc, event, times)
    if spoken is not None:
        event.time = dates.inherited(spoken)
        return
    if _of_remarks(doc, event):
        spoken = _day_before(doc, event, times, published, REMARKS_REACH)
        event.time = dates.inherited(spoken) if spoken is not None else None
        return
    named = _named_stay(doc, event, events)
    if named is not None:
        event.time = dates.inherited(named)
        return
    on_occasion = _on_occasion(doc, event)
    heads = {m.trigger.head for e in events for m in (e, *e.merged) if e is not event}
    goes_on = on_occasion or _goes_on(doc, event, heads)
    if not goes_on and not _narrated(doc, event, events, times):
        return
    at = event.trigger.start
    before = [
        e
        for e in events
        if e is not event
        and e.trigger.start < at
        and e.time is not event.time
        and distance(e, event) <= SEQUEL_REACH
        and e.time is not None
        and e.time.precision == "day"
        and e.status in TOLD
        and (on_occasion or set(e.parties) & set(event.parties))
    ]
    if before:
        nearest = max(before, key=lambda e: e.trigger.start)
        assert nearest.time is not None
        event.time = dates.inherited(nearest.time)
        return
    spoken = _day_before(doc, event, times, published, SEQUEL_REACH)
    if spoken is not None:
        event.time = dates.inherited(spoken)


def _told_by(doc: Doc, event: EventMention) -> Token:
    """The verb that tells an event, or that of the clause it stands in ("thanked X in a call")."""
    trigger = event.trigger
    if trigger.verb is not None:
        return doc[trigger.verb]
    head = doc[trigger.head]
    if trigger.nominal and head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "during", "by"):
        return dates.clause_of(head)
    return head


def _on_occasion(doc: Doc, event: EventMention) -> bool:
    """ "On the sidelines X talked with Y", "a pact was signed on the occasion": of what was told."""
    for preposition in _told_by(doc, event).children:
        if preposition.lower_ != "on":
            continue
        for noun in preposition.children:
            bare = not any(c.dep_ == "prep" for c in noun.children)
            if bare and noun.lemma_.lower() in ("sideline", "margin", "occasion"):
                return True
    return False


def _named_stay(doc: Doc, event: EventMention, events: Sequence[EventMention]) -> TimeValue | None:
    """The date of what "during that trip" or "at the meeting" speaks of, where it was told before."""
    heads = {m.trigger.head: e for e in events for m in (e, *e.merged) if e is not event}
    for preposition in _told_by(doc, event).children:
        if preposition.lower_ not in ("during", "at"):
            continue
        for noun in preposition.children:
            other = heads.get(noun.i)
            definite = any(c.lower_ in ("the", "that", "this") for c in noun.children)
            if other is not None and definite and other.status in TOLD and other.time is not None:
                return other.time
    return None


def _goes_on(doc: Doc, event: EventMention, heads: set[int]) -> bool:
    """Whether a word of sequel stands with an event's verb, or the verb it serves.

    "Then he visited the tomb to lay a wreath"; "met the mayor shortly after his arrival";
    "before the ceremony they had breakfast".
    """
    verb = _told_by(doc, event)
    for _ in range(2):
        for child in verb.children:
            if child.dep_ == "advmod" and child.lower_ in SEQUEL:
                return True
            if child.lower_ in ("after", "on", "upon", "following") and any(
                c.lemma_.lower() == "arrival" for c in child.children
            ):
                return True
            if child.lower_ in ("after", "before", "following") and any(
                c.i in heads and any(d.lower_ == "the" for d in c.children) for c in child.children
            ):
                return True
        if verb.dep_ not in ("advcl", "xcomp") or verb.tag_ not in ("VB", "VBG"):
            return False
        verb = verb.head
    return False


def _where_arrived(doc: Doc, event: EventMention, times: Sequence[TimeExpr]) -> TimeValue | None:
    """The day in "in Oslo, where he arrived on Monday, he was received by the king"."""
    verb = doc[event.trigger.head if event.trigger.verb is None else event.trigger.verb]
    arrivals = {
        clause.i
        for preposition in verb.children
        if preposition.dep_ == "prep" and preposition.lower_ == "in"
        for place in preposition.children
        for clause in place.children
        if clause.dep_ == "relcl" and clause.lemma_ in ("arrive", "land")
    }
    return _day_of_clause(doc, arrivals, times)


def _day_of_clause(doc: Doc, verbs: set[int], times: Sequence[TimeExpr]) -> TimeValue | None:
    """The first day that hangs on one of some verbs."""
    for expr in times:
        day = expr.value is not None and expr.value.precision == "day"
        if day and dates.clause_of(dates.expression_head(doc, expr)).i in verbs:
            return expr.value
    return None


# Sentences that "made the remarks during a visit" looks back to the remarks.
REMARKS_REACH = 2
_REMARKS = frozenset("remark comment statement announcement pledge appeal call warning".split())


def second_sentence(
    doc: Doc,
    event: EventMention,
    times: Sequence[TimeExpr],
    published: str | None,
    reading: Reading,
) -> None:
    """Date what the sentence behind the lead tells without a date: the lead's day, or the report's.

    "The minister is ready to go. He met the envoys in his office."
    """
    if event.time is not None or published is None or event.trigger.novel:
        return
    trigger = event.trigger
    sentence = doc[trigger.head].sent
    news = "status:past" in event.rules and event.status is Status.OCCURRED
    if not news or min(event.sentences) != lead_sentence(doc, reading) + 1:
        return
    if main_clause(doc, event) and not _dated(doc, sentence, times):
        before = _day_before(doc, event, times, published, 1)
        event.time = dates.inherited(before) if before else dates.default_value(published)


def _dated(doc: Doc, sentence: Span, times: Sequence[TimeExpr]) -> bool:
    """Whether a sentence has a date of its own, "for the third time this week" left out."""
    return any(
        sentence.start <= t.start < sentence.end
        and dates.dates_something(t)
        and dates.expression_head(doc, t).head.lemma_ != "time"
        for t in times
    )


def _of_remarks(doc: Doc, event: EventMention) -> bool:
    """Whether a bare noun is where something told before was said.

    "On Monday the general warned of war. He made the remarks during a visit to Oslo."
    """
    head = doc[event.trigger.head]
    preposition = head.head
    if head.dep_ not in ("pobj", "pcomp"):
        return False
    if preposition.lower_ not in ("during", "at", "after", "following"):
        return False
    verb = preposition.head
    if verb.tag_ != "VBD":
        return False
    return verb.lemma_ == "speak" or (
        verb.lemma_ in ("make", "issue")
        and any(c.dep_ == "dobj" and c.lemma_.lower() in _REMARKS for c in verb.children)
    )


def _narrated(
    doc: Doc, event: EventMention, events: Sequence[EventMention], times: Sequence[TimeExpr]
) -> bool:
    """Whether a sentence goes on with what the one before told of the same people.

    "The minister met the king on Monday. He had lunch with the premier."
    """
    trigger = event.trigger
    verb = doc[trigger.head if trigger.verb is None else trigger.verb]
    sentence = verb.sent
    if (
        trigger.novel
        or verb.dep_ != "ROOT"
        or not _past_form(verb)
        or "status:past" not in event.rules
    ):
        return False
    if any(sentence.start <= t.start < sentence.end and dates.dates_something(t) for t in times):
        return False
    return any(
        other is not event
        and other.time is not None
        and other.time.precision == "day"
        and other.status in TOLD
        and other.type is not EventType.VISIT
        and 0 < min(event.sentences) - min(other.sentences) <= SEQUEL_REACH
        and set(other.parties) & set(event.parties)
        for other in events
    )


def _past_form(verb: Token) -> bool:
    """Whether a verb stands in the simple past, active or passive."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return (verb.tag_ == "VBD" and not helpers) or helpers in ({"was"}, {"were"})


def _day_of_speech(doc: Doc, event: EventMention, times: Sequence[TimeExpr]) -> TimeValue | None:
    """The day in "speaking after talks with X in Oslo, he said on Monday"."""
    speaking = doc[event.trigger.head].head.head
    said = dates.clause_of(speaking)
    if speaking.lemma_ != "speak" or speaking.tag_ != "VBG" or said.tag_ != "VBD":
        return None
    return _day_of_clause(doc, {said.i}, times)


def _day_before(
    doc: Doc, event: EventMention, times: Sequence[TimeExpr], published: str | None, reach: int
) -> TimeValue | None:
    """The one day, past or present, that one of the sentences before names."""
    first = doc[event.trigger.head].sent.start
    for _ in range(reach):
        if first == 0 or published is None:
            return None
        before = doc[first - 1].sent
        first = before.start
        found = {
            t.value.start: t.value
            for t in times
            if before.start <= t.start < before.end
            and dates.dates_something(t)
            and t.value is not None
            and t.value.precision == "day"
            and t.value.end <= published
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None
