"""TIMEX3 values of date expressions, by surface grammar and publication day."""

from __future__ import annotations

import pytest

from ingest.language.dates import timexes

THURSDAY = "1989-11-02"


def values(text: str, published: str | None = THURSDAY) -> list[tuple[str, str]]:
    return [(d.span.text, d.value) for d in timexes(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys met on Thursday.", [("Thursday", "1989-11-02")]),
        ("Envoys met on Friday.", [("Friday", "1989-10-27")]),
        ("Envoys will meet on Friday.", [("Friday", "1989-11-03")]),
        ("The treaty was signed May 9.", [("May 9", "1989-05-09")]),
        ("It was signed on 9 May 2025.", [("9 May 2025", "2025-05-09")]),
        ("It was signed in May 2025.", [("May 2025", "2025-05")]),
        ("In 2002 he resigned.", [("2002", "2002")]),
        ("He resigned five years ago.", [("five years ago", "1984")]),
        ("They met three months ago.", [("three months ago", "1989-08")]),
        ("By late 2003 all was over.", [("late 2003", "2003")]),
        ("In the 1990s trade grew.", [("the 1990s", "199")]),
        ("Talks are due early next month.", [("early next month", "1989-12")]),
        ("Talks began earlier this month.", [("earlier this month", "1989-11")]),
        ("Last month they met.", [("Last month", "1989-10")]),
        ("Profit fell in the third quarter.", [("the third quarter", "1989-Q3")]),
        ("A summit was held last October.", [("last October", "1989-10")]),
        ("They spoke last week.", [("last week", "1989-W43")]),
        ("Currently nothing is planned.", [("Currently", "PRESENT_REF")]),
        ("He stayed for three days.", []),
        ("A three-day visit ended.", []),
        ("They met Monday night.", []),
        ("It is 80 years since the war ended.", []),
        ("He may go and they march on.", []),
    ],
)
def test_value(text: str, expected: list[tuple[str, str]]) -> None:
    assert values(text) == expected
