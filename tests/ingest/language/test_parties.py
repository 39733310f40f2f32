"""Who takes part in the events of invented prose: roles, appositions, lists, back-references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.model import Report
from ingest.language.pipeline import load_pipeline, read_reports

if TYPE_CHECKING:
    from spacy.language import Language

# rule, text, event word, the parties: all of them
PARTIES: list[tuple[str, str, str, set[str]]] = [
    (
        "a subject that the parser leaves at the auxiliary",
        "Maltese Foreign Minister Carlo Vella spoke on Monday. Vella has earlier in the day "
        "received Polish Ambassador Jan Kos at the latter's request.",
        "received",
        {"Carlo Vella", "Jan Kos"},
    ),
    (
        "the envoy of a body, named in the next sentence before a relative clause",
        "The United Nations mediator on Cyprus flew to Ankara on Tuesday.\n\nPedro Quiroga, who "
        "has moved between the sides since March, asked for patience.",
        "flew",
        {"Pedro Quiroga"},
    ),
    (
        "a rank between the office and the name",
        "Danish Defence Minister Nils Holm and the Polish chief of staff, General Jan Kos, had a "
        "separate session in Oslo on Monday.",
        "session",
        {"Nils Holm", "Jan Kos"},
    ),
    (
        "taking part in a session with others",
        "Danish Foreign Minister Nils Holm took part with Angola and Cuba in a session of the Joint "
        "Commission that ended on Saturday in Oslo.",
        "session",
        {"Nils Holm", "Angola", "Cuba"},
    ),
    (
        "a ceremony to welcome somebody",
        "Maltese President Carlo Vella on Monday held a ceremony to welcome Polish President "
        "Jan Kos in Valletta.",
        "ceremony",
        {"Carlo Vella", "Jan Kos"},
    ),
    (
        "through the mediation of",
        "Danish Foreign Minister Nils Holm and Polish Foreign Minister Jan Kos met on Monday in "
        "Oslo through the mediation of their Finnish colleague Pekka Salo.",
        "met",
        {"Nils Holm", "Jan Kos", "Pekka Salo"},
    ),
    (
        "a list of names with their states",
        "Maltese Foreign Minister Carlo Vella will host a dinner on Friday for the foreign "
        "ministers of the other members -- Nils Holm of Denmark, Jan Kos of Poland and Luis Vega "
        "of Chile.",
        "dinner",
        {"Carlo Vella", "Nils Holm", "Jan Kos", "Luis Vega"},
    ),
    (
        "premiers are prime ministers",
        "Danish President Nils Holm received the guest. Polish Prime Minister Jan Kos and Maltese "
        "Prime Minister Carlo Vella came too. The two premiers met again on Monday in Oslo.",
        "met",
        {"Jan Kos", "Carlo Vella"},
    ),
    (
        "the leader of a state whom no title calls so",
        "President Carlo Vella had talks with his Chilean counterpart, Luis Vega, in Oslo on "
        "Monday. The Maltese leader received Polish Foreign Minister Jan Kos on Tuesday.",
        "received",
        {"Carlo Vella", "Jan Kos"},
    ),
    (
        "the delegation is its head",
        "A Polish military delegation headed by General Jan Kos arrived in Valletta on Monday. It "
        "will be received by Maltese Defence Minister Carlo Vella.",
        "received",
        {"Jan Kos", "Carlo Vella"},
    ),
    (
        "at the head of a delegation",
        "WARSAW, May 5 (Agency) -- Vice-President Jan Kos left for Oslo on Monday at the head of a "
        "large delegation. From Norway the Polish delegation will go on to Denmark on Friday.",
        "go",
        {"Jan Kos"},
    ),
    (
        "an invitation to one land makes no host in the next",
        "Chinese Premier Han Zhen will begin a visit to Nepal on Tuesday at the invitation of "
        "Nepali Prime Minister Bishnu Thapa, and afterwards go to Russia on Friday.",
        "go",
        {"Han Zhen"},
    ),
    (
        "the guest of a state",
        "Maltese President Carlo Vella met with Polish Senate President Anna Kos on Monday. On "
        "Tuesday the Polish guest met Maltese Finance Minister Luca Borg.",
        "met",
        {"Anna Kos", "Luca Borg"},
    ),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def told(nlp: Language, text: str) -> list[tuple[str, set[str]]]:
    (found,) = read_reports(nlp, [Report("r", text, published="2010-05-05")])
    return [(a.trigger.text, {p.actor.name for p in a.participations}) for a in found.accounts]


@pytest.mark.parametrize(
    ("rule", "text", "word", "parties"), PARTIES, ids=[case[0] for case in PARTIES]
)
def test_who_takes_part(nlp: Language, rule: str, text: str, word: str, parties: set[str]):
    events = told(nlp, text)
    assert any(word in trigger and found == parties for trigger, found in events), events


def test_an_official_of_the_country_at_home_is_no_visitor(nlp: Language):
    text = (
        "SURABAYA, May 5 (Agency) -- The governor said the province would host a visit by the "
        "Minister of Home Affairs, Bambang Sutanto, on Saturday."
    )
    assert told(nlp, text) == []
