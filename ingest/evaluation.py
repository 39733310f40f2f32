"""Extraction against annotation: which events were found, and which fields are right.

An annotated event and an account match when their types are equal and their participants agree
by at least half (F1; a person against the right state counts half). Pairs are made best first,
each side once. An annotated event marked optional is neither missed nor extra. A date or place is
right when it agrees as far as the annotation goes, so "2025-05" is met by any day of that May.
The measure follows the usual way of event evaluation (trigger type and arguments, ACE 2005),
made independent of trigger spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph.errors import InputError
from graph.identifiers import fold
from graph.model import Account, ActorKind, EventType, Extraction, Status

ANNOTATED = frozenset(
    {
        EventType.MEETING,
        EventType.CALL,
        EventType.VISIT,
        EventType.CEREMONY,
        EventType.AGREEMENT,
    }
)


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event as a person annotated it: names with alpha-3 codes, fields as far as told."""

    doc: str
    type: EventType
    who: tuple[tuple[str, str | None], ...]
    status: Status
    date: str | None = None
    place: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An annotated event, the account that stands for it, or just one of the two.

    `date` and `place` are None where the annotation gives none; all three are None for a miss
    or an extra.
    """

    doc: str
    gold: GoldEvent | None
    account: Account | None
    agreement: float = 0.0
    date: bool | None = None
    place: bool | None = None
    status: bool | None = None

    @property
    def counts(self) -> bool:
        """Whether the match bears on the score: optional events do not."""
        return self.gold is None or not self.gold.optional


def read_gold(path: Path) -> dict[str, list[GoldEvent]]:
    """Read annotations in the form of ``samples-gold.yaml``; keys are document ids.

    Raises `InputError`, naming document and entry, for one that cannot be read.
    """
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    gold: dict[str, list[GoldEvent]] = {}
    for doc, entries in loaded.items():
        gold[doc] = [gold_event(path, doc, n, entry) for n, entry in enumerate(entries, 1)]
    return gold


def gold_event(path: Path, doc: str, n: int, entry: dict[str, Any]) -> GoldEvent:
    """Return the annotated event of one entry; `path`, `doc` and `n` (from 1) name it in errors."""
    try:
        return GoldEvent(
            doc=doc,
            type=EventType(entry["type"]),
            who=tuple(entry["who"].items()),
            status=Status(entry["status"]),
            date=str(entry["date"]) if entry.get("date") else None,
            place=entry.get("place"),
            optional=bool(entry.get("optional", False)),
        )
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{path}: {doc}, entry {n}: {error!r}") from error


def evaluate(gold: dict[str, list[GoldEvent]], extractions: Iterable[Extraction]) -> list[Match]:
    """Return matches, misses and extras of the annotated documents, document by document."""
    matches: list[Match] = []
    left = dict(gold)
    for extraction in extractions:
        doc = extraction.report.id
        if doc in left:
            accounts = [a for a in extraction.accounts if a.type in ANNOTATED]
            matches.extend(_pair(doc, left.pop(doc), accounts))
    for doc, events in left.items():  # a document that was not read has missed everything
        matches.extend(_pair(doc, events, []))
    return matches


def _pair(doc: str, gold: Sequence[GoldEvent], accounts: Sequence[Account]) -> list[Match]:
    candidates = []
    for i, event in enumerate(gold):
        for j, account in enumerate(accounts):
            if event.type is account.type and (score := agreement(event, account)) >= 0.5:
                match = Match(
                    doc,
                    event,
                    account,
                    score,
                    _date(event, account),
                    _place(event, account),
                    event.status is account.status,
                )
                fields = sum((bool(match.date), bool(match.place), bool(match.status)))
                candidates.append((-score, -fields, event.optional, i, j, match))
    used_gold: set[int] = set()
    used_accounts: set[int] = set()
    found: list[Match] = []
    for *_, i, j, match in sorted(candidates, key=lambda c: c[:5]):
        if i not in used_gold and j not in used_accounts:
            used_gold.add(i)
            used_accounts.add(j)
            found.append(match)
    missed = [Match(doc, e, None) for i, e in enumerate(gold) if i not in used_gold]
    extra = [Match(doc, None, a) for j, a in enumerate(accounts) if j not in used_accounts]
    return found + missed + extra


def agreement(event: GoldEvent, account: Account) -> float:
    """Return the F1 of participants, 0..1; a person and the right state agree by half."""
    scores = sorted(
        (
            (_same(name, country, part.actor.name, part.actor.kind, part.actor.country), i, j)
            for i, (name, country) in enumerate(event.who)
            for j, part in enumerate(account.participations)
        ),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    credit = 0.0
    for score, i, j in scores:
        if score and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            credit += score
    total = len(event.who) + len(account.participations)
    return 2 * credit / total if total else 0.0


def _same(
    name: str, country: str | None, found: str, kind: ActorKind, found_country: str | None
) -> float:
    a, b = fold(name).split(), fold(found).split()
    if a and b and (a == b or (len(a) > 1 and a[-1] == b[-1]) or len(set(a) & set(b)) > 1):
        return 1.0
    if len(b) == 1 and b[0] in a and len(b[0]) > 1:
        return 1.0
    if kind is ActorKind.STATE and country and country == found_country:
        return 0.5
    return 0.0


def _date(event: GoldEvent, account: Account) -> bool | None:
    if event.date is None:
        return None
    return account.time is not None and account.time.start.startswith(event.date)


def _place(event: GoldEvent, account: Account) -> bool | None:
    if event.place is None:
        return None
    if account.place is None:
        return False
    place = account.place
    names = {fold(n) for n in (place.name, place.city or "", *place.within) if n}
    return fold(event.place) in names


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of events, and accuracy of fields among the matched (or None)."""

    precision: float
    recall: float
    f1: float
    date: float | None
    place: float | None
    status: float | None
    matched: int
    missed: int
    extra: int


def scores(matches: Iterable[Match]) -> Scores:
    """Return the scores of these matches; optional events are left out."""
    counted = [m for m in matches if m.counts]
    both = [m for m in counted if m.gold and m.account]
    missed = sum(1 for m in counted if m.account is None)
    extra = sum(1 for m in counted if m.gold is None)
    precision = len(both) / (len(both) + extra) if both else 0.0
    recall = len(both) / (len(both) + missed) if both else 0.0
    return Scores(
        precision,
        recall,
        2 * precision * recall / (precision + recall) if both else 0.0,
        _share(m.date for m in both),
        _share(m.place for m in both),
        _share(m.status for m in both),
        len(both),
        missed,
        extra,
    )


def _share(values: Iterable[bool | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None
