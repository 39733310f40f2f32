"""Political acts other than encounters and agreements, under their PLOVER names.

Verbs of `acts.tsv` with what they are done to ("imposed sanctions", "called for a truce")
give the type; the parse gives who acts and who is acted upon. Operators above and beside the
verb decide what it amounts to: what a government promises to do kindly is a promise (PLOVER
AGREE), what it says it will do harshly a threat, what it will not do kindly a rejection; what
may or might be is no act. Only states, their officials and organs, organisations of states and
parties to conflicts act; protests and violence may also come from people of a country.

Source of the categories: PLOVER (2022) and the CAMEO codebook (2012) on which it rests.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.identifiers import account_iri, fold, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Participation,
    Role,
    Status,
)
from ingest.knowledge.tables import table
from ingest.language.assembly import topics_of
from ingest.language.context import Context
from ingest.language.dates import direction_of_status, link_times, time_of, value_for
from ingest.language.quotations import quoted_spans
from ingest.language.resolving import resolve_token
from ingest.language.syntax import (
    agent_of,
    ancestors,
    climb_subjects,
    conjuncts,
    is_passive,
    is_verb,
    noun_agents,
)
from ingest.language.types import Entity, Form, Mention, Strength

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from ingest.knowledge import Knowledge
    from ingest.knowledge.tables import Line
    from ingest.language.filter import Precision
    from ingest.language.reading import Reading
    from ingest.language.types import TimeExpr, TimeValue

KIND = frozenset(
    {
        EventType.SUPPORT,
        EventType.COOPERATION,
        EventType.AID,
        EventType.CONCESSION,
        EventType.RETREAT,
    }
)
HARSH = frozenset(
    {
        EventType.SANCTION,
        EventType.COERCION,
        EventType.ASSAULT,
        EventType.MOBILIZATION,
        EventType.PROTEST,
    }
)
# What people who act for nobody also do.
LAWLESS = frozenset({EventType.PROTEST, EventType.ASSAULT, EventType.COERCION})
# Whose complement is what they speak of, and no act of its own.
VERBAL = frozenset({EventType.REQUEST, EventType.REJECTION, EventType.THREAT, EventType.ACCUSATION})
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
SAYING = frozenset(
    "say announce declare tell state report add note insist confirm reveal claim swear vow warn "
    "decide show indicate stress".split()
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
AGAINST = "against to with on upon at for from toward towards over into of by between among in inside".split()


@dataclass(frozen=True, slots=True)
class ActFrame:
    """One line of acts.tsv for one verb: `rest` must stand with it; see the file's header."""

    verb: str
    rest: tuple[str, ...]
    type: EventType
    mode: str | None
    object: frozenset[str]
    barred: frozenset[str]
    subject: frozenset[str]
    no_subject: frozenset[str]
    order: int


@dataclass(frozen=True, slots=True)
class ActLexicon:
    """The lines of acts.tsv by verb, and the classes of act-words.tsv."""

    frames: dict[str, tuple[ActFrame, ...]]
    classes: dict[str, frozenset[str]]


@dataclass(slots=True)
class Act:
    """One act: the verb `head`, entities of the register who act and are acted upon.

    `category` is the PLOVER category where it is not the type's own; `rank` orders the acts of
    a sentence, best first.
    """

    type: EventType
    head: int
    start: int
    end: int
    sentence: int
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    status: Status
    rule: str
    mode: str | None = None
    category: str | None = None
    rank: float = 0.0
    confidence: float = 0.6
    sentences: tuple[int, ...] = ()  # all that tell it, the first one first
    time: TimeValue | None = None
    embedded: bool = False  # in a relative or adverbial clause, or in somebody's quotation marks
    inferred: bool = False  # the source is only the state in which it happens
    loose: bool = False  # the target is only named inside the words of the object
    specific: bool = False  # the lexicon asked for an object, a subject or further words
    names: dict[int, Mention] = field(default_factory=dict)


