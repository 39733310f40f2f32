"""A person's decisions win, and survive re-reading, rebuilding and forgetting."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.curation import Curation
from graph.errors import AmbiguousName, InputError
from graph.identifiers import CURATED_GRAPH, event_iri
from graph.model import EventType, Role, Status
from graph.rdf import terms as t
from graph.writer import Writer, forget, rebuild
from tests.builders import MACRON, MOSCOW, PUTIN, XI, day, person
from tests.graph.test_writer import BACKGROUND, events, filled, meeting, one_event, quads

BOTH = [(XI, Role.PARTICIPANT), (PUTIN, Role.PARTICIPANT)]


def pair():
    """Two reports that are merged by themselves."""
    return (
        meeting("a", "2025-05-08", BOTH, day("2025-05-08"), MOSCOW),
        meeting("b", "2025-05-09", BOTH, day("2025-05-08"), MOSCOW),
    )


def accounts(*reports):
    return [one.accounts[0].iri for one in reports]


def survives(store, reports):
    """Check that decisions hold after rebuild, and after forgetting and reading anew."""
    before = quads(store)
    rebuild(store, BACKGROUND)
    assert quads(store) == before
    for one in reports:
        assert forget(store, one.report.id, BACKGROUND)
        with Writer(store, background=BACKGROUND) as writer:
            writer.add(one)
        assert quads(store) == before
    for one in reports:
        assert forget(store, one.report.id, BACKGROUND)
    assert events(store) == []
    with Writer(store, background=BACKGROUND) as writer:
        for one in reversed(reports):
            writer.add(one)
    assert quads(store) == before


def test_not_the_same_takes_an_event_apart_and_undoing_mends_it():
    reports = pair()
    store = filled(*reports)
    before = quads(store)
    curation = Curation(store, background=BACKGROUND)
    (decision,) = curation.not_same(*accounts(*reports), note="two sessions")
    assert len(events(store)) == 2
    survives(store, reports)
    assert Curation(store).list() == (decision,)
    assert Curation(store, background=BACKGROUND).undo(decision.iri)
    assert quads(store) == before
    assert not Curation(store, background=BACKGROUND).undo(decision.iri)


def test_the_same_joins_what_no_rule_joins():
    one = meeting("a", "2025-05-08", BOTH, day("2025-05-08"), MOSCOW)
    other = meeting("b", "2025-06-09", [(MACRON, Role.PARTICIPANT)], None)
    store = filled(one, other)
    assert len(events(store)) == 2
    curation = Curation(store, background=BACKGROUND)
    curation.same(*(event.iri for event in events(store)))
    (event,) = events(store)
    assert {p.actor.name for p in event.participations} == {
        "Xi Jinping",
        "Vladimir Putin",
        "Emmanuel Macron",
    }
    survives(store, (one, other))
    curation = Curation(store, background=BACKGROUND)
    curation.not_same(*accounts(one, other))  # on second thoughts: replaces the first word
    assert len(events(store)) == 2
    assert len(curation.list()) == 1


def test_a_correction_wins_over_every_report():
    reports = pair()
    store = filled(*reports)
    curation = Curation(store, background=BACKGROUND)
    event = one_event(store, EventType.MEETING)
    curation.correct(event.iri, date="2025-05-07/2025-05-09", place="Kazan, RUS", type="Call")
    curation.correct(accounts(*reports)[0], status="cancelled")
    event = one_event(store, EventType.CALL)
    assert event.time is not None and event.time.edtf == "2025-05-07/2025-05-09"
    assert event.place is not None
    assert (event.place.name, event.place.within) == ("Kazan", ("Russia",))
    assert event.status is Status.CANCELLED
    survives(store, reports)
    third = meeting("c", "2025-05-10", BOTH, day("2025-05-08"), MOSCOW)
    with Writer(store, background=BACKGROUND) as writer:
        writer.add(third)
    curation = Curation(store, background=BACKGROUND)
    curation.same(*accounts(reports[0], third))
    event = one_event(store, EventType.CALL)
    assert event.time is not None and event.time.edtf == "2025-05-07/2025-05-09"
    assert event.status is Status.CANCELLED


def test_a_wrong_actor_is_replaced_added_and_removed():
    report = meeting("a", "2025-05-08", BOTH, day("2025-05-08"))
    store = filled(report)
    whole = quads(store)
    curation = Curation(store, background=BACKGROUND)
    event = one_event(store, EventType.MEETING)
    made = curation.correct(event.iri, actor=("Vladimir Putin", "Ana Lopez (ESP)"), role="host")
    event = one_event(store, EventType.MEETING)
    assert {p.actor.name: p.role for p in event.participations} == {
        "Xi Jinping": Role.PARTICIPANT,
        "Ana Lopez": Role.HOST,
    }
    assert not list(store.quads(ox.NamedNode(PUTIN.iri), graph=ox.DefaultGraph()))
    survives(store, (report,))
    curation = Curation(store, background=BACKGROUND)
    curation.correct(event.iri, actor=(None, "River Union"))
    curation.correct(event.iri, actor=("Xi", None))
    event = one_event(store, EventType.MEETING)
    assert {p.actor.name for p in event.participations} == {"Ana Lopez", "River Union"}
    for decision in curation.list():
        assert curation.undo(decision.iri)
    assert made[0] not in curation.list()
    assert quads(store) == whole


def test_actors_called_the_same_are_one_and_join_their_meetings():
    old = person("Ivan Petrow", "RUS")
    new = person("Oleg Sidorow", "RUS")
    reports = (
        meeting("a", "2025-05-08", [(XI, Role.PARTICIPANT), (old, Role.PARTICIPANT)],
                day("2025-05-08")),
        meeting("b", "2025-05-08", [(XI, Role.PARTICIPANT), (new, Role.PARTICIPANT)],
                day("2025-05-08")),
    )  # fmt: skip
    store = filled(*reports)
    assert len(events(store)) == 2
    curation = Curation(store, background=BACKGROUND)
    curation.same("Ivan Petrow", "Oleg Sidorow")
    (event,) = events(store)
    assert len(event.participations) == 2
    survives(store, reports)


def test_actors_called_different_stay_apart():
    bare = person("Sidorow", "RUS")
    full = person("Oleg Sidorow", "RUS")
    reports = (
        meeting("a", "2025-05-08", [(XI, Role.PARTICIPANT), (bare, Role.PARTICIPANT)],
                day("2025-05-08")),
        meeting("b", "2025-07-08", [(XI, Role.PARTICIPANT), (full, Role.PARTICIPANT)],
                day("2025-07-08")),
    )  # fmt: skip
    store = filled(*reports)
    assert list(store.quads(ox.NamedNode(full.iri), t.MERGED_FROM))
    Curation(store, background=BACKGROUND).not_same(bare.iri, full.iri)
    assert not list(store.quads(ox.NamedNode(full.iri), t.MERGED_FROM))
    survives(store, reports)


def test_a_merge_is_explained():
    reports = pair()
    store = filled(*reports)
    curation = Curation(store)
    (why,) = curation.explain(one_event(store, EventType.MEETING).iri)
    assert set(why.accounts) == set(accounts(*reports))
    assert dict(why.parts)["day_equal"] == 3
    assert why.score == sum(weight for _, weight in why.parts) >= 4.5
    assert why.conflict is None and why.decided is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda c: c.same("event/00"), "two or more"),
        (lambda c: c.same("event/00", "event/01"), "no account and no event"),
        (lambda c: c.same("Nobody", "Xi Jinping"), "'Nobody' is no account"),
        (lambda c: c.same("Xi Jinping", "Xi Jinping"), "given twice"),
        (lambda c: c.correct("EVENT", date="May"), "'May' is no date"),
        (lambda c: c.correct("EVENT", status="maybe"), "'maybe' is none of occurred"),
        (lambda c: c.correct("EVENT"), "nothing to correct"),
        (lambda c: c.correct("EVENT", place="QQQ"), "'QQQ' is no place"),
        (lambda c: c.same("EVENT", "Xi Jinping"), "not two accounts"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_line(make, message):
    report = meeting("a", "2025-05-08", BOTH, day("2025-05-08"))
    store = filled(report)
    before = quads(store)

    class Named(Curation):
        def _iri(self, name):
            return event_iri(report.accounts[0].iri) if name == "EVENT" else super()._iri(name)

    with pytest.raises(InputError, match=message):
        make(Named(store, background=BACKGROUND))
    assert quads(store) == before


def test_a_name_of_several_actors_is_not_guessed():
    store = filled(
        meeting("a", "2025-05-08", [(person("Kim Doe", "USA"), Role.PARTICIPANT)], None),
        meeting("b", "2025-05-08", [(person("Kim Doe", "ESP"), Role.PARTICIPANT)], None),
    )
    with pytest.raises(AmbiguousName) as caught:
        Curation(store).same("Kim Doe", "Xi Jinping")
    assert len(caught.value.choices) == 2


def test_decisions_lie_in_the_curated_graph_without_a_clock():
    reports = pair()
    store = filled(*reports)
    Curation(store, background=BACKGROUND).not_same(*accounts(*reports))
    found = list(store.quads(graph=ox.NamedNode(CURATED_GRAPH)))
    assert len(found) == 4
    again = filled(*reports)
    Curation(again, background=BACKGROUND).not_same(*accounts(*reversed(reports)))
    assert quads(again) == quads(store)
