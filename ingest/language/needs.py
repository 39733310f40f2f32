"""The needs and bars of a line in the lexicon: what must hold for its word to name an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import ActorKind, EventType
from ingest.language.arguments import Parties
from ingest.language.context import Context
from ingest.language.destinations import described, of_the_same_tour
from ingest.language.lexicon import Lexicon
from ingest.language.offices import office_head
from ingest.language.syntax import (
    agent_of,
    child,
    conjuncts,
    governing_verb,
    is_passive,
    is_verb,
    preposition_objects,
)
from ingest.language.types import Argument, EventMention, Form, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEALS = frozenset(
    "agreement deal accord pact treaty memorandum protocol contract document declaration "
    "statement communique understanding compromise ceasefire cease-fire truce plan charter "
    "convention settlement arrangement partnership mou minutes minute instrument roadmap armistice "
    "package".split()
)
FAR = frozenset(
    "phone telephone video telephoned call videoconference virtually virtual teleconference videolink video-link zoom".split()
)


def barred(doc: Doc, trigger: Trigger) -> bool:
    """Whether a word that the lexicon forbids stands beside the trigger."""
    bars = set(trigger.frame.bars)
    if not bars:
        return False
    head = doc[trigger.head]
    if trigger.frame.lemma == "host" and head.dep_ == "acl" and _of_a_gathering(head, bars):
        return True
    if trigger.nominal:
        return any(
            c.lower_ in bars or c.lemma_.lower() in bars
            for c in head.children
            if c.i < head.i and c.dep_ in ("compound", "amod", "nmod", "poss")
        )
    for c in head.children:
        if c.dep_ in ("dobj", "nsubjpass", "nsubj") and c.lemma_.lower() in bars:
            return True
        if c.dep_ in ("prep", "agent") and any(
            o.lemma_.lower() in bars for o in c.children if o.dep_ == "pobj"
        ):
            return True
    return False


def _of_a_gathering(verb: Token, bars: set[str]) -> bool:
    """ "a meeting of G7 leaders hosted by X": what is hosted is the meeting."""
    above = verb.head
    if above.dep_ == "pobj" and above.head.lower_ == "of":
        above = above.head.head
    return above.lemma_.lower() in bars


def _is_actor(context: Context, index: int) -> bool:
    """Whether an entity is a state, a known body, or a person with an office or state."""
    entity = context.resolver.entity(index)
    if entity.kind is ActorKind.STATE or entity.kind is ActorKind.GROUP:
        return True
    if entity.kind is ActorKind.ORGANISATION:
        return entity.key is not None
    return bool(entity.office or entity.country or entity.organisation or entity.key)


def _journeys(lemma: str, verb: Token) -> bool:
    """Whether a verb of motion is used of somebody's journey."""
    if lemma == "fly":
        return child(verb, "dobj") is None  # "flies cargo to"
    if lemma == "go" and any(
        c.lower_ == "on" and c.dep_ == "prep" and not _on_a_journey(c) for c in verb.children
    ):
        return False  # "goes on trial in The Hague"
    if lemma == "come":
        beside = {"across", "under", "up", "forward", "about", "round", "together", "out"}
        return not any(c.lower_ in beside for c in verb.children)  # "come across each other"
    if lemma in ("head", "lead"):
        return not is_passive(verb)  # "a delegation headed by"
    if lemma == "return" and verb.tag_ in ("VBD", "VBN"):
        # whoever returned to a place is mostly at home there
        return not any(c.dep_ == "prep" and c.lower_ == "to" for c in verb.children)
    return True


def _on_a_journey(preposition: Token) -> bool:
    """ "goes on a visit, on to Rome, on Monday": where somebody goes, or when."""
    nouns = [c for c in preposition.children if c.dep_ == "pobj"]
    journeys = ("visit", "trip", "tour", "mission", "pilgrimage", "journey")
    return not nouns or any(n.ent_type_ == "DATE" or n.lemma_.lower() in journeys for n in nouns)


