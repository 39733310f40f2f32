"""HTTP/1.1 to the engine on loopback: kept-open connections and nothing that it does not need.

A general client spends more time on a small request than Oxigraph does; this one sends one
request at a time on a connection and reads bodies with a length or in chunks (RFC 9112).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

# A server may answer a request of ours on a connection that it just closed; one more try.
LINE_LIMIT = 1 << 20


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
    _idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

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
                self._idle.append((reader, writer))
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
            kept = bool(self._idle)
            writer = None
            try:
                if kept:
                    reader, writer = self._idle.pop()
                else:
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

    def close(self) -> None:
        """Close the idle connections."""
        for _, writer in self._idle:
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
    for nothing in ():
        yield nothing


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
