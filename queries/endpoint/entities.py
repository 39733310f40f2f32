"""What a page shows of an event, actor, place or report: read with a few look-ups each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from graph.identifiers import BASE, report_graph
from graph.rdf import PREFIXES
from graph.store import Store
from queries.asking import select
from queries.results import python_value, short_iri

_P = "".join(
    f"PREFIX {p}: <{PREFIXES[p]}>\n"
    for p in ("dg", "rdfs", "schema", "sem", "skos", "nif", "owl", "geo", "org", "prov")
)
ACTORS = ("person", "state", "organisation", "group")
KINDS = (*ACTORS, "event", "place", "report")
Row = dict[str, Any]


def rows(store: Store, text: str) -> list[Row]:
    """Return the rows of a query as dicts of Python values; ``*_iri`` stay full IRIs."""
    answer = store.query(_P + text)
    assert isinstance(answer, ox.QuerySolutions)
    names = [v.value for v in answer.variables]
    return [
        {name: python_value(term) for name, term in zip(names, row, strict=True)} for row in answer
    ]


@dataclass(slots=True)
class Piece:
    """A stretch of a sentence; `marked` where it is the word that names the event."""

    text: str
    marked: bool


@dataclass(slots=True)
class Account:
    """One report's account of an event, with the sentences that say so."""

    iri: str
    facts: Row
    parts: list[Row] = field(default_factory=list)
    sentences: list[list[Piece]] = field(default_factory=list)


def event(store: Store, iri: str) -> Row | None:
    """Return an event with participants and accounts, or None where there is none."""
    e = ox.NamedNode(iri)
    found = rows(
        store,
        f"""SELECT ?label ?date ?status ?confidence ?reports ?category ?mode ?place ?name ?state WHERE {{
  {e} a sem:Event ; rdfs:label ?label ; dg:status ?status .
  OPTIONAL {{ {e} dg:date ?date }} OPTIONAL {{ {e} dg:confidence ?confidence }}
  OPTIONAL {{ {e} dg:reportCount ?reports }} OPTIONAL {{ {e} dg:ploverCategory ?category }}
  OPTIONAL {{ {e} dg:ploverMode ?mode }}
  OPTIONAL {{ {e} sem:hasPlace ?place . ?place rdfs:label ?name }}
  OPTIONAL {{ {e} dg:inState ?state }}
}} LIMIT 1""",
    )
    if not found:
        return None
    page = found[0]
    page["title"], page["state_of"] = page["label"], page.pop("status")
    page["types"] = [
        short_iri(r["t"]).split(":")[-1]
        for r in rows(store, f"SELECT ?t WHERE {{ {e} a ?t FILTER(?t != sem:Event) }} ORDER BY ?t")
    ]
    page["topics"] = [
        r["t"] for r in rows(store, f"SELECT ?t WHERE {{ {e} dg:topic ?t }} ORDER BY ?t")
    ]
    page["differs"] = [
        short_iri(r["p"]).split(":")[-1].removeprefix("has").lower()
        for r in rows(store, f"SELECT ?p WHERE {{ {e} dg:disagreesOn ?p }} ORDER BY ?p")
    ]
    page["parts"] = rows(
        store,
        f"""SELECT ?actor ?name ?role ?capacity ?for ?state WHERE {{
  {e} dg:participation ?part . ?part dg:actor ?actor ; sem:roleType ?role .
  ?actor rdfs:label ?name .
  OPTIONAL {{ ?part dg:capacity ?capacity }}
  OPTIONAL {{ ?part dg:onBehalfOf ?for . ?for rdfs:label ?state }}
}} ORDER BY ?role ?name""",
    )
    page["parties"] = rows(
        store, f"SELECT ?state ?name WHERE {{ {e} dg:party ?state . ?state rdfs:label ?name }} ORDER BY ?name"
    )  # fmt: skip
    page["related"] = rows(
        store,
        f"""SELECT ?event ?label ?how WHERE {{
  {{ {e} sem:hasSubEvent ?event BIND("includes" AS ?how) }}
  UNION {{ ?event sem:hasSubEvent {e} BIND("part of" AS ?how) }}
  ?event rdfs:label ?label . }} ORDER BY ?how ?label""",
    )
    page["accounts"] = accounts(store, e)
    return page


