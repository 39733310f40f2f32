"""A person with a browser: workbench, question, event, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from graph.store import open_store
from tests.queries.conftest import fill
from tests.queries.test_endpoint import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser") / "graph.db"
    with open_store(folder) as store:
        fill(store)
    running = Running(store=str(folder))
    yield running.address
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(address: str, browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a script error, a refused resource or a foreign request."""
    problems: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:", "blob:")) else problems.append(r.url),
    )
    yield page
    page.close()
    assert problems == []


def test_a_question_runs_in_the_workbench(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/query")
    browser_page.wait_for_selector("body[data-ready=yes]")
    browser_page.select_option("#example", "counterparts")
    browser_page.wait_for_selector(".yasr table tbody tr")
    assert "Vladimir Putin" in browser_page.inner_text(".yasr table")
    # The editor lays an ellipsis over a long IRI; the event goes to the link itself.
    browser_page.locator(".yasr table tbody a.iri").nth(1).dispatch_event("click")
    browser_page.wait_for_url("**/id/person/*")
    assert browser_page.inner_text("h1")


def test_a_shared_query_opens_and_runs(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/query?query=SELECT%20(42%20AS%20%3Fanswer)%20%7B%7D")
    browser_page.wait_for_selector(".yasr table tbody tr")
    assert "42" in browser_page.inner_text(".yasr table")


def test_from_a_question_to_the_evidence(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/catalogue")
    browser_page.click("text=Meetings, of whom and with whom")
    browser_page.fill("input[name=actor]", "Xi")
    browser_page.fill("input[name=with]", "Putin")
    browser_page.fill("input[name=since]", "2025-05-08")
    browser_page.click("text=Ask")
    browser_page.click("main table a >> nth=0")
    browser_page.wait_for_url("**/id/event/*")
    browser_page.go_back()
    for link in browser_page.locator("main table a").all():
        href = link.get_attribute("href") or ""
        if "/id/event/" in href:
            browser_page.goto(address + href)
            if browser_page.locator("mark").count():
                break
            browser_page.go_back()
    assert browser_page.inner_text("mark >> nth=0") in ("met", "held")
    browser_page.click("article h3 a >> nth=0")
    browser_page.wait_for_url("**/id/report/*")
    assert "What it tells" in browser_page.inner_text("main")


def test_keyboard_and_labels(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/catalogue/meetings")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    unlabelled = browser_page.evaluate(
        "[...document.querySelectorAll('input,select,textarea')].filter(e => !e.labels.length).length"
    )
    assert unlabelled == 0
    assert browser_page.locator("h1").count() == 1


def test_narrow_screens_do_not_scroll_sideways(
    browser_page: Page, address: str, tmp_path: Path
) -> None:
    browser_page.set_viewport_size({"width": 380, "height": 800})
    for path in ("/", "/catalogue", "/catalogue/meetings?actor=Xi+Jinping", "/id/state/CHN"):
        browser_page.goto(address + path)
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= 380, path


def test_the_picture_opens(browser_page: Page, address: str) -> None:
    browser_page.goto(f"{address}/explore?since=2025-05", timeout=60_000)
    assert browser_page.title()
    assert browser_page.locator("canvas").count() > 0
