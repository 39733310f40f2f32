"""What a time expression says before anybody knows the day it was written on.

Plain frozen dataclasses; months are 1 to 12, weekdays 1 (Monday) to 7 (Sunday) as in ISO
8601. `part` is a part of the day (``MO AF EV NI MI``, the TIMEX3 codes): such an expression
is a TIME for TIMEX3, and still gives an event its day. `edge` says which side of the period
is meant (``START MID END``); no value is narrowed by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["hour", "day", "weekend", "week", "month", "quarter", "year", "decade", "century"]
Base = Literal["published", "context"]


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date of the calendar, as far as it is given: "May 9", "May 2025", "2002", "the 15th".

    `shift` is -1, 0 or 1 for "last", "this" and "next" before a month's name; `years` the same
    for a year that is named so ("in October last year"). With the base ``"context"`` it is of the year
    spoken of before: "that December", "Oct. 3 of that year", "the following May" (`shift` 1).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    part: str | None = None
    edge: str | None = None
    years: int | None = None
    base: Base = "published"


@dataclass(frozen=True, slots=True)
class WeekdayName:
    """A weekday: "Thursday", "last Thursday", "Thursday of next week" (`week` 1).

    With the base ``"context"`` it counts from the date spoken of before: "the following Friday".
    `coming` is the next day of that name, be it of this week: "this coming Friday".
    """

    weekday: int
    shift: int | None = None
    week: int | None = None
    part: str | None = None
    edge: str | None = None
    base: Base = "published"
    coming: bool = False


@dataclass(frozen=True, slots=True)
class Shifted:
    """So many units from a base: "today", "last week", "two years ago", "three days later".

    `base` is the publication day or the date spoken of before. `amount` None is an unknown
    number ("years ago"). `loose` is "the weekend", the one that the tense points to; "the year" and
    "the month" that the talk is of; and "a year ago", which in talk of quarters means the quarter of
    that year.
    """

    unit: Unit
    amount: int | None
    base: Base = "published"
    part: str | None = None
    edge: str | None = None
    fiscal: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class YearPart:
    """A part of a year: quarter (``Q1``..), half (``H1``..) or season (``SP SU FA WI``).

    `year` is the year itself; else `shift` counts years from the publication year where the
    text says so ("last summer", "next year's first quarter").
    """

    code: str
    year: int | None = None
    shift: int | None = None
    base: Base = "published"
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class SamePart:
    """The part of another year that the talk is of: "the 1988 quarter", "the like period of 1988".

    The year itself, or so many years from the publication year.
    """

    year: int | None = None
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Era:
    """A decade ("the 1990s": ``199``) or a century ("the 19th century": ``18``)."""

    digits: str
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A holiday or a day with a name of its own, by its key in ``holidays.tsv``."""

    key: str
    year: int | None = None
    shift: int | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A vague pointer: ``PRESENT_REF``, ``PAST_REF`` or ``FUTURE_REF``."""

    value: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length ("a three-day visit"); `amount` None where the number is unknown.

    `within` is 1 for "in the next two weeks" and "within ten days", -1 for "over the past
    month": the stretch before or after the publication day. `ahead` is "in two weeks".
    """

    unit: Unit
    amount: int | None
    within: int = 0
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Two dates and all between: "from Oct. 29 to Nov. 2", "October 5-7", "1986-87"."""

    first: TimeForm
    last: TimeForm


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week in which a date lies: "the week of May 5", "the week ended Oct. 20"."""

    date: CalendarDate


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A count of years since something ("80 years since the war ended"): dates no event."""


@dataclass(frozen=True, slots=True)
class AfterEvent:
    """A day counted from another happening: "two days after the signing"; unresolved."""

    unit: Unit
    amount: int | None


TimeForm = (
    CalendarDate
    | WeekdayName
    | Shifted
    | YearPart
    | SamePart
    | Era
    | NamedDay
    | Reference
    | Duration
    | Interval
    | WeekOf
    | Anniversary
    | AfterEvent
)
