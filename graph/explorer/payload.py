"""A picture as the JSON blocks of a page: columns of numbers and text, not rows of objects.

The first block, ``dg-graph``, is all that the first drawing needs. Accounts with their sentences
follow in blocks of `BLOCK` events (``dg-evidence-0`` ...), reports in ``dg-reports``, map
outlines in ``dg-map``; the page parses these only when somebody opens what they hold.
Coordinates and radii are rounded to one digit (a tenth of the least radius's fortieth).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from graph.explorer.layout import Floats, actor_radius, arrange, arrange_few
from graph.explorer.picture import ActorRow, Picture
from graph.identifiers import BASE
from graph.model import ActorKind, EventType, Status

BLOCK = 500
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(slots=True)
class _Table:
    """Texts that get a number each, in order of first use."""

    items: list[str] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.items)
            self.items.append(text)
        return self._numbers[text]


def blocks(picture: Picture, *, software: str = "diplograph") -> dict[str, Any]:
    """Return the page's blocks by element id: the graph first, then what is read on demand."""
    picture = _whole(picture)
    kinds = _table(_enum(ActorKind, {a.kind for a in picture.actors}))
    types = _table(_enum(EventType, {e.type for e in picture.events}))
    statuses = _table(_enum(Status, {e.status for e in picture.events if e.status}))
    codes = _table(sorted({*picture.states, *(c for e in picture.events for c in e.parties)}))
    words, sources, topics = _Table(), _Table(), _Table()
    words.number("")

    number = {actor.id: index for index, actor in enumerate(picture.actors)}
    place_number = {place.id: index for index, place in enumerate(picture.places)}
    report_number = {report.id: index for index, report in enumerate(picture.reports)}
    publisher = [_publisher(report.publisher, report.url) for report in picture.reports]
    event_number = {event.id: index for index, event in enumerate(picture.events)}
    casts = [[number[p.actor] for p in e.parts if p.actor in number] for e in picture.events]
    parts = [
        (index, number[part.actor], part)
        for index, event in enumerate(picture.events)
        for part in event.parts
        if part.actor in number
    ]
    state_actor = {a.state: i for i, a in enumerate(picture.actors) if a.kind == "state"}
    positions, communities = _positions(picture, casts, state_actor)
    graph: dict[str, Any] = {
        "v": 1,
        "title": picture.title,
        "selection": picture.selection,
        "software": software,
        "native": picture.native,
        "base": BASE,
        "types": types.items,
        "statuses": statuses.items,
        "kinds": kinds.items,
        "states": {
            "code": codes.items,
            "label": [picture.states.get(code, code) for code in codes.items],
            "actor": [state_actor.get(code, -1) for code in codes.items],
        },
        "actors": {
            "id": [_short(a.id) for a in picture.actors],
            "label": [a.label for a in picture.actors],
            "kind": [kinds.number(a.kind) for a in picture.actors],
            "state": [codes.number(a.state) if a.state else -1 for a in picture.actors],
            "alias": _sparse(a.aliases for a in picture.actors),
            "wikidata": _sparse(a.wikidata for a in picture.actors),
            "office": _sparse(a.offices for a in picture.actors),
            "member": _sparse(a.members for a in picture.actors),
            "note": _sparse(a.note for a in picture.actors),
            "com": communities.tolist(),
        },
        "events": {
            "id": [_short(e.id) for e in picture.events],
            "label": [e.label for e in picture.events],
            "type": [types.number(e.type) for e in picture.events],
            "status": [statuses.number(e.status) if e.status else -1 for e in picture.events],
            "start": [_day(e.start, last=False) for e in picture.events],
            "end": [_day(e.end or e.start, last=True) for e in picture.events],
            "date": [e.date for e in picture.events],
            "place": [place_number.get(e.place, -1) for e in picture.events],
            "conf": [
                None if e.confidence is None else round(100 * e.confidence) for e in picture.events
            ],
            "accounts": [len(e.accounts) for e in picture.events],
            "party": [[codes.number(c) for c in e.parties] for e in picture.events],
            "source": [
                sorted(
                    {
                        sources.number(publisher[report_number[a.report]])
                        for a in e.accounts
                        if a.report in report_number
                    }
                )
                for e in picture.events
            ],
            "topic": [[topics.number(t) for t in e.topics] for e in picture.events],
            "disagree": _sparse(e.disagrees for e in picture.events),
            "history": _sparse(e.history for e in picture.events),
            "within": _sparse(_index(event_number, e.within) for e in picture.events),
        },
        "parts": {
            "event": [event for event, _, _ in parts],
            "actor": [actor for _, actor, _ in parts],
            "role": [words.number(part.role) for _, _, part in parts],
            "capacity": [words.number(part.capacity) for _, _, part in parts],
            "behalf": [codes.number(part.behalf) if part.behalf else -1 for _, _, part in parts],
        },
        "places": {
            "id": [_short(p.id) for p in picture.places],
            "label": [p.label for p in picture.places],
            "state": [codes.number(p.state) if p.state else -1 for p in picture.places],
            "lat": [None if p.lat is None else round(p.lat, 3) for p in picture.places],
            "lon": [None if p.lon is None else round(p.lon, 3) for p in picture.places],
            "within": _sparse(p.within for p in picture.places),
        },
        "words": words.items,
        "sources": sources.items,
        "topics": topics.items,
        "coms": int(communities.max()) + 1 if len(communities) else 0,
        "pos": positions,
        "evidence": {
            "block": BLOCK,
            "blocks": -(-len(picture.events) // BLOCK) if picture.reports else 0,
        },
    }
    # codes and other tables may have grown while the columns were written
    graph["states"]["label"] = [picture.states.get(code, code) for code in codes.items]
    graph["states"]["actor"] = [state_actor.get(code, -1) for code in codes.items]
    result: dict[str, Any] = {"dg-graph": graph}
    if picture.reports:
        result["dg-reports"] = {
            "id": [_short(r.id) for r in picture.reports],
            "title": [r.title for r in picture.reports],
            "published": [r.published for r in picture.reports],
            "publisher": publisher,
            "url": [r.url if _web(r.url) else "" for r in picture.reports],
        }
        for block, start in enumerate(range(0, len(picture.events), BLOCK)):
            result[f"dg-evidence-{block}"] = [
                [_account(account, report_number) for account in event.accounts]
                for event in picture.events[start : start + BLOCK]
            ]
    return result


def _whole(picture: Picture) -> Picture:
    """Add a state row for every party that is no actor itself, so that states can be a view."""
    known = {a.state for a in picture.actors if a.kind == "state"}
    wanted = {c for e in picture.events for c in e.parties} - known
    if not wanted:
        return picture
    extra = tuple(
        ActorRow(f"{BASE}state/{code}", picture.states.get(code, code), "state", code)
        for code in sorted(wanted)
    )
    return Picture(
        picture.title,
        picture.actors + extra,
        picture.events,
        picture.reports,
        picture.places,
        picture.states,
        picture.native,
        picture.selection,
    )


def _positions(
    picture: Picture, casts: list[list[int]], state_actor: dict[str, int]
) -> tuple[dict[str, Any], Any]:
    """Compute the planes of the views; actors without events stay out of the layout."""
    count = len(picture.actors)
    busy = sorted({actor for cast in casts for actor in cast})
    if not picture.native:
        busy = list(range(count))
    dense = {actor: index for index, actor in enumerate(busy)}
    order = sorted(
        range(len(casts)), key=lambda i: (picture.events[i].start or "~", picture.events[i].id)
    )
    layout = arrange([[dense[a] for a in cast] for cast in casts], len(busy), order)
    communities = np.full(count, -1, dtype=np.int64)
    communities[busy] = layout.communities
    actors = np.zeros((count, 3))
    actors[busy] = layout.actors
    pairs = np.zeros((count, 3))
    pairs[busy] = layout.pairs
    own = _own(picture, casts)
    if own is not None:
        pairs = own
    weights: dict[tuple[int, int], float] = defaultdict(float)
    states = sorted(set(state_actor.values()))
    local = {actor: index for index, actor in enumerate(states)}
    met: set[int] = set()
    for event in picture.events:
        present = sorted({local[state_actor[c]] for c in event.parties if c in state_actor})
        met.update(present)
        for a, b in combinations(present, 2):
            weights[a, b] += 1.0
    keep = sorted(met)
    again = {old: new for new, old in enumerate(keep)}
    few = arrange_few({(again[a], again[b]): w for (a, b), w in sorted(weights.items())}, len(keep))
    plane = np.zeros((count, 3))
    for old, new in again.items():
        plane[states[old]] = few[new]
    return {
        "actors": _columns(actors),
        "events": _columns(layout.events),
        "pairs": _columns(pairs),
        "states": _columns(plane),
    }, communities


def _own(picture: Picture, casts: list[list[int]]) -> Floats | None:
    """Return a foreign network's own positions, scaled to our radii; None where it has none."""
    if picture.native or not picture.actors:
        return None
    if any(a.x is None or a.y is None for a in picture.actors):
        return None
    degree = np.zeros(len(picture.actors))
    for cast in casts:
        for actor in set(cast):
            degree[actor] += 1
    xy = np.array([(a.x or 0.0, a.y or 0.0) for a in picture.actors], dtype=np.float64)
    radius = np.array([actor_radius(int(d)) for d in degree])
    spread = xy.max(axis=0) - xy.min(axis=0)
    area = max(float(spread[0] * spread[1]), 1e-9)
    scale = max(1e-6, float(np.sqrt(12.0 * np.sum(radius * radius) / area)))
    scale = min(scale, 1e4)
    return np.column_stack([xy * scale, radius])


def _columns(rows: Floats) -> dict[str, list[float]]:
    return {
        name: [float(v) for v in np.round(rows[:, i], 1)] if len(rows) else []
        for i, name in enumerate("xyr")
    }


def _account(account: Any, report_number: dict[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "r": report_number.get(account.report, -1),
        "t": account.trigger,
        "s": list(account.evidence),
        "y": account.type,
        "st": account.status,
        "d": account.date,
        "b": account.basis,
        "pl": account.place,
        "c": account.confidence,
        "ru": list(account.rules),
        "p": [list(p) for p in account.parts],
    }
    return {key: value for key, value in fields.items() if value not in ("", [], None)}


def _enum(enum: Any, present: set[str]) -> list[str]:
    """Return what is present: the known ones in their order, then the others sorted."""
    known = [member.value for member in enum if member.value in present]
    return known + sorted(present - set(known))


def _table(items: Iterable[str]) -> _Table:
    table = _Table()
    for item in items:
        table.number(item)
    return table


def _sparse(values: Iterable[Any]) -> dict[str, Any]:
    """Return a column as {position: value}, the empty left out."""
    return {
        str(index): list(value) if isinstance(value, tuple) else value
        for index, value in enumerate(values)
        if value not in ("", (), None)
    }


def _index(numbers: dict[str, int], id_: str) -> int | None:
    return numbers.get(id_) if id_ else None


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


def _web(url: str) -> bool:
    return bool(re.match(r"https?://[^\s]+$", url))


def _publisher(name: str, url: str) -> str:
    if name:
        return name
    if not _web(url):
        return ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _day(text: str, *, last: bool) -> int | None:
    """Return days since 1970-01-01 of an ISO day, month or year (its first or last day)."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", text)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        if day:
            found = date(int(year), int(month), int(day))
        elif month:
            found = date(int(year), int(month), 1)
            if last:
                found = (found + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        else:
            found = date(int(year), 12, 31) if last else date(int(year), 1, 1)
    except (ValueError, OverflowError):
        return None
    return found.toordinal() - _EPOCH