def _caller(verb: Token, event: EventMention) -> bool:
    """ "called on Prime Minister X": a named official, of whom nothing is asked."""
    particle = any(c.dep_ == "prt" and c.lower_ == "on" for c in verb.children)
    blocked = (
        ("xcomp", "ccomp", "advcl") if particle else ("xcomp", "ccomp", "advcl", "prt", "dobj")
    )
    if any(c.dep_ in blocked for c in verb.children):
        return False
    if is_passive(verb):
        return False
    return any(
        a.relation == "on-phrase"
        and a.mention is not None
        and (a.mention.kind is ActorKind.PERSON)
        and a.entities
        and a.mention.number == "singular"
        and not any(c.dep_ in ("acl", "relcl") for c in verb.doc[a.token].children)
        and not any(t.tag_ == "TO" for t in verb.doc[a.token : verb.sent.end])
        for a in event.arguments
    )


def _dated(preposition: Token) -> bool:
    """ "on Monday"."""
    return any(o.ent_type_ in ("DATE", "TIME") for o in preposition.children)


def _callee(context: Context, verb: Token, event: EventMention) -> bool:
    """ "called Prime Minister X to express": a named official, and no predicate about them."""
    about = child(verb, "dobj") is not None  # else the parser took the object for a predicate
    if any(
        c.dep_ in ("oprd", "prep", "prt", "ccomp")
        and c.lower_ not in ("on", "to", "in", "from")
        and (about or c.ent_type_ != "PERSON")
        for c in verb.children
    ):
        return False
    if any(
        (c.dep_ in ("oprd", "attr", "prt") and (about or c.ent_type_ != "PERSON"))
        or (c.dep_ == "prep" and c.lower_ in ("for", "on", "upon") and not _dated(c))
        for c in verb.children
    ):
        return False
    objects = [
        a
        for a in event.arguments
        if (
            a.relation == "object"
            and a.mention is not None
            and a.entities
            and a.mention.kind is ActorKind.PERSON
            and a.mention.form in (Form.NAME, Form.SURNAME)
        )
        or (
            a.relation == "object"
            and a.entities
            and a.mention is not None
            and a.mention.form is Form.ROLE
            and a.mention.country is not None
            and any(c.dep_ in ("advcl", "xcomp") for c in verb.children)
        )
    ]
    lands = {context.resolver.entity(e).country for a in event.arguments for e in a.entities}
    own = any(  # "The President called Prime Minister X of Norway": a government of its own
        a.relation == "subject" and not a.entities and a.mention is not None and a.mention.definite
        for a in event.arguments
    )
    abroad = any(a.mention is not None and a.mention.country for a in objects)
    return (
        bool(objects)
        and (len(lands) >= 2 or (own and abroad))
        and any(a.mention is not None and a.mention.office for a in objects)
    )


def _pair_subject(context: Context, event: EventMention) -> bool:
    named = (Form.NAME, Form.SURNAME, Form.ROLE)
    people = {
        e: context.resolver.entity(e)
        for a in event.arguments
        if a.slot == "agent" and a.mention is not None and a.mention.form in named
        for e in a.entities
    }
    lands = {p.country or p.organisation or p.name for p in people.values()}
    return len(people) >= 2 and len(lands) >= 2


def _concrete(verb: Token, lexicon: Lexicon) -> bool:
    """ "agreed to reopen their consulates" is an undertaking, "agreed to work together" is none."""
    for c in verb.children:
        if c.dep_ in ("xcomp", "ccomp", "advcl") and is_verb(c):
            if any(x.dep_ == "mark" and x.lower_ == "that" for x in c.children):
                return _undertaken(c, lexicon)
            if any(x.dep_ in ("nsubj",) for x in c.children) and not any(
                x.lower_ == "to" for x in c.children
            ):
                return False
            return not lexicon.has("routine", c.lemma_)
        if (
            c.dep_ == "prep"
            and c.lower_ in ("on", "to")
            and verb.dep_ == "relcl"
            and verb.tag_ not in ("VBP", "VBZ")
            and not any(o.dep_ in ("pobj", "pcomp") for o in c.children)
        ):
            return True  # "the steps that both agreed to"
        if c.dep_ == "prep" and any(o.ent_type_ in ("DATE", "TIME") for o in c.children):
            continue
        if c.dep_ == "prep" and c.lower_ in ("on", "to", "upon"):
            nouns = [o for o in c.children if o.dep_ in ("pobj", "pcomp")]
            for o in nouns:
                if o.dep_ == "pcomp":
                    return not lexicon.has("routine", o.lemma_)
                if o.lemma_.lower() in (
                    "importance",
                    "need",
                    "necessity",
                    "principle",
                    "urgency",
                    "value",
                    "way",
                    "significance",
                    "priority",
                    "goal",
                    "objective",
                    "desirability",
                    "number",
                    "issue",
                    "matter",
                ):
                    return False
                return child(o, "det") is not None or o.tag_ in ("NNS", "NN")
        if c.dep_ == "dobj":
            return c.lemma_.lower() in DEALS
    return False


