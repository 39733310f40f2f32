"""Fetching politely: robots.txt, a rate for each server, conditional requests, limits.

Only http and https. An address that a page or feed gives (in contrast to one that the user
typed) may not lead into the user's own network: a hostile feed must not make us ask the
router or a metadata service.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from graph.errors import InputError
from ingest.sources.base import MEGABYTE, UNCHANGED, Resource

if TYPE_CHECKING:
    import httpx

AGENT = "diplograph/0.1 (research; respects robots.txt)"
ROBOT = "diplograph"
REDIRECTS = 5
BODY_LIMIT = 100 * MEGABYTE
ROBOTS_LIMIT = 500_000
CRAWL_DELAY_LIMIT = 30.0

Validators = tuple[str, str]  # ETag and Last-Modified, "" where there is none


@dataclass(frozen=True, slots=True)
class Page:
    """What a server gave: final address, media type, body."""

    url: str
    media_type: str
    body: bytes


class Web:
    """A polite client; use as a context manager. Not for several threads.

    `pause_s` is the least time between two requests to one server, more where its robots.txt
    asks for it. `validators` tells what is known of an address from the last visit; what this
    visit learned is in `visited`, to be kept once everything is stored.
    """

    def __init__(self, *, pause_s: float = 1.0, timeout_s: float = 30.0) -> None:
        self.pause_s = pause_s
        self.timeout_s = timeout_s
        self.validators: Callable[[str], Validators] = lambda url: ("", "")
        self.visited: dict[str, Validators] = {}
        self._client: httpx.Client | None = None
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def resource(self, url: str) -> Resource:
        """Return an address that the user typed as a resource; fetched here.

        An address that has not changed since the last visit is an empty resource of the media
        type `UNCHANGED`. Raises `InputError` when it cannot be had.
        """
        page = self.get(url, conditional=True)
        if page is None:
            return Resource(url, url, lambda: _stream(b""), media_type=UNCHANGED, url=url)
        return Resource(
            url, url, lambda: _stream(page.body), media_type=page.media_type, url=page.url
        )

    def get(
        self, url: str, *, conditional: bool = False, linked_from: str | None = None
    ) -> Page | None:
        """Return what an address gives; None where it has not changed since the last visit.

        `linked_from` is the address whose content named this one. Raises `InputError` with the
        reason: refused, not found, forbidden by robots.txt, too large, too slow.
        """
        etag, modified = self.validators(url) if conditional else ("", "")
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        asked = url
        for _ in range(REDIRECTS + 1):
            self._check(asked, linked_from)
            if not self._allowed(asked):
                raise InputError("robots.txt of the server forbids fetching it")
            status, answer, body = self._request(asked, headers)
            if status == 304 and headers:
                return None
            if 300 <= status < 400 and "location" in answer:
                asked = urljoin(asked, answer["location"])
                linked_from = linked_from or url
                continue
            if status >= 400:
                raise InputError(f"the server answered {status}")
            if conditional:
                self.visited[url] = (answer.get("etag", ""), answer.get("last-modified", ""))
            return Page(asked, answer.get("content-type", "").lower(), body)
        raise InputError(f"more than {REDIRECTS} redirects")

    def _check(self, url: str, linked_from: str | None) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            host = None
        if host is None or parts.scheme not in ("http", "https"):
            raise InputError("is no http(s) address")
        if linked_from is None or urlsplit(linked_from).hostname == host:
            return
        try:
            found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
        except (OSError, UnicodeError):
            raise InputError(f"the server {host} is unknown") from None
        for entry in found:
            address = ipaddress.ip_address(str(entry[4][0]).partition("%")[0])
            if not address.is_global:
                raise InputError(f"a link into the local network ({host}) is not followed")

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            rules = RobotFileParser()
            try:
                status, _, body = self._request(f"{origin}/robots.txt", {}, ROBOTS_LIMIT)
            except InputError:
                status, body = 500, b""
            # RFC 9309, 2.3.1: no such file allows all; a server in trouble forbids all.
            if status >= 500:
                rules.disallow_all = True  # type: ignore[attr-defined]
            elif status >= 300:
                rules.allow_all = True  # type: ignore[attr-defined]
            else:
                rules.parse(body.decode("utf-8", "replace").splitlines())
            self._robots[origin] = rules
        return self._robots[origin].can_fetch(ROBOT, url)

    def _wait(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        pause = self.pause_s
        if rules := self._robots.get(origin):
            delay = rules.crawl_delay(ROBOT)
            pause = max(pause, min(float(delay or 0), CRAWL_DELAY_LIMIT))
        due = self._last.get(origin, 0.0) + pause
        if (left := due - time.monotonic()) > 0:
            time.sleep(left)
        self._last[origin] = time.monotonic()

    def _request(
        self, url: str, headers: dict[str, str], limit: int = BODY_LIMIT
    ) -> tuple[int, dict[str, str], bytes]:
        import httpx

        if self._client is None:
            self._client = httpx.Client(
                headers={"User-Agent": AGENT}, timeout=self.timeout_s, follow_redirects=False
            )
        self._wait(url)
        deadline = time.monotonic() + 4 * self.timeout_s
        try:
            with self._client.stream("GET", url, headers=headers) as answer:
                body = bytearray()
                if answer.status_code < 300:
                    for piece in answer.iter_bytes(1 << 16):
                        body += piece
                        if len(body) > limit:
                            raise InputError(f"is larger than {limit:,} bytes")
                        if time.monotonic() > deadline:
                            raise InputError("comes too slowly; given up")
                return answer.status_code, dict(answer.headers), bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            what = " ".join(str(error).split()) or type(error).__name__
            raise InputError(f"cannot be fetched: {what}") from None


def _stream(body: bytes) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(io.BytesIO(body)))
