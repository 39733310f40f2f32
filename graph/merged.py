"""The merged part of a store in memory: what a change of reports does to events and actors.

`State` holds clusters, merged actors and what the derived graph needs; `change` takes reports
and decisions in and out and puts the quads that come and go into a `Delta`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from graph import background as bg
from graph.decisions import (
    Decision,
    corrected,
    links_of,
    read_decisions,
)
from graph.derived import Outline, Outlines, outline, state_pairs
from graph.identifiers import (
    BASE,
    DERIVED_GRAPH,
    graph_report,
    report_graph,
    state_iri,
)
from graph.memory import Memory, Shared, Told, told
from graph.merging.actors import Card, card, merged_actor, resolve
from graph.merging.blocking import Neighbourhood
from graph.merging.cluster import Clustering, Links, Partition
from graph.merging.features import Features, Telling, features, renamed
from graph.merging.values import merged_event
from graph.model import Actor, ActorKind, Event, Extraction, Place, Role
from graph.rdf import (
    actor_quads,
    background_quads,
    event_quads,
    extraction_of,
    place_quads,
)
from graph.rdf import terms as t
from graph.rdf.reading import StateName
from graph.rdf.writing import iri_of_place
from graph.store import Store

DEFAULT = ox.DefaultGraph()
MERGED = t.term("dg:merged")
_REPORT_GRAPHS = report_graph("")
_STATE = state_iri("")
_PLACE = f"{BASE}place/"
_WORTH_BULK_MERGE = 20_000  # quads that a merge adds
_MERGED_PART = (DEFAULT, ox.NamedNode(DERIVED_GRAPH))
_UNFINISHED = ox.Quad(
    ox.NamedNode(DERIVED_GRAPH), MERGED, t.FALSE, ox.NamedNode(DERIVED_GRAPH)
)  # a merge is being written


@dataclass(frozen=True, slots=True)
class MergeSummary:
    """What a merge did: events that are new, changed, gone, and how many there are now."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    events: int = 0
    accounts: int = 0


def is_server(store: Store) -> bool:
    """Whether a store is an endpoint on the network."""
    return store.location.startswith(("http://", "https://"))


