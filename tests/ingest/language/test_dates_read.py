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
    # the verb that is served has the word of sequel; an arrival is one
    (
        f"{LEAD} Then Lund used the break to <receive> Malian President Kofi Sissoko.",
        "2005-06-14",
        None,
    ),
    (
        f"{LEAD} Lund <received> Malian President Kofi Sissoko shortly after his arrival.",
        "2005-06-14",
        None,
    ),
    # remarks have the day of the words before
    (
        "On Tuesday, Chilean President Ana Costa warned of a drought. Costa made the remarks during "
        "a <visit> to Norway.",
        "2005-06-14",
        None,
    ),
    (
        "Chilean President Ana Costa praised Norway on Tuesday. The Chilean president spoke after "
        "<meeting> with Norwegian President Bo Lund.",
        "2005-06-14",
        None,
    ),
    (
        f"{LEAD} In Bamako, a spokesman says Malian President Kofi Sissoko <telephoned> Lund.",
        "2005-06-16",
        None,
    ),
    # a stay has its own days, not those of the talk
    (
        "Norwegian President Bo Lund met Chilean President Ana Costa, who is on a <visit> from June "
        "13-18 to Norway.",
        "2005-06-13",
        "ongoing",
    ),
    ("Chilean President Ana Costa said she had returned from a <visit> to Mali.", None, None),
    # what does not come
    (
        "Norway rejected reports that President Bo Lund had <met> Chilean President Ana Costa.",
        None,
        "cancelled",
    ),
    ("A <visit> by Ana Costa of Chile to Norway was dropped.", None, "cancelled"),
    ("Chilean President Ana Costa put off the <trip> to Norway.", None, "cancelled"),
    (
        "Norwegian President Bo Lund turned down an invitation to <meet> Ana Costa of Chile.",
        None,
        "cancelled",
    ),
    # what is to come
    ("An <accord> between Norway and Chile is to be signed in Oslo.", None, "planned"),
    (
        "Norwegian President Bo Lund <invited> Chilean President Ana Costa to visit Oslo, and the "
        "invitation was accepted.",
        None,
        "planned",
    ),
    (
        "Norwegian President Bo Lund <invited> Chilean President Ana Costa to visit Oslo. She has "
        "not accepted it.",
        None,
        "possible",
    ),
    (
        "Norway prepared the <summit> of European Union leaders, which opens in Oslo on Monday.",
        "2005-06-20",
        "planned",
    ),
    ("Chilean President Ana Costa <travels> to Norway later this week.", "2005-06-13", "planned"),
    # what is there
    (
        "An <accord> signed Tuesday between Norway and Chile provides for trade.",
        "2005-06-14",
        "occurred",
    ),
    ("<Talks> between Norway and Chile got under way on Thursday.", "2005-06-16", "ongoing"),
    (
        "Chilean President Ana Costa <arrived> in Norway on Monday. Costa toured a port in Norway "
        "on Tuesday.",
        "2005-06-13",
        "ongoing",
    ),
    (
        "Chilean President Ana Costa <arrived> in Norway on Monday. The trip was her first.",
        "2005-06-13",
        "occurred",
    ),
    ("Chilean President Ana Costa <flew> to Norway on Wednesday.", "2005-06-15", "ongoing"),
    ("Chilean President Ana Costa <flew> to Norway on June 9.", "2005-06-09", "occurred"),
    (
        f"{LEAD} Envoys gave details. Papers were quiet. Rain fell. Malian President Kofi Sissoko "
        "has <left> for Chile.",
        "2005-06-16",
        None,
    ),
    # "for the third time this week" is no date
    (
        f"{LEAD} Lund <received> Mali's Kofi Sissoko for the third time this week.",
        "2005-06-14",
        "occurred",
    ),
    # the same day of the past, though a day to come was named last
    (
        "Chilean President Ana Costa arrived in Oslo on Tuesday and will leave on June 28. On the "
        "same day Norwegian President Bo Lund <met> Costa.",
        "2005-06-14",
        None,
    ),
    # an invitation has no day of the past
    (
        "Norwegian President Bo Lund recalled his stay in Chile in 1998 and <invited> Chilean "
        "President Ana Costa to visit Norway.",
        None,
        "possible",
    ),
    # of the visit the first day is known, of the talks none
    (
        "Chilean President Ana Costa arrived in Norway on Wednesday. Costa will <meet> Norwegian "
        "President Bo Lund.",
        None,
        "planned",
    ),
    (
        "Chilean President Ana Costa has arrived in Norway. Costa will <meet> Norwegian President "
        "Bo Lund.",
        "2005-06-16",
        "planned",
    ),
    (
        "Chilean President Ana Costa spoke Tuesday after <returning> from Mali.",
        None,
        "occurred",
    ),
    # another visit, another meeting
    (
        "Chilean President Ana Costa arrived in Norway on Monday. Norwegian President Bo Lund will "
        "pay a return <visit> to Chile.",
        None,
        "planned",
    ),
    (f"{LEAD} Lund and Costa last <conferred> in March.", "2005-03", "occurred"),
    # a day counted from another event, either way
    (
        "Norwegian President Bo Lund met Chilean President Ana Costa on Tuesday, a day after she "
        "<arrived> in Oslo.",
        "2005-06-13",
        "ongoing",
    ),
    (
        "Two days before Chilean President Ana Costa landed in Oslo on Wednesday, Norwegian "
        "President Bo Lund <met> Malian President Kofi Sissoko.",
        "2005-06-13",
        None,
    ),
    # the day of leaving is past
    ("Chilean President Ana Costa <left> for Norway on Wednesday.", "2005-06-15", "ongoing"),
    ("Chilean President Ana Costa <left> for Norway on Thursday.", "2005-06-16", "planned"),
    # who was due is still to come
    ("Chilean President Ana Costa was <due> in Norway on Friday.", "2005-06-17", "planned"),
    (
        "Chilean President Ana Costa was due in Oslo on Friday for <talks> with Norwegian President "
        "Bo Lund.",
        "2005-06-17",
        "planned",
    ),
    (
        "Chilean President Ana Costa had been due to <meet> Norwegian President Bo Lund on Tuesday.",
        "2005-06-14",
        "cancelled",
    ),
    # a stay from a day to the report's
    ("Chilean President Ana Costa has <been> in Norway since Monday.", "2005-06-13", "ongoing"),
    (
        "Chilean President Ana Costa <flew> to Oslo on Wednesday and was expected to leave on "
        "Saturday.",
        "2005-06-15",
        "ongoing",
    ),
    # talks that were to continue have begun
    ("<Talks> between Norway and Chile were to continue on Thursday.", "2005-06-16", "ongoing"),
    # a clause on the visit behind the visitor
    (
        "A <visit> to Oslo by Chilean President Ana Costa, scheduled for Friday, has been postponed.",
        "2005-06-17",
        "cancelled",
    ),
    (
        "Chilean President Ana Costa has put off a <visit> to Norway planned for next week.",
        "2005-06-20",
        "cancelled",
    ),
    (
        "A <meeting> between Norwegian President Bo Lund and Chilean President Ana Costa planned for "
        "Tuesday did not take place.",
        "2005-06-14",
        "cancelled",
    ),
    (
        "The <visit> of Chilean President Ana Costa to Norway, originally planned for May, will take "
        "place in September.",
        "2005-09",
        "planned",
    ),
    # what was agreed has its own day
    ("Norway and Chile <agreed> to hold talks next month.", "2005-06-16", "occurred"),
    # on a condition
    (
        "Norwegian President Bo Lund will <meet> Ana Costa of Chile only if there is a truce.",
        None,
        "possible",
    ),
    # words spoken after an event, and the day of the words
    (
        "Norwegian President Bo Lund, speaking after <talks> with Chilean President Ana Costa, said "
        "on Wednesday that trade would grow.",
        "2005-06-15",
        "occurred",
    ),
    (
        "During his stay in Chile last month, Norwegian President Bo Lund <met> Chilean President "
        "Ana Costa.",
        "2005-05",
        "occurred",
    ),
    (
        "Norwegian President Bo Lund is <expected> in Chile in the second half of July.",
        "2005-07",
        "planned",
    ),
    (
        "Norwegian President Bo Lund met Chilean President Ana Costa on the sidelines of the NATO "
        "<summit> on Thursday.",
        "2005-06-16",
        "ongoing",
    ),
    (
        "Norwegian President Bo Lund and Chilean President Ana Costa discussed their upcoming "
        "participation in the United Nations <summit> in July.",
        "2005-07",
        "planned",
    ),
    # a clause with "when" has the day of the main clause
    (
        "The plan was aired in Oslo on June 2, when Norwegian President Bo Lund <met> Chilean "
        "President Ana Costa.",
        "2005-06-02",
        "occurred",
    ),
    (
        "Trade has grown. In Oslo, where she arrived on Tuesday, Chilean President Ana Costa was "
        "<received> by Norwegian President Bo Lund.",
        "2005-06-14",
        "occurred",
    ),
    # the day after the eve
    (
        "Chilean officials warned on Wednesday on the eve of a <visit> to Norway by Chilean "
        "President Ana Costa.",
        "2005-06-16",
        "planned",
    ),
    (
        "On a <visit> to Norway, Chilean President Ana Costa said that trade would grow.",
        "2005-06-16",
        "ongoing",
    ),
    # weighed, accepted, given up
    ("A <visit> to Norway by Chilean President Ana Costa is being considered.", None, "possible"),
    (
        "A <pact> between Norway and Chile is now likely.",
        None,
        "possible",
    ),
    (
        "Norwegian President Bo Lund has <invited> Chilean President Ana Costa to Oslo, and Costa "
        "accepted.",
        None,
        "planned",
    ),
    ("Chilean President Ana Costa cancelled plans to <travel> to Norway.", None, "cancelled"),
    (
        "Chilean President Ana Costa was to have <visited> Norway on Tuesday.",
        "2005-06-14",
        "cancelled",
    ),
    (
        "Chilean President Ana Costa, who last week called off a <trip> to Norway, spoke on Monday.",
        None,
        "cancelled",
    ),
    # over and gone
    (
        "Chilean President Ana Costa <arrived> in Norway on Monday and left on Tuesday.",
        "2005-06-13",
        "occurred",
    ),
    (
        "Chilean President Ana Costa <flew> on Wednesday to Oslo, where she met Norwegian President "
        "Bo Lund.",
        "2005-06-15",
        "occurred",
    ),
    # "since May 3" is not the day spoken of
    (
        "Norwegian President Bo Lund, in office since May 3, <received> Chilean President Ana Costa "
        "in the afternoon.",
        "2005-06-16",
        "occurred",
    ),
    (
        "Envoys of Norway and Chile have held <talks> in Oslo since Monday.",
        "2005-06-13",
        None,
    ),
    # "..., the agency reports": the day belongs to what is reported
    (
        "Norwegian President Bo Lund <received> Chilean President Ana Costa today, the news agency "
        "NTB reports.",
        "2005-06-16",
        "occurred",
    ),
    (
        "On Friday Norwegian President Bo Lund goes to Chile to <meet> Chilean President Ana Costa.",
        "2005-06-17",
        "planned",
    ),
    # where somebody came from they were before
    (
        "Norwegian President Bo Lund arrived in Paris on Tuesday from Chile, where he <met> Chilean "
        "President Ana Costa.",
        None,
        "occurred",
    ),
    (
        "Tomorrow Norwegian President Bo Lund is to open the fair and <lay> a wreath with Chilean "
        "President Ana Costa.",
        "2005-06-17",
        "planned",
    ),
    # once more is another visit
    (
        "Chilean President Ana Costa visited Norway in March. Costa <arrives> again in Norway on "
        "Saturday.",
        "2005-06-18",
        "planned",
    ),
    # a hope within a visit to come has no day
    (
        "Chilean President Ana Costa will be in Norway on Saturday. Costa hopes to <meet> Norwegian "
        "President Bo Lund.",
        None,
        "possible",
    ),
    # the news goes on with the same people
    (
        f"Trade has grown. {LEAD[7:]} Costa <received> Malian President Kofi Sissoko.",
        "2005-06-14",
        "occurred",
    ),
    (
        "Snow fell in Oslo. Norwegian President Bo Lund <met> Chilean President Ana Costa.",
        "2005-06-16",
        "occurred",
    ),
    # the day of the words above is to come
    (
        "Norwegian President Bo Lund will return to Oslo on Friday after <visiting> Chile.",
        None,
        "occurred",
    ),
    ("Chile walked out of <talks> with Norway on Wednesday.", "2005-06-15", "occurred"),
    (
        "Norwegian President Bo Lund is expected to speak by <phone> with Chilean President Ana "
        "Costa on Friday.",
        "2005-06-17",
        "planned",
    ),
    # the stay that a clause says the begin of
    (
        "Chilean President Ana Costa <is> in Norway on a five-day visit that began on Tuesday.",
        "2005-06-14",
        "ongoing",
    ),
    (
        "It would be the first <meeting> between Norwegian President Bo Lund and Chilean President "
        "Ana Costa.",
        None,
        "planned",
    ),
    (
        "A <visit> by Chilean President Ana Costa to Norway that was due to take place on Saturday "
        "was put off.",
        "2005-06-18",
        "cancelled",
    ),
    # a call a few hours later, a breakfast before the talks
    (
        f"{LEAD} Lund <telephoned> Malian President Kofi Sissoko a few hours later.",
        "2005-06-14",
        "occurred",
    ),
    (
        f"{LEAD} Before the meeting, Lund <received> Malian President Kofi Sissoko.",
        "2005-06-14",
        "occurred",
    ),
    # on the sidelines, on the occasion, during that trip: of what was told
    (
        f"{LEAD} On the sidelines, Malian President Kofi Sissoko <talked> with Danish Prime Minister "
        "Ida Holm about fish.",
        "2005-06-14",
        "occurred",
    ),
    (
        "Norwegian President Bo Lund visited Chile in March. Rain fell. During that visit, Norway "
        "and Chile <agreed> to cut duties on fish.",
        "2005-03",
        "occurred",
    ),
    (
        f"{LEAD} Snow fell. Costa earlier <received> Malian President Kofi Sissoko.",
        "2005-06-14",
        "occurred",
    ),
    (
        f"{LEAD} Meanwhile, Malian President Kofi Sissoko <received> Danish Prime Minister Ida Holm.",
        "2005-06-14",
        "occurred",
    ),
    (
        "Norwegian President Bo Lund thanked her for the success of the <visit> to Norway by Chilean "
        "President Ana Costa in May 2003.",
        "2003-05",
        "occurred",
    ),
    (
        "Norwegian President Bo Lund is to visit the port on Friday and <receive> Chilean President "
        "Ana Costa.",
        "2005-06-17",
        "planned",
    ),
    # a day of a summit is no span of days
    (
        "Norway and Chile signed a <treaty> on the last day of a summit in Oslo.",
        "2005-06-16",
        "occurred",
    ),
    # the next stop has not the day of this one
    (
        "Norwegian President Bo Lund held talks in Chile on Thursday. Lund is expected to <travel> "
        "on to Mali.",
        None,
        "planned",
    ),
    # the day of the report is a guess, the day of the talks is told
    (
        "Norwegian President Bo Lund has paid a secret <visit> to Chile. Lund met Chilean President "
        "Ana Costa on Tuesday.",
        "2005-06-14",
        None,
    ),
    # the day of inviting is not that of the visit
    (
        "Norwegian President Bo Lund had <invited> Chilean President Ana Costa in April.",
        None,
        "possible",
    ),
    # news told by the way
    (
        "Chilean President Ana Costa praised fish at a <meeting> with Norwegian President Bo Lund.",
        "2005-06-16",
        "occurred",
    ),
    # the day of taking effect is not that of the truce
    (
        "Norway and Chile have signed a <truce>. The truce takes effect on Saturday.",
        "2005-06-16",
        "occurred",
    ),
]


@pytest.mark.parametrize(("text", "start", "status"), CASES, ids=[c[0][:60] for c in CASES])
def test_day_and_status(parser: Language, text: str, start: str | None, status: str | None) -> None:
    word = text[text.rindex("<") + 1 : text.rindex(">")]
    found = read(parser, text.replace("<", "").replace(">", ""), word)
    assert found == (start, status or found[1])


def test_each_leg_has_the_day_behind_its_place(parser: Language) -> None:
    text = "Chilean President Ana Costa will travel to Norway on Friday and to Mali on Monday."
    ((_, doc),) = list(parse(parser, [Report("r", text, published=PUBLISHED)], disable=[]))
    assert doc is not None
    events = run_stages(doc, load_tables()).events
    days = {e.place.country: e.time.start for e in events if e.place and e.time}
    assert days == {"NOR": "2005-06-17", "MLI": "2005-06-20"}


def test_parting_without_an_agreement_is_none(parser: Language) -> None:
    text = "Norway and Chile ended a round of talks on Tuesday without agreement."
    ((_, doc),) = list(parse(parser, [Report("r", text, published=PUBLISHED)], disable=[]))
    assert doc is not None
    assert [e.type.value for e in run_stages(doc, load_tables()).events] == ["Meeting"]
