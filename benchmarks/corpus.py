"""A seeded synthetic graph in the project's own RDF shape, for the questions' tests and benchmark.

Events, accounts and reports are model objects turned into quads by `graph.rdf`, so the shape is
the shipped one. A few actors are much busier than the rest (Zipf), summits have up to twenty
participants, accounts of one event sometimes disagree on day or place. Names but those of a few
states, cities and leaders are invented; so is everything said to have happened.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

import pyoxigraph as ox

from graph import background as bg
from graph.identifiers import (
    BASE,
    DERIVED_GRAPH,
    account_iri,
    actor_iri,
    event_iri,
    quotation_iri,
    report_graph,
    report_iri,
    state_iri,
)
from graph.model import (
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
    Role,
    Run,
    Span,
    Status,
    Time,
)
from graph.rdf import (
    actor_quads,
    background_quads,
    bounds,
    event_quads,
    extraction_triples,
    parties,
    place_quads,
)
from graph.rdf import terms as t

_STATES = """CHN China Beijing|RUS Russia Moscow|USA United_States Washington|FRA France Paris
DEU Germany Berlin|GBR United_Kingdom London|IND India New_Delhi|BRA Brazil Brasília
ZAF South_Africa Pretoria|TUR Turkey Ankara|IRN Iran Tehran|ISR Israel Jerusalem
SAU Saudi_Arabia Riyadh|EGY Egypt Cairo|JPN Japan Tokyo|KOR South_Korea Seoul
PRK North_Korea Pyongyang|UKR Ukraine Kyiv|POL Poland Warsaw|KEN Kenya Nairobi
NGA Nigeria Abuja|MEX Mexico Mexico_City|CAN Canada Ottawa|AUS Australia Canberra
ITA Italy Rome|ESP Spain Madrid|NLD Netherlands The_Hague|SWE Sweden Stockholm
NOR Norway Oslo|FIN Finland Helsinki|KAZ Kazakhstan Astana|UZB Uzbekistan Tashkent
BLR Belarus Minsk|SRB Serbia Belgrade|HUN Hungary Budapest|GRC Greece Athens
PAK Pakistan Islamabad|IDN Indonesia Jakarta|VNM Vietnam Hanoi|THA Thailand Bangkok
MYS Malaysia Kuala_Lumpur|SGP Singapore Singapore|QAT Qatar Doha|ARE United_Arab_Emirates Abu_Dhabi
JOR Jordan Amman|IRQ Iraq Baghdad|SYR Syria Damascus|ETH Ethiopia Addis_Ababa
AGO Angola Luanda|ARG Argentina Buenos_Aires|CHL Chile Santiago|CUB Cuba Havana"""
STATES = {
    code: (name.replace("_", " "), city.replace("_", " "))
    for code, name, city in (s.split() for s in _STATES.replace("\n", "|").split("|"))
}
LEADERS = {
    "CHN": "Xi Jinping", "RUS": "Vladimir Putin", "FRA": "Emmanuel Macron", "USA": "Donald Trump",
    "UKR": "Volodymyr Zelenskyy", "TUR": "Recep Tayyip Erdoğan", "IND": "Narendra Modi",
}  # fmt: skip
_ONSETS = "B D F G H K L M N P R S T V Z Ch Sh Tr Br Kr".split()
_RIMES = "a e i o u an en in on un ar er ir or ur as es is os ia".split()
OFFICES = ("President", "Prime Minister", "Foreign Minister", "Defence Minister", "Envoy")
TOPICS = ("trade", "energy", "security", "ceasefire", "climate", "migration", "arms control")
TYPES = {
    EventType.MEETING: 34, EventType.VISIT: 14, EventType.CALL: 11, EventType.STATEMENT: 10,
    EventType.AGREEMENT: 8, EventType.CEREMONY: 3, EventType.ACCUSATION: 4, EventType.SUPPORT: 3,
    EventType.SANCTION: 3, EventType.AID: 2, EventType.THREAT: 2, EventType.REQUEST: 3,
    EventType.COOPERATION: 3,
}  # fmt: skip
ROLES: dict[EventType, tuple[Role, Role]] = {
    EventType.MEETING: (Role.HOST, Role.PARTICIPANT),
    EventType.CALL: (Role.PARTICIPANT, Role.PARTICIPANT),
    EventType.VISIT: (Role.VISITOR, Role.HOST),
    EventType.CEREMONY: (Role.HOST, Role.PARTICIPANT),
    EventType.AGREEMENT: (Role.SIGNATORY, Role.SIGNATORY),
    EventType.STATEMENT: (Role.SPEAKER, Role.TARGET),
}
STATUSES = {
    Status.OCCURRED: 82, Status.PLANNED: 10, Status.POSSIBLE: 4, Status.CANCELLED: 2,
    Status.ONGOING: 2,
}  # fmt: skip
FIRST_DAY = date(2001, 1, 1)
DAYS = 9000  # to August 2025
RUN = Run(software="diplograph synthetic", model="none", rules="none")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was generated, before it is quads."""

    events: tuple[Event, ...]
    extractions: tuple[Extraction, ...]
    background: bg.Background


