"""Stage 2: stretches of text that stand for actors, before anybody knows for whom.

A longest-match gazetteer (states, adjectives, capitals and seats of power, bodies, movements)
outranks the statistical named-entity recogniser, which is trusted for persons. Titles and
offices before and behind a name are read here, with the state or body that they name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.model import ActorKind
from ingest.language.gazetteer import Entry, Gazetteer, RoleClass
from ingest.language.reading import text_of
from ingest.language.types import Form, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Capitalised words that the recogniser takes for a person's name.
_NOT_NAMES = frozenset(
    "summit meeting call readout olympic olympics congress parliament covid christmas easter god "
    "islam ramadan talks joint statement spokesperson spokesman spokeswoman photo image file member dialogue forum "
    "visit administration partnership initiative alliance economic medical cop-27 cop-28 assistance countries mission signatories".split()
)
# What happens is no body: "the Negev Summit", "the State Visit".
_HAPPENINGS = frozenset("summit visit meeting dialogue conversation roundtable call".split())
# Words that name no body alone.
_NO_BODIES = frozenset({"state", "administration", "task force", "delegation", "government"})
PARTICLES = frozenset(
    "al el bin ben ibn de da do dos du del della der den di von van la le ter ten zu y e abu "
    "abdel abd ul ur bint bani".split()
)
# Bodies at the end of an office: "President of the Belgian Senate A B" is not called Senate.
_BODY_WORDS = frozenset(
    "assembly bundestag command commission committee congress council duma hural khural knesset "
    "majlis ministry "
    "organisation organization parliament senate staff union".split()
)
# Nouns that end the field of an office: "for European and Eurasian affairs".
_FIELD_ENDS = frozenset("affairs policy security cooperation trade development relations".split())
_NAME = re.compile(
    r"^(?:[A-Z\u00c0-\u00de\u0100-\u017d][\w'\u2019.-]*|[a-z]{1,2}'[A-Z]\w+|[IVX]+)$"
)
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "both": 2,
    "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
# Nouns whose plural refers back to parties already named ("the two leaders", "both sides").
_BACK = frozenset(
    "side leader head country nation president minister premier counterpart party state neighbor "
    "neighbour rival government official diplomat chancellor king envoy negotiator delegation "
    "pair duo man woman".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december today tomorrow yesterday".split()
)
_PRONOUNS: dict[str, tuple[Literal["m", "f", None], Literal["singular", "plural"]]] = {
    "he": ("m", "singular"),
    "him": ("m", "singular"),
    "his": ("m", "singular"),
    "she": ("f", "singular"),
    "her": ("f", "singular"),
    "it": (None, "singular"),
    "its": (None, "singular"),
    "they": (None, "plural"),
    "them": (None, "plural"),
    "their": (None, "plural"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A gazetteer phrase at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    entry: Entry


@dataclass(slots=True)
class Title:
    """What the words before or behind a name say: where they begin, office, state, body."""

    start: int
    office: str | None = None
    country: str | None = None
    organisation: str | None = None
    organisation_key: str | None = None
    honorific: bool = False
    gender: Literal["m", "f", None] = None
    former: bool = False


_FIRST_WORD = re.compile(r"\w+")


def find_matches(doc: Doc, tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Match]:
    """Return the longest gazetteer phrases of the text, left to right, not overlapping."""
    text = text_of(doc).replace("\u2019", "'")
    lower = text.lower()
    ends = {t.idx + len(t.text): t.i + 1 for t in tokens}
    found: list[Match] = []
    after = 0
    for token in tokens:
        if token.i < after:
            continue
        first = _FIRST_WORD.match(token.lower_)
        if first is None:
            continue
        for phrase, entry in gazetteer.starting(first[0]):
            if not lower.startswith(phrase, token.idx):
                continue
            stop = token.idx + len(phrase)
            end = ends.get(stop)
            if end is None or not entry.written_like(text[token.idx : stop]):
                continue
            after = end
            if not (found and _of_another_state(found[-1], token.i, end, entry)):
                found.append(Match(token.i, end, entry))
            break
    return found


def _of_another_state(before: Match, start: int, end: int, entry: Entry) -> bool:
    """ "The Mongolian National Security Council" is not the one that the tables know."""
    return (
        before.end == start
        and before.entry.kind == "demonym"
        and entry.kind == "capital"
        and end - start > 1
        and entry.country is not None
        and entry.country != before.entry.country
    )


def find_mentions(doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """Return the mentions of actors in a parsed `Doc`, in order of the text.

    Names of places that stand for no actor are not among them; whether a state's name is a
    party or only a place is decided by the arguments.
    """
    tokens = list(doc)  # every pass over the Doc itself would make new Python objects
    matches = find_matches(doc, tokens, gazetteer)
    at: dict[int, Match] = {i: m for m in matches for i in range(m.start, m.end)}
    mentions: list[Mention] = []
    covered: set[int] = set()
    persons = _person_spans(doc, tokens, gazetteer, at)
    for start, end in persons:
        mention = _person(doc, start, end, gazetteer, at)
        mentions.append(mention)
        covered.update(range(mention.start, mention.end))
    mentions.extend(_short_koreas(doc, tokens, at))
    person_titles = {
        i
        for m in mentions
        for i in range(m.start if m.wide_start is None else m.wide_start, m.start)
    }
    for match in matches:
        if any(i in covered for i in range(match.start, match.end)):
            continue
        made = _from_match(doc, match, gazetteer)
        if made is None:
            continue
        if any(i in person_titles for i in range(match.start, match.end)):
            made.definite = False
            made.number = "singular"
            made.form = Form.DEMONYM if made.form is not Form.DEMONYM else made.form
            continue
        mentions.append(made)
        covered.update(range(made.start, made.end))
    mentions.extend(_organisations(doc, at, covered | person_titles, gazetteer))
    mentions.extend(_roles(doc, tokens, gazetteer, at, covered | person_titles))
    mentions.extend(_pronouns(doc, tokens))
    mentions.sort(key=lambda m: (m.start, -m.end))
    return mentions


# --- persons -------------------------------------------------------------------------------


def _person_spans(
    doc: Doc, tokens: Sequence[Token], gazetteer: Gazetteer, at: dict[int, Match]
) -> list[tuple[int, int]]:
    """Token spans of bare person names: the recogniser's, repaired, and names after titles."""
    spans: list[tuple[int, int]] = []
    taken: set[int] = set()
    for ent in doc.ents:
        if ent.label_ != "PERSON":
            continue
        spans.extend(_repair(doc, ent.start, ent.end, gazetteer, at))
    spans.extend(_names_in_bodies(doc, gazetteer, at))
    spans.extend(_owned_names(doc, at))
    # A title and then capital letters: a name that the recogniser missed or called an ORG.
    for token in tokens:
        role = gazetteer.role(token.lower_)
        if role is None or role.kind not in (RoleClass.OFFICE, RoleClass.HONORIFIC):
            continue
        if (
            not token.text[:1].isupper()
            and role.kind is RoleClass.OFFICE
            and token.i + 1 < len(doc)
        ):
            nxt = doc[token.i + 1]
            if nxt.ent_type_ not in ("PERSON", "ORG", "GPE", "NORP", "FAC", ""):
                continue
        start = token.i + 1
        if (
            start + 1 < len(doc)
            and doc[start].text == "-"
            and doc[start + 1].lower_ in ("designate", "elect")
        ):
            start += 2
        if start + 1 < len(doc) and doc[start].lower_ == "of":
            land = at.get(start + 1) or at.get(start + 2)
            if land is not None and land.entry.kind in ("state", "organisation"):
                start = land.end  # "President of Finland A B"
            elif [t.text for t in doc[start : start + 3]] == ["of", "the", "Republic"]:
                start += 3  # "President of the Republic A B"
        if start < len(doc) and doc[start].text == "." and token.idx + len(token) == doc[start].idx:
            start += 1
        end = _name_end(doc, start, gazetteer, at)
        if end > start and not any(t.lower_ in _BODY_WORDS for t in doc[start:end]):
            spans.append((start, end))
    spans.extend(_apposed_names(doc, tokens, gazetteer, at))
    spans.extend(_names_behind_offices(doc, tokens, gazetteer, at))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if all(gazetteer.role(t.lower_) is not None for t in doc[start:end]):
            continue  # "Crown Prince" alone
        last = gazetteer.role(doc[end - 1].lower_)
        if last is not None and last.kind is RoleClass.BODY:
            continue  # "China's Commerce Ministry welcomed": no person
        if any(i in taken for i in range(start, end)):
            continue
        if end - start == 1 and doc[start].lower_ in _NOT_NAMES:
            continue  # "the Quad Leaders Summit"
        taken.update(range(start, end))
        merged.append((start, end))
    merged.extend(_surnames_again(doc, tokens, merged, taken, gazetteer, at))
    return sorted(merged)


