from __future__ import annotations

from itertools import pairwise

import pytest

from graph.errors import AmbiguousName, QueryError, SettingsError
from graph.store import Store
from queries.catalogue import bind, load_catalogue, parse
from queries.results import run
from queries.tokens import tokens
from tests.queries.conftest import KREMLIN, example_of

QUESTIONS = list(load_catalogue())
FIRST = {
    "meetings", "who-met-whom", "visits", "timeline", "agreements", "planned", "quotations",
    "evidence", "reports",
}  # fmt: skip
HOSTILE = [
    '" } ; DROP ALL ; #',
    "'''",
    '"""',
    "x\\",
    "> . ?s ?p ?o . <",
    "$limit",
    "nobody\u0000 at all",
    "?x } UNION { ?s ?p ?o",
    "<script>alert(1)</script>",
    "\n} LIMIT 1 #",
]


def test_there_are_the_questions_that_were_promised() -> None:
    names = set(load_catalogue().names)
    assert names >= FIRST
    assert len(names) >= 30


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_each_question_says_what_it_does_and_answers_its_example(question, store: Store) -> None:
    assert question.summary and question.description and question.tags
    assert all(p.description for p in question.parameters)
    result = run(store, question.name, **example_of(question))
    rows = result.rows()
    assert rows, f"{question.name}: no rows for {example_of(question)}"
    assert any(term is not None for term in rows[0])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_hostile_values_stay_terms(question, store: Store) -> None:
    """Whatever is typed, the query has as many words and braces as with a harmless value."""
    values = example_of(question)
    for parameter in question.parameters:
        if parameter.type != "text":
            for value in HOSTILE:
                with pytest.raises(QueryError):
                    question.bind(store, **{**values, parameter.name: value})
            continue
        plain = [t.kind for t in tokens(question.bind(store, **{**values, parameter.name: "x"}))]
        for value in HOSTILE:
            text = question.bind(store, **{**values, parameter.name: value})
            assert [t.kind for t in tokens(text)] == plain
            assert run(store, question.name, **{**values, parameter.name: value}).rows() == []


def test_binding_leaves_strings_iris_and_comments_alone() -> None:
    text = "SELECT * { ?s <http://x/$a> \"$a\" , '''$a''' ; ?p $a . # $a\n}"
    assert bind(text, {"a": "<http://y/>"}) == (
        "SELECT * { ?s <http://x/$a> \"$a\" , '''$a''' ; ?p <http://y/> . # $a\n}\n"
    )


def test_a_line_without_its_value_is_left_out() -> None:
    text = "SELECT * {\n  ?s ?p $a .\n  ?s ?q $b .\n}"
    assert bind(text, {"b": "1"}) == "SELECT * {\n  ?s ?q 1 .\n}\n"


def test_only_used_prefixes_are_declared() -> None:
    text = bind('SELECT * { ?s dg:x "sem:no" }', {})
    assert "PREFIX dg:" in text and "sem:" not in text.replace('"sem:no"', "")


def test_names_find_states_people_and_places(store: Store) -> None:
    by_state = run(store, "meetings", actor="CHN", limit=100000).rows()
    by_person = run(store, "meetings", actor="Xi", limit=100000).rows()
    assert len(by_state) >= len(by_person) > 0
    assert run(store, "events-at", place="Moscow", limit=100000).rows()
    assert run(store, "events-at", place="Russia", limit=100000).rows()


def test_dates_are_taken_as_people_write_them(store: Store) -> None:
    def days(**when: str) -> list[str]:
        return [row["date"] for row in run(store, "meetings", actor="Xi Jinping", **when)]

    assert all(value.startswith("2025-05") for value in days(since="2025-05", until="2025-05"))
    assert "2025-05-08" in days(since="2025-05-08", until="2025-05-08")
    for wrong in ("yesterday", "2025-13", "2025-02-30", "20255"):
        with pytest.raises(QueryError, match="is no date"):
            days(since=wrong)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("meetings", {"actr": "Xi"}, "did you mean actor"),
        ("timeline", {}, "needs actor"),
        ("timeline", {"actor": "Xi Jinpin"}, "did you mean Xi Jinping"),
        ("meetings", {"limit": "many"}, "no whole number"),
        ("meetings", {"limit": "0"}, "outside"),
        ("meetings", {"status": "held"}, "known: "),
        ("who-met-whom", {"type": "Meting"}, "did you mean Meeting"),
        ("on-days", {"days": "2020/2024"}, "days; 366 at most"),
        ("chain", {"actor": "Xi", "with": "Xi Jinping"}, "the same"),
        ("evidence", {"event": "the Kremlin meeting"}, "is no event"),
    ],
)
def test_wrong_questions_say_what_to_do(store: Store, name, values, message) -> None:
    with pytest.raises(QueryError, match=message):
        run(store, name, **values)


def test_unknown_question_gets_suggestions(store: Store) -> None:
    with pytest.raises(QueryError, match="did you mean meetings"):
        run(store, "metings")


def test_ambiguous_names_give_choices(store: Store) -> None:
    from graph.rdf import actor_quads
    from graph.store import memory_store
    from tests.builders import person

    small = memory_store()
    for name, country in (("Ada Brandt", "DEU"), ("Otto Brandt", "DEU"), ("Otto Brandt", "SWE")):
        small.bulk(actor_quads(person(name, country)))
    with pytest.raises(AmbiguousName) as caught:
        run(small, "timeline", actor="Brandt")
    assert len(caught.value.choices) == 3
    with pytest.raises(AmbiguousName):
        run(small, "timeline", actor="Otto Brandt")
    assert run(small, "timeline", actor="Otto Brandt (SWE)").rows() == []
    label, iri = caught.value.choices[0]
    assert run(small, "timeline", actor=iri).rows() == []
    assert "(" in label


def test_chain_goes_through_those_between(store: Store) -> None:
    rows = list(run(store, "chain", actor="Ada Lindqvist", **{"with": "Xi Jinping"}))
    assert rows[0]["name"] == "Ada Lindqvist"
    assert rows[-1]["with"] == "Xi Jinping"
    assert all(a["with"] == b["name"] for a, b in pairwise(rows))
    assert len(rows) == 2  # by way of Vladimir Putin, whom both met


def test_evidence_has_the_sentences(store: Store) -> None:
    rows = list(run(store, "evidence", event=KREMLIN))
    assert {row["sentence"] for row in rows} == {
        "Putin met Xi in Moscow on May 8.",
        "Xi held talks with Putin in Moscow on Thursday.",
    }
    assert rows[0]["end"] - rows[0]["start"] == len(rows[0]["sentence"])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("#+ tags: [x]\nSELECT * {}", "summary"),
        ("#+ summary: [\nSELECT * {}", "YAML"),
        ("#+ {summary: s, tags: [x], other: 1}\nSELECT * {}", "unknown header"),
        ("#+ {summary: s, tags: [x]}\nSELECT * { ?s ?p $x }", "differ"),
        ("#+ {summary: s, tags: [x], parameters: {x: {type: odd}}}\nSELECT * { $x ?p ?o }", "type"),
    ],
)
def test_a_wrong_header_is_told(source: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parse("wrong", source)
