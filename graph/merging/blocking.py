"""Which accounts are compared at all: those that share a kind, a pair of parties and a month.

Two parties for most (a busy state alone would compare everything of its month), one where an
account names only one, or very many. With the labelled pairs this lost none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from graph.merging.features import Features
from graph.merging.score import SLACK_DAYS, score
from graph.merging.tables import weights

Key = tuple[str, ...]
_WIDE = 8  # parties; more of them are looked up one by one, not by pairs


def _months(first: int, last: int) -> list[str]:
    start = datetime.date.fromordinal(max(first - SLACK_DAYS, 1))
    end = datetime.date.fromordinal(min(last + SLACK_DAYS, datetime.date.max.toordinal()))
    if (start.year, start.month) == (end.year, end.month):
        return [f"{start.year:04}-{start.month:02}"]
    count = (end.year - start.year) * 12 + end.month - start.month
    return [
        f"{start.year + (start.month - 1 + i) // 12:04}-{(start.month - 1 + i) % 12 + 1:02}"
        for i in range(count + 1)
    ]


class Keys:
    """The three kinds of key of one account.

    `pairs`: every two parties; `alone`: single parties of a narrow or very wide account;
    `single`: each party and name, under which such accounts find it. Two accounts are compared
    where they share a pair, or one's `alone` is among the other's `single`.
    """

    __slots__ = ("alone", "pairs", "single")

    def __init__(self, found: Features) -> None:
        assert found.first is not None and found.last is not None
        months = _months(found.first, found.last)
        parties = sorted({*found.sides, *found.organisations})
        if found.name:
            parties.append(f"={found.name}")
        tokens = {f"~{part}" for people in found.sides.values() for p in people for part in p.parts}
        loose = {f"~{part}" for p in found.stateless for part in p.parts}
        wide = len(parties) > _WIDE
        few = parties if wide or len(parties) <= 1 else []
        family = found.family
        self.pairs: list[Key] = (
            []
            if wide
            else [
                (family, month, parties[i], parties[j])
                for month in months
                for i in range(len(parties))
                for j in range(i + 1, len(parties))
            ]
        )
        self.alone: list[Key] = [(family, m, p) for m in months for p in (*few, *sorted(loose))]
        self.single: list[Key] = [
            (family, m, p) for m in months for p in (*parties, *sorted(tokens | loose))
        ]


class Neighbourhood:
    """Accounts by key, and for each the others that fit it, found when first asked for.

    Holds the score of every pair that reaches `reach` (the threshold less the margin: what is
    just short of an edge still makes a loose account's choice ambiguous).
    """

    def __init__(self, threshold: float | None = None) -> None:
        w = weights()
        self.threshold = w.threshold if threshold is None else threshold
        self.margin = w.margin
        self.reach = self.threshold - self.margin
        self.features: dict[str, Features] = {}
        self._pairs: dict[Key, list[str]] = {}
        self._alone: dict[Key, list[str]] = {}
        self._single: dict[Key, list[str]] = {}
        self._known: dict[str, dict[str, float]] = {}

    def __contains__(self, iri: str) -> bool:
        return iri in self.features

    def __iter__(self) -> Iterator[str]:
        return iter(self.features)

    def add(self, found: Features) -> None:
        """Take in an account; its IRI must be new."""
        iri = found.iri
        assert iri not in self.features, iri
        self.features[iri] = found
        if not found.comparable:
            return
        keys = Keys(found)
        for index, listed in (
            (self._pairs, keys.pairs),
            (self._alone, keys.alone),
            (self._single, keys.single),
        ):
            for key in listed:
                index.setdefault(key, []).append(iri)
        if self._known:  # those already asked for must not miss the newcomer
            fits = self._known[iri] = self._compare(found, keys)
            for other, fit in fits.items():
                if other in self._known:
                    self._known[other][iri] = fit

    def remove(self, iri: str) -> dict[str, float]:
        """Let go of an account; return what `neighbours` gave for it."""
        lost = self.neighbours(iri)
        found = self.features.pop(iri)
        self._known.pop(iri, None)
        if found.comparable:
            keys = Keys(found)
            for index, listed in (
                (self._pairs, keys.pairs),
                (self._alone, keys.alone),
                (self._single, keys.single),
            ):
                for key in listed:
                    index[key].remove(iri)
                    if not index[key]:
                        del index[key]
        for other in lost:
            if other in self._known:
                self._known[other].pop(iri, None)
        return lost

    def neighbours(self, iri: str) -> dict[str, float]:
        """Return the accounts that fit this one, with their score (at least `reach`)."""
        if iri not in self._known:
            found = self.features[iri]
            self._known[iri] = self._compare(found, Keys(found)) if found.comparable else {}
        return self._known[iri]

    def candidates(self, found: Features) -> set[str]:
        """Return the accounts that share a key with these features."""
        return self._candidates(found, Keys(found)) if found.comparable else set()

    def _candidates(self, found: Features, keys: Keys) -> set[str]:
        near: set[str] = set()
        for key in keys.pairs:
            near.update(self._pairs.get(key, ()))
        for key in keys.single:
            near.update(self._alone.get(key, ()))
        for key in keys.alone:
            near.update(self._single.get(key, ()))
        near.discard(found.iri)
        return near

    def _compare(self, found: Features, keys: Keys) -> dict[str, float]:
        fits: dict[str, float] = {}
        for other in self._candidates(found, keys):
            fit = score(found, self.features[other])
            if fit >= self.reach:
                fits[other] = fit
        return fits
