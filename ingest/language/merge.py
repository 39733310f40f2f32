"""Stage 8: one happening, one event: mentions of a report that tell of the same are joined.

Never on parties alone: two meetings of the same pair on different days are two. A mention
that is definite ("the talks", "his visit") joins the nearest event of its kind; words of
novelty ("a second round", "separately") forbid it; of dates and places only two firmly
attached ones contradict each other. Afterwards each event takes its facts from all mentions.
"""

from __future__ import annotations

from datetime import date

from graph.model import ActorKind, EventType, Status
from ingest.language import dates
from ingest.language.entities import Resolver
from ingest.language.places import one_land
from ingest.language.status import begun, ended, guessed
from ingest.language.types import EventMention, Form, PlaceExpr, Strength, TimeValue


def merge(events: list[EventMention], resolver: Resolver) -> list[EventMention]:
    """Join the event mentions of one report, given in order of the text."""
    kept: list[EventMention] = []
    for event in events:
        if not event.parties and _strong(event.time):
            _same_people(event, kept)
        if len(event.parties) < 2 and event.type is EventType.MEETING and event.trigger.definite:
            _talks_behind_accord(event, kept)
        best: tuple[float, EventMention] | None = None
        for other in reversed(kept):
            score = affinity(other, event, resolver)
            if score > 0 and (best is None or score > best[0]):
                best = (score, other)
        if best is not None:
            _absorb(best[1], event, resolver)
        else:
            kept.append(event)
    return [e for e in kept if not _umbrella(e, kept, resolver)]


_PROCESSES = frozenset("negotiation dialogue consultation discussion".split())
_SUMMITS = frozenset("summit conference forum".split())


def _umbrella(event: EventMention, others: list[EventMention], resolver: Resolver) -> bool:
    """ "is meeting with A and B leaders", told again one by one: only those count."""
    lands = _plural_lands(event)
    if len(lands) < 2:
        return False
    for other in others:
        if other is event or other.type is not event.type or other.trigger is event.trigger:
            continue
        if other.trigger.sentence <= event.trigger.sentence or len(other.parties) < 2:
            continue
        shared = [p for p in event.parties if p in other.parties]
        rest = {resolver.entity(p).country for p in other.parties if p not in shared}
        if shared and rest and rest <= lands:
            return True
    return False


def _plural_lands(event: EventMention) -> set[str | None]:
    """States of a plural of officials ("Israeli and Palestinian leaders")."""
    return {
        a.mention.country
        for a in event.arguments
        if a.mention is not None
        and a.mention.form is Form.ROLE
        and a.mention.number == "plural"
        and a.slot != "agent"
    }


def _same_people(event: EventMention, before: list[EventMention]) -> None:
    """ "The next round is set for March 17": of those who met last.

    Also "a formal accord will be signed in June", after the first one: another day, no new sides.
    """
    for other in reversed(before):
        if other.type is event.type and len(other.parties) >= 2:
            apart = event.trigger.indefinite and times_conflict(other.time, event.time)
            if not (event.trigger.novel or apart):
                return
            event.parties = list(other.parties)
            event.rules.append("same-people")
            return


def _talks_behind_accord(event: EventMention, before: list[EventMention]) -> None:
    """ "X and Y agreed to cut duties. After the talks, X said ...": X and Y talked."""
    near = [
        other
        for other in before
        if len(other.parties) >= 2
        and other.type in (EventType.MEETING, EventType.AGREEMENT)
        and 0 <= event.trigger.sentence - other.trigger.sentence <= 2
    ]
    if (
        near
        and all(other.type is EventType.AGREEMENT for other in near)
        and set(event.parties) <= set(near[-1].parties)
    ):
        event.parties = list(near[-1].parties)
        if event.time is None or event.time.strength < Strength.ATTACHED:
            event.time = near[-1].time
        event.rules.append("talks-behind-accord")


