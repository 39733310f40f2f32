"""The word tables of the time grammar and the cutting of a text into its tokens.

Each token gets one class, and a class is one character (of the private use area): the grammar
is then a set of regular expressions over a string as long as the text has words, which is
quick and lets a rule be written as ``{month}{day}{comma}{year}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from graph.errors import SettingsError
from ingest.language.times.calendar import easter, make_day, nth_weekday

DATA = Path(__file__).parents[2] / "knowledge" / "data"

# Classes that come from the shape of a token and not from the table.
SHAPES = (
    "iso slash year decade day number big ordnum comma hyphen dash poss break holiday "
    "time dollar other quote cap"
).split()


class Token(NamedTuple):
    """A word or mark of the text: its span, its class and what the table says of it."""

    start: int
    end: int
    kind: str
    value: str | int
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables: `words` maps a form in lower case to (class, value, needs a capital)."""

    words: dict[str, tuple[str, str | int, bool]]
    codes: dict[str, str]
    holidays: dict[str, str]  # key -> rule
    holiday_names: dict[str, str]  # name -> key
    holiday_pattern: re.Pattern[str]
    holiday_openings: frozenset[str]  # first words of the names


@cache
def lexicon() -> Lexicon:
    """Return the tables, read once. Raises `SettingsError` for a line that cannot be read."""
    words: dict[str, tuple[str, str | int, bool]] = {}
    for cells in rows("time_words.tsv", 4):
        kind, raw, flags, forms = cells
        value: str | int = int(raw) if re.fullmatch(r"-?\d+", raw) else raw
        for form in forms.split("|"):
            if form in words:
                raise SettingsError(f"time_words.tsv: {form!r} stands twice; keep one line")
            words[form] = (kind, value, "cap" in flags)
    kinds = sorted({kind for kind, _, _ in words.values()} | set(SHAPES))
    codes = {kind: chr(0xE000 + i) for i, kind in enumerate(kinds)}
    rules, names = {}, {}
    for key, rule, _country, forms in rows("holidays.tsv", 4):
        rules[key] = rule
        for form in forms.split("|"):
            names[form] = key
        holiday(rule, 2000)  # raises for a rule that cannot be read
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    openings = frozenset(m[0].rstrip() for name in names if (m := _TOKEN.match(name)))
    names_pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    return Lexicon(words, codes, rules, names, names_pattern, openings)


def holiday(rule: str, year: int) -> date | None:
    """Return the day that a rule of ``holidays.tsv`` gives in a year; None where it has none.

    Raises `SettingsError` for a rule that cannot be read.
    """
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", rule):
        return make_day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d\d)-(\d\d)", rule):
        return make_day(year, int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{1,2}):([1-7]):(-1|[1-5])(\+\d)?", rule):
        day = nth_weekday(year, int(found[1]), int(found[2]), int(found[3]))
        return date.fromordinal(day.toordinal() + int(found[4] or 0))
    if found := re.fullmatch(r"(easter|orthodox)([+-]\d+)", rule):
        base = easter(year) if found[1] == "easter" else orthodox_easter(year)
        return date.fromordinal(base.toordinal() + int(found[2]))
    raise SettingsError(f"holidays.tsv: rule {rule!r} is none of the forms that its header names")


def orthodox_easter(year: int) -> date:
    """Return Easter Sunday of the Eastern churches in the Gregorian calendar (1900 to 2099)."""
    a = (19 * (year % 19) + 15) % 30
    b = (2 * (year % 4) + 4 * (year % 7) - a + 34) % 7
    month, day = divmod(a + b + 114, 31)
    return date.fromordinal(date(year, month, day + 1).toordinal() + 13)


# Most tokens are words: they stand before all that begins with a digit or mark. The blank behind a
# token is taken with it, for at a blank each of the ways would be tried in vain.
_TOKEN = re.compile(
    r"(?:(?P<oclock>\b[ap]\.m\.|\bo['\u2019]clock\b)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<break>\n\s*\n|--+)"
    r"|(?P<iso>\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}[01]\d[0-3]\d\b)"
    r"|(?P<slash>\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b)"
    r"|(?P<decade>\b\d{3}0s\b|['\u2019`]\d0s\b)"
    r"|(?P<shortyear>['\u2019`]\d\d\b)"
    r"|(?P<time>\b\d{1,2}[:.]\d{2}\b(?!\.\d))"
    r"|(?P<ordnum>\b\d{1,3}(?:st|nd|rd|th)\b)"
    r"|(?P<dollar>[$\u00a3\u20ac\u00a5]\s?\d[\d,.]*|\b\d[\d,.]*\s?%)"
    r"|(?P<digits>\b\d[\d,]*(?:\.\d+)?\b)"
    r"|(?P<poss>['\u2019]s\b)"
    r"|(?P<comma>,)"
    r"|(?P<dash>(?<=\s)[-\u2013\u2014](?=\s)|[\u2013\u2014])"
    r"|(?P<hyphen>-)"
    r"|(?P<other>[^\s])) ?"
)


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens with their classes.

    >>> [t.kind for t in tokenize("on May 9, 2025")]
    ['on', 'may', 'day', 'comma', 'year']
    """
    table = lexicon()
    tokens: list[Token] = []
    position = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "other"
        start, end = found.span(kind)
        if start < position:
            continue  # inside a holiday's name or an abbreviation's dot
        raw = found[kind]
        if raw in table.holiday_openings or raw[0].isdigit():
            named = table.holiday_pattern.match(text, start)
            if named is not None:
                name, position = named[0], named.end()
                tokens.append(Token(start, position, "holiday", table.holiday_names[name], name))
                continue
        if kind == "word":
            token = _word(text, start, end, raw, table)
        elif kind == "digits":
            token = _digits(start, end, raw)
        elif kind == "shortyear":
            token = Token(start, end, "year", 1900 + int(raw[1:]), raw)
        elif kind == "decade":
            digits = raw[:3] if raw[0].isdigit() else "19" + raw[1]
            token = Token(start, end, "decade", digits, raw)
        elif kind == "ordnum":
            token = Token(start, end, "ordnum", int(raw[:-2]), raw)
        elif kind == "oclock":
            token = Token(start, end, "clock", "-", raw)
        else:
            token = Token(start, end, kind, "-", raw)
        tokens.append(token)
        position = token.end
    return tokens


def _word(text: str, start: int, end: int, raw: str, table: Lexicon) -> Token:
    low = raw.lower()
    capital = raw[0].isupper()
    if capital and text.startswith(".", end) and low + "." in table.words:
        kind, value, _ = table.words[low + "."]
        return Token(start, end + 1, kind, value, text[start : end + 1])
    found = table.words.get(low)
    if found is not None and (capital or not found[2]):
        return Token(start, end, found[0], found[1], raw)
    return Token(start, end, "cap" if capital else "other", "-", raw)


def _digits(start: int, end: int, raw: str) -> Token:
    if raw.isdigit():
        value = int(raw)
        if len(raw) <= 2 and 1 <= value <= 31:
            return Token(start, end, "day", value, raw)
        if len(raw) == 4 and 1000 <= value <= 2199:
            return Token(start, end, "year", value, raw)
        if len(raw) <= 4:
            return Token(start, end, "number", value, raw)
    return Token(start, end, "big", raw, raw)


def rows(name: str, width: int) -> list[list[str]]:
    """Return the cells of a data file. Raises `SettingsError` where a line has not `width`."""
    lines = []
    for number, line in enumerate((DATA / name).read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != width:
            raise SettingsError(f"{name}, line {number}: {len(cells)} columns, {width} expected")
        lines.append(cells)
    return lines
