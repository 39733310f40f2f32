"""Questions that SPARQL alone cannot answer: their query is a part of a search in Python.

A step takes the store, the question and its bound values, and gives columns and rows. A
question names its step in its header (``step: shortest_chain``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import networkx as nx
import pyoxigraph as ox

from graph.errors import QueryError
from graph.identifiers import BASE
from graph.store import Store
from queries.asking import select
from queries.catalogue import NamedQuery, bind

Rows = list[tuple[ox.NamedNode | ox.Literal | None, ...]]
Answer = tuple[list[str], Rows]
# Actors asked for in one query, and actors seen before the search gives up.
RING = 2000
MOST_SEEN = 200_000


def shortest_chain(store: Store, query: NamedQuery, values: Mapping[str, str]) -> Answer:
    """Return the links of a shortest chain of events between two actors.

    Breadth-first from both ends, the smaller ring first; the query gives a ring's events and
    the others in them. No chain gives no rows.
    """
    columns = ["step", "a", "name", "b", "with", "event", "label", "date"]
    start, goal = values["actor"], values["with"]
    if start == goal:
        raise QueryError("chain: actor and with are the same; give two")
    # Bipartite: actors and events, so that a summit of twenty is twenty edges, not 190.
    met: nx.Graph[str] = nx.Graph()
    met.add_nodes_from((start, goal))
    seen: tuple[set[str], set[str]] = ({start}, {goal})
    rings: list[set[str]] = [{start}, {goal}]
    while rings[0] and rings[1] and not seen[0] & seen[1]:
        side = 0 if len(rings[0]) <= len(rings[1]) else 1
        rings[side] = _expand(store, query, values, rings[side], met) - seen[side]
        seen[side].update(rings[side])
        if len(seen[0]) + len(seen[1]) > MOST_SEEN:
            raise QueryError(f"chain: gave up after {MOST_SEEN} actors; give fewer types")
    if not nx.has_path(met, start, goal):
        return columns, []
    path: list[str] = nx.shortest_path(met, start, goal)
    return columns, _links(store, query, values, path[::2], met)


def _expand(
    store: Store, query: NamedQuery, values: Mapping[str, str], ring: set[str], met: nx.Graph[str]
) -> set[str]:
    """Add the events of a ring of actors to the network; return all who took part."""
    found: set[str] = set()
    actors = sorted(ring)
    for at in range(0, len(actors), RING):
        # Two parameters make the list of actors: the ring goes in as the one, the other is
        # repeated, which VALUES would count twice.
        chunk = actors[at : at + RING]
        text = bind(query.text, {**values, "actor": " ".join(chunk), "with": ""})
        for row in select(store, text):
            event, other = str(row["event"]), str(row["other"])
            met.add_edge(str(row["actor"]), event)
            met.add_edge(other, event)
            found.add(other)
    return found


def _links(
    store: Store,
    query: NamedQuery,
    values: Mapping[str, str],
    actors: list[str],
    met: nx.Graph[str],
) -> Rows:
    labels = _labels(store, actors)
    rows: Rows = []
    for step, (one, two) in enumerate(pairwise(actors), 1):
        event, label, date = _latest(store, sorted(set(met[one]) & set(met[two])))
        integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
        rows.append(
            (
                ox.Literal(str(step), datatype=integer),
                _node(one), labels.get(one), _node(two), labels.get(two), event, label, date,
            )
        )  # fmt: skip
    return rows


def _node(text: str) -> ox.NamedNode:
    return ox.NamedNode(text[1:-1])


def _labels(store: Store, nodes: list[str]) -> dict[str, ox.Literal]:
    rows = select(
        store,
        f"SELECT ?x ?label WHERE {{ VALUES ?x {{ {' '.join(nodes)} }} "
        "?x <http://www.w3.org/2000/01/rdf-schema#label> ?label }",
    )
    return {str(row["x"]): row["label"] for row in rows}


def _latest(
    store: Store, events: list[str]
) -> tuple[ox.NamedNode, ox.Literal | None, ox.Literal | None]:
    sem = "http://semanticweb.cs.vu.nl/2009/11/sem/hasEarliestBeginTimeStamp"
    rows = select(
        store,
        f"SELECT ?e ?label ?date WHERE {{ VALUES ?e {{ {' '.join(events)} }} "
        "OPTIONAL { ?e <http://www.w3.org/2000/01/rdf-schema#label> ?label } "
        f"OPTIONAL {{ ?e <{BASE}ontology#date> ?date }} OPTIONAL {{ ?e <{sem}> ?begin }} }} "
        "ORDER BY DESC(?begin) ?e LIMIT 1",
    )
    row = next(rows)
    return row["e"], row["label"], row["date"]


STEPS: dict[str, Callable[[Store, NamedQuery, Mapping[str, str]], Answer]] = {
    "shortest_chain": shortest_chain
}
