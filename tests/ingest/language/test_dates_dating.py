"""Day and place from an enclosing visit, an occasion or an antecedent: events as literals."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from graph.model import EventType, Status
from ingest.language.dates import default_value, inherited
from ingest.language.dating import day_of_encounters, inherit, past_plan, present_day
from ingest.language.entities import Resolver
from ingest.language.times.calendar import day_value, first_day
from ingest.language.types import (
    EventMention,
    Frame,
    PlaceExpr,
    Strength,
    TimeValue,
    Trigger,
)

# Parties by number: 0 and 1 are Norwegians, 2 a Chadian, 3 a Malian.
LANDS = ("NOR", "NOR", "TCD", "MLI")
OSLO = PlaceExpr(0, 1, 0, "city", "Oslo", "Oslo", "NOR")
NDJAMENA = PlaceExpr(0, 1, 0, "city", "N'Djamena", "N'Djamena", "TCD")


def resolver() -> Resolver:
    def entity(index: int) -> Any:
        return SimpleNamespace(country=LANDS[index])

    return cast(Resolver, SimpleNamespace(entity=entity))


def day(value: str) -> TimeValue:
    return day_value(first_day(value))


def event(
    type_: EventType,
    parties: list[int],
    *,
    at: int = 0,
    status: Status = Status.OCCURRED,
    time: TimeValue | None = None,
    place: PlaceExpr | None = None,
    definite: bool = False,
) -> EventMention:
    start = at * 10 + len(parties)
    frame = Frame("x", "noun", type_)
    trigger = Trigger(start, start + 1, start, frame, at, definite=definite)
    made = EventMention(trigger, type_, parties=list(parties), status=status, sentences=[at])
    made.time, made.place = time, place
    made.place_strength = Strength.ATTACHED if place else Strength.DEFAULT
    return made


def test_a_meeting_with_a_party_of_the_land_visited_is_part_of_the_visit() -> None:
    visit = event(EventType.VISIT, [0], time=day("2005-06-14"), place=NDJAMENA)
    meeting = event(EventType.MEETING, [0, 2], at=2)
    inherit([visit, meeting], resolver())
    assert meeting.within is visit
    assert meeting.place is NDJAMENA
    assert meeting.time is not None
    assert (meeting.time.start, meeting.time.basis) == ("2005-06-14", "inherited")
    assert meeting.time.strength is Strength.INHERITED


def test_a_meeting_of_other_people_is_not() -> None:
    visit = event(EventType.VISIT, [0], time=day("2005-06-14"), place=NDJAMENA)
    meeting = event(EventType.MEETING, [2, 3], at=1)
    inherit([visit, meeting], resolver())
    assert (meeting.within, meeting.place, meeting.time) == (None, None, None)


def test_nor_one_weeks_away_from_the_visit() -> None:
    visit = event(EventType.VISIT, [0], time=day("2005-06-14"), place=NDJAMENA)
    meeting = event(EventType.MEETING, [0, 2], at=1, time=day("2005-03-01"))
    inherit([visit, meeting], resolver())
    assert (meeting.within, meeting.place) == (None, None)


def test_nor_a_planned_one_in_a_visit_that_is_over() -> None:
    visit = event(EventType.VISIT, [0], time=day("2005-06-14"), place=NDJAMENA)
    meeting = event(EventType.MEETING, [0, 3], status=Status.PLANNED)
    inherit([visit, meeting], resolver())
    assert meeting.place is None


def test_an_agreement_takes_the_day_of_the_meeting_it_was_made_at() -> None:
    meeting = event(EventType.MEETING, [0, 2], time=day("2005-06-14"), place=OSLO)
    accord = event(EventType.AGREEMENT, [1, 2])
    inherit([meeting, accord], resolver())
    assert accord.time is not None
    assert (accord.time.start, accord.place) == ("2005-06-14", OSLO)


def test_a_proposed_agreement_does_not() -> None:
    meeting = event(EventType.MEETING, [0, 2], time=day("2005-06-14"), place=OSLO)
    accord = event(EventType.AGREEMENT, [0, 2], status=Status.POSSIBLE)
    inherit([meeting, accord], resolver())
    assert (accord.time, accord.place) == (None, None)


def test_the_summit_looks_back_to_the_one_before() -> None:
    summit = event(EventType.MEETING, [0], time=day("2005-06-14"), place=OSLO)
    again = event(EventType.MEETING, [2, 3], at=2, definite=True)
    other = event(EventType.MEETING, [2, 3, 1], at=2)
    inherit([summit, again, other], resolver())
    assert again.time is not None
    assert (again.time.start, again.place) == ("2005-06-14", OSLO)
    assert (other.time, other.place) == (None, None)


def test_the_publication_day_by_default_is_marked() -> None:
    value = default_value("2005-06-16")
    assert value is not None
    assert (value.start, value.basis, value.strength) == (
        "2005-06-16",
        "published",
        Strength.DEFAULT,
    )
    assert default_value(None) is None
    assert default_value("no day") is None


def test_what_goes_on_does_not_take_an_old_date() -> None:
    # "is in Oslo for two days, following the king's visit last year"
    visit = event(EventType.VISIT, [2], status=Status.ONGOING, time=day("2004-05-01"))
    present_day(visit, "2005-06-14")
    assert visit.time is not None
    assert (visit.time.start, visit.time.basis) == ("2005-06-14", "published")


def test_but_keeps_the_day_on_which_it_began() -> None:
    visit = event(EventType.VISIT, [2], status=Status.ONGOING, time=day("2005-06-12"))
    present_day(visit, "2005-06-14")
    assert visit.time is not None
    assert visit.time.start == "2005-06-12"


def test_a_plan_within_a_stay_of_the_past_is_done() -> None:
    # "flew to Oslo on May 1 to sign an accord"
    accord = event(EventType.AGREEMENT, [0, 2], status=Status.PLANNED)
    accord.time = inherited(day("2005-05-01"))
    past_plan(accord, "2005-06-14")
    assert accord.status is Status.OCCURRED


def test_a_plan_within_a_stay_of_today_is_open() -> None:
    accord = event(EventType.AGREEMENT, [0, 2], status=Status.PLANNED)
    accord.time = inherited(day("2005-06-14"))
    past_plan(accord, "2005-06-14")
    assert accord.status is Status.PLANNED


def test_an_undated_visit_has_the_day_of_what_lies_within_it() -> None:
    visit = event(EventType.VISIT, [0], place=NDJAMENA)
    meeting = event(EventType.MEETING, [0, 2], at=1, time=day("2005-06-14"), place=NDJAMENA)
    inherit([visit, meeting], resolver())
    day_of_encounters([visit, meeting])
    assert visit.time is not None
    assert (visit.time.start, visit.time.basis) == ("2005-06-14", "inherited")


def test_a_visit_that_was_called_off_has_not() -> None:
    visit = event(EventType.VISIT, [0], place=NDJAMENA, status=Status.CANCELLED)
    meeting = event(EventType.MEETING, [0, 2], at=1, time=day("2005-06-14"), place=NDJAMENA)
    meeting.within = visit
    day_of_encounters([visit, meeting])
    assert visit.time is None
