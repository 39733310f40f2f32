"""Short ways to read bytes with a source."""

from __future__ import annotations

from pathlib import Path

from graph.model import Report
from ingest.sources import Failed, Item, Options, read_inputs


def items(path: Path | str, **options: object) -> list[Item]:
    return list(read_inputs([str(path)], Options(**options)))  # type: ignore[arg-type]


def reports(path: Path | str, **options: object) -> list[Report]:
    found = items(path, **options)
    assert all(isinstance(item, Report) for item in found), found
    return found  # type: ignore[return-value]


def failures(path: Path | str, **options: object) -> list[str]:
    return [f"{i.name}: {i.reason}" for i in items(path, **options) if isinstance(i, Failed)]
