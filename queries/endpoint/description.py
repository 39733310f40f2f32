"""What the endpoint and its data are, in RDF: SPARQL 1.1 Service Description and VoID."""

from __future__ import annotations

import pyoxigraph as ox

from graph.identifiers import BASE, ONTOLOGY
from graph.rdf import PREFIXES as RDF_PREFIXES
from graph.store import Store
from queries.asking import select

PREFIXES = {
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "formats": "http://www.w3.org/ns/formats/",
    "dcterms": "http://purl.org/dc/terms/",
}
_ALL = {**RDF_PREFIXES, **PREFIXES}
FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML",
)  # fmt: skip


def _t(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(_ALL[prefix] + local)


def service(base: str, path: str, *, writable: bool) -> list[ox.Triple]:
    """Return the service description of the endpoint at `base` + `path`."""
    node, dataset = (
        ox.NamedNode(f"{base}{path}#service"),
        ox.NamedNode(f"{base}/.well-known/void#dataset"),
    )
    default = ox.NamedNode(f"{base}{path}#default")
    found = [
        ox.Triple(node, _t("rdf:type"), _t("sd:Service")),
        ox.Triple(node, _t("sd:endpoint"), ox.NamedNode(base + path)),
        ox.Triple(node, _t("sd:supportedLanguage"), _t("sd:SPARQL10Query")),
        ox.Triple(node, _t("sd:supportedLanguage"), _t("sd:SPARQL11Query")),
        ox.Triple(node, _t("sd:feature"), _t("sd:EmptyGraphs")),
        ox.Triple(node, _t("sd:defaultEntailmentRegime"), ox.NamedNode("http://www.w3.org/ns/entailment/Simple")),
        ox.Triple(node, _t("sd:defaultDataset"), dataset),
        ox.Triple(dataset, _t("rdf:type"), _t("sd:Dataset")),
        ox.Triple(dataset, _t("sd:defaultGraph"), default),
        ox.Triple(default, _t("rdf:type"), _t("sd:Graph")),
    ]  # fmt: skip
    found += [ox.Triple(node, _t("sd:resultFormat"), _t(f"formats:{name}")) for name in FORMATS]
    if writable:
        found.append(ox.Triple(node, _t("sd:supportedLanguage"), _t("sd:SPARQL11Update")))
    return found


def void(store: Store, base: str) -> list[ox.Triple]:
    """Return what the dataset holds, with counts of events, actors, reports and types."""
    node = ox.NamedNode(f"{base}/.well-known/void#dataset")
    integer = _t("xsd:integer")
    prefix = "".join(f"PREFIX {p}: <{i}>\n" for p, i in RDF_PREFIXES.items())

    def count(pattern: str) -> ox.Literal:
        row = next(select(store, f"{prefix}SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"))
        return ox.Literal(row["n"].value, datatype=integer)

    found = [
        ox.Triple(node, _t("rdf:type"), _t("void:Dataset")),
        ox.Triple(node, _t("dcterms:title"), ox.Literal("Reports of diplomacy as a knowledge graph", language="en")),
        ox.Triple(node, _t("void:sparqlEndpoint"), ox.NamedNode(f"{base}/sparql")),
        ox.Triple(node, _t("void:uriSpace"), ox.Literal(BASE)),
        ox.Triple(node, _t("void:vocabulary"), ox.NamedNode(ONTOLOGY)),
        ox.Triple(node, _t("void:vocabulary"), ox.NamedNode(_ALL["sem"])),
        ox.Triple(node, _t("void:triples"), count("?s ?p ?o")),
        ox.Triple(node, _t("void:documents"), count("GRAPH ?g { ?r dg:contentHash ?h }")),
    ]  # fmt: skip
    for row in select(
        store,
        f"{prefix}SELECT ?type (COUNT(*) AS ?n) WHERE {{ ?x a ?type }} GROUP BY ?type ORDER BY ?type",
    ):
        part = ox.NamedNode(
            f"{base}/.well-known/void#{row['type'].value.rsplit('#', 1)[-1].rsplit('/', 1)[-1]}"
        )
        found += [
            ox.Triple(node, _t("void:classPartition"), part),
            ox.Triple(part, _t("void:class"), row["type"]),
            ox.Triple(part, _t("void:entities"), ox.Literal(row["n"].value, datatype=integer)),
        ]
    return found
