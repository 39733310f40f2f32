"""A person's decisions, as values and as quads of the curated graph.

Decisions speak about accounts and actors, never about events: an event's identifier may change
with the next report, theirs do not. They stay when a report is forgotten and hold again when it
is read anew. A decision has no clock in it; deciding anew on the same matter replaces it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import pyoxigraph as ox

from graph.errors import InputError, StoreError
from graph.identifiers import BASE, CURATED_GRAPH, digest
from graph.memory import Told
from graph.merging.cluster import Links, pair
from graph.merging.features import bounds
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Participation,
    Place,
    Role,
    Status,
    Time,
)
from graph.rdf import terms as t
from graph.rdf.times import read_edtf
from graph.store import Store

Kind = Literal["same", "not-same", "correct"]
Field = Literal["type", "time", "place", "status", "actors"]

DECISION_CLASS = t.term("dg:Decision")
DECIDES = t.term("dg:decides")
ABOUT = t.term("dg:about")
VALUE = t.term("dg:value")
COMMENT = t.term("rdfs:comment")
_GRAPH = ox.NamedNode(CURATED_GRAPH)
_ACCOUNT = f"{BASE}account/"


@dataclass(frozen=True, slots=True)
class Decision:
    """`about` are two accounts or two actors (IRIs, in order), or the one account corrected.

    `field` and `value` (JSON) are a correction's; `note` is free text.
    """

    kind: Kind
    about: tuple[str, ...]
    field: Field | None = None
    value: str | None = None
    note: str | None = None

    @property
    def iri(self) -> str:
        """The decision's IRI: by its matter, so that the next one on it replaces it."""
        if self.kind == "correct":
            matter = ["correct", *self.about, self.field or ""]
            if self.field == "actors":
                matter.append(str(json.loads(self.value or "{}").get("instead_of")))
        else:
            matter = ["pair", *self.about]
        return f"{BASE}decision/{digest('decision', *matter)}"


def of_pair(kind: Kind, a: str, b: str, note: str | None = None) -> Decision:
    """Return the decision that two accounts, or two actors, are (not) the same."""
    if a == b:
        raise InputError(f"<{a}> is given twice: a decision needs two different ones")
    kinds = {iri.removeprefix(BASE).partition("/")[0] for iri in (a, b)}
    if len(kinds) != 1 or not kinds <= {"account", *(k.value for k in ActorKind)}:
        raise InputError(f"<{a}> and <{b}> are not two accounts, nor two actors of one kind")
    return Decision(kind, pair(a, b), note=note)


def correction(account: str, field: Field, value: Any, note: str | None = None) -> Decision:
    """Return a correction of an account's field.

    `value`: an `EventType`, a `Status`, a `Time` or None, a `Place` or None; for ``actors`` a
    tuple (actor IRI to replace or None, `Participation` to put there or None).
    """
    if not account.startswith(_ACCOUNT):
        raise InputError(f"<{account}> is no account")
    return Decision("correct", (account,), field, json.dumps(_plain(field, value)), note)


def _plain(field: Field, value: Any) -> Any:
    if isinstance(value, EventType | Status):
        return value.value
    if isinstance(value, Time):
        return value.edtf
    if isinstance(value, Place):
        return {
            "name": value.name,
            "city": value.city,
            "country": value.country,
            "within": list(value.within),
        }
    if field == "actors":
        old, part = value
        return {"instead_of": old, "by": _plain_part(part) if part else None}
    if value is None and field in ("time", "place"):
        return None
    raise InputError(f"{value!r} is no value for the field {field!r}")


def _plain_part(part: Participation) -> dict[str, str | None]:
    actor = part.actor
    return {
        "iri": actor.iri,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "role": part.role.value,
        "capacity": part.capacity,
        "behalf": part.on_behalf_of,
    }


def time_of(edtf: str) -> Time:
    """Return the time that an EDTF value stands for; raises `InputError` for any other text.

    >>> time_of("2025-05-08/2025-05-10").precision
    'range'
    """
    read = read_edtf(edtf)
    time = Time(read[0], read[1], edtf, read[2]) if read else None
    if time is None or bounds(time) is None:
        raise InputError(
            f"{edtf!r} is no date; write 2025-05-08, 2025-05, 2025 or 2025-05-08/2025-05-10"
        )
    return time


