"""CSV and Parquet: events, participations, actors, places and accounts as tables.

Keys are IRIs and join the tables: ``participations.event`` is ``events.event``, and so on.
Columns of several values are lists in Parquet and joined by ``; `` in CSV. A CSV cell of text
that begins with ``=``, ``+``, ``-`` or ``@`` gets an apostrophe before it, since spreadsheets
would run it as a formula and the text is a stranger's; Parquet has the text as it is.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

import pyoxigraph as ox

from graph.errors import MissingExtra
from graph.export.selection import Selection
from graph.identifiers import graph_report, state_iri
from graph.model import PLOVER, Actor, ActorKind, Event, Place
from graph.rdf import read_events
from graph.rdf import terms as t
from graph.rdf.asking import describe, describe_in_graphs, select, value
from graph.rdf.reading import Description
from graph.rdf.times import begin_month, bounds, exact_days
from graph.rdf.writing import iri_of_place, parties
from graph.store import Store

Kind = Literal["text", "id", "number", "whole", "day", "list"]
Row = tuple[Any, ...]
BATCH = 200

# name -> columns; "id" cells are ours or codes, "text" cells are a stranger's.
TABLES: Mapping[str, tuple[tuple[str, Kind], ...]] = {
    "events": (
        ("event", "id"),
        ("type", "id"),
        ("label", "text"),
        ("status", "id"),
        ("date", "text"),
        ("begin", "day"),
        ("end", "day"),
        ("earliest", "day"),
        ("latest", "day"),
        ("month", "id"),
        ("place", "id"),
        ("place_name", "text"),
        ("country", "id"),
        ("parties", "list"),
        ("plover_category", "id"),
        ("plover_mode", "id"),
        ("topics", "list"),
        ("confidence", "number"),
        ("reports", "whole"),
        ("accounts", "whole"),
        ("disagrees_on", "list"),
        ("part_of", "id"),
    ),
    "participations": (
        ("event", "id"),
        ("actor", "id"),
        ("name", "text"),
        ("kind", "id"),
        ("role", "id"),
        ("capacity", "text"),
        ("on_behalf_of", "id"),
    ),
    "actors": (
        ("actor", "id"),
        ("name", "text"),
        ("kind", "id"),
        ("country", "id"),
        ("wikidata", "id"),
        ("other_names", "list"),
        ("events", "whole"),
    ),
    "places": (
        ("place", "id"),
        ("name", "text"),
        ("city", "text"),
        ("country", "id"),
        ("within", "list"),
        ("latitude", "number"),
        ("longitude", "number"),
        ("geonames", "id"),
        ("wikidata", "id"),
        ("events", "whole"),
    ),
    "accounts": (
        ("account", "id"),
        ("event", "id"),
        ("report", "id"),
        ("headline", "text"),
        ("published", "day"),
        ("publisher", "text"),
        ("url", "text"),
        ("type", "id"),
        ("status", "id"),
        ("date", "text"),
        ("place_name", "text"),
        ("trigger", "text"),
        ("evidence", "text"),
        ("evidence_begin", "whole"),
        ("evidence_end", "whole"),
        ("evidence_in", "id"),
        ("confidence", "number"),
        ("rules", "text"),
    ),
}


@dataclass(slots=True)
class _Met:
    """Actors and places seen, with the number of events of each."""

    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)


def rows(store: Store, selection: Selection) -> Iterator[tuple[str, Row]]:
    """Yield ``(table, row)`` for all tables, mixed; columns as `TABLES` says."""
    met = _Met()
    wanted = selection.events(store)
    while some := list(islice(wanted, BATCH)):
        events = list(read_events(store, some, batch=BATCH))
        parents = _parents(store, [event.iri for event in events])
        for event in events:
            yield "events", _event(event, parents.get(event.iri))
            yield from (("participations", row) for row in _participations(event))
            _meet(met, event)
        for row in _accounts(store, events):
            yield "accounts", row
    missing = [iri for iri, actor in met.actors.items() if actor.name == iri]
    names = Description(describe(store, (f"<{iri}>" for iri in missing)))
    for iri in sorted(met.actors):
        actor = met.actors[iri]
        name = actor.name if actor.name != iri else names.one(iri, t.LABEL) or actor.country
        yield (
            "actors",
            (
                iri,
                name,
                actor.kind.value,
                actor.country,
                actor.wikidata,
                actor.aliases,
                met.count[iri],
            ),
        )
    for iri in sorted(met.places):
        place = met.places[iri]
        yield (
            "places",
            (
                iri,
                place.name,
                place.city,
                place.country,
                place.within,
                place.lat,
                place.lon,
                place.geonames,
                place.wikidata,
                met.count[iri],
            ),
        )


def _event(event: Event, parent: str | None) -> Row:
    time, place = event.time, event.place
    first, last = bounds(time) if time else (None, None)
    begin, end = exact_days(time) if time else (None, None)
    return (
        event.iri,
        event.type.value,
        event.label,
        event.status.value,
        time.edtf if time else None,
        begin,
        end,
        first,
        last,
        begin_month(time) if time else None,
        iri_of_place(place) if place else None,
        place.name if place else None,
        place.country if place else None,
        tuple(parties(event.participations)),
        event.plover_category,
        mode_of(event),
        event.topics,
        event.confidence,
        len(event.reports),
        len(event.accounts),
        event.disagrees_on,
        parent,
    )


def mode_of(event: Event) -> str | None:
    """Return the PLOVER mode of an event: its own, else its type's."""
    return event.plover_mode or (PLOVER[event.type][1] if event.plover is None else None)


