"""Event words and what must stand around them, one invented sentence or two for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Told = tuple[str, tuple[str, ...], str | None, str | None, str]
Read = Callable[[str], list[Told]]

# rule, text, expected: (type, parties with the state they stand for)
CASES: list[tuple[str, str, list[tuple[str, tuple[str, ...]]]]] = [
    (
        "flowers at a monument",
        "The Algerian president laid flowers at the Tomb of the Unknown Soldier in Moscow on "
        "Tuesday.",
        [("Ceremony", ("Algeria/DZA",))],
    ),
    (
        "a wreath that has its adjective",
        "Indian President Asha Mehta placed a floral wreath at the war memorial in Canberra on "
        "Tuesday.",
        [("Ceremony", ("Asha Mehta/IND",))],
    ),
    (
        "a guard of honour",
        "Norwegian King Harald inspected a guard of honour with Indian President Asha Mehta in "
        "New Delhi on Tuesday.",
        [("Ceremony", ("Asha Mehta/IND", "Harald/NOR"))],
    ),
    (
        "officials see each other",
        "U.S. envoy Mark Ellery saw Israeli Prime Minister Dan Levi on Tuesday morning.",
        [("Meeting", ("Dan Levi/ISR", "Mark Ellery/USA"))],
    ),
    (
        "told a visitor",
        "Kenyan President James Mutua told visiting Norwegian Foreign Minister Lars Holm in "
        "Nairobi on Tuesday that the truce would hold.",
        [("Meeting", ("James Mutua/KEN", "Lars Holm/NOR")), ("Visit", ("Lars Holm/NOR",))],
    ),
    (
        "a reception in somebody's honour",
        "Vietnamese Prime Minister Tran Van Minh gave a reception in Hanoi on Monday in honour of "
        "Cuban Vice President Jose Torres.",
        [("Meeting", ("Jose Torres/CUB", "Tran Van Minh/VNM"))],
    ),
    (
        "a word that the parser parts at its hyphens",
        "Syrian President Hafez Salem and Armenian President Aram Sarkisian held a tête-à-tête in "
        "Yerevan on Monday.",
        [("Meeting", ("Aram Sarkisian/ARM", "Hafez Salem/SYR"))],
    ),
    (
        "a hyphened truce",
        "Sudan and Chad reached a cease-fire in Tripoli on Monday.",
        [("Agreement", ("Chad/TCD", "Sudan/SDN"))],
    ),
    (
        "by phone, whatever the verb",
        "French Foreign Minister Paul Morel vented his anger by telephone to his Turkish colleague "
        "on Tuesday.",
        [("Call", ("Paul Morel/FRA", "Turkey/TUR"))],
    ),
    (
        "the object behind the day",
        "Peruvian President Luis Ortega received on Monday afternoon Nicolas Suarez, Foreign "
        "Minister of Venezuela.",
        [("Meeting", ("Luis Ortega/PER", "Nicolas Suarez/VEN"))],
    ),
    (
        "the object behind the place",
        "Indian Prime Minister Indira Rao received today afternoon in New Delhi the Foreign "
        "Minister of Nepal, Bishnu Thapa.",
        [("Meeting", ("Bishnu Thapa/NPL", "Indira Rao/IND"))],
    ),
    (
        "notes are exchanged",
        "Chinese Defense Minister Li Peiyuan and his Pakistani counterpart exchanged notes on "
        "military aid in Beijing on Tuesday.",
        [("Agreement", ("Li Peiyuan/CHN", "Pakistan/PAK"))],
    ),
    (
        "minutes are signed",
        "Cuba and Vietnam signed minutes on the building of a hospital in Hanoi on Monday.",
        [("Agreement", ("Cuba/CUB", "Vietnam/VNM"))],
    ),
    (
        "agreed that somebody will do something",
        "Romanian President Ion Stoica met Moldovan Prime Minister Vlad Rusu in Chisinau on "
        "Tuesday. Stoica and Rusu agreed that 40 Romanian doctors will travel to Moldova.",
        [
            ("Meeting", ("Ion Stoica/ROU", "Vlad Rusu/MDA")),
            ("Agreement", ("Ion Stoica/ROU", "Vlad Rusu/MDA")),
        ],
    ),
    (
        "what two put their signatures to",
        "The presidents of Jordan and Syria put their signatures to a veterinary convention on "
        "Tuesday.",
        [("Agreement", ("Jordan/JOR", "Syria/SYR"))],
    ),
    (
        "nobody named as signing: those who met, by their states",
        "Turkish President Ali Demir met Azerbaijani President Artur Aliev in Baku on Tuesday. An "
        "agreement on transport is to be signed on Friday.",
        [
            ("Meeting", ("Ali Demir/TUR", "Artur Aliev/AZE")),
            ("Agreement", ("Azerbaijan/AZE", "Turkey/TUR")),
        ],
    ),
    (
        "they sign, it is not said what",
        "Chadian President Idriss Moussa and Sudanese President Omar Hamid will sign in Doha on "
        "Friday.",
        [("Agreement", ("Idriss Moussa/TCD", "Omar Hamid/SDN"))],
    ),
    (
        "those who witness a signing stand for their states",
        "Chinese President Chen Bo and Nepalese President Bishnu Thapa witnessed the signing of six "
        "agreements in Kathmandu on Monday.",
        [("Agreement", ("China/CHN", "Nepal/NPL"))],
    ),
    (
        "an official is sent",
        "Russia will send its foreign minister, Igor Orlov, to Paris next week.",
        [("Visit", ("Igor Orlov/RUS",))],
    ),
    (
        "a colleague is consulted",
        "Dutch Foreign Minister Jan Mulder will consult his Italian colleague in Rome on Friday.",
        [("Meeting", ("Italy/ITA", "Jan Mulder/NLD"))],
    ),
    (
        "was told by the host",
        "U.S. Speaker Anna Bell was told by Syrian President Hafez Salem in Damascus on Tuesday "
        "that Syria had interceded.",
        [("Meeting", ("Anna Bell/USA", "Hafez Salem/SYR"))],
    ),
    (
        "ambassadors are called in",
        "Gabonese Foreign Minister Jean Obame called in the ambassadors of France and the United "
        "States on Monday.",
        [("Meeting", ("France/FRA", "Jean Obame/GAB", "United States/USA"))],
    ),
    (
        "credentials are received",
        "The Emir of Qatar received the credentials of the new ambassador of Finland on Monday.",
        [("Meeting", ("Finland/FIN", "Qatar/QAT"))],
    ),
    (
        "credentials are presented",
        "The new Indian ambassador, Asha Mehta, presented her credentials to Nepalese President "
        "Bishnu Thapa on Monday.",
        [("Meeting", ("Asha Mehta/IND", "Bishnu Thapa/NPL"))],
    ),
    (
        "a letter goes from hand to hand",
        "Turkish Foreign Minister Ali Demir delivered a letter to Iraqi President Saleh Amin on "
        "Monday.",
        [("Meeting", ("Ali Demir/TUR", "Saleh Amin/IRQ"))],
    ),
    (
        "an audience is granted",
        "Polish Prime Minister Marek Zielinski was granted an audience by King Harald of Norway on "
        "Monday.",
        [("Meeting", ("Harald/NOR", "Marek Zielinski/POL"))],
    ),
    (
        "took part with somebody",
        "Angola and Cuba took part with Zambia in a session of the commission in Lusaka on Monday.",
        [("Meeting", ("Angola/AGO", "Cuba/CUB", "Zambia/ZMB"))],
    ),
    (
        "told by telephone",
        "German Chancellor Petra Lang told Turkish President Ali Demir by telephone on Monday that "
        "she would come.",
        [("Call", ("Ali Demir/TUR", "Petra Lang/DEU"))],
    ),
    (
        "a house of one's own is opened abroad",
        "Somali Foreign Minister Abdi Warsame inaugurated his country's new embassy in Istanbul on "
        "Monday.",
        [("Ceremony", ("Abdi Warsame/SOM",))],
    ),
    (
        "hours spent with somebody",
        "U.S. Secretary of State James Bell spent nearly ten hours on Tuesday with President Hafez "
        "Salem of Syria.",
        [("Meeting", ("Hafez Salem/SYR", "James Bell/USA"))],
    ),
    (
        "a colleague is briefed",
        "Syrian Foreign Minister Farid Amin briefed Egyptian President Hosni Salem on Sunday.",
        [("Meeting", ("Farid Amin/SYR", "Hosni Salem/EGY"))],
    ),
    (
        "they come together again",
        "Chad and Sudan will reconvene in Doha on May 13.",
        [("Meeting", ("Chad/TCD", "Sudan/SDN"))],
    ),
    (
        "a talk at a place is no call",
        "Kenyan envoy James Mutua will talk with Angolan President Jose Santos in Luanda on Tuesday.",
        [("Meeting", ("James Mutua/KEN", "Jose Santos/AGO"))],
    ),
    (
        "a talk for which somebody came is no call",
        "Kenyan envoy James Mutua came to Luanda on Tuesday to talk to Angolan President Jose "
        "Santos.",
        [("Visit", ("James Mutua/KEN",)), ("Meeting", ("James Mutua/KEN", "Jose Santos/AGO"))],
    ),
    (
        "a talk by telephone at a place is a call",
        "Kenyan President James Mutua talked by telephone with Angolan President Jose Santos in "
        "Luanda on Tuesday.",
        [("Call", ("James Mutua/KEN", "Jose Santos/AGO"))],
    ),
    (
        "a conversation in a city",
        "The pullout was the subject of a long conversation in Vienna on Monday between the Polish "
        "foreign minister, Marek Zielinski, and his American counterpart.",
        [("Meeting", ("Marek Zielinski/POL", "United States/USA"))],
    ),
    (
        "a ceremonial welcome",
        "Peruvian President Luis Ortega was given a ceremonial welcome in New Delhi on Monday.",
        [("Ceremony", ("Luis Ortega/PER",))],
    ),
    (
        "a reception with a ceremony",
        "An official reception ceremony was held for Djiboutian President Omar Guelleh in Riyadh on "
        "Monday.",
        [("Ceremony", ("Omar Guelleh/DJI",))],
    ),
    (
        "they are to sign there, and are not there yet",
        "In Doha on Saturday, Chad and Sudan are to sign an accord.",
        [("Agreement", ("Chad/TCD", "Sudan/SDN"))],
    ),
    (
        "a joint commission of two states",
        "The third session of the Tunisian-Swedish joint commission opened in Tunis on Monday.",
        [("Meeting", ("Sweden/SWE", "Tunisia/TUN"))],
    ),
    (
        "under the terms of an accord",
        "Under the terms of an accord reached on Monday, Chad and Sudan will open the border.",
        [("Agreement", ("Chad/TCD", "Sudan/SDN"))],
    ),
    (
        "an audience is given",
        "Tunisian Prime Minister Ali Ben Salah gave an audience to Swedish ambassador Nils Westberg "
        "on Monday.",
        [("Meeting", ("Ali Ben Salah/TUN", "Nils Westberg/SWE"))],
    ),
    (
        "a monument is unveiled",
        "Polish President Marek Zielinski unveiled a monument in Minsk on Monday.",
        [("Ceremony", ("Marek Zielinski/POL",))],
    ),
    (
        "tribute is paid at a place",
        "Polish President Marek Zielinski paid tribute at the mausoleum in Hanoi on Monday.",
        [("Ceremony", ("Marek Zielinski/POL",))],
    ),
    (
        "entertained at a banquet",
        "Polish President Marek Zielinski entertained Chilean President Juan Soto at a banquet in "
        "Warsaw on Monday.",
        [("Meeting", ("Juan Soto/CHL", "Marek Zielinski/POL"))],
    ),
    (
        "a message is conveyed",
        "Iraqi Foreign Minister Ali Hassan conveyed a message to King Harald of Norway on Monday.",
        [("Meeting", ("Ali Hassan/IRQ", "Harald/NOR"))],
    ),
    (
        "called, and words later on whom",
        "Iraqi Foreign Minister Ali Hassan called at the palace on King Harald of Norway on Monday.",
        [("Meeting", ("Ali Hassan/IRQ", "Harald/NOR"))],
    ),
    (
        "a mediator brings two together",
        "U.S. envoy Mark Ellery brought Israeli Premier Dan Levi and Palestinian leader Omar Shawa "
        "together on Monday.",
        [("Meeting", ("Dan Levi/ISR", "Mark Ellery/USA", "Omar Shawa/PSE"))],
    ),
    (
        "face to face",
        "Turkish President Ali Demir came face to face with Greek Premier Nikos Stathis in Geneva on "
        "Monday.",
        [("Meeting", ("Ali Demir/TUR", "Nikos Stathis/GRC"))],
    ),
    (
        "whom one tells at a meeting sits there",
        "During talks in Geneva on Monday, Turkish President Ali Demir told Greek Premier Nikos "
        "Stathis that he would withdraw.",
        [("Meeting", ("Ali Demir/TUR", "Nikos Stathis/GRC"))],
    ),
    (
        "called to congratulate, a day between",
        "Turkish President Ali Demir called Greek Premier Nikos Stathis on Monday to congratulate "
        "him.",
        [("Call", ("Ali Demir/TUR", "Nikos Stathis/GRC"))],
    ),
    (
        "a call is placed",
        "Turkish President Ali Demir placed a call to Greek Premier Nikos Stathis on Monday.",
        [("Call", ("Ali Demir/TUR", "Nikos Stathis/GRC"))],
    ),
    (
        "conferred by telephone",
        "Turkish President Ali Demir and Greek Premier Nikos Stathis conferred by telephone on "
        "Monday.",
        [("Call", ("Ali Demir/TUR", "Nikos Stathis/GRC"))],
    ),
    (
        "telephone contact",
        "Turkish President Ali Demir was in telephone contact with Greek Premier Nikos Stathis on "
        "Monday.",
        [("Call", ("Ali Demir/TUR", "Nikos Stathis/GRC"))],
    ),
    (
        "raised the matter with somebody in a telephone conversation",
        "Polish Foreign Minister Marek Zielinski raised the matter with Chilean President Juan Soto "
        "in a telephone conversation on Monday.",
        [("Call", ("Juan Soto/CHL", "Marek Zielinski/POL"))],
    ),
    (
        "a talk in a report of no call is none",
        "On the sidelines, Polish Foreign Minister Marek Zielinski talked with Chilean President "
        "Juan Soto about copper on Monday.",
        [("Meeting", ("Juan Soto/CHL", "Marek Zielinski/POL"))],
    ),
    (
        "saw, and then left",
        "Polish envoy Marek Zielinski will see Chilean President Juan Soto on Monday before he goes "
        "home.",
        [("Meeting", ("Juan Soto/CHL", "Marek Zielinski/POL"))],
    ),
    (
        "whose debt is written off",
        "Sweden agreed on Monday to write off half of the Zambian debt.",
        [("Agreement", ("Sweden/SWE", "Zambia/ZMB"))],
    ),
    (
        "held, which the parser takes for an adjective",
        "Defence Minister Li Bo of China, Nepalese Foreign Minister Bishnu Thapa and the Secretary "
        "General of the Commonwealth, Don McKay, held consultations here Monday on border trade.",
        [("Meeting", ("Bishnu Thapa/NPL", "Don McKay/None", "Li Bo/CHN"))],
    ),
    (
        "a council of a body meets, and who is expected",
        "The Council of Heads of Government of the SCO member states meets in Bishkek on Thursday. "
        "Premier Li Bo of China and his colleagues Igor Orlov of Russia and Timur Aliev of "
        "Kazakhstan are expected to attend.",
        [
            (
                "Meeting",
                (
                    "Igor Orlov/RUS",
                    "Li Bo/CHN",
                    "Shanghai Cooperation Organization/None",
                    "Timur Aliev/KAZ",
                ),
            )
        ],
    ),
    (
        "hours, words behind the verb",
        "Israeli Premier Dan Levi spent three hours late on Monday with Jordanian Crown Prince "
        "Hassan.",
        [("Meeting", ("Dan Levi/ISR", "Hassan/JOR"))],
    ),
    (
        "their foreign ministers are those of each",
        "Georgia and Kazakhstan will open the border. Their foreign ministers met in Baku on "
        "Monday.",
        [("Meeting", ("Georgia/GEO", "Kazakhstan/KAZ"))],
    ),
    (
        "the presidents of the two states just named",
        "Georgia and Kazakhstan will open the border. Both presidents signed an accord in "
        "Baku on Monday.",
        [("Agreement", ("Georgia/GEO", "Kazakhstan/KAZ"))],
    ),
    (
        "an accord signed, two states in the sentence before",
        "Georgia and Kazakhstan will open the border. The accord, signed in Baku on Monday, "
        "ends a long dispute.",
        [("Agreement", ("Georgia/GEO", "Kazakhstan/KAZ"))],
    ),
    (
        "an accord signed, its states behind",
        "An accord signed in Baku on Monday opens the border between Georgia and Kazakhstan.",
        [("Agreement", ("Georgia/GEO", "Kazakhstan/KAZ"))],
    ),
    (
        "an accord signed, the other state in what it brings",
        "Georgia will open its border with Kazakhstan under an accord signed in Baku on Monday.",
        [("Agreement", ("Georgia/GEO", "Kazakhstan/KAZ"))],
    ),
    (
        "they saw each other",
        "Iranian envoy Ali Hassan and Swedish Foreign Minister Maria Lund last saw each other "
        "in Istanbul in January.",
        [("Meeting", ("Ali Hassan/IRN", "Maria Lund/SWE"))],
    ),
    (
        "a statement of two",
        "U.S. Secretary of State Anna Bell and Saudi King Fahd issued a statement in Jeddah "
        "on Tuesday.",
        [("Agreement", ("Anna Bell/USA", "Fahd/SAU"))],
    ),
    (
        "a ribbon is cut",
        "Serbian Foreign Minister Vuk Petrov cut the ribbon at the new embassy in Valletta on "
        "Wednesday.",
        [("Ceremony", ("Vuk Petrov/SRB",))],
    ),
    (
        "at a luncheon that the other gives",
        "TUNIS, May 5 (Agency) -- The Swedish foreign minister, Nils Westberg, was the guest "
        "at a luncheon hosted by his Tunisian colleague, Omar Hamid.",
        [("Meeting", ("Nils Westberg/SWE", "Omar Hamid/TUN"))],
    ),
    (
        "a call received, a day between",
        "TUNIS, May 5 (Agency) -- President Ali Ben Salah received a phone call today from "
        "his Swedish counterpart, Nils Westberg.",
        [("Call", ("Ali Ben Salah/TUN", "Nils Westberg/SWE"))],
    ),
    (
        "a wreath where the news is written",
        "TUNIS, May 5 (Agency) -- Swedish King Carl Lund laid a wreath at the Monument to the "
        "Martyrs this morning.",
        [("Ceremony", ("Carl Lund/SWE",))],
    ),
    (
        "talks are mediated",
        "South African President Peter Mokoena mediated talks in Pretoria on Monday between "
        "Chad and Sudan.",
        [("Meeting", ("Chad/TCD", "Peter Mokoena/ZAF", "Sudan/SDN"))],
    ),
    (
        "among the mourners",
        "Leaders gathered in Belgrade on Monday for the funeral of President Goran "
        "Djordjevic. Greek Foreign Minister Nikos Stathis and Norwegian envoy Maria Lund were "
        "among the mourners.",
        [("Ceremony", ("Maria Lund/NOR", "Nikos Stathis/GRC"))],
    ),
    (
        "flew somewhere for lunch with somebody",
        "Moroccan Premier Hassan Amin flew to Paris on Tuesday for lunch with French "
        "President Paul Morel.",
        [("Visit", ("Hassan Amin/MAR",)), ("Meeting", ("Hassan Amin/MAR", "Paul Morel/FRA"))],
    ),
]

NOTHING = [
    # nobody meets whom they see in a role
    "U.S. President Mark Ellery saw Israeli Prime Minister Dan Levi as a partner.",
    "Crowds gave Peruvian President Luis Ortega a warm reception.",
    "Romania and Moldova agreed that peace will be difficult.",
    "The cease-fire monitors wait in Juba.",
    "Chad and Sudan placed tariffs on flowers.",
    "China sent troops to Sudan, and its president a letter to London.",
    "Chadian President Idriss Moussa and Sudanese President Omar Hamid signed up for the race.",
    "Polish President Marek Zielinski paid tribute to Vietnamese reforms in Hanoi on Monday.",
    "Turkish President Ali Demir called Greek Premier Nikos Stathis a liar on Monday.",
    "U.S. President Mark Ellery called on Iranian leader Ali Hassan to free the hostages.",
    "The crisis has brought Turkey and Greece together.",
    "Before a July ceasefire, rebels in Sudan held two towns.",
    "Saudi King Fahd issued a statement on Tuesday about Chad.",
    "Georgia will lose land that it bought from Armenia.",
    "TUNIS, May 5 (Agency) -- President Ali Ben Salah of Tunisia laid a wreath at a monument today.",
    "The table is the only thing Chad and Sudan agree on.",
    "The Chadian president spent two weeks with King Harald of Norway.",
    "The Chadian president inaugurated a dam in Chad on Monday.",
]


@pytest.mark.parametrize(("rule", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_reads(
    events_of: Read, rule: str, text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert sorted(row[:2] for row in events_of(text)) == sorted(expected)


@pytest.mark.parametrize("text", NOTHING)
def test_reads_nothing(events_of: Read, text: str) -> None:
    assert events_of(text) == []
