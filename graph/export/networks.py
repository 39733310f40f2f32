"""GraphML and GEXF: actors and events as nodes, participations as edges.

Both hold the two-mode network, from which any one-mode network can be had (`graph.network` and
``diplograph`` in Python project it). In GEXF events and their edges carry the first and last
day on which the event can have been, so that Gephi's timeline works; an event without a date
is there at all times.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any
from xml.sax.saxutils import escape

from graph.export.selection import Selection
from graph.export.tables import mode_of
from graph.identifiers import BASE
from graph.model import Actor, Event
from graph.rdf import clean, read_events
from graph.rdf.times import bounds
from graph.rdf.writing import parties
from graph.store import Store

Attributes = dict[str, str | float | None]
# name -> (GraphML's and GEXF's word for the type, where it is used)
NODE_ATTRIBUTES: Mapping[str, str] = {
    "iri": "string",
    "class": "string",
    "label": "string",
    "kind": "string",
    "country": "string",
    "wikidata": "string",
    "type": "string",
    "status": "string",
    "date": "string",
    "begin": "string",
    "end": "string",
    "place": "string",
    "place_country": "string",
    "parties": "string",
    "plover": "string",
    "mode": "string",
    "reports": "double",
    "confidence": "double",
}
EDGE_ATTRIBUTES: Mapping[str, str] = {
    "role": "string",
    "capacity": "string",
    "on_behalf_of": "string",
}


def node_id(iri: str) -> str:
    """Return an identifier that XML allows for nodes: ``event_0f…`` for ``…/event/0f…``."""
    return iri.removeprefix(BASE).replace("/", "_")


def _actor(actor: Actor) -> Attributes:
    return {
        "iri": actor.iri,
        "class": "actor",
        "label": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "wikidata": actor.wikidata,
    }


def _event(event: Event) -> Attributes:
    begin, end = bounds(event.time) if event.time else (None, None)
    return {
        "iri": event.iri,
        "class": "event",
        "label": event.label,
        "type": event.type.value,
        "status": event.status.value,
        "date": event.time.edtf if event.time else None,
        "begin": begin,
        "end": end,
        "place": event.place.name if event.place else None,
        "place_country": event.place.country if event.place else None,
        "parties": " ".join(parties(event.participations)) or None,
        "plover": event.plover_category,
        "mode": mode_of(event),
        "reports": len(event.reports),
        "confidence": event.confidence,
    }


def _network(store: Store, selection: Selection) -> Iterator[tuple[str, Any]]:
    """Yield ``("node", (id, attributes))`` and ``("edge", (from, to, attributes, event))``."""
    seen: set[str] = set()
    for event in read_events(store, selection.events(store)):
        yield "node", (node_id(event.iri), _event(event))
        for part in event.participations:
            if part.actor.iri not in seen:
                seen.add(part.actor.iri)
                yield "node", (node_id(part.actor.iri), _actor(part.actor))
            attributes: Attributes = {
                "role": part.role.value,
                "capacity": part.capacity,
                "on_behalf_of": part.on_behalf_of,
            }
            yield "edge", (node_id(part.actor.iri), node_id(event.iri), attributes, event)


def _attribute(text: object) -> str:
    return escape(clean(str(text)), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(text: object) -> str:
    return escape(clean(str(text)), {"\r": "&#13;"})


def write_graphml(
    store: Store, out: IO[bytes], selection: Selection, options: Mapping[str, Any]
) -> None:
    """Write GraphML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
    for kind, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        for name, type_ in attributes.items():
            lines.append(
                f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>'
            )
    lines.append('<graph id="diplograph" edgedefault="undirected">')
    _put(out, lines)

    def data(kind: str, attributes: Attributes) -> str:
        return "".join(
            f'<data key="{kind}_{name}">{_text(value)}</data>'
            for name, value in attributes.items()
            if value is not None
        )

    edges = 0
    for kind, item in _network(store, selection):
        if kind == "node":
            _put(out, [f'<node id="{_attribute(item[0])}">{data("node", item[1])}</node>'])
        else:
            source, target, attributes, _ = item
            edges += 1
            _put(
                out,
                [
                    f'<edge id="p{edges}" source="{_attribute(source)}" '
                    f'target="{_attribute(target)}">{data("edge", attributes)}</edge>'
                ],
            )
    _put(out, ["</graph>", "</graphml>"])


def write_gexf(
    store: Store, out: IO[bytes], selection: Selection, options: Mapping[str, Any]
) -> None:
    """Write GEXF 1.2 with time spans; edges wait in a temporary file, since nodes come first."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">')
    lines.append('<graph mode="dynamic" timeformat="date" defaultedgetype="undirected">')
    numbers: dict[str, dict[str, int]] = {}
    for kind, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        lines.append(f'<attributes class="{kind}" mode="static">')
        numbers[kind] = {name: number for number, name in enumerate(attributes)}
        for name, type_ in attributes.items():
            lines.append(f'<attribute id="{numbers[kind][name]}" title="{name}" type="{type_}"/>')
        lines.append("</attributes>")
    _put(out, [*lines, "<nodes>"])

    def values(kind: str, attributes: Attributes) -> str:
        inner = "".join(
            f'<attvalue for="{numbers[kind][name]}" value="{_attribute(value)}"/>'
            for name, value in attributes.items()
            if value is not None and name != "label"
        )
        return f"<attvalues>{inner}</attvalues>"

    def span(begin: object, end: object) -> str:
        first = f' start="{begin}"' if begin else ""
        return first + (f' end="{end}"' if end else "")

    edges = 0
    with tempfile.TemporaryFile() as waiting:
        for kind, item in _network(store, selection):
            if kind == "node":
                name, attributes = item
                label = _attribute(attributes["label"])
                when = span(attributes.get("begin"), attributes.get("end"))
                _put(
                    out,
                    [
                        f'<node id="{_attribute(name)}" label="{label}"{when}>'
                        f"{values('node', attributes)}</node>"
                    ],
                )
            else:
                source, target, attributes, event = item
                edges += 1
                when = span(*bounds(event.time)) if event.time else ""
                _put(
                    waiting,
                    [
                        f'<edge id="{edges}" source="{_attribute(source)}" '
                        f'target="{_attribute(target)}"{when}>{values("edge", attributes)}</edge>'
                    ],
                )
        _put(out, ["</nodes>", "<edges>"])
        waiting.seek(0)
        shutil.copyfileobj(waiting, out)
    _put(out, ["</edges>", "</graph>", "</gexf>"])


def _put(out: Any, lines: list[str]) -> None:
    out.write(("\n".join(lines) + "\n").encode("utf-8"))


WRITERS: Mapping[str, Callable[[Store, IO[bytes], Selection, Mapping[str, Any]], None]] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
}
