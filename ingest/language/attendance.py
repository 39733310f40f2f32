"""Who else was there: attendance told in a sentence of its own, after the encounter.

"Ambassador A and Secretary B also attended." "They were joined by Minister C." "Taking part in
the talks were D and E." Those named are parties of the encounter told before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import ActorKind, EventType
from ingest.language.context import Context
from ingest.language.offices import acts_for_a_state
from ingest.language.resolving import resolve_token
from ingest.language.syntax import agent_of, conjuncts, is_passive
from ingest.language.types import Argument, EventMention, Form, Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

_ENCOUNTERS = frozenset({EventType.MEETING, EventType.CALL})
# How many sentences an encounter may lie back.
_FAR_BACK = 4
# The participants of "the call" may be listed at the end of a statement.
_LIST_BACK = 12
_LISTED = frozenset("participant speaker attendee guest delegate".split())
_GATHERINGS = frozenset(
    "meeting talk talks conversation discussion call conference consultation session negotiation "
    "lunch dinner breakfast ceremony engagement bilateral".split()
)
_BESIDE = frozenset({"join", "accompany"})
# Verbs by which a later sentence tells who else was there (see `_additions`).
_ADDING = _BESIDE | frozenset("participate take attend include be feature".split())
_PRESENT = frozenset("present attend participate take join attendance".split())


def members_told_apart(context: Context, events: list[EventMention]) -> list[EventMention]:
    """Give encounters the parties that later sentences add; returns the events that grew."""
    grown: list[EventMention] = []
    if not events:
        return grown
    first = min(e.trigger.head for e in events)
    for number, sent in enumerate(context.doc.sents):
        for token in sent if sent.end > first else ():
            if token.lemma_ not in _ADDING or token.pos_ not in ("VERB", "AUX"):
                continue
            for event, tokens, relation in _additions(events, token, number):
                if _add(context, event, tokens, relation) and event not in grown:
                    grown.append(event)
                if number not in event.sentences:
                    event.sentences.append(number)
    return grown


def _additions(
    events: list[EventMention], verb: Token, number: int
) -> list[tuple[EventMention, list[Token], str]]:
    """What a verb adds to which event: the tokens of those who take part."""
    if any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children):
        return []
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    lemma = verb.lemma_
    told: list[tuple[list[Token], str]] = []
    if lemma in _BESIDE and is_passive(verb):
        company = agent_of(verb)
        told.append((company, "joined"))
        visits = _visits_before(events, verb, number)
        if visits and company:
            return [(v, company, "accompanied") for v in visits]
    elif _takes_part(verb):
        told.append((subjects, "takes-part"))
    elif _expected_there(verb):
        told.append(([c for c in verb.head.children if c.dep_ == "nsubjpass"], "takes-part"))
    elif lemma in ("include", "be", "feature") and any(
        s.lemma_.lower() in _LISTED for s in subjects
    ):
        told.append(
            ([t for t in verb.doc[verb.i + 1 : verb.sent.end] if t.pos_ == "PROPN"], "list")
        )
    elif lemma == "be" and _among_guests(verb):
        told.append((subjects, "takes-part"))
    elif lemma == "be" and _present_before(verb):
        behind = [c for c in verb.children if c.dep_ in ("attr", "nsubj") and c.i > verb.i]
        told.append((behind, "takes-part"))
    found = []
    for tokens, relation in told:
        ceremonies = relation == "takes-part"
        reach = _LIST_BACK if relation == "list" else _FAR_BACK
        known = [e for e in events if e.parties]
        event = _encounter_before(known, verb, number, reach, ceremonies=ceremonies)
        event = event or _encounter_before(events, verb, number, reach, ceremonies=ceremonies)
        if event is not None and tokens:
            found.append((event, tokens, relation))
    return found


def _takes_part(verb: Token) -> bool:
    """ "also participated", "took part in the talks", "attended the meeting", "joined the call"."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if verb.lemma_ == "participate" or (
        verb.lemma_ == "take" and any(c.lower_ == "part" for c in verb.children)
    ):
        return True
    if verb.lemma_ not in ("attend", "join") or is_passive(verb):
        return False
    if objects:
        told = objects[0]
        definite = any(c.lower_ in ("the", "this") for c in told.children if c.dep_ == "det")
        return told.lower_ in ("them", "him", "her") or (
            definite and told.lemma_.lower() in _GATHERINGS
        )
    bare = verb.lemma_ == "attend" and verb.dep_ in ("ROOT", "conj")  # "A and B attended."
    return (bare or any(c.lower_ == "also" for c in verb.children)) and not any(
        c.dep_ in ("xcomp", "ccomp") for c in verb.children
    )


