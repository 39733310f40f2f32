"""Who says what in invented paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from graph.model import Report
from ingest.language.components import load_tables
from ingest.language.pipeline import load_pipeline
from ingest.language.quotations import find_quotes, quoted_spans
from ingest.language.read import run_stages
from ingest.language.reading import parse

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def told(nlp: Language, text: str) -> list[tuple[str, bool, str]]:
    """Speaker, directness and words of each quotation of a report."""
    report = Report("r", text, published="2025-05-08")
    ((_, doc),) = list(parse(nlp, [report], batch_size=1, disable=["diplomatic_events"]))
    assert doc is not None
    stages = run_stages(doc, load_tables())
    assert stages.context is not None and stages.resolver is not None
    return [
        (stages.resolver.entity(q.speaker).name, q.direct, doc[q.start : q.end].text)
        for q in find_quotes(stages.context, stages.reading)
    ]


def test_pairs_of_marks_stay_inside_a_paragraph():
    words = ["He", "said", ":", '"', "Go", "home", "now", ".", '"', '"', "Stay", "here", "."]
    doc = Doc(Vocab(), words=words)
    assert quoted_spans(doc, (0,)) == [(3, 8, 0)]
    assert quoted_spans(doc, (0, 9)) == [(3, 8, 0)]  # an open one of few words is no quotation
    curly = Doc(Vocab(), words=["“", "Go", "”", "and", "“", "stay", "”"])
    assert quoted_spans(curly, (0,)) == [(0, 2, 0), (4, 6, 0)]


def test_speaker_before_with_a_colon_and_an_agency_between(nlp: Language):
    text = 'French President Emmanuel Macron said to Scholz, per AFP: "Our ties are firm and old."'
    assert told(nlp, text) == [("Emmanuel Macron", True, "Our ties are firm and old.")]


def test_speaker_after_and_the_comma_is_no_part(nlp: Language):
    text = (
        '"The border will stay open," Peruvian Foreign Minister Luis Vega told reporters in Lima.'
    )
    assert told(nlp, text) == [("Luis Vega", True, "The border will stay open")]


def test_a_long_title_between_name_and_verb(nlp: Language):
    text = (
        "Anna Berg, former Swedish deputy foreign minister for Nordic and Baltic affairs, told "
        'the paper: "I hope that this will end the quarrel."'
    )
    found = told(nlp, text)
    assert [(who, direct) for who, direct, _ in found] == [("Anna Berg", True)]


def test_a_quotation_goes_on_in_the_next_sentence_and_pronouns_are_resolved(nlp: Language):
    text = (
        "Chilean President Ana Ruiz praised the accord with Peru. "
        '"We want peace," she said. "Nobody wants another war in this region."'
    )
    assert told(nlp, text) == [
        ("Ana Ruiz", True, "We want peace"),
        ("Ana Ruiz", True, "Nobody wants another war in this region."),
    ]


def test_according_to(nlp: Language):
    text = '"The draft cannot be signed," according to Kenyan Foreign Minister John Mwangi.'
    assert told(nlp, text) == [("John Mwangi", True, "The draft cannot be signed")]


def test_a_seat_of_power_speaks_for_its_state(nlp: Language):
    text = '"Our troops will stay where they are," the Kremlin said in a statement.'
    assert told(nlp, text) == [("Russia", True, "Our troops will stay where they are")]


def test_words_in_marks_that_nobody_says_are_none(nlp: Language):
    text = 'Macron called the deal a "bad joke" and the "dear friend" talk over.'
    assert [t for t in told(nlp, text) if t[1]] == []


def test_reported_speech_of_an_official(nlp: Language):
    text = "Japanese Foreign Minister Kenji Mori said that Tokyo would not sign the treaty."
    assert told(nlp, text) == [("Kenji Mori", False, "Tokyo would not sign the treaty")]


def test_what_is_not_said_is_no_quotation(nlp: Language):
    text = "Japanese Foreign Minister Kenji Mori did not say that Tokyo would sign the treaty."
    assert told(nlp, text) == []


def test_a_crowd_without_a_name_says_nothing(nlp: Language):
    assert told(nlp, '"Bread is far too dear in this town," a shopkeeper said.') == []


def test_marks_without_words_and_empty_reports(nlp: Language):
    assert told(nlp, 'He held up a sign: "" and left the room at once.') == []


def test_the_agent_of_a_passive_speaks_not_its_subject(nlp: Language):
    text = (
        "The treaty was described by Kenyan Foreign Minister John Mwangi as "
        '"a fine step for all our neighbors."'
    )
    assert [who for who, direct, _ in told(nlp, text) if direct] == ["John Mwangi"]
