"""The same data through rdflib, for code that speaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import QueryError, StoreError
from graph.rdf.terms import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from graph.store import Store


def as_rdflib(store: Store) -> rdflib.Dataset:
    """Return the store as an rdflib Dataset on the same data, not a copy (through oxrdflib).

    Its default graph is the merged part, each report a named graph. Queries are handed over as
    text and answered by Oxigraph; a prepared query, which rdflib would silently evaluate in
    Python (6 to 45 times slower), is refused with `QueryError`. A server is reached through
    rdflib's own SPARQL store, for reading.
    """
    from graph.stores.embedded import EmbeddedStore
    from graph.stores.server import ServerStore

    if isinstance(store, EmbeddedStore):
        from oxrdflib import OxigraphStore

        backend: Any = OxigraphStore(store=store.oxigraph)
    elif isinstance(store, ServerStore):
        if store.dialect.default_graph:
            raise StoreError(f"rdflib cannot name Virtuoso's default graph: query {store.location}")
        backend = _server_class()(store.dialect.query, headers=store.headers())
    else:
        raise StoreError(f"no rdflib access to {type(store).__name__}")
    dataset = _dataset_class()(store=backend, default_union=False)
    for prefix, namespace in PREFIXES.items():
        if isinstance(store, EmbeddedStore):
            dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def _server_class() -> type[Any]:
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    class Server(SPARQLStore):
        """rdflib names its default graph to the server, which has none of that name."""

        def _is_contextual(self, graph: Any) -> bool:  # type: ignore[override]
            name = getattr(graph, "identifier", graph)
            return str(name) != str(DATASET_DEFAULT_GRAPH_ID) and super()._is_contextual(graph)

    return Server


def _dataset_class() -> type[rdflib.Dataset]:
    import rdflib
    from rdflib.plugins.sparql.sparql import Query, Update

    class TextOnly(rdflib.Dataset):
        """A Dataset that takes queries as text."""

        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
            if isinstance(query_object, Query):
                raise QueryError(
                    "a prepared query would be evaluated by rdflib in Python, not by the store: "
                    "pass its text"
                )
            return super().query(query_object, *args, **kwargs)

        def update(self, update_object: Any, *args: Any, **kwargs: Any) -> None:
            if isinstance(update_object, Update):
                raise QueryError("a prepared update would not reach the store: pass its text")
            super().update(update_object, *args, **kwargs)

    return TextOnly
