"""The batch against a real store, with a reader that needs no model."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ingest.run
from diplograph.cli import app
from graph.record import to_record
from graph.store import open_store
from ingest.batch.journal import Journal, journal_path
from ingest.batch.tasks import Settings
from ingest.run import Progress, Summary, extract
from tests.builders import sample_extractions
from tests.ingest.fake import FAKE
from tests.ingest.test_extract import fake

ROOT = Path(__file__).parent.parent.parent


def ingest_into(store: Path, *inputs: Path | str, **options: Any) -> Summary:
    options.setdefault("settings", fake())
    return ingest.run.ingest([str(i) for i in inputs], store=str(store), **options)


def quads(store: Path) -> list[str]:
    with open_store(store, writable=False) as opened:
        return sorted(str(quad) for quad in opened.quads())


def graphs(store: Path) -> set[str]:
    with open_store(store, writable=False) as opened:
        return {g for g in opened.graphs() if "/graph/report/" in g}


def corpus(path: Path, texts: Sequence[str | dict[str, Any]]) -> Path:
    lines = [
        {"id": f"r{n}", "text": text} if isinstance(text, str) else {"id": f"r{n}", **text}
        for n, text in enumerate(texts)
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def meetings(count: int, word: str = "") -> list[str]:
    people = "Anna Bert Carl Dora Emil Frida Gustav Hanna".split()
    chance = random.Random(count)
    return [
        f"{chance.choice(people)} met {chance.choice(people)} on 2024-01-{n % 9 + 1:02}. "
        f"Number {n} {word}"
        for n in range(count)
    ]


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    path, store = corpus(tmp_path / "a.jsonl", meetings(40)), tmp_path / "graph"

    first = ingest_into(store, path)
    before = quads(store)
    second = ingest_into(store, path)

    assert (first.read, first.stored, first.failed) == (40, 40, 0)
    assert (second.read, second.stored, second.unchanged) == (40, 0, 40)
    assert quads(store) == before
    assert len(graphs(store)) == 40


def test_jobs_do_not_change_the_graph(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a.jsonl", meetings(100))

    ingest_into(tmp_path / "one", path)
    ingest_into(tmp_path / "three", path, jobs=3)

    assert quads(tmp_path / "one") == quads(tmp_path / "three")


def test_changed_reports_are_replaced_and_only_they_are_read(tmp_path: Path) -> None:
    texts, store = meetings(20), tmp_path / "graph"
    ingest_into(store, corpus(tmp_path / "a.jsonl", texts))
    texts[3] = "Zoe met Yves on 2024-02-02."

    summary = ingest_into(store, corpus(tmp_path / "a.jsonl", texts))

    assert (summary.replaced, summary.unchanged, summary.stored) == (1, 19, 0)
    ingest_into(tmp_path / "anew", corpus(tmp_path / "a.jsonl", texts))
    assert quads(store) == quads(tmp_path / "anew")


def test_another_pipeline_reads_everything_again(tmp_path: Path) -> None:
    path, store = corpus(tmp_path / "a.jsonl", meetings(5)), tmp_path / "graph"
    ingest_into(store, path)

    summary = ingest_into(store, path, settings=Settings("other", factory=FAKE))

    assert (summary.replaced, summary.unchanged) == (5, 0)


def test_failures_are_isolated_kept_and_tried_again(tmp_path: Path) -> None:
    texts = meetings(10)
    texts[4] = "BOOM"
    path, store = corpus(tmp_path / "a.jsonl", texts), tmp_path / "graph"
    with path.open("a") as stream:
        stream.write('\n{"id": broken\n')

    first = ingest_into(store, path)
    again = ingest_into(store, path)

    assert (first.stored, first.failed) == (9, 2)
    assert (again.unchanged, again.failed) == (9, 2)
    assert dict(first.failures) == dict(again.failures)
    assert set(dict(first.failures)) == {f"{path}:11", f"{path} (r4)"}
    with Journal(journal_path(str(store))) as journal:
        assert journal.failed_inputs() == [str(path)]

    # The reader is mended (another factory of the same versions), the line not.
    mended = Settings("none", factory="tests.ingest.test_ingest:Mended")
    retried = ingest_into(store, settings=mended, retry_failed=True)

    assert (retried.stored, retried.unchanged, retried.failed) == (1, 9, 1)
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))
    assert ingest_into(store, settings=mended, retry_failed=True).ok
    with Journal(journal_path(str(store))) as journal:
        assert journal.failed_inputs() == []


def test_other_languages_are_counted_and_not_looked_at_again(tmp_path: Path) -> None:
    path = corpus(
        tmp_path / "a.jsonl",
        [{"text": "Anna met Bert on 2024-01-01.", "language": "fr"}, *meetings(2)],
    )

    for _ in range(2):
        summary = ingest_into(tmp_path / "graph", path)
        assert summary.skipped == 1
    assert len(graphs(tmp_path / "graph")) == 2


def test_one_identifier_for_two_reports_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [{"id": "x", "text": "One."}, {"id": "x", "text": "One."}, {"id": "x", "text": "Two."}]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    store = tmp_path / "graph"

    for stored in (1, 0):
        summary = ingest_into(store, path)
        assert (summary.stored, summary.duplicates, summary.failed) == (stored, 1, 1)
        assert "same identifier" in summary.failures[0][1]
    assert len(graphs(store)) == 1


STORY = (
    "Anna met Bert on 2024-01-03. The two spoke for an hour about the river that parts their "
    "states, about the bridges across it and about the price of fish, said a spokesman in Oslo. "
    "They agreed to meet again when the snow is gone."
)


def copies() -> list[dict[str, Any]]:
    return [
        {"id": "c", "text": STORY, "date": "2024-01-05", "publisher": "Third Post",
         "url": "https://c.example/1"},
        {"id": "a", "text": f"OSLO (Reuters) - {STORY}", "date": "2024-01-04",
         "publisher": "First Post", "url": "https://a.example/1"},
        {"id": "b", "text": STORY, "date": "2024-01-04", "publisher": "Other Post",
         "url": "https://b.example/1"},
        {"id": "d", "text": STORY.replace("Bert", "Carl"), "date": "2024-01-04"},
        {"id": "e", "text": STORY, "date": "2024-02-04"},
    ]  # fmt: skip


def test_copies_are_one_report_whatever_their_order(tmp_path: Path) -> None:
    results = []
    for n, order in enumerate(([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [1, 0, 3, 4, 2])):
        rows = [copies()[i] for i in order]
        path = corpus(tmp_path / f"{n}.jsonl", rows)
        summary = ingest_into(tmp_path / str(n), path)
        assert (summary.stored, summary.duplicates) == (3, 2), order
        results.append(quads(tmp_path / str(n)))
    # And one at a time, in runs of their own.
    for row in copies():
        ingest_into(tmp_path / "apart", corpus(tmp_path / "row.jsonl", [row]))
    results.append(quads(tmp_path / "apart"))

    assert results[0] == results[1] == results[2] == results[3]
    text = "\n".join(results[0])
    assert text.count("https://c.example/1") == 1
    assert "Third Post" in text
    again = ingest_into(tmp_path / "0", tmp_path / "0.jsonl")
    assert (again.unchanged, again.duplicates, again.stored) == (3, 2, 0)
    assert quads(tmp_path / "0") == results[0]


def test_copies_can_be_kept(tmp_path: Path) -> None:
    summary = ingest_into(
        tmp_path / "graph", corpus(tmp_path / "a.jsonl", copies()), keep_duplicates=True
    )

    assert (summary.stored, summary.duplicates) == (5, 0)


def test_records_make_the_graph_that_reports_make(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a.jsonl", meetings(30))
    records = tmp_path / "records.jsonl"
    with records.open("w") as stream:
        for extraction in extract([str(path)], settings=fake()):
            stream.write(json.dumps(to_record(extraction)) + "\n")

    summary = ingest_into(tmp_path / "b", records)
    ingest_into(tmp_path / "a", path)

    assert summary.stored == 30
    assert quads(tmp_path / "a") == quads(tmp_path / "b")
    assert ingest_into(tmp_path / "b", records).unchanged == 30


def test_merging_in_between_does_not_change_the_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = corpus(tmp_path / "a.jsonl", meetings(120))
    ingest_into(tmp_path / "once", path)
    monkeypatch.setattr(ingest.run, "CHECKPOINT_REPORTS", 20)

    ingest_into(tmp_path / "often", path)

    assert quads(tmp_path / "once") == quads(tmp_path / "often")


def test_progress_tells_counts_and_share(tmp_path: Path) -> None:
    seen: list[tuple[int, float | None]] = []

    def on_progress(progress: Progress) -> None:
        seen.append((progress.summary.done, progress.share))

    ingest_into(
        tmp_path / "graph", corpus(tmp_path / "a.jsonl", meetings(40)), progress=on_progress
    )

    assert seen[-1] == (40, 1.0)


class Mended:
    """The fake reader, with its fault mended."""

    def __init__(self, settings: Settings) -> None:
        from tests.ingest.fake import FakeReader

        self._inner = FakeReader(settings)
        self.run = self._inner.run

    def read(self, reports: Any) -> Any:
        from dataclasses import replace

        return self._inner.read([replace(r, text=r.text.replace("BOOM", "Fine")) for r in reports])


# ---- killed and interrupted ----

RUN = """
import sys
from ingest import run
from ingest.batch.tasks import Settings
run.CHECKPOINT_REPORTS = 15
summary = run.ingest([sys.argv[1]], store=sys.argv[2], jobs=int(sys.argv[3]),
                     settings=Settings("none", seconds=20.0, factory="tests.ingest.fake:FakeReader"))
