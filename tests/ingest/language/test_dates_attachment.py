"""Which time expression dates which trigger, over the parse of invented sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.language.dates import (
    find_times,
    link_times,
    own_tokens,
    value_for,
    way_of_governor,
)
from ingest.language.types import Strength, TimeLink

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = "2005-06-16"  # a Thursday


def links(parser: Language, text: str, *marked: str) -> list[list[TimeLink]]:
    """Links of each marked word; all marked words are events of the sentence."""
    doc = parser(text)
    times = find_times(doc, PUBLISHED)
    at = [next(t.i for t in doc if t.text == word) for word in marked]
    return [link_times(doc, i, times, events=at) for i in at]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys <met> in Oslo on Monday.", "Monday"),
        ("On Monday, envoys <met> in Oslo.", "Monday"),
        ("Envoys held <talks> Monday in Oslo with officials.", "Monday"),
        ("The <talks>, scheduled for Monday, were put off.", "Monday"),
        ("The <visit>, which began Monday, ends soon.", "Monday"),
        ("A <meeting> Monday between the two ended in a row.", "Monday"),
        ("Envoys will <meet> next week to prepare Sunday's election.", "next week"),
        ("They spoke Monday in Oslo, where they opened a <meeting>.", "Monday"),
        # what belongs to something else
        ("Envoys <met> to prepare Sunday's election.", None),
        ("The two have held <talks> since Monday.", None),
        ("Envoys <met> to discuss the 2004 accord.", None),
        ("The <accord> calls for free trade by 2012.", "2012"),
        ("Officials said Monday that Mr. Oka, who had <met> envoys, resigned.", None),
        ("Officials said Monday that envoys had <met>.", "Monday"),
        ("Envoys <met> for three days.", None),
        ("Envoys <met> 80 years after the war.", None),
    ],
)
def test_the_date_of_one_event(parser: Language, text: str, expected: str | None) -> None:
    word = text[text.index("<") + 1 : text.index(">")]
    (found,) = links(parser, text.replace("<", "").replace(">", ""), word)
    assert (found[0].expr.text if found else None) == expected


def test_a_far_date_is_only_near(parser: Language) -> None:
    (said,) = links(parser, "Officials said Monday that envoys had met.", "met")
    (own,) = links(parser, "Envoys met on Monday.", "met")
    assert said[0].strength is Strength.NEAR
    assert own[0].strength is Strength.ATTACHED
    assert own[0].cost < said[0].cost


def test_two_events_of_a_sentence_keep_their_own_dates(parser: Language) -> None:
    text = "The minister met envoys on Monday and will visit Chad next week."
    first, second = links(parser, text, "met", "visit")
    assert first[0].expr.text == "Monday"
    assert second[0].expr.text == "next week"


def test_a_later_event_does_not_lend_its_date_cheaply(parser: Language) -> None:
    text = "The minister arrived Monday for talks that will be held Saturday."
    first, second = links(parser, text, "arrived", "talks")
    assert first[0].expr.text == "Monday"
    assert second[0].expr.text == "Saturday"


def test_the_status_of_the_event_decides_the_week(parser: Language) -> None:
    ((link,),) = links(parser, "A meeting Monday will decide.", "meeting")
    past = value_for(link.expr, PUBLISHED, -1)
    ahead = value_for(link.expr, PUBLISHED, 1, Strength.NEAR)
    assert past is not None
    assert ahead is not None
    assert (past.start, ahead.start) == ("2005-06-13", "2005-06-20")
    assert ahead.strength is Strength.NEAR
    assert ahead.text == "Monday"


def test_expressions_do_not_cross_paragraphs(parser: Language) -> None:
    doc = parser("They met in May 1998 was a good year for them .")
    border = next(t.i for t in doc if t.text == "1998")
    found = find_times(doc, PUBLISHED, (0, border))
    assert [t.text for t in found] == ["May", "1998"]


@pytest.mark.parametrize(
    ("text", "word", "way"),
    [
        ("The minister arrived Monday for talks.", "talks", -1),
        ("The minister will arrive Monday for talks.", "talks", 1),
        ("The minister had left Monday for talks.", "talks", -1),
        ("The minister arrived for talks Monday.", "arrived", 0),
        ("He flew home after falling ill Monday before the summit.", "summit", -1),
        ("He looked forward to visiting Oslo Monday for the summit.", "summit", 0),
        ("Talks are planned on Monday.", "Talks", 0),
    ],
)
def test_the_way_of_the_verb_that_a_date_hangs_on(
    parser: Language, text: str, word: str, way: int
) -> None:
    doc = parser(text)
    (monday,) = find_times(doc, PUBLISHED)
    at = next(t.i for t in doc if t.text == word)
    assert way_of_governor(doc, monday, own_tokens(doc, at, None)) == way
