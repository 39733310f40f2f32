"""Between stages 4 and 5: event words with their parties resolved to entities of the register.

A word becomes an `EventMention` when the needs of its line in the lexicon are met. Nothing is
merged or filtered here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import ActorKind, EventType
from ingest.language.arguments import Parties, Reach, destination_reaches, find_parties
from ingest.language.entities import Resolver, office_head
from ingest.language.gazetteer import RoleClass
from ingest.language.lexicon import Lexicon
from ingest.language.syntax import (
    agent_of,
    child,
    conjuncts,
    direct_subjects,
    governing_verb,
    is_passive,
    is_verb,
    preposition_objects,
)
from ingest.language.triggers import carrier
from ingest.language.types import (
    Argument,
    Entity,
    EventMention,
    Form,
    Mention,
    PlaceExpr,
    Strength,
    Trigger,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEALS = frozenset(
    "agreement deal accord pact treaty memorandum protocol contract document declaration "
    "statement communique understanding compromise ceasefire cease-fire truce plan charter "
    "convention settlement arrangement partnership mou".split()
)
FAR = frozenset(
    "phone telephone video telephoned call videoconference virtually virtual teleconference videolink video-link zoom".split()
)
VIRTUAL = frozenset(
    "virtual virtually video videoconference videolink teleconference phone telephone zoom online".split()
)
_GOVERNMENT = frozenset({"government", "authority", "administration", "army", "regime", "cabinet"})
_FOREIGN = frozenset(
    "foreign world international regional global visiting neighboring neighbouring european african "
    "asian arab western latin american counterpart counterparts allied multinational".split()
)


@dataclass
class Context:
    """What resolving needs: the document's register and tables."""

    doc: Doc
    resolver: Resolver
    lexicon: Lexicon
    mentions_at: dict[int, list[Mention]]
    places_at: dict[int, PlaceExpr]
    titles_at: dict[int, Mention] = field(default_factory=dict)
    travellers: tuple[int, ...] = ()  # of the latest visit
    home: PlaceExpr | None = None  # the place of the dateline

    def __post_init__(self) -> None:
        for mention in self.resolver.register.mentions:
            if mention.kind is ActorKind.PERSON and mention.form in (Form.NAME, Form.SURNAME):
                for i in range(
                    mention.start if mention.wide_start is None else mention.wide_start,
                    mention.start,
                ):
                    self.titles_at.setdefault(i, mention)


