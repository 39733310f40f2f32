"""The explorer's page in headless Chromium, side by side with plain pyvis on the same graph.

Run: ``python -m benchmarks.explorer [--sizes 200 2000 10000] [--runs 5] [--json FILE]``

For every size it writes both pages of one synthetic graph (half events, panel and evidence in
ours; positions of our layout given to pyvis, physics off) and opens them in turn, a fresh
browser each time, `--runs` times. Reported are medians:

first     ms from navigation to the second frame after the first drawing with all controls
brush     ms from setting a period that hides 70 % of the events to the second frame after it
pan       median and 95th percentile of 60 frames while the picture is dragged, ms (ours moves
          the drawn image of a large graph with the hand and draws anew when the hand rests)
page KB   size of the file; code KB: script and style of ours
layout    s for the positions of the views, on the clock and of one CPU
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.synthetic import picture
from graph.explorer import render
from graph.explorer.carrier import to_network
from graph.explorer.layout import arrange
from graph.explorer.page import size as code_size

CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-gpu"]

# Both pages are measured by the same clock: performance.now() starts at navigation.
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
PAN = """async (target) => {
  const box = target.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
  const send = (type, dx) => { for (const kind of ['pointer', 'mouse']) target.dispatchEvent(new (kind === 'pointer' ? PointerEvent : MouseEvent)(kind + type, {bubbles: true, cancelable: true, clientX: x + dx, clientY: y, pointerId: 1, button: 0, buttons: 1, isPrimary: true, pointerType: 'mouse'})); };
  return new Promise(done => {
    const times = []; let last = 0, n = 0;
    try { send('down', 0); } catch (error) { /* synthetic pointers cannot be captured */ }
    const step = (t) => { if (last) times.push(t - last); last = t; if (n++ < 61) { send('move', n * 2); requestAnimationFrame(step); } else { send('up', n * 2); done(times); } };
    requestAnimationFrame(step);
  });
}"""


def pages(nodes: int, folder: Path) -> tuple[Path, Path, dict[str, float]]:
    """Write both pages; return them with sizes and times of making them."""
    shown = picture(nodes)
    number = {a.id: i for i, a in enumerate(shown.actors)}
    casts = [[number[p.actor] for p in e.parts] for e in shown.events]
    order = sorted(range(len(casts)), key=lambda i: (shown.events[i].start or "~", i))
    begin, cpu = time.perf_counter(), time.process_time()
    layout = arrange(casts, len(shown.actors), order)
    layout_s, layout_cpu_s = time.perf_counter() - begin, time.process_time() - cpu
    begin = time.perf_counter()
    ours = folder / f"ours-{nodes}.html"
    ours.write_text(render(to_network(shown)), encoding="utf-8")
    render_s = time.perf_counter() - begin
    places = {
        **{a.id: (float(x), float(y)) for a, (x, y, _) in zip(shown.actors, layout.actors)},
        **{e.id: (float(x), float(y)) for e, (x, y, _) in zip(shown.events, layout.events)},
    }
    net = to_network(shown, places)
    net.set_options('{"physics": {"enabled": false}, "edges": {"smooth": false}}')
    theirs = folder / f"pyvis-{nodes}.html"
    # pyvis's pages fetch Bootstrap from a CDN; offline that only delays them
    html = net.generate_html(notebook=False)
    text = re.sub(
        r"<(?:link|script)\s[^>]*cdn\.jsdelivr\.net[^>]*>(?:</script>)?", "", html, flags=re.DOTALL
    )
    hook = "network = new vis.Network(container, data, options);"
    assert hook in text
    text = text.replace(
        hook, hook + "network.once('afterDrawing', () => { window.drawn = true; });"
    )
    theirs.write_text(text, encoding="utf-8")
    return (
        ours,
        theirs,
        {
            "layout_s": layout_s,
            "layout_cpu_s": layout_cpu_s,
            "render_s": render_s,
            "page_kb": ours.stat().st_size / 1024,
            "pyvis_kb": theirs.stat().st_size / 1024,
            "code_kb": code_size() / 1000,
        },
    )


def open_page(play: Any, path: Path) -> tuple[Any, Any]:
    browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    return browser, page


def ours_once(play: Any, path: Path) -> dict[str, float]:
    browser, page = open_page(play, path)
    try:
        page.wait_for_function("document.documentElement.dataset.ready", timeout=60_000)
        found = {"first": float(page.evaluate("+document.documentElement.dataset.ready"))}
        page.wait_for_timeout(400)
        found["brush"] = page.evaluate(
            # the way a person goes: a period in the address is what the brush writes, too
            """async () => {
              const track = document.getElementById('timeline'), box = track.getBoundingClientRect();
              const send = (type, part) => track.dispatchEvent(new PointerEvent('pointer' + type, {bubbles: true, clientX: box.left + box.width * part, clientY: box.top + 40, pointerId: 1, isPrimary: true}));
              track.setPointerCapture = () => {};
              send('down', 0.30);
              const t = performance.now();
              send('move', 0.52);
              await """
            + TWO_FRAMES
            + """;
              return performance.now() - t;
            }"""
        )
        left, _, all_ = page.inner_text("#count").split()[:3]
        share = int(left.replace(",", "")) / int(all_.replace(",", ""))
        assert 0.1 < share < 0.5, f"the brush left {share:.0%}"
        page.evaluate("document.getElementById('clear-time').click()")
        page.wait_for_timeout(300)
        frames = page.evaluate(
            "async () => { const o = document.getElementById('over'); o.setPointerCapture = () => {}; return ("
            + PAN
            + ")(o); }"
        )
        found |= pan(frames)
        return found
    finally:
        browser.close()


def pyvis_once(play: Any, path: Path) -> dict[str, float]:
    browser, page = open_page(play, path)
    try:
        page.wait_for_function("window.drawn", timeout=120_000, polling=16)
        found = {"first": float(page.evaluate(TWO_FRAMES))}
        page.wait_for_timeout(400)
        found["brush"] = page.evaluate(
            """async () => {
              const ids = nodes.getIds(), t = performance.now();
              nodes.update(ids.filter((_, i) => i % 10 < 7).map(id => ({id, hidden: true})));
              await """
            + TWO_FRAMES
            + "; return performance.now() - t; }"
        )
        page.evaluate("nodes.update(nodes.getIds().map(id => ({id, hidden: false})))")
        page.wait_for_timeout(300)
        frames = page.evaluate(
            """async () => new Promise(done => {
              const times = []; let last = 0, n = 0; const from = network.getViewPosition();
              const step = (t) => { if (last) times.push(t - last); last = t; if (n++ < 61) { network.moveTo({position: {x: from.x + n * 2, y: from.y}}); requestAnimationFrame(step); } else done(times); };
              requestAnimationFrame(step);
            })"""
        )
        found |= pan(frames)
        return found
    finally:
        browser.close()


def pan(frames: list[float]) -> dict[str, float]:
    ordered = sorted(frames)
    return {"pan": statistics.median(ordered), "pan_p95": ordered[int(len(ordered) * 0.95)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000, 10000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--without-pyvis", action="store_true")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    report: dict[str, Any] = {}
    print(
        f"{'nodes':>6} {'page':7} {'first ms':>9} {'brush ms':>9} {'pan ms':>7} {'p95':>6} {'KB':>6}"
    )
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        for nodes in given.sizes:
            ours, theirs, facts = pages(nodes, Path(name))
            runs: dict[str, list[dict[str, float]]] = {"ours": [], "pyvis": []}
            for _ in range(given.runs):
                runs["ours"].append(ours_once(play, ours))
                if not given.without_pyvis:
                    runs["pyvis"].append(pyvis_once(play, theirs))
            for who, results in runs.items():
                if not results:
                    continue
                middle = {k: statistics.median(r[k] for r in results) for k in results[0]}
                report[f"{who}-{nodes}"] = {**middle, "runs": results}
                kb = facts["page_kb"] if who == "ours" else facts["pyvis_kb"]
                print(
                    f"{nodes:>6} {who:7} {middle['first']:>9.0f} {middle['brush']:>9.0f} "
                    f"{middle['pan']:>7.0f} {middle['pan_p95']:>6.0f} {kb:>6.0f}",
                    flush=True,
                )
            report[f"facts-{nodes}"] = facts
            print(
                f"       layout {facts['layout_s']:.2f} s ({facts['layout_cpu_s']:.2f} s of CPU), whole page {facts['render_s']:.2f} s, "
                f"script and style {facts['code_kb']:.1f} KB",
                flush=True,
            )
    if given.json:
        given.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
