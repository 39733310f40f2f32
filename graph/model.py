"""What passes between the rooms: frozen dataclasses, no spaCy, no RDF.

A `Report` is text with a publication day. Reading it gives an `Extraction`: the actors,
dates, `Account`s and `Quotation`s of that one report. An account is what one report says of
one happening; an `Event` is the happening itself, merged from every account that speaks of it.

Offsets count characters (code points) of `Report.text`, or of `Report.title` where a span's
`field` is ``"title"``; `end` is exclusive. Days are ISO 8601 strings that keep their
precision: ``"2025"``, ``"2025-05"``, ``"2025-05-08"``. Countries are ISO 3166-1 alpha-3
codes, with ``XKX`` for Kosovo and the former codes of ISO 3166-3 for states that are no more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class EventType(StrEnum):
    """Kinds of event; those after `AGREEMENT` bear their PLOVER names.

    Source: PLOVER, Political Language Ontology for Verifiable Event Records (2022).
    """

    MEETING = "Meeting"
    CALL = "Call"
    VISIT = "Visit"
    CEREMONY = "Ceremony"
    AGREEMENT = "Agreement"
    SUPPORT = "Support"
    CONCESSION = "Concession"
    COOPERATION = "Cooperation"
    AID = "Aid"
    RETREAT = "Retreat"
    REQUEST = "Request"
    ACCUSATION = "Accusation"
    REJECTION = "Rejection"
    THREAT = "Threat"
    PROTEST = "Protest"
    SANCTION = "Sanction"
    MOBILIZATION = "Mobilization"
    COERCION = "Coercion"
    ASSAULT = "Assault"
    STATEMENT = "Statement"


ENCOUNTERS = frozenset({EventType.MEETING, EventType.CALL, EventType.VISIT, EventType.CEREMONY})

# PLOVER category and mode of each type. Encounters are CONSULT with a mode; a ceremony has
# no PLOVER mode of its own. `Statement` is the utterance that is no PLOVER category.
PLOVER: dict[EventType, tuple[str | None, str | None]] = {
    EventType.MEETING: ("CONSULT", "meet"),
    EventType.CALL: ("CONSULT", "phone"),
    EventType.VISIT: ("CONSULT", "visit"),
    EventType.CEREMONY: ("CONSULT", None),
    EventType.AGREEMENT: ("AGREE", None),
    EventType.SUPPORT: ("SUPPORT", None),
    EventType.CONCESSION: ("CONCEDE", None),
    EventType.COOPERATION: ("COOPERATE", None),
    EventType.AID: ("AID", None),
    EventType.RETREAT: ("RETREAT", None),
    EventType.REQUEST: ("REQUEST", None),
    EventType.ACCUSATION: ("ACCUSE", None),
    EventType.REJECTION: ("REJECT", None),
    EventType.THREAT: ("THREATEN", None),
    EventType.PROTEST: ("PROTEST", None),
    EventType.SANCTION: ("SANCTION", None),
    EventType.MOBILIZATION: ("MOBILIZE", None),
    EventType.COERCION: ("COERCE", None),
    EventType.ASSAULT: ("ASSAULT", None),
    EventType.STATEMENT: (None, None),
}


class Status(StrEnum):
    """How real a happening is, as a report tells it."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    POSSIBLE = "possible"
    CANCELLED = "cancelled"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"


class Role(StrEnum):
    """The part an actor plays in an event."""

    HOST = "host"
    VISITOR = "visitor"
    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    SOURCE = "source"
    TARGET = "target"
    SIGNATORY = "signatory"
    MEDIATOR = "mediator"


class ReportKind(StrEnum):
    """What kind of text a report is; decides its RDF class."""

    NEWS_ARTICLE = "NewsArticle"
    READOUT = "Readout"
    VISIT_RECORD = "VisitRecord"


Precision = Literal["day", "week", "month", "season", "year", "decade", "range"]
# "stated": the report gives it. "published": the report's own day, where the annotation guide
# lets it stand in. "inherited": taken from an enclosing visit or another event of the report.
DateBasis = Literal["stated", "published", "inherited"]
TextField = Literal["body", "title"]


