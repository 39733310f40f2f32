"""Command ``query``: a named question of the catalogue, or any SPARQL query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import DEFAULT_STORE, StoreOption

if TYPE_CHECKING:
    from graph.store import Store
    from queries.results import Result

FORMATS = "table, markdown, csv, tsv, json, xml, turtle, ntriples, jsonld"


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""

    @app.command()
    def query(
        name: Annotated[
            str | None, typer.Argument(help="Name of a question; --list shows them.")
        ] = None,
        param: Annotated[
            list[str] | None,
            typer.Option("--param", "-p", metavar="NAME=VALUE", help="A value; may be repeated."),
        ] = None,
        sparql: Annotated[
            str | None,
            typer.Option(
                "--sparql", metavar="FILE", help="Ask the SPARQL query in FILE (- is stdin)."
            ),
        ] = None,
        list_: Annotated[
            bool, typer.Option("--list", "-l", help="Show all questions, or all of --tag.")
        ] = False,
        tag: Annotated[
            str | None, typer.Option("--tag", help="With --list: only this tag.")
        ] = None,
        explain: Annotated[
            bool,
            typer.Option("--explain", help="Show the SPARQL with the values bound; ask nothing."),
        ] = False,
        help_for: Annotated[
            bool, typer.Option("--about", help="Show what a question does and its parameters.")
        ] = False,
        output: Annotated[
            str, typer.Option("--output", "-o", metavar="FORMAT", help=f"One of {FORMATS}.")
        ] = "table",
        store: StoreOption = DEFAULT_STORE,
    ) -> None:
        """Ask a question of the graph.

        Names are given as people write them; dates as 2025, 2025-05 or 2025-05-08.
        Examples:
        diplograph query meetings -p actor="Xi Jinping" -p since=2025
        diplograph query who-met-whom -p limit=10 -o markdown
        echo "SELECT ?e { ?e a dg:Call }" | diplograph query --sparql -
        """
        from graph.errors import ParameterError
        from queries.results import FORMATS as KNOWN

        if sum((bool(name), bool(sparql), list_)) != 1:
            raise typer.BadParameter("give the NAME of a question, or --sparql FILE, or --list")
        if output not in KNOWN:
            raise ParameterError(f"no output format {output!r}; one of {FORMATS}")
        if list_:
            _list(tag)
            return
        if name and help_for:
            _about(name)
            return
        if sparql and param:
            raise typer.BadParameter("--param goes with a question's NAME, not with --sparql")
        text = _read(sparql) if sparql else None
        values = _values(param or [])
        if text is not None and explain:
            from queries.results import with_prefixes

            typer.echo(with_prefixes(text))
            return
        if name:
            from queries.catalogue import load_catalogue

            load_catalogue().get(name)  # a wrong name is told before any store is opened
        from graph.store import open_store

        with open_store(store, writable=False, create=False) as opened:
            if explain:
                _explain(opened, name or "", values)
            else:
                _ask(opened, name, text, values).write(output, sys.stdout)


def _ask(store: Store, name: str | None, text: str | None, values: dict[str, object]) -> Result:
    from queries.results import run, sparql

    return sparql(store, text or "") if name is None else run(store, name, **values)


def _values(given: list[str]) -> dict[str, object]:
    """Return ``NAME=VALUE`` pairs; a name given twice holds a list."""
    values: dict[str, object] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"--param {pair!r}: write NAME=VALUE")
        name = name.strip()
        if name in values:
            before = values[name]
            values[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            values[name] = value
    return values


def _read(source: str) -> str:
    from graph.errors import InputError

    try:
        if source == "-":
            return sys.stdin.read()
        return Path(source).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--sparql {source}: cannot be read ({error})") from error


def _list(tag: str | None) -> None:
    from graph.errors import ParameterError
    from queries.catalogue import load_catalogue

    catalogue = load_catalogue()
    shown = [q for q in catalogue if tag is None or tag in q.tags]
    if not shown:
        tags = sorted({t for q in catalogue for t in q.tags})
        raise ParameterError(f"no question has the tag {tag!r}; tags: {', '.join(tags)}")
    width = max(len(q.name) for q in shown)
    for group, queries in catalogue.groups().items():
        of_group = [q for q in queries if q in shown]
        if of_group:
            typer.echo(f"\n{group}")
            for question in of_group:
                typer.echo(f"  {question.name:{width}}  {question.summary}")


def _about(name: str) -> None:
    from queries.catalogue import load_catalogue

    question = load_catalogue().get(name)
    typer.echo(f"{question.name}: {question.summary}\n\n{question.description}\n")
    for p in question.parameters:
        marks = [p.type]
        if p.required:
            marks.append("required")
        if p.default is not None:
            marks.append(f"default {p.default}")
        if p.example is not None:
            marks.append(f"for example {p.example!r}")
        typer.echo(f"  {p.name} ({', '.join(marks)}): {p.description}")


def _explain(store: Store, name: str, values: dict[str, object]) -> None:
    from queries.catalogue import bind, load_catalogue

    question = load_catalogue().get(name)
    bound = question.values(store, values)
    typer.echo(f"# {question.name}: {question.summary}")
    if question.step:
        typer.echo(f"# asked again and again by queries/steps.py: {question.step}")
    for parameter, term in bound.items():
        shown = term if len(term) < 200 else f"{term[:200]}…"
        typer.echo(f"# ${parameter} = {shown}")
    typer.echo(bind(question.text, bound))
