"""Political acts in invented sentences: what, by whom, on whom; and what is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import Doc

from graph.errors import SettingsError
from graph.model import EventType, Extraction, Report, Role
from ingest.language.acts.lexicon import act_lexicon, lemma_of, phrase_words
from ingest.language.acts.mood import Mood, amounts_to, mood_of
from ingest.language.pipeline import load_pipeline, read_reports

if TYPE_CHECKING:
    from spacy.language import Language

VOCAB = spacy.blank("en").vocab


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def read(nlp: Language, text: str) -> Extraction:
    (found,) = read_reports(nlp, [Report("r", text, published="2005-03-02")])
    return found


def acts(nlp: Language, text: str) -> list[tuple[str, str | None, list[str], list[str]]]:
    """Type, PLOVER category, sources and targets of each act of a report."""
    sides = []
    for account in read(nlp, text).accounts:
        by = [p.actor.name for p in account.participations if p.role is Role.SOURCE]
        on = [p.actor.name for p in account.participations if p.role is Role.TARGET]
        if by or on:
            sides.append((account.type.value, account.plover_category, by, on))
    return sides


def of(words: list[str], heads: list[int], deps: list[str], tags: list[str], pos: list[str]) -> Doc:
    lemmas = [w.lower() for w in words]
    return Doc(VOCAB, words=words, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=lemmas)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each sentence is written for one rule or class of the lexicon
        (
            "Norway praised Sweden on Monday for its patience.",
            ("Support", "SUPPORT", ["Norway"], ["Sweden"]),
        ),
        (
            "The Chilean government apologized to Peru on Friday.",
            ("Support", "SUPPORT", ["Chile"], ["Peru"]),
        ),
        (
            "Spanish and Moroccan warships on Monday launched naval exercises off Ceuta.",
            ("Cooperation", "COOPERATE", ["Spain", "Morocco"], []),
        ),
        (
            "Japan gave Fiji 3 million dollars in aid for its schools.",
            ("Aid", "AID", ["Japan"], ["Fiji"]),
        ),
        (
            "The Indonesian government lifted the curfew in Ambon on Tuesday.",
            ("Concession", "CONCEDE", ["Indonesia"], []),
        ),
        (
            "The Ethiopian army withdrew its troops from Eritrea on Sunday.",
            ("Retreat", "RETREAT", ["Ethiopia"], ["Eritrea"]),
        ),
        (
            "Iran released 15 British sailors on Wednesday.",
            ("Retreat", "RETREAT", ["Iran"], ["United Kingdom"]),
        ),
        (
            "Canada demanded that Cuba open its ports.",
            ("Request", "REQUEST", ["Canada"], ["Cuba"]),
        ),
        (
            "Poland called on Belarus to free the journalists.",
            ("Request", "REQUEST", ["Poland"], ["Belarus"]),
        ),
        (
            "India accused Pakistan of shelling its posts.",
            ("Accusation", "ACCUSE", ["India"], ["Pakistan"]),
        ),
        (
            "Armenia rejected an Azerbaijani proposal on Thursday.",
            ("Rejection", "REJECT", ["Armenia"], ["Azerbaijan"]),
        ),
        (
            "Ukraine refused to sign the pact with Hungary.",
            ("Rejection", "REJECT", ["Ukraine"], ["Hungary"]),
        ),
        (
            "North Korea threatened to attack South Korea.",
            ("Threat", "THREATEN", ["North Korea"], ["South Korea"]),
        ),
        (
            "Thousands of Greek students demonstrated against Turkey in Athens.",
            ("Protest", "PROTEST", ["Greek students"], ["Turkey"]),
        ),
        (
            "Australia imposed sanctions on Zimbabwe on Monday.",
            ("Sanction", "SANCTION", ["Australia"], ["Zimbabwe"]),
        ),
        (
            "Germany expelled two Syrian diplomats on Friday.",
            ("Sanction", "SANCTION", ["Germany"], ["Syria"]),
        ),
        (
            "Britain deployed troops to Kuwait on Monday.",
            ("Mobilization", "MOBILIZE", ["United Kingdom"], ["Kuwait"]),
        ),
        (
            "Israeli soldiers arrested 20 Palestinians in Hebron on Sunday.",
            ("Coercion", "COERCE", ["Israel"], ["Palestine"]),
        ),
        (
            "Russian warplanes bombed Georgia on Saturday.",
            ("Assault", "ASSAULT", ["Russia"], ["Georgia"]),
        ),
    ],
)
def test_one_sentence_of_each_kind(
    nlp: Language, text: str, expected: tuple[str, str, list[str], list[str]]
):
    assert expected in acts(nlp, text)


def test_a_kind_act_to_come_is_a_promise(nlp: Language):
    ((kind, category, by, on),) = acts(nlp, "Japan will give Fiji 3 million dollars in aid.")
    assert (kind, category, by, on) == ("Aid", "AGREE", ["Japan"], ["Fiji"])


def test_a_harsh_act_to_come_is_a_threat(nlp: Language):
    ((kind, category, by, on),) = acts(nlp, "Australia said it would impose sanctions on Fiji.")
    assert (kind, category, by, on) == ("Threat", "THREATEN", ["Australia"], ["Fiji"])


def test_a_kind_act_denied_is_a_rejection(nlp: Language):
    ((kind, _, by, on),) = acts(nlp, "Japan will not give Fiji any aid.")
    assert (kind, by, on) == ("Rejection", ["Japan"], ["Fiji"])


def test_must_in_reported_speech_is_a_demand(nlp: Language):
    ((kind, _, by, on),) = acts(nlp, "Norway said that Iceland must return the ship.")
    assert (kind, by, on) == ("Request", ["Norway"], ["Iceland"])


def test_passive_with_agent(nlp: Language):
    found = acts(nlp, "Malta was criticized by Italy on Monday.")
    assert ("Accusation", "ACCUSE", ["Italy"], ["Malta"]) in found


def test_what_is_demanded_or_refused_is_no_act_of_its_own(nlp: Language):
    found = acts(nlp, "Canada urged Cuba to release the prisoners.")
    assert [kind for kind, *_ in found] == ["Request"]


@pytest.mark.parametrize(
    "text",
    [
        "Australia may impose sanctions on Fiji.",
        "If Australia imposes sanctions on Fiji, trade will fall.",
        "Australia is considering imposing sanctions on Fiji.",
        "Australia did not impose sanctions on Fiji.",
        "Australia has yet to impose sanctions on Fiji.",
        "Australia denied imposing sanctions on Fiji.",
        "Australia does not need to give Fiji aid.",
        "A bakery in Oslo praised its customers.",
        "The senator criticized the mayor of Springfield.",
        "The storm killed nine people in Haiti.",
        "The company launched an attack on its rivals.",
        "The coach praised his players after the match.",
    ],
)
def test_what_may_be_or_concerns_no_state_is_no_act(nlp: Language, text: str):
    assert acts(nlp, text) == []


def test_a_particle_of_its_own_changes_the_verb(nlp: Language):
    assert acts(nlp, "The Norwegian coast guard called off its search late on Tuesday.") == []


def test_words_in_somebodys_quotation_marks_are_no_report_of_an_act(nlp: Language):
    found = acts(nlp, 'The Danish minister said: "We condemn it, and the police arrested them."')
    assert [kind for kind, *_ in found if kind in ("Accusation", "Coercion")] == []


def test_ceasefire_wanted_and_truce_declared_have_their_actors(nlp: Language):
    text = (
        "Azerbaijan declared a unilateral truce with Armenia on Monday. "
        "Armenia said it wants a full withdrawal instead."
    )
    told = [
        (a.type.value, [p.actor.name for p in a.participations]) for a in read(nlp, text).accounts
    ]
    assert any(
        kind in ("Agreement", "Retreat") and set(who) == {"Azerbaijan", "Armenia"}
        for kind, who in told
    )
    assert ("Request", ["Armenia"]) in told


def test_an_act_told_twice_is_one_with_two_sentences(nlp: Language):
    text = (
        "India condemned Pakistan on Monday. Its ministry wrote a note. India condemned Pakistan."
    )
    found = [a for a in read(nlp, text).accounts if a.type is EventType.ACCUSATION]
    assert len(found) == 1
    assert len(found[0].evidence) == 2
    assert found[0].time is not None and found[0].time.start == "2005-02-28"


def test_acts_bear_rule_mode_topics_and_confidence(nlp: Language):
    (account,) = read(nlp, "Australia imposed trade sanctions on Zimbabwe.").accounts
    assert account.rules == ("act:sanction:impose",)
    assert "sanctions" in account.topics
    assert 0.5 < account.confidence < 1
    assert account.trigger.text == "imposed"


def test_amounts_to():
    occurred = amounts_to(EventType.AID, Mood())
    assert occurred is not None and occurred[0] is EventType.AID
    promised = amounts_to(EventType.AID, Mood(pledge=True))
    assert promised is not None and promised[1] == "AGREE"
    assert amounts_to(EventType.AID, Mood(possible=True)) is None
    assert amounts_to(EventType.SANCTION, Mood(negated=True)) is None
    threat = amounts_to(EventType.SANCTION, Mood(will=True))
    assert threat is not None and threat[0] is EventType.THREAT
    assert amounts_to(EventType.REQUEST, Mood(conditional=True)) is None


def test_mood_is_read_from_the_verbs_above():
    doc = of(
        ["Fiji", "promised", "to", "help", "Tonga"],
        [1, 1, 3, 1, 3],
        ["nsubj", "ROOT", "aux", "xcomp", "dobj"],
        ["NNP", "VBD", "TO", "VB", "NNP"],
        ["PROPN", "VERB", "PART", "VERB", "PROPN"],
    )
    doc[1].lemma_ = "promise"
    assert mood_of(doc[3]).pledge
    assert not mood_of(doc[1]).pledge


def test_phrase_words_go_no_further_than_the_phrase():
    doc = of(
        ["sanctions", "on", "trade", "that", "hurt", "farmers"],
        [0, 0, 1, 4, 2, 4],
        ["ROOT", "prep", "pobj", "nsubj", "relcl", "dobj"],
        ["NNS", "IN", "NN", "WDT", "VBD", "NNS"],
        ["NOUN", "ADP", "NOUN", "PRON", "VERB", "NOUN"],
    )
    assert phrase_words(doc[0]) == {"sanctions", "on", "trade"}


def test_a_lemma_that_the_model_gets_wrong_is_mended():
    doc = of(["staged"], [0], ["ROOT"], ["VBD"], ["VERB"])
    doc[0].lemma_ = "stag"
    assert lemma_of(doc[0], {"stage"}) == "stage"
    assert lemma_of(doc[0], {"meet"}) == "stag"


def test_own_lines_are_added(tmp_path: Path):
    (tmp_path / "acts.tsv").write_text(
        "type\tmode\tverbs\tobject\tsubject\nSupport\t\tserenade\t\t\n", encoding="utf-8"
    )
    assert "serenade" in act_lexicon(tmp_path).frames
    assert "praise" in act_lexicon(tmp_path).frames
    assert "serenade" not in act_lexicon().frames


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Praise\t\tlaud\t\t", "Praise"),
        ("Support\t\t\t\t", "verbs"),
        ("Support\t\tlaud\t@nobody\t", "@nobody"),
    ],
)
def test_a_faulty_line_of_the_lexicon_is_named(tmp_path: Path, row: str, says: str):
    (tmp_path / "acts.tsv").write_text(
        f"type\tmode\tverbs\tobject\tsubject\n{row}\n", encoding="utf-8"
    )
    with pytest.raises(SettingsError) as caught:
        act_lexicon(tmp_path)
    assert "acts.tsv, line 2" in str(caught.value)
    assert says in str(caught.value)


def test_groups_of_acts_that_are_dropped_are_no_actors_of_the_report(nlp: Language):
    names = {a.name for a in read(nlp, "Kenyan farmers may block the road to Nairobi.").actors}
    assert "Kenyan farmers" not in names
    names = {a.name for a in read(nlp, "Kenyan farmers blocked the road to Nairobi.").actors}
    assert "Kenyan farmers" in names


def test_the_victim_of_an_attack_is_not_its_source(nlp: Language):
    text = "A bomb attack on a Pakistani checkpoint near Quetta killed two Afghan soldiers."
    ((kind, _, by, on),) = acts(nlp, text)
    assert (kind, by, on) == ("Assault", [], ["Afghanistan"])


def test_a_crowd_without_a_country_is_of_the_place(nlp: Language):
    ((kind, _, by, _),) = acts(nlp, "Thousands of workers marched in Lima on Monday.")
    assert (kind, by) == ("Protest", ["workers in Peru"])


def test_coordinated_adjectives_make_two_groups(nlp: Language):
    text = "The Tanzanian army beat Kenyan and Ugandan refugees on Monday."
    ((_, _, by, on),) = acts(nlp, text)
    assert (by, on) == (["Tanzania"], ["Kenyan refugees", "Ugandan refugees"])


def test_whom_a_condition_names_is_threatened(nlp: Language):
    text = "Russia threatened to leave the talks if Finland joins the alliance."
    ((kind, _, by, on),) = acts(nlp, text)
    assert (kind, by, on) == ("Threat", ["Russia"], ["Finland"])


def test_a_crowd_protests_against_its_own_government_by_default(nlp: Language):
    ((kind, _, by, on),) = acts(nlp, "Bolivian miners blocked the roads to La Paz on Friday.")
    assert (kind, by, on) == ("Protest", ["Bolivian miners"], ["Bolivia"])


def test_the_city_of_an_attack_is_not_its_source(nlp: Language):
    ((kind, _, by, on),) = acts(nlp, "A Nairobi car bombing killed five Ugandan soldiers.")
    assert (kind, by, on) == ("Assault", [], ["Uganda"])


def test_rebels_are_of_the_country_that_stands_beside_them(nlp: Language):
    report = read(nlp, "Rebels in Liberia rejected a Ghanaian peace plan on Monday.")
    (account,) = [a for a in report.accounts if a.type is EventType.REJECTION]
    by = [p.actor for p in account.participations if p.role is Role.SOURCE]
    assert [(a.kind.value, a.country) for a in by] == [("group", "LBR")]
