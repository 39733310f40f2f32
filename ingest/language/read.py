"""All stages after the parse, in order, over one `Doc`: the heart of the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Status,
    TimeExpression,
)
from ingest.language import dates, place_links, places
from ingest.language.acts.find import Act, accounts_of_acts, date_acts, find_acts, unite
from ingest.language.acts.lexicon import act_lexicon
from ingest.language.allegiance import infer_states
from ingest.language.assembly import accounts_of, actor_of, quotations_of
from ingest.language.confidence import confidence
from ingest.language.context import Context, index_mentions
from ingest.language.dating import (
    continued,
    counted,
    day_of_encounters,
    default_day,
    inherit,
    past_plan,
    present_day,
)
from ingest.language.entities import Resolver, build_register
from ingest.language.events import collect
from ingest.language.filter import Precision, foreign_sides, keep
from ingest.language.gazetteer import Gazetteer
from ingest.language.lexicon import Lexicon
from ingest.language.mentions import find_mentions
from ingest.language.merge import merge
from ingest.language.narration import SEQUEL, followed, second_sentence
from ingest.language.offices import acts_for_a_state
from ingest.language.quotations import find_quotes
from ingest.language.reading import Reading, reading_of
from ingest.language.sides import add_other_side
from ingest.language.speaking import find_speaker
from ingest.language.status import Reading as Told
from ingest.language.status import cancels, read_status, settle
from ingest.language.stays import of_phase, stretch
from ingest.language.syntax import governing_verb
from ingest.language.triggers import find_triggers
from ingest.language.types import (
    EventMention,
    Form,
    Mention,
    PlaceExpr,
    Strength,
    TimeExpr,
    TimeLink,
    TimeValue,
    Trigger,
)
from ingest.language.visits import leave_natives

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ingest.knowledge import Knowledge


@dataclass
class Tables:
    """What the stages know beforehand."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    knowledge: Knowledge | None = None
    extra: Path | None = None  # the user's folder of tables


@dataclass
class Stages:
    """What each stage found; kept for tests, errors and training."""

    reading: Reading
    mentions: list[Mention] = field(default_factory=list)
    resolver: Resolver | None = None
    context: Context | None = None
    triggers: list[Trigger] = field(default_factory=list)
    times: list[TimeExpr] = field(default_factory=list)
    places: list[PlaceExpr] = field(default_factory=list)
    candidates: list[EventMention] = field(default_factory=list)
    events: list[EventMention] = field(default_factory=list)
    dropped: list[tuple[EventMention, str]] = field(default_factory=list)


def run_stages(doc: Doc, tables: Tables, precision: Precision = "balanced") -> Stages:
    """Run mentions to filter over a parsed `Doc` and return what each stage found."""
    reading = reading_of(doc)
    stages = Stages(reading)
    published = dates.day_of_publication(reading.published, reading.dateline_date)
    stages.mentions = find_mentions(doc, tables.gazetteer)
    resolver = build_register(doc, stages.mentions, tables.gazetteer, reading)
    find_speaker(doc, resolver, tables.gazetteer, reading)
    stages.resolver = resolver
    stages.triggers = find_triggers(doc, tables.lexicon, reading)
    stages.times = dates.find_times(doc, published, reading.starts or (0,))
    people = [
        i
        for m in stages.mentions
        if m.kind is ActorKind.PERSON and m.form in (Form.NAME, Form.SURNAME)
        for i in range(m.start, m.end)
    ]
    if tables.knowledge is not None:
        stages.places = places.find_places(
            doc, tables.knowledge, dateline=reading.dateline_place, people=people
        )
    places_at = {i: p for p in stages.places for i in range(p.start, p.end)}
    context = Context(doc, resolver, tables.lexicon, index_mentions(stages.mentions), places_at)
    if reading.dateline_place and tables.knowledge is not None:
        context.home = places.place_named(reading.dateline_place, tables.knowledge)
    stages.context = context
    stages.candidates = collect(context, stages.triggers)
    heads = [t.head for t in stages.triggers]
    for event in stages.candidates:
        situate(doc, event, stages, tables, published, heads)
    _of_the_land(stages.candidates, resolver)
    infer_states(resolver, _visited(stages.candidates))
    body = [e for e in stages.candidates if reading.kind_of(e.trigger.head) != "title"]
    merged = merge(body, resolver)
    counted(doc, merged, stages.times)
    for event in merged:
        present_day(event, published)
    inherit(merged, resolver)
    for event in merged:
        default_day(doc, event, published, reading, stages.times)
        stretch(doc, event, stages.times)
    inherit(merged, resolver)
    day_of_encounters(merged)
    home = context.home.country if context.home is not None else None
    guests = frozenset(
        p
        for e in merged
        if e.type is EventType.VISIT and e.place is not None and e.place.country
        for p in e.parties
        if p not in e.hosts and resolver.entity(p).country not in (None, e.place.country)
    )
    for event in merged:
        past_plan(event, published)
        continued(doc, event, stages.times, published)
        followed(doc, event, merged, stages.times, published)
        second_sentence(doc, event, stages.times, published, reading)
        if len(foreign_sides(event, resolver, home)) < 2:
            add_other_side(event, resolver)
        if event.type is EventType.VISIT:
            leave_natives(context, event)
        reason = keep(event, resolver, precision, home=home, guests=guests)
        if reason is None:
            event.confidence = confidence(event, resolver)
            stages.events.append(event)
        else:
            stages.dropped.append((event, reason))
    return stages