@functools.lru_cache(maxsize=4)
def act_lexicon(extra: Path | None = None) -> ActLexicon:
    """Return the packaged lexicon of acts with the lines of a user's folder on top.

    Raises `SettingsError` for an unknown type or class, naming file and line.
    """

    def word_class(line: Line) -> tuple[str, frozenset[str]]:
        return line.need("class"), frozenset(line.text("words").split())

    classes = dict(table("act-words.tsv", ("class", "words"), word_class, lambda c: c[0], extra))

    def words(line: Line, column: str, negative: bool) -> frozenset[str]:
        found: set[str] = set()
        for word in line.text(column).split():
            if word.startswith("!") is not negative:
                continue
            bare = word.lstrip("!")
            if bare.startswith("@"):
                if bare[1:] not in classes:
                    raise line.fault(f"'{bare}' names no class of act-words.tsv")
                found |= classes[bare[1:]]
            else:
                found.add(bare.replace("_", " "))
        return frozenset(found)

    known = {t.value: t for t in KIND | HARSH | VERBAL}

    def row(line: Line) -> list[ActFrame]:
        kind = known[line.one_of("type", known)]
        made = []
        for verb in line.many("verbs"):
            first, *rest = verb.split()
            made.append(
                ActFrame(
                    first,
                    tuple(rest),
                    kind,
                    line.maybe("mode"),
                    words(line, "object", negative=False),
                    words(line, "object", negative=True),
                    words(line, "subject", negative=False),
                    words(line, "subject", negative=True),
                    line.number,
                )
            )
        if not made:
            raise line.fault("column 'verbs' is empty; give at least one verb")
        return made

    lines = table("acts.tsv", ("type", "verbs"), row, lambda r: (r[0], len(r)), extra)
    frames: dict[str, list[ActFrame]] = defaultdict(list)
    for made in lines:
        for frame in made:
            frames[frame.verb].append(frame)
    return ActLexicon({verb: tuple(rows) for verb, rows in frames.items()}, classes)


# --- which line of the lexicon --------------------------------------------------------------


def phrase_words(token: Token, depth: int = 4) -> set[str]:
    """Lemmas of a noun phrase or complement: its head and what modifies it, no clauses."""
    found = {token.lemma_.lower(), token.lower_}
    if token.tag_ in ("NNP", "NNPS"):
        found.add(token.lower_.removesuffix("s"))
    if depth == 0:
        return found
    for c in token.children:
        if c.dep_ in (
            "compound",
            "amod",
            "nmod",
            "conj",
            "appos",
            "prep",
            "pobj",
            "pcomp",
            "dobj",
            "poss",
            "xcomp",
            "ccomp",
            "npadvmod",
            "attr",
            "prt",
            "acomp",
            "oprd",
        ):
            found |= phrase_words(c, depth - 1)
    return found


def _rest(verb: Token, rest: tuple[str, ...]) -> Token | None:
    """Return the last of the further words of a frame if all stand with the verb."""
    last = verb
    near = [c for c in verb.children if abs(c.i - verb.i) <= 8]
    near += [
        g
        for c in near
        if c.dep_ in ("prt", "advmod", "prep", "dobj", "pobj", "acomp", "npadvmod")
        for g in c.children
    ]
    near += [g for c in near if c.dep_ in ("pobj", "dobj") for g in c.children]
    for word in rest:
        hit = next(
            (t for t in near if word in (t.lower_, t.lemma_) and t.i > last.i and not _dated(t)),
            None,
        )
        if hit is None and verb.dep_ != "ROOT":
            hit = next((t for t in near if t.lower_ == word), None)
        if hit is None:
            return None
        last = hit
    return last


def _dated(preposition: Token) -> bool:
    """Whether a preposition only leads to a date ("called late on Tuesday")."""
    return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def _objects(verb: Token, last: Token) -> list[Token]:
    """What a verb is done to: objects, the subject of a passive, after a frame's preposition."""
    found: list[Token] = []
    if last.i != verb.i and last.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
        found += [c for c in last.children if c.dep_ in ("pobj", "pcomp")]
    for c in verb.children:
        if c.dep_ in ("dobj", "attr", "oprd", "nsubjpass", "dative", "acomp") and c.i != last.i:
            found.append(c)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        found.append(verb.head)
    if verb.dep_ == "relcl" and not any(c.dep_ == "dobj" for c in verb.children):
        found.append(verb.head)
    return found


def _complements(verb: Token) -> list[Token]:
    return [
        c
        for c in verb.children
        if c.dep_ in ("xcomp", "ccomp", "advcl", "prep") and c.i > verb.i and c.dep_ != "advcl"
    ]


