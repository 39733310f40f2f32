"""Whom the people of invented reports act for, and where a name begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import ActorKind, Report
from ingest.language.pipeline import load_pipeline, read_reports

if TYPE_CHECKING:
    from spacy.language import Language

# rule, text, person, state
STATES: list[tuple[str, str, str, str | None]] = [
    (
        "the head of a delegation is of its state",
        "OSLO, May 5 (Agency) -- A trade delegation of the Mongolian People's Republic headed by "
        "Dorj Gantulga, deputy chairman of the planning board, arrived here today.",
        "Dorj Gantulga",
        "MNG",
    ),
    (
        "a delegation leader named later",
        "A delegation from Bolivia's ruling party met the mayor of Prague on Monday. Delegation "
        "leader Pedro Quiroga praised the city.",
        "Pedro Quiroga",
        "BOL",
    ),
    (
        "officials of several states in their order",
        "He called in the ambassadors of Spain and Peru, Luis Ortega and Rosa Quispe.",
        "Luis Ortega",
        "ESP",
    ),
    (
        "each behind the state",
        "The King received the new ambassadors of Finland, Pekka Salo, and the Republic of Chad, "
        "Idriss Mahamat.",
        "Idriss Mahamat",
        "TCD",
    ),
    (
        "who signs for a state",
        "The accord was signed for Kenya by Interior Minister Peter Mwangi and for Somalia by "
        "Interior Minister Ali Warsame.",
        "Ali Warsame",
        "SOM",
    ),
    (
        "officials without a state are the dateline's",
        "LISBON, May 5 (Agency) -- Speaker of the Assembly Rui Pinto received the Finnish "
        "ambassador, Pekka Salo.",
        "Rui Pinto",
        "PRT",
    ),
    (
        "not one who arrives there",
        "LISBON, May 5 (Agency) -- President Omar Diallo arrived here today.",
        "Omar Diallo",
        None,
    ),
    (
        "a dateline with points and no brackets",
        "LISBON. May 5. LUSA -- Deputy Prime Minister Rui Pinto met the Finnish ambassador.",
        "Rui Pinto",
        "PRT",
    ),
    (
        "opposite number",
        "The minister met his Korean opposite number Han Tae-joon.",
        "Han Tae-joon",
        "KOR",
    ),
    (
        "a commission between the office and the name",
        "Chairman of Iran's Parliament's Trade and Foreign Policy Commission Reza Navabi said so.",
        "Reza Navabi",
        "IRN",
    ),
    (
        "a body of several states",
        "President of the Belgian Senate Anne Claes met with Polish Foreign Minister Jan Kos.",
        "Anne Claes",
        "BEL",
    ),
    (
        "a body with its letters in brackets",
        "Secretary General of the Organisation for Fisheries and Cooperation in Africa (OFCA) "
        "Pedro Quiroga met the Polish minister.",
        "Pedro Quiroga",
        None,
    ),
    (
        "one body, says the recogniser",
        "The deputy prime minister met the EU Special Representative for Central Asia Terhi Salo.",
        "Terhi Salo",
        None,
    ),
    (
        "a colleague of the home state is a host",
        "VALLETTA, May 5 (Agency) -- Foreign Minister Jan Kos had a meeting with his Maltese "
        "counterpart, Carlo Vella.",
        "Jan Kos",
        None,
    ),
    (
        "a role later in the report",
        "President Amadou Keita met Polish Foreign Minister Jan Kos. The Malian leader thanked "
        "him.",
        "Amadou Keita",
        "MLI",
    ),
    (
        "his minister is of his state",
        "Indonesian President Bambang Sutanto, accompanied by his foreign minister, Dewi Lestari, "
        "arrived in Canberra on Monday.",
        "Dewi Lestari",
        "IDN",
    ),
    (
        "an opposition leader beside the president",
        "The envoy met Syrian President Munir Hamdan and opposition leader Omar Khalil.",
        "Omar Khalil",
        "SYR",
    ),
    (
        "nobody is of the state visited",
        "Queen Margrethe, who is on a state visit to Brazil, met President Ana Costa in Brasilia.",
        "Margrethe",
        None,
    ),
    (
        "a peer of another state",
        "The Tunisian minister conferred with his Moroccan peer Nabil Haddad.",
        "Nabil Haddad",
        "MAR",
    ),
    (
        "of the speakers' state",
        "Danish officials said Monday that Foreign Minister Nils Holm would travel to Greenland "
        "and then meet his Canadian counterpart in Ottawa on Friday.",
        "Nils Holm",
        "DNK",
    ),
    (
        "for a state",
        "The chief negotiators of Serbia and Kosovo met. Goran Petrovic, for Serbia, and Edita "
        "Hoxha, for Kosovo, shook hands.",
        "Edita Hoxha",
        "XKX",
    ),
    (
        "two of an office in a report on two states",
        "Talks between Chad and Niger opened in Geneva. Niger and Chad hope for peace.\n\nForeign "
        "Ministers Idriss Mahamat of Chad and Moussa Tandja arrived on Monday.",
        "Moussa Tandja",
        "NER",
    ),
    (
        "a queen is of her king's state",
        "Jordan's King Hassan and Queen Rania arrived in Tokyo on Monday on a state visit.",
        "Rania",
        "JOR",
    ),
    (
        "the envoy of a body acts for no state",
        "European Union envoy Tony Blair met the Polish minister in Warsaw on Monday.",
        "Tony Blair",
        None,
    ),
    (
        "a member of a body",
        "HANOI, May 5 (Agency) -- Le Van Tam, member of the Political Bureau of the Central "
        "Committee, met the Lao ambassador.",
        "Le Van Tam",
        "VNM",
    ),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def people(nlp: Language, text: str) -> dict[str, str | None]:
    (found,) = read_reports(nlp, [Report("r", text, published="2010-05-05")])
    return {a.name: a.country for a in found.actors if a.kind is ActorKind.PERSON}


@pytest.mark.parametrize(
    ("rule", "text", "person", "state"), STATES, ids=[case[0] for case in STATES]
)
def test_whom_a_person_acts_for(
    nlp: Language, rule: str, text: str, person: str, state: str | None
):
    found = people(nlp, text)
    assert person in found
    assert found[person] == state


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Chief Minister Tan Sri Adnan Rahim met the Thai minister.", "Adnan Rahim"),
        ("Foreign Minister Datuk Seri Hassan Idris met the Thai minister.", "Hassan Idris"),
        (
            "Chairman of the AU Commission Amadou Oumar Keita met the minister.",
            "Amadou Oumar Keita",
        ),
    ],
)
def test_titles_and_bodies_are_no_part_of_a_name(nlp: Language, text: str, person: str):
    assert person in people(nlp, text)


def test_a_role_without_a_name_is_of_the_home_state(nlp: Language):
    text = "RABAT, May 5 (Agency) -- The King received here today Finnish envoy Pekka Salo."
    (found,) = read_reports(nlp, [Report("r", text, published="2010-05-05")])
    parties = [{p.actor.country for p in a.participations} for a in found.accounts]
    assert {"MAR", "FIN"} in parties
