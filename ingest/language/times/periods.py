"""Builders of what is counted, of parts of years and of vague words, for the rules of `rules`."""

from __future__ import annotations

from ingest.language.times.forms import (
    AfterEvent,
    Anniversary,
    CalendarDate,
    Duration,
    Interval,
    Reference,
    SamePart,
    Shifted,
    TimeForm,
    WeekdayName,
    YearPart,
)
from ingest.language.times.match import Builder, Match

_STRETCH = frozenset({"day", "week", "month", "year", "decade", "quarter", "century"})


def unit_shift(m: Match) -> TimeForm | None:
    """ "last week", "earlier this year", "the past month" (a stretch)."""
    unit, shift = m.code("u"), m.shift()
    words = [t.kind for t in m.group("s")]
    plural = m.group("u")[-1].text.lower().endswith("s")
    if plural or unit not in (*_STRETCH, "weekend"):
        return None
    last_word = m.group("s")[-1].text.lower()
    after = m.after()
    if unit == "day" and after is not None and after.kind == "of":
        return None  # "on the last day of a summit"
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


def unit_context(m: Match) -> TimeForm | None:
    """ "the previous year", "the following week", "the same day", "that month"."""
    unit = m.code("u")
    if m.group("u")[-1].text.lower().endswith("s") or unit in ("century", "decade"):
        return None
    amount = m.number("x")
    return Shifted(unit, amount, "context", None, m.edge(), m.has("fiscal"))  # type: ignore[arg-type]


def part_context(m: Match) -> TimeForm | None:
    """ "that evening", "the same afternoon", "in the morning": of the day spoken of."""
    return Shifted("day", 0, "context", m.part())


def unit_edge(m: Match) -> TimeForm | None:
    """ "earlier in the week", "by the end of the year", "year-end"."""
    unit = m.code("u")
    if unit not in ("day", "week", "month", "quarter", "year", "decade", "century", "weekend"):
        return None
    if unit == "day" and m.group("edge")[0].kind != "edger":
        return None  # "at the end of the day"
    if unit == "quarter":
        return Shifted("quarter", 0, "context", None, m.edge())
    ended = unit == "year" and m.edge() == "END"  # told in January, "at year-end" is last year's
    return Shifted(unit, 0, "published", None, m.edge(), m.has("fiscal"), ended)  # type: ignore[arg-type]


def unit_end(m: Match) -> TimeForm | None:
    """ "year-end", "at the month's end"; not "a week beginning Monday"."""
    return unit_edge(m) if m.edge() == "END" else None


def the_unit(m: Match) -> TimeForm | None:
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


def unit_ended(m: Match) -> TimeForm | None:
    """ "the quarter" of "the quarter ended Sept. 30": the one that lies mostly before that day."""
    month, day, year = m.number("m"), m.number("d"), m.number("y")
    if m.code("u") != "quarter" or month is None or day is None:
        return None
    middle = (month - 2 if day >= 15 else month - 3) % 12 + 1
    if year is not None and middle > month:
        year -= 1
    return YearPart(f"Q{(middle - 1) // 3 + 1}", year)


def latest(m: Match) -> TimeForm | None:
    """ "the latest quarter", "the most recent fiscal year"."""
    unit = m.code("u")
    if m.group("u")[-1].text.lower().endswith("s"):
        return None
    if unit == "quarter":
        return Shifted("quarter", 0, "context")
    return Shifted(unit, -1) if unit in ("week", "month", "year") else None  # type: ignore[arg-type]


def same_part(m: Match) -> TimeForm | None:
    """ "the 1988 quarter", "the like period of 1988", "the same quarter last year"."""
    if m.has("u") and m.code("u") != "quarter":
        return None
    return SamePart(m.number("y"), m.shift() or 0)


def months_quarter(m: Match) -> TimeForm | None:
    """ "the September quarter", "the July-September period"."""
    last = m.number("n")
    if last is None or last % 3 or (m.has("m") and m.number("m") != last - 2):
        return None
    if m.has("u") and m.code("u") != "quarter":
        return None
    return YearPart(f"Q{last // 3}", m.number("y"))


def the_weekend(m: Match) -> TimeForm | None:
    """ "over the weekend"."""
    singular = not m.group("u")[-1].text.lower().endswith("s")
    return Shifted("weekend", 0, loose=True) if m.code("u") == "weekend" and singular else None