def _undertaken(clause: Token, lexicon: Lexicon) -> bool:
    """ "agreed that 40 doctors will travel to": what somebody will do, by a verb of doing."""
    if clause.pos_ != "VERB" or not any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "shall") for c in clause.children
    ):
        return False
    return not (
        any(c.dep_ == "neg" for c in clause.children)
        or lexicon.has("routine", clause.lemma_)
        or lexicon.has("hope", clause.lemma_)
        or lexicon.has("say", clause.lemma_)
        or child(clause, "nsubj", "nsubjpass") is None
    )


def _is_in(context: Context, verb: Token) -> bool:
    """ "is in Oslo", "is back in Oslo", "was last in Oslo", "has been to Oslo", "intends to be in"."""
    if any(c.dep_ in ("attr", "expl", "auxpass", "neg") for c in verb.children):
        return False
    if any(c.dep_ == "acomp" and c.lower_ not in ("last", "back") for c in verb.children):
        return False
    if verb.dep_ in ("aux", "auxpass"):
        return False
    if any(c.dep_ == "prep" and c.lower_ == "on" and not _on_a_journey(c) for c in verb.children):
        return False  # "is on trial there"
    if any(c.dep_ == "xcomp" and any(t.tag_ == "TO" for t in c.children) for c in verb.children):
        return False  # "In Doha, the two are to sign"
    if child(verb, "nsubj") is None and not (
        verb.dep_ == "xcomp" and context.lexicon.has("plan", verb.head.lemma_)
    ):
        return False
    if any(c.dep_ == "nsubj" and any(d.lower_ == "no" for d in c.children) for c in verb.children):
        return False
    words = {"in", "to"} if verb.lower_ == "been" else {"in"}
    for c in verb.children:
        if c.lower_ in ("here", "there") and c.i in context.places_at:
            return True
        below = [c, *c.children] if c.lower_ in ("back", "last") else [c]
        for p in below:
            if (
                p.dep_ == "prep"
                and p.lower_ in words
                and any(_place_or_land(context, o) for o in p.children)
            ):
                return True
    return False


