"""Model to quads and back."""

from __future__ import annotations

import dataclasses
import string

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import background as bg
from graph.errors import InputError, StoreError
from graph.identifiers import (
    BASE,
    account_iri,
    event_iri,
    evidence_iri,
    participation_iri,
    place_iri,
    quotation_iri,
    report_graph,
    report_iri,
    state_iri,
)
from graph.model import (
    PLOVER,
    Account,
    Actor,
    ActorKind,
    Event,
    EventType,
    Extraction,
    Participation,
    Place,
    Quotation,
    Report,
    ReportKind,
    Role,
    Span,
    Status,
    Time,
)
from graph.rdf import (
    actor_quads,
    background_quads,
    canonical,
    event_quads,
    extraction_triples,
    parties,
    place_quads,
    read_edtf,
    read_event,
    read_extraction,
    web_iri,
)
from graph.rdf import terms as t
from graph.rdf.times import begin_month, bounds, exact_days
from graph.store import Store, memory_store
from tests.builders import (
    MOSCOW,
    PUTIN,
    RUN,
    XI,
    day,
    extraction,
    organisation,
    sample_extractions,
    state,
)


def merged(extractions: list[Extraction], **changes: object) -> Event:
    """An event that the first account of each of these reports tells."""
    accounts = [x.accounts[0] for x in extractions]
    first = accounts[0]
    event = Event(
        event_iri(first.iri),
        first.type,
        "Vladimir Putin and Xi Jinping meet in Moscow, 8 May 2025",
        first.participations,
        first.status,
        tuple(sorted(a.iri for a in accounts)),
        tuple(sorted(report_iri(x.report) for x in extractions)),
        first.time,
        first.place,
        first.topics,
        0.93,
        status_history=tuple(
            (x.report.published or "", a.status, a.iri)
            for x, a in zip(extractions, accounts, strict=True)
        ),
    )
    return dataclasses.replace(event, **changes)  # type: ignore[arg-type]


def stored(extractions: list[Extraction], *events: Event) -> Store:
    store = memory_store()
    for x in extractions:
        store.put_graph(report_graph(report_iri(x.report)), extraction_triples(x))
    for event in events:
        quads = event_quads(event)
        for part in event.participations:
            quads += actor_quads(part.actor)
        if event.place:
            quads += place_quads(event.place)
        store.apply((), quads)
    return store


def account_size(x: Extraction, account: Account) -> int:
    """Triples of an account with its participations and evidence."""
    own = {account.iri}
    own |= {participation_iri(account.iri, p.actor.iri, p.role) for p in account.participations}
    own |= {evidence_iri(report_iri(x.report), span) for span in account.evidence}
    return sum(triple.subject.value in own for triple in extraction_triples(x))  # type: ignore[union-attr]


# ---- shape ----


def test_an_event_with_two_accounts_costs_at_most_95_quads() -> None:
    pair = sample_extractions()[:2]
    assert len(event_quads(merged(pair))) + sum(account_size(x, x.accounts[0]) for x in pair) <= 95
    # As reports really tell it: other names in the text, topics, several rules, two sentences.
    rich = []
    for x in pair:
        account = x.accounts[0]
        parts = tuple(
            dataclasses.replace(p, name_as_written=p.actor.name.split()[-1])
            for p in account.participations
        )
        account = dataclasses.replace(
            account, participations=parts, topics=("trade",), rules=("verb:meet", "date:attached")
        )
        rich.append(dataclasses.replace(x, accounts=(account, *x.accounts[1:])))
    event = merged(rich, disagrees_on=("place",))
    assert len(event_quads(event)) + sum(account_size(x, x.accounts[0]) for x in rich) <= 95


