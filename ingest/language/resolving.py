"""Tokens to entities: who a name, role, pronoun or plural at a token stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import ActorKind
from ingest.language.allegiance import home_office
from ingest.language.context import Context
from ingest.language.entities import POWERS
from ingest.language.offices import GOVERNMENT_OFFICES, office_head
from ingest.language.syntax import agent_of, conjuncts, direct_subjects, governing_verb
from ingest.language.types import Entity, Form, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_TRAVELLERS = frozenset("delegation guest visitor mission team".split())
FOREIGN = frozenset(
    "foreign world international regional global visiting neighboring neighbouring european african "
    "asian arab western latin american counterpart counterparts allied multinational".split()
)


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
        return _joint_body(context, token) or _below(context, token, recent)
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


def _joint_body(context: Context, token: Token) -> list[tuple[Mention, list[int]]]:
    """ "the Tunisian-Swedish joint commission": the two states sit in it."""
    if token.lemma_.lower() not in ("commission", "committee", "council", "panel", "group"):
        return []
    found: dict[str, tuple[Mention, list[int]]] = {}
    for i in range(token.left_edge.i, token.i):
        for m in context.mentions_at.get(i, []):
            if m.kind is ActorKind.STATE and m.country and m.head == i:
                found.setdefault(m.country, (m, [context.resolver.state(m.country)]))
    if len(found) >= 2:
        return list(found.values())
    # "the Council of Heads of Government of the SCO": of the body that it belongs to
    for t in token.subtree:
        for m in context.mentions_at.get(t.i, []) if t.i > token.i else []:
            if m.kind is ActorKind.ORGANISATION and m.head == t.i and m.entity is not None:
                body = context.resolver.entity(m.entity)
                if body.key and not body.country:
                    return [(m, [m.entity])]
    return []


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
            own = m.entity is not None or m.country
            if m.form in (Form.NAME, Form.SURNAME, Form.ROLE) and (
                own
                or _apposed(context, t) is not None  # "HRH the Crown Prince, Sheikh A B"
                or home_office(context.doc, context.resolver, m)  # "HE the Minister of Health"
            ):
                entities = resolve_mention(context, m, t, recent)
                if entities:
                    found.append((m, entities))
    return found


def resolve_mention(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    """Return the entities that a mention stands for."""
    if mention.form in (Form.NAME, Form.SURNAME, Form.DEMONYM, Form.CAPITAL):
        return [mention.entity] if mention.entity is not None else []
    if mention.form is Form.PRONOUN:
        return _pronoun(context, mention, token, recent)
    if mention.form is Form.PLURAL:
        together = list(context.resolver.plural_candidates(mention, recent))
        # "the five" are no pair of states
        return together if mention.count in (None, len(together)) else []
    if mention.form is Form.ROLE:
        for way in (_role_named, _role_of_body_or_state, _role_of_several, _role_by_context):
            found = way(context, mention, token, recent)
            if found:
                return found
    return []


def _pronoun(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    resolver = context.resolver
    told = _speaker_above(context, token, recent, mention)
    if told:
        return told
    own = _own_subject(context, token, recent, mention)
    if own:
        return own
    if mention.number == "plural":
        return list(resolver.plural_candidates(mention, recent))
    if mention.name == "it":
        head = _head_of_delegation(context, mention)
        if head is not None:
            return [head]
    ranked = resolver.pronoun_candidates(mention, context.doc)
    unnamed = _unnamed_before(context, mention, ranked[0][1] if ranked else 0.0)
    if unnamed is not None:
        return [unnamed]
    return [ranked[0][0]] if ranked else []


def _head_of_delegation(context: Context, mention: Mention) -> int | None:
    """ "A Polish delegation led by A B arrived. It will be received by": A B stands for it."""
    resolver = context.resolver
    here = resolver.sentence_of[mention.start]
    for other in reversed(resolver.register.mentions):
        if other.start >= mention.start or context.doc[other.head].dep_ != "nsubj":
            continue
        if here - resolver.sentence_of[other.start] > 1 or other.form is not Form.ROLE:
            return None
        travels = context.doc[other.head].lemma_.lower() in _TRAVELLERS
        return resolver.heads.get(other.country or "") if travels else None
    return None


def _role_named(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    """The person whom the report names for a role, beside it or elsewhere."""
    resolver = context.resolver
    named = _apposed(context, token)
    if named is not None:
        bearer = resolver.entity(named)
        if bearer.country is None and not bearer.organisation and mention.kind is ActorKind.PERSON:
            bearer.country = mention.country  # "his Danish counterpart, Adviser A B"
        return [named]
    single = mention.kind is ActorKind.PERSON or mention.organisation
    if mention.number == "singular" and single:
        ranked = resolver.role_candidates(mention)
        if ranked and ranked[0][1] >= 0.42:
            bearer = resolver.entity(ranked[0][0])
            if bearer.country is None and not bearer.organisation:
                bearer.country = mention.country
            return [ranked[0][0]]
    if mention.number == "plural" and mention.count:
        return list(resolver.role_group(mention))
    return []


def _role_of_body_or_state(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    """The body or the state for which a role acts."""
    resolver = context.resolver
    if mention.kind in (ActorKind.ORGANISATION, ActorKind.GROUP) and mention.entity is not None:
        return [mention.entity]
    if mention.kind is ActorKind.GROUP and not mention.organisation:
        return []  # "Colombian rebels": not Colombia
    if mention.number == "plural" and mention.country:
        named = resolver.bearers.get((mention.head, mention.country))
        if named is not None:
            return [named]
        alone = _one_of_several(context, mention)
        if alone is not None:
            return [alone]
    if mention.country:
        head = resolver.heads.get(mention.country)
        travels = office_head(mention.office).removesuffix("s") in _TRAVELLERS
        if head is None and travels:
            leads = [e for e in resolver.leads if resolver.entity(e).country == mention.country]
            head = leads[0] if len(leads) == 1 else None
        if head is not None and travels:
            return [head]
        return [resolver.state(mention.country)]
    if mention.organisation and mention.entity is not None:
        return [mention.entity]
    bodies = (e.index for e in resolver.register.entities if e.name == mention.organisation)
    body = next(bodies, None) if mention.organisation else None
    return [body] if body is not None else []


def _role_of_several(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    """Rebels, "the two foreign ministers", "African leaders"."""
    if mention.number != "plural":
        return []
    if mention.kind is ActorKind.GROUP:
        return [_rebels(context, mention)]
    if mention.definite and mention.count:
        both = context.resolver.plural_candidates(mention, recent)
        if both:
            return list(both)
    return [_group(context, mention)] if _foreign_plural(context, mention) else []


def _role_by_context(
    context: Context, mention: Mention, token: Token, recent: list[tuple[int, ...]]
) -> list[int]:
    """A role without a state of its own: its owner's, the speaker's, the conflict's."""
    resolver = context.resolver
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
            lands = {resolver.entity(e).country for e in owners}
            theirs = token.dep_ == "nsubj" and not any(x.lower_ == "own" for x in token.children)
            if mention.number == "plural" and theirs and len(lands) > 1 and None not in lands:
                # "Their advisers will meet": those of each
                return [resolver.state(str(resolver.entity(e).country)) for e in owners]
    if not mention.definite:
        return []
    if mention.kind is ActorKind.PERSON and mention.number == "singular":
        home = _speakers_state(context, token)
        if home is not None:
            return [home]
        if resolver.speaker and office_head(mention.office or mention.name) in GOVERNMENT_OFFICES:
            return [resolver.state(resolver.speaker)]
    if mention.name in _TRAVELLERS:
        return list(context.travellers or (resolver.leads if len(resolver.leads) == 1 else ()))
    if mention.name in POWERS:
        others = [
            e
            for m in resolver.register.mentions
            if (e := m.entity) is not None
            and 0 <= mention.start - m.start < 40
            and resolver.entity(e).kind is ActorKind.GROUP
        ]
        state = resolver.government(mention, others)
        return [state] if state is not None else []
    if (
        mention.number == "singular"
        and resolver.home
        and home_office(context.doc, resolver, mention)
    ):
        return [resolver.state(resolver.home)]
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
        verb = context.doc[other.head].head.i
        if back == 0 and verb == context.doc[mention.head].head.i:
            continue  # "The Libyan leader received him": somebody else
        if score < best or _apposed(context, context.doc[other.head]) is not None:
            continue
        if not resolver.role_candidates(other):
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
    head = office_head(mention.office)
    head = f"{head[:-3]}y" if head.endswith("ies") else head.removesuffix("s")
    if context.doc[mention.head].dep_ not in ("nsubj", "nsubjpass"):
        return None
    if len(beside) < 2 or head not in (
        "president",
        "minister",
        "leader",
        "premier",
        "king",
        "secretary",
    ):
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
    if any(t.lower_ in FOREIGN for t in words):
        return True
    if any(t.ent_type_ == "NORP" and t.i < mention.head for t in words):
        return True
    return any(
        e.kind == "region" and t.text == e.phrase
        for t in words
        for _, e in context.resolver.gazetteer.starting(t.lower_)
    )