def _names_in_bodies(doc: Doc, gazetteer: Gazetteer, at: dict[int, Match]) -> list[tuple[int, int]]:
    """ "the EU Special Representative for Central Asia A B": one body, says the recogniser."""
    found = []
    for ent in doc.ents:
        if ent.label_ not in ("ORG", "GPE", "LOC", "FAC") or len(ent) < 3:
            continue
        offices = [
            t.i
            for t in ent
            if (role := gazetteer.role(t.lower_)) is not None and role.kind is RoleClass.OFFICE
        ]
        fields = [t.i for t in ent if t.i in at or t.lower_ in _FIELD_ENDS]
        led = doc[max(0, ent.start - 3) : ent.start + 2]
        leads = [t for t in led if (r := gazetteer.role(t.lower_)) and r.kind is RoleClass.OFFICE]
        if not offices and leads and any(t.lower_ == "of" for t in led):
            # "Chairman of the State Hural A B", "Head of State A B"
            offices = [ent.start]
            fields = [t.i for t in ent if t.lower_ in _BODY_WORDS or t.lower_ == "state"]
        if not offices or not fields or fields[-1] < offices[0]:
            continue
        name = doc[fields[-1] + 1 : ent.end]
        if 2 <= len(name) <= 4 and all(t.pos_ == "PROPN" and _is_name_token(t) for t in name):
            found.append((name.start, name.end))
    return found


_OF_PEOPLE = frozenset(
    "meet telephone receive say tell host greet welcome join phone urge agree arrive fly travel "
    "confer shake".split()
)


def _owned_names(doc: Doc, at: dict[int, Match]) -> list[tuple[int, int]]:
    """ "met Greece's Nikos Stathis": a person, though the recogniser reads a place."""
    found = []
    for ent in doc.ents:
        if ent.label_ not in ("GPE", "ORG", "LOC", "FAC"):
            continue
        start = ent.start
        while start < ent.end and (start in at or doc[start].lower_ == "'s"):
            start += 1
        if ent.end - start != 2 or start < 2:
            continue
        name = doc[start : ent.end]
        owner = at.get(start - 2)
        if doc[start - 1].lower_ != "'s" or owner is None or owner.entry.kind != "state":
            continue
        if any(t.i in at or t.pos_ != "PROPN" or not _is_name_token(t) for t in name):
            continue
        head = doc[_head(doc, start, ent.end)]
        while head.dep_ == "conj" and head.head.i != head.i:
            head = head.head
        speaks = ent.label_ == "ORG" and head.head.lemma_ in ("say", "tell")  # a broadcaster
        if head.dep_ in ("dobj", "nsubj") and head.head.lemma_ in _OF_PEOPLE and not speaks:
            found.append((start, ent.end))
    return found


def _surnames_again(
    doc: Doc,
    tokens: Sequence[Token],
    spans: list[tuple[int, int]],
    taken: set[int],
    gazetteer: Gazetteer,
    at: dict[int, Match],
) -> list[tuple[int, int]]:
    """Later mentions by surname that the recogniser calls a place, a body or nothing.

    "Defence Minister Oleg Sablin will visit ... Sablin is expected": the name was introduced.
    """
    surnames = {
        doc[i].text
        for start, end in spans
        if end - start > 1
        for i in (start, end - 1)  # a family name may stand first
        if len(doc[i]) > 2 and gazetteer.role(doc[i].lower_) is None
    }
    return [
        (token.i, token.i + 1)
        for token in tokens
        if token.text in surnames
        and token.i not in taken
        and token.i not in at
        and token.pos_ in ("PROPN", "NOUN", "ADJ", "VERB", "X")
        and not (token.i > 0 and _is_name_token(doc[token.i - 1]) and token.i - 1 in taken)
        and token.dep_ not in ("compound", "nmod")
    ]


