"""Model to quads and back; the shape is described in docs/ontology.md.

`writing` makes triples and quads, `reading` turns them back, `terms` names what both use,
`times` bounds dates.
"""

from graph.rdf.interop import as_rdflib
from graph.rdf.reading import canonical, extraction_of, read_event, read_events, read_extraction
from graph.rdf.terms import PREFIXES, clean, literal, term, web_iri
from graph.rdf.times import bounds, first_day, last_day, read_edtf
from graph.rdf.writing import (
    actor_quads,
    background_quads,
    event_quads,
    extraction_triples,
    iri_of_place,
    organisation_quads,
    parties,
    person_quads,
    place_quads,
    plover_term,
    state_quads,
)

__all__ = [
    "PREFIXES",
    "actor_quads",
    "as_rdflib",
    "background_quads",
    "bounds",
    "canonical",
    "clean",
    "event_quads",
    "extraction_of",
    "extraction_triples",
    "first_day",
    "iri_of_place",
    "last_day",
    "literal",
    "organisation_quads",
    "parties",
    "person_quads",
    "place_quads",
    "plover_term",
    "read_edtf",
    "read_event",
    "read_events",
    "read_extraction",
    "state_quads",
    "term",
    "web_iri",
]