def _of_the_land(events: list[EventMention], resolver: Resolver) -> None:
    """An official of unnamed state whom a visitor meets is of the state visited."""
    lands = {
        p: e.place.country
        for e in events
        if e.type is EventType.VISIT and e.place is not None and e.place.country
        for p in e.parties
    }
    for event in events:
        _host_at_home(event, resolver)
        _met_abroad(event, resolver)
    _other_of_two(events, resolver)
    for event in events:
        if event.type is EventType.VISIT or len(event.parties) < 2:
            continue
        visited = {lands[p] for p in event.parties if p in lands} - {None}
        if len(visited) != 1:
            continue
        for p in event.parties:
            entity = resolver.entity(p)
            if p not in lands and entity.country is None and acts_for_a_state(entity):
                entity.country = next(iter(visited))


def _visited(events: list[EventMention]) -> dict[int, set[str]]:
    """The states that each visitor of a report visits."""
    found: dict[int, set[str]] = {}
    for event in events:
        land = event.place.country if event.place is not None else None
        if event.type is EventType.VISIT and land:
            for p in event.parties:
                if p not in event.hosts:
                    found.setdefault(p, set()).add(land)
    return found


def _host_at_home(event: EventMention, resolver: Resolver) -> None:
    """Who hosts or receives somebody in a city is of its state, where none is named."""
    land = event.place.country if event.place is not None else None
    hosting = any(r.split(":")[1] in _HOSTING for r in event.rules if r.startswith("verb:"))
    if land is None or event.place_strength < Strength.NEAR:
        return
    if any(resolver.entity(p).country == land for p in event.parties):
        return
    for a in event.arguments:
        if not (a.slot == "host" or (hosting and a.slot == "agent" and "subject" in a.relation)):
            continue
        for e in a.entities:
            entity = resolver.entity(e)
            if entity.country is None and acts_for_a_state(entity):
                entity.country = land


def _met_abroad(event: EventMention, resolver: Resolver) -> None:
    """ "In Lagos, she met with Vice President X": whom a traveller meets in a land is of it."""
    land = event.place.country if event.place is not None else None
    if event.type is not EventType.MEETING or land is None or event.place_strength < Strength.NEAR:
        return
    guests = {
        resolver.entity(e).country for a in event.arguments if a.slot == "agent" for e in a.entities
    }
    if not guests or None in guests or land in guests:
        return
    for a in event.arguments:
        for e in a.entities if a.slot == "partner" else ():
            entity = resolver.entity(e)
            if entity.country is None and acts_for_a_state(entity):
                entity.country = land


def _other_of_two(events: list[EventMention], resolver: Resolver) -> None:
    """ "A and B signed ... It was signed by Minister X and his B counterpart": X is of A.

    Only where the report tells of one pair of states.
    """
    pairs: list[set[str]] = []
    for event in events:
        parties = [resolver.entity(p) for p in event.parties]
        lands = {e.country for e in parties if e.kind is ActorKind.STATE and e.country}
        if len(lands) == len(parties) == 2 and lands not in pairs:
            pairs.append({str(c) for c in lands})
    if len(pairs) != 1:
        return
    for event in events:
        people = [resolver.entity(p) for p in event.parties]
        if len(people) != 2 or any(e.kind is not ActorKind.PERSON for e in people):
            continue
        for one, other in (people, people[::-1]):
            if one.country is None and other.country in pairs[0] and acts_for_a_state(one):
                one.country = next(iter(pairs[0] - {other.country}))