def _apposed_names(
    doc: Doc, tokens: Sequence[Token], gazetteer: Gazetteer, at: dict[int, Match]
) -> list[tuple[int, int]]:
    """ "Japan's foreign minister, A B, arrives": a name behind its office."""
    found = []
    for token in tokens:
        if token.dep_ != "appos" or token.pos_ != "PROPN" or token.ent_type_ in ("GPE", "DATE"):
            continue
        head = token.head
        role = gazetteer.role(head.lower_) or gazetteer.role(head.lemma_.lower())
        if role is None or role.kind not in (RoleClass.OFFICE, RoleClass.OFFICIAL):
            continue
        if head.i > token.i or token.i in at or head.tag_ == "NNS":
            continue
        start = token.i
        while start - 1 > head.i and _is_name_token(doc[start - 1]) and (start - 1) not in at:
            start -= 1
        if start > head.i + 2 or doc[start - 1].text != ",":
            continue
        if token.i + 1 - start >= 2 and not any(
            gazetteer.role(t.lower_) is not None for t in doc[start : token.i + 1]
        ):
            found.append((start, token.i + 1))
    return found


def _names_behind_offices(
    doc: Doc, tokens: Sequence[Token], gazetteer: Gazetteer, at: dict[int, Match]
) -> list[tuple[int, int]]:
    """ "The President of Chad, A B, the Chancellor of Austria, C D, and ...": names in a list."""
    found = []
    for token in tokens:
        if token.text != "," or token.i == 0 or token.i + 2 >= len(doc):
            continue
        if _office_before_comma(doc, token.i, gazetteer, at) is None:
            continue
        start = token.i + 1
        while start + 1 < len(doc) and gazetteer.role(doc[start].lower_) is not None:
            if gazetteer.roles.get(doc[start].lower_, None) is None:
                break
            if gazetteer.roles[doc[start].lower_].kind is not RoleClass.HONORIFIC:
                break
            start += 1
        end = _name_end(doc, start, gazetteer, at)
        behind = doc[end] if end < len(doc) else None
        closed = behind is None or behind.text in (",", ".", ";", "(") or behind.lower_ == "and"
        if end - start >= 2 and (
            closed or (behind is not None and behind.pos_ in ("VERB", "AUX", "ADP"))
        ):
            found.append((start, end))
    return found


def _title_before_comma(
    doc: Doc, comma: int, gazetteer: Gazetteer, at: dict[int, Match]
) -> Title | None:
    """The office before a comma as the title of the name behind it."""
    if doc[comma].text != "," or comma - 1 not in at:
        return None  # an office right before the comma is read with the other titles
    token = _office_before_comma(doc, comma, gazetteer, at)
    if token is None:
        return None
    lemma = token.lemma_.lower()
    role = gazetteer.role(token.lower_)
    if role is None:
        return None
    told = _role(doc, token, lemma, role.kind, role.gender, gazetteer, at)[0]
    start = told.start
    while start < token.i and doc[start].lower_ in ("the", "a", "an", "and", ","):
        start += 1
    if start > 1 and doc[start - 1].text == "," and doc[start - 2].ent_type_ == "PERSON":
        return None  # "A B, president of Chad, C D": the office is A B's
    return Title(start, told.office, told.country, told.organisation)


def _office_before_comma(
    doc: Doc, comma: int, gazetteer: Gazetteer, at: dict[int, Match]
) -> Token | None:
    """The office that ends at a comma, with its state: "the President of Chad,"."""
    i = comma - 1
    match = at.get(i)
    if match is not None:
        if match.entry.kind not in ("state", "organisation") or match.start == 0:
            return None
        i = match.start - 1
        if doc[i].lower_ == "the":
            i -= 1
        if doc[i].lower_ != "of":
            return None
        i -= 1
        if doc[i].lower_ == "republic" and doc[i - 1].lower_ == "the":
            i -= 3
        # "Minister for Foreign Affairs of Japan"
        for back in range(5):
            if i - back < 0 or doc[i - back].sent.start != doc[comma].sent.start:
                return None
            role = gazetteer.role(doc[i - back].lower_)
            if role is not None and role.kind is RoleClass.OFFICE:
                plural = doc[i - back].tag_ in ("NNS", "NNPS")
                return None if plural else doc[i - back]
            if doc[i - back].pos_ not in ("PROPN", "NOUN", "ADJ", "ADP", "CCONJ"):
                return None
        return None
    role = gazetteer.role(doc[i].lower_)
    if role is None or role.kind is not RoleClass.OFFICE or doc[i].tag_ in ("NNS", "NNPS"):
        return None
    return doc[i]


def _is_name_token(token: Token) -> bool:
    return bool(_NAME.match(token.text)) and token.pos_ in (
        "PROPN",
        "NOUN",
        "ADJ",
        "X",
        "NUM",
        "VERB",
        "INTJ",
        "ADP",
        "ADV",
    )


def _name_end(doc: Doc, start: int, gazetteer: Gazetteer, at: dict[int, Match]) -> int:
    """End of a run of capitalised words from `start` that can be a name (`start` if none)."""
    i = start
    if (
        i >= len(doc)
        or not _is_name_token(doc[i])
        or doc[i].pos_ not in ("PROPN", "NOUN", "X", "ADJ")
    ):
        return start
    sentence_end = doc[i].sent.end
    if doc[i].lower_ in _BODY_WORDS:
        return start
    while i < sentence_end:
        token = doc[i]
        if token.i in at and at[token.i].entry.kind != "person":
            break
        if gazetteer.role(token.lower_) is not None and i > start:
            break
        if _is_name_token(token) and (token.pos_ == "PROPN" or token.ent_type_ == "PERSON"):
            i += 1
        elif (
            i > start
            and (token.lower_ in PARTICLES or token.text == "-")
            and i + 1 < sentence_end
            and _is_name_token(doc[i + 1])
            and doc[i + 1].pos_ == "PROPN"
        ):
            i += 2
        else:
            break
    if i == start or gazetteer.role(doc[start].lower_) is not None:
        return start
    if (
        all(
            t.is_stop or (t.ent_type_ in ("DATE", "ORG", "GPE") and t.ent_type_ != "PERSON")
            for t in doc[start:i]
        )
        and i - start == 1
    ):
        title_inside = start > 0 and doc[start].ent_iob_ == "I"
        if doc[start].ent_type_ in ("DATE", "GPE", "ORG", "NORP", "EVENT") and not title_inside:
            return start
    if doc[start].ent_type_ in ("DATE", "NORP", "EVENT", "LAW", "CARDINAL", "MONEY"):
        return start
    return i


