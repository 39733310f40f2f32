"""What an event takes over from its accounts, and where they disagree."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from graph.identifiers import event_iri
from graph.merging.features import Telling
from graph.merging.values import merged_event
from graph.model import Account, EventType, Participation, Place, Role, Span, Status
from tests.builders import MACRON, MOSCOW, PUTIN, XI, day, person, state

NUMBERS = iter(range(1_000_000))
KREMLIN = Place("Grand Palace", "Moscow", "RUS", ("Moscow", "Russia"))
RUSSIA = Place("Russia", None, "RUS", ("Russia",))


def tell(
    *parts,
    time=None,
    place=None,
    status=Status.OCCURRED,
    published="2025-05-09",
    type_=EventType.MEETING,
    confidence=0.9,
    report=None,
    curated=(),
    topics=(),
) -> Telling:
    number = next(NUMBERS)
    account = Account(
        f"https://x.example/account/{number:06}",
        type_,
        Span(0, 3, "met"),
        tuple(
            p
            if isinstance(p, Participation)
            else Participation(p, Role.PARTICIPANT, on_behalf_of=p.country)
            for p in parts
        ),
        status,
        (),
        time,
        place,
        tuple(topics),
        confidence,
    )
    return Telling(account, report or f"https://x.example/report/{number}", published,
                   frozenset(curated))  # fmt: skip


def test_the_order_of_the_accounts_is_nothing():
    told = [
        tell(XI, PUTIN, time=day("2025-05-08"), place=KREMLIN, topics=["trade"]),
        tell(XI, time=day("2025-05"), place=RUSSIA, status=Status.PLANNED, published="2025-05-01"),
        tell(PUTIN, state("CHN"), time=day("2025-05-09"), place=MOSCOW, topics=["energy"]),
    ]
    whole = merged_event(told)
    assert whole.iri == event_iri(told[1].iri)  # the earliest published
    for seed in range(6):
        random.Random(seed).shuffle(told)
        assert merged_event(told) == whole
    assert whole.topics == ("energy", "trade")


@pytest.mark.parametrize(
    ("told", "edtf", "differs"),
    [
        # a day says more than a month, and does not contradict it
        ([tell(XI, time=day("2025-05")), tell(XI, time=day("2025-05-08"))], "2025-05-08", False),
        # what was held beats what was planned
        ([tell(XI, time=day("2025-05-07"), status=Status.PLANNED),
          tell(XI, time=day("2025-05-08"))], "2025-05-08", True),
        # two reports beat one, two accounts of one report do not
        ([tell(XI, time=day("2025-05-07")), tell(XI, time=day("2025-05-07")),
          tell(XI, time=day("2025-05-08"))], "2025-05-07", True),
        ([tell(XI, time=day("2025-05-07"), report="r:1", published="2025-06-01"),
          tell(XI, time=day("2025-05-07"), report="r:1", published="2025-06-01"),
          tell(XI, time=day("2025-05-08"))], "2025-05-08", True),
        # a stated day beats that of publication
        ([tell(XI, time=replace(day("2025-05-09"), basis="published")),
          tell(XI, time=day("2025-05-08"))], "2025-05-08", True),
        # a person's word beats all
        ([tell(XI, time=day("2025-05-07")), tell(XI, time=day("2025-05-07")),
          tell(XI, time=day("2025-05"), curated=["time"])], "2025-05", False),
    ],
)  # fmt: skip
def test_the_date_that_counts(told, edtf, differs):
    event = merged_event(told)
    assert event.time is not None and event.time.edtf == edtf
    assert ("time" in event.disagrees_on) is differs


def test_a_stay_says_more_of_a_visit_than_a_day_of_it():
    told = [
        tell(XI, time=day("2025-05-08"), place=RUSSIA, type_=EventType.VISIT),
        tell(XI, time=day("2025-05-07", "2025-05-10"), place=RUSSIA, type_=EventType.VISIT),
    ]
    event = merged_event(told)
    assert event.time is not None and event.time.edtf == "2025-05-07/2025-05-10"
    assert event.disagrees_on == ()


def test_the_most_specific_place_of_what_most_say():
    event = merged_event([tell(XI, place=RUSSIA), tell(XI, place=KREMLIN), tell(XI, place=MOSCOW)])
    assert event.place == KREMLIN
    assert "place" not in event.disagrees_on
    paris = Place("Paris", "Paris", "FRA", ("Paris", "France"))
    event = merged_event([tell(XI, place=RUSSIA), tell(XI, place=MOSCOW), tell(XI, place=paris)])
    assert event.place == MOSCOW
    assert "place" in event.disagrees_on
    assert merged_event([tell(XI)]).place is None


@pytest.mark.parametrize(
    ("told", "status", "differs"),
    [
        ([("2025-05-01", Status.PLANNED), ("2025-05-09", Status.OCCURRED)], "occurred", False),
        ([("2025-05-01", Status.POSSIBLE), ("2025-05-02", Status.PLANNED)], "planned", False),
        ([("2025-05-01", Status.PLANNED), ("2025-05-02", Status.CANCELLED)], "cancelled", False),
        ([("2025-05-01", Status.CANCELLED), ("2025-05-02", Status.PLANNED)], "planned", False),
        ([("2025-05-08", Status.OCCURRED), ("2025-05-12", Status.PLANNED)], "occurred", True),
        ([("2025-05-08", Status.OCCURRED), ("2025-05-12", Status.CANCELLED)], "occurred", True),
        ([("2025-05-08", Status.OCCURRED), ("2025-05-08", Status.PLANNED)], "occurred", False),
        ([(None, Status.ONGOING), ("2025-05-08", Status.PLANNED)], "ongoing", False),
    ],
)
def test_the_status_and_its_history(told, status, differs):
    event = merged_event([tell(XI, status=s, published=on) for on, s in told])
    assert event.status == status
    assert ("status" in event.disagrees_on) is differs
    assert sorted(h[1] for h in event.status_history) == sorted(s for _, s in told)


def test_participants_are_the_union_each_once():
    host = Participation(PUTIN, Role.HOST, "President", "RUS")
    event = merged_event(
        [
            tell(XI, host),
            tell(person("Xi", "CHN"), PUTIN),
            tell(state("CHN"), state("RUS"), MACRON),
        ]
    )
    assert {(p.actor.name, p.role.value) for p in event.participations} == {
        ("Vladimir Putin", "host"),
        ("Xi Jinping", "participant"),
        ("Emmanuel Macron", "participant"),
    }
    assert event.disagrees_on == ()
    putin = next(p for p in event.participations if p.actor == PUTIN)
    assert (putin.capacity, putin.on_behalf_of) == ("President", "RUS")


def test_a_state_stays_where_nobody_of_its_side_is_named():
    source = Participation(XI, Role.SOURCE, None, "CHN")
    target = Participation(state("CHN"), Role.TARGET, None, "CHN")
    event = merged_event([tell(source, target, type_=EventType.ACCUSATION)])
    assert len(event.participations) == 2


def test_other_persons_of_one_state_disagree():
    event = merged_event([tell(XI, PUTIN), tell(person("Li Wei", "CHN"), PUTIN)])
    assert event.disagrees_on == ("participations",)
    event = merged_event([tell(XI, PUTIN), tell(XI, MACRON)])
    assert event.disagrees_on == ("participations",)


def test_confidence_grows_with_reports_not_with_accounts():
    def sure(*told):
        return merged_event(told).confidence

    assert sure(tell(XI, confidence=0.5)) == 0.5
    assert sure(tell(XI, confidence=0.5), tell(XI, confidence=0.5)) == 0.75
    assert (
        sure(tell(XI, confidence=0.5, report="r:1"), tell(XI, confidence=0.4, report="r:1")) == 0.5
    )
    assert sure(*(tell(XI, confidence=0.9) for _ in range(5))) == 0.99
    assert sure(tell(XI, confidence=1.0), tell(XI, confidence=1.0)) == 1.0


def test_the_type_that_was_held():
    planned = [
        tell(XI, type_=EventType.MEETING, status=Status.PLANNED, published=f"2025-05-0{i}")
        for i in (1, 2)
    ]
    assert merged_event([*planned, tell(XI, type_=EventType.CALL)]).type is EventType.CALL
