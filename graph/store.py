"""Where quads are kept: one protocol, an embedded Oxigraph, any SPARQL 1.1 server.

Terms, triples and quads are pyoxigraph's (``NamedNode``, ``Literal``, ``Triple``, ``Quad``)
on both sides, so callers never care which store they hold. The merged part is the default
graph; on a server without a true default graph the adapter maps it to `KNOWLEDGE_GRAPH`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self

import pyoxigraph as ox

from graph.stores import memory_store, open_store

Term = ox.NamedNode | ox.Literal | ox.BlankNode


__all__ = ["Store", "Term", "memory_store", "open_store"]


class Store(Protocol):
    """Quads with SPARQL; every method raises `graph.errors.StoreError` when it cannot.

    `location` is the folder or endpoint URL. One call is one transaction: all or nothing.
    """

    location: str
    writable: bool

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Ask; text only, values already bound in it. No union default graph.

        Raises `graph.errors.QueryError` for a query that does not parse.
        """
        ...

    def update(self, sparql: str) -> None:
        """Run a SPARQL update."""
        ...

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object_: Term | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match; None matches anything, a default graph just itself."""
        ...

    def graphs(self) -> Iterator[str]:
        """Yield the IRIs of the named graphs."""
        ...

    def get_graph(self, graph: str | None) -> Iterator[ox.Triple]:
        """Yield the triples of a named graph, or of the default graph for None."""
        ...

    def put_graph(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Replace a named graph by these triples (Graph Store Protocol PUT)."""
        ...

    def delete_graph(self, graph: str) -> None:
        """Drop a named graph; nothing happens where there is none."""
        ...

    def apply(self, remove: Iterable[ox.Quad], add: Iterable[ox.Quad]) -> None:
        """Remove, then add, in one transaction."""
        ...

    def bulk(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads as fast as the store can."""
        ...

    def count(self) -> int:
        """Return the number of quads, all graphs together."""
        ...

    def flush(self) -> None:
        """Make what was written survive a loss of power."""
        ...

    def close(self) -> None:
        """Flush and let go of the store; closing twice is allowed."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
