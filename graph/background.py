"""What is known before any report is read: states, organisations, people, places.

The knowledge room fills these from its tables; the writer puts into the store every state and
whatever else the graph mentions. Days are ISO 8601 with the precision that is known
(``"1991"``, ``"1991-12-26"``); codes are ISO 3166-1 alpha-3 (``XKX`` for Kosovo, ISO 3166-3
for former states); Wikidata identifiers (``Q159``) stand only where verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from graph.identifiers import actor_iri, place_iri, state_iri
from graph.model import ActorKind, Place


@dataclass(frozen=True, slots=True)
class State:
    """A state, past or present; `begin` and `end` bound its existence where it has ended."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    begin: str | None = None
    end: str | None = None

    @property
    def iri(self) -> str:
        """IRI of the state."""
        return state_iri(self.code)


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's membership of an organisation; open at either end where no day is known."""

    code: str
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, or a body of the state `country` (a ministry, a palace that speaks)."""

    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    members: tuple[Membership, ...] = ()

    @property
    def iri(self) -> str:
        """IRI of the organisation, as extraction makes it."""
        return actor_iri(ActorKind.ORGANISATION, self.name, self.country)


@dataclass(frozen=True, slots=True)
class Office:
    """An office held: `title` in words with its state ("President of China")."""

    title: str
    country: str | None = None
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person known by name; `country` is the state they represent or belong to."""

    name: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    offices: tuple[Office, ...] = ()

    @property
    def iri(self) -> str:
        """IRI of the person, as extraction makes it."""
        return actor_iri(ActorKind.PERSON, self.name, self.country)


@dataclass(frozen=True)
class Background:
    """The tables together, with look-ups by IRI; entries of equal IRI: the first one counts."""

    states: tuple[State, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Place, ...] = ()

    @cached_property
    def by_iri(self) -> dict[str, State | Organisation | Person]:
        """Actors by IRI."""
        found: dict[str, State | Organisation | Person] = {}
        for entry in self.actors():
            found.setdefault(entry.iri, entry)
        return found

    @cached_property
    def place_by_iri(self) -> dict[str, Place]:
        """Places by IRI."""
        found: dict[str, Place] = {}
        for place in self.places:
            found.setdefault(place_iri(place.name, place.city, place.country), place)
        return found

    def actors(self) -> Iterator[State | Organisation | Person]:
        """Yield states, organisations and people, in that order."""
        yield from self.states
        yield from self.organisations
        yield from self.people

    def state(self, code: str) -> State | None:
        """Return the state of this alpha-3 code, or None."""
        entry = self.by_iri.get(state_iri(code))
        return entry if isinstance(entry, State) else None
