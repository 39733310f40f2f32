"""Pools of readers on this machine: in this process, or one model in each of several others.

A worker process is a fresh interpreter (``python -m ingest.batch.worker``) that talks through
its standard streams: no inherited store, no import of the caller's main module, and gone when
its parent is gone. A worker that dies or hangs costs only the report that it cannot read: its
chunk is read again, one report at a time, by a new one.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from graph import errors
from graph.errors import DiplographError, SettingsError
from graph.model import Run
from ingest.batch.reading import make_reader, read_tasks
from ingest.batch.tasks import Outcome, Settings, Task

# What a worker may take beyond the limit of a report before it is taken to hang: its own alarm
# should have gone off by then.
GRACE_S = 15.0


class InlinePool:
    """One reader in this process; a chunk is read when it is collected."""

    capacity = 1  # a chunk is read at once, so that its outcomes never lag

    def __init__(self, settings: Settings) -> None:
        self._reader = make_reader(settings)
        self._seconds = settings.seconds
        self._waiting: deque[Sequence[Task]] = deque()
        self.run: Run = self._reader.run

    def submit(self, chunk: Sequence[Task]) -> None:
        """Keep a chunk for `collect`."""
        self._waiting.append(chunk)

    def collect(self, timeout: float | None = None) -> list[Outcome]:
        """Read one chunk and return its outcomes."""
        if not self._waiting:
            return []
        return read_tasks(self._reader, self._waiting.popleft(), self._seconds)

    def close(self, *, at_once: bool = False) -> None:
        """Nothing to let go."""


class ProcessPool:
    """`jobs` worker processes; raises what the first of them cannot load."""

    def __init__(self, settings: Settings, jobs: int) -> None:
        self.capacity = jobs + jobs  # one chunk in work and one at hand for each
        self._tasks: queue.Queue[Sequence[Task] | None] = queue.Queue()
        self._done: queue.Queue[list[Outcome] | BaseException] = queue.Queue()
        self._workers = [_Worker(settings, self._tasks, self._done) for _ in range(jobs)]
        try:
            runs = [worker.wait_ready() for worker in self._workers]
        except BaseException:
            self.close(at_once=True)
            raise
        self.run: Run = runs[0]
        for worker in self._workers:
            worker.start()

    def submit(self, chunk: Sequence[Task]) -> None:
        """Hand a chunk to the next free worker."""
        self._tasks.put(chunk)

    def collect(self, timeout: float | None = None) -> list[Outcome]:
        """Return the outcomes of one finished chunk, ``[]`` after the timeout."""
        try:
            done = self._done.get(timeout=timeout)
        except queue.Empty:
            return []
        if isinstance(done, BaseException):
            raise done
        return done

    def close(self, *, at_once: bool = False) -> None:
        """End the workers, after what is under way unless `at_once`."""
        for _ in self._workers:
            self._tasks.put(None)
        for worker in self._workers:
            worker.end(at_once=at_once)


class _Worker(threading.Thread):
    """The thread that minds one worker process."""

    def __init__(
        self,
        settings: Settings,
        tasks: queue.Queue[Sequence[Task] | None],
        done: queue.Queue[list[Outcome] | BaseException],
    ) -> None:
        super().__init__(daemon=True)
        self._settings = settings
        self._tasks = tasks
        self._done = done
        self._ended = False
        self._process = self._launch()

    def _launch(self) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        # One model a process: threads of the linear algebra library would fight for the cores.
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            environment.setdefault(name, "1")
        # The worker finds what this process finds (a checkout, a test's own reader).
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("DIPLOGRAPH_DEBUG") else subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the parent, which ends its workers in order
        )
        self._send(process, self._settings)
        return process

    @staticmethod
    def _send(process: subprocess.Popen[bytes], value: Any) -> None:
        assert process.stdin is not None
        pickle.dump(value, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()

    def wait_ready(self) -> Run:
        """Return the run of the worker's reader; raise what kept it from loading."""
        try:
            answer = self._receive(self._process)
        except (EOFError, OSError, pickle.UnpicklingError):
            code = self._process.wait()
            raise SettingsError(f"a worker process ended while loading (status {code})") from None
        if isinstance(answer, Run):
            return answer
        name, message = answer
        kind = getattr(errors, name, None)
        if isinstance(kind, type) and issubclass(kind, DiplographError):
            raise kind(message) if kind is not errors.MissingExtra else SettingsError(message)
        raise SettingsError(f"a worker process could not load its reader: {name}: {message}")

    @staticmethod
    def _receive(process: subprocess.Popen[bytes]) -> Any:
        assert process.stdout is not None
        return pickle.load(process.stdout)  # noqa: S301 - our own process at the other end

    def run(self) -> None:
        while (chunk := self._tasks.get()) is not None:
            try:
                self._done.put(self._read(chunk))
            except BaseException as error:
                self._done.put(error)
                return

    def _read(self, chunk: Sequence[Task]) -> list[Outcome]:
        """Return the chunk's outcomes, whatever happens to the process."""
        # In the worst case the chunk is read together, then one by one.
        limit = self._settings.seconds * (len(chunk) + 1) + GRACE_S
        answer, hung = self._ask(chunk, limit)
        if answer is not None:
            return answer
        if self._ended:
            return []
        if len(chunk) == 1:
            reason = (
                f"took longer than the limit of {self._settings.seconds:g} s and was stopped"
                if hung
                else "the process that read it ended (out of memory, or a crash)"
            )
            return [Outcome(chunk[0].number, None, reason)]
        return [outcome for task in chunk for outcome in self._read([task])]

    def _ask(self, chunk: Sequence[Task], limit: float) -> tuple[list[Outcome] | None, bool]:
        process = self._process
        hung = threading.Event()

        def stop() -> None:
            hung.set()
            process.kill()

        timer = threading.Timer(limit, stop)
        timer.daemon = True
        timer.start()
        try:
            self._send(process, list(chunk))
            outcomes: list[Outcome] = self._receive(process)
            return outcomes, False
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            process.kill()
            process.wait()
            if not self._ended:
                self._process = self._launch()
                self.wait_ready()
            return None, hung.is_set()
        finally:
            timer.cancel()

    def end(self, *, at_once: bool) -> None:
        if at_once:
            self._ended = True
            self._process.kill()
        elif self.is_alive():
            self.join()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()  # the worker ends at the end of its input
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
