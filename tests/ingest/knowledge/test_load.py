"""Look-ups, the user's own tables, and what is said about faulty ones."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph.background import Background
from graph.errors import SettingsError
from ingest.knowledge import load_knowledge, surname_of
from ingest.knowledge.background import background
from ingest.knowledge.cities import Cities
from ingest.knowledge.tables import DATA

K = load_knowledge()


def test_names_stand_for_states_demonyms_and_governments():
    assert [n.key for n in K.names["Burma"]] == ["MMR"]
    assert K.names["Zaire"][0].key == "COD"
    assert K.names["Soviet"][0] == K.names["Soviets"][0].__class__(
        "Soviet", "demonym", "SUN", "SUN"
    )
    assert (K.names["Beijing"][0].kind, K.names["Beijing"][0].country) == ("capital", "CHN")
    assert (K.names["Kremlin"][0].kind, K.names["Kremlin"][0].country) == ("seat", "RUS")
    assert K.names["Brussels"][0].key == "European Union"
    assert K.names["Korean War"][0].kind == "blocked"
    assert K.names["South American"][0].kind == "region"


def test_a_person_is_found_by_name_variant_and_surname():
    person = K.person("Volodymyr Zelenskyy")
    assert person is not None and person.country == "UKR"
    assert K.person("volodymyr zelensky") is person
    xi = K.by_surname("Xi", year=2025)
    assert xi is not None and xi.name == "Xi Jinping" and xi.family_first


def test_a_surname_is_resolved_by_year_and_never_guessed():
    bush = K.by_surname("Bush", year=2004)
    assert bush is not None and bush.name == "George W. Bush"
    older = K.by_surname("Bush", year=1990)
    assert older is not None and older.name == "George H. W. Bush"
    assert K.by_surname("Singh", year=2006) is not None
    assert K.by_surname("Kim", year=2004) is None  # three of them
    kim = K.by_surname("Kim", year=2004, country="PRK", office="leader")
    assert kim is not None and kim.name == "Kim Jong-il"


def test_holder_of_an_office():
    found = K.holder("President", "FRA", 2010)
    assert found is not None and found.name == "Nicolas Sarkozy"
    assert K.holder("President", "FRA", 1900) is None


def test_one_person_has_all_their_offices():
    putin = K.person("Vladimir Putin")
    assert putin is not None
    assert [t.office for t in putin.terms] == [
        "Prime Minister",
        "President",
        "Prime Minister",
        "President",
    ]
    term = putin.term_at(2010)
    assert term is not None and term.office == "Prime Minister"
    ban = K.person("Ban Ki-moon")
    assert ban is not None and {t.organisation for t in ban.terms} == {None, "United Nations"}


@pytest.mark.parametrize(
    ("name", "family_first", "surname"),
    [
        ("Xi Jinping", True, "Xi"),
        ("Ursula von der Leyen", False, "von der Leyen"),
        ("Ferdinand Marcos Jr.", False, "Marcos"),
        ("Sukarno", False, "Sukarno"),
        ("", False, ""),
    ],
)
def test_surname_of(name: str, family_first: bool, surname: str):
    assert surname_of(name, family_first=family_first) == surname


def test_cities_are_the_most_populous_of_their_name():
    paris = K.cities.find("Paris")
    assert paris is not None and paris.country == "FRA"
    texas = K.cities.find("Paris", "USA")
    assert texas is not None and texas.country == "USA"
    assert K.cities.find("Nowhere at All") is None
    kiev, kyiv = K.cities.find("Kiev"), K.cities.find("Kyiv")
    assert kiev == kyiv and kiev is not None and kiev.geonames


def test_common_words_are_no_cities_unless_marked():
    assert K.cities.find("Nice", certain=False) is None
    nice = K.cities.find("Nice")
    assert nice is not None and nice.country == "FRA"
    assert K.cities.find("Reading", certain=False) is None
    assert K.cities.find("Berlin", certain=False) is not None


def test_cities_load_fast():
    best = 9.0
    for _ in range(3):
        begin = time.perf_counter()
        Cities(DATA / "cities.tsv", K.city_names)
        best = min(best, time.perf_counter() - begin)
    assert best < 0.4  # 0.04 s on an idle core; room for a busy machine


def test_venues():
    venue = K.venue_by_name["mar a lago"]
    assert (venue.city, venue.country) == ("Palm Beach", "USA")
    assert venue.point is not None and venue.point[0] == pytest.approx(26.68, abs=0.05)


def test_own_tables_add_and_replace(tmp_path: Path):
    header = "name\tsurname\tvariants\tcountry\torganisation\toffice\tfrom\tto\torder\n"
    (tmp_path / "people.tsv").write_text(
        header + "Ada Novak\t\t\tCZE\t\tForeign Minister\t2001\t2003\t\n", encoding="utf-8"
    )
    (tmp_path / "states.tsv").write_text(
        "code\tname\tadjectives\nFRA\tGaul\tGaulish\n", encoding="utf-8"
    )
    own = load_knowledge(tmp_path)
    assert own.by_surname("Novak", year=2002) is not None
    assert own.state_name("FRA") == "Gaul"
    assert own.names["Gaulish"][0].key == "FRA"
    assert own.state_name("DEU") == "Germany"
    assert K.by_surname("Novak", year=2002) is None
    assert load_knowledge(tmp_path) is own


@pytest.mark.parametrize(
    ("name", "text", "line", "says"),
    [
        (
            "people.tsv",
            "name\tcountry\toffice\tfrom\tto\nX Y\tFrance\tPresident\t2001\t\n",
            2,
            "FRA",
        ),
        ("people.tsv", "name\tcountry\toffice\tfrom\tto\nX Y\tFRA\tKing\t2005\t2001\n", 2, "order"),
        ("people.tsv", "name\tcountry\toffice\tfrom\nX Y\tFRA\tKing\t2001\n", 1, "'to'"),
        ("people.tsv", "name\tcountry\toffice\tfrom\tto\n\tFRA\tKing\t2001\t\n", 2, "'name'"),
        ("venues.tsv", "name\tkind\tlat\tlon\nHall\tpalace\t91\t5\n", 2, "within"),
        ("venues.tsv", "name\tkind\tlat\tlon\nHall\tpalace\t41\t\n", 2, "both"),
        ("organisations.tsv", "# c\nname\tkind\nX\tclub\n", 3, "club"),
        ("organisations.tsv", "name\tkind\nX\tbody\n", 2, "country"),
        ("organisations.tsv", "name\tkind\tmembers\nX\tigo\tFRA:5-\n", 2, "FRA:5-"),
        ("organisations.tsv", "name\tkind\nX\tigo\nX\tigo\n", 3, "line 2"),
        ("states.tsv", "code\tname\nFRA\tFrance\tsurplus\n", 2, "surplus tabs"),
        ("seats.tsv", "name\tbody\nHut\tking\n", 2, "either"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, name: str, text: str, line: int, says: str):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_knowledge(tmp_path)
    message = str(caught.value)
    assert f"{name}, line {line}" in message
    assert says in message
    assert "\n" not in message


def test_a_folder_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(SettingsError, match="is no folder"):
        load_knowledge(tmp_path / "absent")


def test_a_table_that_is_not_utf8_is_refused(tmp_path: Path):
    (tmp_path / "people.tsv").write_bytes(b"name\xff\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_knowledge(tmp_path)


def test_background_is_what_the_graph_wants():
    made = background()
    assert isinstance(made, Background)
    russia = made.state("RUS")
    assert russia is not None and russia.wikidata == "Q159"
    assert "Russian Federation" in russia.aliases and "Russia" not in russia.aliases
    nato = next(o for o in made.organisations if o.name == "NATO")
    assert any(m.code == "FIN" and m.begin == "2023" for m in nato.members)
    assert all(o.name != "TASS" for o in made.organisations)
    putin = next(p for p in made.people if p.name == "Vladimir Putin")
    assert putin.offices[-1].title == "President of Russia"
    palace = next(p for p in made.places if p.name == "Grand Kremlin Palace")
    assert (palace.city, palace.country, palace.within) == ("Moscow", "RUS", ("Moscow", "Russia"))
    assert background() is made
