"""Places of a report: finding them, and what contains them.

A name is a place only where the words say so: after "in", "at", "to", as the object of
"visit", before an event's noun ("the Geneva talks"), beside another place ("Bonn, Germany").
So a capital that stands for its government ("Beijing said", "talks with Tehran") never is one.
`find_places` gives every place of a `Doc` once, `place_of` makes the model's `Place`; which place
an event happened at is for `place_links`. Codes are alpha-3, degrees WGS84.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from graph.identifiers import fold
from graph.model import Place
from ingest.knowledge.tables import DATA, lines
from ingest.language.reading import text_of
from ingest.language.types import PlaceExpr, PlaceKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from ingest.knowledge import Knowledge

AT_WORDS = frozenset(
    {"in", "at", "near", "outside", "inside", "on", "around", "across", "throughout", "within"}
)
TO_WORDS = frozenset({"to", "into", "for", "toward", "towards", "through", "via", "onto"})
FROM_WORDS = frozenset({"from", "of", "off"})
LOCATIVE = AT_WORDS | TO_WORDS | FROM_WORDS
VISIT_VERBS = frozenset("visit tour leave reach enter depart inspect revisit cross".split())
# Nouns that keep a place to themselves: what is talked about, not where the talking is.
PLACE_NOUNS = frozenset(
    "city town village capital resort port region province state area district suburb outskirts "
    "island hotel palace residence headquarters office ministry airport base center centre hall "
    "consulate castle chancellery parliament museum square barracks lodge stronghold bastion hub "
    "enclave outpost oasis garrison metropolis township settlement heart outskirts streets "
    "building house retreat ranch embassy church mosque university club part north south east "
    "west side border coast camp compound estate villa castle venue site".split()
)
# Words that may stand between a preposition and the name: "in the Iranian port city of Bushehr".
_BETWEEN = PLACE_NOUNS | frozenset(
    "the a its his their 's of southern northern eastern western central south-eastern former "
    "nearby neighboring neighbouring - coastal historic holy ancient black red sea lakeside "
    "mountain tourist divided disputed tiny remote strategic main new old downtown nation "
    "country kingdom republic home native".split()
)
EVENT_NOUNS = frozenset(
    "talk talks meeting summit conference visit trip accord agreement negotiation negotiations "
    "session stop round gathering forum treaty deal protocol pact declaration process visit".split()
)
MAX_WORDS = 7
THERE_REACH = 50  # how many words back "there" looks for what it means
# Last words of the names of buildings and sites, by which an unknown one is known.
VENUE_WORDS = frozenset(
    "palace hotel house hall center centre airport castle villa residence ranch university resort "
    "embassy ministry museum cathedral headquarters monastery chancellery parliament barracks "
    "stadium basilica lodge club mausoleum library estate compound terminal cemetery monument "
    "memorial garden gardens shrine temple tomb guesthouse pavilion theatre theater academy".split()
)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name of the gazetteer in the text, before anything says that it is a place here."""

    start: int
    end: int
    kind: PlaceKind
    name: str
    city: str | None = None
    country: str | None = None
    point: tuple[float, float] | None = None
    geonames: str | None = None
    wikidata: str | None = None
    countries: tuple[str, ...] = ()  # of namesakes, likeliest first


def find_places(
    doc: Doc,
    knowledge: Knowledge,
    *,
    dateline: str | None = None,
    people: Collection[int] = (),
) -> list[PlaceExpr]:
    """Return the places of a parsed report in order.

    `dateline` is the place of the dateline as written ("BEIJING"), which "here" means.
    `people` are tokens inside persons' names; without it the model's PERSON spans are taken.
    """
    persons = (
        set(people)
        if people
        else {t.i for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1 for t in ent}
    )
    words = [t.text for t in doc]
    told = _states_told(words, knowledge)
    hits = _hits(doc, words, knowledge, persons, told)
    at = {hit.start: hit for hit in hits}
    found: list[PlaceExpr] = []
    accepted: dict[int, PlaceExpr] = {}  # by last token
    skip = -1
    home = place_named(dateline, knowledge) if dateline else None
    for i in range(len(doc)):
        if i < skip:
            continue
        word = words[i].lower()
        pointed = _pointed_at(doc, i, found, hits, home, knowledge) if word in _POINTING else None
        if pointed is not None:
            found.append(pointed)
            continue
        hit = at.get(i)
        if hit is None:
            part = _part_of_the_world(doc, i, knowledge) if word in _PARTS else None
            if part is not None:
                found.append(part)
                continue
            capital = _capital_described(doc, i, knowledge) if word == "capital" else None
            if capital is not None and capital.end not in at:
                place = _expression(capital, doc, knowledge, told)
                found.append(replace(place, preposition=_preposition(doc, i, i + 1)))
            continue
        skip = hit.end
        hit, skip = _with_container(doc, hit, at, knowledge)
        preposition = _preposition(doc, hit.start, hit.end)
        if not _is_place(doc, hit, preposition, accepted, at):
            skip = at[i].end
            continue
        place = replace(_expression(hit, doc, knowledge, told), preposition=preposition)
        found.append(place)
        accepted[skip] = place
    return found


