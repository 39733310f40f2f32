"""What governments say of their own calls and meetings: one invented statement for each rule.

Each case gives the statement and what a careful reader finds: type, parties with the state they
stand for, first day, place and status. Events beyond those are faults.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

DAY = "2010-05-05"  # a Wednesday
Told = tuple[str, tuple[str, ...], str | None, str | None, str]
Read = Callable[[str], list[Told]]

# rule, text, expected: (type, parties, first day, city or land, status)
CASES: list[tuple[str, str, list[Told]]] = [
    (
        "an official without a state is of the state that speaks",
        "National Security Advisor Paul Keane met today with Foreign Minister Janis Ozols of "
        "Latvia. Mr. Keane underlined the commitment of the government to the ties between the "
        "United States and Latvia.",
        [("Meeting", ("Paul Keane/USA", "Janis Ozols/LVA"), DAY, None, "occurred")],
    ),
    (
        "an office alone is that of the state that speaks",
        "The Prime Minister met the President of Uganda, Moses Okello, at Downing Street this "
        "morning. The two leaders welcomed the ties between the UK and Uganda.",
        [("Meeting", ("United Kingdom/GBR", "Moses Okello/UGA"), DAY, "London", "occurred")],
    ),
    (
        "two who hold one office are of two states",
        "President Robert Calloway and President Luiz Amaral met today to reaffirm the ties "
        "between the United States and Brazil. President Calloway spoke at the White House.",
        [("Meeting", ("Robert Calloway/USA", "Luiz Amaral/BRA"), DAY, None, "occurred")],
    ),
    (
        "whom a traveller meets in a land is of it",
        "Estonian Foreign Minister Mart Tamm met in Lusaka on Tuesday with Finance Minister "
        "Joseph Banda and Prime Minister Juri Kask of Latvia.",
        [
            (
                "Meeting",
                ("Mart Tamm/EST", "Joseph Banda/ZMB", "Juri Kask/LVA"),
                "2010-05-04",
                "Lusaka",
                "occurred",
            )
        ],
    ),
    (
        "a second given name does not hide a known person",
        "President Jacques Rene Chirac met Latvian Foreign Minister Janis Ozols on Monday.",
        [
            (
                "Meeting",
                ("Jacques Rene Chirac/FRA", "Janis Ozols/LVA"),
                "2010-05-03",
                None,
                "occurred",
            )
        ],
    ),
    (
        "an office alone is nobody who is named behind it",
        "The Prime Minister spoke to the Prime Minister of Malta, Paul Vella, this morning. The "
        "Prime Minister expressed the UK's sympathy.",
        [("Call", ("United Kingdom/GBR", "Paul Vella/MLT"), DAY, None, "occurred")],
    ),
    (
        "called by an office alone",
        "The President called Danish Prime Minister Lars Holm today to congratulate him.",
        [("Call", ("Lars Holm/DNK",), DAY, None, "occurred")],
    ),
    (
        "who also attended was there",
        "Estonian Foreign Minister Mart Tamm met Janis Ozols, the Foreign Minister of Latvia, in "
        "Riga on Tuesday. They discussed trade. Estonian Ambassador Liis Kask also attended.",
        [
            (
                "Meeting",
                ("Mart Tamm/EST", "Janis Ozols/LVA", "Liis Kask/EST"),
                "2010-05-04",
                "Riga",
                "occurred",
            )
        ],
    ),
    (
        "who accompanied travelled",
        "Danish Prime Minister Lars Holm arrived in Kigali on Tuesday. He was accompanied by "
        "Danish Development Minister Anna Bruun.",
        [
            (
                "Visit",
                ("Lars Holm/DNK", "Anna Bruun/DNK"),
                "2010-05-04",
                "Kigali",
                "ongoing",
            )
        ],
    ),
    (
        "present were",
        "Slovak Foreign Minister Jan Novotny held talks with Ghanaian Foreign Minister Kofi Owusu "
        "on Monday. Also present were Ghanaian Trade Minister Ama Boateng and others.",
        [
            (
                "Meeting",
                ("Jan Novotny/SVK", "Kofi Owusu/GHA", "Ama Boateng/GHA"),
                "2010-05-03",
                None,
                "occurred",
            )
        ],
    ),
    (
        "names behind their offices in a list",
        "Slovak Foreign Minister Jan Novotny held a video conference on Monday with the "
        "Foreign Minister of Ghana, Kofi Owusu, the Foreign Minister of Chad, Idriss Saleh, and the "
        "Foreign Minister of Peru, Hugo Paredes.",
        [
            (
                "Call",
                ("Jan Novotny/SVK", "Kofi Owusu/GHA", "Idriss Saleh/TCD", "Hugo Paredes/PER"),
                "2010-05-03",
                None,
                "occurred",
            )
        ],
    ),
    (
        "what a ruler rules follows the name",
        "Danish Prime Minister Lars Holm spoke by phone today with Crown Prince Rashid of Abu Dhabi.",
        [("Call", ("Lars Holm/DNK", "Rashid/ARE"), DAY, None, "occurred")],
    ),
    (
        "two who are told by one word are two sides",
        "Prime Minister Vikram Das spoke by phone today with Paul Vella, the Prime Minister of "
        "Malta. The leaders recalled their meeting in Nairobi in June 2008.",
        [
            ("Call", ("Vikram Das/None", "Paul Vella/MLT"), DAY, None, "occurred"),
            ("Meeting", ("Vikram Das/None", "Paul Vella/MLT"), "2008-06", "Nairobi", "occurred"),
        ],
    ),
    (
        "participants listed at the end",
        "Danish Prime Minister Lars Holm held a video call with Baltic leaders today. The leaders "
        "expressed concern. They spoke of grain. They spoke of gas. They spoke of the harvest. "
        "They will speak again. Participants in the call included Prime Minister Juri Kask of "
        "Latvia and President Mart Tamm of Estonia.",
        [
            (
                "Call",
                ("Lars Holm/DNK", "Juri Kask/LVA", "Mart Tamm/EST"),
                DAY,
                None,
                "occurred",
            )
        ],
    ),
    (
        "one list behind with is of one side",
        "Danish Prime Minister Lars Holm met on Monday with Ghanaian Foreign Minister Kofi Owusu, "
        "Security Adviser Yaw Mensah and Trade Minister Ama Boateng.",
        [
            (
                "Meeting",
                ("Lars Holm/DNK", "Kofi Owusu/GHA", "Yaw Mensah/GHA", "Ama Boateng/GHA"),
                "2010-05-03",
                None,
                "occurred",
            )
        ],
    ),
    (
        "a counterpart's name takes the state told",
        "Danish Security Adviser Lars Holm met today with his Ghanaian counterpart, National "
        "Security Adviser Dr. Yaw Mensah.",
        [("Meeting", ("Lars Holm/DNK", "Yaw Mensah/GHA"), DAY, None, "occurred")],
    ),
    (
        "the family name first",
        "Prime Minister Hatoyama Yukio met Danish Prime Minister Lars Holm on Monday.",
        [("Meeting", ("Hatoyama Yukio/JPN", "Lars Holm/DNK"), "2010-05-03", None, "occurred")],
    ),
    (
        "with, read as a conjunction",
        "Danish Prime Minister Lars Holm spoke today with Prime Minister Juri Kask of Latvia to "
        "consult on regional challenges, including threats from floods.",
        [("Call", ("Lars Holm/DNK", "Juri Kask/LVA"), DAY, None, "occurred")],
    ),
    (
        "who speaks of an accord between two is no party",
        "Danish Prime Minister Lars Holm stressed the value of concluding the fishery talks "
        "between Ghana and Togo on Monday.",
        [("Meeting", ("Ghana/GHA", "Togo/TGO"), "2010-05-03", None, "occurred")],
    ),
    (
        "people who are taken in are no guests",
        "The Danish Prime Minister, Lars Holm, thanked Latvia for hosting vulnerable Afghans.",
        [],
    ),
    (
        "an assistant to the president",
        "Assistant to the President for Trade Dr. Ellen Price met in Riga on Tuesday with Latvian "
        "Trade Minister Juri Kask.",
        [("Meeting", ("Ellen Price/USA", "Juri Kask/LVA"), "2010-05-04", "Riga", "occurred")],
    ),
    (
        "theirs, of each of the two",
        "Danish Prime Minister Lars Holm spoke today with Prime Minister Juri Kask of Latvia. "
        "Their trade advisers will meet in Riga on 10 May.",
        [
            ("Call", ("Lars Holm/DNK", "Juri Kask/LVA"), DAY, None, "occurred"),
            ("Meeting", ("Denmark/DNK", "Latvia/LVA"), "2010-05-10", "Riga", "planned"),
        ],
    ),
    (
        "an accord that one signed with another",
        "Danish Prime Minister Lars Holm praised the accord that Ghana signed with Togo last year.",
        [("Agreement", ("Ghana/GHA", "Togo/TGO"), "2009", None, "occurred")],
    ),
    (
        "staff in the company of the state that speaks",
        "National Security Advisor Paul Keane met today at the White House with Juri Kask, the "
        "Foreign Minister of Latvia. They were joined by Coordinator for Africa Daniel Frost.",
        [
            (
                "Meeting",
                ("Paul Keane/USA", "Juri Kask/LVA", "Daniel Frost/USA"),
                DAY,
                "White House",
                "occurred",
            )
        ],
    ),
    (
        "a gathering is no actor",
        "Danish Prime Minister Lars Holm met today with Prime Minister Juri Kask of Latvia and "
        "spoke of the Negev Summit.",
        [("Meeting", ("Lars Holm/DNK", "Juri Kask/LVA"), DAY, None, "occurred")],
    ),
    (
        "at a summit, a meeting of its own",
        "At the NATO Summit, Danish Prime Minister Lars Holm met with Prime Minister Juri Kask of "
        "Latvia.",
        [
            ("Meeting", ("Lars Holm/DNK", "NATO/None", "Juri Kask/LVA"), None, None, "occurred"),
            ("Meeting", ("Lars Holm/DNK", "Juri Kask/LVA"), DAY, None, "occurred"),
        ],
    ),
    (
        "a statement's own secretary is no guest",
        "President Robert Calloway met today at the White House with Transport Secretary Ann "
        "Mosley. The United States will build roads.",
        [],
    ),
    (
        "talked, in a statement",
        "President Robert Calloway talked today with Prime Minister Juri Kask of Latvia. The "
        "President stressed U.S. support for Latvia.",
        [("Call", ("Robert Calloway/USA", "Juri Kask/LVA"), DAY, None, "occurred")],
    ),
    (
        "a council of another state",
        "Danish Security Adviser Lars Holm met today with the Secretary of the Mongolian National "
        "Security Council in Oslo.",
        [("Meeting", ("Lars Holm/DNK", "Mongolia/MNG"), DAY, "Oslo", "occurred")],
    ),
    (
        "what is hosted is the meeting",
        "Danish Prime Minister Lars Holm participated today in a virtual meeting of G7 leaders "
        "hosted by the President of Latvia, Juri Kask.",
        [("Call", ("Lars Holm/DNK", "G7/None"), DAY, None, "occurred")],
    ),
    (
        "who welcomes a visit does not travel",
        "Danish Prime Minister Lars Holm spoke today with Juri Kask, the Prime Minister of Latvia. "
        "They welcomed the visit of the Polish trade minister to Riga last month.",
        [
            ("Call", ("Lars Holm/DNK", "Juri Kask/LVA"), DAY, None, "occurred"),
            ("Visit", ("Poland/POL",), "2010-04", "Riga", "occurred"),
        ],
    ),
    (
        "what a government promises tells its state",
        "The Prime Minister spoke to the Amir of Qatar, His Highness Sheikh Nasser bin Jaber, this "
        "morning. The Prime Minister announced that Canada will deploy 60 doctors.",
        [("Call", ("Canada/CAN", "Nasser bin Jaber/QAT"), DAY, None, "occurred")],
    ),
]


@pytest.mark.parametrize(("rule", "text", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_reads_what_a_reader_reads(
    events_of: Read, rule: str, text: str, wanted: list[Told]
) -> None:
    assert events_of(text) == sorted(
        ((t, tuple(sorted(w)), d, p, s) for t, w, d, p, s in wanted), key=str
    )
