"""Which actors of different reports are one: names inside one state, a person's word first.

A function of the set of what reports say of actors. Full names of one state unite when they
are spellings of one name; a bare surname joins the one person of its state that it can be,
by office and then by time where the name alone leaves a choice. Families of rulers make
surnames weak: without a single candidate nothing is joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.identifiers import fold
from graph.merging.cluster import INFINITE, Links, pair, unite
from graph.merging.names import Likeness, compare, generation, initials, skeleton, tokens
from graph.model import Actor, ActorKind

WINDOW_DAYS = 400  # a surname and a full name this far apart in print are not the same "X"


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that reports say of one actor IRI.

    `names` are ``(name, number of reports)``, most reports first; `days` the first and last
    publication (ordinals) that name the actor, None where no such report is dated.
    """

    iri: str
    kind: ActorKind
    names: tuple[tuple[str, int], ...]
    country: str | None = None
    aliases: tuple[str, ...] = ()
    wikidata: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    days: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """The name that most reports give, the longest and then the least among equals."""
        return self.names[0][0]

    @property
    def reports(self) -> int:
        """How many reports name the actor."""
        return sum(count for _, count in self.names)


def card(iri: str, said: Iterable[tuple[Actor, int | None]]) -> Card:
    """Return what reports say of an actor; `said` has one entry a report, with its day."""
    counts: dict[str, int] = defaultdict(int)
    aliases: set[str] = set()
    wikidata: set[str] = set()
    offices: set[str] = set()
    days: list[int] = []
    first: Actor | None = None
    for actor, day in said:
        first = first or actor
        counts[actor.name] += 1
        aliases.update(actor.aliases)
        if actor.wikidata:
            wikidata.add(actor.wikidata)
        if actor.office:
            offices.add(actor.office)
        if day is not None:
            days.append(day)
    assert first is not None
    return Card(
        iri=iri,
        kind=first.kind,
        names=tuple(sorted(counts.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))),
        country=first.country,
        aliases=tuple(sorted(aliases)),
        wikidata=tuple(sorted(wikidata)),
        offices=tuple(sorted(offices)),
        days=(min(days), max(days)) if days else None,
    )


def resolve(
    cards: Mapping[str, Card],
    links: Links | None = None,
    by_state: dict[str, list[frozenset[str]]] | None = None,
) -> dict[str, frozenset[str]]:
    """Return, for each actor that is one with others, all of them (their IRIs).

    `cards` are all actors there are. `links` are a person's decisions about actors. `by_state`
    keeps the groups of each state from call to call; the caller drops a state when a card of
    it changes.
    """
    links = links or Links()
    kept = {} if by_state is None else by_state
    by_country: dict[str, list[Card]] = defaultdict(list)
    for iri in sorted(cards):
        one = cards[iri]
        if one.kind is ActorKind.PERSON and one.country:
            by_country[one.country].append(one)
    groups: dict[str, frozenset[str]] = {}
    for country in sorted(by_country):
        if country not in kept:
            kept[country] = people_of_state(by_country[country], links)
        for group in kept[country]:
            groups.update(dict.fromkeys(group, group))
    _stateless(cards, groups, links)
    _decided(cards, groups, links)
    return {iri: group for iri, group in groups.items() if len(group) > 1}


def people_of_state(people: list[Card], links: Links) -> list[frozenset[str]]:
    """Return the persons of one state (cards by IRI) in groups that are one person each."""
    cards = {one.iri: one for one in people}
    full = [one for one in people if len(tokens(one.name)) > 1]
    bare = [one for one in people if len(tokens(one.name)) == 1]
    by_bone: dict[str, list[Card]] = defaultdict(list)
    for one in full:
        for bone in {skeleton(part) for part in tokens(one.name)}:
            by_bone[bone].append(one)
    edges: set[tuple[float, str, str]] = set()
    for alike in by_bone.values():
        for i, one in enumerate(alike):
            for other in alike[i + 1 :]:
                if _one_person(one, other):
                    edges.add((1.0, *pair(one.iri, other.iri)))
    for a, b in links.same:
        if a in cards and b in cards:
            edges.add((INFINITE, a, b))

    def foes(a: str, b: str) -> bool:
        return b in links.apart_from(a) or _contradict(cards[a], cards[b])

    ordered = sorted(edges, key=lambda e: (-e[0], e[1], e[2]))
    groups = {
        iri: frozenset(group)
        for group in unite([one.iri for one in full], _ambiguous_out(ordered, cards), foes)
        for iri in group
    }
    joined: dict[frozenset[str], set[str]] = defaultdict(set)
    alone: list[frozenset[str]] = []
    for one in bare:
        near = {groups[o.iri] for o in by_bone.get(skeleton(tokens(one.name)[0]), ())}
        candidates = {
            group
            for group in near
            if any(
                compare(tokens(one.name), tokens(cards[iri].name)) is Likeness.SURNAME
                for iri in group
            )
            and not any(foes(one.iri, iri) for iri in group)
        }
        chosen = _candidate(one, candidates, cards)
        if chosen is None:
            alone.append(frozenset({one.iri}))
        else:
            joined[chosen].add(one.iri)
    whole = set(groups.values())
    return [group | joined.get(group, frozenset()) for group in sorted(whole, key=min)] + alone


