"""Who acts and who is acted upon: the actors at a verb that acts.tsv names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identifiers import fold
from graph.model import (
    ActorKind,
)
from ingest.language.acts.lexicon import ActLexicon, _objects
from ingest.language.context import Context
from ingest.language.resolving import resolve_token
from ingest.language.syntax import (
    agent_of,
    climb_subjects,
    conjuncts,
    is_passive,
    noun_agents,
)
from ingest.language.types import Entity, Form, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


SAYING = frozenset(
    "say announce declare tell state report add note insist confirm reveal claim swear vow warn "
    "decide show indicate stress".split()
)
AGAINST = "against to with on upon at for from toward towards over into of by between among in inside".split()
# Nouns that count or part what follows their "of": "tens of thousands of students".
QUANTITY = frozenset(
    "ten hundred thousand million dozen score group number crowd majority part member unit batch "
    "contingent wave deployment patch series handful couple pair lot rest most some all several "
    "half percent element detachment bloc coalition alliance convoy leader remnant faction".split()
)


def noun_of(token: Token) -> str:
    """A noun in the singular; the model leaves capitalised plurals as they are ("Rebels")."""
    lemma: str = token.lemma_.lower()
    plural = token.tag_ in ("NNS", "NNPS") or (token.tag_ == "NNP" and token.text.endswith("s"))
    return lemma.removesuffix("s") if plural and lemma == token.lower_ else lemma


def _joined(noun: Token) -> int:
    """How many modifiers of a noun are coordinated with its first one."""
    first = next((c for c in noun.children if c.dep_ in ("amod", "compound", "nmod")), None)
    return len(conjuncts(first)) - 1 if first is not None else 0


class Cast:
    """Finds actors at tokens; makes groups and armed organs of states where none is known."""

    def __init__(self, context: Context, lexicon: ActLexicon) -> None:
        self.context = context
        self.people = lexicon.classes.get("people", frozenset())
        self.armed = lexicon.classes.get("armed", frozenset())
        self.organ = lexicon.classes.get("official_force", frozenset())
        self.government = lexicon.classes.get("government", frozenset())
        self.events = (
            lexicon.classes.get("violence", frozenset())
            | lexicon.classes.get("attack", frozenset())
            | lexicon.classes.get("protest_act", frozenset())
            | lexicon.classes.get("drill", frozenset())
            | lexicon.classes.get("truce", frozenset())
        )
        self.named: dict[int, Mention] = {}

    def at(self, token: Token, *, crowd: bool = False, loose: bool = False) -> list[int]:
        """Entities at a token and its conjuncts.

        `crowd` admits people of a country who act for nobody; `loose` also takes a country
        from the words of any noun phrase ("proposed Israeli changes").
        """
        found: list[int] = []
        for part in conjuncts(token):
            for entity in self._at(part, crowd, loose):
                if entity not in found:
                    found.append(entity)
        return found

    def _at(self, token: Token, crowd: bool, loose: bool) -> list[int]:
        noun = noun_of(token)
        if noun in QUANTITY or token.pos_ in ("NUM", "DET", "PRON"):
            for c in token.children:
                if c.dep_ == "prep" and c.lower_ == "of":
                    found = [
                        e for o in c.children if o.dep_ == "pobj" for e in self.at(o, crowd=crowd)
                    ]
                    if found:
                        return found
        described = (
            noun in self.people or noun in self.armed or noun in self.government
        ) and token.pos_ in ("NOUN", "PROPN", "NUM")
        direct: list[int] = []
        for mention, entities in resolve_token(self.context, token, "subject", []):
            for index in entities:
                entity = self.context.resolver.entity(index)
                if described and entity.kind is ActorKind.GROUP and entity.country is None:
                    continue  # "rebels in X": their country stands beside them
                if self._acts(entity, mention):
                    direct.append(index)
                    self.named.setdefault(index, mention)
        if direct:
            return direct
        if token.pos_ == "PRON" and not described:
            return []
        inner = self._inside(token, owners=noun in self.events and not loose)
        if described and (crowd or noun not in self.people or noun in self.organ):
            return self._described(token, noun, inner)
        if noun in self.events or loose:
            return inner
        return []

    def _acts(self, entity: Entity, mention: Mention | None) -> bool:
        if entity.kind is ActorKind.PERSON:
            titled = mention is not None and mention.definite
            return bool(entity.country or entity.office or entity.organisation or titled)
        if entity.kind is ActorKind.ORGANISATION:
            knowledge = self.context.resolver.gazetteer.knowledge
            body = knowledge.organisation_by_name.get(fold(entity.name)) if knowledge else None
            if body is not None and body.kind in ("company", "agency"):
                return False
            return entity.key is not None or entity.country is not None
        return entity.country is not None or entity.key is not None

    def _inside(self, token: Token, *, owners: bool = False) -> list[int]:
        """States, bodies and movements that the words of a noun phrase name.

        `owners` are only those whose the thing is: "an Israeli raid on Gaza" is Israel's.
        """
        found: list[int] = []
        queue = [c for c in token.children if not owners or c.i < token.i or c.lower_ == "by"]
        while queue:
            c = queue.pop(0)
            if c.dep_ in ("relcl", "acl", "appos", "ccomp", "advcl", "punct", "cc"):
                continue
            if c.dep_ == "prep" and c.lower_ not in (
                "throughout",
                "across",
                "inside",
                "of",
                "from",
                "in",
                "with",
                "by",
                "between",
                "to",
                "against",
                "for",
                "on",
            ):
                continue
            entities = [
                e
                for m in self.context.mentions_at.get(c.i, [])
                if c.i in (m.head, m.start)
                and not (owners and m.form is Form.CAPITAL)  # "a Kabul bombing": where
                for e in self._entity(m)
            ]
            for e in entities:
                if e not in found and self._acts(self.context.resolver.entity(e), None):
                    found.append(e)
            queue.extend(
                c.children if not entities else [g for g in c.children if g.dep_ == "conj"]
            )
        return found

    def _entity(self, mention: Mention) -> list[int]:
        if mention.form in (Form.NAME, Form.SURNAME, Form.DEMONYM, Form.CAPITAL):
            return [mention.entity] if mention.entity is not None else []
        if mention.form is Form.ROLE and mention.country:
            return [self.context.resolver.state(mention.country)]
        return []

    def _described(self, token: Token, noun: str, inner: list[int]) -> list[int]:
        """The actors whom "Israeli soldiers" or "Ugandan rebels" are."""
        entities = [self.context.resolver.entity(i) for i in inner]
        movements = [e.index for e in entities if e.kind is ActorKind.GROUP]
        if movements:
            return movements[:1]
        first = next((e for e in entities if e.country or e.kind is ActorKind.ORGANISATION), None)
        if first is None:
            return []
        if first.kind is ActorKind.ORGANISATION or noun in self.organ or noun in self.government:
            if first.kind is ActorKind.ORGANISATION or first.country is None:
                return [first.index]
            # "French and Egyptian warships": both
            codes = dict.fromkeys(e.country for e in entities[: 1 + _joined(token)] if e.country)
            return [self.context.resolver.state(code) for code in codes]
        several = dict.fromkeys(e.country for e in entities[: 1 + _joined(token)] if e.country)
        if len(several) < 2:
            return [self._group(token, first.country)] if first.country else []
        # "Kenyan and Ugandan refugees": two groups, each with its own adjective
        return [self._group(token, code, own=self._adjective(code)) for code in several]

    def _adjective(self, code: str) -> str:
        knowledge = self.context.resolver.gazetteer.knowledge
        state = knowledge.state_by_code.get(code) if knowledge else None
        return state.adjectives[0] if state and state.adjectives else code

    def speaker(self, verb: Token) -> list[int]:
        """Who says the clause of a verb: "they" and "it" in it mean the speaker."""
        token = verb
        while token.head.i != token.i and token.dep_ in (
            "xcomp",
            "ccomp",
            "conj",
            "advcl",
            "acomp",
        ):
            came_as = token.dep_
            token = token.head
            if came_as == "ccomp" and token.lemma_ in SAYING:
                subjects = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
                return [e for s in subjects for e in self.at(s, crowd=True)]
        return []

    def _group(
        self, token: Token, country: str | None, where: str = "", own: str | None = None
    ) -> int:
        """The register's entity of a group that a noun phrase describes, made if need be."""
        doc, register = self.context.doc, self.context.resolver.register
        words = [
            t.text
            for t in doc[token.left_edge.i : token.i + 1]
            if t.i == token.i
            or (
                t.pos_ in ("ADJ", "NOUN", "PROPN")
                and t.dep_ in ("amod", "compound", "nmod", "poss")
            )
        ]
        name = f"{own} {token.text}" if own else " ".join(words) + where
        for entity in register.entities:
            same = entity.kind is ActorKind.GROUP and entity.name == name
            if same and entity.country in (None, country):
                entity.country = country
                return entity.index
        entity = Entity(len(register.entities), ActorKind.GROUP, name, country, aliases={name})
        mention = Mention(
            start=max(token.left_edge.i, token.i - 4),
            end=token.i + 1,
            head=token.i,
            kind=ActorKind.GROUP,
            form=Form.ROLE,
            name=name,
            country=country,
            number="plural",
            entity=entity.index,
        )
        while doc[mention.start].pos_ in ("DET", "PUNCT", "NUM", "ADP") and mention.start < token.i:
            mention.start += 1
        register.entities.append(entity)
        self.named.setdefault(entity.index, mention)
        return entity.index

    def crowd_of(self, doers: list[Token], country: str | None) -> list[int]:
        """The people of a country that the doers are, where only their place tells which."""
        for doer in doers:
            for token in (doer, *(t for t in doer.subtree if t.dep_ == "pobj")):
                noun = noun_of(token)
                if noun in (self.people | self.armed) - QUANTITY and country:
                    where = self.context.resolver.gazetteer.state_names.get(country, country)
                    return [self._group(token, country, f" in {where}")]
        return []

    def only_state(self, sentence: Span) -> str | None:
        """The country that a sentence names, if it names just one."""
        codes = {
            m.country
            for i in range(sentence.start, sentence.end)
            for m in self.context.mentions_at.get(i, [])
            if m.country and m.form in (Form.NAME, Form.DEMONYM, Form.CAPITAL, Form.ROLE)
        }
        return codes.pop() if len(codes) == 1 else None

    def place(self, verb: Token) -> str | None:
        """The country in which something happens, by "in X" under the verb or its nouns."""
        for token in verb.subtree:
            if token.dep_ == "pobj" and token.head.lower_ in ("in", "inside", "across", "near"):
                for m in self.context.mentions_at.get(token.i, []):
                    if m.kind is ActorKind.STATE and m.country:
                        return m.country
                place = self.context.places_at.get(token.i)
                if place is not None and place.country:
                    return place.country
        return None


