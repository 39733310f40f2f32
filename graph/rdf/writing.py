"""From the model to triples and quads, in a fixed order.

A report's own graph (`extraction_triples`) holds what that report says; the default graph
(`event_quads`, `actor_quads`, `place_quads` and the background's) holds what was merged. What
an account shares with its type or its event (PLOVER category, shortcuts, labels) is not
repeated in the report's graph: an event with two accounts would cost a third more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from graph import background as bg
from graph.errors import InputError
from graph.identifiers import (
    BASE,
    PLOVER_SCHEME,
    evidence_iri,
    fold,
    membership_iri,
    office_iri,
    participation_iri,
    place_iri,
    report_graph,
    report_iri,
    run_iri,
    state_iri,
)
from graph.model import (
    PLOVER,
    Account,
    Actor,
    ActorKind,
    Event,
    Extraction,
    Participation,
    Place,
    Quotation,
    Report,
    Run,
    Span,
    Time,
)
from graph.rdf import terms as t
from graph.rdf.times import begin_month, bounds, exact_days, first_day, read_edtf

Object = ox.NamedNode | ox.Literal
Add = Callable[[ox.NamedNode, ox.NamedNode, Object], None]

_ACTOR_CLASS = {
    ActorKind.PERSON: t.PERSON_CLASS,
    ActorKind.STATE: t.STATE_CLASS,
    ActorKind.ORGANISATION: t.ORGANISATION_CLASS,
    ActorKind.GROUP: t.GROUP_CLASS,
}
_STATE = state_iri("")
ACTOR_PREFIX = {kind: f"{BASE}{kind.value}/" for kind in ActorKind}


def extraction_triples(extraction: Extraction) -> list[ox.Triple]:
    """Return the triples of the report's named graph, without duplicates, in a fixed order.

    Raises `InputError`, naming the report, for values that no reading can have given: a day
    that is none, an identifier that is not ours.
    """
    found: dict[ox.Triple, None] = {}

    def add(subject: ox.NamedNode, predicate: ox.NamedNode, value: Object) -> None:
        found[ox.Triple(subject, predicate, value)] = None

    report = extraction.report
    iri = report_iri(report)
    try:
        _report(add, report, iri, extraction.run)
        actors: dict[str, Actor] = {}
        for account in extraction.accounts:
            _account(add, account, iri)
            actors |= {part.actor.iri: part.actor for part in account.participations}
        for quotation in extraction.quotations:
            _quotation(add, quotation)
            actors[quotation.speaker.iri] = quotation.speaker
        # The register's own entry (office, aliases) wins over the copy at a participation.
        actors |= {actor.iri: actor for actor in extraction.actors if actor.iri in actors}
        for actor in actors.values():
            _reported_actor(add, actor)
    except InputError as error:
        raise InputError(f"report {report.id!r}: {error}") from error
    return list(found)


def event_quads(event: Event) -> list[ox.Quad]:
    """Return the quads of a merged event and its participations (default graph)."""
    quads: list[ox.Quad] = []

    def add(subject: ox.NamedNode, predicate: ox.NamedNode, value: Object) -> None:
        quads.append(ox.Quad(subject, predicate, value))

    node = t.node(event.iri, f"{BASE}event/")
    add(node, t.TYPE, t.TYPE_CLASS[event.type])
    add(node, t.TYPE, t.SEM_EVENT)
    add(node, t.LABEL, ox.Literal(t.clean(event.label), language="en"))
    for actor in dict.fromkeys(_actor_node(part.actor) for part in event.participations):
        add(node, t.HAS_ACTOR, actor)
    for part in event.participations:
        _participation(add, node, part, event.iri)
    for code in parties(event.participations):
        add(node, t.PARTY, _state_node(code))
    if event.place is not None:
        add(node, t.HAS_PLACE, ox.NamedNode(iri_of_place(event.place)))
        if event.place.country:
            add(node, t.IN_STATE, _state_node(event.place.country))
    if event.time is not None:
        _time(add, node, event.time)
        begin, end = exact_days(event.time)
        if begin:
            add(node, t.BEGIN, t.date(begin))
        if end:
            add(node, t.END, t.date(end))
        if month := begin_month(event.time):
            add(node, t.MONTH, t.month(month))
    add(node, t.STATUS, t.STATUS_TERM[event.status])
    for topic in sorted(set(event.topics)):
        add(node, t.TOPIC, t.literal(topic))
    if category := event.plover_category:
        add(node, t.PLOVER_CATEGORY, plover_term(category))
    if mode := event.plover_mode or (PLOVER[event.type][1] if event.plover is None else None):
        add(node, t.PLOVER_MODE, plover_term(mode))
    add(node, t.CONFIDENCE, t.decimal(event.confidence))
    add(node, t.REPORT_COUNT, t.integer(len(event.reports)))
    for account in event.accounts:
        add(node, t.ACCOUNT, t.node(account, f"{BASE}account/"))
    for field in event.disagrees_on:
        add(node, t.DISAGREES_ON, t.FIELD_PROPERTY[field])
    for part_event in event.sub_events:
        add(node, t.HAS_SUB_EVENT, t.node(part_event, f"{BASE}event/"))
    return quads


def parties(participations: Iterable[Participation]) -> list[str]:
    """Return the alpha-3 codes of every state concerned, sorted: actors and the represented."""
    codes = set()
    for part in participations:
        if code := _own_code(part.actor) or part.on_behalf_of:
            codes.add(code)
    return sorted(codes)


def actor_quads(actor: Actor, *, merged_from: Iterable[str] = ()) -> list[ox.Quad]:
    """Return the quads of a merged actor (default graph).

    `merged_from` are IRIs under which reports speak of this actor, without its own.
    """
    quads: list[ox.Quad] = []

    def add(subject: ox.NamedNode, predicate: ox.NamedNode, value: Object) -> None:
        quads.append(ox.Quad(subject, predicate, value))

    node = _actor_node(actor)
    add(node, t.TYPE, _ACTOR_CLASS[actor.kind])
    add(node, t.TYPE, t.SEM_ACTOR)
    add(node, t.LABEL, t.literal(actor.name))
    _names(add, node, actor.name, actor.aliases, actor.wikidata)
    if code := _own_code(actor):
        add(node, t.ISO3, ox.Literal(code))
    elif actor.country:
        add(node, t.REPRESENTS, _state_node(actor.country))
    for other in sorted(set(merged_from) - {actor.iri}):
        add(node, t.MERGED_FROM, t.node(other, ACTOR_PREFIX[actor.kind]))
    return quads


def place_quads(place: Place) -> list[ox.Quad]:
    """Return the quads of a merged place and of what contains it (default graph)."""
    quads: dict[ox.Quad, None] = {}

    def add(subject: ox.NamedNode, predicate: ox.NamedNode, value: Object) -> None:
        quads[ox.Quad(subject, predicate, value)] = None

    for node in _place(add, place):
        add(node, t.TYPE, t.SEM_PLACE)
    return list(quads)


def background_quads(entry: bg.State | bg.Organisation | bg.Person) -> list[ox.Quad]:
    """Return the quads of a state, organisation or known person (default graph)."""
    if isinstance(entry, bg.State):
        return state_quads(entry)
    if isinstance(entry, bg.Organisation):
        return organisation_quads(entry)
    return person_quads(entry)


def state_quads(state: bg.State) -> list[ox.Quad]:
    """Return the quads of a state of the background (default graph)."""
    quads = actor_quads(
        Actor(
            state.iri,
            state.name,
            ActorKind.STATE,
            state.code,
            wikidata=state.wikidata,
            aliases=state.aliases,
        )
    )
    return quads + _tenure(ox.NamedNode(state.iri), state.begin, state.end)


def organisation_quads(organisation: bg.Organisation) -> list[ox.Quad]:
    """Return the quads of an organisation with its members (default graph).

    ``org:hasMember`` names today's members; a membership that ended, or whose days are known,
    is an ``org:Membership`` node beside it.
    """
    quads = actor_quads(
        Actor(
            organisation.iri,
            organisation.name,
            ActorKind.ORGANISATION,
            organisation.country,
            wikidata=organisation.wikidata,
            aliases=organisation.aliases,
        )
    )
    node = ox.NamedNode(organisation.iri)
    for member in organisation.members:
        state = _state_node(member.code)
        if member.end is None:
            quads.append(ox.Quad(node, t.HAS_MEMBER, state))
        if member.begin or member.end:
            dated = ox.NamedNode(membership_iri(organisation.iri, member.code, member.begin))
            quads += [
                ox.Quad(node, t.HAS_MEMBERSHIP, dated),
                ox.Quad(dated, t.TYPE, t.MEMBERSHIP_CLASS),
                ox.Quad(dated, t.MEMBER, state),
                *_tenure(dated, member.begin, member.end),
            ]
    return list(dict.fromkeys(quads))


def person_quads(person: bg.Person, *, merged_from: Iterable[str] = ()) -> list[ox.Quad]:
    """Return the quads of a known person with the offices held (default graph)."""
    quads = actor_quads(
        Actor(
            person.iri,
            person.name,
            ActorKind.PERSON,
            person.country,
            wikidata=person.wikidata,
            aliases=person.aliases,
        ),
        merged_from=merged_from,
    )
    node = ox.NamedNode(person.iri)
    for office in person.offices:
        held = ox.NamedNode(office_iri(person.iri, office.title, office.country, office.begin))
        quads += [
            ox.Quad(node, t.HELD_OFFICE, held),
            ox.Quad(held, t.TYPE, t.TENURE_CLASS),
            ox.Quad(held, t.LABEL, t.literal(office.title)),
            *_tenure(held, office.begin, office.end),
        ]
        if office.country:
            quads.append(ox.Quad(held, t.REPRESENTS, _state_node(office.country)))
    return list(dict.fromkeys(quads))


def _tenure(node: ox.NamedNode, begin: str | None, end: str | None) -> list[ox.Quad]:
    quads = []
    if begin:
        quads.append(ox.Quad(node, t.START_DATE, t.partial_date(begin)))
    if end:
        quads.append(ox.Quad(node, t.END_DATE, t.partial_date(end)))
    return quads


def plover_term(name: str) -> ox.NamedNode:
    """Return the concept of a PLOVER category (``CONSULT``) or mode (``meet``)."""
    if not name.replace("_", "").replace("-", "").isalnum() or not name.isascii():
        raise InputError(f"{name!r} is no PLOVER category or mode")
    return ox.NamedNode(PLOVER_SCHEME + name)


# ---- places ----


def iri_of_place(place: Place) -> str:
    """Return the IRI of a place."""
    return place_iri(place.name, place.city, place.country)


def containers(place: Place) -> list[str]:
    """Return the names of what contains a place, innermost first, its own name left out.

    The city comes first where `within` forgets it.
    """
    own = fold(place.name)
    names = [name for name in place.within if fold(name) != own]
    if place.city and fold(place.city) != own:
        names = [place.city, *(name for name in names if fold(name) != fold(place.city))]
    return list({fold(name): name for name in reversed(names)}.values())[::-1]


def _place(add: Add, place: Place) -> Iterator[ox.NamedNode]:
    """Add a place and its containers; yield their nodes, the place's own first."""
    node = ox.NamedNode(iri_of_place(place))
    add(node, t.LABEL, t.literal(place.name))
    if place.lat is not None and place.lon is not None:
        if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
            raise InputError(f"place {place.name!r}: {place.lat}, {place.lon} are no degrees")
        add(node, t.AS_WKT, t.point(place.lat, place.lon))
    if place.geonames and place.geonames.isdecimal():
        add(node, t.SAME_AS, ox.NamedNode(f"{t.GEONAMES}{place.geonames}/"))
    if place.wikidata and _is_item(place.wikidata):
        add(node, t.SAME_AS, ox.NamedNode(t.WIKIDATA + place.wikidata))
    yield node
    inner = node
    city = fold(place.city or "")
    for name in containers(place):
        is_city = bool(city) and fold(name) == city
        outer = ox.NamedNode(place_iri(name, name if is_city else None, place.country))
        add(inner, t.CONTAINED_IN, outer)
        add(outer, t.LABEL, t.literal(name))
        if place.country and inner != node:
            add(inner, t.IN_STATE, _state_node(place.country))
        yield outer
        inner = outer
    if place.country:
        add(node, t.IN_STATE, _state_node(place.country))
        add(inner, t.IN_STATE, _state_node(place.country))


