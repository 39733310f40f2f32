"""Copies of one agency story in several papers: known by MinHash, kept as one report.

Two texts are copies when their sets of five-word shingles agree to `THRESHOLD` (Jaccard,
estimated by MinHash over `PERMUTATIONS`), they were published within `DAYS` of each other (or a
day is unknown), and they name the same names and numbers: agency and credit words apart, one of
them may lack what stands in the last fifth of the other (a cut story), no more. The names decide
between copies and reports cut from one template ("spoke today with President X").

Copies form clusters: whatever hangs together by such pairs. A cluster is stored as one report,
its *leader*: the copy published first, then the one with the least IRI. Pairs, clusters and
leaders are functions of the set of texts, not of the order in which they came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files

import numpy as np

from graph.identifiers import fold
from graph.model import Report
from ingest.batch.journal import Journal

PERMUTATIONS = 128
ROWS = 4  # a band's rows: 32 bands find a pair of Jaccard 0.8 with probability 1 - 5e-8
SHINGLE = 5
THRESHOLD = 0.8
DAYS = 3
LEAST_WORDS = 25  # shorter texts are told apart by nothing but their source
TAIL = 0.2
_WORD = re.compile(r"\w+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
# "LONDON, May 3 (Reuters) - ", "Paris (AFP) — ", "BEIJING, Nov. 19 -- ": a place in capitals, a
# day or an agency in brackets before a dash; two papers may well begin differently.
_DATELINE = re.compile(
    rf"\A\s*(?:[A-Z]{{3,}}[A-Z .,'’/-]{{0,40}}(?:{_MONTH} \d{{1,2}})?,?\s*(?:\d{{4}})?"
    rf"|[A-Z][\w.'’-]*(?:,? [A-Z][\w.'’-]*){{0,3}},? (?={_MONTH} \d|\()(?:{_MONTH} \d{{1,2}},?\s*(?:\d{{4}})?)?)"
    r"\s*(?:\([^)\n]{2,30}\))?\s*[-–—]{1,2}\s"
)
_SMALL = frozenset(
    "a an the and but or in on at of for from to by with as it its he she they we his her their "
    "this that these those there then when while after before during since until meanwhile "
    "however also some many most both all no not if what who how why one two three".split()
)


@dataclass(frozen=True, slots=True)
class Text:
    """What is kept of a text to know its copies."""

    iri: str
    published: str
    url: str
    publisher: str
    signature: bytes
    core: frozenset[str]  # names and numbers before the last fifth
    tail: frozenset[str]  # those that stand in the last fifth only
    length: int  # words


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one text; `leader` is the IRI of the one that is stored."""

    leader: str
    members: tuple[str, ...]
    urls: tuple[str, ...]  # of all but the leader, sorted
    publishers: tuple[str, ...]  # of all but the leader's own, sorted


@cache
def agency_words() -> frozenset[str]:
    """Return the words in which copies may differ."""
    text = files("ingest.batch").joinpath("agencies.txt").read_text(encoding="utf-8")
    return frozenset(w.strip() for w in text.splitlines() if w.strip() and w[0] != "#")


def signature(report: Report, iri: str) -> Text | None:
    """Return what copies of the report are known by; None for a text too short to tell."""
    from datasketch import MinHash

    matches = _WORD.findall(_DATELINE.sub("", report.text, count=1))
    if len(matches) < LEAST_WORDS:
        return None
    words = [word.lower() for word in matches]
    shingles = {" ".join(words[i : i + SHINGLE]).encode() for i in range(len(words) - SHINGLE + 1)}
    minhash = MinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update_batch(sorted(shingles))
    border = int(len(words) * (1 - TAIL))

    def names(part: Iterable[str]) -> frozenset[str]:
        return frozenset(
            word.lower()
            for word in part
            if (word[0].isupper() or word[0].isdigit()) and word.lower() not in _SMALL
        )

    core = names(matches[:border])
    return Text(
        iri=iri,
        published=report.published or "",
        url=report.url or "",
        publisher=report.publisher or "",
        signature=np.asarray(minhash.hashvalues, dtype="<u8").tobytes(),
        core=core,
        tail=names(matches[border:]) - core,
        length=len(words),
    )


