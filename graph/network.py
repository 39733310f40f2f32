"""Networks out of the merged graph: projections to networkx and the measures researchers use.

A projection is a pure function of an `EventTable`, which `load_events` reads from a store
with two SPARQL questions, so that one reading serves several networks. Every docstring says
what a node, an edge, a weight and a direction mean. Nodes are IRIs (so that two people of one
name stay two); the attribute ``label`` holds the name. Unless asked otherwise only events
that took place count (status ``occurred`` or ``ongoing``).
"""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Literal

import networkx as nx
import pyoxigraph as ox

from graph.errors import QueryError
from graph.identifiers import BASE, ONTOLOGY
from graph.model import ENCOUNTERS, PLOVER, EventType, Role, Status
from graph.store import Store

Level = Literal["actors", "persons", "states"]
Frequency = Literal["month", "year"]

TOOK_PLACE = (Status.OCCURRED, Status.ONGOING)

# PLOVER's quad classes, cooperative against conflictual; a reported utterance is neither.
# Source: PLOVER manual, "Event categories", after the Goldstein scale's sign.
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
CONFLICTUAL = frozenset(
    {
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    }
)


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor as a node: IRI, name, kind (``person`` …) and the state it is or represents."""

    iri: str
    label: str
    kind: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as the networks need it.

    `begin` and `end` are the earliest and latest possible ISO days or None. `parts` are
    ``(actor IRI, role, alpha-3 code that the actor is or speaks for)``; `where` is the
    alpha-3 code of the state in which it took place.
    """

    iri: str
    type: EventType
    status: Status
    label: str
    begin: str | None
    end: str | None
    where: str | None
    parties: tuple[str, ...]
    parts: tuple[tuple[str, Role, str | None], ...]
    precise: bool = False  # the day is known


@dataclass(frozen=True, slots=True)
class EventTable:
    """Events in order of date, then IRI, with the actors that take part in them."""

    events: tuple[EventRow, ...]
    actors: Mapping[str, ActorRow] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.events)

    def between(self, since: str | None = None, until: str | None = None) -> EventTable:
        """Return the events that may lie within the days given, ends included.

        `since` and `until` may be coarser than a day (``"2024"`` ends on 31 December).
        An event without any date is left out as soon as one end is given.
        """
        if since is None and until is None:
            return self
        low, high = since or "", f"{until}\uffff" if until else "\uffff"
        kept = tuple(
            e for e in self.events if e.begin and (e.end or e.begin) >= low and e.begin <= high
        )
        return replace(self, events=kept)


_TYPES = frozenset(t.value for t in EventType)
_STATUSES = frozenset(s.value for s in Status)

