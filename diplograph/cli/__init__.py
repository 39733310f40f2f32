"""The command line: one module a group of commands, put together here.

Results go to stdout, everything else to stderr. Exit status: 0 done, 1 could not, 2 wrong
usage. An error of `graph.errors.DiplographError`'s tree is printed as one line; anything else
is a bug and shows its traceback. Command modules import the heavy rooms inside their functions,
so that ``diplograph --help`` stays fast.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from diplograph import __version__
from graph.errors import DiplographError, OptionError, ParameterError

DEFAULT_STORE = "diplograph.db"
STORE_HELP = (
    "Folder of the embedded store, or http(s) URL of a SPARQL 1.1 endpoint. "
    "Default: $DIPLOGRAPH_STORE, else ./diplograph.db."
)
# The option that every command on a store shares.
StoreOption = Annotated[
    str, typer.Option("--store", metavar="STORE", envvar="DIPLOGRAPH_STORE", help=STORE_HELP)
]

GROUPS = ("ingest", "query", "explore", "serve", "store", "curate", "demo")

app = typer.Typer(
    name="diplograph",
    help="Reports of diplomacy as a knowledge graph that people can question.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)


def _version(show: bool) -> None:
    if show:
        typer.echo(f"diplograph {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Reports of diplomacy as a knowledge graph that people can question."""


def say(message: str) -> None:
    """Print a line for the person at the terminal (stderr)."""
    typer.echo(message, err=True)


for group in GROUPS:
    import_module(f"diplograph.cli.{group}").register(app)


def main() -> None:
    """Run the command line; an expected error becomes one line and exit status 1 or 2."""
    try:
        app()
    except DiplographError as error:
        say(f"error: {one_line(error)}")
        sys.exit(2 if isinstance(error, (OptionError, ParameterError)) else 1)
    except BrokenPipeError:  # the reader of our output went away: `diplograph ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def one_line(error: BaseException) -> str:
    """Return an error's message on one line, control characters made visible."""
    text = " ".join(str(error).split()) or type(error).__name__
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
