"""Small questions to a store: rows of a SELECT with our prefixes known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.rdf.terms import PREFIXES
from graph.store import Store

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def select(store: Store, text: str) -> Iterator[ox.QuerySolution]:
    """Yield the rows of a SELECT; the prefixes of `graph.rdf.PREFIXES` need no declaration."""
    result = store.query(HEAD + text)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError("not a SELECT")
    yield from result


def value(row: ox.QuerySolution, name: str) -> str:
    """Return a bound value of a row as text: the IRI, or the literal's form."""
    found = row[name]
    if isinstance(found, ox.NamedNode | ox.Literal | ox.BlankNode):
        return found.value
    raise KeyError(name)


def optional(row: ox.QuerySolution, name: str) -> str | None:
    """Return a value of a row as text, or None where it is not bound."""
    found = row[name]
    return found.value if isinstance(found, ox.NamedNode | ox.Literal | ox.BlankNode) else None


def describe(store: Store, nodes: Iterable[str]) -> list[ox.Quad]:
    """Return the triples of the default graph about these nodes (terms as SPARQL text)."""
    values = " ".join(nodes)
    if not values:
        return []
    rows = select(store, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")
    return [ox.Quad(row["s"], row["p"], row["o"]) for row in rows]


def describe_in_graphs(store: Store, nodes: Iterable[str]) -> list[ox.Quad]:
    """Return the quads of every named graph about these nodes (terms as SPARQL text)."""
    values = " ".join(nodes)
    if not values:
        return []
    text = f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    return [ox.Quad(row["s"], row["p"], row["o"], row["g"]) for row in select(store, text)]
