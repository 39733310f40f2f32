"""What merging keeps in memory of a store: each report's accounts and actors, with indexes.

Read once when a writer first merges (or built up as it adds), some 2 kB an account. Evidence,
rules and texts stay in the store: merging does not need them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.identifiers import report_iri
from graph.merging.features import ordinal
from graph.model import Account, Actor, ActorKind, Extraction, Participation, Place, Span
from graph.rdf.writing import iri_of_place


@dataclass(frozen=True, slots=True)
class Told:
    """One report as merging needs it; `actors` has each actor of it once, speakers included."""

    report: str
    published: str | None
    digest: str
    run: str
    accounts: tuple[Account, ...]
    actors: tuple[Actor, ...]
    speakers: frozenset[str]


class Shared:
    """Equal actors and places as one object, however many reports name them."""

    def __init__(self) -> None:
        self._actors: dict[Actor, Actor] = {}
        self._places: dict[Place, Place] = {}

    def actor(self, actor: Actor) -> Actor:
        """Return the one object equal to this actor."""
        return self._actors.setdefault(actor, actor)

    def place(self, place: Place) -> Place:
        """Return the one object equal to this place."""
        return self._places.setdefault(place, place)


def told(extraction: Extraction, run: str, shared: Shared) -> Told:
    """Return what merging needs of an extraction as it is read back from a store.

    The extraction must be canonical (`graph.rdf.canonical`): then the same comes out whether
    it has just been read or lay in the store.
    """
    return Told(
        report=report_iri(extraction.report),
        published=extraction.report.published,
        digest=extraction.report.content_hash,
        run=run,
        accounts=tuple(_slim(account, shared) for account in extraction.accounts),
        actors=tuple(shared.actor(actor) for actor in extraction.actors),
        speakers=frozenset(quotation.speaker.iri for quotation in extraction.quotations),
    )


def _slim(account: Account, shared: Shared) -> Account:
    trigger = account.trigger
    return replace(
        account,
        evidence=(),
        rules=(),
        trigger=Span(0, len(trigger.text), trigger.text, trigger.field),
        participations=tuple(
            Participation(shared.actor(p.actor), p.role, p.capacity, p.on_behalf_of)
            for p in account.participations
        ),
        place=shared.place(account.place) if account.place else None,
    )


class Memory:
    """The reports of a store with look-ups both ways; forgetting one undoes all of it."""

    def __init__(self) -> None:
        self.reports: dict[str, Told] = {}
        self.accounts: dict[str, Account] = {}
        self.report_of: dict[str, str] = {}
        self.naming: dict[str, dict[str, Actor]] = defaultdict(dict)
        self.using: dict[str, set[str]] = defaultdict(set)
        self.places: dict[str, dict[str, Place]] = defaultdict(dict)
        self.inside: dict[str, set[str]] = defaultdict(set)
        self.speaking: dict[str, set[str]] = defaultdict(set)

    def add(self, one: Told) -> None:
        """Take in a report that is not there."""
        self.reports[one.report] = one
        for actor in one.actors:
            self.naming[actor.iri][one.report] = actor
        for iri in one.speakers:
            self.speaking[iri].add(one.report)
        for account in one.accounts:
            self.accounts[account.iri] = account
            self.report_of[account.iri] = one.report
            for part in account.participations:
                self.using[part.actor.iri].add(account.iri)
            if account.place:
                self.places[iri_of_place(account.place)][account.iri] = account.place
            if account.within:
                self.inside[account.within].add(account.iri)

    def remove(self, report: str) -> Told:
        """Let go of a report that is there."""
        one = self.reports.pop(report)
        for actor in one.actors:
            _drop(self.naming, actor.iri, report)
        for iri in one.speakers:
            _drop(self.speaking, iri, report)
        for account in one.accounts:
            del self.accounts[account.iri], self.report_of[account.iri]
            for iri in {part.actor.iri for part in account.participations}:
                _drop(self.using, iri, account.iri)
            if account.place:
                _drop(self.places, iri_of_place(account.place), account.iri)
            if account.within:
                _drop(self.inside, account.within, account.iri)
        return one

    def said_of(self, actor: str) -> Iterable[tuple[Actor, int | None]]:
        """Yield what each report calls an actor, with its day."""
        for report in sorted(self.naming.get(actor, ())):
            yield self.naming[actor][report], ordinal(self.reports[report].published)

    def kind_of(self, actor: str) -> ActorKind | None:
        """Return what an actor is, None where no report names it."""
        for one in self.naming.get(actor, {}).values():
            return one.kind
        return None


def _drop(
    index: dict[str, set[str]] | dict[str, dict[str, Actor]] | dict[str, dict[str, Place]],
    key: str,
    value: str,
) -> None:
    values = index[key]
    if isinstance(values, set):
        values.discard(value)
    else:
        values.pop(value, None)
    if not values:
        del index[key]
