"""The batch: inputs in, a merged graph (or extractions) out; parallel, resumable, fault-tolerant.

`ingest` reads, stores and merges; `extract` only reads. Reading runs in a pool of readers (this
process, worker processes, a Dask cluster); this process alone opens the inputs, tells known
reports, other languages and copies apart, and writes to the store.

A run that was killed is simply run again: what the store holds is not read again, and because
merging is a function of the set of accounts, the graph comes out as if nothing had happened.
"""

from __future__ import annotations

import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from types import FrameType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from graph.errors import InputError, OptionError, StoreError
from graph.identifiers import report_graph, report_iri, run_iri
from graph.model import Extraction, Report
from ingest.batch.duplicates import Cluster, Duplicates, signature
from ingest.batch.journal import Entry, Fate, Journal, journal_path
from ingest.batch.languages import language_of
from ingest.batch.pools import InlinePool, ProcessPool
from ingest.batch.reading import BATCH
from ingest.batch.tasks import Outcome, Pool, Settings, Task
from ingest.sources import Failed, Ignored, Options, read_inputs, source_named
from ingest.sources.base import SIZE_LIMIT, TEXT_LIMIT, Item, Structured
from ingest.sources.fields import day
from ingest.sources.opening import total_bytes
from ingest.sources.web import Web

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["Progress", "Summary", "extract", "ingest"]

DEFAULT_MODEL = "en_core_web_md"
# A chunk is BATCH reports or this many characters, whichever comes first.
CHUNK_CHARACTERS = 100_000
# Merge and commit after so many stored reports, or at the latest after so many seconds.
CHECKPOINT_REPORTS = 1_000
CHECKPOINT_SECONDS = 120.0
# How many failures a summary carries; the journal has them all.
LISTED = 1_000


