"""How fast reports are read, in how much memory, and what storing and merging adds.

    python -m benchmarks.throughput CORPUS.jsonl [--reports 600] [--rounds 3] [--parts read,jobs,store]

CORPUS holds ``{"id","title","date","text"}`` a line (may be compressed). Parts:

read    bare spaCy (same model, batch of 16, same paragraphs' text) against `extract`, one
        process each, in turns; peak memory of both processes
jobs    `extract` with one worker process against two
store   `extract` against `ingest` into a new embedded store, merging included

Every measurement is a process of its own. Wall time is what a user waits for; on a machine that
does other work besides, the processor time (user and system, children included) is the ratio to
trust, so both are printed. Prints a table; writes JSON with --json FILE.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BATCH = 16


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--reports", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parts", default="read,jobs,store")
    parser.add_argument("--model", default="en_core_web_md")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--store", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        print(json.dumps(_case(given.case, given.corpus, given.model, given.store)))
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = _sample(given.corpus, given.reports, Path(folder) / "corpus.jsonl")
        results: dict[str, list[dict[str, float]]] = {}
        pairs = {
            "read": ("bare", "extract"),
            "jobs": ("jobs1", "jobs2"),
            "store": ("extract", "ingest"),
        }
        for part in given.parts.split(","):
            for turn in range(given.rounds):
                for case in pairs[part]:
                    store = str(Path(folder) / f"{part}-{case}-{turn}")
                    one = _measure(case, corpus, given.model, store)
                    results.setdefault(f"{part}/{case}", []).append(one)
                    print(f"  {part}/{case}: {_line(one)}", file=sys.stderr)
    _report(results)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


def _sample(corpus: Path, count: int, target: Path) -> Path:
    """Write `count` reports, evenly spread over the corpus."""
    from ingest.sources import Options, read_inputs

    reports = [r for r in read_inputs([str(corpus)], Options()) if hasattr(r, "text")]
    step = max(1.0, len(reports) / count)
    chosen = [reports[int(i * step)] for i in range(min(count, len(reports)))]
    with target.open("w", encoding="utf-8") as stream:
        for report in chosen:
            row = {"id": report.id, "title": report.title, "date": report.published}
            stream.write(json.dumps({**row, "text": report.text, "language": "en"}) + "\n")
    return target


def _measure(case: str, corpus: Path, model: str, store: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.throughput", str(corpus), "--case", case]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, "--model", model, "--store", store],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _case(case: str, corpus: Path, model: str, store: str) -> dict[str, float]:
    """Run one case in this process; the model is loaded before the clock starts."""
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    words = sum(len(row["text"].split()) for row in rows)
    work = _prepared(case, corpus, model, store, rows)
    started, before = time.monotonic(), _cpu()
    work()
    wall = time.monotonic() - started
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "reports": len(rows),
        "words": words,
        "wall_s": wall,
        "cpu_s": _cpu() - before,
        "peak_mb": max(own, child) / 1000,
    }


def _prepared(case: str, corpus: Path, model: str, store: str, rows: list[Any]) -> Any:
    from ingest import run
    from ingest.batch.tasks import Settings

    settings = Settings(model)
    if case == "bare":
        nlp = _bare(model)
        texts = [block for row in rows for block in _blocks(row)]

        def bare() -> None:
            with nlp.memory_zone():
                for _ in nlp.pipe(texts, batch_size=BATCH):
                    pass

        return bare
    jobs = 2 if case == "jobs2" else 1
    pool = run.ProcessPool(settings, jobs) if case.startswith("jobs") else run.InlinePool(settings)
    run.make_pool = lambda *_: pool  # type: ignore[assignment]  # loaded before the clock starts

    def extract() -> None:
        for _ in run.extract([str(corpus)], settings=settings):
            pass

    def ingest() -> None:
        summary = run.ingest([str(corpus)], store=store, settings=settings, keep_duplicates=True)
        assert not summary.failed, summary.failures

    return ingest if case == "ingest" else extract


def _bare(model: str) -> Any:
    """Return the pipeline without our component."""
    from ingest.language.pipeline import COMPONENT, load_pipeline

    nlp = load_pipeline(model)
    nlp.remove_pipe(COMPONENT)
    return nlp


def _blocks(row: dict[str, str]) -> list[str]:
    return [row["text"]]


def _cpu() -> float:
    mine = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def _line(one: dict[str, float]) -> str:
    return (
        f"{one['words'] / one['wall_s']:,.0f} words/s, {one['wall_s']:.1f} s wall, "
        f"{one['cpu_s']:.1f} s processor, {one['peak_mb']:.0f} MB"
    )


def _report(results: dict[str, list[dict[str, float]]]) -> None:
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        for name, runs in results.items()
    }
    print(f"{'case':16} {'words/s':>9} {'wall s':>8} {'cpu s':>8} {'peak MB':>8}")
    for name, one in medians.items():
        print(
            f"{name:16} {one['words'] / one['wall_s']:9,.0f} {one['wall_s']:8.1f} "
            f"{one['cpu_s']:8.1f} {one['peak_mb']:8.0f}"
        )
    for part, first, second, what in (
        ("read", "bare", "extract", "extract over bare spaCy (target 1.2)"),
        ("store", "extract", "ingest", "ingest over extract (target 1.25)"),
    ):
        a, b = medians.get(f"{part}/{first}"), medians.get(f"{part}/{second}")
        if a and b:
            print(
                f"{what}: wall {b['wall_s'] / a['wall_s']:.2f}, "
                f"processor {b['cpu_s'] / a['cpu_s']:.2f}, memory {b['peak_mb'] / a['peak_mb']:.2f}"
            )
    one, two = medians.get("jobs/jobs1"), medians.get("jobs/jobs2")
    if one and two:
        print(
            f"two processes over one (target 1.7): {one['wall_s'] / two['wall_s']:.2f} times as "
            f"fast, processor {two['cpu_s'] / one['cpu_s']:.2f}"
        )


if __name__ == "__main__":
    main()