_HOSTING = frozenset({"host", "receive", "welcome"})


def situate(
    doc: Doc,
    event: EventMention,
    stages: Stages,
    tables: Tables,
    published: str | None,
    heads: Sequence[int],
) -> None:
    """Give an event mention its status, date and place."""
    caption = stages.reading.kind_of(event.trigger.head) == "caption"
    told = read_status(doc, event.trigger, tables.lexicon, caption=caption)
    event.status, event.status_firm = told.status, told.firm
    event.rules.append(f"status:{told.cue}")
    links = dates.link_times(
        doc, event.trigger.head, stages.times, verb=event.trigger.verb, events=heads
    )
    for link in _of_leg(event, links, stages.candidates):
        if link.cost > NEAR_LIMIT:
            break
        if _of_later_event(doc, event.trigger, link.expr, heads):
            continue
        if _of_content(doc, event.trigger, link.expr):
            continue
        if _of_announcement(doc, event.trigger, link.expr, tables.lexicon):
            continue
        if _of_earlier_leg(doc, event.trigger, link.expr):
            continue
        if told.firm and _gone(doc[event.trigger.head], link.expr, told, published):
            continue
        if link.expr.kind == "year" and _of_other_noun(doc, event.trigger, link.expr, heads):
            continue
        tour = event.trigger.nominal and any(r.endswith("takes-object") for r in event.rules)
        if tour and not _under(doc, event.trigger.head, link.expr):
            break  # "leaves Monday on a tour that takes him to A and B": the day of no leg
        strength = link.strength
        if _told_about(doc, event.trigger, link.expr, tables.lexicon):
            noun = doc[event.trigger.head]
            about = noun.head.lower_ in ("about", "of", "on", "over") and not of_phase(noun)
            about = about and noun.head.head.lower_ != "out"  # "walked out of talks on Monday"
            if about and not _under_way(noun, tables.lexicon):
                break  # "reacted Sunday to remarks about a meeting"
            strength = min(strength, Strength.NEAR)
        direction = dates.direction_of_status(told.status)
        guess = told.status is Status.CANCELLED or (not told.firm and told.status is Status.ONGOING)
        if told.cue == "bare" or guess:
            direction = 0  # the status is a guess: the words around the date know better
        if told.cue in ("left-for", "had-planned", "not-held"):
            direction = -1  # "left on Monday for Oslo": the day of leaving is past
        if told.cue == "was-due":
            event.time = dates.value_for(link.expr, published, 1, strength)
            break
        own = dates.own_tokens(doc, event.trigger.head, event.trigger.verb)
        way = dates.way_of_governor(doc, link.expr, own)
        if way > 0 and told.status is Status.OCCURRED and link.expr.kind in ("day", "weekday"):
            continue  # "will return on Friday after visiting Oslo"
        past = way < 0 and told.cue != "next"
        if told.status is Status.PLANNED and past:
            if event.type is not EventType.VISIT and _on_journey(doc, link.expr, tables.lexicon):
                break  # "arrived Monday for talks": when they are is not said (further policy 15)
            direction = -1  # "was invited Monday for talks"
        event.time = dates.value_for(link.expr, published, direction, strength)
        if told.cue == "eve" and event.time and not _under(doc, event.trigger.head, link.expr):
            event.time = _day_after(link.expr, published, strength)
        if told.status is Status.CANCELLED and link.expr.kind == "month":
            event.time = dates.nearest_value(link.expr, published, strength)
        break
    if event.time is None:
        event.time = _since(doc, event.trigger, stages.times, published)
        if event.time is not None and event.type is EventType.VISIT:
            told = replace(told, status=Status.ONGOING, firm=True)
    if event.time and event.time.strength is Strength.NEAR and _back_from(doc, event.trigger):
        event.time = None
    if event.trigger.frame.lemma == "visiting" and not _days_ago(event.time, published):
        event.time = None  # the clause's date is not the visit's first day
    stretch(doc, event, stages.times)  # before the status: a stay may run beyond today
    event.status = settle(told, event.time, published, event.type)
    if event.place is None:
        event.place, event.place_strength = attach_place(doc, event, stages, heads)


