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
        "a title before the name, and another behind it",
        "South Korea's chief nuclear envoy Lim Dae-jin and his North Korean counterpart Pak "
        "Gil-hyon met in Beijing on Monday.",
        "met",
        {"Lim Dae-jin", "Pak Gil-hyon"},
    ),
    (
        "leaders of two states, named in their order",
        "The Maltese and Polish leaders, Carlo Vella and Jan Kos, shook hands and met for two "
        "hours in Amman on Monday.",
        "met",
        {"Carlo Vella", "Jan Kos"},
    ),
    (
        "an office in the plural before names with states",
        "Foreign ministers Carlos Bermudez of Chile, Ana Costa of Brazil and Hugo Paredes of "
        "Bolivia met in Lima on Monday.",
        "met",
        {"Carlos Bermudez", "Ana Costa", "Hugo Paredes"},
    ),
    (
        "a name that the recogniser calls a place",
        "Turkish President Nuri Ozkan met Greece's Nikos Stathis in Athens on Monday.",
        "met",
        {"Nuri Ozkan", "Nikos Stathis"},
    ),
    (
        "a visitor as object behind time and place",
        "AMMAN, May 5 (Agency) -- King Hassan received at the Royal Palace on Tuesday visiting "
        "Italian Defence Minister Piero Galli.",
        "received",
        {"Hassan", "Piero Galli"},
    ),
    (
        "an honour alone before its bearer",
        "MANAMA, May 5 (Agency) -- HRH the Crown Prince, Sheikh Salman bin Khalid, today received "
        "the Kuwaiti Minister of Information, Sheikh Nasser Al-Otaibi.",
        "received",
        {"Salman bin Khalid", "Nasser Al-Otaibi"},
    ),
    (
        "together with colleagues",
        "Chilean Foreign Minister Carlos Bermudez, together with his Bolivian and Peruvian "
        "colleagues, met in Arica on Monday.",
        "met",
        {"Carlos Bermudez", "Bolivia", "Peru"},
    ),
    (
        "sides named by who leads them",
        "Officials from Thailand and Malaysia met in Bangkok on Monday. The Thai side was headed "
        "by General Somchai Wattana, while the Malaysian delegation was led by Datuk Hassan Idris.",
        "met",
        {"Somchai Wattana", "Hassan Idris"},
    ),
    (
        "he is not who receives him",
        "Syrian Vice-President Faris Obeidat arrived in Tripoli on Monday. The Libyan leader "
        "received him in a tent.",
        "received",
        {"Faris Obeidat", "Libya"},
    ),
    (
        "the home minister, and his colleague named later",
        "ISLAMABAD, May 5 (Agency) -- The Foreign Secretary held talks with his Indian "
        "counterpart here on Tuesday. The Indian side was led by Foreign Secretary Arvind Rao.",
        "talks",
        {"Pakistan", "Arvind Rao"},
    ),
    (
        "visitors who came under a head",
        "BEIJING, May 5 (Agency) -- Vice-Premier Han Zhiyuan met here today with a delegation of "
        "the Communist Party of Cuba led by Luis Ortega. The visitors arrived in Beijing on "
        "Sunday.",
        "arrived",
        {"Luis Ortega"},
    ),
    (
        "both presidents with their full titles",
        "The President of the People's Republic of China, Han Zhen, and the President of the "
        "Republic of Korea, Lee Sang-min, met in Seoul on Monday.",
        "met",
        {"Han Zhen", "Lee Sang-min"},
    ),
    (
        "a command is no name",
        "Colombian President Alvaro Restrepo met Thursday with the commander of U.S. Southern "
        "Command, General James Hall, in Bogota.",
        "met",
        {"Alvaro Restrepo", "James Hall"},
    ),
    (
        "a commissioner of the Union",
        "European Commissioner for External Relations Benita Sommer met Moldova's Foreign "
        "Minister Andrei Popa in Chisinau on Monday.",
        "met",
        {"Benita Sommer", "Andrei Popa"},
    ),
    (
        "states and who represents them",
        "Japan and China held security talks in Tokyo on Monday. Japan was represented by Deputy "
        "Foreign Minister Kenta Mizuno and China by Assistant Foreign Minister Han Zhen.",
        "talks",
        {"Kenta Mizuno", "Han Zhen"},
    ),
    (
        "names after the offices of two states",
        "The Indian and Pakistani foreign secretaries met in Islamabad on Monday. Arvind Rao and "
        "Rashid Qureshi agreed to open a new bus link.",
        "met",
        {"Arvind Rao", "Rashid Qureshi"},
    ),
    (
        "a list that looks like an apposition",
        "France's foreign minister, his German colleague and the British foreign secretary met "
        "their Iranian counterpart in Geneva on Monday.",
        "met",
        {"France", "Germany", "United Kingdom", "Iran"},
    ),
    (
        "leaders of the two Koreas",
        "After a meeting between the leaders of the two Koreas in Pyongyang on Monday, South "
        "Korea's Lee Sang-ho and North Korea's press said ties would improve.",
        "meeting",
        {"South Korea", "North Korea"},
    ),
    (
        "who attended, named in the next sentence; hedged leaders are none",
        "Poland's president hosted a summit of European leaders in Warsaw on Monday. The "
        "presidents of the Czech Republic, Slovakia and Hungary attended.",
        "summit",
        {"Poland", "Czech Republic", "Slovakia", "Hungary"},
    ),
    (
        "ambassadors each behind their state",
        "DOHA, May 5 (Agency) -- The Emir received the new ambassadors of Norway, Anders "
        "Berg, and the Republic of Chad, Idriss Mahamat.",
        "received",
        {"Qatar", "Anders Berg", "Idriss Mahamat"},
    ),
    (
        "a counterpart holds the same office",
        "U.S. President Charles Danby telephoned his Afghan counterpart Omar Rahimi on Monday. "
        "The lines were bad, officials said. The Afghan leader later met Polish envoy Jan Kos.",
        "met",
        {"Omar Rahimi", "Jan Kos"},
    ),
    (
        "two premiers named in two sentences",
        "Polish Prime Minister Jan Kos came to Oslo on Monday. Maltese Prime Minister Carlo Vella "
        "was there before him. The two premiers met at once.",
        "met",
        {"Jan Kos", "Carlo Vella"},
    ),
    (
        "an excellency is no pronoun; a minister at home",
        "DOHA, May 5 (Agency) -- HE the Minister of Health received Finnish Ambassador Pekka Salo "
        "today.",
        "received",
        {"Qatar", "Pekka Salo"},
    ),
    (
        "states in tension do not meet",
        "Chinese President Han Zhen opened a meeting of finance officials from 20 countries in "
        "Beijing on Monday. The meeting is being held at a time of tensions between India and "
        "Nepal.",
        "meeting",
        {"Han Zhen"},
    ),
    (
        "a minister chosen and not yet in office",
        "Lebanon's prime minister-designate met with Saudi Arabia's ambassador on Tuesday.",
        "met",
        {"Lebanon", "Saudi Arabia"},
    ),
    (
        "a rank before the name told late",
        "Burma's military leader has arrived in India for a pilgrimage. Senior General Than Maung "
        "was welcomed by Indian President Asha Rao.",
        "arrived",
        {"Than Maung"},
    ),
    (
        "the visitor's name told late",
        "Pakistan's president has met with the visiting Saudi interior minister in Islamabad. "
        "Prince Nayef is on a tour of South Asia.",
        "met",
        {"Pakistan", "Nayef"},
    ),
    (
        "named as the owner of the visit",
        "Syria's president flew to Riyadh on Monday. It was Munir Hamdan's first visit to the "
        "kingdom since 2005.",
        "flew",
        {"Munir Hamdan"},
    ),
    (
        "a role is who is meant by he",
        "Polish Senate Speaker Jan Kos said that Maltese deputies would meet Foreign Minister "
        "Adam Lis in Warsaw. The lawmaker spoke to reporters. He met Maltese President Carlo "
        "Vella on Monday.",
        "met",
        {"Jan Kos", "Carlo Vella"},
    ),
    (
        "two offices and one state behind a name",
        "MUSCAT, May 5 (Agency) -- His Majesty Sultan Haitham bin Said received here today His "
        "Highness Sheikh Mohammed bin Khalid Al Maktoum, Vice President and Prime Minister of the "
        "United Arab Emirates.",
        "received",
        {"Haitham bin Said", "Mohammed bin Khalid Al Maktoum"},
    ),
    (
        "a chamber of its own name, taken for one body with its chairman",
        "ULAN BATOR, May 5 (Agency) -- Chairman of the State Great Hural Dorj Batbayar on Tuesday "
        "received a parliamentary delegation from Hungary headed by Speaker Ildiko Farkas.",
        "received",
        {"Dorj Batbayar", "Ildiko Farkas"},
    ),
    (
        "the envoy of a president, named behind both",
        "BAGHDAD, May 5 (Agency) -- Deputy Chairman of the Revolution Command Council Izzat Khalil "
        "received on Tuesday the special envoy of the Russian president, Viktor Zotov.",
        "received",
        {"Izzat Khalil", "Viktor Zotov"},
    ),
    (
        "an office alone is no name",
        "KUWAIT, May 5 (Agency) -- His Highness the Deputy Amir and Crown Prince Sheikh Nasser "
        "Al-Sabah received Tuesday the visiting Sri Lankan Minister of Labour, Ruwan Perera.",
        "received",
        {"Nasser Al-Sabah", "Ruwan Perera"},
    ),
    (
        "an object behind a place, and three offices before a name",
        "ALGIERS, May 5 (Agency) -- The Minister of State, Minister of Interior, Yazid Belkacem, "
        "received on Tuesday in Algiers the ambassador of Spain.",
        "received",
        {"Yazid Belkacem", "Spain"},
    ),
    (
        "one minister is not another",
        "Polish Foreign Minister Jan Kos flew to Oslo on Monday. The Polish interior minister met "
        "Maltese President Carlo Vella in Warsaw on Tuesday.",
        "met",
        {"Poland", "Carlo Vella"},
    ),
    (
        "the two are people",
        "Cuban Vice President Luis Ortega met here Monday with Mozambican Foreign Minister Joao "
        "Sitole on the sidelines of the summit of the Non-Aligned Movement. With Sitole he reviewed "
        "the work of the doctors. The two agreed that 40 more will travel to Nampula.",
        "agreed",
        {"Luis Ortega", "Joao Sitole"},
    ),
    (
        "three states whose list looks like an apposition",
        "Australia, New Zealand and the United States held defense talks in Canberra on Monday.",
        "talks",
        {"Australia", "New Zealand", "United States"},
    ),
    (
        "who is sent meets",
        "Egyptian President Ahmed Fahmy on Monday sent his intelligence chief, Omar Salem, to Tel "
        "Aviv to meet Israeli Prime Minister Ehud Lavi.",
        "meet",
        {"Omar Salem", "Ehud Lavi"},
    ),
    (
        "called on, with on as a particle",
        "Thai Deputy Prime Minister Somchai Wattana called on Lao President Bounthong Sisavath and "
        "met Foreign Minister Thongloun Vongsa in Vientiane on Monday.",
        "called",
        {"Somchai Wattana", "Bounthong Sisavath"},
    ),
    (
        "who leads a side",
        "Chinese and Indian officials met Monday in New Delhi. Assistant Foreign Minister Han Zhen "
        "led the Chinese side.",
        "met",
        {"Han Zhen", "India"},
    ),
    (
        "three counterparts",
        "Danish Foreign Minister Nils Holm and his Norwegian, Swedish and Finnish counterparts met "
        "in Oslo on Monday.",
        "met",
        {"Nils Holm", "Norway", "Sweden", "Finland"},
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


def test_talks_are_not_undone_by_a_quotation_that_denies_them(nlp: Language):
    text = (
        "Talks between Chad and Niger opened in Geneva on Monday. Foreign Ministers Idriss "
        'Mahamat and Moussa Tandja arrived on Sunday. "They are not negotiating," said a diplomat.'
    )
    assert any("alks" in word for word, _ in told(nlp, text))
