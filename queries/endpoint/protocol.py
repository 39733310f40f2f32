"""SPARQL 1.1 Protocol and Graph Store HTTP Protocol, in front of the engine.

Written as plain ASGI, without a framework between, because a look-up takes the engine less
than a millisecond. Parsing, planning, content negotiation of results and both protocols' data
are the engine's; here are the limits, the guard, the token and errors of one line.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from queries.endpoint.engine import BYSTANDER_S, Engine, Engines, Ticket, Unavailable
from queries.endpoint.guard import QUERY_WORDS, UPDATE_WORDS, forbidden
from queries.endpoint.settings import MIB, Settings
from queries.endpoint.wire import Response, Wire, WireError

log = logging.getLogger("diplograph.endpoint")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

FORM = "application/x-www-form-urlencoded"
SERVER = b"diplograph (Oxigraph)"  # clients choose their dialect by the engine's name
# The engine stops most queries itself at the limit; this much later it is stopped.
GRACE_S = 2.0
# An answer is held back until so much of it is there, so that a query that fails or overruns
# early can still be answered with an error instead of half a table.
HOLD = 256 * 1024
WAIT_S = 5.0
READER_S = 300.0
SMALL = 32 * 1024
_PASSED = ("content-type", "location", "etag", "last-modified")


class Refusal(Exception):
    """A request that is not carried out: status, one line, more headers."""

    def __init__(self, status: int, line: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(line)
        self.status = status
        self.line = " ".join(line.split())
        self.headers = headers or {}


class Broken(Exception):
    """The answer had begun when it had to be broken off; the connection must end."""


class Protocol:
    """The three doors: `query`, `update`, `graphs`; each is an ASGI application."""

    def __init__(self, settings: Settings, engines: Engines) -> None:
        self.settings = settings
        self.engines = engines
        self.remote: Remote | None = None
        self._running = asyncio.Semaphore(settings.max_running)
        self._waiting = 0

    # ---- doors ----

    async def query(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Query (GET, POST form, POST direct) and, on the same door, ``update=`` forms."""
        await self._answered(self._query, scope, receive, send)

    async def update(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Update (POST form, POST direct), with the token."""
        await self._answered(self._update, scope, receive, send)

    async def graphs(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Graph Store: GET and HEAD for all, PUT, POST and DELETE with the token."""
        await self._answered(self._graphs, scope, receive, send)

    async def _answered(
        self,
        door: Callable[[Scope, Receive, Send], Awaitable[None]],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        try:
            await door(scope, receive, send)
        except Broken:
            return  # without the end of the body, so that the server ends the connection
        except Refusal as refusal:
            await respond(send, refusal.status, refusal.line + "\n", headers=refusal.headers)

    # ---- query ----

    async def _query(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await respond(send, 204, "", headers={"Allow": "GET, HEAD, POST, OPTIONS"})
            return
        pairs = _pairs(scope["query_string"])
        if method in ("GET", "HEAD"):
            pass
        elif method == "POST":
            type_ = _header(scope, b"content-type").split(";")[0].strip().lower()
            body = await _read(scope, receive, self.settings.max_query)
            if type_ == FORM:
                form = _pairs(body)
                if any(name == "update" for name, _ in form):
                    self._authorise(scope)
                    await self._run_update(scope, form + pairs, send)
                    return
                pairs = form + pairs
            elif type_ == "application/sparql-query":
                pairs.append(("query", _decoded(body)))
            elif type_ == "application/sparql-update":
                raise Refusal(400, "an update at the query endpoint; send it to /update")
            else:
                raise Refusal(
                    415,
                    f"send a query as {FORM} or application/sparql-query, not {type_ or 'nothing'}",
                )
        else:
            raise Refusal(
                405, f"{method} is no way to query", {"Allow": "GET, HEAD, POST, OPTIONS"}
            )
        text = _one(pairs, "query")
        if len(text) > self.settings.max_query:
            raise Refusal(413, f"the query is over {self.settings.max_query} bytes")
        await self._check(text, QUERY_WORDS)
        target = "/query"
        if dataset := _dataset(pairs, "default-graph-uri", "named-graph-uri"):
            target += f"?{dataset}"
        headers = {
            "Accept": _header(scope, b"accept") or "*/*",
            "Content-Type": "application/sparql-query",
        }
        await self._forward(send, "POST", target, headers, text.encode(), head=method == "HEAD")

    async def _check(self, text: str, words: tuple[str, ...]) -> None:
        if len(text) > SMALL:
            found = await asyncio.to_thread(forbidden, text, words)
        else:
            found = forbidden(text, words)
        if found:
            raise Refusal(
                403, f"{found} is refused here: this endpoint fetches nothing from elsewhere"
            )

    # ---- update ----

    async def _update(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            raise Refusal(405, "an update is a POST", {"Allow": "POST"})
        self._authorise(scope)
        pairs = _pairs(scope["query_string"])
        type_ = _header(scope, b"content-type").split(";")[0].strip().lower()
        body = await _read(scope, receive, self.settings.max_upload)
        if type_ == FORM:
            pairs = _pairs(body) + pairs
        elif type_ == "application/sparql-update":
            pairs.append(("update", _decoded(body)))
        else:
            raise Refusal(415, f"send an update as {FORM} or application/sparql-update")
        await self._run_update(scope, pairs, send)

    async def _run_update(self, scope: Scope, pairs: list[tuple[str, str]], send: Send) -> None:
        text = _one(pairs, "update")
        await self._check(text, UPDATE_WORDS)
        target = "/update"
        if dataset := _dataset(pairs, "using-graph-uri", "using-named-graph-uri"):
            target += f"?{dataset}"
        headers = {"Content-Type": "application/sparql-update"}
        await self._forward(send, "POST", target, headers, text.encode(), write=True)

    def _authorise(self, scope: Scope) -> None:
        if not self.settings.token:
            raise Refusal(403, "this endpoint is read-only")
        if not self.has_token(scope):
            raise Refusal(
                401,
                "writing needs the bearer token",
                {"WWW-Authenticate": 'Bearer realm="diplograph"'},
            )

    def has_token(self, scope: Scope) -> bool:
        """Say whether the request carries the token; takes equally long either way."""
        scheme, _, given = _header(scope, b"authorization").partition(" ")
        expected = (self.settings.token or "").encode()
        equal = hmac.compare_digest(given.strip().encode("utf-8", "replace"), expected)
        return equal and scheme.lower() == "bearer" and bool(expected)

    # ---- graph store ----

    async def _graphs(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        pairs = _pairs(scope["query_string"])
        graphs = [value for name, value in pairs if name == "graph"]
        default = any(name == "default" for name, _ in pairs)
        if len(graphs) + default > 1:
            raise Refusal(400, "give one graph, or default")
        target = "/store"
        if graphs:
            target += f"?graph={quote(graphs[0], safe='')}"
        elif default:
            target += "?default"
        headers = {"Accept": _header(scope, b"accept") or "*/*"}
        if method in ("GET", "HEAD"):
            unlimited = self.has_token(scope)
            await self._forward(
                send, method, target, headers, b"", head=method == "HEAD", unlimited=unlimited
            )
            return
        if method not in ("PUT", "POST", "DELETE"):
            raise Refusal(
                405, f"{method} is not supported", {"Allow": "GET, HEAD, PUT, POST, DELETE"}
            )
        self._authorise(scope)
        body = await _read(scope, receive, self.settings.max_upload)
        if method != "DELETE":
            headers["Content-Type"] = _header(scope, b"content-type") or "text/turtle"
        await self._forward(send, method, target, headers, body, write=True)

    # ---- engine ----

    async def _forward(
        self,
        send: Send,
        method: str,
        target: str,
        headers: dict[str, str],
        body: bytes,
        *,
        head: bool = False,
        write: bool = False,
        unlimited: bool = False,
    ) -> None:
        """Ask the engine and pass its answer on, within the limits."""
        if self._waiting >= self.settings.max_waiting:
            raise _busy()
        self._waiting += 1
        try:
            if self._running.locked():
                async with asyncio.timeout(self.settings.timeout_s):
                    await self._running.acquire()
            else:  # at once: no clock needed
                await self._running.acquire()
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1
        try:
            limit = None if unlimited or write else self.settings.max_result
            answer = Answer(send, limit, head=head)
            if self.remote is not None:
                await self._ask_remote(answer, method, target, headers, body, write=write)
            else:
                await self._ask(answer, method, target, headers, body, write=write)
        finally:
            self._running.release()

    async def _ask(
        self,
        answer: Answer,
        method: str,
        target: str,
        headers: dict[str, str],
        body: bytes,
        *,
        write: bool,
    ) -> None:
        limit = self.settings.update_timeout_s if write else self.settings.timeout_s
        since = time.monotonic()
        while True:
            try:
                engine = await self.engines.choose(WAIT_S)
            except Unavailable:
                raise _busy() from None
            ticket = Ticket(time.monotonic())
            engine.tickets.add(ticket)
            wire = engine.wire
            try:
                if wire is None:
                    raise WireError("gone")
                deadline = ticket.since + limit + (0 if write else GRACE_S)
                await _pass_on(wire, answer, method, target, headers, body, deadline)
                return
            except _Overrun:
                self._overrun(engine, ticket, limit)
                if answer.begun:
                    raise Broken from None
                raise _too_long(limit) from None
            except WireError as error:
                if answer.begun:
                    log.warning("an answer broke off: %s", ticket.reason or error)
                    raise Broken from None
                if ticket.reason:
                    raise Refusal(503, ticket.reason) from None
                took = time.monotonic() - ticket.since
                if engine.ready.is_set() and took >= limit:
                    raise _too_long(limit) from None  # the engine stopped it itself
                if write:
                    raise Refusal(
                        503, "the engine stopped during the write, which was done whole or not at all",
                        {"Retry-After": "1"},
                    ) from None  # fmt: skip
                if time.monotonic() - since > limit + BYSTANDER_S:
                    raise _busy() from None
                answer.again()
                await asyncio.sleep(0.02)
            finally:
                engine.tickets.discard(ticket)

    def _overrun(self, engine: Engine, ticket: Ticket, limit: float) -> None:
        """End the engine of a query that does not stop, unless it only waits for its reader."""
        log.warning("a request ran over %.0f s; its engine is restarted", limit)
        engine.kill(ticket, "over time")

    async def _ask_remote(
        self,
        answer: Answer,
        method: str,
        target: str,
        headers: dict[str, str],
        body: bytes,
        *,
        write: bool,
    ) -> None:
        assert self.remote is not None
        limit = self.settings.update_timeout_s if write else self.settings.timeout_s
        deadline = time.monotonic() + limit
        try:
            await _pass_on(self.remote, answer, method, target, headers, body, deadline)
        except _Overrun:
            if answer.begun:
                raise Broken from None
            raise _too_long(limit) from None
        except WireError as error:
            if answer.begun:
                raise Broken from None
            raise Refusal(502, f"the store's server: {error}") from None


class _Overrun(Exception):
    """The engine was still at work at the deadline."""


class Remote:
    """A SPARQL server elsewhere, with the same `request` as `Wire`."""

    def __init__(self, query: str, update: str, graphs: str | None, default: str | None) -> None:
        import httpx

        self._doors = {"query": query, "update": update, "store": graphs}
        self._default = default
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(None, connect=10.0))

    @contextlib.asynccontextmanager
    async def request(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b""
    ) -> AsyncIterator[Response]:
        """Send a request to the door that the path names; raises `WireError`."""
        import httpx

        door, _, query = path[1:].partition("?")
        url = self._doors.get(door)
        if url is None:
            raise Refusal(501, "the store's server has no Graph Store Protocol")
        if self._default and door == "query" and "default-graph-uri" not in query:
            extra = urlencode({"default-graph-uri": self._default})
            query = f"{query}&{extra}" if query else extra
        try:
            async with self._client.stream(
                method, f"{url}?{query}" if query else url, headers=headers, content=body or None
            ) as response:
                shown = {name.lower(): value for name, value in response.headers.items()}
                shown.pop("content-length", None)
                yield Response(response.status_code, shown, response.aiter_bytes())
        except httpx.HTTPError as error:
            raise WireError(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class Answer:
    """What is sent to the client: held back a while, counted, broken off over the limit."""

    def __init__(self, send: Send, limit: int | None, *, head: bool) -> None:
        self._send = send
        self._limit = limit
        self._head = head
        self._held: list[bytes] = []
        self._size = 0
        self._start: dict[str, Any] | None = None
        self.begun = False

    def start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Note status and headers; they go out with the first bytes."""
        self._start = {"type": "http.response.start", "status": status, "headers": headers}

    def again(self) -> None:
        """Forget what was held, for another try."""
        self._held, self._size, self._start = [], 0, None

    async def add(self, chunk: bytes) -> None:
        """Send a piece of the body; raises `Refusal` or `Broken` over the limit."""
        self._size += len(chunk)
        if self._limit is not None and self._size > self._limit:
            if self.begun:
                log.warning("an answer over %d MiB was broken off", self._limit // MIB)
                raise Broken
            raise Refusal(400, f"the answer is over {_mib(self._limit)}; add LIMIT or ask for less")
        if self.begun:
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
            return
        self._held.append(chunk)
        if self._size >= HOLD:
            await self._begin(more=True)

    async def end(self) -> None:
        """Send what is left."""
        if not self.begun:
            assert self._start is not None
            if not self._head:
                self._start["headers"].append((b"content-length", str(self._size).encode()))
            await self._begin(more=False)
        else:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self, *, more: bool) -> None:
        assert self._start is not None
        self.begun = True
        await self._send(self._start)
        body = b"" if self._head else b"".join(self._held)
        self._held = []
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


async def _pass_on(
    wire: Wire | Remote,
    answer: Answer,
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes,
    deadline: float,
) -> None:
    """Send a request and pass the answer on. `_Overrun`: still no answer at the deadline.

    A slow reader is not the engine's fault: its time is not counted, up to `READER_S`.
    """
    loop = asyncio.get_running_loop()
    patience = READER_S
    offset = loop.time() - time.monotonic()
    try:
        async with asyncio.timeout_at(deadline + offset) as clock:
            async with wire.request(method, target, headers, body) as response:
                if response.status >= 400:
                    raise await _refusal(response)
                shown = [(b"server", SERVER), (b"vary", b"Accept")]
                for name in _PASSED:
                    if name in response.headers:
                        shown.append((name.encode(), response.headers[name].encode("latin-1")))
                answer.start(response.status, shown)
                async for chunk in response.body:
                    before = loop.time()
                    await answer.add(chunk)
                    waited = loop.time() - before
                    if waited > 0.001:
                        patience -= waited
                        if patience < 0:
                            raise Broken
                        clock.reschedule((clock.when() or 0) + waited)
                await answer.end()
    except TimeoutError:
        raise _Overrun from None


async def _refusal(response: Response) -> Refusal:
    """Return the engine's error as ours: one line, the same status where it is the client's."""
    text = b""
    async for chunk in response.body:
        text = (text + chunk)[:2000]
    line = " ".join(text.decode("utf-8", "replace").split())
    if len(line) > 400:
        line = line[:400] + "…"
    if response.status in (400, 404, 406, 415):
        return Refusal(response.status, line or "the engine refuses the request")
    log.warning("engine answered %d: %s", response.status, line[:200])
    return Refusal(502 if response.status >= 500 else response.status, "the engine failed")


def _busy() -> Refusal:
    return Refusal(503, "too busy or restarting; try again in a moment", {"Retry-After": "1"})


def _too_long(limit: float) -> Refusal:
    return Refusal(504, f"stopped after {limit:g} s, the limit here; ask for less")


def _mib(size: int) -> str:
    return f"{size // MIB} MiB" if size >= MIB else f"{size} bytes"


# ---- requests ----


def _header(scope: Scope, name: bytes) -> str:
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1")


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError:
        raise Refusal(400, "the parameters are not valid UTF-8, or too many") from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the text is not valid UTF-8") from None


def _one(pairs: list[tuple[str, str]], name: str) -> str:
    values = [value for key, value in pairs if key == name]
    if len(values) != 1:
        raise Refusal(400, f"give one {name}, not {len(values) or 'none'}")
    return values[0]


def _dataset(pairs: list[tuple[str, str]], *names: str) -> str:
    return urlencode([(key, value) for key, value in pairs if key in names])


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read a request's body; raises `Refusal` 413 before more than the limit is held."""
    declared = _header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise Refusal(413, f"the request is over {_mib(limit)}", {"Connection": "close"})
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, "the request ended early")
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise Refusal(413, f"the request is over {_mib(limit)}", {"Connection": "close"})
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def respond(
    send: Send,
    status: int,
    text: str,
    *,
    type_: str = "text/plain; charset=utf-8",
    headers: dict[str, str] | None = None,
) -> None:
    """Send a short text."""
    body = text.encode()
    shown = [(b"content-type", type_.encode()), (b"content-length", str(len(body)).encode())]
    shown.append((b"server", SERVER))
    for name, value in (headers or {}).items():
        shown.append((name.lower().encode(), value.encode("latin-1")))
    if status == 204:
        shown = [pair for pair in shown if not pair[0].startswith(b"content-")]
    await send({"type": "http.response.start", "status": status, "headers": shown})
    await send({"type": "http.response.body", "body": body})
