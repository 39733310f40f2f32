"""Dates of a report: finding, resolving and attaching them. The door to `ingest.language.times`.

For a parsed report: `find_times` gives every time expression of a `Doc` once; `link_times`
ranks those that may date a trigger; `value_for` resolves one for an event whose status is
known; `time_of` makes the model's `Time`. For plain text: `timexes` gives the dates with their
TIMEX3 values as the extraction record lists them.

Days go in and out as ISO strings (``YYYY-MM-DD``) or None where the publication day is
unknown; then only absolute dates resolve.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.model import DateBasis, Precision, Report, Span, Status, TextField, Time, TimeExpression
from ingest.language.reading import text_of
from ingest.language.times import grammar, resolution
from ingest.language.times.attachment import (
    charges,
    clause_of,
    dates_something,
    expression_head,
    link_times,
    own_tokens,
    way_of_governor,
)
from ingest.language.times.calendar import add_days, day_value, first_day, interval_value, last_day
from ingest.language.times.forms import (
    AfterEvent,
    Anniversary,
    CalendarDate,
    Duration,
    Era,
    Interval,
    NamedDay,
    Reference,
    Shifted,
    TimeForm,
    WeekdayName,
    WeekOf,
    YearPart,
)
from ingest.language.times.lexicon import lexicon
from ingest.language.times.resolution import Context, resolve
from ingest.language.times.tense import direction_in_text
from ingest.language.types import Strength, TimeExpr, TimeKind, TimeValue

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "anchored",
    "charges",
    "clause_of",
    "dates_something",
    "day_of_publication",
    "default_value",
    "direction_of_status",
    "expression_head",
    "find_times",
    "inherited",
    "link_times",
    "nearest_value",
    "ordinal",
    "own_tokens",
    "report_dates",
    "shifted",
    "time_of",
    "timexes",
    "until_report",
    "value_for",
    "way_of_governor",
    "within",
]


def find_times(doc: Doc, published: str | None, paragraphs: Sequence[int] = (0,)) -> list[TimeExpr]:
    """Return all time expressions of a parsed report in order, resolved by the tense they stand in.

    `paragraphs` are the tokens at which paragraphs begin (no expression crosses a border).
    """
    day = _day(published)
    found: list[TimeExpr] = []
    ends = [*paragraphs[1:], len(doc)]
    starts = [token.idx for token in doc]
    previous: TimeValue | None = None
    spoken = _SpokenDays(published)
    quarters = _Quarters()
    whole = text_of(doc)
    for first, last in zip(paragraphs, ends, strict=True):
        if first >= last:
            continue
        base = starts[first]
        text = whole[base : doc[last - 1].idx + len(doc[last - 1])]
        for item in grammar.find(text):
            if item.rule in _OF_TALK:
                continue
            begin = max(bisect.bisect_right(starts, base + item.start) - 1, first)
            end = max(bisect.bisect_left(starts, base + item.end), begin + 1)
            way = 0
            if _looks(item.form) or _counts_days(item.form):
                way = direction_in_text(text, item.start, item.end)
            before = spoken.before(item.form, way, previous)
            context = Context(
                day,
                way if _looks(item.form) else 0,
                before,
                quarters.near(base + item.start),
            )
            value = resolve(item.form, context)
            expression = TimeExpr(
                begin,
                end,
                kind_of(item.form),
                item.text,
                replace(value, text=item.text) if value and value.start else None,
                item.form,
                before,
            )
            found.append(expression)
            if expression.value is not None and _is_antecedent(item.form):
                previous = value
                if not _is_bound(doc, begin):
                    spoken.note(value)
                quarters.note(item.form, value, base + item.start, text[: item.start][-8:])
    return found


def value_for(
    expression: TimeExpr,
    published: str | None,
    direction: int,
    strength: Strength = Strength.ATTACHED,
) -> TimeValue | None:
    """Return the value of an expression for an event that looks `direction` (-1, 0, 1).

    0 keeps the reading that the tense around the expression gave. None where the expression
    dates nothing.
    """
    if expression.form is None or not dates_something(expression):
        return None
    value = expression.value
    if direction:
        value = resolve(expression.form, Context(_day(published), direction, expression.previous))
    if value is None or not value.start:
        return None
    return replace(value, strength=strength, text=expression.text)


def nearest_value(
    expression: TimeExpr, published: str | None, strength: Strength = Strength.ATTACHED
) -> TimeValue | None:
    """Return the reading of an expression, back or ahead, that lies nearer to the report.

    "The visit, planned for September, was put off": the last September in October, the next in May.
    """
    day = _day(published)
    back = value_for(expression, published, -1, strength)
    ahead = value_for(expression, published, 1, strength)
    if day is None or back is None or ahead is None:
        return back or ahead
    gone, to_come = day - last_day(back.end), first_day(ahead.start) - day
    return back if gone <= to_come else ahead


def direction_of_status(status: Status) -> int:
    """Return the way an event of this status looks from its report: ahead or back."""
    return 1 if status in (Status.PLANNED, Status.POSSIBLE, Status.CANCELLED) else -1


def anchored(length: TimeExpr, day: TimeValue, *, last: bool = False) -> TimeValue | None:
    """Return the stretch of a duration from a known first or `last` day; None where it has none."""
    if not isinstance(length.form, Duration):
        return None
    return resolution.anchored(length.form, day, last=last)


def shifted(value: TimeValue, days: int) -> TimeValue | None:
    """Return the day so many days from a value that is a day; None for any other."""
    if value.precision != "day":
        return None
    moved = day_value(add_days(first_day(value.start), days))
    return replace(moved, basis=value.basis, strength=value.strength, text=value.text)


def ordinal(word: str) -> int | None:
    """Return the number of an ordinal word ("second"), None for any other word."""
    kind, value, _ = lexicon().words.get(word, ("", "", False))
    return value if kind == "ordinal" and isinstance(value, int) else None


def default_value(published: str | None) -> TimeValue | None:
    """Return the publication day as the value of news told in the present without a date word.

    The annotation guide's further policy 2; the value's basis is ``"published"``.
    """
    day = _day(published)
    if day is None:
        return None
    return replace(day_value(day), basis="published", strength=Strength.DEFAULT)


def inherited(value: TimeValue) -> TimeValue:
    """Return the value as one taken over from an enclosing visit or another event.

    A stretch of days only bounds what lies within it: its precision becomes ``"week"``, so that
    nobody takes its ends for the days of the event.
    """
    precision: Precision = "week" if value.precision == "range" else value.precision
    return replace(value, basis="inherited", strength=Strength.INHERITED, precision=precision)


def until_report(value: TimeValue | None, published: str | None) -> TimeValue | None:
    """Return the stretch from a day to the publication day, the day itself where none is known."""
    today = default_value(published)
    if value is None or today is None or today.end <= value.start:
        return value
    stretch = interval_value(value, today)
    return replace(stretch, basis=value.basis, strength=value.strength, text=value.text)


def within(inner: TimeValue, outer: TimeValue) -> bool:
    """Whether every day of `inner` lies in `outer`."""
    return first_day(outer.start) <= first_day(inner.start) and last_day(inner.end) <= last_day(
        outer.end
    )


def day_of_publication(published: str | None, dateline: str | None = None) -> str | None:
    """Return the day that a report's words count from, as ISO.

    `dateline` is the day in the report's dateline ("Nov. 19"), which is the day of writing
    where it lies within a week before `published`.
    """
    day = _day(published)
    if not dateline:
        return published
    forms = [f.form for f in grammar.find(dateline) if isinstance(f.form, CalendarDate)]
    value = resolve(forms[0], Context(day, -1)) if forms else None
    if value is None or value.precision != "day":
        return published
    if day is None:
        return value.start
    return value.start if 0 <= (day - first_day(value.start)).days <= 7 else published


def time_of(value: TimeValue) -> Time:
    """Return a value as the model's `Time`."""
    basis: DateBasis = value.basis
    return Time(value.start, value.end, value.edtf, value.precision, value.text, basis)


