"""How long the catalogue's questions take, what the endpoint adds, what it carries.

    python -m benchmarks.queries [--sizes 920,20500] [--only NAME,…] [--parts questions,overhead,load,rdflib]

Graphs are `benchmarks.corpus` on disk: 920 events are 98 thousand quads, 20,500 are 2 million.
Parameters are each question's example, hence the busiest actors. Times are warm medians of five
runs of name look-up, binding, query and reading all rows, wall clock in ms with the CPU time of
the process beside it (other work on the machine lengthens the one and not the other).
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks.corpus import corpus, quads
from graph.store import Store, open_store
from queries.catalogue import NamedQuery, load_catalogue
from queries.results import run

TARGETS = {("look-up", 0): 10, ("look-up", 1): 50, ("whole-graph", 0): 100, ("whole-graph", 1): 500}
LOOK_UPS = (
    "timeline",
    "meetings",
    "between",
    "evidence",
    "counterparts",
    "on-days",
    "about",
    "calls",
)
AGAINST_RDFLIB = ("meetings", "timeline", "evidence", "agreements-by-year", "hosts")


def build(folder: Path, events: int) -> tuple[Path, dict[str, str]]:
    """Make a graph on disk; return it and an event and a report to ask for."""
    graph = corpus(events)
    path = folder / f"{events}.db"
    with open_store(path) as store:
        store.bulk(quads(graph))
        store.flush()
        count = store.count()
    told = max(graph.events, key=lambda e: len(e.accounts))
    print(f"{events} events, {len(graph.extractions)} reports, {count} quads")
    return path, {"event": told.iri, "report": graph.extractions[3].report.id}


def example(question: NamedQuery, known: dict[str, str]) -> dict[str, str]:
    found = {p.name: known[p.type] for p in question.parameters if p.type in known}
    return {**question.example, **found}


def timed(work: Any, times: int = 5) -> tuple[float, float, Any]:
    """Return median wall and CPU milliseconds of several runs after one to warm, and a result."""
    result = work()
    wall, cpu = [], []
    for _ in range(times):
        w, c = time.perf_counter(), time.process_time()
        result = work()
        wall.append((time.perf_counter() - w) * 1e3)
        cpu.append((time.process_time() - c) * 1e3)
    return statistics.median(wall), statistics.median(cpu), result


def questions(path: Path, known: dict[str, str], size: int, only: set[str]) -> None:
    over = []
    with open_store(path, writable=False) as store:
        print(f"\n{'question':24}{'kind':>13}{'rows':>8}{'wall ms':>10}{'CPU ms':>10}{'target':>8}")
        for question in load_catalogue():
            if only and question.name not in only:
                continue
            values = example(question, known)
            wall, cpu, rows = timed(lambda q=question, v=values: run(store, q.name, **v).rows())
            target = TARGETS[question.reach, size]
            flag = "  over" if wall > target else ""
            over += [question.name] if flag else []
            print(
                f"{question.name:24}{question.reach:>13}{len(rows):>8}{wall:>10.1f}{cpu:>10.1f}{target:>8}{flag}"
            )
    print(f"over their target: {', '.join(over) or 'none'}")


@contextlib.contextmanager
def plain(path: Path) -> Iterator[str]:
    """`oxigraph serve-read-only` alone."""
    from queries.endpoint.engine import _free_port, binary

    port = _free_port()
    process = subprocess.Popen(
        [binary(), "serve-read-only", "-l", str(path), "-b", f"127.0.0.1:{port}"],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def endpoint(path: Path) -> Iterator[str]:
    """Our endpoint, in a process of its own as `diplograph serve` is."""
    import sys

    process = subprocess.Popen(
        [sys.executable, "-m", "diplograph", "serve", "--port", "0", "--store", str(path)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    try:
        yield next(word for word in line.split() if word.startswith("http")).rstrip("/") + "/sparql"
    finally:
        process.terminate()
        process.wait()


def texts(store: Store, known: dict[str, str]) -> dict[str, str]:
    return {
        name: (q := load_catalogue().get(name)).bind(store, **example(q, known))
        for name in LOOK_UPS
    }


def overhead(path: Path, known: dict[str, str]) -> None:
    accept = {
        "Accept": "application/sparql-results+json",
        "Content-Type": "application/sparql-query",
    }
    with open_store(path, writable=False) as store:
        asked = texts(store, known)
        inside = {
            name: timed(lambda t=text: list(store.query(t)), 30)[0] for name, text in asked.items()
        }
    outside: dict[str, dict[str, float]] = {}
    for label, server in (("alone", plain), ("endpoint", endpoint)):
        with server(path) as url, httpx.Client() as client:
            outside[label] = {
                name: timed(
                    lambda t=text: client.post(url, content=t, headers=accept).raise_for_status(),
                    30,
                )[0]
                for name, text in asked.items()
            }
    print(
        f"\n{'ms, medians of 30':24}{'in process':>12}{'server alone':>14}{'endpoint':>10}{'added':>8}{'ratio':>7}"
    )
    for name in asked:
        a, b, c = inside[name], outside["alone"][name], outside["endpoint"][name]
        print(f"{name:24}{a:>12.2f}{b:>14.2f}{c:>10.2f}{c - a:>8.2f}{c / a:>7.1f}")


def _client(url: str, asked: list[str], seconds: float, clients: int, out: Any) -> None:
    """Ask from several threads over raw sockets, so that the asking costs little."""
    host, port = url.split("/")[2].split(":")
    requests = []
    for text in asked:
        body = text.encode()
        head = (
            f"POST /{url.split('/', 3)[3]} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            "Content-Type: application/sparql-query\r\nAccept: text/csv\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        requests.append(head.encode() + body)
    counts, bad = [0] * clients, [0] * clients
    until = time.monotonic() + seconds

    def work(number: int) -> None:
        with socket.create_connection((host, int(port))) as connection:
            turn = number
            while time.monotonic() < until:
                connection.sendall(requests[turn % len(requests)])
                turn += 1
                data = connection.recv(1 << 16)
                while not _whole(data):
                    data += connection.recv(1 << 16)
                counts[number] += 1
                bad[number] += not data.startswith(b"HTTP/1.1 200")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.put((sum(counts), sum(bad)))


def _whole(data: bytes) -> bool:
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        return False
    lower = head.lower()
    if b"content-length: " in lower:
        return len(body) >= int(lower.split(b"content-length: ")[1].split(b"\r\n")[0])
    return body.endswith(b"0\r\n\r\n")


def load(path: Path, known: dict[str, str], *, seconds: float = 8.0, clients: int = 16) -> None:
    with open_store(path, writable=False) as store:
        asked = list(texts(store, known).values())
    print(f"\n{clients} clients, {seconds:g} s each round, look-ups in turn")
    rates: dict[str, list[float]] = {"alone": [], "endpoint": []}
    for _ in range(2):
        for label, server in (("alone", plain), ("endpoint", endpoint)):
            with server(path) as url:
                queue: Any = multiprocessing.Queue()
                process = multiprocessing.Process(
                    target=_client, args=(url, asked, seconds, clients, queue)
                )
                process.start()
                count, bad = queue.get()
                process.join()
                rates[label].append(count / seconds)
                print(
                    f"  {label:10}{count / seconds:>10.0f} requests/s, {bad} not answered with 200"
                )
    print(f"  ratio {max(rates['endpoint']) / max(rates['alone']):.2f}")


def rdflib_ratio(path: Path, known: dict[str, str]) -> None:
    import rdflib

    with (
        tempfile.NamedTemporaryFile(suffix=".nq") as file,
        open_store(path, writable=False) as store,
    ):
        file.write(b"".join(f"{quad} .\n".encode() for quad in store.quads()))
        file.flush()
        data = rdflib.Dataset(default_union=False)
        data.parse(file.name, format="nquads")
        print(f"\n{'ms':24}{'Oxigraph':>10}{'rdflib':>12}{'ratio':>8}")
        for name in AGAINST_RDFLIB:
            question = load_catalogue().get(name)
            text = question.bind(store, **example(question, known))
            ours, _, rows = timed(lambda t=text: list(store.query(t)))
            start = time.perf_counter()
            theirs_rows = list(data.query(text))
            theirs = (time.perf_counter() - start) * 1e3
            same = (
                "" if len(rows) == len(theirs_rows) else f"  rows {len(rows)}, {len(theirs_rows)}"
            )
            print(f"{name:24}{ours:>10.1f}{theirs:>12.1f}{theirs / ours:>8.0f}{same}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="920,20500")
    parser.add_argument("--only", default="")
    parser.add_argument("--parts", default="questions,overhead,load,rdflib")
    given = parser.parse_args()
    parts = given.parts.split(",")
    only = set(filter(None, given.only.split(",")))
    with tempfile.TemporaryDirectory() as folder:
        for number, events in enumerate(int(n) for n in given.sizes.split(",")):
            path, known = build(Path(folder), events)
            if "questions" in parts:
                questions(path, known, int(events > 5000), only)
            if "overhead" in parts:
                overhead(path, known)
            if "load" in parts:
                load(path, known)
            if "rdflib" in parts and number == 0:
                rdflib_ratio(path, known)


if __name__ == "__main__":
    main()
