"""Commands that read: ``ingest``, ``extract``, ``models``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from diplograph.cli import StoreOption
from graph.errors import InputError, OptionError, SettingsError

if TYPE_CHECKING:
    from ingest.run import OnProgress, Progress, Summary

INPUTS = "Files, folders, archives, http(s) addresses of feeds or pages, or - for standard input."
FORMAT = (
    "auto, text, markdown, html, jsonl, csv, feed, warc, us-visits, us-travels, frus, records, "
    "or a format that another package registered."
)

InputsArgument = Annotated[list[str], typer.Argument(metavar="INPUT...", help=INPUTS)]
OptionalInputs = Annotated[
    list[str] | None, typer.Argument(metavar="INPUT...", help=INPUTS, show_default=False)
]
FormatOption = Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help=FORMAT)]
DateOption = Annotated[
    str | None,
    typer.Option(metavar="YYYY-MM-DD", help="Day of publication of reports that give none."),
]
TitleOption = Annotated[str | None, typer.Option(help="Title of reports that give none.")]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN",
        help="Columns of a CSV file: text=Body,date=When,... (repeatable).",
    ),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=256, help="Processes that read, a model in each.")
]
ClusterOption = Annotated[
    str | None,
    typer.Option(metavar="tcp://HOST:8786", help="Dask scheduler whose workers read instead."),
]
ModelOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="spaCy pipeline for English, by name or path.")
]
KnowledgeOption = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", exists=True, file_okay=False, help="Own tables, added to the packaged ones."
    ),
]
PrecisionOption = Annotated[str, typer.Option(help="recall, balanced or strict.")]
FollowOption = Annotated[
    bool, typer.Option("--follow", help="Fetch the article behind each entry of a feed.")
]
TimeOption = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="Limit for reading one report.")
]
SizeOption = Annotated[
    int, typer.Option(metavar="BYTES", min=1, help="Limit for one report as it comes.")
]
TextOption = Annotated[
    int, typer.Option(metavar="CHARACTERS", min=1, help="Limit for one report's text.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress, no list of failures; the summary only.")
]


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""

    @app.command()
    def ingest(
        inputs: OptionalInputs = None,
        store: StoreOption = "diplograph.db",
        format: FormatOption = "auto",
        date: DateOption = None,
        title: TitleOption = None,
        columns: ColumnsOption = None,
        jobs: JobsOption = 1,
        cluster: ClusterOption = None,
        model: ModelOption = None,
        knowledge: KnowledgeOption = None,
        precision: PrecisionOption = "balanced",
        follow: FollowOption = False,
        retry_failed: Annotated[
            bool,
            typer.Option(
                "--retry-failed",
                help="Read again what failed before; without INPUT, all that ever failed.",
            ),
        ] = False,
        keep_duplicates: Annotated[
            bool,
            typer.Option(
                "--keep-duplicates", help="Store copies of one story as reports of their own."
            ),
        ] = False,
        time_limit: TimeOption = 120.0,
        size_limit: SizeOption = 10_000_000,
        text_limit: TextOption = 300_000,
        token_file: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="File with the bearer token of an endpoint."),
        ] = None,
        quiet: QuietOption = False,
    ) -> None:
        """Read reports, store what they say, merge it into events.

        Killed or interrupted, the same command goes on where it was.
        """
        if not inputs and not retry_failed:
            raise typer.BadParameter("name at least one input", param_hint="INPUT")
        from ingest import run

        with _progress(quiet) as (on_progress, on_failure):
            summary = run.ingest(
                inputs or [],
                store=store,
                retry_failed=retry_failed,
                keep_duplicates=keep_duplicates,
                token=_token(token_file),
                progress=on_progress,
                on_failure=on_failure,
                **_shared(locals()),
            )
        _finish(summary, "ingest", quiet)

    @app.command()
    def extract(
        inputs: InputsArgument,
        format: FormatOption = "auto",
        date: DateOption = None,
        title: TitleOption = None,
        output: Annotated[
            str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
        ] = "-",
        columns: ColumnsOption = None,
        jobs: JobsOption = 1,
        cluster: ClusterOption = None,
        model: ModelOption = None,
        knowledge: KnowledgeOption = None,
        precision: PrecisionOption = "balanced",
        follow: FollowOption = False,
        time_limit: TimeOption = 120.0,
        size_limit: SizeOption = 10_000_000,
        text_limit: TextOption = 300_000,
        quiet: QuietOption = False,
    ) -> None:
        """Read reports and write what each says: one JSON record a line, no store."""
        from graph.record import to_record
        from ingest import run

        summary = run.Summary()
        with (
            _progress(quiet, bar=output != "-") as (on_progress, on_failure),
            _written(output) as stream,
        ):
            for extraction in run.extract(
                inputs,
                progress=on_progress,
                on_failure=on_failure,
                summary=summary,
                interruptible=True,
                **_shared(locals()),
            ):
                stream.write(json.dumps(to_record(extraction), ensure_ascii=False) + "\n")
                if output == "-":
                    stream.flush()
        _finish(summary, "extract", quiet)

    @app.command()
    def models() -> None:
        """List the English pipelines that are installed, and how good and fast each was."""
        from ingest.models import table

        for line in table():
            typer.echo(line)


def _shared(given: dict[str, Any]) -> dict[str, Any]:
    """Return the options that both commands hand on, from their local variables."""
    from ingest.run import DEFAULT_MODEL
    from ingest.sources.table import parse_columns

    names = "format date title jobs cluster precision follow time_limit size_limit text_limit"
    options = {name: given[name] for name in names.split()}
    options["model"] = given["model"] or DEFAULT_MODEL
    options["knowledge"] = str(given["knowledge"]) if given["knowledge"] else None
    options["columns"] = parse_columns(given["columns"] or [])
    if options["precision"] not in ("recall", "balanced", "strict"):
        raise OptionError(f"--precision {options['precision']!r}: it is recall, balanced or strict")
    return options


def _token(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"--token-file {path} cannot be read: {error}") from error


@contextmanager
def _written(output: str) -> Iterator[TextIO]:
    """Open the output; a file appears under its name only when it is complete."""
    if output == "-":
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield sys.stdout
        return
    target = Path(output)
    if target.exists() and not target.is_file():  # a pipe or device: nothing to be renamed
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    partial = target.with_name(f".{target.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        partial.replace(target)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _progress(quiet: bool, *, bar: bool = True) -> Iterator[tuple[OnProgress | None, Any]]:
    """Yield what shows progress (on a terminal only) and what tells of a failure."""
    from diplograph.cli import one_line, say

    def tell(name: str, reason: str) -> None:
        if not quiet:
            say(f"failed: {one_line(ValueError(name))}: {one_line(ValueError(reason))}")

    if quiet or not bar or not sys.stderr.isatty():
        yield None, tell
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=console, transient=True, refresh_per_second=5) as shown:
        task = shown.add_task("starting", total=None)

        def show(progress: Progress) -> None:
            share = progress.share
            shown.update(
                task,
                description=describe(progress),
                total=1.0 if share is not None else None,
                completed=share or 0.0,
            )

        def told(name: str, reason: str) -> None:
            text = f"failed: {one_line(ValueError(name))}: {one_line(ValueError(reason))}"
            shown.console.print(escape(text), highlight=False, soft_wrap=True)

        yield show, told


def describe(progress: Progress) -> str:
    """Return a line on where a run is: counts, rate and time left."""
    summary = progress.summary
    rate = summary.done / progress.seconds if progress.seconds > 0 else 0.0
    parts = [f"{summary.done:,} reports", f"{rate:,.1f}/s"]
    if summary.failed:
        parts.append(f"{summary.failed:,} failed")
    if progress.share and 0.005 < progress.share < 1 and progress.seconds > 3:
        parts.append(f"{_span(progress.seconds * (1 / progress.share - 1))} left")
    return ", ".join(parts)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _finish(summary: Summary, command: str, quiet: bool) -> None:
    from diplograph.cli import say

    text = str(summary)
    if command == "extract":
        text = text.replace(" stored", " extracted")
    elif not summary.stored and not summary.replaced and not summary.failed:
        text += "; nothing new" if summary.read else "; nothing to do"
    say(f"{text} ({summary.seconds:.1f} s)")
    if summary.interrupted:
        say("interrupted; what was read is kept, and the same command goes on from there")
    if summary.failed and command == "ingest" and not quiet:
        say("the failures are kept in the store's journal: try them again with --retry-failed")
    if not summary.ok:
        raise typer.Exit(1)
