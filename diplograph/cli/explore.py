"""Commands of the group 'explore'."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from diplograph.cli import DEFAULT_STORE, StoreOption


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""
    app.command()(explore)


def explore(
    store: StoreOption = DEFAULT_STORE,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            "--actor",
            metavar="NAME",
            help="Only events of this actor: name, alias, alpha-3 code or IRI. Repeatable.",
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only events that last into this date.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only events that begin by this date.")
    ] = None,
    type_: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only this type of event. Repeatable."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Heading of the page.")] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - for stdout.")
    ] = Path("graph.html"),
    show: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
) -> None:
    """Write the interactive picture: one HTML file that works offline."""
    from diplograph.cli import say
    from graph.errors import InputError
    from graph.explorer import render
    from graph.stores import open_store

    with open_store(store, writable=False, create=False) as kg:
        page = render(kg, actor=actor, since=since, until=until, types=type_, title=title)
    if str(output) == "-":
        typer.echo(page)
        return
    try:
        # UTF-8 by name and LF alone: the page's security policy hashes these bytes.
        with output.open("w", encoding="utf-8", newline="\n") as file:
            file.write(page)
    except OSError as error:
        raise InputError(f"cannot write {output}: {error.strerror or error}") from error
    say(f"Wrote {output} ({len(page) / 1024:,.0f} KB); open it in any browser")
    if show:
        import webbrowser

        webbrowser.open(output.resolve().as_uri())
