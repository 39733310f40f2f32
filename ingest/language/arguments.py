"""Stage 4, second half: the parties of an event word, first as tokens, then as mentions.

Each way to a party has a name (`Argument.relation`), which rules, errors and the linker use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.language.lexicon import Lexicon
from ingest.language.syntax import (
    agent_of,
    child,
    climb_subjects,
    conjuncts,
    direct_subjects,
    governing_verb,
    is_passive,
    is_verb,
    preposition_objects,
    relative_antecedent,
)
from ingest.language.triggers import carrier, visited_by
from ingest.language.types import Slot, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TO = frozenset({"to", "into", "for", "in", "at"})
_PLACE_TO = frozenset({"to", "into", "in", "at", "for", "through", "across", "of"})


@dataclass(slots=True)
class Reach:
    """A token that may be a party, and how it was reached."""

    token: int
    slot: Slot
    relation: str


@dataclass(slots=True)
class Parties:
    """What stands around one trigger: parties, destinations, and the verb above."""

    reaches: list[Reach] = field(default_factory=list)
    destinations: list[int] = field(default_factory=list)
    governor: int | None = None

    def add(self, tokens: list[Token], slot: Slot, relation: str) -> None:
        """Add tokens with their conjuncts, each once."""
        for token in tokens:
            for t in conjuncts(token):
                if all(r.token != t.i for r in self.reaches):
                    self.reaches.append(Reach(t.i, slot, relation))


def find_parties(doc: Doc, trigger: Trigger, lexicon: Lexicon, events: frozenset[int]) -> Parties:
    """Return the tokens that may be parties of `trigger`.

    `events` are the head tokens of all triggers: a phrase that hangs on another event is not
    taken from there.
    """
    head = doc[trigger.head]
    if trigger.frame.lemma == "while in":
        found = Parties(governor=head.head.i)
        found.add(climb_subjects(head.head)[0], "agent", "adverbial")
        found.destinations.extend(o.i for o in head.children if o.dep_ == "pobj")
        return found
    if trigger.nominal:
        return _noun_parties(doc, trigger, head, lexicon, events)
    return _verb_parties(doc, trigger, head, events)


def _slots(pattern: str) -> dict[str, Slot]:
    roles: dict[str, Slot] = {
        "visitor": "agent",
        "host": "host",
        "place": "destination",
        "": "partner",
    }
    made: dict[str, Slot] = {}
    for item in pattern.split():
        where, _, role = item.partition(":")
        slot = roles.get(role, "partner")
        if where == "subject" and not role:
            slot = "agent"
        made[where] = slot
    return made


def _verb_parties(doc: Doc, trigger: Trigger, verb: Token, events: frozenset[int]) -> Parties:
    slots = _slots(trigger.frame.pattern)
    found = Parties(governor=verb.i)
    others = events - {verb.i}
    passive = is_passive(verb)
    if passive and "object" in slots:
        subjects, way = climb_subjects(verb)
        if verb.dep_ in ("acl", "relcl") and not direct_subjects(verb):
            subjects, way = [verb.head], "participle"
        found.add(subjects, _object_slot(slots), f"passive-{way or 'subject'}")
        found.add(agent_of(verb), slots.get("subject", "agent"), "by-agent")
    elif trigger.frame.lemma == "visiting" and (visitor := visited_by(verb)) is not None:
        found.add([visitor], "agent", "participle")
    elif verb.dep_ in ("acl", "relcl") and verb.head.lemma_ == "invitation":
        _invitation(verb.head, found, slots)
    elif "subject" in slots:
        subjects, way = climb_subjects(verb)
        found.add(subjects, slots["subject"], way or "subject")
    if "object" in slots and not passive:
        objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "PART"]
        if trigger.frame.lemma == "call in" and not objects:
            objects = [  # "had called in the ambassadors": *in* as a preposition
                o
                for c in verb.children
                if c.i == verb.i + 1
                for o in c.children
                if o.dep_ == "pobj"
            ]
        if trigger.frame.lemma == "call" and not objects:
            objects = [c for c in verb.children if c.dep_ == "oprd" and c.ent_type_ == "PERSON"]
        if trigger.frame.lemma == "receive":
            objects = [_bearer(o) for o in objects]
        if not objects:
            objects = _strayed_objects(verb)
        if slots["object"] == "destination":
            objects = [_antecedent(verb, o) for o in objects]
            found.destinations.extend(t.i for o in objects for t in conjuncts(o))
            # "visit China and meet X in Japan": only what is coordinated with the object
        else:
            for c in verb.children:
                if not objects and c.lower_ == "visiting" and c.dep_ in ("advcl", "xcomp"):
                    # "received on Tuesday visiting Minister X": no clause of its own
                    objects = [o for o in c.children if o.dep_ == "dobj"]
            found.add(objects, slots["object"], "object")
    for where, slot in slots.items():
        if where in ("subject", "object", "owner", "name"):
            continue
        words = _PLACE_TO if slot == "destination" and where == "to" else {where}
        if trigger.frame.lemma == "be":
            words = {where}  # "is in Chad", "has been to Chad"
        pairs = preposition_objects(verb, frozenset(words), stop=others)
        if where == "on" and any(c.dep_ == "prt" and c.lower_ == "on" for c in verb.children):
            pairs += [(c, c) for c in verb.children if c.dep_ == "dobj"]  # "called on X"
        if where == "with":
            pairs = [p for p in pairs if not _of_the_encounter_before(verb, p[1], others)]
            pairs = pairs or _with_of_governor(verb) or _with_of_purpose(verb)
        tokens = [o for o, _ in pairs]
        if slot == "destination":
            found.destinations.extend(
                t.i for o in tokens for t in conjuncts(o) if t.i not in found.destinations
            )
        else:
            found.add(tokens, slot, f"{where}-phrase")
    if trigger.frame.type in ("Meeting", "Ceremony"):
        pairs = preposition_objects(verb, frozenset({"including", "among"}), stop=others)
        found.add([o for o, _ in pairs], "partner", "including")
    if trigger.frame.type == "Meeting":
        for o, _ in preposition_objects(verb, frozenset({"through", "under"}), stop=others):
            if o.lower_ in ("mediation", "auspices"):
                # "met through the mediation of their Swiss colleague"
                pairs = preposition_objects(o, frozenset({"of"}))
                found.add([x for x, _ in pairs], "mediator", "mediation")
    if trigger.frame.lemma == "agree":
        _content(verb, found)
    _joined(doc, verb, found)
    return found


def _bearer(noun: Token) -> Token:
    """ "received the credentials of Ambassador X": who bears them."""
    if noun.lemma_.lower() not in ("credential", "credentials"):
        return noun
    return next((o for o, _ in preposition_objects(noun, frozenset({"of"}), reach=4)), noun)


def _strayed_objects(verb: Token) -> list[Token]:
    """The object behind a day or place, which the parser hangs on that.

    ``"received on Monday Foreign Minister X"``, ``"met visiting Premier X"``.
    """
    if any(c.dep_ in ("xcomp", "ccomp", "oprd") and c.lower_ != "visiting" for c in verb.children):
        return []
    for c in verb.children:
        if c.i < verb.i:
            continue
        guest = visited_by(c)
        if guest is not None:
            return [guest]
        if c.dep_ == "npadvmod" and _is_title_or_name(c):
            return [c]
        if c.dep_ != "prep":
            continue
        for o in c.children:
            if o.dep_ != "pobj":
                continue
            behind = c.i + 1 < o.left_edge.i or any(
                x.ent_type_ in ("DATE", "TIME") for x in o.doc[c.i + 1 : o.i]
            )
            if behind and _is_title_or_name(o):
                return [o]
            for x in o.children:
                # "in Hanoi the foreign minister": no comma, so no apposition
                if (
                    x.dep_ == "appos"
                    and (_is_title_or_name(x) or (x.pos_ == "NOUN" and x.left_edge.lower_ == "the"))
                    and o.ent_type_ in ("DATE", "TIME", "GPE", "LOC", "FAC")
                    and x.left_edge.i == o.i + 1
                ):
                    return [x]
    return []


def _is_title_or_name(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or (
        token.pos_ == "PROPN"
        and token.ent_type_ not in ("DATE", "TIME", "GPE", "FAC", "ORG", "LOC")
    )


def _of_the_encounter_before(verb: Token, preposition: Token, others: frozenset[int]) -> bool:
    """ "He spoke after meeting in Oslo on Tuesday with X": he met X."""
    return any(
        verb.i < i < preposition.i
        and verb.doc[i].dep_ in ("pcomp", "pobj")
        and verb.doc[i].head.lower_ in ("after", "following", "before")
        for i in others
    )


def _with_of_governor(verb: Token) -> list[tuple[Token, Token]]:
    """The "with X" that the parser hung on the verb above a gerund ("after meeting with X")."""
    if verb.dep_ not in ("pcomp", "pobj") or verb.head.lower_ not in (
        "after",
        "following",
        "before",
    ):
        return []
    above = verb.head.head
    return [
        (o, c)
        for c in above.children
        if c.dep_ == "prep" and c.lower_ == "with" and c.i > verb.i
        for o in c.children
        if o.dep_ == "pobj"
    ]


def _with_of_purpose(verb: Token) -> list[tuple[Token, Token]]:
    """ "spoke today with X of Chad to discuss": *with* read as the conjunction of the purpose."""
    return [
        (subject, mark)
        for clause in verb.children
        if clause.dep_ in ("advcl", "xcomp", "ccomp") and clause.tag_ == "VB"
        for mark in clause.children
        if mark.dep_ == "mark" and mark.lower_ == "with"
        for subject in clause.children
        if subject.dep_ == "nsubj" and subject.i > mark.i
    ]


def _antecedent(verb: Token, token: Token) -> Token:
    """ "Chad, which she visited": what a relative pronoun stands for."""
    if token.tag_ not in ("WDT", "WP"):
        return token
    return relative_antecedent(verb) or token


def _invitation(noun: Token, found: Parties, slots: dict[str, Slot]) -> None:
    """ "extended an invitation to X to visit", "accepted Y's invitation to visit": who goes, who asks."""
    guests = [o for o, _ in preposition_objects(noun, frozenset({"to", "for"})) if o.pos_ != "VERB"]
    hosts = [c for c in noun.children if c.dep_ == "poss"]
    hosts += [o for o, _ in preposition_objects(noun, frozenset({"from", "of", "by"}))]
    verb = governing_verb(noun)
    if verb is not None:
        subjects, _ = climb_subjects(verb)
        if verb.lemma_ in ("accept", "receive", "get", "decline", "reject", "have", "welcome"):
            guests = guests or subjects
            hosts += [o for o, _ in preposition_objects(verb, frozenset({"from"}))]
        else:
            guests = guests or [
                o for o, _ in preposition_objects(verb, frozenset({"to"})) if o.pos_ != "VERB"
            ]
            guests = guests or [c for c in verb.children if c.dep_ == "dative"]
            hosts = hosts or subjects
    found.add(guests, slots.get("subject", "agent"), "invited")
    found.add(hosts, "host", "invitation")


def _content(verb: Token, found: Parties) -> None:
    """ "agreed to give fertilizer to the North": the other side stands in what was agreed."""
    for c in verb.children:
        if c.dep_ not in ("xcomp", "ccomp", "advcl", "prep"):
            continue
        below = c
        if c.dep_ == "prep":
            inner = [o for o in c.children if o.dep_ in ("pobj", "pcomp")]
            if not inner:
                continue
            below = inner[0]
        pairs = preposition_objects(below, frozenset({"to", "with", "from", "for"}), reach=12)
        for o, _ in pairs:
            owner = child(o, "poss")
            found.add([o] if owner is None else [owner], "member", "content")
        for o in below.children:  # "agreed to write off half of the Algerian debt"
            if c.dep_ != "prep" and o.dep_ == "dobj":
                of = [x for x, _ in preposition_objects(o, frozenset({"of"}), reach=4)]
                whose = [t for n in (o, *of) for t in n.children if t.dep_ in ("amod", "poss")]
                found.add([t for t in whose if t.ent_type_ in ("NORP", "GPE")], "member", "content")


def _object_slot(slots: dict[str, Slot]) -> Slot:
    slot = slots["object"]
    return "agent" if slot == "destination" else slot


def _joined(doc: Doc, verb: Token, found: Parties) -> None:
    """ "Sullivan, joined by Sherwood-Randall, hosted ..."; "accompanied by"."""
    for reach in list(found.reaches):
        for c in doc[reach.token].children:
            if (
                c.dep_ == "prep"
                and c.lower_ == "with"
                and doc[c.i - 1].lower_
                in (
                    "together",
                    "along",
                )
            ):
                found.add([o for o in c.children if o.dep_ == "pobj"], "partner", "joined")
            elif c.dep_ == "acl" and c.lemma_ in ("join", "accompany", "flank"):
                found.add(agent_of(c), "partner", "joined")
            elif c.dep_ in ("acl", "relcl") and c.lemma_ in ("lead", "head", "chair"):
                # "a delegation headed by X": X is the party, the delegation tells the state
                found.add(agent_of(c), reach.slot, "led-by")


def _before_dash(name: Token) -> list[Token]:
    """The first of two names joined by a dash, which the parser hangs on the second."""
    doc = name.doc
    return [c for c in name.children if c.i == name.i - 2 and doc[c.i + 1].text in ("-", "–")]


_JOINT = frozenset("council commission committee forum".split())
_INSIDE = frozenset({"compound", "nmod", "amod"})


def _noun_parties(
    doc: Doc, trigger: Trigger, noun: Token, lexicon: Lexicon, events: frozenset[int]
) -> Parties:
    slots = _slots(trigger.frame.pattern)
    found = Parties()
    place = carrier(noun)
    nouns = [noun] if noun.i == place.i else [noun, place]
    others = events - {n.i for n in nouns} - ({trigger.verb} if trigger.verb is not None else set())
    visit = trigger.frame.type == "Visit"
    for n in nouns:
        for c in n.children:
            if c.dep_ == "poss" and "owner" in slots:
                found.add([c], slots["owner"] if visit else "agent", "owner")
            elif visit and c.lower_ in ("state", "official", "working"):
                continue  # "the State visit"
            elif c.dep_ in ("amod", "compound", "nmod") and c.i < n.i and "name" in slots:
                found.add([c], slots["name"], "name")
                if c.lemma_.lower() in _JOINT:  # "a NATO-Russia Council meeting"
                    for x in (x for x in c.children if x.dep_ in _INSIDE):
                        found.add([x, *_before_dash(x)], slots["name"], "name")
            elif c.dep_ in ("amod", "compound", "nmod") and c.i < n.i and "owner" in slots:
                found.add([c], slots["owner"], "name")
        if visit and n.dep_ == "pobj" and n.head.lower_ == "of" and n.head.head.pos_ == "NOUN":
            # "the success of the visit to Chad by X": the parser hangs "by" on the success
            by = preposition_objects(n.head.head, frozenset({"by"}), stop=others)
            found.add([o for o, _ in by if o.i > n.i], "agent", "by-phrase")
        for where, given in slots.items():
            if where in ("subject", "owner", "name", "object"):
                continue
            slot = given
            words = {where}
            if where == "to" and slot == "destination":
                words = {"to", "in", "through", "across", "into", "around"}
            if visit and where == "to":
                words = {"to", "in", "through", "across", "into", "around", "of"}
                slot = "destination"
            if (
                visit
                and where in ("in", "of")
                and trigger.frame.lemma in ("tour", "stop", "stopover", "stay", "arrival")
            ):
                slot = "destination" if given == "destination" else slot
            pairs = preposition_objects(n, frozenset(words), stop=others)
            tokens = [o for o, _ in pairs]
            if slot == "destination":
                found.destinations.extend(
                    t.i for o in tokens for t in conjuncts(o) if t.i not in found.destinations
                )
            else:
                found.add(tokens, slot, f"{where}-phrase")
        if visit and trigger.frame.lemma in ("stop", "stopover"):
            # "the next stop of the minister's tour", "dropped from the itinerary of the minister"
            for o, _ in preposition_objects(n, frozenset({"of", "on", "in"})):
                owner = child(o, "poss")
                if owner is not None and o.lemma_ in ("tour", "trip", "journey", "itinerary"):
                    found.add([owner], "agent", "owner")
        pairs = preposition_objects(n, frozenset({"including", "among"}), stop=others)
        found.add([o for o, _ in pairs], "partner", "including")
        for c in n.children:
            if c.dep_ in ("acl", "relcl"):
                _clause_parties(c, found, slots, visit)
    verb = doc[trigger.verb] if trigger.verb is not None else None
    governor = verb if verb is not None else governing_verb(place)
    found.governor = governor.i if governor is not None else None
    if verb is not None and verb.head.i in (place.i, noun.i) and verb.dep_ in ("acl", "relcl"):
        above = governing_verb(place)
        weak = all(r.relation in ("of-phrase", "name") for r in found.reaches)
        at_table = (  # "was the guest at a luncheon hosted by X"
            place.dep_ == "pobj"
            and place.head.lower_ in ("at", "during", "over")
            and verb.lemma_ in ("host", "give", "offer", "hold")
        )
        if above is not None and (not found.reaches or ((weak or at_table) and not visit)):
            _governor_parties(doc, above, place, found, visit, events, trigger, lexicon)
    elif verb is not None and verb.dep_ == "amod":
        top = place
        while top.dep_ in ("appos", "conj") and top.head.i != top.i:
            top = top.head
        if top.i != place.i:
            found.add([top], "agent", "support-subject")
    elif verb is not None:
        _support_parties(verb, place, found, slots, visit, others, lexicon)
    elif governor is not None:
        _governor_parties(doc, governor, place, found, visit, events, trigger, lexicon)
        if trigger.frame.lemma in ("phone", "telephone", "videoconference", "video conference"):
            _by_phone(governor, place, found)
    if not visit:
        _speech_subject(governor, found)
    return found


def _by_phone(verb: Token, noun: Token, found: Parties) -> None:
    """ "discussed the crisis by phone with X": the other side hangs on the verb."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("by", "over", "via", "on"):
        return
    pairs = preposition_objects(verb, frozenset({"with", "to"}))
    told = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.ent_type_ == "PERSON"]
    found.add([*told, *(o for o, _ in pairs)], "partner", "with-phrase")


