"""Which events an export takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from graph.errors import InputError
from graph.identifiers import BASE
from graph.model import EventType
from graph.rdf import terms as t
from graph.rdf.asking import select, value
from graph.rdf.times import first_day, last_day
from graph.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """Events of an actor (IRI; a state also where it is represented), between two days, of types.

    An event lies between two days if it may: its possible days overlap with them. Events of no
    known date are left out as soon as a day is given.
    """

    actor: str | None = None
    since: str | None = None
    until: str | None = None
    types: tuple[EventType, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
        types: Iterable[str] | None = None,
    ) -> Self:
        """Return the selection that these words describe; raises `InputError` for wrong ones."""
        if actor is not None:
            if not actor.startswith(BASE):
                raise InputError(f"actor {actor!r} is no IRI of an actor in this graph")
            try:
                ox.NamedNode(actor)
            except ValueError as error:
                raise InputError(f"actor {actor!r} is no valid IRI") from error
        known = {type_.value.lower(): type_ for type_ in EventType}
        chosen = []
        for name in types or ():
            if str(name).lower() not in known:
                raise InputError(f"no type of event {name!r}: there are {', '.join(EventType)}")
            chosen.append(known[str(name).lower()])
        since, until = since and first_day(since), until and last_day(until)
        if since and until and since > until:
            raise InputError(f"since {since} lies after until {until}")
        return cls(actor, since or None, until or None, tuple(dict.fromkeys(chosen)))

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.actor or self.since or self.until or self.types)

    def events(self, store: Store) -> Iterator[str]:
        """Yield the IRIs of the events, in the store's order."""
        if not self:
            for quad in store.quads(None, t.TYPE, t.SEM_EVENT, ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject.value
            return
        parts = ["?e a sem:Event ."]
        if self.actor:
            node = ox.NamedNode(self.actor)
            parts.insert(0, f"{{ SELECT DISTINCT ?e {{ ?e sem:hasActor|dg:party {node} }} }}")
        if self.types:
            classes = " ".join(str(t.TYPE_CLASS[type_]) for type_ in self.types)
            parts.append(f"?e a ?k . VALUES ?k {{ {classes} }}")
        if self.until:
            parts.append(f"?e sem:hasEarliestBeginTimeStamp ?a FILTER(?a <= {t.date(self.until)})")
        if self.since:
            parts.append(f"?e sem:hasLatestEndTimeStamp ?z FILTER(?z >= {t.date(self.since)})")
        for row in select(store, f"SELECT ?e {{ {' '.join(parts)} }}"):
            yield value(row, "e")
