"""Stage 3, second half: whom the persons of a report act for, where no title says it.

A name that follows its role, officials listed beside their states, heads of delegations,
those who sign for somebody; at last the state of the dateline and the report's chief state.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.identifiers import fold
from graph.model import ActorKind
from ingest.language.gazetteer import RoleClass
from ingest.language.offices import acts_for_a_state, office_head
from ingest.language.reading import text_of
from ingest.language.syntax import direct_subjects
from ingest.language.types import Entity, Form, Mention, Register

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ingest.language.entities import Resolver
    from ingest.language.gazetteer import Gazetteer
    from ingest.language.reading import Reading


# Nouns for those who travel or talk together under a head.
DELEGATIONS = frozenset("delegation mission team group party side".split())
_MANY_STATES = frozenset({"Brussels", "Vienna", "Geneva", "Addis Ababa", "The Hague"})
# Words of an office that make it one of the state, whoever its bearer is.
_STATE_BODIES = frozenset(
    "assembly parliament senate majlis duma congress house council committee commission bureau "
    "politburo ministry state government cabinet republic national party army staff court agency".split()
)
_STATE_HEADS = frozenset(
    "speaker governor commander general marshal admiral secretary-general colonel "
    "lieutenant-general major-general colonel-general brigadier-general".split()
)
# Ranks and births that go with any office.
_RANKS = frozenset("general marshal colonel admiral commodore brigadier prince princess".split())
_COMES = frozenset("arrive visit fly land come travel leave depart tour".split())
# Offices of which a state has one: "the king" without a name is that of the report's home.
_SINGLE = frozenset("king queen emir amir sultan president premier chancellor".split())


def settle_states(doc: Doc, resolver: Resolver, reading: Reading) -> None:
    """Give the persons of the register the states and bodies that the report implies."""
    register = resolver.register
    _heads_of_delegations(doc, resolver)
    _represented(doc, resolver)
    _at_the_head(doc, resolver)
    _listed_with_states(doc, resolver)
    _named_after_states(doc, resolver)
    _signs_for(doc, register)
    _name_the_lead(doc, register, resolver)
    _pair_of_office(doc, register, resolver)
    _of_its_state(doc, resolver)
    _of_the_same_government(doc, register)
    _of_the_speaker(doc, resolver)
    _of_one_list(doc, register)
    _as_their_counterparts(doc, resolver)
    home, firm = _home(reading, resolver.gazetteer)
    people = [e for e in register.entities if e.kind is ActorKind.PERSON]
    if home is not None and (firm or any(e.country == home for e in people)):
        resolver.home = home
    _of_a_later_role(doc, resolver)
    if resolver.home is not None:
        _of_the_dateline(doc, resolver, resolver.home)


def _named(register: Register) -> list[Mention]:
    """The mentions of persons by name, in order of the text."""
    return [
        m
        for m in register.mentions
        if m.kind is ActorKind.PERSON
        and m.form in (Form.NAME, Form.SURNAME)
        and m.entity is not None
    ]


def _stateless(entity: Entity) -> bool:
    return entity.country is None and entity.organisation is None


def _heads_of_delegations(doc: Doc, resolver: Resolver) -> None:
    """ "A delegation of the Lao ministry led by A B", "delegation leader A B": of that state."""
    register = resolver.register
    named = _named(register)
    latest: Mention | None = None
    for mention in register.mentions:
        token = doc[mention.head]
        if mention.form is Form.ROLE and token.lemma_.lower() in DELEGATIONS:
            if mention.country or mention.organisation:
                latest = mention
                head = _led_by_name(doc, mention, named) or _leads(doc, mention, named)
                if head is not None:
                    _join_delegation(resolver, head, mention)
                    resolver.led.append((mention, head))
        elif mention in named and latest is not None:
            begin = mention.start if mention.wide_start is None else mention.wide_start
            before = doc[max(doc[begin].sent.start, begin - 2) : mention.start]
            words = {t.lower_ for t in before}
            if words & {"delegation", "mission"} and words & {"leader", "head", "chief"}:
                _join_delegation(resolver, mention, latest)


def _leads(doc: Doc, side: Mention, named: list[Mention]) -> Mention | None:
    """ "A B led the Chinese side": who leads it."""
    token = doc[side.head]
    if token.dep_ != "dobj" or token.head.lemma_ not in ("lead", "head"):
        return None
    subjects = {t.i for t in direct_subjects(token.head)}
    return next((m for m in named if m.head in subjects), None)


def _at_the_head(doc: Doc, resolver: Resolver) -> None:
    """ "A B left at the head of a delegation": "the Bolivian delegation" is A B from there on."""
    if "at the head" not in text_of(doc):
        return
    for token in doc:
        if token.lower_ != "head" or token.i < 2 or doc[token.i - 2].lower_ != "at":
            continue
        verb = doc[token.i - 2].head
        led = [o for c in token.children if c.lower_ == "of" for o in c.children]
        if not any(o.lemma_ in DELEGATIONS for o in led):
            continue
        for subject in direct_subjects(verb):
            for m in resolver.register.mentions:
                if m.head != subject.i or m.entity is None or m.kind is not ActorKind.PERSON:
                    continue
                resolver.leads.add(m.entity)


def _represented(doc: Doc, resolver: Resolver) -> None:
    """ "Japan was represented by A B and China by C D": the persons stand for the states."""
    if "represent" not in text_of(doc):
        return
    named = _named(resolver.register)
    for state in resolver.register.mentions:
        if state.kind is not ActorKind.STATE or state.form is not Form.NAME or not state.country:
            continue
        verb = doc[state.head].head
        i = state.end
        if doc[state.head].dep_ == "nsubjpass" and verb.lemma_ == "represent":
            i = verb.i + 1
        elif not any(
            t.lemma_ == "represent" for t in doc[state.start].sent[: i - doc[i - 1].sent.start]
        ):
            continue
        if i + 1 >= len(doc) or doc[i].lower_ != "by":
            continue
        head = next((m for m in named if (m.wide_start or m.start) in (i + 1, i + 2)), None)
        if head is not None:
            _join_delegation(resolver, head, state)
            resolver.led.append((state, head))


def _join_delegation(resolver: Resolver, head: Mention, delegation: Mention) -> None:
    entity = resolver.entity(head.entity or 0)
    if _stateless(entity):
        entity.country = delegation.country
        entity.organisation = delegation.organisation
    if entity.country == delegation.country and delegation.country:
        resolver.heads.setdefault(delegation.country, entity.index)
    resolver.leads.add(entity.index)


def _led_by_name(doc: Doc, delegation: Mention, named: list[Mention]) -> Mention | None:
    stop = doc[delegation.head].sent.end
    for i in range(delegation.head, min(stop - 1, delegation.head + 16)):
        # "the Chadian side was led by A B and the Malian team by C D"
        leads = doc[i + 1].lower_ == "by" and (
            doc[i].lemma_ in ("lead", "head", "chair") or i == delegation.head
        )
        if not leads and doc[i].lower_ != "under":
            if doc[i].tag_ in ("VBD", "VBZ", "VBP") and doc[i].lemma_ not in ("be", "have"):
                return None
            continue
        behind = i + 2 if leads else i + 1
        for m in named:
            begin = m.start if m.wide_start is None else m.wide_start
            if m.start >= behind and begin <= behind + 2 and m.start < stop:
                return m
        return None
    return None


def _listed_with_states(doc: Doc, resolver: Resolver) -> None:
    """ "The ambassadors of France and Spain, A B and C D"; "of Finland, A B, and Chad, C D"."""
    register = resolver.register
    named = _named(register)
    roles: dict[int, list[str]] = {}
    for m in register.mentions:
        if m.form is Form.ROLE and m.number == "plural" and m.country:
            roles.setdefault(m.head, []).append(m.country)
    states = {
        m.end: m.country
        for m in register.mentions
        if m.kind is ActorKind.STATE and m.form in (Form.NAME, Form.CAPITAL) and m.country
    }
    for head, lands in roles.items():
        if len(lands) < 2:
            continue
        stop = doc[head].sent.end
        behind = [m for m in named if head < m.start < stop]
        run = _run_of_names(doc, behind)
        if len(run) == len(lands) and not any(
            t.pos_ in ("VERB", "AUX") for t in doc[head : run[0].start]
        ):
            _give_states(register, run, lands)
            for m, land in zip(run, lands, strict=True):
                resolver.bearers[head, land] = m.entity or 0
            continue
        for m in behind:
            beside = states.get(m.start - 1) if doc[m.start - 1].text in (",", "(") else None
            if beside is not None and beside in lands:
                _give_states(register, [m], [beside])
                resolver.bearers[head, beside] = m.entity or 0


def _give_states(register: Register, persons: list[Mention], lands: list[str]) -> None:
    for mention, land in zip(persons, lands, strict=True):
        entity = register.entities[mention.entity or 0]
        if _stateless(entity):
            entity.country = land


def _named_after_states(doc: Doc, resolver: Resolver) -> None:
    """ "The Omani and Qatari foreign ministers met. A B and C D agreed": in this order."""
    register = resolver.register
    named = _named(register)
    roles: dict[int, list[Mention]] = {}
    for m in register.mentions:
        if m.form is Form.ROLE and m.number == "plural" and m.country:
            roles.setdefault(m.head, []).append(m)
    for head, told in roles.items():
        if len(told) != 2 or doc[head].dep_ not in ("nsubj", "nsubjpass"):
            continue
        here = resolver.sentence_of[head]
        behind = [m for m in named if resolver.sentence_of[m.start] == here + 1]
        run = _run_of_names(doc, behind)
        lands = [str(m.country) for m in told]
        if len(run) != 2 or doc[run[0].head].dep_ != "nsubj" or any(" " not in m.name for m in run):
            continue
        first = [min(x.start for x in register.entities[m.entity or 0].mentions) for m in run]
        if first == [m.start for m in run]:
            _give_states(register, run, lands)
            for m, land in zip(run, lands, strict=True):
                resolver.bearers[head, land] = m.entity or 0


def _of_the_speaker(doc: Doc, resolver: Resolver) -> None:
    """ "Danish officials said Foreign Minister A B would travel": of the speakers' state."""
    for mention in _named(resolver.register):
        entity = resolver.entity(mention.entity or 0)
        if not _stateless(entity) or not acts_for_a_state(entity):
            continue
        for subject in doc[mention.head].sent:
            verb = subject.head
            if subject.dep_ != "nsubj" or verb.lemma_ not in ("say", "announce"):
                continue
            said = verb.is_ancestor(doc[mention.head]) and subject.i < verb.i < mention.start
            lands = {
                m.country
                for m in resolver.register.mentions
                if m.head == subject.i and m.form is Form.ROLE and m.number == "plural"
            }
            if said and len(lands) == 1 and None not in lands:
                entity.country = lands.pop()
                break