def _speech_subject(governor: Token | None, found: Parties) -> None:
    """ "X says the signing of a deal with Y is postponed": X is the other side.

    Only where somebody stands after "with" and nobody else was found.
    """
    if governor is None or not found.reaches:
        return
    ways = {r.relation for r in found.reaches} - {"name"}
    if not ways or ways - {"with-phrase", "support-with"}:
        return
    verb = governor
    for _ in range(4):
        if verb.dep_ == "ccomp" and is_verb(verb.head):
            found.add(direct_subjects(verb.head), "agent", "speech-subject")
            return
        if verb.head.i == verb.i:
            return
        verb = verb.head


def _clause_parties(clause: Token, found: Parties, slots: dict[str, Slot], visit: bool) -> None:
    """ "talks held between X and Y", "a summit hosted by X", "a meeting that brought together X"."""
    lemma = clause.lemma_
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in clause.children)
    if (is_passive(clause) or clause.tag_ == "VBN") and not perfect:
        found.add(agent_of(clause), "agent", "clause-agent")
        for word in ("between", "with", "among"):
            if word in slots or word == "among":
                found.add(
                    [o for o, _ in preposition_objects(clause, frozenset({word}))],
                    "partner",
                    f"clause-{word}",
                )
    elif lemma in ("welcome", "greet", "receive") and clause.tag_ == "VB" and not visit:
        # "a ceremony to welcome X"
        found.add([c for c in clause.children if c.dep_ == "dobj"], "partner", "clause-object")
    elif visit and lemma in ("take", "bring", "lead"):
        found.add([c for c in clause.children if c.dep_ == "dobj"], "agent", "takes-object")
        for o, _ in preposition_objects(clause, frozenset({"to", "through"})):
            found.destinations.extend(t.i for t in conjuncts(o) if t.i not in found.destinations)
        for c in clause.children:
            if (
                c.dep_ == "conj" and c.lemma_ == "end"
            ):  # "that took him to Chad and will end in Mali"
                for o, _ in preposition_objects(c, frozenset({"in"})):
                    found.destinations.append(o.i)
    elif lemma in ("include", "involve", "bring", "feature", "gather", "group", "unite"):
        found.add([c for c in clause.children if c.dep_ == "dobj"], "partner", "clause-object")
        found.add(
            [o for o, _ in preposition_objects(clause, frozenset({"of"}))],
            "partner",
            "clause-object",
        )
    elif any(
        c.dep_ == "nsubj" and c.lower_ not in ("that", "which", "who") for c in clause.children
    ):
        subjects = direct_subjects(clause)
        if lemma in (
            "hold",
            "have",
            "host",
            "attend",
            "sign",
            "reach",
            "make",
            "begin",
            "conclude",
            "extend",
            "agree",
            "strike",
        ):
            found.add(subjects, "agent", "clause-subject")
            if "with" in slots:  # "the accord that he signed with Peru"
                pairs = preposition_objects(clause, frozenset({"with"}))
                found.add([o for o, _ in pairs], "partner", "clause-with")


