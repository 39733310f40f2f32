"""Bounds, precision and EDTF of resolved times, and the model's `Time`."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf

from ingest.language.dates import default_value, time_of
from ingest.language.times.calendar import easter
from ingest.language.times.forms import Duration
from ingest.language.times.grammar import find
from ingest.language.times.lexicon import holiday, lexicon, orthodox_easter, tokenize
from ingest.language.times.resolution import Context, anchored, resolve
from ingest.language.times.rules import needs, rules
from ingest.language.types import TimeValue

THURSDAY = date(2005, 6, 16)


def value(text: str, way: int = -1) -> TimeValue:
    (found,) = find(text)
    made = resolve(found.form, Context(THURSDAY, way))
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("text", "start", "end", "edtf", "precision"),
    [
        ("on June 14", "2005-06-14", "2005-06-14", "2005-06-14", "day"),
        ("last week", "2005-06-06", "2005-06-12", "2005-06-06/2005-06-12", "week"),
        ("in May 2004", "2004-05", "2004-05", "2004-05", "month"),
        ("in 2004", "2004", "2004", "2004", "year"),
        ("last summer", "2004-06", "2004-08", "2004-22", "season"),
        ("last winter", "2004-12", "2005-02", "2004-24", "season"),
        ("in the third quarter of 2004", "2004-07", "2004-09", "2004-07/2004-09", "range"),
        ("in the 1990s", "1990", "1999", "199X", "decade"),
        ("in the 19th century", "1800", "1899", "18XX", "range"),
        ("from June 10 to June 14", "2005-06-10", "2005-06-14", "2005-06-10/2005-06-14", "range"),
        ("June 28-July 2", "2005-06-28", "2005-07-02", "2005-06-28/2005-07-02", "range"),
        ("from 1986 to 1988", "1986", "1988", "1986/1988", "range"),
        ("in the next two weeks", "2005-06-16", "2005-06-30", "2005-06-16/2005-06-30", "week"),
        ("over the past month", "2005-05", "2005-06", "2005-05/2005-06", "range"),
        ("on Victory Day", "2005-05-09", "2005-05-09", "2005-05-09", "day"),
    ],
)
def test_bounds_and_edtf(text: str, start: str, end: str, edtf: str, precision: str) -> None:
    made = value(text)
    assert (made.start, made.end, made.edtf, made.precision) == (start, end, edtf, precision)
    parse_edtf(made.edtf)
    time = time_of(made)
    assert (time.start, time.end, time.edtf, time.basis) == (start, end, edtf, "stated")


@pytest.mark.parametrize(
    ("text", "way", "start", "end"),
    [
        ("Monday through Wednesday", 1, "2005-06-20", "2005-06-22"),
        ("Monday through Wednesday", -1, "2005-06-13", "2005-06-15"),
        ("Saturday and Sunday", -1, "2005-06-11", "2005-06-12"),
        ("Wednesday and Thursday", -1, "2005-06-15", "2005-06-16"),
        ("from Friday to Monday", 1, "2005-06-17", "2005-06-20"),
        ("from Dec. 28 to Jan. 3", 1, "2005-12-28", "2006-01-03"),
        ("from Dec. 28 to Jan. 3, 2004", -1, "2003-12-28", "2004-01-03"),
    ],
)
def test_intervals_run_forward(text: str, way: int, start: str, end: str) -> None:
    made = value(text, way)
    assert (made.start, made.end) == (start, end)


def test_a_length_counts_from_a_known_first_day() -> None:
    first = value("on Monday")
    made = anchored(Duration("day", 3), first)
    assert made is not None
    assert (made.start, made.end) == ("2005-06-13", "2005-06-15")
    assert anchored(Duration("week", 1), first) is not None
    assert anchored(Duration("day", None), first) is None
    assert anchored(Duration("month", 1), first) is None
    assert anchored(Duration("day", 3), value("last week")) is None


def test_what_counts_from_another_happening_is_not_invented() -> None:
    (found,) = find("two days after the vote they met")
    assert resolve(found.form, Context(THURSDAY, -1)) is None


def test_the_default_is_an_edtf_day() -> None:
    made = default_value("2005-06-16")
    assert made is not None
    parse_edtf(made.edtf)
    assert time_of(made).basis == "published"


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [(1989, date(1989, 3, 26), date(1989, 4, 30)), (2005, date(2005, 3, 27), date(2005, 5, 1))],
)
def test_easter(year: int, western: date, eastern: date) -> None:
    assert (easter(year), orthodox_easter(year)) == (western, eastern)


def test_every_holiday_has_a_day() -> None:
    for key, rule in lexicon().holidays.items():
        assert holiday(rule, 1998) is not None, key
    assert holiday("11:4:4", 1998) == date(1998, 11, 26)
    assert holiday("5:1:-1", 1998) == date(1998, 5, 25)


def test_rules_that_lack_a_class_are_passed_over() -> None:
    assert needs("[a]?(?P<x>[bc])(?:[d][e]?|[f])(?=[g])[h]+") == (
        frozenset("bc"),
        frozenset("h"),
    )
    assert needs("[a][b]|[c]") == ()
    codes = lexicon().codes
    for rule in rules():
        for need in rule.needs:
            other = frozenset(codes.values()) - need
            assert not rule.pattern.search("".join(sorted(other))), rule.name


def test_a_holiday_is_one_word_and_other_numbers_stay() -> None:
    kinds = [(t.text, t.kind) for t in tokenize("On 9/11, not on Christmas Eve or 11/9, 2001")]
    assert ("9/11", "holiday") in kinds
    assert ("Christmas Eve", "holiday") in kinds
    assert ("11", "day") in kinds