def affinity(first: EventMention, second: EventMention, resolver: Resolver) -> float:
    """How well `second` can be another mention of `first`; 0 where they cannot be one."""
    if not _same_kind(first, second):
        return 0.0
    if first.trigger is second.trigger or _beside_the_summit(first, second, resolver):
        return 0.0
    if places_conflict(first, second):
        return 0.0
    if times_conflict(first.time, second.time) and not _one_stay(first, second):
        return 0.0
    later, definite = second.trigger, second.trigger.definite
    one_journey = first.type is EventType.VISIT and (
        _same_place(first, second) or second.place is None or second.place.country is None
    )
    once_more = first.status is Status.OCCURRED and second.status is Status.PLANNED
    if later.novel and (once_more or not one_journey):
        return 0.0
    if {first.status, second.status} == {Status.CANCELLED, Status.OCCURRED} and (
        first.status_firm and second.status_firm
    ):
        return 0.0
    again = second.status is Status.PLANNED and second.status_firm and not second.trigger.nominal
    if first.status is Status.CANCELLED and again and not definite:
        return 0.0  # "put off the trip and now intends to be in Oslo in May"
    open_, told = {Status.PLANNED, Status.POSSIBLE}, {Status.OCCURRED, Status.ONGOING}
    apart = (first.status in open_ and second.status in told) or (
        first.status in told and second.status in open_
    )
    stop = first.status is Status.ONGOING and _same_place(first, second)
    going_on = first.type is EventType.VISIT and stop  # a stop planned in the land one is in
    if apart and first.status_firm and second.status_firm and not definite and not going_on:
        return 0.0
    if first.type is EventType.AGREEMENT and not _one_accord(first, second, resolver):
        return 0.0
    if second.trigger.indefinite and _another_kind(first, second):
        return 0.0
    a, b = first.parties, second.parties
    if first.type is EventType.VISIT and b and not set(b) - set(first.hosts) - set(second.hosts):
        return 0.0  # who received the first visitor is not the same visitor
    if len(_plural_lands(first)) >= 2 and len(b) < len(a) and not definite:
        named = [p for p in b if resolver.entity(p).kind is ActorKind.PERSON and p not in a]
        if named:
            return 0.0  # one of the several meetings that the first sums up
    if not b:
        distance = second.trigger.sentence - first.trigger.sentence
        if definite and 0 <= distance <= 6:
            return 0.3 / (1 + distance)
        return 0.1 / (1 + distance) if 0 <= distance <= 1 and first.type is EventType.VISIT else 0.0
    if not a:
        if first.trigger.frame.lemma in _PROCESSES and second.trigger.frame.lemma in _SUMMITS:
            return 0.0  # "our negotiations ... the summit": no summit was meant
        return 0.2 if first.trigger.sentence >= second.trigger.sentence - 2 else 0.0
    shared = sum(any(compatible(p, q, resolver) for q in a) for p in b)
    if _one_conference(first, second, resolver):
        return 0.5 + shared
    if shared == 0:
        return 0.0
    everything = shared == len(b) or all(any(compatible(p, q, resolver) for q in b) for p in a)
    if not everything:
        if first.type is EventType.VISIT and shared and _same_place(first, second):
            return 0.4
        ratio = 2 * shared / (len(a) + len(b))
        both = len(a) >= 2 and len(b) >= 2
        if both and not (ratio > 0.6 and definite):
            return 0.0
        if not both and ratio < 0.5:
            return 0.0
    score = 2 * shared / (len(a) + len(b))
    one_sided = min(len(a), len(b)) == 1 and max(len(a), len(b)) >= 2
    # "X is in B for talks. X was to meet with Y": the same; "X will meet Z" is open
    differs = first.status is not second.status and first.status_firm and second.status_firm
    if one_sided and differs and first.type is not EventType.VISIT and not definite:
        return 0.0
    if one_sided and not definite and second.trigger.frame.lemma in _ROUNDS:
        return 0.0  # "took part in negotiations on the constitution": with whom is open
    if definite:
        score += 0.2
    if first.status is second.status:
        score += 0.1
    distance = abs(second.trigger.sentence - first.trigger.sentence)
    return score + 0.1 / (1 + distance)


def _another_kind(first: EventMention, second: EventMention) -> bool:
    """ "... held talks. A summit is not ruled out": an indefinite noun of another sort is new."""
    words = {m.trigger.frame.lemma for m in (first, *first.merged)}
    return (
        second.trigger.frame.lemma not in words
        and second.trigger.sentence > first.trigger.sentence
        and (
            first.type is EventType.MEETING
            or (first.type is EventType.AGREEMENT and set(first.parties) == set(second.parties))
        )
    )


_ROUNDS = frozenset({"negotiation", "dialogue", "consultation"})


