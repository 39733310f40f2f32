"""Prose inside structured records: read with its subject, day and place as context.

"Met with King Salman." in the record of a journey says that the traveller met him, there, in
those days. Before reading, the traveller's name is set in front of each sentence that begins
with a verb; afterwards every span is brought back to the record's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from graph.identifiers import account_iri, actor_iri, quotation_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Participation,
    Place,
    Quotation,
    Report,
    Role,
    Span,
    Time,
    TimeExpression,
)
from ingest.sources.base import Prose, Structured

# A sentence without a subject begins with a verb in the past tense or a participle:
# "Met with", "Attended the", "Signed". Names and nouns ("State visit", "President X
# accompanied") do not end so and do not stand in the list.
_IRREGULAR = frozenset(
    "met held led gave took made spoke went sat left began saw sent brought came paid won "
    "drew wrote broke laid read told".split()
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\w)|\A\s*(?=\w)")
_WORD = re.compile(r"[A-Za-z][a-z-]*")
_ADVERBS = frozenset("also then later subsequently briefly jointly informally privately".split())


@dataclass(frozen=True, slots=True)
class Woven:
    """A text with insertions, and the way back from its offsets to the original's."""

    text: str
    starts: tuple[int, ...]  # in the woven text, where a piece begins
    origins: tuple[int, ...]  # in the original: where that piece begins
    kept: tuple[bool, ...]  # false for an insertion

    def back(self, at: int) -> int:
        """Return the original offset of a woven one; inside an insertion, where it was put."""
        index = bisect_right(self.starts, at) - 1
        if not self.kept[index]:
            return self.origins[index]
        return self.origins[index] + at - self.starts[index]


def weave(text: str, subject: str, offset: int = 0) -> Woven:
    """Return prose with its subject put before each sentence that has none.

    `offset` is where the prose begins in the original.

    >>> weave("Met with the King. The talks went on.", "Jane Doe").text
    'Jane Doe met with the King. The talks went on.'
    """
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    kept: list[bool] = []
    length = 0

    def put(piece: str, origin: int, keep: bool) -> None:
        nonlocal length
        if piece:
            parts.append(piece)
            starts.append(length)
            origins.append(origin + offset)
            kept.append(keep)
            length += len(piece)

    last = 0
    for match in _SENTENCE.finditer(text):
        begin = match.end()
        if not _lacks_subject(text, begin):
            continue
        put(text[last:begin], last, True)
        put(f"{subject} ", begin, False)
        put(text[begin].lower(), begin, True)
        last = begin + 1
    put(text[last:], last, True)
    if not parts:
        return Woven("", (0,), (offset,), (True,))
    return Woven("".join(parts), tuple(starts), tuple(origins), tuple(kept))


def _lacks_subject(text: str, begin: int) -> bool:
    word = _WORD.match(text, begin)
    if word and word[0].lower() in _ADVERBS:
        word = _WORD.match(text, word.end() + 1)
    if not word:
        return False
    lower = word[0].lower()
    return lower in _IRREGULAR or (lower.endswith("ed") and len(lower) > 4)


def prepared(report: Report, structured: Structured | None) -> Report:
    """Return the report as it is to be read: its prose alone, with its context."""
    if structured is None:
        return report
    if structured.prose is None:
        return replace(report, text="", title="")
    prose = structured.prose
    woven = weave(report.text[prose.start : prose.end], prose.subject, prose.start)
    return replace(report, text=woven.text, title="", published=prose.day)


def joined(report: Report, structured: Structured | None, read: Extraction) -> Extraction:
    """Return what a report says: what was read, and what the record's fields say.

    Accounts read from the prose take the visit's date and place where they state none of their
    own, and the traveller's known identity; a visit that only repeats the record is left out.
    """
    if structured is None:
        return replace(read, report=report)
    given = structured.extraction
    if structured.prose is None:
        return replace(given, report=report, run=read.run)
    prose = structured.prose
    woven = weave(report.text[prose.start : prose.end], prose.subject, prose.start)
    visit = next(a for a in given.accounts if a.iri == prose.visit)
    traveller = visit.participations[0].actor
    back = _Back(report, woven, traveller, read, visit.place.country if visit.place else None)
    accounts = _prose_accounts(read, visit, back)
    actors = {a.iri: a for a in given.actors}
    for actor in read.actors:
        moved = back.actor(actor)
        actors.setdefault(moved.iri, moved)
    return Extraction(
        report=report,
        actors=tuple(actors.values()),
        dates=tuple(TimeExpression(back.span(d.span), d.value) for d in read.dates),
        accounts=(*given.accounts, *accounts),
        quotations=tuple(back.quotation(q) for q in read.quotations),
        run=read.run,
    )


