"""What a rule of the time grammar matched: the classes of tokens, asked by group."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.language.times.forms import TimeForm
from ingest.language.times.lexicon import Token


class Match:
    """A match of a rule, with its groups as tokens."""

    __slots__ = ("_match", "_places", "end", "start", "tokens")

    def __init__(self, match: re.Match[str], tokens: list[Token], places: list[int]) -> None:
        self._match = match
        self._places = places  # from places in the line to tokens
        self.tokens = tokens
        first, last = match.span()
        self.start, self.end = places[first], places[last - 1] + 1

    def group(self, name: str) -> list[Token]:
        """Tokens of a group; none where it did not take part."""
        if name not in self._match.re.groupindex:
            return []
        first, last = self._match.span(name)
        if first < 0 or first == last:
            return []
        return self.tokens[self._places[first] : self._places[last - 1] + 1]

    def has(self, name: str) -> bool:
        """Whether a group took part."""
        return bool(self.group(name))

    def number(self, name: str) -> int | None:
        """The value of a group's first token that has a number."""
        return next((t.value for t in self.group(name) if isinstance(t.value, int)), None)

    def code(self, name: str) -> str:
        """The value of a group's first token that has a code."""
        return next(
            (t.value for t in self.group(name) if isinstance(t.value, str) and t.value != "-"), ""
        )

    def edge(self) -> str | None:
        """Side of the period that the prefix names."""
        return self.code("edge") or None

    def part(self) -> str | None:
        """Part of the day; ``CL`` for a time of the clock."""
        return self.code("part") or ("CL" if self.has("clock") or self.has("tail") else None)

    def before(self, distance: int = 1) -> Token | None:
        """The token before the match."""
        i = self.start - distance
        return self.tokens[i] if i >= 0 else None

    def after(self) -> Token | None:
        """The token after the match."""
        return self.tokens[self.end] if self.end < len(self.tokens) else None

    def amount(self, name: str = "qty") -> int | None:
        """The number a quantity says; None for "several" and "two or three"."""
        found = self.group(name)
        if any(t.kind in ("vague", "to", "or", "dash", "big") for t in found):
            return None
        if found and found[-1].kind == "half":  # "two and a half"
            found = found[:-3]
        numbers = [t for t in found if isinstance(t.value, int)]
        if any(t.kind == "hyphen" for t in found) and all(t.kind == "day" for t in numbers):
            return None  # "10-12 days"
        total = 0
        for token in numbers:
            value = int(token.value)
            if token.kind == "half":
                continue
            total = max(total, 1) * value if token.kind == "hundred" else total + value
        return total or None

    def shift(self) -> int | None:
        """-1, 0 or 1 for "last", "this" and "next" in the group of shifts."""
        values = [
            -1 if t.kind == "past" else t.value
            for t in self.group("s")
            if t.kind in ("shift", "past")
        ]
        values += [1 for t in self.group("s") if t.kind == "upcoming"]
        return int(values[-1]) if values else None


Builder = Callable[[Match], TimeForm | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule; `build` may refuse a match by giving None.

    `needs` are sets of classes (as characters) of which every match holds one each.
    """

    name: str
    pattern: re.Pattern[str]
    build: Builder
    needs: tuple[frozenset[str], ...] = ()

    def may_match(self, classes: frozenset[str]) -> bool:
        """Whether a line with these classes may hold a match."""
        for need in self.needs:  # noqa: SIM110 - asked of each rule for each text: no generator
            if need.isdisjoint(classes):
                return False
        return True
