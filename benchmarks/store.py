"""What the graph costs: quads an event, time to write, time and memory to merge.

    python -m benchmarks.store [--events 9000] [--folder DIR]

Synthetic reports (benchmarks.corpus), stores on disk. Each figure runs in a process of its own,
ours and pyoxigraph's in turns; the least of `--rounds` counts. Compare ratios, not seconds, and
those of CPU time where other work runs on the machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.corpus import Corpus, corpus
from graph.identifiers import report_graph, report_iri
from graph.model import Extraction
from graph.rdf import extraction_triples
from graph.record import from_record, to_record
from graph.store import memory_store, open_store
from graph.stores.statements import in_graph
from graph.writer import Writer

CHECKPOINT = 1_000  # reports between merges, as an ingest has them


@contextmanager
def clock(into: dict[str, float], name: str) -> Iterator[None]:
    gc.collect()
    begin = time.perf_counter()
    yield
    into[name] = into.get(name, 0.0) + time.perf_counter() - begin


def peak() -> float:
    """Return the most memory this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def quads_of(extraction: Extraction) -> list[ox.Quad]:
    return in_graph(extraction_triples(extraction), report_graph(report_iri(extraction.report)))


# ---- quads an event -------------------------------------------------------------------------


def cost(graph: Corpus) -> dict[str, Any]:
    """Count the quads of events with two accounts as the writer stores them."""
    store = memory_store()
    with Writer(store, background=graph.background) as writer:
        for one in graph.extractions:
            writer.add(one)
    own = {
        q.subject: 0
        for q in store.quads(None, ox.NamedNode(f"{_DG}account"), None, ox.DefaultGraph())
    }
    totals = []
    reports: dict[str, int] = {}
    for event in own:
        accounts = list(store.quads(event, ox.NamedNode(f"{_DG}account"), None, ox.DefaultGraph()))
        if len(accounts) != 2:
            continue
        count = _closure(store, event)
        for quad in accounts:
            count += _closure(store, quad.object)
        totals.append(count)
    whole = store.count()
    events = len(own)
    reports = {g: 1 for g in store.graphs() if "/report/" in g}
    return {
        "events": events,
        "accounts": sum(len(e.accounts) for e in graph.extractions),
        "reports": len(reports),
        "quads": whole,
        "two accounts": len(totals),
        "mean": sum(totals) / max(len(totals), 1),
        "all in": whole / max(sum(len(e.accounts) for e in graph.extractions), 1),
    }


_DG = "https://w3id.org/diplograph/ontology#"
_OWN = ("/participation/", "/evidence/")


def _closure(store: Any, node: Any) -> int:
    """Count a node's quads and those of its participations and spans of evidence."""
    own = list(store.quads(node))
    inner = {
        q.object
        for q in own
        if isinstance(q.object, ox.NamedNode) and any(part in q.object.value for part in _OWN)
    }
    return len(own) + sum(len(list(store.quads(i))) for i in inner)


# ---- writing ---------------------------------------------------------------------------------


def _in_turns(
    rounds: int, ways: dict[str, Callable[[Path], None]], folder: Path
) -> dict[str, float]:
    best: dict[str, float] = {}
    for turn in range(rounds):
        names = list(ways)
        random.Random(turn).shuffle(names)
        for name in names:
            place = Path(tempfile.mkdtemp(dir=folder))
            gc.collect()
            before = time.process_time()  # of all threads; the clock would count other work
            ways[name](place)
            took = time.process_time() - before
            best[name] = min(best.get(name, took), took)
            shutil.rmtree(place)
    return best


def writing(graph: Corpus, rounds: int, folder: Path) -> dict[str, Any]:
    """Weigh our store against pyoxigraph's own calls on the same quads, report by report."""
    per_report = [
        (report_graph(report_iri(e.report)), extraction_triples(e)) for e in graph.extractions
    ]
    quads = [in_graph(triples, name) for name, triples in per_report]
    every = [quad for chunk in quads for quad in chunk]

    def extend(place: Path) -> None:
        store = ox.Store(str(place))
        for chunk in quads:
            store.extend(chunk)
        store.flush()

    def bulk_extend(place: Path) -> None:
        store = ox.Store(str(place))
        store.bulk_extend(every)
        store.flush()

    def ours_apply(place: Path) -> None:
        with open_store(place) as store:
            for chunk in quads:
                store.apply([], chunk)

    def ours_put(place: Path) -> None:
        with open_store(place) as store:
            for name, triples in per_report:
                store.put_graph(name, triples)

    def ours_bulk(place: Path) -> None:
        with open_store(place) as store:
            store.bulk(every)

    best = _in_turns(
        rounds,
        {
            "extend": extend,
            "apply": ours_apply,
            "put_graph": ours_put,
            "bulk_extend": bulk_extend,
            "bulk": ours_bulk,
        },
        folder,
    )
    return {"quads": len(every), **{k: v / len(every) * 1e6 for k, v in best.items()}}


# ---- a million quads as records ---------------------------------------------------------------


def load(path: Path, folder: Path) -> dict[str, Any]:
    """Time pyoxigraph's bulk load of an N-Quads file."""
    place = tempfile.mkdtemp(dir=folder)
    took: dict[str, float] = {}
    before = time.process_time()
    with clock(took, "bulk_load"):
        store = ox.Store(place)
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        store.flush()
    cpu = time.process_time() - before
    count = len(store)
    del store
    shutil.rmtree(place)
    return {"seconds": took["bulk_load"], "cpu": cpu, "quads": count, "peak": peak()}