def index_mentions(mentions: list[Mention]) -> dict[int, list[Mention]]:
    """Mentions by each token that they cover (the narrow span)."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        for i in range(mention.start, mention.end):
            found.setdefault(i, []).append(mention)
    return found


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
            found.append(event)
            if event.type is EventType.VISIT and event.parties:
                context.travellers = tuple(p for p in event.parties if p not in event.hosts)
    add_listed(context, found)
    return found


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
    if _barred(doc, trigger, parties) or _greeted(head, trigger):
        return []
    kind = trigger.frame.type
    if kind is EventType.MEETING and _virtual(doc, head):
        kind = EventType.CALL
    event = EventMention(trigger, kind, sentences=[trigger.sentence])
    recent = [tuple(e.parties) for e in reversed(before) if len(e.parties) >= 2][:4]
    for reach in parties.reaches:
        _link(context, event, reach, recent)
    if not _needs(context, trigger, parties, event):
        return []
    _tidy(context, event)
    event.rules.append(_rule_name(trigger, event))
    if event.type is EventType.VISIT:
        return _visits(context, trigger, parties, event)
    apart = any(c.lower_ in ("separately", "separate") for c in head.children)
    if apart and len(event.parties) > 2:
        return _separate(event)
    return [event]


def _greeted(head: Token, trigger: Trigger) -> bool:
    """ "was met at the airport by X" tells of an arrival, not of a meeting."""
    return trigger.frame.lemma == "meet" and is_passive(head) and bool(agent_of(head))


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
        if n.dep_ == "prep" and n.lower_ in ("by", "via", "over", "through")
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
            event.foreign_words = event.foreign_words or bool(words & _FOREIGN)
    if reach.relation in ("support-object", "governor-object", "clause-object"):
        _all_below(context, event, reach)
    for other in [*_beside_land(context, token), *_series(context, token)]:
        if any(a.token == other.i for a in event.arguments):
            continue
        for mention, entities in resolve_token(context, other, reach.relation, recent):
            if entities and mention.kind is ActorKind.PERSON:
                event.arguments.append(
                    Argument(other.i, reach.slot, reach.relation, mention, tuple(entities))
                )
    if not any(a.token == reach.token for a in event.arguments):
        words = {t.lower_ for t in token.subtree} if token.pos_ in ("NOUN", "PROPN") else set()
        if words & _FOREIGN and token.pos_ == "NOUN":
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
    current = next((m for m in here if m.kind is ActorKind.PERSON and m.office), None)
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
        while i < stop and doc[i].lower_ in (",", "and", "as", "well"):
            parted = True
            i += 1
        bearer = context.titles_at.get(i) if i < stop else None
        if not parted or bearer is None or bearer.wide_start != i or not bearer.office:
            break
        if doc[bearer.head].dep_ in ("nsubj", "nsubjpass"):
            break
        found.append(doc[bearer.head])
        current = bearer
    return found


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


_LISTED = frozenset("participant speaker attendee guest delegate".split())


def add_listed(context: Context, events: list[EventMention]) -> None:
    """ "Scheduled speakers include A and B": more parties of the gathering told before."""
    doc = context.doc
    for number, sent in enumerate(doc.sents):
        for token in sent:
            if token.dep_ != "nsubj":
                continue
            verb = token.head
            takes_part = verb.lemma_ == "participate" or (
                verb.lemma_ == "take" and any(c.lower_ == "part" for c in verb.children)
            )
            if takes_part and not any(c.dep_ == "neg" for c in verb.children):
                _takes_part(context, events, token, number)
                continue
            if token.lemma_.lower() not in _LISTED:
                continue
            if verb.lemma_ not in ("include", "be", "feature"):
                continue
            gathering = next(
                (
                    e
                    for e in reversed(events)
                    if e.type in (EventType.MEETING, EventType.CALL, EventType.CEREMONY)
                    and 0 <= number - e.trigger.sentence <= 4
                    and e.trigger.nominal
                ),
                None,
            )
            if gathering is None:
                continue
            for c in verb.children:
                if c.dep_ not in ("dobj", "attr"):
                    continue
                for t in conjuncts(c):
                    for m, entities in resolve_token(context, t, "list", []):
                        new = tuple(e for e in entities if e not in gathering.parties)
                        if new:
                            gathering.arguments.append(Argument(t.i, "member", "list", m, new))
                            if number not in gathering.sentences:
                                gathering.sentences.append(number)
            _tidy(context, gathering)


def _takes_part(context: Context, events: list[EventMention], subject: Token, number: int) -> None:
    """ "China and Japan are also taking part": in the gathering told before."""
    for event in reversed(events):
        if event.type is not EventType.MEETING or not event.trigger.nominal:
            continue
        if not 0 < number - event.trigger.sentence <= 4:
            continue
        for t in conjuncts(subject):
            for m, entities in resolve_token(context, t, "takes-part", []):
                new = tuple(e for e in entities if e not in event.parties)
                if new:
                    event.arguments.append(Argument(t.i, "member", "takes-part", m, new))
        if number not in event.sentences:
            event.sentences.append(number)
        _tidy(context, event)
        return


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


def resolve_token(
    context: Context, token: Token, relation: str, recent: list[tuple[int, ...]]
) -> list[tuple[Mention, list[int]]]:
    """Return the mentions at a token with the entities they stand for, best reading."""
    resolver = context.resolver
    here = context.mentions_at.get(token.i, [])
    led = _led_by(context, token, recent)
    if led:
        return led
    headed = [m for m in here if m.head == token.i] or here
    if not headed:
        # a word of a title stands for the person who bears it
        bearer = context.titles_at.get(token.i)
        headed = [bearer] if bearer is not None else []
    if not headed:
        return _below(context, token, recent)
    # Of overlapping mentions the widest decides; equal spans (several states) all count.
    widest = max(m.end - m.start for m in headed)
    chosen = [m for m in headed if m.end - m.start == widest]
    found: list[tuple[Mention, list[int]]] = []
    for mention in chosen:
        entities = resolve_mention(context, mention, token, recent)
        found.append((mention, entities))
    if all(not e for _, e in found):
        for c in token.children:
            if c.dep_ == "prep" and c.lower_ in ("from", "of"):
                for o in c.children:
                    for m in context.mentions_at.get(o.i, []):
                        if m.form is Form.PLURAL and m.head == o.i:
                            both = list(resolver.plural_candidates(m, recent))
                            if both:
                                return [(m, both)]
        inner = _below(context, token, recent)
        if inner:
            return inner
    if any(m.form is Form.ROLE and m.number == "plural" for m, _ in found):
        found.extend(_listed(context, token, recent))
    found.extend(_title_before_and(context, chosen[0], recent))
    return found


def _led_by(
    context: Context, token: Token, recent: list[tuple[int, ...]]
) -> list[tuple[Mention, list[int]]]:
    """ "a delegation led by X": X stands for it."""
    if token.lemma_.lower() not in ("delegation", "mission", "team", "group"):
        return []
    found: list[tuple[Mention, list[int]]] = []
    for c in token.subtree:
        if c.i > token.i and c.dep_ in ("acl", "relcl") and c.lemma_ in ("lead", "head"):
            for t in agent_of(c):
                found.extend((m, e) for m, e in resolve_token(context, t, "led-by", recent) if e)
    lands = {m.country for m in context.mentions_at.get(token.i, []) if m.country}
    for _, entities in found:
        for e in entities:
            entity = context.resolver.entity(e)
            if len(lands) == 1 and not any(m.country for m in entity.mentions):
                entity.country = next(iter(lands))
    if found:
        context.travellers = tuple(dict.fromkeys(x for _, e in found for x in e))
    return found


def _title_before_and(
    context: Context, mention: Mention, recent: list[tuple[int, ...]]
) -> list[tuple[Mention, list[int]]]:
    """ "between the Foreign Minister and AU chairman X": the parser hangs the first on X."""
    doc = context.doc
    begin = mention.wide_start if mention.wide_start is not None else mention.start
    if begin < 2 or doc[begin - 1].lower_ != "and" or mention.form not in (Form.NAME, Form.SURNAME):
        return []
    for other in context.mentions_at.get(begin - 2, []):
        role = doc[other.head]
        if (
            other.form is Form.ROLE
            and role.dep_ in ("nmod", "compound", "npadvmod")
            and begin <= role.head.i < mention.end
        ):
            entities = resolve_mention(context, other, role, recent)
            if entities:
                return [(other, entities)]
    return []


def _below(
    context: Context, token: Token, recent: list[tuple[int, ...]]
) -> list[tuple[Mention, list[int]]]:
    """Parties inside a noun phrase whose head is none: lists in apposition, "including X"."""
    return _listed(context, token, recent)


def _listed(
    context: Context, token: Token, recent: list[tuple[int, ...]]
) -> list[tuple[Mention, list[int]]]:
    found: list[tuple[Mention, list[int]]] = []
    if token.pos_ not in ("NOUN", "PROPN", "NUM", "DET", "PRON"):
        return found
    inner: list[Token] = []
    for c in token.children:
        if c.dep_ == "appos" and c.i > token.i:
            inner.extend(conjuncts(c))
        elif c.dep_ == "prep" and c.lower_ in ("including", "like", "namely"):
            inner.extend(t for o in c.children if o.dep_ == "pobj" for t in conjuncts(o))
    for t in inner:
        for m in context.mentions_at.get(t.i, []):
            if m.form in (Form.NAME, Form.SURNAME, Form.ROLE) and (
                m.entity is not None or m.country
            ):
                entities = resolve_mention(context, m, t, recent)
                if entities:
                    found.append((m, entities))
    return found


def resolve_mention(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    """Return the entities that a mention stands for."""
    resolver = context.resolver
    if mention.form in (Form.NAME, Form.SURNAME) and mention.entity is not None:
        return [mention.entity]
    if mention.form in (Form.DEMONYM, Form.CAPITAL):
        if mention.form is Form.DEMONYM and token.pos_ == "ADJ" and token.dep_ in ("amod",):
            return [mention.entity] if mention.entity is not None else []
        return [mention.entity] if mention.entity is not None else []
    if mention.form is Form.PRONOUN:
        told = _speaker_above(context, token, recent, mention)
        if told:
            return told
        own = _own_subject(context, token, recent, mention)
        if own:
            return own
        if mention.number == "plural":
            return list(resolver.plural_candidates(mention, recent))
        ranked = resolver.pronoun_candidates(mention, context.doc)
        unnamed = _unnamed_before(context, mention, ranked[0][1] if ranked else 0.0)
        if unnamed is not None:
            return [unnamed]
        return [ranked[0][0]] if ranked else []
    if mention.form is Form.PLURAL:
        return list(resolver.plural_candidates(mention, recent))
    if mention.form is Form.ROLE:
        named = _apposed(context, token)
        if named is not None:
            return [named]
        if mention.number == "singular" and (
            mention.kind is ActorKind.PERSON or mention.organisation
        ):
            ranked = resolver.role_candidates(mention)
            if ranked and ranked[0][1] >= 0.42:
                named_entity = resolver.entity(ranked[0][0])
                if named_entity.country is None and not named_entity.organisation:
                    named_entity.country = mention.country
                return [ranked[0][0]]
        if mention.number == "plural" and mention.count:
            named_together = resolver.role_group(mention)
            if named_together:
                return list(named_together)
        if mention.kind in (ActorKind.ORGANISATION, ActorKind.GROUP) and mention.entity is not None:
            return [mention.entity]
        if mention.number == "plural" and mention.country:
            alone = _one_of_several(context, mention)
            if alone is not None:
                return [alone]
        if mention.country:
            return [resolver.state(mention.country)]
        if mention.organisation and mention.entity is not None:
            return [mention.entity]
        if mention.organisation:
            for body in resolver.register.entities:
                if body.name == mention.organisation:
                    return [body.index]
        if mention.kind is ActorKind.GROUP and mention.number == "plural":
            return [_rebels(context, mention)]
        if mention.number == "plural" and mention.definite and mention.count:
            both = resolver.plural_candidates(mention, recent)  # "the two foreign ministers"
            if both:
                return list(both)
        if mention.number == "plural" and _foreign_plural(context, mention):
            return [_group(context, mention)]
        for c in token.children:
            if c.dep_ == "poss" and c.lower_ in ("its", "their"):
                owners = [
                    e
                    for m in context.mentions_at.get(c.i, [])
                    for e in resolve_mention(context, m, c, recent)
                ]
                states = [e for e in owners if resolver.entity(e).kind is ActorKind.STATE]
                if len(states) == 1:
                    return states
        if mention.definite and mention.kind is ActorKind.PERSON and mention.number == "singular":
            home = _speakers_state(context, token)
            if home is not None:
                return [home]
        if mention.definite and mention.name in ("team", "delegation", "mission", "guest"):
            return list(context.travellers)
        if mention.definite and mention.name in _GOVERNMENT:
            others = [
                e
                for m in context.resolver.register.mentions
                if (e := m.entity) is not None
                and 0 <= mention.start - m.start < 40
                and context.resolver.entity(e).kind is ActorKind.GROUP
            ]
            state = resolver.government(mention, others)
            return [state] if state is not None else []
    return []


def _speakers_state(context: Context, token: Token) -> int | None:
    """ "A Downing Street spokesperson said the Prime Minister ...": of the speaker's state."""
    for subject in token.sent:
        if subject.dep_ != "nsubj" or not context.lexicon.has("say", subject.head.lemma_):
            continue
        if not subject.head.is_ancestor(token) or subject.i == token.i:
            continue
        lands = {
            m.country
            for i in range(subject.left_edge.i, subject.i + 1)
            for m in context.mentions_at.get(i, [])
            if m.country
        }
        if len(lands) == 1:
            return context.resolver.state(str(lands.pop()))
    return None


