"""What a report costs as the graph grows, and what a run costs that finds nothing to do.

    python -m benchmarks.scale CORPUS.jsonl... [--sizes 250,2500,25000] [--jobs 1] [--svg FILE]

Makes short reports (about 60 words) from the beginnings of real ones: people, states and days
are exchanged for others, the same in the whole report, so that texts are natural, events are
many and actors come again. Then ingests each size into a store of its own, and once more.
Prints a table; `--svg` draws the cost of a report over the course of the largest run.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

WORDS = 60
FIRST_DAY = date(2005, 1, 1)
DAYS = 7_000
_MONTHS = "January February March April May June July August September October November December"


def main() -> None:
    """Make the corpora, ingest them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--sizes", default="250,2500,25000")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--model", default="en_core_web_md")
    parser.add_argument("--folder", type=Path, help="keep corpora and stores here")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        print(json.dumps(_ingest(given.corpus[0], given.case, given.jobs, given.model)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        templates = _templates(given.corpus)
        print(f"{len(templates)} beginnings of real reports", file=sys.stderr)
        rows = []
        for size in (int(part) for part in given.sizes.split(",")):
            corpus = folder / f"{size}.jsonl"
            words = _write(corpus, templates, size)
            store = str(folder / f"{size}.db")
            command = [sys.executable, "-m", "benchmarks.scale", str(corpus), "--case", store]
            command += ["--jobs", str(given.jobs), "--model", given.model]
            first = json.loads(_run(command))
            again = json.loads(_run(command))
            rows.append({"size": size, "words": words, "first": first, "again": again})
            print(_line(rows[-1]), file=sys.stderr)
    print(
        f"{'reports':>8} {'wall s':>8} {'ms/report':>10} {'cpu ms':>8} {'words/s':>8} "
        f"{'peak MB':>8} {'events':>8} {'quads':>10} {'store MB':>9} {'again s':>8}"
    )
    for row in rows:
        print(_line(row))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    if given.svg:
        given.svg.write_text(_svg(rows[-1]["first"]["course"]), encoding="utf-8")


def _run(command: list[str]) -> str:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _line(row: dict[str, Any]) -> str:
    first, size = row["first"], row["size"]
    return (
        f"{size:8,} {first['wall_s']:8.1f} {1000 * first['wall_s'] / size:10.1f} "
        f"{1000 * first['cpu_s'] / size:8.1f} {row['words'] / first['wall_s']:8,.0f} "
        f"{first['peak_mb']:8.0f} {first['events']:8,} {first['quads']:10,} "
        f"{first['store_mb']:9.0f} {row['again']['wall_s']:8.1f}"
    )


def _ingest(corpus: Path, store: str, jobs: int, model: str) -> dict[str, Any]:
    """Ingest in this process; the time includes loading the model, as a user's does."""
    from graph.store import open_store
    from ingest import run

    course: list[tuple[int, float, float]] = []

    def progress(now: run.Progress) -> None:
        if not course or now.summary.done - course[-1][0] >= 100:
            course.append((now.summary.done, now.seconds, _cpu()))

    started = time.monotonic()
    summary = run.ingest([str(corpus)], store=store, jobs=jobs, model=model, progress=progress)
    wall, cpu = time.monotonic() - started, _cpu()
    print(summary, file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    with open_store(store, writable=False) as opened:
        quads = opened.count()
        events = sum(
            1
            for _ in opened.query(  # type: ignore[union-attr]
                "SELECT ?e { ?e a <http://semanticweb.cs.vu.nl/2009/11/sem/Event> }"
            )
        )
    size = sum(path.stat().st_size for path in Path(store).rglob("*") if path.is_file())
    return {
        "wall_s": wall,
        "cpu_s": cpu,
        "peak_mb": peak,
        "quads": quads,
        "events": events,
        "store_mb": size / 1e6,
        "summary": str(summary),
        "course": course,
    }


def _cpu() -> float:
    mine = resource.getrusage(resource.RUSAGE_SELF)
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


# ---- the corpus ----


def _templates(corpora: list[Path]) -> list[tuple[list[str], date]]:
    """Return beginnings of reports that name a state, each cut into text and names."""
    from ingest.knowledge import load_knowledge
    from ingest.sources import Options, read_inputs

    knowledge = load_knowledge()
    names = {state.name for state in knowledge.states if state.kind == "state"}
    names |= {person.name for person in knowledge.people}
    months = "|".join(_MONTHS.split())
    day = rf"(?:{months}) \d{{1,2}}, \d{{4}}|(?:{months}) \d{{1,2}}\b"
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"({day}|\b(?:{'|'.join(map(re.escape, longest))})\b)")
    found = []
    for item in read_inputs([str(path) for path in corpora], Options()):
        if not hasattr(item, "text"):
            continue
        text = " ".join(item.text.split())
        sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
        lead = ""
        for sentence in sentences:
            if lead and len(lead.split()) + len(sentence.split()) > WORDS * 1.2:
                break
            lead = f"{lead} {sentence}".strip()
            if len(lead.split()) >= WORDS * 0.8:
                break
        pieces = pattern.split(lead)
        if WORDS / 2 <= len(lead.split()) <= WORDS * 1.4 and len(pieces) > 3:
            found.append((pieces, date.fromisoformat(item.published or "2020-01-01")))
    return found


def _write(path: Path, templates: list[tuple[list[str], date]], size: int) -> int:
    """Write `size` reports; return their words."""
    from ingest.knowledge import load_knowledge

    knowledge = load_knowledge()
    states = [state.name for state in knowledge.states if state.kind == "state"]
    people = [person.name for person in knowledge.people]
    chance = random.Random(size)
    kinds = dict.fromkeys(states, states) | dict.fromkeys(people, people)
    words = 0
    with path.open("w", encoding="utf-8") as stream:
        for number in range(size):
            pieces, _ = templates[chance.randrange(len(templates))]
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            exchanged: dict[str, str] = {}

            def other(piece: str, day: date = day, known: dict[str, str] = exchanged) -> str:
                if piece not in known:
                    kind = kinds.get(piece)
                    known[piece] = chance.choice(kind) if kind else _written(piece, day, chance)
                return known[piece]

            text = "".join(other(p) if i % 2 else p for i, p in enumerate(pieces))
            words += len(text.split())
            row = {"id": f"s{number}", "date": day.isoformat(), "text": text, "language": "en"}
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return words


def _written(piece: str, day: date, chance: random.Random) -> str:
    near = day + timedelta(days=chance.randrange(-20, 20))
    text = f"{_MONTHS.split()[near.month - 1]} {near.day}"
    return f"{text}, {near.year}" if piece[-4:].isdigit() else text


# ---- the picture ----


def _svg(course: list[tuple[int, float, float]]) -> str:
    """Return the cost of a report in milliseconds over the course of a run, as SVG."""
    step = max(1, len(course) // 60)
    marks = course[::step]
    points = [
        ((b[0] + a[0]) / 2, 1000 * (b[2] - a[2]) / (b[0] - a[0]))
        for a, b in itertools.pairwise(marks)
        if b[0] > a[0]
    ]
    wide, high, edge = 640, 260, 45
    most = max(x for x, _ in points)
    top = max(y for _, y in points) * 1.2

    def at(x: float, y: float) -> str:
        return f"{edge + x / most * (wide - 2 * edge):.1f},{high - edge - y / top * (high - 2 * edge):.1f}"

    line = " ".join(at(x, y) for x, y in points)
    labels = "".join(
        f'<text x="{edge - 6}" y="{float(at(0, y).split(",")[1]) + 4:.1f}" text-anchor="end">{y:.0f}</text>'
        for y in (0.0, top / 2, top)
    )
    ends = "".join(
        f'<text x="{at(x, 0).split(",")[0]}" y="{high - edge + 18}" text-anchor="middle">{x:,.0f}</text>'
        for x in (0.0, most / 2, most)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{wide}" height="{high}" fill="white"/>'
        f'<path d="M{at(0, top)} L{at(0, 0)} L{at(most, 0)}" fill="none" stroke="#666"/>'
        f'<polyline points="{line}" fill="none" stroke="#1b6ca8" stroke-width="1.5"/>{labels}{ends}'
        f'<text x="{wide / 2}" y="{high - 8}" text-anchor="middle">reports ingested</text>'
        f'<text x="{edge}" y="16">processor time for one report, ms</text></svg>\n'
    )


if __name__ == "__main__":
    main()
