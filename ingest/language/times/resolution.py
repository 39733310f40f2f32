"""From what an expression says to a value, given the publication day and the way it looks.

The way (`direction`) is -1 for the past, 1 for the future, 0 where nothing tells. Rules that
were measured: a weekday that is the publication day's own name is that day; else planned
looks forward and all other back (right 62 of 62 times on annotated news). A day and month
without a year is the nearest one where that lies within 40 days, whatever the tense. Weeks
run Monday to Sunday; on a Sunday "last week" ends that day and "this week" begins the day
after (annotation guide, further policy 3). An expression that cannot be resolved gives None:
no day is ever invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.language.times.calendar import (
    add_days,
    add_months,
    clamp_year,
    day_value,
    days_value,
    era_value,
    first_day,
    interval_value,
    last_day,
    make_day,
    month_value,
    part_value,
    quarter_of,
    week_value,
    weekend_value,
    year_value,
)
from ingest.language.times.forms import (
    CalendarDate,
    Duration,
    Era,
    Interval,
    NamedDay,
    Reference,
    SamePart,
    Shifted,
    TimeForm,
    WeekdayName,
    WeekOf,
    YearPart,
)
from ingest.language.times.lexicon import holiday, lexicon
from ingest.language.types import TimeValue

NEAR_DAYS = 40
# A season that ended no longer ago is still "this summer"; "last summer" is the one before.
SEASON_DAYS = 30
# Where no tense tells, a day of the next months is more likely than one of ten months ago.
LIKELY_DAYS = 75
# So long after its end a quarter's results are still awaited ("expects a third-quarter loss").
REPORTED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands: the publication day, the way it looks, the date before it.

    `previous` is the last dated expression; `quarter` the quarter or half year and `month` the month
    that was last named nearby. `free` lets "two days earlier" count from the publication day where
    no day was named, and takes a month just gone for that one: good for a list of dates, too bold
    for the date of an event.
    """

    published: date | None
    direction: int = 0
    previous: TimeValue | None = None
    quarter: TimeValue | None = None
    month: TimeValue | None = None
    free: bool = False


def resolve(form: TimeForm, context: Context) -> TimeValue | None:
    """Return the value of a form in its context, or None where the context is not enough.

    A `Reference` gives a value with empty bounds: it has a TIMEX3 value and dates nothing.
    """
    match form:
        case CalendarDate():
            return _calendar(form, context)
        case WeekdayName():
            return _weekday(form, context)
        case Shifted():
            return _shifted(form, context)
        case YearPart():
            return _year_part(form, context)
        case SamePart():
            return _same_part(form, context)
        case Era():
            return era_value(form.digits)
        case NamedDay():
            return _named(form, context)
        case Reference():
            return TimeValue("", "", "", "day", form.value)
        case Duration():
            return _stretch(form, context)
        case Interval():
            return _interval(form, context)
        case WeekOf():
            day = _calendar(form.date, context)
            return week_value(first_day(day.start)) if day else None
    return None


def anchored(length: Duration, day: TimeValue, *, last: bool = False) -> TimeValue | None:
    """Return the stretch of a duration from its first day ("began a three-day visit Monday").

    With `last` the day is the last one ("ended a three-day visit Monday"). None where the day is
    not known to the day, or the length is vague or in other units than days and weeks
    (further policy 14).
    """
    if day.precision != "day" or length.amount is None or length.unit not in ("day", "week"):
        return None
    days = max(length.amount * (7 if length.unit == "week" else 1), 1) - 1
    known = first_day(day.start)
    value = (
        days_value(add_days(known, -days), known)
        if last
        else days_value(known, add_days(known, days))
    )
    return replace(value, basis=day.basis, strength=day.strength, text=day.text)