_PREFIXES = f"""PREFIX dg: <{ONTOLOGY}>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

_EVENTS = """SELECT ?e ?type ?status ?label ?begin ?end ?day ?where WHERE {
  ?e a sem:Event ; a ?type ; dg:status ?status .
  FILTER(?type != sem:Event)
  OPTIONAL { ?e rdfs:label ?label }
  OPTIONAL { ?e sem:hasEarliestBeginTimeStamp ?begin }
  OPTIONAL { ?e sem:hasLatestEndTimeStamp ?end }
  OPTIONAL { ?e sem:hasBeginTimeStamp ?day }
  OPTIONAL { ?e dg:inState ?where }
}"""
_PARTS = """SELECT ?e ?actor ?role ?for WHERE {
  ?e a sem:Event ; dg:participation ?p .
  ?p dg:actor ?actor ; sem:roleType ?role .
  OPTIONAL { ?p dg:onBehalfOf ?for }
}"""
_PARTIES = "SELECT ?e ?state WHERE { ?e a sem:Event ; dg:party ?state }"
_ACTORS = """SELECT ?actor ?label ?state WHERE {
  ?actor a sem:Actor ; rdfs:label ?label .
  OPTIONAL { ?actor dg:represents ?state }
}"""


def load_events(
    store: Store,
    *,
    types: Iterable[str] | None = None,
    statuses: Iterable[str] | None = TOOK_PLACE,
    since: str | None = None,
    until: str | None = None,
    actor: str | None = None,
) -> EventTable:
    """Read the events of a store.

    Args:
        store: an open store; only its merged part (default graph) is asked.
        types: event types to keep (``"Meeting"``, ``"Call"`` …); None keeps all.
        statuses: statuses to keep; None keeps all. Default: what took place.
        since: first day, month or year (ISO), see `EventTable.between`.
        until: last day, month or year (ISO), included.
        actor: IRI of an actor; only events with it as a participant or party are kept.

    Raises:
        QueryError: for an unknown type or status.
        StoreError: when the store cannot be read.
    """
    wanted = _checked(types, EventType, "event type")
    allowed = _checked(statuses, Status, "status")
    parts: dict[str, list[tuple[str, Role, str | None]]] = defaultdict(list)
    for row in _rows(store, _PARTS):
        role = _local(row["role"])
        parts[row["e"].value].append((row["actor"].value, Role(role), _code(row["for"])))
    parties: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, _PARTIES):
        parties[row["e"].value].add(row["state"].value.rsplit("/", 1)[-1])
    found: dict[str, EventRow] = {}
    for row in _rows(store, _EVENTS):
        iri = row["e"].value
        type_, status = _local(row["type"]), _local(row["status"])
        if type_ not in _TYPES or status not in _STATUSES:
            continue  # an extension's class beside ours
        if (wanted and type_ not in wanted) or (allowed and status not in allowed):
            continue
        begin, end = _text(row["begin"]), _text(row["end"])
        found[iri] = EventRow(
            iri,
            EventType(type_),
            Status(status),
            _text(row["label"]) or type_,
            begin,
            end or begin,
            _code(row["where"]),
            tuple(sorted(parties[iri])),
            tuple(sorted(parts[iri], key=lambda part: (part[0], part[1]))),
            row["day"] is not None,
        )
    rows = sorted(found.values(), key=lambda e: (e.begin or "9999", e.iri))
    if actor is not None:
        code = _code_of_iri(actor)
        rows = [
            e
            for e in rows
            if any(a == actor for a, _, _ in e.parts) or (code and code in e.parties)
        ]
    used = {a for e in rows for a, _, _ in e.parts}
    used |= {f"{BASE}state/{code}" for e in rows for code in e.parties}
    used |= {f"{BASE}state/{e.where}" for e in rows if e.where}
    actors = {iri: row for iri, row in _actors(store) if iri in used}
    for iri in used - actors.keys():  # a participant that nothing describes
        code = _code_of_iri(iri)
        actors[iri] = ActorRow(iri, code or iri.rsplit("/", 1)[-1], _kind(iri), code)
    return EventTable(tuple(rows), dict(sorted(actors.items()))).between(since, until)


def _checked(values: Iterable[str] | None, kind: Any, what: str) -> frozenset[str]:
    given = frozenset(str(v) for v in values or ())
    if unknown := sorted(given - {str(k.value) for k in kind}):
        known = ", ".join(k.value for k in kind)
        raise QueryError(f"unknown {what} {unknown[0]!r}; known are {known}")
    return given


def _rows(store: Store, select: str) -> Iterator[ox.QuerySolution]:
    answer = store.query(_PREFIXES + select)
    assert isinstance(answer, ox.QuerySolutions)
    yield from answer


def _local(term: Any) -> str:
    return str(term.value).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _code(term: Any) -> str | None:
    return None if term is None else _code_of_iri(term.value)


def _code_of_iri(iri: str) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri.startswith(f"{BASE}state/") else None


def _kind(iri: str) -> str:
    return iri.removeprefix(BASE).split("/", 1)[0]


def _actors(store: Store) -> Iterator[tuple[str, ActorRow]]:
    best: dict[str, ActorRow] = {}
    for row in _rows(store, _ACTORS):
        iri = row["actor"].value
        country = _code(row["state"]) or _code_of_iri(iri)
        actor = ActorRow(iri, str(row["label"].value), _kind(iri), country)
        if iri not in best or (actor.label, actor.country or "") < (
            best[iri].label,
            best[iri].country or "",
        ):
            best[iri] = actor
    yield from best.items()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking a network while it is being built.

    networkx makes several dictionaries an edge and no garbage; at 100,000 events the collector
    took half of the time (27 against 14 times the time of 10,000 events).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_paused()
def actors_and_events(table: EventTable) -> nx.Graph[str]:
    """Return the bipartite network of actors and events.

    Node: an actor (``bipartite=0``) or an event (``bipartite=1``). Edge: the actor takes part
    in the event; ``roles`` lists how. No weight, no direction. An event with one participant
    is a leaf; isolated actors do not occur.
    """
    graph: nx.Graph[str] = nx.Graph()
    for event in table.events:
        graph.add_node(
            event.iri,
            bipartite=1,
            label=event.label,
            type=event.type.value,
            status=event.status.value,
            begin=event.begin,
            end=event.end,
        )
        for actor, role, _ in event.parts:
            _add_actor(graph, table, actor, bipartite=0)
            roles = graph.get_edge_data(actor, event.iri, {}).get("roles", ())
            graph.add_edge(actor, event.iri, roles=(*roles, role.value))
    return graph


@_collector_paused()
def co_participation(
    table: EventTable, level: Level = "actors", *, max_parties: int | None = None
) -> nx.Graph[str]:
    """Return who takes part in events together.

    Node: an actor as it takes part (``level="actors"``), only persons (``"persons"``), or
    states, each standing for everyone who acts for it (``"states"``). Edge: the two share at
    least one event. ``weight``: the number of shared events (a summit of twenty counts once for
    each of its 190 pairs unless `max_parties` leaves events with more parties out). ``first``
    and ``last``: ISO days (earliest begin) or None; ``types``: events by type; ``events``: their
    IRIs in order of date. No direction, no self-loops. Nodes without a shared event are kept.
    """
    graph: nx.Graph[str] = nx.Graph()
    for event in table.events:
        members = _members(event, table, level)
        for member in members:
            _add_actor(graph, table, member)
        if max_parties is not None and len(members) > max_parties:
            continue
        for pair in combinations(members, 2):
            _count(graph, *pair, event)
    return graph


def _members(event: EventRow, table: EventTable, level: Level) -> list[str]:
    if level == "states":
        return [f"{BASE}state/{code}" for code in event.parties]
    actors = dict.fromkeys(actor for actor, _, _ in event.parts)
    if level == "persons":
        return [a for a in actors if _kind(a) == "person"]
    return list(actors)


def _add_actor(graph: nx.Graph[str], table: EventTable, iri: str, **more: Any) -> None:
    if iri not in graph:
        row = table.actors.get(iri) or ActorRow(iri, iri.rsplit("/", 1)[-1], _kind(iri))
        graph.add_node(iri, label=row.label, kind=row.kind, country=row.country, **more)


def _count(graph: nx.Graph[str], source: str, target: str, event: EventRow) -> None:
    if not graph.has_edge(source, target):
        graph.add_edge(source, target, weight=0, first=None, last=None, types={}, events=[])
    _tally(graph[source][target], event)


def _tally(data: dict[str, Any], event: EventRow) -> None:
    data["weight"] += 1
    data["types"][event.type.value] = data["types"].get(event.type.value, 0) + 1
    data["events"].append(event.iri)
    if event.begin:
        data["first"] = min(data["first"] or event.begin, event.begin)
        data["last"] = max(data["last"] or event.begin, event.begin)


@_collector_paused()
def visits(table: EventTable) -> nx.DiGraph[str]:
    """Return the directed network of visits between states.

    Node: a state. Edge from A to B: someone who acts for A visited B. ``weight``: the number
    of visits (a delegation counts once); ``first``, ``last``, ``types`` and ``events`` as in
    `co_participation`. A visit whose place has no known state, or to one's own state, is left out.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for event in table.events:
        if event.type is not EventType.VISIT or event.where is None:
            continue
        host = f"{BASE}state/{event.where}"
        visitors = {
            code
            for actor, role, for_ in event.parts
            if role is not Role.HOST
            and (code := for_ or _code_of_iri(actor) or _country(table, actor))
        }
        for code in sorted(visitors - {event.where}):
            visitor = f"{BASE}state/{code}"
            _add_actor(graph, table, visitor)
            _add_actor(graph, table, host)
            _count(graph, visitor, host, event)
    return graph


