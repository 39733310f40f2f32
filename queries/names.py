"""From a name as people type it to the IRI it stands for, by label and alias.

The index holds every merged actor, place, organisation and group of a store: a few thousand
rows, read with two queries and kept for a minute. Reports and events are found by IRI, short
form (``event/1f…``) or, for reports, headline or identifier.

A name is tried from the strictest reading to the loosest: the whole label, a whole alias, then
words of the label ("Xi", "Putin"). The first reading that finds anything decides. Several
finds raise `AmbiguousName` with the choices, most mentioned first; none raises `QueryError`
with suggestions. ``Name (CODE)`` narrows to a state by its alpha-3 code: ``Bush (USA)``.
"""

from __future__ import annotations

import re
import time
import weakref
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from graph.errors import AmbiguousName, QueryError
from graph.identifiers import BASE, ONTOLOGY, fold
from graph.store import Store
from queries.asking import select

PREFIXES = f"""PREFIX dg: <{ONTOLOGY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# Which kinds (first step of the IRI's path) each parameter type may stand for. Where the same
# reading finds several kinds, the one named first wins: "China" is the state, not the place.
KINDS: dict[str, tuple[str, ...]] = {
    "actor": ("state", "person", "organisation", "group"),
    "person": ("person",),
    "state": ("state",),
    "organisation": ("organisation", "group"),
    "place": ("state", "place"),
    "event": ("event",),
    "report": ("report",),
}
MAX_AGE_S = 60.0
_HINTED = re.compile(r"^(?P<name>.*\S)\s*\((?P<code>[A-Za-z]{3})\)$")
_SHORT = re.compile(r"^(?P<kind>[a-z]+)/[0-9A-Za-z_.-]+$")


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that has a name: IRI, kind, label, aliases, alpha-3 code of its state."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    country: str | None = None

    @property
    def shown(self) -> str:
        """Label with the code that tells namesakes apart; typed back, it finds this one."""
        apart = self.country and self.kind != "state"
        return f"{self.label} ({self.country})" if apart else self.label


def kind_of(iri: str) -> str:
    """Return the kind that an IRI of ours names (``person``, ``state`` …), else ``""``."""
    return iri[len(BASE) :].split("/", 1)[0] if iri.startswith(BASE) else ""


@dataclass(slots=True)
class Names:
    """The names of one store, ready for look-up."""

    entities: dict[str, Entity]
    read_at: float
    _labels: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    _aliases: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entity in self.entities.values():
            folded = fold(entity.label)
            self._labels[folded].append(entity)
            if entity.kind == "state" and entity.country:
                self._aliases[entity.country.casefold()].append(entity)
            for alias in {fold(alias) for alias in entity.aliases} - {folded}:
                self._aliases[alias].append(entity)
            for word in {w for name in (entity.label, *entity.aliases) for w in fold(name).split()}:
                self._words[word].append(entity)

    @classmethod
    def read(cls, store: Store) -> Names:
        """Read the names of all actors and places of a store."""
        return cls(_entities(store), time.monotonic())

    def find(self, name: str, kinds: tuple[str, ...]) -> list[Entity]:
        """Return what a name stands for under its strictest reading that finds anything."""
        hinted = _HINTED.match(name)
        if hinted:
            code = hinted["code"].upper()
            found = [e for e in self._find(hinted["name"], kinds) if e.country == code]
            if found:
                return found
        return self._find(name, kinds)

    def _find(self, name: str, kinds: tuple[str, ...]) -> list[Entity]:
        wanted = fold(name)
        words = wanted.split()
        if not words:
            return []
        for readings in (self._labels, self._aliases):
            found = [e for e in readings.get(wanted, ()) if e.kind in kinds]
            if found:
                first = min(kinds.index(e.kind) for e in found)
                return [e for e in found if e.kind == kinds[first]]
        sets = [{e.iri for e in self._words.get(word, ()) if e.kind in kinds} for word in words]
        return [self.entities[iri] for iri in sorted(set.intersection(*sets))]

    def suggest(self, name: str, kinds: tuple[str, ...], limit: int = 5) -> list[str]:
        """Return names that look like this one, best first."""
        wanted = fold(name)
        pool = {
            text: entity.shown
            for entity in self.entities.values()
            if entity.kind in kinds
            for text in (fold(entity.label), *map(fold, entity.aliases))
        }
        near = process.extract(
            wanted, list(pool), scorer=fuzz.WRatio, score_cutoff=70, limit=4 * limit
        )
        return list(dict.fromkeys(pool[text] for text, _, _ in near))[:limit]


def _entities(store: Store) -> dict[str, Entity]:
    rows = select(
        store,
        PREFIXES
        + """SELECT ?x ?label ?state WHERE {
  { ?x a sem:Actor } UNION { ?x a sem:Place }
  ?x rdfs:label ?label OPTIONAL { ?x dg:represents ?state }
}""",
    )
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in select(store, PREFIXES + "SELECT ?x ?alias WHERE { ?x skos:altLabel ?alias }"):
        aliases[row["x"].value].add(row["alias"].value)
    entities: dict[str, Entity] = {}
    for row in rows:
        iri = row["x"].value
        kind = kind_of(iri)
        state = iri if kind == "state" else row["state"].value if row["state"] else None
        code = state.rsplit("/", 1)[-1] if state else None
        known = entities.get(iri)
        if known is None or (known.country or "~") > (code or "~"):  # least code, if several
            label = row["label"].value
            entities[iri] = Entity(iri, kind, label, tuple(sorted(aliases.get(iri, ()))), code)
    return entities


_CACHE: weakref.WeakKeyDictionary[Store, Names] = weakref.WeakKeyDictionary()


def names_of(store: Store, *, fresh: bool = False) -> Names:
    """Return the index of a store's names, read at most a minute ago."""
    names = _CACHE.get(store)
    if fresh or names is None or time.monotonic() - names.read_at > MAX_AGE_S:
        names = _CACHE[store] = Names.read(store)
    return names