def _repair(
    doc: Doc, start: int, end: int, gazetteer: Gazetteer, at: dict[int, Match]
) -> list[tuple[int, int]]:
    """Mend a span that the recogniser calls a person; it may fall into pieces or away."""
    while start < end and (
        doc[start].is_punct or doc[start].lower_ in ("the", "a", "mr", "'s") or doc[start].is_space
    ):
        start += 1
    if start >= end:
        return []
    match = at.get(start)
    if match is not None and match.entry.kind not in ("person",):
        if match.end >= end:
            return []  # Jordan, Chad, Georgia: places
        if match.entry.kind in ("state", "demonym", "capital", "organisation", "region") and (
            match.end - match.start > 1
            or gazetteer.role(doc[match.end].lower_) is not None
            or (start > 0 and doc[start - 1].lower_ in ("to", "in", "of", "for"))
            or match.entry.kind == "demonym"
        ):
            start = match.end
    # A title inside the span: the name begins behind the last one.
    for i in range(end - 1, start - 1, -1):
        role = gazetteer.role(doc[i].lower_)
        if role is not None and role.kind in (
            RoleClass.OFFICE,
            RoleClass.HONORIFIC,
            RoleClass.BODY,
        ):
            if i + 1 < end:
                start = i + 1
            elif i > start:
                end = i
            else:
                return []
            break
    while end - start > 1 and start > doc[start].sent.start and doc[start].lower_ in _BODY_WORDS:
        start += 1
    while end > start and (
        doc[end - 1].lower_ in ("'s", "'", "jr.", "jr", "-", ",", "--") or doc[end - 1].is_punct
    ):
        end -= 1
    # A verb of a headline, a weekday or a month at the end.
    while end - start > 1 and (
        doc[end - 1].tag_ in ("VBZ", "VBD", "VBP", "IN", "MD") or doc[end - 1].lower_ in _DAYS
    ):
        end -= 1
    # "Moon Jae-in", "Ban Ki-moon": the recogniser cuts before a small letter.
    while (
        end + 1 < len(doc)
        and doc[end].text == "-"
        and not doc[end - 1].whitespace_
        and not doc[end].whitespace_
        and doc[end + 1].is_alpha
        and len(doc[end + 1]) <= 6
        and doc[end + 1].lower_ not in ("led", "born", "based", "style", "backed", "era")
        and end + 1 not in at
    ):
        end += 2
    # Particles and capitalised parts that were cut off.
    while (
        end + 1 < len(doc)
        and (doc[end].lower_ in PARTICLES or doc[end].text == "-")
        and _is_name_token(doc[end + 1])
        and doc[end + 1].pos_ == "PROPN"
        and doc[end + 1].ent_type_ in ("PERSON", "", "ORG", "GPE")
        and doc[end].lower_ not in ("e", "y", "do")
    ):
        end += 2
    while (
        end < len(doc)
        and doc[end].pos_ == "PROPN"
        and _is_name_token(doc[end])
        and end not in at
        and gazetteer.role(doc[end].lower_) is None
        and doc[end].ent_type_ in ("PERSON", "", "ORG", "GPE")
        and doc[end - 1].dep_ in ("compound", "nmod")
        and doc[end - 1].head.i >= end
        and doc[end].sent.start == doc[start].sent.start
    ):
        end += 1
    while (
        start > 0
        and doc[start - 1].pos_ == "PROPN"
        and doc[start - 1].dep_ == "compound"
        and _is_name_token(doc[start - 1])
        and doc[start - 1].ent_type_ in ("", "PERSON")
        and doc[start - 1].lower_ not in _BODY_WORDS
        and (start - 1) not in at
        and gazetteer.role(doc[start - 1].lower_) is None
        and doc[start - 1].sent.start == doc[start].sent.start
        and start - 1 > doc[start].sent.start
    ):
        start -= 1
    if (
        end + 1 < len(doc)
        and doc[end].tag_ in ("VBD", "VBN")
        and doc[end].text[:1].isupper()
        and doc[end + 1].text[:1].islower()
        and doc[end - 1].pos_ == "PROPN"
    ):
        end += 1  # "A Warsame Guled in Rome": no verb has a capital
    if start >= end or not doc[start].text[:1].isalpha():
        return []
    if end - start == 1 and (
        doc[start].lower_ in _NOT_NAMES or gazetteer.role(doc[start].lower_) is not None
    ):
        return []
    if not any(t.text[:1].isupper() for t in doc[start:end]):
        return []
    # "Bush-Putin" names two.
    for i in range(start + 1, end - 1):
        if doc[i].text == "-" and end - start == 3 and doc[start].ent_type_ == "PERSON":
            left, right = doc[start].text, doc[i + 1].text
            if gazetteer.surname(left) and gazetteer.surname(right):
                return [(start, i), (i + 1, end)]
    return [(start, end)]


def _person(doc: Doc, start: int, end: int, gazetteer: Gazetteer, at: dict[int, Match]) -> Mention:
    name = _tidy_name(doc[start:end].text)
    title = title_before(doc, start, gazetteer, at)
    behind = title_behind(doc, start, end, gazetteer, at)
    head = _head(doc, start, end)
    if title.office is None and title.start > 0:
        listed = _title_before_comma(doc, title.start - 1, gazetteer, at)
        if listed is not None:
            listed.honorific, listed.gender = title.honorific, title.gender
            listed.country = listed.country or title.country
            title, behind = listed, None
    if title.office is None or (title.country is None and title.organisation is None):
        # also "the Soviet chief of staff, General A B": a rank says not whose
        before = None
        if title.start < start:
            before = _role_before_rank(doc, title.start, end, gazetteer, at)
        if before is None:
            before = _apposed_title(doc, head, gazetteer, at)
        if before is not None:
            title.office = title.office or before.office
            title.country = title.country or before.country
            title.organisation = title.organisation or before.organisation
    office = title.office or (behind.office if behind else None)
    country = title.country or (behind.country if behind else None)
    organisation = title.organisation or (behind.organisation if behind else None)
    if country is not None and title.organisation is None and title.country is not None:
        organisation = None
    if title.organisation:
        country = title.country
    gender = title.gender or (behind.gender if behind else None)
    return Mention(
        start=start,
        end=end,
        head=head,
        kind=ActorKind.PERSON,
        form=Form.NAME if " " in name else Form.SURNAME,
        name=name,
        country=country,
        office=office,
        organisation=organisation,
        key=None,
        wide_start=title.start,
        gender=gender,
        definite=title.honorific or title.office is not None,
    )


def _apposed_title(doc: Doc, head: int, gazetteer: Gazetteer, at: dict[int, Match]) -> Title | None:
    """ "The President of the European Commission, A B": the office before the comma."""
    token = doc[head]
    if token.dep_ != "appos" or token.head.i >= token.i or token.head.tag_ == "NNS":
        return None
    governor = token.head
    lemma = governor.lemma_.lower()
    role = gazetteer.role(governor.lower_) or gazetteer.role(lemma)
    if role is None or role.kind not in (RoleClass.OFFICE, RoleClass.OFFICIAL):
        return None
    told = _role(doc, governor, lemma, role.kind, role.gender, gazetteer, at)
    first = told[0]
    return Title(governor.i, first.office, first.country, first.organisation)


