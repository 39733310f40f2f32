"""Builders of calendar dates, weekdays, years, decades and holidays, for the rules of `rules`."""

from __future__ import annotations

from ingest.language.times.forms import (
    CalendarDate,
    Era,
    Interval,
    NamedDay,
    Shifted,
    TimeForm,
    WeekdayName,
    WeekOf,
)
from ingest.language.times.match import Builder, Match
from ingest.language.times.tense import traded_words

_PREPOSITIONS = frozenset(
    "in on since until by through from to of during before after between prep edge edger shift "
    "past upcoming within for the approx and side over".split()
)


def calendar(m: Match) -> TimeForm | None:
    """ "May 9", "Friday, Oct. 13, 1989", "May of last year"."""
    month, day = m.number("m"), m.number("d")
    written, after = m.group("d"), m.after()
    if written and written[0].kind == "ordinal" and after and after.kind in ("hyphen", "unit"):
        return None  # "in October second-round talks began"
    if len(written) > 1:  # "twenty-first"
        day = sum(int(t.value) for t in written if isinstance(t.value, int))
    if day is not None and not 1 <= day <= 31:
        return None
    form = CalendarDate(
        m.number("y"), month, day, m.number("wd"), None, m.part(), m.edge(), m.shift()
    )
    return None if form.years is not None and m.code("u") != "year" else form


def day_range(m: Match) -> TimeForm | None:
    """ "October 5-7"."""
    month, year = m.number("m"), m.number("y")
    first, last = m.number("d"), m.number("e")
    if first is None or last is None or not 1 <= first < last <= 31:
        return None
    return Interval(CalendarDate(year, month, first), CalendarDate(year, month, last))


def month_range(m: Match) -> TimeForm | None:
    """ "from April to June 1988", "Dec. 28 to Jan. 3"."""
    year, other = m.number("y"), m.number("z")
    return Interval(
        CalendarDate(year, m.number("m"), m.number("d")),
        CalendarDate(other or year, m.number("n"), m.number("e")),
    )


def iso(m: Match) -> TimeForm | None:
    """ "1989-10-31", "19891031"."""
    digits = m.tokens[m.start].text.replace("-", "")
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return CalendarDate(year, month, day)


def slash(m: Match) -> TimeForm | None:
    """ "11/02/89"."""
    first, second, year = (int(x) for x in m.tokens[m.start].text.split("/"))
    if year < 100:
        year += 1900 if year > 40 else 2000
    month, day = (first, second) if first <= 12 else (second, first)
    return CalendarDate(year, month, day) if month <= 12 and 1 <= day <= 31 else None


def month_alone(m: Match) -> TimeForm | None:
    """ "October", "early in May"."""
    before, after = m.before(), m.after()
    token = m.group("m")[0]
    governed = m.has("edge") or (before is not None and before.kind in _PREPOSITIONS)
    if before is not None and before.kind == "hyphen" and not m.has("edge"):
        return None  # scores and codes: "03-Feb."
    traded = after is not None and after.text.lower() in traded_words()
    if token.kind != "month" and not (traded or _month_meant(m, governed=governed)):
        return None
    named = not governed or (before is not None and before.kind in ("on", "at"))
    if after is not None and after.kind == "cap" and named:
        return None  # "April Wren", "August Wilhelm", "on March Street"
    if token.text.lower() in ("jan", "oct", "sep", "aug", "feb") and not governed:
        return None
    return CalendarDate(None, m.number("m"), None, None, None, None, m.edge())


def _month_meant(m: Match, *, governed: bool) -> bool:
    """Whether "May" or "March" is the month: a preposition before it, or "its May election"."""
    before, after = m.before(), m.after()
    if before is None or before.kind == "cap":
        return False
    if after is not None and after.kind == "poss":
        return governed or before.kind == "at"
    modifies = after is not None and after.kind == "other" and after.text.isalpha()
    if before.kind == "the" or before.text.lower() in ("its", "their", "his", "her", "a"):
        return modifies
    return governed


def month_shift(m: Match) -> TimeForm | None:
    """ "last December"."""
    return CalendarDate(None, m.number("m"), m.number("d"), None, m.shift(), None, m.edge())