def _participations(event: Event) -> Iterator[Row]:
    for part in event.participations:
        yield (
            event.iri,
            part.actor.iri,
            part.actor.name,
            part.actor.kind.value,
            part.role.value,
            part.capacity,
            part.on_behalf_of,
        )


def _meet(met: _Met, event: Event) -> None:
    here = {part.actor.iri: part.actor for part in event.participations}
    for code in parties(event.participations):
        iri = state_iri(code)
        here.setdefault(iri, met.actors.get(iri) or Actor(iri, iri, ActorKind.STATE, code))
    for iri, actor in here.items():
        known = met.actors.get(iri)
        if known is None or known.name == iri:
            met.actors[iri] = actor
        met.count[iri] += 1
    if event.place is not None:
        iri = iri_of_place(event.place)
        met.places[iri] = event.place
        met.count[iri] += 1


def _parents(store: Store, events: list[str]) -> dict[str, str]:
    """Return, for each of these events, the event that contains it."""
    if not events:
        return {}
    values = " ".join(f"<{iri}>" for iri in events)
    text = f"SELECT ?e ?whole {{ VALUES ?e {{ {values} }} ?whole sem:hasSubEvent ?e }}"
    return {value(row, "e"): value(row, "whole") for row in select(store, text)}


def _accounts(store: Store, events: list[Event]) -> Iterator[Row]:
    owner = {account: event.iri for event in events for account in event.accounts}
    quads = describe_in_graphs(store, (f"<{account}>" for account in owner))
    home = {
        quad.subject.value: graph_report(quad.graph_name.value)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode)
    }
    spans = {q.object.value for q in quads if q.predicate == t.EVIDENCE}  # type: ignore[union-attr]
    others = sorted(spans | set(home.values()))
    quads += describe_in_graphs(store, (f"<{iri}>" for iri in others))
    d = Description(quads)
    names = _place_names(store, home)
    for account, event in owner.items():
        if account not in home:
            continue
        report = home[account]
        classes = {c.rsplit("#", 1)[-1] for c in d.all(account, t.TYPE)} - {"Account"}
        evidence = min(
            d.all(account, t.EVIDENCE),
            key=lambda span: (d.one(span, t.FIELD) or "", int(d.one(span, t.BEGIN_INDEX) or 0)),
            default=None,
        )
        yield (
            account,
            event,
            report,
            d.one(report, t.HEADLINE),
            d.one(report, t.PUBLISHED),
            d.one(report, t.PUBLISHER),
            d.one(report, t.URL),
            min(classes, default=None),
            (d.one(account, t.STATUS) or "").rsplit("#", 1)[-1] or None,
            d.one(account, t.DATE),
            names.get(account),
            d.one(account, t.TRIGGER),
            evidence and d.one(evidence, t.ANCHOR_OF),
            evidence and int(d.need(evidence, t.BEGIN_INDEX)),
            evidence and int(d.need(evidence, t.END_INDEX)),
            evidence and (d.one(evidence, t.FIELD) or "body"),
            float(d.one(account, t.CONFIDENCE) or 1),
            d.one(account, t.RULE),
        )