def _support_parties(
    verb: Token,
    place: Token,
    found: Parties,
    slots: dict[str, Slot],
    visit: bool,
    others: frozenset[int],
    lexicon: Lexicon,
) -> None:
    passive = is_passive(verb)
    is_subject = place.dep_ in ("nsubj", "nsubjpass")
    if passive or is_subject:
        found.add(agent_of(verb), "agent", "support-agent")
        if passive and place.dep_ == "dobj":  # "was granted an audience by the Pope"
            found.add(direct_subjects(verb), "partner", "support-subject")
        if (
            verb.lemma_
            in ("bring", "include", "involve", "gather", "group", "feature", "draw", "unite")
            and not passive
        ):
            found.add([c for c in verb.children if c.dep_ == "dobj"], "partner", "support-object")
            found.add(
                [o for o, _ in preposition_objects(verb, frozenset({"of", "from"}))],
                "partner",
                "support-object",
            )
    else:
        subjects, way = climb_subjects(verb)
        if not any(s.i in others for s in subjects):
            found.add(subjects, "agent", f"support-{way or 'subject'}")
        if verb.dep_ == "conj" and way == "conj" and is_verb(verb.head):
            # "held talks with X and signed an accord"
            pairs = preposition_objects(verb.head, frozenset({"with"}), stop=others - {verb.head.i})
            for c in verb.head.children:
                if c.dep_ == "dobj":
                    pairs += preposition_objects(c, frozenset({"with"}))
            found.add([o for o, _ in pairs], "partner", "conj-with")
        if way == "adverbial" and is_verb(verb.head) and verb.dep_ == "advcl":
            # "met with X to sign an accord": X signs too
            pairs = preposition_objects(verb.head, frozenset({"with"}), stop=others - {verb.head.i})
            found.add([o for o, _ in pairs], "partner", "purpose-with")
    for word in ("with", "between", "among"):
        if word in slots or word == "among":
            pairs = preposition_objects(verb, frozenset({word}), stop=others)
            found.add([o for o, _ in pairs], "partner", f"support-{word}")
    if "on" in slots:  # "paid a courtesy call on X", "paid him a courtesy visit"
        pairs = preposition_objects(verb, frozenset({"on", "to"}), stop=others)
        found.add([o for o, _ in pairs], "partner", "support-with")
        found.add([c for c in verb.children if c.dep_ == "dative"], "partner", "support-with")
    elif "to" in slots and not visit:  # "gave an audience to X", "made a call to X"
        pairs = preposition_objects(verb, frozenset({"to"}), stop=others, reach=8)
        found.add([o for o, _ in pairs], "partner", "support-with")
    if visit:
        pairs = preposition_objects(verb, frozenset({"to"}), stop=others)
        for o, _ in pairs:
            found.destinations.extend(t.i for t in conjuncts(o) if t.i not in found.destinations)
    if "for" in slots:
        pairs = preposition_objects(verb, frozenset({"for"}), stop=others)
        found.add([o for o, _ in pairs], "partner", "support-for")
        for o, _ in preposition_objects(verb, frozenset({"in"}), stop=others):
            if o.lower_ in ("honor", "honour"):  # "a banquet in honor of X"
                pairs = preposition_objects(o, frozenset({"of"}))
                found.add([x for x, _ in pairs], "partner", "in-honor")
    _joined(verb.doc, verb, found)