def corrected(one: Told, decisions: Iterable[Decision]) -> tuple[Told, dict[str, frozenset[str]]]:
    """Return a report as corrected, and which fields of which accounts a person corrected."""
    by_account: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.kind == "correct":
            by_account.setdefault(decision.about[0], []).append(decision)
    fields: dict[str, frozenset[str]] = {}
    accounts = []
    actors = {actor.iri: actor for actor in one.actors}
    for account in one.accounts:
        wanted = sorted(by_account.get(account.iri, ()), key=lambda d: d.iri)
        right = account
        for decision in wanted:
            right = _apply(right, decision, actors)
        if wanted:
            fields[account.iri] = frozenset(d.field for d in wanted if d.field)
        accounts.append(right)
    if not fields:
        return one, {}
    return replace(one, accounts=tuple(accounts), actors=tuple(actors.values())), fields


def _apply(account: Account, decision: Decision, actors: dict[str, Actor]) -> Account:
    value = json.loads(decision.value or "null")
    match decision.field:
        case "type":
            return replace(account, type=EventType(value), plover=None, plover_mode=None)
        case "status":
            return replace(account, status=Status(value))
        case "time":
            return replace(account, time=time_of(value) if value else None)
        case "place":
            place = Place(**{**value, "within": tuple(value["within"])}) if value else None
            return replace(account, place=place)
        case "actors":
            return _swap(account, value, actors)
        case _:
            raise StoreError(f"the curated graph corrects an unknown field {decision.field!r}")


def _swap(account: Account, value: dict[str, Any], actors: dict[str, Actor]) -> Account:
    old, by = value["instead_of"], value["by"]
    parts = list(account.participations)
    place = next((i for i, p in enumerate(parts) if p.actor.iri == old), None)
    if old is not None and place is None:
        return account  # the report was read anew and names it otherwise: nothing to replace
    if place is not None:
        former = parts.pop(place)
    if by is not None:
        actor = Actor(by["iri"], by["name"], ActorKind(by["kind"]), by["country"])
        actor = actors.setdefault(actor.iri, actor)
        role = Role(by["role"]) if by["role"] else former.role
        parts.append(Participation(actor, role, by["capacity"], by["behalf"]))
    parts.sort(key=lambda p: (list(Role).index(p.role), p.actor.iri))
    return replace(account, participations=tuple(parts))


def links_of(decisions: Iterable[Decision], *, accounts: bool) -> Links:
    """Return the decisions about pairs of accounts, or those about pairs of actors."""
    chosen = [
        d for d in decisions if d.kind != "correct" and d.about[0].startswith(_ACCOUNT) is accounts
    ]
    return Links(
        frozenset((d.about[0], d.about[1]) for d in chosen if d.kind == "same"),
        frozenset((d.about[0], d.about[1]) for d in chosen if d.kind == "not-same"),
    )


def decision_quads(decision: Decision) -> list[ox.Quad]:
    """Return a decision as quads of the curated graph."""
    node = ox.NamedNode(decision.iri)
    quads = [
        ox.Quad(node, t.TYPE, DECISION_CLASS, _GRAPH),
        ox.Quad(node, DECIDES, ox.Literal(decision.kind), _GRAPH),
    ]
    quads += [ox.Quad(node, ABOUT, ox.NamedNode(iri), _GRAPH) for iri in decision.about]
    if decision.field is not None:
        quads.append(ox.Quad(node, t.FIELD, ox.Literal(decision.field), _GRAPH))
    if decision.value is not None:
        quads.append(ox.Quad(node, VALUE, t.literal(decision.value), _GRAPH))
    if decision.note:
        quads.append(ox.Quad(node, COMMENT, t.literal(decision.note), _GRAPH))
    return quads


def read_decisions(store: Store) -> dict[str, Decision]:
    """Return the decisions in a store, by IRI, in the order of the IRIs."""
    found: dict[str, dict[str, list[str]]] = {}
    for triple in store.get_graph(CURATED_GRAPH):
        subject, value = triple.subject, triple.object
        assert isinstance(subject, ox.NamedNode)
        assert isinstance(value, ox.NamedNode | ox.Literal)
        of = found.setdefault(subject.value, {})
        of.setdefault(triple.predicate.value, []).append(value.value)
    decisions: dict[str, Decision] = {}
    for iri, said in sorted(found.items()):
        if DECISION_CLASS.value not in said.get(t.TYPE.value, ()):
            continue
        kind = said.get(DECIDES.value, [""])[0]
        field = said.get(t.FIELD.value, [None])[0]
        if kind not in get_args(Kind) or field not in (None, *get_args(Field)):
            raise StoreError(f"<{iri}> in the curated graph is no decision that we know")
        decision = Decision(
            kind,  # type: ignore[arg-type]
            tuple(sorted(said.get(ABOUT.value, ()))),
            field,  # type: ignore[arg-type]
            said.get(VALUE.value, [None])[0],
            said.get(COMMENT.value, [None])[0],
        )
        decisions[decision.iri] = decision
    return decisions
