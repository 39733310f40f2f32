"""Stage 10: how sure an account is, from what supports it; calibrated on annotated reports."""

from __future__ import annotations

from ingest.language.entities import Resolver
from ingest.language.filter import foreign_sides
from ingest.language.types import EventMention, Strength


def confidence(event: EventMention, resolver: Resolver) -> float:
    """Return the probability that an event is right (type and parties), in 0..1."""
    score = 0.45
    score += 0.2 * (len(foreign_sides(event, resolver)) >= 2)
    score += 0.1 * event.trigger.frame.weight
    score += 0.05 * (event.time is not None and event.time.strength >= Strength.NEAR)
    score += 0.05 * (event.place is not None and event.place_strength >= Strength.NEAR)
    score += 0.05 * bool(event.merged)
    score -= 0.1 * min(event.unnamed, 1)
    return round(min(max(score, 0.05), 0.97), 2)
