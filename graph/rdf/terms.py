"""The terms that the graph is written in, and how text becomes a term.

Everything here that is a constant names a term declared in ``graph/ontology/vocabulary.ttl``
or a standard one; a test compares the two. Text from reports may hold anything: `literal` and
`web_iri` are the two doors through which it passes.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyoxigraph as ox

from graph.errors import InputError
from graph.identifiers import ONTOLOGY, PLOVER_SCHEME
from graph.model import EventType, ReportKind, Role, Status

PREFIXES: dict[str, str] = {
    "dg": ONTOLOGY,
    "plover": PLOVER_SCHEME,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "schema": "https://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "oa": "http://www.w3.org/ns/oa#",
    "wd": "http://www.wikidata.org/entity/",
}
WIKIDATA = PREFIXES["wd"]
GEONAMES = "https://sws.geonames.org/"


def term(curie: str) -> ox.NamedNode:
    """Return the term that a prefixed name of `PREFIXES` stands for."""
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


TYPE = term("rdf:type")
LABEL = term("rdfs:label")
SAME_AS = term("owl:sameAs")
ALT_LABEL = term("skos:altLabel")

# Classes
SEM_EVENT = term("sem:Event")
SEM_ACTOR = term("sem:Actor")
SEM_PLACE = term("sem:Place")
ACCOUNT_CLASS = term("dg:Account")
QUOTATION_CLASS = term("dg:Quotation")
STATE_CLASS = term("dg:State")
GROUP_CLASS = term("dg:Group")
TENURE_CLASS = term("dg:Tenure")
STATE_PAIR_CLASS = term("dg:StatePair")
ORGANISATION_CLASS = term("org:Organization")
MEMBERSHIP_CLASS = term("org:Membership")
PERSON_CLASS = term("foaf:Person")
ACTIVITY_CLASS = term("prov:Activity")
TYPE_CLASS: dict[EventType, ox.NamedNode] = {t: term(f"dg:{t.value}") for t in EventType}
REPORT_CLASS: dict[ReportKind, ox.NamedNode] = {
    ReportKind.NEWS_ARTICLE: term("schema:NewsArticle"),
    ReportKind.READOUT: term("dg:Readout"),
    ReportKind.VISIT_RECORD: term("dg:VisitRecord"),
}

# Events and accounts
HAS_ACTOR = term("sem:hasActor")
HAS_PLACE = term("sem:hasPlace")
HAS_SUB_EVENT = term("sem:hasSubEvent")
ROLE_TYPE = term("sem:roleType")
BEGIN = term("sem:hasBeginTimeStamp")
END = term("sem:hasEndTimeStamp")
EARLIEST = term("sem:hasEarliestBeginTimeStamp")
LATEST = term("sem:hasLatestEndTimeStamp")
ACCOUNT = term("dg:account")
ACTOR = term("dg:actor")
CAPACITY = term("dg:capacity")
CONFIDENCE = term("dg:confidence")
DATE = term("dg:date")
DATE_BASIS = term("dg:dateBasis")
DATE_BEGIN = term("dg:dateBegin")
DATE_END = term("dg:dateEnd")
DATE_PRECISION = term("dg:datePrecision")
DISAGREES_ON = term("dg:disagreesOn")
EVIDENCE = term("dg:evidence")
FIELD = term("dg:field")
IN_STATE = term("dg:inState")
MONTH = term("dg:month")
NAME_AS_WRITTEN = term("dg:nameAsWritten")
ON_BEHALF_OF = term("dg:onBehalfOf")
PART_OF = term("dg:partOf")
PARTICIPATION = term("dg:participation")
PARTY = term("dg:party")
PLOVER_CATEGORY = term("dg:ploverCategory")
PLOVER_MODE = term("dg:ploverMode")
REPORT_COUNT = term("dg:reportCount")
RULE = term("dg:rule")
STATUS = term("dg:status")
TOPIC = term("dg:topic")
TRIGGER = term("dg:trigger")

# Spans and quotations
BEGIN_INDEX = term("nif:beginIndex")
END_INDEX = term("nif:endIndex")
ANCHOR_OF = term("nif:anchorOf")
REFERENCE_CONTEXT = term("nif:referenceContext")
SPEAKER = term("dg:speaker")
TEXT = term("dg:text")
DIRECT = term("dg:direct")
IN_ACCOUNT = term("dg:inAccount")

# Actors and places
HELD_OFFICE = term("dg:heldOffice")
ISO3 = term("dg:iso3")
MERGED_FROM = term("dg:mergedFrom")
OFFICE = term("dg:office")
REPRESENTS = term("dg:represents")
HAS_MEMBER = term("org:hasMember")
HAS_MEMBERSHIP = term("org:hasMembership")
MEMBER = term("org:member")
START_DATE = term("schema:startDate")
END_DATE = term("schema:endDate")
CONTAINED_IN = term("schema:containedInPlace")
AS_WKT = term("geo:asWKT")

# Reports and runs
HEADLINE = term("schema:headline")
PUBLISHED = term("schema:datePublished")
URL = term("schema:url")
COPY_URL = term("schema:sameAs")
PUBLISHER = term("schema:publisher")
COPY_PUBLISHER = term("dg:alsoPublishedBy")
AUTHOR = term("schema:author")
LANGUAGE = term("schema:inLanguage")
IDENTIFIER = term("schema:identifier")
SOURCE = term("schema:isBasedOn")
CONTENT_HASH = term("dg:contentHash")
DERIVED_FROM = term("prov:wasDerivedFrom")
GENERATED_BY = term("prov:wasGeneratedBy")
SOFTWARE = term("dg:software")
MODEL = term("dg:model")
RULES = term("dg:rules")

# State pairs (written by merging)
PAIR_OF = term("dg:pairOf")
TOTAL = term("dg:total")
FIRST = term("dg:first")
LAST = term("dg:last")
COUNT: dict[EventType, ox.NamedNode] = {t: term(f"dg:count{t.value}") for t in EventType}

# Values
STATUS_TERM: dict[Status, ox.NamedNode] = {s: term(f"dg:{s.value}") for s in Status}
ROLE_TERM: dict[Role, ox.NamedNode] = {r: term(f"dg:{r.value}") for r in Role}
TITLE_FIELD = ox.Literal("title")
TRUE = ox.Literal("true", datatype=term("xsd:boolean"))
FALSE = ox.Literal("false", datatype=term("xsd:boolean"))

# What the fields that accounts may differ on (`Event.disagrees_on`) are in RDF.
FIELD_PROPERTY: dict[str, ox.NamedNode] = {
    "time": DATE,
    "place": HAS_PLACE,
    "status": STATUS,
    "participations": PARTICIPATION,
}

XSD_DATE = term("xsd:date")
XSD_DECIMAL = term("xsd:decimal")
XSD_INTEGER = term("xsd:integer")
XSD_MONTH = term("xsd:gYearMonth")
XSD_YEAR = term("xsd:gYear")
EDTF = ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
WKT = term("geo:wktLiteral")

# Not allowed in XML 1.0, in UTF-8 or by some stores: controls, lone surrogates, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# RFC 3987 leaves these out of IRIs; so do SPARQL and Turtle.
_WEB_IRI = re.compile(r"https?://[^\s/?#<>\"{}|\\^`\x00-\x20]+[^\s<>\"{}|\\^`\x00-\x20]*", re.I)


def clean(text: str) -> str:
    """Return the text with every character that no format can carry replaced by U+FFFD.

    One character for one, so that offsets stay true.
    """
    return _UNFIT.sub("\ufffd", text)


def literal(text: str) -> ox.Literal:
    """Return text from a report as a plain literal."""
    return ox.Literal(_UNFIT.sub("\ufffd", text))


def web_iri(address: str) -> ox.NamedNode | None:
    """Return an http(s) address as a term, or None where it is no valid absolute IRI.

    Other schemes (``javascript:``, ``file:``) are refused: explorers turn these into links.
    """
    if not _WEB_IRI.fullmatch(address) or _UNFIT.search(address):
        return None
    try:
        return ox.NamedNode(address)
    except ValueError:
        return None


def web_term(address: str) -> ox.NamedNode | ox.Literal:
    """Return an address as a term: an IRI where it is a valid one, else a literal."""
    return web_iri(address) or literal(address)


def node(iri: str, prefix: str) -> ox.NamedNode:
    """Return an identifier of ours as a term.

    `prefix` is what it must begin with (``…/account/``), so that a record from elsewhere can
    not speak about other nodes. Raises `InputError`.
    """
    if not iri.startswith(prefix) or len(iri) == len(prefix) or "/" in iri[len(prefix) :]:
        raise InputError(f"{iri!r} is no identifier of ours: it must be {prefix} and one name")
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InputError(f"{iri!r} is no valid IRI") from error


@lru_cache(maxsize=4096)
def integer(value: int) -> ox.Literal:
    """Return a whole number as xsd:integer."""
    return ox.Literal(str(value), datatype=XSD_INTEGER)


@lru_cache(maxsize=1024)
def decimal(value: float) -> ox.Literal:
    """Return a number as xsd:decimal of at most four places, without exponent.

    Canonical (XSD 1.1), so that every store gives it back as it was.

    >>> decimal(0.87).value, decimal(1.0).value
    ('0.87', '1')
    """
    return ox.Literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype=XSD_DECIMAL)


@lru_cache(maxsize=8192)
def date(value: str) -> ox.Literal:
    """Return an ISO day as xsd:date."""
    return ox.Literal(value, datatype=XSD_DATE)


@lru_cache(maxsize=2048)
def month(value: str) -> ox.Literal:
    """Return ``YYYY-MM`` as xsd:gYearMonth."""
    return ox.Literal(value, datatype=XSD_MONTH)


def partial_date(value: str) -> ox.Literal:
    """Return an ISO day, month or year as xsd:date, xsd:gYearMonth or xsd:gYear."""
    kinds = {4: XSD_YEAR, 7: XSD_MONTH, 10: XSD_DATE}
    if len(value) not in kinds:
        raise InputError(f"{value!r} is no ISO day, month or year")
    return ox.Literal(value, datatype=kinds[len(value)])


def point(latitude: float, longitude: float) -> ox.Literal:
    """Return WGS84 degrees as a WKT point (longitude first, as GeoSPARQL's CRS84 wants).

    Four places, eleven metres: Virtuoso keeps single precision.

    >>> point(55.75, 37.62).value
    'POINT(37.62 55.75)'
    """
    return ox.Literal(f"POINT({_degrees(longitude)} {_degrees(latitude)})", datatype=WKT)


def _degrees(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
