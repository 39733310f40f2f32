from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.sources.helpers import failures, reports


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_first_line_is_the_title_where_it_looks_like_one(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Leaders meet in Oslo\n\nThe two met on Monday.\n")

    (report,) = reports(path, date="2024-03-04")

    assert (report.title, report.text) == ("Leaders meet in Oslo", "The two met on Monday.")
    assert report.published == "2024-03-04"
    assert report.id == report.source == path.as_posix()
    assert dict(report.origins) == {"title": "first line", "published": "option"}


@pytest.mark.parametrize(
    "text",
    [
        "The two met on Monday.\n\nThey spoke.",
        "One line only",
        "no capital here\n\nThey spoke.",
        "Not alone\nThey spoke.",
    ],
)
def test_a_sentence_is_no_title(tmp_path: Path, text: str) -> None:
    (report,) = reports(write(tmp_path, "a.txt", text))

    assert (report.title, report.text) == ("", text)


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 'Talks: a start'\ndate: 2024-03-04\nurl: https://example.org/a\n"
        "publisher: Post\nauthor: N. N.\nlang: en-GB\nid: 17\ntags: [x]\n---\n\nThey met.\n"
    )

    (report,) = reports(write(tmp_path, "a.md", text))

    assert report.title == "Talks: a start"
    assert (report.published, report.url, report.publisher) == (
        "2024-03-04",
        "https://example.org/a",
        "Post",
    )
    assert (report.author, report.language, report.id, report.text) == (
        "N. N.",
        "en",
        "17",
        "They met.",
    )


def test_markdown_markup_is_taken_off(tmp_path: Path) -> None:
    text = "# Talks in Oslo\n\nThe *two* [met](https://example.org) **again**.\n\n- One\n- Two\n\n![x](y.png)\n"

    (report,) = reports(write(tmp_path, "a.md", text))

    assert report.title == "Talks in Oslo"
    assert report.text == "The two met again.\n\nOne\n\nTwo"


def test_a_rule_of_dashes_is_no_front_matter(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path, "a.txt", "---\nThey met.\n---\nThey parted."))

    assert "They met." in report.text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "has no text"),
        (b" \n\t\n", "has no text"),
        (b"abc\x00def", "zero bytes"),
        (b"---\na: [\n---\nText.", "front matter is no YAML"),
        (b"---\ndate: 0000-01-01\n---\nText.", "no day of the calendar"),
        (b"\xff\xfea\x00b", "utf-16"),
    ],
)
def test_what_is_no_text_fails_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    (failure,) = failures(write(tmp_path, "a.txt", content))

    assert says in failure
    assert "\n" not in failure


def test_encodings_are_found(tmp_path: Path) -> None:
    for content, expected in (
        ("Zoë met Łukasz.".encode("utf-16"), "Zoë met Łukasz."),
        ("\ufeffZoë met him.".encode(), "Zoë met him."),
        ("Zoë said \u201cyes\u201d.".encode("windows-1252"), "Zoë said \u201cyes\u201d."),
        (b"One.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
    ):
        (report,) = reports(write(tmp_path, "a.txt", content))
        assert report.text == expected


def test_control_characters_and_surrogates_do_not_pass(tmp_path: Path) -> None:
    (report,) = reports(write(tmp_path, "a.txt", "They\x07 met\x1b[31m there."))

    assert report.text == "They  met [31m there."


def test_limits_name_the_option(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "They met. " * 10)

    assert "--size-limit" in failures(path, size_limit=50)[0]
    assert "--text-limit" in failures(path, text_limit=50)[0]
