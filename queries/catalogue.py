"""Named questions: ``catalogue/*.rq`` files of SPARQL with a YAML header in ``#+`` comments.

A question's text holds ``$name`` where a parameter goes. Binding replaces each such token by
the serialised term (or list of terms) that the value stands for, so that the engine plans with
the value and no value can ever be read as SPARQL. **A line that names a parameter nobody gave
is left out**, which is how optional conditions are written. Prefixes are added by the binder,
only those used; ``queries/catalogue/README.md`` tells authors the rest.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal

import yaml
from rapidfuzz import process

from graph.errors import ParameterError, SettingsError
from graph.identifiers import BASE
from graph.rdf import PREFIXES as RDF_PREFIXES
from graph.store import Store
from queries.tokens import tokens
from queries.values import TYPES, endings, serialise

# What questions may use; `g:` names the graphs of our own making (g:derived).
PREFIXES: dict[str, str] = {**RDF_PREFIXES, "g": f"{BASE}graph/"}
SHARED = "parameters.yaml"  # definitions that a header may take over by naming them
FILES = resources.files("queries") / "catalogue"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be told: its type (a key of `queries.values.TYPES`) and its use."""

    name: str
    type: str
    description: str
    default: str | None = None
    example: str | None = None
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = 1_000_000


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question of the catalogue. `graph` names the columns of an edge, if rows are edges."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    reach: Literal["look-up", "whole-graph"] = "look-up"
    step: str | None = None
    graph: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def example(self) -> dict[str, str]:
        """Values for the parameters that have an example."""
        return {p.name: p.example for p in self.parameters if p.example is not None}

    def values(self, store: Store, given: Mapping[str, Any]) -> dict[str, str]:
        """Return each parameter's value as SPARQL text; unknown or missing ones raise.

        Names are looked up in the store. Raises `QueryError`, `AmbiguousName`.
        """
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                near = process.extractOne(name, list(known), score_cutoff=60)
                hint = f"; did you mean {near[0]}?" if near else ""
                has = ", ".join(known) or "none"
                raise ParameterError(f"{self.name} has no parameter {name!r}{hint} (it has: {has})")
        values: dict[str, str] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name)
            if value is None or value in ("", []):
                value = parameter.default
            if value is None:
                if parameter.required:
                    example = f", for example {parameter.example!r}" if parameter.example else ""
                    raise ParameterError(f"{self.name} needs {parameter.name}{example}")
                continue
            values |= serialise(store, parameter, value)
        return values

    def bind(self, store: Store, **params: Any) -> str:
        """Return the SPARQL text with the values bound as terms and the prefixes it uses."""
        return bind(self.text, self.values(store, params))


def bind(text: str, values: Mapping[str, str]) -> str:
    """Replace ``$name`` tokens by serialised terms; drop lines whose parameter is absent.

    `values` holds SPARQL terms, as `queries.values.serialise` makes them. ``$name`` inside
    strings, IRIs and comments stays as it is.
    """
    used: set[str] = set()
    kept: list[str] = []
    for line in _lines(text):
        parts: list[str] = []
        for token in line:
            if token.kind == "parameter":
                value = values.get(token.text[1:])
                if value is None:
                    break
                parts.append(value)
            else:
                parts.append(token.text)
        else:
            bound = "".join(parts)
            used.update(
                token.text.split(":", 1)[0] for token in tokens(bound) if token.kind == "name"
            )
            kept.append(bound)
    body = "".join(kept).strip("\n") + "\n"
    head = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in PREFIXES if p in used)
    return head + body


def _lines(text: str) -> Iterator[list[Any]]:
    line: list[Any] = []
    for token in tokens(text):
        line.append(token)
        if token.kind == "space" and "\n" in token.text:
            yield line
            line = []
    if line:
        yield line


