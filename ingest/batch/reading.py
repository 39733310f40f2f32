"""Reading in one process: one report's failure or slowness never loses the others'."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from graph.errors import DiplographError, SettingsError
from graph.model import Extraction, Report
from ingest.batch.tasks import Outcome, Reader, Settings, Task
from ingest.sources.limits import TooSlow, time_limit
from ingest.sources.prose import joined, prepared

# Reports that go to the model together; engines' measurement: 16 is as fast as 64 and takes
# half the memory, 256 is slower.
BATCH = 16


class LanguageReader:
    """Reads with a spaCy pipeline; the vocabulary is put back after every batch."""

    def __init__(self, settings: Settings) -> None:
        from ingest.language.pipeline import load_pipeline, run_of

        knowledge = Path(settings.knowledge) if settings.knowledge else None
        self.nlp = load_pipeline(settings.model, knowledge=knowledge, precision=settings.precision)
        self.run = run_of(self.nlp)

    def read(self, reports: Sequence[Report]) -> list[Extraction]:
        """Return one extraction a report, in order."""
        from ingest.language.pipeline import read_reports

        # Words never seen before would stay in the vocabulary for ever: a memory zone frees
        # them, so that a process that has read a million reports is as large as after a few.
        with self.nlp.memory_zone():
            return list(read_reports(self.nlp, reports, batch_size=BATCH))


def make_reader(settings: Settings) -> Reader:
    """Return the reader that the settings name."""
    module, _, name = settings.factory.partition(":")
    try:
        factory = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"the reader {settings.factory!r} cannot be loaded: {error}") from error
    reader: Reader = factory(settings)
    return reader


def read_tasks(reader: Reader, tasks: Sequence[Task], seconds: float) -> list[Outcome]:
    """Return the outcome of every task, in order.

    All are read together; when that fails or takes longer than one report may take, each is
    read by itself, and only the one that fails again is lost, with its reason.
    """
    try:
        with time_limit(seconds):
            found = _read(reader, tasks)
        return [
            Outcome(task.number, extraction) for task, extraction in zip(tasks, found, strict=True)
        ]
    except (Exception, TooSlow):
        return [_alone(reader, task, seconds) for task in tasks]


def _read(reader: Reader, tasks: Sequence[Task]) -> list[Extraction]:
    found = reader.read([prepared(task.report, task.structured) for task in tasks])
    if len(found) != len(tasks):
        raise RuntimeError(f"{len(tasks)} reports gave {len(found)} extractions")
    return [joined(task.report, task.structured, e) for task, e in zip(tasks, found, strict=True)]


def _alone(reader: Reader, task: Task, seconds: float) -> Outcome:
    try:
        with time_limit(seconds):
            return Outcome(task.number, _read(reader, [task])[0])
    except TooSlow:
        reason = f"took longer than the limit of {seconds:g} s (raise it with --time-limit)"
    except MemoryError:
        reason = "needs more memory than there is"
    except DiplographError as error:
        reason = " ".join(str(error).split())
    except Exception as error:
        reason = f"reading failed: {type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return Outcome(task.number, None, reason)
