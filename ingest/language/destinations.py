"""Where a visit leads, in whatever words it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import ActorKind
from ingest.language.arguments import Parties, destination_reaches
from ingest.language.context import Context
from ingest.language.place_links import where_stands
from ingest.language.syntax import child, comes_in, preposition_objects
from ingest.language.triggers import carrier
from ingest.language.types import EventMention, PlaceExpr, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Nouns that stand for the land or town spoken of: "arrived in the country", "in this capital".
LAND_NOUNS = frozenset("country nation kingdom republic".split())
TOWN_NOUNS = frozenset({"capital", "city"})


def destinations(
    context: Context, trigger: Trigger, parties: Parties, event: EventMention
) -> list[PlaceExpr]:
    """Return the places that a word of a visit leads to, each once, in order of the text."""
    doc = context.doc
    places: list[PlaceExpr] = []

    def add(found: PlaceExpr | None) -> None:
        if found is not None and all(found.start != p.start for p in places):
            places.append(found)

    for c in doc[trigger.head].children:
        if c.lower_ in ("here", "there"):
            add(context.places_at.get(c.i))
    for t in destination_reaches(doc, trigger, parties):
        add(_at(context, doc[t]) or described(context, doc[t], visitor_lands(context, event)))
    if trigger.nominal and not places:
        for found in (
            _behind_the_date(context, trigger),
            _named_by_copula(context, trigger),
        ):
            add(found)
    if not places:
        add(_where(context, trigger))
    for p in tuple(places):
        for other in _listed_after(context, p):
            add(other)
    if not places and context.home is not None and _comes_in(doc, trigger):
        return [context.home]  # agency copy: "arrived earlier in the day", "flew in from Doha"
    if not places and trigger.nominal:
        add(_return_visit(context, trigger, event))
    if not places and context.home is None and trigger.frame.lemma == "arrive":
        add(_gone_to_before(context, trigger, event))
    return places


def visitor_lands(context: Context, event: EventMention) -> set[str | None]:
    """States of those who travel."""
    return {context.resolver.entity(p).country for p in event.parties if p not in event.hosts}


def _at(context: Context, token: Token) -> PlaceExpr | None:
    """The place at a token or in what qualifies it ("Lima airport", "the capital of Chad")."""
    found = context.places_at.get(token.i)
    if found is not None:
        return found
    for c in token.children:
        if c.dep_ in ("appos", "nmod", "compound") and c.i in context.places_at:
            return context.places_at[c.i]
    for o, _ in preposition_objects(token, frozenset({"of", "in", "at"}), reach=5):
        for t in (o, *o.lefts):  # "the city of Recife Wednesday"
            if t.i in context.places_at and (t.i == o.i or t.dep_ == "compound"):
                return context.places_at[t.i]
    return None


def described(context: Context, token: Token, own: set[str | None]) -> PlaceExpr | None:
    """ "arrived in the country", "in this capital": the place last named, else the dateline's.

    Nobody visits their own state: a place in one of `own` is passed over.
    """
    word = token.lemma_.lower()
    if word not in LAND_NOUNS | TOWN_NOUNS:
        return None
    if any(c.dep_ not in ("det", "punct") and c.i < token.i for c in token.children):
        return None
    article = child(token, "det")
    if article is None or article.lower_ not in ("the", "this"):
        return None
    candidates: list[PlaceExpr] = []
    if word in LAND_NOUNS and article.lower_ == "the":
        first = context.doc[max(0, token.sent.start - 1)].sent.start
        for i in range(token.i - 1, first - 1, -1):
            found = context.places_at.get(i)
            if found is not None and found.country is not None:
                candidates.append(found)
    if context.home is not None:
        candidates.append(context.home)
    for place in candidates:
        if place.country is None or place.country in own:
            continue
        if word in TOWN_NOUNS:
            return place if place.city is not None else None
        return land(context, token, place.country)
    return None


def land(context: Context, token: Token, country: str) -> PlaceExpr:
    """Return a state as a place that stands at a token."""
    name = context.resolver.gazetteer.state_names.get(country, country)
    return PlaceExpr(token.i, token.i + 1, token.i, "state", name, None, country)


def _behind_the_date(context: Context, trigger: Trigger) -> PlaceExpr | None:
    """ "the outcome of her visits last week to Oslo": the parser hangs "to" on another noun."""
    doc = context.doc
    last = doc[trigger.head].sent.end
    for i in range(trigger.head + 1, min(last, trigger.head + 7)):
        token = doc[i]
        if token.lower_ == "to":
            return next(
                (
                    context.places_at[k]
                    for k in range(i + 1, min(last, i + 5))
                    if k in context.places_at
                ),
                None,
            )
        if token.ent_type_ not in ("DATE", "TIME") and token.lower_ not in ("on", "in", "this"):
            return None
    return None


def _named_by_copula(context: Context, trigger: Trigger) -> PlaceExpr | None:
    """ "the next stop of the tour is Chad"."""
    noun = context.doc[trigger.head]
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be":
        return None
    said = child(verb, "attr")
    return context.places_at.get(said.i) if said is not None else None


def _where(context: Context, trigger: Trigger) -> PlaceExpr | None:
    """ "from Lima, where he paid a two-day visit": the visit is to what "where" stands for."""
    token = carrier(context.doc[trigger.head])
    for _ in range(4):
        if token.dep_ == "relcl" and any(c.lower_ == "where" for c in token.children):
            return _at(context, where_stands(token.head))
        if token.head.i == token.i:
            break
        token = token.head
    return None


def _listed_after(context: Context, place: PlaceExpr) -> list[PlaceExpr]:
    """ "to Cairo, Amman and Damascus": the places of a list, whatever the parser makes of it."""
    doc = context.doc
    found: list[PlaceExpr] = []
    end = place.end
    last = doc[place.start].sent.end
    while True:
        j = end
        while j < last and doc[j].lower_ in (",", "and", "then", "later", "the", "to", "on"):
            j += 1
        after = context.places_at.get(j) if end < j < last else None
        if after is None or after.start != j or doc[end].lower_ not in (",", "and", "then"):
            return found
        found.append(after)
        end = after.end


def _comes_in(doc: Doc, trigger: Trigger) -> bool:
    if trigger.frame.lemma in ("arrive", "land"):
        return True
    return not trigger.nominal and comes_in(doc[trigger.head])


def _gone_to_before(context: Context, trigger: Trigger, event: EventMention) -> PlaceExpr | None:
    """ "An envoy came to Chad. Minister X arrived on Friday": where the sentence before led."""
    doc = context.doc
    first = doc[trigger.head].sent.start
    here = [context.places_at.get(t.i) for t in doc[trigger.head].sent]
    if first == 0 or any(p is not None for p in here):
        return None
    own = visitor_lands(context, event)
    for i in range(first - 1, doc[first - 1].sent.start - 1, -1):
        place = context.places_at.get(i)
        if place is None or place.preposition is None or place.country in own:
            continue
        if doc[place.preposition].lower_ == "to":
            return place
    return None


def _return_visit(context: Context, trigger: Trigger, event: EventMention) -> PlaceExpr | None:
    """ "will pay a return visit": to the state of who visited before."""
    noun = context.doc[trigger.head]
    if not any(c.lower_ == "return" and c.i < noun.i for c in noun.children):
        return None
    own = visitor_lands(context, event)
    for index in context.travellers:
        country = context.resolver.entity(index).country
        if country is not None and country not in own:
            return land(context, noun, country)
    return None


def here_unsaid(context: Context, trigger: Trigger, event: EventMention) -> PlaceExpr | None:
    """ "who is on a three-day visit", under a dateline abroad: the visit is to where one writes."""
    if context.home is None or context.home.country is None or trigger.definite:
        return None
    noun = carrier(context.doc[trigger.head])
    verb = noun.head
    by = any(a.relation == "by-phrase" and a.entities for a in event.arguments)
    if by and trigger.verb is None:
        pass  # "the talks came out of a four-day visit by Minister X"
    elif noun.dep_ == "pobj":
        if noun.head.lower_ not in ("on", "for"):
            return None
        verb = noun.head.head
        if verb.lemma_ not in ("be", "arrive", "come"):
            return None
    elif noun.dep_ != "dobj" or verb.lemma_ not in ("begin", "start", "end", "conclude", "finish"):
        return None
    if verb.lemma_ == "be" and verb.tag_ not in ("VBZ", "VBP"):
        return None
    if any(c.lower_ in ("will", "would", "to") and c.dep_ == "aux" for c in verb.children):
        return None
    own = visitor_lands(context, event)
    if None in own or not own or context.home.country in own:
        return None
    if not any(context.resolver.entity(p).kind is ActorKind.PERSON for p in event.parties):
        return None
    return context.home


def of_the_same_tour(context: Context, trigger: Trigger) -> bool:
    """ "the next stop is Chad", "a trip to Chad was dropped", told after a visit: same visitors."""
    if not trigger.nominal or not context.travellers:
        return False
    near = trigger.sentence - context.travelled
    if trigger.frame.lemma in ("stop", "stopover"):
        return near <= 4
    verb = context.doc[trigger.verb] if trigger.verb is not None else None
    off = verb is not None and context.lexicon.has("cancel", verb.lemma_)
    return off and near <= 1 and not trigger.definite
