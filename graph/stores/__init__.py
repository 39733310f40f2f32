"""Where quads are kept: an embedded Oxigraph, memory, any SPARQL 1.1 server.

`open_store` chooses by the location: an ``http(s)://`` URL is a server, anything else a folder.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError

if TYPE_CHECKING:
    from graph.store import Store

TOKEN_VARIABLE = "DIPLOGRAPH_TOKEN"  # noqa: S105


def open_store(
    location: str | Path,
    *,
    writable: bool = True,
    create: bool = True,
    token: str | None = None,
    timeout_s: float = 60.0,
) -> Store:
    """Open the store at a folder or an http(s) URL.

    `writable` false opens for reading only (several processes may do so at once). `create`
    makes a folder that is not there. `token` is sent to a server as ``Authorization: Bearer``;
    by default it is what the environment variable ``DIPLOGRAPH_TOKEN`` holds, if anything.
    `timeout_s` limits each request to a server.

    Raises `StoreLocked` where another process holds the folder, `StoreError` for anything
    else that prevents opening; both say what to do.
    """
    text = str(location)
    if re.match(r"https?://", text, re.I):
        from graph.stores.server import ServerStore

        token = token or os.environ.get(TOKEN_VARIABLE) or None
        return ServerStore.connect(text, writable=writable, token=token, timeout_s=timeout_s)
    if scheme := re.match(r"([a-z][a-z0-9+.-]+)://", text, re.I):
        raise StoreError(
            f"a store at {scheme[1]}:// is not supported; "
            f"give a folder or an http(s) URL of a SPARQL 1.1 endpoint"
        )
    from graph.stores.embedded import EmbeddedStore

    return EmbeddedStore.open(Path(text), writable=writable, create=create)


def memory_store() -> Store:
    """Return a new, empty store in memory."""
    from graph.stores.embedded import EmbeddedStore

    return EmbeddedStore.in_memory()


__all__ = ["memory_store", "open_store"]
