"""The event lexicon: a line that cannot be read is named; a user's folder adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model import EventType
from ingest.language.lexicon import NEEDS, LexiconError, lexicon, read_lexicon
from ingest.language.needs import JUDGES


def test_packaged_lexicon_has_the_ordinary_words():
    table = lexicon()
    for word in ("meet", "visit", "telephone", "sign", "agree", "arrive", "receive"):
        assert word in table.verbs
    for word in ("meeting", "talk", "summit", "visit", "accord", "ceasefire", "parade"):
        assert word in table.nouns
    assert table.has("cancel", "postpone") and not table.has("cancel", "meet")


def test_each_need_of_the_lexicon_is_judged():
    assert set(JUDGES) == NEEDS


def test_a_users_line_adds_and_replaces(tmp_path: Path):
    (tmp_path / "triggers.tsv").write_text(
        "# my words\npowwow\tnoun\tMeeting\tsubject with\tparty\t\t\t0.9\n", encoding="utf-8"
    )
    table = lexicon(tmp_path)
    assert table.nouns["powwow"].type is EventType.MEETING
    assert "meeting" in table.nouns


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("meet\tadverb\tMeeting", "verb or noun"),
        ("meet\tverb\tParty", "'Party' is no type"),
        ("meet\tverb\tMeeting\tsubject\tactor peace", "'peace' is no need"),
        ("meet\tverb\tMeeting\tsubject\t\t\t\tmuch", "strength must be a number"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str):
    (tmp_path / "triggers.tsv").write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2") as error:
        read_lexicon(tmp_path)
    assert message in str(error.value)
