"""Whatever words of time follow each other: no exception, and values that hold together."""

from __future__ import annotations

from datetime import date

from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language.times.calendar import day_value, first_day, last_day
from ingest.language.times.forms import Interval
from ingest.language.times.grammar import find
from ingest.language.times.lexicon import lexicon
from ingest.language.times.resolution import Context, halves, resolve

SHAPES = (
    "9 31 1998 2002 '98 1990s 2nd 11/02/89 1998-02-30 $5 5:30 , - -- . 's Thanksgiving Easter X"
)
WORDS = [*sorted(lexicon().words), *SHAPES.split()]


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9))
    return " ".join(w.capitalize() if draw(st.booleans()) else w for w in words)


@settings(max_examples=400, deadline=None)
@given(
    texts(),
    st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)),
    st.sampled_from([-1, 0, 1]),
    st.one_of(st.none(), st.dates()),
)
def test_values_hold_together(text: str, day: date, way: int, previous: date | None) -> None:
    context = Context(day, way, day_value(previous) if previous else None)
    last = 0
    for found in find(text):
        assert found.start >= last
        assert text[found.start : found.end] == found.text
        last = found.end
        value = resolve(found.form, context)
        if value is None or not value.start:
            continue
        assert first_day(value.start) <= last_day(value.end)
        parse_edtf(value.edtf)
        if isinstance(found.form, Interval):
            for end in halves(found.form, context):
                assert end is None or value.start <= end.start <= value.end
