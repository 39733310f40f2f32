"""One happening, one event; filters: on literals, without any model."""

from __future__ import annotations

from graph.model import ActorKind, EventType, Status
from ingest.language.entities import Resolver, same_person
from ingest.language.filter import keep
from ingest.language.merge import merge, times_conflict
from ingest.language.types import (
    Entity,
    EventMention,
    Frame,
    PlaceExpr,
    Register,
    Strength,
    TimeValue,
    Trigger,
)

PEOPLE = [
    Entity(0, ActorKind.PERSON, "Ana Costa", "PRT", office="president"),
    Entity(1, ActorKind.PERSON, "Bo Lund", "SWE", office="prime minister"),
    Entity(2, ActorKind.STATE, "Sweden", "SWE"),
    Entity(3, ActorKind.STATE, "Chad", "TCD"),
    Entity(4, ActorKind.PERSON, "Carl Shop", None),
]


def resolver() -> Resolver:
    return Resolver(Register(list(PEOPLE)), [])


def day(value: str, strength: Strength = Strength.ATTACHED) -> TimeValue:
    return TimeValue(value, value, value, "day", value, strength=strength)


def place(name: str, country: str) -> PlaceExpr:
    return PlaceExpr(0, 1, 0, "city", name, name, country)


def told(
    sentence: int,
    parties: list[int],
    *,
    type_: EventType = EventType.MEETING,
    lemma: str = "meet",
    when: TimeValue | None = None,
    where: PlaceExpr | None = None,
    status: Status = Status.OCCURRED,
    firm: bool = True,
    definite: bool = False,
    novel: bool = False,
) -> EventMention:
    trigger = Trigger(
        sentence * 10,
        sentence * 10 + 1,
        sentence * 10,
        Frame(lemma, "noun" if definite else "verb", type_),
        sentence,
        verb=None if definite else sentence * 10,
        nominal=definite,
        definite=definite,
        novel=novel,
    )
    return EventMention(
        trigger,
        type_,
        parties=parties,
        status=status,
        status_firm=firm,
        time=when,
        place=where,
        place_strength=Strength.ATTACHED if where else Strength.DEFAULT,
        sentences=[sentence],
    )


def test_a_definite_mention_adds_day_and_place():
    (one,) = merge(
        [
            told(0, [0, 1]),
            told(1, [], lemma="meeting", definite=True, when=day("2010-05-03")),
            told(2, [], lemma="talk", definite=True, where=place("Oslo", "NOR")),
        ],
        resolver(),
    )
    assert one.time is not None and one.time.start == "2010-05-03"
    assert one.place is not None and one.place.name == "Oslo"
    assert one.sentences == [0, 1, 2]


def test_a_person_takes_the_place_of_the_state():
    (one,) = merge([told(0, [0, 2]), told(1, [0, 1])], resolver())
    assert one.parties == [0, 1]


def test_other_days_other_places_other_people_are_other_events():
    monday, friday = day("2010-05-03"), day("2010-05-07")
    assert len(merge([told(0, [0, 1], when=monday), told(1, [0, 1], when=friday)], resolver())) == 2
    oslo, lund = place("Oslo", "NOR"), place("Lund", "SWE")
    assert len(merge([told(0, [0, 1], where=oslo), told(1, [0, 1], where=lund)], resolver())) == 2
    assert len(merge([told(0, [0, 1]), told(1, [0, 3])], resolver())) == 2
    assert len(merge([told(0, [0, 1]), told(1, [0, 1], novel=True)], resolver())) == 2


def test_told_and_planned_are_two_unless_definite():
    planned = told(1, [0, 1], status=Status.PLANNED)
    assert len(merge([told(0, [0, 1]), planned], resolver())) == 2


def test_the_next_round_is_of_the_same_people():
    following = told(
        1,
        [],
        lemma="round",
        definite=True,
        novel=True,
        when=day("2010-06-01"),
        status=Status.PLANNED,
    )
    first, second = merge([told(0, [0, 1], when=day("2010-05-03")), following], resolver())
    assert second.parties == first.parties == [0, 1]


def test_visits_to_two_states_are_two_whatever_the_words():
    chad, norway = place("Abeche", "TCD"), place("Oslo", "NOR")
    visits = [told(i, [0], type_=EventType.VISIT, where=w) for i, w in enumerate((chad, norway))]
    assert len(merge(visits, resolver())) == 2


def test_only_firm_times_conflict():
    near, firm = day("2010-05-03", Strength.NEAR), day("2010-05-07")
    assert times_conflict(firm, day("2010-05-03"))
    assert times_conflict(firm, near)
    assert not times_conflict(firm, day("2010-05-03", Strength.DEFAULT))
    assert not times_conflict(firm, day("2010-05"))
    assert not times_conflict(None, firm)


def test_filter_by_sides_and_precision():
    people = resolver()
    assert keep(told(0, [0, 1]), people, "strict") is None
    assert keep(told(0, [0]), people, "balanced") == "one-side"
    assert keep(told(0, [0], when=day("2010-05-03")), people, "recall") is None
    assert keep(told(0, [4]), people, "recall") == "no-actor"
    assert keep(told(0, []), people, "recall") == "no-party"


def test_filter_of_visits():
    people = resolver()
    lund, abeche = place("Lund", "SWE"), place("Abeche", "TCD")
    visit = EventType.VISIT
    assert keep(told(0, [1], type_=visit, where=abeche), people, "strict") is None
    assert keep(told(0, [1], type_=visit, where=lund), people, "recall") == "at-home"
    assert keep(told(0, [1], type_=visit), people, "recall") == "no-destination"
    assert keep(told(0, [4], type_=visit, where=lund), people, "recall") == "no-actor"


def test_an_agreement_must_be_made_or_dated():
    standing = told(0, [0, 1], type_=EventType.AGREEMENT, lemma="treaty", definite=True)
    assert keep(standing, resolver(), "balanced") == "standing-agreement"
    standing.time = day("2010-05-03")
    assert keep(standing, resolver(), "balanced") is None


def test_names_of_one_person():
    assert same_person("Xi", "Xi Jinping") and same_person("Putin", "Vladimir Putin")
    assert same_person("J. Lund", "Jan Lund") and same_person("Ana Maria Costa", "Ana Costa")
    assert not same_person("Jan Lund", "Bo Lund")
    assert not same_person("", "Bo Lund")