# ---- what events and accounts share ----


def _participation(
    add: Add, owner: ox.NamedNode, part: Participation, owner_iri: str, *, told: bool = False
) -> None:
    """Add a participation; `told` in a report's graph, where the actor's own state goes without saying."""
    actor = part.actor
    node = ox.NamedNode(participation_iri(owner_iri, actor.iri, part.role))
    add(owner, t.PARTICIPATION, node)
    add(node, t.ACTOR, _actor_node(actor))
    add(node, t.ROLE_TYPE, t.ROLE_TERM[part.role])
    if part.capacity:
        add(node, t.CAPACITY, t.literal(part.capacity))
    own = actor.country if told else _own_code(actor)
    if part.on_behalf_of and part.on_behalf_of != own:
        add(node, t.ON_BEHALF_OF, _state_node(part.on_behalf_of))


def _time(add: Add, node: ox.NamedNode, time: Time) -> None:
    if not (time.start or time.end or time.edtf):
        return  # "recently": a date in words that bounds nothing
    earliest, latest = bounds(time)
    if earliest:
        add(node, t.EARLIEST, t.date(earliest))
    if latest:
        add(node, t.LATEST, t.date(latest))
    add(node, t.DATE, ox.Literal(t.clean(time.edtf), datatype=t.EDTF))
    if time.basis != "stated":
        add(node, t.DATE_BASIS, ox.Literal(time.basis))
    # EDTF level 1 has no week, and a reader may bound a value otherwise than we do.
    implied = read_edtf(time.edtf)
    if implied is None or implied[2] != time.precision:
        add(node, t.DATE_PRECISION, ox.Literal(time.precision))
    if implied is None or implied[:2] != (time.start, time.end):
        add(node, t.DATE_BEGIN, ox.Literal(time.start))
        add(node, t.DATE_END, ox.Literal(time.end))


