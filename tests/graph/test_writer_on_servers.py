"""Merging over HTTP gives the quads that it gives in memory; a killed process loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.identifiers import report_iri
from graph.store import Store, open_store
from graph.writer import Writer, forget, rebuild
from tests.builders import sample_extractions
from tests.graph.test_writer import BACKGROUND, filled, quads


@pytest.fixture(params=["oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    opened = open_store(request.getfixturevalue(f"{request.param}_url"))
    yield opened
    opened.close()


@pytest.mark.server
def test_a_server_holds_what_memory_holds(store: Store):
    reports = sample_extractions()
    with Writer(store, background=BACKGROUND) as writer:
        for one in reports[:2]:
            assert writer.add(one) == "stored"
    with Writer(store, background=BACKGROUND) as writer:  # reads back what the first one wrote
        assert writer.add(reports[0]) == "unchanged"
        for one in reports[2:]:
            writer.add(one)
    whole = filled(*reports)
    assert quads(store) == quads(whole)
    assert forget(store, "kremlin-a", BACKGROUND)
    assert quads(store) == quads(filled(*reports[1:]))
    with Writer(store, background=BACKGROUND) as writer:
        writer.add(reports[0])
    rebuild(store, BACKGROUND)
    assert quads(store) == quads(whole)
    for one in reports:
        assert forget(store, report_iri(one.report), BACKGROUND)
    assert quads(store) == quads(filled())


_MANY = """
import sys
from pathlib import Path
from graph.store import open_store
from graph.writer import Writer
from tests.builders import PUTIN, XI, day, MOSCOW
from tests.graph.test_writer import BACKGROUND, meeting
from graph.model import Role

reports = [
    meeting(f"r{i}", f"2025-03-{i % 28 + 1:02}", [(XI, Role.PARTICIPANT), (PUTIN, Role.PARTICIPANT)],
            day(f"2025-03-{i % 28 + 1:02}"), MOSCOW if i % 3 else None)
    for i in range(80)
]
with open_store(Path(sys.argv[1])) as store:
    with Writer(store, background=BACKGROUND, batch=int(sys.argv[2])) as writer:
        for number, one in enumerate(reports):
            writer.add(one)
            if number % 10 == 9:
                writer.merge()
                print(number, flush=True)
"""


@pytest.mark.parametrize("batch", [0, 6_000])
def test_a_killed_process_finishes_to_the_same_quads(tmp_path: Path, batch: int):
    script = tmp_path / "many.py"
    script.write_text(textwrap.dedent(_MANY))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    def run(store: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(script), str(tmp_path / store), str(batch)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    killed = run("killed")
    assert killed.stdout is not None
    killed.stdout.readline()  # it is in the middle of things
    time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    for name in ("killed", "whole"):
        done = run(name)
        done.communicate()
        assert done.returncode == 0
    with (
        open_store(tmp_path / "killed", writable=False) as one,
        open_store(tmp_path / "whole", writable=False) as two,
    ):
        assert quads(one) == quads(two)
        assert one.count() > 2_000
