"""What makes two accounts one event, and what forbids it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from graph.merging.features import Features, Telling, bounds, features, proper_name
from graph.merging.names import Likeness, compare, tokens
from graph.merging.score import APART, conflict, explain, score
from graph.merging.tables import weights
from graph.model import Account, EventType, Participation, Place, Role, Span, Status, Time
from tests.builders import (
    BEIJING,
    MACRON,
    MOSCOW,
    PUTIN,
    XI,
    city,
    day,
    organisation,
    person,
    state,
)
from tests.graph.merging.test_cluster import build, tellings

NUMBERS = iter(range(1_000_000))


def account(
    parts,
    time=None,
    place=None,
    type_=EventType.MEETING,
    status=Status.OCCURRED,
    published="2025-05-09",
    trigger="met",
    topics=(),
) -> Features:
    number = next(NUMBERS)
    said = Account(
        f"https://x.example/account/{number}",
        type_,
        Span(0, 3, trigger),
        tuple(
            p if isinstance(p, Participation) else Participation(p, Role.PARTICIPANT) for p in parts
        ),
        status,
        (Span(0, 9, "They met."),),
        time,
        place,
        topics,
    )
    return features(Telling(said, f"https://x.example/report/{number}", published))


DAY = day("2025-05-08")
VISIT = EventType.VISIT
LOPEZ, CARTER = person("Ana Lopez", "ESP"), person("Tom Carter", "CAN")


def joins(a: Features, b: Features) -> bool:
    return score(a, b) >= weights().threshold and conflict(a, b) is None


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        # the same persons on the same day, whatever form their names take
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], DAY), True),
        (account([LOPEZ, CARTER], DAY), account([person("Lopez", "ESP"), CARTER], DAY), True),
        (account([LOPEZ, CARTER], DAY), account([state("ESP"), state("CAN")], DAY), True),
        # another person of the state
        (account([LOPEZ, CARTER], DAY), account([person("Luis Gil", "ESP"), CARTER], DAY), False),
        # another day; a plan that slipped by a day
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], day("2025-05-12")), False),
        (
            account([LOPEZ, CARTER], DAY, status=Status.PLANNED),
            account([LOPEZ, CARTER], day("2025-05-09")),
            True,
        ),
        # a year says too little, a month says enough where two are named
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], day("2025")), False),
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], day("2025-05")), True),
        # a telephone call is not a meeting elsewhere, but a video meeting is both
        (
            account([LOPEZ, CARTER], DAY),
            account([LOPEZ, CARTER], DAY, type_=EventType.CALL),
            True,
        ),
        # two of three who met are another meeting on the margin
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER, MACRON], DAY), False),
        # the place decides
        (
            account([LOPEZ, CARTER], DAY, city("Lyon", "FRA")),
            account([LOPEZ, CARTER], DAY, city("Rome", "ITA")),
            False,
        ),
        # visits: by country; without one never
        (
            account([LOPEZ], day("2025-05-07", "2025-05-09"), MOSCOW, VISIT),
            account([LOPEZ], DAY, Place("Russia", None, "RUS"), VISIT),
            True,
        ),
        (account([LOPEZ], DAY, None, VISIT), account([LOPEZ], DAY, None, VISIT), False),
        (account([LOPEZ], DAY, MOSCOW, VISIT), account([LOPEZ], DAY, MOSCOW), False),
        # an undated mention of what was held shortly before
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], published="2025-05-20"), True),
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], published="2025-05-01"), True),
        (account([LOPEZ, CARTER], DAY), account([LOPEZ, CARTER], published="2024-05-01"), False),
        # a person whose state one report does not know
        (
            account([LOPEZ, CARTER], DAY),
            account([person("Ana Lopez", None), CARTER], DAY),
            True,
        ),
    ],
)  # fmt: skip
def test_what_is_one_event(a: Features, b: Features, one: bool):
    assert joins(a, b) is one


def test_acts_keep_their_direction():
    def act(source, target):
        parts = [Participation(source, Role.SOURCE), Participation(target, Role.TARGET)]
        return account(parts, DAY, type_=EventType.ACCUSATION)

    one, again, back = act(LOPEZ, CARTER), act(LOPEZ, CARTER), act(CARTER, LOPEZ)
    assert joins(one, again)
    assert not joins(one, back)
    assert conflict(one, back) == "opposite direction"


def test_statements_on_other_topics_are_others():
    parts = [Participation(state("ESP"), Role.SPEAKER), Participation(state("CAN"), Role.TARGET)]

    def said(*topics):
        return account(parts, DAY, type_=EventType.STATEMENT, topics=topics)

    assert score(said("trade"), said("trade")) > score(said("trade"), said("energy"))


def test_groups_of_private_persons_are_no_state():
    women = organisation("x")
    women = replace(women, kind=type(women.kind).GROUP, country="ESP")
    assert account([women, CARTER], DAY).sides.keys() == {"CAN"}


def test_the_sum_is_what_the_explanation_says():
    a = account([XI, PUTIN], DAY, MOSCOW)
    b = account([XI, state("RUS")], DAY, MOSCOW)
    parts = dict(explain(a, b))
    assert parts["same_person"] == weights().same_person * weights().frequent_party
    assert score(a, b) == sum(weight for _, weight in explain(a, b))


def test_one_report_tells_two_happenings():
    a = account([LOPEZ, CARTER], DAY)
    b = replace(account([LOPEZ, CARTER], DAY), report=a.report)
    assert score(a, b) == APART
    assert conflict(a, b) == "same report"


@given(tellings)
def test_score_and_conflict_do_not_depend_on_who_comes_first(rows):
    found = build(rows)
    for a in found:
        for b in found:
            assert score(a, b) == score(b, a)
            assert conflict(a, b) == conflict(b, a)


def test_dates_are_bounded_and_nonsense_is_none():
    assert bounds(Time("2024-02", "2024-02", "2024-02", "month")) is not None
    for start, end in [("2024-02-30", "2024-02-30"), ("0000", "0000"), ("2024-05", "2024-01"),
                       ("", "2024"), ("next week", "2024")]:  # fmt: skip
        assert bounds(Time(start, end, start, "day")) is None
    assert account([XI], Time("9999-12-31", "9999-12-31", "", "day")).firm
    assert account([XI], published="0001-01-02").first == 1


def test_proper_names_of_meetings_join():
    assert proper_name("Lisbon Fisheries Conference") == "lisbon fisheries conference"
    assert proper_name("held talks") is None
    a = account([LOPEZ, CARTER], DAY, BEIJING, trigger="Lisbon Fisheries Conference")
    b = account([LOPEZ, CARTER], DAY, BEIJING, trigger="Lisbon Fisheries Conference")
    assert dict(explain(a, b))["same_name"] == weights().same_name


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("Volodymyr Zelenskyy", "Vladimir Zelensky", Likeness.FULL),
        ("Zelenskyy", "Volodymyr Zelensky", Likeness.SURNAME),
        ("Abdel Fattah el-Sisi", "Abdel Fattah Al Sisi", Likeness.FULL),
        ("Abdel Fattah Alsisi", "Abdel Fattah el-Sisi", Likeness.FULL),
        ("Kishida Fumio", "Fumio Kishida", Likeness.FULL),
        ("Moon Jae-in", "Moon Jaein", Likeness.FULL),
        ("José Núñez", "Jose Nunez", Likeness.FULL),
        ("President Joe Biden", "Joseph R. Biden, Jr.", Likeness.SURNAME),
        ("Kim Jong Un", "Kim Yo Jong", Likeness.TOKEN),
        ("Ana Lopez", "Luis Lopez", Likeness.NONE),
        ("Xi", "Li", Likeness.NONE),
        ("", "Li", Likeness.NONE),
    ],
)
def test_names_are_compared_inside_a_state(a: str, b: str, likeness: Likeness):
    assert compare(tokens(a), tokens(b)) is likeness
    assert compare(tokens(b), tokens(a)) is likeness
