"""Time every projection of `graph.network` at 1,000, 10,000 and 100,000 events.

usage: python benchmarks/networks.py [--sizes 1000 10000 100000] [--json]

The events are synthetic and seeded: 190 states with Zipf-like activity, six persons a state, two
to four participants an event, ten years. Prints seconds (best of three) and the factor by
which the time grows for each tenfold size; near-linear growth stays near 10.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from itertools import pairwise

from graph import network
from graph.identifiers import BASE
from graph.model import EventType, Role, Status
from graph.network import ActorRow, EventRow, EventTable

TYPES = [
    *[EventType.MEETING] * 5,
    *[EventType.VISIT] * 2,
    EventType.CALL,
    EventType.AGREEMENT,
    EventType.ACCUSATION,
]


def synthetic(size: int, seed: int = 7) -> EventTable:
    """Return a table of that many events, the same for the same seed."""
    draw = random.Random(seed)
    codes = [f"{a}{b}X" for a in "ABCDEFGHIJKLMNOPQRS" for b in "ABCDEFGHIJ"]
    weights = [1 / (rank + 3) for rank in range(len(codes))]
    actors: dict[str, ActorRow] = {}
    for code in codes:
        state = f"{BASE}state/{code}"
        actors[state] = ActorRow(state, code, "state", code)
        for n in range(6):
            iri = f"{BASE}person/{code.lower()}{n}"
            actors[iri] = ActorRow(iri, f"Person {n} of {code}", "person", code)
    events = []
    start = date(2015, 1, 1)
    for n in range(size):
        kind = draw.choice(TYPES)
        chosen = list(dict.fromkeys(draw.choices(codes, weights, k=draw.choice([2, 2, 2, 3, 4]))))
        day = (start + timedelta(draw.randrange(3650))).isoformat()
        role = Role.PARTICIPANT
        parts = []
        for position, code in enumerate(chosen):
            if kind is EventType.ACCUSATION:
                role = Role.TARGET if position else Role.SOURCE
            elif kind is EventType.VISIT:
                role = Role.HOST if position else Role.VISITOR
            parts.append((f"{BASE}person/{code.lower()}{draw.randrange(6)}", role, code))
        where = chosen[-1] if kind is EventType.VISIT else None
        events.append(
            EventRow(
                f"{BASE}event/{n:08x}",
                kind,
                Status.OCCURRED,
                f"event {n}",
                day,
                day,
                where,
                tuple(sorted(chosen)),
                tuple(sorted(parts)),
                precise=True,
            )
        )
    events.sort(key=lambda event: (event.begin or "", event.iri))
    return EventTable(tuple(events), actors)


CASES: dict[str, Callable[[EventTable], object]] = {
    **network.PROJECTIONS,
    "snapshots of states by year": lambda t: network.snapshots(t, "states", "year"),
    "dyad series": lambda t: network.dyad_series(t, "AAX", "ABX"),
    "first encounters": network.first_encounters,
}


def seconds(case: Callable[[EventTable], object], table: EventTable) -> float:
    """Return the best of three runs, in seconds."""
    runs = []
    for _ in range(3):
        begun = time.perf_counter()
        case(table)
        runs.append(time.perf_counter() - begun)
    return min(runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    tables = {size: synthetic(size) for size in options.sizes}
    rows = {
        name: {size: seconds(case, table) for size, table in tables.items()}
        for name, case in CASES.items()
    }
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    head = "".join(f"{size:>12,}" for size in options.sizes)
    print(f"{'projection':<30}{head}{'growth':>16}   (seconds, best of 3)")
    for name, row in rows.items():
        times = list(row.values())
        growth = " ".join(f"{b / a:.1f}" for a, b in pairwise(times))
        print(f"{name:<30}" + "".join(f"{t:>12.4f}" for t in times) + f"{growth:>16}")


if __name__ == "__main__":
    main()
