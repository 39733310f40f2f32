"""Reports in, events out: increments, forgetting and rebuilding agree to the quad."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import background as bg
from graph.errors import InputError
from graph.identifiers import DERIVED_GRAPH, actor_iri, report_iri, statepair_iri
from graph.model import Actor, ActorKind, EventType, Extraction, Place, Role, Status
from graph.rdf import read_event
from graph.rdf import terms as t
from graph.store import Store, memory_store, open_store
from graph.writer import Writer, find_report, forget, rebuild
from tests.builders import (
    BEIJING,
    MACRON,
    MOSCOW,
    PUTIN,
    XI,
    city,
    day,
    extraction,
    organisation,
    person,
    sample_extractions,
    state,
)

BACKGROUND = bg.Background(
    states=tuple(
        bg.State(code, name)
        for code, name in (
            ("CHN", "China"),
            ("RUS", "Russia"),
            ("FRA", "France"),
            ("USA", "United States"),
            ("ESP", "Spain"),
        )
    ),
    organisations=(bg.Organisation("River Union", members=(bg.Membership("FRA"),)),),
    people=(
        bg.Person(
            "Xi Jinping",
            "CHN",
            aliases=("Xi",),
            wikidata="Q15031",
            offices=(bg.Office("President of China", "CHN", "2013-03-14"),),
        ),
    ),
    places=(Place("Moscow", "Moscow", "RUS", ("Moscow", "Russia"), 55.75, 37.62),),
)
DEFAULT = ox.DefaultGraph()


def quads(store: Store) -> set[str]:
    return {str(q) for q in store.quads()}


def nameless(store: Store) -> set[str]:
    """Without a background, states are called what reports call them, code until then."""
    labels = f"/state/[A-Z]+> {t.LABEL} "
    return {text for text in quads(store) if not re.search(labels, text)}


def filled(*extractions: Extraction, step: int = 100, background=BACKGROUND) -> Store:
    store = memory_store()
    with Writer(store, background=background) as writer:
        writer.merge()
        for i, one in enumerate(extractions):
            writer.add(one)
            if i % step == step - 1:
                writer.merge()
    return store


def events(store: Store):
    found = store.quads(None, t.TYPE, t.SEM_EVENT, DEFAULT)
    return [read_event(store, q.subject.value) for q in found]


def one_event(store: Store, type_: EventType):
    (event,) = [e for e in events(store) if e.type is type_]
    return event


def test_two_reports_of_one_meeting_are_one_event():
    store = filled(*sample_extractions())
    event = one_event(store, EventType.MEETING)
    assert len(event.accounts) == len(event.reports) == 2
    assert event.label == "Vladimir Putin and Xi Jinping meet in Moscow, 8 May 2025"
    assert {p.actor.name: p.role for p in event.participations} == {
        "Vladimir Putin": Role.HOST,
        "Xi Jinping": Role.PARTICIPANT,
    }
    assert event.confidence == 0.99
    assert event.disagrees_on == ()


def test_a_report_that_is_unchanged_is_not_written_again():
    store = memory_store()
    one = sample_extractions()[0]
    with Writer(store) as writer:
        assert writer.add(one) == "stored"
        assert writer.add(one) == "unchanged"
    with Writer(store) as writer:
        assert writer.add(one) == "unchanged"
        assert writer.known().keys() == {report_iri(one.report)}


def test_order_and_steps_leave_no_trace():
    reports = sample_extractions()
    whole = quads(filled(*reports))
    assert quads(filled(*reversed(reports), step=1)) == whole
    assert quads(filled(*reports[2:], *reports[:2], step=2)) == whole


def test_rebuild_gives_what_the_increments_gave():
    store = filled(*sample_extractions(), step=1)
    before = quads(store)
    store.update("INSERT DATA { <https://w3id.org/diplograph/event/x> a <s:junk> }")
    summary = rebuild(store, BACKGROUND)
    assert quads(store) == before
    assert summary.events == 4


@pytest.mark.parametrize("which", range(4))
def test_forgetting_is_never_having_read(which: int):
    reports = sample_extractions()
    gone = reports.pop(which)
    store = filled(*sample_extractions())
    assert forget(store, gone.report.id, BACKGROUND)
    assert quads(store) == quads(filled(*reports))
    assert not forget(store, gone.report.id, BACKGROUND)


def test_forgetting_without_background_leaves_no_trace_either():
    reports = sample_extractions()
    store = filled(*reports, background=None)
    for one in reports[1:]:
        assert forget(store, report_iri(one.report))
    assert nameless(store) == nameless(filled(reports[0], background=None))


def test_a_new_version_of_a_report_replaces_the_old_one():
    first = extraction(
        "a",
        "2025-05-08",
        ("Xi met Putin in Moscow.", EventType.MEETING, [(XI, Role.PARTICIPANT), (PUTIN, Role.HOST)],
         day("2025-05-08"), MOSCOW, Status.OCCURRED),
    )  # fmt: skip
    second = extraction(
        "a",
        "2025-05-08",
        ("Xi met Macron in Beijing.", EventType.MEETING, [(XI, Role.HOST),
         (MACRON, Role.PARTICIPANT)], day("2025-05-08"), BEIJING, Status.OCCURRED),
    )  # fmt: skip
    store = filled(first)
    with Writer(store, background=BACKGROUND) as writer:
        assert writer.add(second) == "replaced"
    assert quads(store) == quads(filled(second))


def test_what_a_killed_process_left_unmerged_is_found():
    reports = sample_extractions()
    store = memory_store()
    writer = Writer(store, background=BACKGROUND)
    writer.add(reports[0])
    writer.merge()
    for one in reports[1:]:
        writer.add(one)
    writer.flush()  # the reports are there, their events are not
    assert len(events(store)) == 1
    Writer(store, background=BACKGROUND).merge()
    assert quads(store) == quads(filled(*reports))


def test_a_merged_part_that_does_not_fit_is_computed_anew():
    reports = sample_extractions()
    store = filled(*reports)
    whole = quads(store)
    event = one_event(store, EventType.CALL)
    store.apply([q for q in store.quads(ox.NamedNode(event.iri)) if q.predicate == t.ACCOUNT], [])
    Writer(store, background=BACKGROUND).merge()
    assert quads(store) == whole


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_large_merge_that_was_killed_is_computed_anew(monkeypatch, step: int):
    reports = sample_extractions()
    store = filled(*reports[:2])
    monkeypatch.setattr("graph.merged._WORTH_BULK_MERGE", 10)
    writer = Writer(store, background=BACKGROUND)
    for one in reports[2:]:
        writer.add(one)
    writer.forget(report_iri(reports[0].report))
    fresh = replace(reports[2], report=replace(reports[1].report, text="Another text."))
    assert writer.add(replace(fresh, accounts=(), quotations=())) == "replaced"
    writer.flush()
    real, steps = {name: getattr(store, name) for name in ("apply", "bulk")}, iter(range(1, 9))

    def dying(name):
        def call(*values):
            if next(steps) == step:
                raise KeyboardInterrupt
            return real[name](*values)

        return call

    for name in real:
        monkeypatch.setattr(store, name, dying(name))
    with pytest.raises(KeyboardInterrupt):
        writer.merge()
    for name, call in real.items():
        monkeypatch.setattr(store, name, call)
    again = Writer(store, background=BACKGROUND)
    again.merge()
    assert quads(store) == quads(filled(*reports))  # as if nothing had been asked


def test_a_torn_graph_is_written_anew():
    reports = sample_extractions()
    store = memory_store()
    with Writer(store, background=BACKGROUND) as writer:
        writer.merge()
    from graph.identifiers import report_graph
    from graph.rdf import extraction_triples
    from graph.stores.statements import in_graph

    graph = report_graph(report_iri(reports[0].report))
    torn = in_graph(extraction_triples(reports[0]), graph)
    store.bulk([q for q in torn if q.predicate != t.DERIVED_FROM][:-5])
    with Writer(store, background=BACKGROUND) as writer:
        for one in reports:
            assert writer.add(one) == "stored"
    assert quads(store) == quads(filled(*reports))


def test_batches_write_the_same(tmp_path: Path):
    reports = sample_extractions()
    for batch in (0, 10, 100_000):
        with open_store(tmp_path / str(batch)) as store:
            with Writer(store, background=BACKGROUND, batch=batch) as writer:
                for one in reports:
                    writer.add(one)
            assert quads(store) == quads(filled(*reports))


def test_an_account_of_another_report_is_refused():
    first, second = sample_extractions()[0], sample_extractions()[2]
    stolen = replace(second, accounts=(replace(second.accounts[0], iri=first.accounts[0].iri),))
    store = memory_store()
    with Writer(store, background=BACKGROUND) as writer:
        writer.add(first)
        with pytest.raises(InputError, match="already one of"):
            writer.add(stolen)
        writer.merge()
        with pytest.raises(InputError, match="already one of"):
            writer.add(stolen)
    assert quads(store) == quads(filled(first))


# ---- values ----


def meeting(id_, published, parts, when, where=None, status=Status.OCCURRED):
    return extraction(id_, published, ("They met.", EventType.MEETING, parts, when, where, status))


def test_a_plan_and_the_meeting_held_are_one_event_with_a_history():
    both = [(XI, Role.PARTICIPANT), (MACRON, Role.PARTICIPANT)]
    store = filled(
        meeting("plan", "2025-05-01", both, day("2025-05-08"), status=Status.PLANNED),
        meeting("held", "2025-05-09", both, day("2025-05-09")),
    )
    event = one_event(store, EventType.MEETING)
    assert event.status is Status.OCCURRED
    assert [status for _, status, _ in event.status_history] == ["planned", "occurred"]
    assert event.time is not None and event.time.start == "2025-05-09"
    assert event.disagrees_on == ("time",)


def test_a_surname_in_one_report_is_the_person_of_the_other():
    sommer = person("Sommer", "FRA", "Minister of Trade")
    full = person("Clara Sommer", "FRA", "Minister of Trade")
    store = filled(
        meeting("a", "2025-05-08", [(XI, Role.PARTICIPANT), (full, Role.PARTICIPANT)],
                day("2025-05-08")),
        meeting("b", "2025-06-08", [(PUTIN, Role.PARTICIPANT), (sommer, Role.PARTICIPANT)],
                day("2025-06-08")),
    )  # fmt: skip
    assert {q.object.value for q in store.quads(ox.NamedNode(full.iri), t.MERGED_FROM)} == {
        sommer.iri
    }
    assert len(list(store.quads(None, t.HAS_ACTOR, ox.NamedNode(full.iri), DEFAULT))) == 2
    assert not list(store.quads(ox.NamedNode(sommer.iri), graph=DEFAULT))
    other = person("Hugo Sommer", "FRA", "Minister of Health")
    with Writer(store, background=BACKGROUND) as writer:  # now the office decides
        writer.add(meeting("c", "2025-06-09", [(PUTIN, Role.PARTICIPANT),
                           (other, Role.PARTICIPANT)], day("2025-06-09")))  # fmt: skip
    assert len(list(store.quads(None, t.HAS_ACTOR, ox.NamedNode(full.iri), DEFAULT))) == 2
    plain = Actor(sommer.iri, "Sommer", ActorKind.PERSON, "FRA")
    with Writer(store, background=BACKGROUND) as writer:  # without it, nobody can say
        writer.forget(report_iri(meeting("b", "2025-06-08", [], None).report))
        writer.add(meeting("d", "2025-06-08", [(PUTIN, Role.PARTICIPANT),
                           (plain, Role.PARTICIPANT)], day("2025-06-08")))  # fmt: skip
    assert len(list(store.quads(None, t.HAS_ACTOR, ox.NamedNode(sommer.iri), DEFAULT))) == 1


def test_a_visit_contains_its_meeting():
    visit = extraction(
        "v",
        "2025-05-07",
        ("Xi began a visit.", EventType.VISIT, [(XI, Role.VISITOR)],
         day("2025-05-07", "2025-05-10"), Place("Russia", None, "RUS", ("Russia",)),
         Status.ONGOING),
    )  # fmt: skip
    store = filled(*sample_extractions(), visit)
    found = [e for e in events(store) if e.type is EventType.VISIT and e.sub_events]
    (stay,) = found
    inner = {e.iri: e.type for e in events(store)}
    assert {inner[iri] for iri in stay.sub_events} == {EventType.MEETING, EventType.AGREEMENT}
    assert forget(store, "v", BACKGROUND)
    assert quads(store) == quads(filled(*sample_extractions()))


def test_pairs_of_states_are_counted_from_events():
    store = filled(*sample_extractions())
    pair = ox.NamedNode(statepair_iri("RUS", "CHN"))
    found = {q.predicate: q.object for q in store.quads(pair, graph=ox.NamedNode(DERIVED_GRAPH))}
    assert found[t.TOTAL].value == "2"  # the planned visit is not counted
    assert found[t.COUNT[EventType.MEETING]].value == found[t.COUNT[EventType.AGREEMENT]].value
    assert found[t.FIRST].value == "2025-05-08"


def test_speakers_and_members_are_described():
    union = organisation("River Union")
    store = filled(
        *sample_extractions(),
        meeting("u", "2025-05-20", [(union, Role.PARTICIPANT), (MACRON, Role.PARTICIPANT)],
                day("2025-05-20"), city("Lyon", "FRA")),
    )  # fmt: skip
    assert list(store.quads(ox.NamedNode(union.iri), t.HAS_MEMBER))
    assert list(store.quads(ox.NamedNode(XI.iri), t.HELD_OFFICE))
    assert forget(store, "u", BACKGROUND)
    assert not list(store.quads(ox.NamedNode(union.iri)))


def test_a_report_is_found_by_id_url_and_iri():
    store = filled(*sample_extractions())
    iri = report_iri(sample_extractions()[0].report)
    assert find_report(store, "kremlin-a") == find_report(store, iri) == iri
    assert find_report(store, "nowhere") is None


# ---- a world at random ----

WHO = [
    XI,
    PUTIN,
    MACRON,
    person("Xi", "CHN", "President of China"),
    person("Macron", "FRA"),
    person("Clara Sommer", "FRA", "Minister of Trade"),
    person("Sommer", "FRA", "Minister of Trade"),
    person("Clara Sommer", None),
    state("RUS"),
    state("CHN"),
    organisation("River Union"),
]
WHEN = [None, day("2025-05-08"), day("2025-05-09"), day("2025-05-07", "2025-05-10"), day("2025-05")]
WHERE = [None, MOSCOW, BEIJING, Place("Russia", None, "RUS", ("Russia",))]
told = st.tuples(
    st.sampled_from([EventType.MEETING, EventType.MEETING, EventType.VISIT, EventType.ACCUSATION]),
    st.lists(st.integers(0, len(WHO) - 1), min_size=1, max_size=3, unique=True),
    st.integers(0, len(WHEN) - 1),
    st.integers(0, len(WHERE) - 1),
    st.sampled_from([Status.OCCURRED, Status.PLANNED, Status.CANCELLED]),
    st.sampled_from([Role.PARTICIPANT, Role.VISITOR, Role.SOURCE]),
)
worlds = st.lists(
    st.tuples(st.sampled_from(["2025-05-08", "2025-05-12", None]), st.lists(told, max_size=2)),
    min_size=1,
    max_size=7,
)


def world(rows) -> list[Extraction]:
    return [
        extraction(
            f"r{i}",
            published,
            *(
                (f"They met at {i}-{j}.", type_, [(WHO[k], role) for k in who], WHEN[when],
                 WHERE[where], status)
                for j, (type_, who, when, where, status, role) in enumerate(accounts)
            ),
            quotes=[(WHO[i % 3], f"Words {i}.")] if i % 2 else None,
        )
        for i, (published, accounts) in enumerate(rows)
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(worlds, st.randoms(use_true_random=False))
def test_any_history_gives_what_reading_once_gives(rows, rng: random.Random):
    background = BACKGROUND
    reports = world(rows)
    kept = [one for one in reports if rng.random() < 0.7]
    store = memory_store()
    shuffled = list(reports)
    rng.shuffle(shuffled)
    writer = Writer(store, background=background)
    writer.merge()
    for one in shuffled:
        writer.add(one)
        if rng.random() < 0.5:
            writer.merge()
        if rng.random() < 0.3:
            writer.flush()
            writer = Writer(store, background=background)
    for one in reports:
        if one not in kept:
            writer.flush()
            if rng.random() < 0.5:
                writer.forget(report_iri(one.report))
            else:
                writer.merge()
                forget(store, report_iri(one.report), background)
                writer = Writer(store, background=background)
    writer.merge()
    expected = quads(filled(*kept))
    assert quads(store) == expected
    rebuild(store, background)
    assert quads(store) == expected


def test_actors_found_by_iri_are_those_of_the_table():
    assert actor_iri(ActorKind.PERSON, "Xi Jinping", "CHN") == XI.iri
