"""From a store to a `Picture`: the selected events with all that the page tells of them.

Everything is asked in bulk (`SELECT ?s ?p ?o` over some hundred subjects at a time), so that a
store behind HTTP answers in dozens of requests, not thousands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import pyoxigraph as ox

from graph.errors import AmbiguousName, InputError, QueryError
from graph.explorer.picture import (
    AccountRow,
    ActorRow,
    EventRow,
    PartRow,
    Picture,
    PlaceRow,
    ReportRow,
)
from graph.identifiers import BASE, ONTOLOGY, fold, graph_report, state_iri
from graph.model import EventType
from graph.rdf import terms as t
from graph.rdf.times import first_day, last_day
from graph.store import Store

CHUNK = 400
_STATE = state_iri("")
_KIND = {
    t.PERSON_CLASS.value: "person",
    t.STATE_CLASS.value: "state",
    t.ORGANISATION_CLASS.value: "organisation",
    t.GROUP_CLASS.value: "group",
}
_TYPE = {node.value: type_.value for type_, node in t.TYPE_CLASS.items()}
_FIELD = {node.value: field for field, node in t.FIELD_PROPERTY.items()}
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)

# subject -> predicate -> values, as text
Facts = Mapping[str, Mapping[str, list[str]]]


def read_picture(
    store: Store,
    *,
    actors: str | Collection[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[str] | None = None,
    title: str | None = None,
) -> Picture:
    """Read the events that match, their actors, accounts, reports and places.

    `actors` are names, aliases, alpha-3 codes or IRIs; an event matches that has one of them as
    actor or, for states, as party. `since` and `until` are ISO days, months or years; `types`
    names of `EventType`. Raises `QueryError` for a value that is none of these and
    `AmbiguousName` for a name of several actors.
    """
    names = [actors] if isinstance(actors, str) else list(actors or ())
    chosen = [_resolve(store, name) for name in names]
    kinds = [_type(name) for name in types or ()]
    first = _bound(since, "since", last=False)
    last = _bound(until, "until", last=True)
    iris = _select(store, [iri for iri, _ in chosen], kinds, first, last)

    events = _describe(store, iris)
    parts = _describe(store, _all(events, t.PARTICIPATION))
    actor_iris = [*_all(events, t.HAS_ACTOR), *_all(events, t.PARTY)]
    people = _describe(store, actor_iris)
    offices = _describe(store, _all(people, t.HELD_OFFICE))
    represented = [
        iri
        for facts in (people, parts)
        for node in (t.REPRESENTS, t.ON_BEHALF_OF)
        for iri in _all(facts, node)
    ]
    states = _describe(store, {i for i in represented if i not in people})
    places = _places(store, _all(events, t.HAS_PLACE))
    accounts, reports = _accounts(store, events, people)

    rows = [_event(iri, events[iri], parts, accounts) for iri in iris if iri in events]
    inside = {
        part: iri for iri in iris if iri in events for part in _get(events[iri], t.HAS_SUB_EVENT)
    }
    published = {report.id: report.published for report in reports}
    selection = ", ".join(
        [
            *(label for _, label in chosen),
            *(kind.value for kind in kinds),
            *([f"since {since}"] if since else []),
            *([f"until {until}"] if until else []),
        ]
    )
    actor_rows = [
        _actor(iri, facts, offices) for iri, facts in sorted(people.items()) if _kind(facts)
    ]
    return Picture(
        title=title or "Diplomacy",
        actors=tuple(actor_rows),
        events=tuple(
            replace(
                row,
                within=inside.get(row.id, ""),
                history=_history(row.accounts, published),
            )
            for row in rows
        ),
        reports=reports,
        places=tuple(places),
        states={
            _code(iri): _one(facts, t.LABEL) or _code(iri)
            for iri, facts in sorted([*people.items(), *states.items()])
            if iri.startswith(_STATE)
        },
        selection=selection,
    )


# ---- what is asked


def _type(name: str) -> EventType:
    for type_ in EventType:
        if type_.value.casefold() == name.strip().casefold():
            return type_
    known = ", ".join(type_.value for type_ in EventType)
    raise QueryError(f"{name!r} is no type of event; the types are {known}")


def _bound(value: str | None, name: str, *, last: bool) -> str | None:
    if value is None or not value.strip():
        return None
    text = value.strip()
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            raise ValueError
        return last_day(text) if last else first_day(text)
    except (ValueError, InputError):
        raise QueryError(
            f"{name} is {value!r}; give a day, month or year: 2025-05-08, 2025-05 or 2025"
        ) from None


def _resolve(store: Store, name: str) -> tuple[str, str]:
    """Return the IRI and label of the actor that a name, alias, code or IRI stands for."""
    text = name.strip()
    if re.match(r"https?://\S+$", text):
        found = _describe(store, [text])
        if text in found and _kind(found[text]):
            return text, _one(found[text], t.LABEL) or text
        raise QueryError(f"no actor <{text}> in {store.location}")
    if re.fullmatch(r"[A-Z]{3}", text):
        found = _describe(store, [state_iri(text)])
        if found:
            return state_iri(text), _one(found[state_iri(text)], t.LABEL) or text
    wanted = fold(text)
    hits: dict[str, tuple[int, str]] = {}
    names = f"<{t.LABEL.value}>|<{t.ALT_LABEL.value}>"
    rows = store.query(
        f"SELECT ?a ?n ?l WHERE {{ ?a a <{t.SEM_ACTOR.value}> ; {names} ?n ; "
        f"<{t.LABEL.value}> ?l }}"
    )
    near: dict[str, str] = {}
    for row in _solutions(rows):
        iri, written, label = row["a"], row["n"], row["l"]
        folded = fold(written)
        if folded == wanted and wanted:
            rank = 0 if written == label else 1
            hits[iri] = min(hits.get(iri, (9, "")), (rank, label))
        elif wanted and wanted in folded:
            near[iri] = label
    best = {
        i: label for i, (rank, label) in hits.items() if rank == min(r for r, _ in hits.values())
    }
    if len(best) == 1:
        return next(iter(best.items()))
    if len(best) > 1:
        choices = tuple(sorted((label, iri) for iri, label in best.items()))
        listed = "; ".join(f"{label} <{iri}>" for label, iri in choices[:5])
        raise AmbiguousName(f"{name!r} stands for several actors: {listed}", choices)
    if len(near) == 1:
        return next(iter(near.items()))
    hint = f"; did you mean {', '.join(sorted(set(near.values()))[:5])}?" if near else ""
    raise QueryError(f"no actor named {name!r} in {store.location}{hint}")


def _select(
    store: Store,
    actors: list[str],
    kinds: list[EventType],
    first: str | None,
    last: str | None,
) -> list[str]:
    """Return the IRIs of the events that match, sorted."""
    where = [f"?e a <{t.SEM_EVENT.value}> ."]
    if kinds:
        values = " ".join(f"<{t.TYPE_CLASS[kind].value}>" for kind in kinds)
        where.append(f"VALUES ?kind {{ {values} }} ?e a ?kind .")
    if actors:
        values = " ".join(ox.NamedNode(iri).__str__() for iri in actors)
        where.append(
            f"VALUES ?who {{ {values} }} {{ ?e <{t.HAS_ACTOR.value}> ?who }} UNION "
            f"{{ ?e <{t.PARTY.value}> ?who }}"
        )
    if first or last:
        where.append(f"?e <{t.EARLIEST.value}> ?from ; <{t.LATEST.value}> ?to .")
        date = f"<{t.XSD_DATE.value}>"
        if first:
            where.append(f'FILTER(?to >= "{first}"^^{date})')
        if last:
            where.append(f'FILTER(?from <= "{last}"^^{date})')
    rows = store.query(f"SELECT DISTINCT ?e WHERE {{ {' '.join(where)} }}")
    return sorted(row["e"] for row in _solutions(rows))


def _solutions(result: object) -> Iterator[dict[str, str]]:
    """Yield rows as texts; unbound variables are left out."""
    assert isinstance(result, ox.QuerySolutions)
    names = [variable.value for variable in result.variables]
    for row in result:
        yield {name: _text(row[name]) for name in names if row[name] is not None}


def _rows(result: object) -> Iterator[list[str]]:
    """Yield rows of which every variable is bound, as texts: the fast way for many."""
    assert isinstance(result, ox.QuerySolutions)
    for row in result:
        yield [_text(term) for term in row]


def _text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def _chunks(iris: Iterable[str]) -> Iterator[str]:
    """Yield lists of IRIs, written as SPARQL terms, sorted and each once."""
    unique = sorted(set(iris))
    for start in range(0, len(unique), CHUNK):
        yield " ".join(str(ox.NamedNode(iri)) for iri in unique[start : start + CHUNK])


def _describe(store: Store, iris: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Return what the default graph says of these subjects."""
    found: dict[str, dict[str, list[str]]] = {}
    for values in _chunks(iris):
        rows = store.query(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")
        for subject, predicate, value in _rows(rows):
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return {s: {p: sorted(values) for p, values in found[s].items()} for s in sorted(found)}


def _describe_reports(
    store: Store, iris: Iterable[str]
) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return what the reports' graphs say of these subjects: graph, subject, predicate."""
    found: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(dict)
    for values in _chunks(iris):
        rows = store.query(
            f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        for graph, subject, predicate, value in _rows(rows):
            facts = found[graph].setdefault(subject, {})
            facts.setdefault(predicate, []).append(value)
    return {
        graph: {
            subject: {predicate: sorted(values) for predicate, values in facts.items()}
            for subject, facts in sorted(subjects.items())
        }
        for graph, subjects in sorted(found.items())
    }


# ---- what is read from the answers


def _get(facts: Mapping[str, list[str]], node: ox.NamedNode) -> list[str]:
    return facts.get(node.value, [])


def _one(facts: Mapping[str, list[str]], node: ox.NamedNode) -> str:
    values = _get(facts, node)
    return values[0] if values else ""


def _all(facts: Facts, node: ox.NamedNode) -> list[str]:
    return [value for about in facts.values() for value in _get(about, node)]


def _kind(facts: Mapping[str, list[str]]) -> str:
    return next((_KIND[c] for c in _get(facts, t.TYPE) if c in _KIND), "")


def _code(iri: str) -> str:
    return iri.removeprefix(_STATE) if iri.startswith(_STATE) else ""


def _local(iri: str) -> str:
    return iri.removeprefix(ONTOLOGY)


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _actor(iri: str, facts: Mapping[str, list[str]], offices: Facts) -> ActorRow:
    item = next(
        (
            value.removeprefix(t.WIKIDATA)
            for value in _get(facts, t.SAME_AS)
            if value.startswith(t.WIKIDATA)
        ),
        "",
    )
    held = sorted(
        (
            _one(offices[office], t.LABEL),
            _one(offices[office], t.START_DATE),
            _one(offices[office], t.END_DATE),
        )
        for office in _get(facts, t.HELD_OFFICE)
        if office in offices
    )
    held.sort(key=lambda office: office[1] or "", reverse=True)
    return ActorRow(
        id=iri,
        label=_one(facts, t.LABEL) or _local(iri),
        kind=_kind(facts),
        state=_code(iri) or _code(_one(facts, t.REPRESENTS)),
        aliases=tuple(_get(facts, t.ALT_LABEL)),
        wikidata=item,
        offices=tuple(held),
        members=tuple(sorted(_code(m) or m for m in _get(facts, t.HAS_MEMBER))),
    )


def _event(
    iri: str,
    facts: Mapping[str, list[str]],
    parts: Facts,
    accounts: Mapping[str, AccountRow],
) -> EventRow:
    told = tuple(accounts[a] for a in _get(facts, t.ACCOUNT) if a in accounts)
    type_ = next((_TYPE[c] for c in _get(facts, t.TYPE) if c in _TYPE), "Event")
    roles = [
        PartRow(
            actor=_one(parts[part], t.ACTOR),
            role=_local(_one(parts[part], t.ROLE_TYPE)),
            capacity=_one(parts[part], t.CAPACITY),
            behalf=_code(_one(parts[part], t.ON_BEHALF_OF)),
        )
        for part in _get(facts, t.PARTICIPATION)
        if part in parts
    ]
    roles.sort(key=lambda p: (p.role not in {"host", "source", "speaker"}, p.role, p.actor))
    return EventRow(
        id=iri,
        label=_one(facts, t.LABEL) or type_,
        type=type_,
        status=_local(_one(facts, t.STATUS)),
        start=_one(facts, t.EARLIEST),
        end=_one(facts, t.LATEST),
        date=_one(facts, t.DATE),
        place=_one(facts, t.HAS_PLACE),
        state=_code(_one(facts, t.IN_STATE)),
        parts=tuple(roles),
        parties=tuple(sorted(_code(p) for p in _get(facts, t.PARTY) if _code(p))),
        topics=tuple(_get(facts, t.TOPIC)),
        confidence=_float(_one(facts, t.CONFIDENCE)),
        disagrees=tuple(_FIELD[p] for p in _get(facts, t.DISAGREES_ON) if p in _FIELD),
        accounts=told,
    )


def _history(
    accounts: Iterable[AccountRow], published: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return ``(published, status)`` of the accounts in order, where they differ."""
    told = sorted((published.get(a.report, "") or "9999", a.status) for a in accounts)
    if len({status for _, status in told}) < 2:
        return ()
    return tuple(("" if day == "9999" else day, status) for day, status in told)


def _places(store: Store, iris: Iterable[str]) -> list[PlaceRow]:
    """Return the places of events, each with the names of what contains it."""
    wanted = sorted(set(iris))
    facts: dict[str, dict[str, list[str]]] = {}
    todo = set(wanted)
    while todo:  # containers of containers; what the store does not describe ends the way
        found = _describe(store, todo)
        facts.update(found)
        todo = set(_all(found, t.CONTAINED_IN)) - set(facts)
    rows = []
    for iri in wanted:
        about = facts.get(iri, {})
        names: list[str] = []
        seen = {iri}
        at = _one(about, t.CONTAINED_IN)
        while at and at not in seen and at in facts:
            seen.add(at)
            names.append(_one(facts[at], t.LABEL))
            at = _one(facts[at], t.CONTAINED_IN)
        point = _POINT.search(_one(about, t.AS_WKT))
        if not point:
            for outer in seen:
                point = point or _POINT.search(_one(facts.get(outer, {}), t.AS_WKT))
        rows.append(
            PlaceRow(
                id=iri,
                label=_one(about, t.LABEL) or iri.removeprefix(BASE),
                state=_code(_one(about, t.IN_STATE)),
                lat=float(point.group(2)) if point else None,
                lon=float(point.group(1)) if point else None,
                within=tuple(name for name in names if name),
            )
        )
    return rows


def _accounts(
    store: Store, events: Facts, people: Facts
) -> tuple[dict[str, AccountRow], tuple[ReportRow, ...]]:
    """Return the accounts by IRI and the reports that they come from."""
    graphs = _describe_reports(store, _all(events, t.ACCOUNT))
    inner: set[str] = set()
    for about in graphs.values():
        for node in (t.PARTICIPATION, t.EVIDENCE, t.HAS_PLACE):
            inner.update(_all(about, node))
    details = _describe_reports(store, inner)
    spoken = {
        actor
        for about in details.values()
        for actor in _all(about, t.ACTOR)
        if not actor.startswith(_STATE)
    }
    names = _describe_reports(store, spoken)
    about_reports = _describe_reports(store, {graph_report(graph) for graph in graphs})
    labels = {iri: _one(facts, t.LABEL) for iri, facts in people.items()}

    accounts: dict[str, AccountRow] = {}
    reports: list[ReportRow] = []
    for graph in sorted(graphs):
        report = graph_report(graph)
        known = about_reports.get(graph, {}).get(report, {})
        reports.append(
            ReportRow(
                id=report,
                title=_one(known, t.HEADLINE),
                published=_one(known, t.PUBLISHED),
                publisher=_one(known, t.PUBLISHER),
                url=_one(known, t.URL) or _one(known, t.SOURCE),
            )
        )
        local = details.get(graph, {})
        called = names.get(graph, {})

        def name_of(part: Mapping[str, list[str]], called: Facts = called) -> str:
            actor = _one(part, t.ACTOR)
            own = _one(called.get(actor, {}), t.LABEL)
            return _one(part, t.NAME_AS_WRITTEN) or own or labels.get(actor, "") or _code(actor)

        for iri, facts in graphs[graph].items():
            if t.ACCOUNT_CLASS.value not in _get(facts, t.TYPE):
                continue
            spans = [local[s] for s in _get(facts, t.EVIDENCE) if s in local]
            spans.sort(key=lambda s: (bool(_get(s, t.FIELD)), int(_one(s, t.BEGIN_INDEX) or 0)))
            place = _one(facts, t.HAS_PLACE)
            accounts[iri] = AccountRow(
                report=report,
                type=next((_TYPE[c] for c in _get(facts, t.TYPE) if c in _TYPE), ""),
                trigger=_one(facts, t.TRIGGER),
                evidence=tuple(_one(s, t.ANCHOR_OF) for s in spans),
                status=_local(_one(facts, t.STATUS)),
                date=_one(facts, t.DATE),
                basis=_one(facts, t.DATE_BASIS),
                place=_one(local.get(place, {}), t.LABEL),
                confidence=_float(_one(facts, t.CONFIDENCE)),
                rules=tuple(_one(facts, t.RULE).split()),
                parts=tuple(
                    (
                        name_of(local[p]),
                        _local(_one(local[p], t.ROLE_TYPE)),
                        _one(local[p], t.CAPACITY),
                    )
                    for p in _get(facts, t.PARTICIPATION)
                    if p in local
                ),
                topics=tuple(_get(facts, t.TOPIC)),
            )
    return accounts, tuple(reports)