def ingest(records: Path, merge: bool, folder: Path, keep: Path | None = None) -> dict[str, Any]:
    """Time reading records and writing them, with or without merging, into a store on disk."""
    from ingest.knowledge.background import background

    place = keep or Path(tempfile.mkdtemp(dir=folder))
    tables = background()
    tables.by_iri  # noqa: B018 - looked up before the clock starts
    took: dict[str, float] = {}
    begin, before = time.perf_counter(), time.process_time()
    with open_store(place) as store:
        writer = Writer(store, background=tables)
        with records.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                writer.add(from_record(json.loads(line)))
                if merge and number % CHECKPOINT == 0:
                    with clock(took, "merge"):
                        writer.merge()
        if merge:
            with clock(took, "merge"):
                done = writer.merge()
                took["events"] = done.events
        writer.flush()
        count = store.count()
    seconds, cpu = time.perf_counter() - begin, time.process_time() - before
    if keep is None:
        shutil.rmtree(place)
    return {"seconds": seconds, "cpu": cpu, "quads": count, "peak": peak(), **took}


def reopen(place: Path, records: Path) -> dict[str, Any]:
    """Time what one more report costs a store that is there: reading it, merging, forgetting."""
    from graph.writer import forget
    from ingest.knowledge.background import background

    tables = background()
    took: dict[str, float] = {}
    with records.open(encoding="utf-8") as lines:
        one = from_record(json.loads(next(lines)))
    with open_store(place) as store:
        with clock(took, "forget one report"):
            forget(store, report_iri(one.report), tables)
        writer = Writer(store, background=tables)
        with clock(took, "open and add one report"):
            writer.add(one)
        with clock(took, "merge one report"):
            writer.merge()
        with clock(took, "rebuild"):
            writer.rebuild()
    return {**took, "peak": peak()}


def write_inputs(graph: Corpus, folder: Path) -> None:
    with (folder / "records.jsonl").open("w", encoding="utf-8") as out:
        for one in graph.extractions:
            out.write(json.dumps(to_record(one), ensure_ascii=False) + "\n")
    with (folder / "reports.nq").open("wb") as nquads:
        for one in graph.extractions:
            nquads.write(ox.serialize(quads_of(one), format=ox.RdfFormat.N_QUADS) or b"")


def _apart(case: str, folder: Path, *more: str) -> dict[str, Any]:
    """Run one figure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.store", "--case", case, "--folder", str(folder)]
    done = subprocess.run([*command, *more], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--events", type=int, default=9_000, help="9,000 make a million quads")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where stores are made; default: temporary")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.case:
        folder = chosen.folder
        cases: dict[str, Callable[[], dict[str, Any]]] = {
            "cost": lambda: cost(corpus(1_500)),
            "writing": lambda: writing(corpus(1_500), chosen.rounds, folder),
            "load reports": lambda: load(folder / "reports.nq", folder),
            "load all": lambda: load(folder / "all.nq", folder),
            "add": lambda: ingest(folder / "records.jsonl", False, folder),
            "merge": lambda: ingest(folder / "records.jsonl", True, folder),
            "keep": lambda: ingest(folder / "records.jsonl", True, folder, folder / "store"),
            "reopen": lambda: reopen(folder / "store", folder / "records.jsonl"),
        }
        print(json.dumps(cases[chosen.case]()))
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        report(Path(name), chosen.events, chosen.rounds)


def report(folder: Path, events: int, rounds: int) -> None:
    found = _apart("cost", folder)
    print(
        f"An event with two accounts: {found['mean']:.1f} quads "
        f"({found['two accounts']} of {found['events']} events); everything together "
        f"{found['all in']:.1f} quads an account"
    )
    found = _apart("writing", folder, "--rounds", str(rounds))
    print(f"Writing {found['quads']:,} quads, us of CPU a quad (least of {rounds}):")
    for ours, theirs in (("apply", "extend"), ("put_graph", "extend"), ("bulk", "bulk_extend")):
        print(
            f"  {ours:10} {found[ours]:5.1f}   pyoxigraph {theirs:12} {found[theirs]:5.1f}"
            f"   ratio {found[ours] / found[theirs]:.2f}"
        )
    write_inputs(corpus(events), folder)
    kept = _apart("keep", folder)
    with open_store(folder / "store", writable=False) as store, (folder / "all.nq").open("wb") as f:
        ox.serialize(store.quads(), f, format=ox.RdfFormat.N_QUADS)
    best: dict[str, dict[str, Any]] = {}
    for _ in range(rounds):
        for case in ("load reports", "add", "load all", "merge"):
            found = _apart(case, folder)
            if case not in best or found["cpu"] < best[case]["cpu"]:
                best[case] = found
    for case, base, what in (
        ("add", "load reports", "as extraction records, not merged"),
        ("merge", "load all", "as extraction records, merged every 1,000 reports"),
    ):
        ours, theirs = best[case], best[base]
        print(
            f"{ours['quads']:,} quads {what}: {ours['seconds']:.1f} s ({ours['cpu']:.1f} of CPU), "
            f"peak {ours['peak']:.0f} MB; pyoxigraph's bulk load of the same: "
            f"{theirs['seconds']:.1f} s ({theirs['cpu']:.1f}), {theirs['peak']:.0f} MB; "
            f"ratio {ours['seconds'] / theirs['seconds']:.2f} "
            f"({ours['cpu'] / theirs['cpu']:.2f} of CPU)"
        )
    print(
        f"  merging alone {best['merge']['merge']:.1f} s for {kept['events']:,.0f} events "
        f"({best['merge']['merge'] / kept['events'] * 1e6:.0f} us an event)"
    )
    again = _apart("reopen", folder)
    print(
        "On that store: "
        + ", ".join(f"{k} {v:.2f} s" for k, v in again.items() if k != "peak")
        + f"; peak {again['peak']:.0f} MB"
    )


if __name__ == "__main__":
    main()
