"""What of an account takes part in the comparison with others: small, hashable, folded.

Features are a function of one account (after a person's corrections) and of the fixed tables
alone, never of what else the store holds: only so is merging independent of order.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from graph.identifiers import fold
from graph.merging import names
from graph.model import Account, ActorKind, EventType, Participation, Place, Role, Status, Time

FAMILIES: dict[EventType, str] = {type_: type_.value for type_ in EventType} | {
    # one talk over a video link is called both: 4 of 61 events read
    EventType.CALL: "Meeting",
}
DIRECTED = frozenset(EventType) - {
    EventType.MEETING,
    EventType.CALL,
    EventType.VISIT,
    EventType.CEREMONY,
    EventType.AGREEMENT,
}
FIRM_DAYS = 10  # known to so many days or better: firm
MONTH_DAYS = 31
SEASON_DAYS = 100  # coarser than this never merges
# Days around publication in which an undated happening lies, as told: 97 of 100 announcements
# come at most 49 days ahead, 97 of 100 later mentions at most 8 days behind.
PLANNED_WINDOW = (0, 150)
PAST_WINDOW = (-120, 7)
FRESH_DAYS = 8
FRESH_PLAN_DAYS = 49

Grain = Literal["day", "range", "month", "season", "coarse", "undated"]
AHEAD = frozenset({Status.PLANNED, Status.POSSIBLE})
_HELD = frozenset({Status.OCCURRED, Status.ONGOING})
_DAY_0, _DAY_LAST = 1, datetime.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Telling:
    """An account with what merging needs of its report: IRI and publication day.

    `curated` names the fields ("type", "time", "place", "status", "actors") that a person
    corrected; these win over every report.
    """

    account: Account
    report: str
    published: str | None
    curated: frozenset[str] = frozenset()

    @property
    def iri(self) -> str:
        """The account's IRI."""
        return self.account.iri

    @property
    def key(self) -> tuple[str, str, str]:
        """What orders accounts: publication, report, account; undated reports come last."""
        return (self.published or "9999-99-99", self.report, self.account.iri)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a party to an account: actor IRI and the parts of the name."""

    iri: str
    parts: names.Tokens


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared. Days are proleptic ordinals; `first`/`last` include the window of an
    undated account (grain "undated") and are None where nothing bounds it.

    `published_day`: the day is that of publication, for want of another. `sides` maps each state concerned to its persons (none: the bare state); `senders` and
    `receivers` are the states that act and are acted upon.
    """

    iri: str
    report: str
    published: int | None
    type: EventType
    family: str
    status: Status
    held: bool
    grain: Grain
    published_day: bool
    first: int | None
    last: int | None
    sides: dict[str, tuple[Person, ...]]
    stateless: tuple[Person, ...]
    organisations: frozenset[str]
    city: str | None
    country: str | None
    name: str | None
    topics: frozenset[str]
    senders: frozenset[str]
    receivers: frozenset[str]

    @property
    def firm(self) -> bool:
        """Whether the date is known to ten days or better."""
        return self.grain in ("day", "range")

    @property
    def comparable(self) -> bool:
        """Whether the account can be joined at all: it says when, to a season; a visit where."""
        if self.type is EventType.VISIT and self.country is None and len(self.sides) < 2:
            return False
        return self.first is not None and self.grain != "coarse"


def ordinal(day: str | None) -> int | None:
    """Return the ordinal of an ISO day, None for anything else.

    >>> ordinal("2025-05-08")
    739379
    """
    try:
        return datetime.date.fromisoformat(day).toordinal() if day and len(day) == 10 else None
    except ValueError:
        return None


def bounds(time: Time | None) -> tuple[int, int] | None:
    """Return the first and last day (ordinals) that a time may concern; None if not a date.

    >>> a, b = bounds(Time("2025-02", "2025-02", "2025-02", "month")); b - a
    27
    """
    return None if time is None else _bounds(time.start, time.end)


@lru_cache(maxsize=65_536)
def _bounds(start: str, end: str) -> tuple[int, int] | None:
    first, last = _edge(start, False), _edge(end, True)
    if first is None or last is None or last < first:
        return None
    return first, last