def _run_of_names(doc: Doc, named: list[Mention]) -> list[Mention]:
    """The first names that nothing but commas and "and" parts."""
    run = named[:1]
    for m in named[1:]:
        if any(t.lower_ not in (",", "and", "respectively") for t in doc[run[-1].end : m.start]):
            break
        run.append(m)
    return run


def _signs_for(doc: Doc, register: Register) -> None:
    """ "A B signed for Chad", "signed for Chad by A B and for Mali by C D", "A B, for Chad,"."""
    named = _named(register)
    for state in register.mentions:
        if state.kind is not ActorKind.STATE or not state.country or state.start < 2:
            continue
        i = state.start - 1
        if doc[i].lower_ == "the":
            i -= 1
        if doc[i].lower_ != "for":
            continue
        signer: Mention | None = None
        if state.end < len(doc) and doc[state.end].lower_ == "by":
            signer = next(
                (
                    m
                    for m in named
                    if m.start > state.end
                    and state.end + 1 <= (m.wide_start or m.start) <= state.end + 2
                ),
                None,
            )
        elif doc[i - 1].lemma_ in ("sign", "initial") or doc[i - 1].text == ",":
            signer = next((m for m in reversed(named) if m.end == i - 1), None)
        if signer is not None:
            entity = register.entities[signer.entity or 0]
            if _stateless(entity):
                entity.country = state.country