def _unnamed_before(context: Context, mention: Mention, best: float) -> int | None:
    """The state of an official without a name who was the subject just before ("He ...")."""
    resolver = context.resolver
    if mention.gender is None:
        return None
    here = resolver.sentence_of[mention.start]
    for other in reversed(resolver.register.mentions):
        if other.start >= mention.start or other.form is not Form.ROLE:
            continue
        back = here - resolver.sentence_of[other.start]
        if back > 1:
            return None
        if other.kind is not ActorKind.PERSON or not other.country or other.number != "singular":
            continue
        if context.doc[other.head].dep_ not in ("nsubj", "nsubjpass"):
            continue
        score = 1.6 / (1 + back)
        if score >= best and not resolver.role_candidates(other):
            return resolver.state(other.country)
    return None


def _own_subject(
    context: Context, token: Token, recent: list[tuple[int, ...]], mention: Mention
) -> list[int]:
    """ "The Ivorian leader is on his first trip": a possessive is its clause's subject."""
    if token.dep_ != "poss" or mention.number == "plural":
        return []
    verb = governing_verb(token)
    if verb is None:
        return []
    for subject in direct_subjects(verb):
        if subject.i >= token.i or subject.pos_ == "PRON" or subject.is_ancestor(token):
            continue
        for m, entities in resolve_token(context, subject, "own", recent):
            neuter = mention.name == "its"
            clash = any(
                mention.gender and context.resolver.entity(e).gender not in (None, mention.gender)
                for e in entities
            )
            body = m.kind is not ActorKind.PERSON
            if entities and not clash and body == neuter and m.number == "singular":
                return entities
    return []