def _country(table: EventTable, actor: str) -> str | None:
    row = table.actors.get(actor)
    return row.country if row else None


@_collector_paused()
def statements(table: EventTable, level: Level = "states") -> nx.MultiDiGraph[str]:
    """Return who acts or speaks towards whom, by PLOVER category.

    Node: a state (or an actor, by `level`). Edge from A to B, one for each category (the
    edge's key): A is speaker or source, B target of political acts of that category.
    ``weight``: their number; ``quad``: ``"cooperative"`` or ``"conflictual"``; ``first``,
    ``last``, ``types`` and ``events`` as in `co_participation`. Encounters and agreements have
    no direction and are left out.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for event in table.events:
        category = PLOVER[event.type][0] or "STATEMENT"
        if event.type in ENCOUNTERS or event.type is EventType.AGREEMENT:
            continue
        sides: dict[bool, dict[str, None]] = {False: {}, True: {}}
        for actor, role, for_ in event.parts:
            node = _at_level(table, actor, for_, level)
            if node and role in (Role.SOURCE, Role.SPEAKER, Role.TARGET):
                sides[role is Role.TARGET][node] = None
        for source in sides[False]:
            for target in sides[True]:
                if source == target:
                    continue
                _add_actor(graph, table, source)
                _add_actor(graph, table, target)
                _count_act(graph, source, target, category, event)
    return graph


def _at_level(table: EventTable, actor: str, for_: str | None, level: Level) -> str | None:
    if level == "states":
        code = for_ or _code_of_iri(actor) or _country(table, actor)
        return f"{BASE}state/{code}" if code else None
    return actor if level == "actors" or _kind(actor) == "person" else None


def _count_act(
    graph: nx.MultiDiGraph[str], source: str, target: str, category: str, event: EventRow
) -> None:
    if not graph.has_edge(source, target, category):
        quad = "cooperative" if category in COOPERATIVE else "conflictual"
        graph.add_edge(
            source,
            target,
            category,
            category=category,
            quad=quad if category in COOPERATIVE | CONFLICTUAL else None,
            weight=0,
            first=None,
            last=None,
            types={},
            events=[],
        )
    _tally(graph[source][target][category], event)


PROJECTIONS: dict[str, Callable[[EventTable], nx.Graph[str]]] = {
    "actors-and-events": actors_and_events,
    "actors": lambda table: co_participation(table, "actors"),
    "persons": lambda table: co_participation(table, "persons"),
    "states": lambda table: co_participation(table, "states"),
    "visits": visits,
    "statements": statements,
}


def project(table: EventTable, kind: str) -> nx.Graph[str]:
    """Return the projection of that name (see `PROJECTIONS`).

    Raises `QueryError`, naming the projections there are, for another name.
    """
    try:
        return PROJECTIONS[kind](table)
    except KeyError:
        known = ", ".join(PROJECTIONS)
        raise QueryError(f"unknown network {kind!r}; known are {known}") from None


def snapshots(
    table: EventTable,
    kind: str = "states",
    frequency: Frequency = "year",
    *,
    cumulative: bool = False,
) -> dict[str, nx.Graph[str]]:
    """Return one network for each period in which something happened, in order.

    Keys are ``"2025"`` or ``"2025-05"``. An event belongs to the period of its earliest begin;
    one that is not known to the period (``"2025"`` in monthly snapshots) is left out. With
    `cumulative` each network holds everything up to the end of its period.
    """
    if frequency not in ("month", "year"):
        raise QueryError(f"unknown frequency {frequency!r}; known are month, year")
    size = 7 if frequency == "month" else 4
    periods: dict[str, list[EventRow]] = defaultdict(list)
    for event in table.events:
        known = event.precise or (event.begin or "")[:size] == (event.end or "")[:size]
        if event.begin and known:
            periods[event.begin[:size]].append(event)
    result: dict[str, nx.Graph[str]] = {}
    so_far: list[EventRow] = []
    for period in sorted(periods):
        so_far = [*so_far, *periods[period]] if cumulative else periods[period]
        result[period] = project(replace(table, events=tuple(so_far)), kind)
    return result


def centralities(graph: nx.Graph[str], *, seed: int = 0) -> dict[str, dict[str, float]]:
    """Return four centralities of every node: ``{node: {measure: value}}``.

    ``degree`` is the number of distinct neighbours, ``strength`` the sum of weights,
    ``betweenness`` networkx's (Brandes 2001) with distance ``1 / weight``, normalised, estimated
    from 500 pivots above 2,000 nodes (`seed` draws them); ``eigenvector`` networkx's weighted one
    computed per connected component, 0 where it is not defined. Direction is ignored for the
    last; a multigraph's parallel edges are summed first.
    """
    simple = _summed(graph)
    if not simple:
        return {}
    for _, _, data in simple.edges(data=True):
        data["distance"] = 1 / data["weight"]
    pivots = 500 if simple.number_of_nodes() > 2000 else None
    between = nx.betweenness_centrality(simple, k=pivots, weight="distance", seed=seed)
    eigen = _eigenvector(simple)
    return {
        node: {
            "degree": float(simple.degree(node)),
            "strength": float(simple.degree(node, weight="weight")),
            "betweenness": between[node],
            "eigenvector": eigen[node],
        }
        for node in simple
    }


def _summed(graph: nx.Graph[str]) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    simple.add_nodes_from(graph.nodes(data=True))
    for source, target, data in graph.edges(data=True):
        before = simple.get_edge_data(source, target, {}).get("weight", 0)
        simple.add_edge(source, target, weight=before + data.get("weight", 1))
    return simple


def _eigenvector(graph: nx.Graph[str]) -> dict[str, float]:
    undirected: nx.Graph[str] = nx.Graph()
    undirected.add_nodes_from(graph)
    for source, target, data in graph.edges(data=True):
        before = undirected.get_edge_data(source, target, {}).get("weight", 0)
        undirected.add_edge(source, target, weight=before + data["weight"])
    values = dict.fromkeys(undirected, 0.0)
    for component in nx.connected_components(undirected):
        if len(component) > 2:
            part = undirected.subgraph(sorted(component))
            try:
                values.update(nx.eigenvector_centrality(part, weight="weight", max_iter=1000))
            except nx.PowerIterationFailedConvergence:
                continue  # stays 0: bipartite-like components have no dominant vector
    return values


def communities(graph: nx.Graph[str], *, seed: int = 0) -> list[list[str]]:
    """Return communities of nodes, largest first (Louvain by networkx, weighted, seeded).

    Nodes and edges are sorted first, so that equal graphs give equal communities. Direction
    is ignored.
    """
    simple = _summed(graph)
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(simple))
    for source, target, data in sorted(simple.edges(data=True), key=lambda edge: edge[:2]):
        before = ordered.get_edge_data(source, target, {}).get("weight", 0)
        ordered.add_edge(source, target, weight=before + data["weight"])
    if not ordered:
        return []
    found = nx.community.louvain_communities(ordered, weight="weight", seed=seed)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def brokerage(graph: nx.Graph[str]) -> dict[str, dict[str, float]]:
    """Return how far each node stands between others: ``{node: {measure: value}}``.

    ``constraint`` (Burt 1992, networkx; low is a broker, NaN for an isolate) and
    ``effective_size`` of its neighbourhood, both on the undirected weighted network.
    """
    simple = _summed(graph).to_undirected()
    constraint = nx.constraint(simple, weight="weight")
    size: dict[str, float] = nx.effective_size(simple)
    return {n: {"constraint": constraint[n], "effective_size": size[n]} for n in simple}


def visit_balance(graph: nx.DiGraph[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return, for each pair of states that visit at all, visits there and back.

    Keys are pairs in order of IRI; the first number counts visits from the first to the second.
    The overall share of reciprocated edges is ``networkx.reciprocity``.
    """
    pairs = sorted({(min(a, b), max(a, b)) for a, b in graph.edges})
    count = {(a, b): data["weight"] for a, b, data in graph.edges(data=True)}
    return {(a, b): (count.get((a, b), 0), count.get((b, a), 0)) for a, b in pairs}


def dyad_series(
    table: EventTable, first: str, second: str, frequency: Frequency = "year"
) -> dict[str, Counter[str]]:
    """Return counts of the two states' shared events by period and type, in order of time.

    `first` and `second` are alpha-3 codes. Only periods with an event are listed; an event
    belongs to the period of its earliest begin.
    """
    size = 7 if frequency == "month" else 4
    series: dict[str, Counter[str]] = defaultdict(Counter)
    for event in table.events:
        if event.begin and {first, second} <= set(event.parties):
            series[event.begin[:size]][event.type.value] += 1
    return dict(sorted(series.items()))


def first_encounters(
    table: EventTable, level: Level = "states", types: Sequence[str] | None = None
) -> dict[tuple[str, str], EventRow]:
    """Return, for each pair, the earliest dated event that they share (novelty).

    Keys are pairs in order of IRI. "First" means first in the store, which need not go back
    to the beginning of relations.
    """
    wanted = _checked(types, EventType, "event type")
    found: dict[tuple[str, str], EventRow] = {}
    for event in table.events:
        if event.begin is None or (wanted and event.type.value not in wanted):
            continue
        for pair in combinations(sorted(_members(event, table, level)), 2):
            found.setdefault(pair, event)
    return found
