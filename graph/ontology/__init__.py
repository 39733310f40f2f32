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

from graph.identifiers import BASE, DEFAULT_BASE, VOCABULARY_GRAPH

if TYPE_CHECKING:
    import rdflib

    from graph.store import Store

CONTEXT_IRI = f"{BASE}context.jsonld"


def text(name: str) -> str:
    """Return a file of this folder with the base IRI in force."""
    content = files("graph.ontology").joinpath(name).read_text(encoding="utf-8")
    return content if BASE == DEFAULT_BASE else content.replace(DEFAULT_BASE, BASE)


@lru_cache(maxsize=1)
def vocabulary_triples() -> tuple[ox.Triple, ...]:
    """Return the vocabulary with PLOVER and CAMEO: what the graph `VOCABULARY_GRAPH` holds.

    No blank nodes are in it: stores would name them differently, and exports differ.
    """
    files_ = ("vocabulary.ttl", "plover.ttl")
    quads = (quad for name in files_ for quad in ox.parse(text(name), ox.RdfFormat.TURTLE))
    return tuple(dict.fromkeys(quad.triple for quad in quads))


def install(store: Store) -> bool:
    """Put the vocabulary into a store's graph for it; returns whether anything changed."""
    if set(store.get_graph(VOCABULARY_GRAPH)) == set(vocabulary_triples()):
        return False
    store.put_graph(VOCABULARY_GRAPH, vocabulary_triples())
    return True


def shapes() -> rdflib.Graph:
    """Return the SHACL shapes."""
    import rdflib

    return rdflib.Graph().parse(data=text("shapes.ttl"), format="turtle")


def context() -> dict[str, Any]:
    """Return the JSON-LD context: the value of its ``@context``."""
    value = json.loads(text("context.jsonld"))["@context"]
    assert isinstance(value, dict)
    return value


__all__ = ["CONTEXT_IRI", "context", "install", "shapes", "text", "vocabulary_triples"]