def sources_of(verb: Token, cast: Cast, crowd: bool) -> tuple[list[int], list[Token]]:
    """Who does what a verb says, with the tokens that say so."""
    if is_done_to(verb):
        agents = agent_of(verb)
        return [e for a in agents for e in cast.at(a, crowd=crowd)], agents
    subjects, _ = climb_subjects(verb)
    found: list[int] = []
    for subject in subjects:
        here = cast.at(subject, crowd=crowd)
        owned = any(
            c.dep_ == "poss" and c.lower_ in ("their", "its", "his", "her")
            for c in subject.children
        )
        if subject.lower_ in ("it", "they", "he", "she", "we", "i") or (owned and not here):
            here = cast.speaker(verb) or here
        elif not here and subject.pos_ == "NOUN":
            # "issued a declaration demanding": who issued it
            here = [e for t in noun_agents(subject) for e in cast.at(t, crowd=crowd)]
        found.extend(e for e in here if e not in found)
    return found, subjects


def is_done_to(verb: Token) -> bool:
    """Whether a verb is in the passive; "is opposed to" is none."""
    if not is_passive(verb):
        return False
    stative = verb.lemma_ in ("oppose", "commit", "prepare", "dedicate", "resign")
    return not stative or any(c.dep_ == "agent" for c in verb.children)


