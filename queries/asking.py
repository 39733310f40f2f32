"""One door to a store's SELECT, for the modules of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph.store import Store


def select(store: Store, text: str) -> Iterator[ox.QuerySolution]:
    """Yield the rows of a SELECT query, whose values are bound in its text already."""
    answer = store.query(text)
    assert isinstance(answer, ox.QuerySolutions)
    yield from answer