def lemma_of(verb: Token, known: Container[str]) -> str:
    """The verb's dictionary form; where the model's is unknown, the one its ending points to."""
    lemma = verb.lemma_.lower()
    if lemma in known:
        return lemma
    word = verb.lower_
    for ending, put in (("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("s", ""), ("d", "")):
        if word.endswith(ending) and word.removesuffix(ending) + put in known:
            return word.removesuffix(ending) + put
    return lemma


def best_frame(
    verb: Token, lexicon: ActLexicon, subjects: list[Token]
) -> tuple[ActFrame, Token] | None:
    """Return the line of the lexicon that fits a verb best, with the last of its words."""
    best: tuple[tuple[int, int], ActFrame, Token] | None = None
    objects: set[str] | None = None
    doers: set[str] | None = None
    # "call off" is no "call": a particle must be the lexicon's own.
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt"]
    for frame in lexicon.frames.get(lemma_of(verb, lexicon.frames), ()):
        last = _rest(verb, frame.rest) if frame.rest else verb
        if last is None or any(p not in frame.rest for p in particles):
            continue
        mine: set[str] = set()
        if frame.object or frame.barred:
            if frame.rest:
                mine = _words_of(verb, last)
            else:
                objects = _words_of(verb, verb) if objects is None else objects
                mine = objects
        if frame.object and not frame.object & mine:
            named = "state" in frame.object and any(
                t.ent_type_ in ("GPE", "LOC", "FAC")
                for o in _objects(verb, last)
                for t in o.subtree
            )
            if not named:
                continue
        if frame.barred & mine:
            continue
        if frame.subject or frame.no_subject:
            if doers is None:
                doers = set().union(*(phrase_words(s, 3) for s in subjects)) if subjects else set()
            if frame.no_subject & doers:
                continue
        if frame.subject:
            doers = doers or set()
            crowd = "student" in frame.subject and any(
                s.ent_type_ == "NORP" and s.tag_ in ("NNS", "NNPS") for s in subjects
            )
            if (
                not crowd
                and not frame.subject & doers
                and not (
                    "state" in frame.subject
                    and any(s.ent_type_ in ("GPE", "NORP") for s in subjects)
                )
            ):
                continue
        score = 2 * len(frame.rest) + 2 * bool(frame.object) + 2 * bool(frame.subject)
        key = (score, -frame.order)
        if best is None or key > best[0]:
            best = key, frame, last
    return (best[1], best[2]) if best else None


def _words_of(verb: Token, last: Token) -> set[str]:
    found: set[str] = set()
    for token in _objects(verb, last):
        found |= phrase_words(token)
    for token in _complements(verb):
        if token.dep_ == "prep":
            if token.lower_ in ("of", "for", "with", "about", "from", "against", "into"):
                found |= phrase_words(token, 2)
            continue
        found.add(token.lemma_.lower())
        found |= {c.lemma_.lower() for c in token.children if c.dep_ == "xcomp"}
        for c in token.children:
            if c.dep_ in ("dobj", "prt", "attr", "acomp", "nsubjpass"):
                found |= phrase_words(c, 1)
    return found


# --- what it amounts to ---------------------------------------------------------------------


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


# --- who ------------------------------------------------------------------------------------


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


# --- the acts of a report -------------------------------------------------------------------


def find_acts(
    context: Context,
    reading: Reading,
    lexicon: ActLexicon | None = None,
    *,
    precision: Precision = "balanced",
    taken: frozenset[int] = frozenset(),
) -> list[Act]:
    """Return the political acts of a report in order of the text.

    `taken` are tokens that are triggers of encounters and agreements already. In a sentence
    the outermost verbs count: what is demanded, refused or threatened is no act of its own.
    """
    lexicon = lexicon or act_lexicon()
    cast = Cast(context, lexicon)
    quoted = frozenset(
        i for a, b, _ in quoted_spans(context.doc, reading.starts) for i in range(a, b)
    )
    found: list[Act] = []
    for number, sentence in enumerate(context.doc.sents):
        if reading.kind_of(sentence.start) == "title":
            continue
        found.extend(_acts_of(sentence, number, context, cast, lexicon, precision, taken, quoted))
    for act in found:
        # Only now is a described group somebody of the report: others stay without mention.
        for index in (*act.sources, *act.targets):
            entity = context.resolver.entity(index)
            if entity.kind is ActorKind.GROUP and not entity.mentions and index in cast.named:
                entity.mentions.append(cast.named[index])
    return found


def _acts_of(
    sentence: Span,
    number: int,
    context: Context,
    cast: Cast,
    lexicon: ActLexicon,
    precision: Precision,
    taken: frozenset[int],
    quoted: frozenset[int],
) -> list[Act]:
    covered: set[int] = set()
    acts: list[Act] = []
    verbs = [t for t in sentence if is_verb(t) or t.tag_.startswith("VB")]
    verbs.sort(key=lambda t: (sum(1 for _ in ancestors(t)), t.i))
    for verb in verbs:
        if verb.i in covered or verb.dep_ in ("aux", "auxpass"):
            continue
        if verb.dep_ in ("amod", "compound", "pobj", "dobj", "nsubj", "attr", "npadvmod", "nmod"):
            continue  # "the wounded", "alleged ties"
        act = _act(verb, number, context, cast, lexicon)
        if act is None:
            act = _duty(verb, number, cast) or _promise(verb, number, cast)
        if act is None:
            continue
        for c in verb.children:
            if c.dep_ == "xcomp":
                covered.update(t.i for t in c.subtree)
        if act.type in VERBAL or act.category == "AGREE":
            for c in verb.children:
                if c.dep_ in ("xcomp", "ccomp", "dobj", "pobj", "prep", "advcl", "pcomp", "dative"):
                    covered.update(t.i for t in c.subtree)
        act.embedded = act.embedded or verb.i in quoted
        if verb.i in taken or not _kept(act, context, precision):
            continue
        acts.append(act)
    acts.sort(key=lambda a: (-a.rank, a.head))
    return acts[:4]


def _act(verb: Token, number: int, context: Context, cast: Cast, lexicon: ActLexicon) -> Act | None:
    if lemma_of(verb, lexicon.frames) not in lexicon.frames:
        return None
    if is_done_to(verb):
        # "were killed in a bombing": the bombing did it
        subjects = agent_of(verb) or [
            o
            for c in verb.children
            if c.dep_ == "prep" and c.lower_ in ("in", "during", "when")
            for o in c.children
            if o.dep_ == "pobj" and o.lemma_ in cast.events
        ]
    else:
        subjects = climb_subjects(verb)[0]
    matched = best_frame(verb, lexicon, subjects)
    if matched is None:
        return None
    frame, last = matched
    mood = mood_of(verb)
    crowd = frame.type in (
        EventType.PROTEST,
        EventType.ASSAULT,
        EventType.COERCION,
        EventType.REQUEST,
    ) or (
        frame.type
        in (EventType.THREAT, EventType.RETREAT, EventType.REJECTION, EventType.ACCUSATION)
    )
    if mood.duty:
        return _duty(verb, number, cast)
    meaning = amounts_to(frame.type, mood)
    if meaning is None:
        return None
    kind, category, status = meaning
    sources, doers = sources_of(verb, cast, crowd)
    inferred = False
    if not sources and doers and frame.type in LAWLESS:
        # A crowd of no stated country is of the place, or of the one country that is named.
        code = cast.place(verb)
        if code is None and frame.type is EventType.PROTEST:
            code = cast.only_state(verb.sent)
        sources = cast.crowd_of(doers, code)
    if not sources and not doers and is_passive(verb) and frame.mode in ("arrest", "legal", "ban"):
        code = cast.place(verb)  # "was arrested in X": by X
        sources = [context.resolver.state(code)] if code else []
        inferred = bool(sources)
    targets = targets_of(verb, last, cast, sources, doers)
    if not targets and sources and frame.type in (EventType.ASSAULT, EventType.PROTEST):
        code = cast.place(verb)
        targets = [context.resolver.state(code)] if code else []
        targets = [e for e in targets if e not in sources]
    if not targets and sources and kind is EventType.PROTEST:
        # People who protest against nobody that is named do so against their own government.
        crowd_of = context.resolver.entity(sources[0])
        if crowd_of.kind is ActorKind.GROUP and crowd_of.country:
            targets = [context.resolver.state(crowd_of.country)]
    specific = bool(frame.object or frame.subject or frame.rest)
    depth = sum(1 for t in ancestors(verb) if is_verb(t) and t.lemma_ not in SAYING)
    rank = 3.0 - depth - 1.5 * mood.embedded + 0.5 * bool(targets) + 0.5 * bool(sources)
    rank += 0.3 * bool(frame.object) + 0.3 * bool(frame.subject) + 0.2 * len(frame.rest)
    return Act(
        type=kind,
        head=verb.i,
        start=verb.i,
        end=max(verb.i, last.i if last.i - verb.i <= 3 else verb.i) + 1,
        sentence=number,
        sources=tuple(sources),
        targets=tuple(targets),
        status=status,
        rule=f"act:{frame.type.value.lower()}:{' '.join((frame.verb, *frame.rest))}",
        mode=frame.mode,
        category=category,
        rank=rank,
        embedded=mood.embedded,
        inferred=inferred,
        loose=not object_actors(verb, last, cast, sources, doers),
        specific=specific,
        confidence=0.5 + 0.1 * specific + 0.15 * bool(sources and targets) - 0.15 * inferred,
        names=cast.named,
    )


def _duty(verb: Token, number: int, cast: Cast) -> Act | None:
    """ "X said that Y must ...": X demands it of Y."""
    aux = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if not aux & DUTY or verb.dep_ not in ("ccomp", "conj"):
        return None
    speakers = cast.speaker(verb)
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    targets = [e for t in subjects for e in cast.at(t, crowd=True) if e not in speakers]
    if not speakers or not targets:
        return None
    return Act(
        type=EventType.REQUEST,
        head=verb.i,
        start=verb.i,
        end=verb.i + 1,
        sentence=number,
        sources=tuple(speakers),
        targets=tuple(targets),
        status=Status.OCCURRED,
        rule="act:request:must",
        rank=2.8,
        names=cast.named,
    )


def _promise(verb: Token, number: int, cast: Cast) -> Act | None:
    """A promise to do what no line of the lexicon names: an act of AGREE all the same."""
    lemma = verb.lemma_.lower()
    ready = next((c for c in verb.children if c.dep_ == "acomp" and c.lemma_ in READY), None)
    if not (lemma in PLEDGE - {"vow", "swear", "propose"} or (lemma == "be" and ready is not None)):
        return None
    holder = ready if ready is not None else verb
    if not any(c.dep_ in ("xcomp", "ccomp", "prep") for c in holder.children):
        return None
    mood = mood_of(verb)
    if mood.possible or mood.conditional or mood.duty:
        return None
    sources, doers = sources_of(verb, cast, crowd=False)
    if not sources:
        return None
    targets = targets_of(holder, holder, cast, sources, doers)
    return Act(
        type=EventType.REJECTION if mood.negated else EventType.COOPERATION,
        head=verb.i,
        start=verb.i,
        end=verb.i + 1,
        sentence=number,
        sources=tuple(sources),
        targets=tuple(targets),
        status=Status.OCCURRED if mood.negated else Status.PLANNED,
        rule=f"act:promise:{ready.lemma_ if ready is not None else lemma}",
        category=None if mood.negated else "AGREE",
        rank=2.5 - 1.5 * mood.embedded,
        embedded=mood.embedded,
        names=cast.named,
    )


# Offices whose bearers act for a state by themselves; not those of parliaments and provinces.
HIGH_OFFICES = frozenset(
    "president premier chancellor king queen emir amir sultan prince pope minister secretary "
    "spokesman spokeswoman spokesperson ambassador envoy leader ruler general commander chief "
    "official secretary-general negotiator mediator inspector adviser advisor shah taoiseach "
    "chairman head diplomat representative commissioner director".split()
)
LOCAL_OFFICES = frozenset(
    "senator mayor governor congressman congresswoman lawmaker speaker judge senate senator "
    "analyst professor activist candidate majority minority police sheriff attorney former ex "
    "republican democratic democrat company campaign judge rapporteur court".split()
)
# Acts of words: what an official says at home is domestic politics, unless a party to a
# conflict is spoken to.
SPOKEN = frozenset(
    {
        EventType.SUPPORT,
        EventType.REQUEST,
        EventType.ACCUSATION,
        EventType.REJECTION,
        EventType.COOPERATION,
        EventType.AID,
    }
)


def _kept(act: Act, context: Context, precision: Precision) -> bool:
    """Whether an act has the actors that it needs.

    ``recall`` asks for any actor. Otherwise its source must be a state, body, movement, crowd
    or an official. An act inside a single country must be told in a main clause and have a
    source of its own; where it is words only, no person's. ``strict`` keeps only acts among
    several countries or bodies.
    """
    if precision == "recall":
        return bool(act.sources or act.targets)
    sources = [context.resolver.entity(i) for i in act.sources]
    targets = [context.resolver.entity(i) for i in act.targets]
    parties = {
        e.country or e.name
        for e in (*sources, *targets)
        if e.country or e.kind is not ActorKind.PERSON  # a private person is no other side
    }
    if sources and not any(_stands_for_state(e) for e in sources):
        return False
    if sources and targets and len(parties) >= 2:
        return not act.embedded or (precision == "balanced" and act.specific)
    if precision == "strict" or act.embedded or act.inferred:
        return False
    if act.mode == "resign" and (act.category or not all(_leads(e) for e in sources)):
        return False
    if not sources:
        return act.type is EventType.ASSAULT and act.specific and bool(targets) and not act.loose
    if act.type is EventType.CONCESSION and not act.specific and not targets:
        return False
    if act.type in SPOKEN:
        if any(e.kind is ActorKind.GROUP for e in (*sources, *targets)):
            return True
        return all(e.kind is not ActorKind.PERSON for e in sources) and (
            act.specific or bool(targets)
        )
    return True


def _leads(entity: Entity) -> bool:
    """Whether somebody's resignation is a state's affair: heads, not their staff."""
    words = set((entity.office or "").lower().split())
    if entity.kind is not ActorKind.PERSON or not words:
        return True
    return (
        bool(
            words
            & {
                "president",
                "premier",
                "prime",
                "chancellor",
                "king",
                "leader",
                "ruler",
                "general",
                "emperor",
                "pope",
            }
        )
        and not words & LOCAL_OFFICES
    )


def _stands_for_state(entity: Entity) -> bool:
    """Whether an actor is a state, body, movement or crowd, or holds an office of government."""
    if entity.kind is not ActorKind.PERSON:
        return True
    words = set((entity.office or "").lower().replace("-", " ").split())
    if words & LOCAL_OFFICES and not words & {"minister", "state"}:
        return False
    return bool(words & HIGH_OFFICES) or (entity.office is None and entity.key is not None)


def date_acts(
    doc: Doc, acts: list[Act], times: Sequence[TimeExpr], published: str | None, events: list[int]
) -> None:
    """Give each act the date that stands in its clause; `events` are tokens of other events."""
    heads = [*events, *(act.head for act in acts)]
    for act in acts:
        links = link_times(doc, act.head, times, events=heads)
        if links and links[0].strength is Strength.ATTACHED:
            direction = direction_of_status(act.status)
            act.time = value_for(links[0].expr, published, direction, Strength.ATTACHED)


def unite(acts: list[Act]) -> list[Act]:
    """Join what a report tells twice: acts of one type, by and on the same, of one date if any."""
    kept: list[Act] = []
    for act in acts:
        same = next(
            (
                k
                for k in kept
                if (k.type, k.category, k.sources, k.targets)
                == (act.type, act.category, act.sources, act.targets)
                and k.sentence != act.sentence
                and (k.time is None or act.time is None or k.time.start == act.time.start)
                and (k.targets or k.rule == act.rule)
            ),
            None,
        )
        if same is None:
            act.sentences = act.sentences or (act.sentence,)
            kept.append(act)
        else:
            same.sentences = tuple(dict.fromkeys((*same.sentences, act.sentence)))
            same.time = same.time or act.time
    return kept


def accounts_of_acts(
    doc: Doc,
    reading: Reading,
    acts: list[Act],
    context: Context,
    actors: dict[int, Actor],
    knowledge: Knowledge | None = None,
) -> tuple[Account, ...]:
    """Return the accounts of acts in the order given; `actors` by entity."""
    report = report_iri(reading.report)
    sentences = list(doc.sents)
    made: dict[str, Account] = {}
    for act in acts:
        trigger = reading.span(doc, act.start, act.end)
        told = [sentences[n] for n in act.sentences or (act.sentence,)]
        parts: list[Participation] = []
        for role, entities in ((Role.SOURCE, act.sources), (Role.TARGET, act.targets)):
            for index in entities:
                actor = actors.get(index)
                if actor is None or any(p.actor.iri == actor.iri for p in parts):
                    continue
                entity = context.resolver.entity(index)
                person = entity.kind is ActorKind.PERSON
                mention = act.names.get(index)
                written = (
                    mention.name
                    if person and mention and mention.form in (Form.NAME, Form.SURNAME)
                    else None
                )
                parts.append(
                    Participation(
                        actor=actor,
                        role=role,
                        capacity=entity.office if person else None,
                        on_behalf_of=entity.country if person else None,
                        name_as_written=written if written and written != actor.name else None,
                    )
                )
        if not parts:
            continue
        iri = account_iri(report, trigger, act.type)
        made.setdefault(
            iri,
            Account(
                iri=iri,
                type=act.type,
                trigger=trigger,
                participations=tuple(parts),
                status=act.status,
                evidence=tuple(reading.span(doc, s.start, s.end) for s in told),
                time=time_of(act.time) if act.time is not None else None,
                topics=topics_of(doc, act.sentences or (act.sentence,), knowledge)
                if knowledge is not None
                else (),
                confidence=act.confidence,
                rules=(act.rule,),
                plover=act.category,
                plover_mode=act.mode,
            ),
        )
    return tuple(made.values())