def test_the_event_as_the_documents_show_it() -> None:
    event = merged(sample_extractions()[:2], topics=("trade",), disagrees_on=("place",))
    node = ox.NamedNode(event.iri)
    found: dict[str, set[str]] = {}
    for quad in event_quads(event):
        assert quad.graph_name == ox.DefaultGraph()
        if quad.subject == node:
            found.setdefault(quad.predicate.value, set()).add(str(quad.object))
    expected = {
        t.TYPE: {str(t.term("dg:Meeting")), str(t.term("sem:Event"))},
        t.PARTY: {f"<{state_iri('CHN')}>", f"<{state_iri('RUS')}>"},
        t.IN_STATE: {f"<{state_iri('RUS')}>"},
        t.BEGIN: {str(t.date("2025-05-08"))},
        t.END: {str(t.date("2025-05-08"))},
        t.MONTH: {str(t.month("2025-05"))},
        t.STATUS: {str(t.term("dg:occurred"))},
        t.PLOVER_CATEGORY: {str(t.term("plover:CONSULT"))},
        t.PLOVER_MODE: {str(t.term("plover:meet"))},
        t.REPORT_COUNT: {str(t.integer(2))},
        t.DISAGREES_ON: {str(t.HAS_PLACE)},
        t.HAS_ACTOR: {f"<{PUTIN.iri}>", f"<{XI.iri}>"},
        t.HAS_PLACE: {f"<{place_iri('Moscow', 'Moscow', 'RUS')}>"},
    }
    for predicate, values in expected.items():
        assert found[predicate.value] == values, predicate


def test_an_account_repeats_nothing_that_its_type_or_event_says() -> None:
    x = sample_extractions()[0]
    own = {
        triple.predicate.value
        for triple in extraction_triples(x)
        if triple.subject == ox.NamedNode(x.accounts[0].iri)
    }
    lean = (t.HAS_ACTOR, t.PARTY, t.IN_STATE, t.PLOVER_CATEGORY, t.PLOVER_MODE, t.LABEL, t.MONTH)
    assert not own & {predicate.value for predicate in lean}


def test_state_concerned_also_where_only_represented() -> None:
    parts = (
        Participation(state("RUS"), Role.PARTICIPANT),
        Participation(XI, Role.PARTICIPANT, on_behalf_of="CHN"),
        Participation(organisation("NATO"), Role.PARTICIPANT),
    )
    assert parties(parts) == ["CHN", "RUS"]


def test_the_order_is_fixed_and_nothing_comes_twice() -> None:
    for x in sample_extractions():
        triples = extraction_triples(x)
        assert triples == extraction_triples(x)
        assert len(set(triples)) == len(triples)


def test_a_path_on_this_machine_is_not_in_the_graph() -> None:
    x = sample_extractions()[0]
    moved = dataclasses.replace(x, report=dataclasses.replace(x.report, source="/home/me/a.txt"))
    assert extraction_triples(moved) == extraction_triples(x)


# ---- there and back ----


def test_sample_extractions_come_back() -> None:
    extractions = sample_extractions()
    store = stored(extractions)
    for x in extractions:
        back = read_extraction(store, report_iri(x.report))
        assert back.report == dataclasses.replace(
            x.report, text="", source="", digest=x.report.content_hash
        )
        assert [a.iri for a in back.accounts] == [a.iri for a in x.accounts]
        assert [q.text for q in back.quotations] == [q.text for q in x.quotations]
        for ours, theirs in zip(back.accounts, x.accounts, strict=True):
            assert {(p.actor.iri, p.role) for p in ours.participations} == {
                (p.actor.iri, p.role) for p in theirs.participations
            }
            assert (ours.time, ours.status, ours.evidence, ours.trigger) == (
                theirs.time,
                theirs.status,
                theirs.evidence,
                theirs.trigger,
            )


def test_a_state_is_named_by_the_background_else_by_its_code() -> None:
    x = sample_extractions()[3]
    store = stored([x])
    actors = read_extraction(store, report_iri(x.report)).actors
    assert [a.name for a in actors] == ["CHN", "RUS"]
    store.apply((), background_quads(bg.State("CHN", "China")))
    actors = read_extraction(store, report_iri(x.report)).actors
    assert [a.name for a in actors] == ["China", "RUS"]


