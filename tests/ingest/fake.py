"""A reader without any model: each sentence "A met B in C on DAY." gives one account.

Named in `Settings.factory` as ``tests.ingest.fake:FakeReader``; works in any process. Words in
a text make it misbehave: BOOM raises, WAIT and SLEEP
take a while, HANG cannot be interrupted, DIE ends the process.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence

from graph.identifiers import account_iri, actor_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Participation,
    Report,
    Role,
    Run,
    Span,
    Status,
    Time,
)
from ingest.batch.tasks import Settings

RUN = Run("diplograph test", "none", "fake 1")
FAKE = "tests.ingest.fake:FakeReader"
_SENTENCE = re.compile(r"(\w+) (met) (\w+) on (\d{4}-\d\d-\d\d)\.")


def person(name: str) -> Actor:
    return Actor(actor_iri(ActorKind.PERSON, name, "FRA"), name, ActorKind.PERSON, "FRA")


class FakeReader:
    """Reads with a regular expression."""

    def __init__(self, settings: Settings) -> None:
        self.run = Run(RUN.software, settings.model, RUN.rules)
        self.calls = 0

    def read(self, reports: Sequence[Report]) -> list[Extraction]:
        self.calls += 1
        return [self.read_one(report) for report in reports]

    def read_one(self, report: Report) -> Extraction:
        if "BOOM" in report.text:
            raise ValueError("boom went the reader")
        if "WAIT" in report.text:
            time.sleep(0.005)
        if "SLEEP" in report.text:
            time.sleep(60)
        if "HANG" in report.text:
            import signal

            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            time.sleep(60)
        if "DIE" in report.text:
            os._exit(9)
        accounts, actors = [], {}
        iri = report_iri(report)
        for match in _SENTENCE.finditer(report.text):
            one, other = person(match[1]), person(match[3])
            actors |= {one.iri: one, other.iri: other}
            trigger = Span(match.start(2), match.end(2), match[2])
            accounts.append(
                Account(
                    account_iri(iri, trigger, EventType.MEETING),
                    EventType.MEETING,
                    trigger,
                    (
                        Participation(one, Role.PARTICIPANT, on_behalf_of="FRA"),
                        Participation(other, Role.PARTICIPANT, on_behalf_of="FRA"),
                    ),
                    Status.OCCURRED,
                    (Span(match.start(), match.end(), match[0]),),
                    Time(match[4], match[4], match[4], "day"),
                    rules=("fake",),
                )
            )
        return Extraction(report, tuple(actors.values()), (), tuple(accounts), (), self.run)
