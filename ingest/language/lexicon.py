"""The event lexicon: `triggers.tsv` and `verbs.tsv` of ingest/knowledge/data, read once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import DiplographError
from graph.model import EventType
from ingest.language.types import Frame

DATA = Path(__file__).resolve().parent.parent / "knowledge" / "data"

# The words of the column `needs`; ingest/language/needs.py says what each demands.
NEEDS = frozenset(
    "actor awaited callee caller colleague concrete copula deal delegation envoy far guard guest "
    "held hours joint message monument notes onway party person place seen several spot summoned "
    "support traveller tribute truce with".split()
)


class LexiconError(DiplographError):
    """A line of the event lexicon cannot be read."""


@dataclass(frozen=True)
class Lexicon:
    """Event words by lemma and part of speech, phrases by their words, classes of verbs."""

    verbs: dict[str, Frame]
    nouns: dict[str, Frame]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Frame], ...]]  # by first word
    classes: dict[str, frozenset[str]] = field(default_factory=dict)

    def has(self, name: str, lemma: str) -> bool:
        """Whether a lemma is of a class of verbs."""
        return lemma in self.classes.get(name, frozenset())


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Lines of a table without comments, with their numbers."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")


def read_lexicon(*folders: Path) -> Lexicon:
    """Read the lexicon from one or more folders; later lines replace earlier ones.

    Raises `LexiconError` for a line that has too few columns, an unknown type or need.
    """
    verbs: dict[str, Frame] = {}
    nouns: dict[str, Frame] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
    classes: dict[str, set[str]] = {}
    for folder in folders:
        path = folder / "triggers.tsv"
        if path.exists():
            for number, cells in rows(path):
                frame = _frame(path, number, cells)
                words = tuple(frame.lemma.replace("-", " - ").split())  # as the model parts them
                if len(words) > 1:
                    phrases.setdefault(words[0], []).append((words, frame))
                elif frame.pos == "verb":
                    verbs[frame.lemma] = frame
                else:
                    nouns[frame.lemma] = frame
        path = folder / "verbs.tsv"
        if path.exists():
            for number, cells in rows(path):
                if len(cells) < 2:
                    raise LexiconError(f"{path.name}, line {number}: needs a class and a lemma")
                classes.setdefault(cells[0].strip(), set()).add(cells[1].strip())
    return Lexicon(
        verbs,
        nouns,
        {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()},
        {k: frozenset(v) for k, v in classes.items()},
    )


def _frame(path: Path, number: int, cells: list[str]) -> Frame:
    cells = [c.strip() for c in cells] + [""] * (8 - len(cells))
    if len(cells) < 4 or cells[1] not in ("verb", "noun"):
        raise LexiconError(f"{path.name}, line {number}: column 2 must be verb or noun")
    try:
        kind = EventType(cells[2])
    except ValueError:
        raise LexiconError(
            f"{path.name}, line {number}: {cells[2]!r} is no type of event"
        ) from None
    unknown = [need for need in cells[4].split() if need not in NEEDS]
    if unknown:
        raise LexiconError(f"{path.name}, line {number}: {unknown[0]!r} is no need of a word")
    try:
        weight = float(cells[7]) if cells[7] else 1.0
    except ValueError:
        raise LexiconError(f"{path.name}, line {number}: strength must be a number") from None
    return Frame(
        lemma=cells[0].lower(),
        pos="verb" if cells[1] == "verb" else "noun",
        type=kind,
        pattern=cells[3],
        needs=tuple(cells[4].split()),
        bars=tuple(cells[5].split()),
        weight=weight,
        mode=cells[6] or None,
    )


@functools.lru_cache(maxsize=4)
def lexicon(extra: Path | None = None) -> Lexicon:
    """Return the packaged lexicon, with the lines of a user's folder added."""
    return read_lexicon(DATA, *([extra] if extra else []))
