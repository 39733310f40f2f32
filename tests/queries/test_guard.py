"""Each refused text was tried on Oxigraph 0.5.13, which fetched or parsed it."""

from __future__ import annotations

import pytest

from queries.endpoint.guard import QUERY_WORDS, UPDATE_WORDS, forbidden
from queries.tokens import tokens


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "PREFIX ex: <http://x/> SELECT * {SERVICEex:a{?s ?p ?o}}",
        "SELECT * {SERVICESILENT<http://x/>{?s ?p ?o}}",
        "SELECT * {?s ?p trueSERVICE<http://x/>{?s ?p ?o}}",
        "SELECT * {?s ?p 1SERVICE<http://x/>{?s ?p ?o}}",
        "SELECT * {?s ?p 1.e3SERVICE<http://x/>{?s ?p ?o}}",
        "SELECT * { \\u0053ERVICE <http://x/> {?s ?p ?o} }",
        'SELECT * { ?s ?p "\\u0022SERVICE <http://x/> {?s ?p ?o} #" }',
        "SELECT * { FILTER(?a<?b)SERVICE#>\n <http://x/> {?s ?p ?o} }",
        "SELECT(1AS ?x)WHERE{SERVICE<http://x/>{?s ?p ?o}}",
        "SELECT * { # SERVICE\n SERVICE # <\n <http://x/> {} }",
    ],
)
def test_service_is_seen(text: str) -> None:
    assert forbidden(text, QUERY_WORDS) == "SERVICE"


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s <http://x/service/a> "SERVICE <x>" # SERVICE\n FILTER(?a < ?b) }',
        "PREFIX service: <http://a/> SELECT * { service:a ?p ?o }",
        "SELECT ?service { ?service :service _:service, 'x'@service, '''SERVICE <a> {'''  }",
        "SELECT * { VALUES (?a ?b) {(<http://y/z> <http://x/service>)} }",
        "SELECT * { ?a <http://x/service#service> ?b . FILTER(?a<5 && 7>?b) }",
    ],
)
def test_what_only_looks_like_service_passes(text: str) -> None:
    assert forbidden(text, QUERY_WORDS) is None


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://x/>",
        "load silent <http://x/> into graph <http://g/>",
        "LOADSILENT<http://x/>",
        "PREFIX ex:<http://x/>LOADex:a",
        "INSERT DATA { <a> <b> 1 } ; LOAD <http://x/>",
        "CLEAR ALL;\nLOAD<http://x/>",
    ],
)
def test_load_is_seen(text: str) -> None:
    assert forbidden(text, UPDATE_WORDS) == "LOAD"


@pytest.mark.parametrize(
    "text",
    [
        'INSERT DATA { <http://x/load> <b> "LOAD <x>" . loadex:a <load> 1 }',
        "CLEAR GRAPH loadex:g ; DELETE WHERE { loadex:a ?p ?o }",
    ],
)
def test_what_only_looks_like_load_passes(text: str) -> None:
    assert forbidden(text, UPDATE_WORDS) is None


def test_a_long_text_takes_linear_time() -> None:
    import time

    def took(times: int) -> float:
        text = 'SELECT * { ?s ?p "service" ' + ". ?s <http://x/y> ?o " * times + "}"
        start = time.process_time()
        assert forbidden(text, QUERY_WORDS) is None
        return time.process_time() - start

    took(200)
    assert took(8000) < 60 * took(1000) + 0.1


@pytest.mark.parametrize("text", ["", "'", '"""x', "<a", "\\", "?", "$", "é", "\u0000", "_:", "@"])
def test_tokens_lose_nothing(text: str) -> None:
    assert "".join(t.text for t in tokens(text)) == text
