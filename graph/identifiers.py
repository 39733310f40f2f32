"""Deterministic IRIs: the same input gives the same identifier on every machine.

A hash is sha256 over the fields joined by U+001F, cut to 20 hexadecimal digits (80 bits: a
collision among 1e8 identifiers has probability 4e-9). The base IRI is
``https://w3id.org/diplograph/`` (not registered) unless the environment variable
``DIPLOGRAPH_BASE_IRI`` names another; it is read once, when this module is first imported.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from functools import lru_cache

from graph.errors import SettingsError
from graph.model import ActorKind, EventType, Report, Role, Span

DEFAULT_BASE = "https://w3id.org/diplograph/"


def _base() -> str:
    base = os.environ.get("DIPLOGRAPH_BASE_IRI", DEFAULT_BASE)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+[/#]", base):
        raise SettingsError(
            f"DIPLOGRAPH_BASE_IRI is {base!r}; it must be an http(s) IRI that ends in / or #"
        )
    return base


BASE = _base()
ONTOLOGY = f"{BASE}ontology#"
PLOVER_SCHEME = f"{BASE}plover#"
CURATED_GRAPH = f"{BASE}graph/curated"
DERIVED_GRAPH = f"{BASE}graph/derived"
VOCABULARY_GRAPH = f"{BASE}graph/vocabulary"
KNOWLEDGE_GRAPH = f"{BASE}graph/knowledge"  # the merged part, where a server has no default graph


def digest(*fields: str) -> str:
    """Return 20 hexadecimal digits that identify these fields in this order."""
    joined = "\x1f".join(fields)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Fold a name for comparison: no accents, case, punctuation or surplus blanks."""
    bare = name
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    bare = bare.casefold().replace("'", "").replace("\u2019", "")
    return " ".join(re.findall(r"\w+", bare))


def report_key(report: Report) -> str:
    """Return the hash that names a report: by its canonical URL, else its id, else its content."""
    return digest("report", report.url or report.id or report.content_hash)


def report_iri(report: Report) -> str:
    """Return the IRI of a report."""
    return f"{BASE}report/{report_key(report)}"


def report_graph(report: str) -> str:
    """Return the IRI of the named graph that holds what the report (an IRI) says."""
    return f"{BASE}graph/report/{report.rsplit('/', 1)[-1]}"


def graph_report(graph: str) -> str:
    """Return the IRI of the report whose named graph this is."""
    return f"{BASE}report/{graph.rsplit('/', 1)[-1]}"


def actor_iri(kind: ActorKind, name: str, country: str | None) -> str:
    """Return the IRI of an actor: a state by its code, any other by folded name and country."""
    if kind is ActorKind.STATE and country:
        return state_iri(country)
    return f"{BASE}{kind.value}/{digest(kind.value, fold(name), country or '')}"


def state_iri(code: str) -> str:
    """Return the IRI of a state by its alpha-3 code."""
    return f"{BASE}state/{code}"


@lru_cache(maxsize=65_536)
def place_iri(name: str, city: str | None, country: str | None) -> str:
    """Return the IRI of a place by its folded name, city and country."""
    return f"{BASE}place/{digest('place', fold(name), fold(city or ''), country or '')}"


def account_iri(report: str, trigger: Span, type_: EventType, ordinal: int = 0) -> str:
    """Return the IRI of an account.

    `ordinal` tells apart accounts of one type at one trigger ("visited France and Germany");
    callers number these by place, date and parties, so that better linking elsewhere changes
    no IRI.
    """
    key = digest(
        "account", report, trigger.field, str(trigger.start), str(trigger.end), type_, str(ordinal)
    )
    return f"{BASE}account/{key}"


def quotation_iri(report: str, span: Span) -> str:
    """Return the IRI of a quotation by its report and span."""
    return (
        f"{BASE}quotation/{digest('quotation', report, span.field, str(span.start), str(span.end))}"
    )


def evidence_iri(report: str, span: Span) -> str:
    """Return the IRI of a span of evidence; accounts that share a sentence share it."""
    return (
        f"{BASE}evidence/{digest('evidence', report, span.field, str(span.start), str(span.end))}"
    )


def participation_iri(owner: str, actor: str, role: Role) -> str:
    """Return the IRI of an actor's part in an account or event (`owner`)."""
    return f"{BASE}participation/{digest('participation', owner, actor, role)}"


def event_iri(least_account: str) -> str:
    """Return the IRI of the event whose least account (published, report, offset) this is."""
    return f"{BASE}event/{digest('event', least_account)}"


def run_iri(software: str, model: str, rules: str) -> str:
    """Return the IRI of a run: versions only, no clock."""
    return f"{BASE}run/{digest('run', software, model, rules)}"


def office_iri(person: str, title: str, country: str | None, begin: str | None) -> str:
    """Return the IRI of a person's tenure of an office, told apart by its first day."""
    return f"{BASE}office/{digest('office', person, fold(title), country or '', begin or '')}"


def membership_iri(organisation: str, code: str, begin: str | None) -> str:
    """Return the IRI of a state's membership of an organisation, told apart by its first day."""
    return f"{BASE}membership/{digest('membership', organisation, code, begin or '')}"


def statepair_iri(code: str, other: str) -> str:
    """Return the IRI of the pair of two states; their order does not matter."""
    first, second = sorted((code, other))
    return f"{BASE}statepair/{first}-{second}"
