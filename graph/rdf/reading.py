"""From triples and quads back to the model.

`read_extraction` gives back what merging needs: reports without their text, accounts,
quotations and the actors in them. `canonical` says, without a store, what an extraction will
be when it is read back: orders that RDF does not keep are fixed ones (participations by role
and identifier, evidence by place in the text, topics by name), the words of a date and the
mentions of actors are gone. Merging canonical extractions therefore gives the same result
whether they come from a reader or from the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox

from graph.errors import StoreError
from graph.identifiers import BASE, PLOVER_SCHEME, graph_report, place_iri, report_graph, report_iri
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
    Run,
    Span,
    Status,
    Time,
)
from graph.rdf import terms as t
from graph.rdf.asking import describe, select, value
from graph.rdf.times import BASES, PRECISIONS, read_edtf
from graph.rdf.writing import extraction_triples
from graph.store import Store

_TYPE_OF = {node.value: type_ for type_, node in t.TYPE_CLASS.items()}
_STATUS_OF = {node.value: status for status, node in t.STATUS_TERM.items()}
_ROLE_OF = {node.value: role for role, node in t.ROLE_TERM.items()}
_REPORT_KIND_OF = {node.value: kind for kind, node in t.REPORT_CLASS.items()}
_ROLE_ORDER = {role: at for at, role in enumerate(Role)}
_KIND_OF = {kind.value: kind for kind in ActorKind}


class Description:
    """Triples by subject and predicate, values as text, sorted.

    IRIs and literals both become their text: what a property holds is known by its name.
    """

    def __init__(self, triples: Iterable[ox.Triple] | Iterable[ox.Quad]) -> None:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            found[triple.subject.value][triple.predicate.value].append(triple.object.value)  # type: ignore[union-attr]
        self._found = found

    def subjects(self) -> Iterable[str]:
        """Return every subject."""
        return self._found

    def all(self, subject: str, predicate: ox.NamedNode) -> list[str]:
        """Return every value of a property, sorted."""
        by_predicate = self._found.get(subject)
        if by_predicate is None:
            return []
        return sorted(by_predicate.get(predicate.value, ()))

    def one(self, subject: str, predicate: ox.NamedNode) -> str | None:
        """Return the least value of a property, or None."""
        values = self.all(subject, predicate)
        return values[0] if values else None

    def need(self, subject: str, predicate: ox.NamedNode) -> str:
        """Return the least value; raises `StoreError` where there is none."""
        value = self.one(subject, predicate)
        if value is None:
            raise StoreError(
                f"<{subject}> has no <{predicate.value}>: the store holds a broken graph; "
                f"run 'diplograph validate'"
            )
        return value


StateName = Callable[[str], str | None]


def read_extraction(store: Store, report: str) -> Extraction:
    """Return what the store holds of a report (an IRI); its text is empty.

    Raises `StoreError` where the store does not know the report.
    """
    triples = list(store.get_graph(report_graph(report)))
    if not triples:
        raise StoreError(f"report <{report}> is not in {store.location}")
    return extraction_of(report, triples, _state_names(store))


def canonical(extraction: Extraction) -> Extraction:
    """Return the extraction as it will be read back from a store."""
    states = (a for a in _actors_in(extraction) if a.kind is ActorKind.STATE)
    names = {state.iri: t.clean(state.name) for state in states}
    return extraction_of(report_iri(extraction.report), extraction_triples(extraction), names.get)


def _actors_in(extraction: Extraction) -> Iterable[Actor]:
    for account in extraction.accounts:
        for part in account.participations:
            yield part.actor
    for quotation in extraction.quotations:
        yield quotation.speaker


def extraction_of(
    report: str, triples: Iterable[ox.Triple], state_name: StateName = lambda iri: None
) -> Extraction:
    """Return the extraction that the triples of a report's graph describe.

    `state_name` gives the name of a state (an IRI), which report graphs leave to the
    background; where it gives None the code stands in.
    """
    d = Description(triples)
    reader = _Reader(d, state_name)
    accounts = [
        reader.account(iri) for iri in d.subjects() if t.ACCOUNT_CLASS.value in d.all(iri, t.TYPE)
    ]
    quotations = [
        reader.quotation(iri)
        for iri in d.subjects()
        if t.QUOTATION_CLASS.value in d.all(iri, t.TYPE)
    ]
    accounts.sort(key=lambda a: (a.trigger.field != "title", a.trigger.start, a.iri))
    quotations.sort(key=lambda q: (q.span.field != "title", q.span.start, q.iri))
    run = d.one(report_graph(report), t.GENERATED_BY)
    return Extraction(
        report=_report(d, report),
        actors=tuple(reader.actors[iri] for iri in sorted(reader.actors)),
        accounts=tuple(accounts),
        quotations=tuple(quotations),
        run=Run(d.need(run, t.SOFTWARE), d.need(run, t.MODEL), d.need(run, t.RULES))
        if run
        else None,
    )


def read_event(store: Store, event: str) -> Event:
    """Return a merged event (an IRI) with its status history.

    Raises `StoreError` where the store does not know the event.
    """
    for found in read_events(store, [event]):
        reports, history = _tellings(store, found.accounts)
        return replace(found, reports=reports, status_history=history)
    raise StoreError(f"event <{event}> is not in {store.location}")


def read_events(store: Store, events: Iterable[str], *, batch: int = 200) -> Iterator[Event]:
    """Yield merged events (IRIs) in the order asked for, unknown ones left out.

    A few queries a batch, whatever the number of events; `reports` are sorted, and
    `status_history` is left empty (`read_event` has it).
    """
    names = _state_names(store)
    rest = iter(events)
    while wanted := list(islice(rest, batch)):
        quads = describe(store, (str(ox.NamedNode(iri)) for iri in wanted))
        quads += _linked(store, quads, t.PARTICIPATION)
        quads += _linked(store, quads, t.ACTOR)
        near = _linked(store, quads, t.HAS_PLACE)
        seen = {quad.subject for quad in near}
        while near:
            quads += near
            near = [q for q in _linked(store, near, t.CONTAINED_IN) if q.subject not in seen]
            seen |= {quad.subject for quad in near}
        d = Description(quads)
        reader = _Reader(d, names)
        accounts = {iri: d.all(iri, t.ACCOUNT) for iri in wanted}
        homes = _homes(store, [account for some in accounts.values() for account in some])
        for iri in wanted:
            if d.all(iri, t.TYPE):
                yield reader.event(iri, {homes[a] for a in accounts[iri] if a in homes})


def _linked(store: Store, quads: Iterable[ox.Quad], predicate: ox.NamedNode) -> list[ox.Quad]:
    """Return the triples about every node that a property leads to."""
    nodes = {str(quad.object) for quad in quads if quad.predicate == predicate}
    return describe(store, sorted(nodes))


def _homes(store: Store, accounts: list[str]) -> dict[str, str]:
    """Return the report (IRI) of each account (IRI)."""
    if not accounts:
        return {}
    values = " ".join(f"<{account}>" for account in accounts)
    text = f"SELECT ?a ?g {{ VALUES ?a {{ {values} }} GRAPH ?g {{ ?a a dg:Account }} }}"
    return {value(row, "a"): graph_report(value(row, "g")) for row in select(store, text)}


def _tellings(
    store: Store, accounts: Iterable[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, Status, str], ...]]:
    """Return the reports of these accounts and what status each gave, by day of publication."""
    reports: dict[str, str] = {}
    history = []
    for account in accounts:
        for quad in store.quads(ox.NamedNode(account), t.STATUS):
            if not isinstance(quad.graph_name, ox.NamedNode):
                continue
            report = graph_report(quad.graph_name.value)
            if report not in reports:
                days = store.quads(ox.NamedNode(report), t.PUBLISHED, graph=quad.graph_name)
                reports[report] = min((_text(day.object) for day in days), default="")
            status = _STATUS_OF[_text(quad.object)]
            history.append((reports[report], status, account))
    history.sort(key=lambda entry: (entry[0] or "9999", entry[2]))
    return tuple(sorted(reports)), tuple(history)


def _text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def _state_names(store: Store) -> StateName:
    known: dict[str, str | None] = {}

    def name(iri: str) -> str | None:
        if iri not in known:
            labels = store.quads(ox.NamedNode(iri), t.LABEL, graph=ox.DefaultGraph())
            known[iri] = min((_text(label.object) for label in labels), default=None)
        return known[iri]

    return name


class _Reader:
    """Reads the nodes of one description; each actor becomes one object."""

    def __init__(self, description: Description, state_name: StateName) -> None:
        self.d = description
        self.state_name = state_name
        self.actors: dict[str, Actor] = {}

    def type_of(self, iri: str) -> EventType:
        for class_ in self.d.all(iri, t.TYPE):
            if class_ in _TYPE_OF:
                return _TYPE_OF[class_]
        raise StoreError(f"<{iri}> is of no type of event that this version knows")

    def actor(self, iri: str) -> Actor:
        if iri in self.actors:
            return self.actors[iri]
        d = self.d
        kind = _KIND_OF.get(iri.removeprefix(BASE).partition("/")[0])
        if kind is None:
            raise StoreError(f"<{iri}> stands for an actor but is no identifier of one")
        local = iri.rsplit("/", 1)[-1]
        if kind is ActorKind.STATE and len(local) == 3:
            name = d.one(iri, t.LABEL) or self.state_name(iri) or local
            country: str | None = local
        else:
            name = d.need(iri, t.LABEL)
            country = _code(d.one(iri, t.REPRESENTS))
        self.actors[iri] = Actor(
            iri=iri,
            name=name,
            kind=kind,
            country=country,
            wikidata=_after(d.all(iri, t.SAME_AS), t.WIKIDATA),
            office=d.one(iri, t.OFFICE),
            aliases=tuple(d.all(iri, t.ALT_LABEL)),
        )
        return self.actors[iri]

    def participations(self, owner: str, *, told: bool = False) -> tuple[Participation, ...]:
        """Parts in an event, or (`told`) in an account, where an actor acts for its own state."""
        d = self.d
        found = []
        for iri in d.all(owner, t.PARTICIPATION):
            actor = self.actor(d.need(iri, t.ACTOR))
            behalf = _code(d.one(iri, t.ON_BEHALF_OF))
            if behalf is None and (told or actor.kind is ActorKind.STATE):
                behalf = actor.country
            found.append(
                Participation(
                    actor=actor,
                    role=_ROLE_OF[d.need(iri, t.ROLE_TYPE)],
                    capacity=d.one(iri, t.CAPACITY),
                    on_behalf_of=behalf,
                    name_as_written=d.one(iri, t.NAME_AS_WRITTEN),
                )
            )
        found.sort(key=lambda part: (_ROLE_ORDER[part.role], part.actor.iri))
        return tuple(found)

    def place(self, iri: str) -> Place:
        d = self.d
        name = d.need(iri, t.LABEL)
        chain = self._chain(iri, ())
        country = _code(d.one(iri, t.IN_STATE))
        city = None
        if place_iri(name, name, country) == iri:
            city = name
        else:
            for outer in chain:
                label = d.need(outer, t.LABEL)
                if place_iri(label, label, country) == outer:
                    city = label
                    break
        lat = lon = None
        if wkt := d.one(iri, t.AS_WKT):
            lon, lat = (float(part) for part in wkt[len("POINT(") : -1].split())
        same = d.all(iri, t.SAME_AS)
        geonames = _after(same, t.GEONAMES)
        return Place(
            name=name,
            city=city,
            country=country,
            within=tuple(d.need(outer, t.LABEL) for outer in chain),
            lat=lat,
            lon=lon,
            geonames=geonames.rstrip("/") if geonames else None,
            wikidata=_after(same, t.WIKIDATA),
        )

    def _chain(self, iri: str, seen: tuple[str, ...]) -> tuple[str, ...]:
        """Return what contains a place, innermost first: the longest way out.

        One report can give a place two containers (a city in a region, and in the state).
        """
        best: tuple[str, ...] = ()
        for outer in self.d.all(iri, t.CONTAINED_IN):
            if outer in seen or outer == iri or len(seen) > 12:
                continue
            chain = (outer, *self._chain(outer, (*seen, iri)))
            if len(chain) > len(best):
                best = chain
        return best

    def account(self, iri: str) -> Account:
        d = self.d
        type_ = self.type_of(iri)
        plover, mode = _plover(d, iri, type_)
        trigger = d.need(iri, t.TRIGGER)
        start = int(d.need(iri, t.BEGIN_INDEX))
        place = d.one(iri, t.HAS_PLACE)
        evidence = [_span(d, span, d.need(span, t.ANCHOR_OF)) for span in d.all(iri, t.EVIDENCE)]
        evidence.sort(key=lambda span: (span.field == "title", span.start, span.end))
        return Account(
            iri=iri,
            type=type_,
            trigger=Span(
                start,
                start + len(trigger),
                trigger,
                "title" if d.one(iri, t.FIELD) else "body",
            ),
            participations=self.participations(iri, told=True),
            status=_STATUS_OF[d.need(iri, t.STATUS)],
            evidence=tuple(evidence),
            time=_time(d, iri),
            place=self.place(place) if place else None,
            topics=tuple(d.all(iri, t.TOPIC)),
            confidence=float(d.one(iri, t.CONFIDENCE) or 1),
            rules=tuple((d.one(iri, t.RULE) or "").split()),
            within=d.one(iri, t.PART_OF),
            plover=plover,
            plover_mode=mode,
        )

    def event(self, iri: str, reports: Iterable[str]) -> Event:
        d = self.d
        type_ = self.type_of(iri)
        plover, mode = _plover(d, iri, type_)
        place = d.one(iri, t.HAS_PLACE)
        disagrees = d.all(iri, t.DISAGREES_ON)
        return Event(
            iri=iri,
            type=type_,
            label=d.one(iri, t.LABEL) or type_.value,
            participations=self.participations(iri),
            status=_STATUS_OF[d.need(iri, t.STATUS)],
            accounts=tuple(d.all(iri, t.ACCOUNT)),
            reports=tuple(sorted(reports)),
            time=_time(d, iri),
            place=self.place(place) if place else None,
            topics=tuple(d.all(iri, t.TOPIC)),
            confidence=float(d.one(iri, t.CONFIDENCE) or 1),
            disagrees_on=tuple(
                field for field, node in t.FIELD_PROPERTY.items() if node.value in disagrees
            ),
            sub_events=tuple(d.all(iri, t.HAS_SUB_EVENT)),
            plover=plover,
            plover_mode=mode,
        )

    def quotation(self, iri: str) -> Quotation:
        d = self.d
        text = d.need(iri, t.TEXT)
        return Quotation(
            iri=iri,
            speaker=self.actor(d.need(iri, t.SPEAKER)),
            text=text,
            span=_span(d, iri, text),
            direct=d.one(iri, t.DIRECT) in ("true", "1"),
            account=d.one(iri, t.IN_ACCOUNT),
        )


def _report(d: Description, iri: str) -> Report:
    kinds = [_REPORT_KIND_OF[v] for v in d.all(iri, t.TYPE) if v in _REPORT_KIND_OF]
    publisher = d.one(iri, t.PUBLISHER)
    return Report(
        id=d.need(iri, t.IDENTIFIER),
        text="",
        title=d.one(iri, t.HEADLINE) or "",
        published=d.one(iri, t.PUBLISHED),
        source=d.one(iri, t.SOURCE) or "",
        url=d.one(iri, t.URL),
        publisher=publisher,
        author=d.one(iri, t.AUTHOR),
        language=d.one(iri, t.LANGUAGE) or "en",
        kind=kinds[0] if kinds else ReportKind.NEWS_ARTICLE,
        urls=tuple(d.all(iri, t.COPY_URL)),
        publishers=tuple(d.all(iri, t.COPY_PUBLISHER)),
        digest=d.need(iri, t.CONTENT_HASH),
    )


def _time(d: Description, iri: str) -> Time | None:
    edtf = d.one(iri, t.DATE)
    if edtf is None:
        return None
    implied = read_edtf(edtf) or ("", "", "day")
    start = d.one(iri, t.DATE_BEGIN)
    end = d.one(iri, t.DATE_END)
    precision = d.one(iri, t.DATE_PRECISION)
    basis = d.one(iri, t.DATE_BASIS)
    return Time(
        start=implied[0] if start is None else start,
        end=implied[1] if end is None else end,
        edtf=edtf,
        precision=next((p for p in PRECISIONS if p == precision), implied[2]),
        basis=next((b for b in BASES if b == basis), "stated"),
    )


def _span(d: Description, iri: str, text: str) -> Span:
    return Span(
        int(d.need(iri, t.BEGIN_INDEX)),
        int(d.need(iri, t.END_INDEX)),
        text,
        "title" if d.one(iri, t.FIELD) else "body",
    )


def _plover(d: Description, iri: str, type_: EventType) -> tuple[str | None, str | None]:
    """Return category and mode where they are not the type's own."""
    category = (d.one(iri, t.PLOVER_CATEGORY) or "").removeprefix(PLOVER_SCHEME) or None
    mode = (d.one(iri, t.PLOVER_MODE) or "").removeprefix(PLOVER_SCHEME) or None
    own = PLOVER[type_]
    return (category if category != own[0] else None, mode if mode != own[1] else None)


def _code(state: str | None) -> str | None:
    return state.rsplit("/", 1)[-1] if state else None


def _after(values: Iterable[str], prefix: str) -> str | None:
    return next((v.removeprefix(prefix) for v in values if v.startswith(prefix)), None)
