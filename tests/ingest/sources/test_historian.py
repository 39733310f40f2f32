from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.identifiers import account_iri, actor_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Participation,
    Report,
    ReportKind,
    Role,
    Span,
    Status,
    Time,
)
from ingest.sources import Failed
from ingest.sources.base import Structured
from ingest.sources.prose import joined, prepared, weave
from tests.builders import RUN
from tests.ingest.sources.helpers import failures, items

VISIT = """<visit><id>{id}</id><start-date>{start}</start-date><end-date>{end}</end-date>
<visitor>{visitor}</visitor><from id="{state}">{state}</from>
<description>{description}</description></visit>"""
TRIP = """<trip role="president" who="x"><id>{id}</id><role>{role}</role><name>Jane Q. Doe</name>
<start-date>{start}</start-date><end-date>{end}</end-date><country id="{state}">{state}</country>
<locale>{locale}</locale><remarks>{remarks}</remarks></trip>"""


def visits(path: Path, *rows: dict[str, str]) -> Path:
    base = {
        "id": "1",
        "start": "2021-03-04",
        "end": "2021-03-05",
        "visitor": "Prime Minister Erna Moe",
        "state": "norway",
        "description": "Working Visit.",
    }
    body = "".join(VISIT.format(**{**base, **row}) for row in rows)
    path.write_text(f'<?xml version="1.0"?>\n<visits>{body}</visits>', encoding="utf-8")
    return path


def trips(path: Path, **row: str) -> Path:
    base = {
        "id": "1",
        "role": "president",
        "start": "2021-03-04",
        "end": "2021-03-05",
        "state": "saudi-arabia",
        "locale": "Riyadh",
        "remarks": "Met with King Salman.",
    }
    path.write_text(f"<trips>{TRIP.format(**{**base, **row})}</trips>", encoding="utf-8")
    return path


def only(path: Path) -> Structured:
    (item,) = items(path)
    assert isinstance(item, Structured), item
    return item


def test_a_visit_is_an_account_without_guessing(tmp_path: Path) -> None:
    item = only(visits(tmp_path / "a.xml", {}))

    report, (account,) = item.extraction.report, item.extraction.accounts
    assert (report.id, report.kind, report.published) == (
        "us-visits/1",
        ReportKind.VISIT_RECORD,
        None,
    )
    assert report.text == (
        "Prime Minister Erna Moe of Norway visited the United States "
        "from March 4, 2021 to March 5, 2021.\nWorking Visit."
    )
    visitor, host = account.participations
    assert (visitor.actor.name, visitor.actor.country, visitor.role, visitor.capacity) == (
        "Erna Moe",
        "NOR",
        Role.VISITOR,
        "Prime Minister",
    )
    assert visitor.actor.office == "Prime Minister of Norway"
    assert (host.actor.country, host.role) == ("USA", Role.HOST)
    assert account.time == Time("2021-03-04", "2021-03-05", "2021-03-04/2021-03-05", "range")
    assert account.place is not None
    assert (account.place.name, account.place.country) == ("United States", "USA")
    assert (account.type, account.status) == (EventType.VISIT, Status.OCCURRED)
    for span in (account.trigger, *account.evidence, *visitor.actor.mentions):
        assert report.text[span.start : span.end] == span.text


def test_a_private_visit_has_no_host(tmp_path: Path) -> None:
    item = only(visits(tmp_path / "a.xml", {"description": "Private visit."}))

    assert [p.role for p in item.extraction.accounts[0].participations] == [Role.VISITOR]


def test_former_states_by_date(tmp_path: Path) -> None:
    path = visits(
        tmp_path / "a.xml",
        {"state": "russia", "start": "1987-12-07", "end": "1987-12-10"},
        {"id": "2", "state": "russia", "start": "1992-06-16", "end": "1992-06-18"},
    )

    codes = [i.extraction.actors[0].country for i in items(path) if isinstance(i, Structured)]

    assert codes == ["SUN", "RUS"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"start": "0000-01-01"}, "no day of the calendar"),
        ({"start": "2021-03-09"}, "ends (2021-03-05) before it starts"),
        ({"visitor": " "}, "no <visitor>"),
        ({"state": "atlantis"}, "'atlantis' is not in historian_states.tsv"),
        ({"id": ""}, "no <id>"),
    ],
)
def test_a_bad_record_fails_alone(tmp_path: Path, row: dict[str, str], says: str) -> None:
    found = items(visits(tmp_path / "a.xml", {"id": "8"}, row, {"id": "9"}))

    assert [type(item) for item in found] == [Structured, Failed, Structured]
    assert isinstance(found[1], Failed)
    assert says in found[1].reason


