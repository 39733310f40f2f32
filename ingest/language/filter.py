"""Stage 9: what is no diplomatic event: domestic, habitual, process or backdrop.

`precision` sets how much must be known: ``"recall"`` keeps events with one foreign party,
``"balanced"`` wants two sides, or a visit abroad, or one side with clearly foreign company,
``"strict"`` wants two named sides or a named visitor with a destination.
"""

from __future__ import annotations

from typing import Literal

from graph.identifiers import fold
from graph.model import ActorKind, EventType, Status
from ingest.language.entities import Resolver
from ingest.language.offices import GOVERNMENT_OFFICES, acts_for_a_state, office_head
from ingest.language.places import one_land
from ingest.language.types import Entity, EventMention, Form, Strength

Precision = Literal["recall", "balanced", "strict"]
PRECISIONS: tuple[Precision, ...] = ("recall", "balanced", "strict")

_PROCESS = frozenset(
    "negotiation dialogue discussion consultation deal agreement treaty accord pact contract".split()
)
_TRUCES = frozenset({"truce", "ceasefire", "cease-fire"})
_GRAND = frozenset("summit conference talk talks forum gathering session".split())


def keep(
    event: EventMention,
    resolver: Resolver,
    precision: Precision,
    *,
    home: str | None = None,
    guests: frozenset[int] = frozenset(),
) -> str | None:
    """Return the name of the reason for which an event is dropped, or None if it stays.

    `home` is the state of the dateline (ISO 3166 alpha-3), where the report has one; `guests`
    are the entities that the report shows on a visit to another state.
    """
    sides = foreign_sides(event, resolver, home)
    if not event.parties:
        return "no-party"
    if not any(_stands_for_something(p, resolver) for p in event.parties):
        return "no-actor"
    if (
        event.type in (EventType.MEETING, EventType.CALL)
        and all(_nobody_of_office(p, resolver) for p in event.parties)
        and not _tells_of_officials(resolver)
    ):
        return "no-actor"
    cues = {r for m in _mentions(event) for r in m.rules if r.startswith("status:")}
    if cues == {"status:negated"}:
        return "negated"
    if event.type is EventType.VISIT:
        return _visit(event, resolver, precision, home)
    if event.type is EventType.AGREEMENT and not _concluded(event):
        return "standing-agreement"
    if (
        event.type is EventType.MEETING
        and event.trigger.frame.lemma in _PROCESS
        and not _situated(event)
    ):
        return "process"
    if len(sides) >= 2:
        return None
    if precision == "strict":
        return "one-side"
    lone = resolver.entity(event.parties[0])
    body = next(
        (
            resolver.entity(p)
            for p in event.parties
            if resolver.entity(p).kind is ActorKind.ORGANISATION and resolver.entity(p).key
        ),
        None,
    )
    if (
        event.type is EventType.MEETING
        and body is not None
        and event.trigger.frame.lemma in (_GRAND | {"meet", "meeting", "convene", "gather"})
    ) and (event.time is not None or event.place is not None):
        return None
    if event.type is EventType.AGREEMENT and len(sides) == 1 and event.trigger.verb is not None:
        land = event.place.country if event.place is not None else None
        firm = event.place_strength >= Strength.NEAR
        if (
            land
            and firm
            and lone.country
            and land != lone.country
            and event.status is Status.OCCURRED
        ):
            return None
    if event.type is EventType.MEETING and event.foreign_words and (event.time or event.place):
        return None
    if event.type is EventType.MEETING and len(sides) == 1:
        abroad = (
            event.place is not None
            and event.place.country
            and lone.country
            and event.place.country != lone.country
        )
        if abroad and event.time is not None:
            return None
        grand = event.trigger.frame.lemma in ("summit", "conference", "forum")
        official = lone.kind is ActorKind.PERSON and acts_for_somebody(lone)
        if (
            grand
            and official
            and event.place is not None
            and event.place_strength >= Strength.NEAR
            and (lone.country is None or abroad)
        ):
            return None
    if event.type is EventType.CEREMONY and len(sides) == 1:
        abroad = (
            event.place is not None
            and event.place.country
            and lone.country
            and event.place.country != lone.country
        )
        # "laid a wreath at the monument": told from where the news is written
        told_here = (
            event.place is None
            and not event.trigger.nominal
            and home is not None
            and lone.country not in (None, home)
        )
        if abroad or told_here or event.parties[0] in guests:
            return None
    # a guest and somebody without a name ("met members of parliament")
    guest = event.parties[0] in guests and event.unnamed and len(sides) == 1
    if guest and event.type is EventType.MEETING and (event.time or event.place):
        return None
    if (
        event.type in (EventType.MEETING, EventType.CALL)
        and len(sides) == 1
        and event.unnamed
        and _official_beside(event)
    ):
        return None
    if event.type is EventType.AGREEMENT and event.trigger.frame.lemma in _TRUCES:
        # one side: the other is not told, unless this one declares it alone
        told = any(m.trigger.verb is not None for m in _mentions(event))
        return None if told else "one-side"
    if precision == "recall" and len(sides) == 1 and (event.time or event.place):
        return None
    return "one-side"


