"""axe-core over the page in its states: no serious or critical violation."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from benchmarks.synthetic import picture
from graph.explorer import render
from tests.graph.explorer.conftest import Opener, page_of
from tests.graph.explorer.stores import sample_store

pytestmark = pytest.mark.browser

AXE = "axe-core@4.10.3"
SHA512 = "Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=="


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core's script: packed once into the checkout's cache, checked by hash."""
    cache = Path(__file__).parents[3] / ".cache" / "axe-core"
    npm = shutil.which("npm")
    if npm is None and not list(cache.glob("*.tgz")):
        pytest.skip("no npm on this machine to fetch axe-core with (Debian: apt-get install npm)")
    cache.mkdir(parents=True, exist_ok=True)
    if not list(cache.glob("*.tgz")):
        folder = tmp_path_factory.mktemp("axe")
        subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, check=True, timeout=120)
        shutil.move(next(folder.glob("*.tgz")), cache)
    data = next(cache.glob("*.tgz")).read_bytes()
    assert base64.b64encode(hashlib.sha512(data).digest()).decode() == SHA512
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['failureSummary'][:300]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.fixture(scope="module")
def page_html() -> str:
    return page_of(picture(200, seed=5))


STATES = [
    "#v=events",
    "#v=states&type=Meeting",
    "#v=year",
    "#v=map",
    "#table=1",
    "#v=events&sel=event/00003",
    "#v=events&sel=state/CHN",
    "#v=events&sel=state/CHN!state/RUS",
    "#path=state/CHN!state/BRA",
    "#type=Call&status=ongoing&from=2018-01-01&to=2018-01-02",
]


@pytest.mark.parametrize(
    ("scheme", "state"),
    [
        *(("light", state) for state in STATES),
        *(("dark", STATES[i]) for i in (1, 4, 5, 8)),  # the colours differ, not the elements
    ],
)
def test_no_serious_violation(
    opened: Opener, page_html: str, axe: str, scheme: str, state: str
) -> None:
    seen = opened(page_html, state, color_scheme=scheme)
    assert violations(seen.page, axe) == []


def test_menus_suggestions_help_and_narrow(opened: Opener, axe: str) -> None:
    html = render(sample_store())
    seen = opened(html)
    seen.page.fill("#search", "xi")
    assert violations(seen.page, axe) == []
    seen.page.fill("#search", "")
    seen.page.click("#keep")
    assert violations(seen.page, axe) == []
    seen.page.keyboard.press("Escape")
    seen.page.click("#help-open")
    assert violations(seen.page, axe) == []
    narrow = opened(html, viewport={"width": 390, "height": 780})
    narrow.page.click("#filters-open")
    assert violations(narrow.page, axe) == []