def _governor_parties(
    doc: Doc,
    verb: Token,
    place: Token,
    found: Parties,
    visit: bool,
    events: frozenset[int],
    trigger: Trigger,
    lexicon: Lexicon,
) -> None:
    """The subject of the verb on which a bare noun hangs ("arrived for talks with X")."""
    if place.dep_ in ("nsubj", "nsubjpass"):
        if is_passive(verb):
            found.add(agent_of(verb), "agent", "governor-agent")
        elif verb.lemma_ in (
            "bring",
            "include",
            "involve",
            "gather",
            "group",
            "feature",
            "draw",
            "unite",
        ):
            found.add([c for c in verb.children if c.dep_ == "dobj"], "partner", "governor-object")
            found.add(
                [o for o, _ in preposition_objects(verb, frozenset({"of"}))],
                "partner",
                "governor-object",
            )
        elif verb.lemma_ == "take" and visit:
            found.add([c for c in verb.children if c.dep_ == "dobj"], "agent", "takes-object")
            for o, _ in preposition_objects(verb, frozenset({"to", "through"})):
                found.destinations.extend(t.i for t in conjuncts(o))
        return
    have_owner = any(r.relation in ("owner", "by-phrase") for r in found.reaches)
    between = any(r.relation == "between-phrase" for r in found.reaches)
    if between or (have_owner and visit) or _only_later(place, found):
        return
    # An event noun between this one and the verb: its owner is the agent ("a visit for talks").
    current = place
    while current.head.i not in (verb.i, current.i):
        current = current.head
        if current.i in events and current.pos_ in ("NOUN", "PROPN"):
            owner = child(current, "poss")
            if owner is not None:
                found.add([owner], "agent", "event-owner")
                return
            by = [o for o, _ in preposition_objects(current, frozenset({"by"}))]
            if by:
                found.add(by, "agent", "event-owner")
                return
            break
        if (
            current.pos_ in ("NOUN", "PROPN")
            and current.dep_ in ("pobj",)
            and current.i not in events
        ):
            # "the president of X, in Geneva for talks": an actor with the purpose
            continue
    subjects, way = climb_subjects(verb)
    if place.dep_ in ("dobj",) and lexicon.has("say", verb.lemma_):
        relation = "speech-subject"
    else:
        relation = f"governor-{way or 'subject'}"
    if is_passive(verb) and verb.lemma_ in (
        "host",
        "receive",
        "invite",
        "welcome",
        "greet",
        "join",
    ):
        found.add(agent_of(verb), "agent", "governor-agent")
    if any(s.i in events and s.pos_ in ("NOUN", "PROPN") for s in subjects):
        for s in subjects:
            owner = child(s, "poss")
            if owner is not None:
                found.add([owner], "agent", "event-owner")
            found.add(
                [o for o, _ in preposition_objects(s, frozenset({"by"}))], "agent", "event-owner"
            )
        return
    found.add(subjects, "agent", relation)
    if trigger.frame.type == "Call" and verb.lemma_ in ("receive", "get", "take"):
        pairs = preposition_objects(verb, frozenset({"from"}), stop=events - {verb.i})
        found.add([o for o, _ in pairs], "partner", "from-phrase")  # "received a call today from X"
    if trigger.frame.type == "Call" and verb.lemma_ in ("place", "make"):
        pairs = preposition_objects(verb, frozenset({"to"}), stop=events - {verb.i})
        found.add([o for o, _ in pairs], "partner", "to-phrase")  # "placed calls Monday to X"
    inside = place.dep_ == "pobj" and place.head.lower_ in ("in", "during", "at", "over", "for")
    lacking = inside and not any("with" in r.relation for r in found.reaches)
    if not visit and (verb.lemma_ in ("take", "participate") or lacking):
        # "took part with Chad in a session", "raised the matter with X in a telephone conversation"
        pairs = preposition_objects(verb, frozenset({"with"}), stop=events)
        after = place.head.lower_ == "for"  # "flew to Rome for lunch with X"
        fronted = place.i < verb.i  # "At the NATO summit, A met with B"
        pairs = [(o, p) for o, p in pairs if fronted or (p.i > place.i) is after]
        found.add([o for o, _ in pairs], "partner", "governor-with")
    if verb.lemma_ in (
        "host",
        "receive",
        "welcome",
        "invite",
        "join",
        "greet",
        "treat",
        "entertain",
        "summon",
        "take",
        "bring",
        "send",
    ):
        objects = [c for c in verb.children if c.dep_ == "dobj" and c.i != place.i]
        found.add(objects, "partner", "governor-object")
    elif (
        verb.lemma_ in ("tell", "assure", "inform", "promise", "thank", "warn")
        and place.dep_ == "pobj"
        and place.head.lower_ in ("at", "during", "over", "in")
        and not visit
    ):  # "told X during talks in Geneva": the one told sits there too
        objects = [c for c in verb.children if c.dep_ in ("dobj", "dative")]
        objects = [c for c in objects if c.ent_type_ == "PERSON"]
        found.add(objects, "partner", "governor-object")