def test_a_state_without_code_keeps_its_name() -> None:
    nowhere = Actor(f"{BASE}state/0123456789abcdef0123", "Ruritania", ActorKind.STATE)
    met = EventType.MEETING
    x = extraction(
        "r",
        "2025-01-01",
        ("Ruritania met Xi.", met, [(nowhere, Role.HOST)], None, None, Status.OCCURRED),
    )
    assert canonical(x).accounts[0].participations[0].actor.name == "Ruritania"


def test_events_come_back() -> None:
    pair = sample_extractions()[:2]
    event = merged(pair, topics=("energy", "trade"), disagrees_on=("time", "place"))
    back = read_event(stored(pair, event), event.iri)
    bare = tuple(
        dataclasses.replace(
            p, name_as_written=None, actor=dataclasses.replace(p.actor, office=None)
        )
        for p in event.participations
    )
    assert event.place is not None
    place = dataclasses.replace(event.place, within=("Russia",))
    assert back == dataclasses.replace(event, participations=bare, place=place)


def test_an_unknown_event_says_so() -> None:
    with pytest.raises(StoreError, match="is not in"):
        read_event(memory_store(), f"{BASE}event/none")


PLACES = [
    MOSCOW,
    Place("Grand Kremlin Palace", "Moscow", "RUS", ("Moscow", "Russia"), 55.75, 37.61),
    Place("China", None, "CHN", ("China",)),
    Place("Camp David", None, "USA", ("Maryland", "United States")),
    Place("Élysée Palace", "Paris", "FRA", ()),
    Place("the sidelines", None, None),
    Place(
        "Almaty",
        "Almaty",
        "KAZ",
        ("Almaty Region", "Kazakhstan"),
        43.25,
        76.95,
        "1526384",
        "Q35493",
    ),
    Place("Sydney", "Sydney", "AUS", (), -33.8688, 151.2093),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda p: p.name)
def test_places_come_back(place: Place) -> None:
    met = EventType.MEETING
    x = extraction(
        "r", "2025-01-01", ("They met there.", met, [(XI, Role.HOST)], None, place, Status.OCCURRED)
    )
    back = canonical(x).accounts[0].place
    assert back is not None
    assert (back.name, back.city, back.country) == (place.name, place.city, place.country)
    assert (back.lat, back.lon, back.geonames, back.wikidata) == (
        place.lat,
        place.lon,
        place.geonames,
        place.wikidata,
    )
    own = [name for name in place.within if name != place.name]
    if place.city not in (None, place.name, *own):
        own = [str(place.city), *own]
    assert list(back.within) == own


def test_two_ways_out_of_a_city_make_the_longer_one() -> None:
    a = Place("Lviv", "Lviv", "UKR", ("Ukraine",))
    b = Place("Lviv", "Lviv", "UKR", ("Lviv Oblast", "Ukraine"))
    met, occurred = EventType.MEETING, Status.OCCURRED
    x = extraction(
        "r",
        "2025-01-01",
        ("They met there.", met, [(XI, Role.HOST)], None, a, occurred),
        ("Both met again.", met, [(XI, Role.HOST)], None, b, occurred),
    )
    assert {account.place for account in canonical(x).accounts} == {b}


TIMES = [
    Time("2025-05-08", "2025-05-08", "2025-05-08", "day"),
    Time("2025-05", "2025-05", "2025-05", "month", basis="published"),
    Time("2025-05", "2025-05", "2025-05~", "month", basis="inherited"),
    Time("2002", "2002", "2002", "year"),
    Time("2025-10-29", "2025-11-02", "2025-10-29/2025-11-02", "range"),
    Time("2025-05-12", "2025-05-18", "2025-05-12/2025-05-18", "week"),
    Time("2025-03", "2025-05", "2025-21", "season"),
    Time("2024-12", "2025-02", "2024-24", "season"),
    Time("2020", "2029", "202X", "decade"),
    Time("2025-05-08", "", "2025-05-08/..", "range"),
    Time("1900", "1999", "19XX", "range"),
    Time("2025-01", "2025-03", "2025-01/2025-03", "season"),
    Time("2025-09-01", "2025-09-10", "2025-09~", "month"),
]


