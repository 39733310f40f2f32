"""A person's corrections of the graph: same, not the same, corrected values; and why a merge was.

Events may be named where it is convenient; a decision is about their accounts. Names that are
accepted: a whole IRI, its last two parts (``event/3f2a…``), an actor's label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import pyoxigraph as ox

from graph.background import Background
from graph.decisions import Decision, correction, of_pair, time_of
from graph.errors import AmbiguousName, InputError
from graph.identifiers import BASE, actor_iri
from graph.merging.score import conflict, explain
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Participation,
    Place,
    Role,
    Status,
)
from graph.rdf import terms as t
from graph.store import Store
from graph.writer import Writer

_SHORT = re.compile(r"(event|account|decision|person|state|organisation|group)/[\w-]+")
_ACTORS = tuple(f"{BASE}{kind.value}/" for kind in ActorKind)
_EVENT, _ACCOUNT = f"{BASE}event/", f"{BASE}account/"
UNKNOWN = "none"


class Curation:
    """The decisions in a store; each call is merged at once and survives everything.

    `background` should be what the store was filled with.
    """

    def __init__(self, store: Store, *, background: Background | None = None) -> None:
        self.store = store
        self._background = background or Background()
        self._writer = Writer(store, background=background)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.list())

    def list(self) -> tuple[Decision, ...]:
        """Return every decision, by IRI."""
        return tuple(self._writer.decisions().values())

    def same(self, *names: str, note: str | None = None) -> tuple[Decision, ...]:
        """Say that these accounts, events or actors (two or more) are the same.

        Raises `InputError` for names that the store does not know or that do not go together,
        and where an earlier decision says the opposite of what would follow.
        """
        return self._pairs("same", names, note)

    def not_same(self, *names: str, note: str | None = None) -> tuple[Decision, ...]:
        """Say that these accounts, events or actors (two or more) all differ.

        To take an event apart, name its accounts: those of the first named against the rest.
        """
        return self._pairs("not-same", names, note)

    def correct(
        self,
        name: str,
        *,
        type: str | None = None,
        date: str | None = None,
        place: str | None = None,
        status: str | None = None,
        actor: tuple[str | None, str | None] | None = None,
        role: str | None = None,
        note: str | None = None,
    ) -> tuple[Decision, ...]:
        """Correct an account, or every present account of an event.

        Args:
            name: an account or event.
            type: a type of event ("Meeting").
            date: an EDTF value ("2025-05-08", "2025-05-08/2025-05-10"), "none" for unknown.
            place: "Moscow, RUS" or "Grand Kremlin Palace, Moscow, RUS" or "RUS"; "none".
            status: "occurred", "ongoing", "planned", "possible" or "cancelled".
            actor: (who is named wrongly, who it is): None first adds, None second removes. Who
                it is: a name the store knows, or "Full Name (ISO3)" for somebody new.
            role: the right one's role; default: the wrong one's, "participant" where added.
            note: why, kept with the decision.

        Raises `InputError` for values that are none.
        """
        accounts = self._accounts(name)
        made: list[Decision] = []
        for account in accounts:
            if type is not None:
                made.append(correction(account, "type", _one_of(EventType, type), note))
            if status is not None:
                made.append(correction(account, "status", _one_of(Status, status), note))
            if date is not None:
                time = None if date == UNKNOWN else time_of(date)
                made.append(correction(account, "time", time, note))
            if place is not None:
                where = None if place == UNKNOWN else self._place(place)
                made.append(correction(account, "place", where, note))
            if actor is not None:
                change = self._actor_change(account, *actor, role)
                if change is not None:
                    made.append(correction(account, "actors", change, note))
        if not made:
            raise InputError(f"nothing to correct of {name!r}: give a field and its right value")
        return self._keep(made)

    def undo(self, decision: str) -> bool:
        """Take back a decision (its IRI, bare or in <>, or its last part); False if there is none."""
        decision = _bare(decision)
        iri = decision if decision.startswith(BASE) else f"{BASE}decision/{decision}"
        if _SHORT.fullmatch(decision):
            iri = BASE + decision
        if not self._writer.undo(iri):
            return False
        self._writer.merge()
        return True

    def explain(self, *names: str) -> tuple[Why, ...]:
        """Return why accounts are together, or what they share: an event's, or those named.

        For one event: the pairs that hold it together, best first (a spanning tree of the best
        scores). For two or more accounts: every pair.
        """
        whole = len(names) == 1 and self._iri(names[0]).startswith(_EVENT)
        accounts = [account for name in names for account in self._accounts(name)]
        pairs = [self._why(a, b) for a, b in combinations(dict.fromkeys(accounts), 2)]
        pairs.sort(key=lambda why: (not why.decided, -why.score, why.accounts))
        return tuple(_tree(pairs) if whole else pairs)

    # ---- names ----------------------------------------------------------------------------

    def _iri(self, name: str) -> str:
        """Return the IRI that a name stands for; whether the store knows it is not asked."""
        name = _bare(name)
        if name.startswith(("http://", "https://")):
            return name
        if _SHORT.fullmatch(name):
            return BASE + name
        found: dict[str, str] = {}
        for predicate in (t.LABEL, t.ALT_LABEL):
            for quad in self.store.quads(None, predicate, t.literal(name), ox.DefaultGraph()):
                if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(
                    _ACTORS
                ):
                    found[quad.subject.value] = name
            if found:
                break
        if not found:
            for entry in self._background.actors():
                if name == entry.name:
                    found[entry.iri] = name
        if not found:
            raise InputError(
                f"{name!r} is no account, event or actor of {self.store.location}; "
                f"give an IRI, event/… or account/…, or an actor's name"
            )
        if len(found) > 1:
            raise AmbiguousName(
                f"{name!r} stands for several: {', '.join(sorted(found))}",
                tuple((name, iri) for iri in sorted(found)),
            )
        return next(iter(found))

    def _accounts(self, name: str) -> tuple[str, ...]:
        iri = self._iri(name)
        if iri.startswith(_EVENT):
            accounts = self._writer.accounts_of(iri)
            if accounts:
                return accounts
        elif iri.startswith(_ACCOUNT) and self._writer.account(iri) is not None:
            return (iri,)
        raise InputError(f"<{iri}> is no account and no event of {self.store.location}")

    def _pairs(self, kind: str, names: Sequence[str], note: str | None) -> tuple[Decision, ...]:
        if len(names) < 2:
            raise InputError("a decision of this kind needs two or more accounts, events or actors")
        iris = []
        for name in names:
            iri = self._iri(name)
            iris.append(iri if iri.startswith(_ACTORS) else self._accounts(name)[0])
        if kind == "same":
            chosen = [(iris[0], other) for other in iris[1:]]
        else:
            chosen = list(combinations(iris, 2))
        made = [of_pair("same" if kind == "same" else "not-same", a, b, note) for a, b in chosen]
        return self._keep(made)

    def _place(self, text: str) -> Place:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        country = parts.pop() if parts and re.fullmatch("[A-Z]{3}", parts[-1]) else None
        state = self._writer.state_name(country) if country else None
        if not parts and state is None:
            raise InputError(f'{text!r} is no place; write "Moscow, RUS" or "RUS"')
        name = parts[0] if parts else str(state)
        city = parts[-1] if parts else None
        return Place(name, city, country, (*parts, *([state] if state else [])))

    def _actor_change(
        self, account: str, wrong: str | None, right: str | None, role: str | None
    ) -> tuple[str | None, Participation | None] | None:
        """Return what `correction` takes; None where this account does not name the wrong one."""
        if wrong is None and right is None:
            raise InputError("say who is named wrongly, who it is, or both")
        told = self._writer.account(account)
        assert told is not None
        old: Participation | None = None
        if wrong is not None:
            group = self._writer.same_actors(self._iri(wrong))
            old = next((p for p in told.participations if p.actor.iri in group), None)
            if old is None:
                return None
        if right is None:
            return (old.actor.iri if old else None), None
        actor = self._actor(right)
        part = Participation(
            actor,
            _one_of(Role, role) if role else old.role if old else Role.PARTICIPANT,
            capacity=None,
            on_behalf_of=actor.country,
        )
        return (old.actor.iri if old else None), part

    def _actor(self, name: str) -> Actor:
        new = re.fullmatch(r"(.+?)\s*\(([A-Z]{3})\)", name)
        if new:
            kind = ActorKind.PERSON
            return Actor(actor_iri(kind, new[1], new[2]), new[1], kind, new[2])
        iri = self._iri(name)
        known = self._writer.known_actor(iri)
        if known is None:
            raise InputError(f'<{iri}> is no actor that we know; write "Full Name (ISO3)"')
        return known

    # ---- keeping and explaining -----------------------------------------------------------

    def _keep(self, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
        made = tuple(decisions)
        for decision in made:
            self._writer.decide(decision)
        self._writer.merge()
        return made

    def _why(self, a: str, b: str) -> Why:
        ours, theirs = self._writer.features(a), self._writer.features(b)
        decided = next(
            (
                decision.kind
                for decision in self._writer.decisions().values()
                if decision.kind != "correct" and set(decision.about) == {a, b}
            ),
            None,
        )
        parts = tuple(explain(ours, theirs))
        return Why(
            (a, b),
            round(sum(weight for _, weight in parts), 2),
            parts,
            conflict(ours, theirs),
            decided,
        )

    def account(self, iri: str) -> Account | None:
        """Return an account as merging sees it (corrected, without evidence)."""
        return self._writer.account(iri)


@dataclass(frozen=True, slots=True)
class Why:
    """How two accounts fit: the sum, what it adds up (names of ``weights.tsv``), what forbids.

    `decided` is a person's word about them: "same", "not-same" or None.
    """

    accounts: tuple[str, str]
    score: float
    parts: tuple[tuple[str, float], ...]
    conflict: str | None
    decided: str | None


def _bare(name: str) -> str:
    """Return an IRI without the angle brackets in which lists show it."""
    return name[1:-1] if name.startswith("<") and name.endswith(">") else name


def _tree(pairs: Iterable[Why]) -> list[Why]:
    """Return the best pairs that connect all accounts."""
    group: dict[str, str] = {}

    def root(iri: str) -> str:
        while group.get(iri, iri) != iri:
            iri = group[iri]
        return iri

    chosen = []
    for why in pairs:
        if why.conflict is not None and why.decided != "same":
            continue
        a, b = (root(iri) for iri in why.accounts)
        if a != b:
            group[a] = b
            chosen.append(why)
    return chosen


_Kind = TypeVar("_Kind", EventType, Status, Role)


def _one_of(kind: type[_Kind], text: str) -> _Kind:
    for member in kind:
        if member.value.casefold() == text.strip().casefold():
            return member
    raise InputError(f"{text!r} is none of {', '.join(member.value for member in kind)}")
