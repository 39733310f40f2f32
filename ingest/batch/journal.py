"""The journal of a store's ingests: what became of every report, kept in SQLite.

The store is the truth about what is stored; the journal remembers what the store cannot: the
reports that failed, were in another language or were copies of another, the signatures that
copies are known by, and what a feed's server said at the last visit. It is committed only
after the store was flushed, so it never knows of more than the store holds: a run that was
killed finds at worst that it has to look at some reports again.

It lies inside the folder of an embedded store, so that it goes where the store goes, and under
``$XDG_STATE_HOME/diplograph`` for a SPARQL server.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.errors import StoreError

VERSION = 1
FILE = "ingest.sqlite"

Fate = Literal["stored", "language", "duplicate", "failed"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
-- One row a report: the content and pipeline that its fate belongs to, and the run (a running
-- number) that saw it last.
CREATE TABLE IF NOT EXISTS reports (
  iri TEXT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, run TEXT NOT NULL,
  fate TEXT NOT NULL, detail TEXT NOT NULL, input TEXT NOT NULL, seen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS failed_reports ON reports (fate) WHERE fate = 'failed';
-- Inputs, files and lines that gave no report at all.
CREATE TABLE IF NOT EXISTS failures (
  name TEXT PRIMARY KEY, reason TEXT NOT NULL, input TEXT NOT NULL, seen INTEGER NOT NULL
) WITHOUT ROWID;
-- Texts as near-duplicates are known by (ingest.batch.duplicates).
CREATE TABLE IF NOT EXISTS texts (
  iri TEXT PRIMARY KEY, published TEXT NOT NULL, url TEXT NOT NULL, publisher TEXT NOT NULL,
  signature BLOB NOT NULL, names TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bands (
  band INTEGER NOT NULL, key INTEGER NOT NULL, iri TEXT NOT NULL, PRIMARY KEY (band, key, iri)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (
  one TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
-- What a server told about a feed, for conditional requests, and the pipeline that read it.
CREATE TABLE IF NOT EXISTS feeds (
  url TEXT PRIMARY KEY, run TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal knows of a report."""

    hash: str
    run: str
    fate: Fate
    detail: str
    seen: int


class Journal:
    """The journal of one store; use as a context manager."""

    def __init__(self, path: Path | None) -> None:
        """Open the journal at `path` (None: in memory); raise `StoreError` when it cannot."""
        self.path = path
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self.db = sqlite3.connect(path or ":memory:", isolation_level=None)
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = NORMAL")
            self.db.executescript(_SCHEMA)
            self._check_version()
            run = self.db.execute("SELECT value FROM meta WHERE key = 'run'").fetchone()
            self.number = int(run[0]) + 1 if run else 1
            self._set("run", str(self.number))
            self.db.execute("BEGIN")
        except (sqlite3.Error, OSError, ValueError) as error:
            where = path or "memory"
            raise StoreError(
                f"the ingest journal {where} cannot be opened ({error}); if it is damaged, "
                "delete it: reports in the store stay, others are read again"
            ) from error

    def _check_version(self) -> None:
        row = self.db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        if row is None:
            self._set("version", str(VERSION))
        elif row[0] != str(VERSION):
            raise ValueError(f"it has version {row[0]}, this program writes version {VERSION}")

    def _set(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def setting(self, key: str, value: str) -> bool:
        """Set a value and return whether it was another before (or none)."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        self._set(key, value)
        return row is None or row[0] != value

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(keep=kind is None)

    def close(self, *, keep: bool = True) -> None:
        """Commit (or give up what was noted since the last commit) and close."""
        with suppress(sqlite3.ProgrammingError):  # closed before
            if self.db.in_transaction:
                with suppress(sqlite3.Error) if not keep else nullcontext():
                    self.db.execute("COMMIT" if keep else "ROLLBACK")
            self.db.close()

    @property
    def pending(self) -> bool:
        """True while the store holds reports that a killed or running ingest has not merged."""
        row = self.db.execute("SELECT value FROM meta WHERE key = 'pending'").fetchone()
        return row is not None and row[0] == "1"

    def set_pending(self, pending: bool) -> None:
        """Note whether reports wait to be merged; permanent with the next commit."""
        self._set("pending", str(int(pending)))

    def commit(self) -> None:
        """Make what was noted since the last commit permanent."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def find(self, iri: str) -> Entry | None:
        """Return what is known of a report."""
        row = self.db.execute(
            "SELECT hash, run, fate, detail, seen FROM reports WHERE iri = ?", (iri,)
        ).fetchone()
        return Entry(*row) if row else None

    def note(
        self,
        iri: str,
        name: str,
        hash_: str,
        run: str,
        fate: Fate,
        detail: str = "",
        input_: str = "",
    ) -> None:
        """Note a report's fate in this run."""
        self.db.execute(
            "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (iri, name, hash_, run, fate, detail, input_, self.number),
        )

    def see(self, iri: str) -> None:
        """Note that this run met a report again."""
        self.db.execute("UPDATE reports SET seen = ? WHERE iri = ?", (self.number, iri))

    def fail(self, name: str, reason: str, input_: str) -> None:
        """Note something that gave no report."""
        self.db.execute(
            "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)",
            (name, reason, input_, self.number),
        )

    def forgive(self, input_: str) -> None:
        """Drop earlier runs' failures of an input that was read to its end again."""
        for sql in (
            "DELETE FROM failures WHERE input = ? AND seen < ?",
            "DELETE FROM reports WHERE fate = 'failed' AND input = ? AND seen < ?",
        ):
            self.db.execute(sql, (input_, self.number))

    def failed_inputs(self) -> list[str]:
        """Return the inputs in which something failed, in order of their names."""
        rows = self.db.execute(
            "SELECT input FROM failures UNION SELECT input FROM reports WHERE fate = 'failed' "
            "ORDER BY input"
        )
        return [row[0] for row in rows if row[0] not in ("", "-")]

    def feed(self, url: str, run: str) -> tuple[str, str]:
        """Return entity tag and time of change of a feed as this pipeline last read it.

        ``("", "")`` where it never did: another pipeline has to read all of it again.
        """
        row = self.db.execute(
            "SELECT etag, modified FROM feeds WHERE url = ? AND run = ?", (url, run)
        ).fetchone()
        return (row[0], row[1]) if row else ("", "")

    def note_feed(self, url: str, run: str, etag: str, modified: str) -> None:
        """Note what a server said; call only when all that the feed holds is settled."""
        self.db.execute(
            "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?)", (url, run, etag, modified)
        )


def journal_path(location: str) -> Path | None:
    """Return where the journal of a store lies; None for a store in memory."""
    if location.startswith(("http://", "https://")):
        state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        key = hashlib.sha256(location.encode()).hexdigest()[:20]
        return Path(state) / "diplograph" / f"{key}.sqlite"
    folder = Path(location)
    # A store in memory has a location that is no folder of ours.
    return folder / FILE if (folder / "CURRENT").exists() else None