def corpus(events: int, *, seed: int = 1) -> Corpus:
    """Return a graph of so many events; the same seed gives the same graph."""
    rng = random.Random(seed)
    people = _people(rng, max(60, round(9 * events**0.58)))
    organisations = _organisations(rng)
    weights = [1 / (n + 2) ** 0.85 for n in range(len(people))]
    told: list[tuple[Event, int]] = []
    for number in range(events):
        event = _event(rng, number, people, weights, organisations)
        told.append((event, min(1 + int(rng.expovariate(1.4)), 8)))
    made, extractions = _reports(rng, told)
    states = tuple(
        bg.State(code, name, (f"Republic of {name}",)) for code, (name, _) in STATES.items()
    )
    background = bg.Background(states=states, organisations=organisations)
    return Corpus(tuple(_sub_events(rng, made)), extractions, background)


def quads(graph: Corpus) -> Iterator[ox.Quad]:
    """Yield every quad of the graph: merged part, reports, state pairs."""
    for entry in (*graph.background.states, *graph.background.organisations):
        yield from background_quads(entry)
    actors: dict[str, Actor] = {}
    places: dict[str, Place] = {}
    for event in graph.events:
        yield from event_quads(event)
        actors |= {p.actor.iri: p.actor for p in event.participations}
        if event.place:
            places[str(event.place)] = event.place
    known = {o.iri for o in graph.background.organisations}
    for actor in actors.values():
        if actor.kind is not ActorKind.STATE and actor.iri not in known:
            surname = actor.name.split()[0 if actor.country == "CHN" else -1]
            yield from actor_quads(replace(actor, aliases=(surname,)))
    yield from {q: None for place in places.values() for q in place_quads(place)}
    for extraction in graph.extractions:
        graph_name = ox.NamedNode(report_graph(report_iri(extraction.report)))
        for triple in extraction_triples(extraction):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph_name)
    yield from _pairs(graph.events)


def _name(rng: random.Random) -> str:
    def word() -> str:
        return rng.choice(_ONSETS) + "".join(
            rng.choice(_RIMES) + rng.choice(_ONSETS).lower() for _ in range(rng.randint(1, 2))
        ) + rng.choice(_RIMES)  # fmt: skip

    return f"{word()} {word()}"


def _people(rng: random.Random, count: int) -> list[Actor]:
    codes = list(STATES)
    people = []
    names: set[str] = set()
    for number in range(count):
        country = (
            list(LEADERS)[number] if number < len(LEADERS) else codes[number % len(codes)]
            if rng.random() < 0.96 else None
        )  # fmt: skip
        name = LEADERS.get(country or "", "") if number < len(LEADERS) else _name(rng)
        if name in names:
            continue
        names.add(name)
        office = f"{rng.choice(OFFICES)} of {STATES[country][0]}" if country else None
        iri = actor_iri(ActorKind.PERSON, name, country)
        people.append(Actor(iri, name, ActorKind.PERSON, country, office=office))
    return people


def _organisations(rng: random.Random) -> tuple[bg.Organisation, ...]:
    codes = list(STATES)
    names = ("United Nations", "European Union", "NATO", "BRICS", "African Union", "OPEC",
             "Shanghai Cooperation Organisation")  # fmt: skip
    return tuple(
        bg.Organisation(
            name,
            members=tuple(
                bg.Membership(code)
                for code in (codes if n == 0 else sorted({*rng.sample(codes, 14), *codes[:2]}))
            ),
        )
        for n, name in enumerate(names)
    )