@dataclass(frozen=True, slots=True)
class Report:
    """One text as its source gave it, before any reading.

    `id` is the source's own identifier (or path) and need not be an IRI. `published` is a day
    (``YYYY-MM-DD``) or None. `source` is the path or URL that was read; `url` the canonical
    address; `urls` the addresses of syndicated copies; `origins` says where each metadata
    value came from, as ``(field, where)`` pairs.
    """

    id: str
    text: str
    title: str = ""
    published: str | None = None
    source: str = ""
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str = "en"
    kind: ReportKind = ReportKind.NEWS_ARTICLE
    urls: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    digest: str | None = None  # given when the text itself is not at hand (a stored record)

    @property
    def content_hash(self) -> str:
        """Sha256 of title, day and text in hex; equal means that nothing needs re-reading."""
        if self.digest is not None:
            return self.digest
        joined = "\x1f".join((self.title, self.published or "", self.text))
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a report's text; `text` is exactly what stands there."""

    start: int
    end: int
    text: str
    field: TextField = "body"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation or group as one report lets us know them.

    `country` is the state that the actor is, represents or belongs to; `wikidata` an item
    identifier, only where verified; `office` the office held, in words, with its state.
    """

    iri: str
    name: str
    kind: ActorKind
    country: str | None = None
    wikidata: str | None = None
    office: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """When: bounds that keep their precision, and how we know.

    `start` and `end` are ISO days, months or years (equal for a single one). `edtf` is the
    value as Extended Date/Time Format (ISO 8601-2:2019, level 1).
    """

    start: str
    end: str
    edtf: str
    precision: Precision
    text: str = ""
    basis: DateBasis = "stated"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A date expression of the text with its TIMEX3 value (``2025-05-09``, ``2025-W19``)."""

    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where: the most specific name, what contains it (innermost first), WGS84 degrees."""

    name: str
    city: str | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    geonames: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """One actor's part in one account or event.

    `capacity` is the office as the report words it; `on_behalf_of` an alpha-3 code;
    `name_as_written` the name at the mention that was used.
    """

    actor: Actor
    role: Role
    capacity: str | None = None
    on_behalf_of: str | None = None
    name_as_written: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one report says of one happening.

    `trigger` is the word or phrase that names it, `evidence` the sentences that say so,
    best first; `confidence` lies in 0..1; `rules` names the rules that made it.
    """

    iri: str
    type: EventType
    trigger: Span
    participations: tuple[Participation, ...]
    status: Status
    evidence: tuple[Span, ...]
    time: Time | None = None
    place: Place | None = None
    topics: tuple[str, ...] = ()
    confidence: float = 1.0
    rules: tuple[str, ...] = ()
    plover: str | None = None  # PLOVER category, where it is not the type's own
    plover_mode: str | None = None
    within: str | None = None  # account (IRI) of the visit that this one is part of

    @property
    def plover_category(self) -> str | None:
        """PLOVER category, the type's own unless the account carries another."""
        return self.plover or PLOVER[self.type][0]


@dataclass(frozen=True, slots=True)
class Quotation:
    """An utterance that the report gives; `direct` where it stands in quotation marks."""

    iri: str
    speaker: Actor
    text: str
    span: Span
    direct: bool = True
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What read the report: versions only, no clock, so that equal input gives equal quads."""

    software: str
    model: str
    rules: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that one report was found to say."""

    report: Report
    actors: tuple[Actor, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    accounts: tuple[Account, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A happening, merged from the accounts of it.

    `accounts` are IRIs, sorted; `disagrees_on` names the fields (``"time"``, ``"place"``,
    ``"status"``, ``"participations"``) on which accounts differ; `status_history` holds
    ``(published, status, account)`` in order of publication.
    """

    iri: str
    type: EventType
    label: str
    participations: tuple[Participation, ...]
    status: Status
    accounts: tuple[str, ...]
    reports: tuple[str, ...]
    time: Time | None = None
    place: Place | None = None
    topics: tuple[str, ...] = ()
    confidence: float = 1.0
    disagrees_on: tuple[str, ...] = ()
    status_history: tuple[tuple[str, Status, str], ...] = field(default=())
    sub_events: tuple[str, ...] = ()
    plover: str | None = None  # PLOVER category, where it is not the type's own
    plover_mode: str | None = None

    @property
    def plover_category(self) -> str | None:
        """PLOVER category, the type's own unless the event carries another."""
        return self.plover or PLOVER[self.type][0]
