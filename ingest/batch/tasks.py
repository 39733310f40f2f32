"""What goes to a reader and what comes back: small, frozen, picklable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.model import Extraction, Report, Run
from ingest.sources.base import Structured


@dataclass(frozen=True, slots=True)
class Task:
    """One report to be read; `number` is its place in the order of arrival."""

    number: int
    report: Report
    structured: Structured | None = None

    @property
    def size(self) -> int:
        """Characters to be read."""
        return len(self.report.title) + len(self.report.text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: an extraction, or the reason why there is none."""

    number: int
    extraction: Extraction | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How to make a reader, in any process: nothing but strings and numbers.

    `factory` is ``module:callable``; called with these settings it returns a `Reader`.
    `seconds` bounds the time for one report.
    """

    model: str
    knowledge: str | None = None
    precision: str = "balanced"
    seconds: float = 120.0
    factory: str = "ingest.batch.reading:LanguageReader"


class Reader(Protocol):
    """Reads reports; knows the versions of what reads them."""

    run: Run

    def read(self, reports: Sequence[Report]) -> list[Extraction]:
        """Return one extraction a report, in order; may raise anything."""
        ...


class Pool(Protocol):
    """Readers at work: in this process, in others, or on other machines."""

    run: Run

    @property
    def capacity(self) -> int:
        """How many chunks may be under way at a time."""
        ...

    def submit(self, chunk: Sequence[Task]) -> None:
        """Hand over a chunk; returns at once."""
        ...

    def collect(self, timeout: float | None = None) -> list[Outcome]:
        """Return the outcomes of one finished chunk; ``[]`` when the timeout has passed."""
        ...

    def close(self, *, at_once: bool = False) -> None:
        """Let the readers go; `at_once` does not wait for what is under way."""
        ...