def accounts(store: Store, e: ox.NamedNode) -> list[Account]:
    """Return the accounts of an event by publication, each with its marked sentences."""
    told: dict[str, Account] = {}
    for row in rows(
        store,
        f"""SELECT ?account ?report ?headline ?published ?publisher ?url ?trigger ?at ?status ?date ?sentence ?start ?end ?field WHERE {{
  {e} dg:account ?account .
  GRAPH ?g {{
    ?account dg:trigger ?trigger ; dg:status ?status ; dg:evidence ?span .
    ?span nif:anchorOf ?sentence ; nif:beginIndex ?start ; nif:endIndex ?end ; nif:referenceContext ?report .
  }}
  OPTIONAL {{ GRAPH ?g {{ ?account nif:beginIndex ?at }} }}
  OPTIONAL {{ GRAPH ?g {{ ?account dg:date ?date }} }}
  OPTIONAL {{ GRAPH ?g {{ ?span dg:field ?field }} }}
  OPTIONAL {{ GRAPH ?g {{ ?report schema:headline ?headline }} }}
  OPTIONAL {{ GRAPH ?g {{ ?report schema:datePublished ?published }} }}
  OPTIONAL {{ GRAPH ?g {{ ?report schema:publisher ?publisher }} }}
  OPTIONAL {{ GRAPH ?g {{ ?report schema:url ?url }} }}
}} ORDER BY ?published ?account ?start""",
    ):
        account = told.setdefault(row["account"], Account(row["account"], row))
        account.sentences.append(marked(row["sentence"], row["start"], row["trigger"], row["at"]))
    for row in rows(
        store,
        f"""SELECT ?account ?actor ?name ?written ?role WHERE {{
  {e} dg:account ?account .
  GRAPH ?g {{ ?account dg:participation ?part . ?part dg:actor ?actor ; sem:roleType ?role }}
  OPTIONAL {{ ?actor rdfs:label ?name }}
  OPTIONAL {{ GRAPH ?g {{ ?part dg:nameAsWritten ?written }} }}
}} ORDER BY ?role ?name""",
    ):
        if row["account"] in told:
            told[row["account"]].parts.append(row)
    for row in rows(
        store,
        f"""SELECT ?account ?place WHERE {{ {e} dg:account ?account .
  GRAPH ?g {{ ?account sem:hasPlace ?at . ?at rdfs:label ?place }} }}""",
    ):
        if row["account"] in told:
            told[row["account"]].facts["place"] = row["place"]
    return list(told.values())


def marked(sentence: str, start: int, trigger: str, at: int | None) -> list[Piece]:
    """Return a sentence in pieces, the trigger marked where it stands in it.

    `start` and `at` are where sentence and trigger begin in the report, in characters.
    """
    offset = at - start if at is not None else -1
    if sentence[offset : offset + len(trigger)] != trigger or offset < 0:
        offset = sentence.find(trigger)
    if offset < 0 or not trigger:
        return [Piece(sentence, False)]
    end = offset + len(trigger)
    pieces = (Piece(sentence[:offset], False), Piece(trigger, True), Piece(sentence[end:], False))
    return [piece for piece in pieces if piece.text]


def actor(store: Store, iri: str) -> Row | None:
    """Return an actor's name; what else the page shows it asks of the catalogue."""
    found = rows(
        store,
        f"SELECT ?label WHERE {{ {ox.NamedNode(iri)} a sem:Actor ; rdfs:label ?label }} LIMIT 1",
    )
    return found[0] if found else None


def place(store: Store, iri: str) -> Row | None:
    """Return a place: name, what contains it, state, position."""
    p = ox.NamedNode(iri)
    found = rows(store, f"SELECT ?label WHERE {{ {p} a sem:Place ; rdfs:label ?label }} LIMIT 1")
    if not found:
        return None
    page = found[0]
    page["within"] = rows(
        store,
        f"SELECT ?outer ?name WHERE {{ {p} schema:containedInPlace+ ?outer . ?outer rdfs:label ?name }}",
    )
    page["states"] = rows(
        store, f"SELECT ?state ?name WHERE {{ {p} dg:inState ?state . ?state rdfs:label ?name }}"
    )
    page["facts"] = rows(
        store,
        f"SELECT ?point ?same WHERE {{ {p} a sem:Place OPTIONAL {{ {p} geo:asWKT ?point }} OPTIONAL {{ {p} owl:sameAs ?same }} }}",
    )
    return page


