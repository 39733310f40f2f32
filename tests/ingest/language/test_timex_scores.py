"""Dates of invented newspaper texts against their marks: how many are found and right.

The floors lie a little under what was measured when they were set.
"""

from __future__ import annotations

import pytest

from benchmarks.timex import DATA, Marked, read_marked, score, strip_marks


@pytest.mark.parametrize(
    ("name", "precision", "recall", "f1"),
    [
        ("timex.yaml", 0.96, 0.96, 0.96),
        ("timex-held.yaml", 0.94, 0.94, 0.94),
        ("timex-second.yaml", 0.95, 0.96, 0.96),
        ("timex-third.yaml", 0.95, 0.95, 0.95),
        ("timex-fourth.yaml", 0.92, 0.92, 0.92),
        ("timex-second-held.yaml", 0.88, 0.84, 0.86),
    ],
)
def test_dates_of_newspaper_texts(name: str, precision: float, recall: float, f1: float) -> None:
    result = score(read_marked(DATA / name))

    assert result.precision >= precision
    assert result.recall >= recall
    assert result.f1 >= f1


def test_marks_are_taken_out() -> None:
    assert strip_marks("It rose in {May|1989-05}.") == ("It rose in May.", ((11, 14, "1989-05"),))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("It fell on {Monday|1989-10-30}.", (1, 1, 1, 1)),
        ("It fell on {Monday|1989-10-31}.", (1, 1, 1, 0)),  # found, and not right
        ("It fell on Monday.", (0, 1, 0, 0)),  # one too many
        ("It fell on {the day of days|1989-10-30}.", (1, 0, 0, 0)),  # missed
        ("It fell on {Monday|?}.", (0, 0, 0, 0)),  # careful readers differ
    ],
)
def test_scores(text: str, counts: tuple[int, int, int, int]) -> None:
    result = score([Marked("a", "1989-11-02", *strip_marks(text))])

    assert (result.marked, result.given, result.found, result.right) == counts
