"""The interactive picture: one HTML file from a store or from any pyvis network."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def render(
    source: Any,
    *,
    actor: str | Collection[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[str] | None = None,
    title: str | None = None,
) -> str:
    """Return one self-contained HTML page.

    `source` is a `graph.store.Store` or a `pyvis.network.Network`. From a store, `actor` (name,
    alias, alpha-3 code or IRI; one or several), `since` and `until` (ISO day, month or year) and
    `types` (names of event types) select the events; a network is drawn as it is.
    """
    from graph.explorer.carrier import from_network
    from graph.explorer.page import page
    from graph.explorer.payload import blocks

    net = source
    if hasattr(source, "query"):
        net = to_pyvis(source, actor=actor, since=since, until=until, types=types, title=title)
    picture = from_network(net, title=title)
    return page(blocks(picture, software=_software()), title=picture.title)


def to_pyvis(
    store: Any,
    *,
    actor: str | Collection[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Collection[str] | None = None,
    title: str | None = None,
) -> Any:
    """Return the selected events and their actors as a directed `pyvis.network.Network`.

    Its nodes and edges carry all facts under the key ``diplograph``; `render` reads them back.
    """
    from graph.explorer.carrier import to_network
    from graph.explorer.data import read_picture

    picture = read_picture(store, actors=actor, since=since, until=until, types=types, title=title)
    return to_network(picture)


def _software() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"diplograph {version('diplograph')}"
    except PackageNotFoundError:
        return "diplograph"


__all__ = ["render", "to_pyvis"]