def _calendar(form: CalendarDate, context: Context) -> TimeValue | None:
    if form.base == "context":
        return _of_that_year(form, context)
    if form.years is not None and context.published is not None:
        year = clamp_year(context.published.year + form.years)
        return _calendar(replace(form, year=year, years=None), context)
    if form.year is not None:
        if form.month is None:
            return year_value(form.year)
        if form.day is None:
            return month_value(form.year, form.month)
        day = make_day(form.year, form.month, form.day)
        return day_value(day, form.part) if day else None
    published = context.published
    if published is None:
        return None
    if form.month is None:
        if form.weekday is not None:
            return _weekday_of_month(form, published)
        previous = context.previous
        if context.free and previous is not None and previous.precision in ("day", "month"):
            month = first_day(previous.start)  # "on Nov. 19 ...; she was due on the 28th"
            named = make_day(month.year, month.month, form.day or 0)
            return day_value(named) if named else None
        day = make_day(published.year, published.month, form.day or 0)
        if day and context.direction > 0 and day < published:
            day = make_day_shifted(published, 1, form.day or 0) or day
        elif day and context.direction < 0 and day > published:
            day = make_day_shifted(published, -1, form.day or 0) or day
        return day_value(day) if day else None
    if form.day is None:
        return _month(form, context, published)
    near = [make_day(published.year + k, form.month, form.day) for k in (-1, 0, 1)]
    days = [d for d in near if d is not None]
    if form.weekday is not None:
        more = [make_day(published.year + k, form.month, form.day) for k in range(-6, 4)]
        days = [d for d in more if d is not None and d.isoweekday() == form.weekday] or days
    if not days:
        return None
    days.sort(key=lambda d: abs((d - published).days))
    best = days[0]
    if form.shift is not None:
        best = _by_shift(days, published, form.shift) or best
    elif abs((best - published).days) > (NEAR_DAYS if context.direction else LIKELY_DAYS):
        way = context.direction or -1
        best = next((d for d in days if (d - published).days * way >= 0), best)
    return day_value(best, form.part)


def _of_that_year(form: CalendarDate, context: Context) -> TimeValue | None:
    """ "that December", "Oct. 3 of that year", "the following May": counted from the date before."""
    previous, month = context.previous, form.month
    if previous is None or not previous.start or month is None:
        return None
    first, last = previous.start[:7], previous.end[:7]
    year = int(first[:4])
    if form.shift == 1 and f"{year:04d}-{month:02d}" <= last:
        year += 1
    elif form.shift == -1 and len(first) == 7 and f"{year:04d}-{month:02d}" >= first:
        year -= 1
    return _calendar(replace(form, year=clamp_year(year), base="published", shift=None), context)


def _weekday_of_month(form: CalendarDate, published: date) -> TimeValue | None:
    """ "Friday the 13th": the last month in which that day bore that name, or the next."""
    for months in (0, -1, 1, *range(-2, -15, -1)):
        day = make_day_shifted(published, months, form.day or 0)
        near = day is not None and (day <= published or months > 0)
        if day is not None and near and day.isoweekday() == form.weekday:
            return day_value(day)
    return None


def make_day_shifted(published: date, months: int, day: int) -> date | None:
    """Return a day of the month so many months from the publication month."""
    other = add_months(published.replace(day=1), months)
    return make_day(other.year, other.month, day)


def _by_shift(days: list[date], published: date, shift: int) -> date | None:
    if shift == 0:
        return next((d for d in days if d.year == published.year), None)
    return next((d for d in days if (d - published).days * shift > 0), None)


def _month(form: CalendarDate, context: Context, published: date) -> TimeValue:
    month = form.month or 1
    year = published.year
    if form.shift == 0:
        return month_value(year, month)
    if form.shift is not None:
        if form.shift < 0 and month >= published.month:
            year -= 1
        elif form.shift > 0 and month <= published.month:
            year += 1
        return month_value(clamp_year(year), month)
    way = context.direction
    if way == 0:  # the next two months are more likely to come than ten months gone
        way = 1 if (month - published.month) % 12 in (1, 2) else -1
    if way > 0 and context.free and (published.month - month) % 12 == 1:
        way = -1  # "the rise in October could slow the economy", told in November
    if way > 0 and month < published.month:
        year += 1
    elif way < 0 and month > published.month:
        year -= 1
    return month_value(clamp_year(year), month)


