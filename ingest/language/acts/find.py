"""The political acts of a report: found, judged, dated, united, told as accounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identifiers import account_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Participation,
    Role,
    Status,
)
from ingest.language.acts.cast import (
    SAYING,
    Cast,
    is_done_to,
    object_actors,
    sources_of,
    targets_of,
)
from ingest.language.acts.lexicon import VERBAL, ActLexicon, act_lexicon, best_frame, lemma_of
from ingest.language.acts.mood import DUTY, PLEDGE, READY, amounts_to, mood_of
from ingest.language.assembly import topics_of
from ingest.language.context import Context
from ingest.language.dates import direction_of_status, link_times, time_of, value_for
from ingest.language.quotations import quoted_spans
from ingest.language.syntax import (
    SUBJECTS,
    agent_of,
    ancestors,
    climb_subjects,
    is_passive,
    is_verb,
)
from ingest.language.types import Entity, Form, Mention, Strength

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from ingest.knowledge import Knowledge
    from ingest.language.filter import Precision
    from ingest.language.reading import Reading
    from ingest.language.types import TimeExpr, TimeValue

# What people who act for nobody also do.
LAWLESS = frozenset({EventType.PROTEST, EventType.ASSAULT, EventType.COERCION})
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
    owners = {t.head.i for t in sentence if t.dep_ in SUBJECTS}  # a quicker `is_verb`
    verbs = [
        t for t in sentence if t.i in owners or t.pos_ in ("VERB", "AUX") or t.tag_.startswith("VB")
    ]
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
                topics=topics_of(told, knowledge) if knowledge is not None else (),
                confidence=act.confidence,
                rules=(act.rule,),
                plover=act.category,
                plover_mode=act.mode,
            ),
        )
    return tuple(made.values())
