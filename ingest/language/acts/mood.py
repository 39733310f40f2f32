"""What an act amounts to: done, promised, threatened, refused, from the operators above its verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import (
    EventType,
    Status,
)
from ingest.language.acts.lexicon import HARSH, KIND
from ingest.language.syntax import (
    is_verb,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


# Verbs and adjectives above the act, by lemma.
PLEDGE = frozenset(
    "agree promise pledge offer commit consent undertake volunteer vow swear propose".split()
)
READY = frozenset("willing ready prepared committed eager determined keen able".split())
INTEND = frozenset("plan intend aim hope expect want mean seek".split())
THROUGH = frozenset(
    "begin start continue resume keep decide try attempt manage proceed go help move choose vote "
    "rush succeed fail cease have".split()
)
# Nouns whose infinitive or participle is what is done: "steps to ease", "a note demanding".
DEEDS = frozenset(
    "step move measure action effort campaign declaration statement letter note resolution order "
    "decree decision communique message plan appeal petition law motion".split()
)
CONSIDER = frozenset("consider mull weigh discuss ponder study contemplate debate".split())
POSSIBLE = frozenset("may might could can".split())
WILL = frozenset("will would shall 'll wo 'd".split())
DUTY = frozenset("must should ought".split())
CONDITION = frozenset("if unless until whether before lest when while".split())


@dataclass(frozen=True, slots=True)
class Mood:
    """What stands above and beside a verb."""

    negated: bool = False
    will: bool = False
    pledge: bool = False
    possible: bool = False
    duty: bool = False
    conditional: bool = False
    progressive: bool = False
    embedded: bool = False  # in a relative or adverbial clause: background


def mood_of(verb: Token) -> Mood:
    """Read negation, modality, promises and conditions around a verb."""
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    negated = any(c.dep_ == "neg" for c in verb.children)
    will, possible, duty = bool(aux & WILL), bool(aux & POSSIBLE), bool(aux & DUTY)
    pledge = False
    token = verb
    if token.dep_ == "conj" and not any(c.dep_ in ("aux", "nsubj") for c in token.children):
        head = token.head
        while head.dep_ == "conj" and head.head.i != head.i:
            head = head.head
        shared = {c.lower_ for c in head.children if c.dep_ in ("aux", "auxpass")}
        will, possible, duty = (
            will or bool(shared & WILL),
            possible or bool(shared & POSSIBLE),
            duty or bool(shared & DUTY),
        )
    # "despite what he called ...": no statement of its own
    embedded = any(c.lower_ in ("what", "which") and c.dep_ == "dobj" for c in verb.children)
    conditional = any(c.dep_ in ("mark", "advmod") and c.lower_ in CONDITION for c in verb.children)
    for _ in range(6):
        if token.dep_ in ("ROOT",) or token.head.i == token.i:
            break
        head = token.head
        if token.dep_ == "conj":
            token = head
            continue
        if token.dep_ in ("xcomp", "ccomp", "acomp", "pcomp", "advcl", "dep") and (
            is_verb(head) or head.pos_ in ("ADJ", "ADP", "NOUN")
        ):
            lemma = head.lemma_.lower()
            if token.dep_ == "advcl":
                embedded = True
                conditional = conditional or any(
                    c.dep_ in ("mark", "advmod") and c.lower_ in CONDITION for c in token.children
                )
            if token.dep_ == "ccomp" and any(c.dep_ == "neg" for c in head.children):
                possible = True  # "did not say that it would"
            if lemma in CONSIDER or (token.dep_ == "xcomp" and lemma in ("need", "deny")):
                possible = True
            if lemma == "have" and any(
                c.lower_ == "yet" for c in (*head.children, *token.children)
            ):
                possible = True  # "has yet to"
            if token.dep_ == "pcomp" and lemma == "from":
                negated = True  # "prevent X from allowing"
            if lemma in READY or (lemma in PLEDGE and token.dep_ in ("xcomp", "ccomp")):
                pledge = True
            elif lemma in INTEND and token.dep_ == "xcomp":
                will = True
            if lemma in THROUGH or lemma in PLEDGE or lemma in READY:
                above = {c.lower_ for c in head.children if c.dep_ in ("aux", "auxpass")}
                will = will or bool(above & WILL)
                possible = possible or bool(above & POSSIBLE)
                negated = negated or any(c.dep_ == "neg" for c in head.children)
            if lemma == "go" and token.dep_ == "xcomp":
                will = True
            token = head
            continue
        if token.dep_ == "acl" and head.dep_ in ("dobj", "attr") and head.lemma_ in DEEDS:
            negated = negated or any(c.lower_ == "no" for c in head.children)
            token = head.head  # "took steps to ease", "issued a declaration demanding"
            continue
        embedded = embedded or token.dep_ in ("relcl", "acl")
        break
    return Mood(
        negated,
        will,
        pledge,
        possible,
        duty,
        conditional,
        verb.tag_ == "VBG" and bool(aux & {"is", "are", "am", "'s", "been", "be"}),
        embedded,
    )


def amounts_to(kind: EventType, mood: Mood) -> tuple[EventType, str | None, Status] | None:
    """Type, PLOVER category (if another) and status of an act in its mood; None for no act."""
    if mood.conditional or mood.duty or (mood.possible and kind is not EventType.THREAT):
        return None
    if kind in KIND:
        if mood.negated:
            return (EventType.REJECTION, None, Status.OCCURRED)
        if mood.pledge or mood.will:
            return (kind, "AGREE", Status.PLANNED)
    elif kind in HARSH:
        if mood.negated:
            return None
        if mood.pledge or mood.will:
            return (EventType.THREAT, None, Status.OCCURRED)
    elif mood.negated and not (kind is EventType.REJECTION and mood.will):
        return None
    return kind, None, Status.ONGOING if mood.progressive else Status.OCCURRED