def _only_later(noun: Token, found: Parties) -> bool:
    """ "The two met a week before an EU summit": who met is not thereby at the summit.

    A noun that names its own parties and only says when is no part of its governor's doing.
    """
    own = any(r.relation in ("name", "of-phrase") for r in found.reaches)
    return own and noun.dep_ == "pobj" and noun.head.lower_ == "before"


def destination_reaches(doc: Doc, trigger: Trigger, found: Parties) -> list[int]:
    """Tokens of destinations, those of the governing verb included ("arrived in X on a visit")."""
    places = list(found.destinations)
    for i in {trigger.head, trigger.verb, found.governor} - {None}:
        verb = doc[i]  # type: ignore[index]
        if is_verb(verb) and verb.lemma_ in ("arrive", "be", "come", "fly", "land", "return"):
            places.extend(
                c.i
                for c in verb.children
                if c.dep_ == "advmod" and c.lower_ == "here" and c.i not in places
            )
    if trigger.nominal and not places and found.governor is not None:
        verb = doc[found.governor]
        lemma = verb.lemma_
        words = (
            {"to", "in", "into", "at"}
            if lemma
            in ("arrive", "be", "come", "go", "travel", "fly", "land", "head", "return", "stop")
            else {"to"}
        )
        for o, prep in preposition_objects(verb, frozenset(words)):
            if abs(prep.i - trigger.head) < 12:
                places.extend(t.i for t in conjuncts(o) if t.i not in places)
        if lemma in ("end", "conclude", "wrap", "finish", "begin", "start", "open"):
            # "wraps up his African tour in Chad"
            for n in (verb, doc[trigger.head]):
                for o, _ in preposition_objects(n, frozenset({"in"})):
                    places.extend(t.i for t in conjuncts(o) if t.i not in places)
        if lemma == "leave":
            for o, _ in preposition_objects(verb, frozenset({"for"})):
                places.extend(t.i for t in conjuncts(o) if t.i not in places)
        if lemma == "visit":
            places.extend(
                t.i
                for c in verb.children
                if c.dep_ == "dobj"
                for t in conjuncts(c)
                if t.i not in places
            )
    return places


__all__ = [
    "Parties",
    "Reach",
    "destination_reaches",
    "find_parties",
]
