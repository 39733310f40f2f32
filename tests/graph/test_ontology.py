"""The vocabulary says everything that the code writes, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from graph import ontology
from graph.export.rdf import write_jsonld
from graph.export.selection import Selection
from graph.identifiers import BASE, ONTOLOGY, PLOVER_SCHEME
from graph.model import PLOVER, EventType, Role, Status
from graph.ontology import docs
from graph.rdf import PREFIXES
from graph.rdf import terms as t
from graph.rdf.writing import plover_term
from tests.graph.test_export import filled

ROOT = Path(__file__).parents[2]
SOURCES = [
    *ROOT.glob("graph/**/*.py"),
    *ROOT.glob("queries/**/*.py"),
    *ROOT.glob("diplograph/**/*.py"),
]
QUERIES = sorted(ROOT.glob("queries/catalogue/*.rq"))


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in ontology.vocabulary_triples():
        graph.parse(data=f"{triple} .", format="nt")
    return graph


def declared(vocabulary: rdflib.Graph) -> set[str]:
    return {str(s) for s in vocabulary.subjects() if (s, RDF.type, None) in vocabulary} | {
        str(s) for s in vocabulary.subjects(RDFS.label)
    }


def written() -> set[str]:
    """Every term that the code names: constants, and prefixed names in its queries."""
    found = {
        value.value
        for source in (t,)
        for value in vars(source).values()
        if isinstance(value, ox.NamedNode)
    }
    for table in (t.TYPE_CLASS, t.REPORT_CLASS, t.COUNT, t.STATUS_TERM, t.ROLE_TERM):
        found |= {node.value for node in table.values()}
    for path in [*SOURCES, *QUERIES]:
        text = path.read_text(encoding="utf-8")
        for local in re.findall(r"\bdg:([a-zA-Z]\w*)", text):
            found.add(ONTOLOGY + local)
    return found


# Of RDF itself and of datatypes, which a vocabulary does not declare again.
BUILT_IN = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    PREFIXES["xsd"],
    "http://id.loc.gov/datatypes/",
)
# The validator's own, described in shapes.ttl.
AIDS = {f"{ONTOLOGY}statedIn"}
# Stands in queries for a place that is not given.
AIDS |= {f"{ONTOLOGY}nowhere"}


def test_every_term_that_the_code_names_is_declared(vocabulary: rdflib.Graph) -> None:
    known = declared(vocabulary) | AIDS
    missing = {iri for iri in written() if not iri.startswith(BUILT_IN)} - known
    assert missing - {PREFIXES["geo"] + "wktLiteral"} == set()


def test_every_own_term_that_is_declared_is_used(vocabulary: rdflib.Graph) -> None:
    own = {iri for iri in declared(vocabulary) if iri.startswith(ONTOLOGY)}
    parents = {f"{ONTOLOGY}{name}" for name in ("Encounter", "Act", "Status", "count")}
    used = {
        node.value
        for path in (ROOT / "graph").rglob("*.py")
        for local in re.findall(r"\"dg:(\w+)\"", path.read_text(encoding="utf-8"))
        for node in [t.term(f"dg:{local}")]
    }
    for table in (t.TYPE_CLASS, t.REPORT_CLASS, t.COUNT, t.STATUS_TERM, t.ROLE_TERM):
        used |= {node.value for node in table.values()}
    assert own - used - parents == set()


def test_every_own_term_has_label_and_comment(vocabulary: rdflib.Graph) -> None:
    for iri in declared(vocabulary):
        node = rdflib.URIRef(iri)
        if not iri.startswith(ONTOLOGY):
            continue
        labels = list(vocabulary.objects(node, RDFS.label))
        comments = list(vocabulary.objects(node, RDFS.comment))
        assert len(labels) == len(comments) == 1, iri
        assert all(text.language == "en" for text in (*labels, *comments)), iri


def test_what_a_store_holds_is_declared(vocabulary: rdflib.Graph) -> None:
    known = declared(vocabulary)
    for quad in filled().quads():
        if quad.graph_name == ox.NamedNode(f"{BASE}graph/vocabulary"):
            continue
        terms = [quad.predicate.value]
        if quad.predicate == t.TYPE and isinstance(quad.object, ox.NamedNode):
            terms.append(quad.object.value)
        for iri in terms:
            assert iri.startswith(BUILT_IN) or iri in known, iri


def test_types_statuses_and_roles_are_the_models(vocabulary: rdflib.Graph) -> None:
    def members(class_: str) -> set[str]:
        nodes = vocabulary.subjects(RDF.type, rdflib.URIRef(class_))
        return {str(node).removeprefix(ONTOLOGY) for node in nodes}

    assert members(f"{ONTOLOGY}Status") == set(Status)
    assert members(PREFIXES["sem"] + "RoleType") == set(Role)
    kinds = vocabulary.transitive_subjects(
        RDFS.subClassOf, rdflib.URIRef(PREFIXES["sem"] + "Event")
    )
    types = {str(node).removeprefix(ONTOLOGY) for node in kinds}
    assert types - {PREFIXES["sem"] + "Event", "Encounter", "Act"} == set(EventType)


def test_the_shapes_know_the_same_lists() -> None:
    text = ontology.text("shapes.ttl")
    for names in (EventType, Status, Role):
        for name in names:
            assert re.search(rf"dg:{name.value}\b", text), name


def test_plover_categories_and_modes_exist_and_map(vocabulary: rdflib.Graph) -> None:
    concepts = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    for type_, (category, mode) in PLOVER.items():
        for name in filter(None, (category, mode)):
            assert rdflib.URIRef(plover_term(name).value) in concepts, name
        if category:
            class_ = rdflib.URIRef(t.TYPE_CLASS[type_].value)
            matches = {
                o for p, o in vocabulary.predicate_objects(class_) if str(p).endswith("Match")
            }
            broader = {rdflib.URIRef(PLOVER_SCHEME + category)} | set(
                vocabulary.subjects(SKOS.broader, rdflib.URIRef(PLOVER_SCHEME + category))
            )
            assert matches & broader, type_
    categories = {c for c in concepts if str(c).rsplit("#", 1)[-1].isupper()}
    assert len(categories) == 16
    cameo = {c for c in concepts if "cameo#" in str(c)}
    mapped = {
        o
        for c in categories
        for p, o in vocabulary.predicate_objects(c)
        if str(p).endswith("Match")
    }
    assert cameo - mapped == {rdflib.URIRef(f"{BASE}cameo#01")}  # statements are no PLOVER event


def test_modes_that_tables_use_exist(vocabulary: rdflib.Graph) -> None:
    folder = ROOT / "ingest" / "knowledge" / "data"
    for path in folder.glob("*.tsv"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
        head = [line for line in lines if line.startswith("# ") and "\t" in line]
        if not head or "mode" not in (columns := head[-1][2:].split("\t")):
            continue
        at = columns.index("mode")
        for line in lines:
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) > at and cells[at] and cells[at] != "mode":
                node = rdflib.URIRef(PLOVER_SCHEME + cells[at])
                assert (node, RDF.type, SKOS.Concept) in vocabulary, (path.name, cells[at])


def test_alignments_reach_the_vocabularies_named(vocabulary: rdflib.Graph) -> None:
    targets = {
        str(o)
        for p in (
            SKOS.exactMatch,
            SKOS.closeMatch,
            SKOS.relatedMatch,
            SKOS.broadMatch,
            RDFS.subClassOf,
        )
        for o in vocabulary.objects(None, p)
    }
    for prefix in ("sem", "schema", "prov", "oa", "org", "foaf", "plover", "wd"):
        assert any(target.startswith(PREFIXES[prefix]) for target in targets), prefix


def test_it_is_owl_without_blank_nodes(vocabulary: rdflib.Graph) -> None:
    assert not any(isinstance(term, rdflib.BNode) for triple in vocabulary for term in triple)
    assert (None, RDF.type, OWL.Ontology) in vocabulary


def test_the_context_names_every_property(vocabulary: rdflib.Graph) -> None:
    context = ontology.context()
    named = {v if isinstance(v, str) else v["@id"] for v in context.values()}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property):
        for node in vocabulary.subjects(RDF.type, kind):
            assert docs.short(node) in named, node
    for prefix, iri in PREFIXES.items():
        assert context[prefix] == iri


def test_the_context_reads_back_what_it_wrote(tmp_path: Path) -> None:
    store = filled()
    with (tmp_path / "x.jsonld").open("wb") as out:
        write_jsonld(store, out, Selection(), {})
    read = set(ox.parse(path=str(tmp_path / "x.jsonld"), format=ox.RdfFormat.JSON_LD))
    assert read == set(store.quads())


def test_the_page_is_up_to_date_and_whole() -> None:
    page = docs.render().rstrip() + "\n"
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8") == page, "run: make docs"
    for name in (*EventType, *Status, *Role):
        assert f"`dg:{name.value}`" in page
    assert "http://" not in re.sub(r"`[^`]*`", "", page)  # every IRI has a prefix