def _days_ago(time: TimeValue | None, published: str | None) -> bool:
    """ "told the visiting minister on Monday", read on Tuesday: of the visit Monday is known."""
    if time is None or published is None or time.precision != "day":
        return False
    return time.end < published


# A date that costs more belongs to something else of the sentence (chosen on newswire).
NEAR_LIMIT = 3.0


def _under(doc: Doc, head: int, expr: TimeExpr) -> bool:
    """Whether a date stands in the phrase that a noun heads."""
    return bool(doc[head].left_edge.i <= expr.start <= doc[head].right_edge.i)


def _of_later_event(doc: Doc, trigger: Trigger, expr: TimeExpr, heads: Sequence[int]) -> bool:
    """ "met ahead of the parade on May 9": the date belongs to what is still to come."""
    if expr.start < trigger.head:
        return False
    between = range(trigger.end, expr.start)
    for i in between:
        if doc[i].lower_ in ("ahead", "before", "prior") and any(
            i < h < expr.end + 2 and h != trigger.head for h in heads
        ):
            return True
    return False


def _on_journey(doc: Doc, expr: TimeExpr, lexicon: Lexicon) -> bool:
    """Whether a date hangs on the verb of a journey: "arrived Monday", "flew on Monday to Oslo"."""
    token = dates.expression_head(doc, expr).head
    if token.dep_ == "prep":
        token = token.head
    return token.pos_ == "VERB" and lexicon.has("motion", token.lemma_)


def _day_after(expr: TimeExpr, published: str | None, strength: Strength) -> TimeValue | None:
    """ "said Monday on the eve of a visit": the visit is on Tuesday."""
    value = dates.value_for(expr, published, -1, strength)
    return dates.shifted(value, 1) if value is not None else None


def _since(
    doc: Doc, trigger: Trigger, times: Sequence[TimeExpr], published: str | None
) -> TimeValue | None:
    """ "has been in Oslo since Monday": a stay from that day to the report's."""
    verb = doc[trigger.head if trigger.verb is None else trigger.verb]
    perfect = any(
        c.dep_ == "aux" and c.lower_ in ("has", "have", "'s", "'ve") for c in verb.children
    )
    if trigger.frame.type not in (EventType.VISIT, EventType.MEETING) or not perfect:
        return None
    for expr in times:
        before = dates.expression_head(doc, expr).head
        if before.lower_ == "since" and before.head.i == verb.i:
            value = dates.value_for(expr, published, -1)
            return dates.until_report(value, published)
    return None


def _back_from(doc: Doc, trigger: Trigger) -> bool:
    """ "spoke Monday after returning from Oslo": the day is not that of the stay."""
    verb = doc[trigger.head]
    return trigger.frame.lemma == "return" and any(
        c.dep_ == "prep" and c.lower_ == "from" for c in verb.children
    )


def _of_leg(
    event: EventMention, links: list[TimeLink], candidates: Sequence[EventMention]
) -> list[TimeLink]:
    """Of several legs told by one verb, leave each the date that stands behind its place.

    "Will travel to Oslo on Monday and to Turku on Friday": Monday is not Turku's.
    """
    place = event.place
    legs = [
        e.place.start
        for e in candidates
        if e.trigger is event.trigger and e.type is EventType.VISIT and e.place
    ]
    if place is None or len(legs) < 2 or place.start not in legs:
        return links
    behind = [link for link in links if link.expr.start >= place.end]
    if behind:
        return sorted(behind, key=lambda link: link.expr.start)
    first = min(legs)
    return [link for link in links if link.expr.start < first]


def _gone(head: Token, expr: TimeExpr, told: Told, published: str | None) -> bool:
    """Whether what is still to come cannot have this date: "recalled 1998 and invited X".

    "Had invited X in April" names the day of inviting.
    """
    if told.status not in (Status.PLANNED, Status.POSSIBLE) or published is None:
        return False
    had = told.cue == "invited" and any(c.lower_ == "had" for c in head.children)
    value = dates.value_for(expr, published, -1 if had else 1)
    return value is not None and value.end < published[: len(value.end)]


