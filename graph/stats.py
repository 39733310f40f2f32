"""Counts of what a store holds."""

from __future__ import annotations

from graph.rdf.asking import optional, select, value
from graph.store import Store

# Each counts in an index scan or two; none joins over all graphs.
_COUNTS = {
    "events": "SELECT (COUNT(*) AS ?n) { ?x a sem:Event }",
    "accounts": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?x a dg:Account } }",
    "reports": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?g prov:wasDerivedFrom ?x } }",
    "quotations": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?x a dg:Quotation } }",
    "actors": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?e a sem:Event ; sem:hasActor ?x }",
    "states": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?e a sem:Event ; dg:party ?x }",
    "places": "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?e a sem:Event ; sem:hasPlace ?x }",
}
_SHARES = {
    "types": "SELECT ?k (COUNT(*) AS ?n) { ?e a sem:Event, ?k FILTER(?k != sem:Event) } GROUP BY ?k",
    "statuses": "SELECT ?k (COUNT(*) AS ?n) { ?e a sem:Event ; dg:status ?k } GROUP BY ?k",
}
_PERIOD = """SELECT (MIN(?a) AS ?first) (MAX(?b) AS ?last)
{ ?e a sem:Event ; sem:hasBeginTimeStamp ?a ; sem:hasEndTimeStamp ?b }"""


def stats(store: Store) -> dict[str, int]:
    """Return counts: events, accounts, reports, quotations, actors, states, places, quads.

    Actors, states and places are counted where an event names them; the background knows more.
    """
    found = {}
    for name, query in _COUNTS.items():
        (row,) = select(store, query)
        found[name] = int(value(row, "n"))
    found["quads"] = store.count()
    return found


def shares(store: Store) -> dict[str, dict[str, int]]:
    """Return the number of events by type and by status, most frequent first."""
    found = {}
    for name, query in _SHARES.items():
        rows = [
            (value(row, "k").rsplit("#", 1)[-1], int(value(row, "n")))
            for row in select(store, query)
        ]
        found[name] = dict(sorted(rows, key=lambda row: (-row[1], row[0])))
    return found


def period(store: Store) -> tuple[str, str] | None:
    """Return the first begin and the last end known to the day, or None where there is none."""
    for row in select(store, _PERIOD):
        first, last = optional(row, "first"), optional(row, "last")
        if first and last:
            return first, last
    return None