def place_of(expression: PlaceExpr) -> Place:
    """Return a place of the text as the model's `Place`."""
    return Place(
        expression.name,
        expression.city,
        expression.country,
        expression.within,
        expression.lat,
        expression.lon,
        expression.geonames,
        expression.wikidata,
    )


def place_named(name: str, knowledge: Knowledge) -> PlaceExpr | None:
    """Return the place of a name that stands alone, as in a dateline; None if unknown.

    Words in capitals are read as a name ("PORT-AU-PRINCE, Haiti").
    """
    parts = [p.strip() for p in name.split(",") if p.strip()]
    if not parts:
        return None
    country = _state_code(parts[-1], knowledge) if len(parts) > 1 else None
    written = " ".join(w.capitalize() if w.isupper() else w for w in parts[0].split())
    hit = _look_up(written, 0, 1, knowledge, certain=True)
    if hit is None:
        return None
    if country is not None and country != hit.country:
        city = knowledge.cities.find(written, country)
        if city is not None:
            hit = replace(hit, country=country, point=(city.lat, city.lon), geonames=city.geonames)
    return _built(hit, hit.country, knowledge)


@cache
def _successors() -> dict[str, frozenset[str]]:
    """Codes of the states that came after a former one, theirs included."""
    direct = {
        line.need("code"): line.codes("successors")
        for line in lines(DATA / "territories.tsv", ("code", "successors"))
    }
    found: dict[str, frozenset[str]] = {}
    for code, after in direct.items():
        if after:
            later = {x for c in after for x in direct.get(c, ())}
            found[code] = frozenset({*after, *later})
    return found


def one_land(a: str | None, b: str | None) -> bool:
    """Whether two codes mean one land: the same, or a former state and one that came after it.

    A report of 1990 has its visitor in "Czechoslovakia" and in Prague, which lies in CZE.
    """
    if a is None or b is None:
        return False
    return a == b or b in _successors().get(a, ()) or a in _successors().get(b, ())


# ---- the gazetteer ---------------------------------------------------------------------------


@cache
def _provinces() -> dict[str, tuple[str, str | None]]:
    found = {}
    for line in lines(DATA / "provinces.tsv", ("name", "aliases", "country")):
        name, country = line.need("name"), line.need("country")
        for text in (name, *line.many("aliases")):
            found[fold(text)] = (name, None if country == "-" else country)
    return found


# Small words and marks that stand inside names: "Dar es Salaam", "Port-au-Prince".
_JOINERS = frozenset(
    "of the al el de da do du des del e y la le les es au sur am an der and for in on ~ - ' 's .".split()
)


def _hits(
    doc: Doc, words: list[str], knowledge: Knowledge, persons: set[int], told: set[str]
) -> list[_Hit]:
    """Longest names of places in the text; names of bodies and blocked phrases take their words."""
    found: list[_Hit] = []
    starts = [t.idx for t in doc]
    text = text_of(doc)
    entities = {ent.start: ent for ent in doc.ents}
    for sent in doc.sents:
        i = sent.start
        while i < sent.end:
            if not _opens_name(words[i]):
                i += 1
                continue
            hit, step = None, 1
            ent = entities.get(i)
            if ent is not None and ent.end > sent.end:
                ent = None
            preposition = _surface_preposition(doc, i)
            certain = preposition is not None or doc[i].ent_type_ in ("GPE", "LOC", "FAC")
            for end in range(_name_end(words, i, sent.end), i, -1):
                if end > i + 1 and not _opens_name(words[end - 1]):
                    continue
                name = text[starts[i] : starts[end - 1] + len(words[end - 1])]
                kinds = {n.kind for n in knowledge.names.get(name, ())}
                # "West Virginia" is blocked as a party, and is a place all the same
                land = kinds == {"blocked"} and fold(name) in _provinces()
                if kinds & _BODIES and not kinds & _LANDS and not land:
                    step = end - i
                    break
                if end == i + 1 and words[i].lower() in COMMON_NOUNS:
                    continue
                hit = _look_up(name, i, end, knowledge, certain=certain, told=told)
                if hit is not None and _in_person(hit, persons, preposition):
                    hit = None
                if hit is not None and hit.kind == "city":
                    hit = _whole_name(doc, hit, ent)
                if hit is not None:
                    break
            else:
                hit = _unknown(doc, i, persons, ent) if preposition is not None else None
            if hit is not None:
                found.append(hit)
                step = hit.end - i
            i += step
    return found