def _aims(clause: Token) -> bool:
    """Whether a clause below a verb may name whom it concerns: content, purpose, condition."""
    if clause.dep_ in ("ccomp", "xcomp", "pcomp"):
        return True
    return clause.dep_ == "advcl" and any(
        c.tag_ == "TO" or c.lower_ in ("if", "unless") for c in clause.children
    )


def object_actors(
    verb: Token, last: Token, cast: Cast, sources: list[int], subjects: list[Token]
) -> list[int]:
    """The actors that are themselves a verb's objects."""
    mine = {s.i for s in subjects}
    for o in _objects(verb, last):
        found = [] if o.i in mine else [e for e in cast.at(o, crowd=True) if e not in sources]
        if found:
            return found
    return []


def targets_of(
    verb: Token, last: Token, cast: Cast, sources: list[int], subjects: list[Token]
) -> list[int]:
    """Whom a verb is done to: the object, else whom its phrases name, nearest first."""
    mine = {s.i for s in subjects}

    def other(found: list[int]) -> list[int]:
        return [e for e in found if e not in sources]

    found = object_actors(verb, last, cast, sources, subjects)
    if found:
        return found
    objects = [o for o in _objects(verb, last) if o.i not in mine]
    for o in objects:
        found = other(cast.at(o, crowd=True, loose=True))
        if found:
            return found
    preps = [c for c in verb.children if c.dep_ in ("prep", "dative", "agent")]
    preps += [g for o in objects for g in o.children if g.dep_ == "prep"]
    # "riots against the government continue"
    events = [t for t in subjects if t.lemma_.lower() in cast.events]
    preps += [g for t in events for g in t.children if g.dep_ == "prep" and g.lower_ == "against"]
    preps.sort(key=lambda p: AGAINST.index(p.lower_) if p.lower_ in AGAINST else 99)
    for prep in preps:
        if prep.lower_ not in AGAINST:
            continue
        for o in prep.children:
            if o.dep_ in ("pobj", "pcomp") and o.i not in mine:
                found = other(cast.at(o, crowd=True, loose=True))
                if found:
                    return found
    for c in verb.children:
        if _aims(c) or (c.dep_ == "prep" and any(g.dep_ == "pcomp" for g in c.children)):
            inner = c if c.dep_ != "prep" else next(g for g in c.children if g.dep_ == "pcomp")
            for s in [g for g in inner.children if g.dep_ in ("nsubj", "nsubjpass")]:
                found = other(cast.at(s, crowd=True))
                if found:
                    return found
            found = targets_of(inner, inner, cast, sources, subjects)
            if found:
                return found
    return []