def _weekday(form: WeekdayName, context: Context) -> TimeValue | None:
    published = context.published
    if form.base == "context":
        previous = context.previous
        if previous is None or not previous.start:
            return None
        published = first_day(previous.start)
    if published is None:
        return None
    ahead = (form.weekday - published.isoweekday()) % 7
    if form.base == "context":
        day = add_days(published, (ahead or 7) if form.shift == 1 else ahead - 7)
    elif form.week is not None:
        monday = _week_start(published, form.week, context.direction)
        day = add_days(monday, form.weekday - 1)
    elif form.shift == -1:
        day = add_days(published, ahead - 7)
    elif form.shift == 1:
        day = add_days(published, ahead or 7)
        if (day - published).days < 7 - published.weekday() and not form.coming:  # still this week
            day = add_days(day, 7)
    elif form.shift == 0:
        day = add_days(published - timedelta(days=published.weekday()), form.weekday - 1)
        if context.direction < 0 and day > published:
            day = add_days(day, -7)
        elif context.direction > 0 and day < published:
            day = add_days(day, 7)
    elif ahead == 0:
        day = published
    elif context.direction > 0:
        day = add_days(published, ahead)
    else:
        day = add_days(published, ahead - 7)
    return day_value(day, form.part)


def _week_start(published: date, offset: int, direction: int = 0) -> date:
    """Monday of the week so many weeks from the publication day's, as news counts them."""
    monday = add_days(published, -published.weekday())
    if published.isoweekday() == 7:  # Sunday: "last week" ends today, "this week" begins tomorrow
        if offset < 0:
            return add_days(monday, 7 * (offset + 1))
        if offset == 0 and direction >= 0:
            return add_days(monday, 7)
    return add_days(monday, 7 * offset)


# How precise the date before must be for "a month earlier" to count from it.
_COUNTS_FROM = {
    "day": ("day",),
    "week": ("day", "week"),
    "weekend": ("day", "week"),
    "month": ("day", "week", "month"),
}


def _shifted(form: Shifted, context: Context) -> TimeValue | None:
    if form.amount is None:
        return TimeValue("", "", "", "day", "PAST_REF")
    quarter = context.quarter
    if form.unit == "quarter" and form.base == "context":
        return _quarter_of_talk(form.amount, context)
    if form.loose and form.amount == 0 and form.unit in ("year", "month"):
        return _unit_of_talk(form, context)
    compared = form.loose or form.base == "context"
    if form.unit == "year" and form.amount == -1 and compared and quarter is not None:
        # "net rose in the third quarter from a year earlier": the quarter of the year before
        return part_value(clamp_year(int(quarter.timex[:4]) - 1), quarter.timex.split("-")[1])
    if form.base == "context":
        previous = context.previous
        if previous is None and form.amount > 0:
            return None  # "ten years later", and nothing before it
        precise = _COUNTS_FROM.get(form.unit)
        if precise and (previous is None or previous.precision not in precise):
            if form.unit == "day" and not (context.free and form.amount < 0):
                return None  # "the next day" with no day before it
            context = replace(context, previous=None)
    return _from_base(form, context)


def _quarter_of_talk(amount: int, context: Context) -> TimeValue | None:
    """ "the quarter", "the previous quarter": counted from the quarter last named.

    Where none was named, "the quarter" of a report is the one that ended last, of a forecast the
    one that runs.
    """
    quarter, published = context.quarter, context.published
    if quarter is not None and quarter.timex[5] == "Q":
        base = first_day(quarter.start)
    elif published is not None and context.free:
        base = published.replace(day=1)
        if amount == 0 and context.direction <= 0:
            base = add_months(base, -3)
    else:
        return None
    moved = add_months(base, 3 * amount)
    return part_value(moved.year, f"Q{quarter_of(moved.month)}")


