"""Questions to the dependency parse that several stages ask.

Labels are those of the ClearNLP scheme, which spaCy's English models use. Tokens are compared
by `.i`: spaCy makes a new Python object each time a token is reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
# Verbs whose object is the subject of the infinitive that follows (object control).
OBJECT_CONTROL = frozenset(
    "invite ask urge allow send persuade lead bring take get permit enable force order tell "
    "encourage press call advise dispatch let help want expect request schedule".split()
)


def is_root(token: Token) -> bool:
    """Whether a token heads its sentence."""
    return bool(token.head.i == token.i)


def ancestors(token: Token) -> Iterator[Token]:
    """Tokens from the head of `token` up to the root of its sentence."""
    while token.head.i != token.i:
        token = token.head
        yield token


def is_verb(token: Token) -> bool:
    """Whether a token works as a verb: by tag, or by having a subject of its own."""
    return token.pos_ in ("VERB", "AUX") or any(c.dep_ in SUBJECTS for c in token.children)


def child(token: Token, *deps: str) -> Token | None:
    """Return the first child with one of these labels."""
    return next((c for c in token.children if c.dep_ in deps), None)


def conjuncts(token: Token) -> list[Token]:
    """`token` and what is coordinated below it, in order of the text.

    "chief envoy A B and his counterpart C D met": the parser may hang the second on the name
    beside the first.
    """
    found = [token]
    queue = [token]
    while queue:
        current = queue.pop(0)
        for c in current.children:
            if c.dep_ == "conj" and c.i not in {f.i for f in found}:
                found.append(c)
                queue.append(c)
            elif c.dep_ == "appos" and c.ent_type_ == current.ent_type_ == "PERSON":
                found.append(c)  # "ministers A of Chile, B of Peru and C of Chad": a list
                queue.append(c)
            elif _name_beside(c, current):
                queue.append(c)
            elif c.dep_ == "appos" and (_lists_on(c) or _list_of_states(c, current)):
                found.append(c)
                queue.append(c)
    return sorted(found, key=lambda t: t.i)


def _lists_on(noun: Token) -> bool:
    """ "France's minister, his German colleague and the British one": no apposition, a list."""
    if noun.pos_ != "NOUN":
        return False
    owned = any(c.dep_ == "poss" and c.lower_ in ("his", "her", "their") for c in noun.children)
    return owned and any(c.dep_ == "conj" for c in noun.children)


def _list_of_states(name: Token, before: Token) -> bool:
    """ "Chad, Mali and Niger held talks", "between Chad, Mali and Niger": a list as well."""
    acting = before.dep_ in ("nsubj", "nsubjpass") or (
        before.dep_ == "pobj" and before.head.lower_ in ("between", "among")
    )
    return (
        acting
        and name.ent_type_ == before.ent_type_ == "GPE"
        and any(c.dep_ == "conj" for c in name.children)
    )


def _name_beside(name: Token, noun: Token) -> bool:
    """Whether a name is that of an office's bearer: "chief envoy A B", "the king of Chad, A B"."""
    if name.dep_ != "appos" or name.ent_type_ != "PERSON" or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    return name.left_edge.i == noun.i + 1 or noun.tag_ in ("NN", "NNP")


def direct_subjects(verb: Token) -> list[Token]:
    """Subjects of a verb that stand beside it; a relative pronoun gives its antecedent."""
    found: list[Token] = []
    for c in verb.children:
        if c.dep_ == "csubj" and c.lower_ == "visiting":
            # "Visiting Foreign Minister X and Y signed": the visitor, not the visiting
            found.extend(x for x in c.children if x.dep_ == "dobj")
        if c.dep_ in ("nsubj", "nsubjpass"):
            if c.lower_ in RELATIVE and c.tag_ in ("WDT", "WP", "WP$", "IN", "DT"):
                noun = relative_antecedent(verb)
                found.append(noun if noun is not None else c)
            else:
                found.append(c)
    if not found:  # "A has earlier in the day received B": the parser leaves A at the auxiliary
        found = [
            s for c in verb.children if c.dep_ == "aux" for s in c.children if s.dep_ == "nsubj"
        ]
    return found or _stolen_subjects(verb)