def timexes(
    text: str, published: str | None, field: TextField = "body"
) -> tuple[TimeExpression, ...]:
    """Return the dates of a text with their TIMEX3 values, as far as TIMEX3 calls them DATE.

    Lengths, times of the day and sets are left out; the ends of an interval stand apart.
    """
    day = _day(published)
    found: list[TimeExpression] = []
    previous: TimeValue | None = None
    quarters = _Quarters()
    spoken = _SpokenDays(published)
    for item in grammar.find(text):
        counts = _counts_days(item.form)
        way = direction_in_text(text, item.start, item.end) if counts or _looks(item.form) else 0
        quarter = isinstance(item.form, Shifted) and item.form.unit == "quarter"
        context = Context(
            day,
            way if _looks(item.form) else 0,
            spoken.before(item.form, way, previous),
            quarters.near(item.start, anywhere=quarter),
            quarters.month(item.start),
            free=True,
        )
        value = resolve(quarters.dated(item.form, item.start), context)
        quarters.note(item.form, value, item.start, text[max(item.start - 8, 0) : item.start])
        if value is not None and value.start and _is_antecedent(item.form):
            previous = value
            spoken.note(value)
        if isinstance(item.form, Interval):
            ends = resolution.halves(item.form, context)
            for part, bounds in zip(ends, item.halves or (), strict=False):
                if part is not None:
                    found.append(_timex(text, bounds[0], bounds[1], part.timex, field))
        elif value is not None and is_date(item.form) and value.timex[10:11] != "T":
            found.append(_timex(text, item.start, item.end, value.timex, field))
    stamps = [s for s in _stamps(text, day, field) if not any(_overlap(s, f) for f in found)]
    return tuple(sorted([*found, *stamps], key=lambda f: f.span.start) if stamps else found)