def _speaker_above(
    context: Context, token: Token, recent: list[tuple[int, ...]], mention: Mention
) -> list[int]:
    """ "Indonesian officials say they have signed": the pronoun is who says it."""
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return []
    verb = token.head
    for _ in range(3):
        if verb.dep_ in ("conj", "xcomp") and verb.head.i != verb.i:
            verb = verb.head
    if verb.dep_ != "ccomp" or not context.lexicon.has("say", verb.head.lemma_):
        return []
    found: list[int] = []
    for subject in verb.head.children:
        if subject.dep_ != "nsubj" or subject.pos_ == "PRON":
            continue
        plural = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
        if plural != (mention.number == "plural"):
            continue
        for t in conjuncts(subject):
            for m, entities in resolve_token(context, t, "speaker", recent):
                clash = any(
                    mention.gender
                    and context.resolver.entity(e).gender not in (None, mention.gender)
                    for e in entities
                )
                if m.form is not Form.PRONOUN and not clash:
                    found.extend(e for e in entities if e not in found)
    return found


def _one_of_several(context: Context, mention: Mention) -> int | None:
    """ "The presidents of A and B met": the one of A, where the next sentences name them."""
    resolver = context.resolver
    beside = [
        m
        for m in context.mentions_at.get(mention.head, [])
        if m.form is Form.ROLE and m.head == mention.head and m.country
    ]
    head = office_head(mention.office).removesuffix("s")
    if context.doc[mention.head].dep_ not in ("nsubj", "nsubjpass"):
        return None
    if len(beside) < 2 or head not in ("president", "minister", "leader", "premier", "king"):
        return None
    here = resolver.sentence_of[mention.start]
    fitting = []
    for entity in resolver.register.entities:
        if entity.kind is not ActorKind.PERSON or entity.country != mention.country:
            continue
        if not entity.mentions:
            continue
        first = resolver.sentence_of[min(m.start for m in entity.mentions)] - here
        same = entity.office is None or head in (office_head(entity.office), "leader")
        if 0 < first <= 2 and same:
            fitting.append(entity.index)
    return fitting[0] if len(fitting) == 1 else None


