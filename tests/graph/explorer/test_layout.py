"""Positions: the same everywhere, no overlaps, communities apart, in time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from benchmarks.synthetic import picture
from graph.explorer.layout import Layout, arrange, arrange_few
from graph.explorer.picture import Picture


def laid_out(shown: Picture) -> Layout:
    number = {a.id: i for i, a in enumerate(shown.actors)}
    casts = [[number[p.actor] for p in e.parts] for e in shown.events]
    order = sorted(range(len(casts)), key=lambda i: (shown.events[i].start or "~", i))
    return arrange(casts, len(shown.actors), order)


def fingerprint(layout: Layout) -> str:
    parts = (layout.actors, layout.events, layout.pairs)
    joined = b"".join(np.round(part, 3).tobytes() for part in parts)
    return hashlib.sha256(joined).hexdigest()


def overlapping(rows: np.ndarray, share: float) -> int:
    """Count nodes whose disc lies over another by more than `share` of the distance due."""
    found = 0
    for i in range(len(rows)):
        d = np.sqrt((rows[:, 0] - rows[i, 0]) ** 2 + (rows[:, 1] - rows[i, 1]) ** 2)
        d[i] = np.inf
        found += bool((d < share * (rows[:, 2] + rows[i, 2])).any())
    return found


def test_no_two_nodes_lie_on_each_other() -> None:
    layout = laid_out(picture(1000))
    assert overlapping(np.concatenate([layout.actors, layout.events]), 0.95) == 0
    assert overlapping(layout.pairs[layout.pairs[:, 2] > 0], 0.95) == 0


def test_neighbours_share_the_planted_bloc() -> None:
    shown = picture(1000, evidence=False)
    layout = laid_out(shown)
    blocs = {c: i // 4 for i, c in enumerate(sorted({a.state for a in shown.actors}, key=[*shown.states].index))}  # fmt: skip
    bloc = np.array([blocs[a.state] for a in shown.actors])
    xy = layout.actors[:, :2]
    busy = np.array(
        [a.id in {p.actor for e in shown.events for p in e.parts} for a in shown.actors]
    )
    same = []
    for i in np.flatnonzero(busy):
        d = ((xy - xy[i]) ** 2).sum(axis=1)
        d[i] = np.inf
        d[~busy] = np.inf
        near = np.argsort(d, kind="stable")[:10]
        same.append(float((bloc[near] == bloc[i]).mean()))
    assert np.mean(same) > 0.7  # chance: one in six


SCRIPT = """
from benchmarks.synthetic import picture
from tests.graph.explorer.test_layout import fingerprint, laid_out
print(fingerprint(laid_out(picture(1400, evidence=False))))
"""


@pytest.mark.parametrize(
    "settings",
    [
        {"OPENBLAS_NUM_THREADS": "1"},
        {"OPENBLAS_NUM_THREADS": "2", "OPENBLAS_CORETYPE": "Haswell", "PYTHONHASHSEED": "7"},
        {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3", "PYTHONHASHSEED": "99"},
    ],
)  # fmt: skip
def test_the_same_positions_on_other_processors(settings: dict[str, str]) -> None:
    here = fingerprint(laid_out(picture(1400, evidence=False)))
    settings = dict(settings)
    if wanted := settings.pop("NPY_DISABLE_CPU_FEATURES", ""):
        from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

        usable = [f for f in wanted.split() if f in __cpu_dispatch__ and __cpu_features__.get(f)]
        settings["NPY_DISABLE_CPU_FEATURES"] = " ".join(usable)
    there = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT],
        env={**os.environ, **settings},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert there.stdout.strip() == here


def test_no_blas_and_no_trigonometry() -> None:
    """What differs between processors is not called at all."""
    source = Path(__import__("graph.explorer.layout", fromlist=["x"]).__file__).read_text()
    code = source.split('"""', 2)[2]
    for name in ("np.dot", " @ ", "matmul", "einsum", "linalg", "np.sin", "np.cos", "np.exp", "np.power", "np.hypot", "scipy", "np.random"):  # fmt: skip
        assert name not in code, name


def test_two_thousand_in_two_seconds() -> None:
    shown = picture(2000, evidence=False)
    laid_out(picture(100))
    times = []
    for _ in range(2):
        begin = time.process_time()
        laid_out(shown)
        times.append(time.process_time() - begin)
    assert min(times) < 2.0


@pytest.mark.parametrize(
    ("casts", "actors"),
    [
        ([], 0),
        ([], 3),
        ([[0]], 1),
        ([[]], 1),
        ([[0, 1]], 2),
        ([[0, 0]], 1),
        ([[0, 1]] * 60, 2),
        ([list(range(80))], 80),
        ([[0, i] for i in range(1, 400)], 400),
    ],
)
def test_odd_graphs(casts: list[list[int]], actors: int) -> None:
    layout = arrange(casts, actors, range(len(casts)))
    assert layout.actors.shape == (actors, 3)
    assert layout.events.shape == (len(casts), 3)
    for part in (layout.actors, layout.events, layout.pairs):
        assert np.isfinite(part).all()
    assert overlapping(np.concatenate([layout.actors, layout.events]), 0.9) == 0


def test_a_community_larger_than_the_dense_layout_takes() -> None:
    ring = [[i, (i + 1) % 900] for i in range(900)] + [[i, (i + 30) % 900] for i in range(900)]
    layout = arrange(ring, 900, range(len(ring)))
    assert overlapping(layout.actors, 0.9) == 0


def test_states() -> None:
    assert arrange_few({}, 0).shape == (0, 3)
    few = arrange_few({(0, 1): 5.0, (1, 2): 1.0}, 4)
    assert overlapping(few, 1.0) == 0
