"""Stage 7, second half: which place of the text an event happened at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from graph.model import EventType
from ingest.language.times.attachment import (
    ATTACHED_BELOW,
    Step,
    own_tokens,
    path_charges,
)
from ingest.language.triggers import carrier
from ingest.language.types import PlaceExpr, PlaceLink, Strength

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

from ingest.language.places import EVENT_NOUNS, FROM_WORDS, PLACE_NOUNS, TO_WORDS

TRAVEL_VERBS = frozenset(
    "travel go come arrive fly head return leave depart journey visit tour land drive sail "
    "welcome invite summon be stop proceed".split()
)
# What is carried goes there; those who meet do not.
CARRYING_VERBS = frozenset(
    "bring send deploy transport deliver move ship take dispatch smuggle push withdraw pull "
    "introduce extend spread transfer extradite deport".split()
)
PLACE_REFUSED_FROM = 4.5
AGREEMENT_REFUSED_FROM = 4.0  # a farther place is more often what was agreed on
_OCCASIONS = EVENT_NOUNS | {"ceremony", "negotiations", "banquet"}
_AFTER = frozenset({"after", "following", "during", "at"})
# What is talked about; a place said of it is not that of the talking.
TOPIC_NOUNS = frozenset(
    "situation crisis conflict war violence unrest fighting peace security stability election "
    "problem reconstruction dispute democracy".split()
)
_WHERE_ON = frozenset(
    "margin sideline fringe island coast border outskirt outskirts edge shore bank occasion eve "
    "soil territory ship board visit trip way".split()
)
TOPIC_WORDS = frozenset({"about", "over", "regarding", "concerning"})
CONTENT = 2.0  # a place on a noun that is no event: what the talks are about


def link_places(
    doc: Doc,
    trigger: int,
    places: Sequence[PlaceExpr],
    *,
    type_: EventType,
    verb: int | None = None,
    events: Collection[int] = (),
) -> list[PlaceLink]:
    """Return the places of the trigger's sentence where the event may be, cheapest first.

    `verb` is the trigger's support verb, `events` other triggers' tokens. For a `Visit` the
    destination counts ("to Chad"), for others only as where it leads ("flies to Chad for talks").
    """
    sentence = doc[trigger].sent
    first, last = sentence.start, sentence.end
    own = own_tokens(doc, trigger, verb, events)
    clauses = _where_clauses(doc[trigger])
    agreement = type_ is EventType.AGREEMENT
    links = []
    for place in places:
        if not first <= place.start < last or place.start <= trigger < place.end:
            continue
        if _of_the_topic(doc, place, own, narrow=agreement):
            continue
        steps = _charges(doc, place, trigger, own, set(events) - own, type_)
        if place.head in clauses:  # "from Amman, where he met the king"
            steps = [Step("where", 0.1)]
        if steps is None:
            continue
        cost = sum(step.cost for step in steps)
        if cost >= (AGREEMENT_REFUSED_FROM if agreement else PLACE_REFUSED_FROM):
            continue
        strength = Strength.ATTACHED if cost < ATTACHED_BELOW else Strength.NEAR
        links.append(PlaceLink(place, strength, round(cost, 3)))
    return sorted(links, key=lambda link: (link.cost, abs(link.expr.start - trigger)))


def place_of_occasion(
    doc: Doc, trigger: int, verb: int | None, places: Sequence[PlaceExpr]
) -> PlaceExpr | None:
    """The place of what an accord was made at or after, where none of its own is told.

    "Signed after talks in Lome", "will be signed in June when the king visits Lome".
    """
    own = {trigger, verb}
    sentence = doc[trigger].sent
    for place in places:
        if not sentence.start <= place.start < sentence.end:
            continue
        token = doc[place.head]
        if place.preposition is not None:
            token = doc[place.preposition].head
        for _ in range(6):
            noun = token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in _OCCASIONS
            lead = carrier(token) if noun else token  # "six weeks of negotiations"
            if noun and lead.dep_ == "pobj" and lead.head.lower_ in _AFTER:
                above = lead.head.head
                if above.i in own or above.head.i in own:
                    return place
            when = any(c.lower_ == "when" for c in token.children)
            if token.pos_ in ("VERB", "AUX") and when:
                above = token.head
                inside = any(above.i == t.i for i in own if i is not None for t in doc[i].subtree)
                return place if inside and token.dep_ in ("advcl", "relcl") else None
            if token.head.i == token.i or token.i in own:
                break
            token = token.head
    return None


def _where_clauses(token: Token) -> set[int]:
    """Tokens that a clause with "where" around `token` hangs on."""
    found = set()
    while token.head.i != token.i:
        if token.dep_ == "relcl" and any(c.lower_ == "where" for c in token.children):
            found.add(where_stands(token.head).i)
        token = token.head
    return found


def where_stands(noun: Token) -> Token:
    """The noun that "where" stands for: of "to Lome on Tuesday, where" not the day."""
    if noun.ent_type_ not in ("DATE", "TIME") or noun.dep_ != "pobj":
        return noun
    verb = noun.head.head
    before = [
        o
        for c in verb.children
        if c.dep_ == "prep" and c.i < noun.i and c.lower_ in TO_WORDS | {"in", "at"}
        for o in c.children
        if o.dep_ == "pobj" and o.ent_type_ not in ("DATE", "TIME")
    ]
    return before[-1] if before else noun


def _charges(
    doc: Doc,
    place: PlaceExpr,
    trigger: int,
    own: set[int],
    others: set[int],
    type_: EventType,
) -> list[Step] | None:
    token = doc[place.head]
    word = doc[place.preposition].lower_ if place.preposition is not None else ""
    steps: list[Step] = []
    start = token
    if place.preposition is not None:
        if word in FROM_WORDS:
            return None
        start = _past_the_leader(doc[place.preposition])
        governor = start.head
        above = governor
        while above.pos_ == "ADP" and above.head.i != above.i:
            above = above.head  # "on arms and on Chad"
        if word == "on" and place.kind == "state" and (above.pos_ == "NOUN" or above.i in own):
            return None  # "a conference on Chad"
        if word in TO_WORDS and type_ is not EventType.VISIT and governor.i not in own:
            moved = governor.lemma_ in CARRYING_VERBS
            steps.append(Step("destination of another", 4.0 if moved else 0.75))
        if governor.i not in own and governor.pos_ in ("NOUN", "PROPN"):
            charge = _noun_charge(governor)
            if charge >= CONTENT and type_ is EventType.VISIT and word not in TO_WORDS:
                return None  # "put off the trip because of a siege in Chad"
            if charge >= CONTENT and word in TO_WORDS:
                charge += 1.0  # "deliveries to Chad"
            steps.append(Step(f"noun {governor.text}", charge))
        if type_ is EventType.AGREEMENT and governor.i not in own:
            steps.append(Step("agreement elsewhere", 1.0))  # more often its content
    elif token.dep_ in ("compound", "nmod"):
        if token.head.i not in own:
            steps.append(Step("other noun", 2.0))
    elif token.head.i not in own and type_ is not EventType.VISIT:
        steps.append(Step("object of another", 1.0))
    path = path_charges(doc, trigger, start, own, others, free=TRAVEL_VERBS)
    if path is None:
        return None
    return steps + path


def _of_the_topic(doc: Doc, place: PlaceExpr, own: set[int], *, narrow: bool) -> bool:
    """ "talks on the situation in Chad", "discussed the war in Chad": a topic's place.

    With `narrow`, for agreements, what stands deep in what follows "on" is one too: "a memorandum
    on the building of a port in Chad", but "an accord on fishing in Lome" may be signed there.
    """
    if place.preposition is None:
        return False
    token = doc[place.preposition].head
    for _ in range(6):
        if token.i in own or token.head.i == token.i:
            return False
        if token.pos_ == "NOUN" and token.lemma_.lower() in TOPIC_NOUNS:
            return True
        if token.dep_ == "prep" and token.lower_ in TOPIC_WORDS:
            return True
        if narrow and token.dep_ == "prep" and token.lower_ == "on" and token.head.i in own:
            said = next((c for c in token.children if c.dep_ == "pobj"), None)
            deep = said is not None and doc[place.preposition].head.i != said.i
            if said is not None and deep and said.ent_type_ not in ("DATE", "TIME"):
                return said.lemma_.lower() not in _WHERE_ON  # "a memorandum on a port in Chad"
        if token.pos_ in ("VERB", "AUX"):
            return False
        token = token.head
    return False


def _past_the_leader(preposition: Token) -> Token:
    """Where a place phrase belongs: not to who leads a party of the event.

    "Received a delegation headed by Deputy Minister X at the palace": at the palace received.
    """
    clause = preposition.head
    for _ in range(4):
        if clause.dep_ == "acl" and clause.lemma_ in ("head", "lead", "accompany", "chair", "join"):
            return clause
        if clause.pos_ in ("VERB", "AUX") or clause.head.i == clause.i:
            break
        clause = clause.head
    return preposition


def _noun_charge(noun: Token) -> float:
    if noun.lemma_.lower() in PLACE_NOUNS or noun.lemma_.lower() in EVENT_NOUNS:
        return 0.25
    if noun.ent_type_ in ("PERSON", "GPE", "DATE", "TIME", "NORP", "ORG"):
        return 0.5
    return CONTENT