def _foreign_plural(context: Context, mention: Mention) -> bool:
    words = context.doc[mention.start : mention.end]
    if any(t.lower_ in _FOREIGN for t in words):
        return True
    if any(t.ent_type_ == "NORP" and t.i < mention.head for t in words):
        return True
    return any(
        e.kind == "region" and t.text == e.phrase
        for t in words
        for _, e in context.resolver.gazetteer.starting(t.lower_)
    )


def _rebels(context: Context, mention: Mention) -> int:
    """Rebels without a name: those of the conflict's state, which stands nearest before."""
    resolver = context.resolver
    for entity in resolver.register.entities:
        if (
            entity.kind is ActorKind.GROUP
            and entity.key
            and entity.country
            and any(m.start < mention.start for m in entity.mentions)
        ):
            return entity.index
    country = None
    for other in reversed(resolver.register.mentions):
        if (
            other.start < mention.start
            and other.entity is not None
            and other.country
            and resolver.entity(other.entity).kind is ActorKind.STATE
        ):
            country = other.country
            break
    index = _group(context, mention)
    entity = resolver.entity(index)
    entity.country = entity.country or country
    entity.key = entity.key or f"{entity.name} of {country}"
    return index


def _group(context: Context, mention: Mention) -> int:
    """A group that the text names by a region or the like ("African leaders")."""
    doc, register = context.doc, context.resolver.register
    words = [t for t in doc[mention.start : mention.end] if t.pos_ in ("ADJ", "NOUN", "PROPN")]
    name = " ".join(t.text for t in words)
    for entity in register.entities:
        if entity.kind is ActorKind.GROUP and entity.name == name:
            return entity.index
    entity = Entity(len(register.entities), ActorKind.GROUP, name, aliases={name})
    entity.mentions.append(mention)
    register.entities.append(entity)
    return entity.index


def _apposed(context: Context, token: Token) -> int | None:
    """The person named beside a role ("his Russian counterpart, Viktor Khristenko")."""
    near = [c for c in token.children if c.dep_ == "appos"]
    if (
        token.dep_ in ("appos", "compound", "nmod", "nsubj")
        and token.head.i != token.i
        and token.head.i == token.i + 1
    ):
        near.append(token.head)
    if token.dep_ == "appos":
        near.append(token.head)
    for t in near:
        for m in context.mentions_at.get(t.i, []):
            if (
                m.kind is ActorKind.PERSON
                and m.entity is not None
                and m.form in (Form.NAME, Form.SURNAME)
            ):
                return m.entity
    # a person right behind a comma, whatever the parser made of it
    doc = context.doc
    i = token.i + 1
    if i + 1 < len(doc) and doc[i].text == ",":
        for m in context.mentions_at.get(i + 1, []):
            if (
                m.start == i + 1
                and m.kind is ActorKind.PERSON
                and m.entity is not None
                and m.wide_start is not None
                and m.wide_start <= token.i
            ):
                return m.entity
    return None