def is_copy(one: Text, other: Text) -> bool:
    """Return whether two texts are copies of one story; symmetric."""
    if not _near(one.published, other.published):
        return False
    same = np.frombuffer(one.signature, "<u8") == np.frombuffer(other.signature, "<u8")
    if float(np.mean(same)) < THRESHOLD:
        return False
    free = agency_words() | set(fold(f"{one.publisher} {other.publisher}").split())
    here, there = one.core | one.tail, other.core | other.tail
    if (one.core - there - free) or (other.core - here - free):
        return False
    # What only one of them names must be what the other was cut by.
    here_only, there_only = one.tail - there - free, other.tail - here - free
    if here_only and there_only:
        return False
    longer = one.length - other.length if here_only else other.length - one.length
    return not (here_only or there_only) or longer > len(here_only | there_only)


def _near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= DAYS


class Duplicates:
    """The clusters of all texts that a store's ingests ever met, kept in the journal."""

    def __init__(self, journal: Journal) -> None:
        self._db = journal.db
        # Signatures of another version of the library cannot be compared: begin anew. Texts
        # that are stored stay; copies of them are recognised again when they are met again.
        made_by = f"datasketch {version('datasketch').split('.')[0]} {PERMUTATIONS} {SHINGLE} 2"
        if journal.setting("signatures", made_by):
            for table in ("texts", "bands", "copies"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - a constant

    def place(self, text: Text) -> Cluster:
        """Add a text, in place of an earlier one of the same report; return its cluster."""
        self.remove(text.iri)
        found = [other for other in self._candidates(text) if is_copy(text, other)]
        self._db.execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)",
            (
                text.iri,
                text.published,
                text.url,
                text.publisher,
                text.signature,
                json.dumps([sorted(text.core), sorted(text.tail), text.length]),
            ),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?, ?)",
            [(band, key, text.iri) for band, key in _bands(text.signature)],
        )
        for other in found:
            self._db.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (text.iri, other.iri))
            self._db.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (other.iri, text.iri))
        return self.cluster(text.iri)

    def remove(self, iri: str) -> None:
        """Forget a text, where it is known."""
        row = self._db.execute("SELECT signature FROM texts WHERE iri = ?", (iri,)).fetchone()
        if row is None:
            return
        self._db.executemany(
            "DELETE FROM bands WHERE band = ? AND key = ? AND iri = ?",
            [(band, key, iri) for band, key in _bands(row[0])],
        )
        self._db.execute("DELETE FROM texts WHERE iri = ?", (iri,))
        self._db.execute("DELETE FROM copies WHERE one = ? OR other = ?", (iri, iri))

    def _candidates(self, text: Text) -> list[Text]:
        iris: set[str] = set()
        for band, key in _bands(text.signature):
            rows = self._db.execute("SELECT iri FROM bands WHERE band = ? AND key = ?", (band, key))
            iris.update(row[0] for row in rows)
        found = []
        for iri in sorted(iris - {text.iri}):
            row = self._db.execute("SELECT * FROM texts WHERE iri = ?", (iri,)).fetchone()
            core, tail, length = json.loads(row[5])
            found.append(
                Text(iri, row[1], row[2], row[3], row[4], frozenset(core), frozenset(tail), length)
            )
        return found

    def cluster(self, iri: str) -> Cluster:
        """Return the cluster of a report; itself alone where it has no copies."""
        members = {iri}
        frontier = [iri]
        while frontier:
            rows = self._db.execute("SELECT other FROM copies WHERE one = ?", (frontier.pop(),))
            new = {row[0] for row in rows} - members
            members |= new
            frontier.extend(new)
        if len(members) == 1:
            return Cluster(iri, (iri,), (), ())
        found = [
            self._db.execute(
                "SELECT iri, published, url, publisher FROM texts WHERE iri = ?", (member,)
            ).fetchone()
            for member in members
        ]
        found.sort(key=lambda row: (row[1] or "9999", row[0]))
        leader = found[0]
        urls = {row[2] for row in found[1:]} - {"", leader[2]}
        publishers = {row[3] for row in found[1:]} - {"", leader[3]}
        return Cluster(
            leader[0], tuple(sorted(members)), tuple(sorted(urls)), tuple(sorted(publishers))
        )


def _bands(signature_: bytes) -> list[tuple[int, int]]:
    import hashlib

    width = ROWS * 8
    return [
        (
            band,
            int.from_bytes(
                hashlib.blake2b(signature_[at : at + width], digest_size=7).digest(), "big"
            ),
        )
        for band, at in enumerate(range(0, len(signature_), width))
    ]
