"""A feed from its server into a store, visited again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ingest.run
from ingest.batch.tasks import Settings
from ingest.run import Summary
from ingest.sources.web import Web
from tests.ingest.fake import FAKE
from tests.ingest.sources.server import Site, serving
from tests.ingest.test_extract import fake


def feed(*texts: str) -> bytes:
    items = "".join(
        f"<item><guid>g{n}</guid><title>T</title><description>{text}</description></item>"
        for n, text in enumerate(texts)
    )
    return f"<rss><channel><title>Post</title>{items}</channel></rss>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def visit(store: Path, site: Site, **options: Any) -> Summary:
    options.setdefault("settings", fake())
    inputs = [] if options.get("retry_failed") else [f"{site.base}/feed"]
    with Web(pause_s=0) as web:
        return ingest.run.ingest(inputs, store=str(store), web=web, **options)


def test_a_feed_is_asked_for_again_only_when_it_may_hold_something_new(
    tmp_path: Path, site: Site
) -> None:
    store = tmp_path / "graph"
    headers = {"Content-Type": "application/rss+xml", "ETag": '"1"'}
    site.pages["/feed"] = (200, headers, feed("Anna met Bert on 2024-01-01.", "BOOM"))

    first = visit(store, site)
    second = visit(store, site)
    other = visit(store, site, settings=Settings("other", factory=FAKE))
    retried = visit(store, site, retry_failed=True)
    site.pages["/feed"] = (200, {**headers, "ETag": '"2"'}, feed("Anna met Bert on 2024-01-01."))
    third = visit(store, site)

    assert (first.read, first.stored, first.failed) == (2, 1, 1)
    assert second.read == 0  # the server said that nothing had changed
    assert (other.read, other.replaced) == (2, 1)  # another pipeline reads all of it
    assert (retried.read, retried.failed) == (2, 1)  # what failed is in it still
    assert (third.read, third.failed) == (1, 0)
    tags = [h.get("if-none-match") for path, h in site.requests if path == "/feed"]
    assert tags == [None, '"1"', None, None, '"1"']


def test_an_interrupted_visit_is_no_visit(tmp_path: Path, site: Site) -> None:
    headers = {"Content-Type": "application/rss+xml", "ETag": '"1"'}
    texts = [f"Anna met Bert{n} on 2024-01-01. WAIT" for n in range(300)]
    site.pages["/feed"] = (200, headers, feed(*texts))
    store = tmp_path / "graph"

    sent: list[int] = []

    def stop(progress: Any) -> None:
        if progress.summary.done > 10 and not sent:
            sent.append(signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)

    first = visit(store, site, progress=stop)
    second = visit(store, site)

    assert first.interrupted
    assert 0 < first.stored < 300
    assert (second.stored, second.stored + second.unchanged) == (300 - first.stored, 300)
