"""Which way a bare weekday or month looks: back, ahead, or nothing tells.

`direction_in_text` needs only the sentence; `direction_of` asks the parse. Both give -1, 0
or 1. The cue is that of the verb which governs the expression; the nearest one before it in
the sentence, or the first after it where it opens the sentence.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.language.times.lexicon import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

_SENTENCE_END = re.compile(
    r"(?<=[a-z\d)\"'\u201d\u2019%][.!?])[\"')\u201d\u2019]*\s+(?=[\"'(\u201c\u2018]?[A-Z])|\n\s*\n"
)
_WORD = re.compile(r"[A-Za-z]+|'ll|[,;:.]|--")
# Words in -ed that are no past tense, or that speak of what is to come.
_NOT_PAST = frozenset(
    "need feed speed indeed hundred sacred wicked united red proceed succeed exceed".split()
)
_WAY_AHEAD = frozenset({"until", "by", "till", "next"})
FUTURE_GOVERNORS = frozenset(
    "plan expect schedule set slate hope intend prepare agree promise vow want aim pledge invite "
    "due ready likely arrange propose ask urge head".split()
)


@cache
def _words() -> dict[str, int]:
    return {
        word: int(way) for way, words in rows("tense_words.tsv", 2) for word in words.split("|")
    }


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence around characters `start` to `end`, by surface."""
    first, last = max(0, start - 600), min(len(text), end + 400)
    begin = first
    for found in _SENTENCE_END.finditer(text, first, start + 1):
        if found.end() <= start:
            begin = found.end()
    after = _SENTENCE_END.search(text, end, last)
    return begin, after.start() if after else last


def direction_in_text(text: str, start: int, end: int) -> int:
    """Return the way of an expression at characters `start` to `end`, by its sentence's words.

    >>> direction_in_text("They will meet Friday.", 15, 21)
    1
    """
    first, last = sentence_bounds(text, start, end)
    before = _WORD.findall(text[first:start])
    after = _WORD.findall(text[end:last])
    if before and before[-1].lower() in _WAY_AHEAD:
        return 1
    cue = _last_cue(before)
    return cue if cue is not None else (_first_cue(after) or 0)


def _cue(words: list[str], i: int) -> int | None:
    low = words[i].lower()
    following = words[i + 1].lower() if i + 1 < len(words) else ""
    if low in ("is", "are", "was", "were") and following == "to":
        return 1
    if (
        low == "to"
        and following.isalpha()
        and i
        and words[i - 1].lower()
        in (
            "agreed",
            "vowed",
            "pledged",
            "decided",
            "hoped",
            "wanted",
            "promised",
            "planned",
        )
    ):
        return 1
    found = _words().get(low)
    if found is not None:
        return found
    if low.endswith("ed") and len(low) > 4 and low not in _NOT_PAST:
        return -1
    return None


def _last_cue(words: list[str]) -> int | None:
    for i in range(len(words) - 1, -1, -1):
        found = _cue(words, i)
        if found is not None:
            if found < 0 and _modal_before(words, i):
                return 1
            return found
    return None


def _modal_before(words: list[str], i: int) -> bool:
    """Whether "will be", "is to be", "expected to be" stands right before a participle."""
    near = [w.lower() for w in words[max(0, i - 4) : i]]
    return "be" in near and any(_words().get(w) == 1 or w == "to" for w in near)


def _first_cue(words: list[str]) -> int | None:
    for i in range(len(words)):
        found = _cue(words, i)
        if found is not None:
            return found
    return None


def direction_of(token: Token) -> int:
    """Return the way that the verb governing a token (a date or a trigger) looks.

    The verb's auxiliaries and its governors of intent decide ("plans to meet Friday").
    """
    verb = _governing(token)
    return 0 if verb is None else verb_direction(verb)


def _governing(token: Token) -> Token | None:
    current = token
    while True:
        if current.pos_ in ("VERB", "AUX") or any(
            c.dep_ in ("nsubj", "nsubjpass") for c in current.children
        ):
            return current
        if current.head.i == current.i:
            return None
        current = current.head


def verb_direction(verb: Token) -> int:
    """Return -1, 0 or 1 for a verb in the past, unknown, or in the future or infinitive."""
    current = verb
    for _ in range(6):
        auxiliaries = {c.lower_ for c in current.children if c.dep_ in ("aux", "auxpass")}
        if auxiliaries & {
            "will",
            "shall",
            "'ll",
            "wo",
            "would",
            "may",
            "might",
            "could",
            "can",
            "should",
            "must",
        }:
            return 1
        if auxiliaries & {"had", "has", "have"} and "to" not in auxiliaries:
            return -1
        if auxiliaries & {"was", "were", "did"}:
            return 1 if current.lemma_ in FUTURE_GOVERNORS and current.i != verb.i else -1
        if current.tag_ == "VBD":
            return 1 if current.i != verb.i and current.lemma_ in FUTURE_GOVERNORS else -1
        if "to" in auxiliaries or current.tag_ == "VB":
            head = current.head
            if head.i == current.i:
                return 1
            if head.lemma_ in FUTURE_GOVERNORS or (head.lemma_ == "be" and current.dep_ == "xcomp"):
                return 1
            if head.pos_ == "NOUN":
                return 1 if current.dep_ in ("acl", "relcl") else 0
            current = head
            continue
        if current.tag_ in ("VBZ", "VBP"):
            return 1
        if current.tag_ in ("VBG", "VBN") and auxiliaries & {"is", "are", "'s", "'re"}:
            return 1
        if current.head.i == current.i or current.dep_ not in (
            "xcomp",
            "advcl",
            "conj",
            "acl",
            "pcomp",
            "amod",
            "ccomp",
        ):
            return 0
        if current.dep_ == "acl" and current.tag_ == "VBN" and current.lemma_ in FUTURE_GOVERNORS:
            return 1
        current = current.head
    return 0
