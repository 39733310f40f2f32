"""How long an event lasts, where its first or last day is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import EventType, Status
from ingest.language.dates import find_times, link_times, value_for
from ingest.language.dating import continued
from ingest.language.stays import stretch
from ingest.language.types import EventMention, Frame, Trigger

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = "2005-06-16"  # a Thursday


@pytest.mark.parametrize(
    ("text", "verb", "status", "start", "end"),
    [
        ("He began a three-day <visit> Monday.", "began", "ongoing", "2005-06-13", "2005-06-15"),
        ("He ended a five-day <visit> Wednesday.", "ended", "occurred", "2005-06-11", "2005-06-15"),
        ("He will pay a two-day <visit> Monday.", "pay", "planned", "2005-06-20", "2005-06-21"),
        ("A two-day <meeting> that opens Friday.", None, "planned", "2005-06-17", "2005-06-18"),
        (
            "He left Thursday at the end of a two-day <visit>.",
            None,
            "occurred",
            "2005-06-15",
            "2005-06-16",
        ),
        ("They ended two days of <talks> Thursday.", None, "occurred", "2005-06-15", "2005-06-16"),
        ("He <arrived> Tuesday for a five-day visit.", None, "ongoing", "2005-06-14", "2005-06-18"),
        (
            "He spoke Tuesday, on the second day of a three-day <visit>.",
            None,
            "ongoing",
            "2005-06-13",
            "2005-06-15",
        ),
        # one day of several, nobody knows which
        ("He spoke Monday during a two-day <visit>.", None, "occurred", "2005-06-13", "2005-06-13"),
        ("They held a two-day <meeting> Monday.", "held", "occurred", "2005-06-13", "2005-06-13"),
        ("He began a <visit> Monday.", "began", "ongoing", "2005-06-13", "2005-06-13"),
    ],
)
def test_stretch(
    parser: Language, text: str, verb: str | None, status: str, start: str, end: str
) -> None:
    word = text[text.index("<") + 1 : text.index(">")]
    doc = parser(text.replace("<", "").replace(">", ""))
    times = find_times(doc, PUBLISHED)
    head = next(t.i for t in doc if t.text == word)
    governor = next((t.i for t in doc if t.text == verb), None)
    frame = Frame(word, "noun", EventType.VISIT)
    event = EventMention(Trigger(head, head + 1, head, frame, 0, verb=governor), EventType.VISIT)
    event.status = Status(status)
    link = link_times(doc, head, times, verb=governor)[0]
    way = 1 if event.status is Status.PLANNED else -1
    event.time = value_for(link.expr, PUBLISHED, way, link.strength)
    stretch(doc, event, times)
    assert event.time is not None
    assert (event.time.start, event.time.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "status", "start"),
    [
        ("He will arrive Monday. He plans to <meet> envoys.", "planned", "2005-06-20"),
        ("He arrived Monday. He plans to <meet> envoys.", "planned", None),
        ("He will arrive Monday and leave Friday. He plans to <meet> envoys.", "planned", None),
        ("He will arrive Monday. He may <meet> envoys.", "possible", None),
        ("He plans to <meet> envoys.", "planned", None),
    ],
)
def test_a_plan_takes_the_one_day_to_come_of_the_sentence_before(
    parser: Language, text: str, status: str, start: str | None
) -> None:
    doc = parser(text.replace("<", "").replace(">", ""))
    head = next(t.i for t in doc if t.text == "meet")
    frame = Frame("meet", "verb", EventType.MEETING)
    event = EventMention(Trigger(head, head + 1, head, frame, 1), EventType.MEETING)
    event.status = Status(status)
    continued(doc, event, find_times(doc, PUBLISHED), PUBLISHED)
    assert (event.time.start if event.time else None) == start
