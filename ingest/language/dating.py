"""Dates and places that no word of the sentence gives: by default, or from an enclosing event.

It runs after merging, when every mention of an event has had its say. The annotation guide's
further policies decide; background told in the simple past stays without a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.model import EventType, Status
from ingest.language import dates
from ingest.language.entities import Resolver
from ingest.language.reading import Reading
from ingest.language.times.calendar import first_day, last_day
from ingest.language.times.forms import AfterEvent
from ingest.language.types import (
    EventMention,
    PlaceExpr,
    Strength,
    TimeExpr,
    TimeValue,
    Trigger,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc


def past_plan(event: EventMention, published: str | None) -> None:
    """Take a plan that stands within a stay of the past for done: "flew to Oslo in May to sign"."""
    time = event.time
    if published is None or time is None or time.strength is not Strength.INHERITED:
        return
    open_ = event.status is Status.PLANNED and not event.status_firm
    if open_ and _days(time.end, published) > LATELY:
        event.status = Status.OCCURRED


# Days after which what was to come has come.
LATELY = 1


def _days(earlier: str, later: str) -> int:
    return (first_day(later) - last_day(earlier)).days


# Tokens within which the event follows that "two days after" counts from.
COUNT_REACH = 8


def counted(doc: Doc, events: Sequence[EventMention], times: Sequence[TimeExpr]) -> None:
    """Count a day from another event's: "two days after he landed in Oslo, the king met X on Monday".

    Either of the two may be the one whose day is told.
    """
    told = [(m.trigger, e) for e in events for m in (e, *e.merged)]
    for expr in times:
        form = expr.form
        if not isinstance(form, AfterEvent) or form.amount is None or form.unit not in _UNITS:
            continue
        days = form.amount * _UNITS[form.unit]
        behind = [(t.head, e) for t, e in told if 0 <= t.head - expr.end < COUNT_REACH]
        if not behind:
            continue
        at, anchor = min(behind, key=lambda pair: pair[0])
        main = _governed(doc, expr, told, anchor)
        if main is None or doc[at].sent.start > expr.start:
            continue
        if _firm_day(anchor.time) and not _firm_day(main.time):
            main.time = dates.shifted(anchor.time, days)  # type: ignore[arg-type]
        elif _firm_day(main.time) and not _firm_day(anchor.time):
            anchor.time = dates.shifted(main.time, -days)  # type: ignore[arg-type]


_UNITS = {"day": 1, "week": 7}


def _firm_day(time: TimeValue | None) -> bool:
    return time is not None and time.precision == "day" and time.strength is Strength.ATTACHED


def _governed(
    doc: Doc, expr: TimeExpr, told: list[tuple[Trigger, EventMention]], anchor: EventMention
) -> EventMention | None:
    """The event of the clause that an expression dates, the one it counts from left out."""
    token = dates.expression_head(doc, expr)
    while token.head.i != token.i:
        token = token.head
        for trigger, event in told:
            if event is not anchor and token.i in (trigger.head, trigger.verb):
                return event
    return None


def present_day(event: EventMention, published: str | None) -> None:
    """Give what is going on the publication day, where the date found for it cannot be its own.

    "The minister is in Oslo for two days, following the king's visit last year."
    """
    if published is None or event.status is not Status.ONGOING or event.time is None:
        return
    if _not_its_own(event.time, published):
        event.time = dates.default_value(published)


def _counted_from_event(doc: Doc, event: EventMention, times: Sequence[TimeExpr]) -> bool:
    """Whether an event has a day that nobody can count: "arrived two days before the king"."""
    head = doc[event.trigger.head]
    children = {t.i for c in head.children for t in c.subtree}
    return any(isinstance(t.form, AfterEvent) and t.start in children for t in times)


def default_day(
    doc: Doc,
    event: EventMention,
    published: str | None,
    reading: Reading,
    times: Sequence[TimeExpr] = (),
) -> None:
    """Date undated news to the publication day, where the guide says so (further policy 2).

    That is what is going on (it covers that day, wherever the report says so), what the first
    three sentences tell in the present or perfect, and the main clause of the lead.
    """
    if published is None:
        return
    if event.time is not None or _counted_from_event(doc, event, times):
        return
    first = min(event.sentences)
    cues = {r.split(":", 1)[1] for r in event.rules if r.startswith("status:")}
    present = cues & {
        "progressive",
        "perfect",
        "perfect-begin",
        "is-in",
        "begins",
        "past-begin",
        "subject-present",
    }
    lead = lead_sentence(doc, reading)
    told = event.status is Status.OCCURRED and first == lead and main_clause(doc, event)
    early = first <= lead + 2 or event.trigger.frame.lemma in _GONE  # "has left for Oslo"
    lately = event.status is Status.OCCURRED and early and present
    told = told or (event.status is Status.OCCURRED and first == lead and _on_the_way(doc, event))
    reported = event.status is Status.OCCURRED and _says(doc, event)
    around = event.status is Status.OCCURRED and _while_it_was_told(doc, event, first == lead)
    going = event.status is Status.ONGOING
    if told or lately or reported or around or going or _beside(doc, event):
        event.time = dates.default_value(published)


def continued(
    doc: Doc, event: EventMention, times: Sequence[TimeExpr], published: str | None
) -> None:
    """Date an undated plan by the sentence before, where that speaks of one day to come.

    "The minister arrives Monday. He is to meet business leaders and envoys." The day is taken
    as that sentence means it, and only where it has no other.
    """
    if event.time is not None or event.status is not Status.PLANNED or published is None:
        return
    first = doc[event.trigger.head].sent.start
    if first == 0 or event.type in (EventType.CALL, EventType.VISIT):
        return
    sentence = doc[event.trigger.head].sent
    if any(t.kind == "vague" and sentence.start <= t.start < sentence.end for t in times):
        return  # "He plans to meet the rebels soon"
    before = doc[first - 1].sent
    near = [
        (t.kind, t.value)
        for t in times
        if before.start <= t.start < before.end and dates.dates_something(t) and t.value is not None
    ]
    if len(near) != 1:
        return
    kind, value = near[0]
    if kind in _DAYS and value.end > published[: len(value.end)]:
        event.time = dates.inherited(value)


def _not_its_own(time: TimeValue, published: str) -> bool:
    """Whether a date cannot be that of what is going on: loosely found, or long past."""
    today = dates.default_value(published)
    if today is None or dates.within(today, time):
        return time.strength <= Strength.NEAR and time.precision != "range"
    ago = (first_day(published) - last_day(time.end)).days
    return time.strength <= Strength.NEAR or ago > LONG_AGO


# Days before the report on which what is going on may have begun.
LONG_AGO = 30
_DAYS = frozenset({"day", "weekday", "relative", "week", "range", "holiday"})


def _on_the_way(doc: Doc, event: EventMention) -> bool:
    """Whether the main clause tells what was done at an event: "agreed at a meeting in Oslo"."""
    head = doc[event.trigger.head]
    if event.trigger.verb is not None or head.dep_ != "pobj":
        return False
    if event.trigger.frame.lemma in _BACKDROPS:
        return False
    if head.head.lower_ not in ("at", "during", "after", "following"):
        return False
    verb = dates.clause_of(head)
    return verb.dep_ == "ROOT" and verb.tag_ == "VBD"


# Gatherings that a report names as the occasion: their days are longer than the news.
_BACKDROPS = frozenset("summit conference forum session assembly congress".split())


def _says(doc: Doc, event: EventMention) -> bool:
    """ "a spokesman says the president telephoned the king": news of the day."""
    verb = doc[event.trigger.head if event.trigger.verb is None else event.trigger.verb]
    above = verb.head
    return (
        verb.dep_ == "ccomp"
        and verb.tag_ == "VBD"
        and above.tag_ == "VBZ"
        and above.lemma_ in ("say", "report", "announce")
    )


# Verbs of a journey whose perfect is news wherever it stands.
_GONE = frozenset("leave depart fly travel return".split())


def _while_it_was_told(doc: Doc, event: EventMention, lead: bool) -> bool:
    """Whether undated news happened at, or hours before, an event.

    "On a visit to Peru, X said ..."; in a lead "While in Peru, X ..." and "just hours after X
    paid a visit".
    """
    token = doc[event.trigger.head]
    verb = doc[event.trigger.verb] if event.trigger.verb is not None else token
    if event.trigger.nominal and event.trigger.verb is None and token.dep_ == "pobj":
        above = token.head.head
        return (
            token.head.lower_ in ("on", "during")
            and token.head.dep_ == "prep"
            and above.dep_ == "ROOT"
            and above.lemma_ in ("say", "tell", "urge", "call", "warn")
        )
    if lead and event.trigger.frame.lemma == "while in":
        return True
    marks = [c for c in verb.children if c.dep_ == "mark"]
    return lead and any(
        c.lower_ in ("after", "as", "while")
        and (c.lower_ != "after" or (c.i > 0 and doc[c.i - 1].lower_ in ("hours", "minutes")))
        for c in marks
    )


def _beside(doc: Doc, event: EventMention) -> bool:
    """Whether somebody speaks "on the sidelines of" an event: news of that day."""
    token = doc[event.trigger.head]
    if token.dep_ != "pobj" or token.head.lower_ != "of":
        return False
    return token.head.head.lemma_ in ("sideline", "margin") and event.status is Status.OCCURRED


def lead_sentence(doc: Doc, reading: Reading) -> int:
    """Number of the first sentence that is no title, heading or caption."""
    for number, sent in enumerate(doc.sents):
        if reading.kind_of(sent.start) == "text":
            return number
    return 0


def main_clause(doc: Doc, event: EventMention) -> bool:
    """Whether an event is what the main clause of its sentence tells in the simple past."""
    trigger = event.trigger
    verb = doc[trigger.verb] if trigger.verb is not None else None
    if verb is None:
        return False
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return bool(verb.dep_ == "ROOT")


def _destination(visit: EventMention, meetings: list[EventMention], resolver: Resolver) -> None:
    """Give a visit without a destination the place or land of a meeting of its visitor."""
    for meeting in meetings:
        if not set(meeting.parties) & set(visit.parties):
            continue
        if min(abs(s - t) for s in visit.sentences for t in meeting.sentences) > 1:
            continue
        home = {resolver.entity(p).country for p in visit.parties}
        if meeting.place is not None and meeting.place.country not in home:
            visit.place, visit.place_strength = meeting.place, Strength.INHERITED
            return
        lands = (
            {resolver.entity(p).country for p in meeting.parties if p not in visit.parties}
            - home
            - {None}
        )
        if len(lands) == 1:
            country = lands.pop()
            name = resolver.gazetteer.state_names.get(str(country), str(country))
            head = visit.trigger.head
            visit.place = PlaceExpr(head, head + 1, head, "state", name, None, country)
            visit.place_strength = Strength.INHERITED
            return


# Sentences between a visit and an encounter with a party of the land visited.
VISIT_REACH = 4
# Days by which an encounter may lie outside the days that are known of a visit.
VISIT_SLACK = 3
# Sentences that "the talks" looks back.
ANTECEDENT_REACH = 3


def inherit(events: list[EventMention], resolver: Resolver) -> None:
    """Give undated, placeless encounters what an enclosing visit or meeting knows.

    An encounter lies within a visit when they share a party and the report puts them into one
    sentence or land, or when the other party is of the land visited and no date forbids it. An
    agreement takes day and place of the meeting it was made at, a meeting the agreement's day.
    """
    visits = [e for e in events if e.type is EventType.VISIT]
    meetings = [e for e in events if e.type in (EventType.MEETING, EventType.CEREMONY)]
    calls = [e for e in events if e.type is EventType.CALL]
    agreements = [e for e in events if e.type is EventType.AGREEMENT]
    for event in events:
        if event.type is EventType.CALL:
            continue
        if event.type is EventType.VISIT:
            if event.place is None:
                _destination(event, meetings, resolver)
            continue
        for visit in sorted(visits, key=lambda v: distance(v, event)):
            _from_visit(event, visit, resolver)
        for other in (*meetings, *calls) if event.type is EventType.AGREEMENT else agreements:
            _from_occasion(event, other, resolver)
        if event.type is EventType.MEETING and event.trigger.definite:
            _from_antecedent(event, meetings)


def _from_visit(event: EventMention, visit: EventMention, resolver: Resolver) -> None:
    if visit.place is None or not _share(event, visit, resolver):
        return
    if _background(visit) and distance(event, visit) > 0:
        return
    land = visit.place.country
    real = _same_reality(event.status, visit.status)
    same_sentence = distance(event, visit) == 0 and real
    if event.place is not None:
        inside = land is not None and event.place.country == land
    else:
        others = {resolver.entity(p).country for p in event.parties if p not in visit.parties}
        met_there = (
            land in others and land is not None and distance(event, visit) <= VISIT_REACH and real
        )
        inside = event.type is not EventType.AGREEMENT and (same_sentence or met_there)
    if not inside or not _days_fit(event.time, visit.time):
        return
    if event.within is None:
        event.within = visit
    if event.within is not visit:
        return
    if event.place is None:
        event.place, event.place_strength = visit.place, Strength.INHERITED
    earlier = "status:past-perfect" in event.rules  # "arrived from Rome, where he had met X"
    if event.time is None and visit.time is not None and not earlier:
        if _first_day_alone(event, visit):
            return
        event.time = dates.inherited(visit.time)


def _first_day_alone(event: EventMention, visit: EventMention) -> bool:
    """ "arrived Monday and is to meet the king": of the visit the first day is known, and no more.

    News of a visit without a day of its own ("has arrived") lends the report's (policy 15).
    """
    if event.status is Status.POSSIBLE and visit.status is Status.PLANNED:
        return visit.time is not None and visit.time.precision == "day"
    if event.status is not Status.PLANNED or visit.status is not Status.ONGOING:
        return False
    time = visit.time
    return time is not None and time.precision == "day" and time.strength is not Strength.DEFAULT


def day_of_encounters(events: Sequence[EventMention]) -> None:
    """Give an undated visit the day of what lies within it.

    "He travels to Oslo ... he will see the king there on Wednesday": a stay of which one day is
    told has that day (further policy 5).
    """
    for visit in events:
        if visit.type is not EventType.VISIT or visit.status is Status.CANCELLED:
            continue
        # "has paid a visit to Oslo ... He met the king on Tuesday": the day of the report is a guess
        guess = "status:perfect-begin" in visit.rules and visit.time is not None
        guess = guess and visit.time is not None and visit.time.strength is Strength.DEFAULT
        if visit.time is not None and not guess:
            continue
        inside = [
            e.time
            for e in events
            if e.within is visit
            and (not guess or e.status is Status.OCCURRED)
            and e.time is not None
            and e.time.strength is Strength.ATTACHED
            and e.time.precision in ("day", "range")
        ]
        if inside:
            visit.time = dates.inherited(min(inside, key=lambda t: t.start))


def _background(visit: EventMention) -> bool:
    """A visit of some year that is over lends nothing to the news told beside it."""
    return (
        visit.status is Status.OCCURRED
        and visit.time is not None
        and visit.time.precision == "year"
    )


def _from_occasion(event: EventMention, other: EventMention, resolver: Resolver) -> None:
    """An agreement and the meeting at which it was made lend each other the day."""
    near = distance(event, other)
    if near > 1 or other.status is not event.status or not _share(event, other, resolver):
        return
    if event.type is not EventType.AGREEMENT and near > 0:
        return
    # a month or year only where it stands in the same sentence: "at a summit last month"
    exact = other.time is not None and (
        other.time.precision in ("day", "week") or (near == 0 and not other.merged)
    )
    if event.time is None and other.time is not None and exact:
        event.time = dates.inherited(other.time)
    if (
        event.type is EventType.AGREEMENT
        and event.place is None
        and other.place is not None
        and near == 0
    ):
        event.place, event.place_strength = other.place, Strength.INHERITED


def _from_antecedent(event: EventMention, meetings: list[EventMention]) -> None:
    """ "the summit" of other parties than those named before: same occasion, day and place."""
    if event.time is not None and event.place is not None:
        return
    first = min(event.sentences)
    before = [
        m
        for m in meetings
        if m is not event
        and 0 <= first - min(m.sentences) <= ANTECEDENT_REACH
        and m.trigger.start < event.trigger.start
        and _same_reality(event.status, m.status)
        and _days_fit(event.time, m.time)
    ]
    if not before:
        return
    nearest = max(before, key=lambda m: m.trigger.start)
    if event.time is None and nearest.time is not None:
        event.time = dates.inherited(nearest.time)
    if event.place is None and nearest.place is not None:
        event.place, event.place_strength = nearest.place, Strength.INHERITED


def _share(a: EventMention, b: EventMention, resolver: Resolver) -> bool:
    """Whether two events have a party in common, or all states of one in the other."""
    if set(a.parties) & set(b.parties):
        return True
    first, second = _lands(a, resolver), _lands(b, resolver)
    return len(first & second) > 1


def _lands(event: EventMention, resolver: Resolver) -> set[str]:
    found = {resolver.entity(p).country for p in event.parties}
    return {c for c in found if c is not None}


def distance(a: EventMention, b: EventMention) -> int:
    """Sentences between the nearest mentions of two events."""
    return min(abs(s - t) for s in a.sentences for t in b.sentences)


TOLD = frozenset({Status.OCCURRED, Status.ONGOING})


def _same_reality(event: Status, visit: Status) -> bool:
    """Whether an event of one status can be part of a visit of another."""
    if visit is Status.ONGOING:
        return event is not Status.CANCELLED
    return (event in TOLD) == (visit in TOLD)


def _days_fit(event: TimeValue | None, visit: TimeValue | None) -> bool:
    if event is None or visit is None or Strength.DEFAULT in (event.strength, visit.strength):
        return True
    before = (first_day(visit.start) - last_day(event.end)).days
    after = (first_day(event.start) - last_day(visit.end)).days
    return max(before, after) <= VISIT_SLACK
