"""Which actors of different reports are one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graph.merging.actors import Card, card, merged_actor, resolve
from graph.merging.cluster import Links, pair
from graph.model import Actor, ActorKind
from tests.builders import organisation, person


def cards(*actors: Actor, day: int = 738_000) -> dict[str, Card]:
    said: dict[str, list[Actor]] = {}
    for actor in actors:
        said.setdefault(actor.iri, []).append(actor)
    return {iri: card(iri, [(a, day) for a in actors]) for iri, actors in said.items()}


def together(*actors: Actor, links: Links | None = None) -> set[frozenset[str]]:
    known = cards(*actors)
    names = {iri: one.name for iri, one in known.items()}
    return {frozenset(names[i] for i in group) for group in resolve(known, links).values()}


def test_spellings_order_and_middle_names_are_one_person():
    assert together(
        person("Oleksandr Kovalenko", "UKR"),
        person("Aleksandr Kovalenko", "UKR"),
        person("Kovalenko", "UKR"),
        person("Jorge Luis Ramírez", "ESP"),
        person("Jorge Ramirez", "ESP"),
        person("Tanaka Hiroshi", "JPN"),
        person("Hiroshi Tanaka", "JPN"),
    ) == {
        frozenset({"Oleksandr Kovalenko", "Aleksandr Kovalenko", "Kovalenko"}),
        frozenset({"Jorge Luis Ramírez", "Jorge Ramirez"}),
        frozenset({"Tanaka Hiroshi", "Hiroshi Tanaka"}),
    }


def test_a_surname_of_two_is_nobodys():
    assert together(person("Ana Lopez", "ESP"), person("Luis Lopez", "ESP"),
                    person("Lopez", "ESP")) == set()  # fmt: skip


def test_the_office_tells_two_of_one_name_apart():
    found = together(
        person("Ana Lopez", "ESP", "Minister of Trade"),
        person("Luis Lopez", "ESP", "Minister of Health"),
        person("Lopez", "ESP", "Minister of Health"),
    )
    assert found == {frozenset({"Luis Lopez", "Lopez"})}


def test_time_tells_two_of_one_name_apart():
    old = cards(person("Ana Lopez", "ESP"), day=700_000)
    new = cards(person("Luis Lopez", "ESP"), person("Lopez", "ESP"), day=738_000)
    groups = resolve(old | new)
    assert {old[i].name if i in old else new[i].name for g in groups.values() for i in g} == {
        "Luis Lopez",
        "Lopez",
    }


def test_other_states_generations_initials_and_items_stay_apart():
    assert together(person("Ana Lopez", "ESP"), person("Lopez", "MEX")) == set()
    assert together(person("John Hart Jr.", "USA"), person("John Hart Sr.", "USA")) == set()
    assert together(person("Paul A. Hart", "USA"), person("Paul B. Hart", "USA")) == set()
    # and a name that could be either of two joins neither
    assert together(person("Paul A. Hart", "USA"), person("Paul B. Hart", "USA"),
                    person("Paul Hart", "USA")) == set()  # fmt: skip
    one = replace(person("Ana Lopez", "ESP"), wikidata="Q1")
    other = replace(person("Ana Lopes", "ESP"), wikidata="Q2")
    assert together(one, other) == set()
    assert len(together(one, replace(other, wikidata="Q1"))) == 1


def test_a_full_name_without_a_state_joins_the_one_of_that_name():
    assert len(together(person("Ana Lopez", "ESP"), person("Ana Lopez", None))) == 1
    assert together(person("Ana Lopez", "ESP"), person("Ana Lopez", "MEX"),
                    person("Ana Lopez", None)) == set()  # fmt: skip
    assert together(person("Lopez", "ESP"), person("Lopez", None)) == set()


def test_a_persons_word_wins():
    a, b, bare = person("Ana Lopez", "ESP"), person("Eva Ruiz", "ESP"), person("Lopez", "ESP")
    joined = Links(same=frozenset({pair(a.iri, b.iri)}))
    assert together(a, b, links=joined) == {frozenset({"Ana Lopez", "Eva Ruiz"})}
    parted = Links(apart=frozenset({pair(a.iri, bare.iri)}))
    assert together(a, bare, links=parted) == set()
    club, league = organisation("River Club"), organisation("River League")
    links = Links(same=frozenset({pair(club.iri, league.iri)}))
    assert len(together(club, league, links=links)) == 1
    wrong = Links(same=frozenset({pair(club.iri, a.iri)}))  # a body is no person
    assert together(club, a, links=wrong) == set()


def test_the_merged_actor_bears_the_best_name_and_remembers_the_others():
    group = cards(
        person("Kovalenko", "UKR"),
        person("Kovalenko", "UKR"),
        person("Oleksandr Kovalenko", "UKR"),
        person("Oleksandr Kovalenko", "UKR"),
        person("Oleksandr Petrovych Kovalenko", "UKR"),
    )
    actor = merged_actor(group.values(), {})
    assert actor.name == "Oleksandr Kovalenko"  # the longest that two reports give
    assert set(actor.aliases) == {"Kovalenko", "Oleksandr Petrovych Kovalenko"}
    iri = person("Kovalenko", "UKR").iri
    table = Actor(iri, "O. Kovalenko", ActorKind.PERSON, "UKR", "Q5", aliases=("Sasha",))
    actor = merged_actor(group.values(), {iri: table})
    assert (actor.iri, actor.name, actor.wikidata) == (iri, "O. Kovalenko", "Q5")
    assert "Sasha" in actor.aliases


NAMES = ["Ana Lopez", "Lopez", "Anna Lopez", "Luis Lopez", "Lopez Ana", "Ana M. Lopez", "Kim",
         "Kim Ha", "Ha Kim", "Jose Kim"]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(["ESP", "KOR", None]),
            st.sampled_from([None, "Minister of Trade", "President"]),
        ),
        min_size=1,
        max_size=10,
    ),
    st.randoms(use_true_random=False),
)
def test_groups_are_a_function_of_the_set(rows, rng):
    actors = [person(name, country, office) for name, country, office in rows]
    known = cards(*actors)
    groups = resolve(known)
    for group in groups.values():
        assert all(groups[iri] == group for iri in group)
    shuffled = list(known.items())
    rng.shuffle(shuffled)
    assert resolve(dict(shuffled)) == groups
    kept: dict[str, list[frozenset[str]]] = {}  # what is kept from call to call
    resolve(known, None, kept)
    assert resolve(known, None, kept) == groups
