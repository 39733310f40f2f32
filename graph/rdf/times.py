"""Times as bounds to the day, and EDTF values read back.

The Extended Date/Time Format is ISO 8601-2:2019 annex A, level 1: ``2025-05``, ``2025-21``
(spring), ``202X``, ``2025-05-08?``, ``2025-10-29/2025-11-02``, ``../2025-05-08``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import get_args

from graph.errors import InputError
from graph.model import DateBasis, Precision, Time

_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ERA = re.compile(r"(\d{3})X|(\d{2})XX")
# Months of the seasons without a hemisphere (21 to 24), read as the northern ones.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
BASES: tuple[DateBasis, ...] = get_args(DateBasis)


def first_day(value: str) -> str:
    """Return the first day of an ISO day, month or year; raises `InputError` for any other.

    >>> first_day("2025-05")
    '2025-05-01'
    """
    return _whole(value)[0]


def last_day(value: str) -> str:
    """Return the last day of an ISO day, month or year; raises `InputError` for any other.

    >>> last_day("2024-02")
    '2024-02-29'
    """
    return _whole(value)[1]


def _whole(value: str) -> tuple[str, str]:
    match = _PARTIAL.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if not month:
            date(year, 1, 1)
            return f"{value}-01-01", f"{value}-12-31"
        if not day:
            date(year, month, 1)
            return f"{value}-01", f"{value}-{calendar.monthrange(year, month)[1]:02d}"
        date(year, month, day)
        return value, value
    except ValueError as error:
        raise InputError(f"{value!r} is no ISO day, month or year") from error


def bounds(time: Time) -> tuple[str | None, str | None]:
    """Return the first and the last day on which the event can lie; None for an open end."""
    return (
        first_day(time.start) if time.start else None,
        last_day(time.end) if time.end else None,
    )


def exact_days(time: Time) -> tuple[str | None, str | None]:
    """Return the day of the beginning and of the end, each None unless it is known to the day.

    A week, season or decade bounds an event without telling its days.
    """
    if time.precision not in ("day", "range"):
        return None, None
    return (
        time.start if len(time.start) == 10 else None,
        time.end if len(time.end) == 10 else None,
    )


def begin_month(time: Time) -> str | None:
    """Return the month (``YYYY-MM``) in which the event began, where it is known."""
    if time.precision in ("day", "month", "range") and len(time.start) >= 7:
        return time.start[:7]
    if time.precision == "week" and time.start[:7] == time.end[:7]:
        return time.start[:7]
    return None


def read_edtf(value: str) -> tuple[str, str, Precision] | None:
    """Return start, end and precision of an EDTF value, or None where we do not read it.

    >>> read_edtf("2025-05~")
    ('2025-05', '2025-05', 'month')
    >>> read_edtf("202X")
    ('2020', '2029', 'decade')
    """
    bare = re.sub(r"[?~%]", "", value)
    if "/" in bare:
        first, _, second = bare.partition("/")
        ends = []
        for part in (first, second):
            if part not in ("", "..") and not _PARTIAL.fullmatch(part):
                return None
            ends.append("" if part in ("", "..") else part)
        return ends[0], ends[1], "range"
    if era := _ERA.fullmatch(bare):
        # A century has no precision of its own in the model: it is a range of years.
        return bare.replace("X", "0"), bare.replace("X", "9"), "decade" if era[1] else "range"
    match = _PARTIAL.fullmatch(bare)
    if match is None:
        return None
    if match[2] and not match[3] and int(match[2]) in _SEASONS:
        begin, end = _SEASONS[int(match[2])]
        year = int(match[1])
        return f"{year}-{begin:02d}", f"{year + (end < begin)}-{end:02d}", "season"
    precision: Precision = "day" if match[3] else "month" if match[2] else "year"
    return bare, bare, precision
