"""A browser, pages in it, and a server that counts what is asked of it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graph.explorer import render
from graph.explorer.carrier import to_network
from graph.explorer.picture import Picture

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """A page and what went wrong in it."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)

    def count(self) -> int:
        """Return how many events are shown."""
        return int(self.text("#count").split()[0].replace(",", ""))

    def search(self, words: str) -> None:
        """Type, take the first suggestion."""
        self.page.fill("#search", words)
        self.page.wait_for_selector("#suggestions li")
        self.page.press("#search", "Enter")

    def until(self, condition: str, seconds: float = 8.0) -> None:
        """Wait until an expression holds.

        Playwright's own wait evaluates inside the page, where the page's policy forbids it.
        """
        deadline = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"never came true: {condition}"
            self.page.wait_for_timeout(25)

    def hash(self) -> str:
        return self.page.evaluate("location.hash")


def is_trouble(message: Any) -> bool:
    """Tell errors and warnings of the page from advice on how tests read a canvas."""
    return message.type in ("error", "warning") and "willReadFrequently" not in message.text


Opener = Callable[..., Watched]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Open a page (HTML or Picture); errors, dialogs and requests fail the test at its end."""
    contexts: list[Any] = []
    watched: list[Watched] = []

    def open_(source: str | Picture, hash_: str = "", *, url: str = "", **context: Any) -> Watched:
        html = source if isinstance(source, str) else page_of(source)
        context.setdefault("viewport", {"width": 1280, "height": 800})
        made = browser.new_context(reduced_motion="reduce", accept_downloads=True, **context)
        contexts.append(made)
        seen = Watched(made.new_page())
        page = seen.page
        page.set_default_timeout(8000)
        page.on("console", lambda m: seen.errors.append(m.text) if is_trouble(m) else None)
        page.on("pageerror", lambda e: seen.errors.append(str(e)))
        page.on("dialog", lambda d: (seen.dialogs.append(d.message), d.dismiss()))
        page.on(
            "request",
            lambda r: seen.requests.append(r.url) if r.url.startswith(("http", "ws")) else None,
        )
        if not url:
            path = tmp_path / f"page{len(watched)}.html"
            path.write_text(html, encoding="utf-8", newline="\n")
            url = path.as_uri()
        page.goto(url + hash_)
        seen.until("document.documentElement.dataset.ready")
        watched.append(seen)
        return seen

    yield open_
    for made in contexts:
        made.close()
    for seen in watched:
        assert seen.errors == []
        assert seen.dialogs == []


def page_of(picture: Picture) -> str:
    """Render a picture the way of every user: by a pyvis network."""
    return render(to_network(picture))


class Counter:
    """A loopback server that gives one page and counts every other request."""

    def __init__(self, html: str) -> None:
        counter = self
        self.pages = 0
        self.others: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/graph.html":
                    counter.pages += 1
                    body = html.encode()
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                else:
                    counter.others.append(self.path)
                    self.send_error(404)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