class _Back:
    """Brings what was read in the woven text back to the record's text and traveller."""

    def __init__(
        self, report: Report, woven: Woven, traveller: Actor, read: Extraction, land: str | None
    ) -> None:
        self.report = report
        self._land = land
        # Whom the prose gives an office but no state is of the state that is visited: these
        # lists name the state of anybody else ("Iranian Foreign Minister Zarif").
        self._hosts = {
            part.actor.iri
            for account in read.accounts
            for part in account.participations
            if part.capacity and not part.on_behalf_of
        }
        self.iri = report_iri(report)
        self._woven = woven
        self._traveller = traveller
        surname = traveller.name.split()[-1].casefold()
        # Whoever was linked to the inserted name is the traveller, whatever else was inferred.
        self._same = {
            a.iri
            for a in read.actors
            if a.kind is traveller.kind and any(self._inserted(m, surname) for m in a.mentions)
        }

    def _inserted(self, mention: Span, surname: str) -> bool:
        if mention.field == "title" or surname not in mention.text.casefold():
            return False
        return self._woven.back(mention.start) == self._woven.back(mention.end - 1)

    def span(self, span: Span) -> Span:
        start = self._woven.back(span.start)
        end = max(start, self._woven.back(span.end - 1) + 1) if span.end > span.start else start
        return Span(start, end, self.report.text[start:end], "body")

    def actor(self, actor: Actor) -> Actor:
        if actor.iri in self._same:
            return self._traveller
        mentions = tuple(
            self.span(m)
            for m in actor.mentions
            if self._woven.back(m.start) != self._woven.back(m.end - 1)
        )
        stateless = actor.kind is ActorKind.PERSON and not actor.country
        if self._land and stateless and actor.iri in self._hosts:
            iri = actor_iri(actor.kind, actor.name, self._land)
            return replace(actor, iri=iri, country=self._land, mentions=mentions)
        return replace(actor, mentions=mentions)

    def quotation(self, quote: Quotation) -> Quotation:
        span = self.span(quote.span)
        return replace(
            quote,
            iri=quotation_iri(self.iri, span),
            speaker=self.actor(quote.speaker),
            span=span,
            account=None,
        )


def _prose_accounts(read: Extraction, visit: Account, back: _Back) -> list[Account]:
    accounts: list[Account] = []
    ordinals: dict[tuple[Span, EventType], int] = {}
    for account in read.accounts:
        if account.type is EventType.VISIT and _repeats(account, visit):
            continue
        trigger = back.span(account.trigger)
        ordinal = ordinals.get((trigger, account.type), 0)
        ordinals[(trigger, account.type)] = ordinal + 1
        parts: dict[tuple[str, Role], Participation] = {}
        for read_part in account.participations:
            actor = back.actor(read_part.actor)
            if actor is visit.participations[0].actor:
                own = visit.participations[0]
                part = replace(own, role=read_part.role)
            else:
                behalf = read_part.on_behalf_of or (actor.country if read_part.capacity else None)
                part = replace(read_part, actor=actor, on_behalf_of=behalf)
            parts.setdefault((actor.iri, part.role), part)
        accounts.append(
            replace(
                account,
                iri=account_iri(back.iri, trigger, account.type, ordinal),
                trigger=trigger,
                participations=tuple(parts.values()),
                evidence=tuple(back.span(e) for e in account.evidence),
                time=_time(account.time, visit.time),
                place=_place(account, visit.place),
                rules=(*account.rules, "record-prose"),
                within=visit.iri,
            )
        )
    return accounts


def _repeats(account: Account, visit: Account) -> bool:
    place, own = account.place, visit.place
    return place is None or (own is not None and place.country == own.country)


def _time(time: Time | None, visit: Time | None) -> Time | None:
    # The day that was given to the reader is the record's, no day of publication: a date that
    # rests on it is the visit's.
    if visit is not None and (time is None or time.basis != "stated"):
        return replace(visit, text="", basis="inherited")
    return time


def _place(account: Account, visit: Place | None) -> Place | None:
    if account.type is EventType.CALL:
        return None
    return account.place or visit


__all__ = ["Prose", "Woven", "joined", "prepared", "weave"]