_BODIES = frozenset({"blocked", "organisation", "body", "movement", "agency"})
_LANDS = frozenset({"state", "region", "capital"})


def _opens_name(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _name_end(words: list[str], i: int, last: int) -> int:
    """End of the longest stretch from `i` that can be one name."""
    end = i + 1
    while end < min(last, i + MAX_WORDS) and (
        words[end][0].isupper() or words[end] in _JOINERS or words[end][0].isdigit()
    ):
        end += 1
    return end


def _in_person(hit: _Hit, persons: set[int], preposition: int | None) -> bool:
    """Whether a hit is a person's name; one word after "in" or "to" that stands alone is not."""
    if not any(k in persons for k in range(hit.start, hit.end)):
        return False
    alone = hit.end - hit.start == 1 and not {hit.start - 1, hit.end} & persons
    return preposition is None or not alone


COMMON_NOUNS = frozenset(
    "summit mission center centre union march hall church temple council security lake park "
    "university college congress parliament palace capital bank house senate knesset duma "
    "bundestag cabinet islam government treasury".split()
)


def _unknown(doc: Doc, i: int, persons: set[int], ent: Span | None) -> _Hit | None:
    """A place that no table has: the model's GPE, LOC or FAC, or a name ending in "Palace".

    Only right after a locative preposition; its country is known by what stands beside it.
    `ent` is the model's entity that begins at `i`.
    """
    named_for = _named_for_a_person(doc, i)
    if named_for is not None:
        return named_for
    if doc[i].ent_type_ == "PERSON" and _town_taken_for_a_person(doc, i, persons):
        return _Hit(i, i + 1, "city", doc[i].text, doc[i].text)
    if i in persons:
        return None
    end = i
    last = doc[i].sent.end
    while end < last and doc[end].text[0].isupper() and end not in persons:
        end += 1
        if doc[end - 1].lower_ in VENUE_WORDS and end - i > 1:
            name = doc[i:end].text
            return _Hit(i, end, "venue", name)
    if ent is None:
        return None
    if ent.label_ in ("GPE", "LOC", "FAC") and ent[-1].text[0].isupper():
        kind: PlaceKind = "city" if ent.label_ == "GPE" else "region"
        if ent.label_ == "FAC":
            kind = "venue"
        return _Hit(i, ent.end, kind, ent.text, ent.text if kind == "city" else None)
    if ent.label_ == "ORG" and _town_taken_for_a_body(doc, ent):
        return _Hit(i, ent.end, "city", ent.text, ent.text)
    return None


_HELD = frozenset("meet gather sit hold convene sign begin open confer".split())


def _town_taken_for_a_person(doc: Doc, i: int, persons: set[int]) -> bool:
    """Whether "Dobrinishte" in "the two met in Dobrinishte on Monday" is a town.

    One word right after "in" that hangs on a verb or noun of coming together.
    """
    if i == 0 or {i - 1, i + 1} & persons or doc[i - 1].lower_ != "in" or doc[i].dep_ != "pobj":
        return False
    above = doc[i - 1].head
    after = doc[i + 1] if i + 1 < len(doc) else None
    alone = after is None or after.is_punct or after.pos_ in ("ADP", "ADV", "CCONJ")
    return alone and (above.lemma_ in _HELD or above.lemma_.lower() in EVENT_NOUNS)


def _named_for_a_person(doc: Doc, i: int) -> _Hit | None:
    """ "at the Simon Bolivar monument", "in the Tang Paradise garden"."""
    end = i
    last = doc[i].sent.end
    while end < last and doc[end].text[0].isupper() and doc[end].lower_ not in VENUE_WORDS:
        end += 1
    if end in (i, last) or doc[end].lower_ not in VENUE_WORDS - {"resort", "house", "hall"}:
        return None
    if doc[i - 1].lower_ != "the" or doc[i].ent_type_ == "NORP":
        return None
    return _Hit(i, end + 1, "venue", doc[i : end + 1].text)


def _whole_name(doc: Doc, hit: _Hit, ent: Span | None) -> _Hit:
    """The longer name that a city's begins: "Jackson Hole", "Baghdad International Airport"."""
    if hit.end >= len(doc):
        return hit
    if ent is None or ent.end <= hit.end or ent.label_ not in ("GPE", "LOC", "FAC"):
        return hit
    rest = doc[hit.end : ent.end]
    if not all(t.pos_ == "PROPN" and t.text[0].isupper() and t.text.isalpha() for t in rest):
        return hit
    if ent.label_ == "FAC" or ent[-1].lower_ in VENUE_WORDS:
        return _Hit(hit.start, ent.end, "venue", ent.text, hit.city, hit.country, hit.point)
    if ent[-1].lower_ in PLACE_NOUNS:
        return hit  # "Kuito Province": about the town
    return _Hit(hit.start, ent.end, "city", ent.text, ent.text, hit.country)


def _town_taken_for_a_body(doc: Doc, ent: Span) -> bool:
    """Whether "in Ballenas" is a town that the model took for an organisation.

    One word with small letters, right after "in", that no noun follows.
    """
    start, end = ent.start, ent.end
    joined = "-" in ent.text and " " not in ent.text  # "Al-Mukalla"
    if (
        (end - start > 1 and not joined)
        or ent.text.isupper()
        or start == 0
        or doc[start - 1].lower_ != "in"
    ):
        return False
    if doc[start].lower_ in COMMON_NOUNS:
        return False
    return doc[end - 1].dep_ == "pobj" and (
        end == len(doc) or doc[end].pos_ not in ("NOUN", "PROPN")
    )


def _look_up(
    text: str,
    start: int,
    end: int,
    knowledge: Knowledge,
    *,
    certain: bool,
    told: Collection[str] = (),
) -> _Hit | None:
    key = fold(text)
    if not key:
        return None
    venue = knowledge.venue_by_name.get(key)
    if venue is not None and (venue.city is None or fold(venue.city) != key):
        return _Hit(
            start,
            end,
            "venue",
            venue.name,
            venue.city,
            venue.country,
            venue.point,
            None,
            venue.wikidata,
        )
    province = _provinces().get(key)
    if province is not None:
        return _Hit(start, end, "region", province[0], None, province[1])
    for name in knowledge.names.get(text, ()):
        if name.kind == "state":
            state = knowledge.state_by_code[name.key]
            cities = knowledge.cities.all(text)
            if state.capitals and cities and text in state.capitals:
                break  # a city state: "Singapore", "Luxembourg" is met as the state anyway
            return _Hit(start, end, "state", state.name, None, state.code, state.point)
        if name.kind == "seat":
            seat = knowledge.seat_by_name.get(key)
            if seat is not None and seat.city and fold(seat.city) != key and seat.country:
                return _Hit(start, end, "venue", seat.name, seat.city, seat.country)
        if name.kind == "region":
            phrase = next((p for p in knowledge.phrases if p.text == name.key), None)
            if phrase is not None and text == phrase.text:
                return _Hit(start, end, "continent", phrase.text, None, None, phrase.point)
    governed = knowledge.state_by_capital.get(text)
    if governed is not None:
        return _city_hit(text, start, end, governed.code, knowledge)
    if len(text) < 3:
        return None
    best = knowledge.cities.find(text, certain=certain)
    if best is None:
        return None
    countries = tuple(c.country for c in knowledge.cities.all(text))
    near = next((c for c in countries if c in told), None)
    if near is not None and best.country not in told and best.population < 1_000_000:
        # The state spoken of decides between Cambridges, not between Geneva and Geneva, Illinois.
        namesake = knowledge.cities.find(text, near)
        if namesake is not None and namesake.population >= NAMESAKE * best.population:
            best = namesake
    shown = text if _english(text, best.name) else best.name
    return _Hit(
        start,
        end,
        "city",
        text,  # as the report calls it: "Leningrad", a city that is now Saint Petersburg
        shown,
        best.country,
        (best.lat, best.lon),
        best.geonames,
        None,
        countries,
    )


# How much smaller a town may be that the text's states prefer to a namesake elsewhere.
NAMESAKE = 0.2


def _english(text: str, shown: str) -> bool:
    """Whether the report's name is the usual English one of what the table shows.

    "Cologne" for "Köln", "New York" for "New York City", "St. Petersburg" for "Saint ...".
    """
    return (
        (text.isascii() and not shown.isascii())
        or shown.startswith(f"{text} ")
        or shown == text.replace("St. ", "Saint ")
    )


def _city_hit(text: str, start: int, end: int, country: str, knowledge: Knowledge) -> _Hit:
    """Return a capital; namesakes elsewhere are kept for "the Lebanese city of Tripoli"."""
    city = knowledge.cities.find(text, country)
    others = tuple(c.country for c in knowledge.cities.all(text) if c.country != country)
    point = (city.lat, city.lon) if city else None
    geonames = city.geonames if city else None
    return _Hit(start, end, "city", text, text, country, point, geonames, None, (country, *others))


def _states_told(words: list[str], knowledge: Knowledge) -> set[str]:
    """States that the report names, by name or demonym: they decide between namesakes."""
    found = set()
    for word in set(words):
        if word[0].isupper():
            for name in knowledge.names.get(word, ()):
                if name.kind in ("state", "demonym", "people") and name.country:
                    found.add(name.country)
    return found


def _state_code(text: str, knowledge: Knowledge) -> str | None:
    for name in knowledge.names.get(text, ()):
        if name.kind == "state":
            return name.country
    province = _provinces().get(fold(text))
    return province[1] if province else None


# Words without a name that may mean a place, and those for some lands of a part of the world.
_POINTING = frozenset({"here", "there", "capital", "city", "town", "resort", "port"})
_PARTS = frozenset({"countries", "states", "nations", "capitals"})


def _pointed_at(
    doc: Doc,
    i: int,
    found: list[PlaceExpr],
    hits: list[_Hit],
    home: PlaceExpr | None,
    knowledge: Knowledge,
) -> PlaceExpr | None:
    """The place that a word without a name points at.

    "here" and "this capital" are the dateline's, "there" and "the city" what was named last,
    "the capital" that of the land spoken of last.
    """
    token = doc[i]
    word = token.lower_
    if word == "here" and token.pos_ == "ADV":
        return _pointing(doc, i, home) if not _off_here(doc, i) else None
    if word == "there" and token.dep_ == "advmod":
        return _pointing(doc, i, _spoken_of(doc, i, found, hits, knowledge))
    if word in ("here", "there") or token.pos_ != "NOUN":
        return None
    article = {c.lower_ for c in token.children if c.i < i}
    if "this" in article:
        return _pointing(doc, i, home)
    if article != {"the"} or any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children):
        return None
    preposition = _preposition(doc, i, i + 1)
    if preposition is None or doc[preposition].lower_ not in ("in", "to", "into"):
        return None
    if any(i < h.start <= i + 2 for h in hits):
        return None  # "in the capital, Lome"
    last = next((p for p in reversed(found) if p.country and i - p.start < THERE_REACH), home)
    if last is None and word == "capital":
        states = {h.country: h for h in hits if h.start < i and h.kind == "state" and h.country}
        only = next(iter(states.values())) if len(states) == 1 else None
        last = _built(only, only.country, knowledge) if only is not None else None
    if last is None or last.country is None or last.start == i:
        return None
    if word == "capital":
        state = knowledge.state_by_code.get(last.country)
        if state is None or not state.capitals:
            return None
        hit = _city_hit(state.capitals[0], i, i + 1, state.code, knowledge)
        return replace(_built(hit, state.code, knowledge), head=i, preposition=preposition)
    return _pointing(doc, i, last) if last.city else None