def year_alone(m: Match) -> TimeForm | None:
    """ "1989", "late 2003"."""
    before, after = m.before(), m.after()
    year = m.number("y")
    if year is None:
        return None
    governed = m.has("edge") or (before is not None and before.kind in _PREPOSITIONS)
    if before is not None and before.kind in ("dollar", "hyphen", "number", "day"):
        return None
    if after is not None and after.kind in ("unit", "hour", "hundred", "big", "weekday"):
        return None
    if not 1900 <= year <= 2099 and (not governed or before is None or before.kind == "the"):
        return None
    if m.group("y")[0].text[0] in "'\u2019`" and not governed:
        return None
    if (
        year % 100 == 0
        and after is not None
        and after.kind == "other"
        and after.text.endswith("s")
        and (before is None or before.kind not in ("in", "since", "of", "until", "by"))
    ):
        return None  # "2000 troops"
    return CalendarDate(year, edge=m.edge())


def year_range(m: Match) -> TimeForm | None:
    """ "1986-87", "between 1985 and 1987"."""
    first, last = m.number("y"), m.number("z")
    if first is None or last is None:
        return None
    if last < 100:
        last += first - first % 100
    if not 0 < last - first < 100 or not 1500 <= first <= 2099:
        return None
    return Interval(CalendarDate(first), CalendarDate(last))


def weekday(m: Match) -> TimeForm | None:
    """ "Thursday", "next Friday", "Tuesday of last week"."""
    before, after = m.before(), m.after()
    if before is not None and before.kind in ("notaday", "every"):
        return None
    if after is not None and (after.kind == "paper" or (after.kind == "daypart" and not m.part())):
        return None  # "the Sunday Telegraph", "on Sunday afternoons"
    if m.has("part") and m.group("part")[-1].text.lower().endswith("s"):
        return None
    if before is not None and before.kind == "a" and not m.has("near"):
        return None  # "on a Sunday"
    of_month = after is not None and after.kind in ("of", "in")
    if before is not None and before.kind == "ordinal" and of_month:
        return None  # "the first Monday in October"
    written = m.group("wd")[0].text
    if written.endswith(".") and (after is None or after.kind not in ("comma", "daypart", "time")):
        return None  # "he told the Sun."
    owner = after is not None and after.kind == "poss"
    preposition = owner and m.tokens[m.start].kind != "the"  # "following Wednesday's quake"
    if m.has("near") and not preposition:
        near = m.number("near")
        return WeekdayName(int(m.number("wd") or 1), near, None, m.part(), None, "context")
    coming = any(t.text.lower() == "coming" for t in m.group("s"))
    return WeekdayName(
        int(m.number("wd") or 1), m.shift(), m.number("w"), m.part(), m.edge(), coming=coming
    )


def weekday_before(m: Match) -> TimeForm | None:
    """ "the Saturday before": counted from the day spoken of."""
    after = m.after()
    if after is not None and after.kind != "break" and after.text not in ".,;:!?)":
        return None  # "the Saturday before the race"
    step = -1 if m.group("near")[0].kind == "before" else 1
    return WeekdayName(int(m.number("wd") or 1), step, base="context")


def weekday_pair(m: Match) -> TimeForm | None:
    """ "Saturday and Sunday"."""
    first, last = int(m.number("a") or 1), int(m.number("b") or 1)
    if first == last:
        return None
    return Interval(
        WeekdayName(first, m.shift(), m.number("w")), WeekdayName(last, m.shift(), m.number("w"))
    )


def deictic(m: Match) -> TimeForm | None:
    """ "today", "late yesterday"."""
    before = m.before()
    if m.group("x")[0].text[0].isupper() and before is not None and before.kind == "cap":
        return None  # "USA Today"
    return Shifted("day", m.number("x"), "published", m.part(), m.edge())


def around(step: int) -> Builder:
    """ "the day before yesterday" (`step` -1), "the day after tomorrow" (1)."""
    return lambda m: Shifted("day", 2 * step)