def ago(m: Match) -> TimeForm | None:
    """ "two weeks ago", "a week ago Monday"."""
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
        months = (m.shift() or 0) - 12 * amount
        return Shifted("month", months) if (unit, m.code("v")) == ("year", "month") else None
    if m.has("wd"):
        return None
    return Shifted(unit, -amount, loose=unit == "year" and not m.has("x"))  # type: ignore[arg-type]


def half_ago(m: Match) -> TimeForm | None:
    """ "half a century ago", "a year and a half ago"."""
    unit = m.code("u")
    if m.has("qty"):
        amount = m.amount()
        return Shifted("month", -12 * amount - 6) if amount and unit == "year" else None
    if unit == "year":
        return Shifted("month", -6)
    years = {"decade": 5, "century": 50}.get(unit)
    return Shifted("year", -years) if years else None


def long_ago(m: Match) -> TimeForm | None:
    """ "a long time ago"; not "as long ago as 1991"."""
    after = m.after()
    return None if after is not None and after.text.lower() == "as" else Reference("PAST_REF")


def bare_ago(m: Match) -> TimeForm | None:
    """ "years ago"."""
    before = m.before()
    if before is not None and before.text.lower() in ("thousand", "million", "billion"):
        return None
    if m.group("u")[-1].text.lower().endswith("s"):
        return Reference("PAST_REF")  # "years ago"
    return Shifted(m.code("u"), -1, loose=m.code("u") == "year")  # type: ignore[arg-type]


def year_ago(m: Match) -> TimeForm | None:
    """ "year-ago", "the same quarter last year": the same part of the year before."""
    if m.has("u") and m.code("u") not in ("quarter", ""):
        return None
    return Shifted("year", -1, "context")


def fortnight_ago(m: Match) -> TimeForm | None:
    """ "a fortnight ago"."""
    return Shifted("week", -2 * (m.amount() or 1))


def later(m: Match) -> TimeForm | None:
    """ "two days later", "the year before", "a day after the vote"."""
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


def from_now(m: Match) -> TimeForm | None:
    """ "two weeks from now"."""
    amount = m.amount()
    if amount is None:
        return Reference("FUTURE_REF")
    return Shifted(m.code("u"), amount)  # type: ignore[arg-type]


def ahead(m: Match) -> TimeForm | None:
    """ "in two weeks"."""
    return Duration(m.code("u"), m.amount(), ahead=True)  # type: ignore[arg-type]


def within(m: Match) -> TimeForm | None:
    """ "in the next two weeks", "within ten days"."""
    shift = m.shift()
    if m.has("in"):
        shift = 1
    return Duration(m.code("u"), m.amount(), within=shift or 0)  # type: ignore[arg-type]


def duration(m: Match) -> TimeForm | None:
    """ "a three-day visit"."""
    return Duration(m.code("u"), m.amount() if m.has("qty") else None)  # type: ignore[arg-type]


def anniversary(_: Match) -> TimeForm | None:
    """ "the 50th anniversary"."""
    return Anniversary()


def quarter(m: Match) -> TimeForm | None:
    """ "the third quarter", "fourth-quarter 1988"."""
    ordinal = m.number("o")
    if ordinal is None or not 1 <= ordinal <= 4 or m.group("q")[-1].text.lower().endswith("s"):
        return None
    if m.code("q") not in ("quarter", ""):
        return None
    return _year_part(f"Q{ordinal}", m)


def two_quarters(m: Match) -> TimeForm | None:
    """ "the second and third quarters"."""
    first, last = m.number("o"), m.number("p")
    if m.code("u") != "quarter" or first is None or last is None or not first < last <= 4:
        return None
    year, shift = m.number("y"), m.shift()
    return Interval(YearPart(f"Q{first}", year, shift), YearPart(f"Q{last}", year, shift))


def before_last(m: Match) -> TimeForm | None:
    """ "the week before last"."""
    unit = m.code("u")
    if m.group("s")[0].text.lower() != "last" or unit not in ("week", "month", "year", "weekend"):
        return None
    return Shifted(unit, -2)  # type: ignore[arg-type]


def or_next(m: Match) -> TimeForm | None:
    """ "next" of "this year or next"."""
    glue, unit, shift, after = m.before(), m.before(2), m.before(3), m.after()
    if glue is None or unit is None or shift is None or shift.kind != "shift":
        return None
    if glue.kind not in ("or", "and") or unit.kind != "unit" or m.group("s")[0].text == "this":
        return None
    if after is not None and after.kind not in ("comma", "break") and after.text.isalpha():
        return None
    return Shifted(str(unit.value), m.shift())  # type: ignore[arg-type]


