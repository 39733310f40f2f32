"""How well the dates of a report are read: TIMEX3 values of newspaper texts.

    python -m benchmarks.timex [FILE.yaml ...] [--errors]

The texts are those of ``tests/ingest/language/data``: invented ones in the manner of 1989 to 2000,
with their dates marked in place as ``{words|value}``. Scored as TempEval-3 does: an expression is
found when the spans overlap and right when the values are equal too. The ``held`` files were left
unread while the grammar was mended.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from graph.model import TimeExpression
from ingest.language.clean import clean
from ingest.language.dates import day_of_publication, timexes

DATA = Path(__file__).resolve().parent.parent / "tests" / "ingest" / "language" / "data"
FILES = (
    "timex.yaml",
    "timex-held.yaml",
    "timex-second.yaml",
    "timex-second-held.yaml",
    "timex-third.yaml",
    "timex-fourth.yaml",
)
_MARK = re.compile(r"\{([^|{}]*)\|([^|{}]*)\}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the dates marked in it: start, end, value ("?" optional)."""

    id: str
    published: str
    text: str
    dates: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of marked, given, found (spans overlap) and right (values equal) dates."""

    marked: int = 0
    given: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Scores) -> Scores:
        return Scores(
            self.marked + other.marked,
            self.given + other.given,
            self.found + other.found,
            self.right + other.right,
        )

    @property
    def precision(self) -> float:
        """Share of the given dates that are right."""
        return self.right / max(self.given, 1)

    @property
    def recall(self) -> float:
        """Share of the marked dates that are right."""
        return self.right / max(self.marked, 1)

    @property
    def f1(self) -> float:
        """Value F1 with relaxed spans."""
        return 2 * self.right / max(self.given + self.marked, 1)

    @property
    def span_f1(self) -> float:
        """F1 of the spans alone."""
        return 2 * self.found / max(self.given + self.marked, 1)


def read_marked(path: Path) -> list[Marked]:
    """Read a file of marked texts.

    >>> strip_marks("It rose in {May|1989-05}.")
    ('It rose in May.', ((11, 14, '1989-05'),))
    """
    return [
        Marked(str(item["id"]), str(item["date"]), *strip_marks(item["text"].strip()))
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def strip_marks(text: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return a text without its marks and what they say."""
    plain, dates, position = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[position : mark.start()]
        dates.append((len(plain), len(plain) + len(mark[1]), mark[2]))
        plain += mark[1]
        position = mark.end()
    return plain + text[position:], tuple(dates)


def score(marked: Iterable[Marked], errors: list[str] | None = None) -> Scores:
    """Score the dates of texts; with a list, the errors are written into it."""
    total = Scores()
    for item in marked:
        dateline = clean(item.text).dateline_date
        given = list(timexes(item.text, day_of_publication(item.published, dateline)))
        pairs = list(_pairs(item, given))
        optional = [p for p in pairs if p[1] is not None and p[1][2] == "?"]
        counted = [p for p in pairs if p not in optional]
        total += Scores(
            sum(gold is not None for _, gold in counted),
            sum(ours is not None for ours, _ in counted),
            sum(ours is not None and gold is not None for ours, gold in counted),
            sum(
                ours is not None and gold is not None and ours.value == gold[2]
                for ours, gold in counted
            ),
        )
        if errors is not None:
            errors += [e for pair in counted if (e := _error(item, *pair))]
    return total


def _pairs(
    item: Marked, given: list[TimeExpression]
) -> Iterator[tuple[TimeExpression | None, tuple[int, int, str] | None]]:
    """Each marked date with the given one that overlaps it first, and what is left of both."""
    left = list(given)
    for gold in item.dates:
        ours = next((g for g in left if g.span.start < gold[1] and gold[0] < g.span.end), None)
        if ours is not None:
            left.remove(ours)
        yield ours, gold
    for extra in left:
        free = any(
            g[2] == "?" and extra.span.start < g[1] and g[0] < extra.span.end for g in item.dates
        )
        if not free:
            yield extra, None


def _error(
    item: Marked, ours: TimeExpression | None, gold: tuple[int, int, str] | None
) -> str | None:
    if ours is not None and gold is not None and ours.value == gold[2]:
        return None
    start, end = (
        (gold[0], gold[1]) if gold else (ours.span.start, ours.span.end) if ours else (0, 0)
    )
    around = item.text[max(start - 40, 0) : end + 25].replace("\n", " ")
    wanted = f"{item.text[gold[0] : gold[1]]} = {gold[2]}" if gold else "-"
    got = f"{ours.span.text} = {ours.value}" if ours else "-"
    return f"{item.id} {item.published}: {wanted} <> {got}   | {around}"


COLUMNS = ("TIMEX3 dates", "texts", "dates", "P", "R", "value F1", "span F1")


def row(path: Path) -> list[str]:
    """Return the line of a file in the table of scores."""
    texts = read_marked(path)
    s = score(texts)
    shares = (s.precision, s.recall, s.f1, s.span_f1)
    return [path.stem, str(len(texts)), str(s.marked), *(f"{share:.3f}" for share in shares)]


def print_table(columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    """Print a Markdown table."""
    columns = list(columns)
    for line in (columns, ["---"] * len(columns), *rows):
        print("| " + " | ".join(line) + " |")
    print()


def main() -> None:
    """Print the scores of the chosen files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, default=[DATA / name for name in FILES])
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    print_table(COLUMNS, [row(path) for path in options.files])
    for path in options.files if options.errors else ():
        errors: list[str] = []
        score(read_marked(path), errors)
        print("\n".join(errors))


if __name__ == "__main__":
    main()