def _of_earlier_leg(doc: Doc, trigger: Trigger, expr: TimeExpr) -> bool:
    """ "visits Oslo on Monday and then goes on to Turku": Monday is the day of the first leg."""
    verb = doc[trigger.head]
    if trigger.frame.type is not EventType.VISIT or trigger.nominal or verb.dep_ != "conj":
        return False
    sequel = any(
        c.lower_ in SEQUEL or (c.lower_ == "on" and c.dep_ == "prt") for c in verb.children
    )
    return sequel and expr.start < verb.i and not _under(doc, verb.i, expr)


def _of_content(doc: Doc, trigger: Trigger, expr: TimeExpr) -> bool:
    """ "agreed to hold a summit next week": the week is that of what they will do."""
    if trigger.frame.type is not EventType.AGREEMENT or trigger.nominal:
        return False
    verb = doc[trigger.head]
    return any(c.dep_ in ("xcomp", "ccomp") and verb.i < c.i < expr.start for c in verb.children)


def _of_announcement(doc: Doc, trigger: Trigger, expr: TimeExpr, lexicon: Lexicon) -> bool:
    """ "cancelled the visit today", "on Monday proposed talks": the day of the word, not the event.

    "Scheduled talks for Monday" and "put the visit off until May" name a day to come.
    """
    if not trigger.nominal or trigger.verb is None:
        return False
    verb = doc[trigger.verb]
    if any(c.lemma_.lower() in ("effect", "force") for c in verb.subtree if c.dep_ in _OBJECTS):
        return True  # "the truce takes effect on Monday"
    said = cancels(verb, lexicon) or verb.lemma_ in _ANNOUNCING
    if not said or verb.tag_ not in ("VBD", "VBN") or _under(doc, trigger.head, expr):
        return False
    token = dates.expression_head(doc, expr)
    if expr.start > trigger.head and expr.kind in ("week", "month", "season", "year"):
        return False  # "called off a visit in May"
    if expr.start > verb.i:  # not "proposed talks for Monday" or one in a clause of its own
        above = token.head
        return above.i == verb.i or (above.lower_ in ("on", "in") and above.head.i == verb.i)
    return dates.clause_of(token).i == verb.i


_OBJECTS = frozenset({"dobj", "pobj"})
# Verbs whose own day is not that of the event they speak of.
_ANNOUNCING = frozenset("announce propose offer demand suggest request seek urge accept".split())


def _of_other_noun(doc: Doc, trigger: Trigger, expr: TimeExpr, heads: Sequence[int]) -> bool:
    """ "recalled his visit in 1998 and invited X": the year is the visit's alone."""
    own = {trigger.head, trigger.verb}
    return any(
        h not in own
        and doc[h].pos_ in ("NOUN", "PROPN")
        and _under(doc, h, expr)
        and not doc[h].left_edge.i <= trigger.head <= doc[h].right_edge.i
        for h in heads
    )


def _under_way(noun: Token, lexicon: Lexicon) -> bool:
    """ "is on a visit", "set out on a tour": the noun is no subject of talk."""
    above = noun.head.head
    return noun.head.lower_ == "on" and (
        above.lemma_ in ("be", "embark", "set", "start") or lexicon.has("motion", above.lemma_)
    )


def _close_behind(doc: Doc, head: int, expr: TimeExpr) -> bool:
    """Whether a date follows a noun with no verb between: "the visit of Ana Costa in May"."""
    return head < expr.start <= head + CLOSE and not any(
        doc[i].pos_ in ("VERB", "AUX") or doc[i].lower_ in (",", ";", ":")
        for i in range(head + 1, expr.start)
    )


# Tokens between a noun and its date.
CLOSE = 12


def _told_about(doc: Doc, trigger: Trigger, expr: TimeExpr, lexicon: Lexicon) -> bool:
    """Whether a bare noun's date hangs on the verb that only speaks of it."""
    if not trigger.nominal or trigger.verb is not None:
        return False
    noun = doc[trigger.head]
    left, right = noun.left_edge.i, noun.right_edge.i
    if left <= expr.start <= right or _close_behind(doc, trigger.head, expr):
        return False  # within the phrase, or right behind it ("her visits last week to Oslo")
    verb = governing_verb(noun)
    return verb is not None and (
        lexicon.has("say", verb.lemma_)
        or noun.head.lower_ in ("about", "of", "over", "on", "under")
    )