def _expected_there(verb: Token) -> bool:
    """ "Premier A and his colleagues B and C are expected to attend": the gathering told before."""
    return (
        verb.lemma_ == "attend"
        and verb.dep_ == "xcomp"
        and verb.head.lemma_ in ("expect", "schedule", "slate", "invite")
        and is_passive(verb.head)
        and not any(c.dep_ == "dobj" for c in verb.children)
        and not any(c.dep_ == "neg" for c in verb.head.children)
    )


def _among_guests(verb: Token) -> bool:
    """ "A and B were among the mourners"."""
    return any(
        o.lemma_.lower() in _LISTED or o.lemma_.lower() in ("mourner", "dignitary")
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ == "among"
        for o in c.children
    )


def _present_before(verb: Token) -> bool:
    """ "Also present were A and B", "Taking part in the talks on our side were C and D"."""
    first = verb.sent[0]
    if first.lower_ not in ("also", "present", "taking", "attending", "joining"):
        return False
    before = verb.doc[first.i : verb.i]
    if any(t.dep_ == "nsubj" and t.head.i == verb.i and t.pos_ != "ADJ" for t in before):
        return False
    return any(t.lemma_.lower() in _PRESENT or t.lemma_.lower() in _GATHERINGS for t in before)


def _encounter_before(
    events: list[EventMention], verb: Token, number: int, reach: int, *, ceremonies: bool
) -> EventMention | None:
    for event in reversed(events):
        trigger = event.trigger
        ceremony = ceremonies and event.type is EventType.CEREMONY and trigger.nominal
        if event.type not in _ENCOUNTERS and not ceremony:
            continue
        if trigger.head >= verb.i or not 0 <= number - trigger.sentence <= reach:
            continue
        if trigger.head in {t.i for t in verb.subtree}:
            continue  # "attended a summit": the event is told by its own words
        beside = [
            e
            for e in events
            if e.type is event.type
            and e.trigger.sentence == trigger.sentence
            and len(e.parties) > len(event.parties)
        ]
        return beside[0] if beside else event  # "met by videoconference": the verb has the parties
    return None


def _visits_before(events: list[EventMention], verb: Token, number: int) -> list[EventMention]:
    """The legs of the journey told before: "She was accompanied by A", at any place of a report.

    Who is only joined by somebody is so at what was told last.
    """
    before = [e for e in events if e.parties and e.trigger.head < verb.i]
    visits = [e for e in before if e.type is EventType.VISIT]
    if not visits:
        return []
    if verb.lemma_ != "accompany":
        told = [e for e in before if e.type in _ENCOUNTERS]
        later = told and told[-1].trigger.head > visits[-1].trigger.head
        if later or number - visits[-1].trigger.sentence > 1:
            return []
    return [e for e in visits if set(e.parties) == set(visits[-1].parties)]


def _of_somebody(context: Context, index: int) -> bool:
    """Whether a person acts for a state or body; "a department's deputy head" is no party."""
    entity = context.resolver.entity(index)
    return (
        entity.kind is not ActorKind.PERSON
        or not entity.office
        or bool(entity.country or entity.organisation or entity.key)
        or acts_for_a_state(entity)
    )


def _add(context: Context, event: EventMention, tokens: list[Token], relation: str) -> bool:
    grown = False
    for token in (t for told in tokens for t in conjuncts(told)):
        for mention, entities in resolve_token(context, token, relation, []):
            named = mention.form in (Form.NAME, Form.SURNAME) or relation in ("list", "takes-part")
            body = mention.kind is ActorKind.ORGANISATION and not mention.key
            if not named or body or mention.form in (Form.PRONOUN, Form.PLURAL):
                continue
            new = tuple(e for e in entities if e not in event.parties and _of_somebody(context, e))
            if new:
                slot: Slot = "agent" if event.type is EventType.VISIT else "member"
                event.arguments.append(Argument(token.i, slot, relation, mention, new))
                grown = True
    return grown
