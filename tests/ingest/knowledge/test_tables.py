"""The data files are sound: codes, years, names that stand for one thing only."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from graph.identifiers import fold
from ingest.knowledge import load_knowledge
from ingest.knowledge.tables import DATA
from ingest.language.acts.lexicon import act_lexicon

K = load_knowledge()
CODES = {s.code for s in K.states}
# Demonyms that two states share, the one that is meant unless something else is said.
SHARED = {"Congolese": "COD", "Dominican": "DOM", "Korean": "KOR"}


def test_there_are_all_current_states_and_those_no_more():
    current = {s.code for s in K.states if s.kind == "state"}
    assert len(current) >= 193
    assert {"XKX", "PSE", "TWN", "VAT", "SSD", "TLS", "MNE"} <= current
    former = {s.code: (s.begin, s.end) for s in K.states if s.kind == "former" and s.end}
    assert former["SUN"] == (1922, 1991)
    assert former["CSK"] == (1918, 1992)
    assert {"YUG", "SCG", "DDR"} <= set(former)


def test_no_name_stands_for_two_states():
    owners: dict[str, set[str]] = defaultdict(set)
    for state in K.states:
        names = (state.name, *state.aliases, *state.former, *state.adjectives, *state.people)
        for name in names:
            owners[name].add(state.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}
    for name, code in SHARED.items():
        assert owners[name] == {code}


def test_states_have_demonym_capital_and_position():
    bare = [
        s.code
        for s in K.states
        if s.kind == "state" and s.source != "rigour" and not (s.adjectives and s.point)
    ]
    # No adjective of its own: its name serves, or another state's means more people.
    assert set(bare) <= {"COG", "DMA"}
    assert {s.code for s in K.states if s.kind == "state" and s.begin is None and s.end} == set()


def test_successors_are_known():
    assert {c for s in K.states for c in s.successors} <= CODES
    assert "SCG" in K.state_by_code["YUG"].successors


def test_every_country_code_is_known():
    used = {o.country for o in K.organisations} | {s.country for s in K.seats}
    used |= {p.country for p in K.people} | {t.country for p in K.people for t in p.terms}
    used |= {v.country for v in K.venues} | {c.country for c in K.city_names}
    used |= {m.code for o in K.organisations for m in o.members}
    assert used - {None} - CODES == set()


def test_every_organisation_of_an_office_or_seat_is_in_the_table():
    known = {o.name for o in K.organisations}
    offices = {t.organisation for p in K.people for t in p.terms}
    assert offices - {None} - known == set()
    assert {s.organisation for s in K.seats} - {None} - known == set()


def test_no_name_of_an_organisation_stands_for_two():
    owners: dict[str, set[str]] = defaultdict(set)
    for body in K.organisations:
        for name in body.names:
            owners[name].add(body.name)
    assert {name: bodies for name, bodies in owners.items() if len(bodies) > 1} == {}


def test_the_main_bodies_have_their_members():
    members = {o.name: list(o.members) for o in K.organisations}
    now = {name: {m.code for m in ms if m.end is None} for name, ms in members.items()}
    assert len(now["NATO"]) == 32
    assert len(now["European Union"]) == 27
    assert len(now["G7"]) == 7
    assert {"USA", "GBR", "FRA", "RUS", "CHN"} == now["United Nations Security Council"]
    left = {m.code: m.end for m in members["European Union"] if m.end}
    assert left == {"GBR": 2020}


def test_news_agencies_are_no_parties():
    kinds = {o.name: o.kind for o in K.organisations}
    assert kinds["TASS"] == kinds["Xinhua"] == kinds["Reuters"] == "agency"


@pytest.mark.parametrize(
    ("group", "country"),
    [
        ("Hamas", "PSE"),
        ("Revolutionary Armed Forces of Colombia", "COL"),
        ("Hezbollah", "LBN"),
        ("Taliban", "AFG"),
        ("Sudan People's Liberation Movement", "SDN"),
        ("Liberation Tigers of Tamil Eelam", "LKA"),
    ],
)
def test_movements_carry_the_state_of_their_conflict(group: str, country: str):
    body = K.organisation_by_name[fold(group)]
    assert (body.kind, body.country) == ("movement", country)


def test_people_are_many_and_from_everywhere():
    assert len(K.people) >= 500
    assert len({p.country for p in K.people}) >= 150


def test_years_of_offices_are_ordered_and_plausible():
    for person in K.people:
        for term in person.terms:
            assert term.begin is not None, person.name
            assert term.begin <= (term.end or 2026) <= 2026, person.name
            assert (
                term.end is None
                or term.end >= 1989
                or person.name
                in (
                    "Henry Kissinger",
                    "Jimmy Carter",
                    "Ronald Reagan",
                    "George H. W. Bush",
                    "George Shultz",
                )
            ), person.name


def test_nobody_holds_a_head_of_state_office_together_with_another():
    held: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for person in K.people:
        for term in person.terms:
            if term.organisation is None and term.office in ("President", "King", "Chancellor"):
                key = (term.office, term.country or "")
                held[key].append((term.begin or 0, term.end or 9999, person.name))
    overlaps = [
        (office, a, b)
        for office, terms in held.items()
        for a, b in itertools.pairwise(sorted(terms))
        if b[0] < a[1] and a[2] != b[2]
    ]
    assert overlaps == []


def test_a_wikidata_item_stands_for_one_thing():
    items: dict[str, str] = {}
    rows = [(s.wikidata, s.code) for s in K.states] + [(p.wikidata, p.name) for p in K.people]
    rows += [(o.wikidata, o.name) for o in K.organisations]
    for item, name in rows:
        if item:
            assert items.setdefault(item, name) == name


def test_every_table_names_its_source():
    for path in sorted(DATA.glob("*.tsv")):
        head = path.read_text(encoding="utf-8")[:3000]
        assert head.startswith("#"), path.name
    for rows in (K.states, K.seats, K.organisations, K.people, K.venues, K.topics):
        assert all(row.source for row in rows)


def test_every_line_of_the_lexicon_of_acts_is_read():
    lexicon = act_lexicon()
    kinds = {frame.type.value for frames in lexicon.frames.values() for frame in frames}
    assert len(kinds) == 14
    assert len(lexicon.frames) > 400
