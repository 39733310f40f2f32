"""Arithmetic of the calendar and the value strings of TIMEX3 and EDTF.

Everything here is a pure function of `datetime.date` values. Weeks are ISO weeks, Monday to
Sunday. Sources: ISO 8601-1:2019 and 8601-2:2019 (EDTF level 1), TimeML 1.2.1 (TIMEX3 values).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from graph.model import Precision
from ingest.language.types import TimeValue

FIRST_YEAR, LAST_YEAR = 1, 9999
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month, northern hemisphere
EDTF_SEASON = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


def day_value(day: date, part: str | None = None) -> TimeValue:
    """Return the value of one day; a part of the day goes into the TIMEX3 value only."""
    text = day.isoformat()
    return TimeValue(text, text, text, "day", f"{text}T{part}" if part else text)


def week_value(day: date) -> TimeValue:
    """Return the ISO week in which `day` lies."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return _bounded(monday, monday + timedelta(days=6), "week", f"{year:04d}-W{week:02d}")


def weekend_value(day: date) -> TimeValue:
    """Return the Saturday and Sunday of the ISO week in which `day` lies."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    first = monday + timedelta(days=5)
    return _bounded(first, first + timedelta(days=1), "week", f"{year:04d}-W{week:02d}-WE")


def month_value(year: int, month: int) -> TimeValue:
    """Return the value of one month."""
    text = f"{year:04d}-{month:02d}"
    return TimeValue(text, text, text, "month", text)


def year_value(year: int) -> TimeValue:
    """Return the value of one year."""
    text = f"{year:04d}"
    return TimeValue(text, text, text, "year", text)


def part_value(year: int, code: str) -> TimeValue:
    """Return a quarter (``Q1``), half (``H1``) or season (``SU``) of a year.

    The winter of a year is taken to begin in its December, as TIMEX3 does.
    """
    timex = f"{year:04d}-{code}"
    if code in SEASON_MONTHS:
        first = SEASON_MONTHS[code]
        start, end = f"{year:04d}-{first:02d}", month_of(year, first + 2)
        return TimeValue(start, end, f"{year:04d}-{EDTF_SEASON[code]}", "season", timex)
    length = 3 if code[0] == "Q" else 6
    first = (int(code[1]) - 1) * length + 1
    start, end = month_of(year, first), month_of(year, first + length - 1)
    return TimeValue(start, end, f"{start}/{end}", "range", timex)


def era_value(digits: str) -> TimeValue:
    """Return a decade (three digits) or a century (two digits)."""
    missing = 4 - len(digits)
    start, end = digits + "0" * missing, digits + "9" * missing
    start = max(start, "0001")  # the calendar has no year 0
    precision: Precision = "decade" if missing == 1 else "range"
    edtf = digits + "X" * missing
    return TimeValue(start, end, edtf, precision, digits)


def interval_value(first: TimeValue, last: TimeValue, timex: str | None = None) -> TimeValue:
    """Return the stretch from the start of `first` to the end of `last`."""
    return TimeValue(
        first.start,
        last.end,
        f"{first.start}/{last.end}" if first.start != last.end else first.start,
        "range" if first.start != last.end else first.precision,
        timex or f"{first.timex}/{last.timex}",
    )


def days_value(first: date, last: date) -> TimeValue:
    """Return the stretch between two days, both included."""
    return interval_value(day_value(first), day_value(last)) if first != last else day_value(first)


def month_of(year: int, month: int) -> str:
    """Return a month as ISO; `month` may run over the year's end."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"


def add_months(day: date, months: int) -> date:
    """Return the day so many months on; the last of the month where the day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = clamp_year(index // 12), index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    """Return the day so many days on, held within the years 1 to 9999."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def clamp_year(year: int) -> int:
    """Return the year, held within what `datetime` can say."""
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def quarter_of(month: int) -> int:
    """Return the quarter (1 to 4) of a month."""
    return (month - 1) // 3 + 1


def first_day(value: str) -> date:
    """Return the first day of an ISO year, month or day."""
    parts = [int(p) for p in value.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def last_day(value: str) -> date:
    """Return the last day of an ISO year, month or day."""
    parts = [int(p) for p in value.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return date(*parts)


def easter(year: int) -> date:
    """Return Easter Sunday of the Western churches (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    length = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * length) // 451
    month, day = divmod(h + length - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth weekday (1 Monday) of a month; `nth` -1 is the last one."""
    if nth < 0:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))


def _bounded(first: date, last: date, precision: Precision, timex: str) -> TimeValue:
    start, end = first.isoformat(), last.isoformat()
    return TimeValue(start, end, f"{start}/{end}", precision, timex)