def _role_before_rank(
    doc: Doc, start: int, end: int, gazetteer: Gazetteer, at: dict[int, Match]
) -> Title | None:
    """ "and the Soviet chief of staff, General A B, met": whatever the parser hangs A B on."""
    begin = doc[start].sent.start
    if start - 2 < begin or doc[start - 1].text != "," or end >= len(doc):
        return None
    if not doc[end].is_punct:
        return None
    for i in range(start - 2, max(begin, start - 9) - 1, -1):
        token = doc[i]
        if token.is_punct or token.pos_ in ("VERB", "AUX") or token.ent_type_ == "PERSON":
            return None
        role = gazetteer.role(token.lower_)
        if role is not None and role.kind in (RoleClass.OFFICE, RoleClass.OFFICIAL):
            if token.tag_ == "NNS" or token.dep_ in ("compound", "nmod"):
                return None
            first = _role(doc, token, token.lemma_.lower(), role.kind, role.gender, gazetteer, at)
            return Title(i, first[0].office, first[0].country, first[0].organisation)
    return None


def _tidy_name(text: str) -> str:
    name = re.sub(r"\s+", " ", text.replace("\u2019", "'")).strip(" ,.-'")
    name = re.sub(r"'s$", "", name)
    return re.sub(r" ?- ?", "-", name)


def _head(doc: Doc, start: int, end: int) -> int:
    for i in range(start, end):
        above = doc[i].head.i
        if not start <= above < end or above == i:
            return i
    return end - 1


# Offices that somebody holds with another: "assistant to the president", "adviser to the king".
_AIDES = frozenset("assistant adviser advisor counselor counsellor aide deputy".split())


def title_before(doc: Doc, start: int, gazetteer: Gazetteer, at: dict[int, Match]) -> Title:
    """Read the words of office, state and body before a name that begins at `start`."""
    sentence_start = doc[start].sent.start
    title = Title(start)
    office_tokens: list[int] = []
    last = start
    i = start - 1
    if i > sentence_start and doc[i].text == "," and doc[i - 1].tag_ not in ("NNS", "NNPS"):
        # "his Russian counterpart, Viktor Khristenko"
        role = gazetteer.role_of_pair(doc, i - 1) or gazetteer.role(doc[i - 1].lower_)
        if role is not None and role.kind in (RoleClass.OFFICE, RoleClass.OFFICIAL):
            i -= 1
    steps = 0
    while i >= sentence_start and steps < 18:
        steps += 1
        token = doc[i]
        word = token.lower_
        if word == ")" and i - 2 > sentence_start and doc[i - 2].text == "(":
            i -= 3  # "of the European Court of Auditors (ECA) A B"
            continue
        match = at.get(i)
        if match is not None and match.entry.kind != "person":
            entry = match.entry
            before = doc[match.start - 1].lower_ if match.start > sentence_start else ""
            if entry.kind in ("state", "demonym", "capital", "group"):
                if before in ("to", "for", "on") and not title.country and not office_tokens:
                    pass  # a posting or field, no employer
                elif (
                    entry.kind == "demonym"
                    and match.end < start
                    and gazetteer.is_field(doc[match.end].lower_)
                ):
                    pass  # "secretary of state for African affairs"
                elif title.country is None and title.organisation is None:
                    title.country = entry.country
                    if entry.kind == "group":
                        title.organisation = entry.name
                        title.organisation_key = entry.key
                    last = match.start
                    if office_tokens or title.honorific:
                        i = match.start - 1
                        if i >= sentence_start and doc[i].lower_ in ("former", "ex-", "late"):
                            title.former = doc[i].lower_ != "late"
                            last = i
                        break
            elif entry.kind == "organisation":
                if title.organisation is None:
                    title.organisation = entry.name
                    title.organisation_key = entry.key
                    if title.country is None:
                        title.country = entry.country
                last = match.start
            i = match.start - 1
            continue
        role = gazetteer.role_of_pair(doc, i) or gazetteer.role(word)
        if role is not None and role.kind in (
            RoleClass.OFFICE,
            RoleClass.OFFICIAL,
            RoleClass.HONORIFIC,
        ):
            if role.kind is RoleClass.HONORIFIC:
                title.honorific = True
            else:
                office_tokens.append(i)
            title.gender = title.gender or role.gender
            last = i
        elif word in ("former", "ex", "late", "ex-"):
            title.former = True
            last = i
        elif role is not None and role.kind in (RoleClass.QUALIFIER, RoleClass.BODY):
            last = i if office_tokens else last
        elif word == "to" and i > sentence_start and doc[i - 1].lower_ in _AIDES and office_tokens:
            office_tokens.append(i - 1)  # "Assistant to the President for Trade A B"
            last = i - 1
            i -= 1
        elif word in ("of", "for", "to", "the", "'s", "-", "&", "his", "her", "on", "in", "."):
            if word == "." and not (
                i > 0 and len(doc[i - 1].text) <= 4 and gazetteer.role(doc[i - 1].lower_)
            ):
                break
            if word in ("his", "her"):
                break
            further = _office_further_left(doc, i, sentence_start, gazetteer)
            if not office_tokens and word in ("to", "for", "on", "in", "the") and not further:
                break
            if office_tokens and word in ("of", "for", "to", "on", "in") and not further:
                break
        elif word == "and":
            left = doc[i - 1] if i > sentence_start else None
            beside = gazetteer.role(left.lower_) if left is not None else None
            if (
                left is None
                or (beside is not None and beside.kind is not RoleClass.QUALIFIER)
                or left.ent_type_ == "PERSON"
            ):
                break
            if left.i in at or (not left.text[:1].isupper() and left.pos_ not in ("NOUN", "ADJ")):
                break
            further = _office_further_left(doc, i, sentence_start, gazetteer)
            if not office_tokens and not further:
                break
        elif (
            token.pos_ in ("PROPN", "NOUN", "ADJ")
            and token.ent_type_ not in ("PERSON", "DATE", "TIME")
            and (office_tokens or _office_further_left(doc, i, sentence_start, gazetteer))
        ):
            if (
                token.tag_ in ("NNS",)
                and office_tokens
                and token.lower_ not in ("affairs", "nations", "states", "relations")
            ):
                break
            last = i if office_tokens else last
        else:
            break
        i -= 1
    if not office_tokens and not title.honorific:
        adjacent = at.get(start - 1)
        country = None
        if adjacent is not None and adjacent.entry.kind == "demonym":
            country = adjacent.entry.country
        elif (
            adjacent is None
            and start - 2 >= sentence_start
            and doc[start - 1].lower_ == "'s"
            and (m := at.get(start - 2)) is not None
            and m.entry.kind in ("state", "capital")
        ):
            country = m.entry.country
        elif title.organisation and adjacent is not None and adjacent.entry.kind == "organisation":
            return Title(adjacent.start, None, None, title.organisation, title.organisation_key)
        return Title(start, country=country)
    title.start = min(last, min(office_tokens, default=last))
    if office_tokens:
        first = min(office_tokens)
        # words of the department between the state and the post belong to the office
        while (
            first - 1 >= title.start
            and (first - 1) not in at
            and doc[first - 1].lower_ not in ("'s", "the")
        ):
            first -= 1
        words = [t.text for t in doc[first:start] if t.text != "," and not _honours(t, gazetteer)]
        title.office = _office_words(words)
        european = any(t.lower_ == "european" for t in doc[max(0, first - 2) : start])
        if european and "commissioner" in (title.office or "").lower():
            for phrase, entry in gazetteer.starting("european"):
                if phrase == "european commission":
                    title.organisation, title.organisation_key = entry.name, entry.key
        if title.former and title.office and not title.office.lower().startswith(("former", "ex")):
            title.office = f"former {title.office}"
        if title.country is None and title.organisation is None:
            title.country = gazetteer.office_country(title.office or "")
    return title


