"""Which government speaks in a statement about its own doings, and who belongs to it.

Chanceries tell the state of their guests and leave out their own: "The Prime Minister spoke to
President A of Ghana. They welcomed the ties between the UK and Ghana." The state is told by what
else stands in the text, and officials without one who act (not those who are met) are of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identifiers import fold
from graph.model import ActorKind
from ingest.language.offices import acts_for_a_state, office_head
from ingest.language.reading import text_of
from ingest.language.types import Entity, Form, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ingest.language.entities import Resolver
    from ingest.language.gazetteer import Gazetteer
    from ingest.language.reading import Reading

_ENOUGH = 2.0  # evidence below this says nothing
_AHEAD = 1.5  # how far the first state must be ahead of the second
# What governments express: "France's solidarity".
_STANCES = frozenset(
    "support commitment solidarity condolence readiness determination intention desire gratitude "
    "appreciation concern position sympathy resolve hope view assistance willingness interest "
    "congratulation".split()
)
# Posts that are of a government where its statement names their bearers.
_STAFF = frozenset(
    "coordinator director commander administrator assistant counselor counsellor deputy general "
    "admiral chief commissioner representative".split()
)
# What a statement says of others: "Russia's invasion".
_DEEDS = frozenset(
    "aggression war invasion attack threat program programme missile launch test behavior "
    "behaviour action coup crisis election conflict people".split()
)
# What a government says that its state does: "Canada will deploy 400 troops".
_PROMISES = frozenset(
    "stand commit support provide remain welcome deploy pledge contribute reaffirm recognize "
    "recognise".split()
)
_COMPANY = frozenset({"join", "accompany"})


def find_speaker(doc: Doc, resolver: Resolver, gazetteer: Gazetteer, reading: Reading) -> None:
    """Set `resolver.speaker` to the state whose government speaks, and that of its officials.

    Only reports without a dateline speak for themselves.
    """
    if reading.dateline_place or _agency_copy(doc, reading):
        return
    open_ = [
        e
        for e in resolver.register.entities
        if _is_open(e) and _acts_first(doc, e) and not _peer(doc, e, resolver)
    ]
    state = _speaking_state(doc, resolver, gazetteer)
    if state is None:
        return
    resolver.speaker = state
    for entity in open_:
        entity.country = state


def _agency_copy(doc: Doc, reading: Reading) -> bool:
    """Whether the text begins with a place in capitals: a dateline that nobody could read."""
    first = next((i for i in reading.starts if reading.kind_of(i) not in ("title", "heading")), 0)
    word = doc[first].text
    return len(word) > 3 and word.isalpha() and word.isupper()


def _is_open(entity: Entity) -> bool:
    """Whether an entity is an official of no state or body that the report tells."""
    return (
        entity.kind is ActorKind.PERSON
        and bool(entity.mentions)
        and entity.country is None
        and not entity.organisation
        and (acts_for_a_state(entity) or office_head(entity.office) in _STAFF)
    )


def _acts_first(doc: Doc, entity: Entity) -> bool:
    """Whether a person comes in as the subject of a sentence, or in the company of one."""
    token = doc[min(m.start for m in entity.mentions)]
    first = next(m for m in entity.mentions if m.start == token.i)
    token = doc[first.head]
    for _ in range(6):
        if token.dep_ not in ("conj", "appos", "compound", "nmod"):
            break
        token = token.head
    if token.dep_ == "nsubj":
        return True
    return (
        token.dep_ == "pobj" and token.head.dep_ == "agent" and token.head.head.lemma_ in _COMPANY
    )


def _peer(doc: Doc, entity: Entity, resolver: Resolver) -> bool:
    """ "President A and President B met": of two who hold one office, one is of another state."""
    first = min(entity.mentions, key=lambda m: m.start)
    token = doc[first.head]
    if token.dep_ != "conj" or not first.office:
        return False
    return any(
        m.entity not in (None, entity.index)
        and m.head == token.head.i
        and fold(m.office or "") == fold(first.office)
        for m in resolver.register.mentions
    )


def _speaking_state(doc: Doc, resolver: Resolver, gazetteer: Gazetteer) -> str | None:
    """The state for which most speaks: its people and offices, its seats, its name."""
    guests = {
        m.country
        for m in resolver.register.mentions
        if m.form is Form.ROLE
        and m.kind is ActorKind.PERSON
        and m.number == "singular"
        and m.country
        and doc[m.head].dep_ in ("dobj", "pobj")
        and doc[m.head].head.dep_ != "agent"
    }
    own: list[tuple[str, float]] = []
    for entity in resolver.register.entities:
        if entity.kind is not ActorKind.PERSON or not entity.mentions or not entity.country:
            continue
        told = any(m.country and _state_beside(doc, m, gazetteer) for m in entity.mentions)
        if not _acts_first(doc, entity):
            guests |= {entity.country} if told else set()
        else:
            own.append((entity.country, 1.0 if told else 3.0))
    lands = [m for m in resolver.register.mentions if m.country and _names_a_state(m)]
    for m in lands:
        country = m.country or ""
        if _is_seat(doc, m, gazetteer):
            own.append((country, 2.0))
        elif m.form is Form.NAME and _does_or_owns(doc[m.head]):
            paired = any(o.country in guests and 0 < abs(o.start - m.start) <= 3 for o in lands)
            own.append((country, 2.0 if paired or _takes_a_stance(doc[m.head]) else 1.0))
    evidence: dict[str, float] = {}
    for country, weight in own:
        if country not in guests:
            evidence[country] = evidence.get(country, 0.0) + weight
    ranked = sorted(evidence.items(), key=lambda p: (-p[1], p[0]))
    alone = len(ranked) == 1 and _opens_with_an_office(doc, resolver)
    if not ranked or ranked[0][1] < (1.0 if alone else _ENOUGH):
        return None
    if len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]:
        return None
    return ranked[0][0]


def _opens_with_an_office(doc: Doc, resolver: Resolver) -> bool:
    """ "The Prime Minister spoke ...": a first sentence whose subject is an office alone."""
    first = resolver.sentence_of[resolver.body] if resolver.body < len(doc) else 0
    return any(
        m.form is Form.ROLE
        and m.kind is ActorKind.PERSON
        and m.number == "singular"
        and m.definite
        and not (m.country or m.organisation)
        and resolver.sentence_of[m.start] == first
        and doc[m.head].dep_ == "nsubj"
        and doc[m.head].text[:1].isupper()
        for m in resolver.register.mentions
    )


def _does_or_owns(token: Token) -> bool:
    """Whether a state is no place or topic: "the UK's support", "between the UK and Ghana"."""
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "pobj":
        return token.head.lower_ in ("between", "by")
    if token.dep_ in ("poss", "compound") and token.head.lemma_.lower() in _DEEDS:
        return False
    return token.dep_ in ("nsubj", "poss", "compound", "nmod", "amod")


def _takes_a_stance(token: Token) -> bool:
    """ "The UK's support for ...", "Canada's condolences": what a government expresses."""
    if token.dep_ == "nsubj":
        return token.head.lemma_ in _PROMISES and token.head.tag_ not in ("VBD", "VBN")
    return token.dep_ in ("poss", "compound") and token.head.lemma_.lower() in _STANCES


def _state_beside(doc: Doc, mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether the state of an official is told by its name ("the President of Ghana, A B")."""
    begin = mention.start if mention.wide_start is None else mention.wide_start
    text = text_of(doc).lower()
    for token in doc[max(0, begin - 2) : mention.end + 8]:
        for phrase, entry in gazetteer.starting(token.lower_):
            named = entry.kind in ("state", "demonym") and entry.country == mention.country
            if named and text.startswith(phrase, token.idx):
                return True
    return False


def _names_a_state(mention: Mention) -> bool:
    return mention.kind is ActorKind.STATE and mention.form in (Form.NAME, Form.CAPITAL)


def _is_seat(doc: Doc, mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether a mention names a house of government ("Downing Street")."""
    if gazetteer.knowledge is None or mention.form is not Form.CAPITAL:
        return False
    text = doc[mention.start : mention.end].text
    return any(n.kind == "seat" for n in gazetteer.knowledge.names.get(text, ()))
