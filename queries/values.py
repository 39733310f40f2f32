"""From what a person gives for a parameter to SPARQL terms, never to SPARQL text.

Each type turns a string into one or more terms of pyoxigraph, whose ``str()`` escapes; integers
become digits, for ``LIMIT``. Nothing else reaches a query.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rapidfuzz import process

from graph.errors import ParameterError
from graph.identifiers import BASE, ONTOLOGY
from graph.model import EventType, Role, Status
from graph.rdf import PREFIXES as RDF_PREFIXES
from graph.store import Store
from queries.asking import select
from queries.names import KINDS, resolve

if TYPE_CHECKING:
    from queries.catalogue import Parameter

HAS_ACTOR = RDF_PREFIXES["sem"] + "hasActor"
CONTAINED_IN = RDF_PREFIXES["schema"] + "containedInPlace"
XSD = "http://www.w3.org/2001/XMLSchema#"
MAX_DAYS = 366
MAX_VALUES = 100
MAX_TEXT = 1000
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


# What a question may also say of an actor or place, because the fast form depends on its kind:
# `$actor_link`   the property from an event to it: dg:party for a state, else sem:hasActor
# `$place_state`  the place where it is a state (else its line is left out)
# `$types_list`   the terms of a parameter that takes many, with commas, for IN
# `$place_inside` the place and all inside it, where it is no state
DERIVED: dict[str, tuple[str, ...]] = {"actor": ("_link",), "place": ("_state", "_inside")}


def endings(parameter: Parameter) -> tuple[str, ...]:
    """Return what may stand after a parameter's name in a question's text."""
    return ("_list",) if parameter.many else DERIVED.get(parameter.type, ())


def serialise(store: Store, parameter: Parameter, value: Any) -> dict[str, str]:
    """Return a value as SPARQL terms, separated by blanks where there are several.

    The parameter's name leads to them, and its name with an ending of `DERIVED` to what
    follows from it. `value` is a string, date, number, pyoxigraph term or, for parameters that take many, a
    sequence of these (or a string with commas). Raises `ParameterError`, `AmbiguousName`.
    """
    given: Iterable[Any] = (value,)
    if parameter.many:
        given = value.split(",") if isinstance(value, str) else value
        given = [one for one in given if str(one).strip()]
        if not given:
            raise ParameterError(f"{parameter.name}: no value in {value!r}")
        if len(given) > MAX_VALUES:
            raise ParameterError(f"{parameter.name}: {len(given)} values; {MAX_VALUES} at most")
    elif isinstance(value, (list, tuple)):
        if len(value) != 1:
            raise ParameterError(f"{parameter.name}: give one value, not {len(value)}")
        given = value
    make = TYPES[parameter.type]
    made = [make(store, parameter, _text(parameter, one)) for one in given]
    terms = " ".join(made)
    if parameter.many:
        return {parameter.name: terms, f"{parameter.name}_list": ", ".join(made)}
    return {parameter.name: terms, **_derived(store, parameter, terms)}


def _derived(store: Store, parameter: Parameter, term: str) -> dict[str, str]:
    is_state = term.startswith(f"<{BASE}state/")
    if parameter.type == "actor":
        return {f"{parameter.name}_link": f"<{ONTOLOGY}party>" if is_state else f"<{HAS_ACTOR}>"}
    if parameter.type == "place":
        if is_state:
            return {f"{parameter.name}_state": term}
        inside = select(store, f"SELECT ?p WHERE {{ ?p <{CONTAINED_IN}>* {term} }}")
        return {f"{parameter.name}_inside": " ".join(str(row["p"]) for row in inside)}
    return {}


def _text(parameter: Parameter, value: Any) -> str:
    text = value.value if isinstance(value, (ox.NamedNode, ox.Literal)) else str(value)
    text = text.strip()
    if len(text) > MAX_TEXT:
        raise ParameterError(f"{parameter.name}: {len(text)} characters; {MAX_TEXT} at most")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParameterError(f"{parameter.name}: {text!r} is no valid text") from None
    return text


def _bounds(parameter: Parameter, text: str) -> tuple[date, date]:
    """Return first and last day of a year, month or day."""
    if text.casefold() == "today":
        text = date.today().isoformat()
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        raise ParameterError(
            f"{parameter.name}: {text!r} is no date; write 2025, 2025-05, 2025-05-08 or today"
        ) from None
    return first, last


def _xsd(value: object, type_: str) -> str:
    return str(ox.Literal(str(value), datatype=ox.NamedNode(XSD + type_)))


def _since(_: Store, parameter: Parameter, text: str) -> str:
    return _xsd(_bounds(parameter, text)[0], "date")


def _until(_: Store, parameter: Parameter, text: str) -> str:
    return _xsd(_bounds(parameter, text)[1], "date")


def _range(parameter: Parameter, text: str) -> tuple[date, date]:
    start, _, end = text.partition("/")
    first, last = _bounds(parameter, start)[0], _bounds(parameter, end or start)[1]
    if last < first:
        raise ParameterError(f"{parameter.name}: {text!r} ends before it begins")
    return first, last


def _days(_: Store, parameter: Parameter, text: str) -> str:
    first, last = _range(parameter, text)
    count = (last - first).days + 1
    if count > MAX_DAYS:
        raise ParameterError(f"{parameter.name}: {text!r} is {count} days; {MAX_DAYS} at most")
    return " ".join(_xsd(first + timedelta(days=n), "date") for n in range(count))


def _integer(_: Store, parameter: Parameter, text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ParameterError(f"{parameter.name}: {text!r} is no whole number")
    number = int(text)
    if not parameter.least <= number <= parameter.most:
        raise ParameterError(
            f"{parameter.name}: {number} is outside {parameter.least} to {parameter.most}"
        )
    return str(number)


def _decimal(_: Store, parameter: Parameter, text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise ParameterError(f"{parameter.name}: {text!r} is no decimal number")
    return _xsd(text, "decimal")


def _literal(_: Store, __: Parameter, text: str) -> str:
    return str(ox.Literal(text))


def _term_of(names: Iterable[str], what: str) -> Callable[[Store, Parameter, str], str]:
    known = {name.casefold(): name for name in names}

    def make(_: Store, parameter: Parameter, text: str) -> str:
        name = known.get(text.casefold())
        allowed = parameter.choices or tuple(known.values())
        if name is None or name not in allowed:
            near = process.extractOne(text, allowed, score_cutoff=60)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ParameterError(
                f"{parameter.name}: {text!r} is no {what}{hint} (known: {', '.join(allowed)})"
            )
        return str(ox.NamedNode(ONTOLOGY + name))

    return make


def _entity(type_: str) -> Callable[[Store, Parameter, str], str]:
    def make(store: Store, parameter: Parameter, text: str) -> str:
        return str(resolve(store, text, type_, parameter.name))

    return make


TYPES: dict[str, Callable[[Store, Parameter, str], str]] = {
    **{kind: _entity(kind) for kind in KINDS},
    "since": _since,
    "until": _until,
    "days": _days,
    "integer": _integer,
    "decimal": _decimal,
    "text": _literal,
    "event-type": _term_of((t.value for t in EventType), "type of event"),
    "status": _term_of((s.value for s in Status), "status"),
    "role": _term_of((r.value for r in Role), "role"),
}