def _stolen_subjects(verb: Token) -> list[Token]:
    """ "In Nairobi on Monday, X and Y signed": the parser coordinates X with the day."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ not in ("ROOT", "ccomp", "conj"):
        return []
    for c in verb.children:
        if c.dep_ != "prep" or c.i > verb.i:
            continue
        for o in c.subtree:
            if o.dep_ != "pobj" or o.ent_type_ not in ("DATE", "GPE", "LOC", "FAC"):
                continue
            taken = [x for x in o.children if x.dep_ in ("conj", "appos") and x.pos_ == "PROPN"]
            if taken and verb.doc[taken[0].left_edge.i - 1].text == ",":
                return taken[:1]
    return []


def relative_antecedent(verb: Token) -> Token | None:
    """Return the noun that a relative clause with this verb (or one above it) modifies."""
    token = verb
    for _ in range(4):
        if token.dep_ == "relcl":
            return token.head
        if token.dep_ in ("xcomp", "conj", "ccomp", "advcl") and token.head.i != token.i:
            token = token.head
            continue
        return None
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive."""
    return any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl") and child(verb, "aux") is None
    )


def called_off(verb: Token) -> bool:
    """Whether a verb with "off" says that its object does not take place ("put off a trip")."""
    return verb.lemma_ in ("put", "call", "break") and any(
        c.dep_ == "prt" and c.lower_ == "off" for c in verb.children
    )


def comes_in(verb: Token) -> bool:
    """ "flew in from Doha": to where the story is told."""
    return verb.lemma_ in ("fly", "come", "jet") and any(
        c.lower_ == "in" and child(c, "pobj", "pcomp") is None for c in verb.children
    )


def agent_of(verb: Token) -> list[Token]:
    """Nouns after "by" of a passive verb."""
    return [
        o
        for c in verb.children
        if c.dep_ == "agent" or (c.dep_ == "prep" and c.lower_ == "by")
        for o in c.children
        if o.dep_ == "pobj"
    ]


def climb_subjects(verb: Token, depth: int = 6) -> tuple[list[Token], str]:
    """Subjects of a verb, found upwards where it has none of its own.

    Gives the tokens and the way they were found: ``"subject"``, ``"control"``,
    ``"object-control"``, ``"conj"``, ``"adverbial"``, ``"participle"``, ``"relative"`` or ``""``.
    """
    found = direct_subjects(verb)
    if found:
        relative = any(t.i == verb.head.i for t in found) and verb.dep_ == "relcl"
        return found, "relative" if relative else "subject"
    if depth == 0 or is_root(verb):
        return [], ""
    head = verb.head
    if verb.dep_ == "conj" and is_verb(head):
        return climb_subjects(head, depth - 1)[0], "conj"
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "dep", "parataxis") and is_verb(head):
        sent = head.lemma_ in ("send", "dispatch") and not is_passive(head)
        if (verb.dep_ != "advcl" or sent) and head.lemma_ in OBJECT_CONTROL:
            objects = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
            if objects:
                return objects, "object-control"
            if head.lemma_ in ("call", "appeal"):  # "called on its citizens to leave"
                asked = [
                    o
                    for c in head.children
                    if c.dep_ == "prep" and c.lower_ in ("on", "upon", "to") and c.i < verb.i
                    for o in c.children
                    if o.dep_ == "pobj"
                ]
                if asked:
                    return asked, "object-control"
        way = "control" if verb.dep_ in ("xcomp", "ccomp") else "adverbial"
        return climb_subjects(head, depth - 1)[0], way
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and head.pos_ == "ADJ":
        return climb_subjects(head, depth - 1)[0], "control"
    if verb.dep_ == "acomp" or (verb.pos_ == "ADJ" and is_verb(head)):
        return climb_subjects(head, depth - 1)[0], "control"
    if verb.dep_ == "pcomp" or (verb.dep_ == "pobj" and verb.tag_ == "VBG"):
        governor = head.head
        if is_verb(governor):
            kept = [c for c in governor.children if c.dep_ == "dobj"]
            if head.lower_ == "from" and kept:  # "discouraged its citizens from going"
                return kept, "object-control"
            return climb_subjects(governor, depth - 1)[0], "adverbial"
        if governor.pos_ in ("NOUN", "PROPN"):
            return noun_agents(governor, depth - 1), "adverbial"
        return [], ""
    if verb.dep_ in ("acl", "relcl", "amod"):
        if head.dep_ == "attr" and head.head.lemma_ == "be" and verb.tag_ == "VB":
            # "X is the first Chadian official to travel to Lima"
            return climb_subjects(head.head, depth - 1)[0], "control"
        if verb.tag_ in ("VB", "VBP") and any(c.tag_ == "TO" for c in verb.children):
            return noun_agents(head, depth - 1), "control"
        return [head], "participle"
    if verb.dep_ in ("dobj", "pobj", "attr", "nsubj") and is_verb(head):
        return climb_subjects(head, depth - 1)[0], "control"
    return [], ""