def _beside_the_summit(first: EventMention, second: EventMention, resolver: Resolver) -> bool:
    """ "At the G7 summit, X met with Y": a meeting of its own, the summit is where."""
    if first.trigger.sentence != second.trigger.sentence or not first.trigger.nominal:
        return False
    if second.trigger.nominal or first.type is not EventType.MEETING:
        return False
    named = any(
        resolver.entity(e).kind is ActorKind.ORGANISATION
        for a in first.arguments
        if a.relation == "name"
        for e in a.entities
    )
    people = [p for p in second.parties if resolver.entity(p).kind is ActorKind.PERSON]
    return named and "status:at-noun" in first.rules and len(people) > 1


def _same_parties(a: EventMention, b: EventMention, resolver: Resolver) -> bool:
    return len(a.parties) == len(b.parties) and all(
        any(compatible(p, q, resolver) for q in b.parties) for p in a.parties
    )


def _one_conference(first: EventMention, second: EventMention, resolver: Resolver) -> bool:
    """ "the conference" after a conference: more who took part, no other gathering."""
    grand = {"summit", "conference", "forum", "meeting", "gathering"}
    if first.trigger.frame.lemma not in ("summit", "conference", "forum"):
        return False
    if second.trigger.frame.lemma not in grand or not second.trigger.definite:
        return False
    if not 0 <= second.trigger.sentence - first.trigger.sentence <= 4 or second.trigger.novel:
        return False

    def names(event: EventMention) -> set[int]:
        return {e for a in event.arguments if a.relation == "name" for e in a.entities}

    mine, theirs = names(first), names(second)
    return not (mine and theirs and not mine & theirs)


def _one_accord(first: EventMention, second: EventMention, resolver: Resolver) -> bool:
    """Whether a second mention of an agreement can be of the first: definite, or worded alike."""
    if second.trigger.definite or (_strong(first.time) and _strong(second.time)):
        return True
    near = second.trigger.sentence - first.trigger.sentence <= 2
    if near and len(first.parties) >= 2 and _same_parties(first, second, resolver):
        return True  # the lead, then who signed where
    words = {m.trigger.frame.lemma for m in (first, *first.merged)}
    return second.trigger.frame.lemma in words or second.trigger.sentence == first.trigger.sentence


def _same_kind(first: EventMention, second: EventMention) -> bool:
    if first.type is second.type:
        return True
    far = {EventType.MEETING, EventType.CALL}
    # "The call ... during the meeting": a noun for a conversation already told
    return (
        {first.type, second.type} == far
        and second.trigger.definite
        and (
            second.trigger.frame.lemma in ("meeting", "conversation", "discussion", "talk")
            and not second.parties
        )
    )


def compatible(p: int, q: int, resolver: Resolver) -> bool:
    """Whether two parties can be one: the same, or a person and the state they stand for."""
    if p == q:
        return True
    a, b = resolver.entity(p), resolver.entity(q)
    kinds = {a.kind, b.kind}
    if kinds == {ActorKind.PERSON, ActorKind.STATE}:
        return a.country is not None and a.country == b.country
    if ActorKind.PERSON in kinds and kinds & {ActorKind.ORGANISATION, ActorKind.GROUP}:
        person, body = (a, b) if a.kind is ActorKind.PERSON else (b, a)
        return person.organisation is not None and person.organisation == body.name
    return False


def times_conflict(a: TimeValue | None, b: TimeValue | None) -> bool:
    """Whether two firmly attached times exclude each other."""
    if a is None or b is None:
        return False
    if a.strength < Strength.NEAR or b.strength < Strength.NEAR:
        return False
    if a.strength + b.strength < 2 * Strength.NEAR + 1:
        return False
    length = min(len(a.start), len(b.start))
    early = a.end[: min(len(a.end), len(b.start))] < b.start[: min(len(a.end), len(b.start))]
    late = b.end[: min(len(b.end), len(a.start))] < a.start[: min(len(b.end), len(a.start))]
    return early or late or (length == 0)


def places_conflict(a: EventMention, b: EventMention) -> bool:
    """Whether two events are told of different places."""
    if a.place is None or b.place is None:
        return False
    if a.place_strength < Strength.NEAR or b.place_strength < Strength.NEAR:
        return False
    one, two = a.place, b.place
    if "continent" in (one.kind, two.kind):
        return False
    if one.country and two.country and not one_land(one.country, two.country):
        return True
    if a.type is EventType.VISIT:
        return False  # one visit per country
    if one.city and two.city and one.city != two.city:
        return a.place_strength == b.place_strength == Strength.ATTACHED
    return False


