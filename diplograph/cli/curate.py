"""Commands of the group 'curate': merging, forgetting, and a person's decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from diplograph.cli import DEFAULT_STORE, StoreOption, say

if TYPE_CHECKING:
    from graph.curation import Curation, Why
    from graph.decisions import Decision

_NOTE = Annotated[str | None, typer.Option("--note", help="Why, kept with the decision.")]
_NAMES = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME…", help="Accounts, events (event/…, account/… or IRIs) or actors (names)."
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands to the command line."""
    app.command("merge")(merge)
    app.command("forget")(forget)
    curate = typer.Typer(
        help="Say what is the same, what is not, and what is right. Decisions survive "
        "re-reading, rebuilding and forgetting.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    curate.command("same")(same)
    curate.command("not-same")(not_same)
    curate.command("correct")(correct)
    curate.command("list")(list_)
    curate.command("undo")(undo)
    app.add_typer(curate, name="curate")


def merge(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Compute every event anew from the reports.")
    ] = False,
    explain: Annotated[
        list[str] | None,
        typer.Option(
            "--explain",
            metavar="NAME",
            help="Say why an event's accounts are one, or (given twice or more) how accounts fit.",
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Merge what is not merged yet; rebuild; explain a merge."""
    from graph.curation import Curation
    from graph.store import open_store
    from graph.writer import Writer
    from ingest.knowledge.background import background

    with open_store(store, create=False) as opened:
        if explain:
            curation = Curation(opened, background=background())
            reasons = curation.explain(*explain)
            for why in reasons:
                typer.echo(_explained(why, curation))
            if not reasons:
                say("one account only: nothing was merged")
            return
        writer = Writer(opened, background=background())
        done = writer.rebuild() if rebuild else writer.merge()
        changes = f": {done.new} new, {done.changed} rewritten, {done.gone} gone"
        say(
            f"{done.events} events from {done.accounts} accounts"
            + (", all computed anew" if rebuild else changes)
        )


def forget(
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT…", help="Source id, URL or IRI of a report.")
    ],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Remove reports and everything that rested on them alone."""
    from graph.store import open_store
    from graph.writer import forget as forget_report
    from ingest.knowledge.background import background

    unknown = []
    with open_store(store, create=False) as opened:
        for report in reports:
            if forget_report(opened, report, background()):
                say(f"forgotten: {report}")
            else:
                unknown.append(report)
    for report in unknown:
        say(f"error: no report {report!r} in {store}; 'diplograph query reports' lists them")
    if unknown:
        raise typer.Exit(1)


def same(names: _NAMES, note: _NOTE = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Say that accounts, events or actors are the same."""
    _decide(store, lambda curation: curation.same(*names, note=note))


def not_same(names: _NAMES, note: _NOTE = None, store: StoreOption = DEFAULT_STORE) -> None:
    """Say that accounts, events or actors are not the same."""
    _decide(store, lambda curation: curation.not_same(*names, note=note))


def correct(
    name: Annotated[str, typer.Argument(help="An account, or an event for all its accounts.")],
    type_: Annotated[str | None, typer.Option("--type", help="Type of event, e.g. Call.")] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", help="2025-05-08, 2025-05, 2025-05-08/2025-05-10, or none."),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", help='"Moscow, RUS", "Kremlin, Moscow, RUS" or none.')
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", help="occurred, ongoing, planned, possible or cancelled."),
    ] = None,
    wrong: Annotated[
        str | None, typer.Option("--wrong-actor", help="Who is named wrongly (or too much).")
    ] = None,
    right: Annotated[
        str | None,
        typer.Option("--actor", help='Who it is: a known name, or "Full Name (ISO3)".'),
    ] = None,
    role: Annotated[str | None, typer.Option("--role", help="The right actor's role.")] = None,
    note: _NOTE = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Correct what an account, or an event's accounts, say."""
    actor = (wrong, right) if wrong or right else None
    _decide(
        store,
        lambda curation: curation.correct(
            name,
            type=type_,
            date=date,
            place=place,
            status=status,
            actor=actor,
            role=role,
            note=note,
        ),
    )


def list_(store: StoreOption = DEFAULT_STORE) -> None:
    """List every decision: identifier, kind, what it is about, field, value, note."""
    from graph.decisions import read_decisions
    from graph.store import open_store

    with open_store(store, writable=False) as opened:
        decisions = read_decisions(opened)
    for decision in decisions.values():
        typer.echo(_line(decision))
    if not decisions:
        say("no decisions")


def undo(
    decision: Annotated[str, typer.Argument(help="IRI of a decision, as 'curate list' shows it.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take back a decision."""
    with _open(store) as curation:
        if not curation.undo(decision):
            say(f"error: no decision {decision!r} in {store}; 'diplograph curate list' shows them")
            raise typer.Exit(1)
    say("taken back")


@contextmanager
def _open(store: str) -> Iterator[Curation]:
    from graph.curation import Curation
    from graph.store import open_store
    from ingest.knowledge.background import background

    with open_store(store, create=False) as opened:
        yield Curation(opened, background=background())


def _decide(store: str, make: Callable[[Curation], tuple[Decision, ...]]) -> None:
    with _open(store) as curation:
        for decision in make(curation):
            typer.echo(_line(decision))


def _line(decision: Decision) -> str:
    about = " ".join(f"<{iri}>" for iri in decision.about)
    parts = [f"<{decision.iri}>", decision.kind, about]
    parts += [text for text in (decision.field, decision.value, decision.note) if text]
    return "\t".join(" ".join(part.split()) for part in parts)


def _explained(why: Why, curation: Curation) -> str:
    a, b = why.accounts
    lines = [f"<{a}> {_told(a, curation)}", f"<{b}> {_told(b, curation)}"]
    total = " ".join(f"{name} {weight:+g}" for name, weight in why.parts)
    lines.append(f"  score {why.score:g}: {total}")
    if why.conflict:
        lines.append(f"  forbidden by: {why.conflict}")
    if why.decided:
        lines.append(f"  decided by a person: {why.decided}")
    return "\n".join(lines)


def _told(iri: str, curation: Curation) -> str:
    from graph.record import label

    account = curation.account(iri)
    if account is None:
        return ""
    return label(account.type, account.participations, account.time, account.place)
