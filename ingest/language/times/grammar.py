"""The surface grammar of time expressions: from a text to unresolved forms.

A rule is a regular expression over the classes of tokens (see `lexicon`): ``{month}`` is a
token of that class, ``{day|ordnum}`` one of either. Of matches that overlap, the longest wins,
then the rule that stands first. Rules know nothing of the publication day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ingest.language.times.forms import (
    AfterEvent,
    Anniversary,
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
from ingest.language.times.lexicon import Token, lexicon, tokenize
from ingest.language.times.tense import traded_words


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression of a text: characters `start` to `end`, what it says, its rule.

    For an interval `halves` are the spans of its two ends.
    """

    start: int
    end: int
    text: str
    form: TimeForm
    rule: str
    halves: tuple[tuple[int, int], tuple[int, int]] | None = None


class Match:
    """A match of a rule, with its groups as tokens."""

    __slots__ = ("_match", "_places", "end", "start", "tokens")

    def __init__(self, match: re.Match[str], tokens: list[Token], places: list[int]) -> None:
        self._match = match
        self._places = places  # from places in the line to tokens
        self.tokens = tokens
        first, last = match.span()
        self.start, self.end = places[first], places[last - 1] + 1

    def group(self, name: str) -> list[Token]:
        """Tokens of a group; none where it did not take part."""
        if name not in self._match.re.groupindex:
            return []
        first, last = self._match.span(name)
        if first < 0 or first == last:
            return []
        return self.tokens[self._places[first] : self._places[last - 1] + 1]

    def has(self, name: str) -> bool:
        """Whether a group took part."""
        return bool(self.group(name))

    def number(self, name: str) -> int | None:
        """The value of a group's first token that has a number."""
        return next((t.value for t in self.group(name) if isinstance(t.value, int)), None)

    def code(self, name: str) -> str:
        """The value of a group's first token that has a code."""
        return next(
            (t.value for t in self.group(name) if isinstance(t.value, str) and t.value != "-"), ""
        )

    def edge(self) -> str | None:
        """Side of the period that the prefix names."""
        return self.code("edge") or None

    def part(self) -> str | None:
        """Part of the day; ``CL`` for a time of the clock."""
        return self.code("part") or ("CL" if self.has("clock") or self.has("tail") else None)

    def before(self, distance: int = 1) -> Token | None:
        """The token before the match."""
        i = self.start - distance
        return self.tokens[i] if i >= 0 else None

    def after(self) -> Token | None:
        """The token after the match."""
        return self.tokens[self.end] if self.end < len(self.tokens) else None

    def amount(self, name: str = "qty") -> int | None:
        """The number a quantity says; None for "several" and "two or three"."""
        found = self.group(name)
        if any(t.kind in ("vague", "to", "or", "dash", "big") for t in found):
            return None
        if found and found[-1].kind == "half":  # "two and a half"
            found = found[:-3]
        numbers = [t for t in found if isinstance(t.value, int)]
        if any(t.kind == "hyphen" for t in found) and all(t.kind == "day" for t in numbers):
            return None  # "10-12 days"
        total = 0
        for token in numbers:
            value = int(token.value)
            if token.kind == "half":
                continue
            total = max(total, 1) * value if token.kind == "hundred" else total + value
        return total or None


