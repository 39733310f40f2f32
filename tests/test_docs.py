"""Generated pages are current, docstrings' examples are true, the README names what there is."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.docs import PAGES, stale

ROOT = Path(__file__).parent.parent
ROOMS = ("diplograph", "ingest", "graph", "queries")


@pytest.mark.parametrize("page", list(PAGES))
def test_generated_page_is_current(page: str) -> None:
    assert [path for path, _ in stale([page])] == [], (
        f"run: make docs (or: python -m tools.docs {page})"
    )


def modules() -> Iterator[str]:
    for room in ROOMS:
        yield room
        for found in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
            if not found.name.endswith("__main__"):
                yield found.name


@pytest.mark.parametrize("name", list(modules()))
def test_examples_in_docstrings_are_true(name: str) -> None:
    module = importlib.import_module(name)

    result = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)

    assert result.failed == 0


def test_every_link_of_the_readme_and_docs_leads_somewhere() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_stands_in_the_readme() -> None:
    from typer.main import get_command

    from diplograph.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"diplograph {name}" in readme, name


def test_recipes_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    scope: dict[str, object] = {}

    for recipe in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(compile(recipe, "docs/recipes.md", "exec"), scope)

    assert (tmp_path / "graph.html").exists() and (tmp_path / "graph.gexf").exists()
    assert (tmp_path / "tables" / "events.csv").exists()
