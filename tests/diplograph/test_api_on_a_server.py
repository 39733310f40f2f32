"""The Python API on an endpoint URL does what it does on a folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import diplograph as dg
from graph.writer import Writer
from tests.builders import sample_extractions
from tests.servers import free_port, running

TOKEN = "a-token-of-this-test-0123456789"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A writable ``diplograph serve`` over an empty store."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "token").write_text(TOKEN)
    port = free_port()
    command = [sys.executable, "-m", "diplograph", "serve", "--port", str(port)]
    command += ["--store", str(folder / "db"), "--writable", "--token-file", str(folder / "token")]
    dg.open(folder / "db").close()
    with running(command, folder, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/sparql"


@pytest.mark.server
def test_write_ask_picture_and_forget_over_http(url: str, tmp_path: Path) -> None:
    with dg.open("memory:") as here, dg.open(url, token=TOKEN) as there:
        for graph in (here, there):
            with Writer(graph.store) as writer:
                for extraction in sample_extractions():
                    writer.add(extraction)
                writer.merge()

        assert there.stats() == here.stats()
        assert list(there.query("meetings", actor="Xi Jinping")) == list(
            here.query("meetings", actor="Xi Jinping")
        )
        for kind in ("actors", "states", "visits"):
            assert sorted(there.network(kind).edges) == sorted(here.network(kind).edges)
        assert "Xi Jinping" in there.explore().html
        there.export(tmp_path / "there.nq")
        here.export(tmp_path / "here.nq")
        lines = [sorted((tmp_path / n).read_text().splitlines()) for n in ("there.nq", "here.nq")]
        assert lines[0] == lines[1]
        assert there.forget("call-c")
        assert there.stats()["events"] == here.stats()["events"] - 1


@pytest.mark.server
def test_writing_without_the_token_is_refused_in_one_line(url: str) -> None:
    with dg.open(url) as graph, pytest.raises(dg.StoreError) as caught:
        graph.store.put_graph("https://example.org/g", [])

    assert "\n" not in str(caught.value)
    assert httpx.post(url, data={"update": "CLEAR ALL"}).status_code in (400, 401, 403)


def test_no_server_there_is_told_in_one_line() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "diplograph",
            "stats",
            "--store",
            f"http://127.0.0.1:{free_port()}/",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