def _pointing(doc: Doc, i: int, place: PlaceExpr | None) -> PlaceExpr | None:
    """A place under the word that points at it."""
    if place is None or place.kind == "continent":
        return None
    preposition = _preposition(doc, i, i + 1) if doc[i].pos_ == "NOUN" else None
    return replace(place, start=i, end=i + 1, head=i, kind="here", preposition=preposition)


def _spoken_of(
    doc: Doc, i: int, found: list[PlaceExpr], hits: list[_Hit], knowledge: Knowledge
) -> PlaceExpr | None:
    """What "there" means: the state named last in the sentence, else the last place."""
    first = doc[i].sent.start
    last = found[-1] if found and i - found[-1].start < THERE_REACH else None
    if last is not None and last.start >= first:
        return last
    named = [
        h
        for h in hits
        if first <= h.start < i
        and h.kind == "state"
        and h.country
        and doc[h.end - 1].dep_ != "poss"  # "Chad's president has arrived there"
    ]
    if named:
        return _built(named[-1], named[-1].country, knowledge)
    return last


def _off_here(doc: Doc, i: int) -> bool:
    """ "at Cabo Ledo, south of here", "two hours from here": elsewhere."""
    return i > 0 and doc[i - 1].lower_ in ("of", "from", "near")


def _part_of_the_world(doc: Doc, i: int, knowledge: Knowledge) -> PlaceExpr | None:
    """ "toured Gulf states", "a tour of five West African countries": none of them is named."""
    noun = doc[i]
    if i == 0:
        return None
    for j in (i - 2, i - 1):
        text = doc[max(j, 0) : i].text
        name = next((n for n in knowledge.names.get(text, ()) if n.kind == "region"), None)
        if name is None:
            continue
        journey = noun.dep_ == "dobj" and noun.head.lemma_ in VISIT_VERBS
        tour = noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in ("tour", "visit", "trip")
        if journey or tour:
            return PlaceExpr(i, i + 1, i, "continent", name.key)
    return None