def _one_person(a: Card, b: Card) -> bool:
    if set(a.wikidata) & set(b.wikidata):
        return True
    x, y = tokens(a.name), tokens(b.name)
    if compare(x, y) is not Likeness.FULL:
        return False
    if len(x) == len(y):
        return True
    # one has a middle name: given and family name must both be there
    short, long = (x, y) if len(x) < len(y) else (y, x)
    return compare(short[:1], long[:1]) > 0 and compare(short[-1:], long[-1:]) > 0


def _contradict(a: Card, b: Card) -> bool:
    """What two names or tables say that cannot hold of one person."""
    if a.wikidata and b.wikidata and not set(a.wikidata) & set(b.wikidata):
        return True
    x, y = generation(a.name), generation(b.name)
    if x and y and x != y:
        return True
    p, q = initials(a.name), initials(b.name)
    return bool(p and q and p != q)  # "George W. Bush", "George H. W. Bush"


def _ambiguous_out(
    edges: list[tuple[float, str, str]], cards: dict[str, Card]
) -> list[tuple[float, str, str]]:
    """Leave out a name that could be either of two persons who are not the same."""
    near: dict[str, list[str]] = defaultdict(list)
    for fit, a, b in edges:
        if fit != INFINITE:
            near[a].append(b)
            near[b].append(a)
    torn = {
        iri
        for iri, others in near.items()
        if any(
            _contradict(cards[p], cards[q]) for i, p in enumerate(others) for q in others[i + 1 :]
        )
    }
    return [e for e in edges if e[0] == INFINITE or (e[1] not in torn and e[2] not in torn)]


def _candidate(
    bare: Card, groups: Iterable[frozenset[str]], cards: dict[str, Card]
) -> frozenset[str] | None:
    """Return the one person that a bare surname can be, None where none or several can."""
    left = sorted(groups, key=min)
    if len(left) > 1 and bare.offices:
        held = {fold(office) for office in bare.offices}
        same = [
            group
            for group in left
            if held & {fold(office) for iri in group for office in cards[iri].offices}
        ]
        left = same or left
    if len(left) > 1 and bare.days:
        near = [group for group in left if _near(bare, [cards[iri] for iri in group])]
        left = near or left
    return left[0] if len(left) == 1 else None


def _near(bare: Card, others: list[Card]) -> bool:
    assert bare.days is not None
    for one in others:
        if one.days is None:
            return True
        gap = max(bare.days[0], one.days[0]) - min(bare.days[1], one.days[1])
        if gap <= WINDOW_DAYS:
            return True
    return False


def _stateless(cards: Mapping[str, Card], groups: dict[str, frozenset[str]], links: Links) -> None:
    """A full name without a state joins the one person (or body) of that very name."""
    known: dict[tuple[ActorKind, str], set[str]] = defaultdict(set)
    for iri, one in cards.items():
        if one.country and one.kind in (ActorKind.PERSON, ActorKind.ORGANISATION):
            known[(one.kind, fold(one.name))].add(min(groups.get(iri, (iri,))))
    for iri in sorted(cards):
        one = cards[iri]
        if one.country or one.kind not in (ActorKind.PERSON, ActorKind.ORGANISATION):
            continue
        if one.kind is ActorKind.PERSON and len(tokens(one.name)) < 2:
            continue
        fits = known.get((one.kind, fold(one.name)), set())
        if len(fits) != 1:
            continue
        (other,) = fits
        group = groups.get(other, frozenset({other}))
        if any(i in links.apart_from(iri) for i in group):
            continue
        _join(groups, iri, other)


def _decided(cards: Mapping[str, Card], groups: dict[str, frozenset[str]], links: Links) -> None:
    for a, b in sorted(links.same):
        if a in cards and b in cards and cards[a].kind is cards[b].kind:
            whole = groups.get(a, frozenset({a})) | groups.get(b, frozenset({b}))
            if not any(j in links.apart_from(i) for i in whole for j in whole):
                _join(groups, a, b)


def _join(groups: dict[str, frozenset[str]], a: str, b: str) -> None:
    whole = groups.get(a, frozenset({a})) | groups.get(b, frozenset({b}))
    groups.update(dict.fromkeys(whole, whole))


def merged_actor(group: Iterable[Card], known: Mapping[str, Actor]) -> Actor:
    """Return the actor that stands for a group: one of its IRIs, its best name, all others.

    `known` are actors of the background by IRI; these come first. Otherwise the longest form
    that two reports give, else the longest.
    """
    cards = sorted(group, key=lambda one: one.iri)

    def rank(one: Card) -> tuple[object, ...]:
        return (
            one.iri not in known,
            not one.wikidata,
            one.country is None,
            one.reports < 2,
            -len(tokens(one.name)),
            -len(one.name),
            one.iri,
        )

    best = min(cards, key=rank)
    table = known.get(best.iri)
    name = table.name if table else best.name
    others = {n for one in cards for n, _ in one.names} | {
        alias for one in cards for alias in one.aliases
    }
    if table:
        others.update(table.aliases)
    wikidata = (table.wikidata if table else None) or min(
        (item for one in cards for item in one.wikidata), default=None
    )
    return Actor(
        iri=best.iri,
        name=name,
        kind=best.kind,
        country=best.country or min((c.country for c in cards if c.country), default=None),
        wikidata=wikidata,
        aliases=tuple(sorted(others - {name})),
    )
