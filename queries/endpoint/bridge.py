"""The store as the pages see it: the engine behind its guard, for code that waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, MutableMapping
from typing import Any

import pyoxigraph as ox

from graph.errors import QueryError, StoreError
from queries.endpoint.protocol import Protocol, Refusal

ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"


class Bridge:
    """A read-only `graph.store.Store`, as far as questions and pictures need one.

    Used from worker threads; each query goes through the endpoint's own limits and restarts.
    """

    writable = False

    def __init__(self, protocol: Protocol, loop: asyncio.AbstractEventLoop, location: str) -> None:
        self.location = location
        self._protocol = protocol
        self._loop = loop

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Ask; raises `QueryError` for what the client did, `StoreError` for what failed."""
        future = asyncio.run_coroutine_threadsafe(self._ask(sparql), self._loop)
        try:
            type_, body = future.result()
        except Refusal as refusal:
            kind = QueryError if refusal.status < 500 or refusal.status == 504 else StoreError
            raise kind(refusal.line) from None
        try:
            if type_.startswith(TRIPLES):
                store = ox.Store()
                store.load(body, ox.RdfFormat.N_TRIPLES)
                return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            return ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError, OSError) as error:
            raise StoreError(f"the engine's answer cannot be read: {error}") from None

    async def _ask(self, sparql: str) -> tuple[str, bytes]:
        parts: list[bytes] = []
        type_ = ""

        async def collect(message: MutableMapping[str, Any]) -> None:
            nonlocal type_
            if message["type"] == "http.response.start":
                type_ = dict(message["headers"]).get(b"content-type", b"").decode("latin-1")
            else:
                parts.append(message.get("body", b""))

        headers = {
            "Accept": f"{ROWS}, {TRIPLES}",
            "Content-Type": "application/sparql-query",
        }
        await self._protocol._forward(collect, "POST", "/query", headers, sparql.encode())
        return type_, b"".join(parts)

    def quads(self, *_: Any, **__: Any) -> Iterator[ox.Quad]:
        """Not offered to pages."""
        raise StoreError("pages only ask queries")