def _barred(doc: Doc, trigger: Trigger, parties: Parties) -> bool:
    bars = set(trigger.frame.bars)
    if not bars:
        return False
    head = doc[trigger.head]
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


def _is_actor(context: Context, index: int) -> bool:
    """Whether an entity is a state, a known body, or a person with an office or state."""
    entity = context.resolver.entity(index)
    if entity.kind is ActorKind.STATE or entity.kind is ActorKind.GROUP:
        return True
    if entity.kind is ActorKind.ORGANISATION:
        return entity.key is not None
    return bool(entity.office or entity.country or entity.organisation or entity.key)


def _needs(context: Context, trigger: Trigger, parties: Parties, event: EventMention) -> bool:
    doc = context.doc
    head = doc[trigger.head]
    entities = {e for a in event.arguments for e in a.entities}
    for need in trigger.frame.needs:
        if need == "with":
            by_with = any(
                "with" in a.relation
                or "between" in a.relation
                or a.relation == "object"
                or (a.relation == "to-phrase" and a.mention is not None and a.mention.country)
                for a in event.arguments
                if a.entities or a.mention
            )
            if not by_with and len(entities) < 2:
                return False
            if (
                head.lemma_ in ("speak", "talk")
                and not by_with
                and not _pair_subject(context, event)
            ):
                return False
        elif need == "several":
            plural = any(
                a.mention is not None and (a.mention.number == "plural") for a in event.arguments
            )
            partner = any(r.slot != "agent" for r in parties.reaches)
            if len(entities) < 2 and not plural and not partner:
                return False
        elif need == "person":
            ok = False
            for a in event.arguments:
                if a.relation in (
                    "object",
                    "passive-subject",
                    "passive-participle",
                ) or a.relation.startswith("passive"):
                    ok = ok or bool(a.entities)
            if not ok:
                return False
        elif need == "caller":
            if not _caller(head, event):
                return False
        elif need == "callee":
            if not _callee(context, head, event):
                return False
        elif need == "place" and not _journeys(trigger.frame.lemma, head):
            return False
        elif need == "traveller":
            if not any(
                context.resolver.entity(e).kind is ActorKind.PERSON
                for a in event.arguments
                if a.relation != "name"
                for e in a.entities
            ):
                return False
        elif need == "held":
            if trigger.verb is None or not context.lexicon.has("hold", doc[trigger.verb].lemma_):
                return False
        elif (
            need == "support"
            and trigger.frame.weight <= 0.6
            and (event.type is not EventType.AGREEMENT)
        ):
            stated = any(
                a.relation.startswith(("with", "between", "of", "owner", "name", "for", "clause"))
                for a in event.arguments
                if a.entities
            )
            above = governing_verb(head)
            hosted = above is not None and above.lemma_ in ("host", "receive", "welcome", "invite")
            told = stated or trigger.definite or (hosted and len(entities) > 1)
            if trigger.verb is None and not told:
                return False
        elif need == "awaited":
            if any(c.dep_ in ("xcomp", "ccomp", "dobj") for c in head.children):
                return False
            if head.lemma_ == "expect" and not is_passive(head):
                return False
        elif need == "delegation":
            objects = {c.lemma_.lower() for c in head.children if c.dep_ == "dobj"}
            if not objects & {"delegation", "mission", "team"}:
                return False
        elif need == "actor":
            if not any(_is_actor(context, e) for a in event.arguments for e in a.entities):
                return False
        elif need == "far":
            near = doc[max(head.sent.start, head.i - 8) : min(head.sent.end, head.i + 12)]
            own = {t.lower_ for t in near if t.i != head.i}
            if not own & FAR:
                return False
        elif need == "deal":
            signed = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
            words = {t.lemma_.lower() for o in signed for t in conjuncts(o)}
            if not words & DEALS:
                return False
        elif need == "truce":
            objects = {c.lemma_.lower() for c in head.children if c.dep_ in ("dobj", "nsubjpass")}
            if not objects & {"ceasefire", "cease-fire", "truce", "moratorium"}:
                return False
        elif need == "concrete":
            if not _concrete(head, context.lexicon):
                return False
        elif need == "copula":
            if not _is_in(context, head):
                return False
        elif need == "party" and not entities and not event.unnamed and not trigger.definite:
            # "six-nation talks have opened": who takes part may follow
            return trigger.verb is not None and event.type is EventType.MEETING
    return True