def _capital_described(doc: Doc, i: int, knowledge: Knowledge) -> _Hit | None:
    """ "the Iranian capital", "Iran's capital": the city by description."""
    if i == 0:
        return None
    j = i - 1
    if doc[j].lower_ in ("'s", "'") and j > 0:
        j -= 1
    codes = []
    for k in (j, j - 1):
        if k >= 0:
            text = doc[k : j + 1].text
            codes = [
                n.country
                for n in knowledge.names.get(text, ())
                if n.kind in ("demonym", "state") and n.country
            ]
            if codes:
                break
    if not codes and i + 2 < len(doc) and doc[i + 1].lower_ == "of":
        codes = [c for c in [_state_code(doc[i + 2].text, knowledge)] if c]
    if not codes or codes[0] is None:
        return None
    state = knowledge.state_by_code.get(codes[0])
    if state is None or not state.capitals:
        return None
    return _city_hit(state.capitals[0], i, i + 1, state.code, knowledge)


# ---- what makes a name a place ---------------------------------------------------------------


def _surface_preposition(doc: Doc, i: int) -> int | None:
    """Token of the locative preposition that the words before a name lead back to.

    Across "the Iranian port city of" and an owner ("in the minister's home town of").
    """
    first = max(0, i - 10)
    j = i - 1
    names = 0
    owner = False
    while j >= first and not doc[j + 1].is_sent_start:
        token = doc[j]
        low = token.lower_
        if low == "of" and owner:
            pass  # "in the Republic of Chad's port city of ..."
        elif low in LOCATIVE and (low != "of" or doc[j - 1].lower_ not in PLACE_NOUNS):
            return j if low != "on" or doc[i].ent_type_ in ("GPE", "LOC") else None
        if low == "," and doc[j - 1].lower_ != "capital":
            return None
        if low in ("'s", "'") and j < i - 1:
            owner = True  # not "to Oslo's hall" itself, but what stands before the place's noun
        elif low in _BETWEEN or low == "," or (owner and token.pos_ in ("NOUN", "PROPN", "ADJ")):
            pass
        elif token.text[0].isupper() and token.ent_type_ in ("NORP", "GPE") and names < 2:
            names += 1
        else:
            return None
        j -= 1
    return None


