"""Small questions to a store: rows of a SELECT with our prefixes known."""

from __future__ import annotations

from collections.abc import Iterator

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
