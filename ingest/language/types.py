"""What passes between the stages of the reading: small dataclasses, literals in tests.

Tokens are given by their index in the spaCy `Doc`; `end` is exclusive. Days are ISO strings
that keep their precision (``2025``, ``2025-05``, ``2025-05-08``); countries are alpha-3 codes.
Nothing in this module imports spaCy, so that every stage after the parse is testable without.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal

from graph.model import ActorKind, DateBasis, EventType, Precision, Status
from ingest.language.times.forms import TimeForm


class Strength(IntEnum):
    """How firmly a date or place belongs to an event; only two strong ones contradict."""

    DEFAULT = 0  # the publication day stands in, or a guess of last resort
    INHERITED = 1  # from an enclosing visit, or another event of the sentence
    NEAR = 2  # in the sentence, governed by another verb or noun
    ATTACHED = 3  # on the trigger or in its clause


class Form(StrEnum):
    """How a mention is worded."""

    NAME = "name"
    SURNAME = "surname"
    DEMONYM = "demonym"  # "Russian", "Russians"
    CAPITAL = "capital"  # a capital or seat of power for its government: "Beijing", "the Kremlin"
    ROLE = "role"  # "the Russian leader", "a top envoy"
    PRONOUN = "pronoun"
    PLURAL = "plural"  # "the two leaders", "both sides"


@dataclass(slots=True)
class Mention:
    """A stretch of tokens that stands for an actor, found before anybody knows which.

    `name` is the bare name without title ("Xi Jinping"), the table's name for states and
    bodies, or the role noun. `key` identifies a row of the knowledge tables. `office` is the
    office as worded without the state ("foreign minister"); `organisation` the body that the
    office belongs to. `wide_start` includes titles and adjectives before the name.
    """

    start: int
    end: int
    head: int
    kind: ActorKind
    form: Form
    name: str
    country: str | None = None
    key: str | None = None
    office: str | None = None
    organisation: str | None = None
    wide_start: int | None = None
    number: Literal["singular", "plural"] = "singular"
    gender: Literal["m", "f", None] = None
    definite: bool = False
    count: int | None = None  # "the two leaders": 2
    entity: int | None = None  # index in the register, once linked


@dataclass(slots=True)
class Entity:
    """An actor of the report: everything its mentions say together."""

    index: int
    kind: ActorKind
    name: str
    country: str | None = None
    key: str | None = None
    wikidata: str | None = None
    office: str | None = None
    organisation: str | None = None
    gender: Literal["m", "f", None] = None
    aliases: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """All entities of one report, and the entity of each mention."""

    entities: list[Entity] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)  # in order of the text


TimeKind = Literal[
    "day",  # "May 9", "9 May 2025", "2025-05-09"
    "weekday",  # "Thursday", "last Thursday"
    "relative",  # "today", "yesterday", "two days ago", "three days later"
    "week",
    "month",
    "season",
    "year",
    "range",  # "from Oct. 29 to Nov. 2", "Monday and Tuesday"
    "duration",  # "three-day", "for two weeks"
    "holiday",  # "Victory Day"
    "anniversary",  # "80 years since ...": never an event's date
    "vague",  # "recently", "soon"
]


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A resolved time: bounds with their precision, EDTF and TIMEX3 values."""

    start: str
    end: str
    edtf: str
    precision: Precision
    timex: str
    basis: DateBasis = "stated"
    strength: Strength = Strength.ATTACHED
    text: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpr:
    """A time expression of the text, as found; `form` what it says unresolved.

    `value` is the best reading without an event: with the tense of the governing verb.
    """

    start: int
    end: int
    kind: TimeKind
    text: str
    value: TimeValue | None = None
    form: TimeForm | None = None
    previous: TimeValue | None = None  # the date spoken of before: "the next day" counts from it


PlaceKind = Literal["venue", "city", "region", "state", "continent", "water", "here"]


@dataclass(frozen=True, slots=True)
class PlaceExpr:
    """A place of the text: the most specific name and what contains it.

    `preposition` is the token index of the governing preposition, if any.
    """

    start: int
    end: int
    head: int
    kind: PlaceKind
    name: str
    city: str | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    geonames: str | None = None
    wikidata: str | None = None
    preposition: int | None = None


@dataclass(frozen=True, slots=True)
class TimeLink:
    """A time expression proposed for a trigger: the lower the cost the better."""

    expr: TimeExpr
    strength: Strength
    cost: float


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place proposed for a trigger: the lower the cost the better."""

    expr: PlaceExpr
    strength: Strength
    cost: float


Slot = Literal["agent", "partner", "patient", "host", "destination", "mediator", "member"]


@dataclass(slots=True)
class Argument:
    """A party of a trigger: first as a token, then as entities of the register.

    `relation` names the syntactic way by which it was found (``with-PP``, ``subject``,
    ``governor-subject`` ...); it is a feature of the linker and part of the rule name.
    """

    token: int
    slot: Slot
    relation: str
    mention: Mention | None = None
    entities: tuple[int, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the trigger lexicon: how a word or phrase names an event."""

    lemma: str
    pos: Literal["verb", "noun"]
    type: EventType
    pattern: str = ""
    needs: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    weight: float = 1.0
    plover: str | None = None
    mode: str | None = None


@dataclass(slots=True)
class Trigger:
    """A word that may name an event.

    `head` is the token that carries the event; `verb` the verb that governs it as its own or
    as a support verb ("held" of "held talks"), None for a bare noun; `start`/`end` the span
    that is shown.
    """

    start: int
    end: int
    head: int
    frame: Frame
    sentence: int
    verb: int | None = None
    nominal: bool = False
    definite: bool = False
    novel: bool = False  # "another", "second", "separately": not the same as an earlier one
    indefinite: bool = False  # "a meeting": new to the reader
    conference: bool = False


@dataclass(slots=True)
class EventMention:
    """One mention of an event, then (after merging) one event with all its mentions."""

    trigger: Trigger
    type: EventType
    arguments: list[Argument] = field(default_factory=list)
    parties: list[int] = field(default_factory=list)  # entities, in order of their slots
    hosts: list[int] = field(default_factory=list)  # of a visit
    unnamed: int = 0  # parties that are spoken of and not resolved
    foreign_words: bool = False  # "foreign", "world", "regional" beside an unnamed party
    status: Status = Status.OCCURRED
    status_firm: bool = False  # an explicit cue decided, no default
    time: TimeValue | None = None
    place: PlaceExpr | None = None
    place_strength: Strength = Strength.DEFAULT
    sentences: list[int] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    confidence: float = 1.0
    merged: list[EventMention] = field(default_factory=list)
    within: EventMention | None = None