def _honours(token: Token, gazetteer: Gazetteer) -> bool:
    """Whether a word only honours its bearer: "Sheikh" of "Foreign Minister Sheikh A B"."""
    role = gazetteer.role(token.lower_)
    return role is not None and role.kind is RoleClass.HONORIFIC


def _office_further_left(doc: Doc, i: int, stop: int, gazetteer: Gazetteer) -> bool:
    """Whether an office word stands a few words further left ("Assistant Secretary for X Affairs")."""
    for j in range(i - 1, max(stop, i - 12) - 1, -1):
        token = doc[j]
        role = gazetteer.role(token.lower_)
        if (
            role is not None
            and role.kind is RoleClass.OFFICE
            and (token.text[:1].isupper() or j >= i - 2)
        ):
            between = doc[j + 1 : i + 1]
            return any(t.lower_ in ("of", "for", "to") for t in between)
        if token.ent_type_ == "PERSON" or (
            token.pos_ in ("VERB", "AUX", "PUNCT") and token.text != "-"
        ):
            return False
    return False


def _office_words(words: list[str]) -> str | None:
    text = re.sub(r"\s+", " ", " ".join(words)).strip(" ,.-")
    text = text.replace(" - ", "-").replace(" 's", "'s")
    return text or None


def _royal(doc: Doc, start: int, gazetteer: Gazetteer) -> bool:
    """Whether a ruler's title stands before a name: what they rule follows it."""
    words = {t.lower_ for t in doc[max(0, start - 3) : start]}
    return bool(
        words & {"prince", "princess", "sheikh", "shaikh", "emir", "amir", "ruler", "sultan"}
    )


def title_behind(
    doc: Doc, start: int, end: int, gazetteer: Gazetteer, at: dict[int, Match]
) -> Title | None:
    """Read what follows a name: "of Denmark", ", former U.S. assistant secretary of state"."""
    sentence_end = doc[start].sent.end
    if end >= sentence_end:
        return None
    if doc[end].lower_ == "of":
        i = end + 1
        while i < sentence_end and doc[i].lower_ in ("the",):
            i += 1
        match = at.get(i)
        if match is not None and match.entry.kind in ("state", "demonym"):
            return Title(start, country=match.entry.country)
        if match is not None and match.entry.kind == "organisation":
            return Title(start, organisation=match.entry.name, organisation_key=match.entry.key)
        if match is not None and match.entry.kind == "capital" and _royal(doc, start, gazetteer):
            return Title(start, country=match.entry.country)  # "Crown Prince A of Abu Dhabi"
        return None
    if doc[end].text not in (",", "(", "-", "--", "\u2013", "\u2014"):
        return None
    i = end + 1
    office: list[int] = []
    title = Title(start)
    limit = min(sentence_end, end + 14)
    while i < limit:
        token = doc[i]
        word = token.lower_
        match = at.get(i)
        if match is not None and match.entry.kind != "person":
            before = doc[i - 1].lower_
            entry = match.entry
            if entry.kind in ("state", "demonym", "capital", "group"):
                field_ = match.end < sentence_end and gazetteer.is_field(doc[match.end].lower_)
                if (
                    title.country is None
                    and not field_
                    and before not in ("to", "for", "on")
                    and title.organisation is None
                ):
                    title.country = entry.country
                    if entry.kind == "group":
                        title.organisation, title.organisation_key = entry.name, entry.key
            elif entry.kind == "organisation" and title.organisation is None:
                title.organisation, title.organisation_key = entry.name, entry.key
                if title.country is None:
                    title.country = entry.country
            i = match.end
            continue
        role = gazetteer.role(word) or gazetteer.role(token.lemma_.lower())
        member = word == "member" and i + 1 < limit and doc[i + 1].lower_ == "of"
        if member or (role is not None and role.kind in (RoleClass.OFFICE, RoleClass.OFFICIAL)):
            office.append(i)
            title.gender = title.gender or (role.gender if role is not None else None)
        elif word in ("former", "ex", "ex-"):
            title.former = True
        elif (
            word == "and"
            and office
            and any(t.lower_ in _FIELD_ENDS for t in doc[i + 1 : min(i + 4, limit)])
        ):
            pass  # "for European and Eurasian affairs": one office
        elif (
            word == "and"
            and office
            and not any(t.ent_type_ == "PERSON" for t in doc[i + 1 : min(i + 7, limit)])
            and any(
                (r := gazetteer.role(t.lower_)) is not None and r.kind is RoleClass.OFFICE
                for t in doc[i + 1 : min(i + 4, limit)]
            )
        ):
            pass  # "Vice President and Prime Minister of Chad": two offices
        elif (
            token.text in (",", ")", ";", "-", "--")
            or word
            in (
                "who",
                "which",
                "and",
                "said",
                "told",
            )
            or (token.pos_ in ("VERB", "AUX") and not (token.tag_ in ("VBG", "VBN") and not office))
        ):
            break
        elif token.ent_type_ == "PERSON":
            return None
        i += 1
    if not office:
        return None
    first = office[0]
    left = first
    while (
        left - 1 > end
        and (left - 1) not in at
        and doc[left - 1].pos_ in ("ADJ", "NOUN", "PROPN", "VERB")
    ):
        left -= 1
    stop = i
    words = [t.text for t in doc[left:stop]]
    title.office = _office_words(words)
    if title.former and title.office and not title.office.lower().startswith(("former", "ex")):
        title.office = f"former {title.office}"
    if title.country is None and title.organisation is None:
        title.country = gazetteer.office_country(title.office or "")
    return title