def _names(
    add: Add, node: ox.NamedNode, name: str, aliases: tuple[str, ...], wikidata: str | None
) -> None:
    # Compared as they will be stored, so that reading back and writing again changes nothing.
    for alias in sorted({t.clean(alias) for alias in aliases} - {t.clean(name)}):
        add(node, t.ALT_LABEL, t.literal(alias))
    if wikidata and _is_item(wikidata):
        add(node, t.SAME_AS, ox.NamedNode(t.WIKIDATA + wikidata))


def _is_item(identifier: str) -> bool:
    return identifier[:1] == "Q" and identifier[1:].isdecimal() and identifier.isascii()


def _actor_node(actor: Actor) -> ox.NamedNode:
    return t.node(actor.iri, ACTOR_PREFIX[actor.kind])


def _state_node(code: str) -> ox.NamedNode:
    if not (code.isascii() and code.isalnum()):
        raise InputError(f"{code!r} is no code of a state")
    return t.node(state_iri(code), _STATE)


def _own_code(actor: Actor) -> str | None:
    """Return a state's own code, None for other actors and for states without one."""
    if actor.kind is not ActorKind.STATE:
        return None
    code = actor.iri.removeprefix(_STATE)
    return code if len(code) == 3 and code.isalpha() and code.isupper() else None