def test_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE visits [<!ENTITY a "b">]><visits><visit>&a;</visit></visits>')

    assert "entities" in failures(path, format="us-visits")[0]
    assert (
        "is no XML" in failures(visits(path, {}).with_suffix(".none"), format="us-visits")[0]
        or "does not exist" in failures(path.with_suffix(".none"), format="us-visits")[0]
    )
    path.write_text("<visits><visit>")
    assert "is no XML" in failures(path)[0]
    path.write_text("<visits></visits>")
    assert "holds no <visit>" in failures(path)[0]


def test_a_trip_names_traveller_and_city(tmp_path: Path) -> None:
    item = only(trips(tmp_path / "a.xml"))

    (account,) = item.extraction.accounts
    assert account.participations[0].actor.name == "Jane Q. Doe"
    assert account.participations[0].capacity == "President"
    assert account.place is not None
    assert (account.place.name, account.place.city, account.place.country) == (
        "Riyadh",
        "Riyadh",
        "SAU",
    )
    several = only(trips(tmp_path / "a.xml", locale="Riyadh, Jeddah"))
    place = several.extraction.accounts[0].place
    assert place is not None
    assert (place.name, place.city) == ("Saudi Arabia", None)
    assert "Riyadh and Jeddah, Saudi Arabia" in several.extraction.report.text


@pytest.mark.parametrize(
    ("prose", "woven"),
    [
        ("Met with the King.", "X met with the King."),
        (
            "Attended a summit. Also met with A; signed a treaty.",
            "X attended a summit. X also met with A; X signed a treaty.",
        ),
        ("State visit. The King received him.", "State visit. The King received him."),
        ("Official visit; met with B.", "Official visit; X met with B."),
        ("", ""),
    ],
)
def test_sentences_without_subject_get_the_traveller(prose: str, woven: str) -> None:
    result = weave(prose, "X", offset=7)

    assert result.text == woven
    for at, character in enumerate(result.text):
        origin = result.back(at) - 7
        if origin < len(prose) and result.back(at) != result.back(
            at + 1 if at + 1 < len(woven) else at
        ):
            assert prose[origin].lower() == character.lower()


def test_prose_takes_the_journeys_date_place_and_traveller(tmp_path: Path) -> None:
    item = only(trips(tmp_path / "a.xml"))
    report = item.extraction.report
    assert item.prose is not None
    read = prepared(report, item)
    assert read.text == "President Jane Q. Doe met with King Salman."
    assert read.published == "2021-03-05"

    # What a pipeline would find in that sentence, without knowing the country of the traveller.
    doe = Actor(
        actor_iri(ActorKind.PERSON, "Jane Q. Doe", None),
        "Jane Q. Doe",
        ActorKind.PERSON,
        mentions=(Span(10, 21, "Jane Q. Doe"),),
    )
    king = Actor(
        actor_iri(ActorKind.PERSON, "Salman", None),
        "Salman",
        ActorKind.PERSON,
        mentions=(Span(36, 42, "Salman"),),
    )
    trigger = Span(22, 25, "met")
    met = Account(
        account_iri(report_iri(report), trigger, EventType.MEETING),
        EventType.MEETING,
        trigger,
        (Participation(doe, Role.PARTICIPANT), Participation(king, Role.PARTICIPANT, "King")),
        Status.OCCURRED,
        (Span(0, len(read.text), read.text),),
        Time("2021-03-05", "2021-03-05", "2021-03-05", "day", basis="published"),
    )
    whole = joined(report, item, Extraction(read, (doe, king), (), (met,), (), RUN))

    visit, meeting = whole.accounts
    assert whole.report == report
    assert whole.run == RUN
    assert meeting.within == visit.iri
    assert meeting.place == visit.place
    assert meeting.time == replace(visit.time, basis="inherited")  # type: ignore[type-var]
    traveller, other = (p.actor for p in meeting.participations)
    assert traveller == visit.participations[0].actor
    assert meeting.participations[0].on_behalf_of == "USA"
    assert (other.name, other.country) == ("Salman", "SAU")
    assert other.iri == actor_iri(ActorKind.PERSON, "Salman", "SAU")
    assert meeting.participations[1].on_behalf_of == "SAU"
    assert report.text[meeting.trigger.start : meeting.trigger.end] == "Met"
    assert report.text[slice(meeting.evidence[0].start, meeting.evidence[0].end)] == (
        "Met with King Salman."
    )
    (mention,) = other.mentions
    assert report.text[mention.start : mention.end] == "Salman"
    assert {a.iri for a in whole.actors} == {traveller.iri, other.iri}


def test_a_record_without_prose_is_what_its_fields_say(tmp_path: Path) -> None:
    item = only(visits(tmp_path / "a.xml", {"description": ""}))

    assert item.prose is None
    read = Extraction(Report("x", ""), run=RUN)
    assert joined(item.extraction.report, item, read).accounts == item.extraction.accounts
