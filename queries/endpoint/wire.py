"""HTTP/1.1 to the engine on loopback: kept-open connections and nothing that it does not need.

A general client spends more time on a small request than Oxigraph does; this one sends one
request at a time on a connection and reads bodies with a length or in chunks (RFC 9112).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

LINE_LIMIT = 1 << 20
# Oxigraph answers "500 Resource temporarily unavailable" on a connection that was idle for half
# a minute, and the next request would take that for its own answer.
IDLE_S = 5.0


class WireError(Exception):
    """The engine did not answer, or broke off in the middle of its answer."""


@dataclass(slots=True)
class Response:
    """A status, headers (lower-case names) and a body that is still to be read."""

    status: int
    headers: dict[str, str]
    body: AsyncIterator[bytes]


@dataclass(slots=True)
class Wire:
    """Connections to one server; not for use from several event loops."""

    host: str
    port: int
    _idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter, float]] = field(
        default_factory=list
    )

    @contextlib.asynccontextmanager
    async def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> AsyncIterator[Response]:
        """Send a request; the connection is kept when the body was read to its end.

        Raises `WireError`.
        """
        reader, writer, response = await self._start(method, path, headers, body)
        complete = False

        async def chunks() -> AsyncIterator[bytes]:
            nonlocal complete
            try:
                async for chunk in _body(reader, method, response):
                    yield chunk
            except (OSError, ValueError, EOFError) as error:
                raise WireError("the engine broke off its answer") from error
            complete = True

        response.body = chunks()
        try:
            yield response
        finally:
            closing = response.headers.get("connection", "").lower() == "close"
            if complete and not closing:
                self._idle.append((reader, writer, time.monotonic()))
            else:
                writer.close()

    async def _start(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, Response]:
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        if body or method in ("POST", "PUT"):
            head += f"Content-Length: {len(body)}\r\n"
        message = head.encode("latin-1") + b"\r\n" + body
        while True:
            reader, writer = self._kept()
            kept = writer is not None
            try:
                if reader is None or writer is None:
                    reader, writer = await asyncio.open_connection(
                        self.host, self.port, limit=LINE_LIMIT
                    )
                writer.write(message)
                await writer.drain()
                return reader, writer, await _head(reader)
            except (OSError, ValueError, EOFError) as error:
                if writer is not None:
                    writer.close()
                # A kept connection may have been closed meanwhile: it then gives no byte.
                if kept and isinstance(error, (_NoAnswer, ConnectionError)):
                    continue
                raise WireError("the engine does not answer") from error
            except BaseException:
                if writer is not None:
                    writer.close()
                raise

    def _kept(self) -> tuple[asyncio.StreamReader | None, asyncio.StreamWriter | None]:
        """Return the connection used last if it is still fresh; close those that are not."""
        fresh = time.monotonic() - IDLE_S
        while self._idle:
            reader, writer, since = self._idle.pop()
            if since > fresh and not reader.at_eof():
                return reader, writer
            writer.close()
        return None, None

    def close(self) -> None:
        """Close the idle connections."""
        for _, writer, _ in self._idle:
            writer.close()
        self._idle.clear()


class _NoAnswer(EOFError):
    """The connection ended before the first byte of an answer."""


async def _head(reader: asyncio.StreamReader) -> Response:
    try:
        block = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        raise (_NoAnswer if not error.partial else EOFError)("no answer") from error
    except asyncio.LimitOverrunError as error:
        raise ValueError("headers too long") from error
    first, *lines = block.decode("latin-1").split("\r\n")[:-2]
    parts = first.split(" ", 2)
    if len(parts) < 2 or not parts[0].startswith("HTTP/1."):
        raise ValueError("no HTTP answer")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Response(int(parts[1]), headers, _none())


async def _none() -> AsyncIterator[bytes]:
    nothing: tuple[bytes, ...] = ()
    for chunk in nothing:
        yield chunk


async def _body(
    reader: asyncio.StreamReader, method: str, response: Response
) -> AsyncIterator[bytes]:
    if method == "HEAD" or response.status in (204, 304):
        return
    if response.headers.get("transfer-encoding", "").lower() == "chunked":
        while True:
            line = await reader.readuntil(b"\r\n")
            size = int(line.split(b";")[0].strip(), 16)
            if size == 0:
                while await reader.readuntil(b"\r\n") != b"\r\n":
                    pass
                return
            data = await reader.readexactly(size + 2)
            if data[-2:] != b"\r\n":
                raise ValueError("bad chunk")
            yield data[:-2]
    left = int(response.headers.get("content-length", "0"))
    while left:
        data = await reader.read(min(left, 1 << 16))
        if not data:
            raise EOFError("short body")
        left -= len(data)
        yield data