# ---- what only a report's graph has ----


def _report(add: Add, report: Report, iri: str, run: Run | None) -> None:
    node = ox.NamedNode(iri)
    add(node, t.TYPE, t.REPORT_CLASS[report.kind])
    if report.title:
        add(node, t.HEADLINE, t.literal(report.title))
    if report.published:
        if len(report.published) != 10:
            raise InputError(f"{report.published!r} is no day of publication")
        add(node, t.PUBLISHED, t.date(first_day(report.published)))
    add(node, t.IDENTIFIER, t.literal(report.id))
    if report.url:
        add(node, t.URL, t.web_term(report.url))
    elif (source := t.web_iri(report.source)) is not None:
        # A path would make equal input give unequal graphs on two machines: not kept.
        add(node, t.SOURCE, source)
    for address in sorted({t.clean(url) for url in report.urls} - {t.clean(report.url or "")}):
        add(node, t.COPY_URL, t.web_term(address))
    if report.publisher:
        add(node, t.PUBLISHER, t.literal(report.publisher))
    publishers = {t.clean(name) for name in report.publishers}
    for name in sorted(publishers - {t.clean(report.publisher or "")}):
        add(node, t.COPY_PUBLISHER, t.literal(name))
    if report.author:
        add(node, t.AUTHOR, t.literal(report.author))
    if report.language != "en":
        add(node, t.LANGUAGE, t.literal(report.language))
    add(node, t.CONTENT_HASH, t.literal(report.content_hash))
    graph = ox.NamedNode(report_graph(iri))
    add(graph, t.DERIVED_FROM, node)
    if run is not None:
        activity = ox.NamedNode(run_iri(run.software, run.model, run.rules))
        add(graph, t.GENERATED_BY, activity)
        add(activity, t.TYPE, t.ACTIVITY_CLASS)
        add(activity, t.SOFTWARE, t.literal(run.software))
        add(activity, t.MODEL, t.literal(run.model))
        add(activity, t.RULES, t.literal(run.rules))


