"""Accounts into events: a pure function of the set of accounts and of a person's decisions.

1. Units: accounts that a person called the same belong together, unless called not the same.
2. Firm accounts (dated to ten days or better) form components over pairs that reach the
   threshold; inside one, pairs unite by falling score (ties by IRI) unless a stated conflict
   lies between the two clusters (Kruskal's algorithm with cannot-link).
3. Loose ones are leaves: each chooses the one firm cluster that fits clearly best, without
   conflict; those that choose the same cluster are taken by falling fit unless they conflict
   with one another. A loose account never bridges two firm clusters.
4. Loose ones left over cluster among themselves as in step 2.

Edges and conflicts are functions of pairs, components of the edges, each step of the sorted
edges: so the order of arrival cannot matter, forgetting an account undoes it exactly, and only
what lies around a change need be computed again (`update`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from graph.merging.blocking import Neighbourhood
from graph.merging.score import conflict

Pair = tuple[str, str]
INFINITE = float("inf")


def pair(a: str, b: str) -> Pair:
    """Return two account IRIs in their one order."""
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True)
class Links:
    """A person's decisions about accounts: pairs (in order) that are, and are not, the same."""

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    _same_of: dict[str, set[str]] = field(default_factory=dict, compare=False, repr=False)
    _apart_of: dict[str, set[str]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for pairs, index in ((self.same, self._same_of), (self.apart, self._apart_of)):
            for a, b in pairs:
                index.setdefault(a, set()).add(b)
                index.setdefault(b, set()).add(a)

    def same_as(self, iri: str) -> Collection[str]:
        """Return the accounts called the same as this one."""
        return self._same_of.get(iri, ())

    def apart_from(self, iri: str) -> Collection[str]:
        """Return the accounts called not the same as this one."""
        return self._apart_of.get(iri, ())


@dataclass
class Partition:
    """Which cluster each account is in; a cluster is named by its least IRI."""

    cluster_of: dict[str, str] = field(default_factory=dict)
    members: dict[str, frozenset[str]] = field(default_factory=dict)

    def sets(self) -> set[frozenset[str]]:
        """Return the clusters as sets."""
        return set(self.members.values())


@dataclass(frozen=True)
class Change:
    """What an update did: clusters that are no more, and those that are new, by name."""

    gone: dict[str, frozenset[str]]
    new: dict[str, frozenset[str]]


class Clustering:
    """A partition of the accounts of a neighbourhood, kept up to date."""

    def __init__(
        self,
        near: Neighbourhood,
        links: Links | None = None,
        partition: Partition | None = None,
    ) -> None:
        """`partition`, if given, must be what `update` would give for these accounts."""
        self.near = near
        self.links = links or Links()
        self.partition = partition or Partition()
        self._units: dict[str, tuple[str, ...]] = {}

    # ---- units --------------------------------------------------------------------------

    def unit(self, iri: str) -> tuple[str, ...]:
        """Return the accounts that a person's decisions tie to this one, itself included."""
        if not self.links.same_as(iri):
            return (iri,)
        if iri not in self._units:
            reached = self._tied(iri)
            ties = sorted(p for p in self.links.same if p[0] in reached and p[1] in reached)
            apart = self.links.apart

            def foes(a: str, b: str) -> bool:
                return pair(a, b) in apart

            for group in unite(reached, [(INFINITE, *p) for p in ties], foes):
                for member in group:
                    self._units[member] = tuple(sorted(group))
        return self._units[iri]

    def _tied(self, iri: str) -> set[str]:
        """Return all present accounts that chains of `same` decisions reach, in any unit."""
        reached, edge = {iri}, [iri]
        while edge:
            for other in self.links.same_as(edge.pop()):
                if other in self.near and other not in reached:
                    reached.add(other)
                    edge.append(other)
        return reached

    def firm(self, iri: str) -> bool:
        """Whether the account, or one tied to it, is dated to ten days or better."""
        if not self.links.same_as(iri):
            return self.near.features[iri].firm
        return any(self.near.features[i].firm for i in self.unit(iri))

    def conflict(self, a: str, b: str) -> bool:
        """Whether a stated fact, or a person, forbids these accounts to be one event."""
        if not self.links.same and not self.links.apart:
            return conflict(self.near.features[a], self.near.features[b]) is not None
        if b in self.links.apart_from(a):
            return True
        if b in self.unit(a):
            return False
        return conflict(self.near.features[a], self.near.features[b]) is not None

    # ---- edges --------------------------------------------------------------------------

    def _edges(self, iri: str, among_firm: bool) -> Iterable[tuple[str, float]]:
        """Yield the neighbours of an account on its own level, tied ones included.

        A loose account that a person tied to a firm one has no other edge on that level.
        """
        features = self.near.features
        for other in self.unit(iri):
            if other != iri:
                yield other, INFINITE
        if among_firm and not features[iri].firm:
            return
        for other, fit in self.near.neighbours(iri).items():
            if fit < self.near.threshold:
                continue
            if features[other].firm if among_firm else not self.firm(other):
                yield other, fit

    def _component(
        self, start: str, among_firm: bool, allowed: Callable[[str], bool]
    ) -> tuple[set[str], list[tuple[float, str, str]]]:
        reached, edge = {start}, [start]
        edges: set[tuple[float, str, str]] = set()
        while edge:
            iri = edge.pop()
            for other, fit in self._edges(iri, among_firm):
                if not allowed(other):
                    continue
                edges.add((fit, *pair(iri, other)))
                if other not in reached:
                    reached.add(other)
                    edge.append(other)
        return reached, sorted(edges, key=lambda e: (-e[0], e[1], e[2]))

    # ---- update -------------------------------------------------------------------------

    def rebuild(self) -> Change:
        """Compute the partition anew from nothing."""
        self.partition = Partition()
        return self.update(list(self.near), {})

    def update(self, touched: Iterable[str], removed: dict[str, dict[str, float]]) -> Change:
        """Bring the partition up to date.

        `touched` are accounts (present) that are new, changed or whose decisions changed;
        `removed` maps those no longer there to what `Neighbourhood.remove` returned. A changed
        account is in both.
        """
        self._units = {}
        old = self.partition
        features = self.near.features
        seeds: set[str] = set()
        for iri in touched:
            seeds.update(self._tied(iri))
        for iri, lost in removed.items():
            seeds.update(i for i in lost if i in features)
            cluster = old.cluster_of.get(iri)
            if cluster is not None:
                seeds.update(i for i in old.members[cluster] if i in features)
            for other in self.links.same_as(iri):
                if other in features:
                    seeds.update(self._tied(other))

        firm_cluster = self._update_firm(seeds)  # of the accounts in touched components
        fresh = dict(firm_cluster)

        def cluster_of_firm(iri: str) -> frozenset[str]:
            if iri not in firm_cluster:
                members = old.members[old.cluster_of[iri]]
                whole = frozenset(i for i in members if i not in fresh and self.firm(i))
                for member in whole:
                    firm_cluster[member] = whole
            return firm_cluster[iri]

        loose = {i for i in seeds if not self.firm(i)}
        for iri in fresh:
            loose.update(i for i in self.near.neighbours(iri) if not self.firm(i))
        leaves, over = self._update_leaves(loose, seeds, fresh, cluster_of_firm)
        result: list[frozenset[str]] = [core | extra for core, extra in leaves.items()]
        result += self._update_rest(over, leaves, seeds)
        return self._replace(result, removed)

    def _update_firm(self, seeds: set[str]) -> dict[str, frozenset[str]]:
        done: dict[str, frozenset[str]] = {}
        for seed in sorted(seeds):
            if seed in done or not self.firm(seed):
                continue
            reached, edges = self._component(seed, True, lambda _: True)
            for group in unite(reached, edges, self.conflict):
                whole = frozenset(group)
                done.update(dict.fromkeys(group, whole))
        return done

    def _choice(
        self, unit: tuple[str, ...], cluster_of_firm: Callable[[str], frozenset[str]]
    ) -> tuple[frozenset[str], float] | None:
        """Return the firm cluster that a loose unit fits clearly best, and how well."""
        fits: dict[frozenset[str], float] = {}
        for iri in unit:
            for other, fit in self.near.neighbours(iri).items():
                if self.near.features[other].firm and other not in unit:
                    cluster = cluster_of_firm(other)
                    fits[cluster] = max(fit, fits.get(cluster, fit))
        open_ = {
            cluster: fit
            for cluster, fit in fits.items()
            if not any(self.conflict(i, member) for i in unit for member in cluster)
        }
        if not open_:
            return None
        ranked = sorted(open_.items(), key=lambda item: -item[1])
        best, fit = ranked[0]
        if fit < self.near.threshold:
            return None
        if len(ranked) > 1 and fit - ranked[1][1] < self.near.margin:
            return None
        return best, fit

    def _update_leaves(
        self,
        loose: set[str],
        seeds: set[str],
        fresh: dict[str, frozenset[str]],
        cluster_of_firm: Callable[[str], frozenset[str]],
    ) -> tuple[dict[frozenset[str], frozenset[str]], set[str]]:
        """Return each firm cluster concerned with the leaves it takes, and all loose left over."""
        old = self.partition
        choices: dict[tuple[str, ...], tuple[frozenset[str], float] | None] = {}

        def choice(iri: str) -> tuple[frozenset[str], float] | None:
            unit = self.unit(iri)
            if unit not in choices:
                choices[unit] = self._choice(unit, cluster_of_firm)
            return choices[unit]

        concerned: set[frozenset[str]] = set(fresh.values())
        for iri in loose:
            chosen = choice(iri)
            if chosen:
                concerned.add(chosen[0])
        for iri in loose | seeds:
            before = old.cluster_of.get(iri)
            if before is not None:  # where it was a leaf, others may now find room
                concerned.update(
                    cluster_of_firm(i)
                    for i in old.members[before]
                    if i in self.near.features and self.firm(i)
                )
        leaves: dict[frozenset[str], frozenset[str]] = {}
        seen: set[str] = set(loose)
        for cluster in concerned:
            callers: dict[tuple[str, ...], float] = {}
            for member in cluster:
                for other in self.near.neighbours(member):
                    if self.firm(other):
                        continue
                    chosen = choice(other)
                    if chosen and chosen[0] == cluster:
                        seen.add(other)
                        callers[self.unit(other)] = chosen[1]
            taken: list[str] = []
            for unit, _ in sorted(callers.items(), key=lambda item: (-item[1], item[0])):
                if not any(self.conflict(i, j) for i in unit for j in taken):
                    taken += unit
            leaves[cluster] = frozenset(taken)
        placed = {i for taken in leaves.values() for i in taken}
        over = {i for iri in seen for i in self.unit(iri)} - placed
        return leaves, over

    def _update_rest(
        self,
        over: set[str],
        leaves: dict[frozenset[str], frozenset[str]],
        seeds: set[str],
    ) -> list[frozenset[str]]:
        old = self.partition
        placed = {i for taken in leaves.values() for i in taken}

        loose_clusters: dict[str, bool] = {}

        def left_over(iri: str) -> bool:
            if iri in over:
                return True
            if iri in placed:
                return False
            before = old.cluster_of.get(iri)
            if before is None:
                return False
            if before not in loose_clusters:
                loose_clusters[before] = not any(
                    self.firm(i) for i in old.members[before] if i in self.near.features
                )
            return loose_clusters[before]

        start = set(over)
        for iri in placed | seeds:  # what a newly placed one leaves behind
            before = old.cluster_of.get(iri)
            mates = old.members[before] if before is not None else ()
            start.update(
                i
                for i in (*mates, *self.near.neighbours(iri))
                if i in self.near.features and not self.firm(i) and left_over(i)
            )
        done: set[str] = set()
        result: list[frozenset[str]] = []
        for seed in sorted(start):
            if seed in done:
                continue
            reached, edges = self._component(seed, False, left_over)
            done |= reached
            result += [frozenset(group) for group in unite(reached, edges, self.conflict)]
        return result

    def _replace(self, result: list[frozenset[str]], removed: Collection[str]) -> Change:
        partition = self.partition
        gone: dict[str, frozenset[str]] = {}
        affected = {i for group in result for i in group}.union(removed)
        for iri in affected:
            name = partition.cluster_of.get(iri)
            if name is not None and name not in gone:
                gone[name] = partition.members[name]
        for name, members in gone.items():
            del partition.members[name]
            for iri in members:
                del partition.cluster_of[iri]
        new: dict[str, frozenset[str]] = {}
        for group in result:
            name = min(group)
            new[name] = group
            partition.members[name] = group
            for iri in group:
                partition.cluster_of[iri] = name
        return Change(gone, new)


def unite(
    nodes: Iterable[str],
    edges: Iterable[tuple[float, str, str]],
    foes: Callable[[str, str], bool],
) -> list[list[str]]:
    """Unite along edges, in their order, clusters between whose members no conflict lies."""
    group_of = {node: number for number, node in enumerate(nodes)}
    groups = {number: [node] for node, number in group_of.items()}
    refused: set[tuple[int, int]] = set()
    fresh = len(groups)
    for _, a, b in edges:
        one, two = group_of[a], group_of[b]
        if one == two or (one, two) in refused:
            continue
        if any(foes(i, j) for i in groups[one] for j in groups[two]):
            refused.update(((one, two), (two, one)))
            continue
        groups[fresh] = groups.pop(one) + groups.pop(two)
        for node in groups[fresh]:
            group_of[node] = fresh
        fresh += 1
    return list(groups.values())
