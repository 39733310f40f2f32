"""The editable tables beside this module: tab-separated, ``#`` starts a comment line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from graph.errors import SettingsError


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table of this package, without comments and empty lines."""
    text = (files("graph.merging") / name).read_text("utf-8")
    return [
        line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]


@dataclass(frozen=True, slots=True)
class Weights:
    """The scoring table of ``weights.tsv``, which explains each entry."""

    threshold: float
    margin: float
    same_type: float
    meeting_against_call: float
    same_person: float
    same_surname: float
    same_token: float
    person_against_state: float
    same_state: float
    other_person: float
    frequent_party: float
    same_stateless_person: float
    same_organisation: float
    same_name: float
    party_missing: float
    parties_differ: float
    only_frequent_shared: float
    party_beside_organisation: float
    day_equal: float
    days_overlap: float
    month_overlap: float
    season_overlap: float
    day_beside_loose: float
    day_beside: float
    day_beside_published: float
    plan_slipped: float
    days_apart: float
    undated_both: float
    undated_fresh: float
    undated_far: float
    same_city: float
    same_country: float
    other_city: float
    other_country: float
    cancelled_against: float
    same_topic: float
    other_topic: float
    opposite_direction: float


@cache
def weights() -> Weights:
    """Return the scoring table; raises `SettingsError` where it was edited out of shape."""
    found: dict[str, float] = {}
    for row in rows("weights.tsv"):
        try:
            found[row[0]] = float(row[1])
        except (IndexError, ValueError):
            raise SettingsError(f"weights.tsv: no number in the line {row!r}") from None
    names = {field.name for field in fields(Weights)}
    if names != found.keys():
        wrong = ", ".join(sorted(names ^ found.keys()))
        raise SettingsError(f"weights.tsv: missing or unknown entries: {wrong}")
    return Weights(**found)


@cache
def frequent_parties() -> frozenset[str]:
    """Return the codes of states that are party to so much that sharing one says little."""
    return frozenset(row[0] for row in rows("frequent_parties.tsv"))