def _home(reading: Reading, gazetteer: Gazetteer) -> tuple[str | None, bool]:
    """State of the dateline ("ISLAMABAD, May 18"), and whether its capital is named there."""
    if not reading.dateline_place or gazetteer.knowledge is None:
        return None, False
    from ingest.language.places import place_named

    found = place_named(reading.dateline_place, gazetteer.knowledge)
    if found is None or found.country is None:
        return None, False
    city = found.city or found.name
    capital = gazetteer.knowledge.state_by_capital.get(city)
    of_state = found.kind == "state" or (capital is not None and capital.code == found.country)
    return found.country, of_state and city not in _MANY_STATES


def _other_of_the_pair(resolver: Resolver, one: Entity, other: Entity) -> None:
    """ "Foreign ministers A and B", of whom one is known, in a report on two states."""
    told = Counter(
        m.country for m in resolver.register.mentions if m.kind is ActorKind.STATE and m.country
    )
    ranked = told.most_common(3)
    clear = len(ranked) == 2 or (len(ranked) == 3 and ranked[1][1] > ranked[2][1])
    pair = {country for country, _ in ranked[:2]} if clear else set()
    for known, unknown in ((one, other), (other, one)):
        if known.country in pair and len(pair) == 2 and _stateless(unknown):
            unknown.country = next(iter(pair - {known.country}))
    for entity in (one, other):
        if entity.country is None:
            resolver.guests.add(entity.index)


