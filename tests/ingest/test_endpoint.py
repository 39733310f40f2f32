"""The batch into a SPARQL server: a real one, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.run
from graph.store import open_store
from tests import servers
from tests.ingest.test_extract import fake
from tests.ingest.test_ingest import copies, corpus, ingest_into, meetings, quads


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with servers.oxigraph_server(tmp_path) as url:
        yield url


@pytest.mark.server
def test_a_server_holds_what_a_folder_holds(tmp_path: Path, endpoint: str) -> None:
    path = corpus(tmp_path / "a.jsonl", [*meetings(20), "BOOM", *copies()])

    first = ingest.run.ingest([str(path)], store=endpoint, settings=fake())
    second = ingest.run.ingest([str(path)], store=endpoint, settings=fake())
    ingest_into(tmp_path / "folder", path)

    assert (first.stored, first.duplicates, first.failed) == (23, 2, 1)
    assert (second.stored, second.unchanged, second.duplicates) == (0, 23, 2)
    with open_store(endpoint, writable=False) as opened:
        assert sorted(str(q) for q in opened.quads()) == quads(tmp_path / "folder")
    assert list((tmp_path / "state" / "diplograph").glob("*.sqlite"))