def _preposition(doc: Doc, start: int, end: int) -> int | None:
    """Token of the preposition that governs a name, by surface first, then by the parse."""
    surface = _surface_preposition(doc, start)
    if surface is not None:
        return surface
    token = _root(doc, start, end)
    for _ in range(4):
        site = token.head.head
        if token.head.lower_ == "of" and site.lower_ in PLACE_NOUNS and site.dep_ == "pobj":
            token = site  # "to the rebel stronghold of"
            continue
        if token.dep_ == "pobj" and token.head.lower_ in LOCATIVE:
            return int(token.head.i)
        if token.dep_ in ("conj", "appos") and token.head.i != token.i:
            token = token.head
            continue
        return None
    return None


def _root(doc: Doc, start: int, end: int) -> Token:
    span = range(start, end)
    for i in reversed(span):
        if doc[i].head.i not in span or doc[i].head.i == i:
            return doc[i]
    return doc[end - 1]


def _is_place(
    doc: Doc,
    hit: _Hit,
    preposition: int | None,
    accepted: dict[int, PlaceExpr],
    at: dict[int, _Hit],
) -> bool:
    token = _root(doc, hit.start, hit.end)
    following = doc[hit.end] if hit.end < len(doc) else None
    if following is not None and following.lower_ in ("'s", "'") and hit.kind != "venue":
        # "in Chad's capital": the capital is the place; "to Oslo's city hall": the hall is
        return False
    if preposition is not None:
        word = doc[preposition].lower_
        if word == "of":
            noun = doc[preposition].head
            if noun.dep_ == "dobj" and noun.head.lemma_ in VISIT_VERBS:
                return noun.lemma_.lower() in PLACE_NOUNS  # "visited the port city of Sirte"
            return noun.lemma_.lower() in ("tour", "visit") and not _modifies(token, hit)
        if word == "for" and not _leaves(doc, preposition):
            return False
        if word == "to" and _speech_to(doc, preposition, hit):
            return False
        return not _modifies(token, hit)
    if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in VISIT_VERBS:
        return True
    if token.dep_ == "nsubj" and token.head.lemma_ == "be" and hit.kind in ("city", "venue"):
        # "Oslo will be the venue of the talks"
        return any(c.dep_ == "attr" and c.lemma_ in ("venue", "site") for c in token.head.children)
    if token.head.lower_ == "between" or token.head.head.lower_ == "between":
        verb = next((t for t in token.ancestors if t.pos_ == "VERB"), None)
        return verb is not None and verb.lemma_ in ("shuttle", "commute")
    if token.dep_ == "attr" and token.head.lemma_ == "be":
        # "the next stop is Chad", "the core of the journey is Niger"
        return any(
            c.dep_ == "nsubj" and any(t.lemma_.lower() in _LEGS for t in c.subtree)
            for c in token.head.children
        )
    if token.dep_ == "conj" and token.head.head.lemma_ in VISIT_VERBS and token.head.dep_ == "dobj":
        return True
    if (
        hit.kind in ("city", "venue")
        and token.dep_ in ("compound", "nmod")
        and token.head.i >= hit.end
    ):
        return token.head.lemma_.lower() in EVENT_NOUNS
    if any(c.dep_ == "relcl" and _visited_there(c) for c in token.children):
        return True
    # coordinated with a place: "in Chad, Niger and Mali"
    j = hit.start - 1
    while j >= 0 and doc[j].lower_ in (",", "and", "or", "then", "the", "later", "to"):
        j -= 1
    return j + 1 in accepted and j + 1 != hit.start


