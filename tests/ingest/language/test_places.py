"""Places: what counts as one, what contains it, which one an event happened at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import EventType
from ingest.knowledge import load_knowledge
from ingest.language.place_links import link_places
from ingest.language.places import find_places, place_named, place_of
from ingest.language.types import PlaceExpr

if TYPE_CHECKING:
    from spacy.language import Language

KNOWLEDGE = load_knowledge()


def found(parser: Language, text: str, dateline: str | None = None) -> list[PlaceExpr]:
    return find_places(parser(text), KNOWLEDGE, dateline=dateline)


def names(parser: Language, text: str, dateline: str | None = None) -> list[str]:
    return [p.name for p in found(parser, text, dateline)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys met in Geneva on Tuesday.", ["Geneva"]),
        ("Envoys met in the Libyan port city of Sirte and later in Tripoli.", ["Sirte", "Tripoli"]),
        ("She will travel to Chad, Niger and Mali.", ["Chad", "Niger", "Mali"]),
        ("He visited Norway and Sweden.", ["Norway", "Sweden"]),
        ("The Oslo talks ended Monday.", ["Oslo"]),
        ("Ministers meeting in the Iranian capital agreed.", ["Tehran"]),
        ("They met in Bonn, Germany.", ["Bonn"]),
        # a capital that acts for its government is no place
        ("Moscow said that Paris and Berlin agreed.", []),
        ("Talks between Tehran and Baku failed.", []),
        ("Beijing's envoy spoke.", []),
        # words that are also towns
        ("Reading the letter, Best said that the weather of the day was nice.", []),
        ("They met at the Summit of the Rivers in Lima.", ["Lima"]),
        ("He spoke after meeting in Ballenas with the president.", ["Ballenas"]),
        ("Some members in Congress and in Parliament want it.", []),
        # a larger area before a town's noun only says where the town is
        ("They met in the Red Sea resort of Hurghada.", ["Hurghada"]),
        ("They met in the West Bank town of Ramallah.", ["Ramallah"]),
        # the usual English name
        ("They met in New York and in Cologne.", ["New York", "Cologne"]),
        ("The two met in Dobrinishte on Monday.", ["Dobrinishte"]),
        ("He had talks in the Republic of Korea's port city of Busan.", ["Busan"]),
        ("They met at a lodge in West Virginia.", ["West Virginia"]),
        ("He travelled to the rebel stronghold of Bouake.", ["Bouake"]),
        # what points at a place named before
        ("Trade in Chile grew. Envoys met in the capital.", ["Chile", "Santiago"]),
        ("He went to Tsevie. Envoys met in the city.", ["Tsevie", "Tsevie"]),
        ("Togo changed after the envoy went there.", ["Togo"]),
        ("They met in the capital, Lome.", ["Lome"]),
        # sites named for somebody or something
        ("She laid a wreath at the Simon Bolivar monument.", ["Simon Bolivar monument"]),
        # longer names that begin with a city's
        ("They met in Jackson Hole, Wyoming.", ["Jackson Hole"]),
        ("He spoke at the Raghadan palace.", ["Raghadan palace"]),
        # lands that are not named one by one
        ("She began a tour of five Asian nations.", ["Asia"]),
        ("They sent an envoy to Niger.", ["Niger"]),
        # a party, not a destination
        ("The envoy to Chad resigned.", []),
        ("They sent aid to Niger.", []),
    ],
)
def test_what_counts_as_a_place(parser: Language, text: str, expected: list[str]) -> None:
    assert names(parser, text) == expected


def test_containment_of_city_and_state(parser: Language) -> None:
    (place,) = found(parser, "They met in Bonn, Germany.")
    assert (place.city, place.country, place.within) == ("Bonn", "DEU", ("Germany",))
    assert place.lat == pytest.approx(50.7, abs=0.1)
    assert place.geonames


def test_an_unknown_palace_lies_in_the_city_that_is_named(parser: Language) -> None:
    (place,) = found(
        parser, "Leaders gathered at the Gostiny Palace in Minsk, Belarus, on Tuesday."
    )
    assert (place.kind, place.name) == ("venue", "Gostiny Palace")
    assert place.within == ("Minsk", "Belarus")
    made = place_of(place)
    assert (made.city, made.country) == ("Minsk", "BLR")


def test_a_demonym_decides_between_namesakes(parser: Language) -> None:
    (place,) = found(parser, "They met in the Lebanese city of Tripoli.")
    assert place.country == "LBN"


@pytest.mark.parametrize(
    ("written", "city", "country"),
    [
        ("Leningrad", "Saint Petersburg", "RUS"),
        ("Pusan", "Busan", "KOR"),
        ("Lucerne", "Luzern", "CHE"),
        ("Tiflis", "Tbilisi", "GEO"),
    ],
)
def test_a_former_or_other_name_is_kept_beside_the_city(
    written: str, city: str, country: str
) -> None:
    place = place_named(written, KNOWLEDGE)
    assert place is not None
    assert (place.name, place.city, place.country) == (written, city, country)


def test_a_demonym_of_somebody_decides_nothing(parser: Language) -> None:
    (place,) = found(parser, "U.S. officials met in Damascus.")
    assert place.country == "SYR"


def test_georgia_is_two_lands(parser: Language) -> None:
    (atlanta,) = found(parser, "He visited Atlanta, Georgia.")
    (tbilisi,) = found(parser, "They met in Tbilisi, Georgia.")
    assert (atlanta.country, tbilisi.country) == ("USA", "GEO")


def test_here_is_the_place_of_the_dateline(parser: Language) -> None:
    (place,) = found(parser, "The two ministers met here on Monday.", "BEIJING")
    assert (place.kind, place.name, place.country) == ("here", "Beijing", "CHN")
    assert names(parser, "The two ministers met here on Monday.") == []


def test_what_lies_off_is_not_here(parser: Language) -> None:
    assert names(parser, "They met at a farm, south of here.", "BEIJING") == []


def test_an_accord_on_a_site_is_not_signed_there(parser: Language) -> None:
    doc = parser("Envoys signed a memorandum on the building of a port in Chad.")
    places = find_places(doc, KNOWLEDGE)
    at = next(t.i for t in doc if t.text == "memorandum")
    assert link_places(doc, at, places, type_=EventType.AGREEMENT, verb=at - 2) == []


def test_this_town_is_the_place_of_the_dateline(parser: Language) -> None:
    (place,) = found(parser, "The two ministers met in this capital on Monday.", "BEIJING")
    assert (place.kind, place.name) == ("here", "Beijing")


@pytest.mark.parametrize(
    ("dateline", "name", "country"),
    [
        ("BEIJING", "Beijing", "CHN"),
        ("PORT-AU-PRINCE, Haiti", "Port-au-Prince", "HTI"),
        ("TOKYO", "Tokyo", "JPN"),
        ("TRIPOLI, Lebanon", "Tripoli", "LBN"),
    ],
)
def test_datelines(dateline: str, name: str, country: str) -> None:
    place = place_named(dateline, KNOWLEDGE)
    assert place is not None
    assert (place.name.lower(), place.country) == (name.lower(), country)


def test_an_unknown_dateline_is_nothing() -> None:
    assert place_named("XYZZYVILLE", KNOWLEDGE) is None
    assert place_named("", KNOWLEDGE) is None


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The Oslo talks on the war in Kashmir ended Monday.", "talks", "Oslo"),
        ("The minister said in Beijing that talks will resume in Geneva.", "talks", "Geneva"),
        ("The talks, held in the Swiss resort of Davos, ended.", "talks", "Davos"),
        ("He flew to Cairo for talks with officials.", "talks", "Cairo"),
        ("Oka flew in from Amman, where he met with envoys on Friday.", "met", "Amman"),
        ("Envoys met Friday to discuss deliveries to Chad.", "met", None),
        ("Envoys returned from Chad and met the press.", "met", None),
        ("Envoys held talks on the situation in Chad.", "talks", None),
        ("Envoys opened a conference on Chad.", "conference", None),
        ("The core of the journey is Lome. Envoys will hold talks there.", "talks", "Lome"),
        ("Envoys held talks on arms and on Chad.", "talks", None),
        ("Envoys held talks on migration in Lome.", "talks", "Lome"),
        ("Oka flew to Lome on Tuesday, where envoys met for an hour.", "met", "Lome"),
        ("Envoys held talks in Lome on the war in Chad.", "talks", "Lome"),
        ("Lome will be the venue of talks between the rebels and Chad.", "talks", "Lome"),
        ("The minister went to Lome in May and met envoys there.", "met", "Lome"),
    ],
)
def test_the_place_of_an_event(
    parser: Language, text: str, trigger: str, expected: str | None
) -> None:
    doc = parser(text)
    places = find_places(doc, KNOWLEDGE)
    at = next(t.i for t in doc if t.text == trigger)
    links = link_places(doc, at, places, type_=EventType.MEETING)
    assert (links[0].expr.name if links else None) == expected


def test_a_world_city_is_not_a_small_town_of_the_state_spoken_of(parser: Language) -> None:
    (place,) = found(parser, "U.S. officials met Chinese envoys in Geneva.")
    assert place.country == "CHE"