def _mentions(event: EventMention) -> list[EventMention]:
    return [event, *event.merged]


def _concluded(event: EventMention) -> bool:
    """Whether some mention says that an agreement is made, or dates it."""
    for m in _mentions(event):
        if not m.trigger.nominal or m.trigger.verb is not None:
            return True
        if m.time is not None and m.time.strength >= Strength.NEAR:
            return not any(
                r in ("status:from-noun", "status:of-noun", "status:for") for r in m.rules
            )
    return False


def _official_beside(event: EventMention) -> bool:
    """ "The President spoke with Israeli Prime Minister X": one named side, one office.

    A report calls its own officials by their office and foreign ones by their state.
    """
    unnamed = any(
        a.slot == "agent"
        and not a.entities
        and a.mention is not None
        and a.mention.form is Form.ROLE
        and a.mention.definite
        and a.mention.number == "singular"
        and (
            office_head(a.mention.office or a.mention.name) in GOVERNMENT_OFFICES
            or fold(a.mention.office or a.mention.name) == "secretary general"
        )
        for a in event.arguments
    )
    abroad = any(
        a.entities and a.slot != "agent" and a.mention is not None and a.mention.country is not None
        for a in event.arguments
    )
    return unnamed and abroad


def _situated(event: EventMention) -> bool:
    """Whether some mention of a process gives it a date, a place or a support verb."""
    return any(
        m.trigger.verb is not None
        or (m.time is not None and m.time.strength >= Strength.NEAR)
        or (m.place is not None and m.place_strength >= Strength.NEAR)
        for m in _mentions(event)
    )


def is_named_group(entity: Entity) -> bool:
    """Whether a group is one of the tables, and not "the rebels" of some state."""
    return bool(entity.key) and entity.key != f"{entity.name} of {entity.country}"


def acts_for_somebody(entity: Entity) -> bool:
    """Whether a person holds an office of a state or a known body."""
    return bool(entity.office or entity.organisation)


def _visit(
    event: EventMention, resolver: Resolver, precision: Precision, home: str | None
) -> str | None:
    land = event.place.country if event.place is not None else None
    visitors = [resolver.entity(p) for p in event.parties if p not in event.hosts]
    if not visitors:
        return "no-visitor"
    if all(v.kind is ActorKind.GROUP and not is_named_group(v) for v in visitors):
        return "nobody-named"
    if land is None and event.place is None:
        return "no-destination"
    if all(
        v.country is None
        and not v.organisation
        and v.kind is ActorKind.PERSON
        and not (acts_for_a_state(v) or (v.office and office_head(v.office) != "leader"))
        for v in visitors
    ):
        return "private-visitor"
    hosts = {resolver.entity(h).country for h in event.hosts}
    alone = all(v.country is None and v.kind is ActorKind.PERSON for v in visitors)
    if alone and land is not None and hosts == {land} == {resolver.speaker}:
        return "at-home"  # "The President hosted Senator X", in a statement of their own
    if land is not None and all(
        one_land(v.country, land) or (home == land and _domestic(v, resolver)) for v in visitors
    ):
        return "at-home"
    if any(v.kind is ActorKind.ORGANISATION and not v.key for v in visitors) and len(visitors) == 1:
        return "private-visitor"
    if event.place_strength < Strength.NEAR and precision == "strict":
        return "no-destination"
    return None


def _domestic(entity: Entity, resolver: Resolver) -> bool:
    """ "SURABAYA: a visit by the Minister of Home Affairs, A B": whose state goes unsaid."""
    return (
        entity.kind is ActorKind.PERSON
        and entity.country is None
        and acts_for_a_state(entity)
        and entity.index not in resolver.guests
    )