_LEGS = frozenset("stop venue destination leg journey tour trip itinerary site".split())


def _visited_there(clause: Token) -> bool:
    """ "praised Chad, which she visited in May"."""
    return clause.lemma_ in VISIT_VERBS and any(
        c.dep_ == "dobj" and c.tag_ == "WDT" for c in clause.children
    )


def _modifies(token: Token, hit: _Hit) -> bool:
    """ "in Chad President X", "to the main U.S. base": the name only says whose the noun is."""
    if token.dep_ not in ("compound", "nmod", "amod", "nummod") or token.head.i < hit.end:
        return False
    if token.head.ent_type_ == "PERSON":
        return True
    larger = token.head.ent_type_ == "ORG" and token.head.lower_ not in PLACE_NOUNS | VENUE_WORDS
    if hit.kind == "city" and larger and token.dep_ == "compound":
        return True  # "the Federal Bureau": a part of a longer name
    return hit.kind in ("state", "continent", "region") and token.head.pos_ == "NOUN"


def _leaves(doc: Doc, preposition: int) -> bool:
    """ "left for Chad", "left on Monday for Chad" (which the parser hangs on the day)."""
    head = doc[preposition].head
    if head.ent_type_ in ("DATE", "TIME") and head.dep_ == "pobj":
        head = head.head.head
    return head.lemma_ in (
        "leave",
        "depart",
        "head",
        "bind",
        "embark",
        "fly",
        "set",
        "sail",
        "bound",
    )


# What goes to a state without anybody's going there.
_GIVEN = frozenset(
    "ambassador envoy aid assistance support according threat sales sale exports export supplies "
    "commitment message warning offer close shipments shipment delivery deliveries loan loans help "
    "weapons arms address food money funds technology gas oil letter letters relation thanks".split()
)
_GIVING = frozenset(
    "give provide offer sell supply say export pledge grant lend belong respond donate".split()
)


def _objects(verb: Token) -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ == "dobj"}


def _speech_to(doc: Doc, preposition: int, hit: _Hit) -> bool:
    """ "aid to Chad", "ambassador to Chad", "sell to Chad": a party, not a destination."""
    head = doc[preposition].head
    if hit.kind == "venue":
        return False
    if head.lemma_ in ("send", "dispatch") and not _GIVEN & _objects(head) - {
        "envoy",
        "ambassador",
    }:
        return False  # "sent an envoy to Chad"
    before = doc[preposition - 1].lower_ if preposition else ""
    if head.lower_ in _GIVEN or before in _GIVEN or head.lemma_ in _GIVING:
        return True
    return any(c.dep_ == "dobj" and c.lower_ in _GIVEN for c in head.children)