def _stamps(text: str, day: date | None, field: TextField) -> list[TimeExpression]:
    """The day of publication in the shorthand of a wire's header: "11-02-89", "891102".

    Such digits are read as a date only where they name the publication day or one beside it.
    """
    if day is None:
        return []
    days = {form: d for d in (day, add_days(day, -1), add_days(day, 1)) for form in _shorthand(d)}
    return [
        _timex(text, m.start(), m.end(), days[m[0]].isoformat(), field)
        for m in re.finditer(r"\b\d{1,2}-\d{1,2}-\d{2}(?:\d{2})?\b|\b\d{6}\b", text)
        if m[0] in days
    ]


def _shorthand(day: date) -> tuple[str, ...]:
    month, number, year = day.month, day.day, f"{day.year % 100:02d}"
    return (
        f"{month:02d}-{number:02d}-{year}",
        f"{month}-{number}-{year}",
        f"{month:02d}-{number:02d}-{day.year:04d}",
        f"{year}{month:02d}{number:02d}",
    )


def _overlap(one: TimeExpression, other: TimeExpression) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def report_dates(report: Report, dateline: str | None = None) -> tuple[TimeExpression, ...]:
    """Return the dates of a report's title and text as the extraction record lists them.

    `dateline` is the day in the report's dateline, from which its words count.
    """
    day = day_of_publication(report.published, dateline)
    return (*timexes(report.title, day, "title"), *timexes(report.text, day))


class _SpokenDays:
    """The day last named, and the last one that is not to come.

    "They signed on Thursday and will meet on May 9. The same day he met the king": on Thursday.
    """

    def __init__(self, published: str | None) -> None:
        self._published = published
        self._last: TimeValue | None = None
        self._gone: TimeValue | None = None

    def note(self, value: TimeValue | None) -> None:
        """Remember a value that is a day."""
        if value is None or value.precision != "day":
            return
        self._last = value
        if self._published is None or value.end <= self._published:
            self._gone = value

    def before(self, form: TimeForm, way: int, previous: TimeValue | None) -> TimeValue | None:
        """The date that a form counts from, told of the past (`way` -1) or not.

        "In the afternoon" is of a day spoken of lately, or of the day of the report.
        """
        if not _counts_days(form):
            return previous
        day = self._gone or self._last if way < 0 else self._last
        if isinstance(form, Shifted) and form.part is not None and form.amount == 0:
            today = default_value(self._published)
            lately = day is not None and today is not None and _week_apart(day, today)
            return day if lately else today or day
        return day or previous


def _week_apart(a: TimeValue, b: TimeValue) -> bool:
    return abs((first_day(a.start) - first_day(b.start)).days) <= 7