@pytest.mark.parametrize("time", TIMES, ids=lambda time: time.edtf)
def test_times_come_back(time: Time) -> None:
    met = EventType.MEETING
    x = extraction(
        "r", "2025-01-01", ("They met there.", met, [(XI, Role.HOST)], time, None, Status.OCCURRED)
    )
    assert canonical(x).accounts[0].time == time


@pytest.mark.parametrize(
    ("time", "earliest", "latest", "begin", "month"),
    [
        (TIMES[0], "2025-05-08", "2025-05-08", "2025-05-08", "2025-05"),
        (TIMES[1], "2025-05-01", "2025-05-31", None, "2025-05"),
        (TIMES[3], "2002-01-01", "2002-12-31", None, None),
        (TIMES[4], "2025-10-29", "2025-11-02", "2025-10-29", "2025-10"),
        (TIMES[5], "2025-05-12", "2025-05-18", None, "2025-05"),
        (TIMES[6], "2025-03-01", "2025-05-31", None, None),
        (TIMES[7], "2024-12-01", "2025-02-28", None, None),
        (TIMES[8], "2020-01-01", "2029-12-31", None, None),
        (TIMES[9], "2025-05-08", None, "2025-05-08", "2025-05"),
    ],
)
def test_an_unknown_day_is_never_invented(
    time: Time, earliest: str, latest: str | None, begin: str | None, month: str | None
) -> None:
    assert bounds(time) == (earliest, latest)
    assert exact_days(time)[0] == begin
    assert begin_month(time) == month


def test_a_time_that_says_nothing_is_none() -> None:
    assert canonical(changed(time=Time("", "", "", "day"))).accounts[0].time is None


@pytest.mark.parametrize("value", ["", "2025-5-8", "soon", "2025-05-08T10", "2025-W19", "2025/x"])
def test_no_edtf_of_ours(value: str) -> None:
    assert read_edtf(value) is None


# ---- hostile input ----

ODD = "\x00\x01\ud800\udfff\ufffe\x7f"


def test_odd_characters_neither_break_nor_move_anything() -> None:
    name = f'Xi{ODD} "Jinping"\\ </script>\n\''
    actor = dataclasses.replace(XI, name=name, aliases=(ODD, "x"), office=ODD)
    met = EventType.MEETING
    x = extraction(
        "r" + ODD,
        "2025-01-01",
        (f"Xi met {ODD} them.", met, [(actor, Role.HOST)], None, None, Status.OCCURRED),
        quotes=[(actor, f"Peace {ODD}")],
    )
    store = stored([x])
    back = read_extraction(store, report_iri(x.report))
    assert back == canonical(x)
    assert len(back.accounts[0].evidence[0].text) == len(x.accounts[0].evidence[0].text)
    assert back.accounts[0].participations[0].actor.name == name.replace(ODD, "\ufffd" * 6)
    dump = ox.serialize(store.quads(), format=ox.RdfFormat.N_QUADS)
    assert dump is not None and len(list(ox.parse(dump, ox.RdfFormat.N_QUADS))) == store.count()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a b",
        "https://x/<y>",
        'https://x/"',
        "https://",
        "data:text/html,x",
        "//example.org",
        "https://x/{y}",
        "https://x/\x00",
        "https://x/\ud800",
    ],
)
def test_addresses_that_are_none_stay_literals(url: str) -> None:
    assert web_iri(url) is None
    x = sample_extractions()[0]
    odd = dataclasses.replace(x, report=dataclasses.replace(x.report, url=url))
    (value,) = (y.object for y in extraction_triples(odd) if y.predicate == t.URL)
    assert isinstance(value, ox.Literal)


def test_addresses_that_are_ones_become_nodes() -> None:
    for url in ("https://example.org/a?b=c#d", "HTTP://EXAMPLE.ORG/é", "http://[::1]:80/x"):
        assert web_iri(url) == ox.NamedNode(url)


