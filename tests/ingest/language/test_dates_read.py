"""Day and status of an event at the end of all stages, on invented reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import Report
from ingest.language.components import load_tables
from ingest.language.read import run_stages
from ingest.language.reading import parse

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = "2005-06-16"  # a Thursday
LEAD = "OSLO - Norwegian President Bo Lund met Chilean President Ana Costa in Oslo on Tuesday."


def read(parser: Language, text: str, word: str) -> tuple[str | None, str]:
    """First day and status of the kept event that the word in <> names, or that joined it."""
    ((_, doc),) = list(parse(parser, [Report("r", text, published=PUBLISHED)], disable=[]))
    assert doc is not None
    stages = run_stages(doc, load_tables())
    named = [
        e for e in stages.events if any(doc[m.trigger.head].text == word for m in (e, *e.merged))
    ]
    assert len(named) == 1, [doc[e.trigger.head].text for e in stages.events]
    return named[0].time.start if named[0].time else None, named[0].status.value


CASES = [
    # words of sequel go on with the day before
    (f"{LEAD} Later Lund was <received> by Malian President Kofi Sissoko.", "2005-06-14", None),
    (f"{LEAD} He then <received> Malian President Kofi Sissoko.", "2005-06-14", None),
    # without one, the background has no day
    (f"{LEAD} Lund once <received> Malian President Kofi Sissoko.", None, "occurred"),
    (
        "Chilean President Ana Costa gave an interview on Wednesday. Earlier she <met> Norwegian "
        "President Bo Lund.",
        "2005-06-15",
        None,
    ),
    # "the same day" counts from a day, not from a year that is spoken of in between
    (
        f"{LEAD} Trade doubled in 2003. The same day Lund <received> Malian President Kofi "
        "Sissoko.",
        "2005-06-14",
        None,
    ),
    (f"{LEAD} Malian President Kofi Sissoko <received> Lund that evening.", "2005-06-14", None),
    (f"{LEAD} In the afternoon Lund <received> Malian President Sissoko.", "2005-06-14", None),
    # who arrived a few days ago is still there
    ("Chilean President Ana Costa <arrived> in Oslo on Monday.", "2005-06-13", "ongoing"),
    ("Chilean President Ana Costa <arrived> in Oslo on June 2.", "2005-06-02", "occurred"),
    ("Chilean President Ana Costa had <arrived> in Oslo on Monday.", "2005-06-13", "occurred"),
    (
        "Chilean President Ana Costa <flew> to Oslo on Thursday for a three-day visit.",
        "2005-06-16",
        "ongoing",
    ),
    # who leaves is not yet there
    ("Chilean President Ana Costa <leaves> for Oslo tonight.", "2005-06-16", "planned"),
    # the day of the word is not that of the visit
    (
        "Chilean President Ana Costa on Wednesday cancelled a <visit> to Norway planned for Friday.",
        "2005-06-17",
        "cancelled",
    ),
    ("Norwegian President Bo Lund on Tuesday proposed <talks> with Chile.", None, "possible"),
    ("Norway scheduled <talks> with Chile for Tuesday.", "2005-06-21", "planned"),
    # what did not come
    ("A <visit> by Ana Costa of Chile to Norway was called off.", None, "cancelled"),
    ("Chilean President Ana Costa had been <expected> in Norway in May.", "2005-05", "cancelled"),
    (
        "A <visit> by Chilean President Ana Costa to Norway that was to take place in May had been "
        "put off.",
        "2005-05",
        "cancelled",
    ),
    ("Chilean President Ana Costa is ready to <meet> Bo Lund of Norway.", None, "possible"),
    # two legs, one day
    (
        "Chilean President Ana Costa will visit Norway on Friday and then <travel> to Mali.",
        None,
        "planned",
    ),
    # a day right behind a noun is the noun's
    (
        "Norway spoke of the results of President Costa of Chile's <visits> last week to Mali.",
        "2005-06-06",
        None,
    ),
    # a range goes before the week that holds it
    (
        "Chilean President Ana Costa will <visit> Norway this week. Costa will be in Norway on "
        "June 17-18.",
        "2005-06-17",
        "planned",
    ),
    # a day that nobody can count is no reason to take the report's
    (
        "Chilean President Ana Costa, who <arrived> in Norway two days before the king, toured a "
        "port.",
        None,
        None,
    ),
    # the guest was there on the day of the talk
    (
        "Norwegian President Bo Lund on Tuesday thanked the <visiting> Chilean president, Ana Costa.",
        "2005-06-14",
        "occurred",
    ),
    # what goes on does not take an old date
    (
        "Chilean President Ana Costa is on a <visit> to Norway following the visit of its king to "
        "Chile in 2003.",
        "2005-06-16",
        "ongoing",
    ),
    (
        "Norwegian President Bo Lund <meets> Chilean President Ana Costa in Oslo Thursday. They will speak to reporters "
        "after their meeting.",
        "2005-06-16",
        "planned",
    ),
    # a noun leaves open what a verb tells
    (
        "Bo Lund of Norway praised the results of Ana Costa's <visit> to Norway. The Chilean "
        "president <arrived> in Norway on Monday.",
        "2005-06-13",
        "ongoing",
    ),
]


@pytest.mark.parametrize(("text", "start", "status"), CASES, ids=[c[0][:60] for c in CASES])
def test_day_and_status(parser: Language, text: str, start: str | None, status: str | None) -> None:
    word = text[text.rindex("<") + 1 : text.rindex(">")]
    found = read(parser, text.replace("<", "").replace(">", ""), word)
    assert found == (start, status or found[1])
