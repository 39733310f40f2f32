"""What of a page is news, and the way back to the original characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.clean import clean


def texts(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in clean(text, title).paragraphs]


def test_page_furniture_is_no_news():
    text = (
        "Leaders Meet In Oslo\n\n\U0001f399\ufe0f Voice is AI-generated. Inconsistencies may occur.\n\n"
        "By Ann Example, Staff Writer\n\nThe two leaders met in Oslo on Monday and agreed on trade.\n\n"
        "Sign up for our newsletter\n\nAbout the writer\n\nAnn Example covers the north. She was born in Bergen."
    )
    assert texts(text, "Leaders meet in Oslo") == [
        ("title", "Leaders meet in Oslo"),
        ("title", "Leaders Meet In Oslo"),
        ("text", "The two leaders met in Oslo on Monday and agreed on trade."),
    ]


def test_captions_are_news_without_credit_and_marks():
    text = (
        "King Olav (R) greets Queen Ana (2nd L) at the Winter Palace, on May 8, 2025 in Lund, "
        "Sweden. Contributor/Getty Images"
    )
    assert texts(text) == [
        (
            "caption",
            "King Olav greets Queen Ana at the Winter Palace, on May 8, 2025 in Lund, Sweden.",
        )
    ]


def test_wrapped_lines_are_one_paragraph_and_items_stand_alone():
    text = "The ministers of three\nstates met on Monday\nin the capital.\n\n- A. Berg, Norway\n- B. Lund, Sweden"
    assert texts(text) == [
        ("text", "The ministers of three states met on Monday in the capital."),
        ("item", "A. Berg, Norway"),
        ("item", "B. Lund, Sweden"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "day", "rest"),
    [
        (
            "KATHMANDU, March 14 (Agency) -- The ministers met here today.",
            "KATHMANDU",
            "March 14",
            "The",
        ),
        (
            "ANKARA, Turkey (AP) \u2014 The ministers met here on Monday.",
            "ANKARA, Turkey",
            None,
            "The",
        ),
        (
            "TUNIS, 3 June 2010 (AFP) - The president received an envoy.",
            "TUNIS",
            "3 June 2010",
            "The",
        ),
        ("WARSAW -- The president has accepted an invitation.", "WARSAW", None, "The"),
        ("The White House (officially) said -- on Monday -- nothing new.", None, None, "The White"),
        (
            "Mr. Lund (Norway) said that the ministers would meet again soon.",
            None,
            None,
            "Mr. Lund",
        ),
    ],
)
def test_datelines(text: str, place: str | None, day: str | None, rest: str):
    found = clean(text)
    assert (found.dateline_place, found.dateline_date) == (place, day)
    assert found.paragraphs[0].text.startswith(rest)


def test_junior_quotes_links_and_markup():
    text = (
        "**Luis Vega, Jr.** said \u201cno\u201d to the [accord](https://example.org/a_b).\n\n\\###"
    )
    assert texts(text) == [("text", 'Luis Vega said "no" to the accord.')]


def test_nothing_but_furniture():
    assert clean("Share\n\n***\n\nhttps://example.org").paragraphs == ()
    assert clean("").paragraphs == ()


@given(st.text(alphabet="aB .,\n\u2019\u201c\u00a0-*_[]()#Jr", max_size=200))
def test_offsets_lead_back_to_the_same_character(text: str):
    same = {"\u2019": "'", "\u201c": '"', "\u00a0": " ", "\n": " "}
    for paragraph in clean(text).paragraphs:
        assert len(paragraph.offsets) == len(paragraph.text) + 1
        assert list(paragraph.offsets) == sorted(paragraph.offsets)
        for char, offset in zip(paragraph.text, paragraph.offsets, strict=False):
            assert char == same.get(text[offset], text[offset])