def _unit_of_talk(form: Shifted, context: Context) -> TimeValue | None:
    """ "for the year", "in the month": the one that the talk is of.

    Results told in the first months of a year are those of the year before, where a quarter of
    it was named.
    """
    published, quarter = context.published, context.quarter
    if form.unit == "month" and context.month is not None:
        return context.month
    if published is None:
        return None
    if form.unit == "month":
        return month_value(published.year, published.month)
    year = published.year
    if form.edge == "END" and published.month <= 2 and context.direction < 0:
        return year_value(clamp_year(year - 1))
    if quarter is not None and published.month <= 3 and quarter.timex[:4] == f"{year - 1:04d}":
        year -= 1
    return year_value(clamp_year(year))


def _same_part(form: SamePart, context: Context) -> TimeValue | None:
    year = form.year
    if year is None:
        if context.published is None:
            return None
        year = clamp_year(context.published.year + form.shift)
    if context.quarter is None:
        return year_value(year)
    return part_value(year, context.quarter.timex.split("-")[1])


def _from_base(form: Shifted, context: Context) -> TimeValue | None:
    base = context.published
    if form.base == "context" and context.previous is not None and context.previous.start:
        base = first_day(context.previous.start)
    if base is None or form.amount is None:
        return None
    amount = form.amount
    counted = form.base == "context"
    match form.unit:
        case "day":
            return day_value(add_days(base, amount), form.part)
        case "week":
            if counted:
                return week_value(add_days(base, 7 * amount))
            return week_value(_week_start(base, amount, context.direction))
        case "weekend":
            return _weekend(base, amount, context, loose=form.loose)
        case "month":
            moved = add_months(base.replace(day=1), amount)
            return month_value(moved.year, moved.month)
        case "quarter":
            moved = add_months(base.replace(day=1), 3 * amount)
            return part_value(moved.year, f"Q{quarter_of(moved.month)}")
        case "year":
            return year_value(clamp_year(base.year + amount))
        case "decade":
            return era_value(f"{clamp_year(base.year + 10 * amount):04d}"[:3])
        case "century":
            return era_value(f"{clamp_year(base.year + 100 * amount):04d}"[:2])
    return None


def _weekend(base: date, amount: int, context: Context, *, loose: bool) -> TimeValue:
    monday = add_days(base, -base.weekday())
    back = context.direction < 0 or (loose and context.direction == 0)
    if amount == 0 and back and base.isoweekday() < 6:
        amount = -1  # "over the weekend" told on a weekday
    return weekend_value(add_days(monday, 7 * amount))


def is_quarter(value: TimeValue) -> bool:
    """Whether a value is a quarter or half of a year."""
    return len(value.timex) == 7 and value.timex[5] in "QH"


def _year_part(form: YearPart, context: Context) -> TimeValue | None:
    if form.base == "context":  # "that winter"
        start = context.previous.start if context.previous else ""
        return part_value(int(start[:4]), form.code) if start else None
    if form.year is not None:
        return part_value(form.year, form.code)
    published = context.published
    if published is None:
        return None
    year = published.year
    current = part_value(year, form.code)
    begins, ends = first_day(current.start), last_day(current.end)
    if form.code[0] in "QH":
        if form.shift is not None:
            return part_value(clamp_year(year + form.shift), form.code)
        if context.direction > 0 and (published - ends).days > REPORTED_DAYS:
            year += 1
        elif (
            (context.direction < 0 and begins > published)
            or (context.direction == 0 and (begins - published).days > 100)
            or (form.code == "Q4" and published.timetuple().tm_yday <= REPORTED_DAYS)
        ):
            year -= 1
        return part_value(clamp_year(year), form.code)
    if form.code == "WI" and published.month <= 3 and year > 1:
        year -= 1  # a winter begins in the December before
        begins, ends = first_day(f"{year:04d}-12"), last_day(f"{year + 1:04d}-02")
    if form.shift == -1:
        year -= 0 if (published - ends).days > SEASON_DAYS else 1
    elif form.shift == 1:
        year += 0 if begins > published else 1
    elif form.shift is None:
        if context.direction > 0 and ends < published:
            year += 1
        elif context.direction <= 0 and begins > published:
            year -= 1
    return part_value(clamp_year(year), form.code)


