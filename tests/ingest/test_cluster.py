"""A real Dask scheduler and two worker processes on loopback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.record import to_record
from ingest.batch.tasks import Settings
from ingest.run import Progress, Summary, extract
from tests.ingest.fake import FAKE
from tests.ingest.test_ingest import ingest_into, quads

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        }
        self.scheduler = self._start(
            "dask", "scheduler", "--host", "127.0.0.1", "--port", self.address.rsplit(":")[-1],
            "--no-dashboard",
        )  # fmt: skip
        self.workers = [self.start_worker() for _ in range(2)]

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start(
            "dask", "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
            "--host", "127.0.0.1", "--local-directory", str(self.folder), "--death-timeout", "20",
        )  # fmt: skip

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=30)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path)
    try:
        cluster.wait(2)
        yield cluster
    finally:
        cluster.end()


def corpus(path: Path, texts: list[str]) -> Path:
    lines = (json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.server
def test_a_cluster_reads_what_one_process_reads_and_survives_a_lost_worker(
    tmp_path: Path, cluster: Cluster
) -> None:
    texts = [f"Anna met Bert{n} on 2024-01-{n % 28 + 1:02}. WAIT" for n in range(200)]
    texts[70] = "BOOM"
    path = corpus(tmp_path / "a.jsonl", texts)
    settings = Settings("none", seconds=20.0, factory=FAKE)
    local = [to_record(e) for e in extract([str(path)], settings=settings)]

    summary = Summary()
    found = []
    for extraction in extract(
        [str(path)], settings=settings, cluster=cluster.address, summary=summary
    ):
        found.append(to_record(extraction))
        if len(found) == 20:
            cluster.workers[0].send_signal(signal.SIGKILL)

    assert cluster.workers[0].wait(5) == -signal.SIGKILL
    assert found == local
    assert [name for name, _ in summary.failures] == [f"{path} (r70)"]

    # And so is the graph that comes of it, another worker lost, another one joining.
    cluster.workers.append(cluster.start_worker())
    cluster.wait(2)

    def lose_a_worker(now: Progress) -> None:
        if now.summary.done > 20:
            cluster.workers[1].kill()

    ingest_into(tmp_path / "local", path, settings=settings)
    whole = ingest_into(
        tmp_path / "cluster",
        path,
        settings=settings,
        cluster=cluster.address,
        progress=lose_a_worker,
    )
    assert cluster.workers[1].wait(5) == -signal.SIGKILL
    assert (whole.stored, whole.failed) == (199, 1)
    assert quads(tmp_path / "cluster") == quads(tmp_path / "local")


@pytest.mark.server
def test_a_report_that_ends_workers_is_lost_alone(tmp_path: Path, cluster: Cluster) -> None:
    texts = [f"Anna met Bert{n} on 2024-01-01." for n in range(20)]
    texts[3] = "DIE"
    path = corpus(tmp_path / "a.jsonl", texts)
    settings = Settings("none", seconds=20.0, factory=FAKE)
    # Each attempt costs a worker; two for the chunk, two for the report alone.
    cluster.workers += [cluster.start_worker() for _ in range(4)]
    cluster.wait(6)
    summary = Summary()

    found = list(extract([str(path)], settings=settings, cluster=cluster.address, summary=summary))

    assert [e.report.text for e in found] == [t for t in texts if t != "DIE"]
    ((_, reason),) = summary.failures
    assert "the workers that read it ended" in reason


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.cluster.CONNECT_S", 1.0)
    started = time.monotonic()

    with pytest.raises(SettingsError, match="cannot be reached"):
        list(extract(["x"], settings=Settings("none", factory=FAKE), cluster="tcp://127.0.0.1:9"))
    assert time.monotonic() - started < 15
