"""How many happenings a report tells: several by one word, one by several, none between equals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Read = Callable[[str], list[tuple[str, tuple[str, ...], str | None, str | None, str]]]


def parties(events: list[tuple[str, tuple[str, ...], str | None, str | None, str]], type_: str):
    return sorted(who for kind, who, *_ in events if kind == type_)


@pytest.mark.parametrize(
    "text",
    [
        "Portuguese President Ana Costa received Norwegian Foreign Minister Nils Berg and Chilean "
        "Foreign Minister Rosa Vidal one after the other on Tuesday.",
        "Portuguese President Ana Costa met on Tuesday with Norwegian Foreign Minister Nils Berg "
        "and, later, with Chilean Foreign Minister Rosa Vidal.",
        "Portuguese President Ana Costa held one-on-one meetings on Tuesday with Norwegian Foreign "
        "Minister Nils Berg and Chilean Foreign Minister Rosa Vidal.",
    ],
)
def test_several_meetings_by_one_word(events_of: Read, text: str):
    assert parties(events_of(text), "Meeting") == [
        ("Ana Costa/PRT", "Nils Berg/NOR"),
        ("Ana Costa/PRT", "Rosa Vidal/CHL"),
    ]


def test_two_telephoned_are_two_calls(events_of: Read):
    found = events_of(
        "Portuguese President Ana Costa telephoned Norwegian Prime Minister Nils Berg and Chilean "
        "President Rosa Vidal on Tuesday."
    )
    assert parties(found, "Call") == [
        ("Ana Costa/PRT", "Nils Berg/NOR"),
        ("Ana Costa/PRT", "Rosa Vidal/CHL"),
    ]


def test_what_was_earlier_is_another_meeting(events_of: Read):
    found = events_of(
        "The accord came in a meeting with Norwegian Foreign Minister Nils Berg on Tuesday. "
        "Earlier Berg paid a courtesy call on Portuguese President Ana Costa."
    )
    assert ("Ana Costa/PRT", "Nils Berg/NOR") in parties(found, "Meeting")
    assert len(parties(found, "Meeting")) == 2 or ("Nils Berg/NOR",) not in parties(
        found, "Meeting"
    )


def test_an_indefinite_summit_is_not_the_consultations_before(events_of: Read):
    found = events_of(
        "Norway and Chile will hold consultations in Oslo next Tuesday. "
        "A summit of Norway and Chile took place in Lima in April."
    )
    assert sorted((day, where) for kind, _, day, where, _ in found if kind == "Meeting") == [
        ("2010-04", "Lima"),
        ("2010-05-11", "Oslo"),
    ]


def test_a_formal_accord_is_of_the_sides_of_the_first(events_of: Read):
    found = events_of(
        "Norway and Chile signed a preliminary agreement on fishing last week. "
        "A formal agreement will be signed in June."
    )
    assert sorted((who, day, status) for kind, who, day, _, status in found) == [
        (("Chile/CHL", "Norway/NOR"), "2010-04-26", "occurred"),
        (("Chile/CHL", "Norway/NOR"), "2010-06", "planned"),
    ]


def test_who_received_the_visitor_is_not_the_same_visitor(events_of: Read):
    found = events_of(
        "Norwegian Foreign Minister Nils Berg is in Chile at the invitation of Foreign Minister "
        "Rosa Vidal following her visit to Oslo last year."
    )
    assert sorted((who, day) for kind, who, day, *_ in found if kind == "Visit") == [
        (("Nils Berg/NOR", "Rosa Vidal/CHL"), "2010-05-05"),
        (("Rosa Vidal/CHL",), "2009"),
    ]


def test_who_met_before_a_summit_is_not_thereby_at_it(events_of: Read):
    found = events_of(
        "Norwegian Prime Minister Nils Berg and Chilean President Rosa Vidal met in Lima on Tuesday, "
        "a week before an APEC summit."
    )
    assert parties(found, "Meeting")[-1] == ("Nils Berg/NOR", "Rosa Vidal/CHL")
    assert all(len(who) < 3 for who in parties(found, "Meeting"))


def test_two_of_one_office_are_of_two_states(events_of: Read):
    found = events_of("Foreign Ministers Nils Berg and Rosa Vidal met in Lima on Tuesday.")
    assert parties(found, "Meeting") == [("Nils Berg/None", "Rosa Vidal/None")]


def test_an_official_at_home_who_faces_a_foreign_one(events_of: Read):
    found = events_of(
        "HANOI, May 5 (Agency) -- Trade union head Nguyen Thi Hoa met with the Norwegian trade "
        "minister, Nils Berg, on Tuesday."
    )
    assert [len(who) for who in parties(found, "Meeting")] == [2]


def test_the_talks_behind_an_accord_are_of_its_sides(events_of: Read):
    found = events_of(
        "Norwegian Trade Minister Nils Berg and his Chilean counterpart Rosa Vidal agreed on Tuesday "
        "to cut duties on salmon. Berg told reporters after the talks that the duties had been unfair."
    )
    assert parties(found, "Meeting") == [("Nils Berg/NOR", "Rosa Vidal/CHL")]


def test_a_hop_inside_the_land_is_the_same_visit(events_of: Read):
    found = events_of(
        "Norwegian Prime Minister Nils Berg spoke on Tuesday during a visit to Santiago. He later flew "
        "to Valparaiso."
    )
    assert parties(found, "Visit") == [("Nils Berg/NOR",)]


def test_talks_of_one_side_are_with_the_only_other_of_the_report(events_of: Read):
    found = events_of(
        "Norway will send 200 tons of herring to Chile. Norway's foreign ministry made the offer after "
        "bilateral talks that ended on Monday. Chile has bought no herring since March."
    )
    assert parties(found, "Meeting") == [("Chile/CHL", "Norway/NOR")]


def test_with_three_states_in_the_report_the_other_side_stays_open(events_of: Read):
    found = events_of(
        "Norway will send herring to Chile and Peru. Norway's foreign ministry made the offer after "
        "bilateral talks that ended on Monday. Chile and Peru have bought no herring since March."
    )
    assert parties(found, "Meeting") == []


def test_a_guest_alone_at_a_ceremony(events_of: Read):
    found = events_of(
        "Norwegian Foreign Minister Nils Berg arrived in Santiago on Tuesday. The minister laid a wreath "
        "at the monument to the seamen on Wednesday."
    )
    assert parties(found, "Ceremony") == [("Nils Berg/NOR",)]


@pytest.mark.parametrize(
    ("text", "movement"),
    [
        (
            "Chilean President Rosa Vidal met Colombian rebels on Monday. The FARC has held hostages "
            "for years.",
            "Revolutionary Armed Forces of Colombia/COL",
        ),
        (
            "Norwegian peace envoy Nils Berg met with rebel leaders on Friday. The Tamil Tigers want "
            "autonomy.",
            "Tamil Tigers/LKA",
        ),
    ],
)
def test_rebels_are_not_their_state(events_of: Read, text: str, movement: str):
    (who,) = parties(events_of(text), "Meeting")
    assert movement in who and len(who) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Chile will build a canal in Peru, according to officials in Peru on Friday.",
        "Former Croatian General Ante Babic goes on trial Tuesday in The Hague.",
        "Beijing promised to discourage its citizens from traveling to Chad.",
        "Norway is again calling on its citizens to avoid traveling to Chad.",
        "After failed negotiations for a deal between Norway and Chile the deadline stands at June 30.",
        "France hosts Senegal on Tuesday in Nice in a friendly.",
        "Insurgents may leave the war zones of Chad and head for Niger.",
        "The United Nations sent aid to the Bahamas. Hurricane Dora was northbound as it left the Bahamas.",
        "Former general Ante Babic of Croatia is on trial there.",
        "Norwegian Prime Minister Nils Berg denied that he made any deal with Chile.",
        "Tribal leader Malik Khan was traveling in Waziristan on Sunday.",
    ],
)
def test_no_happening_of_diplomacy(events_of: Read, text: str):
    assert events_of(text) == []


def test_a_council_named_by_its_two_sides(events_of: Read):
    found = events_of("The minister spoke of Thursday's NATO-Russia Council meeting in Oslo.")
    assert parties(found, "Meeting") == [("NATO/None", "Russia/RUS")]


def test_rebels_whose_movement_is_named_later(events_of: Read):
    found = events_of(
        "Uganda's government and rebels signed a cease-fire agreement on Saturday. The Lord's Resistance "
        "Army has fought for twenty years."
    )
    assert parties(found, "Agreement") == [("Lord's Resistance Army/UGA", "Uganda/UGA")]


def test_spoke_after_meeting_somebody(events_of: Read):
    found = events_of(
        "Chilean President Rosa Vidal spoke after meeting in Santiago Tuesday with Norwegian Foreign "
        "Minister Nils Berg."
    )
    assert [(kind, who) for kind, who, *_ in found] == [
        ("Meeting", ("Nils Berg/NOR", "Rosa Vidal/CHL"))
    ]


def test_players_of_two_states_do_not_hold_a_meeting(events_of: Read):
    assert not events_of(
        "Top-ranked Nils Berg of Norway and second-ranked Rosa Vidal of Chile will meet in Melbourne."
    )


def test_the_five_are_no_pair_of_states(events_of: Read):
    assert not events_of(
        "Chile deported five Norwegians on Monday. The five arrived Tuesday in Peru's capital, Lima."
    )


def test_the_government_is_the_one_told_of(events_of: Read):
    assert not events_of(
        "The Somali government operates out of Nairobi, Kenya. Lawmakers want a force before the "
        "government returns to Somalia."
    )


def test_a_name_two_sentences_after_its_role(events_of: Read):
    found = events_of(
        "The U.N. special envoy for water concluded a visit to Chile on Tuesday. She told reporters that "
        "the lakes were clean. Marta Lindqvist also praised the rivers."
    )
    assert parties(found, "Visit") == [("Marta Lindqvist/None",)]


@pytest.mark.parametrize(
    "text",
    [
        "On a visit to Peru, Norwegian Finance Minister Nils Berg said prices would fall.",
        "Gunmen have attacked a school in Chad, just hours after Norwegian Foreign Minister Nils Berg "
        "paid a surprise visit to the country.",
        "While in Peru, Norwegian Prime Minister Nils Berg tried fishing.",
    ],
)
def test_a_stay_around_the_news_is_of_its_day(events_of: Read, text: str):
    assert [(kind, day) for kind, _, day, *_ in events_of(text)] == [("Visit", "2010-05-05")]


def test_soon_is_no_day(events_of: Read):
    found = events_of(
        "Norwegian envoy Nils Berg met Chilean President Rosa Vidal on Wednesday. He plans to meet "
        "Peruvian President Luis Soto soon."
    )
    assert [day for kind, who, day, *_ in found if "Luis Soto/PER" in who] == [None]


def test_who_agrees_about_the_other_side_of_the_report(events_of: Read):
    found = events_of(
        "Chile bought Norwegian ships after Norwegian Prime Minister Nils Berg went there in March. Norway "
        "agreed to write off nearly five billion dollars of Chilean debt."
    )
    assert parties(found, "Agreement") == [("Chile/CHL", "Norway/NOR")] or parties(
        found, "Agreement"
    ) == [("Chile/CHL", "Nils Berg/NOR")]
    assert [where for kind, _, _, where, _ in found if kind == "Visit"] == ["Chile"]


def test_an_accord_made_in_a_call_is_of_its_day(events_of: Read):
    found = events_of(
        "On Tuesday, Norwegian Prime Minister Nils Berg telephoned Chilean President Rosa Vidal. The two "
        "leaders agreed to form a working group on ports."
    )
    assert {(kind, day) for kind, _, day, *_ in found} == {
        ("Call", "2010-05-04"),
        ("Agreement", "2010-05-04"),
    }


def test_raised_with_somebody_in_a_call(events_of: Read):
    found = events_of(
        "Norwegian Foreign Minister Nils Berg raised the matter with Chilean Foreign Minister Rosa Vidal "
        "in a telephone conversation on Tuesday."
    )
    assert parties(found, "Call") == [("Nils Berg/NOR", "Rosa Vidal/CHL")]


def test_a_judge_is_no_power(events_of: Read):
    assert not events_of(
        "A Chilean judge has agreed to review the return of 15 Peruvians. Chile sent them home on Monday. "
        "Peru had asked Chile for them, and Peru will try them."
    )


def test_a_host_of_a_donors_conference(events_of: Read):
    found = events_of(
        "The rebels stayed away from a donors' conference that Japan hosted in Tokyo last week."
    )
    assert parties(found, "Meeting") == [("Japan/JPN",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norwegian Foreign Minister Nils Berg brought up the matter in Lima on Tuesday when he saw "
            "Peruvian President Luis Soto.",
            ("Meeting", ("Luis Soto/PER", "Nils Berg/NOR"), "2010-05-04", "Lima", "occurred"),
        ),
        (
            "Norwegian Foreign Minister Nils Berg is expected in Lima Friday to press rival factions.",
            ("Visit", ("Nils Berg/NOR",), "2010-05-07", "Lima", "planned"),
        ),
    ],
)
def test_words_around_a_day(events_of: Read, text: str, expected: tuple[object, ...]):
    assert events_of(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norwegian Foreign Minister Nils Berg said so. Mr. Berg is the most senior Norwegian official "
            "to travel to Peru in ten years.",
            ("Visit", ("Nils Berg/NOR",), None, "Peru", "occurred"),
        ),
        (
            "Leaders gather in Tonga on Friday. New Zealand's prime minister, Ann Clarke, has already "
            "arrived there.",
            ("Visit", ("Ann Clarke/NZL",), "2010-05-05", "Tonga", "ongoing"),
        ),
        (
            "Chad is unhappy with Peru. Its energy minister, Idriss Abakar, visited Lima last month.",
            ("Visit", ("Idriss Abakar/TCD",), "2010-04", "Lima", "occurred"),
        ),
    ],
)
def test_who_travels_where(events_of: Read, text: str, expected: tuple[object, ...]):
    assert expected in events_of(text)


def test_a_ministry_is_no_person(events_of: Read):
    found = events_of(
        "Peru and Chile agreed on Monday to cut their tariffs. Chile's Commerce Ministry welcomed the "
        "agreement."
    )
    assert parties(found, "Agreement") == [("Chile/CHL", "Peru/PER")]
