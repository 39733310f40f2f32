"""Which way a bare weekday or month looks: back, ahead, or nothing tells.

Only the words of the sentence are asked: the nearest verbal cue before the expression, or the
first after it where it opens the sentence. Beside the parse this was as often right on news
and needs no model. An event asks its own status instead (`dates.value_for`).
"""

from __future__ import annotations

import re
from functools import cache

from ingest.language.times.lexicon import rows

_SENTENCE_END = re.compile(
    r"(?<=[a-z\d)\"'\u201d\u2019%][.!?])[\"')\u201d\u2019]*\s+(?=[\"'(\u201c\u2018]?[A-Z])|\n\s*\n"
)
_WORD = re.compile(r"[A-Za-z]+|'ll|[,;:.]|--")
# Words in -ed that are no past tense.
_NOT_PAST = frozenset(
    "need feed speed indeed hundred sacred wicked united red proceed succeed exceed".split()
)
_WAY_AHEAD = frozenset({"until", "till", "next", "is", "are"})  # "the deadline is March 31"
# After these an infinitive is what is to come.
_INTENT = frozenset("agreed vowed pledged decided hoped wanted promised planned offered".split())
_BE = frozenset("is are was were be been being".split())
_BARE = frozenset("go come begin meet leave fly resume convene reopen expire seek".split())
_BEFORE_BARE = frozenset("to did not didn could couldn let helped have has had".split())
_ARTICLES = frozenset("a an the his her its their this that all some any".split())


_DELIVERY = "delivery"
_HAPPENING = "happening"
_AWAITING = "awaiting"
# Happenings that are spoken of beforehand as well.
_MAY_COME = frozenset(
    "announcement decision ruling verdict statement remarks victory win defeat close news".split()
)
# Verbs of what somebody was or did for a while, up to a day that is past.
_LASTED = frozenset("was were had held served worked stayed remained lived ran".split())


@cache
def _words() -> dict[str, int]:
    return {
        word: int(way)
        for way, words in rows("tense_words.tsv", 2)
        if way not in (_DELIVERY, _HAPPENING, _AWAITING)
        for word in words.split("|")
    }


def traded_words() -> frozenset[str]:
    """Words behind a month that make it the month of a contract: "March futures"."""
    return _row(_DELIVERY)


@cache
def _row(way: str) -> frozenset[str]:
    """Words that tell the way of a date, of one row of the table."""
    found = (words for key, words in rows("tense_words.tsv", 2) if key == way)
    return frozenset(word for words in found for word in words.split("|"))


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
    last_word = before[-1].lower() if before else ""
    if last_word == "since":
        return -1
    behind = _noun_behind(after, text[end : end + 3])
    if behind:
        return behind
    if last_word in ("for", "of") and any(w.lower() in _row(_AWAITING) for w in before[-4:-1]):
        return 1  # "traders waited for Friday's report"
    if last_word in ("until", "till") and _lasted(before):
        return -1
    if last_word in _WAY_AHEAD:
        return 1
    for i in range(len(before) - 1, -1, -1):
        cue = _cue(before, i)
        if cue is not None:
            return 1 if cue < 0 and _modal_before(before, i) else cue
    if last_word == "by":
        told = next((c for i in range(len(after)) if (c := _cue(after, i)) is not None), 0)
        return 1 if len(before) > 1 or told >= 0 else -1  # "By Wednesday all were home"
    if _happened(before):
        return -1
    if after and after[0].lower() in ("is", "are", "marks"):
        return 1  # "Saturday is the deadline", "The vote Sunday is the first"
    return next((c for i in range(len(after)) if (c := _cue(after, i)) is not None), 0)


def _happened(before: list[str]) -> bool:
    """Whether a date belongs to what has happened: "the drop Friday", "a rise in October"."""
    nouns = [w.lower() for w in before[-2:] if w.lower() not in ("in", "on", "of")]
    return bool(nouns) and nouns[-1] in _row(_HAPPENING) - _MAY_COME


def _noun_behind(after: list[str], mark: str) -> int:
    """The way that a noun right behind a date tells: "Friday's plunge" -1, "March futures" 1."""
    possessive = mark[:2] in ("'s", "\u2019s")
    words = [w.lower() for w in after[possessive : possessive + 3]]
    if not possessive:
        return 1 if words and words[0] in _row(_DELIVERY) else 0
    return -1 if any(w in _row(_HAPPENING) for w in words[:2]) else 0


def _lasted(before: list[str]) -> bool:
    """Whether the verb before "until" tells of what is over: "was its chief until January"."""
    words = (w.lower() for w in reversed(before[:-1]))
    verb = next((w for w in words if w in _words() or w.endswith("ed")), "")
    return verb in _LASTED


def _cue(words: list[str], i: int) -> int | None:
    low = words[i].lower()
    following = words[i + 1].lower() if i + 1 < len(words) else ""
    if words[i] == "May" and i:
        return None  # the month
    if low in _BARE and i and words[i - 1].lower() in _BEFORE_BARE:
        return None  # "they failed to meet Friday": the governing verb tells
    be = i > 0 and words[i - 1].lower() in _BE
    if low == "effect" and i and words[i - 1].lower() in ("take", "takes"):
        return 1
    noun = i > 0 and words[i - 1].lower() in _ARTICLES  # "the forecast calls for rain Tuesday"
    if low in ("set", "forecast") and following not in ("for", "to") and not (be or noun):
        return -1  # "it set aside $3 million in June", "it forecast in May that ..."
    if low in ("is", "are", "was", "were") and following == "to":
        return 1
    if low == "to":
        if following == "be":
            return 1
        if following.isalpha() and following not in _ARTICLES:
            return 1 if i and words[i - 1].lower() in _INTENT else None
        return None
    found = _words().get(low)
    if found is not None:
        return found
    if low.endswith("ed") and len(low) > 4 and low not in _NOT_PAST:
        if i and words[i - 1].lower() in ("is", "are"):
            return 0  # "contracts are renewed on Jan. 1"
        return -1
    return None


def _modal_before(words: list[str], i: int) -> bool:
    """Whether "will be", "is to be", "expected to be" stands right before a participle."""
    near = [w.lower() for w in words[max(0, i - 4) : i]]
    if "could" in near and "not" in near:
        return False  # "he could not be reached Friday"
    return "be" in near and any(_words().get(w) == 1 or w == "to" for w in near)
