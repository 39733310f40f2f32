"""Stage 10: how sure an account is.

A logistic model over eight features, fitted on annotated reports by
``python -m tools.calibrate``; its weights are ``confidence.json`` in the knowledge data. What it
gives is the probability that a careful reader would find this event too, with this type and these
parties (participant F1 of 0.8 or more), as far as the annotated reports are like the reader's own.
"""

from __future__ import annotations

import functools
import json
import math
from typing import cast

from ingest.language.entities import Resolver
from ingest.language.filter import foreign_sides
from ingest.language.lexicon import DATA
from ingest.language.types import EventMention, Form, Strength

FEATURES = ("sides", "named", "weight", "verbal", "dated", "placed", "told again", "unnamed")


def features(event: EventMention, resolver: Resolver) -> tuple[float, ...]:
    """Return the features of an event in the order of `FEATURES`, each in 0..1."""
    mentions = (event, *event.merged)
    named = [
        a
        for a in event.arguments
        if a.entities and a.mention is not None and a.mention.form in (Form.NAME, Form.SURNAME)
    ]
    return (
        min(len(foreign_sides(event, resolver)), 2) / 2,
        min(len(named), 2) / 2,
        event.trigger.frame.weight,
        float(any(not m.trigger.nominal or m.trigger.verb is not None for m in mentions)),
        float(event.time is not None and event.time.strength >= Strength.NEAR),
        float(event.place is not None and event.place_strength >= Strength.NEAR),
        float(bool(event.merged)),
        float(event.unnamed > 0),
    )


@functools.cache
def weights() -> tuple[float, tuple[float, ...]]:
    """Return the intercept and the weights of `FEATURES`."""
    table = json.loads((DATA / "confidence.json").read_text(encoding="utf-8"))
    found = cast("dict[str, float]", table["weights"])
    return float(table["intercept"]), tuple(float(found[name]) for name in FEATURES)


def confidence(event: EventMention, resolver: Resolver) -> float:
    """Return the probability that an event is right, in 0.05..0.99, to two digits."""
    intercept, table = weights()
    total = intercept + sum(w * x for w, x in zip(table, features(event, resolver), strict=True))
    return round(min(max(1 / (1 + math.exp(-total)), 0.05), 0.99), 2)
