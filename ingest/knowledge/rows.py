"""The rows of the tables: frozen dataclasses, one per file in ``data/``.

Countries are alpha-3 codes, years are numbers, points are (latitude, longitude) in WGS84
degrees. `wikidata` is an item identifier, given only where it was verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
OrganisationKind = Literal["igo", "alliance", "body", "movement", "agency", "ngo", "company"]
NameKind = Literal[
    "state",  # its name, an alias or a former name
    "demonym",  # adjective: "French"
    "people",  # noun: "Frenchmen"
    "capital",  # stands for the government: "Beijing"
    "seat",  # a palace or street that stands for a government: "the Kremlin"
    "organisation",  # IGO, alliance, NGO, company
    "body",  # body of a state: ministry, parliament
    "movement",  # rebel group, party to a conflict, non-state group
    "agency",  # news agency or medium: a source, never a party
    "region",  # continent or part of the world: a place, never a party
    "blocked",  # a phrase that contains such a name and means something else
]


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory; `adjectives` and `people` are its demonyms."""

    code: str
    name: str
    official: str
    kind: Literal["state", "territory", "former"]
    wikidata: str | None = None
    alpha2: str | None = None
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    point: Point | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    begin: int | None = None
    end: int | None = None
    successors: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place that stands for a body of a state or an organisation: "Downing Street".

    `country` is the state whose government it is, or `organisation` names another body
    ("Brussels" for the European Union); `body` says which one in words.
    """

    name: str
    aliases: tuple[str, ...]
    country: str | None
    organisation: str | None
    body: str
    city: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A state in an organisation; open where no year is known."""

    code: str
    begin: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, body of a state, movement or news agency."""

    name: str
    kind: OrganisationKind
    country: str | None = None
    acronyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    wikidata: str | None = None
    begin: int | None = None
    end: int | None = None
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, the full name first."""
        return (self.name, *self.acronyms, *self.aliases)


@dataclass(frozen=True, slots=True)
class Term:
    """An office held from a year to a year (None: still, or not known)."""

    office: str
    country: str | None
    organisation: str | None
    begin: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """A known person with all their terms, earliest first.

    `surname` is the family name by which news calls them; `family_first` where it stands
    first ("Xi Jinping").
    """

    name: str
    surname: str
    country: str | None
    terms: tuple[Term, ...] = ()
    variants: tuple[str, ...] = ()
    family_first: bool = False
    gender: Literal["m", "f"] | None = None
    wikidata: str | None = None
    source: str = ""

    def term_at(self, year: int | None) -> Term | None:
        """Return the term running in a year, else the latest before it, else the last."""
        if not self.terms:
            return None
        if year is None:
            return self.terms[-1]
        running = [
            t for t in self.terms if (t.begin or 0) <= year and (t.end is None or year <= t.end)
        ]
        before = [t for t in self.terms if (t.begin or 0) <= year]
        return (running or before or list(self.terms))[-1]


@dataclass(frozen=True, slots=True)
class Title:
    """A title or role noun: "foreign minister", "envoy", "crown prince", "General".

    `group` is the kind of rank; `stands_for_state` whether its holder, without a name, may be
    a party in the state's stead ("the French president" yes, "a Russian lawyer" no).
    """

    text: str
    group: str
    rank: int
    stands_for_state: bool
    plural: str | None = None
    before_name: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Venue:
    """A place of diplomacy: palace, residence, conference centre, summit site."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    city: str | None
    country: str | None
    point: Point | None
    wikidata: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of talks with the words that show it; single words match by lemma."""

    name: str
    words: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A region, or a phrase that contains a state's name and does not mean the state."""

    text: str
    kind: Literal["region", "blocked"]
    adjectives: tuple[str, ...] = ()
    point: Point | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class CityName:
    """Another name of a city of cities.tsv, or a small place that it lacks."""

    name: str
    city: str
    country: str
    point: Point | None = None
    geonames: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames."""

    name: str
    country: str
    lat: float
    lon: float
    population: int
    geonames: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """What a written name stands for: `key` is a state's code or the row's own name."""

    text: str
    kind: NameKind
    key: str
    country: str | None
