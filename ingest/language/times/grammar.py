"""The surface grammar of time expressions: from a text to unresolved forms.

`rules` holds the rules, `days` and `periods` what they build, `match` what they are given.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.language.times.forms import Interval, TimeForm
from ingest.language.times.lexicon import Token, lexicon, tokenize
from ingest.language.times.match import Match
from ingest.language.times.rules import rules, rules_for


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression of a text: characters `start` to `end`, what it says, its rule.

    For an interval `halves` are the spans of its two ends.
    """

    start: int
    end: int
    text: str
    form: TimeForm
    rule: str
    halves: tuple[tuple[int, int], tuple[int, int]] | None = None


# Classes that an expression may hold; no rule looks beyond them, so the rest is left out.
_PLAIN = frozenset({"other", "cap", "quote", "break", "big", "dollar"})


# Every expression has one of these; the words between them and plain ones are mere glue.
_GLUE = frozenset(
    "a the of in on at to from through until between and or by since during within over for before "
    "after prep comma hyphen dash poss approx day number ordinal vague old long shift "
    "same that following previous near these those every side ended period hundred thousand "
    "edge edger latest halves eve notaday paper like full ahead".split()
)


_GAP = "|"


def _worth_reading(tokens: list[Token]) -> list[int]:
    """Indices of the tokens in stretches that may hold an expression, -1 between stretches."""
    found: list[int] = []
    run: list[int] = []
    core = False
    for i, token in enumerate(tokens):
        if token.kind in _PLAIN:
            if core:
                found += [*run, -1]
            run, core = [], False
            continue
        run.append(i)
        core = core or token.kind not in _GLUE or token.text in ("current", "Current")
    return [*found, *run, -1] if core else found


# Words that a rule may begin with and that are no part of the expression.
_OPENING = frozenset(
    {"on", "from", "between", "in", "within", "comma", "at", "over", "during", "for"}
)


def find(text: str) -> list[Found]:
    """Return the time expressions of a text in order, without overlaps.

    Forms that date nothing (`Anniversary`) are among them: their words are taken.
    """
    tokens = tokenize(text)
    places = _worth_reading(tokens)
    if not places:
        return []
    codes = lexicon().codes
    line = "".join(codes[tokens[i].kind] if i >= 0 else _GAP for i in places)
    candidates: list[tuple[int, int, int, TimeForm]] = []
    for order, rule in rules_for(frozenset(line)):
        for match in rule.pattern.finditer(line):
            if match.end() == match.start():
                continue
            made = Match(match, tokens, places)
            form = rule.build(made)
            if form is not None:
                candidates.append((made.start, made.end, order, form))
    candidates.sort(key=lambda c: (c[0] - c[1], c[2]))
    taken = [False] * len(tokens)
    found: list[Found] = []
    for first, last, order, form in candidates:
        if any(taken[first:last]):
            continue
        taken[first:last] = [True] * (last - first)
        begin = next(i for i in range(first, last) if tokens[i].kind not in _OPENING)
        start, end = tokens[begin].start, tokens[last - 1].end
        halves = _halves(tokens, begin, last) if isinstance(form, Interval) else None
        found.append(Found(start, end, text[start:end], form, rules()[order].name, halves))
    found.sort(key=lambda f: f.start)
    return found


def _halves(
    tokens: list[Token], first: int, last: int
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    middle = next(
        (
            i
            for i in range(first + 1, last)
            if tokens[i].kind in ("to", "through", "until", "hyphen", "dash", "and", "or")
        ),
        None,
    )
    if middle is None or middle + 1 >= last:
        return None
    return (
        (tokens[first].start, tokens[middle - 1].end),
        (tokens[middle + 1].start, tokens[last - 1].end),
    )
