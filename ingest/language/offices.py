"""Offices as words: which noun one is headed by, and whether its bearer acts for a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identifiers import fold

if TYPE_CHECKING:
    from ingest.language.types import Entity

# Offices whose bearer acts for a state even where the report does not say for which.
GOVERNMENT_OFFICES = frozenset(
    "president minister premier chancellor king queen emir amir sultan prince secretary adviser "
    "advisor ambassador envoy undersecretary pope foreign princess mediator negotiator".split()
)


def acts_for_a_state(entity: Entity) -> bool:
    """Whether a person's office is one of government ("national security advisor")."""
    words = fold(entity.office or "").split()
    return (
        bool(words)
        and not entity.organisation
        and (
            office_head(entity.office) in GOVERNMENT_OFFICES
            or "state" in words
            or "minister" in words
        )
    )


def office_head(office: str | None) -> str:
    """Return the noun of an office: "minister" of "deputy foreign minister"."""
    if not office:
        return ""
    words = list(fold(office).split())
    for stop in ("of", "for", "to", "in", "on", "and"):
        if stop in words[1:]:
            words = words[: words.index(stop, 1)]
    return words[-1] if words else ""


# Words of an office that say nothing of its field.
_PLAIN = frozenset(
    "minister ministers secretary secretaries of for and the in on to affairs state first second "
    "third senior junior deputy vice former acting interim assistant new visiting outgoing "
    "incoming late ex union federal relations".split()
)
_SAME_FIELD = {"defence": "defense", "external": "foreign", "diplomacy": "foreign"}


def fields(office: str | None) -> set[str]:
    """The fields of a minister's office: {"foreign"}, {"prime"}; empty where none is told."""
    words = fold(office or "").replace("-", " ").split()
    return {_SAME_FIELD.get(w, w) for w in words} - _PLAIN
