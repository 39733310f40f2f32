"""The evaluation itself: what matches, what is a miss, what does not count."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import EventType, Role, Status
from ingest.evaluation import GoldEvent, evaluate, read_gold, scores
from tests.builders import BEIJING, MACRON, PUTIN, XI, day, extraction, state

MET = EventType.MEETING


def gold(*who: tuple[str, str | None], **fields: object) -> GoldEvent:
    given = {"date": "2025-05", "place": "Beijing", "status": Status.OCCURRED} | fields
    return GoldEvent("d", MET, tuple(who), **given)  # type: ignore[arg-type]


def told(*actors: object) -> object:
    parts = [(a, Role.PARTICIPANT) for a in actors]
    sentence = ("They met in Beijing.", MET, parts, day("2025-05-08"), BEIJING, Status.OCCURRED)
    return extraction("d", "2025-05-08", sentence)  # type: ignore[arg-type]


def test_surname_matches_and_a_day_meets_its_month() -> None:
    (match,) = evaluate(
        {"d": [gold(("V. Putin", "RUS"), ("Xi Jinping", "CHN"))]}, [told(PUTIN, XI)]
    )  # type: ignore[list-item]

    assert (match.agreement, match.date, match.place, match.status) == (1.0, True, True, True)


def test_a_state_for_a_person_counts_half() -> None:
    (match,) = evaluate(
        {"d": [gold(("Vladimir Putin", "RUS"), ("Xi Jinping", "CHN"))]}, [told(state("RUS"), XI)]
    )  # type: ignore[list-item]

    assert match.agreement == pytest.approx(0.75)


def test_other_people_are_a_miss_and_an_extra() -> None:
    matches = evaluate({"d": [gold(("Narendra Modi", "IND"))]}, [told(MACRON, XI)])  # type: ignore[list-item]

    result = scores(matches)
    assert (result.matched, result.missed, result.extra, result.f1) == (0, 1, 1, 0.0)


def test_optional_events_count_neither_way() -> None:
    matches = evaluate({"d": [gold(("Xi Jinping", "CHN"), optional=True)]}, [told(XI)])  # type: ignore[list-item]

    assert scores(matches).matched == scores(matches).extra == 0


def test_a_document_that_was_not_read_has_missed_everything() -> None:
    assert scores(evaluate({"d": [gold(("Xi Jinping", "CHN"))]}, [])).missed == 1


def test_a_wrong_annotation_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.yaml"
    path.write_text("a:\n  - {type: Dance, who: {X: CHN}, status: occurred}\n")

    with pytest.raises(InputError, match="a, entry 1"):
        read_gold(path)