def _nobody_of_office(index: int, resolver: Resolver) -> bool:
    """A person of whom the report tells a state at most: players, artists, suspects."""
    e = resolver.entity(index)
    return e.kind is ActorKind.PERSON and not (e.office or e.organisation or e.key)


def _tells_of_officials(resolver: Resolver) -> bool:
    """Whether a report names anybody by an office at all; reports of sport do not."""
    register = resolver.register
    return any(e.office for e in register.entities if e.kind is ActorKind.PERSON) or any(
        m.form is Form.ROLE and m.country for m in register.mentions
    )


def _stands_for_something(index: int, resolver: Resolver) -> bool:
    e = resolver.entity(index)
    if e.kind in (ActorKind.STATE, ActorKind.GROUP):
        return True
    if e.kind is ActorKind.ORGANISATION:
        return e.key is not None
    return bool(e.country or e.organisation or e.office or e.key)


# Offices of which a state has one: two who hold the same are of two states.
_SOLE = frozenset("president king queen emir amir sultan premier chancellor speaker".split())


def foreign_sides(event: EventMention, resolver: Resolver, home: str | None = None) -> set[str]:
    """The different states, bodies and movements that take part.

    An official of unnamed state counts as a side of their own ("? Name") where the others show
    that they are of another one: they hold the same office, or stand opposite to a named state.
    """
    sides: set[str] = set()
    people = [e for p in event.parties if (e := resolver.entity(p)).kind is ActorKind.PERSON]
    for one in people:
        peers = [e for e in people if _sole_office(e) and _sole_office(e) == _sole_office(one)]
        if len(peers) >= 2 and not one.country and not one.organisation:
            sides.add(f"? {one.name}")
    for p in event.parties:
        e = resolver.entity(p)
        if e.kind is ActorKind.STATE and e.country:
            sides.add(e.country)
        elif e.kind is ActorKind.PERSON:
            if e.country:
                sides.add(e.country)
            elif e.organisation or e.key:
                sides.add(e.organisation or e.name)
            elif _opposite_a_state(p, event, resolver, home):
                sides.add(f"? {e.name}")
        elif e.kind is ActorKind.GROUP and not e.key and not _foreign_group(e):
            continue
        elif e.kind is ActorKind.GROUP or (e.kind is ActorKind.ORGANISATION and e.key):
            sides.add(e.name)
    return sides


def _sole_office(entity: Entity) -> str:
    """The office of a person if a state has one of it ("foreign minister"), else nothing."""
    words = [w.removesuffix("s") for w in fold(entity.office or "").split()]
    head = office_head(entity.office).removesuffix("s")
    if head in _SOLE:
        return head
    # a minister of something; "minister" alone can be any of a cabinet
    return " ".join(words) if head == "minister" and len(words) == 2 else ""


def _opposite_a_state(
    index: int, event: EventMention, resolver: Resolver, home: str | None
) -> bool:
    """Whether a person of unnamed state faces, in another slot, a party of a named one.

    Several officials in one subject are of one government. Somebody without an office faces a
    foreign state only where the dateline says which state is at home: "National Assembly
    Chairwoman X met with the Belgian minister", from Hanoi.
    """
    person = resolver.entity(index)
    official = acts_for_a_state(person)
    slots = {a.slot for a in event.arguments if index in a.entities}
    for a in event.arguments:
        # "The leaders recalled their meeting": who are told by one word are two sides
        both = (
            a.mention is not None
            and a.mention.form in (Form.PLURAL, Form.PRONOUN)
            and index in a.entities
        )
        if a.slot in slots and a.relation != "between-phrase" and not both:
            continue
        lands = {resolver.entity(e).country for e in a.entities if e != index} - {None}
        if lands == {resolver.speaker} and office_head(person.office) in _POSTS:
            continue  # "The President met with Secretary X": a colleague
        if lands and (official or (home is not None and home not in lands)):
            return True
    return False


# Posts in which a statement's own government has people; guests among them are told with a state.
_POSTS = frozenset(
    "secretary adviser advisor administrator director chief coordinator envoy undersecretary "
    "ambassador deputy assistant".split()
)


_ABROAD = frozenset(
    "world foreign international regional european african asian arab western latin".split()
)


def _foreign_group(entity: Entity) -> bool:
    """Whether a group without an entry in the tables is one of several states' people."""
    words = {w.lower() for w in entity.name.split()}
    return bool(words & _ABROAD) or bool(entity.country) or "caribbean" in words