def _journeys(lemma: str, verb: Token) -> bool:
    """Whether a verb of motion is used of somebody's journey."""
    if lemma == "fly":
        return child(verb, "dobj") is None  # "flies cargo to"
    if lemma in ("head", "lead"):
        return not is_passive(verb)  # "a delegation headed by"
    if lemma == "return" and verb.tag_ in ("VBD", "VBN"):
        # whoever returned to a place is mostly at home there
        return not any(c.dep_ == "prep" and c.lower_ == "to" for c in verb.children)
    return True


def _caller(verb: Token, event: EventMention) -> bool:
    """ "called on Prime Minister X": a named official, of whom nothing is asked."""
    if any(c.dep_ in ("xcomp", "ccomp", "advcl", "prt", "dobj") for c in verb.children):
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


def _callee(context: Context, verb: Token, event: EventMention) -> bool:
    """ "called Prime Minister X to express": a named official, and no predicate about them."""
    if any(
        c.dep_ in ("oprd", "prep", "prt", "ccomp") and c.lower_ not in ("on", "to", "in", "from")
        for c in verb.children
    ):
        return False
    if any(
        c.dep_ in ("oprd", "attr", "prt")
        or (c.dep_ == "prep" and c.lower_ in ("for", "on", "upon"))
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
    return (
        bool(objects)
        and len(lands) >= 2
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
                return False
            if any(x.dep_ in ("nsubj",) for x in c.children) and not any(
                x.lower_ == "to" for x in c.children
            ):
                return False
            return not lexicon.has("routine", c.lemma_)
        if (
            c.dep_ == "prep"
            and c.lower_ in ("on", "to")
            and verb.dep_ == "relcl"
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


def _is_in(context: Context, verb: Token) -> bool:
    if any(c.dep_ in ("attr", "acomp", "expl", "auxpass", "neg") for c in verb.children):
        return False
    if verb.dep_ in ("aux", "auxpass"):
        return False
    return any(
        c.dep_ == "prep" and c.lower_ == "in" and any(o.i in context.places_at for o in c.children)
        for c in verb.children
    ) and any(c.dep_ == "nsubj" for c in verb.children)


def _tidy(context: Context, event: EventMention) -> None:
    """Order the parties, drop states that a named person represents, hosts apart."""
    resolver = context.resolver
    chosen: list[int] = []
    for slot in ("agent", "patient", "partner", "member", "host"):
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
    event.parties = kept
    event.hosts = [e for a in event.arguments if a.slot == "host" for e in a.entities]


def _separate(event: EventMention) -> list[EventMention]:
    agents = {e for a in event.arguments if a.slot == "agent" for e in a.entities}
    made = []
    for other in (p for p in event.parties if p not in agents):
        made.append(
            EventMention(
                event.trigger,
                event.type,
                [a for a in event.arguments if a.slot == "agent" or other in a.entities],
                parties=[p for p in event.parties if p in agents or p == other],
                sentences=list(event.sentences),
                rules=[*event.rules, "separately"],
            )
        )
    return made or [event]


def place_at(context: Context, token: int) -> PlaceExpr | None:
    """Return the place at a token; "southern Iraq" and "the Austrian capital" included."""
    found = context.places_at.get(token)
    if found is not None:
        return found
    return None


def _visits(
    context: Context, trigger: Trigger, parties: Parties, event: EventMention
) -> list[EventMention]:
    doc = context.doc
    places: list[PlaceExpr] = []
    if not trigger.nominal and trigger.frame.lemma in ("arrive", "land", "come", "fly", "visit"):
        for c in doc[trigger.head].children:
            found = place_at(context, c.i) if c.lower_ == "here" else None
            if found is not None:
                places.append(found)
    for t in destination_reaches(doc, trigger, parties):
        found = place_at(context, t)
        if found is None:
            for c in doc[t].children:
                if c.dep_ in ("appos", "nmod", "compound") and c.i in context.places_at:
                    found = context.places_at[c.i]
                    break
            if found is None:
                for o, _ in preposition_objects(doc[t], frozenset({"of", "in"}), reach=5):
                    found = found or context.places_at.get(o.i)
        if found is not None and all(found.start != p.start for p in places):
            places.append(found)
    if not places and context.home is not None and trigger.frame.lemma in ("arrive", "land"):
        places = [context.home]  # agency copy: "arrived earlier in the day"
    if "place" in trigger.frame.needs and not places:
        return []
    if not places and trigger.nominal and trigger.frame.lemma == "visit":
        told = _announced_by(context, trigger, event)
        if told is not None:
            event.place, event.place_strength = told, Strength.INHERITED
    if not places and trigger.frame.lemma in ("host", "invite", "visiting"):
        land = _host_land(context, event)
        if land is not None:
            places = [land]
    if trigger.frame.lemma in ("host", "welcome") and places and places[0].kind == "venue":
        event.type = EventType.MEETING
        event.place, event.place_strength = places[0], Strength.ATTACHED
        event.rules.append("host-at-venue")
        event.hosts = []
        return [event]
    if any(p.kind != "continent" for p in places):
        places = [p for p in places if p.kind != "continent"]
    lands = {p.country for p in places}
    keep = []
    for p in event.parties:
        entity = context.resolver.entity(p)
        if entity.kind is ActorKind.STATE and entity.country in lands and p not in event.hosts:
            continue
        keep.append(p)
    event.parties = keep
    event.hosts = [h for h in event.hosts if h in event.parties]
    _invited_by(context, event)
    if not places:
        return [event]
    made: list[EventMention] = []
    for place in places:
        same = next((m for m in made if m.place is not None and _one_country(m.place, place)), None)
        if same is not None:
            continue
        made.append(
            EventMention(
                trigger,
                event.type,
                list(event.arguments),
                parties=list(event.parties),
                hosts=list(event.hosts),
                unnamed=event.unnamed,
                sentences=list(event.sentences),
                rules=list(event.rules),
                place=place,
                place_strength=Strength.ATTACHED,
            )
        )
    return made


def _announced_by(context: Context, trigger: Trigger, event: EventMention) -> PlaceExpr | None:
    """ "Zambian officials said the visit by the Angolan president ...": the host announces it."""
    verb = context.doc[trigger.verb] if trigger.verb is not None else None
    for _ in range(3):
        if verb is None or verb.dep_ == "ccomp" or verb.head.i == verb.i:
            break
        verb = verb.head
    if verb is None or verb.dep_ != "ccomp" or not context.lexicon.has("say", verb.head.lemma_):
        return None
    visitors = {context.resolver.entity(p).country for p in event.parties}
    for subject in verb.head.children:
        if subject.dep_ != "nsubj":
            continue
        for _, entities in resolve_token(context, subject, "speaker", []):
            for e in entities:
                country = context.resolver.entity(e).country
                if country and country not in visitors and visitors - {None}:
                    name = context.resolver.gazetteer.state_names.get(country, country)
                    return PlaceExpr(
                        subject.i, subject.i + 1, subject.i, "state", name, None, country
                    )
    return None


def _invited_by(context: Context, event: EventMention) -> None:
    """ "at the invitation of X": X is the host of the visit of that sentence."""
    head = context.doc[event.trigger.head]
    for token in head.sent:
        if token.lower_ != "invitation" or token.head.lower_ not in ("at", "on", "upon"):
            continue
        hosts = [c for c in token.children if c.dep_ == "poss"]
        hosts += [o for o, _ in preposition_objects(token, frozenset({"of", "from"}))]
        for t in hosts:
            for mention, entities in resolve_token(context, t, "invitation", []):
                new = tuple(e for e in entities if e not in event.parties)
                if new:
                    event.arguments.append(Argument(t.i, "host", "invitation", mention, new))
                    event.hosts.extend(new)
                    event.parties.extend(new)


def _host_land(context: Context, event: EventMention) -> PlaceExpr | None:
    """The host's state as the place of a visit of which no other place is told."""
    head = context.doc[event.trigger.head]
    candidates = [e for a in event.arguments if a.slot == "host" for e in a.entities]
    if event.trigger.frame.lemma == "visiting":
        for token in context.doc[head.sent.start : head.sent.end]:
            place = context.places_at.get(token.i)
            if place is not None and place.preposition is not None:
                word = context.doc[place.preposition].lower_
                if word in ("in", "at") and place.kind in ("city", "venue"):
                    return place
        for mention in context.resolver.register.mentions:
            if head.sent.start <= mention.start < head.i and mention.entity is not None:
                candidates.append(mention.entity)
    visitors = {
        context.resolver.entity(e).country
        for a in event.arguments
        if a.slot == "agent"
        for e in a.entities
    }
    for index in candidates:
        country = context.resolver.entity(index).country
        if country and country not in visitors:
            name = context.resolver.gazetteer.state_names.get(country, country)
            return PlaceExpr(head.i, head.i + 1, head.i, "state", name, None, country)
    return None


def _one_country(a: PlaceExpr, b: PlaceExpr) -> bool:
    return a.country is not None and a.country == b.country