def _edge(value: str, last: bool) -> int | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    try:
        if day:
            return datetime.date(year or 0, month or 0, day).toordinal()
        if not last:
            return datetime.date(year or 0, month or 1, 1).toordinal()
        if month is None or month == 12:
            return datetime.date(year or 0, 12, 31).toordinal()
        return datetime.date(year or 0, month + 1, 1).toordinal() - 1
    except ValueError:
        return None


def _grain(first: int, last: int) -> Grain:
    days = last - first + 1
    if days == 1:
        return "day"
    if days <= FIRM_DAYS:
        return "range"
    if days <= MONTH_DAYS:
        return "month"
    return "season" if days <= SEASON_DAYS else "coarse"


def state_of(part: Participation) -> str | None:
    """Return the code of the state that a participant is or stands for."""
    return part.on_behalf_of or part.actor.country


def features(telling: Telling) -> Features:
    """Return what is compared of an account."""
    account = telling.account
    published = ordinal(telling.published)
    known = bounds(account.time)
    grain: Grain = "undated"
    first: int | None = None
    last: int | None = None
    if known:
        first, last = known
        grain = _grain(first, last)
    elif published is not None:
        before, after = PLANNED_WINDOW if account.status in AHEAD else PAST_WINDOW
        first, last = max(published + before, _DAY_0), min(published + after, _DAY_LAST)
    sides: dict[str, tuple[Person, ...]] = {}
    stateless: list[Person] = []
    organisations: set[str] = set()
    senders: set[str] = set()
    receivers: set[str] = set()
    for part in account.participations:
        actor = part.actor
        code = state_of(part)
        if actor.kind is ActorKind.PERSON:
            person = Person(actor.iri, names.tokens(actor.name))
            if code:
                sides[code] = (*sides.get(code, ()), person)
            elif person.parts:
                stateless.append(person)
        elif actor.kind is ActorKind.GROUP:
            continue  # "Korean women leaders" are not Korea
        elif code:
            sides.setdefault(code, ())
        elif actor.kind is ActorKind.ORGANISATION:
            organisations.add(actor.iri)
        if code or organisations:
            party = code or actor.iri
            (receivers if part.role is Role.TARGET else senders).add(party)
    place = account.place if account.type is not EventType.CALL else None
    if account.type is EventType.VISIT and place and place.country:
        sides.setdefault(place.country, ())  # the host, whom most reports leave unsaid
    return Features(
        iri=account.iri,
        report=telling.report,
        published=published,
        type=account.type,
        family=FAMILIES[account.type],
        status=account.status,
        held=account.status in _HELD,
        grain=grain,
        published_day=account.time is not None and account.time.basis == "published",
        first=first,
        last=last,
        sides=sides,
        stateless=tuple(stateless),
        organisations=frozenset(organisations),
        city=_city(place),
        country=place.country if place else None,
        name=proper_name(account.trigger.text),
        topics=frozenset(account.topics),
        senders=frozenset(senders),
        receivers=frozenset(receivers),
    )


def _city(place: Place | None) -> str | None:
    return fold(place.city) if place and place.city else None


def proper_name(trigger: str) -> str | None:
    """Return the folded trigger where it is a proper name of two words or more.

    >>> proper_name("Munich Security Conference")
    'munich security conference'
    >>> proper_name("held talks") is None
    True
    """
    words = trigger.split()
    capitals = [w for w in words if w[:1].isupper() or w[:1].isdigit()]
    return fold(trigger) if len(words) > 1 and len(capitals) > len(words) / 2 else None


def renamed(found: Features, canonical: dict[str, str]) -> Features:
    """Return the features with persons' IRIs replaced as a person's decisions say."""
    if not canonical:
        return found

    def swap(people: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(replace(p, iri=canonical.get(p.iri, p.iri)) for p in people)

    return replace(
        found,
        sides={code: swap(people) for code, people in found.sides.items()},
        stateless=swap(found.stateless),
    )
