"""Which language a report is in: what its source says, else what its text looks like."""

from __future__ import annotations

from functools import cache
from typing import Any

from graph.model import Report

# Shorter texts give the detector too little; they are taken for English, the language that the
# user's corpus is in, and an English pipeline finds nothing in them if they are not.
LEAST_CHARACTERS = 120
SAMPLE_CHARACTERS = 3_000
# The words that make up about a third of any English text and of hardly any other.
_ENGLISH = frozenset(
    "the of and to in a that is was for on with said as he at by it from has have be will his "
    "an are its were who been their not but they which had would".split()
)
_ENGLISH_SHARE = 0.12
# What the detector calls English with a few odd words (Nigerian Pidgin).
_AS_GOOD_AS_ENGLISH = frozenset({"pcm"})


@cache
def _detector() -> Any:
    import py3langid

    return py3langid


def language_of(report: Report) -> str:
    """Return the language as a code of ISO 639-1: the source's word, else by the text.

    A text that has an English text's share of English function words is English, whatever the
    detector makes of its foreign names.
    """
    if report.language:
        return report.language
    text = f"{report.title}\n{report.text}"[:SAMPLE_CHARACTERS]
    if len(text.strip()) < LEAST_CHARACTERS:
        return "en"
    words = text.lower().split()
    if sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    code, _ = _detector().classify(text)
    return "en" if code in _AS_GOOD_AS_ENGLISH else str(code)