def _place_or_land(context: Context, token: Token) -> bool:
    return token.i in context.places_at or (
        token.dep_ == "pobj" and described(context, token, set()) is not None
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One word with what was found around it, as the needs look at it."""

    context: Context
    trigger: Trigger
    parties: Parties
    event: EventMention

    @property
    def head(self) -> Token:
        """The word itself."""
        return self.context.doc[self.trigger.head]

    @property
    def entities(self) -> set[int]:
        """All parties, resolved."""
        return {e for a in self.event.arguments for e in a.entities}

    def objects(self) -> set[str]:
        """Lemmas of the word's objects."""
        return {hyphened(c) for c in self.head.children if c.dep_ in ("dobj", "nsubjpass")}


def meets_needs(context: Context, trigger: Trigger, parties: Parties, event: EventMention) -> bool:
    """Whether all the needs of the word's line in the lexicon are met."""
    case = _Case(context, trigger, parties, event)
    return all(JUDGES[need](case) for need in trigger.frame.needs)


def _with(case: _Case) -> bool:
    by_with = any(
        "with" in a.relation
        or "between" in a.relation
        or a.relation == "object"
        or (a.relation == "to-phrase" and a.mention is not None and a.mention.country)
        for a in case.event.arguments
        if a.entities or a.mention
    )
    if by_with:
        return True
    if case.head.lemma_ in ("speak", "talk") and not _pair_subject(case.context, case.event):
        return False
    return len(case.entities) >= 2


def _several(case: _Case) -> bool:
    plural = any(
        a.mention is not None and a.mention.number == "plural" for a in case.event.arguments
    )
    partner = any(r.slot != "agent" for r in case.parties.reaches)
    # "the Council of the SCO meets": a body of several states
    body = case.trigger.frame.type is EventType.MEETING and any(
        e.kind is ActorKind.ORGANISATION and e.key and not e.country
        for e in map(case.context.resolver.entity, case.entities)
    )
    return len(case.entities) >= 2 or plural or partner or body


def _person(case: _Case) -> bool:
    return any(
        a.entities
        and (a.relation == "object" or a.relation.startswith("passive"))
        and not (case.trigger.frame.lemma == "host" and _bare_state(a))
        for a in case.event.arguments
    )


def _bare_state(argument: Argument) -> bool:
    """ "France hosts Senegal on Tuesday": a team, not an official."""
    mention = argument.mention
    if mention is None or mention.kind is not ActorKind.STATE:
        return False
    # also "for hosting vulnerable Afghans": people, no officials
    return mention.form is Form.NAME or (
        mention.form is Form.DEMONYM and mention.number == "plural"
    )


def _place(case: _Case) -> bool:
    if case.trigger.frame.lemma == "while in":
        return True
    return _journeys(case.trigger.frame.lemma, case.head)


def _traveller(case: _Case) -> bool:
    return any(
        case.context.resolver.entity(e).kind is ActorKind.PERSON
        for a in case.event.arguments
        if a.relation != "name"
        for e in a.entities
    )


def _held(case: _Case) -> bool:
    verb = case.trigger.verb
    return verb is not None and case.context.lexicon.has("hold", case.context.doc[verb].lemma_)


def _support(case: _Case) -> bool:
    """A weak noun alone needs parties of its own, or to be known already."""
    trigger = case.trigger
    if trigger.frame.weight > 0.6 or case.event.type is EventType.AGREEMENT:
        return True
    if trigger.verb is not None or trigger.definite:
        return True
    if any(
        a.relation.startswith(("with", "between", "of", "owner", "name", "for", "clause"))
        for a in case.event.arguments
        if a.entities
    ):
        return True
    above = governing_verb(case.head)
    hosted = above is not None and above.lemma_ in ("host", "receive", "welcome", "invite")
    return hosted and len(case.entities) > 1


def _awaited(case: _Case) -> bool:
    head = case.head
    there = [  # "is expected in Oslo on Friday to press for talks": the place comes first
        c.i
        for c in head.children
        if c.dep_ == "prep" and any(o.i in case.context.places_at for o in c.children)
    ]
    for c in head.children:
        if c.dep_ in ("ccomp", "dobj") or (
            c.dep_ == "xcomp" and not (there and there[0] < c.left_edge.i)
        ):
            return False
    return head.lemma_ != "expect" or is_passive(head)


def _delegation(case: _Case) -> bool:
    objects = {c.lemma_.lower() for c in case.head.children if c.dep_ == "dobj"}
    return bool(objects & {"delegation", "mission", "team"})


def _on_way(case: _Case) -> bool:
    """ "is on his way to Oslo": not "on the way to a deal", nor "on his way home"."""
    preposition = case.head.head
    return preposition.lower_ == "on" and preposition.head.lemma_ == "be"


def _envoy(case: _Case) -> bool:
    """ "sent Foreign Minister X to Oslo", "a delegation was sent to Oslo"; not troops or letters."""
    if case.objects() & {"delegation", "mission", "team", "envoy", "emissary"}:
        return True
    return any(
        (a.relation == "object" or a.relation.startswith("passive"))
        and case.context.resolver.entity(e).kind is ActorKind.PERSON
        for a in case.event.arguments
        for e in a.entities
    )


def _actor(case: _Case) -> bool:
    return any(_is_actor(case.context, e) for e in case.entities)


_DIALS = frozenset("place make get receive take return have".split())


def _far(case: _Case) -> bool:
    head = case.head
    near = head.doc[max(head.sent.start, head.i - 8) : min(head.sent.end, head.i + 12)]
    if case.event.type is EventType.MEETING:
        return len(case.entities) >= 2  # at one place
    above = governing_verb(head)
    if head.lemma_ == "call" and above is not None and above.lemma_ in _DIALS:
        return any(
            a.entities
            and a.mention is not None
            and a.mention.kind is ActorKind.PERSON
            and a.relation.startswith(("to-", "from-", "with-", "support-with"))
            for a in case.event.arguments
        )
    return any(t.lower_ in FAR for t in near if t.i != head.i)


def _deal(case: _Case) -> bool:
    signed = [c for c in case.head.children if c.dep_ in ("dobj", "nsubjpass")]
    if not signed and case.head.lemma_ == "sign" and not is_passive(case.head):
        return _signs(case)
    if any(o.lower_ in ("it", "which", "that", "both") for o in signed):
        return bool(agent_of(case.head))  # "it was signed by X and by Y"
    return any(hyphened(t) in DEALS for o in signed for t in conjuncts(o))


def _signs(case: _Case) -> bool:
    """ "The two presidents will sign in Doha": of several lands, and nothing else they sign."""
    if any(c.dep_ in ("prt", "xcomp", "ccomp") for c in case.head.children):
        return False
    for c in case.head.children:
        if c.dep_ == "prep" and c.lower_ in ("to", "into", "on") and not _dated(c):
            return False
    entities = (case.context.resolver.entity(e) for e in case.entities)
    return len({e.country or e.name for e in entities if e.key or e.country}) >= 2


def hyphened(noun: Token) -> str:
    """The lemma of a noun, with the first half of a compound that the model parts.

    ``"a cease-fire"`` is *fire* to the parser.
    """
    lemma: str = noun.lemma_.lower()
    i = noun.i
    if i >= 2 and noun.doc[i - 1].text == "-" and noun.doc[i - 2].head.i == i:
        return f"{noun.doc[i - 2].lower_}-{lemma}"
    return lemma


def _truce(case: _Case) -> bool:
    return bool(case.objects() & {"ceasefire", "cease-fire", "truce", "moratorium"})


def _tribute(case: _Case) -> bool:
    """ "laid a wreath at", "placed flowers before", "offered incense"."""
    return bool(case.objects() & {"wreath", "flower", "bouquet", "incense"})


def _guard(case: _Case) -> bool:
    """ "inspected a guard of honour"."""
    honour = ("honour", "honor")
    return any(
        c.lemma_.lower() == "guard"
        and any(t.lower_ in honour or t.lower_ in ("honours", "honors") for t in c.subtree)
        for c in case.head.children
        if c.dep_ in ("dobj", "nsubjpass")
    )


def _notes(case: _Case) -> bool:
    """ "exchanged notes under which", "exchanged the instruments of ratification"."""
    return bool(case.objects() & {"note", "instrument"})


def _seen(case: _Case) -> bool:
    """ "saw Prime Minister X on Tuesday": two officials of two lands, and nothing seen in one."""
    verb = case.head
    if any(
        c.dep_ in ("oprd", "attr", "prt", "ccomp", "neg") or (c.dep_ == "advcl" and c.tag_ == "VBG")
        for c in verb.children
    ) or any(t.dep_ == "prep" and t.lower_ in ("as", "off") for t in verb.subtree if t.i > verb.i):
        return False
    if any(c.dep_ == "dobj" and c.lower_ in ("other", "another") for c in verb.children):
        lands = {case.context.resolver.entity(e).country for e in case.entities}
        return len(lands) >= 2  # "last saw each other in May"
    return len(_pair(case, (Form.NAME, Form.SURNAME, Form.ROLE, Form.PRONOUN))) >= 2


def _joint(case: _Case) -> bool:
    """ "A and B issued a statement": what two states issue is a joint one."""
    verb = case.context.doc[case.trigger.verb] if case.trigger.verb is not None else None
    if verb is None or verb.lemma_ not in ("issue", "release", "adopt", "sign"):
        return False
    issuing = [
        case.context.resolver.entity(e)
        for a in case.event.arguments
        if a.relation.startswith("support")
        for e in a.entities
    ]
    return len({e.country or e.name for e in issuing}) >= 2


def _guest(case: _Case) -> bool:
    """ "told visiting Foreign Minister X that": they sat together."""
    doc = case.context.doc
    if is_passive(case.head):  # "was told in Damascus by President X"
        lands = _pair(case, (Form.NAME, Form.SURNAME, Form.ROLE))
        here = {o.i for o, _ in preposition_objects(case.head, frozenset({"in", "at"}))}
        return len(lands) >= 2 and any(i in case.context.places_at for i in here)
    objects = [a for a in case.event.arguments if a.relation == "object" and a.entities]
    return any(
        "visiting" in (t.lower_ for t in doc[max(0, a.mention.start - 8) : a.token])
        for a in objects
        if a.mention is not None
    )


def _summoned(case: _Case) -> bool:
    """ "called in the ambassador of X": an envoy, named or of a named state."""
    return any(
        a.entities
        and a.mention is not None
        and (a.relation == "object" or a.relation.startswith("passive"))
        and (office_head(a.mention.office or a.mention.name).removesuffix("s") in _ENVOYS)
        for a in case.event.arguments
    )


def _hours(case: _Case) -> bool:
    """ "spent two hours with", "spent an hour together"; a day or a week is a stay."""
    verb = case.head
    return any(
        t.lemma_.lower() in ("hour", "minute", "morning", "afternoon", "evening")
        for t in verb.doc[verb.i + 1 : min(verb.i + 6, verb.sent.end)]
    )


def _spot(case: _Case) -> bool:
    """ "paid tribute at the mausoleum", no tribute to somebody's work."""
    doc = case.context.doc
    nouns = [case.head] + ([doc[case.trigger.verb]] if case.trigger.verb is not None else [])
    return any(c.dep_ == "prep" and c.lower_ in ("at", "before") for n in nouns for c in n.children)


def _message(case: _Case) -> bool:
    """ "delivered a letter to President X", "presented his credentials to": from hand to hand."""
    papers = {"credential", "letter", "message"}
    if not case.objects() & (papers if case.head.lemma_ != "present" else {"credential"}):
        return False
    return any(
        a.entities
        and a.relation == "to-phrase"
        and a.mention is not None
        and a.mention.kind is ActorKind.PERSON
        and a.mention.number != "plural"
        for a in case.event.arguments
    )


_ENVOYS = frozenset({"ambassador", "envoy", "charge d'affaires", "diplomat", "consul"})


def _pair(case: _Case, forms: tuple[Form, ...]) -> set[str]:
    """The lands (else bodies) of a person as agent and of a person as object."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for a in case.event.arguments:
        if a.mention is None or a.mention.form not in forms or a.mention.number == "plural":
            continue
        for e in a.entities:
            entity = case.context.resolver.entity(e)
            land = entity.country or entity.organisation
            if entity.office and not land:
                land = f"? {entity.name}"  # an official; whose, is for the filter to weigh
            if land and a.mention.kind is ActorKind.PERSON:
                told = a.relation == "object" or a.relation.startswith("passive")
                found[told].add(land)
    return found[True] | found[False] if all(found.values()) else set()


def _party(case: _Case) -> bool:
    if case.entities or case.event.unnamed or case.trigger.definite:
        return True
    if case.event.type is EventType.VISIT and of_the_same_tour(case.context, case.trigger):
        return True
    # "six-nation talks have opened": who takes part may follow
    return case.trigger.verb is not None and case.event.type is EventType.MEETING


# The words of the column `needs` in triggers.tsv, which explains them.
JUDGES: dict[str, Callable[[_Case], bool]] = {
    "with": _with,
    "several": _several,
    "person": _person,
    "caller": lambda case: _caller(case.head, case.event),
    "callee": lambda case: _callee(case.context, case.head, case.event),
    "place": _place,
    "traveller": _traveller,
    "held": _held,
    "support": _support,
    "awaited": _awaited,
    "delegation": _delegation,
    "envoy": _envoy,
    "onway": _on_way,
    "actor": _actor,
    "far": _far,
    "deal": _deal,
    "truce": _truce,
    "concrete": lambda case: _concrete(case.head, case.context.lexicon),
    "copula": lambda case: _is_in(case.context, case.head),
    "party": _party,
    "tribute": _tribute,
    "guard": _guard,
    "notes": _notes,
    "seen": _seen,
    "joint": _joint,
    "guest": _guest,
    "summoned": _summoned,
    "message": _message,
    "hours": _hours,
    "monument": lambda case: bool(
        case.objects() & {"monument", "statue", "plaque", "bust", "memorial"}
    ),
    "spot": _spot,
    "colleague": lambda case: len(_pair(case, (Form.NAME, Form.SURNAME, Form.ROLE))) >= 2,
}