def _as_their_counterparts(doc: Doc, resolver: Resolver) -> None:
    """ "President A met his Afghan counterpart B": B is a president too, "the Afghan leader"."""
    before: Mention | None = None
    for mention in _named(resolver.register):
        entity = resolver.entity(mention.entity or 0)
        same = office_head(entity.office) in ("counterpart", "colleague", "number", "peer")
        if same and before is not None and before.office:
            if doc[before.head].sent.start == doc[mention.head].sent.start:
                entity.office = before.office
        elif mention.office and not same:
            before = mention


def _of_its_state(doc: Doc, resolver: Resolver) -> None:
    """ "Chad is negotiating separately. Its energy minister, A B, came to Lima": of Chad."""
    states = [
        m
        for m in resolver.register.mentions
        if m.kind is ActorKind.STATE and m.form is Form.NAME and m.country
    ]
    for mention in _named(resolver.register):
        entity = resolver.entity(mention.entity or 0)
        begin = mention.start if mention.wide_start is None else mention.wide_start
        own = {t.lower_ for t in doc[max(0, begin - 1) : mention.start]} & {"its"}
        if not own or not _stateless(entity) or not mention.office:
            continue
        here = resolver.sentence_of[mention.start]
        subjects = [
            m
            for m in states
            if m.start < begin
            and here - resolver.sentence_of[m.start] <= 1
            and doc[m.head].dep_ == "nsubj"
        ]
        if subjects:
            entity.country = subjects[-1].country


def _of_the_same_government(doc: Doc, register: Register) -> None:
    """ "President A B of Chad and his foreign minister, C D", "with opposition leader C D"."""
    before: Mention | None = None
    for mention in _named(register):
        entity = register.entities[mention.entity or 0]
        begin = mention.start if mention.wide_start is None else mention.wide_start
        if before is not None and _stateless(entity) and mention.office and begin >= 2:
            chief = register.entities[before.entity or 0]
            same_sentence = doc[before.head].sent.start == doc[begin].sent.start
            own = {t.lower_ for t in doc[max(0, begin - 2) : mention.start]} & {"his", "her"}
            equal = office_head(mention.office) in ("counterpart", "colleague", "number")
            lower = _under(chief, entity) and doc[begin - 1].lower_ == "and"
            adjacent = lower and begin - 1 <= before.end + 1
            if chief.country and same_sentence and not equal and (own or adjacent):
                entity.country = chief.country
        if entity.country:
            before = mention


# Who is at the head of a state: in a list each may be of another one.
_TOPS = frozenset("president premier chancellor king queen emir sultan".split())


def _of_one_list(doc: Doc, register: Register) -> None:
    """ "With Danish Defence Minister A and Security Adviser B", "Ministers C and D of Chad"."""
    run: list[Mention] = []
    for mention in [*_named(register), None]:
        if mention is not None and (not run or _goes_on(doc, run[-1], mention)):
            run.append(mention)
            continue
        if len(run) > 1 and _met_together(doc, run):
            people = [register.entities[m.entity or 0] for m in run]
            lands = {e.country for e in people} - {None}
            first = next((n for n, e in enumerate(people) if e.country), 0)
            for entity in people if len(lands) == 1 else ():
                office = fold(entity.office or "")
                if (
                    _stateless(entity)
                    and office
                    and not _top(office)
                    and (people.index(entity) > first or not _top(fold(people[first].office or "")))
                ):
                    entity.country = next(iter(lands))
        run = [mention] if mention is not None else []


