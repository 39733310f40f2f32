"""The vocabulary, its shapes and its context: data files and the functions that read them.

``vocabulary.ttl`` and ``plover.ttl`` declare and align the terms, ``shapes.ttl`` says what a
sound graph looks like, ``context.jsonld`` names the terms for JSON. The files speak of the
default base IRI; readers get them with the base that is in force.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.identifiers import BASE, DEFAULT_BASE

if TYPE_CHECKING:
    import rdflib

CONTEXT_IRI = f"{BASE}context.jsonld"


def text(name: str) -> str:
    """Return a file of this folder with the base IRI in force."""
    content = files("graph.ontology").joinpath(name).read_text(encoding="utf-8")
    return content if BASE == DEFAULT_BASE else content.replace(DEFAULT_BASE, BASE)


@lru_cache(maxsize=1)
def vocabulary_triples() -> tuple[ox.Triple, ...]:
    """Return the vocabulary with PLOVER and CAMEO: what the graph `VOCABULARY_GRAPH` holds.

    Lists become chains of blank nodes whose names are fixed, so that exports do not differ.
    """
    found: list[ox.Triple] = []
    names: dict[str, ox.BlankNode] = {}

    def fixed(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, ox.BlankNode(f"list{len(names)}"))
        return term

    for name in ("vocabulary.ttl", "plover.ttl"):
        for quad in ox.parse(text(name), ox.RdfFormat.TURTLE):
            found.append(ox.Triple(fixed(quad.subject), quad.predicate, fixed(quad.object)))
    return tuple(dict.fromkeys(found))


def shapes() -> rdflib.Graph:
    """Return the SHACL shapes."""
    import rdflib

    return rdflib.Graph().parse(data=text("shapes.ttl"), format="turtle")


def context() -> dict[str, Any]:
    """Return the JSON-LD context: the value of its ``@context``."""
    value = json.loads(text("context.jsonld"))["@context"]
    assert isinstance(value, dict)
    return value


__all__ = ["CONTEXT_IRI", "context", "shapes", "text", "vocabulary_triples"]
