"""What an event takes over from its accounts, and where they disagree.

A person's correction wins; then what was held over what was planned, the exact over the vague,
what more *reports* say, what was published nearest to the event; never a mean. What loses stays
in the reports' own graphs, and `Event.disagrees_on` says where to look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from graph.identifiers import event_iri, fold
from graph.merging.features import Telling, bounds, ordinal, state_of
from graph.merging.names import Likeness, compare, tokens
from graph.model import (
    Actor,
    ActorKind,
    Event,
    EventType,
    Participation,
    Place,
    Role,
    Status,
    Time,
)
from graph.record import label

ActorOf = Callable[[Actor], Actor]

_HELD = frozenset({Status.OCCURRED, Status.ONGOING})
_TYPE_ORDER = {type_: at for at, type_ in enumerate(EventType)}
_ROLE_ORDER = {role: at for at, role in enumerate(Role)}
# How far a happening has come, as accounts tell it; a later one may only tell more.
_PROGRESS = {Status.POSSIBLE: 0, Status.PLANNED: 1, Status.ONGOING: 2, Status.OCCURRED: 3}
_MOST_SURE = 0.99
_ROLES_SAID = frozenset(Role) - {Role.PARTICIPANT}


def merged_event(tellings: Iterable[Telling], actor_of: ActorOf = lambda actor: actor) -> Event:
    """Return the event that these accounts (at least one) tell.

    `actor_of` gives the merged actor for the one that a report names. Sub-events are not
    filled in: they depend on other events.
    """
    told = sorted(tellings, key=lambda t: t.key)
    type_, plover, mode = _type(told)
    status, history, status_differs = _status(told)
    time, time_differs = _time(told, type_)
    place, place_differs = _place(told)
    parts, parts_differ = _participations(told, actor_of)
    disagrees = {
        "time": time_differs,
        "place": place_differs,
        "status": status_differs,
        "participations": parts_differ,
    }
    return Event(
        iri=event_iri(told[0].iri),
        type=type_,
        label=label(type_, parts, time, place),
        participations=parts,
        status=status,
        accounts=tuple(sorted(t.iri for t in told)),
        reports=tuple(sorted({t.report for t in told})),
        time=time,
        place=place,
        topics=tuple(sorted({topic for t in told for topic in t.account.topics})),
        confidence=_confidence(told),
        disagrees_on=tuple(name for name, differs in disagrees.items() if differs),
        status_history=history,
        plover=plover,
        plover_mode=mode,
    )


def _reports(told: Iterable[Telling]) -> int:
    return len({t.report for t in told})


def _confidence(told: Sequence[Telling]) -> float:
    """Return how sure the event is: reports are taken as independent, never quite certain."""
    by_report: dict[str, float] = {}
    for t in told:
        by_report[t.report] = max(by_report.get(t.report, 0.0), t.account.confidence)
    if len(by_report) == 1:
        return round(next(iter(by_report.values())), 4)
    doubt = 1.0
    for report in sorted(by_report):
        doubt *= 1 - by_report[report]
    return round(max(min(1 - doubt, _MOST_SURE), *by_report.values()), 4)


def _type(told: Sequence[Telling]) -> tuple[EventType, str | None, str | None]:
    by_type: dict[EventType, list[Telling]] = defaultdict(list)
    for t in told:
        by_type[t.account.type].append(t)

    def rank(type_: EventType) -> tuple[bool, bool, int, int]:
        group = by_type[type_]
        return (
            not any("type" in t.curated for t in group),
            not any(t.account.status in _HELD for t in group),
            -_reports(group),
            _TYPE_ORDER[type_],
        )

    best = min(by_type, key=rank)
    finer = Counter((t.account.plover, t.account.plover_mode) for t in by_type[best])
    plover, mode = min(finer, key=lambda pair: (-finer[pair], str(pair)))
    return best, plover, mode


def _status(told: Sequence[Telling]) -> tuple[Status, tuple[tuple[str, Status, str], ...], bool]:
    """Return the status, its history by publication, and whether reports contradict another.

    A plan that was later held is a history. Told as held and later as only planned, or both
    held and cancelled, is a contradiction.
    """
    history = tuple((t.published or "", t.account.status, t.iri) for t in told)
    found = {t.account.status for t in told}
    curated = [t.account.status for t in told if "status" in t.curated]
    if curated:
        status = curated[-1]
    elif Status.OCCURRED in found:
        status = Status.OCCURRED
    elif Status.ONGOING in found:
        status = Status.ONGOING
    elif Status.CANCELLED in found:
        last_plan = max(
            (t.key[0] for t in told if t.account.status is not Status.CANCELLED), default=""
        )
        last_end = max(t.key[0] for t in told if t.account.status is Status.CANCELLED)
        if last_end >= last_plan:
            status = Status.CANCELLED
        else:
            status = Status.PLANNED if Status.PLANNED in found else Status.POSSIBLE
    else:
        status = Status.PLANNED if Status.PLANNED in found else Status.POSSIBLE
    differs = Status.CANCELLED in found and bool(found & _HELD)
    furthest, on = -1, ""
    for t in told:
        progress = _PROGRESS.get(t.account.status)
        if progress is None or t.published is None:
            continue
        if progress < furthest and furthest > 1 and progress <= 1 and t.published > on:
            differs = True
        if progress > furthest:
            furthest, on = progress, t.published
    return status, history, differs


def _time(told: Sequence[Telling], type_: EventType) -> tuple[Time | None, bool]:
    by_time: dict[tuple[str, str, str], list[Telling]] = defaultdict(list)
    for t in told:
        if t.account.time is not None:
            time = t.account.time
            by_time[(time.start, time.end, time.edtf)].append(t)
    if not by_time:
        return None, False

    def rank(key: tuple[str, str, str]) -> tuple[object, ...]:
        group = by_time[key]
        time = group[0].account.time
        span = bounds(time)
        days = span[1] - span[0] + 1 if span else 10_000
        grain = 0 if days == 1 else 1 if days <= 10 else 2 if days <= 31 else 3 if span else 4
        if type_ is EventType.VISIT and grain < 2:
            grain = 1 - grain  # a stay tells more than one day of it
        said = any(t.account.time is not None and t.account.time.basis == "stated" for t in group)
        nearest = min((_after(t, span) for t in group), default=0)
        return (
            not any("time" in t.curated for t in group),
            not any(t.account.status in _HELD for t in group),
            grain,
            -_reports(group),
            not said,
            nearest,
            key,
        )

    best = min(by_time, key=rank)
    group = by_time[best]
    bases = {t.account.time.basis for t in group if t.account.time}
    chosen = group[0].account.time
    assert chosen is not None
    basis = next(b for b in ("stated", "inherited", "published") if b in bases)
    spans = [span for key in by_time if (span := bounds(by_time[key][0].account.time))]
    differs = any(
        not (_within(a, b) or _within(b, a)) for i, a in enumerate(spans) for b in spans[i + 1 :]
    )
    return replace(chosen, basis=basis, text=""), differs


def _after(telling: Telling, span: tuple[int, int] | None) -> int:
    """Return how many days after the event it was published; before it counts as far away."""
    published = ordinal(telling.published)
    if published is None or span is None:
        return 100_000
    return published - span[1] if published >= span[0] else 50_000 + span[0] - published


def _within(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return b[0] <= a[0] and a[1] <= b[1]


def _place(told: Sequence[Telling]) -> tuple[Place | None, bool]:
    """Return the most specific place of the country, then city, that most reports give."""
    named = [(t, t.account.place) for t in told if t.account.place is not None]
    if not named:
        return None, False
    curated = [place for t, place in named if "place" in t.curated]
    if curated:
        return curated[-1], False
    countries = _support((place.country, t) for t, place in named if place.country)
    country = next(iter(countries), None)
    here = [(t, p) for t, p in named if p.country in (country, None)]
    cities = _support((fold(p.city), t) for t, p in here if p.city)
    city = next(iter(cities), None)
    fitting = [(t, p) for t, p in here if p.city is None or fold(p.city) == city]

    def specific(place: Place) -> int:
        if place.city and fold(place.name) != fold(place.city):
            return 3
        if place.city:
            return 2
        return 1 if place.country is None or len(place.within) > 1 else 0

    by_place: dict[Place, set[str]] = defaultdict(set)
    for t, place in fitting:
        by_place[place].add(t.report)
    best = min(
        by_place,
        key=lambda p: (-specific(p), -len(by_place[p]), p.name, p.country or "", repr(p)),
    )
    return best, len(countries) > 1 or len(cities) > 1


def _support(pairs: Iterable[tuple[str, Telling]]) -> dict[str, int]:
    """Return the values by falling number of reports, ties by first telling held, then name."""
    found: dict[str, list[Telling]] = defaultdict(list)
    for value, telling in pairs:
        found[value].append(telling)
    ranked = sorted(
        found,
        key=lambda v: (
            -_reports(found[v]),
            not any(t.account.status in _HELD for t in found[v]),
            v,
        ),
    )
    return {value: _reports(found[value]) for value in ranked}


def _participations(
    told: Sequence[Telling], actor_of: ActorOf
) -> tuple[tuple[Participation, ...], bool]:
    """Return the union of the parties, each once, in the role that most reports give it."""
    curated = [t for t in told if "actors" in t.curated]
    heard: dict[str, list[tuple[Telling, Participation]]] = defaultdict(list)
    actors: dict[str, Actor] = {}
    sides: list[dict[str, set[str]]] = []
    for t in told:
        side: dict[str, set[str]] = defaultdict(set)
        for part in t.account.participations:
            actor = actor_of(part.actor)
            actors[actor.iri] = actor
            heard[actor.iri].append((t, part))
            code = state_of(part)
            if code and actor.kind is not ActorKind.GROUP:
                side[code].update([actor.iri] if actor.kind is ActorKind.PERSON else [])
        sides.append(side)
    same = _bare_names(actors)
    for bare, full in same.items():
        heard[full] += heard.pop(bare)
    represented = {
        (code, part.role is Role.TARGET)
        for iri, said in heard.items()
        if actors[iri].kind in (ActorKind.PERSON, ActorKind.ORGANISATION)
        for _, part in said
        if (code := state_of(part))
    }
    parts = []
    for iri, said in heard.items():
        actor = actors[iri]
        if curated and not any(t in curated for t, _ in said):
            covered = {state_of(p) for t in curated for p in t.account.participations}
            if {state_of(part) for _, part in said} & covered:
                continue  # a person said who took part for this state
        role = _role(said)
        if actor.kind is ActorKind.STATE and (actor.country, role is Role.TARGET) in represented:
            continue  # who stands for the state is named
        parts.append(
            Participation(
                actor,
                role,
                capacity=_most([(t, p.capacity) for t, p in said]),
                on_behalf_of=_most([(t, state_of(p)) for t, p in said if p.on_behalf_of]),
            )
        )
    parts.sort(key=lambda p: (_ROLE_ORDER[p.role], p.actor.name, p.actor.iri))
    return tuple(parts), _parties_differ(sides, same)


def _bare_names(actors: dict[str, Actor]) -> dict[str, str]:
    """Return which bare surname is which fully named person of the same event and state."""
    people = [a for a in actors.values() if a.kind is ActorKind.PERSON]
    full = [a for a in people if len(tokens(a.name)) > 1]
    found = {}
    for actor in people:
        if len(tokens(actor.name)) != 1:
            continue
        fits = [
            other.iri
            for other in full
            if (actor.country is None or other.country in (actor.country, None))
            and compare(tokens(actor.name), tokens(other.name)) is Likeness.SURNAME
        ]
        if len(fits) == 1:
            found[actor.iri] = fits[0]
    return found


def _role(said: Collection[tuple[Telling, Participation]]) -> Role:
    """Return the role that most reports give; "participant" is said when nothing more is."""
    support: dict[Role, set[str]] = defaultdict(set)
    for t, part in said:
        support[part.role].add(t.report)
    definite = [role for role in support if role in _ROLES_SAID]
    return min(definite or support, key=lambda role: (-len(support[role]), _ROLE_ORDER[role]))


def _most(values: Iterable[tuple[Telling, str | None]]) -> str | None:
    """Return the value that most reports give, the longest and then the least among equals."""
    support: dict[str, set[str]] = defaultdict(set)
    for t, value in values:
        if value:
            support[value].add(t.report)
    return min(support, key=lambda v: (-len(support[v]), -len(v), v), default=None)


def _parties_differ(sides: list[dict[str, set[str]]], same: dict[str, str]) -> bool:
    """Whether two accounts name other persons of one state, or lists of states that cross."""
    for i, ours in enumerate(sides):
        for theirs in sides[i + 1 :]:
            if ours.keys() - theirs.keys() and theirs.keys() - ours.keys():
                return True
            for code in ours.keys() & theirs.keys():
                a = {same.get(iri, iri) for iri in ours[code]}
                b = {same.get(iri, iri) for iri in theirs[code]}
                if a and b and not a & b:
                    return True
    return False