def _account(add: Add, account: Account, report: str) -> None:
    node = t.node(account.iri, f"{BASE}account/")
    add(node, t.TYPE, t.ACCOUNT_CLASS)
    add(node, t.TYPE, t.TYPE_CLASS[account.type])
    for part in account.participations:
        _participation(add, node, part, account.iri, told=True)
        written = part.name_as_written
        if written and t.clean(written) != t.clean(part.actor.name):
            iri = participation_iri(account.iri, part.actor.iri, part.role)
            add(ox.NamedNode(iri), t.NAME_AS_WRITTEN, t.literal(written))
    if account.time is not None:
        _time(add, node, account.time)
    if account.place is not None:
        add(node, t.HAS_PLACE, ox.NamedNode(iri_of_place(account.place)))
        for _ in _place(add, account.place):
            pass
    add(node, t.STATUS, t.STATUS_TERM[account.status])
    for topic in account.topics:
        add(node, t.TOPIC, t.literal(topic))
    category, mode = PLOVER[account.type]
    if account.plover and account.plover != category:
        add(node, t.PLOVER_CATEGORY, plover_term(account.plover))
    if account.plover_mode and account.plover_mode != mode:
        add(node, t.PLOVER_MODE, plover_term(account.plover_mode))
    add(node, t.CONFIDENCE, t.decimal(account.confidence))
    add(node, t.TRIGGER, t.literal(account.trigger.text))
    add(node, t.BEGIN_INDEX, t.integer(account.trigger.start))
    if account.trigger.field == "title":
        add(node, t.FIELD, t.TITLE_FIELD)
    if account.rules:
        add(node, t.RULE, t.literal(" ".join(account.rules)))
    if account.within:
        add(node, t.PART_OF, t.node(account.within, f"{BASE}account/"))
    for span in account.evidence:
        place = ox.NamedNode(evidence_iri(report, span))
        add(node, t.EVIDENCE, place)
        _span(add, place, span)
        add(place, t.ANCHOR_OF, t.literal(span.text))
        add(place, t.REFERENCE_CONTEXT, ox.NamedNode(report))


def _span(add: Add, node: ox.NamedNode, span: Span) -> None:
    add(node, t.BEGIN_INDEX, t.integer(span.start))
    add(node, t.END_INDEX, t.integer(span.end))
    if span.field == "title":
        add(node, t.FIELD, t.TITLE_FIELD)


def _quotation(add: Add, quotation: Quotation) -> None:
    node = t.node(quotation.iri, f"{BASE}quotation/")
    add(node, t.TYPE, t.QUOTATION_CLASS)
    add(node, t.SPEAKER, _actor_node(quotation.speaker))
    add(node, t.TEXT, t.literal(quotation.text))
    _span(add, node, quotation.span)
    add(node, t.DIRECT, t.TRUE if quotation.direct else t.FALSE)
    if quotation.account:
        add(node, t.IN_ACCOUNT, t.node(quotation.account, f"{BASE}account/"))


def _reported_actor(add: Add, actor: Actor) -> None:
    """Add an actor as this report knows it; a state with a code needs nothing said."""
    if _own_code(actor):
        return
    node = _actor_node(actor)
    add(node, t.LABEL, t.literal(actor.name))
    _names(add, node, actor.name, actor.aliases, actor.wikidata)
    if actor.country:
        add(node, t.REPRESENTS, _state_node(actor.country))
    if actor.office:
        add(node, t.OFFICE, t.literal(actor.office))
