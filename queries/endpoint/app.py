"""The endpoint put together: protocol doors first, pages behind them, headers on everything."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ipaddress
import logging
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from graph.errors import SettingsError
from queries.endpoint import pages
from queries.endpoint.bridge import Bridge
from queries.endpoint.engine import Engines
from queries.endpoint.protocol import Protocol, Receive, Remote, Scope, Send, respond
from queries.endpoint.settings import Settings

log = logging.getLogger("diplograph.endpoint")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-frame-options", b"DENY"),
)
_HERE = Path(__file__).parent


class Endpoint:
    """The ASGI application; its lifespan starts and stops the engine."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.engines = Engines(settings)
        self.protocol = Protocol(settings, self.engines)
        self.assets: dict[str, bytes] = {}
        self.bridge: Bridge | None = None
        self._doors = {
            "/sparql": self.protocol.query,
            "/update": self.protocol.update,
            "/store": self.protocol.graphs,
        }
        self._pages = Starlette(
            routes=[
                Route("/", pages.overview, name="overview"),
                Route("/query", pages.workbench, name="workbench"),
                Route("/explore", pages.explore, name="explore"),
                Route("/catalogue", pages.catalogue, name="catalogue"),
                Route("/catalogue/{name}", pages.question, name="question"),
                Route("/id/{kind}/{key}", pages.entity, name="entity"),
                Route("/search", pages.search, name="search"),
                Route("/examples.json", pages.examples, name="examples"),
                Route("/assets/{name}", pages.asset, name="asset"),
                Route("/.well-known/void", pages.void, name="void"),
                Route("/health", pages.health, name="health"),
                Route("/static/prefixes.json", pages.prefixes, name="prefixes"),
                Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
            ],
            exception_handlers=pages.HANDLERS,
        )
        self._pages.state.endpoint = self

    async def start(self) -> None:
        """Start the engine; raises `StoreError`."""
        await self.engines.start()
        self.bridge = Bridge(self.protocol, asyncio.get_running_loop(), self.settings.store)
        if self.engines.remote is not None:
            await asyncio.to_thread(self._connect)
        else:
            await self._fetch_assets()

    def _connect(self) -> None:
        from graph.stores.server import ServerStore

        with ServerStore.connect(
            self.settings.store, writable=False, token=None, timeout_s=self.settings.timeout_s
        ) as store:
            d = store.dialect
            self.protocol.remote = Remote(d.query, d.update, d.graphs, d.default_graph)

    async def _fetch_assets(self) -> None:
        """Keep the scripts of the query editor, which the engine's own page carries."""
        wire = self.engines.children[0].wire
        assert wire is not None
        for name in ("yasgui.min.js", "yasgui.min.css"):
            async with wire.request("GET", f"/{name}", {}) as response:
                parts = [chunk async for chunk in response.body]
                if response.status == 200:
                    self.assets[name] = b"".join(parts)

    async def stop(self) -> None:
        """Stop the engine and let go of the store."""
        if self.protocol.remote is not None:
            await self.protocol.remote.close()
        await self.engines.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        path = scope["path"]
        root = self.settings.root_path
        if root and path.startswith(root + "/"):  # uvicorn puts the proxy's prefix back on
            path = path[len(root) :]
        secured = _with_headers(send)
        if not self._host_is_ours(scope):
            await respond(secured, 421, "this host name is not served here; see --public-host\n")
            return
        door = self._doors.get(path)
        if door is None and path == "/query" and _is_protocol(scope):
            door = self.protocol.query
        if door is not None:
            if path in ("/sparql", "/query") and _asks_nothing(scope):
                await pages.service(self, scope, receive, secured)
            else:
                await door(scope, receive, secured)
            return
        await self._pages(scope, receive, secured)

    def _host_is_ours(self, scope: Scope) -> bool:
        """Refuse foreign names on loopback: a page elsewhere could point its name at us."""
        if not _is_loopback(self.settings.host):
            return True
        host = next((v for k, v in scope["headers"] if k == b"host"), b"").decode("latin-1")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return _is_loopback(name.strip("[]")) or name in self.settings.public_hosts

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    raise
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _with_headers(send: Send) -> Send:
    async def secured(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            if not any(name == b"content-security-policy" for name, _ in headers):
                headers.append((b"content-security-policy", POLICY.encode()))
            headers.extend(HEADERS)
        await send(message)

    return secured


@functools.lru_cache(maxsize=256)
def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _header(scope: Scope, name: bytes) -> bytes:
    return b", ".join(v for k, v in scope["headers"] if k == name)


def _is_protocol(scope: Scope) -> bool:
    """Say whether a request to /query is a program's, not a person's with a browser."""
    if scope["method"] not in ("GET", "HEAD"):
        return True
    return not _header(scope, b"accept").startswith(b"text/html")


def _asks_nothing(scope: Scope) -> bool:
    """Say whether this is a request for the service description (SPARQL 1.1, 2)."""
    return scope["method"] in ("GET", "HEAD") and b"query=" not in scope["query_string"]


async def serve(settings: Settings, ready: Callable[[str], None] | None = None) -> None:
    """Serve until stopped (SIGINT, SIGTERM); `ready` is told the address.

    Raises `StoreError` where the engine does not start, `SettingsError` for a taken port.
    """
    import uvicorn

    listener = _listen(settings)
    endpoint = Endpoint(settings)
    try:
        await endpoint.start()
        config = uvicorn.Config(
            endpoint,
            lifespan="off",
            log_config=None,
            access_log=False,  # queries and tokens stand in addresses and headers
            server_header=False,
            date_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=5,
            limit_concurrency=settings.max_waiting + 64,
            h11_max_incomplete_event_size=64 * 1024 + settings.max_query,
            root_path=settings.root_path,
        )
        if ready is not None:
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            ready(f"http://{host}:{listener.getsockname()[1]}/")
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        await endpoint.stop()
        listener.close()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named as TCP, for asyncio sets TCP_NODELAY on nothing else: 40 ms a request without it.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror}; "
            "give another --port"
        ) from None
    listener.setblocking(False)
    return listener


@contextlib.asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Endpoint]:
    """Start an endpoint without a listening socket, for tests and programs."""
    endpoint = Endpoint(settings)
    await endpoint.start()
    try:
        yield endpoint
    finally:
        await endpoint.stop()
