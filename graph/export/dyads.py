"""The dyad-month panel: how often two states were parties to one event, by month and type.

Counting rules
- A state is a party where it is an actor itself or an actor acts for it (`dg:party`).
- An event counts once for each pair of its parties, in the month in which it began; an event
  whose month is not known counts nowhere.
- Only events that occurred or are ongoing count, unless `statuses` says otherwise.
- Undirected (the default): the two codes are in alphabetical order. Directed: an act counts
  from each source's state to each target's state; encounters and agreements count in both
  directions; a state's act towards itself does not count.
- Zero-filled: every pair of states that the selection holds, every month from the first to the
  last, every type that occurs in it (or every type selected); else only rows above zero.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations
from typing import IO, Any

from graph.errors import InputError
from graph.export.selection import Selection
from graph.model import ENCOUNTERS, Event, EventType, Role, Status
from graph.rdf import read_events
from graph.rdf.times import begin_month
from graph.rdf.writing import parties
from graph.store import Store

COUNTED = (Status.OCCURRED, Status.ONGOING)
Cell = tuple[str, str, str, str]  # state, state, month, type
_SYMMETRIC = frozenset({*ENCOUNTERS, EventType.AGREEMENT})
_GIVERS = frozenset({Role.SOURCE, Role.SPEAKER})


def write_dyads(
    store: Store, out: IO[bytes], selection: Selection, options: Mapping[str, Any]
) -> None:
    """Write the panel as CSV: state_a, state_b (or source, target), month, type, events."""
    directed = bool(options.get("directed"))
    statuses = _statuses(options.get("statuses"))
    counts = count(read_events(store, selection.events(store)), directed, statuses)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    ends = ("source", "target") if directed else ("state_a", "state_b")
    writer.writerow([*ends, "month", "type", "events"])
    cells = (
        every_cell(counts, directed, [type_.value for type_ in selection.types])
        if options.get("zero_fill")
        else iter(sorted(counts))
    )
    for cell in cells:
        writer.writerow([*cell, counts[cell]])
    text.detach()


def _statuses(given: Iterable[str] | None) -> frozenset[Status]:
    if not given:
        return frozenset(COUNTED)
    try:
        return frozenset(Status(str(status).lower()) for status in given)
    except ValueError as error:
        raise InputError(f"{error}: there are {', '.join(Status)}") from error


def count(
    events: Iterable[Event],
    directed: bool = False,
    statuses: frozenset[Status] = frozenset(COUNTED),
) -> Counter[Cell]:
    """Return the number of events in each cell that is not empty."""
    counts: Counter[Cell] = Counter()
    for event in events:
        month = begin_month(event.time) if event.time else None
        if month is None or event.status not in statuses:
            continue
        for first, second in _pairs(event, directed):
            counts[first, second, month, event.type.value] += 1
    return counts


def _pairs(event: Event, directed: bool) -> Iterator[tuple[str, str]]:
    codes = parties(event.participations)
    if not directed:
        yield from combinations(codes, 2)
    elif event.type in _SYMMETRIC:
        yield from permutations(codes, 2)
    else:
        sources = parties(p for p in event.participations if p.role in _GIVERS)
        targets = parties(p for p in event.participations if p.role is Role.TARGET)
        yield from ((a, b) for a in sources for b in targets if a != b)


def every_cell(counts: Counter[Cell], directed: bool, types: list[str]) -> Iterator[Cell]:
    """Yield every cell of the panel that the counts span, in order."""
    states = sorted({code for cell in counts for code in cell[:2]})
    months = sorted({cell[2] for cell in counts})
    kinds = sorted(types) or sorted({cell[3] for cell in counts})
    if not months:
        return
    span = list(_months(months[0], months[-1]))
    for first, second in permutations(states, 2) if directed else combinations(states, 2):
        for month in span:
            for kind in kinds:
                yield first, second, month, kind


def _months(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (text := f"{year:04d}-{month:02d}") <= last:
        yield text
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