def _rebels(context: Context, mention: Mention) -> int:
    """Rebels without a name: the movement that the report names, else those of the conflict.

    With a state ("Colombian rebels") the movement is of that state, named before or after.
    """
    resolver = context.resolver
    country = mention.country
    for entity in resolver.register.entities:
        if entity.kind is not ActorKind.GROUP or not entity.key or not entity.country:
            continue
        before = any(m.start < mention.start for m in entity.mentions)
        if entity.country == country or (country is None and before):
            return entity.index
    if country is None:
        for other in reversed(resolver.register.mentions):
            if (
                other.start < mention.start
                and other.entity is not None
                and other.country
                and resolver.entity(other.entity).kind is ActorKind.STATE
            ):
                country = other.country
                break
    if country is None:
        movements = [
            e
            for e in resolver.register.entities
            if e.kind is ActorKind.GROUP and e.key and e.country and e.mentions
        ]
        if len(movements) == 1:
            return movements[0].index
    for entity in resolver.register.entities:  # named only later
        if entity.kind is ActorKind.GROUP and entity.key and entity.country == country and country:
            return entity.index
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
    # "the Minister of State, Minister of Interior, A B"
    near += [x for c in near for x in c.children if x.dep_ == "appos"]
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
    doc = context.doc
    lands = {m.country for m in context.mentions_at.get(token.i, []) if m.form is Form.ROLE}
    for i in range(token.i + 1, min(token.i + 7, len(doc) - 1)):
        # "the Soviet chief of staff, General A B": the rank stands between
        if doc[i].is_punct:
            bearer = context.titles_at.get(i + 1)
            told = bearer is not None and bearer.wide_start == i + 1 and bearer.country in lands
            if bearer is None:  # "the special envoy of the Russian president, A B"
                bearer = next(
                    (
                        m
                        for m in context.mentions_at.get(i + 1, [])
                        if m.start == i + 1 and m.kind is ActorKind.PERSON and m.form is Form.NAME
                    ),
                    None,
                )
                told = bearer is not None and bearer.country in lands
            if bearer is not None and told and doc[i].text == "," and bearer.country:
                return bearer.entity
            break
    # a person right behind a comma, whatever the parser made of it
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
