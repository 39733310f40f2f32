"""The rules of the time grammar: patterns over classes of tokens, each with its builder.

``{month}`` is a token of that class (see `lexicon`), ``{day|ordnum}`` one of either; words in
capitals are the macros below. Of matches that overlap, the longest wins, then the rule that
stands first. Rules know nothing of the publication day.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.language.times import days, periods
from ingest.language.times.lexicon import lexicon
from ingest.language.times.match import Builder, Rule

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


def _compile(source: str) -> re.Pattern[str]:
    codes = lexicon().codes
    for name, macro in _MACROS.items():
        source = re.sub(rf"\b{name}\b", macro.replace("\\", r"\\"), source)

    def classes(found: re.Match[str]) -> str:
        return f"[{''.join(codes[k] for k in found[1].split('|'))}]"

    return re.compile(re.sub(r"\{([a-z|]+)\}", classes, source.replace(" ", "")))


_SOURCES: tuple[tuple[str, str, Builder], ...] = (
    ("iso", "{iso}", days.iso),
    ("slash", "{slash}", days.slash),
    # calendar dates
    ("month-day", "CLOCK WD EDGE MONTH {the}? DAY (?:{comma}? YEAR)? TAIL", days.calendar),
    ("month-day", "WD EDGE MONTH {the}? DAY{comma}?{of}?SHIFT UNIT", days.calendar),
    ("day-month", "WD {the}? DAY {of}? MONTH{comma}?{of}?SHIFT UNIT", days.calendar),
    ("month-of-year", "EDGE MONTH{comma}?{of}?SHIFT UNIT", days.calendar),
    ("month-day", "WD EDGE MONTH {the}? DAY{comma}{in}YEAR", days.calendar),
    ("day-month", "WD {the}? DAY {of}? MONTH (?:{comma}? YEAR)?", days.calendar),
    (
        "month-days",
        "{from}?MONTH (?P<d>{day|ordnum})TO{the}?(?P<e>{day|ordnum})(?:{comma}?YEAR)?",
        days.day_range,
    ),
    (
        "month-days",
        "{between}?MONTH (?P<d>{day|ordnum}){and}(?P<e>{day|ordnum})(?:{comma}?YEAR)?",
        days.day_range,
    ),
    (
        "days-month",
        "{from}?{the}?(?P<d>{day|ordnum})TO{the}?(?P<e>{day|ordnum}){of}?MONTH(?:{comma}?YEAR)?",
        days.day_range,
    ),
    (
        "month-to-month",
        "{from|between}?MONTH(?P<d>{day})(?:{comma}?YEAR{comma}?)?TO(?P<n>{month|may|march})"
        "(?P<e>{day})(?:{comma}?(?P<z>{year}))?",
        days.month_range,
    ),
    (
        "month-to-month",
        "{from|between}?(?P<d>{day})MONTH(?:YEAR)?TO(?P<e>{day})(?P<n>{month|may|march})"
        "(?:(?P<z>{year}))?",
        days.month_range,
    ),
    (
        "month-to-month",
        "MONTH(?:{comma}?{of}?YEAR)?{to|through|until|hyphen|dash}(?P<n>{month|may|march})"
        "(?:(?:{comma}|{of})?(?P<z>{year}))?",
        days.month_range,
    ),
    (
        "month-to-month",
        "{between}?MONTH{and}(?P<n>{month|may|march})(?:{comma}|{of})?(?P<z>{year})",
        days.month_range,
    ),
    ("month-to-month", "{between}MONTH{and}(?P<n>{month|may|march})", days.month_range),
    (
        "half-of-month",
        "{the}?(?P<o>{ordinal}){hyphen}?{half}{of}MONTH(?:{comma}?YEAR)?",
        days.half_of_month,
    ),
    (
        "week-of-month",
        "{the}(?:(?P<o>{ordinal})|SHIFT)(?P<u>{unit}){of|in}MONTH(?:(?:{comma}|{of})?YEAR)?",
        days.week_of_month,
    ),
    ("month-year", "EDGE MONTH (?:{comma}|{of})? YEAR", days.calendar),
    ("month-shift", "EDGE SHIFT MONTH DAY?", days.month_shift),
    ("month", "EDGE MONTH", days.month_alone),
    ("that-month", "(?P<x>{that}|{the}{following|previous})MONTH(?P<d>{day})?", days.that_month),
    ("that-month", "EDGE MONTH(?P<d>{day})?{of}(?P<x>{that|same})UNIT", days.that_month),
    ("ago-month", "MONTH(?P<d>{day})?{comma}?{a}UNIT{ago}", days.ago_month),
    ("day-of-month", "(?P<wd>{weekday}){the}(?P<d>{ordnum})", days.calendar),
    ("day-of-month", "{on}{the}(?P<d>{ordnum})", days.day_of_month),
    ("year-range", "{from}?YEAR{to|through|until|hyphen|dash}(?P<z>{year})", days.year_range),
    ("year-range", "{between}YEAR{and}(?P<z>{year})", days.year_range),
    ("year-range", "YEAR{hyphen|dash}(?P<z>{day|number})", days.year_range),
    ("year", "EDGE YEAR", days.year_alone),
    ("spoken-year", "(?P<q>{num}{num}{hyphen}?{num}?|{num}{thousand})", days.spoken_year),
    ("spoken-decade", "(?P<q>{num}){hyphen}?(?P<x>{decadeword})", days.spoken_decade),
    ("fiscal", "EDGE {fiscal}{unit}?YEAR", days.fiscal),
    ("week-of", "{the}(?P<u>{unit})(?:{of}|{ended|prep})MONTH DAY(?:{comma}?YEAR)?", days.week_of),
    # weekdays and days
    (
        "weekday",
        "CLOCK EDGE (?:SHIFT|{on})?(?P<wd>{weekday})(?:{hyphen}?(?P<part>{daypart}))?TAIL",
        days.weekday,
    ),
    ("weekday", "CLOCK (?P<wd>{weekday}){of}?(?:(?P<w>{shift}){unit})", days.weekday),
    ("weekday", "EDGE (?P<w>{shift})(?:{unit}){poss}?{on}?(?P<wd>{weekday})", days.weekday),
    ("weekday", "(?P<part>{daypart})(?:{on})?(?P<wd>{weekday})", days.weekday),
    (
        "weekday",
        "{the}?(?P<near>{previous|following})(?P<wd>{weekday})(?P<part>{daypart})?",
        days.weekday,
    ),
    ("weekday-before", "{the}(?P<wd>{weekday})(?P<near>{before|after})", days.weekday_before),
    ("part-of-weekday", "{the}?(?P<part>{daypart}){of|on}(?P<wd>{weekday})", days.weekday),
    ("part-of-date", "{the}?(?P<part>{daypart}){of|on}MONTH DAY(?:{comma}?YEAR)?", days.calendar),
    (
        "weekdays",
        "(?:{from|between})?{shift}?(?P<a>{weekday})(?:{to|through|until|and|hyphen|dash})"
        "(?P<b>{weekday})",
        days.weekday_pair,
    ),
    ("deictic", "CLOCK EDGE (?P<x>{deictic})(?P<part>{daypart})?TAIL", days.deictic),
    ("deictic", "(?P<part>{daypart})(?P<x>{deictic})", days.deictic),
    ("tonight", "(?:CLOCK)(?P<tonight>{tonight})", days.this_part),
    ("this-part", "CLOCK EDGE (?P<s>{shift})(?P<part>{daypart})", days.this_part),
    ("around", "{the}{unit}{before}(?P<x>{deictic})", days.around(-1)),
    ("around", "{the}{unit}{after}(?P<x>{deictic})", days.around(1)),
    # units from the publication day
    ("unit-shift", "EDGE (?P<the>{the})?SHIFT(?P<fiscal>{fiscal})?UNIT", periods.unit_shift),
    (
        "unit-context",
        "EDGE {the}?(?P<x>{previous|following|same|that}{same}?)(?P<fiscal>{fiscal})?UNIT",
        periods.unit_context,
    ),
    ("latest", "{the}?{latest|recent}{fiscal}?UNIT", periods.latest),
    ("part-context", "{the}?{same|that}{same}?(?P<part>{daypart})", periods.part_context),
    ("part-context", "{in}{the}(?P<part>{daypart})", periods.part_context),
    (
        "unit-edge",
        "(?P<edge>{edger|edge}{in}{the}|{the}?{side}{of}{the}|{the}{edge}{of}{the})(?P<fiscal>{fiscal})?UNIT",
        periods.unit_edge,
    ),
    (
        "unit-edge",
        "(?P<fiscal>{fiscal})?(?P<u>{unit})(?:{hyphen|dash}|{poss})?(?P<edge>{side})",
        periods.unit_end,
    ),
    ("unit-ended", "{the}{fiscal}?UNIT(?={ended}MONTH DAY(?:{comma}?YEAR)?)", periods.unit_ended),
    ("the-unit", "{the}(?P<full>{full})?UNIT", periods.the_unit),
    ("the-weekend", "(?:{over|on|during|for}{the}|{the})UNIT", periods.the_weekend),
    ("unit-edge", "(?P<edge>{edge}){hyphen}UNIT", periods.unit_edge),
    ("edge-unit", "(?P<x>{edgeunit})", periods.edge_unit),
    ("ago", "{approx}?QTY UNIT{ago}", periods.ago),
    (
        "ago",
        "QTY UNIT{ago}(?:{on}?(?P<wd>{weekday})|(?P<x>{deictic})|SHIFT(?P<v>{unit}))",
        periods.ago,
    ),
    ("half-ago", "{a}?{half}{hyphen}?{a}?UNIT{ago}", periods.half_ago),
    ("half-ago", "(?P<qty>{a|num|day})UNIT{and}{a}{half}{ago}", periods.half_ago),
    ("long-ago", "(?:{a}?{long}{while}?|{a}?{vague}{while}|{a}{while}){ago}", periods.long_ago),
    ("ago", "(?P<glue>{unit}){hyphen}{ago}", periods.year_ago),
    ("ago", "(?P<glue>{unit}){hyphen}(?P<edge>{edger})", periods.year_ago),
    ("ago", "UNIT{ago}", periods.bare_ago),
    (
        "same-quarter",
        "{the}?{same|like}(?:{period}|UNIT)(?:{of|in})?SHIFT{unit}",
        periods.same_part,
    ),
    (
        "same-quarter",
        "{the}?{same|like}?(?:{period}|UNIT)(?:{of|in})?"
        "(?:{a}{unit}(?:{edger|ago|before})|{the}{unit}{edger|before}|{the}{previous}{unit})",
        periods.year_ago,
    ),
    (
        "same-quarter",
        "{the}?{like}?{unit}{hyphen}{ago|edger|before}(?:{period}|UNIT)?",
        periods.year_ago,
    ),
    ("same-quarter", "{the}?{like}?{previous}{hyphen}?{unit}(?:{period}|UNIT)", periods.year_ago),
    ("same-quarter", "{the}?{same|like}(?:{period}|UNIT)(?:{of|in|from})YEAR", periods.same_part),
    ("same-quarter", "{the}{same|like}?YEAR{fiscal}?(?:{period}|UNIT)", periods.same_part),
    (
        "months-quarter",
        "{the}?(?:(?P<m>{month|may|march}){hyphen|dash|to})?(?P<n>{month|march})(?:UNIT|{period})"
        "(?:{of}?YEAR)?",
        periods.months_quarter,
    ),
    ("fortnight-ago", "QTY{fortnight}{ago}", periods.fortnight_ago),
    ("hours-ago", "QTY{hour}{ago}", periods.skip),
    ("later", "QTY UNIT(?P<dir>{edger|before|after|hence|following})", periods.later),
    ("later", "QTY UNIT(?P<dir>{before|after})(?P<that>{that})", periods.later),
    ("later", "{the}(?P<u>{unit})(?P<dir>{before|after|edger})", periods.later),
    ("from-now", "QTY UNIT{from}{now}", periods.from_now),
    ("ahead", "(?:{in})QTY UNIT", periods.ahead),
    ("within", "(?P<in>{within})(?:{the}(?P<s>{shift|past}))?QTY UNIT", periods.within),
    ("within", "{the}?SHIFT QTY UNIT", periods.within),
    ("duration", "QTY{hyphen}?UNIT(?:{hyphen}?{long})?", periods.duration),
    ("age", "QTY{hyphen}?UNIT{hyphen}?{old}", periods.skip),
    ("since", "QTY UNIT{since}", periods.anniversary),
    (
        "anniversary",
        "(?:{ordinal|ordnum}|{num}{hyphen}{ordinal})(?:{unit}{hyphen}?)?{anniversary}",
        periods.anniversary,
    ),
    ("anniversary", "QTY{hyphen}?{unit}{anniversary}", periods.anniversary),
    # parts of years
    (
        "quarter",
        "EDGE {the}?{fiscal}?(?P<o>{ordinal|ordnum}){hyphen}?{fiscal}?(?P<q>{unit})(?:{of}?{fiscal}?YEAR|{of}SHIFT{fiscal}?{unit}|{of}{the}{fiscal}?{unit})?",
        periods.quarter,
    ),
    (
        "two-quarters",
        "{the}?(?P<o>{ordinal}){and|or|to}{the}?(?P<p>{ordinal})UNIT(?:{of}?YEAR|{of}SHIFT{unit})?",
        periods.two_quarters,
    ),
    ("before-last", "{the}UNIT{before}(?P<s>{shift})", periods.before_last),
    ("or-next", "(?<={unit}{or|and})(?P<s>{shift})", periods.or_next),
    ("quarter", "{fiscal}?YEAR{poss}?(?P<o>{ordinal}){hyphen}?(?P<q>{unit})", periods.quarter),
    (
        "quarter",
        "SHIFT{fiscal}?{unit}{poss}(?P<o>{ordinal}){hyphen}?(?P<q>{unit})",
        periods.quarter,
    ),
    (
        "half",
        "{the}?(?P<o>{ordinal}){hyphen}?{half}(?:{of}?{fiscal}?YEAR|{of}SHIFT{fiscal}?{unit}|{of}{the}{fiscal}?{unit})?",
        periods.half,
    ),
    (
        "part-of-month",
        "{the}?(?P<o>{ordinal|shift})(?:{half}|{unit}){of}MONTH(?:{comma}?YEAR)?",
        periods.part_of_month,
    ),
    ("half", "{fiscal}?YEAR{poss}?(?P<o>{ordinal}){hyphen}?{half}", periods.half),
    ("season", "EDGE (?P<the>{the})?SHIFT?(?P<q>{season})(?:{of}?YEAR)?", periods.season),
    ("season-quarter", "{the}?(?P<q>{season})UNIT(?:{of}?YEAR)?", periods.season_quarter),
    ("that-season", "{that}(?P<q>{season})", periods.that_season),
    (
        "final-quarter",
        "{the}{final}(?P<q>{unit})(?:{of}?YEAR|{of}SHIFT{fiscal}?{unit})?",
        periods.final_quarter,
    ),
    ("this-time-year", "{shift}{while}SHIFT UNIT", periods.unit_shift),
    ("decade", "EDGE {the}?(?P<y>{decade})", days.decade),
    ("decade", "EDGE {the}?(?P<y>{year}){poss}", days.decade_poss),
    ("decade", "EDGE{the}(?P<x>{decadeword})", days.decade_word),
    ("decade", "{the}EDGE(?P<x>{decadeword})", days.decade_word),
    (
        "century",
        "EDGE {the}?(?P<edge2>{edge}{hyphen}?)?(?P<o>{ordinal|ordnum}){hyphen}?UNIT",
        days.century,
    ),
    ("holiday", "(?:SHIFT)?{holiday}?(?P<h>{holiday})(?:{comma}?YEAR)?", days.holiday),
    # vague
    ("reference", "(?P<x>{ref})", periods.reference),
    ("now", "(?P<x>{now})", periods.now),
    ("recent", "{recent}UNIT", periods.recent),
    ("coming", "{the}?(?P<c>{shift})UNIT", periods.coming),
    ("coming", "{the}UNIT{ahead}", periods.coming),
    ("adjective", "(?P<x>{recent|future|shift})", periods.adjective),
    ("these-days", "(?:(?P<these>{these})|(?P<those>{those}))UNIT", periods.these),
    ("the-past", "{the}(?:{near}|{recent})?(?P<x>{past|future|present})", periods.the_ref),
    ("at-present", "{at}(?P<x>{present})", periods.reference),
    ("this-time", "{at}(?P<x>{shift})(?:{while}|{moment}|{juncture})", periods.at_this_time),
    ("moment", "{at}{the}{moment}", periods.fixed("PRESENT_REF")),
    # never dates: absorbed so that their words are not read as dates
    ("clock", "{time|day|num}{clock}+", periods.skip),
    (
        "set",
        "{every}(?:{num|day|ordinal})?(?:{weekday}|{unit}|{daypart}|{month}|{season})",
        periods.skip,
    ),
)


@cache
def rules() -> tuple[Rule, ...]:
    """Return the compiled rules in their order."""
    compiled = [(name, _compile(source), build) for name, source, build in _SOURCES]
    return tuple(Rule(name, p, build, needs(p.pattern)) for name, p, build in compiled)


@lru_cache(maxsize=1024)
def rules_for(classes: frozenset[str]) -> tuple[tuple[int, Rule], ...]:
    """Return the rules, with their places in the order, that may match a line of these classes."""
    return tuple([(i, rule) for i, rule in enumerate(rules()) if rule.may_match(classes)])


_GROUP = re.compile(r"\((\?:|\?P<\w+>|\?<?[=!])?([^()]*)\)([?*]?)")


def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Return the classes that a pattern cannot do without: what is optional in no way.

    >>> [sorted(need) for need in needs("[a]?(?P<x>[bc])(?:[d][e]?|[f])(?=[g])[h]+")]
    [['b', 'c'], ['h']]
    """

    def plain(group: re.Match[str]) -> str:
        around = (group[1] or "").endswith(("=", "!"))
        return "" if around or group[3] or "|" in group[2] else group[2]

    bare = re.sub(r"\[[^]]*\][?*]", "", pattern)
    while "(" in bare:
        bare = _GROUP.sub(plain, bare)
    return () if "|" in bare else tuple(map(frozenset, re.findall(r"\[([^]]*)\]", bare)))
