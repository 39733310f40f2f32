from __future__ import annotations

import csv
import io
import json

import pytest

from graph.errors import QueryError
from graph.store import Store, memory_store
from queries.results import run, sparql


@pytest.fixture
def tiny() -> Store:
    made = memory_store()
    made.update(
        """PREFIX dg: <https://w3id.org/diplograph/ontology#>
INSERT DATA { dg:a dg:knows dg:b ; dg:age 41 ; dg:name "A | \\"quoted\\"\\n<b>" . dg:b dg:age 4.5 }"""
    )
    return made


QUERY = "SELECT ?s ?age ?name WHERE { ?s dg:age ?age OPTIONAL { ?s dg:name ?name } } ORDER BY ?s"


def text(result, format_: str) -> str:
    stream = io.StringIO()
    result.write(format_, stream)
    return stream.getvalue()


def test_iteration_gives_python_values(tiny: Store) -> None:
    rows = list(sparql(tiny, QUERY))
    assert rows[0]["age"] == 41 and rows[1]["age"] == 4.5
    assert rows[1]["name"] is None


def test_row_formats(tiny: Store) -> None:
    assert list(csv.reader(io.StringIO(text(sparql(tiny, QUERY), "csv"))))[1][2].startswith("A | ")
    assert len(json.loads(text(sparql(tiny, QUERY), "json"))["results"]["bindings"]) == 2
    assert "<sparql" in text(sparql(tiny, QUERY), "xml")
    assert text(sparql(tiny, QUERY), "tsv").startswith("?s\t?age\t?name")


def test_tables_are_one_line_a_row(tiny: Store) -> None:
    lines = text(sparql(tiny, QUERY), "table").splitlines()
    assert lines[0].split() == ["s", "age", "name"]
    assert lines[-1] == "(2 rows)"
    markdown = text(sparql(tiny, QUERY), "markdown").splitlines()
    assert len(markdown) == 4
    assert "\\<b\\>" in markdown[2] and "A \\| " in markdown[2]


def test_graphs_and_truths(tiny: Store) -> None:
    construct = "CONSTRUCT { ?s dg:age ?o } WHERE { ?s dg:age ?o }"
    assert "ontology#age" in text(sparql(tiny, construct), "turtle")
    assert isinstance(json.loads(text(sparql(tiny, construct), "jsonld")), list | dict)
    assert "(2 triples)" in text(sparql(tiny, construct), "table")
    assert bool(sparql(tiny, "ASK { ?s dg:age 41 }")) is True
    assert text(sparql(tiny, "ASK { ?s dg:age 42 }"), "csv") == "false\n"


@pytest.mark.parametrize("format_", ["turtle", "jsonld", "parquet"])
def test_formats_that_do_not_fit(tiny: Store, format_: str) -> None:
    with pytest.raises(QueryError):
        text(sparql(tiny, QUERY), format_)


def test_pandas_and_networkx(store: Store) -> None:
    frame = run(store, "state-pairs", limit=5).to_pandas()
    assert len(frame) == 5 and frame["events"].dtype.kind == "i"
    network = run(store, "state-pairs", limit=5).to_networkx()
    assert network.number_of_edges() == 5
    assert all(d["weight"] == d["events"] for *_, d in network.edges(data=True))
    with pytest.raises(QueryError, match="no network"):
        sparql(store, "SELECT ?s { ?s a dg:State }").to_networkx()


def test_kept_rows_can_be_written_again(tiny: Store) -> None:
    result = sparql(tiny, QUERY)
    assert len(result) == 2
    assert json.loads(text(result, "json"))["head"]["vars"] == ["s", "age", "name"]
    assert len(result.to_pandas()) == 2


def test_jupyter_html_is_escaped(tiny: Store) -> None:
    assert "<b>" not in sparql(tiny, QUERY)._repr_html_()


def test_prefixes_are_added_where_missing(tiny: Store) -> None:
    own = "PREFIX dg: <http://other/> SELECT * { ?s dg:age ?o }"
    assert len(sparql(tiny, own)) == 0


def test_wrong_sparql_is_one_line(tiny: Store) -> None:
    with pytest.raises(QueryError, match="SPARQL"):
        sparql(tiny, "SELECT WHERE")