def _one_stay(a: EventMention, b: EventMention) -> bool:
    """A stop in the land of a visit that is going on belongs to it."""
    if a.type is not EventType.VISIT or not _same_place(a, b) or a.status is not Status.ONGOING:
        return False
    if b.status is not Status.PLANNED or a.time is None or b.time is None:
        return False
    if not len(a.time.start) == len(b.time.start) == 10:
        return False
    days = (date.fromisoformat(b.time.start) - date.fromisoformat(a.time.start)).days
    return 0 <= days <= 7


def _same_place(a: EventMention, b: EventMention) -> bool:
    return (
        a.place is not None and b.place is not None and one_land(a.place.country, b.place.country)
    )


def _strong(time: TimeValue | None) -> bool:
    return time is not None and time.strength >= Strength.NEAR


def _absorb(event: EventMention, other: EventMention, resolver: Resolver) -> None:
    """Give `event` what `other` knows more."""
    event.merged.append(other)
    for sentence in other.sentences:
        if sentence not in event.sentences:
            event.sentences.append(sentence)
    event.arguments.extend(other.arguments)
    event.parties = join_parties(event.parties, other.parties, resolver)
    event.hosts.extend(h for h in other.hosts if h not in event.hosts)
    if not _begun(event, other):
        event.time = better_time(event.time, other.time)
    elif other.status is Status.ONGOING:
        event.time = other.time
    if other.place is not None and _better_place(event, other.place, other.place_strength):
        event.place, event.place_strength = other.place, other.place_strength
    if _begun(event, other):
        firm = event.status_firm if event.status is Status.ONGOING else other.status_firm
        event.status, event.status_firm = Status.ONGOING, firm
    elif other.status_firm and not event.status_firm:
        event.status, event.status_firm = other.status, True
    elif not event.status_firm and guessed(event.rules) and not guessed(other.rules):
        event.status = other.status
    event.rules.extend(r for r in other.rules if r not in event.rules)
    event.unnamed = min(event.unnamed, other.unnamed) if other.parties else event.unnamed


def _begun(a: EventMention, b: EventMention) -> bool:
    """A stay that has begun goes on, whatever of it is over or still to come."""
    if a.type is not EventType.VISIT or a.status is b.status:
        return False
    stay, other = (a, b) if a.status is Status.ONGOING else (b, a)
    if stay.status is not Status.ONGOING:
        return False
    return other.status is Status.PLANNED or (begun(stay.rules) and not ended(other.rules))


def join_parties(a: list[int], b: list[int], resolver: Resolver) -> list[int]:
    """Unite two lists of parties; a person takes the place of their state or body."""
    made = list(a)
    for q in b:
        for i, p in enumerate(made):
            if compatible(p, q, resolver):
                if (
                    resolver.entity(q).kind is ActorKind.PERSON
                    and resolver.entity(p).kind is not ActorKind.PERSON
                ):
                    made[i] = q
                break
        else:
            made.append(q)
    # a state that came in before two of its persons
    persons = {
        resolver.entity(p).country for p in made if resolver.entity(p).kind is ActorKind.PERSON
    }
    unique: list[int] = []
    for p in made:
        entity = resolver.entity(p)
        if entity.kind is ActorKind.STATE and entity.country in persons:
            continue
        if p not in unique:
            unique.append(p)
    return unique


def better_time(a: TimeValue | None, b: TimeValue | None) -> TimeValue | None:
    """Return the firmer of two times, the finer of two equally firm ones."""
    if a is None or b is None:
        return a or b
    if b.strength > a.strength:
        return b
    if b.strength == a.strength and (
        len(b.start) > len(a.start)
        or (a.precision == "week" and b.precision in ("day", "range") and dates.within(b, a))
    ):
        return b
    return a


def _better_place(event: EventMention, place: PlaceExpr, strength: Strength) -> bool:
    """Whether a place says more than the event's: a city of its state does, the state does not."""
    known = event.place
    if known is None:
        return True
    if "continent" in (known.kind, place.kind):
        return known.kind == "continent" and place.kind != "continent"
    if known.country == place.country and known.country is not None and strength >= Strength.NEAR:
        if known.kind == "state" and _finer(place, known):
            return True
        if place.kind == "state" and event.place_strength >= Strength.NEAR:
            return False
    return strength > event.place_strength or (
        strength == event.place_strength and _finer(place, known)
    )


def _finer(a: PlaceExpr, b: PlaceExpr) -> bool:
    rank = {"continent": -1, "water": -1, "venue": 3, "city": 2, "region": 1, "state": 0}
    return rank.get(a.kind, 0) > rank.get(b.kind, 0)