def resolve(store: Store, name: str, type_: str, parameter: str = "name") -> ox.NamedNode:
    """Return the IRI that a typed name, short form (``person/1f…``) or full IRI stands for.

    `type_` is a key of `KINDS`. Raises `AmbiguousName` or `QueryError`; `parameter` is named
    in their messages.
    """
    kinds = KINDS[type_]
    name = " ".join(name.split())
    given = _as_iri(name, kinds, parameter)
    if given is not None:
        return given
    if type_ == "event":
        raise QueryError(
            f"{parameter}: {name!r} is no event; give its IRI or short form, event/…, "
            "as the questions 'timeline' and 'meetings' print it"
        )
    if type_ == "report":
        return _report(store, name, parameter)
    found = names_of(store).find(name, kinds)
    if not found:  # the store may have grown since the index was read
        names = names_of(store, fresh=True)
        found = names.find(name, kinds)
        if not found:
            near = names.suggest(name, kinds)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise QueryError(f"{parameter}: no {type_} is called {name!r}{hint}")
    if len(found) == 1:
        return ox.NamedNode(found[0].iri)
    choices = _by_mentions(store, found)
    shown = ", ".join(f"{e.shown} [{e.iri[len(BASE) :]}]" for e in choices[:8])
    more = f" and {len(choices) - 8} more" if len(choices) > 8 else ""
    raise AmbiguousName(
        f"{parameter}: {name!r} may be {shown}{more}; give the full name or the short form in brackets",
        tuple((e.shown, e.iri) for e in choices),
    )


def _as_iri(name: str, kinds: tuple[str, ...], parameter: str) -> ox.NamedNode | None:
    short = _SHORT.match(name)
    if short and short["kind"] in kinds:
        name = BASE + name
    if "://" not in name:
        return None
    try:
        node = ox.NamedNode(name.strip("<>"))
    except ValueError:
        raise QueryError(f"{parameter}: {name!r} is no IRI") from None
    if kind_of(node.value) not in kinds:
        raise QueryError(f"{parameter}: {node.value} is not the IRI of a {' or '.join(kinds)}")
    return node


def _report(store: Store, name: str, parameter: str) -> ox.NamedNode:
    text = ox.Literal(name)
    rows = select(
        store,
        f"{PREFIXES}SELECT DISTINCT ?report ?headline WHERE {{ GRAPH ?g {{ "
        f"{{ ?report schema:headline {text} }} UNION {{ ?report schema:identifier {text} }} "
        f"UNION {{ ?report schema:headline ?any FILTER(LCASE(STR(?any)) = LCASE({text})) }} "
        "OPTIONAL { ?report schema:headline ?headline } } } ORDER BY ?report LIMIT 20",
    )
    found: list[tuple[str, ox.NamedNode]] = [
        (row["headline"].value if row["headline"] else name, row["report"]) for row in rows
    ]
    if not found:
        raise QueryError(
            f"{parameter}: no report has the headline or identifier {name!r}; "
            "the question 'reports' lists them"
        )
    if len(found) > 1:
        shown = ", ".join(f"{title} [{node.value[len(BASE) :]}]" for title, node in found)
        raise AmbiguousName(
            f"{parameter}: {name!r} may be {shown}; give the short form in brackets",
            tuple((title, node.value) for title, node in found),
        )
    return found[0][1]


def _by_mentions(store: Store, entities: Iterable[Entity]) -> list[Entity]:
    """Sort entities by the number of events they take part in or are the place of."""
    pool = {e.iri: e for e in entities}
    values = " ".join(str(ox.NamedNode(iri)) for iri in pool)
    rows = select(
        store,
        f"{PREFIXES}SELECT ?x (COUNT(?event) AS ?n) WHERE {{ VALUES ?x {{ {values} }} "
        "?event sem:hasActor|sem:hasPlace ?x } GROUP BY ?x",
    )
    count = {row["x"].value: int(row["n"].value) for row in rows}
    return sorted(pool.values(), key=lambda e: (-count.get(e.iri, 0), e.label, e.iri))


def search(store: Store, text: str, limit: int = 20) -> list[Entity]:
    """Return actors and places whose name fits what was typed, near ones after exact ones."""
    names = names_of(store)
    kinds = ("state", "person", "organisation", "group", "place")
    found = names.find(text, kinds)
    shown = {e.shown: e for e in names.entities.values()}
    near = [shown[label] for label in names.suggest(text, kinds, limit) if label in shown]
    return list({e.iri: e for e in [*found, *near]}.values())[:limit]
