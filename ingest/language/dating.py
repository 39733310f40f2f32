"""Dates that no word of the sentence gives: the publication day by default.

It runs after merging, when every mention of an event has had its say. The annotation guide's
further policies decide; background told in the simple past stays without a date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Status
from ingest.language import dates
from ingest.language.reading import Reading
from ingest.language.types import EventMention

if TYPE_CHECKING:
    from spacy.tokens import Doc


def default_day(doc: Doc, event: EventMention, published: str | None, reading: Reading) -> None:
    """Date undated news to the publication day, where the guide says so (further policy 2).

    That is what is going on (it covers that day, wherever the report says so), what the first
    three sentences tell in the present or perfect, and the main clause of the lead.
    """
    if event.time is not None or published is None:
        return
    first = min(event.sentences)
    cues = {r.split(":", 1)[1] for r in event.rules if r.startswith("status:")}
    present = cues & {
        "progressive",
        "perfect",
        "perfect-begin",
        "is-in",
        "begins",
        "past-begin",
        "subject-present",
    }
    lead = _lead_sentence(doc, reading)
    told = event.status is Status.OCCURRED and first == lead and _main_clause(doc, event)
    lately = event.status is Status.OCCURRED and first <= lead + 2 and present
    if told or lately or event.status is Status.ONGOING:
        event.time = dates.default_value(published)


def _lead_sentence(doc: Doc, reading: Reading) -> int:
    """Number of the first sentence that is no title, heading or caption."""
    for number, sent in enumerate(doc.sents):
        if reading.kind_of(sent.start) == "text":
            return number
    return 0


def _main_clause(doc: Doc, event: EventMention) -> bool:
    """Whether an event is what the main clause of its sentence tells in the simple past."""
    trigger = event.trigger
    verb = doc[trigger.verb] if trigger.verb is not None else None
    if verb is None:
        return False
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return bool(verb.dep_ == "ROOT")
