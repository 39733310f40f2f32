"""Status by its cues, each on an invented sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import Report
from ingest.language.components import load_tables
from ingest.language.reading import parse
from ingest.language.status import read_status
from ingest.language.triggers import find_triggers

if TYPE_CHECKING:
    from spacy.language import Language

CASES = [
    ("met", "Bo Lund met Ana Costa in Oslo.", "occurred"),
    ("meet", "Bo Lund will meet Ana Costa in Oslo.", "planned"),
    ("meet", "Bo Lund is to meet Ana Costa in Oslo.", "planned"),
    ("meet", "Bo Lund is scheduled to meet Ana Costa in Oslo.", "planned"),
    ("meet", "Bo Lund may meet Ana Costa in Oslo.", "possible"),
    ("meet", "Bo Lund hopes to meet Ana Costa in Oslo.", "possible"),
    ("meet", "Bo Lund refused to meet Ana Costa in Oslo.", "cancelled"),
    ("meet", "Bo Lund did not meet Ana Costa in Oslo.", "cancelled"),
    ("meeting", "Bo Lund is meeting Ana Costa in Oslo.", "ongoing"),
    ("met", "Bo Lund has met Ana Costa in Oslo.", "occurred"),
    ("arrived", "Bo Lund has arrived in Oslo.", "ongoing"),
    ("meeting", "Bo Lund spoke after a meeting with Ana Costa.", "occurred"),
    ("talks", "Bo Lund arrived in Oslo for talks with Ana Costa.", "planned"),
    ("talks", "Bo Lund held talks with Ana Costa.", "occurred"),
    ("talks", "Bo Lund began talks with Ana Costa.", "ongoing"),
    ("talks", "Bo Lund postponed talks with Ana Costa.", "cancelled"),
    ("talks", "Bo Lund proposed talks with Ana Costa.", "possible"),
    ("summit", "The next summit of Norway and Chad worries him.", "planned"),
    ("visit", "Bo Lund praised the recent visit by Ana Costa.", "occurred"),
    ("visit", "Bo Lund invited Ana Costa to visit Oslo.", "possible"),
    ("visit", "Bo Lund has accepted an invitation to visit Oslo.", "planned"),
]


@pytest.mark.parametrize(("word", "text", "status"), CASES, ids=[c[1] for c in CASES])
def test_status(parser: Language, word: str, text: str, status: str):
    ((_, doc),) = list(parse(parser, [Report("r", text)], disable=[]))
    assert doc is not None
    from ingest.language.reading import reading_of

    lexicon = load_tables().lexicon
    triggers = find_triggers(doc, lexicon, reading_of(doc))
    (trigger,) = [t for t in triggers if doc[t.head].text == word]
    assert read_status(doc, trigger, lexicon).status.value == status
