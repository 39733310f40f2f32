"""A magazine page with all its furniture: what must be found, and what must not.

The text is ours; it tells the Kremlin meeting of May 2025 with invented quotations by invented
people beside the known facts.
"""

from __future__ import annotations

import pytest

from graph.model import Account, EventType, Extraction, Report, Status
from ingest.language.pipeline import load_pipeline, read_reports

TITLE = "Pomp in Moscow as Two Presidents Meet"
TEXT = """Pomp in Moscow as Two Presidents Meet

🎙️ Voice is AI-generated. Inconsistencies may occur.

Russian President Vladimir Putin welcomed Chinese President Xi Jinping with a guard of honour as the two leaders met at the Kremlin ahead of the Victory Day parade in Moscow on May 9.

Why It Matters

China buys much of Russia's oil, although Western sanctions have made the trade harder.

What to Know

Putin and Xi during their meeting at the Grand Kremlin Palace, on May 8, 2025 in Moscow, Russia. Contributor/Getty Images

Putin declared a unilateral three-day truce with Ukraine for the holiday. Ukraine said it wants a full 30-day ceasefire instead.

What People Are Saying

Xi said to Putin: "Our work together is getting stronger every year."

Putin said: "We do this for the good of both peoples, and against nobody."

Martin Hale, former U.S. assistant secretary of state for European affairs, told a newspaper: "This shows that the idea of parting the two was wrong from the start."

What Happens Next

Putin is likely to also visit China for its celebrations of the end of the war.

About the writer

Robin Calloway is a reporter based in London, UK. Robin joined the magazine in March 2017 and has covered France and Germany. You can reach Robin at r.calloway@example.org
"""


@pytest.fixture(scope="module")
def page() -> Extraction:
    report = Report("page", TEXT, title=TITLE, published="2025-05-08")
    return next(read_reports(load_pipeline(), [report]))


def of(page: Extraction, type_: EventType) -> list[Account]:
    return [a for a in page.accounts if a.type is type_]


def names(account: Account) -> set[tuple[str, str | None]]:
    return {(p.actor.name, p.actor.country) for p in account.participations}


def test_the_meeting_with_day_place_status_and_sentence(page: Extraction) -> None:
    (meeting,) = [a for a in of(page, EventType.MEETING) if a.status is Status.OCCURRED]

    assert names(meeting) == {("Vladimir Putin", "RUS"), ("Xi Jinping", "CHN")}
    assert meeting.time is not None and meeting.time.edtf == "2025-05-08"
    assert meeting.place is not None and meeting.place.city == "Moscow"
    assert "Kremlin" in meeting.place.name
    assert any("met at the Kremlin" in span.text for span in meeting.evidence)


def test_the_parade_is_planned(page: Extraction) -> None:
    (parade,) = [a for a in of(page, EventType.CEREMONY) if a.trigger.text == "parade"]

    assert parade.status is Status.PLANNED
    assert parade.time is not None and parade.time.edtf == "2025-05-09"


def test_the_likely_visit_is_possible(page: Extraction) -> None:
    (visit,) = [a for a in of(page, EventType.VISIT) if a.place and a.place.name == "China"]

    assert visit.status is Status.POSSIBLE
    assert names(visit) == {("Vladimir Putin", "RUS")}


def test_truce_and_ceasefire_have_their_actors(page: Extraction) -> None:
    truces = {a.trigger.text: a for a in of(page, EventType.AGREEMENT)}

    assert {c for _, c in names(truces["truce"])} == {"RUS", "UKR"}
    assert ("Ukraine", "UKR") in names(truces["ceasefire"])
    assert truces["ceasefire"].status is Status.POSSIBLE


def test_quotations_have_their_speakers_and_offices(page: Extraction) -> None:
    said = {q.text: q.speaker for q in page.quotations if q.direct}

    assert said["Our work together is getting stronger every year."].name == "Xi Jinping"
    assert said["We do this for the good of both peoples, and against nobody."].country == "RUS"
    (hale,) = [s for t, s in said.items() if t.startswith("This shows")]
    assert (hale.name, hale.country) == ("Martin Hale", "USA")
    assert hale.office == "former assistant secretary of state for European affairs"


def test_nothing_comes_from_the_furniture_of_the_page(page: Extraction) -> None:
    known = {actor.name for actor in page.actors}

    assert not known & {
        "Robin Calloway",
        "Calloway",
        "Robin",
        "Getty Images",
        "Getty",
        "Contributor",
    }
    assert not {a.country for a in page.actors} & {"FRA", "DEU", "GBR"}
    assert "2017-03" not in {date.value for date in page.dates}
    assert "2025-05-08" in {date.value for date in page.dates}
