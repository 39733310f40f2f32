"""The engine: `oxigraph serve` as supervised children on loopback.

Nothing in Oxigraph stops every kind of query in time (aggregates and sorts run on past its own
``--timeout-s``, measured with 0.5.13) and nothing bounds a query's memory. So the supervisor
does: it watches each child's resident memory and ends a child whose query overruns; a new one
is there within half a second. Requests that ended with it and had sent nothing are asked again
of another child, unless they are the ones to blame. For a folder that is only read, several
children share the work, so that one runaway query leaves the others alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import socket
import sys
import sysconfig
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import StoreError
from queries.endpoint.settings import MIB, Settings
from queries.endpoint.wire import Wire, WireError

log = logging.getLogger("diplograph.endpoint")

START_S = 20.0  # opening a store that was killed while writing replays its log first
WATCH_S = 0.25
STOP_S = 5.0
# A request this young when memory ran out is a bystander and is asked again.
BYSTANDER_S = 1.0


def binary() -> str:
    """Return the path of the `oxigraph` program that the wheel of that name brings."""
    for folder in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        for name in ("oxigraph", "oxigraph.exe"):
            if (folder / name).is_file():
                return str(folder / name)
    found = shutil.which("oxigraph")
    if found is None:
        raise StoreError("the program 'oxigraph' is missing: pip install oxigraph")
    return found


class Unavailable(Exception):
    """No engine can answer now; try again in a moment."""


@dataclass(slots=True, eq=False)
class Ticket:
    """A request at an engine: since when, and whether it was told to stop."""

    since: float
    reason: str | None = None


@dataclass(slots=True, eq=False)
class Engine:
    """One child, started again whenever it dies."""

    command: tuple[str, ...]
    max_memory: int
    wire: Wire | None = None
    process: asyncio.subprocess.Process | None = None
    tickets: set[Ticket] = field(default_factory=set)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    restarts: int = 0
    _keeper: asyncio.Task[None] | None = None
    _words: list[str] = field(default_factory=list)

    async def start(self) -> None:
        """Start the child and wait until it answers; raises `StoreError` with its words."""
        await self._spawn()
        self._keeper = asyncio.create_task(self._keep())

    async def _spawn(self) -> None:
        port = _free_port()
        self._words = []
        self.process = await asyncio.create_subprocess_exec(
            *self.command,
            "--bind",
            f"127.0.0.1:{port}",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", ""), "TMPDIR": os.environ.get("TMPDIR", "/tmp")},  # noqa: S108
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            start_new_session=True,  # Ctrl-C at the terminal is ours to handle
        )
        reading = asyncio.create_task(self._read_words(self.process))
        wire = Wire("127.0.0.1", port)
        deadline = time.monotonic() + START_S
        while True:
            if self.process.returncode is not None:
                await reading
                raise StoreError(f"the engine did not start: {' '.join(self._words[-3:])}")
            try:
                async with wire.request("GET", "/", {}) as response:
                    async for _ in response.body:
                        pass
                break
            except WireError:
                if time.monotonic() > deadline:
                    self.process.kill()
                    raise StoreError("the engine did not start in time") from None
                await asyncio.sleep(0.02)
        self.wire = wire
        self.ready.set()

    async def _read_words(self, process: asyncio.subprocess.Process) -> None:
        """Keep the last lines of what the child says; they may quote queries, so no log."""
        assert process.stderr is not None
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:  # a line beyond the limit
                continue
            if not line:
                return
            self._words = [*self._words[-9:], line.decode("utf-8", "replace").strip()]

    async def _keep(self) -> None:
        """Watch the child's memory; start it again when it is gone."""
        pause = 0.05
        while True:
            process = self.process
            assert process is not None
            waiting = asyncio.create_task(process.wait())
            while not waiting.done():
                await asyncio.wait({waiting}, timeout=WATCH_S)
                if not waiting.done() and _resident(process.pid) > self.max_memory:
                    log.warning("engine over %d MiB, restarted", self.max_memory // MIB)
                    self.stop_requests("the query needed more memory than is allowed here")
                    process.kill()
                    await waiting
            self._down()
            self.restarts += 1
            log.warning("engine ended with status %s, starting again", process.returncode)
            while True:
                try:
                    await self._spawn()
                    pause = 0.05
                    break
                except (StoreError, OSError) as error:
                    log.error("engine: %s", error)
                    pause = min(pause * 2, 5.0)
                    await asyncio.sleep(pause)

    def _down(self) -> None:
        self.ready.clear()
        if self.wire is not None:
            self.wire.close()
            self.wire = None

    def stop_requests(self, reason: str) -> None:
        """Blame every request that is no bystander for what comes next."""
        now = time.monotonic()
        old = [t for t in self.tickets if now - t.since >= BYSTANDER_S]
        for ticket in old or list(self.tickets):
            ticket.reason = reason

    def kill(self, ticket: Ticket, reason: str) -> None:
        """End the child because of one request, which gets the blame."""
        ticket.reason = reason
        self.ready.clear()
        if self.process is not None and self.process.returncode is None:
            self.process.kill()

    async def stop(self) -> None:
        """End the child: politely, then not."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        self._down()
        process = self.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            process.kill()
            await process.wait()


class Engines:
    """All children of one endpoint, or the address of a server elsewhere."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.children: list[Engine] = []
        self.remote: Wire | None = None
        self._lock: int | None = None

    async def start(self) -> None:
        """Take the folder's lock and start the children; raises `StoreError`, `StoreLocked`."""
        settings = self.settings
        if not settings.is_folder:
            address = urlsplit(settings.store)
            self.remote = Wire(address.hostname or "", address.port or 80)
            return
        folder = Path(settings.store)
        if not settings.writable and not folder.is_dir():
            raise StoreError(f"store {settings.store!r} does not exist; 'ingest' makes one")
        folder.mkdir(parents=True, exist_ok=True)
        from graph.stores.embedded import _take_lock  # the one lock that every part keeps to

        if not (folder / "CURRENT").exists():  # reading needs a store: make an empty one
            from graph.store import open_store

            open_store(settings.store).close()
        self._lock = _take_lock(folder, writable=settings.writable)
        command = (
            binary(),
            "serve" if settings.writable else "serve-read-only",
            "--location",
            str(folder),
            "--timeout-s",
            str(max(1, round(settings.timeout_s))),
        )
        count = 1 if settings.writable else settings.engines
        self.children = [Engine(command, settings.max_memory) for _ in range(count)]
        try:
            await asyncio.gather(*(child.start() for child in self.children))
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the children and let go of the folder."""
        await asyncio.gather(*(child.stop() for child in self.children))
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def choose(self, wait_s: float) -> Engine:
        """Return the least busy child that answers; raises `Unavailable` after a wait."""
        deadline = time.monotonic() + wait_s
        while True:
            ready = [child for child in self.children if child.ready.is_set()]
            if ready:
                return min(ready, key=lambda child: len(child.tickets))
            if time.monotonic() > deadline:
                raise Unavailable
            await asyncio.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _resident(pid: int) -> int:
    """Return a process's resident memory in bytes; 0 where it cannot be known."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if sys.platform == "linux":
    import ctypes

    _PRCTL = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)

    def _die_with_parent() -> None:
        """In the child before exec: be killed when the endpoint is (PR_SET_PDEATHSIG)."""
        if _PRCTL is not None:
            _PRCTL(1, signal.SIGKILL)

else:

    def _die_with_parent() -> None:
        """Elsewhere a child can outlive a killed endpoint."""