class Catalogue:
    """All named questions, by name."""

    def __init__(self, queries: Sequence[NamedQuery]) -> None:
        self._queries = {query.name: query for query in queries}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all questions, sorted."""
        return tuple(sorted(self._queries))

    def get(self, name: str) -> NamedQuery:
        """Return a question; an unknown name raises `QueryError` with suggestions."""
        query = self._queries.get(name)
        if query is None:
            near = [n for n, _, _ in process.extract(name, self.names, score_cutoff=55, limit=3)]
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise ParameterError(f"no question is called {name!r}{hint} ('query --list' shows all)")
        return query

    def __iter__(self) -> Iterator[NamedQuery]:
        return (self._queries[name] for name in self.names)

    def __len__(self) -> int:
        return len(self._queries)

    def groups(self) -> dict[str, list[NamedQuery]]:
        """Return the questions by first tag, tags in the order of `GROUPS`."""
        by_tag: dict[str, list[NamedQuery]] = {tag: [] for tag in GROUPS}
        for query in self:
            by_tag.setdefault(query.tags[0], []).append(query)
        return {tag: queries for tag, queries in by_tag.items() if queries}


GROUPS = (
    "meetings", "visits", "calls", "agreements", "actors", "dyads", "places", "time", "status",
    "statements", "evidence", "disagreement", "quality",
)  # fmt: skip


@functools.cache
def load_catalogue() -> Catalogue:
    """Return the catalogue that ships with the package, read once."""
    shared = yaml.safe_load((FILES / SHARED).read_text("utf-8")) or {}
    files = sorted((f for f in FILES.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return Catalogue([parse(f.name[:-3], f.read_text("utf-8"), shared) for f in files])


_FIELDS = {"summary", "description", "tags", "parameters", "reach", "step", "graph", "note"}


def parse(name: str, source: str, shared: Mapping[str, Any] | None = None) -> NamedQuery:
    """Read one ``.rq`` file's text; raises `SettingsError` for a header that is wrong."""
    lines = source.splitlines(keepends=True)
    header = "".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    text = "".join(line for line in lines if not line.startswith("#+")).strip("\n") + "\n"
    try:
        meta = yaml.safe_load(header)
    except yaml.YAMLError as error:
        raise SettingsError(f"catalogue/{name}.rq: header is no YAML ({error})") from None
    if not isinstance(meta, dict) or not meta.get("summary") or not meta.get("tags"):
        raise SettingsError(f"catalogue/{name}.rq: the header needs at least summary and tags")
    if extra := set(meta) - _FIELDS:
        raise SettingsError(f"catalogue/{name}.rq: unknown header fields {sorted(extra)}")
    parameters = tuple(
        _parameter(name, key, {**((shared or {}).get(key) or {}), **(given or {})})
        for key, given in (meta.get("parameters") or {}).items()
    )
    used = {token.text[1:] for token in tokens(text) if token.kind == "parameter"}
    derived = {p.name + end: p.name for p in parameters for end in endings(p)}
    used = {derived.get(name, name) for name in used}
    if odd := sorted(used ^ {p.name for p in parameters}):
        raise SettingsError(f"catalogue/{name}.rq: text and header differ on parameters {odd}")
    return NamedQuery(
        name=name,
        summary=" ".join(str(meta["summary"]).split()),
        description=" ".join(str(meta.get("description", "")).split()),
        tags=tuple(meta["tags"]),
        parameters=parameters,
        text=text,
        reach=meta.get("reach", "look-up"),
        step=meta.get("step"),
        graph=meta.get("graph") or {},
        note=" ".join(str(meta.get("note", "")).split()),
    )


def _parameter(query: str, name: str, given: Mapping[str, Any]) -> Parameter:
    where = f"catalogue/{query}.rq: parameter {name}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise SettingsError(f"{where}: a name is lower-case letters, digits and _")
    if given.get("type") not in TYPES:
        raise SettingsError(f"{where}: type must be one of {', '.join(sorted(TYPES))}")
    if not given.get("description"):
        raise SettingsError(f"{where}: needs a description")
    try:
        fields: dict[str, Any] = {
            key: str(value) if key in ("default", "example") else value
            for key, value in given.items()
            if value is not None  # `example: null` takes a shared field back
        }
        return Parameter(name=name, **fields)
    except TypeError:
        raise SettingsError(f"{where}: unknown fields among {sorted(given)}") from None