# --- states, bodies, roles -----------------------------------------------------------------


def _from_match(doc: Doc, match: Match, gazetteer: Gazetteer) -> Mention | None:
    entry = match.entry
    head = _head(doc, match.start, match.end)
    kind = {
        "state": ActorKind.STATE,
        "demonym": ActorKind.STATE,
        "capital": ActorKind.STATE,
        "organisation": ActorKind.ORGANISATION,
        "group": ActorKind.GROUP,
    }.get(entry.kind)
    if kind is None:
        return None
    form = {"demonym": Form.DEMONYM, "capital": Form.CAPITAL}.get(entry.kind, Form.NAME)
    return Mention(
        start=match.start,
        end=match.end,
        head=head,
        kind=kind,
        form=form,
        name=entry.name,
        country=entry.country,
        key=entry.key,
        wide_start=match.start,
        number="plural" if doc[head].tag_ in ("NNS", "NNPS") else "singular",
    )


def _both_koreas(at: dict[int, Match]) -> list[Match]:
    """ "the leaders of the two Koreas": a match of each, where the report names one at least."""
    told = {m.entry.country: m for m in at.values() if m.entry.country in ("PRK", "KOR")}
    return [told[c] for c in ("KOR", "PRK") if c in told]


def _short_koreas(doc: Doc, tokens: Sequence[Token], at: dict[int, Match]) -> list[Mention]:
    """ "the North" and "the South" where the report speaks of both Koreas."""
    told = {m.entry.country: m.entry for m in at.values() if m.entry.kind in ("state", "demonym")}
    found = []
    for word, code in (("North", "PRK"), ("South", "KOR")):
        entry = told.get(code)
        if entry is None or "PRK" not in told:
            continue
        for token in tokens:
            if token.text != word or token.i in at or token.i == 0:
                continue
            after = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if doc[token.i - 1].lower_ != "the" or (
                after is not None and (after.pos_ == "PROPN" or after.lower_ in ("of", "-"))
            ):
                continue
            found.append(
                Mention(
                    token.i,
                    token.i + 1,
                    token.i,
                    ActorKind.STATE,
                    Form.NAME,
                    entry.name,
                    code,
                    code,
                    wide_start=token.i,
                )
            )
    return found


def _organisations(
    doc: Doc, at: dict[int, Match], covered: set[int], gazetteer: Gazetteer
) -> list[Mention]:
    """Bodies that the recogniser finds and no table knows."""
    found = []
    for ent in doc.ents:
        if ent.label_ != "ORG":
            continue
        start, end = ent.start, ent.end
        while start < end and (doc[start].lower_ == "the" or doc[start].is_punct):
            start += 1
        while end > start and (doc[end - 1].lower_ in ("'s", "'") or doc[end - 1].is_punct):
            end -= 1
        if start >= end or any(i in covered for i in range(start, end)):
            continue
        if any(i in at and at[i].entry.kind in ("agency", "blocked") for i in range(start, end)):
            continue
        inside = [gazetteer.role(t.lower_) for t in doc[start:end]]
        if any(r is not None and r.kind in (RoleClass.OFFICE, RoleClass.HONORIFIC) for r in inside):
            continue
        if doc[end - 1].lower_ in _HAPPENINGS or doc[start:end].text.lower() in _NO_BODIES:
            continue
        inner = [at[i] for i in range(start, end) if i in at]
        country = inner[0].entry.country if inner else None
        found.append(
            Mention(
                start=start,
                end=end,
                head=_head(doc, start, end),
                kind=ActorKind.ORGANISATION,
                form=Form.NAME,
                name=_tidy_name(doc[start:end].text),
                country=country,
                wide_start=start,
            )
        )
    return found


def _roles(
    doc: Doc, tokens: Sequence[Token], gazetteer: Gazetteer, at: dict[int, Match], covered: set[int]
) -> list[Mention]:
    """Noun phrases that name actors by what they do: "the Russian leader", "both sides"."""
    found: list[Mention] = []
    for token in tokens:
        chosen = token.lower_ in ("designate", "elect") and token.i > 0
        if chosen and doc[token.i - 1].text == "-":
            pass  # "the prime minister-designate", whatever the parser takes it for
        elif token.pos_ not in ("NOUN", "PROPN") or (
            token.i in covered and token.pos_ == "PROPN" and token.i in at
        ):
            continue
        if token.i in covered:
            continue
        lemma = token.lemma_.lower()
        pair = gazetteer.role_of_pair(doc, token.i)
        if pair is not None:
            lemma = "counterpart"
        role = pair or gazetteer.role(token.lower_) or gazetteer.role(lemma)
        if role is None or role.kind in (RoleClass.HONORIFIC, RoleClass.QUALIFIER, RoleClass.OTHER):
            continue
        if (
            token.dep_ in ("compound", "nmod")
            and token.head.i > token.i
            and token.head.i - token.i <= 3
        ):
            head_role = gazetteer.role(token.head.lower_) or gazetteer.role(
                token.head.lemma_.lower()
            )
            if head_role is not None and head_role.kind is not RoleClass.QUALIFIER:
                continue
        found.extend(_role(doc, token, lemma, role.kind, role.gender, gazetteer, at))
    return found


