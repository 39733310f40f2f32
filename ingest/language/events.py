"""Between stages 4 and 5: event words with their parties resolved to entities of the register.

A word becomes an `EventMention` when the needs of its line in the lexicon are met. Nothing is
merged or filtered here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import ActorKind, EventType
from ingest.language.arguments import Parties, Reach, find_parties
from ingest.language.attendance import members_told_apart
from ingest.language.context import Context
from ingest.language.gazetteer import RoleClass
from ingest.language.needs import FAR, barred, meets_needs
from ingest.language.resolving import FOREIGN, resolve_token
from ingest.language.syntax import (
    agent_of,
    conjuncts,
    is_passive,
    preposition_objects,
)
from ingest.language.triggers import carrier
from ingest.language.types import (
    Argument,
    EventMention,
    Form,
    Mention,
    Trigger,
)
from ingest.language.visits import add_greeters, visits_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VIRTUAL = frozenset(
    "virtual virtually video videoconference videolink teleconference phone telephone zoom online".split()
)


def collect(context: Context, triggers: list[Trigger]) -> list[EventMention]:
    """Return the event mentions of a report, in order of the text."""
    doc, lexicon = context.doc, context.lexicon
    heads = frozenset(t.head for t in triggers)
    supported = {
        t.verb for t in triggers if t.nominal and t.verb is not None and _takes_over(doc, t)
    }
    found: list[EventMention] = []
    for trigger in triggers:
        if not trigger.nominal and trigger.head in supported:
            continue
        if trigger.nominal and _inside_event(doc, trigger, triggers):
            continue
        if trigger.nominal and _field_of_office(context, trigger):
            continue
        if trigger.nominal and _purpose_of_journey(context, trigger, triggers):
            continue
        parties = find_parties(doc, trigger, lexicon, heads)
        for event in _resolve(context, trigger, parties, found):
            _sides_before(context, event, found)
            found.append(event)
            if event.type is EventType.VISIT and event.parties:
                context.travellers = tuple(p for p in event.parties if p not in event.hosts)
                context.travelled = trigger.sentence
    for event in members_told_apart(context, found):
        _tidy(context, event)
        if any(a.relation == "list" for a in event.arguments):
            event.parties = [p for p in event.parties if not _unnamed_group(context, p)]
    add_greeters(context, found)
    _led_sides(context, found)
    return found


def _unnamed_group(context: Context, index: int) -> bool:
    """ "Baltic leaders", where a list tells who they were."""
    entity = context.resolver.entity(index)
    return entity.kind is ActorKind.GROUP and not entity.key


def _takes_over(doc: Doc, trigger: Trigger) -> bool:
    """Whether the noun, not its support verb, names the event ("pay a visit", "sign a deal")."""
    verb = doc[trigger.verb]  # type: ignore[index]
    if trigger.frame.type is EventType.VISIT and verb.lemma_ in ("arrive", "leave", "head"):
        return False
    return verb.lemma_ not in ("meet", "visit", "agree")


def _inside_event(doc: Doc, trigger: Trigger, triggers: list[Trigger]) -> bool:
    """Whether an event noun hangs under another of its type ("summit of the meeting")."""
    head = doc[trigger.head]
    for other in triggers:
        if (
            other.head == head.head.i
            and other.frame.type is trigger.frame.type
            and head.dep_ in ("compound", "nmod", "amod")
        ):
            return True
    return False


def _purpose_of_journey(context: Context, trigger: Trigger, triggers: list[Trigger]) -> bool:
    """ "arrived for a two-day visit": the verb tells the visit already."""
    if trigger.frame.type is not EventType.VISIT:
        return False
    doc = context.doc
    noun = carrier(doc[trigger.head])
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("for", "on"):
        return False
    if any(
        c.dep_ in ("acl", "relcl") or (c.dep_ == "prep" and c.lower_ in ("to", "of"))
        for c in noun.children
    ):
        return False  # the noun says more: where to
    verb = noun.head.head
    journey = any(
        t.head == verb.i
        and not t.nominal
        and t.frame.type is EventType.VISIT
        and t.frame.lemma != "be"
        for t in triggers
    )
    told = verb.lemma_ == "arrive" or any(
        o.i in context.places_at
        for o, _ in preposition_objects(verb, frozenset({"to", "for", "in", "at"}))
    )
    return journey and told


def _field_of_office(context: Context, trigger: Trigger) -> bool:
    """ "the special envoy for border talks": the noun says what an office is for."""
    noun = carrier(context.doc[trigger.head])
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("for", "of"):
        return False
    if trigger.frame.type is EventType.VISIT:
        return False
    above = noun.head.head
    role = context.resolver.gazetteer.role(above.lower_) or context.resolver.gazetteer.role(
        above.lemma_.lower()
    )
    person = any(m.kind is ActorKind.PERSON for m in context.mentions_at.get(above.i, []))
    return person or (role is not None and role.kind in (RoleClass.OFFICE, RoleClass.OFFICIAL))


def _resolve(
    context: Context, trigger: Trigger, parties: Parties, before: list[EventMention]
) -> list[EventMention]:
    doc = context.doc
    head = doc[trigger.head]
    if trigger.nominal and any(
        c.dep_ == "det" and c.lower_ in ("any", "no") for c in head.children
    ):
        return []  # "denied that he made any deal"
    if barred(doc, trigger) or _greeted(head, trigger):
        return []
    kind = trigger.frame.type
    if kind is EventType.MEETING and _virtual(doc, head):
        kind = EventType.CALL
    elif trigger.frame.lemma in ("talk", "speak", "conversation") and _at_one_place(context, head):
        kind = EventType.MEETING
    event = EventMention(trigger, kind, sentences=[trigger.sentence])
    recent = [tuple(e.parties) for e in reversed(before) if len(e.parties) >= 2][:4]
    for reach in parties.reaches:
        _link(context, event, reach, recent)
    _without_the_speaker(context, event)
    if event.type is EventType.VISIT and trigger.nominal and _visitor_told(event):
        event.arguments = [  # "They welcomed the visit of X": they did not travel
            a
            for a in event.arguments
            if not a.relation.startswith("governor-") and a.relation != "speech-subject"
        ]
    if trigger.nominal and any(c.lower_ in _OF_MANY for c in head.children if c.i < head.i):
        event.foreign_words = True
    if not meets_needs(context, trigger, parties, event):
        return []
    _tidy(context, event)
    event.rules.append(_rule_name(trigger, event))
    if event.type is EventType.VISIT:
        return visits_of(context, trigger, parties, event)
    between_people = event.type in (EventType.MEETING, EventType.CALL)
    if between_people and len(event.parties) > 2 and _one_by_one(context, trigger, event):
        return _separate(context, event)
    return [event]


def _without_the_speaker(context: Context, event: EventMention) -> None:
    """ "X stressed the importance of concluding the talks between A and B": X is no party."""
    sides: set[str | None] = set()
    for a in event.arguments:
        owners = a.relation == "owner" and a.mention is not None and a.mention.number == "plural"
        if "between" in a.relation or owners:
            sides.update(context.resolver.entity(e).country for e in a.entities)
    if len(sides - {None}) < 2 or not event.trigger.nominal:
        return
    event.arguments = [
        a
        for a in event.arguments
        if not a.relation.startswith(("governor-", "support-adverbial", "support-control"))
    ]


# Beside "conference" or "summit" these say that several states come.
_OF_MANY = frozenset(
    "donors donor international multinational regional ministerial world global pledging".split()
)


def _visitor_told(event: EventMention) -> bool:
    return any(a.relation in ("of-phrase", "by-phrase", "owner") for a in event.arguments)


_ALONE = frozenset("separate separately individual individually one-on-one one-to-one".split())


def _one_by_one(context: Context, trigger: Trigger, event: EventMention) -> bool:
    """Whether the text tells several encounters with one word (further policy 9 of the guide).

    "separately", "one after the other", "in turn"; "talks with A and, later, with B"; "one-on-one
    meetings with A and B"; "telephoned A and B", who are of two states.
    """
    doc, head = context.doc, context.doc[trigger.head]
    verb = doc[trigger.verb] if trigger.verb is not None else head
    near = [c for t in {head.i, verb.i} for c in doc[t].children]
    if any(c.lower_ in _ALONE or (c.lower_ == "one" and c.i < head.i) for c in near):
        return True
    if any(
        c.dep_ == "prep" and [t.lower_ for t in c.subtree] in (["in", "turn"], ["in", "succession"])
        for c in near
    ):
        return True
    after = doc[head.i : head.sent.end].text.lower()
    if "one after the other" in after or "one after another" in after:
        return True
    withs = [c for c in near if c.dep_ == "prep" and c.lower_ == "with"]
    withs += [t for c in withs for t in conjuncts(c) if t.i != c.i and t.lower_ == "with"]
    if len({w.i for w in withs}) > 1:
        return True
    by_wire = trigger.frame.lemma in ("telephone", "phone", "call")
    objects = {e for a in event.arguments if a.relation == "object" for e in a.entities}
    lands = {context.resolver.entity(e).country for e in objects} - {None}
    return by_wire and len(lands) > 1


def _greeted(head: Token, trigger: Trigger) -> bool:
    """ "was met at the airport by X" tells of an arrival, not of a meeting."""
    if not is_passive(head) or not agent_of(head):
        return False
    if trigger.frame.lemma == "receive":
        return any(o.lower_ == "airport" for o, _ in preposition_objects(head, frozenset({"at"})))
    return trigger.frame.lemma == "meet"


def _at_one_place(context: Context, head: Token) -> bool:
    """ "will talk with X in Luanda", "came to Rome to talk to X": no word of distance, a place."""
    near = head.doc[max(head.sent.start, head.i - 8) : min(head.sent.end, head.i + 12)]
    if any(t.lower_ in FAR for t in near if t.i != head.i):
        return False
    if any(c.dep_ == "advmod" and c.lower_ in ("here", "there") for c in head.children):
        return True
    own = context.resolver.speaker is not None  # in a government's own statement, as "spoke" is
    if head.lemma_ != "speak" and not own and not any(t.lower_ in FAR for t in head.doc[:40]):
        return True  # "talked with X": only a report of a call means a call by it
    if head.dep_ in ("advcl", "xcomp") and context.lexicon.has("motion", head.head.lemma_):
        return True
    where = (
        context.places_at.get(o.i)
        for o, _ in preposition_objects(head, frozenset({"in"}), reach=12)
    )
    return any(p is not None and p.kind in ("city", "venue") for p in where)


def _virtual(doc: Doc, head: Token) -> bool:
    """ "a virtual summit", "met by video link": a conversation at a distance."""
    near = list(head.children)
    if head.pos_ in ("NOUN", "PROPN"):
        near += [
            t for t in head.doc[head.left_edge.i : head.i] if t.pos_ in ("ADJ", "NOUN", "PROPN")
        ]
    near += [
        c
        for n in near
        if n.dep_ in ("prep", "agent") and n.lower_ in ("by", "via", "over", "through")
        for c in n.subtree
    ]
    return any(t.lower_ in VIRTUAL for t in near)


def _rule_name(trigger: Trigger, event: EventMention) -> str:
    way = "verb" if not trigger.nominal else "support" if trigger.verb is not None else "noun"
    relations = sorted({a.relation for a in event.arguments if a.entities})
    return f"{way}:{trigger.frame.lemma}:{'+'.join(relations) or 'alone'}"


def _link(
    context: Context, event: EventMention, reach: Reach, recent: list[tuple[int, ...]]
) -> None:
    doc = context.doc
    token = doc[reach.token]
    for mention, entities in resolve_token(context, token, reach.relation, recent):
        if reach.relation == "name" and mention.form is Form.CAPITAL:
            continue  # "a White House meeting": where, not who
        event.arguments.append(
            Argument(reach.token, reach.slot, reach.relation, mention, tuple(entities))
        )
        if not entities and mention.form in (Form.ROLE, Form.PLURAL, Form.PRONOUN):
            event.unnamed += 1
            words = {t.lower_ for t in doc[mention.start : mention.end]}
            of_many = {t.lower_ for t in doc[mention.end : mention.end + 4] if t.head.i >= token.i}
            event.foreign_words = event.foreign_words or bool(
                words & FOREIGN or of_many & {"countries", "nations"}
            )
    if reach.relation in ("support-object", "governor-object", "clause-object"):
        _all_below(context, event, reach)
    for other in [
        *_beside_land(context, token),
        *_series(context, token),
        *_behind_dash(context, token),
    ]:
        if any(a.token == other.i for a in event.arguments):
            continue
        for mention, entities in resolve_token(context, other, reach.relation, recent):
            if entities and mention.kind is ActorKind.PERSON:
                event.arguments.append(
                    Argument(other.i, reach.slot, reach.relation, mention, tuple(entities))
                )
    if not any(a.token == reach.token for a in event.arguments):
        words = {t.lower_ for t in token.subtree} if token.pos_ in ("NOUN", "PROPN") else set()
        if words & FOREIGN and token.pos_ == "NOUN":
            event.foreign_words = True
            event.unnamed += 1


def _series(context: Context, token: Token) -> list[Token]:
    """Officials listed after one, whatever the parser hangs them on.

    "with President A of B, Chancellor C of D, and Prime Minister E": only names with an
    office, parted by nothing but commas, "and" and "of" a state.
    """
    doc = context.doc
    found: list[Token] = []
    here = [m for m in context.mentions_at.get(token.i, []) if m.head == token.i]
    here.extend(m for m in [context.titles_at.get(token.i)] if m is not None)
    current = next(
        (
            m
            for m in here
            if m.kind is ActorKind.PERSON and m.form is not Form.ROLE and (m.office or m.country)
        ),
        None,
    )
    while current is not None:
        i = current.end
        stop = doc[current.start].sent.end
        if i < stop and doc[i].lower_ == "of":
            i += 1
            while i < stop and (
                doc[i].lower_ == "the"
                or any(m.kind is ActorKind.STATE for m in context.mentions_at.get(i, []))
            ):
                i += 1
        parted = False
        while i < stop and doc[i].lower_ in (",", "and", "as", "well", "the"):
            parted = True
            i += 1
        bearer = context.titles_at.get(i) if i < stop else None
        if parted and bearer is None and current.country and i < stop:
            # "A of Mali, B of Niger and C of Chad": a name and its state
            after = doc[i:stop]
            bearer = next(
                (m for m in context.mentions_at.get(i, []) if m.start == i and m.country), None
            )
            if bearer is None or bearer.kind is not ActorKind.PERSON:
                break
            if bearer.end >= after.end or doc[bearer.end].lower_ != "of":
                break
        elif not parted or bearer is None or bearer.wide_start != i or not bearer.office:
            break
        if doc[bearer.head].dep_ in ("nsubj", "nsubjpass"):
            break
        found.append(doc[bearer.head])
        current = bearer
    return found


def _behind_dash(context: Context, token: Token) -> list[Token]:
    """ "for the ministers of the other members -- A B of Mali, C D of Chad and E F of Niger"."""
    if token.tag_ != "NNS":
        return []
    doc, stop = context.doc, token.sent.end
    for i in range(token.i + 1, min(stop - 1, token.i + 16)):
        if doc[i].pos_ in ("VERB", "AUX"):
            return []
        if doc[i].text in ("--", ":", "\u2013", "\u2014", "-") and doc[i - 1].whitespace_:
            named = [context.titles_at.get(i + 1), *context.mentions_at.get(i + 1, [])]
            first = next(
                (
                    m
                    for m in named
                    if m is not None and m.kind is ActorKind.PERSON and m.entity is not None
                ),
                None,
            )
            if first is None:
                return []
            return [doc[first.head], *_series(context, doc[first.head])]
    return []


def _all_below(context: Context, event: EventMention, reach: Reach) -> None:
    """ "brought together six nations -- A, B and C, as well as D": every name of the list."""
    token = context.doc[reach.token]
    known = {e for a in event.arguments for e in a.entities}
    found: list[Mention] = []
    for i in range(token.i + 1, token.sent.end):
        for m in context.mentions_at.get(i, []):
            if m.start == i and m.form in (Form.NAME, Form.SURNAME) and m.entity is not None:
                found.append(m)
    if len(found) < 3:
        return
    for m in found:
        if m.entity is not None and m.entity not in known:
            event.arguments.append(Argument(m.head, reach.slot, "list", m, (m.entity,)))


_FORMATS = frozenset("commission committee council panel group forum".split())


def _led_sides(context: Context, events: list[EventMention]) -> None:
    """ "Chad and Mali held talks. The Malian side was led by A B": A B stands for Mali."""
    resolver = context.resolver
    for side, head in resolver.led:
        verb = context.doc[side.head].head
        passive = context.doc[side.head].dep_ in ("nsubjpass", "conj") and verb.pos_ != "ADP"
        # "China was represented by A B", "A B led the Chinese side"
        passive = passive or side.form is Form.NAME or context.doc[side.head].dep_ == "dobj"
        if head.entity is None or not side.country or not passive:
            continue
        here = resolver.sentence_of[side.start]
        state = resolver.state(side.country)
        for event in reversed(events):
            if not 0 < here - event.trigger.sentence <= 2 or state not in event.parties:
                continue
            if event.type not in (EventType.MEETING, EventType.CALL):
                continue
            for a in event.arguments:
                a.entities = tuple(head.entity if e == state else e for e in a.entities)
            event.sentences.append(here)
            _tidy(context, event)
            break


def _beside_land(context: Context, token: Token) -> list[Token]:
    """Persons that the parser coordinates with a state: "President A of B, Chancellor C of D"."""
    found: list[Token] = []
    queue = [token]
    while queue:
        current = queue.pop()
        for c in current.children:
            if c.dep_ != "prep" or c.lower_ != "of":
                continue
            for o in c.children:
                if o.dep_ != "pobj":
                    continue
                for t in conjuncts(o):
                    named = [m for m in context.mentions_at.get(t.i, []) if m.head == t.i]
                    if t.i != o.i and any(m.kind is ActorKind.PERSON and m.office for m in named):
                        found.append(t)
                        queue.append(t)
    return found


_WITNESSES = frozenset({"witness", "oversee", "attend"})


def _tidy(context: Context, event: EventMention) -> None:
    """Order the parties, drop states that a named person represents, hosts apart."""
    resolver = context.resolver
    chosen: list[int] = []
    for slot in ("agent", "patient", "partner", "member", "mediator", "host"):
        for a in event.arguments:
            if a.slot == slot:
                chosen.extend(e for e in a.entities if e not in chosen)
    persons = [e for e in chosen if resolver.entity(e).kind is ActorKind.PERSON]
    lands = {resolver.entity(e).country for e in persons} - {None}
    bodies = {resolver.entity(e).organisation for e in persons} - {None}
    if len(chosen) > 1:
        # what stands in the content of an accord is a party only where no other is named
        firm = [e for a in event.arguments if a.relation != "content" for e in a.entities]
        if len(set(firm)) > 1:
            chosen = [e for e in chosen if e in firm]
    kept = []
    for e in chosen:
        entity = resolver.entity(e)
        if entity.kind is ActorKind.STATE and entity.country in lands:
            continue
        if entity.kind in (ActorKind.ORGANISATION, ActorKind.GROUP) and entity.name in bodies:
            continue
        kept.append(e)
    verb = context.doc[event.trigger.verb] if event.trigger.verb is not None else None
    if event.type is EventType.AGREEMENT and verb is not None and verb.lemma_ in _WITNESSES:
        # "the two presidents witnessed the signing": their states sign
        signing = [resolver.entity(e).country for e in kept]
        kept = [resolver.state(c) if c else e for e, c in zip(kept, signing, strict=True)]
    event.parties = _without_formats(context, list(dict.fromkeys(kept)))
    event.hosts = [e for a in event.arguments if a.slot == "host" for e in a.entities]


def _without_formats(context: Context, parties: list[int]) -> list[int]:
    """ "A and B took part in a session of the Joint Commission": the body is how they meet.

    Nor are "regional leaders" a party beside two who are named.
    """
    entities = [context.resolver.entity(p) for p in parties]
    if len({e.country for e in entities} - {None}) < 2:
        return parties
    return [
        e.index
        for e in entities
        if e.key
        or e.kind not in (ActorKind.ORGANISATION, ActorKind.GROUP)
        or (e.kind is ActorKind.ORGANISATION and e.name.split()[-1].lower() not in _FORMATS)
        or (e.kind is ActorKind.GROUP and e.country is not None)
    ]


def _separate(context: Context, event: EventMention) -> list[EventMention]:
    """One event for each other side; officials of one state stay together."""
    slot = "host" if any(a.slot == "host" and a.entities for a in event.arguments) else "agent"
    agents = {e for a in event.arguments if a.slot == slot for e in a.entities}
    sides: dict[object, list[int]] = {}
    for other in (p for p in event.parties if p not in agents):
        sides.setdefault(context.resolver.entity(other).country or other, []).append(other)
    if len(sides) == 1:  # "separate talks with the president and the premier"
        sides = {p: [p] for p in event.parties if p not in agents}
    return [
        EventMention(
            event.trigger,
            event.type,
            [a for a in event.arguments if a.slot == slot or set(a.entities) & set(others)],
            parties=[p for p in event.parties if p in agents or p in others],
            sentences=list(event.sentences),
            rules=[*event.rules, "separately"],
        )
        for others in sides.values()
    ] or [event]


def _sides_before(context: Context, event: EventMention, before: list[EventMention]) -> None:
    """ "A protocol was signed after the talks": by the sides of what was told just before.

    Only where nobody is named as signing: those who met stand for their states.
    """
    if event.type is not EventType.AGREEMENT or event.trigger.verb is None:
        return
    ways = {a.relation for a in event.arguments if a.entities}
    if event.parties and not (len(event.parties) == 1 and ways <= {"governor-subject"}):
        return
    verb = context.doc[event.trigger.verb]
    if not event.trigger.nominal or not context.lexicon.has("sign", verb.lemma_):
        return
    if not is_passive(verb) or agent_of(verb):
        return
    if event.parties:
        _two_states_beside(context, event)  # "A opens its border with B under an accord signed"
        return
    if any(a.relation != "name" for a in event.arguments):
        return  # somebody, whom we do not know
    resolver = context.resolver
    for other in reversed(before):
        if event.trigger.sentence - other.trigger.sentence > 3:
            return
        if other.type not in (EventType.MEETING, EventType.AGREEMENT):
            continue
        entities = [resolver.entity(p) for p in other.parties]
        sides = dict.fromkeys(
            resolver.state(e.country) if e.country else e.index
            for e in entities
            if e.country or e.kind is not ActorKind.PERSON
        )
        if len(other.parties) >= 2:
            event.parties = list(sides if len(sides) >= 2 else other.parties)
            event.rules.append("sides-before")
            return
    _two_states_beside(context, event)


def _two_states_beside(context: Context, event: EventMention) -> None:
    """ "The border opens between A and B under an accord signed in C": the two states named.

    In the sentence itself, else in the one before; not where something takes place.
    """
    resolver = context.resolver
    for back in (0, 1):
        found: dict[int, None] = {}
        for m in resolver.register.mentions:
            if m.entity is None or m.form is not Form.NAME or m.kind is not ActorKind.STATE:
                continue
            if resolver.sentence_of[m.start] != event.trigger.sentence - back:
                continue
            token = context.doc[m.head]
            if token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "from", "near"):
                continue
            found[m.entity] = None
        lands = {resolver.entity(e).country for e in found}
        known = {resolver.entity(p).country for p in event.parties}
        if len(found) == 2 and known <= lands:
            of_land = {resolver.entity(p).country: p for p in event.parties}
            event.parties = [of_land.get(resolver.entity(e).country, e) for e in found]
            event.rules.append("two-states-beside")
        if found:
            return
