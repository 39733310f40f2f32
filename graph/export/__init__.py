"""Exports: the graph, or a selection of it, in the formats of other tools.

Everything streams: what is held in memory is a batch of events and, for selections and
networks, the identifiers seen so far. docs/export.md says what each format holds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from graph.errors import InputError, StoreError
from graph.export.selection import Selection
from graph.store import Store

# Suffix of a file and the format that it stands for.
SUFFIXES: Mapping[str, str] = {
    ".nq": "nquads",
    ".ttl": "turtle",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".zip": "csv",
    ".csv": "dyads",
    ".jsonl": "plover",
    ".json": "plover",
}
FORMATS: tuple[str, ...] = (
    "nquads",
    "turtle",
    "trig",
    "jsonld",
    "graphml",
    "gexf",
    "csv",
    "parquet",
    "plover",
    "dyads",
)
_FOLDERS = ("csv", "parquet")
# Options that only some formats have.
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "annotations": ("nquads", "trig", "jsonld"),
    "sort": ("nquads",),
    "zero_fill": ("dyads",),
    "directed": ("dyads",),
    "statuses": ("dyads",),
}


def export(
    store: Store,
    path: Path | str,
    *,
    format: str | None = None,
    actor: str | None = None,
    since: str | None = None,
    until: str | None = None,
    types: Iterable[str] | None = None,
    **options: Any,
) -> Path:
    """Write the graph, or a selection of its events, and return the path.

    `format` is one of `FORMATS`; by default the path's suffix decides, and no suffix means a
    folder of CSV tables. ``-`` writes to stdout. `actor` is an IRI; `since` and `until` are
    ISO days, months or years, both included; `types` are types of event ("Meeting").

    Options: `annotations` (evidence as Web Annotations), `sort` (N-Quads in order of bytes,
    on by default), and for dyads `zero_fill`, `directed` and `statuses`.

    A file appears under its name only when it is whole. Raises `InputError` for a format,
    option or value that does not exist, `StoreError` where the file cannot be written.
    """
    path = Path(path)
    chosen = _format(path, format)
    for name, given in options.items():
        if name not in _OPTIONS:
            raise InputError(f"export has no option {name!r}: there are {', '.join(_OPTIONS)}")
        if given and chosen not in _OPTIONS[name] and name != "sort":
            raise InputError(
                f"option {name!r} belongs to {', '.join(_OPTIONS[name])}, not to {chosen}"
            )
    selection = Selection.of(actor=actor, since=since, until=until, types=types)
    try:
        if chosen in _FOLDERS and path.suffix != ".zip":
            if str(path) == "-":
                raise InputError(f"{chosen} is several tables: give a folder, or a .zip for csv")
            if path.exists() and not path.is_dir():
                raise InputError(f"{str(path)!r} is a file; {chosen} needs a folder")
            if chosen == "parquet":
                from graph.export.tables import require_parquet

                require_parquet()  # before a folder is made that would stay empty
            path.mkdir(parents=True, exist_ok=True)
            _write_folder(store, path, chosen, selection)
        elif str(path) == "-":
            _writer(chosen, path)(store, sys.stdout.buffer, selection, options)
        else:
            _write_file(path, lambda out: _writer(chosen, path)(store, out, selection, options))
    except OSError as error:
        raise StoreError(f"{str(path)!r} cannot be written: {error.strerror or error}") from error
    return path


def _format(path: Path, given: str | None) -> str:
    if given is not None:
        if given not in FORMATS:
            raise InputError(f"no format {given!r}: there are {', '.join(FORMATS)}")
        return given
    if str(path) == "-":
        return "nquads"
    if path.suffix.lower() in SUFFIXES:
        return SUFFIXES[path.suffix.lower()]
    if path.suffix == "" or path.is_dir():
        return "csv"
    raise InputError(
        f"{path.name!r} does not tell the format: give --format, one of {', '.join(FORMATS)}"
    )


Writer = Callable[[Store, IO[bytes], Selection, Mapping[str, Any]], None]


def _writer(format: str, path: Path) -> Writer:
    if format in ("nquads", "turtle", "trig", "jsonld"):
        from graph.export.rdf import WRITERS as RDF_WRITERS

        return RDF_WRITERS[format]
    if format in ("graphml", "gexf"):
        from graph.export.networks import WRITERS as NETWORK_WRITERS

        return NETWORK_WRITERS[format]
    if format == "plover":
        from graph.export.plover import write_plover

        return write_plover
    if format == "dyads":
        from graph.export.dyads import write_dyads

        return write_dyads
    if format == "csv":
        from graph.export.tables import write_zip

        return write_zip
    raise InputError(f"{format} cannot be written to the file {str(path)!r}: give a folder")


def _write_folder(store: Store, folder: Path, format: str, selection: Selection) -> None:
    from graph.export import tables

    if format == "csv":
        tables.write_csv(store, folder, selection)
    else:
        tables.write_parquet(store, folder, selection)


def _write_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            write(out)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


__all__ = ["FORMATS", "SUFFIXES", "Selection", "export"]