Builder = Callable[[Match], TimeForm | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule; `build` may refuse a match by giving None."""

    name: str
    pattern: re.Pattern[str]
    build: Builder


_MACROS = {
    "EDGE": r"(?P<edge>{edge}(?:{hyphen}|{in|on})?|{edger}(?:{in|on}|{in}{the})?|{the}?{side}{of}|{the}?{edge}{of})?",
    "QTY": (
        r"(?P<qty>{num}{hyphen}?{num}|(?:{num|a}{hundred})(?:{and}?{num|day|number})?"
        r"|{num|day|number}{and}{a}{half}|{num|day}(?:{to|or|hyphen|dash}){num|day}|{a}?{vague}{of}?|{num|day|number|a})"
    ),
    "WD": r"(?:(?P<wd>{weekday}){comma}?)?",
    "DAY": r"(?P<d>{day|ordnum|ordinal}(?:{hyphen}{ordinal})?)",
    "YEAR": r"(?P<y>{year})",
    "MONTH": r"(?P<m>{month|may|march})",
    "CLOCK": r"(?P<clock>(?:{time|day|num}{clock}+{comma}?|{time}{clock}*|{daypart}{clock}+)(?:{on})?)?",
    # a time of the clock behind a day: "Tuesday at 3 p.m.", "Friday at noon"
    "TAIL": r"(?P<tail>{at}(?:{time|day|num}{clock}+|{daypart}))?",
    "SHIFT": r"(?P<s>{shift|past|upcoming}|{shift}{past|shift})",
    "UNIT": r"(?P<u>{unit})",
    "TO": r"(?:{to|through|until|hyphen|dash|and})",
}
_PREPOSITIONS = frozenset(
    "in on since until by through from to of during before after between prep edge edger shift "
    "past upcoming within for the approx and side over".split()
)


def _compile(source: str) -> re.Pattern[str]:
    codes = lexicon().codes
    for name, macro in _MACROS.items():
        source = re.sub(rf"\b{name}\b", macro.replace("\\", r"\\"), source)

    def classes(found: re.Match[str]) -> str:
        return f"[{''.join(codes[k] for k in found[1].split('|'))}]"

    return re.compile(re.sub(r"\{([a-z|]+)\}", classes, source.replace(" ", "")))


# ---- builders -------------------------------------------------------------------------------


def _calendar(m: Match) -> TimeForm | None:
    month, day = m.number("m"), m.number("d")
    written, after = m.group("d"), m.after()
    if written and written[0].kind == "ordinal" and after and after.kind in ("hyphen", "unit"):
        return None  # "in October second-round talks began"
    if len(written) > 1:  # "twenty-first"
        day = sum(int(t.value) for t in written if isinstance(t.value, int))
    if day is not None and not 1 <= day <= 31:
        return None
    form = CalendarDate(
        m.number("y"), month, day, m.number("wd"), None, m.part(), m.edge(), _shift(m)
    )
    return None if form.years is not None and m.code("u") != "year" else form


def _day_range(m: Match) -> TimeForm | None:
    month, year = m.number("m"), m.number("y")
    first, last = m.number("d"), m.number("e")
    if first is None or last is None or not 1 <= first < last <= 31:
        return None
    return Interval(CalendarDate(year, month, first), CalendarDate(year, month, last))


def _month_range(m: Match) -> TimeForm | None:
    year, other = m.number("y"), m.number("z")
    return Interval(
        CalendarDate(year, m.number("m"), m.number("d")),
        CalendarDate(other or year, m.number("n"), m.number("e")),
    )


def _iso(m: Match) -> TimeForm | None:
    digits = m.tokens[m.start].text.replace("-", "")
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return CalendarDate(year, month, day)


def _slash(m: Match) -> TimeForm | None:
    first, second, year = (int(x) for x in m.tokens[m.start].text.split("/"))
    if year < 100:
        year += 1900 if year > 40 else 2000
    month, day = (first, second) if first <= 12 else (second, first)
    return CalendarDate(year, month, day) if month <= 12 and 1 <= day <= 31 else None


def _month_alone(m: Match) -> TimeForm | None:
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


def _month_shift(m: Match) -> TimeForm | None:
    return CalendarDate(None, m.number("m"), m.number("d"), None, _shift(m), None, m.edge())


def _shift(m: Match) -> int | None:
    values = [
        -1 if t.kind == "past" else t.value for t in m.group("s") if t.kind in ("shift", "past")
    ]
    values += [1 for t in m.group("s") if t.kind == "upcoming"]
    return int(values[-1]) if values else None


def _year_alone(m: Match) -> TimeForm | None:
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


def _year_range(m: Match) -> TimeForm | None:
    first, last = m.number("y"), m.number("z")
    if first is None or last is None:
        return None
    if last < 100:
        last += first - first % 100
    if not 0 < last - first < 100 or not 1500 <= first <= 2099:
        return None
    return Interval(CalendarDate(first), CalendarDate(last))


def _weekday(m: Match) -> TimeForm | None:
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
        int(m.number("wd") or 1), _shift(m), m.number("w"), m.part(), m.edge(), coming=coming
    )


def _weekday_pair(m: Match) -> TimeForm | None:
    first, last = int(m.number("a") or 1), int(m.number("b") or 1)
    if first == last:
        return None
    return Interval(
        WeekdayName(first, _shift(m), m.number("w")), WeekdayName(last, _shift(m), m.number("w"))
    )


def _deictic(m: Match) -> TimeForm | None:
    before = m.before()
    if m.group("x")[0].text[0].isupper() and before is not None and before.kind == "cap":
        return None  # "USA Today"
    return Shifted("day", m.number("x"), "published", m.part(), m.edge())


def _around(step: int) -> Builder:
    return lambda m: Shifted("day", 2 * step)


def _this_part(m: Match) -> TimeForm | None:
    """ "this morning", "last night", "tonight"."""
    if m.has("tonight"):
        return Shifted("day", 0, "published", "NI")
    shift = _shift(m)
    if shift not in (0, -1):
        return None
    return Shifted("day", shift, "published", m.part(), m.edge())


_STRETCH = frozenset({"day", "week", "month", "year", "decade", "quarter", "century"})


def _unit_shift(m: Match) -> TimeForm | None:
    unit, shift = m.code("u"), _shift(m)
    words = [t.kind for t in m.group("s")]
    plural = m.group("u")[-1].text.lower().endswith("s")
    if plural or unit not in (*_STRETCH, "weekend"):
        return None
    last_word = m.group("s")[-1].text.lower()
    if unit == "day" and last_word == "next":
        return Shifted("day", 1, "context")
    stretch = m.has("the") and (
        words == ["past"] or (last_word in ("last", "next") and unit not in ("quarter", "weekend"))
    )
    if stretch and shift == 1 and unit == "century":
        return Shifted("century", shift)  # "the next century"
    if stretch and shift:
        return Duration(unit, 1, within=shift)  # type: ignore[arg-type]
    if unit == "day":
        return Shifted("day", 0) if shift == 0 and last_word == "this" else None
    return Shifted(unit, shift, "published", None, m.edge(), m.has("fiscal"))  # type: ignore[arg-type]


def _unit_context(m: Match) -> TimeForm | None:
    """ "the previous year", "the following week", "the same day", "that month"."""
    unit = m.code("u")
    if m.group("u")[-1].text.lower().endswith("s") or unit in ("century", "decade"):
        return None
    amount = m.number("x")
    return Shifted(unit, amount, "context", None, m.edge(), m.has("fiscal"))  # type: ignore[arg-type]


def _part_context(m: Match) -> TimeForm | None:
    """ "that evening", "the same afternoon", "in the morning": of the day spoken of."""
    return Shifted("day", 0, "context", m.part())


def _unit_edge(m: Match) -> TimeForm | None:
    """ "earlier in the week", "by the end of the year", "year-end"."""
    unit = m.code("u")
    if unit not in ("day", "week", "month", "quarter", "year", "decade", "century", "weekend"):
        return None
    if unit == "day" and m.group("edge")[0].kind != "edger":
        return None  # "at the end of the day"
    if unit == "quarter":
        return Shifted("quarter", 0, "context", None, m.edge())
    return Shifted(unit, 0, "published", None, m.edge(), m.has("fiscal"))  # type: ignore[arg-type]


def _unit_end(m: Match) -> TimeForm | None:
    """ "year-end", "at the month's end"; not "a week beginning Monday"."""
    return _unit_edge(m) if m.edge() == "END" else None


def _the_unit(m: Match) -> TimeForm | None:
    """ "the quarter", "for the year", "the year's": the one that the talk is of."""
    unit, before, after = m.code("u"), m.before(), m.after()
    if m.group("u")[-1].text.lower().endswith("s"):
        return None
    if unit == "quarter":
        return Shifted("quarter", 0, "context")
    if unit == "decade":
        governed = before is not None and before.kind in ("in", "of", "during", "through")
        return Shifted("decade", 0) if governed else None
    if unit not in ("year", "month"):
        return None
    whole = m.has("full") or (before is not None and before.kind == "for")
    if after is not None and (
        after.kind in _AFTER_UNIT or (after.text.lower() in _CLAUSE_OPENERS and not whole)
    ):
        return None  # "the year that ended in June", "the month after the vote"
    owner = after is not None and after.kind == "poss"
    if not owner and not m.has("full") and (before is None or before.kind not in _DURING):
        return None
    if before is not None and before.kind == "of" and not _one_of_many(m):
        return None  # "the first nine months of the year", "man of the year"
    return Shifted(unit, 0, loose=True)  # type: ignore[arg-type]


def _one_of_many(m: Match) -> bool:
    """Whether a superlative or a rest stands before "of the year": "the worst drop of the year"."""
    words = [t for n in range(2, 8) if (t := m.before(n)) is not None]
    if not words or words[0].kind == "unit":
        return False
    return any(
        t.text.lower() in _OUT_OF or (t.kind == "other" and t.text.endswith("est")) for t in words
    )


_OUT_OF = frozenset("most worst best first second third last rest remainder balance half".split())
_DURING = frozenset("for during in of within through prep".split())
_AFTER_UNIT = frozenset(
    "ended since after before to from through until of year hyphen unit ago edger ordinal".split()
)
_CLAUSE_OPENERS = frozenset("that when he she it they we i".split())


def _unit_ended(m: Match) -> TimeForm | None:
    """ "the quarter" of "the quarter ended Sept. 30": the one that lies mostly before that day."""
    month, day, year = m.number("m"), m.number("d"), m.number("y")
    if m.code("u") != "quarter" or month is None or day is None:
        return None
    middle = (month - 2 if day >= 15 else month - 3) % 12 + 1
    if year is not None and middle > month:
        year -= 1
    return YearPart(f"Q{(middle - 1) // 3 + 1}", year)


def _latest(m: Match) -> TimeForm | None:
    """ "the latest quarter", "the most recent fiscal year"."""
    unit = m.code("u")
    if m.group("u")[-1].text.lower().endswith("s"):
        return None
    if unit == "quarter":
        return Shifted("quarter", 0, "context")
    return Shifted(unit, -1) if unit in ("week", "month", "year") else None  # type: ignore[arg-type]


def _same_part(m: Match) -> TimeForm | None:
    """ "the 1988 quarter", "the like period of 1988", "the same quarter last year"."""
    if m.has("u") and m.code("u") != "quarter":
        return None
    return SamePart(m.number("y"), _shift(m) or 0)


def _months_quarter(m: Match) -> TimeForm | None:
    """ "the September quarter", "the July-September period"."""
    last = m.number("n")
    if last is None or last % 3 or (m.has("m") and m.number("m") != last - 2):
        return None
    if m.has("u") and m.code("u") != "quarter":
        return None
    return YearPart(f"Q{last // 3}", m.number("y"))


def _half_of_month(m: Match) -> TimeForm | None:
    if m.number("o") not in (1, 2):
        return None
    edge = "START" if m.number("o") == 1 else "END"
    return CalendarDate(m.number("y"), m.number("m"), edge=edge)


def _week_of_month(m: Match) -> TimeForm | None:
    """ "the second week of October", "the last week in May"."""
    nth = m.number("o")
    if m.code("u") != "week" or m.group("u")[-1].text.lower().endswith("s"):
        return None
    if nth is None and _shift(m) != -1:
        return None
    if nth is not None and not 1 <= nth <= 4:
        return None
    return WeekOf(CalendarDate(m.number("y"), m.number("m"), 7 * nth - 3 if nth else 28))


def _the_weekend(m: Match) -> TimeForm | None:
    singular = not m.group("u")[-1].text.lower().endswith("s")
    return Shifted("weekend", 0, loose=True) if m.code("u") == "weekend" and singular else None


def _ago(m: Match) -> TimeForm | None:
    unit = m.code("u")
    if not unit or m.has("hour"):
        return None
    if not m.has("qty"):
        return Shifted(unit, -1 if m.has("glue") else None)  # type: ignore[arg-type]
    amount = m.amount()
    if amount is None:
        return Reference("PAST_REF")
    if any(t.kind == "half" for t in m.group("qty")):  # "two and a half years ago"
        return Shifted("month", -12 * amount - 6) if unit == "year" else None
    if m.has("wd") and unit == "week":  # "a week ago Monday"
        return WeekdayName(int(m.number("wd") or 1), None, -amount)
    if m.has("x") and unit in ("day", "week"):  # "a week ago today"
        return Shifted("day", (m.number("x") or 0) - amount * (7 if unit == "week" else 1))
    if m.has("v"):  # "a year ago this month"
        months = (_shift(m) or 0) - 12 * amount
        return Shifted("month", months) if (unit, m.code("v")) == ("year", "month") else None
    if m.has("wd"):
        return None
    return Shifted(unit, -amount, loose=unit == "year" and not m.has("x"))  # type: ignore[arg-type]


def _half_ago(m: Match) -> TimeForm | None:
    """ "half a century ago", "a year and a half ago"."""
    unit = m.code("u")
    if m.has("qty"):
        amount = m.amount()
        return Shifted("month", -12 * amount - 6) if amount and unit == "year" else None
    if unit == "year":
        return Shifted("month", -6)
    years = {"decade": 5, "century": 50}.get(unit)
    return Shifted("year", -years) if years else None


def _long_ago(m: Match) -> TimeForm | None:
    return Reference("PAST_REF")


def _bare_ago(m: Match) -> TimeForm | None:
    if m.group("u")[-1].text.lower().endswith("s"):
        return Reference("PAST_REF")  # "years ago"
    return Shifted(m.code("u"), -1, loose=m.code("u") == "year")  # type: ignore[arg-type]


def _year_ago(m: Match) -> TimeForm | None:
    """ "year-ago", "the same quarter last year": the same part of the year before."""
    if m.has("u") and m.code("u") not in ("quarter", ""):
        return None
    return Shifted("year", -1, "context")


def _spoken_year(m: Match) -> TimeForm | None:
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


def _spoken_decade(m: Match) -> TimeForm | None:
    return Era(f"19{m.number('x')}") if m.number("q") == 19 else None


def _fortnight_ago(m: Match) -> TimeForm | None:
    return Shifted("week", -2 * (m.amount() or 1))


def _later(m: Match) -> TimeForm | None:
    unit, word, after = m.code("u"), m.group("dir")[0], m.after()
    if after is not None and after.text.lower() == "than":
        return None  # "a year later than planned"
    sign = 1 if word.kind in ("after", "following", "hence") or word.value == "END" else -1
    amount = m.amount() if m.has("qty") else 1
    open_end = m.has("that") or after is None or after.kind == "break" or after.text in ".,;:!?)\"'"
    if word.kind in ("after", "before", "following") and not open_end:
        return AfterEvent(unit, amount and sign * amount)  # type: ignore[arg-type]
    if amount is None:
        return Reference("FUTURE_REF" if sign > 0 else "PAST_REF")
    return Shifted(unit, sign * amount, "context")  # type: ignore[arg-type]


def _from_now(m: Match) -> TimeForm | None:
    amount = m.amount()
    if amount is None:
        return Reference("FUTURE_REF")
    return Shifted(m.code("u"), amount)  # type: ignore[arg-type]


def _ahead(m: Match) -> TimeForm | None:
    return Duration(m.code("u"), m.amount(), ahead=True)  # type: ignore[arg-type]


def _within(m: Match) -> TimeForm | None:
    shift = _shift(m)
    if m.has("in"):
        shift = 1
    return Duration(m.code("u"), m.amount(), within=shift or 0)  # type: ignore[arg-type]


def _duration(m: Match) -> TimeForm | None:
    return Duration(m.code("u"), m.amount() if m.has("qty") else None)  # type: ignore[arg-type]


def _anniversary(_: Match) -> TimeForm | None:
    return Anniversary()


def _quarter(m: Match) -> TimeForm | None:
    ordinal = m.number("o")
    if ordinal is None or not 1 <= ordinal <= 4 or m.group("q")[-1].text.lower().endswith("s"):
        return None
    if m.code("q") not in ("quarter", ""):
        return None
    return _year_part(f"Q{ordinal}", m)


def _two_quarters(m: Match) -> TimeForm | None:
    """ "the second and third quarters"."""
    first, last = m.number("o"), m.number("p")
    if m.code("u") != "quarter" or first is None or last is None or not first < last <= 4:
        return None
    year, shift = m.number("y"), _shift(m)
    return Interval(YearPart(f"Q{first}", year, shift), YearPart(f"Q{last}", year, shift))


def _before_last(m: Match) -> TimeForm | None:
    """ "the week before last"."""
    unit = m.code("u")
    if m.group("s")[0].text.lower() != "last" or unit not in ("week", "month", "year", "weekend"):
        return None
    return Shifted(unit, -2)  # type: ignore[arg-type]


def _or_next(m: Match) -> TimeForm | None:
    """ "next" of "this year or next"."""
    glue, unit, shift, after = m.before(), m.before(2), m.before(3), m.after()
    if glue is None or unit is None or shift is None or shift.kind != "shift":
        return None
    if glue.kind not in ("or", "and") or unit.kind != "unit" or m.group("s")[0].text == "this":
        return None
    if after is not None and after.kind not in ("comma", "break") and after.text.isalpha():
        return None
    return Shifted(str(unit.value), _shift(m))  # type: ignore[arg-type]


def _half(m: Match) -> TimeForm | None:
    ordinal = m.number("o")
    if ordinal not in (1, 2):
        return None
    after = m.after()
    alone = not m.has("y") and not m.has("s") and m.code("u") == ""
    if alone and after is not None and after.kind in ("hour", "unit", "of", "a"):
        return None  # "the second half of the game", "a second half hour"
    return _year_part(f"H{ordinal}", m)


def _part_of_month(m: Match) -> TimeForm | None:
    """ "the second half of July", "the last week of May": that month."""
    return CalendarDate(m.number("y"), m.number("m"))


def _year_part(code: str, m: Match) -> TimeForm:
    return YearPart(code, m.number("y"), _shift(m), edge=m.edge())


_BEFORE_SEASON = frozenset("in since by until before through during".split())


def _season(m: Match) -> TimeForm | None:
    token = m.group("q")[0]
    before, after = m.before(), m.after()
    if token.text[0].isupper() and after is not None and after.kind == "cap" and not m.has("s"):
        return None
    if not m.has("s") and not m.has("y") and not m.has("edge"):
        bare = before is not None and before.kind in _BEFORE_SEASON
        governed = before is not None and (bare or before.kind in ("during", "of", "from"))
        if not m.has("the") and not bare:
            return None
        if token.text.lower() in ("fall", "spring") and not governed:
            return None
        if after is not None and after.kind in ("of", "to", "from", "in") and token.text == "fall":
            return None  # "in the fall of the Wall"
    return YearPart(m.code("q"), m.number("y"), _shift(m), edge=m.edge())


def _that_season(m: Match) -> TimeForm | None:
    return YearPart(m.code("q"), base="context")


def _that_month(m: Match) -> TimeForm | None:
    """ "that December", "the following May", "Oct. 3 of that year"."""
    if m.has("u") and m.code("u") != "year":
        return None
    return CalendarDate(
        None, m.number("m"), m.number("d"), None, m.number("x") or 0, base="context"
    )


def _ago_month(m: Match) -> TimeForm | None:
    """ "Oct. 30 a year ago"."""
    if m.code("u") != "year":
        return None
    return CalendarDate(None, m.number("m"), m.number("d"), years=-1)


def _final_quarter(m: Match) -> TimeForm | None:
    return _year_part("Q4", m) if m.code("q") == "quarter" else None


def _decade(m: Match) -> TimeForm | None:
    token = m.group("y")[0]
    digits = str(token.value)
    whole = digits[2:] == "0" and token.text[0].isdigit()  # "the 1800s"
    return Era(digits[:2] if whole else digits, m.edge())


def _decade_word(m: Match) -> TimeForm | None:
    return Era(f"19{m.number('x')}", m.edge())


def _decade_poss(m: Match) -> TimeForm | None:
    year = m.number("y")
    return Era(str(year)[:3], m.edge()) if year is not None and year % 10 == 0 else None


def _century(m: Match) -> TimeForm | None:
    ordinal = m.number("o")
    if ordinal is None or m.code("u") != "century" or not 5 <= ordinal <= 25:
        return None
    return Era(f"{ordinal - 1:02d}", m.edge())


def _holiday(m: Match) -> TimeForm | None:
    after = m.after()
    if after is not None and after.kind == "cap" and not m.has("y"):
        return None  # "Easter Island"
    return NamedDay(str(m.group("h")[0].value), m.number("y"), _shift(m))


def _reference(m: Match) -> TimeForm | None:
    before = m.before()
    if before is not None and before.text.lower() in ("as", "so", "too", "how"):
        return None  # "as soon as"
    return Reference(m.code("x"))


def _fixed(value: str) -> Builder:
    return lambda _: Reference(value)


def _now(m: Match) -> TimeForm | None:
    after = m.after()
    if after is not None and after.text.lower() == "that":
        return None  # "now that the talks are over"
    return Reference("PRESENT_REF")


def _adjective(m: Match) -> TimeForm | None:
    """ "the current chairman", "recent talks", "future earnings"."""
    token, before, after = m.group("x")[0], m.before(), m.after()
    if after is None or after.kind not in ("other", "cap") or not after.text[0].isalpha():
        return None
    word, following = token.text.lower(), after.text.lower()
    if word == "current" and following not in ("account", "accounts"):
        return Reference("PRESENT_REF")
    if word == "future" and following not in _AFTER_NOUN and after.kind == "other":
        return Reference("FUTURE_REF")
    if token.kind == "recent" and (before is None or before.kind not in ("near",)):
        return Reference("PAST_REF")
    return None


def _coming(m: Match) -> TimeForm | None:
    """ "in coming months", "in the weeks ahead"."""
    if not m.group("u")[-1].text.lower().endswith("s"):
        return None
    if m.has("c") and m.group("c")[0].text.lower() not in ("coming", "upcoming"):
        return None
    return Reference("FUTURE_REF")


def _at_this_time(m: Match) -> TimeForm | None:
    return Reference("PRESENT_REF") if m.group("x")[0].text.lower() == "this" else None


def _recent(m: Match) -> TimeForm | None:
    return Reference("PAST_REF") if m.group("u")[-1].text.lower().endswith("s") else None


def _these(m: Match) -> TimeForm | None:
    if m.code("u") != "day" or not m.group("u")[-1].text.lower().endswith("s"):
        return None
    return Reference("PRESENT_REF" if m.has("these") else "PAST_REF")


_AFTER_NOUN = frozenset(
    "is was and will would has had that when or but to of for as it he she".split()
)


def _the_ref(m: Match) -> TimeForm | None:
    after = m.after()
    if after is not None and (after.kind in ("unit", "num", "vague", "day", "season", "weekday")):
        return None
    # "the past government", "the present crisis": an adjective, not the time itself
    before = m.before()
    firm = before is not None and before.kind in ("in", "of", "until", "from", "for", "at", "over")
    adjective = after is not None and after.text.isalpha()
    if adjective and after and after.text.lower() not in _AFTER_NOUN and not firm:
        return None
    if m.group("x")[0].text[0].isupper():
        return None  # a title
    return Reference(m.code("x"))


def _week_of(m: Match) -> TimeForm | None:
    if m.code("u") != "week":
        return None
    return WeekOf(CalendarDate(m.number("y"), m.number("m"), m.number("d")))


def _day_of_month(m: Match) -> TimeForm | None:
    after = m.after()
    stopped = after is None or after.text in ".;:!?)\"'" or after.kind in ("comma", "and", "to")
    if not stopped:
        return None
    return CalendarDate(None, None, m.number("d"))


def _fiscal(m: Match) -> TimeForm | None:
    return CalendarDate(m.number("y"), edge=m.edge())


def _edge_unit(m: Match) -> TimeForm | None:
    return Shifted(m.code("x"), 0)  # type: ignore[arg-type]


def _skip(_: Match) -> TimeForm | None:
    return Anniversary()


_SOURCES: tuple[tuple[str, str, Builder], ...] = (
    ("iso", "{iso}", _iso),
    ("slash", "{slash}", _slash),
    # calendar dates
    ("month-day", "CLOCK WD EDGE MONTH {the}? DAY (?:{comma}? YEAR)? TAIL", _calendar),
    ("month-day", "WD EDGE MONTH {the}? DAY{comma}?{of}?SHIFT UNIT", _calendar),
    ("day-month", "WD {the}? DAY {of}? MONTH{comma}?{of}?SHIFT UNIT", _calendar),
    ("month-of-year", "EDGE MONTH{comma}?{of}?SHIFT UNIT", _calendar),
    ("month-day", "WD EDGE MONTH {the}? DAY{comma}{in}YEAR", _calendar),
    ("day-month", "WD {the}? DAY {of}? MONTH (?:{comma}? YEAR)?", _calendar),
    (
        "month-days",
        "{from}?MONTH (?P<d>{day|ordnum})TO{the}?(?P<e>{day|ordnum})(?:{comma}?YEAR)?",
        _day_range,
    ),
    (
        "month-days",
        "{between}?MONTH (?P<d>{day|ordnum}){and}(?P<e>{day|ordnum})(?:{comma}?YEAR)?",
        _day_range,
    ),
    (
        "days-month",
        "{from}?{the}?(?P<d>{day|ordnum})TO{the}?(?P<e>{day|ordnum}){of}?MONTH(?:{comma}?YEAR)?",
        _day_range,
    ),
    (
        "month-to-month",
        "{from|between}?MONTH(?P<d>{day})(?:{comma}?YEAR{comma}?)?TO(?P<n>{month|may|march})"
        "(?P<e>{day})(?:{comma}?(?P<z>{year}))?",
        _month_range,
    ),
    (
        "month-to-month",
        "{from|between}?(?P<d>{day})MONTH(?:YEAR)?TO(?P<e>{day})(?P<n>{month|may|march})"
        "(?:(?P<z>{year}))?",
        _month_range,
    ),
    (
        "month-to-month",
        "MONTH(?:{comma}?{of}?YEAR)?{to|through|until|hyphen|dash}(?P<n>{month|may|march})"
        "(?:(?:{comma}|{of})?(?P<z>{year}))?",
        _month_range,
    ),
    (
        "month-to-month",
        "{between}?MONTH{and}(?P<n>{month|may|march})(?:{comma}|{of})?(?P<z>{year})",
        _month_range,
    ),
    ("month-to-month", "{between}MONTH{and}(?P<n>{month|may|march})", _month_range),
    (
        "half-of-month",
        "{the}?(?P<o>{ordinal}){hyphen}?{half}{of}MONTH(?:{comma}?YEAR)?",
        _half_of_month,
    ),
    (
        "week-of-month",
        "{the}(?:(?P<o>{ordinal})|SHIFT)(?P<u>{unit}){of|in}MONTH(?:(?:{comma}|{of})?YEAR)?",
        _week_of_month,
    ),
    ("month-year", "EDGE MONTH (?:{comma}|{of})? YEAR", _calendar),
    ("month-shift", "EDGE SHIFT MONTH DAY?", _month_shift),
    ("month", "EDGE MONTH", _month_alone),
    ("that-month", "(?P<x>{that}|{the}{following|previous})MONTH(?P<d>{day})?", _that_month),
    ("that-month", "EDGE MONTH(?P<d>{day})?{of}(?P<x>{that|same})UNIT", _that_month),
    ("ago-month", "MONTH(?P<d>{day})?{comma}?{a}UNIT{ago}", _ago_month),
    ("day-of-month", "(?P<wd>{weekday}){the}(?P<d>{ordnum})", _calendar),
    ("day-of-month", "{on}{the}(?P<d>{ordnum})", _day_of_month),
    ("year-range", "{from}?YEAR{to|through|until|hyphen|dash}(?P<z>{year})", _year_range),
    ("year-range", "{between}YEAR{and}(?P<z>{year})", _year_range),
    ("year-range", "YEAR{hyphen|dash}(?P<z>{day|number})", _year_range),
    ("year", "EDGE YEAR", _year_alone),
    ("spoken-year", "(?P<q>{num}{num}{hyphen}?{num}?|{num}{thousand})", _spoken_year),
    ("spoken-decade", "(?P<q>{num}){hyphen}?(?P<x>{decadeword})", _spoken_decade),
    ("fiscal", "EDGE {fiscal}{unit}?YEAR", _fiscal),
    ("week-of", "{the}(?P<u>{unit})(?:{of}|{ended|prep})MONTH DAY(?:{comma}?YEAR)?", _week_of),
    # weekdays and days
    (
        "weekday",
        "CLOCK EDGE (?:SHIFT|{on})?(?P<wd>{weekday})(?:{hyphen}?(?P<part>{daypart}))?TAIL",
        _weekday,
    ),
    ("weekday", "CLOCK (?P<wd>{weekday}){of}?(?:(?P<w>{shift}){unit})", _weekday),
    ("weekday", "EDGE (?P<w>{shift})(?:{unit}){poss}?{on}?(?P<wd>{weekday})", _weekday),
    ("weekday", "(?P<part>{daypart})(?:{on})?(?P<wd>{weekday})", _weekday),
    (
        "weekday",
        "{the}?(?P<near>{previous|following})(?P<wd>{weekday})(?P<part>{daypart})?",
        _weekday,
    ),
    ("part-of-weekday", "{the}?(?P<part>{daypart}){of|on}(?P<wd>{weekday})", _weekday),
    ("part-of-date", "{the}?(?P<part>{daypart}){of|on}MONTH DAY(?:{comma}?YEAR)?", _calendar),
    (
        "weekdays",
        "(?:{from|between})?{shift}?(?P<a>{weekday})(?:{to|through|until|and|hyphen|dash})"
        "(?P<b>{weekday})",
        _weekday_pair,
    ),
    ("deictic", "CLOCK EDGE (?P<x>{deictic})(?P<part>{daypart})?TAIL", _deictic),
    ("deictic", "(?P<part>{daypart})(?P<x>{deictic})", _deictic),
    ("tonight", "(?:CLOCK)(?P<tonight>{tonight})", _this_part),
    ("this-part", "CLOCK EDGE (?P<s>{shift})(?P<part>{daypart})", _this_part),
    ("around", "{the}{unit}{before}(?P<x>{deictic})", _around(-1)),
    ("around", "{the}{unit}{after}(?P<x>{deictic})", _around(1)),
    # units from the publication day
    ("unit-shift", "EDGE (?P<the>{the})?SHIFT(?P<fiscal>{fiscal})?UNIT", _unit_shift),
    (
        "unit-context",
        "EDGE {the}?(?P<x>{previous|following|same|that}{same}?)(?P<fiscal>{fiscal})?UNIT",
        _unit_context,
    ),
    ("latest", "{the}?{latest|recent}{fiscal}?UNIT", _latest),
    ("part-context", "{the}?{same|that}{same}?(?P<part>{daypart})", _part_context),
    ("part-context", "{in}{the}(?P<part>{daypart})", _part_context),
    (
        "unit-edge",
        "(?P<edge>{edger|edge}{in}{the}|{the}?{side}{of}{the}|{the}{edge}{of}{the})(?P<fiscal>{fiscal})?UNIT",
        _unit_edge,
    ),
    (
        "unit-edge",
        "(?P<fiscal>{fiscal})?(?P<u>{unit})(?:{hyphen|dash}|{poss})?(?P<edge>{side})",
        _unit_end,
    ),
    ("unit-ended", "{the}{fiscal}?UNIT(?={ended}MONTH DAY(?:{comma}?YEAR)?)", _unit_ended),
    ("the-unit", "{the}(?P<full>{full})?UNIT", _the_unit),
    ("the-weekend", "(?:{over|on|during|for}{the}|{the})UNIT", _the_weekend),
    ("unit-edge", "(?P<edge>{edge}){hyphen}UNIT", _unit_edge),
    ("edge-unit", "(?P<x>{edgeunit})", _edge_unit),
    ("ago", "{approx}?QTY UNIT{ago}", _ago),
    ("ago", "QTY UNIT{ago}(?:{on}?(?P<wd>{weekday})|(?P<x>{deictic})|SHIFT(?P<v>{unit}))", _ago),
    ("half-ago", "{a}?{half}{hyphen}?{a}?UNIT{ago}", _half_ago),
    ("half-ago", "(?P<qty>{a|num|day})UNIT{and}{a}{half}{ago}", _half_ago),
    ("long-ago", "(?:{a}?{long}{while}?|{a}?{vague}{while}|{a}{while}){ago}", _long_ago),
    ("ago", "(?P<glue>{unit}){hyphen}{ago}", _year_ago),
    ("ago", "(?P<glue>{unit}){hyphen}(?P<edge>{edger})", _year_ago),
    ("ago", "UNIT{ago}", _bare_ago),
    (
        "same-quarter",
        "{the}?{same|like}(?:{period}|UNIT)(?:{of|in})?SHIFT{unit}",
        _same_part,
    ),
    (
        "same-quarter",
        "{the}?{same|like}?(?:{period}|UNIT)(?:{of|in})?"
        "(?:{a}{unit}(?:{edger|ago|before})|{the}{unit}{edger|before}|{the}{previous}{unit})",
        _year_ago,
    ),
    ("same-quarter", "{the}?{like}?{unit}{hyphen}{ago|edger|before}(?:{period}|UNIT)?", _year_ago),
    ("same-quarter", "{the}?{like}?{previous}{hyphen}?{unit}(?:{period}|UNIT)", _year_ago),
    ("same-quarter", "{the}?{same|like}(?:{period}|UNIT)(?:{of|in|from})YEAR", _same_part),
    ("same-quarter", "{the}{same|like}?YEAR{fiscal}?(?:{period}|UNIT)", _same_part),
    (
        "months-quarter",
        "{the}?(?:(?P<m>{month|may|march}){hyphen|dash|to})?(?P<n>{month|march})(?:UNIT|{period})"
        "(?:{of}?YEAR)?",
        _months_quarter,
    ),
    ("fortnight-ago", "QTY{fortnight}{ago}", _fortnight_ago),
    ("hours-ago", "QTY{hour}{ago}", _skip),
    ("later", "QTY UNIT(?P<dir>{edger|before|after|hence|following})", _later),
    ("later", "QTY UNIT(?P<dir>{before|after})(?P<that>{that})", _later),
    ("later", "{the}(?P<u>{unit})(?P<dir>{before|after|edger})", _later),
    ("from-now", "QTY UNIT{from}{now}", _from_now),
    ("ahead", "(?:{in})QTY UNIT", _ahead),
    ("within", "(?P<in>{within})(?:{the}(?P<s>{shift|past}))?QTY UNIT", _within),
    ("within", "{the}?SHIFT QTY UNIT", _within),
    ("duration", "QTY{hyphen}?UNIT(?:{hyphen}?{long})?", _duration),
    ("age", "QTY{hyphen}?UNIT{hyphen}?{old}", _skip),
    ("since", "QTY UNIT{since}", _anniversary),
    (
        "anniversary",
        "(?:{ordinal|ordnum}|{num}{hyphen}{ordinal})(?:{unit}{hyphen}?)?{anniversary}",
        _anniversary,
    ),
    ("anniversary", "QTY{hyphen}?{unit}{anniversary}", _anniversary),
    # parts of years
    (
        "quarter",
        "EDGE {the}?{fiscal}?(?P<o>{ordinal|ordnum}){hyphen}?{fiscal}?(?P<q>{unit})(?:{of}?{fiscal}?YEAR|{of}SHIFT{fiscal}?{unit}|{of}{the}{fiscal}?{unit})?",
        _quarter,
    ),
    (
        "two-quarters",
        "{the}?(?P<o>{ordinal}){and|or|to}{the}?(?P<p>{ordinal})UNIT(?:{of}?YEAR|{of}SHIFT{unit})?",
        _two_quarters,
    ),
    ("before-last", "{the}UNIT{before}(?P<s>{shift})", _before_last),
    ("or-next", "(?<={unit}{or|and})(?P<s>{shift})", _or_next),
    ("quarter", "{fiscal}?YEAR{poss}?(?P<o>{ordinal}){hyphen}?(?P<q>{unit})", _quarter),
    ("quarter", "SHIFT{fiscal}?{unit}{poss}(?P<o>{ordinal}){hyphen}?(?P<q>{unit})", _quarter),
    (
        "half",
        "{the}?(?P<o>{ordinal}){hyphen}?{half}(?:{of}?{fiscal}?YEAR|{of}SHIFT{fiscal}?{unit}|{of}{the}{fiscal}?{unit})?",
        _half,
    ),
    (
        "part-of-month",
        "{the}?(?P<o>{ordinal|shift})(?:{half}|{unit}){of}MONTH(?:{comma}?YEAR)?",
        _part_of_month,
    ),
    ("half", "{fiscal}?YEAR{poss}?(?P<o>{ordinal}){hyphen}?{half}", _half),
    ("season", "EDGE (?P<the>{the})?SHIFT?(?P<q>{season})(?:{of}?YEAR)?", _season),
    ("that-season", "{that}(?P<q>{season})", _that_season),
    (
        "final-quarter",
        "{the}{final}(?P<q>{unit})(?:{of}?YEAR|{of}SHIFT{fiscal}?{unit})?",
        _final_quarter,
    ),
    ("this-time-year", "{shift}{while}SHIFT UNIT", _unit_shift),
    ("decade", "EDGE {the}?(?P<y>{decade})", _decade),
    ("decade", "EDGE {the}?(?P<y>{year}){poss}", _decade_poss),
    ("decade", "EDGE{the}(?P<x>{decadeword})", _decade_word),
    ("decade", "{the}EDGE(?P<x>{decadeword})", _decade_word),
    (
        "century",
        "EDGE {the}?(?P<edge2>{edge}{hyphen}?)?(?P<o>{ordinal|ordnum}){hyphen}?UNIT",
        _century,
    ),
    ("holiday", "(?:SHIFT)?{holiday}?(?P<h>{holiday})(?:{comma}?YEAR)?", _holiday),
    # vague
    ("reference", "(?P<x>{ref})", _reference),
    ("now", "(?P<x>{now})", _now),
    ("recent", "{recent}UNIT", _recent),
    ("coming", "{the}?(?P<c>{shift})UNIT", _coming),
    ("coming", "{the}UNIT{ahead}", _coming),
    ("adjective", "(?P<x>{recent|future|shift})", _adjective),
    ("these-days", "(?:(?P<these>{these})|(?P<those>{those}))UNIT", _these),
    ("the-past", "{the}(?:{near}|{recent})?(?P<x>{past|future|present})", _the_ref),
    ("at-present", "{at}(?P<x>{present})", _reference),
    ("this-time", "{at}(?P<x>{shift})(?:{while}|{moment}|{juncture})", _at_this_time),
    ("moment", "{at}{the}{moment}", _fixed("PRESENT_REF")),
    # never dates: absorbed so that their words are not read as dates
    ("clock", "{time|day|num}{clock}+", _skip),
    ("set", "{every}(?:{num|day|ordinal})?(?:{weekday}|{unit}|{daypart}|{month}|{season})", _skip),
)


@cache
def rules() -> tuple[Rule, ...]:
    """Return the compiled rules in their order."""
    return tuple(Rule(name, _compile(source), build) for name, source, build in _SOURCES)


# Classes that an expression may hold; no rule looks beyond them, so the rest is left out.
_PLAIN = frozenset({"other", "cap", "quote", "break", "big", "dollar"})
# Every expression has one of these; the words between them and plain ones are mere glue.
_GLUE = frozenset(
    "a the of in on at to from through until between and or by since during within over for before "
    "after prep comma hyphen dash poss approx day number ordinal vague old long shift "
    "same that following previous near these those every side ended period hundred thousand "
    "edge edger latest halves eve notaday paper like full ahead".split()
)
_GAP = "|"


def _worth_reading(tokens: list[Token]) -> list[int]:
    """Indices of the tokens in stretches that may hold an expression, -1 between stretches."""
    found: list[int] = []
    run: list[int] = []
    core = False
    for i, token in enumerate(tokens):
        if token.kind in _PLAIN:
            if core:
                found += [*run, -1]
            run, core = [], False
            continue
        run.append(i)
        core = core or token.kind not in _GLUE or token.text in ("current", "Current")
    return [*found, *run, -1] if core else found


# Words that a rule may begin with and that are no part of the expression.
_OPENING = frozenset(
    {"on", "from", "between", "in", "within", "comma", "at", "over", "during", "for"}
)


def find(text: str) -> list[Found]:
    """Return the time expressions of a text in order, without overlaps.

    Forms that date nothing (`Anniversary`) are among them: their words are taken.
    """
    tokens = tokenize(text)
    places = _worth_reading(tokens)
    if not places:
        return []
    codes = lexicon().codes
    line = "".join(codes[tokens[i].kind] if i >= 0 else _GAP for i in places)
    candidates: list[tuple[int, int, int, TimeForm]] = []
    for order, rule in enumerate(rules()):
        for match in rule.pattern.finditer(line):
            if match.end() == match.start():
                continue
            made = Match(match, tokens, places)
            form = rule.build(made)
            if form is not None:
                candidates.append((made.start, made.end, order, form))
    candidates.sort(key=lambda c: (c[0] - c[1], c[2]))
    taken = [False] * len(tokens)
    found: list[Found] = []
    for first, last, order, form in candidates:
        if any(taken[first:last]):
            continue
        taken[first:last] = [True] * (last - first)
        begin = next(i for i in range(first, last) if tokens[i].kind not in _OPENING)
        start, end = tokens[begin].start, tokens[last - 1].end
        halves = _halves(tokens, begin, last) if isinstance(form, Interval) else None
        found.append(Found(start, end, text[start:end], form, rules()[order].name, halves))
    found.sort(key=lambda f: f.start)
    return found


def _halves(
    tokens: list[Token], first: int, last: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    middle = next(
        (
            i
            for i in range(first + 1, last)
            if tokens[i].kind in ("to", "through", "until", "hyphen", "dash", "and", "or")
        ),
        None,
    )
    if middle is None or middle + 1 >= last:
        return None
    return (
        (tokens[first].start, tokens[middle - 1].end),
        (tokens[middle + 1].start, tokens[last - 1].end),
    )