def half(m: Match) -> TimeForm | None:
    """ "the second half of 1990"."""
    ordinal = m.number("o")
    if ordinal not in (1, 2):
        return None
    after = m.after()
    alone = not m.has("y") and not m.has("s") and m.code("u") == ""
    if alone and after is not None and after.kind in ("hour", "unit", "of", "a"):
        return None  # "the second half of the game", "a second half hour"
    return _year_part(f"H{ordinal}", m)


def part_of_month(m: Match) -> TimeForm | None:
    """ "the second half of July", "the last week of May": that month."""
    return CalendarDate(m.number("y"), m.number("m"))


def _year_part(code: str, m: Match) -> TimeForm:
    return YearPart(code, m.number("y"), m.shift(), edge=m.edge())


_BEFORE_SEASON = frozenset("in since by until before through during".split())


def season(m: Match) -> TimeForm | None:
    """ "last summer", "until spring"."""
    token = m.group("q")[0]
    before, after = m.before(), m.after()
    if token.text[0].isupper() and after is not None and after.kind == "cap" and not m.has("s"):
        return None
    if not m.has("s") and not m.has("y") and not m.has("edge"):
        bare = before is not None and (
            before.kind in _BEFORE_SEASON or before.text.lower() == "come"
        )
        governed = before is not None and (bare or before.kind in ("during", "of", "from", "for"))
        if not m.has("the") and not bare:
            return None
        if token.text.lower() in ("fall", "spring") and not governed:
            return None
        if after is not None and after.kind in ("of", "to", "from", "in") and token.text == "fall":
            return None  # "in the fall of the Wall"
    return YearPart(m.code("q"), m.number("y"), m.shift(), edge=m.edge())


def season_quarter(m: Match) -> TimeForm | None:
    """ "the spring quarter"."""
    if m.code("u") != "quarter":
        return None
    return _year_part({"WI": "Q1", "SP": "Q2", "SU": "Q3", "FA": "Q4"}[m.code("q")], m)


def that_season(m: Match) -> TimeForm | None:
    """ "that winter"."""
    return YearPart(m.code("q"), base="context")


def final_quarter(m: Match) -> TimeForm | None:
    """ "the final quarter of 1990"."""
    return _year_part("Q4", m) if m.code("q") == "quarter" else None


def reference(m: Match) -> TimeForm | None:
    """ "currently", "recently", "soon"."""
    before = m.before()
    if before is not None and before.text.lower() in ("as", "so", "too", "how"):
        return None  # "as soon as"
    return Reference(m.code("x"))


def fixed(value: str) -> Builder:
    """Return a builder of one vague value ("at the moment")."""
    return lambda _: Reference(value)


def now(m: Match) -> TimeForm | None:
    """ "now", but not "now that"."""
    after = m.after()
    if after is not None and after.text.lower() == "that":
        return None  # "now that the talks are over"
    return Reference("PRESENT_REF")


def adjective(m: Match) -> TimeForm | None:
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


def coming(m: Match) -> TimeForm | None:
    """ "in coming months", "in the weeks ahead"."""
    if not m.group("u")[-1].text.lower().endswith("s"):
        return None
    if m.has("c") and m.group("c")[0].text.lower() not in ("coming", "upcoming"):
        return None
    return Reference("FUTURE_REF")


def at_this_time(m: Match) -> TimeForm | None:
    """ "at this time"."""
    return Reference("PRESENT_REF") if m.group("x")[0].text.lower() == "this" else None


def recent(m: Match) -> TimeForm | None:
    """ "in recent weeks"."""
    return Reference("PAST_REF") if m.group("u")[-1].text.lower().endswith("s") else None


def these(m: Match) -> TimeForm | None:
    """ "these days", "in those days"."""
    if m.code("u") != "day" or not m.group("u")[-1].text.lower().endswith("s"):
        return None
    return Reference("PRESENT_REF" if m.has("these") else "PAST_REF")


_AFTER_NOUN = frozenset(
    "is was and will would has had that when or but to of for as it he she".split()
)


def the_ref(m: Match) -> TimeForm | None:
    """ "in the past", "the near future"."""
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


def edge_unit(m: Match) -> TimeForm | None:
    """ "midyear", "midweek"."""
    return Shifted(m.code("x"), 0)  # type: ignore[arg-type]


def skip(_: Match) -> TimeForm | None:
    """Words that date nothing, taken so that none of them is read as a date."""
    return Anniversary()