def this_part(m: Match) -> TimeForm | None:
    """ "this morning", "last night", "tonight"."""
    if m.has("tonight"):
        return Shifted("day", 0, "published", "NI")
    shift = m.shift()
    if shift not in (0, -1):
        return None
    return Shifted("day", shift, "published", m.part(), m.edge())


def half_of_month(m: Match) -> TimeForm | None:
    """ "the first half of October"."""
    if m.number("o") not in (1, 2):
        return None
    edge = "START" if m.number("o") == 1 else "END"
    return CalendarDate(m.number("y"), m.number("m"), edge=edge)


def week_of_month(m: Match) -> TimeForm | None:
    """ "the second week of October", "the last week in May"."""
    nth = m.number("o")
    if m.code("u") != "week" or m.group("u")[-1].text.lower().endswith("s"):
        return None
    if nth is None and m.shift() != -1:
        return None
    if nth is not None and not 1 <= nth <= 4:
        return None
    return WeekOf(CalendarDate(m.number("y"), m.number("m"), 7 * nth - 3 if nth else 28))


def spoken_year(m: Match) -> TimeForm | None:
    """ "nineteen ninety-six", "two thousand"."""
    before = m.before()
    numbers = [int(t.value) for t in m.group("q") if isinstance(t.value, int)]
    if numbers[0] == 2 and (before is None or before.kind not in ("in", "unit", "by", "since")):
        return None
    if numbers[0] == 2:
        return CalendarDate(2000)
    if numbers[0] != 19 or numbers[1] < 10:
        return None
    return CalendarDate(1900 + sum(numbers[1:]))


def spoken_decade(m: Match) -> TimeForm | None:
    """ "nineteen eighties"."""
    return Era(f"19{m.number('x')}") if m.number("q") == 19 else None


def that_month(m: Match) -> TimeForm | None:
    """ "that December", "the following May", "Oct. 3 of that year"."""
    if m.has("u") and m.code("u") != "year":
        return None
    return CalendarDate(
        None, m.number("m"), m.number("d"), None, m.number("x") or 0, base="context"
    )


def ago_month(m: Match) -> TimeForm | None:
    """ "Oct. 30 a year ago"."""
    if m.code("u") != "year":
        return None
    return CalendarDate(None, m.number("m"), m.number("d"), years=-1)


def decade(m: Match) -> TimeForm | None:
    """ "the 1990s", "the late '70s"."""
    token = m.group("y")[0]
    digits = str(token.value)
    whole = digits[2:] == "0" and token.text[0].isdigit()  # "the 1800s"
    return Era(digits[:2] if whole else digits, m.edge())


def decade_word(m: Match) -> TimeForm | None:
    """ "the eighties"."""
    return Era(f"19{m.number('x')}", m.edge())


def decade_poss(m: Match) -> TimeForm | None:
    """ "the 1980's"."""
    year = m.number("y")
    return Era(str(year)[:3], m.edge()) if year is not None and year % 10 == 0 else None


def century(m: Match) -> TimeForm | None:
    """ "the 19th century"."""
    ordinal = m.number("o")
    if ordinal is None or m.code("u") != "century" or not 5 <= ordinal <= 25:
        return None
    return Era(f"{ordinal - 1:02d}", m.edge())


def holiday(m: Match) -> TimeForm | None:
    """ "Christmas Day", "Labor Day 1990"."""
    after = m.after()
    if after is not None and after.kind == "cap" and not m.has("y"):
        return None  # "Easter Island"
    return NamedDay(str(m.group("h")[0].value), m.number("y"), m.shift())


def week_of(m: Match) -> TimeForm | None:
    """ "the week ended Oct. 20"."""
    if m.code("u") != "week":
        return None
    return WeekOf(CalendarDate(m.number("y"), m.number("m"), m.number("d")))


def day_of_month(m: Match) -> TimeForm | None:
    """ "on the 15th"."""
    after = m.after()
    stopped = after is None or after.text in ".;:!?)\"'" or after.kind in ("comma", "and", "to")
    if not stopped:
        return None
    return CalendarDate(None, None, m.number("d"))


def fiscal(m: Match) -> TimeForm | None:
    """ "fiscal 1990"."""
    return CalendarDate(m.number("y"), edge=m.edge())
