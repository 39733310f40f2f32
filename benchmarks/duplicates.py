"""How well copies of one story are told from reports that only look alike.

    python -m benchmarks.duplicates CORPUS.jsonl...

Makes copies of each report as papers make them (a dateline with an agency, a credit line, the
end cut off, straight quotation marks) and look-alikes (one name or one number exchanged, the
next month's issue), and asks of each pair whether it is taken for a copy. Also lists how many
reports of the corpora themselves are taken for copies of each other.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from graph.identifiers import report_iri
from graph.model import Report
from ingest.batch.duplicates import Duplicates, is_copy, signature
from ingest.batch.journal import Journal
from ingest.sources import Options, read_inputs


def cut(share: float) -> Callable[[Report], Report | None]:
    """Return what cuts off the last paragraphs, up to a share of the words."""

    def made(report: Report) -> Report | None:
        blocks = report.text.rstrip().split("\n\n")
        words = len(report.text.split())
        kept = list(blocks)
        while len(kept) > 1 and len(" ".join(kept[:-1]).split()) >= (1 - share) * words:
            kept.pop()
        return replace(report, text="\n\n".join(kept)) if len(kept) < len(blocks) else None

    return made


def exchanged(pattern: str, other: str) -> Callable[[Report], Report | None]:
    """Return what exchanges the first match of a pattern and all its like."""

    def made(report: Report) -> Report | None:
        match = re.search(pattern, report.text[40:])
        if match is None:
            return None
        text = re.sub(rf"\b{match[1]}\b", other, report.text)
        return replace(report, text=text) if text != report.text else None

    return made


def later(report: Report) -> Report | None:
    """Return the same words a month later: another issue of a form, no copy."""
    if report.published is None:
        return None
    day = date.fromisoformat(report.published) + timedelta(days=30)
    return replace(report, published=day.isoformat())


COPIES: dict[str, Callable[[Report], Report | None]] = {
    "dateline and agency": lambda r: replace(r, text=f"LONDON, May 3 (Reuters) - {r.text}"),
    "credit line": lambda r: replace(r, text=f"{r.text}\n\nReporting by Jane Roe; editing by AFP"),
    "straight quotes": lambda r: replace(r, text=re.sub("[“”]", '"', r.text).replace("’", "'")),
    "end cut, up to 10 %": cut(0.10),
    "end cut, up to 18 %": cut(0.18),
}
LOOK_ALIKES: dict[str, Callable[[Report], Report | None]] = {
    "one name exchanged": exchanged(r"(?<=[a-z] )([A-Z][a-z]{3,})\b", "Ruritania"),
    "one number exchanged": exchanged(r"\b(\d+)\b", "97"),
    "a month later": later,
}


def main() -> None:
    """Print the shares of pairs that are taken for copies."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", nargs="+", type=Path)
    given = parser.parse_args()
    reports = [
        item
        for item in read_inputs([str(path) for path in given.corpus], Options())
        if isinstance(item, Report)
    ]
    for title, makers in (("copies", COPIES), ("look-alikes", LOOK_ALIKES)):
        for name, make in makers.items():
            taken = pairs = 0
            for report in reports:
                other = make(report)
                one = signature(report, "a")
                two = signature(other, "b") if other is not None else None
                if one is not None and two is not None:
                    pairs += 1
                    taken += is_copy(one, two)
            print(f"{title:12} {name:22} {taken:6} of {pairs:6} taken for copies")
    started = time.monotonic()
    with Journal(None) as journal:
        clusters = Duplicates(journal)
        leaders = set()
        placed = 0
        for number, report in enumerate(reports):
            iri = report_iri(replace(report, id=f"{number}", url=None))
            text = signature(report, iri)
            if text is not None:
                leaders.add(clusters.place(text).leader)
                placed += 1
    spent = 1000 * (time.monotonic() - started) / max(1, placed)
    print(f"{placed} texts, {spent:.2f} ms each")


if __name__ == "__main__":
    main()