def _named(form: NamedDay, context: Context) -> TimeValue | None:
    rule = lexicon().holidays[form.key]
    if form.year is not None or re.match(r"\d{4}-", rule):
        day = holiday(rule, form.year or 1)
        return day_value(day, form.part) if day else None
    published = context.published
    if published is None:
        return None
    years = [clamp_year(published.year + k) for k in (-1, 0, 1)]
    days = [d for y in years if (d := holiday(rule, y)) is not None]
    days.sort(key=lambda d: abs((d - published).days))
    if not days:
        return None
    best = days[0]
    if form.shift is not None:
        best = _by_shift(days, published, form.shift) or best
    elif abs((best - published).days) > NEAR_DAYS:
        way = context.direction or (1 if best >= published else -1)
        best = next((d for d in days if (d - published).days * way >= 0), best)
    return day_value(best, form.part)


def _stretch(form: Duration, context: Context) -> TimeValue | None:
    """Value of "in the next two weeks" or "in two weeks"; None for a mere length."""
    published, amount = context.published, form.amount
    if published is None or amount is None or form.unit in ("decade", "century", "hour"):
        return None
    if form.ahead:
        if context.direction <= 0:
            return None
        return _from_base(Shifted(form.unit, amount), context)
    if not form.within:
        return None
    if form.unit in ("day", "week"):
        other = add_days(published, form.within * amount * (7 if form.unit == "week" else 1))
    elif form.unit in ("month", "quarter", "year"):
        months = {"month": 1, "quarter": 3, "year": 12}[form.unit]
        other = add_months(published, form.within * amount * months)
    else:
        return None
    first, last = min(published, other), max(published, other)
    if form.unit in ("month", "quarter"):
        return interval_value(
            month_value(first.year, first.month), month_value(last.year, last.month)
        )
    if form.unit == "year":
        return interval_value(year_value(first.year), year_value(last.year))
    # bounds, not days that are known: the event lies somewhere between
    return replace(days_value(first, last), precision="week")


def _interval(form: Interval, context: Context) -> TimeValue | None:
    first, last = form.first, form.last
    if isinstance(first, CalendarDate) and isinstance(last, CalendarDate):
        if first.year is None and last.year is not None and first.month is not None:
            earlier = last.month is not None and first.month > last.month
            first = replace(first, year=last.year - 1 if earlier else last.year)
        elif first.year is not None and last.year is None:
            later = first.month is not None and (last.month or 12) < first.month
            last = replace(last, year=first.year + 1 if later else first.year)
    start = resolve(first, context)
    end = resolve(last, context)
    if start is None or end is None or not start.start:
        return None
    if last_day(end.end) < first_day(start.start):
        if isinstance(last, WeekdayName):
            moved = add_days(first_day(end.start), 7)
            if context.direction < 0 and context.published and moved > context.published:
                # "Saturday and Sunday" on a Sunday: the pair lies behind us
                start = day_value(add_days(first_day(start.start), -7))
                return interval_value(start, end)
            end = day_value(moved)
        elif isinstance(last, CalendarDate) and last.year is None:
            end = resolve(replace(last, year=first_day(start.start).year), context)
            if end is not None and last_day(end.end) < first_day(start.start):
                end = resolve(replace(last, year=first_day(start.start).year + 1), context)
        if end is None or last_day(end.end) < first_day(start.start):
            return None
    return interval_value(start, end)


def halves(form: Interval, context: Context) -> tuple[TimeValue | None, TimeValue | None]:
    """Return the two ends of an interval as values of their own (TIMEX3 marks them apart)."""
    whole = _interval(form, context)
    if whole is None or "/" not in whole.timex:
        return None, None
    first, last = whole.timex.split("/", 1)
    return _single(first, whole.start), _single(last, whole.end)


def _single(timex: str, bound: str) -> TimeValue:
    precision = {4: "year", 7: "month"}.get(len(bound), "day")
    return TimeValue(bound, bound, bound, precision, timex)  # type: ignore[arg-type]