print(summary, "interrupted" if summary.interrupted else "")
"""


def start(path: Path, store: Path, jobs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(path), str(store), str(jobs)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


# How many kills; many more when a person asks: DIPLOGRAPH_KILLS=20.
KILLS = int(os.environ.get("DIPLOGRAPH_KILLS", "3"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_random_moments_and_run_again(tmp_path: Path, jobs: int) -> None:
    texts: list[str | dict[str, Any]] = [*meetings(150, "WAIT"), *copies()]
    texts[40] = "BOOM"
    path = corpus(tmp_path / "a.jsonl", texts)
    undisturbed = tmp_path / "undisturbed"
    begun = time.monotonic()
    assert start(path, undisturbed, jobs).wait(60) == 0
    duration = time.monotonic() - begun
    expected = quads(undisturbed)
    chance = random.Random(jobs)
    store = tmp_path / "killed"

    partial = 0
    for _ in range(KILLS):
        process = start(path, store, jobs)
        time.sleep(chance.uniform(0.3, 1.0) * duration)
        process.send_signal(signal.SIGKILL)
        process.wait()
        partial += (store / "CURRENT").exists() and 0 < len(graphs(store)) < 154
    last = start(path, store, jobs)
    out, _ = last.communicate(timeout=60)

    assert last.returncode == 0
    assert partial or KILLS < 10  # with enough kills, some strike in the middle
    assert quads(store) == expected
    assert b"1 failed" in out
    again = ingest_into(store, path)
    assert (again.stored, again.replaced, again.failed) == (0, 0, 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_keeps_what_is_done(tmp_path: Path, jobs: int) -> None:
    path = corpus(tmp_path / "a.jsonl", meetings(2000, "WAIT"))
    store = tmp_path / "graph"
    process = start(path, store, jobs)
    time.sleep(3)

    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)

    assert b"interrupted" in out
    stored = len(graphs(store))
    assert 0 < stored < 2000
    assert f"{stored:,} stored".encode() in out


# ---- the command ----


@pytest.fixture
def fake_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def settings(*_: object) -> Settings:
        return fake()

    monkeypatch.setattr(ingest.run, "Settings", settings)


@pytest.mark.usefixtures("fake_settings")
def test_the_command_sums_up_and_exits_1_when_something_failed(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a.jsonl", ["Anna met Bert on 2024-01-01.", "BOOM"])
    arguments = ["ingest", str(path), "--store", str(tmp_path / "graph")]

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 1
    assert "2 read, 1 stored, 1 failed" in done.stderr
    assert f"failed: {path} (r1): reading failed: ValueError: boom" in done.stderr
    assert "--retry-failed" in done.stderr
    assert done.stdout == ""


@pytest.mark.usefixtures("fake_settings")
def test_the_command_says_that_nothing_is_new(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a.jsonl", ["Anna met Bert on 2024-01-01."])
    arguments = ["ingest", str(path), "--store", str(tmp_path / "graph")]
    CliRunner().invoke(app, arguments)

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 0
    assert "1 read, 0 stored, 1 unchanged, 0 failed; nothing new" in done.stderr


def test_a_store_and_its_records_survive_together(tmp_path: Path) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(json.dumps(to_record(e)) for e in sample_extractions()))

    summary = ingest_into(tmp_path / "graph", records)

    assert (summary.stored, summary.failed) == (4, 0)


FULL_DISK = """
import resource, signal, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing fails then, as on a full disk
from graph.errors import StoreError
from ingest import run
from ingest.batch.tasks import Settings
run.CHECKPOINT_REPORTS = 50
try:
    run.ingest([sys.argv[1]], store=sys.argv[2],
               settings=Settings("none", factory="tests.ingest.fake:FakeReader"))
except StoreError as error:
    print("told:", error)
"""


def test_a_full_disk_is_told_and_the_next_run_goes_on(tmp_path: Path) -> None:
    path, store = corpus(tmp_path / "a.jsonl", meetings(300)), tmp_path / "graph"

    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), str(store)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("told: store ")
    assert ingest_into(store, path).ok
    ingest_into(tmp_path / "undisturbed", path)
    assert quads(store) == quads(tmp_path / "undisturbed")


def test_progress_is_described_with_rate_and_time_left() -> None:
    from diplograph.cli.ingest import describe

    summary = Summary(read=1200, stored=1000, failed=2)

    assert describe(Progress(summary, 10.0, 0.25)) == "1,002 reports, 100.2/s, 2 failed, 30 s left"
    assert describe(Progress(summary, 100.0, 0.01)) == "1,002 reports, 10.0/s, 2 failed, 2.8 h left"
    assert describe(Progress(summary, 10.0, None)) == "1,002 reports, 100.2/s, 2 failed"
