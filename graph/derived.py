"""What follows from events and is kept beside them: pairs of states, and what a visit contains.

For every two states that are party to one event that took place (status occurred or ongoing):
how many events in all and of each type, the first day and the last. Events of more than
`MOST_PARTIES` states say little of any two of them and would make a summit weigh 190 pairs;
they are left out. A pair is always counted anew from its events, never added to, so that a
forgotten report leaves no trace.

A visit contains the meetings, ceremonies and agreements of its days in its country with its
visitor (``sem:hasSubEvent``); they are not the same event and are never merged.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

import pyoxigraph as ox

from graph.identifiers import DERIVED_GRAPH, state_iri, statepair_iri
from graph.model import Event, EventType, Role, Status
from graph.rdf import terms as t
from graph.rdf.times import bounds
from graph.rdf.writing import iri_of_place, parties

MOST_PARTIES = 8
_COUNTED = frozenset({Status.OCCURRED, Status.ONGOING})


@dataclass(frozen=True, slots=True)
class Outline:
    """What the rest of the graph needs to know of an event; days are ISO, None where open."""

    iri: str
    type: EventType
    status: Status
    parties: tuple[str, ...]
    first: str | None
    last: str | None
    place: str | None
    country: str | None
    actors: frozenset[str]
    visitors: frozenset[str]


def outline(event: Event) -> Outline:
    """Return the outline of an event."""
    first, last = bounds(event.time) if event.time else (None, None)
    guests = {p.actor.iri for p in event.participations if p.role is Role.VISITOR}
    others = {p.actor.iri for p in event.participations if p.role is not Role.HOST}
    return Outline(
        iri=event.iri,
        type=event.type,
        status=event.status,
        parties=tuple(parties(event.participations)),
        first=first,
        last=last,
        place=iri_of_place(event.place) if event.place else None,
        country=event.place.country if event.place else None,
        actors=frozenset(p.actor.iri for p in event.participations),
        visitors=frozenset(guests or others),
    )


def state_pairs(event: Outline) -> Iterator[tuple[str, str]]:
    """Yield the pairs of states (codes in order) whose count an event enters."""
    if event.status in _COUNTED and 1 < len(event.parties) <= MOST_PARTIES:
        yield from combinations(sorted(event.parties), 2)


def pair_quads(pair: tuple[str, str], events: Collection[Outline]) -> list[ox.Quad]:
    """Return the quads (derived graph) of a pair of states with these events; none if none."""
    if not events:
        return []
    graph = ox.NamedNode(DERIVED_GRAPH)
    node = ox.NamedNode(statepair_iri(*pair))
    quads = [
        ox.Quad(node, t.TYPE, t.STATE_PAIR_CLASS, graph),
        ox.Quad(node, t.TOTAL, t.integer(len(events)), graph),
    ]
    quads += [ox.Quad(node, t.PAIR_OF, ox.NamedNode(state_iri(code)), graph) for code in pair]
    firsts = [event.first for event in events if event.first]
    lasts = [event.last for event in events if event.last]
    if firsts:
        quads.append(ox.Quad(node, t.FIRST, t.date(min(firsts)), graph))
    if lasts:
        quads.append(ox.Quad(node, t.LAST, t.date(max(lasts)), graph))
    counts = Counter(event.type for event in events)
    quads += [
        ox.Quad(node, t.COUNT[type_], t.integer(count), graph)
        for type_, count in sorted(counts.items())
    ]
    return quads


_INSIDE = frozenset({EventType.MEETING, EventType.CEREMONY, EventType.AGREEMENT})
_LONGEST_VISIT = 31  # days; what is known less well contains nothing by its dates


class Outlines:
    """The outlines of all events, with the look-ups that pairs and visits need."""

    def __init__(self) -> None:
        self.by_iri: dict[str, Outline] = {}
        self.by_pair: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_month: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def add(self, one: Outline) -> None:
        """Take in an event; its IRI must be new."""
        self.by_iri[one.iri] = one
        for pair in state_pairs(one):
            self.by_pair[pair].add(one.iri)
        for key in _month_keys(one):
            self._by_month[key].add(one.iri)

    def remove(self, iri: str) -> Outline:
        """Let go of an event and return its outline."""
        one = self.by_iri.pop(iri)
        for pair in state_pairs(one):
            self.by_pair[pair].discard(iri)
            if not self.by_pair[pair]:
                del self.by_pair[pair]
        for key in _month_keys(one):
            self._by_month[key].discard(iri)
            if not self._by_month[key]:
                del self._by_month[key]
        return one

    def contents(self, visit: str) -> set[str]:
        """Return the events that a visit contains, by country, days and visitor."""
        one = self.by_iri[visit]
        return {iri for iri in self._near(one) if contains(one, self.by_iri[iri])}

    def containers(self, event: str) -> set[str]:
        """Return the visits that contain an event."""
        one = self.by_iri[event]
        return {iri for iri in self._near(one) if contains(self.by_iri[iri], one)}

    def pair_quads(self, pair: tuple[str, str]) -> list[ox.Quad]:
        """Return the quads of a pair of states as its events are now."""
        return pair_quads(pair, [self.by_iri[iri] for iri in self.by_pair.get(pair, ())])

    def _near(self, one: Outline) -> set[str]:
        found: set[str] = set()
        for key in _month_keys(one):
            found |= self._by_month.get(key, set())
        return found


def contains(visit: Outline, other: Outline) -> bool:
    """Whether an event is part of a visit."""
    if visit.type is not EventType.VISIT or other.type not in _INSIDE or not visit.country:
        return False
    if (visit.status is Status.CANCELLED) != (other.status is Status.CANCELLED):
        return False
    if not (visit.first and visit.last and other.first and other.last):
        return False
    if not (visit.first <= other.first and other.last <= visit.last):
        return False
    if other.country != visit.country and (other.country or visit.country not in other.parties):
        return False
    if visit.visitors & other.actors:
        return True
    # one side names the state alone
    guests = {state_iri(code) for code in visit.parties if code != visit.country}
    there = {state_iri(code) for code in other.parties}
    return bool(guests & other.actors or visit.visitors & guests & there)


def _month_keys(one: Outline) -> list[tuple[str, str, str]]:
    if one.type not in _INSIDE and one.type is not EventType.VISIT:
        return []
    if not one.first or not one.last or len(one.parties) > MOST_PARTIES:
        return []
    first, last = (datetime.date.fromisoformat(day) for day in (one.first, one.last))
    if (last - first).days >= _LONGEST_VISIT:
        return []
    concerned = sorted({*one.parties, *([one.country] if one.country else [])})
    months = sorted({one.first[:7], one.last[:7]})
    return [(a, b, month) for a, b in combinations(concerned, 2) for month in months]
