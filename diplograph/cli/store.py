"""Commands on a store as a whole: ``export``, ``validate``, ``stats``."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import DEFAULT_STORE, StoreOption

if TYPE_CHECKING:
    from graph.validate import Checked


class Format(StrEnum):
    """What `export` writes."""

    NQUADS = "nquads"
    TURTLE = "turtle"
    TRIG = "trig"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    PARQUET = "parquet"
    PLOVER = "plover"
    DYADS = "dyads"


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""

    @app.command()
    def export(
        output: Annotated[
            Path,
            typer.Option(
                "-o",
                "--output",
                metavar="FILE",
                help="File to write; a folder for csv and parquet; - is stdout.",
            ),
        ],
        format: Annotated[
            Format | None,
            typer.Option("--format", "-f", help="Default: what the file's suffix says."),
        ] = None,
        actor: Annotated[
            str | None, typer.Option(help="Only events of this actor: a name, a code or an IRI.")
        ] = None,
        since: Annotated[
            str | None, typer.Option(metavar="DATE", help="Only events from then on: 2025-05-08.")
        ] = None,
        until: Annotated[
            str | None, typer.Option(metavar="DATE", help="Only events until then: 2025, 2025-06.")
        ] = None,
        type_: Annotated[
            list[str] | None,
            typer.Option(
                "--type", metavar="TYPE", help="Only events of this type; may be repeated."
            ),
        ] = None,
        annotations: Annotated[
            bool, typer.Option("--annotations", help="RDF: evidence as Web Annotations.")
        ] = False,
        sort: Annotated[
            bool, typer.Option(help="N-Quads: in order, so that equal graphs give equal files.")
        ] = True,
        zero_fill: Annotated[
            bool, typer.Option("--zero-fill", help="Dyads: rows without events too.")
        ] = False,
        directed: Annotated[
            bool, typer.Option("--directed", help="Dyads: from source to target.")
        ] = False,
        status: Annotated[
            list[str] | None,
            typer.Option(help="Dyads: count events of this status (default occurred and ongoing)."),
        ] = None,
        store: StoreOption = DEFAULT_STORE,
    ) -> None:
        """Write the graph, or a selection of its events, for other tools.

        The file's suffix tells the format: .nq, .ttl (merged part), .trig, .jsonld, .graphml,
        .gexf, .zip (CSV tables), .csv (dyad-month panel), .jsonl (PLOVER records); a name without
        suffix is a folder of CSV tables. docs/export.md describes each.

        Examples:
        diplograph export -o graph.nq
        diplograph export -o network.gexf --actor "Xi Jinping" --since 2024
        diplograph export -o panel.csv --type Meeting --type Call --zero-fill
        """
        from diplograph.cli import say
        from graph.export import export as write
        from graph.store import open_store

        with open_store(store, writable=False) as opened:
            iri = None
            if actor is not None:
                from queries.names import resolve

                iri = resolve(opened, actor, "actor", "actor").value
            write(
                opened,
                output,
                format=format.value if format else None,
                actor=iri,
                since=since,
                until=until,
                types=type_,
                sort=sort,
                # An option that is not used is not passed: it may not fit the format.
                **({"annotations": True} if annotations else {}),
                **({"zero_fill": True} if zero_fill else {}),
                **({"directed": True} if directed else {}),
                **({"statuses": status} if status else {}),
            )
        if str(output) != "-":
            say(f"written: {output}" + (_size(output) if output.is_file() else ""))

    @app.command()
    def validate(
        limit: Annotated[
            int, typer.Option(min=0, help="Show at most this many violations; 0 shows all.")
        ] = 50,
        as_json: Annotated[
            bool, typer.Option("--json", help="One JSON object a violation on stdout.")
        ] = False,
        store: StoreOption = DEFAULT_STORE,
    ) -> None:
        """Check the store against the SHACL shapes; exit 1 if anything is wrong.

        Each line names the node, the property and the reason. The shapes are listed in
        docs/ontology.md.
        """
        from collections import Counter

        from diplograph.cli import one_line, say
        from graph.store import open_store
        from graph.validate import Checked
        from graph.validate import validate as run

        checked = Checked()
        reasons: Counter[str] = Counter()
        shown = 0
        with open_store(store, writable=False) as opened:
            for violation in run(
                opened, checked=checked, progress=_show if sys.stderr.isatty() else None
            ):
                reasons[violation.reason] += 1
                if limit and shown >= limit:
                    continue
                shown += 1
                if as_json:
                    fields = ("node", "path", "reason", "value", "graph")
                    typer.echo(json.dumps({name: getattr(violation, name) for name in fields}))
                else:
                    typer.echo(one_line(ValueError(str(violation))))
        if sys.stderr.isatty():
            typer.echo("\r\x1b[K", err=True, nl=False)
        total = sum(reasons.values())
        if total > shown:
            say(f"… and {total - shown} more; --limit 0 shows all")
        say(f"checked {_sum(checked)}: {total or 'no'} violation{'s' if total != 1 else ''}")
        if total:
            raise typer.Exit(1)

    @app.command()
    def stats(
        as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
        store: StoreOption = DEFAULT_STORE,
    ) -> None:
        """Count what the store holds: events by type and status, reports, actors, quads."""
        from graph.stats import period, shares
        from graph.stats import stats as count
        from graph.store import open_store

        with open_store(store, writable=False) as opened:
            counts, parts, days = count(opened), shares(opened), period(opened)
        if as_json:
            first, last = days or (None, None)
            value = {**counts, **parts, "first": first, "last": last}
            typer.echo(json.dumps(value, indent=2))
            return
        width = max(len(name) for name in (*counts, *parts["types"], *parts["statuses"])) + 2
        for name, number in counts.items():
            typer.echo(f"{name:<{width}}{number:>12,}")
        for title, part in (("events by type", parts["types"]), ("by status", parts["statuses"])):
            if part:
                typer.echo(f"\n{title}")
            for name, number in part.items():
                typer.echo(f"  {name:<{width - 2}}{number:>12,}")
        if days:
            typer.echo(f"\nknown to the day: from {days[0]} to {days[1]}")


def _show(checked: Checked) -> None:
    typer.echo(f"\r\x1b[Kchecked {_sum(checked)}", err=True, nl=False)


def _sum(checked: Checked) -> str:
    return (
        f"{checked.events:,} events, {checked.actors:,} actors, {checked.places:,} places, "
        f"{checked.reports:,} reports"
    )


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f" ({size / 1e6:.1f} MB)" if size >= 1e6 else f" ({size / 1e3:.1f} kB)"
