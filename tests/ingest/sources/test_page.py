from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.sources.helpers import failures, items, reports

BODY = (
    "<article><p>The foreign minister of Norway met her Danish counterpart in Oslo on Monday "
    "for talks about fishing rights in the northern seas.</p><p>Both ministers said that a "
    "further round of talks would be held in Copenhagen in the spring of next year.</p>"
    "<p>Officials of the two countries have been working on the text since last autumn.</p>"
    "</article>"
)
LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "Organization", "name": "Nobody"},
 {"@type": ["NewsArticle"], "headline": "Ministers meet in Oslo",
  "datePublished": "2024-03-04T23:30:00+01:00", "author": [{"@type": "Person", "name": "N. N."}],
  "publisher": {"@type": "Organization", "name": "Northern Post"}, "inLanguage": "en-GB",
  "url": "https://example.org/oslo?utm_source=x#a"}]}</script>"""
META = """<meta property="og:title" content="Meta title">
<meta property="article:published_time" content="2024-03-05T08:00:00Z">
<meta property="og:site_name" content="Meta Post"><meta name="author" content="M. M.">"""


def page(folder: Path, head: str, body: str = BODY, tag: str = "<html lang='en'>") -> Path:
    path = folder / "a.html"
    path.write_text(
        f"<!DOCTYPE html>{tag}<head><title>Tab title</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a><a href='/x'>Subscribe now</a></nav>{body}"
        "<footer>All rights reserved by everybody</footer></body></html>",
        encoding="utf-8",
    )
    return path


def test_json_ld_comes_first_and_origins_say_so(tmp_path: Path) -> None:
    (report,) = reports(page(tmp_path, META + LD))

    assert report.title == "Ministers meet in Oslo"
    assert report.published == "2024-03-04"
    assert (report.author, report.publisher) == ("N. N.", "Northern Post")
    assert (report.language, report.url) == ("en", "https://example.org/oslo")
    assert dict(report.origins)["published"] == "JSON-LD"
    assert report.text.startswith("The foreign minister of Norway met")
    assert "spring of next year." in report.text
    assert "Subscribe" not in report.text
    assert "rights reserved" not in report.text
    assert report.text.count("\n\n") == 2  # paragraphs are kept apart


def test_meta_tags_come_second(tmp_path: Path) -> None:
    (report,) = reports(page(tmp_path, META))

    assert (report.title, report.published) == ("Meta title", "2024-03-05")
    assert (report.publisher, report.author, report.language) == ("Meta Post", "M. M.", "en")
    assert dict(report.origins)["title"] == "meta"
    assert dict(report.origins)["language"] == "markup"


def test_markup_and_canonical_address(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://example.org/b">'
    body = f'<time datetime="2024-03-06">yesterday</time>{BODY}'

    (report,) = reports(page(tmp_path, head, body))

    assert (report.published, report.url) == ("2024-03-06", "https://example.org/b")
    assert dict(report.origins)["published"] == "markup"


@pytest.mark.parametrize(
    "script",
    [
        "{broken",
        "[" * 5000,
        '{"@type": "NewsArticle", "headline": 5, "datePublished": ["x"], "author": {"name": []}}',
        '{"@type": "NewsArticle", "datePublished": "0000-00-00", "headline": "x"}',
    ],
)
def test_hostile_json_ld_leaves_the_rest_standing(tmp_path: Path, script: str) -> None:
    ld = f'<script type="application/ld+json">{script}</script>'

    (report,) = reports(page(tmp_path, META + ld))

    assert report.published == "2024-03-05"


def test_a_page_without_article_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    for content in ("<html><body></body></html>", "<html>", "", "<" * 1000):
        path.write_text(content)
        (failure,) = failures(path)
        assert "a.html: " in failure


def test_a_deeply_nested_page_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body>" + "<div>" * 200_000 + "text" + "</div>" * 200_000)

    assert len(items(path)) == 1


def test_a_page_is_known_by_its_content(tmp_path: Path) -> None:
    path = page(tmp_path, LD)
    bare = tmp_path / "saved-page"
    bare.write_bytes(path.read_bytes())

    (report,) = reports(bare)

    assert report.title == "Ministers meet in Oslo"
