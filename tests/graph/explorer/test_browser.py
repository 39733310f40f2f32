"""What a person does with the page, in a real Chromium."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from benchmarks.synthetic import picture
from graph.explorer import render
from graph.explorer.picture import Picture
from tests.graph.explorer.conftest import Counter, Opener, Watched
from tests.graph.explorer.hostile import HOSTILE, hostile_picture
from tests.graph.explorer.stores import sample_store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shown() -> Picture:
    return picture(240, seed=3)


@pytest.fixture(scope="module")
def synthetic(shown: Picture) -> str:
    from tests.graph.explorer.conftest import page_of

    return page_of(shown)


@pytest.fixture(scope="module")
def sample() -> str:
    return render(sample_store())


def download(page: Any, name: str) -> Path:
    page.click("#keep")
    with page.expect_download() as got:
        page.click(f"#keep-menu button:has-text('{name}')")
    return Path(got.value.path())


# ---- opening


def test_opens_without_errors_and_draws(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    assert seen.count() == 120
    assert seen.requests == []
    colours = seen.page.evaluate(
        """() => { const c = document.getElementById('graph'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
           const found = new Set(); for (let i = 0; i < d.length; i += 16) found.add((d[i] << 16) | (d[i + 1] << 8) | d[i + 2]); return found.size; }"""
    )
    assert colours > 50  # glyphs, links, names: not an empty sheet


def test_every_view_draws(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    drawn = set()
    for view in ("events", "actors", "states", "year", "map"):
        seen.page.click(f"#views [data-view={view}]")
        assert seen.page.get_attribute(f"#views [data-view={view}]", "aria-pressed") == "true"
        assert f"v={view}" in seen.hash()
        drawn.add(seen.page.evaluate("document.getElementById('graph').toDataURL().length"))
    assert len(drawn) == 5


def test_works_in_a_srcdoc_frame_as_in_jupyter(opened: Opener, synthetic: str) -> None:
    holder = "<html data-ready=1><iframe id='f' width='1100' height='600'></iframe></html>"
    outer = opened(holder)
    outer.page.evaluate("html => { document.getElementById('f').srcdoc = html; }", synthetic)
    frame = outer.page.frame_locator("#f")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("#views [data-view=states]").click()
    frame.locator("#back").click()
    events = frame.locator("#views [data-view=events][aria-pressed=true]")
    events.wait_for()


# ---- find


def test_search_by_alias_opens_the_panel(opened: Opener, sample: str) -> None:
    seen = opened(sample)
    seen.page.fill("#search", "russian fed")
    first = seen.page.locator("#suggestions li").first
    assert "Russia" in first.inner_text()
    assert "Russian Federation" in first.inner_text()
    seen.page.press("#search", "Enter")
    assert seen.text("#panel h2") == "Russia"
    assert "sel=state/RUS" in seen.hash()


def test_search_that_finds_nothing_says_so(opened: Opener, sample: str) -> None:
    seen = opened(sample)
    seen.page.fill("#search", "zzzz")
    assert "Nothing by this name" in seen.text("#suggestions")


def test_suggestions_by_arrow_keys(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    seen.page.fill("#search", "ad")
    second = seen.page.locator("#suggestions li .s-name").nth(1).inner_text()
    seen.page.press("#search", "ArrowDown")
    assert seen.page.get_attribute("#search", "aria-activedescendant") == "suggestions-1"
    seen.page.press("#search", "Enter")
    assert seen.text("#panel h2") == second


# ---- filter


def facet(seen: Watched, box: str, name: str) -> Any:
    return seen.page.locator(f"#facet-{box} .facet", has_text=re.compile(f"^{name}"))


def facet_count(seen: Watched, box: str, name: str) -> int:
    return int(facet(seen, box, name).locator(".facet-count").inner_text().replace(",", ""))


def test_filters_have_counts_that_follow_the_others(
    opened: Opener, synthetic: str, shown: Picture
) -> None:
    seen = opened(synthetic)
    meetings = [e for e in shown.events if e.type == "Meeting"]
    planned = [e for e in meetings if e.status == "planned"]
    assert facet_count(seen, "type", "Meeting") == len(meetings)
    all_planned = facet_count(seen, "status", "planned")
    facet(seen, "type", "Meeting").click()
    assert seen.count() == len(meetings)
    assert facet_count(seen, "status", "planned") == len(planned) < all_planned
    facet(seen, "status", "planned").click()
    assert seen.count() == len(planned)
    # a filter's own other values keep the counts that choosing them would give
    calls = [e for e in shown.events if e.type == "Call" and e.status == "planned"]
    assert facet_count(seen, "type", "Call") == len(calls)
    facet(seen, "type", "Call").click()
    assert seen.count() == len(planned) + len(calls)
    assert "type=Meeting!Call" in seen.hash() or "type=Call!Meeting" in seen.hash()
    seen.page.click("#clear-filters")
    assert seen.count() == 120


def test_state_source_confidence_and_degree(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic)
    facet(seen, "state", "China").click()
    assert seen.count() == sum("CHN" in e.parties for e in shown.events)
    seen.page.click("#clear-filters")
    publisher = {r.id: r.publisher for r in shown.reports}
    seen.page.click("#facet-source summary")
    facet(seen, "source", "The Ledger").click()
    assert seen.count() == sum(
        any(publisher[a.report] == "The Ledger" for a in e.accounts) for e in shown.events
    )
    seen.page.click("#clear-filters")
    seen.page.evaluate(
        "() => { const c = document.getElementById('conf'); c.value = 80; c.dispatchEvent(new Event('input')); }"
    )
    assert seen.count() == sum(round(100 * (e.confidence or 0)) >= 80 for e in shown.events)
    seen.page.click("#clear-filters")
    before = int(seen.text("#count").split(",")[-1].split()[0])
    seen.page.evaluate(
        "() => { const c = document.getElementById('degree'); c.value = 4; c.dispatchEvent(new Event('input')); }"
    )
    assert int(seen.text("#count").split(",")[-1].split()[0]) < before


def test_kind_of_actor_hides_the_others(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic, "#table=1")
    facet(seen, "kind", "state").click()
    seen.page.click("#table-tabs button:has-text('Actors')")
    kinds = set(seen.page.locator("#table tbody tr td:nth-child(2)").all_inner_texts())
    assert kinds == {"state"}


def test_legend_is_the_same_filter(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic)
    seen.page.click("#legend button:has-text('Visit')")
    assert facet(seen, "type", "Visit").get_attribute("aria-pressed") == "true"
    assert seen.count() == sum(e.type == "Visit" for e in shown.events)
    seen.page.click("#legend button:has-text('Visit')")
    assert seen.count() == 120


def test_nothing_left_offers_a_way_out(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic, "#type=Call&status=ongoing&from=2018-01-01&to=2018-01-02")
    assert seen.count() == 0
    seen.page.click("#empty-clear")
    assert seen.count() == 120


# ---- timeline


def drag(page: Any, selector: str, start: float, end: float, part: float = 0.6) -> None:
    box = page.locator(selector).bounding_box()
    y = box["y"] + box["height"] * part
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, y, steps=3)
    page.mouse.move(box["x"] + box["width"] * end, y, steps=3)
    page.mouse.up()
    page.wait_for_timeout(80)


def test_brush_filters_and_is_undone(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic)
    drag(seen.page, "#timeline", 0.4, 0.7)
    found = re.search(r"from=([\d-]+)&to=([\d-]+)", seen.hash())
    assert found
    first, last = found.groups()
    wanted = sum(bool(e.start) and e.start <= last and e.end >= first for e in shown.events)
    assert seen.count() == wanted
    assert 0 < wanted < 120
    seen.page.click("#back")
    seen.until("!location.hash.includes('from=')")
    assert seen.count() == 120
    seen.page.click("#forward")
    seen.until("location.hash.includes('from=')")
    assert seen.count() == wanted
    seen.page.click("#clear-time")
    assert seen.count() == 120


def test_brush_by_keyboard(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    seen.page.focus("#from")
    for _ in range(3):
        seen.page.keyboard.press("PageUp")
    assert seen.count() < 120
    value = int(seen.page.get_attribute("#from", "aria-valuenow"))
    assert value > int(seen.page.get_attribute("#from", "aria-valuemin"))
    assert re.search(r"\d{4}", seen.page.get_attribute("#from", "aria-valuetext"))
    seen.page.keyboard.press("Home")
    assert seen.count() == 120


def test_play_moves_the_window_and_pauses(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    seen.page.click("#play")
    first = seen.page.get_attribute("#from", "aria-valuenow")
    seen.until(f"document.getElementById('from').getAttribute('aria-valuenow') !== '{first}'")
    seen.page.click("#play")
    assert seen.page.get_attribute("#play", "aria-pressed") == "false"
    assert seen.count() < 120


# ---- read


def test_event_panel_shows_evidence_and_disagreement(opened: Opener, sample: str) -> None:
    seen = opened(sample)
    seen.search("Meeting of Vladimir")
    panel = seen.text("#panel")
    assert "8 May 2025" in panel
    assert "known to the day" in panel
    assert "Moscow" in panel
    assert "2 accounts" in panel
    marks = seen.page.locator("#panel mark").all_inner_texts()
    assert sorted(marks) == ["held", "met"]
    assert "Putin met Xi in Moscow on May 8." in panel.replace("“", "").replace("”", "")
    links = seen.page.locator("#panel .headline a").evaluate_all(
        "all => all.map(a => [a.href, a.rel, a.target])"
    )
    assert sorted(links) == [
        ["https://news.example/kremlin-a", "noopener noreferrer", "_blank"],
        ["https://news.example/kremlin-b", "noopener noreferrer", "_blank"],
    ]
    head = seen.page.locator(".differ thead th").all_inner_texts()
    assert head[1:] == ["Evening Wire", "Morning Post"] or head[1:] == [
        "Morning Post",
        "Evening Wire",
    ]


def test_person_panel(opened: Opener, sample: str) -> None:
    seen = opened(sample)
    seen.search("Xi Jinping")
    panel = seen.text("#panel")
    assert "China" in panel
    assert "President of China" in panel
    assert "Most frequent counterparts" in panel
    assert "Vladimir Putin" in panel
    seen.page.click("#panel .bar-row >> nth=0")
    assert "pair=" in seen.hash()
    assert "and" in seen.text("#panel h2")


def test_click_and_hover_on_the_canvas(opened: Opener, synthetic: str, shown: Picture) -> None:
    from graph.explorer.payload import blocks

    graph = blocks(shown)["dg-graph"]
    number = max(range(len(shown.actors)), key=lambda a: graph["pos"]["actors"]["r"][a])
    x, y = graph["pos"]["actors"]["x"][number], graph["pos"]["actors"]["y"][number]
    seen = opened(synthetic, f"#v=events&cam={x},{y},2")
    box = seen.page.locator("#over").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.mouse.move(*middle)
    seen.page.wait_for_selector("#card:not([hidden])")
    assert shown.actors[number].label in seen.text("#card")
    seen.page.mouse.click(*middle)
    assert seen.text("#panel h2") == shown.actors[number].label
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#panel-wrap")


def test_wheel_zooms_and_drag_pans(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    box = seen.page.locator("#over").bounding_box()
    seen.page.mouse.move(box["x"] + 300, box["y"] + 200)
    seen.page.mouse.wheel(0, -400)
    seen.until("location.hash.includes('cam=')")
    before = seen.hash()
    drag(seen.page, "#over", 0.3, 0.5, part=0.1)
    seen.until(f"location.hash !== {before!r}")


def test_parallel_relations_are_counted_by_kind(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic, "#v=states&table=1")
    seen.page.click("#table-tabs button:has-text('Pairs')")
    rows = seen.page.locator("#table tbody tr").evaluate_all(
        "rows => rows.map(r => [...r.children].map(c => c.innerText))"
    )
    pairs: dict[tuple[str, str], list[str]] = {}
    for one, other, type_, _ in rows:
        pairs.setdefault((one, other), []).append(type_)
    several = {pair: types for pair, types in pairs.items() if len(types) > 1}
    assert several
    pair, types = max(several.items(), key=lambda item: len(item[1]))
    seen.page.locator("#table tbody tr", has_text=pair[0]).filter(has_text=pair[1]).first.locator(
        "button"
    ).click()
    tally = seen.page.locator(".tally li span").all_inner_texts()
    assert sorted(tally) == sorted(types)


# ---- move


def test_focus_expand_back_forward_reset(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    seen.search("Ukraine")
    seen.page.click("#panel .actions button:has-text('Focus')")
    near = seen.count()
    assert 0 < near < 120
    seen.page.click("#panel .actions button:has-text('Expand')")
    wider = seen.count()
    assert wider > near
    assert "hops=2" in seen.hash()
    seen.page.click("#back")
    seen.until("!location.hash.includes('hops=2')")
    assert seen.count() == near
    seen.page.click("#forward")
    seen.until("location.hash.includes('hops=2')")
    assert seen.count() == wider
    seen.page.click("#reset")
    assert seen.count() == 120
    assert not seen.page.is_visible("#panel-wrap")


def test_path_between_two_actors_names_its_events(
    opened: Opener, synthetic: str, shown: Picture
) -> None:
    graph = nx.Graph()
    for event in shown.events:
        for part in event.parts:
            graph.add_edge(event.id, part.actor)
    people = [a for a in shown.actors if a.kind == "person" and a.id in graph]
    start = people[0]
    lengths = nx.single_source_shortest_path_length(graph, start.id)
    end = max(
        (a for a in people if a.id in lengths and a.label != start.label),
        key=lambda a: (lengths[a.id], a.id),
    )
    seen = opened(synthetic, f"#sel={start.id}")
    seen.page.click("#path-open")
    seen.page.fill("#panel input", end.label)
    seen.page.press("#panel input", "Enter")
    steps = lengths[end.id] // 2
    assert steps > 1
    assert f"{steps} steps" in seen.text("#panel")
    assert seen.page.locator("#panel .step").count() == steps
    assert seen.page.locator("#panel .event-row").count() >= steps
    assert "path=" in seen.hash()


def test_lasso_selects_several(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    seen.page.click("#lasso")
    box = seen.page.locator("#over").bounding_box()
    corners = [(0.2, 0.15), (0.8, 0.15), (0.8, 0.7), (0.2, 0.7), (0.2, 0.2)]
    for number, (x, y) in enumerate(corners):
        seen.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=4)
        if number == 0:
            seen.page.mouse.down()
    seen.page.mouse.up()
    assert re.search(r"\d+ actors, \d+ events", seen.text("#panel h2"))
    seen.page.click("#panel .actions button:has-text('Keep only these')")
    assert 0 < seen.count() < 120


def test_space_adds_and_takes_away(opened: Opener, sample: str) -> None:
    seen = opened(sample)
    seen.page.focus("#twin")
    seen.page.keyboard.press("Home")
    seen.page.keyboard.press(" ")
    assert seen.page.locator("#panel h2").count() == 1
    seen.page.keyboard.press("n")
    seen.page.keyboard.press(" ")
    assert seen.text("#panel h2") == "1 actor, 1 event"
    seen.page.keyboard.press(" ")
    assert "!" not in seen.hash().split("sel=")[1]


def test_shift_click_adds(opened: Opener, synthetic: str, shown: Picture) -> None:
    from graph.explorer.payload import blocks

    pos = blocks(shown)["dg-graph"]["pos"]["actors"]
    number = max(range(len(shown.actors)), key=lambda a: pos["r"][a])
    other = next(a for a in shown.actors if a.id != shown.actors[number].id and a.kind == "state")
    seen = opened(synthetic, f"#sel={other.id}&cam={pos['x'][number]},{pos['y'][number]},2")
    box = seen.page.locator("#over").bounding_box()
    seen.page.keyboard.down("Shift")
    seen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.page.keyboard.up("Shift")
    assert seen.text("#panel h2") == "2 actors"


# ---- keyboard only


def test_everything_by_keyboard(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    page = seen.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "twin":
            break
    assert page.evaluate("document.activeElement.id") == "twin"
    page.keyboard.press("Home")
    active = page.get_attribute("#twin", "aria-activedescendant")
    assert page.locator(f"#twin #{active}").inner_text() != ""
    visited = {active}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "n", "n", "p"):
        page.keyboard.press(key)
        visited.add(page.get_attribute("#twin", "aria-activedescendant"))
    assert len(visited) > 3
    page.keyboard.press("Enter")
    assert page.is_visible("#panel-wrap")
    page.keyboard.press("Escape")
    assert not page.is_visible("#panel-wrap")
    assert page.evaluate("document.activeElement.id") == "twin"
    page.keyboard.press("f")
    assert seen.count() < 120
    before = seen.count()
    page.keyboard.press("e")
    assert seen.count() > before
    page.keyboard.press("b")
    seen.until("!location.hash.includes('hops=2')")
    page.keyboard.press("r")
    assert seen.count() == 120
    for key, view in zip("2345", ("actors", "states", "year", "map"), strict=True):
        page.focus("#twin")
        page.keyboard.press(key)
        assert f"v={view}" in seen.hash()
    page.keyboard.press("1")
    page.keyboard.press("t")
    assert page.is_visible("#table-wrap")
    page.keyboard.press("Escape")
    assert not page.is_visible("#table-wrap")
    page.focus("#twin")
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    page.focus("#twin")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_path_by_keyboard(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    seen.page.focus("#twin")
    seen.page.keyboard.press("Home")
    seen.page.keyboard.press(" ")
    seen.page.keyboard.press("n")  # an event of it
    seen.page.keyboard.press("ArrowDown")
    for _ in range(12):
        here = seen.page.get_attribute("#twin", "aria-activedescendant")
        words = seen.page.locator(f"#twin #{here}").inner_text()
        if re.search(r", (state|person|organisation|group)", words):
            break
        seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press(" ")
    seen.page.keyboard.press("w")
    assert "path=" in seen.hash()


def test_live_region_tells_counts(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic)
    facet(seen, "type", "Meeting").click()
    seen.until("/events?, \\d+ actors? shown/.test(document.getElementById('live').textContent)")


# ---- table and keeping


def test_table_sorts_and_copies(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic, permissions=["clipboard-read", "clipboard-write"])
    seen.page.click("#table-toggle")
    seen.page.click("#table thead button:has-text('Sure')")
    shares = [int(t) for t in seen.page.locator("#table td:nth-child(7)").all_inner_texts()]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 120
    seen.page.click("#table thead button:has-text('Sure')")
    assert seen.page.locator("th[aria-sort=ascending]").inner_text().startswith("Sure")
    seen.page.click("#table-copy")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    lines = copied.split("\n")
    assert len(lines) == 121
    assert lines[0].split("\t")[:3] == ["Date", "Type", "Status"]


def test_keeps_png_svg_csv_gexf(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic, "#type=Meeting")
    meetings = [e for e in shown.events if e.type == "Meeting"]
    png = download(seen.page, "PNG").read_bytes()
    assert png.startswith(b"\x89PNG")
    width = int.from_bytes(png[16:20], "big")
    assert width > 2 * 1048
    svg = ET.fromstring(download(seen.page, "SVG").read_bytes())
    names = "".join("".join(t.itertext()) for t in svg.iter("{http://www.w3.org/2000/svg}text"))
    assert any(a.label in names for a in shown.actors)
    rows = list(csv.reader(io.StringIO(download(seen.page, "CSV").read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(meetings) + 1
    assert {row[1] for row in rows[1:]} == {"Meeting"}
    gexf = ET.fromstring(download(seen.page, "GEXF").read_bytes())
    nodes = gexf.findall(".//{http://gexf.net/1.3}node")
    edges = gexf.findall(".//{http://gexf.net/1.3}edge")
    kinds = [
        n.find(".//{http://gexf.net/1.3}attvalue[@for='kind']").get("value")  # type: ignore[union-attr]
        for n in nodes
    ]
    assert kinds.count("event") == len(meetings)
    assert len(edges) == sum(len(e.parts) for e in meetings)


def test_print_holds_the_picture_and_its_citation(opened: Opener, sample: str) -> None:
    seen = opened(sample, color_scheme="dark")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.page.locator("#print svg path").count() > 5
    assert "diplograph" in seen.page.locator("#print p").inner_text()
    assert "#11151b" not in seen.page.inner_html("#print")  # in the light theme, on paper
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen.page.locator("#print svg").count() == 0


def test_csv_runs_no_formula(opened: Opener) -> None:
    page = hostile_picture(["=HYPERLINK(1)", "+1+1", "@SUM(A1)", "-2+3"])
    seen = opened(page)
    text = download(seen.page, "CSV").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [c for c in cells if re.match(r"[=+@\-].*[A-Z(+]", c)]


def test_citation_and_link(opened: Opener, sample: str) -> None:
    seen = opened(sample, "#v=states", permissions=["clipboard-read", "clipboard-write"])
    seen.page.click("#keep")
    seen.page.click("#keep-menu button:has-text('citation')")
    seen.page.wait_for_selector("#toast:not([hidden])")
    citation = seen.page.evaluate("navigator.clipboard.readText()")
    assert "diplograph" in citation
    assert "4 events of 4" in citation
    assert "#v=states" in citation


def test_reload_from_the_address(opened: Opener, synthetic: str, shown: Picture) -> None:
    seen = opened(synthetic)
    facet(seen, "type", "Meeting").click()
    seen.page.fill("#facet-state input", "russ")
    facet(seen, "state", "Russia").click()
    drag(seen.page, "#timeline", 0.3, 0.9)
    meeting = next(e for e in shown.events if e.type == "Meeting" and "RUS" in e.parties)
    seen.search(meeting.label)
    seen.page.click("#zoom-in")
    seen.until("location.hash.includes('cam=')")
    seen.page.wait_for_timeout(350)
    hash_, count, title = seen.hash(), seen.count(), seen.text("#panel h2")
    pictures = []
    for _ in range(2):  # the address rounds the camera: two readings of it give one picture
        seen.page.reload()
        seen.until("document.documentElement.dataset.ready")
        assert seen.hash() == hash_
        assert seen.count() == count
        assert seen.text("#panel h2") == title
        seen.page.wait_for_timeout(200)
        pictures.append(seen.page.evaluate("document.getElementById('graph').toDataURL()"))
    assert pictures[0] == pictures[1]


def test_nonsense_in_the_address_is_ignored(opened: Opener, synthetic: str) -> None:
    seen = opened(
        synthetic,
        "#v=nothing&type=Nope&from=20xx&cam=a,b,c&sel=person/none&conf=1e9&deg=-4&hops=x&%E0%A4%A&year=%00",
    )
    assert "of 120 events" in seen.text("#count")


# ---- looks


def test_dark_and_light(opened: Opener, synthetic: str) -> None:
    # the canvas is drawn with the next frame
    corner = "[...document.getElementById('graph').getContext('2d').getImageData(2, 300, 1, 1).data].slice(0, 3)"
    light = opened(synthetic, color_scheme="light")
    dark = opened(synthetic, color_scheme="dark")
    light.until(f"Math.min(...{corner}) > 200")
    dark.until(f"Math.max(...{corner}) < 60")
    dark.page.click("#theme")
    dark.until(f"Math.min(...{corner}) > 200")
    dark.page.reload()
    dark.until("document.documentElement.dataset.ready")
    assert dark.page.get_attribute("html", "data-theme") == "light"


def test_narrow_window_has_a_drawer_and_no_sideways_scroll(opened: Opener, synthetic: str) -> None:
    seen = opened(synthetic, viewport={"width": 390, "height": 780})
    assert not seen.page.locator("#side").is_visible()
    seen.page.click("#filters-open")
    facet(seen, "type", "Meeting").click()
    seen.page.click("#filters-close")
    assert seen.count() < 120
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_year_of_a_person(opened: Opener, synthetic: str, shown: Picture) -> None:
    person = next(
        a
        for a in shown.actors
        if a.kind == "person"
        and sum(any(p.actor == a.id for p in e.parts) for e in shown.events) > 3
    )
    seen = opened(synthetic, f"#v=events&sel={person.id}")
    seen.page.click("#panel .actions button:has-text('A year')")
    assert seen.page.input_value("#year-who") == person.label
    year = int(seen.text("#year-now"))
    assert f"who={person.id}" in seen.hash()
    seen.page.click("#year-before")
    assert int(seen.text("#year-now")) == year - 1


def test_map_place_opens_its_events(opened: Opener, sample: str) -> None:
    seen = opened(sample)
    seen.search("Moscow")
    assert "v=map" in seen.hash()
    assert seen.text("#panel h2") == "Moscow"
    assert "2 shown of 2" in seen.text("#panel")


def test_large_graph_opens_on_communities(opened: Opener) -> None:
    seen = opened(picture(2000, evidence=False))
    names = seen.page.evaluate(
        """async () => { const texts = []; const own = CanvasRenderingContext2D.prototype.fillText;
           CanvasRenderingContext2D.prototype.fillText = function (t, ...r) { texts.push(t); return own.call(this, t, ...r); };
           document.getElementById('theme').click(); await new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)));
           CanvasRenderingContext2D.prototype.fillText = own; return texts; }"""
    )
    assert sum(bool(re.search(r" \+\d+\u2069$", name)) for name in names) >= 3


# ---- hostility


def test_hostile_labels_run_nothing_and_ask_for_nothing(opened: Opener) -> None:
    counter = Counter("")
    try:
        labels = [text.replace("SERVER", counter.address) for text in HOSTILE]
        html = page_html(hostile_picture(labels))
        counter.close()
        counter = Counter(html)
        seen = opened(html, url=f"{counter.address}/graph.html")
        page = seen.page
        for view in ("actors", "states", "year", "map", "events"):
            page.click(f"#views [data-view={view}]")
        page.click("#table-toggle")
        for tab in ("Actors", "Pairs", "Events"):
            page.click(f"#table-tabs button:has-text('{tab}')")
        page.click("#table-close")
        for words in ("img", "script", "עברית", "emoji"):
            page.fill("#search", words)
            if page.locator("#suggestions li[id]").count():
                page.press("#search", "Enter")
                page.wait_for_timeout(30)
        page.focus("#twin")
        for _ in range(40):
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Enter")
            page.focus("#twin")
            page.keyboard.press("n")
        download(page, "SVG")
        download(page, "GEXF")
        assert page.evaluate("window.hacked === undefined")
        assert (
            page.evaluate(
                "document.querySelectorAll('#panel img, #panel script, table img').length"
            )
            == 0
        )
        assert counter.pages == 1
        assert counter.others == []
        assert [r for r in seen.requests if not r.endswith("/graph.html")] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        counter.close()


def page_html(picture_: Picture) -> str:
    from tests.graph.explorer.conftest import page_of

    return page_of(picture_)


def test_policy_stops_a_script_that_got_in(opened: Opener, sample: str) -> None:
    injected = sample.replace(
        "</header>",
        "</header><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>",
    )
    seen = opened(injected)
    assert seen.page.evaluate("window.hacked === undefined")
    assert any("Content Security Policy" in e for e in seen.errors)
    seen.errors.clear()


def test_foreign_pyvis_network(opened: Opener) -> None:
    from pyvis.network import Network

    net = Network(directed=True)
    net.add_node(1, label="Alpha", group="left", title="href <b>bold</b>")
    net.add_node(2, label="<script>window.hacked=1</script>", group="right")
    net.add_node("three", label="Gamma")
    net.add_edge(1, 2, label="trades with")
    net.add_edge(1, 2, label="argues with")
    net.add_edge(2, "three")
    seen = opened(render(net, title="My network"))
    assert seen.text("#title") == "My network"
    assert "3 of 3 relations, 3 nodes" in seen.text("#count")
    assert seen.page.evaluate("window.hacked === undefined")
    seen.search("alpha")
    assert "href <b>bold</b>" in seen.text("#panel")
    seen.page.click("#views [data-view=events]")
    assert seen.page.locator("#views button").count() == 2


@pytest.mark.parametrize("view", ["actors", "states", "year", "map"])
def test_every_view_is_kept_as_svg_and_gexf(
    opened: Opener, synthetic: str, view: str, tmp_path: Path
) -> None:
    seen = opened(synthetic, f"#v={view}")
    root = ET.fromstring(download(seen.page, "SVG").read_bytes())
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 20
    path = tmp_path / "kept.gexf"
    path.write_bytes(download(seen.page, "GEXF").read_bytes())
    network = nx.read_gexf(path, version="1.3")
    if view in ("actors", "states"):
        assert network.is_multigraph()  # the relations of a pair stay apart by type
        assert {d["type"] for _, _, d in network.edges(data=True)} > {"Meeting", "Visit"}
    else:
        assert sum(d["kind"] == "event" for _, d in network.nodes(data=True)) == 120