def attach_place(
    doc: Doc, event: EventMention, stages: Stages, heads: Sequence[int]
) -> tuple[PlaceExpr | None, Strength]:
    """Return the place of the trigger's sentence that fits an event best, with its strength."""
    if event.type is EventType.CALL:
        return None, Strength.DEFAULT
    links = place_links.link_places(
        doc,
        event.trigger.head,
        stages.places,
        type_=event.type,
        verb=event.trigger.verb,
        events=heads,
    )
    if event.type is EventType.VISIT:
        links = [link for link in links if not _of_other_journey(doc, event, link.expr, heads)]
    partners = [a.token for a in event.arguments if a.slot == "partner"]
    if len(links) > 1 and partners:
        # "met A in Oslo and B in Bergen": the place that stands right behind the partner
        last = max(partners)
        beside = [k for k in links if last < k.expr.start <= last + 3 and k.expr.kind != "state"]
        links = beside[:1] or links
    for link in links[:1]:
        return link.expr, link.strength
    if event.type is EventType.AGREEMENT:
        occasion = place_links.place_of_occasion(
            doc, event.trigger.head, event.trigger.verb, stages.places
        )
        if occasion is not None:
            return occasion, Strength.NEAR
    return None, Strength.DEFAULT


def _of_other_journey(
    doc: Doc, event: EventMention, place: PlaceExpr, heads: Sequence[int]
) -> bool:
    """ "X, who arrived today, leaves for Y": Y is where the other event word leads."""
    if place.preposition is None:
        return False
    verb = doc[place.preposition].head.i
    return verb in heads and verb not in (event.trigger.head, event.trigger.verb)


def _is_news(reading: Reading, date: TimeExpression) -> bool:
    """Whether a date stands in the news, not in a note on the writer or the page."""
    if date.span.field == "title" or not reading.blocks:
        return True
    return any(start <= date.span.start < end for start, end in reading.blocks)


def extract(doc: Doc, tables: Tables, precision: Precision = "balanced") -> Extraction:
    """Read a parsed report: accounts, actors, dates, quotations."""
    stages = run_stages(doc, tables, precision)
    reading, resolver = stages.reading, stages.resolver
    assert resolver is not None
    acts = _acts(doc, stages, tables, precision)
    actors: dict[int, Actor] = {}
    for entity in resolver.register.entities:
        if (
            entity.mentions
            or any(entity.index in e.parties for e in stages.events)
            or any(entity.index in (*a.sources, *a.targets) for a in acts)
        ):
            actors[entity.index] = actor_of(entity, doc, reading)
    accounts = accounts_of(doc, reading, stages.events, resolver, actors, tables.knowledge)
    if stages.context is not None:
        told = accounts_of_acts(doc, reading, acts, stages.context, actors, tables.knowledge)
        accounts = _in_order(accounts, told)
    quotes = find_quotes(stages.context, reading) if stages.context is not None else []
    for quote in quotes:
        if quote.speaker not in actors:
            actors[quote.speaker] = actor_of(resolver.entity(quote.speaker), doc, reading)
    quotations = quotations_of(doc, reading, quotes, actors, accounts)
    shown: dict[str, Actor] = {}
    for actor in actors.values():
        shown.setdefault(actor.iri, actor)
    return Extraction(
        report=reading.report,
        actors=tuple(sorted(shown.values(), key=lambda a: a.iri)),
        dates=tuple(
            d
            for d in dates.report_dates(reading.report, reading.dateline_date)
            if _is_news(reading, d) or d.value == reading.published
        ),
        accounts=accounts,
        quotations=quotations,
    )


def _acts(doc: Doc, stages: Stages, tables: Tables, precision: Precision) -> list[Act]:
    """Return the political acts beside the encounters and agreements, dated and united."""
    if stages.context is None:
        return []
    reading = stages.reading
    taken = {e.trigger.head for e in stages.events}
    taken |= {e.trigger.verb for e in stages.events if e.trigger.verb is not None}
    acts = find_acts(
        stages.context,
        reading,
        act_lexicon(tables.extra),
        precision=precision,
        taken=frozenset(taken),
    )
    published = dates.day_of_publication(reading.published, reading.dateline_date)
    date_acts(doc, acts, stages.times, published, [t.head for t in stages.triggers])
    return unite(acts)


def _in_order(accounts: tuple[Account, ...], acts: tuple[Account, ...]) -> tuple[Account, ...]:
    """Order accounts as the text tells them; in one sentence as they were ranked."""

    def sentence(account: Account) -> int:
        return account.evidence[0].start

    return tuple(sorted((*acts, *accounts), key=sentence))
