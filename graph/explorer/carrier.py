"""Pictures as pyvis networks and back: `pyvis.network.Network` carries the data.

A network that `to_network` made holds our facts under the key ``diplograph`` of every node and
edge, beside what vis-network needs to draw it, so it can be pruned or extended with pyvis's own
means before it is rendered. Any other network is read as it is: nodes are drawn as actors, edges
as relations between them.

pyvis scans lists at every `add_node` and `add_edge` (quadratic) and its undirected networks
drop a second edge of a pair; nodes and edges are therefore filled directly, directed.
"""

from __future__ import annotations

import math
import re
from dataclasses import asdict
from typing import Any

from graph.explorer.picture import (
    AccountRow,
    ActorRow,
    EventRow,
    PartRow,
    Picture,
    PlaceRow,
    ReportRow,
)

KEY = "diplograph"
_COLOURS = {"person": "#8fb3e8", "state": "#e3b25f", "organisation": "#9ccf9a", "group": "#c9a3d9"}
_EVENT_COLOUR = "#6b7280"


def to_network(picture: Picture, places: dict[str, tuple[float, float]] | None = None) -> Any:
    """Return the picture as a directed `pyvis.network.Network`, positions given by id."""
    from pyvis.network import Network

    net = Network(directed=True, height="100vh", width="100%", cdn_resources="in_line")
    net.toggle_physics(not places)
    for actor in picture.actors:
        facts = _facts(actor, "id", "label", "x", "y")
        title = f"{actor.label} ({actor.kind}{', ' + actor.state if actor.state else ''})"
        colour = _COLOURS.get(actor.kind, "#b0b7c3")
        _node(net, actor.id, actor.label, title, "dot", colour, facts, places)
    for event in picture.events:
        facts = _facts(event, "id", "label", "parts", "accounts")
        title = f"{event.type}: {event.label} ({event.date or 'undated'}, {event.status})"
        _node(net, event.id, event.label, title, "diamond", _EVENT_COLOUR, facts, places)
        for part in event.parts:
            net.edges.append(
                {
                    "from": event.id,
                    "to": part.actor,
                    "arrows": "to",
                    "title": _harmless(part.role),
                    KEY: _facts(part, "actor"),
                }
            )
    net.diplograph = {
        "title": picture.title,
        "selection": picture.selection,
        "states": dict(picture.states),
        "reports": [asdict(report) for report in picture.reports],
        "places": [asdict(place) for place in picture.places],
        "accounts": {
            event.id: [asdict(account) for account in event.accounts]
            for event in picture.events
            if event.accounts
        },
    }
    return net


def from_network(net: Any, *, title: str | None = None) -> Picture:
    """Read a picture from a pyvis network, ours or anybody's."""
    extra: dict[str, Any] = getattr(net, KEY, {}) or {}
    accounts = extra.get("accounts", {})
    actors: list[ActorRow] = []
    events: dict[str, dict[str, Any]] = {}
    labels: dict[str, str] = {}
    for node in net.nodes:
        id_ = str(node["id"])
        label = str(node.get("label") if node.get("label") is not None else id_)
        labels[id_] = label
        facts = node.get(KEY)
        if isinstance(facts, dict) and "type" in facts:
            events[id_] = {**facts, "id": id_, "label": label, "parts": []}
        elif isinstance(facts, dict):
            actors.append(ActorRow(**_tuples({**facts, "id": id_, "label": label})))
        else:
            actors.append(_foreign(node, id_, label))
    relations: list[EventRow] = []
    for number, edge in enumerate(net.edges):
        source, target = str(edge["from"]), str(edge["to"])
        facts = edge.get(KEY) if isinstance(edge.get(KEY), dict) else {"role": _text(edge, "label")}
        if source in events:
            events[source]["parts"].append(PartRow(actor=target, **facts))
        elif target in events:
            events[target]["parts"].append(PartRow(actor=source, **facts))
        else:
            relations.append(_relation(number, edge, source, target, labels))
    rows = [
        EventRow(
            **_tuples(facts),
            accounts=tuple(AccountRow(**_tuples(a)) for a in accounts.get(id_, ())),
        )
        for id_, facts in events.items()
    ]
    native = bool(events)
    heading = title or extra.get("title") or _text(net.__dict__, "heading") or "Network"
    return Picture(
        title=heading,
        actors=tuple(actors),
        events=(*rows, *relations),
        reports=tuple(ReportRow(**row) for row in extra.get("reports", ())),
        places=tuple(PlaceRow(**_tuples(row)) for row in extra.get("places", ())),
        states=dict(extra.get("states", {})),
        native=native,
        selection=str(extra.get("selection", "")),
    )


def _node(
    net: Any,
    id_: str,
    label: str,
    title: str,
    shape: str,
    colour: str,
    facts: dict[str, Any],
    places: dict[str, tuple[float, float]] | None,
) -> None:
    node: dict[str, Any] = {
        "id": id_,
        "label": label,
        "title": _harmless(title),
        "shape": shape,
        "color": colour,
        "size": 8 if shape == "diamond" else 12,
        KEY: facts,
    }
    if places and id_ in places:
        node["x"], node["y"] = places[id_]
    net.nodes.append(node)
    net.node_ids.append(id_)
    net.node_map[id_] = node


def _harmless(title: str) -> str:
    """Break the word that makes pyvis's page write every title of a network as HTML."""
    return re.sub("href", "h\u2060ref", title, flags=re.IGNORECASE)


def _facts(row: Any, *without: str) -> dict[str, Any]:
    """Return a row's fields as plain JSON values, the empty ones left out."""
    return {
        key: value
        for key, value in asdict(row).items()
        if key not in without and (key == "type" or value not in ("", (), None))
    }


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    """Turn lists (as JSON gives them) into tuples, at any depth."""

    def deep(value: Any) -> Any:
        return tuple(deep(v) for v in value) if isinstance(value, list | tuple) else value

    return {key: deep(value) for key, value in fields.items()}


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key)
    return "" if value is None else str(value)


def _foreign(node: dict[str, Any], id_: str, label: str) -> ActorRow:
    """Read a node that is not ours: its group is the kind, its title the note."""
    x, y = node.get("x"), node.get("y")
    known = all(
        isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in (x, y)
    )
    return ActorRow(
        id_,
        label,
        _text(node, "group") or "node",
        note=_text(node, "title"),
        x=float(x) if known and x is not None else None,
        y=float(y) if known and y is not None else None,
    )


def _relation(
    number: int, edge: dict[str, Any], source: str, target: str, labels: dict[str, str]
) -> EventRow:
    """Read an edge between two nodes as a relation; `date` or `start` and `end` date it."""
    word = _text(edge, "label") or _text(edge, "type") or "link"
    start = _text(edge, "start") or _text(edge, "date")
    end = _text(edge, "end") or start
    joint = " → " if edge.get("arrows") else " – "
    note = _text(edge, "title")
    label = f"{labels.get(source, source)}{joint}{labels.get(target, target)}"
    if note and note != word:
        label = f"{label}: {note}"
    return EventRow(
        id=f"edge/{number}",
        label=label,
        type=word,
        start=start,
        end=end,
        date=start if start == end else f"{start}/{end}",
        parts=(PartRow(source, "source"), PartRow(target, "target")),
    )