def _top(office: str) -> bool:
    """Whether an office is at the head of a state or government."""
    return office_head(office) in _TOPS or office == "prime minister"


def _met_together(doc: Doc, run: list[Mention]) -> bool:
    """ "With A, B and C": who stands in one list behind a verb or "with" is of one side."""
    first = doc[run[0].head]
    behind = first.dep_ == "dobj" or (first.dep_ == "pobj" and first.head.lower_ in ("with", "to"))
    if first.dep_ == "pobj" and first.head.dep_ == "agent":
        behind = first.head.head.lemma_ in ("lead", "head", "join", "accompany")
    subject = any(doc[m.head].dep_ in ("nsubj", "nsubjpass") for m in run)
    closed = any(t.lower_ == "and" for t in doc[run[-2].end : run[-1].start])
    offices = {fold(m.office or "") for m in run}
    return behind and closed and not subject and len(offices) == len(run)


def _goes_on(doc: Doc, first: Mention, second: Mention) -> bool:
    """Whether nothing but commas, "and" and a state parts two officials, titles left aside."""
    begin = second.start if second.wide_start is None else second.wide_start
    if not first.office or not second.office or doc[first.start].sent != doc[begin].sent:
        return False
    between = doc[first.end : begin]
    words = [t for t in between if t.lower_ not in (",", "and", "the", "as", "well", "of")]
    parted = any(t.lower_ in (",", "and") for t in between)
    return parted and len(words) <= 3 and all(t.ent_type_ == "GPE" for t in words)


def _under(chief: Entity, other: Entity) -> bool:
    """Whether an office is below one that leads a state, and cannot be that of another state."""
    words = fold(other.office or "").split()
    royal = words[-1:] in (["queen"], ["king"], ["prince"], ["princess"])
    if royal and office_head(chief.office) in ("king", "queen", "emir", "sultan", "emperor"):
        return True  # "King A and Queen B"
    leads = office_head(chief.office) in ("president", "king", "queen", "emir") or (
        "prime" in fold(chief.office or "")
    )
    below = words[:1] in (["vice"], ["deputy"], ["first"], ["opposition"]) or (
        words[-1:] == ["minister"] and len(words) > 1 and "prime" not in words
    )
    return leads and below


def _name_the_lead(doc: Doc, register: Register, resolver: Resolver) -> None:
    """A role as subject whose name is told in the next sentence, itself as its subject.

    "Pakistan's foreign minister has arrived in Kabul. A B is to meet ...": news for the ear
    names people late, at times behind a "She told reporters ...". The name must be new, in full,
    and of no other state or office.
    """
    bridged = {  # sentences before one whose subject is a pronoun
        resolver.sentence_of[m.start] - 1
        for m in register.mentions
        if m.form is Form.PRONOUN and m.number == "singular" and doc[m.head].dep_ == "nsubj"
    }
    for role in register.mentions:
        if role.form is not Form.ROLE or role.number != "singular":
            continue
        if not (role.country or role.organisation) or not _one_person(doc, role, resolver):
            continue
        visiting = any(t.lower_ == "visiting" for t in doc[role.start : role.end])
        if doc[role.head].dep_ not in ("nsubj", "nsubjpass") and not visiting:
            continue
        here = resolver.sentence_of[role.start]
        following = [
            m
            for m in register.mentions
            if m.kind is ActorKind.PERSON
            and m.form in (Form.NAME, Form.SURNAME)
            and m.entity is not None
            and here <= resolver.sentence_of[m.start] <= here + 1 + (here in bridged)
            and m.start > role.start
        ]
        if not following or resolver.sentence_of[following[0].start] == here:
            continue
        named = following[0]
        entity = register.entities[named.entity or 0]
        rank = office_head(entity.office) in _RANKS
        if named is not entity.mentions[0] or (" " not in named.name and not (rank and visiting)):
            continue
        if entity.country or entity.organisation or entity.key:
            continue
        if doc[named.head].dep_ not in ("nsubj", "nsubjpass") and not _whose_visit(doc[named.head]):
            continue
        head = office_head(role.office) or role.name
        if entity.office and not rank and resolver.office_fit(head, role, entity) <= 0:
            continue
        entity.country, entity.organisation = role.country, role.organisation
        entity.office = role.office if rank else entity.office or role.office


