"""Visits: one event for each country that a journey leads to, its hosts and its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import ActorKind, EventType
from ingest.language.arguments import Parties
from ingest.language.context import Context
from ingest.language.destinations import (
    described,
    destinations,
    here_unsaid,
    of_the_same_tour,
    visitor_lands,
)
from ingest.language.offices import acts_for_a_state
from ingest.language.places import one_land
from ingest.language.resolving import resolve_token
from ingest.language.syntax import agent_of, child, conjuncts, is_passive, preposition_objects
from ingest.language.types import (
    Argument,
    EventMention,
    Form,
    PlaceExpr,
    Strength,
    Trigger,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def visits_of(
    context: Context, trigger: Trigger, parties: Parties, event: EventMention
) -> list[EventMention]:
    """Return the visits that one word names, a country each, with place and hosts."""
    if not trigger.nominal and any(_it(a) for a in event.arguments if a.slot == "agent"):
        return []
    if not event.parties and of_the_same_tour(context, trigger):
        event.parties = list(context.travellers)
    places = destinations(context, trigger, parties, event)
    _invited_by(context, event)
    gone = _departed(context, trigger, event)
    if "place" in trigger.frame.needs and not places and not gone:
        return []
    if not places and trigger.nominal and trigger.frame.lemma == "visit":
        told = _announced_by(context, trigger, event)
        if told is not None:
            event.place, event.place_strength = told, Strength.INHERITED
    invited = trigger.nominal and event.place is None and bool(event.hosts)
    if not places and (invited or trigger.frame.lemma in ("host", "invite", "visiting")):
        hosts = _host_land(context, event)
        if hosts is not None:
            places = [hosts]
    if not places and trigger.nominal and event.place is None:
        unsaid = here_unsaid(context, trigger, event)
        if unsaid is not None:
            places = [unsaid]
    if trigger.frame.lemma in ("host", "welcome") and places and places[0].kind == "venue":
        event.type = EventType.MEETING
        event.place, event.place_strength = places[0], Strength.ATTACHED
        event.rules.append("host-at-venue")
        event.hosts = []
        return [event]
    if any(p.kind != "continent" for p in places):
        places = [p for p in places if p.kind != "continent"]
    lands = {p.country for p in places}
    _not_at_home(context, event, lands)
    keep = []
    for p in event.parties:
        entity = context.resolver.entity(p)
        if entity.kind is ActorKind.STATE and entity.country in lands and p not in event.hosts:
            continue
        keep.append(p)
    event.parties = keep
    event.hosts = [h for h in event.hosts if h in event.parties]
    if not places:
        return gone or [event]
    made: list[EventMention] = gone
    for place in places:
        same = next((m for m in made if m.place is not None and _one_country(m.place, place)), None)
        if same is not None:
            continue
        made.append(
            EventMention(
                trigger,
                event.type,
                list(event.arguments),
                parties=[
                    p
                    for p in event.parties
                    if p not in event.hosts or not _elsewhere(context, p, place)
                ],
                hosts=[h for h in event.hosts if not _elsewhere(context, h, place)],
                unnamed=event.unnamed,
                sentences=list(event.sentences),
                rules=list(event.rules),
                place=place,
                place_strength=Strength.ATTACHED,
            )
        )
    return made


def leave_natives(context: Context, event: EventMention) -> None:
    """ "A and B signed ..., the high point of a visit": who is at home there is no visitor."""
    land = event.place.country if event.place is not None else None
    if land is None or event.place_strength < Strength.NEAR:
        return
    lands = {p: context.resolver.entity(p).country for p in event.parties if p not in event.hosts}
    if any(c not in (None, land) for c in lands.values()):
        event.parties = [p for p in event.parties if lands.get(p) != land]


def _elsewhere(context: Context, host: int, place: PlaceExpr) -> bool:
    """ "to Chad at the invitation of President X, and afterwards to Mali": X hosts in Chad."""
    entity = context.resolver.entity(host)
    return (
        entity.kind in (ActorKind.PERSON, ActorKind.STATE)
        and entity.country is not None
        and place.country is not None
        and entity.country != place.country
    )


def _it(argument: Argument) -> bool:
    """ "The storm was northbound as it left the islands": what travels is no official."""
    mention = argument.mention
    return mention is not None and mention.form is Form.PRONOUN and mention.name == "it"


def _not_at_home(context: Context, event: EventMention, lands: set[str | None]) -> None:
    """ "X is in Chile after Y's invitation and her visit to Oslo": nobody visits their own state.

    A pronoun that was taken for somebody of the state visited is the last other person before it.
    """
    resolver = context.resolver
    for a in event.arguments:
        if a.mention is None or a.mention.form is not Form.PRONOUN or len(a.entities) != 1:
            continue
        if resolver.entity(a.entities[0]).country not in lands:
            continue
        here = resolver.sentence_of[a.mention.start]
        others = [
            m.entity
            for m in resolver.register.mentions
            if m.entity is not None
            and m.kind is ActorKind.PERSON
            and m.start < a.mention.start
            and here - resolver.sentence_of[m.start] <= 1
            and resolver.entity(m.entity).country not in lands
            and resolver.entity(m.entity).gender in (None, a.mention.gender)
        ]
        if others:
            event.parties = [others[-1] if p == a.entities[0] else p for p in event.parties]
            a.entities = (others[-1],)


def _departed(context: Context, trigger: Trigger, event: EventMention) -> list[EventMention]:
    """ "left Doha on Monday", said of a visitor: the stay there is over."""
    verb = context.doc[trigger.head]
    if trigger.frame.lemma not in ("leave", "depart") or verb.tag_ not in ("VBD", "VBN"):
        return []
    if any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children) or is_passive(verb):
        return []
    left = child(verb, "dobj")
    own = visitor_lands(context, event)
    if left is None:
        return []
    place = context.places_at.get(left.i) or described(context, left, own)
    if place is None or place.country is None or place.country in own:
        return []
    people = [context.resolver.entity(p) for p in event.parties]
    abroad = any(e.country or e.kind is ActorKind.ORGANISATION for e in people)
    if not abroad or any(
        a.mention is not None and a.mention.form is Form.NAME and a.mention.kind is ActorKind.STATE
        for a in event.arguments
    ):
        return []
    over = replace(trigger, frame=replace(trigger.frame, lemma="left"))
    return [
        EventMention(
            over,
            event.type,
            list(event.arguments),
            parties=list(event.parties),
            sentences=list(event.sentences),
            rules=[*event.rules, "departed"],
            place=place,
            place_strength=Strength.ATTACHED,
        )
    ]


_GREETING = frozenset("greet welcome meet receive".split())
_ARRIVING = frozenset("airport airfield airbase arrival station tarmac border".split())


def add_greeters(context: Context, events: list[EventMention]) -> None:
    """ "It was met at the airport by Minister X": X is a host of the visit told before."""
    if not any(e.type is EventType.VISIT for e in events):
        return
    for number, sent in enumerate(context.doc.sents):
        for verb in sent:
            if verb.lemma_ not in _GREETING or not is_passive(verb):
                continue
            if not any(t.lower_ in _ARRIVING for t in sent):
                continue
            visit = next(
                (
                    e
                    for e in reversed(events)
                    if e.type is EventType.VISIT
                    and 0 <= number - e.trigger.sentence <= 1
                    and e.trigger.head < verb.i
                    and e.place is not None
                    and e.place.country is not None
                ),
                None,
            )
            if visit is not None:
                _greet(context, visit, verb)


def _greet(context: Context, visit: EventMention, verb: Token) -> None:
    own = visitor_lands(context, visit)
    place = visit.place
    agents = agent_of(verb) or [o for o, _ in preposition_objects(verb, frozenset({"by"}))]
    for agent in agents:
        for t in conjuncts(agent):
            for mention, entities in resolve_token(context, t, "greeter", []):
                for e in entities:
                    entity = context.resolver.entity(e)
                    if entity.kind is not ActorKind.PERSON or e in visit.parties:
                        continue
                    if entity.country is None and acts_for_a_state(entity) and place is not None:
                        entity.country = place.country
                    if place is None or entity.country != place.country or entity.country in own:
                        continue
                    visit.arguments.append(Argument(t.i, "host", "greeter", mention, (e,)))
                    visit.hosts.append(e)
                    visit.parties.append(e)


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
    if head.dep_ == "pobj" and head.head.lower_ in ("after", "following", "since"):
        return  # what went before: the invitation is to what the clause tells
    for token in head.sent:
        if token.lower_ != "invitation":
            continue
        to_do_so = any(c.dep_ in ("acl", "relcl") and head in c.subtree for c in token.children)
        if token.head.lower_ not in ("at", "on", "upon") and not to_do_so:
            continue
        if not event.trigger.nominal and head.dep_ == "conj" and token.i < head.i:
            continue  # "visits Chad at the invitation of X and then goes to Niger"
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
            if context.home is not None and context.home.country == country:
                return context.home  # of the land visited one knows where the story is told
            name = context.resolver.gazetteer.state_names.get(country, country)
            return PlaceExpr(head.i, head.i + 1, head.i, "state", name, None, country)
    return None


def _one_country(a: PlaceExpr, b: PlaceExpr) -> bool:
    return one_land(a.country, b.country)