def noun_agents(noun: Token, depth: int = 4) -> list[Token]:
    """Who does what an abstract noun says: its possessor, else the governing verb's subject."""
    owner = child(noun, "poss")
    if owner is not None:
        return [owner]
    if depth <= 0:
        return []
    verb = governing_verb(noun)
    if verb is None:
        return []
    if noun.dep_ in ("nsubj", "nsubjpass"):
        return []
    return climb_subjects(verb, depth - 1)[0]


def governing_verb(token: Token) -> Token | None:
    """Return the verb that a noun depends on, through prepositions and other nouns."""
    for above in ancestors(token):
        if is_verb(above):
            return above
    return None


# "at a time of tensions between A and B": who stands there does not meet.
_RELATIONS = frozenset(
    "tension relation relationship tie link conflict dispute difference border war rivalry trade "
    "cooperation friendship fighting hostility gap".split()
)


def preposition_objects(
    token: Token,
    words: frozenset[str] | set[str],
    *,
    stop: frozenset[int] = frozenset(),
    reach: int = 14,
) -> list[tuple[Token, Token]]:
    """Nouns after one of these prepositions anywhere under `token` and the prepositions.

    A prepositional phrase often hangs on the nearest noun instead of the verb ("met Friday in
    Oslo with X"); so the whole subtree counts, as long as no verb and none of the tokens in
    `stop` (other events) lies between, and the preposition is within `reach` tokens.
    """
    found: list[tuple[Token, Token]] = []
    queue = [(c, 0) for c in token.children]
    while queue:
        current, depth = queue.pop(0)
        if current.i in stop or depth > 6:
            continue
        again = current.dep_ == "conj" and current.pos_ == "ADP"
        if (current.dep_ in ("prep", "dative", "agent") or again) and current.lower_ in words:
            of_relations = current.lower_ == "between" and current.head.lemma_ in _RELATIONS
            if abs(current.i - token.i) <= reach and not of_relations:
                objects = [o for o in current.children if o.dep_ in ("pobj", "pcomp")]
                objects += [
                    o
                    for c in current.children
                    if c.dep_ == "conj" and c.lower_ in words
                    for o in c.children
                    if o.dep_ == "pobj"
                ]
                objects = [_of_infinitive(o, current) for o in objects]
                if not objects:
                    objects = _stolen_object(current)
                found.extend((o, current) for o in objects)
                # "travels to A on Monday and to B later"
                queue.extend((c, depth) for c in current.children if c.dep_ == "conj")
            continue
        if current.dep_ == "advcl" and is_verb(current):
            # "spoke with X to express ...": the parser takes X for the subject of "express"
            for mark in current.children:
                if mark.dep_ == "mark" and mark.lower_ in words and abs(mark.i - token.i) <= reach:
                    found.extend(
                        (s, mark) for s in current.children if s.dep_ == "nsubj" and s.i > mark.i
                    )
            continue
        if current.pos_ in ("VERB", "AUX") and current.dep_ not in ("aux", "auxpass", "amod"):
            continue
        if current.dep_ in ("relcl", "acl", "ccomp", "advcl", "conj", "appos", "parataxis"):
            continue
        if current.dep_ in ("nsubj", "nsubjpass"):
            continue
        if current.n_lefts or current.n_rights:  # most words have nothing below them
            queue += [(c, depth + 1) for c in current.children]
    return sorted(found, key=lambda pair: pair[0].i)


def _of_infinitive(token: Token, preposition: Token) -> Token:
    """ "met with X to discuss ...": the parser makes X the subject of a clause after "with"."""
    if token.dep_ == "pcomp" and token.lower_ == "visiting":
        return next((c for c in token.children if c.dep_ == "dobj"), token)
    if token.dep_ == "pcomp" and token.tag_ == "VB":
        for c in token.children:
            if c.dep_ == "nsubj" and preposition.i < c.i < token.i:
                return c
    return token


def _stolen_object(preposition: Token) -> list[Token]:
    """The noun after a preposition that the parser made the subject of an infinitive."""
    doc = preposition.doc
    if preposition.i + 1 >= preposition.sent.end:
        return []
    t = doc[preposition.i + 1]
    while t.dep_ in ("compound", "amod", "det", "nmod", "poss", "nummod") and t.head.i > t.i:
        t = t.head
    return [t] if t.dep_ in SUBJECTS and t.head.dep_ in ("advcl", "xcomp", "relcl", "acl") else []