def _whose_visit(name: Token) -> bool:
    """ "It was A B's first visit": named as the owner of what is told."""
    noun, verb = name.head, name.head.head
    return (
        name.dep_ == "poss"
        and noun.lemma_ in ("visit", "trip", "journey", "tour")
        and noun.dep_ == "attr"
        and any(c.dep_ == "nsubj" and c.lower_ in ("it", "this") for c in verb.children)
    )


def _one_person(doc: Doc, role: Mention, resolver: Resolver) -> bool:
    """Whether a role is a person's: "the UN mediator", not "the UN mission"."""
    if role.kind is ActorKind.PERSON:
        return True
    noun = resolver.gazetteer.role(doc[role.head].lower_)
    return noun is not None and noun.kind in (RoleClass.OFFICE, RoleClass.OFFICIAL)


def _pair_of_office(doc: Doc, register: Register, resolver: Resolver) -> None:
    """ "Presidents A and B": both hold the office; their states, in order, stand just before."""
    for first in register.mentions:
        office = first.office or ""
        if first.kind is not ActorKind.PERSON or first.entity is None or not office.endswith("s"):
            continue
        bearer = register.entities[first.entity]
        others = [
            m
            for m in register.mentions
            if m.entity is not None
            and m.kind is ActorKind.PERSON
            and doc[m.head].dep_ == "conj"
            and doc[m.head].head.i == first.head
        ]
        if len(others) != 1 or bearer.office != office or office.split()[-1] == "affairs":
            continue
        second = register.entities[others[0].entity or 0]
        bearer.office = office[:-1]
        second.office = second.office or bearer.office
        if bearer.country or second.country:
            _other_of_the_pair(resolver, bearer, second)
            continue
        here = resolver.sentence_of[first.start]
        lands: list[str] = []
        for m in register.mentions:
            told = m.country
            near = resolver.sentence_of[m.start] in (here - 1, here) and m.start < first.start
            if told and near and m.form in (Form.NAME, Form.DEMONYM) and told not in lands:
                lands.append(told)
        if len(lands) == 2:
            bearer.country, second.country = lands


def _of_a_later_role(doc: Doc, resolver: Resolver) -> None:
    """ "President A B met ... The Malian leader said": whose state nobody else stands for."""
    people = [e for e in resolver.register.entities if e.kind is ActorKind.PERSON and e.mentions]
    taken = {e.country for e in people}
    for role in resolver.register.mentions:
        if role.form is not Form.ROLE or role.kind is not ActorKind.PERSON or not role.country:
            continue
        if role.number != "singular" or role.country in taken or not role.definite:
            continue
        head = office_head(role.office) or role.name
        before = [
            e
            for e in people
            if _stateless(e)
            and acts_for_a_state(e)
            and min(m.start for m in e.mentions) < role.start
            and resolver.office_fit(head, role, e) >= 0.8
        ]
        if len(before) == 1:
            before[0].country = role.country
            taken.add(role.country)


def _of_the_dateline(doc: Doc, resolver: Resolver, home: str) -> None:
    """Give officials of unnamed state that of the dateline: agencies name it of guests only."""
    register = resolver.register
    people = [e for e in register.entities if e.kind is ActorKind.PERSON and e.mentions]
    open_ = [e for e in people if e.country is None and acts_for_a_state(e)]
    offices = [fold(e.office or "") for e in open_]
    for entity in people:
        mine = fold(entity.office or "")
        several = offices.count(mine) > 1 and " " in mine
        official = _stateless(entity) and _official_at_home(entity) and not several
        if not official:
            continue
        if (
            entity.index in resolver.guests
            or _comes_from_abroad(doc, entity)
            or _faces_home(doc, entity, resolver)
        ):
            resolver.guests.add(entity.index)
        else:
            entity.country = home


