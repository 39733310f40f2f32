"""Fit the confidence of accounts to annotated reports.

    python -m tools.calibrate DATA [--sets newswire,dev] [--strength 0.3]

DATA is the folder with ``eval/``. An event counts as right where an annotated one, an optional
one included, has its type and the same parties (participant F1 of 0.8 or more by the scorer). Writes
``ingest/knowledge/data/confidence.json``. Needs scikit-learn (extra ``dev``); the product does
not.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.extraction import ANNOTATED, annotated, score_events
from ingest.language.assembly import actor_of
from ingest.language.components import load_tables
from ingest.language.confidence import FEATURES, features
from ingest.language.lexicon import DATA
from ingest.language.pipeline import load_pipeline
from ingest.language.read import run_stages
from ingest.language.reading import parse


def main() -> None:
    """Fit, write the weights, and print them with the share of right events."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default="newswire,dev")
    parser.add_argument("--strength", type=float, default=0.3, help="C of the regression")
    options = parser.parse_args()
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    nlp = load_pipeline()
    for name in options.sets.split(","):
        gold, reports = annotated(options.data, name, Path())
        overlap = score_events(options.data).overlap
        for report, doc in parse(nlp, reports, disable=["diplomatic_events"]):
            path = gold / f"{report.id}.json"
            if doc is None or not path.exists():
                continue
            wanted = json.loads(path.read_text(encoding="utf-8"))["events"]
            stages = run_stages(doc, load_tables())
            assert stages.resolver is not None
            for event in stages.events:
                if event.type not in ANNOTATED:
                    continue
                actors = [
                    actor_of(stages.resolver.entity(p), doc, stages.reading) for p in event.parties
                ]
                said = [{"name": a.name, "kind": a.kind, "country": a.country} for a in actors]
                rows.append(features(event, stages.resolver))
                right.append(
                    any(
                        g["type"] == event.type and overlap(g["participants"], said)[1] >= 0.8
                        for g in wanted
                    )
                )
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=options.strength).fit(rows, right)
    table = {
        "about": f"fitted on {options.sets}: {len(right)} events, {sum(right)} of them right",
        "intercept": round(float(model.intercept_[0]), 3),
        "weights": {n: round(float(w), 3) for n, w in zip(FEATURES, model.coef_[0], strict=True)},
    }
    (DATA / "confidence.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
