"""Invented reports of several manners, read end to end and held against their annotation.

The floors lie a little under what was measured when they were set: a change that reads these
reports worse must say so here. Quality on real texts is measured in `benchmarks/extraction.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from diplograph.demo import sample_annotations, sample_reports
from graph.model import Extraction, Report
from ingest.evaluation import GoldEvent, evaluate, gold_event, read_gold, scores
from ingest.language.pipeline import load_pipeline, read_reports
from ingest.run import extract

GOLDEN = Path(__file__).parents[2] / "golden"


def golden(path: Path) -> tuple[dict[str, list[GoldEvent]], list[Report]]:
    """Annotations and reports of one file."""
    docs = yaml.safe_load(path.read_text(encoding="utf-8"))
    gold = {
        d["id"]: [gold_event(path, d["id"], n, e) for n, e in enumerate(d["events"], 1)]
        for d in docs
    }
    reports = [Report(d["id"], d["text"].strip(), d.get("title", ""), str(d["date"])) for d in docs]
    return gold, reports


@pytest.mark.parametrize(
    ("name", "f1", "right"),
    [
        ("protocol.yaml", 0.90, 0.85),
        ("broadcast.yaml", 0.85, 0.80),
        ("wire.yaml", 0.91, 0.88),
        ("notices.yaml", 0.89, 0.88),
        ("domestic.yaml", 0.95, 0.95),
        ("readouts.yaml", 0.91, 0.93),
        ("agencies.yaml", 0.84, 0.85),
        ("wraps.yaml", 0.72, 0.81),
        ("radio.yaml", 0.79, 0.77),
    ],
)
def test_invented_reports_are_read_as_annotated(name: str, f1: float, right: float) -> None:
    gold, reports = golden(GOLDEN / name)
    extractions: list[Extraction] = list(read_reports(load_pipeline(), reports))

    result = scores(evaluate(gold, extractions))

    assert result.f1 >= f1
    assert result.date is not None and result.date >= right
    assert result.place is not None and result.place >= right
    assert result.status is not None and result.status >= right
    for extraction in extractions:
        for account in extraction.accounts:
            for span in account.evidence:
                text = extraction.report.title if span.field == "title" else extraction.report.text
                assert text[span.start : span.end] == span.text


def test_sample_reports_are_read_as_annotated() -> None:
    gold = read_gold(sample_annotations())

    result = scores(evaluate(gold, extract([str(sample_reports())])))

    assert result.f1 >= 0.85