@dataclass(slots=True)
class Summary:
    """What a run did, in reports.

    `read` were met in the inputs; each of them was `stored`, `replaced` (its text or the
    pipeline had changed), `unchanged` (known, not read again), `skipped` (another language), a
    `duplicates` copy of another, or `failed`. `ignored` counts files of folders and archives
    that are of no kind we read; `events` how many the graph holds (0: nothing was merged).
    `failures` are the first thousand ``(name, reason)``.
    """

    read: int = 0
    stored: int = 0
    replaced: int = 0
    unchanged: int = 0
    skipped: int = 0
    duplicates: int = 0
    failed: int = 0
    ignored: int = 0
    events: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    failures: list[tuple[str, str]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Reports that are settled."""
        return (
            self.stored
            + self.replaced
            + self.unchanged
            + self.skipped
            + self.duplicates
            + self.failed
        )

    @property
    def ok(self) -> bool:
        """True when nothing failed and nobody interrupted."""
        return not self.failed and not self.interrupted

    def fail(self, name: str, reason: str) -> None:
        """Count a failure."""
        self.failed += 1
        if len(self.failures) < LISTED:
            self.failures.append((name, reason))

    def __str__(self) -> str:
        parts = [
            f"{self.read:,} read",
            f"{self.stored:,} stored",
            f"{self.replaced:,} replaced" if self.replaced else "",
            f"{self.unchanged:,} unchanged" if self.unchanged else "",
            f"{self.skipped:,} skipped (not English)" if self.skipped else "",
            f"{self.duplicates:,} duplicates" if self.duplicates else "",
            f"{self.failed:,} failed",
            f"{self.ignored:,} other files left aside" if self.ignored else "",
            f"now {self.events:,} events" if self.events else "",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is: its counts, seconds since its start, and the share of the bytes read.

    `share` lies in 0..1, None where the inputs' size is unknown; `total_bytes` likewise.
    """

    summary: Summary
    seconds: float
    share: float | None = None


OnProgress = Callable[[Progress], None]
OnFailure = Callable[[str, str], None]


class _Writer(Protocol):
    def add(self, extraction: Extraction) -> Literal["stored", "replaced", "unchanged"]: ...
    def merge(self) -> Any: ...
    def known(self) -> dict[str, tuple[str, str]]: ...
    def forget(self, report: str) -> bool: ...
    def flush(self) -> None: ...


def ingest(
    inputs: Sequence[str],
    *,
    store: str | Store,
    format: str = "auto",
    date: str | None = None,
    title: str | None = None,
    columns: dict[str, str] | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    model: str = DEFAULT_MODEL,
    knowledge: str | None = None,
    precision: str = "balanced",
    follow: bool = False,
    retry_failed: bool = False,
    keep_duplicates: bool = False,
    time_limit: float = 120.0,
    size_limit: int = SIZE_LIMIT,
    text_limit: int = TEXT_LIMIT,
    token: str | None = None,
    progress: OnProgress | None = None,
    on_failure: OnFailure | None = None,
    settings: Settings | None = None,
    web: Web | None = None,
) -> Summary:
    """Read reports, store what they say, merge it; return what was done.

    What cannot be read raises nothing: it is among the failures of the summary.

    Args:
        inputs: paths, folders, http(s) addresses, ``-`` for standard input.
        store: an open store, or where one is (folder or endpoint URL), opened and closed here.
        format: ``auto`` or a source's name.
        date: day of publication of reports that give none.
        title: title of reports that give none.
        columns: our field names to column names of a CSV file.
        jobs: processes that read, each with a model; 1 reads in this process.
        cluster: address of a Dask scheduler, whose workers read instead.
        model: name or path of a spaCy pipeline for English.
        knowledge: folder of own tables, added to the packaged ones.
        precision: ``recall``, ``balanced`` or ``strict``.
        follow: fetch the article behind each entry of a feed.
        retry_failed: read again what failed before; with no inputs, those of the failures.
        keep_duplicates: store copies of one story as reports of their own.
        time_limit: seconds for one report.
        size_limit: bytes of one report as it comes.
        text_limit: characters of one report's text.
        token: bearer token of an endpoint.
        progress: called often with where the run is.
        on_failure: called with name and reason of each failure, when it happens.
        settings: how readers are made, instead of model, knowledge, precision and time_limit.
        web: fetcher of addresses, instead of one with the default manners.

    Raises:
        OptionError: a wrong option or format.
        SettingsError: a model or table that cannot be loaded.
        StoreError: the store cannot be opened or written.
    """
    started = time.monotonic()
    settings = settings or Settings(model, knowledge, precision, time_limit)
    with ExitStack() as stack:
        web = web or stack.enter_context(Web())
        options = _options(format, date, title, columns, size_limit, text_limit, follow, web)
        pool = make_pool(settings, jobs, cluster)
        stack.callback(lambda: pool.close(at_once=True))
        # Opened after the workers were started: an embedded store is for one process only.
        opened, writer = _open(store, token, stack)
        journal = stack.enter_context(Journal(journal_path(opened.location)))
        batch = _Ingest(
            opened,
            writer,
            journal,
            pool,
            retry_failed=retry_failed,
            keep_duplicates=keep_duplicates,
            on_progress=progress,
            on_failure=on_failure,
            started=started,
        )
        if retry_failed:
            inputs = inputs or journal.failed_inputs()
        else:  # what failed in a feed is in it still, changed or not
            web.validators = lambda url: journal.feed(url, batch.run_iri)
        batch.total = total_bytes(inputs) if progress else None
        try:
            with _interruptible(batch.stop):
                batch.run(inputs, options, settings.seconds)
            for url, validators in web.visited.items() if not batch.stop.is_set() else ():
                journal.note_feed(url, batch.run_iri, *validators)
            journal.commit()
        except sqlite3.Error as error:
            raise StoreError(f"the ingest journal cannot be written: {error}") from error
        pool.close()
        return batch.summary


def extract(
    inputs: Sequence[str],
    *,
    format: str = "auto",
    date: str | None = None,
    title: str | None = None,
    columns: dict[str, str] | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    model: str = DEFAULT_MODEL,
    knowledge: str | None = None,
    precision: str = "balanced",
    follow: bool = False,
    time_limit: float = 120.0,
    size_limit: int = SIZE_LIMIT,
    text_limit: int = TEXT_LIMIT,
    progress: OnProgress | None = None,
    on_failure: OnFailure | None = None,
    settings: Settings | None = None,
    summary: Summary | None = None,
    web: Web | None = None,
    interruptible: bool = False,
) -> Iterator[Extraction]:
    """Read reports and yield what each says, in the order of the inputs.

    Arguments as for `ingest`. `summary` is filled while the iterator runs: `stored` counts the
    extractions that were given out. Copies of one story are read each for itself. With
    `interruptible`, a first SIGINT or SIGTERM lets what is under way be finished and given out;
    without, the caller's own handling of signals stands while the iterator lives.
    """
    settings = settings or Settings(model, knowledge, precision, time_limit)
    with ExitStack() as stack:
        web = web or stack.enter_context(Web())
        options = _options(format, date, title, columns, size_limit, text_limit, follow, web)
        pool = make_pool(settings, jobs, cluster)
        stack.callback(lambda: pool.close(at_once=True))
        batch = _Extract(pool, summary or Summary(), progress, on_failure)
        batch.total = total_bytes(inputs) if progress else None
        with _interruptible(batch.stop) if interruptible else nullcontext():
            yield from batch.run(inputs, options, settings.seconds)
        pool.close()


def make_pool(settings: Settings, jobs: int, cluster: str | None = None) -> Pool:
    """Return the pool of readers: a cluster's, `jobs` processes', or one in this process."""
    if cluster:
        from ingest.cluster import ClusterPool

        return ClusterPool(settings, cluster)
    if jobs < 1:
        raise OptionError(f"--jobs {jobs}: it must be 1 or more")
    return InlinePool(settings) if jobs == 1 else ProcessPool(settings, jobs)


def _options(
    format_: str,
    date: str | None,
    title: str | None,
    columns: dict[str, str] | None,
    size_limit: int,
    text_limit: int,
    follow: bool,
    web: Web,
) -> Options:
    source_named(format_)  # raises for an unknown one, before anything is started
    if columns and format_ not in ("auto", "csv"):
        raise OptionError("columns are mapped in CSV files only")
    if date is not None:
        try:
            known = day(date)
        except InputError:
            known = None
        if known is None:
            raise OptionError(f"the date {date!r} is no day of the calendar (expected YYYY-MM-DD)")
        date = known
    return Options(
        format=format_,
        date=date,
        title=title,
        columns=columns or {},
        size_limit=size_limit,
        text_limit=text_limit,
        follow=follow,
        web=web,
    )


def _open(store: str | Store, token: str | None, stack: ExitStack) -> tuple[Store, _Writer]:
    from graph import ontology
    from graph.store import memory_store, open_store
    from graph.writer import Writer
    from ingest.knowledge.background import background

    if isinstance(store, str):
        opened = memory_store() if store == "memory:" else open_store(store, token=token)
        stack.enter_context(opened)
    else:
        opened = store
    if not opened.writable:
        raise StoreError(f"the store {opened.location} is open for reading only")
    ontology.install(opened)
    writer = stack.enter_context(Writer(opened, background=background()))
    return opened, writer


@contextmanager
def _interruptible(stop: threading.Event) -> Iterator[None]:
    """Turn a first SIGINT or SIGTERM into `stop`; a second one interrupts at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {n: signal.signal(n, handle) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Batch:
    """What `ingest` and `extract` share: chunks to the pool, outcomes back, progress."""

    def __init__(
        self,
        pool: Pool,
        summary: Summary,
        on_progress: OnProgress | None,
        on_failure: OnFailure | None,
        started: float | None = None,
    ) -> None:
        self.pool = pool
        self.summary = summary
        self.stop = threading.Event()
        self.total: int | None = None
        self._on_progress = on_progress
        self._on_failure = on_failure
        self._started = started if started is not None else time.monotonic()
        self._bytes = 0
        self._shown = 0.0
        self._number = 0
        self._chunk: list[Task] = []
        self._characters = 0
        self._under_way: dict[int, Task] = {}
        self._chunks = 0

    def items(self, inputs: Sequence[str], options: Options, seconds: float) -> Iterator[Item]:
        """Yield the items of the inputs until somebody interrupts."""
        for item in read_inputs(inputs, options, self._took, item_seconds=seconds):
            if self.stop.is_set():
                return
            self.show()
            yield item

    def _took(self, count: int) -> None:
        self._bytes += count

    def show(self, *, now: bool = False) -> None:
        """Tell where the run is, at most five times a second."""
        moment = time.monotonic()
        self.summary.seconds = moment - self._started
        if self._on_progress is None or (not now and moment - self._shown < 0.2):
            return
        self._shown = moment
        share = min(1.0, self._bytes / self.total) if self.total else None
        self._on_progress(Progress(self.summary, self.summary.seconds, share))

    def failed(self, name: str, reason: str) -> None:
        """Count and tell a failure."""
        self.summary.fail(name, reason)
        if self._on_failure is not None:
            self._on_failure(name, reason)

    def send(self, report: Report, structured: Structured | None = None) -> int:
        """Put a report into the current chunk; hand that over when it is full."""
        task = Task(self._number, report, structured)
        self._number += 1
        self._chunk.append(task)
        self._under_way[task.number] = task
        self._characters += task.size
        if len(self._chunk) >= BATCH or self._characters >= CHUNK_CHARACTERS:
            self.hand_over()
        return task.number

    def hand_over(self) -> None:
        """Hand the current chunk to the pool."""
        if self._chunk:
            self.pool.submit(self._chunk)
            self._chunks += 1
            self._chunk, self._characters = [], 0

    def settled(self, *, wait_for_all: bool = False) -> Iterator[tuple[Task, Outcome]]:
        """Yield what came back, until the pool has room again (or nothing is under way)."""
        while self._chunks and (wait_for_all or self._chunks >= self.pool.capacity):
            outcomes = self.pool.collect(timeout=0.5)
            if outcomes:
                self._chunks -= 1
            for outcome in outcomes:
                yield self._under_way.pop(outcome.number), outcome
            self.show()


class _Extract(_Batch):
    """Extractions in the order of the inputs."""

    def run(self, inputs: Sequence[str], options: Options, seconds: float) -> Iterator[Extraction]:
        """Yield one extraction a report."""
        ready: dict[int, Extraction | None] = {}
        following = 0

        def in_order() -> Iterator[Extraction]:
            nonlocal following
            while following in ready:
                found = ready.pop(following)
                following += 1
                if found is not None:
                    self.summary.stored += 1
                    yield found

        def take(pairs: Iterator[tuple[Task, Outcome]]) -> None:
            for task, outcome in pairs:
                if outcome.extraction is None:
                    self.failed(_name(task.report), outcome.reason or "")
                ready[task.number] = outcome.extraction

        for item in self.items(inputs, options, seconds):
            if isinstance(item, Failed):
                self.summary.read += 1
                self.failed(item.name, item.reason)
            elif isinstance(item, Ignored):
                self.summary.ignored += 1
            elif isinstance(item, Extraction):
                self.summary.read += 1
                ready[self._number] = item
                self._number += 1
            elif isinstance(item, Structured):
                self.summary.read += 1
                self.send(item.extraction.report, item)
            else:
                self.summary.read += 1
                report = replace(item, language=language_of(item))
                if report.language == "en":
                    self.send(report)
                else:
                    self.summary.skipped += 1
            take(self.settled())
            yield from in_order()
        self.hand_over()
        take(self.settled(wait_for_all=True))
        yield from in_order()
        self.summary.interrupted = self.stop.is_set()
        self.show(now=True)


class _Ingest(_Batch):
    """Reports into a store."""

    def __init__(
        self,
        store: Store,
        writer: _Writer,
        journal: Journal,
        pool: Pool,
        *,
        retry_failed: bool,
        keep_duplicates: bool,
        on_progress: OnProgress | None,
        on_failure: OnFailure | None,
        started: float,
    ) -> None:
        super().__init__(pool, Summary(), on_progress, on_failure, started)
        self.store = store
        self.writer = writer
        self.journal = journal
        self.run_iri = run_iri(pool.run.software, pool.run.model, pool.run.rules)
        self._known = dict(writer.known())  # kept in step with what is added and dropped
        self._retry = retry_failed
        self._duplicates = None if keep_duplicates else Duplicates(journal)
        self._sent: dict[str, tuple[str, str]] = {}  # IRI -> (hash, input), while it is read
        self._input = ""
        self._changed_clusters: set[str] = set()
        # A run that was killed may have left reports in the store that are in no event yet.
        self._unmerged = int(journal.pending)
        self._merged_at = time.monotonic()

    def run(self, inputs: Sequence[str], options: Options, seconds: float) -> None:
        """Read everything; merge and commit now and then, and at the end."""
        for name in inputs:
            self._input = name
            for item in self.items([name], options, seconds):
                self._take(item)
                self._settle()
                if (
                    self._unmerged >= CHECKPOINT_REPORTS
                    or time.monotonic() - self._merged_at > CHECKPOINT_SECONDS
                ):
                    self.checkpoint()
            if self.stop.is_set():
                break
            self.journal.forgive(name)
        self.hand_over()
        self._settle(wait_for_all=True)
        self.checkpoint()
        self.summary.interrupted = self.stop.is_set()
        self.show(now=True)

    # ---- items ----

    def _take(self, item: Item) -> None:
        if isinstance(item, Ignored):
            self.summary.ignored += 1
            return
        self.summary.read += 1
        if isinstance(item, Failed):
            self.failed(item.name, item.reason)
            self.journal.fail(item.name, item.reason, item.input)
        elif isinstance(item, Extraction):
            self._take_extraction(item)
        elif isinstance(item, Structured):
            self._take_report(item.extraction.report, item)
        else:
            self._take_report(item, None)

    def _take_extraction(self, item: Extraction) -> None:
        report, iri = item.report, report_iri(item.report)
        hash_ = report.content_hash
        run = run_iri(item.run.software, item.run.model, item.run.rules) if item.run else ""
        entry = self.journal.find(iri)
        if self._met_before(iri, report, hash_, entry):
            return
        if self._known.get(iri) == (hash_, run) and entry and entry.fate == "stored":
            self.summary.unchanged += 1
            self.journal.see(iri)
            return
        self._store(iri, item, run, self._input)

    def _take_report(self, report: Report, structured: Structured | None) -> None:
        iri, hash_ = report_iri(report), report.content_hash
        entry = self.journal.find(iri)
        if self._met_before(iri, report, hash_, entry):
            return
        if entry and self._fate_stands(iri, report, hash_, entry):
            self.journal.see(iri)
            return
        report = replace(report, language=language_of(report))
        if report.language != "en":
            self.summary.skipped += 1
            self._note(iri, report, "language", report.language)
            return
        if structured is None and self._duplicates is not None:
            leader, report = self._among_copies(iri, report)
            if not leader:
                return
        if self._known.get(iri) == (hash_, self.run_iri):
            # Stored by a run that was killed before it could note so.
            self.summary.unchanged += 1
            self._note(iri, report, "stored")
            return
        self._sent[iri] = (hash_, self._input)
        self.send(report, structured)

    def _met_before(self, iri: str, report: Report, hash_: str, entry: Entry | None) -> bool:
        """Return whether this run met the report before; count it if so."""
        if iri in self._sent:
            same = self._sent[iri][0] == hash_
        elif entry is not None and entry.seen == self.journal.number:
            same = entry.hash == hash_
        else:
            return False
        if same:
            self.summary.duplicates += 1
        else:
            name = report.url or report.id
            reason = f"another report of this run has the same identifier ({name}) and other text"
            self.failed(_name(report), reason)
            self.journal.fail(f"{_name(report)} #{hash_[:8]}", reason, self._input)
        return True

    def _fate_stands(self, iri: str, report: Report, hash_: str, entry: Entry) -> bool:
        """Return whether what an earlier run found of the report still holds; count it if so."""
        if entry.hash != hash_:
            return False
        if entry.fate == "language":
            self.summary.skipped += 1
            return True
        if entry.fate == "duplicate":
            if self._duplicates is None or self._duplicates.cluster(iri).leader == iri:
                return False
            self.summary.duplicates += 1
            return True
        if entry.run != self.run_iri:
            return False
        if entry.fate == "failed" and not self._retry:
            self.failed(_name(report), entry.detail)
            return True
        if entry.fate == "stored" and self._known.get(iri) == (hash_, self.run_iri):
            self.summary.unchanged += 1
            return True
        return False

    def _among_copies(self, iri: str, report: Report) -> tuple[bool, Report]:
        """Return whether the report is the one to be stored among its copies, with theirs."""
        assert self._duplicates is not None
        text = signature(report, iri)
        if text is None:
            self._duplicates.remove(iri)
            return True, report
        cluster = self._duplicates.place(text)
        if len(cluster.members) > 1:
            self._changed_clusters.add(cluster.leader)
        if cluster.leader != iri:
            self.summary.duplicates += 1
            self._note(iri, report, "duplicate", cluster.leader)
            return False, report
        return True, replace(report, urls=cluster.urls, publishers=cluster.publishers)

    # ---- outcomes ----

    def _settle(self, *, wait_for_all: bool = False) -> None:
        for task, outcome in self.settled(wait_for_all=wait_for_all):
            report = task.report
            iri = report_iri(report)
            _, input_ = self._sent.pop(iri)
            if outcome.extraction is None:
                self.failed(_name(report), outcome.reason or "")
                self._note(iri, report, "failed", outcome.reason or "", input_)
                continue
            if self._duplicates is not None:
                leader = self._duplicates.cluster(iri).leader
                if leader != iri:  # an earlier copy came while this one was read
                    self.summary.duplicates += 1
                    self._note(iri, report, "duplicate", leader)
                    continue
            self._store(iri, outcome.extraction, self.run_iri, input_)

    def _store(self, iri: str, extraction: Extraction, run: str, input_: str) -> None:
        report = extraction.report
        self._changed()
        try:
            became = self.writer.add(extraction)
        except InputError as error:
            reason = " ".join(str(error).split())
            self.failed(_name(report) if report.source else f"{input_} ({report.id})", reason)
            self._note(iri, report, "failed", reason, input_, run)
            return
        setattr(self.summary, became, getattr(self.summary, became) + 1)
        self._note(iri, report, "stored", "", input_, run)
        self._known[iri] = (report.content_hash, run)

    def _note(
        self,
        iri: str,
        report: Report,
        fate: Fate,
        detail: str = "",
        input_: str | None = None,
        run: str | None = None,
    ) -> None:
        self.journal.note(
            iri,
            _name(report),
            report.content_hash,
            self.run_iri if run is None else run,
            fate,
            detail,
            self._input if input_ is None else input_,
        )

    # ---- checkpoints ----

    def checkpoint(self) -> None:
        """Merge what was stored, set the copies right, make both permanent."""
        settled = self._settle_clusters()
        if self._unmerged:
            self.summary.events = self.writer.merge().events
        for cluster in settled:
            self._refresh(cluster)
        if self._unmerged or settled:
            self.writer.flush()
        self.journal.set_pending(False)
        self.journal.commit()
        self._unmerged = 0
        self._merged_at = time.monotonic()

    def _changed(self) -> None:
        """Count a change that is to be merged; tell the journal before the first."""
        if not self._unmerged:
            self.journal.set_pending(True)
            self.journal.commit()
        self._unmerged += 1

    def _settle_clusters(self) -> list[Cluster]:
        """Leave of each changed cluster its leader alone; return those that are complete."""
        if self._duplicates is None:
            return []
        settled: list[Cluster] = []
        waiting: set[str] = set()
        for iri in sorted(self._changed_clusters):
            cluster = self._duplicates.cluster(iri)
            if cluster.leader not in self._known:
                if cluster.leader in self._sent:
                    waiting.add(cluster.leader)
                continue
            for member in cluster.members:
                if member != cluster.leader and member in self._known:
                    self._drop(member, cluster)
            settled.append(cluster)
        self._changed_clusters = waiting
        return settled

    def _drop(self, member: str, cluster: Cluster) -> None:
        self._changed()
        self.writer.forget(member)
        self._known.pop(member, None)
        entry = self.journal.find(member)
        if entry is None:
            return
        if entry.seen == self.journal.number:
            self.summary.duplicates += 1
            if entry.fate == "stored" and self.summary.stored:
                self.summary.stored -= 1
        self.journal.db.execute(
            "UPDATE reports SET fate = 'duplicate', detail = ? WHERE iri = ?",
            (cluster.leader, member),
        )

    def _refresh(self, cluster: Cluster) -> None:
        """Write the copies' addresses and publishers into the leader's graph."""
        import pyoxigraph as ox

        from graph.rdf import terms as t

        node, graph = ox.NamedNode(cluster.leader), ox.NamedNode(report_graph(cluster.leader))
        wanted = {ox.Quad(node, t.COPY_URL, t.web_term(url), graph) for url in cluster.urls}
        wanted |= {
            ox.Quad(node, t.COPY_PUBLISHER, t.literal(name), graph) for name in cluster.publishers
        }
        present = {
            quad
            for predicate in (t.COPY_URL, t.COPY_PUBLISHER)
            for quad in self.store.quads(node, predicate, None, graph)
        }
        if wanted != present:
            self.store.apply(sorted(present - wanted, key=str), sorted(wanted - present, key=str))


def _name(report: Report) -> str:
    """Return what a message calls a report: where it was read, and which it is."""
    if not report.source or report.source == report.id or report.id.startswith(report.source):
        return report.id
    return f"{report.source} ({report.id})"
