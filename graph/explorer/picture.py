"""What the page shows, as plain frozen rows: actors, events, accounts, reports, places.

These rows stand between the store (or any pyvis network) and the page. Dates are ISO 8601
strings that keep their precision; states are alpha-3 codes; everything else is plain text as
the source gave it and is escaped only where it is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A person, state, organisation, group, or a node of somebody's own network.

    `kind` is an `ActorKind` value, or any word for a foreign network's group. `offices` holds
    ``(title, since, until)`` with empty strings for what is not known. `x`, `y` are set only
    where the network came with its own positions; `note` is a foreign node's own title.
    """

    id: str
    label: str
    kind: str
    state: str = ""
    aliases: tuple[str, ...] = ()
    wikidata: str = ""
    offices: tuple[tuple[str, str, str], ...] = ()
    members: tuple[str, ...] = ()
    note: str = ""
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class PartRow:
    """An actor's part in an event: actor (its id), role, office as worded, state represented."""

    actor: str
    role: str = ""
    capacity: str = ""
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What one report says of one event.

    `evidence` holds the sentences; `parts` ``(name as written, role, capacity)``; `report` is
    the id of a `ReportRow`; `basis` says where the date is from when it is not stated.
    """

    report: str
    type: str = ""
    trigger: str = ""
    evidence: tuple[str, ...] = ()
    status: str = ""
    date: str = ""
    basis: str = ""
    place: str = ""
    confidence: float | None = None
    rules: tuple[str, ...] = ()
    parts: tuple[tuple[str, str, str], ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event. `start` and `end` are ISO days (the earliest and latest possible); `date` EDTF.

    `disagrees` names what the accounts differ on; `history` holds ``(published, status)``;
    `parties` the codes of every state concerned; `within` the event that this one is part of.
    """

    id: str
    label: str
    type: str
    status: str = ""
    start: str = ""
    end: str = ""
    date: str = ""
    place: str = ""
    state: str = ""
    parts: tuple[PartRow, ...] = ()
    parties: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    confidence: float | None = None
    disagrees: tuple[str, ...] = ()
    history: tuple[tuple[str, str], ...] = ()
    within: str = ""
    accounts: tuple[AccountRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report that accounts come from."""

    id: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place; degrees of WGS84 where known; `within` the names that contain it."""

    id: str
    label: str
    state: str = ""
    lat: float | None = None
    lon: float | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything one page shows.

    `states` maps alpha-3 codes to names. `native` is False for a foreign network, whose nodes
    are drawn as actors and whose edges as relations between them.
    """

    title: str
    actors: tuple[ActorRow, ...]
    events: tuple[EventRow, ...]
    reports: tuple[ReportRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()
    states: dict[str, str] = field(default_factory=dict)
    native: bool = True
    selection: str = ""