def _place_names(store: Store, accounts: Iterable[str]) -> dict[str, str]:
    """Return the name of each account's place, as its own report gives it."""
    values = " ".join(f"<{account}>" for account in accounts)
    if not values:
        return {}
    text = f"""SELECT ?a ?name {{ VALUES ?a {{ {values} }}
        GRAPH ?g {{ ?a sem:hasPlace ?place . ?place rdfs:label ?name }} }}"""
    return {value(row, "a"): value(row, "name") for row in select(store, text)}


# ---- CSV ----

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any, kind: Kind) -> Any:
    """Return a value as a CSV cell."""
    if value is None:
        return ""
    if kind == "list":
        value, kind = "; ".join(value), "text"
    if kind == "text" and value.startswith(_FORMULA):
        return "'" + value
    return value


def write_csv(store: Store, folder: Path, selection: Selection) -> None:
    """Write one CSV file a table (UTF-8, RFC 4180 quoting, header line) into a folder."""
    with ExitStack() as stack:
        writers = {}
        for name, columns in TABLES.items():
            out = stack.enter_context(
                (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            writers[name] = csv.writer(out, lineterminator="\n")
            writers[name].writerow([column for column, _ in columns])
        kinds = {name: [kind for _, kind in columns] for name, columns in TABLES.items()}
        for name, row in rows(store, selection):
            writers[name].writerow(map(cell, row, kinds[name]))


def write_zip(
    store: Store, out: IO[bytes], selection: Selection, options: Mapping[str, Any]
) -> None:
    """Write the CSV tables into a zip archive; equal graphs give equal archives."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_csv(store, folder, selection)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in TABLES:
                entry = zipfile.ZipInfo(f"{table}.csv", (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                with (
                    (folder / f"{table}.csv").open("rb") as source,
                    archive.open(entry, "w", force_zip64=True) as member,
                ):
                    shutil.copyfileobj(source, member)


# ---- Parquet ----


def require_parquet() -> None:
    """Raise `MissingExtra` where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingExtra("Parquet", "notebook") from error


def write_parquet(store: Store, folder: Path, selection: Selection) -> None:
    """Write one Parquet file a table into a folder; needs pyarrow."""
    require_parquet()
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "text": pa.string(),
        "id": pa.string(),
        "number": pa.float64(),
        "whole": pa.int64(),
        "day": pa.date32(),
        "list": pa.list_(pa.string()),
    }
    with ExitStack() as stack:
        writers: dict[str, _Group] = {}
        for name, columns in TABLES.items():
            schema = pa.schema([(column, types[kind]) for column, kind in columns])
            file = stack.enter_context(pq.ParquetWriter(folder / f"{name}.parquet", schema))
            writers[name] = _Group([kind for _, kind in columns], file, schema)
        for name, row in rows(store, selection):
            writers[name].add(row)
        for writer in writers.values():
            writer.flush()


class _Group:
    """Collects rows into row groups."""

    SIZE = 20_000

    def __init__(self, kinds: Sequence[Kind], file: Any, schema: Any) -> None:
        self._kinds = kinds
        self._file = file
        self._schema = schema
        self._columns: list[list[Any]] = [[] for _ in kinds]

    def add(self, row: Row) -> None:
        for column, kind, item in zip(self._columns, self._kinds, row, strict=True):
            if item is not None and kind == "day":
                column.append(date.fromisoformat(item))
            else:
                column.append(list(item) if kind == "list" else item)
        if len(self._columns[0]) >= self.SIZE:
            self.flush()

    def flush(self) -> None:
        if self._columns[0]:
            import pyarrow as pa

            self._file.write_batch(pa.record_batch(self._columns, schema=self._schema))
            self._columns = [[] for _ in self._kinds]
