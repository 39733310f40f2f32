"""How good the reading is: every measure of the evaluation folder in one table.

    python -m benchmarks.extraction DATA [--sets dev,newswire,...] [--model NAME] [--list-news]

DATA is the folder with ``eval/`` (annotated documents and their scorers) and ``data/``. Sets:

dev, newswire, validation   events against annotations (``eval/score_events.py``)
readouts                    person, country, date of 343 readouts (``eval/score_readouts.py``)
plover                      types of political acts (``eval/score_plover.py``)
wikinews                    events of the five annotated types in general news, per 10,000 words;
                            ``--list-news`` prints them, to be judged by eye
invented                    the reports of tests/golden, one line a file
timex                       TIMEX3 values of the dates of invented newspaper texts (``benchmarks/timex.py``)

It also prints how the confidence of an account agrees with being right (validation and invented:
it was fitted on dev and newswire), and
the processor time of our components over that of the parse, in this one run. The scorers are
those of DATA and are called as they are; predictions go to a temporary folder.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from benchmarks import timex
from benchmarks.timex import print_table
from graph.model import EventType, Extraction, Report
from graph.record import to_record
from ingest.language.pipeline import DEFAULT_MODEL, load_pipeline, read_reports

ANNOTATED = {
    EventType.MEETING,
    EventType.CALL,
    EventType.VISIT,
    EventType.CEREMONY,
    EventType.AGREEMENT,
}
SETS = ("dev", "newswire", "validation", "invented", "timex", "readouts", "plover", "wikinews")
GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden"


def main() -> None:
    """Run the chosen sets and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--list-news", action="store_true")
    options = parser.parse_args()
    sets = options.sets.split(",")
    nlp = load_pipeline(options.model)
    clock = Clock(nlp)
    judged: list[tuple[float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        rows = []
        invented = [f"invented/{path.stem}" for path in sorted(GOLDEN.glob("*.yaml"))]
        for name in ("dev", "newswire", "validation", *invented):
            if name.partition("/")[0] in sets:
                gold, reports = annotated(options.data, name, scratch)
                predicted = predict(nlp, reports, scratch / f"{Path(name).name}.jsonl")
                result = score_events(options.data).score(gold, predicted)
                rows.append(event_row(name, result))
                if name not in ("dev", "newswire"):
                    judged += judge(options.data, gold, predicted)
        if rows:
            print_table(EVENT_COLUMNS, rows)
        if judged:
            print_table(("confidence", "events", "right"), reliability(judged))
        if "timex" in sets:
            print_table(timex.COLUMNS, [timex.row(timex.DATA / name) for name in timex.FILES])
        if "readouts" in sets:
            print_table(("readouts", "right", "of", "%"), readouts(options.data, nlp, scratch))
        if "plover" in sets:
            print(plover(options.data, nlp, scratch), end="\n\n")
        if "wikinews" in sets:
            news(options.data, nlp, listed=options.list_news)
    print(f"our components: {clock.ratio():.2f} of the parse's processor time, on top of it")


class Clock:
    """Processor time of the parse and of our component, by wrapping the component's call."""

    def __init__(self, nlp: Any) -> None:
        self.ours = 0.0
        self.began = time.process_time()
        component = nlp.get_pipe("diplomatic_events")
        inner = component.__call__

        class Timed:
            def __call__(this, doc: Any) -> Any:  # noqa: N805
                start = time.process_time()
                try:
                    return inner(doc)
                finally:
                    self.ours += time.process_time() - start

        # the list of all components, disabled ones included
        index = [name for name, _ in nlp._components].index("diplomatic_events")
        nlp._components[index] = ("diplomatic_events", Timed())

    def ratio(self) -> float:
        """Return our time over everything else's so far."""
        return self.ours / max(time.process_time() - self.began - self.ours, 1e-9)


# --- sets ----------------------------------------------------------------------------------


def annotated(data: Path, name: str, scratch: Path) -> tuple[Path, list[Report]]:
    """Return the folder of annotations and the reports of a set.

    ``invented`` is all of tests/golden, ``invented/radio`` one file of it.
    """
    set_, _, stem = name.partition("/")
    if set_ != "invented":
        folder = data / "eval" / name
        return folder / "gold", list(jsonl_reports(folder / "reports.jsonl"))
    gold = scratch / f"invented-{stem}-gold"
    gold.mkdir()
    reports = []
    for path in sorted(GOLDEN.glob(f"{stem or '*'}.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            day = str(item["date"])
            report = Report(item["id"], item["text"], title=item.get("title", ""), published=day)
            reports.append(report)
            record = {"doc": report.id, "events": [gold_event(e) for e in item["events"] or []]}
            (gold / f"{report.id}.json").write_text(json.dumps(record), encoding="utf-8")
    return gold, reports


def gold_event(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event of tests/golden in the form that the scorer reads."""
    from ingest.knowledge import load_knowledge

    names = load_knowledge().names
    kinds = {"state": "state", "organisation": "organisation", "movement": "group"}
    day = str(event["date"]) if event.get("date") else None
    return {
        "type": event["type"],
        "participants": [
            {
                "name": name,
                "country": country,
                "kind": kinds.get(names[name][0].kind, "person") if name in names else "person",
            }
            for name, country in (event["who"] or {}).items()
        ],
        "date": {"start": day, "end": day} if day else None,
        "place": {"name": event["place"], "city": None, "country": None}
        if event.get("place")
        else None,
        "status": event.get("status", "occurred"),
        "optional": event.get("optional", False),
        "trigger": "",
    }


def jsonl_reports(path: Path) -> Iterator[Report]:
    """Yield the reports of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield Report(
                id=item["id"],
                text=item["text"],
                title=item.get("title") or "",
                published=item.get("date"),
            )


def predict(nlp: Any, reports: Iterable[Report], path: Path) -> Path:
    """Write the extraction records of reports."""
    with path.open("w", encoding="utf-8") as out:
        for extraction in read_reports(nlp, reports):
            out.write(json.dumps(to_record(extraction)) + "\n")
    return path


def score_events(data: Path) -> Any:
    """Load the scorer of the data folder as a module."""
    spec = importlib.util.spec_from_file_location("score_events", data / "eval/score_events.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EVENT_COLUMNS = (
    "set", "events", "P", "R", "F1", "strict F1", "participants", "date", "invented", "place", "status",
)  # fmt: skip


def event_row(name: str, result: dict[str, Any]) -> list[str]:
    """Return one line of the table of events."""

    def show(value: float | None) -> str:
        return "-" if value is None else f"{value:.3f}"

    event = result["event"]
    return [
        name,
        f"{result['counts']['gold']:.0f}",
        show(event["precision"]),
        show(event["recall"]),
        show(event["f1"]),
        show(result["strict_event_f1"]),
        show(result["participant"]["f1"]),
        show(result["date_accuracy"]),
        show(result["date_invented"]),
        show(result["place_accuracy"]),
        show(result["status_accuracy"]),
    ]


def judge(data: Path, gold: Path, predicted: Path) -> list[tuple[float, bool]]:
    """Return confidence and rightness (matched or not) of each predicted event."""
    scorer = score_events(data)
    found = {}
    for line in predicted.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found[record["doc"]] = record["events"]
    judged = []
    for path in sorted(gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        wanted = record["events"]
        for event in found.get(record["doc"], []):
            if event["type"] not in {t.value for t in ANNOTATED}:
                continue
            right = any(
                g["type"] == event["type"]
                and scorer.overlap(g["participants"], event["actors"])[1] >= 0.8
                for g in wanted
            )
            judged.append((event["confidence"], right))
    return judged


def reliability(judged: list[tuple[float, bool]]) -> list[list[str]]:
    """Return, for bands of confidence, how many events are right."""
    rows = []
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = 0.5 if low == 0.0 else low + 0.1
        band = [right for confidence, right in judged if low <= confidence < high]
        if band:
            rows.append(
                [f"{low:.1f} to {high:.1f}", str(len(band)), f"{sum(band) / len(band):.2f}"]
            )
    return rows


def readouts(data: Path, nlp: Any, scratch: Path) -> list[list[str]]:
    """Score the readouts with the scorer of the data folder; returns its first block."""
    docs = data / "eval/readouts/docs.jsonl"
    predicted = predict(nlp, jsonl_reports(docs), scratch / "readouts.jsonl")
    gold = data / "eval/readouts/gold.jsonl"
    output = run(data / "eval/score_readouts.py", docs, predicted, "--gold", gold)
    rows = []
    for line in output.splitlines()[1:]:
        words = line.replace("/", " ").replace("%", " ").split()
        if len(words) != 4:
            break
        rows.append(words)
    return rows


def plover(data: Path, nlp: Any, scratch: Path) -> str:
    """Score the types of political acts; returns what the scorer prints."""
    gold = data / "data/plover-gold-dev.json"
    docs = scratch / "plover-docs.jsonl"
    docs.write_text(run(data / "eval/score_plover.py", gold, "--docs"), encoding="utf-8")
    predicted = predict(nlp, jsonl_reports(docs), scratch / "plover.jsonl")
    return run(data / "eval/score_plover.py", gold, predicted).rstrip()


def news(data: Path, nlp: Any, *, listed: bool) -> None:
    """Count events of the annotated types in general news."""
    reports = list(jsonl_reports(data / "data/wikinews-2019.jsonl"))
    words = sum(len(r.text.split()) for r in reports)
    found: list[tuple[Extraction, Any]] = [
        (x, a) for x in read_reports(nlp, reports) for a in x.accounts if a.type in ANNOTATED
    ]
    rate = 10_000 * len(found) / words
    print(f"wikinews: {len(found)} events in {words:,} words, {rate:.1f} per 10,000 words\n")
    for extraction, account in found if listed else ():
        parties = ", ".join(p.actor.name for p in account.participations)
        print(f"- {extraction.report.id}: {account.type} of {parties} ({account.status})")
        print(f"  {account.evidence[0].text[:200]}")


def run(script: Path, *arguments: object) -> str:
    """Run a scorer and return what it prints."""
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    main()