def _place(rng: random.Random, code: str) -> Place:
    name, city = STATES[code]
    lat, lon = (hash_ % 120 - 50 + 0.5 for hash_ in (sum(map(ord, city)), 3 * sum(map(ord, name))))
    if rng.random() < 0.3:
        venue = f"{rng.choice(('Grand', 'Old', 'State', 'Summer'))} Palace"
        return Place(venue, city, code, (city, name), lat, lon)
    return Place(city, city, code, (name,), lat, lon)


def _time(rng: random.Random, day: date, type_: EventType) -> Time | None:
    iso = day.isoformat()
    draw = rng.random()
    if draw < 0.05:
        return None
    if draw < 0.13:
        return Time(iso[:7], iso[:7], iso[:7], "month")
    if draw < 0.15:
        return Time(iso[:4], iso[:4], iso[:4], "year")
    if type_ is EventType.VISIT and draw < 0.6:
        end = (day + timedelta(days=rng.randint(1, 4))).isoformat()
        return Time(iso, end, f"{iso}/{end}", "range")
    return Time(iso, iso, iso, "day")


def _event(
    rng: random.Random,
    number: int,
    people: list[Actor],
    weights: list[float],
    organisations: tuple[bg.Organisation, ...],
) -> Event:
    type_ = rng.choices(list(TYPES), list(TYPES.values()))[0]
    draw = rng.random()
    size = 2 if draw < 0.72 else rng.randint(3, 5) if draw < 0.98 else rng.randint(8, 20)
    if type_ is EventType.STATEMENT and rng.random() < 0.5:
        size = 1
    actors = list(dict.fromkeys(rng.choices(people, weights, k=size)))
    if rng.random() < 0.18:  # a state itself, or an organisation, takes a part
        code = rng.choice(list(STATES))
        actor = Actor(state_iri(code), STATES[code][0], ActorKind.STATE, code)
        if rng.random() < 0.2:
            body = rng.choice(organisations)
            actor = Actor(body.iri, body.name, ActorKind.ORGANISATION)
        actors[-1] = actor
    first, other = ROLES.get(type_, (Role.SOURCE, Role.TARGET))
    parts = []
    for position, actor in enumerate(actors):
        role = first if position == 0 else other
        if position == 2 and len(actors) == 3 and rng.random() < 0.5:
            role = Role.MEDIATOR
        parts.append(
            Participation(actor, role, actor.office, actor.country if actor.kind is ActorKind.PERSON else None)
        )  # fmt: skip
    host = parts[-1 if type_ is EventType.VISIT else 0].actor.country
    day = FIRST_DAY + timedelta(days=int(DAYS * rng.random() ** 0.7))
    place = None
    if rng.random() < 0.8 and type_ is not EventType.CALL:
        place = _place(rng, host or rng.choice(list(STATES)))
    time = _time(rng, day, type_)
    label = f"{' and '.join(p.actor.name for p in parts[:3])}: {type_.value.lower()}, {time.edtf if time else 'undated'}"
    return Event(
        iri=f"{number}", type=type_, label=label, participations=tuple(parts),
        status=rng.choices(list(STATUSES), list(STATUSES.values()))[0], accounts=(), reports=(),
        time=time, place=place,
        topics=tuple(rng.sample(TOPICS, rng.choice((0, 1, 1, 2)))),
        confidence=round(0.5 + rng.random() / 2, 2),
    )  # fmt: skip