class _Quarters:
    """The quarter or half year and the month last named, as long as the text stays with them."""

    REACH = 400  # characters, about three sentences

    def __init__(self) -> None:
        self._value: TimeValue | None = None
        self._at = 0
        self._month: TimeValue | None = None
        self._month_at = 0
        self._years: dict[int, tuple[int, int]] = {}  # month -> year it was named with, and where

    def note(self, form: TimeForm, value: TimeValue | None, at: int, before: str = "") -> None:
        """Remember a quarter or month that is named, not one that is counted from another.

        `before` are the characters before it: "its first loss since the third quarter of 1987" is
        no talk of that quarter.
        """
        words = before.lower().split()
        if isinstance(form, Duration) and form.unit == "month" and (form.amount or 0) > 3:
            self._at = -self.REACH  # "for nine months it earned ..., against ... a year earlier"
        if value is None:
            return
        if value.precision == "year" and words[-1:] == ["for"]:
            self._at = -self.REACH  # "for 1989 it earned ..., against ... the year before"
        if isinstance(form, CalendarDate) and form.year is not None and form.month is not None:
            self._years[form.month] = (form.year, at)
        if isinstance(form, YearPart) and resolution.is_quarter(value) and "since" not in words:
            self._value, self._at = value, at
        if value.precision == "month" and isinstance(form, CalendarDate | Shifted):
            self._month, self._month_at = value, at

    def dated(self, form: TimeForm, at: int) -> TimeForm:
        """A day with the year that its month was named with: "in May 1986 ..., on May 12"."""
        if not isinstance(form, CalendarDate) or form.month is None or form.day is None:
            return form
        bare = (form.year, form.shift, form.years, form.base) == (None, None, None, "published")
        year, where = self._years.get(form.month, (0, 0))
        if not bare or not year or at - where > self.REACH:
            return form
        return replace(form, year=year)

    def near(self, at: int, *, anywhere: bool = False) -> TimeValue | None:
        """The quarter that "a year earlier" at this place counts from, if any."""
        return self._value if anywhere or at - self._at <= self.REACH else None

    def month(self, at: int) -> TimeValue | None:
        """The month that "the month" means at this place, if any was named."""
        return self._month if at - self._month_at <= self.REACH else None


# Rules for what the talk is of: for the list of dates, too loose to date an event
# ("their first meeting of the year").
_OF_TALK = frozenset({"the-unit", "unit-ended"})


def is_date(form: TimeForm) -> bool:
    """Whether TIMEX3 calls a form a DATE (and not a TIME, a DURATION or a SET)."""
    return not isinstance(form, Duration | Anniversary | AfterEvent)


def kind_of(form: TimeForm) -> TimeKind:
    """Return the kind of expression, as other stages tell them apart."""
    match form:
        case CalendarDate(month=None, day=None):
            return "year"
        case CalendarDate(day=None):
            return "month"
        case CalendarDate():
            return "day"
        case WeekdayName():
            return "weekday"
        case Shifted(unit="day"):
            return "relative"
        case Shifted(amount=None) | Reference() | AfterEvent():
            return "vague"
        case Shifted(unit="week" | "weekend") | WeekOf():
            return "week"
        case Shifted(unit="month"):
            return "month"
        case YearPart():
            return "season"
        case Interval():
            return "range"
        case Duration(within=0, ahead=False):
            return "duration"
        case Duration():
            return "range"
        case NamedDay():
            return "holiday"
        case Anniversary():
            return "anniversary"
        case _:
            return "year"


def _looks(form: TimeForm) -> bool:
    """Whether the reading of a form depends on tense."""
    return isinstance(
        form, WeekdayName | CalendarDate | YearPart | NamedDay | Interval | Duration | WeekOf
    ) or (isinstance(form, Shifted) and (form.unit in ("week", "weekend", "quarter") or form.loose))


def _is_bound(doc: Doc, begin: int) -> bool:
    """Whether an expression bounds a stretch ("since May 3"): not the day spoken of."""
    return begin > 0 and doc[begin - 1].lower_ in ("since", "until", "till", "by")


def _counts_days(form: TimeForm) -> bool:
    """Whether a form counts from a day: "met in Oslo on May 3, as in 2001; the same day ..."."""
    return isinstance(form, Shifted) and form.unit == "day" and form.base == "context"


def _is_antecedent(form: TimeForm) -> bool:
    """Whether "the next day" may count from an expression of this form."""
    return not isinstance(form, Reference | Duration | Anniversary | Era)


def _timex(text: str, start: int, end: int, value: str, field: TextField) -> TimeExpression:
    return TimeExpression(Span(start, end, text[start:end], field), value)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        return None
