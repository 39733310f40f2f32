"""What events come out of invented prose: one sentence or two for each rule.

Each case gives the report, its day, and what a careful reader finds: type, parties with the
state they stand for, first day, place and status. Events beyond those are faults.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from graph.model import Account, EventType

if TYPE_CHECKING:
    from spacy.language import Language

DAY = "2010-05-05"  # a Wednesday
Told = tuple[str, tuple[str, ...], str | None, str | None, str]
Read = Callable[[str], list[Told]]
Accounts = Callable[[str], list[Account]]

# rule, text, expected: (type, parties, first day, city or land, status)
CASES: list[tuple[str, str, list[Told]]] = [
    (
        "visitor received here",
        "KATHMANDU, May 5 (Agency) -- Visiting Sri Lankan Foreign Minister Ruwan Perera met here "
        "today with Nepali Prime Minister Bishnu Thapa.",
        [
            ("Visit", ("Ruwan Perera/LKA",), DAY, "Kathmandu", "ongoing"),
            ("Meeting", ("Ruwan Perera/LKA", "Bishnu Thapa/NPL"), DAY, "Kathmandu", "occurred"),
        ],
    ),
    (
        "invitation names the host",
        "At the invitation of Prime Minister Ana Costa, Hungarian Prime Minister Gabor Toth will "
        "pay an official visit to Portugal from May 14 to 16.",
        [("Visit", ("Gabor Toth/HUN", "Ana Costa/PRT"), "2010-05-14", "Portugal", "planned")],
    ),
    (
        "role only gives the state, a counterpart too",
        "Finland's president will meet his Estonian counterpart in Tallinn next week.",
        [("Meeting", ("Finland/FIN", "Estonia/EST"), "2010-05-10", "Tallinn", "planned")],
    ),
    (
        "a name in apposition to its office",
        "The Polish foreign minister, Marek Zielinski, telephoned his Lithuanian colleague on "
        "Monday to discuss the border incident.",
        [("Call", ("Marek Zielinski/POL", "Lithuania/LTU"), "2010-05-03", None, "occurred")],
    ),
    (
        "expected in a place",
        "German President Arno Keller is expected in Ottawa on 12 July for talks with Canadian "
        "leaders.",
        [
            ("Visit", ("Arno Keller/DEU",), "2010-07-12", "Ottawa", "planned"),
            ("Meeting", ("Arno Keller/DEU", "Canada/CAN"), "2010-07-12", "Ottawa", "planned"),
        ],
    ),
    (
        "talks between two states",
        "Talks between Eritrea and Djibouti broke down on Saturday.",
        [("Meeting", ("Eritrea/ERI", "Djibouti/DJI"), "2010-05-01", None, "occurred")],
    ),
    (
        "separate meetings are two",
        "German Chancellor Petra Lang held separate meetings with the leaders of Serbia and "
        "Kosovo in Berlin on Tuesday.",
        [
            ("Meeting", ("Petra Lang/DEU", "Serbia/SRB"), "2010-05-04", "Berlin", "occurred"),
            ("Meeting", ("Petra Lang/DEU", "Kosovo/XKX"), "2010-05-04", "Berlin", "occurred"),
        ],
    ),
    (
        "each of two meetings has its own place",
        "Norwegian envoy Ola Berg met separately with Serbian President Petar Ilic in Belgrade and "
        "Kosovo leader Arben Gashi in Pristina on Tuesday.",
        [
            ("Meeting", ("Arben Gashi/XKX", "Ola Berg/NOR"), "2010-05-04", "Pristina", "occurred"),
            ("Meeting", ("Ola Berg/NOR", "Petar Ilic/SRB"), "2010-05-04", "Belgrade", "occurred"),
        ],
    ),
    (
        "a tour is one visit for each land",
        "The Vietnamese prime minister leaves Hanoi next week on a tour that will take him to Laos and Thailand.",
        [
            ("Visit", ("Vietnam/VNM",), None, "Laos", "planned"),
            ("Visit", ("Vietnam/VNM",), None, "Thailand", "planned"),
        ],
    ),
    (
        "the arrival tells the visit, once",
        "Former US President Jimmy Carter arrived in Pyongyang on Tuesday for a three-day visit.",
        [("Visit", ("Jimmy Carter/USA",), "2010-05-04", "Pyongyang", "ongoing")],
    ),
    (
        "a banquet for a guest",
        "South African Deputy President Thabo Nkosi hosted a dinner for Brazilian Foreign "
        "Minister Celia Ramos in Pretoria on Tuesday night.",
        [("Meeting", ("Thabo Nkosi/ZAF", "Celia Ramos/BRA"), "2010-05-04", "Pretoria", "occurred")],
    ),
    (
        "a delegation is who leads it",
        "A Chilean delegation led by Deputy Foreign Minister Rosa Vidal met Peruvian officials "
        "in Lima on Monday.",
        [("Meeting", ("Rosa Vidal/CHL", "Peru/PER"), "2010-05-03", "Lima", "occurred")],
    ),
    (
        "the announcing state is the destination",
        "Zambian officials said the visit by the Angolan president has been postponed.",
        [("Visit", ("Angola/AGO",), None, "Zambia", "cancelled")],
    ),
    (
        "a lead without a name, the name after it",
        "A top Irish diplomat is in Hanoi for talks. Deputy Foreign Minister Sean Byrne met "
        "Vietnamese Foreign Minister Tran Van Hoa on Tuesday.",
        [
            ("Visit", ("Sean Byrne/IRL",), DAY, "Hanoi", "ongoing"),
            ("Meeting", ("Sean Byrne/IRL", "Tran Van Hoa/VNM"), "2010-05-04", "Hanoi", "occurred"),
        ],
    ),
    (
        "who says it signed it",
        "Uruguayan officials say they have signed a fishing accord with Namibia.",
        [("Agreement", ("Uruguay/URY", "Namibia/NAM"), DAY, None, "occurred")],
    ),
    (
        "an undertaking, the other side in its content",
        "Qatar agreed on Sunday to supply gas to Bahrain.",
        [("Agreement", ("Qatar/QAT", "Bahrain/BHR"), "2010-05-02", None, "occurred")],
    ),
    (
        "the parser makes the partner a subject",
        "President Joe Biden spoke today with President Ivan Duque of Colombia to express U.S. "
        "support for reform.",
        [("Call", ("Joe Biden/USA", "Ivan Duque/COL"), DAY, None, "occurred")],
    ),
    (
        "a series of officials of several lands",
        "President Joe Biden held a video call today with President Emmanuel Macron of France, "
        "Chancellor Olaf Scholz of Germany, and Prime Minister Boris Johnson of the United Kingdom.",
        [
            (
                "Call",
                (
                    "Joe Biden/USA",
                    "Emmanuel Macron/FRA",
                    "Olaf Scholz/DEU",
                    "Boris Johnson/GBR",
                ),
                DAY,
                None,
                "occurred",
            )
        ],
    ),
    (
        "virtual meetings are calls",
        "Kenyan President Amos Mutai held a virtual meeting with Norwegian Prime Minister Kari "
        "Dahl on Tuesday.",
        [("Call", ("Amos Mutai/KEN", "Kari Dahl/NOR"), "2010-05-04", None, "occurred")],
    ),
    (
        "a host at a palace holds a meeting",
        "President Joe Biden welcomed Chancellor Olaf Scholz of Germany to the White House.",
        [("Meeting", ("Olaf Scholz/DEU", "Joe Biden/USA"), DAY, "White House", "occurred")],
    ),
    (
        "one happening told three times",
        "Chilean President Luis Herrera met Japanese Prime Minister Kenji Sato on Monday. The "
        "meeting took place in Tokyo. After the talks the two leaders praised their ties.",
        [("Meeting", ("Luis Herrera/CHL", "Kenji Sato/JPN"), "2010-05-03", "Tokyo", "occurred")],
    ),
    (
        "another day is another meeting",
        "Chilean President Luis Herrera met Japanese Prime Minister Kenji Sato in Tokyo on "
        "Monday. The two will meet again in Santiago on 3 June.",
        [
            ("Meeting", ("Luis Herrera/CHL", "Kenji Sato/JPN"), "2010-05-03", "Tokyo", "occurred"),
            (
                "Meeting",
                ("Luis Herrera/CHL", "Kenji Sato/JPN"),
                "2010-06-03",
                "Santiago",
                "planned",
            ),
        ],
    ),
    (
        "a courtesy call, with forms of address",
        "The Ambassador of Estonia, Her Excellency Kadri Tamm, today paid a courtesy call on the "
        "Prime Minister of Fiji, the Honourable Peter Nalau.",
        [("Meeting", ("Kadri Tamm/EST", "Peter Nalau/FJI"), DAY, None, "occurred")],
    ),
    (
        "called on an official",
        "On Monday Mr. Lund, the Norwegian foreign minister, called on Prime Minister Ahmad Salleh "
        "of Malaysia. He called on Malaysia to open its market.",
        [("Meeting", ("Lund/NOR", "Ahmad Salleh/MYS"), "2010-05-03", None, "occurred")],
    ),
    (
        "met at the airport: a greeting",
        "Latvian President Janis Ozols arrived in Baku on Wednesday and was met at the airport by "
        "Azerbaijani Prime Minister Rauf Aliyev.",
        [("Visit", ("Janis Ozols/LVA", "Rauf Aliyev/AZE"), DAY, "Baku", "ongoing")],
    ),
    (
        "a visit of another year lends nothing",
        "Mongolian President Dorj Batsuren received Hungarian Foreign Minister Ildiko Farkas. "
        "Batsuren recalled his visit to Budapest in 1998.",
        [
            ("Meeting", ("Dorj Batsuren/MNG", "Ildiko Farkas/HUN"), DAY, None, "occurred"),
            ("Visit", ("Dorj Batsuren/MNG",), "1998", "Budapest", "occurred"),
        ],
    ),
    (
        "signed by a minister and his counterpart",
        "Kenya and Turkey signed a memorandum of understanding on aviation in Nairobi on Wednesday. "
        "The MoU was signed by Transport Minister Joseph Mutiso and his Turkish counterpart "
        "Cemal Aydin.",
        [
            (
                "Agreement",
                ("Joseph Mutiso/KEN", "Cemal Aydin/TUR"),
                DAY,
                "Nairobi",
                "occurred",
            )
        ],
    ),
    (
        "flew in, to where the story is told",
        "LUSAKA, May 5 (Agency) -- Angolan Foreign Minister Paulo Neto, who flew in from Maputo on "
        "Monday, handed over a letter.",
        [("Visit", ("Paulo Neto/AGO",), "2010-05-03", "Lusaka", "ongoing")],
    ),
    (
        "a visitor leaves: the stay is over",
        "Jordanian Prime Minister Samir Haddad left Doha on Tuesday.",
        [("Visit", ("Samir Haddad/JOR",), "2010-05-04", "Doha", "occurred")],
    ),
    (
        "leaves one land for another, the day between",
        "Togolese Prime Minister Kofi Lawson left Accra today for Abidjan.",
        [
            ("Visit", ("Kofi Lawson/TGO",), DAY, "Accra", "occurred"),
            ("Visit", ("Kofi Lawson/TGO",), DAY, "Abidjan", "planned"),
        ],
    ),
    (
        "the next stop is a place",
        "Bulgarian President Ivan Petkov's next stop will be Yerevan.",
        [("Visit", ("Ivan Petkov/BGR",), None, "Yerevan", "planned")],
    ),
    (
        "a stop of the same tour, dropped",
        "Bulgarian President Ivan Petkov visited Jordan on Monday. A stop in Israel was dropped.",
        [
            ("Visit", ("Ivan Petkov/BGR",), "2010-05-03", "Jordan", "occurred"),
            ("Visit", ("Ivan Petkov/BGR",), None, "Israel", "cancelled"),
        ],
    ),
    (
        "is back in",
        "Canadian Foreign Minister Paul Roy is back in Beirut.",
        [("Visit", ("Paul Roy/CAN",), DAY, "Beirut", "ongoing")],
    ),
    (
        "has been in the country since",
        "JAKARTA, May 5 (Agency) -- Thai Defence Minister Somchai Boon, who has been in the country "
        "since Monday, praised the army.",
        [("Visit", ("Somchai Boon/THA",), "2010-05-03", "Indonesia", "ongoing")],
    ),
    (
        "was last in",
        "Angolan President Paulo Neto was last in Lusaka in March.",
        [("Visit", ("Paulo Neto/AGO",), "2010-03", "Lusaka", "occurred")],
    ),
    (
        "intends to be in",
        "Swedish Prime Minister Nils Berg intends to be in Baku on May 20.",
        [("Visit", ("Nils Berg/SWE",), "2010-05-20", "Baku", "planned")],
    ),
    (
        "on a visit, under a dateline abroad",
        "LUSAKA, May 5 (Agency) -- Angolan President Paulo Neto, who is on a working visit, praised "
        "the police.",
        [("Visit", ("Paulo Neto/AGO",), DAY, "Lusaka", "ongoing")],
    ),
    (
        "at the invitation of: the host's land",
        "Angolan President Paulo Neto is to pay an official visit in June at the invitation of "
        "Zambian President Moses Banda.",
        [("Visit", ("Paulo Neto/AGO", "Moses Banda/ZMB"), "2010-06", "Zambia", "planned")],
    ),
    (
        "a return visit leads to who came first",
        "Angolan Foreign Minister Paulo Neto visited Lusaka on Tuesday. Zambian President Moses "
        "Banda will pay a return visit.",
        [
            ("Visit", ("Paulo Neto/AGO",), "2010-05-04", "Lusaka", "occurred"),
            ("Visit", ("Moses Banda/ZMB",), None, "Angola", "planned"),
        ],
    ),
    (
        "from a town where a visit was paid",
        "Danish Foreign Minister Lars Holm arrived in Quito on Monday from Lima, where he paid a "
        "visit last week.",
        [
            ("Visit", ("Lars Holm/DNK",), "2010-05-03", "Quito", "ongoing"),
            ("Visit", ("Lars Holm/DNK",), "2010-04-26", "Lima", "occurred"),
        ],
    ),
    (
        "who is sent travels",
        "Denmark has sent Foreign Minister Lars Holm to Tokyo.",
        [("Visit", ("Lars Holm/DNK",), DAY, "Tokyo", "occurred")],
    ),
    (
        "a dash through two capitals",
        "Danish Foreign Minister Lars Holm made a dash to Kampala and Kigali on Monday.",
        [
            ("Visit", ("Lars Holm/DNK",), "2010-05-03", "Kampala", "occurred"),
            ("Visit", ("Lars Holm/DNK",), "2010-05-03", "Kigali", "occurred"),
        ],
    ),
    (
        "put off and called off",
        "Danish Foreign Minister Lars Holm called off a visit to Sofia.",
        [("Visit", ("Lars Holm/DNK",), None, "Sofia", "cancelled")],
    ),
    (
        "while in a land",
        "While in Pakistan, French President Luc Ferrand planted a tree.",
        [("Visit", ("Luc Ferrand/FRA",), DAY, "Pakistan", "occurred")],
    ),
    (
        "met at the airport by a host",
        "ACCRA, May 5 (Agency) -- Togolese Prime Minister Kofi Lawson arrived on Monday. He was met "
        "at the airport by Ghanaian Vice President Yaw Mensah and the Togolese ambassador.",
        [("Visit", ("Kofi Lawson/TGO", "Yaw Mensah/GHA"), "2010-05-03", "Accra", "ongoing")],
    ),
    (
        "an invitation extended to who is to visit",
        "Peruvian Foreign Minister Jose Vega extended an invitation to Danish Foreign Minister Lars "
        "Holm to visit Lima.",
        [("Visit", ("Lars Holm/DNK", "Jose Vega/PER"), None, "Lima", "possible")],
    ),
    (
        "lands of a tour that are not named",
        "Togolese Prime Minister Kofi Lawson toured Gulf states last week.",
        [("Visit", ("Kofi Lawson/TGO",), "2010-04-26", "Gulf", "occurred")],
    ),
    (
        "denied that somebody would travel",
        "Togo denied reports that Prime Minister Kofi Lawson of Togo would travel to Accra.",
        [("Visit", ("Kofi Lawson/TGO",), None, "Accra", "cancelled")],
    ),
    (
        "a land that is visited in a relative clause",
        "Jordanian Prime Minister Samir Haddad praised Malta, which he visited in October 2008.",
        [("Visit", ("Samir Haddad/JOR",), "2008-10", "Malta", "occurred")],
    ),
    (
        "the success of a visit by somebody",
        "The minister hailed the success of the State visit to Malta by Jordanian Prime Minister "
        "Samir Haddad.",
        [("Visit", ("Samir Haddad/JOR",), None, "Malta", "occurred")],
    ),
    (
        "a trip of the same visitor, dropped",
        "On Friday Danish Foreign Minister Lars Holm goes to Rome. A trip to Bonn was dropped.",
        [
            ("Visit", ("Lars Holm/DNK",), "2010-05-07", "Rome", "planned"),
            ("Visit", ("Lars Holm/DNK",), None, "Bonn", "cancelled"),
        ],
    ),
    (
        "put off, and now planned anew",
        "Danish Foreign Minister Lars Holm put off a trip to Turkey because of floods in Jutland "
        "and now intends to be in Ankara on May 20.",
        [
            ("Visit", ("Lars Holm/DNK",), None, "Turkey", "cancelled"),
            ("Visit", ("Lars Holm/DNK",), "2010-05-20", "Ankara", "planned"),
        ],
    ),
    (
        "received at a place that stands behind the leader's name",
        "Zambian President Moses Banda received a delegation headed by Danish Foreign Minister Lars "
        "Holm in Ndola.",
        [("Meeting", ("Moses Banda/ZMB", "Lars Holm/DNK"), DAY, "Ndola", "occurred")],
    ),
    (
        "a base at a town is visited there",
        "Danish Foreign Minister Lars Holm made a visit to the air base at Szolnok on Monday.",
        [("Visit", ("Lars Holm/DNK",), "2010-05-03", "Szolnok", "occurred")],
    ),
    (
        "where he arrived",
        "WASHINGTON, May 5 (Agency) -- Danish Foreign Minister Lars Holm sounded pleased. In "
        "Prague, where he arrived on Tuesday, he planted a tree.",
        [("Visit", ("Lars Holm/DNK",), "2010-05-04", "Prague", "ongoing")],
    ),
    (
        "arrived and left again",
        "Danish Foreign Minister Lars Holm arrived in Prague on Monday and left on Tuesday.",
        [("Visit", ("Lars Holm/DNK",), "2010-05-03", "Prague", "occurred")],
    ),
    (
        "on the eve of a visit",
        "Danish officials said Wednesday on the eve of a visit to Chad by Prime Minister Nils Berg "
        "of Sweden that the dispute was over.",
        [("Visit", ("Nils Berg/SWE",), "2010-05-06", "Chad", "planned")],
    ),
    (
        "a visit by somebody, under a dateline abroad",
        "SEOUL, May 5 (Agency) -- The understanding came out of a visit by Danish Foreign Minister "
        "Lars Holm.",
        [("Visit", ("Lars Holm/DNK",), None, "Seoul", "occurred")],
    ),
    (
        "a former state and its capital are one land",
        "Danish Foreign Minister Lars Holm will travel to Czechoslovakia and Bulgaria in June. He "
        "will arrive in Prague on June 7.",
        [
            ("Visit", ("Lars Holm/DNK",), "2010-06-07", "Prague", "planned"),
            ("Visit", ("Lars Holm/DNK",), "2010-06", "Bulgaria", "planned"),
        ],
    ),
    (
        "cancelled plans to go",
        "Danish Foreign Minister Lars Holm cancelled plans to go to Prague.",
        [("Visit", ("Lars Holm/DNK",), None, "Prague", "cancelled")],
    ),
    (
        "a ride over the border",
        "Danish Foreign Minister Lars Holm rode a bus to Lahore in February.",
        [("Visit", ("Lars Holm/DNK",), "2010-02", "Lahore", "occurred")],
    ),
    (
        "an invitation to make a visit names the host",
        "Polish President Marek Nowak has accepted an invitation from Mongolian President Bat Dorj "
        "to make a state visit to Mongolia in June.",
        [("Visit", ("Marek Nowak/POL", "Bat Dorj/MNG"), "2010-06", "Mongolia", "planned")],
    ),
    (
        "an invitation is to the first of two lands",
        "Togolese Prime Minister Kofi Lawson will begin a visit to Ghana on Tuesday at the "
        "invitation of Ghanaian President Yaw Mensah, and then go to Benin.",
        [
            ("Visit", ("Kofi Lawson/TGO", "Yaw Mensah/GHA"), "2010-05-11", "Ghana", "planned"),
            ("Visit", ("Kofi Lawson/TGO",), None, "Benin", "planned"),
        ],
    ),
    (
        "a swing that takes somebody somewhere and ends somewhere",
        "Danish Foreign Minister Lars Holm leaves on a swing that will take him to Jakarta and end "
        "in Hanoi.",
        [
            ("Visit", ("Lars Holm/DNK",), None, "Jakarta", "planned"),
            ("Visit", ("Lars Holm/DNK",), None, "Hanoi", "planned"),
        ],
    ),
    (
        "the town that is somebody's home is visited",
        "Danish Foreign Minister Lars Holm looked forward to visiting the Polish premier's home town "
        "of Gdansk in June.",
        [("Visit", ("Lars Holm/DNK",), "2010-06", "Gdansk", "planned")],
    ),
    (
        "arrived, where the sentence before led",
        "An observer came to Lome. Danish Foreign Minister Lars Holm arrived on Monday.",
        [("Visit", ("Lars Holm/DNK",), "2010-05-03", "Lome", "ongoing")],
    ),
    (
        "shuttles between",
        "Danish Foreign Minister Lars Holm is shuttling between Lome and Accra.",
        [
            ("Visit", ("Lars Holm/DNK",), DAY, "Lome", "ongoing"),
            ("Visit", ("Lars Holm/DNK",), DAY, "Accra", "ongoing"),
        ],
    ),
    (
        "is on the way to",
        "Danish Foreign Minister Lars Holm is on his way to Lome.",
        [("Visit", ("Lars Holm/DNK",), None, "Lome", "planned")],
    ),
    (
        "wraps up a tour in",
        "Danish Foreign Minister Lars Holm wrapped up his African tour in Kenya on Monday.",
        [("Visit", ("Lars Holm/DNK",), "2010-05-03", "Kenya", "occurred")],
    ),
    (
        "an accord after negotiations at a place",
        "Togo and Benin signed a border agreement on Tuesday after six weeks of negotiations in the "
        "Ghanaian capital.",
        [("Agreement", ("Togo/TGO", "Benin/BEN"), "2010-05-04", "Accra", "occurred")],
    ),
    (
        "an accord made when somebody was at a place",
        "A deal that Togo and Benin signed last month when President Kofi Lawson of Togo was in "
        "Cotonou will be put to a vote.",
        [
            ("Agreement", ("Togo/TGO", "Benin/BEN"), "2010-04", "Cotonou", "occurred"),
            ("Visit", ("Kofi Lawson/TGO",), "2010-04", "Cotonou", "occurred"),
        ],
    ),
    (
        "somebody's nationality says nothing of where a town lies",
        "U.S. Senator Walter Keane is in Damascus.",
        [("Visit", ("Walter Keane/USA",), DAY, "Damascus", "ongoing")],
    ),
]

NOTHING = [
    "Danish Foreign Minister Lars Holm came across an old friend in Lome.",
    "Togo left Ghana far behind in trade.",
    "Togo sent 200 soldiers to Mali on Monday.",
    "No Togolese prime minister had been to Accra before.",
    "The mayor of Lyon met shopkeepers on Monday to discuss parking.",
    "Apple signed a deal with Samsung on Tuesday to supply screens.",
    "The president met his cabinet on Friday to discuss the budget.",
    "The new law meets the demands of the European Union.",
    "The company agreed to pay a fine of two million dollars.",
    "The two countries do not have an extradition treaty.",
    "The minister called for calm and called on all parties to stop the violence.",
    "Lee, the special envoy for border talks, resigned on Monday.",
    "The French president spoke to reporters in Nice.",
    "He arrived at Heathrow airport late on Monday.",
]


@pytest.mark.parametrize(("rule", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_reads(events_of: Read, rule: str, text: str, expected: list[Told]):
    assert events_of(text) == sorted(
        ((t, tuple(sorted(w)), d, p, s) for t, w, d, p, s in expected), key=str
    )


@pytest.mark.parametrize("text", NOTHING)
def test_reads_nothing(events_of: Read, text: str):
    assert events_of(text) == []


def test_evidence_and_offsets_point_into_the_original_text(accounts_of: Accounts):
    text = (
        "\u201cGood,\u201d he said.\n\nUruguay\u2019s President  Luis Vega, Jr. met\n"
        "Prime Minister Bishnu Thapa of Nepal in Montevideo on Monday."
    )
    (account,) = accounts_of(text)
    for span in (account.trigger, *account.evidence):
        assert text[span.start : span.end] == span.text
    assert account.trigger.text == "met"
    assert account.evidence[0].text.startswith("Uruguay\u2019s President")
    assert [p.actor.name for p in account.participations] == ["Luis Vega", "Bishnu Thapa"]
    assert account.participations[0].capacity == "President"
    assert account.participations[0].on_behalf_of == "URY"


def test_same_report_same_accounts(accounts_of: Accounts):
    text = CASES[6][1]
    assert accounts_of(text) == accounts_of(text)
    first, second = accounts_of(text)
    assert first.iri != second.iri  # one trigger, two accounts


def test_component_in_anybodys_pipeline(parser: Language):
    nlp = parser
    nlp.add_pipe("diplomatic_events", config={"precision": "strict"})
    try:
        doc = nlp("Iceland and Norway signed an energy accord in Reykjavik on 3 May 2010.")
        (account,) = doc._.accounts
        assert account.type is EventType.AGREEMENT
        assert doc.text[account.trigger.start : account.trigger.end] == account.trigger.text
        assert len(nlp("")._.accounts) == 0
    finally:
        nlp.remove_pipe("diplomatic_events")


def test_stages_alone_in_anybodys_pipeline(parser: Language):
    stages = ("mentions", "entities", "triggers", "times", "places")
    names = [f"diplomatic_{stage}" for stage in stages]
    for name in names:
        parser.add_pipe(name)
    try:
        doc = parser("Bo Lund met Ana Costa in Oslo on 3 May 2010.")
        found = {stage: getattr(doc._, f"diplomatic_{stage}") for stage in stages}
        assert [m.name for m in found["mentions"]] == ["Bo Lund", "Ana Costa", "Norway"]
        assert {e.name for e in found["entities"]} >= {"Bo Lund", "Ana Costa"}
        assert [doc[t.head].text for t in found["triggers"]] == ["met"]
        assert [t.value.start for t in found["times"]] == ["2010-05-03"]
        assert [p.name for p in found["places"]] == ["Oslo"]
        assert getattr(parser("")._, names[0]) == []
    finally:
        for name in names:
            parser.remove_pipe(name)