def report(store: Store, iri: str) -> Row | None:
    """Return a report's metadata and quotations."""
    r, g = ox.NamedNode(iri), ox.NamedNode(report_graph(iri))
    found = rows(
        store,
        f"""SELECT ?headline ?published ?publisher ?author ?url ?identifier ?run WHERE {{
  GRAPH {g} {{ {r} dg:contentHash ?hash .
    OPTIONAL {{ {r} schema:headline ?headline }} OPTIONAL {{ {r} schema:datePublished ?published }}
    OPTIONAL {{ {r} schema:publisher ?publisher }} OPTIONAL {{ {r} schema:author ?author }}
    OPTIONAL {{ {r} schema:url ?url }} OPTIONAL {{ {r} schema:identifier ?identifier }} }}
  OPTIONAL {{ GRAPH {g} {{ {g} prov:wasGeneratedBy ?v . ?v dg:software ?run }} }}
}} LIMIT 1""",
    )
    if not found:
        return None
    page = found[0]
    page["quotations"] = rows(
        store,
        f"""SELECT ?speaker ?name ?text WHERE {{ GRAPH {g} {{ ?q dg:speaker ?speaker ; dg:text ?text ; nif:beginIndex ?at .
    OPTIONAL {{ ?speaker rdfs:label ?name }} }} }} ORDER BY ?at""",
    )
    return page


def triples(store: Store, iri: str) -> list[ox.Triple]:
    """Return what the graph says of an IRI of ours: its own node and its participations."""
    node = ox.NamedNode(iri)
    kind = iri[len(BASE) :].split("/", 1)[0]
    if kind == "report":
        pattern = f"GRAPH {ox.NamedNode(report_graph(iri))} {{ ?s ?p ?o }}"
    elif kind in ("event", *ACTORS, "place"):
        pattern = (
            f"{{ {node} ?p ?o BIND({node} AS ?s) }} UNION "
            f"{{ {node} dg:participation|dg:heldOffice ?s . ?s ?p ?o }}"
        )
    else:
        pattern = f"{{ {node} ?p ?o BIND({node} AS ?s) }} UNION {{ GRAPH ?g {{ {node} ?p ?o BIND({node} AS ?s) }} }}"
    answer = store.query(f"{_P}CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    assert isinstance(answer, ox.QueryTriples)
    return sorted(answer, key=str)


def event_of(store: Store, account: str) -> str | None:
    """Return the event that an account, a piece of evidence or a quotation belongs to."""
    node = ox.NamedNode(account)
    found = select(
        store,
        f"{_P}SELECT ?e WHERE {{ {{ ?e dg:account {node} }} UNION "
        f"{{ GRAPH ?g {{ ?a dg:evidence {node} }} ?e dg:account ?a }} UNION "
        f"{{ GRAPH ?g {{ {node} dg:inAccount ?a }} ?e dg:account ?a }} }} LIMIT 1",
    )
    return next((row["e"].value for row in found), None)


def overview(store: Store) -> Row:
    """Return counts by type, the latest events and totals."""
    counts = rows(
        store,
        """SELECT ?type (COUNT(*) AS ?n) WHERE { ?e dg:status ?s ; a ?type . FILTER(?type != sem:Event) }
GROUP BY ?type ORDER BY DESC(?n)""",
    )
    for row in counts:
        row["type"] = row["type"].rsplit("#", 1)[-1]
    totals = {
        name: rows(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]["n"]
        for name, pattern in (
            ("people", "?x a <http://xmlns.com/foaf/0.1/Person>"),
            ("places", "?x a sem:Place"),
            ("reports", "GRAPH ?g { ?r dg:contentHash ?h }"),
        )
    }
    latest = rows(
        store,
        """SELECT ?event ?label ?date ?status WHERE {
  { SELECT ?event ?begin WHERE { ?event dg:status dg:occurred ; sem:hasBeginTimeStamp ?begin } ORDER BY DESC(?begin) LIMIT 12 }
  ?event rdfs:label ?label ; dg:date ?date ; dg:status ?status . } ORDER BY DESC(?begin) ?event""",
    )
    return {
        "counts": counts,
        "events": sum(row["n"] for row in counts),
        "totals": totals,
        "latest": latest,
    }
