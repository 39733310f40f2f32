"""Clustering is a function of the set: other orders, forgetting and increments change nothing."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.merging.blocking import Neighbourhood
from graph.merging.cluster import Clustering, Links, pair
from graph.merging.features import Features, Telling, features
from graph.model import Account, EventType, Participation, Place, Role, Span, Status
from tests.builders import day, person, state

PEOPLE = [
    person("Ana Lopez", "ESP"),
    person("Lopez", "ESP"),
    person("Luis Ortega", "ESP"),
    person("Ben Carter", "USA"),
    person("Carter", "USA"),
    person("Mei Lin", "CHN"),
    state("ESP", "Spain"),
    state("CHN", "China"),
]
TIMES = [
    None,
    day("2024-03-04"),
    day("2024-03-05"),
    day("2024-03-08"),
    day("2024-03-04", "2024-03-07"),
    day("2024-03"),
    day("2024"),
]
PLACES = [
    None,
    Place("Madrid", "Madrid", "ESP"),
    Place("Spain", None, "ESP"),
    Place("Lyon", "Lyon", "FRA"),
]


def telling(number: int, report: int, type_, who, when, where, status, published) -> Telling:
    account = Account(
        f"https://x.example/account/{number:03}",
        type_,
        Span(0, 3, "met"),
        tuple(Participation(PEOPLE[i], Role.PARTICIPANT) for i in sorted(set(who))),
        status,
        (Span(0, 9, "They met."),),
        TIMES[when],
        PLACES[where],
    )
    return Telling(account, f"https://x.example/report/{report}", published)


tellings = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from([EventType.MEETING, EventType.MEETING, EventType.CALL, EventType.VISIT]),
        st.lists(st.integers(0, len(PEOPLE) - 1), min_size=1, max_size=3),
        st.integers(0, len(TIMES) - 1),
        st.integers(0, len(PLACES) - 1),
        st.sampled_from([Status.OCCURRED, Status.OCCURRED, Status.PLANNED, Status.CANCELLED]),
        st.sampled_from(["2024-03-05", "2024-03-05", "2024-03-09", "2024-02-01", None]),
    ),
    min_size=1,
    max_size=14,
)
decisions = st.lists(st.tuples(st.booleans(), st.integers(0, 13), st.integers(0, 13)), max_size=3)


def build(rows) -> list[Features]:
    return [
        features(telling(i, report, type_, who, when, where, status, published))
        for i, (report, type_, who, when, where, status, published) in enumerate(rows)
    ]


def links(chosen, count: int) -> Links:
    iri = "https://x.example/account/{:03}".format
    pairs = [(same, pair(iri(a), iri(b))) for same, a, b in chosen if a != b]
    return Links(
        frozenset(p for same, p in pairs if same), frozenset(p for same, p in pairs if not same)
    )


def at_once(found: list[Features], decided: Links) -> set[frozenset[str]]:
    near = Neighbourhood()
    for one in found:
        near.add(one)
    clustering = Clustering(near, decided)
    clustering.rebuild()
    return clustering.partition.sets()


@settings(max_examples=300, deadline=None)
@given(tellings, decisions, st.randoms(use_true_random=False))
def test_order_and_increments_do_not_matter(rows, chosen, rng: random.Random):
    found = build(rows)
    decided = links(chosen, len(found))
    whole = at_once(found, decided)
    assert {i for group in whole for i in group} == {f.iri for f in found}
    shuffled = list(found)
    rng.shuffle(shuffled)
    assert at_once(shuffled, decided) == whole
    near = Neighbourhood()
    clustering = Clustering(near, decided)
    while shuffled:
        step = [shuffled.pop() for _ in range(min(len(shuffled), rng.choice([1, 1, 2, 5])))]
        for one in step:
            near.add(one)
        clustering.update([one.iri for one in step], {})
    assert clustering.partition.sets() == whole


@settings(max_examples=300, deadline=None)
@given(tellings, decisions, st.data())
def test_forgetting_is_never_having_seen(rows, chosen, data):
    found = build(rows)
    decided = links(chosen, len(found))
    gone = data.draw(st.sets(st.integers(0, len(found) - 1)))
    kept = [one for i, one in enumerate(found) if i not in gone]
    near = Neighbourhood()
    clustering = Clustering(near, decided)
    for one in found:
        near.add(one)
        clustering.update([one.iri], {})
    if data.draw(st.booleans()):
        for i in sorted(gone):
            clustering.update([], {found[i].iri: near.remove(found[i].iri)})
    else:
        clustering.update([], {found[i].iri: near.remove(found[i].iri) for i in sorted(gone)})
    assert clustering.partition.sets() == (at_once(kept, decided) if kept else set())


@settings(max_examples=150, deadline=None)
@given(tellings, decisions, decisions)
def test_a_changed_decision_gives_what_it_would_have_given_at_once(rows, before, after):
    found = build(rows)
    first, then = links(before, len(found)), links(after, len(found))
    near = Neighbourhood()
    for one in found:
        near.add(one)
    clustering = Clustering(near, first)
    clustering.rebuild()
    clustering.links = then
    changed = (first.same ^ then.same) | (first.apart ^ then.apart)
    touched = {i for p in changed for i in p if i in near}
    clustering.update(touched, {})
    assert clustering.partition.sets() == at_once(found, then)


def test_a_long_walk_never_leaves_the_truth():
    """Dense worlds, many steps back and forth: what is left always equals computing at once."""
    rng = random.Random(7)
    joined = 0
    for _ in range(12):
        count = rng.randint(8, 25)
        found = build(
            [
                (
                    rng.randint(0, 20),
                    rng.choice([EventType.MEETING] * 3 + [EventType.CALL, EventType.VISIT]),
                    [0, 3] if rng.random() < 0.5 else rng.sample(range(len(PEOPLE)), 2),
                    rng.randrange(len(TIMES)),
                    1 if rng.random() < 0.5 else rng.randrange(len(PLACES)),
                    rng.choice([Status.OCCURRED, Status.OCCURRED, Status.PLANNED]),
                    rng.choice(["2024-03-05", "2024-03-09", "2024-02-01", None]),
                )
                for _ in range(count)
            ]
        )
        chosen = [
            (rng.random() < 0.6, rng.randrange(count), rng.randrange(count))
            for _ in range(rng.choice([0, 2, 5]))
        ]
        decided = links(chosen, count)
        near = Neighbourhood()
        clustering = Clustering(near, decided)
        for _ in range(12):
            touched, removed = [], {}
            for one in rng.sample(found, rng.choice([1, 1, 2, 4])):
                if one.iri in near and rng.random() < 0.6:
                    removed[one.iri] = near.remove(one.iri)
                if one.iri not in near and rng.random() < 0.7:
                    near.add(one)
                    touched.append(one.iri)
            clustering.update(touched, removed)
            present = [one for one in found if one.iri in near]
            expected = at_once(present, decided)
            assert clustering.partition.sets() == expected
            joined += sum(len(group) > 1 for group in expected)
    assert joined > 60  # the worlds were not too thin to try anything
