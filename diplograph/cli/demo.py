"""``diplograph demo``: the whole way once, on the sample reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

# What the demo asks: what a newcomer reads above it, the question, its parameters, and the
# columns to show (the others hold IRIs).
QUESTIONS: tuple[tuple[str, str, dict[str, str], tuple[str, ...]], ...] = (
    (
        "Who met whom?",
        "who-met-whom",
        {"limit": "8"},
        ("name", "with", "events", "first", "last"),
    ),
    (
        "What did Xi Jinping do in 2025?",
        "timeline",
        {"actor": "Xi Jinping", "since": "2025"},
        ("date", "label", "status", "reports"),
    ),
    (
        "What was announced or thought possible?",
        "planned",
        {},
        ("date", "type", "label", "status"),
    ),
)


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""

    @app.command()
    def demo(
        directory: Annotated[
            Path, typer.Option("--directory", "-d", help="Where the graph and the page go.")
        ] = Path("demo"),
        open_: Annotated[
            bool, typer.Option("--open", help="Open the page in the web browser.")
        ] = False,
    ) -> None:
        """Read the sample reports, ask three questions, write the picture.

        Example: diplograph demo --directory demo --open
        """
        from diplograph import open as open_store
        from diplograph.cli import say
        from diplograph.demo import build

        store, summary = build(directory)
        say(str(summary))
        with open_store(store) as graph:
            for title, name, parameters, columns in QUESTIONS:
                typer.echo(f"\n{title}   (diplograph query {name})")
                graph.query(name, **parameters).select(*columns).write("table")
            page = graph.explore(title="diplograph demo").save(directory / "graph.html")
        typer.echo(f"\nGraph:   {store}\nPicture: {page.resolve()}")
        if open_:
            typer.launch(page.resolve().as_uri())
