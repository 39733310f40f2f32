from __future__ import annotations

from graph.store import Store
from queries.catalogue import load_catalogue
from queries.docs import render


def test_the_page_has_every_question_with_an_answer(store: Store) -> None:
    page = render(store)
    for question in load_catalogue():
        assert f"\n### {question.name}\n" in page
    assert "has no answer" not in page and "have no answer" not in page
    assert render(store) == page
