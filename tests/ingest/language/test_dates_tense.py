"""Which way a bare weekday looks, by the words of its sentence."""

from __future__ import annotations

import pytest

from ingest.language.times.tense import direction_in_text, sentence_bounds


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Envoys met *Friday*.", -1),
        ("Envoys will meet *Friday*.", 1),
        ("Envoys are to meet *Friday*.", 1),
        ("Talks, due to be held *Friday*, were put off.", 1),
        ("The text is expected to be signed *Friday*.", 1),
        ("He said *Friday* that envoys will meet.", -1),
        ("He said envoys will meet *Friday*.", 1),
        ("On *Friday*, envoys will meet.", 1),
        ("On *Friday*, envoys met.", -1),
        ("The talks were put off until *Friday*.", 1),
        ("By the end of *March* the price had risen.", -1),
        ("The price rose by *March*.", -1),
        ("They agreed to meet *Friday*.", 1),
        ("They agreed to a truce *Friday*.", -1),
        ("They agreed to reopen the road, following a meeting *Friday*.", -1),
        ("Police are out in force ahead of *Friday*'s vote.", 1),
        ("The trial begins *Friday*.", 1),
        ("The talks planned for *Friday* worry him.", 1),
        ("*Friday*", 0),
        ("The deadline is *Friday*.", 1),
        ("The deadline was *Friday*.", -1),
        ("Classes resume *Friday*.", 1),
        ("They will pay. Envoys met *Friday*.", -1),
    ],
)
def test_way(text: str, way: int) -> None:
    start = text.index("*")
    plain = text.replace("*", "")
    end = text.rindex("*") - 1
    assert direction_in_text(plain, start, end) == way


def test_sentences_end_at_a_stop_before_a_capital_or_a_blank_line() -> None:
    text = "One is here. Two is there.\n\nThree"
    at = text.index("Two")
    assert text[slice(*sentence_bounds(text, at, at + 3))] == "Two is there."
