"""The notebooks run from a clean kernel, and the committed ones are the text beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

jupytext = pytest.importorskip("jupytext", reason="needs the 'notebook' extra")
nbclient = pytest.importorskip("nbclient", reason="needs the 'notebook' extra")

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))


def test_there_are_four() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == ["01", "02", "03", "04"]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_from_a_clean_kernel(path: Path, tmp_path: Path) -> None:
    notebook = jupytext.read(path)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )

    client.execute()

    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code and all(cell.execution_count for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_notebook_holds_the_same_cells_and_its_outputs(path: Path) -> None:
    text, notebook = jupytext.read(path), jupytext.read(path.with_suffix(".ipynb"))

    assert [c.source for c in text.cells] == [c.source for c in notebook.cells]
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert path.with_suffix(".ipynb").stat().st_size < 400_000