def _role(
    doc: Doc,
    token: Token,
    lemma: str,
    role_kind: RoleClass,
    gender: Literal["m", "f", None],
    gazetteer: Gazetteer,
    at: dict[int, Match],
) -> list[Mention]:
    left = token.left_edge.i
    # Left part of the noun phrase, cut at a preposition or verb before it.
    start = token.i
    while (
        start - 1 >= left and doc[start - 1].pos_ not in ("ADP", "VERB", "AUX", "PUNCT", "SCONJ")
    ) or (
        (start - 1 >= left and doc[start - 1].text in ("-", "'s"))
        or (start - 1 >= left and doc[start - 1].tag_ in ("VBG", "VBN"))
        # "his Norwegian, Swedish and Finnish counterparts"
        or (start - 2 >= left and doc[start - 1].text == "," and {start - 2, start} <= at.keys())
    ):
        start -= 1
    plural = token.tag_ in ("NNS", "NNPS")
    inside = sorted({at[i] for i in range(start, token.i) if i in at}, key=lambda m: m.start)
    # "of Russia and Ukraine", "from the European Union"
    for c in token.children:
        if any(x.dep_ == "conj" and token.i < x.i < c.i for x in token.children):
            continue  # "the prime minister and President X of Chad"
        if c.dep_ == "prep" and c.lower_ in ("of", "from") and c.i <= token.i + 5:
            again = [x for x in c.children if x.dep_ == "conj" and x.lower_ == c.lower_]
            for o in [o for p in (c, *again) for o in p.children]:
                if o.lower_ == "koreas":
                    inside.extend(_both_koreas(at))
                elif o.dep_ == "pobj":
                    queue = [o]
                    queue.extend(
                        x
                        for p in o.children
                        if p.dep_ == "prep" and p.lower_ == "of" and o.i not in at
                        for x in p.children
                        if x.dep_ == "pobj"
                    )
                    while queue:
                        t = queue.pop(0)
                        if t.i in at:
                            inside.append(at[t.i])
                        queue.extend(x for x in t.children if x.dep_ in ("conj", "appos"))
                        if t.i not in at:  # "of the Mongolian People's Republic"
                            before = doc[max(c.i + 1, t.left_edge.i) : t.i]
                            queue.extend(x for x in before if x.i in at)
    countries: list[tuple[str | None, Entry]] = []
    for match in inside:
        entry = match.entry
        if entry.kind in ("state", "demonym", "capital") and entry.country:
            if entry.country not in [c for c, _ in countries]:
                countries.append((entry.country, entry))
        elif entry.kind in ("organisation", "group") and entry.name not in [
            e.name for _, e in countries
        ]:
            countries.append((None, entry))
    determiner = {doc[i].lower_ for i in range(start, token.i)}
    if start > token.sent.start and doc[start - 1].lower_ in ("the", "both", "these"):
        determiner.add(doc[start - 1].lower_)
    definite = bool(determiner & {"the", "his", "her", "their", "both", "these", "those", "'s"})
    count = next((_NUMBERS[w] for w in determiner if w in _NUMBERS), None)
    if role_kind is RoleClass.GROUP and token.dep_ == "conj" and plural:
        # "Sudan's government and southern rebels": the rebels are not the state's
        start = next(
            (i + 1 for i in range(token.i - 1, start - 1, -1) if doc[i].lower_ == "and"), start
        )
        countries = [
            c
            for c in countries
            if any(at[i].entry is c[1] for i in range(start, token.i) if i in at)
        ]
    modifiers = (gazetteer.role(t.lemma_.lower()) for t in token.children if t.i < token.i)
    rebels = role_kind is RoleClass.GROUP or any(  # "rebel leaders" speak for the rebels
        m is not None and m.kind is RoleClass.GROUP for m in modifiers
    )
    office = _office_words(
        [
            t.text
            for t in doc[start : token.i + 1]
            if t.i not in at
            and t.pos_ in ("NOUN", "PROPN", "ADJ")
            and t.lower_ not in ("top", "senior", "other", "several", "many")
        ]
    )
    if lemma == "minister" and office and not plural:
        of_what = doc[token.i + 1 : token.i + 3]
        if len(of_what) == 2 and of_what[0].lower_ in ("of", "for") and of_what[1].i not in at:
            field = " ".join(
                t.text for t in of_what[1].subtree if t.pos_ in ("PROPN", "NOUN", "ADJ", "CCONJ")
            )
            head_ = of_what[1].head
            if head_.dep_ == "pobj" and of_what[1].dep_ in ("compound", "amod"):
                field = f"{field} {head_.text}"
            office = f"{office} {of_what[0].text} {field}"
    if not countries:
        poss = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in _PRONOUNS), None)
        back = plural and lemma in _BACK and definite and not _of_a_region(token)
        return [
            Mention(
                start=start,
                end=token.i + 1,
                head=token.i,
                kind=ActorKind.GROUP
                if rebels
                else ActorKind.PERSON
                if not plural and role_kind in (RoleClass.OFFICE, RoleClass.OFFICIAL)
                else ActorKind.STATE,
                form=Form.PLURAL if back else Form.ROLE,
                name=lemma,
                office=office,
                wide_start=start,
                number="plural" if plural else "singular",
                gender=gender,
                definite=definite and poss is None,
                count=count or (2 if "both" in determiner else None),
            )
        ]
    made = []
    for country, entry in countries:
        organisation = entry.kind == "organisation"
        single_office = role_kind in (RoleClass.OFFICE, RoleClass.OFFICIAL) and not plural
        made.append(
            Mention(
                start=start,
                end=token.i + 1,
                head=token.i,
                kind=ActorKind.ORGANISATION
                if organisation
                else ActorKind.GROUP
                if entry.kind == "group" or (rebels and plural)
                else ActorKind.PERSON
                if single_office
                else ActorKind.STATE,
                form=Form.ROLE,
                name=entry.name,
                country=country or entry.country,
                key=entry.key,
                office=office,
                organisation=entry.name if organisation or entry.kind == "group" else None,
                wide_start=start,
                number="plural" if plural else "singular",
                gender=gender,
                definite=definite,
                count=count,
            )
        )
    return made


def _of_a_region(token: Token) -> bool:
    """ "The leaders of the Western Balkans" are nobody named before; those "of both states" are."""
    return any(
        o.pos_ == "PROPN" and o.lower_ not in ("state", "government")
        for c in token.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for o in c.children
        if o.dep_ == "pobj"
    )


def _pronouns(doc: Doc, tokens: Sequence[Token]) -> list[Mention]:
    found = []
    for token in tokens:
        number_word = _NUMBERS.get(token.lower_)
        if number_word is not None and token.dep_ in ("nsubj", "pobj", "nsubjpass"):
            bare = not any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)
            named = token.lower_ == "both" or (token.i > 0 and doc[token.i - 1].lower_ == "the")
            if bare and named:  # "the two will meet again"
                found.append(
                    Mention(
                        token.i,
                        token.i + 1,
                        token.i,
                        ActorKind.PERSON,
                        Form.PLURAL,
                        "pair",
                        wide_start=token.i,
                        number="plural",
                        definite=True,
                        count=number_word,
                    )
                )
            continue
        known = _PRONOUNS.get(token.lower_)
        if known is None or token.pos_ not in ("PRON", "DET"):
            continue
        if token.text == "HE" and token.i + 1 < len(doc) and not doc[token.i + 1].text.isupper():
            continue  # "HE the Minister": His Excellency
        gender, number = known
        found.append(
            Mention(
                start=token.i,
                end=token.i + 1,
                head=token.i,
                kind=ActorKind.PERSON,
                form=Form.PRONOUN,
                name=token.lower_,
                number=number,
                gender=gender,
                wide_start=token.i,
            )
        )
    return found
