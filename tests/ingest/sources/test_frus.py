from __future__ import annotations

from pathlib import Path

from graph.model import EventType, Report
from ingest.sources import Failed
from ingest.sources.base import Structured
from tests.ingest.sources.helpers import failures, items

VOLUME = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"
 xml:id="frus0000v01"><text><front><div xml:id="persons"><list type="persons">
<item><hi><persName xml:id="p_DJ">Doe, Jane Quincy, Jr.</persName></hi>, Secretary of State</item>
<item><hi><persName xml:id="p_PA">Petrova, Anna</persName></hi>, Soviet Foreign Minister</item>
<item><hi><persName xml:id="p_SB">Smith, Bob</persName></hi>, British Ambassador to Norway</item>
</list></div></front><body>
<div type="document" subtype="historical-document" n="1" xml:id="d1"
 frus:doc-dateTime-min="1985-10-25T06:30:00-05:00" frus:doc-dateTime-max="1985-10-25T08:30:00-05:00">
<head>1. Memorandum of Conversation<note>Source: a box. Secret.</note></head>
<opener><dateline><placeName>New York</placeName>, <date from="1985-10-25T07:30:00-04:00"
 to="1985-10-25T09:30:00-04:00">October 25, 1985</date></dateline></opener>
<list type="participants"><head>PARTICIPANTS</head>
<item><list><head>US</head><item>Secretary <persName corresp="#p_DJ">Doe</persName></item>
<item>Interpreter Zed</item></list></item>
<item><list><head><hi>Soviets</hi></head><item>Foreign Minister
 <persName corresp="#p_PA">Petrova</persName><note>Not so.</note></item><item>Mr. Unknown</item>
</list></item></list><p>Secretary Doe welcomed her.</p></div>
<div type="document" xml:id="d2"><head>2. Memorandum of Telephone Conversation</head>
<opener><dateline><placeName>Washington</placeName>, <date when="1985-11-01">x</date></dateline></opener>
<list type="participants"><item>Secretary <persName corresp="#p_DJ">Doe</persName></item>
<item>Mr. <persName corresp="#p_SB">Smith</persName></item></list><p>They spoke.</p></div>
<div type="document" xml:id="d3"><head>3. Telegram From the Embassy in Oslo</head>
<opener><dateline><date when="1985-11-02">x</date></dateline></opener>
<p>The Minister left.<note>He did.</note></p><p>He returned.</p></div>
<div type="document"><head>4. Nothing</head></div>
</body></text></TEI>"""


def test_conversations_are_meetings_as_their_headers_say(tmp_path: Path) -> None:
    path = tmp_path / "frus0000v01.xml"
    path.write_text(VOLUME)

    first, second, third, failed = items(path)

    assert isinstance(first, Structured)
    (met,) = first.extraction.accounts
    assert met.type is EventType.MEETING
    assert [
        (p.actor.name, p.actor.country, p.capacity, p.name_as_written) for p in met.participations
    ] == [
        ("Jane Quincy Doe Jr.", "USA", "Secretary", "Doe"),
        ("Anna Petrova", "SUN", "Foreign Minister", "Petrova"),
    ]
    assert met.time is not None
    assert met.time.start == "1985-10-25"
    assert met.place is not None
    assert (met.place.city, met.place.country) == ("New York", "USA")
    report = first.extraction.report
    assert report.text[met.trigger.start : met.trigger.end] == "met"
    assert (report.id, report.title) == ("frus/frus0000v01/d1", "Memorandum of Conversation")

    assert isinstance(second, Structured)
    (spoke,) = second.extraction.accounts
    assert spoke.type is EventType.CALL
    assert spoke.place is None
    assert spoke.participations[1].actor.country == "GBR"

    assert isinstance(third, Report)
    assert third.text == "The Minister left.\n\nHe returned."
    assert (third.published, third.title) == ("1985-11-02", "Telegram From the Embassy in Oslo")
    assert isinstance(failed, Failed)
    assert "no identifier" in failed.reason


def test_what_is_no_volume(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(VOLUME.partition("<body>")[0] + "</text></TEI>")
    assert "holds no document" in failures(path)[0]
    path.write_text(VOLUME[:900])
    assert "is no XML" in failures(path)[0]