def infer_states(resolver: Resolver, visited: dict[int, set[str]] | None = None) -> None:
    """Give an official of unnamed state the one that the report speaks of most.

    Only states that no other official of the report stands for count, and the first must be
    clearly ahead: "President Saied" in a report on Tunisia. `visited` are the states that a
    person visits, and so is not of.
    """
    register = resolver.register
    visited = visited or {}
    told = [m for m in register.mentions if m.country]
    people = [e for e in register.entities if e.kind is ActorKind.PERSON and e.mentions]
    open_ = [e for e in people if e.country is None and acts_for_a_state(e)]
    open_ = [e for e in open_ if e.index not in resolver.guests]
    if not open_ or len(open_) > 2 or resolver.home is not None:
        return
    taken = {e.country for e in people if e.country}
    taken |= {  # "the Deputy Foreign Minister of Peru", without a name
        m.country
        for m in told
        if m.country
        and m.kind is ActorKind.PERSON
        and m.form is Form.ROLE
        and m.number == "singular"
    }
    for entity in open_:
        sentences = {resolver.sentence_of[m.start] for m in entity.mentions}
        counts: dict[str, float] = {}
        for m in told:
            if m.kind is ActorKind.PERSON or m.country is None or m.country in taken:
                continue
            if m.form is not Form.NAME or m.country in visited.get(entity.index, ()):
                continue
            near = resolver.sentence_of[m.start] in sentences
            counts[m.country] = counts.get(m.country, 0.0) + (1.5 if near else 1.0)
        ranked = sorted(counts.items(), key=lambda p: (-p[1], p[0]))
        if not ranked or ranked[0][1] < 1.5:
            continue
        if len(open_) == 1 and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]):
            entity.country = ranked[0][0]
            taken.add(entity.country)


def _official_at_home(entity: Entity) -> bool:
    """Whether an office is one of the state: "minister", "speaker of the assembly"."""
    words = set(fold(entity.office or "").split())
    if fold(entity.office or "").replace("-", " ").startswith("secretary general"):
        return False
    return acts_for_a_state(entity) or bool(
        words & _STATE_BODIES or office_head(entity.office) in _STATE_HEADS
    )


def _comes_from_abroad(doc: Doc, entity: Entity) -> bool:
    """ "Visiting minister A B", "President A B arrived here": whoever comes is no host."""
    for m in entity.mentions:
        begin = m.start if m.wide_start is None else m.wide_start
        if any(t.lower_ == "visiting" for t in doc[max(0, begin - 1) : m.start]):
            return True
        token = doc[m.head]
        while token.dep_ in ("appos", "conj") and token.head.i != token.i:
            token = token.head
        comes = token.dep_ == "nsubj" and token.head.lemma_ in _COMES
        if comes and any(c.lower_ == "here" for c in token.head.children):
            return True
    return False


def _faces_home(doc: Doc, entity: Entity, resolver: Resolver) -> bool:
    """ "A B met his Maltese counterpart", from Valletta: A B is not of Malta."""
    for other in resolver.register.mentions:
        if other.country != resolver.home or other.kind is not ActorKind.PERSON:
            continue
        if office_head(other.office) not in ("counterpart", "colleague", "number"):
            continue
        here = resolver.sentence_of[other.start]
        begin = other.start if other.wide_start is None else other.wide_start
        owned = any(t.lower_ in ("his", "her") for t in doc[max(0, begin - 2) : other.end])
        if owned and any(
            resolver.sentence_of[m.start] == here and m.start < begin for m in entity.mentions
        ):
            return True
    return False


def home_office(doc: Doc, resolver: Resolver, mention: Mention) -> bool:
    """ "The King received ...": whether a role without a name can be that of the home state."""
    words = office_head(mention.office or mention.name)
    full = fold(mention.office or mention.name)
    single = words in _SINGLE or full in ("prime minister", "foreign minister", "foreign secretary")
    if words == "minister" and mention.end < len(doc):  # "the Minister of Health", of one field
        single = single or len(full.split()) > 1 or doc[mention.end].lower_ == "of"
    if resolver.home is None or not single or not mention.definite:
        return False
    return not any(
        e.kind is ActorKind.PERSON
        and (
            fold(e.office or "") == full if words == "minister" else office_head(e.office) == words
        )
        and e.country != resolver.home
        and any(m.start < mention.start for m in e.mentions)
        for e in resolver.register.entities
    )