class Delta:
    """Quads to remove and to add; what is in both stays as it is."""

    def __init__(self) -> None:
        self.gone: set[ox.Quad] = set()
        self.new: dict[ox.Quad, None] = {}

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads that are to be in the store."""
        for quad in quads:
            self.new[quad] = None

    def write(self, store: Store) -> None:
        """Write the difference: in one transaction, or so that a kill in between shows."""
        remove = [quad for quad in self.gone if quad not in self.new]
        add = [quad for quad in self.new if quad not in self.gone]
        if len(add) < _WORTH_BULK_MERGE or is_server(store):
            if remove or add:
                store.apply(remove, add)
            return
        # Three times as fast as a transaction of this size. Where the process dies before the
        # last step, the next one finds the mark and merges everything anew; reports' graphs and
        # decisions change in that last step alone.
        merged = [quad for quad in add if quad.graph_name in _MERGED_PART]
        store.apply([], [_UNFINISHED])
        store.bulk(merged)
        rest = [quad for quad in add if quad.graph_name not in _MERGED_PART]
        store.apply([*remove, _UNFINISHED], rest)


class State:
    """The store as merging sees it: reports, clusters, merged actors, outlines, things."""

    def __init__(self, store: Store, background: bg.Background) -> None:
        self.store = store
        self.background = background
        self.shared = Shared()
        self.memory = Memory()
        self.decisions: dict[str, Decision] = read_decisions(store)
        self.clustering = Clustering(
            Neighbourhood(), links_of(self.decisions.values(), accounts=True)
        )
        self.torn: set[str] = set()
        self.outlines = Outlines()
        self.contents: dict[str, frozenset[str]] = {}
        self._containers: dict[str, set[str]] = defaultdict(set)
        self._all_states = bool(background.states)
        self._names: dict[str, str] = {entry.iri: entry.name for entry in background.states}
        self._known_actors = {
            entry.iri: Actor(
                entry.iri,
                entry.name,
                ActorKind.PERSON if isinstance(entry, bg.Person) else ActorKind.ORGANISATION,
                entry.country,
                entry.wikidata,
                aliases=entry.aliases,
            )
            for entry in background.actors()
            if not isinstance(entry, bg.State)
        }
        self._raw: dict[str, Told] = {}
        self._curated: dict[str, frozenset[str]] = {}
        self._event_of: dict[str, str] = {}  # cluster -> event
        self._cards: dict[str, Card] = {}
        self._by_state: dict[str, list[frozenset[str]]] = {}
        self._groups: dict[str, frozenset[str]] = {}
        self._actors: dict[str, Actor] = {}
        self._uses: Counter[str] = Counter()
        self._things: dict[str, tuple[ox.Quad, ...]] = {}
        self._supports: Counter[ox.Quad] = Counter()
        self._states: dict[str, tuple[ox.Quad, ...]] = {}
        self._actor_links = links_of(self.decisions.values(), accounts=False)
        self._same_actor = _same_actor(self._actor_links)
        self._unsettled: dict[str, Told] = {}

    # ---- names of states ------------------------------------------------------------------

    def names_for(self, extraction: Extraction) -> StateName:
        """Return the look-up of state names, after learning those that are new to us."""
        for actor in extraction.actors:
            if actor.kind is ActorKind.STATE:
                self._names.setdefault(actor.iri, actor.name)
        for account in extraction.accounts:
            for part in account.participations:
                if part.actor.kind is ActorKind.STATE:
                    self._names.setdefault(part.actor.iri, part.actor.name)
        return self._names.get

    # ---- look-ups -------------------------------------------------------------------------

    def accounts_of(self, event: str) -> tuple[str, ...]:
        """Return the accounts of an event in their order; () for an unknown one."""
        for name, iri in self._event_of.items():
            if iri == event:
                members = self.clustering.partition.members[name]
                return tuple(sorted(members, key=lambda a: self._telling(a).key))
        return ()

    def same_actors(self, iri: str) -> frozenset[str]:
        """Return the group of an actor, itself included."""
        return self._groups.get(iri, frozenset({iri}))

    def known_actor(self, iri: str) -> Actor | None:
        """Return an actor by IRI; None where neither reports nor background know it."""
        if iri.startswith(_STATE):
            code = iri.removeprefix(_STATE)
            name = self.state_name(code)
            return Actor(iri, name, ActorKind.STATE, code) if name else None
        return self._actors.get(iri) or self._known_actors.get(iri)

    def state_name(self, code: str) -> str | None:
        """Return the name of a state by its code."""
        return self._names.get(state_iri(code))

    # ---- reading the store ----------------------------------------------------------------

    def read_reports(self) -> dict[str, Told]:
        """Return every whole report of the store; those torn are noted in `torn`."""
        for iri, name in self._rows(f"?a {t.TYPE} {t.STATE_CLASS} ; {t.LABEL} ?b"):
            self._names.setdefault(iri, name)
        known = stored_reports(self.store)
        found: dict[str, Told] = {}
        for graph in self.store.graphs():
            if not graph.startswith(_REPORT_GRAPHS):
                continue
            iri = graph_report(graph)
            if iri not in known:
                self.torn.add(iri)
                continue
            extraction = extraction_of(iri, self.store.get_graph(graph), self._names.get)
            found[iri] = told(extraction, known[iri][1], self.shared)
        return found

    def load(self) -> None:
        """Read what an earlier merge left; reports it did not reach wait for the next.

        Raises `Inconsistent` where events and reports do not fit each other.
        """
        reports = self.read_reports()
        if _UNFINISHED in set(self.store.quads(ox.NamedNode(DERIVED_GRAPH))):
            raise Inconsistent
        event_of = {account: event for event, account in self._rows(f"?a {t.ACCOUNT} ?b")}
        marked = {
            quad.subject.value
            for quad in self.store.quads(None, MERGED, None, ox.NamedNode(DERIVED_GRAPH))
            if isinstance(quad.subject, ox.NamedNode)
        }
        for iri, one in reports.items():
            settled = all(account.iri in event_of for account in one.accounts)
            if settled and (iri in marked or not _mark(one)):
                self._take(one)
            else:
                self._unsettled[iri] = one
        self._read_partition(event_of)
        self._read_outlines()
        for iri in self.memory.naming:
            self._recard(iri)
        self._groups = resolve(self._cards, self._actor_links, self._by_state)
        for iri in self._cards:
            self._actors[iri] = self._merged(iri)
        for drawn in self.outlines.by_iri.values():
            self._count(drawn, 1)
        states = {a for a, _ in self._rows(f"?a {t.TYPE} {t.STATE_CLASS} ; {t.ISO3} ?b")}
        self._all_states = bool(self.background.states) or any(
            not self._uses[iri] for iri in states
        )
        canonical = {self._actors[iri].iri for iri in self._actors}
        for iri in sorted(canonical | states | self._uses.keys()):
            if iri in states or not iri.startswith(_STATE):
                self._set_thing(iri, Delta())

    def _rows(self, pattern: str) -> list[tuple[str, str]]:
        rows = self.store.query(f"SELECT ?a ?b WHERE {{ {pattern} }}")
        assert isinstance(rows, ox.QuerySolutions)
        return [(row["a"].value, row["b"].value) for row in rows]

    def _read_partition(self, event_of: dict[str, str]) -> None:
        members: dict[str, set[str]] = defaultdict(set)
        for account, event in event_of.items():
            if account not in self.memory.accounts:
                # its report was torn out, or only some accounts of it are in events
                raise Inconsistent
            members[event].add(account)
        partition = Partition()
        for event, accounts in members.items():
            name = min(accounts)
            partition.members[name] = frozenset(accounts)
            partition.cluster_of.update(dict.fromkeys(accounts, name))
            self._event_of[name] = event
        self.clustering.partition = partition

    def _read_outlines(self) -> None:
        values: dict[str, dict[str, str]] = defaultdict(dict)
        for predicate in (t.STATUS, t.EARLIEST, t.LATEST, t.HAS_PLACE, t.IN_STATE):
            for event, value in self._rows(f"?a {t.TYPE} {t.SEM_EVENT} ; {predicate} ?b"):
                values[event][predicate.value] = value
        types = {node.value: type_ for type_, node in t.TYPE_CLASS.items()}
        statuses = {node.value: status for status, node in t.STATUS_TERM.items()}
        roles: dict[str, list[tuple[str, str]]] = defaultdict(list)
        rows = self.store.query(
            f"SELECT ?a ?b ?c WHERE {{ ?a {t.TYPE} {t.SEM_EVENT} ; {t.PARTICIPATION} ?p . "
            f"?p {t.ACTOR} ?b ; {t.ROLE_TYPE} ?c }}"
        )
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            roles[row["a"].value].append((row["b"].value, row["c"].value))
        parties_: dict[str, list[str]] = defaultdict(list)
        for event, state in self._rows(f"?a {t.PARTY} ?b"):
            parties_[event].append(state.rsplit("/", 1)[-1])
        host, visitor = (t.ROLE_TERM[role].value for role in (Role.HOST, Role.VISITOR))
        events = set(self._event_of.values())
        for event, type_ in self._rows(f"?a {t.TYPE} {t.SEM_EVENT} ; {t.TYPE} ?b"):
            if type_ not in types:
                continue
            if event not in events:
                raise Inconsistent
            own, said = values[event], roles[event]
            country = own.get(t.IN_STATE.value)
            guests = {actor for actor, role in said if role == visitor}
            self.outlines.add(
                Outline(
                    iri=event,
                    type=types[type_],
                    status=statuses[own[t.STATUS.value]],
                    parties=tuple(sorted(parties_[event])),
                    first=own.get(t.EARLIEST.value),
                    last=own.get(t.LATEST.value),
                    place=own.get(t.HAS_PLACE.value),
                    country=country.rsplit("/", 1)[-1] if country else None,
                    actors=frozenset(actor for actor, _ in said),
                    visitors=frozenset(guests or {a for a, role in said if role != host}),
                )
            )
        if events != self.outlines.by_iri.keys():
            raise Inconsistent
        inside: dict[str, set[str]] = defaultdict(set)
        for visit, event in self._rows(f"?a {t.HAS_SUB_EVENT} ?b"):
            inside[visit].add(event)
        for visit, held in inside.items():
            self._set_contents(visit, frozenset(held))

    # ---- reports --------------------------------------------------------------------------

    def _take(self, one: Told) -> None:
        """Take a report into memory and its accounts among those that are compared."""
        right, fields = corrected(one, self.decisions.values())
        self.memory.add(right)
        if fields:
            self._raw[one.report] = one
            self._curated.update(fields)
        for account in right.accounts:
            self.clustering.near.add(self._features(account.iri))

    def _drop(self, report: str) -> tuple[Told, dict[str, dict[str, float]]]:
        """Let go of a report; return it and, for each of its accounts, those that fitted it."""
        self._raw.pop(report, None)
        one = self.memory.reports[report]
        lost = {a.iri: self.clustering.near.remove(a.iri) for a in one.accounts}
        for account in one.accounts:
            self._curated.pop(account.iri, None)
        self.memory.remove(report)
        return one, lost

    def _telling(self, account: str) -> Telling:
        report = self.memory.report_of[account]
        return Telling(
            self.memory.accounts[account],
            report,
            self.memory.reports[report].published,
            self._curated.get(account, frozenset()),
        )

    def _features(self, account: str) -> Features:
        return renamed(features(self._telling(account)), self._same_actor)

    # ---- one change -----------------------------------------------------------------------

    def change(
        self,
        reports: dict[str, Told | None],
        decided: dict[str, Decision | None],
        delta: Delta,
    ) -> MergeSummary:
        """Bring everything up to date with changed reports (None: forgotten) and decisions.

        What changes in the merged part and in the derived graph goes to `delta`.
        """
        pending: dict[str, Told | None] = {**self._unsettled, **reports}
        self._unsettled = {}
        touched: set[str] = set()
        removed: dict[str, dict[str, float]] = {}
        named: set[str] = set()  # actors of whom something new is said, or no longer
        placed: set[str] = set()
        if decided:
            self._decide(decided, pending, touched, removed)
        for report in sorted(pending):
            one = pending[report]
            for gone in (True, False):
                if gone and report in self.memory.reports:
                    former, lost = self._drop(report)
                    removed.update(lost)
                    delta.gone.update(_mark(former))
                elif not gone and one is not None:
                    self._take(one)
                    former = self.memory.reports[report]
                    delta.add(_mark(former))
                    touched.update(account.iri for account in former.accounts)
                else:
                    continue
                named.update(actor.iri for actor in former.actors)
                placed.update(iri_of_place(a.place) for a in former.accounts if a.place)
        change = self.clustering.update(touched, removed)
        changed_actors, dirty = self._update_actors(named)
        rewritten = change.new.keys() | {
            name
            for iri in dirty
            for account in self.memory.using.get(iri, ())
            if (name := self.clustering.partition.cluster_of[account]) not in change.new
        }
        events = {
            name: merged_event(
                [self._telling(a) for a in self.clustering.partition.members[name]], self.actor
            )
            for name in sorted(rewritten)
        }
        old = {self._event_of.pop(name) for name in change.gone if name in self._event_of}
        old |= {self._event_of[name] for name in rewritten if name in self._event_of}
        before = set(self.outlines.by_iri)
        things = self._update_events(events, old, delta)
        for name, event in events.items():
            self._event_of[name] = event.iri
        self._update_contents(events, old, delta)
        things |= changed_actors | placed
        things.update(self._actors[iri].iri for iri in named if iri in self._actors)
        things.update(entry.iri for entry in self.background.states)
        for iri in sorted(things):
            self._set_thing(iri, delta)
        now = {event.iri for event in events.values()}
        return MergeSummary(
            new=len(now - before),
            changed=len(now & before),
            gone=len(old - now),
            events=len(self.outlines.by_iri),
            accounts=len(self.memory.accounts),
        )

    def _decide(
        self,
        decided: dict[str, Decision | None],
        pending: dict[str, Told | None],
        touched: set[str],
        removed: dict[str, dict[str, float]],
    ) -> None:
        """Take decisions over: their accounts and the reports that they correct are touched."""
        for iri, decision in decided.items():
            former = self.decisions.pop(iri, None)
            if decision is not None:
                self.decisions[iri] = decision
            for one in (former, decision):
                if one is None or one.kind != "correct":
                    continue
                report = self.memory.report_of.get(one.about[0])
                if report is not None and report not in pending:
                    pending[report] = self._raw.get(report) or self.memory.reports[report]
        links = links_of(self.decisions.values(), accounts=True)
        former_links, self.clustering.links = self.clustering.links, links
        for a, b in (links.same ^ former_links.same) | (links.apart ^ former_links.apart):
            touched.update(iri for iri in (a, b) if iri in self.memory.accounts)
        actor_links = links_of(self.decisions.values(), accounts=False)
        if actor_links != self._actor_links:
            self._by_state.clear()
            self._actor_links = actor_links
            same = _same_actor(actor_links)
            changed = {
                iri
                for iri in same.keys() | self._same_actor.keys()
                if same.get(iri) != self._same_actor.get(iri)
            }
            self._same_actor = same
            near = self.clustering.near
            for account in {a for iri in changed for a in self.memory.using.get(iri, ())}:
                removed[account] = near.remove(account)
                near.add(self._features(account))
                touched.add(account)

    # ---- actors ---------------------------------------------------------------------------

    def actor(self, actor: Actor) -> Actor:
        """Return the merged actor for the one that a report names."""
        if actor.kind is ActorKind.STATE:
            name = self._names.get(actor.iri, actor.name)
            return actor if name == actor.name else replace(actor, name=name)
        return self._actors[actor.iri]

    def _recard(self, iri: str) -> None:
        former = self._cards.pop(iri, None)
        if self.memory.kind_of(iri) not in (None, ActorKind.STATE):
            self._cards[iri] = card(iri, self.memory.said_of(iri))
        for one in (former, self._cards.get(iri)):
            if one is not None and one.country:
                self._by_state.pop(one.country, None)

    def _merged(self, iri: str) -> Actor:
        group = self._groups.get(iri, (iri,))
        return merged_actor([self._cards[i] for i in group], self._known_actors)

    def _update_actors(self, named: set[str]) -> tuple[set[str], set[str]]:
        """Bring merged actors up to date; return those described anew and those renamed."""
        for iri in named:
            self._recard(iri)
        former_groups = self._groups
        self._groups = resolve(self._cards, self._actor_links, self._by_state)
        changed = set(named)
        for iri in former_groups.keys() | self._groups.keys():
            if former_groups.get(iri) != self._groups.get(iri):
                changed.add(iri)
        for iri in list(changed):
            changed |= former_groups.get(iri, frozenset()) | self._groups.get(iri, frozenset())
        described: set[str] = set()
        renamed_: set[str] = set()
        for iri in changed:
            former = self._actors.pop(iri, None)
            if former is not None:
                described.add(former.iri)
            if iri not in self._cards:
                continue
            now = self._actors[iri] = self._merged(iri)
            described.add(now.iri)
            if former is not None and (former.iri, former.name, former.country) != (
                now.iri,
                now.name,
                now.country,
            ):
                renamed_.add(iri)
        return described, renamed_

    # ---- events, pairs, contents ----------------------------------------------------------

    def _update_events(self, events: dict[str, Event], old: set[str], delta: Delta) -> set[str]:
        """Replace events; return the actors, places and states that they concern(ed)."""
        concerned: set[str] = set()
        drawn = [outline(event) for event in events.values()]
        known = [self.outlines.by_iri[iri] for iri in old]
        pairs = {pair for one in (*drawn, *known) for pair in state_pairs(one)}
        for pair in pairs:
            delta.gone.update(self.outlines.pair_quads(pair))
        for one in known:
            self.outlines.remove(one.iri)
            self._count(one, -1)
            concerned |= _concerned(one)
            delta.gone.update(self._stored_event(one.iri))
        for one, event in zip(drawn, events.values(), strict=True):
            self.outlines.add(one)
            self._count(one, 1)
            concerned |= _concerned(one)
            delta.add(event_quads(event))
        for pair in pairs:
            delta.add(self.outlines.pair_quads(pair))
        return concerned

    def _stored_event(self, iri: str) -> list[ox.Quad]:
        quads = list(self.store.quads(ox.NamedNode(iri), graph=DEFAULT))
        for quad in list(quads):
            if quad.predicate == t.PARTICIPATION and isinstance(quad.object, ox.NamedNode):
                quads += self.store.quads(quad.object, graph=DEFAULT)
        return quads

    def _count(self, one: Outline, by: int) -> None:
        for iri in _concerned(one):
            self._uses[iri] += by
            if not self._uses[iri]:
                del self._uses[iri]

    def _update_contents(self, events: dict[str, Event], old: set[str], delta: Delta) -> None:
        """Bring what visits contain up to date around the events that changed."""
        present = self.outlines.by_iri
        new = {event.iri for event in events.values()}
        visits = old | new
        for iri in old | new:
            visits |= self._containers.get(iri, set())
        for iri in new:
            visits |= self.outlines.containers(iri)
        cluster_of = self.clustering.partition.cluster_of
        for name in events:
            for account in self.clustering.partition.members[name]:
                outer = self.memory.accounts[account].within
                if outer in cluster_of:
                    visits.add(self._event_of[cluster_of[outer]])
        accounts_of = {self._event_of[name]: name for name in self._event_of}
        for visit in visits:
            held: set[str] = set()
            if visit in present:
                held = self.outlines.contents(visit)
                for account in self.clustering.partition.members[accounts_of[visit]]:
                    held.update(
                        self._event_of[cluster_of[inner]]
                        for inner in self.memory.inside.get(account, ())
                    )
                held.discard(visit)
            node = ox.NamedNode(visit)
            delta.gone.update(
                ox.Quad(node, t.HAS_SUB_EVENT, ox.NamedNode(iri))
                for iri in self.contents.get(visit, ())
            )
            delta.add(ox.Quad(node, t.HAS_SUB_EVENT, ox.NamedNode(iri)) for iri in sorted(held))
            self._set_contents(visit, frozenset(held))

    def _set_contents(self, visit: str, held: frozenset[str]) -> None:
        for iri in self.contents.pop(visit, frozenset()):
            self._containers[iri].discard(visit)
        if held:
            self.contents[visit] = held
        for iri in held:
            self._containers[iri].add(visit)

    # ---- things: actors, places, states ---------------------------------------------------

    def _set_thing(self, iri: str, delta: Delta) -> None:
        """Bring the description of an actor, place or state up to date."""
        now = self._describe(iri)
        before = self._things.pop(iri, ())
        if now:
            self._things[iri] = now
        kept = set(now)
        for quad in before:
            if quad not in kept:
                self._supports[quad] -= 1
                if not self._supports[quad]:
                    del self._supports[quad]
                    delta.gone.add(quad)
        known = set(before)
        for quad in now:
            if quad not in known:
                self._supports[quad] += 1
                if self._supports[quad] == 1:
                    delta.add((quad,))

    def _describe(self, iri: str) -> tuple[ox.Quad, ...]:
        """Return the quads of a thing that the merged part needs, none for one it does not."""
        if iri.startswith(_STATE):
            if not self._uses[iri] and not self._all_states:
                return ()
            return self._state_quads(iri)
        if iri.startswith(_PLACE):
            if not self._uses[iri]:
                return ()
            place = self._place(iri)
            quads = place_quads(place)
            country = place.country
        else:
            one = self._actors.get(iri)
            if one is None or one.iri != iri:
                return ()
            group = self._groups.get(iri, frozenset({iri}))
            if not self._uses[iri] and not any(i in self.memory.speaking for i in group):
                return ()
            quads = actor_quads(one, merged_from=group)
            entry = self.background.by_iri.get(iri)
            if entry is not None:
                quads += background_quads(entry)
            country = one.country
        if country:
            quads += self._state_quads(state_iri(country))
        return tuple(dict.fromkeys(quads))

    def _state_quads(self, iri: str) -> tuple[ox.Quad, ...]:
        if iri not in self._states:
            entry = self.background.by_iri.get(iri)
            code = iri.removeprefix(_STATE)
            name = self._names.get(iri, code)
            self._states[iri] = tuple(
                background_quads(entry)
                if entry is not None
                else actor_quads(Actor(iri, name, ActorKind.STATE, code))
            )
        return self._states[iri]

    def _place(self, iri: str) -> Place:
        """Return the place as the background knows it, else as most accounts give it."""
        known = self.background.place_by_iri.get(iri)
        if known is not None:
            return known
        counts = Counter(self.memory.places[iri].values())
        return min(counts, key=lambda place: (-counts[place], -len(place.within), repr(place)))


class Inconsistent(Exception):
    """The merged part does not fit the reports: it must be computed anew."""


def _mark(one: Told) -> list[ox.Quad]:
    """Return what says that a report was merged where no event can say so.

    A report without accounts still tells what its speakers are called.
    """
    if one.accounts or not one.actors:
        return []
    return [ox.Quad(ox.NamedNode(one.report), MERGED, t.TRUE, ox.NamedNode(DERIVED_GRAPH))]


def _same_actor(links: Links) -> dict[str, str]:
    """Return a common name for the actors that a person called the same."""
    found: dict[str, str] = {}
    for a, b in sorted(links.same):
        one, two = found.get(a, f"={a}"), found.get(b, f"={b}")
        least = min(one, two)
        for iri, name in list(found.items()):
            if name in (one, two):
                found[iri] = least
        found[a] = found[b] = least
    return found


def _concerned(one: Outline) -> set[str]:
    found = {*one.actors, *(state_iri(code) for code in one.parties)}
    if one.place:
        found.add(one.place)
    if one.country:
        found.add(state_iri(one.country))
    return found


def stored_reports(store: Store) -> dict[str, tuple[str, str]]:
    """Return content hash and run of each stored report, by the report's IRI."""
    rows = store.query(
        f"SELECT ?r ?h ?v WHERE {{ GRAPH ?g {{ ?g {t.DERIVED_FROM} ?r . "
        f"?r {t.CONTENT_HASH} ?h . OPTIONAL {{ ?g {t.GENERATED_BY} ?v }} }} }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return {
        row["r"].value: (row["h"].value, row["v"].value if row["v"] is not None else "")
        for row in rows
    }
