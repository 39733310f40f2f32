from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import Report
from ingest.sources import Failed, Options, read_inputs
from ingest.sources.web import Web
from tests.ingest.sources.helpers import failures, items, reports
from tests.ingest.sources.server import Site, serving
from tests.ingest.sources.test_page import BODY

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Northern Post</title><language>en-gb</language>
<item><title>Ministers &amp; kings meet</title><link>{base}/oslo</link>
<pubDate>Mon, 04 Mar 2024 23:30:00 +0100</pubDate><guid>tag:1</guid>
<description>Short.</description>
<content:encoded><![CDATA[<p>They met in <b>Oslo</b>.</p><p>They parted.</p><script>x</script>]]>
</content:encoded></item>
<item><title>Second</title><link>{base}/second</link><description>They met again.</description></item>
<item><title>Empty</title><link>{base}/empty</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire</title>
<entry><id>urn:1</id><title>Talks</title><link href="https://example.org/talks"/>
<published>2024-03-04T10:00:00Z</published><author><name>N. N.</name></author>
<content type="html">&lt;p&gt;They met.&lt;/p&gt;</content></entry></feed>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        site.pages["/feed"] = (
            200,
            {"Content-Type": "application/rss+xml", "ETag": '"1"'},
            RSS.format(base=site.base).encode(),
        )
        page = f"<html lang='en'><head><title>Oslo</title></head><body>{BODY}</body></html>"
        site.pages["/oslo"] = (200, {"Content-Type": "text/html"}, page.encode())
        yield site


def fetch(site: Site, path: str = "/feed", *, web: Web | None = None, follow: bool = False) -> list:  # type: ignore[type-arg]
    with web or Web(pause_s=0) as client:
        return list(read_inputs([f"{site.base}{path}"], Options(follow=follow, web=client)))


def test_rss_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS.format(base="https://example.org"))

    first, second, empty = items(path)

    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.text == "They met in Oslo.\n\nThey parted."
    assert (first.title, first.id, first.url) == (
        "Ministers & kings meet",
        "tag:1",
        "https://example.org/oslo",
    )
    assert (first.published, first.publisher, first.language) == (
        "2024-03-04",
        "Northern Post",
        "en",
    )
    assert (second.text, second.published) == ("They met again.", None)
    assert isinstance(empty, Failed)
    assert "has no text" in empty.reason


def test_atom_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.atom"
    path.write_text(ATOM)

    (report,) = reports(path)

    assert (report.id, report.text, report.author) == ("urn:1", "They met.", "N. N.")
    assert (report.published, report.publisher) == ("2024-03-04", "Wire")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<rss><channel>", "is no feed"),
        ("<rss></rss>", "is no feed"),
        (
            '<!DOCTYPE a [<!ENTITY x "y">]><rss><channel><title>&x;</title></channel></rss>',
            "entities",
        ),
    ],
)
def test_what_is_no_feed(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "feed.rss"
    path.write_text(content)

    assert says in failures(path)[0]


def test_a_feed_from_an_address(site: Site) -> None:
    found = fetch(site)

    assert [type(item) for item in found] == [Report, Report, Failed]
    assert site.asked() == ["/robots.txt", "/feed"]
    assert "diplograph" in site.requests[0][1]["user-agent"]


def test_following_reads_the_page_and_keeps_the_feeds_facts(site: Site) -> None:
    first, second, _ = fetch(site, follow=True)

    assert first.text.startswith("The foreign minister of Norway")
    assert (first.published, first.id, first.source) == ("2024-03-04", "tag:1", f"{site.base}/oslo")
    assert dict(first.origins)["published"] == "feed"
    assert second == Failed(f"{site.base}/second", "the server answered 404", f"{site.base}/feed")


def test_an_unchanged_feed_is_asked_for_but_not_sent(site: Site) -> None:
    with Web(pause_s=0) as web:
        list(read_inputs([f"{site.base}/feed"], Options(web=web)))
        assert web.visited == {f"{site.base}/feed": ('"1"', "")}
    with Web(pause_s=0) as web:
        web.validators = lambda url: ('"1"', "")
        assert list(read_inputs([f"{site.base}/feed"], Options(web=web))) == []
    assert site.requests[-1][1]["if-none-match"] == '"1"'


def test_robots_are_obeyed(site: Site) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /feed\n")

    (failed,) = fetch(site)

    assert "robots.txt of the server forbids" in failed.reason
    assert site.asked() == ["/robots.txt"]


def test_a_server_in_trouble_is_left_alone(site: Site) -> None:
    site.pages["/robots.txt"] = (503, {}, b"")

    assert "robots.txt" in fetch(site)[0].reason


def test_requests_to_one_server_keep_their_distance(site: Site) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.2\n")
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nAllow: /\n")

    started = time.monotonic()
    fetch(site, web=Web(pause_s=0.15), follow=True)

    assert len(site.requests) == 5  # robots, feed, three articles
    assert time.monotonic() - started > 4 * 0.15


def test_redirects_are_followed_but_not_for_ever(site: Site) -> None:
    site.pages["/moved"] = (301, {"Location": "/feed"}, b"")
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    site.pages["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")

    assert [type(i) for i in fetch(site, "/moved")] == [Report, Report, Failed]
    assert "redirects" in fetch(site, "/loop")[0].reason
    assert "no http(s) address" in fetch(site, "/file")[0].reason


def test_links_into_the_local_network_are_not_followed() -> None:
    with Web(pause_s=0) as web, pytest.raises(InputError, match="local network"):
        web.get("http://127.0.0.1:1/router", linked_from="https://example.org/feed")
    with Web(pause_s=0) as web, pytest.raises(InputError, match="local network"):
        web.get("http://169.254.169.254/latest", linked_from="https://example.org/feed")


def test_too_large_and_not_there(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.web.BODY_LIMIT", 100)

    with Web(pause_s=0) as web, pytest.raises(InputError, match="larger than"):
        web._request(f"{site.base}/oslo", {}, 100)
    with Web(pause_s=0, timeout_s=2) as web, pytest.raises(InputError, match="cannot be fetched"):
        web._request("http://127.0.0.1:9/x", {})