def changed(**values: object) -> Extraction:
    x = sample_extractions()[0]
    return dataclasses.replace(
        x,
        accounts=(dataclasses.replace(x.accounts[0], **values),),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "broken",
    [
        changed(iri="https://evil.example/x"),
        changed(iri=f"{BASE}account/"),
        changed(iri=f"{BASE}account/a> <b> <c"),
        changed(iri=f"{BASE}account/../event/x"),
        changed(within=f"{BASE}event/x"),
        changed(time=Time("2025-13", "2025-13", "2025-13", "month")),
        changed(time=Time("2025-02-30", "2025-02-30", "2025-02-30", "day")),
        changed(time=Time("soon", "soon", "soon", "day")),
        changed(place=Place("Pole", None, None, lat=91.0, lon=0.0)),
        changed(plover="CON SULT"),
        changed(participations=(Participation(dataclasses.replace(XI, iri="x:y"), Role.HOST),)),
        changed(participations=(Participation(XI, Role.HOST, on_behalf_of="../x"),)),
        changed(participations=(Participation(XI, Role.HOST, on_behalf_of="=1+1"),)),
    ],
)
def test_what_no_reading_can_have_given_is_refused_by_name(broken: Extraction) -> None:
    with pytest.raises(InputError, match="kremlin-a"):
        extraction_triples(broken)


@pytest.mark.parametrize("published", ["2025", "yesterday", "2025-02-30", "0000-01-01"])
def test_a_day_of_publication_that_is_none(published: str) -> None:
    x = sample_extractions()[0]
    broken = dataclasses.replace(x, report=dataclasses.replace(x.report, published=published))
    with pytest.raises(InputError, match="kremlin-a"):
        extraction_triples(broken)


# ---- any extraction ----

words = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=12)
codes = st.sampled_from(["CHN", "RUS", "USA", "XKX", "SUN"])
keys = st.text(string.hexdigits[:16], min_size=20, max_size=20)
spans = st.builds(
    lambda start, text, field: Span(start, start + len(text), text, field),
    st.integers(0, 9999),
    words,
    st.sampled_from(["body", "title"]),
)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    kind = draw(st.sampled_from(ActorKind))
    country = draw(st.none() | codes)
    key = country if kind is ActorKind.STATE and country else draw(keys)
    return Actor(
        f"{BASE}{kind.value}/{key}",
        draw(words),
        kind,
        country,
        wikidata=draw(st.none() | st.just("Q42")),
        office=draw(st.none() | words),
        aliases=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    report = Report(
        draw(words),
        draw(words),
        title=draw(st.just("") | words),
        published=draw(st.none() | st.dates().map(str)),
        url=draw(st.none() | words | st.just("https://example.org/a")),
        publisher=draw(st.none() | words),
        kind=draw(st.sampled_from(ReportKind)),
        urls=tuple(draw(st.lists(words, max_size=2))),
        language=draw(st.sampled_from(["en", "fr"])),
    )
    iri = report_iri(report)
    people = draw(st.lists(actors(), min_size=1, max_size=4, unique_by=lambda a: a.iri))
    accounts = []
    for ordinal in range(draw(st.integers(0, 3))):
        type_, trigger = draw(st.sampled_from(EventType)), draw(spans)
        parts = draw(
            st.lists(
                st.builds(
                    Participation,
                    st.sampled_from(people),
                    st.sampled_from(Role),
                    st.none() | words,
                    st.none() | codes,
                    st.none() | words,
                ),
                max_size=3,
                unique_by=lambda p: (p.actor.iri, p.role),
            )
        )
        accounts.append(
            Account(
                account_iri(iri, trigger, type_, ordinal),
                type_,
                trigger,
                tuple(parts),
                draw(st.sampled_from(Status)),
                tuple(draw(st.lists(spans, min_size=1, max_size=2))),
                draw(st.none() | st.sampled_from(TIMES)),
                draw(st.none() | st.sampled_from(PLACES)),
                tuple(draw(st.lists(words, max_size=2))),
                draw(st.floats(0, 1)),
                plover=draw(st.sampled_from([None, PLOVER[type_][0], "AID"])),
            )
        )
    quotations = [
        Quotation(quotation_iri(iri, span), draw(st.sampled_from(people)), draw(words), span)
        for span in draw(st.lists(spans, max_size=2))
    ]
    return Extraction(report, tuple(people), (), tuple(accounts), tuple(quotations), RUN)


@settings(max_examples=150, deadline=None)
@given(extractions())
def test_reading_back_is_exact(x: Extraction) -> None:
    settled = canonical(x)
    assert canonical(settled) == settled
    store = memory_store()
    graph = report_graph(report_iri(x.report))
    store.put_graph(graph, extraction_triples(x))
    # Through an update's text too, where escapes are read a second time.
    store.put_graph(graph, [])
    store.put_graph(graph, [ox.Triple(ox.NamedNode("urn:x"), t.LABEL, ox.Literal("x"))])
    store.put_graph(graph, extraction_triples(x))
    names = {a.iri: a.name for a in settled.actors}
    states = [iri for iri in names if iri.startswith(f"{BASE}state/")]
    store.apply((), [ox.Quad(ox.NamedNode(i), t.LABEL, ox.Literal(names[i])) for i in states])
    assert read_extraction(store, report_iri(x.report)) == settled
    assert set(store.get_graph(graph)) == set(extraction_triples(x))


# ---- background ----


def test_organisations_tell_members_of_today_from_former_ones() -> None:
    union = bg.Organisation(
        "European Union",
        members=(
            bg.Membership("FRA"),
            bg.Membership("GBR", "1973-01-01", "2020-01-31"),
            bg.Membership("HRV", "2013-07-01"),
        ),
    )
    quads = background_quads(union)
    members = {q.object.value for q in quads if q.predicate == t.HAS_MEMBER}  # type: ignore[union-attr]
    assert members == {state_iri("FRA"), state_iri("HRV")}
    assert sum(q.predicate == t.HAS_MEMBERSHIP for q in quads) == 2
    assert any(q.object == t.date("2020-01-31") for q in quads)


def test_known_people_have_dated_offices() -> None:
    xi = bg.Person(
        "Xi Jinping",
        "CHN",
        ("Xi",),
        "Q15031",
        (
            bg.Office("President of China", "CHN", "2013-03-14"),
            bg.Office("Vice-President", "CHN", "2008", "2013"),
        ),
    )
    quads = background_quads(xi)
    assert xi.iri == XI.iri
    assert sum(q.predicate == t.HELD_OFFICE for q in quads) == 2
    assert ox.Quad(ox.NamedNode(xi.iri), t.SAME_AS, ox.NamedNode(t.WIKIDATA + "Q15031")) in quads
    assert any(q.object == t.partial_date("2008") for q in quads)


def test_background_is_found_by_iri() -> None:
    known = bg.Background(
        states=(bg.State("CHN", "China"), bg.State("CHN", "second")),
        people=(bg.Person("Xi Jinping", "CHN"),),
        places=(MOSCOW,),
    )
    assert known.state("CHN") == bg.State("CHN", "China")
    assert known.state("XXX") is None
    assert known.by_iri[XI.iri].name == "Xi Jinping"
    assert known.place_by_iri[place_iri("Moscow", "Moscow", "RUS")] is MOSCOW


def test_merged_actors_name_what_they_were_merged_from() -> None:
    other = f"{BASE}person/00000000000000000000"
    quads = actor_quads(XI, merged_from=[other, XI.iri])
    assert [q.object for q in quads if q.predicate == t.MERGED_FROM] == [ox.NamedNode(other)]
    assert ox.Quad(ox.NamedNode(XI.iri), t.REPRESENTS, ox.NamedNode(state_iri("CHN"))) in quads


def test_day_builder_agrees() -> None:
    assert canonical(sample_extractions()[0]).accounts[0].time == day("2025-05-08")
