"""Reading on a Dask cluster: chunks of reports out, extractions back.

The scheduler and its workers need diplograph (with the extra ``cluster``) and the model; they
need neither the inputs nor the store, which this process alone reads and writes. Each worker
process loads the model once and keeps it. A worker that is lost has its chunks read by others;
a chunk that brings down three workers is read one report at a time, and the report that does it
again fails with that reason. What is read does not depend on who read it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from typing import Any

from graph.errors import MissingExtra, SettingsError
from graph.model import Run
from ingest.batch.reading import make_reader, read_tasks
from ingest.batch.tasks import Outcome, Reader, Settings, Task

CONNECT_S = 20.0

_readers: dict[Settings, Reader] = {}
_lock = threading.Lock()


def run_on_worker(settings: Settings) -> Run:
    """Return the versions of what reads on a worker; loads it there."""
    return _reader(settings).run


def read_on_worker(settings: Settings, tasks: list[Task]) -> list[Outcome]:
    """Read a chunk on a worker."""
    reader = _reader(settings)
    # A spaCy pipeline is not for several threads at a time; start workers with one thread.
    with _lock:
        return read_tasks(reader, tasks, settings.seconds)


def _reader(settings: Settings) -> Reader:
    with _lock:
        if settings not in _readers:
            _readers.clear()
            _readers[settings] = make_reader(settings)
        return _readers[settings]


class ClusterPool:
    """Readers on the workers of a Dask scheduler.

    Raises `MissingExtra` without Dask, `SettingsError` when the scheduler cannot be reached,
    has no workers, or they cannot load the model or are of other versions.
    """

    def __init__(self, settings: Settings, address: str) -> None:
        try:
            import distributed
        except ImportError:
            raise MissingExtra("reading on a cluster", "cluster") from None
        self._settings = settings
        try:
            connect: Any = distributed.Client
            self._client: Any = connect(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            what = " ".join(str(error).split()) or type(error).__name__
            raise SettingsError(f"the Dask scheduler {address} cannot be reached: {what}") from None
        try:
            self.run = self._agreed_run(address)
        except BaseException:
            self._client.close(timeout=5)
            raise
        self._chunks: dict[str, Sequence[Task]] = {}
        self._finished: queue.SimpleQueue[Any] = queue.SimpleQueue()

    @property
    def capacity(self) -> int:
        """Chunks to keep under way: three for each worker thread, and workers may come and go."""
        threads: int = sum(self._client.nthreads().values())
        return max(2, 3 * threads)

    def _agreed_run(self, address: str) -> Run:
        if not self._client.nthreads():
            try:
                self._client.wait_for_workers(1, timeout=CONNECT_S)
            except TimeoutError:
                raise SettingsError(f"the Dask scheduler {address} has no workers") from None
        try:
            runs = set(self._client.run(run_on_worker, self._settings).values())
        except Exception as error:
            what = " ".join(str(error).split())
            raise SettingsError(f"the workers of {address} cannot read: {what}") from error
        if len(runs) != 1:
            raise SettingsError(
                f"the workers of {address} are of different versions: "
                + "; ".join(sorted(f"{r.software}, {r.model}, rules {r.rules}" for r in runs))
            )
        run: Run = runs.pop()
        return run

    def submit(self, chunk: Sequence[Task]) -> None:
        """Send a chunk to the cluster."""
        future = self._client.submit(read_on_worker, self._settings, list(chunk), pure=False)
        self._chunks[future.key] = chunk
        future.add_done_callback(self._finished.put)

    def collect(self, timeout: float | None = None) -> list[Outcome]:
        """Return the outcomes of one finished chunk, ``[]`` after the timeout."""
        if not self._chunks:
            return []
        try:
            future = self._finished.get(timeout=timeout)
        except queue.Empty:
            return []
        chunk = self._chunks.pop(future.key)
        if future.status == "finished":
            outcomes: list[Outcome] = future.result()
            return outcomes
        if future.status == "cancelled":  # the scheduler went away
            raise SettingsError("the Dask scheduler was lost; run the same command to go on")
        return self._one_by_one(chunk)

    def _one_by_one(self, chunk: Sequence[Task]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for task in chunk:
            future = self._client.submit(read_on_worker, self._settings, [task], pure=False)
            error = future.exception()
            if error is None:
                outcomes += future.result()
            else:
                what = " ".join(str(error).split())[:200]
                reason = f"the workers that read it ended: {type(error).__name__}: {what}"
                outcomes.append(Outcome(task.number, None, reason))
        return outcomes

    def close(self, *, at_once: bool = False) -> None:
        """Leave the cluster; its workers go on for others."""
        self._client.close(timeout=1 if at_once else 10)