def _with_container(
    doc: Doc, hit: _Hit, at: dict[int, _Hit], knowledge: Knowledge
) -> tuple[_Hit, int]:
    """Join "Bonn, Germany" and "Crawford, Texas": the second word says where the first lies."""
    end = hit.end
    if hit.kind not in ("city", "venue", "region") or end + 1 >= len(doc):
        return hit, end
    if hit.kind == "venue" and doc[end].lower_ in ("in", "near", "outside"):
        outer = at.get(end + 1)
        if outer is not None and outer.kind == "city" and hit.city in (None, outer.city):
            outer, last = _with_container(doc, outer, at, knowledge)
            return replace(hit, city=outer.name, country=outer.country), last
        return hit, end
    if doc[end].text != ",":
        return hit, end
    outer = at.get(end + 1)
    if outer is None:
        return hit, end
    after = doc[outer.end] if outer.end < len(doc) else None
    if outer.name == "Georgia" and hit.countries and "GEO" not in hit.countries:
        outer = replace(outer, kind="region", country="USA")  # the state of that name in the USA
    closed = after is None or after.text in (",", ".", ")", ";", "--", ":") or after.is_punct
    if outer.kind == "state" and closed and _in_country(hit, outer.country, knowledge):
        city = knowledge.cities.find(hit.name, outer.country) if hit.kind == "city" else None
        if city is not None:
            hit = replace(
                hit, country=outer.country, point=(city.lat, city.lon), geonames=city.geonames
            )
        return replace(hit, country=outer.country), outer.end
    if outer.kind == "region" and outer.country and (closed or hit.kind == "city"):
        city = knowledge.cities.find(hit.name, outer.country) if hit.kind == "city" else None
        if city is not None and hit.country != outer.country:
            hit = replace(hit, point=(city.lat, city.lon), geonames=city.geonames)
        return replace(hit, country=outer.country), outer.end
    if hit.kind == "venue" and outer.kind == "city":
        return replace(hit, city=outer.name, country=outer.country), outer.end
    return hit, end


def _in_country(hit: _Hit, country: str | None, knowledge: Knowledge) -> bool:
    """Whether a place can lie in a state: it does already, a namesake does, or it is small."""
    if hit.country == country or country in hit.countries or hit.country is None:
        return True
    return hit.kind == "city" and hit.name not in knowledge.state_by_capital


# ---- building --------------------------------------------------------------------------------


def _expression(hit: _Hit, doc: Doc, knowledge: Knowledge, told: set[str]) -> PlaceExpr:
    country = hit.country
    if country is None and hit.kind in ("city", "region", "venue"):
        country = _demonym_before(doc, hit.start, knowledge, reach=4)
    if hit.kind == "city" and len(set(hit.countries)) > 1:
        marked = _demonym_before(doc, hit.start, knowledge)
        if marked in hit.countries:
            city = knowledge.cities.find(hit.name, marked)
            if city is not None:
                hit = replace(hit, point=(city.lat, city.lon), geonames=city.geonames)
            country = marked
    built = _built(hit, country, knowledge)
    return replace(built, head=_root(doc, hit.start, hit.end).i)


def _demonym_before(doc: Doc, start: int, knowledge: Knowledge, reach: int = 7) -> str | None:
    """ "the Lebanese city of Tripoli"."""
    for j in range(start - 1, max(doc[start].sent.start, start - reach) - 1, -1):
        if doc[j].lower_ in LOCATIVE and doc[j].lower_ != "of":
            return None  # "U.S. officials in Tripoli"
        if doc[j].pos_ in ("VERB", "AUX"):
            return None  # "a U.S. envoy visited Tripoli"
        for name in knowledge.names.get(doc[j].text, ()):
            if name.kind in ("demonym", "state") and name.country:
                return name.country
    return None


def _built(hit: _Hit, country: str | None, knowledge: Knowledge) -> PlaceExpr:
    state = knowledge.state_name(country) if country else None
    outer: list[str] = []
    if hit.city and fold(hit.city) != fold(hit.name):
        outer.append(hit.city)
    if state and fold(state) != fold(hit.name):
        outer.append(state)
    point = hit.point
    geonames = hit.geonames
    if point is None and hit.city:
        city = knowledge.cities.find(hit.city, country)
        if city is not None:
            point = (city.lat, city.lon)
    return PlaceExpr(
        hit.start,
        hit.end,
        hit.end - 1,
        hit.kind,
        hit.name,
        hit.city,
        country,
        tuple(outer),
        point[0] if point else None,
        point[1] if point else None,
        geonames,
        hit.wikidata,
    )