def _reports(
    rng: random.Random, told: list[tuple[Event, int]]
) -> tuple[list[Event], tuple[Extraction, ...]]:
    """Give every event its accounts, several accounts to a report."""
    slots: list[tuple[str, int]] = []
    for index, (event, copies) in enumerate(told):
        when = bounds(event.time)[0] if event.time else None
        when = when or (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat()
        for _ in range(copies):
            slots.append(
                ((date.fromisoformat(when) + timedelta(days=rng.randint(0, 3))).isoformat(), index)
            )
    slots.sort()
    accounts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    differs: dict[int, set[str]] = defaultdict(set)
    extractions: list[Extraction] = []
    at = 0
    while at < len(slots):
        chunk = slots[at : at + rng.randint(2, 6)]
        at += len(chunk)
        publisher = f"{rng.choice(('Morning', 'Evening', 'National', 'City'))} {rng.choice(('Post', 'Wire', 'Herald'))}"
        id_ = f"r{len(extractions)}"
        url = f"https://news.example/{id_}"
        stub = Report(id_, "", url=url)
        iri = report_iri(stub)
        sentences: list[str] = []
        made: list[Account] = []
        offset = 0
        for _, index in chunk:
            event = told[index][0]
            verb = event.type.value.lower()
            names = " and ".join(p.actor.name for p in event.participations)
            words = " ".join(rng.choice(_RIMES) * 2 for _ in range(rng.randint(4, 14)))
            sentence = f"{names} had a {verb} {words} on that day."
            start = offset + sentence.index(f" {verb} ") + 1
            span = Span(start, start + len(verb), verb)
            time, place = event.time, event.place
            if rng.random() < 0.05 and time and time.precision == "day":
                other = (date.fromisoformat(time.start) + timedelta(days=1)).isoformat()
                time = Time(other, other, other, "day")
                differs[index].add("time")
            elif rng.random() < 0.04 and place:
                place = _place(rng, rng.choice(list(STATES)))
                differs[index].add("place")
            evidence = [Span(offset, offset + len(sentence), sentence)]
            offset += len(sentence) + 1
            sentences.append(sentence)
            if rng.random() < 0.25:
                more = f"The {verb} of {names} was confirmed {words}."
                evidence.append(Span(offset, offset + len(more), more))
                offset += len(more) + 1
                sentences.append(more)
            account = Account(
                account_iri(iri, span, event.type), event.type, span, event.participations,
                event.status, tuple(evidence), time, place, event.topics, event.confidence, ("synthetic",),
            )  # fmt: skip
            made.append(account)
            accounts[index].append((account.iri, iri))
        quotations = ()
        if rng.random() < 0.6:
            speaker = made[0].participations[0].actor
            quote = f"We value {rng.choice(TOPICS)} above all"
            sentences.append(quote)
            span = Span(offset, offset + len(quote), quote)
            quotations = (
                Quotation(quotation_iri(iri, span), speaker, quote, span, True, made[0].iri),
            )
        text = " ".join(sentences)
        report = Report(
            id_, text, title=f"{made[0].type.value} of {made[0].participations[0].actor.name}",
            published=chunk[-1][0], source=url, url=url, publisher=publisher,
        )  # fmt: skip
        actors = {p.actor.iri: p.actor for a in made for p in a.participations}
        extractions.append(
            Extraction(report, tuple(actors.values()), (), tuple(made), quotations, RUN)
        )
    events = []
    for index, (event, _) in enumerate(told):
        pairs = accounts[index]
        events.append(
            replace(
                event,
                iri=event_iri(pairs[0][0]),
                accounts=tuple(sorted({a for a, _ in pairs})),
                reports=tuple(sorted({r for _, r in pairs})),
                disagrees_on=tuple(sorted(differs[index])),
            )
        )
    return events, tuple(extractions)


def _sub_events(rng: random.Random, events: list[Event]) -> Iterator[Event]:
    meetings = [e for e in events if e.type is EventType.MEETING]
    for event in events:
        if event.type is EventType.VISIT and meetings and rng.random() < 0.2:
            yield replace(event, sub_events=(rng.choice(meetings).iri,))
        else:
            yield event


def _pairs(events: tuple[Event, ...]) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(DERIVED_GRAPH)
    counts: dict[tuple[str, str], Counter[EventType]] = defaultdict(Counter)
    days: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in events:
        if event.status is not Status.OCCURRED:
            continue
        when = bounds(event.time) if event.time else (None, None)
        for pair in combinations(parties(event.participations), 2):
            counts[pair][event.type] += 1
            days[pair] += [day for day in when if day]
    for (one, two), types in counts.items():
        node = ox.NamedNode(f"{BASE}statepair/{one}-{two}")
        triples = [
            (t.TYPE, t.STATE_PAIR_CLASS),
            (t.PAIR_OF, ox.NamedNode(state_iri(one))),
            (t.PAIR_OF, ox.NamedNode(state_iri(two))),
            (t.TOTAL, t.integer(types.total())),
            *((t.COUNT[type_], t.integer(n)) for type_, n in types.items()),
        ]
        if days[one, two]:
            triples += [
                (t.FIRST, t.date(min(days[one, two]))),
                (t.LAST, t.date(max(days[one, two]))),
            ]
        for predicate, value in triples:
            yield ox.Quad(node, predicate, value, graph)
