"""PLOVER-style event records: one JSON object a line.

Field names follow the PLOVER data specification and the POLECAT files as far as this graph has
what they hold. The source of an act is its actor, the target its recipient; for encounters and
agreements, which have no direction, `symmetric` is true and every participant is in both.
Events of no PLOVER category (statements) are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from graph.export.selection import Selection
from graph.export.tables import mode_of
from graph.model import ENCOUNTERS, ActorKind, Event, EventType, Participation, Role
from graph.rdf import read_events
from graph.rdf.times import bounds
from graph.store import Store

_SYMMETRIC = frozenset({*ENCOUNTERS, EventType.AGREEMENT})
# Context words of PLOVER that our statuses are.
_CONTEXT = {"planned": "future", "possible": "hypothetical", "cancelled": "negated"}
_GIVERS = frozenset({Role.SOURCE, Role.SPEAKER})


def write_plover(
    store: Store, out: IO[bytes], selection: Selection, options: Mapping[str, Any]
) -> None:
    """Write one JSON object an event."""
    for event in read_events(store, selection.events(store)):
        if event.plover_category is not None:
            line = json.dumps(record(event), ensure_ascii=False, separators=(", ", ": "))
            out.write(line.encode("utf-8") + b"\n")


def record(event: Event) -> dict[str, Any]:
    """Return an event as a PLOVER-style record."""
    begin, end = bounds(event.time) if event.time else (None, None)
    symmetric = event.type in _SYMMETRIC
    parts = event.participations
    if symmetric:
        sources = targets = [part for part in parts if part.role is not Role.MEDIATOR]
    else:
        sources = [part for part in parts if part.role in _GIVERS]
        targets = [part for part in parts if part.role is Role.TARGET]
    status = event.status.value
    place = event.place
    return {
        "event_id": event.iri,
        "event_type": event.plover_category,
        "event_mode": [mode] if (mode := mode_of(event)) else [],
        "event_date": begin,
        "event_date_end": end,
        "date_text": event.time.edtf if event.time else None,
        "status": status,
        "context": [*event.topics, *([_CONTEXT[status]] if status in _CONTEXT else [])],
        "symmetric": symmetric,
        "source": [_actor(part) for part in sources],
        "target": [_actor(part) for part in targets],
        "mediator": [_actor(part) for part in parts if part.role is Role.MEDIATOR],
        "location": None
        if place is None
        else {
            "name": place.name,
            "within": list(place.within),
            "country": place.country,
            "latitude": place.lat,
            "longitude": place.lon,
        },
        "headline": event.label,
        "confidence": event.confidence,
        "reports": list(event.reports),
    }


def _actor(part: Participation) -> dict[str, Any]:
    actor = part.actor
    return {
        "actorText": actor.name,
        "actorId": actor.iri,
        "code": part.on_behalf_of or actor.country,
        # PLOVER's sector codes, where the kind of actor decides: a state's own government.
        "sector": "GOV" if actor.kind is ActorKind.STATE else None,
        "kind": actor.kind.value,
        "title": part.capacity,
        "role": part.role.value,
        "wikidata": actor.wikidata,
    }
