from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

import ingest.sources
from graph.errors import SettingsError
from graph.model import Report
from ingest.sources import Options, formats, read_inputs
from ingest.sources.base import Item, Resource, Source


def read_lines(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    for number, line in enumerate(stream, start=1):
        yield Report(f"{resource.name}:{number}", line.decode().strip(), source=resource.name)


class Entry:
    value = "somebody.sources:LINES"

    def __init__(self, found: object) -> None:
        self.found = found

    def load(self) -> object:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Entry]]:
    entries: list[Entry] = []
    monkeypatch.setattr(
        ingest.sources, "entry_points", lambda group: entries if group else pytest.fail()
    )
    formats.cache_clear()
    yield entries
    formats.cache_clear()


def test_others_can_add_sources(tmp_path: Path, registered: list[Entry]) -> None:
    registered.append(Entry(Source("lines", read_lines, (".lines",), describes="one a line")))
    path = tmp_path / "a.lines"
    path.write_text("They met.\nThey parted.\n")

    found = list(read_inputs([str(path)], Options()))

    assert [r.text for r in found if isinstance(r, Report)] == ["They met.", "They parted."]
    assert list(read_inputs([str(path)], Options(format="lines"))) == found


def test_a_source_that_fails_says_so_in_one_line(tmp_path: Path, registered: list[Entry]) -> None:
    def broken(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
        yield Report("a", "Fine.")
        raise KeyError("not mine")

    registered.append(Entry(Source("broken", broken, (".x",))))
    path = tmp_path / "a.x"
    path.write_text("x")

    first, second = read_inputs([str(path)], Options())

    assert isinstance(first, Report)
    assert "KeyError" in second.reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (ImportError("no such module"), "cannot be loaded: no such module"),
        ("a string", "is no ingest.sources.Source"),
        (Source("text", read_lines), "with a name of its own"),
    ],
)
def test_a_wrong_registration_is_told(registered: list[Entry], entry: object, says: str) -> None:
    registered.append(Entry(entry))

    with pytest.raises(SettingsError, match=says):
        formats()
