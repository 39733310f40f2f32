"""The embedded store: Oxigraph in a folder or in memory.

Locks. Oxigraph locks a folder against a second writer, but a reader beside a writer is
"undefined behaviour" in its words, and a store inherited over fork loses what the child
writes without a word. So each process takes a lock of our own on ``diplograph.lock`` in the
folder (shared to read, exclusive to write), and every call checks that the process is the one
that opened the store.
"""

from __future__ import annotations

import contextlib
import os
import sys
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from graph.errors import QueryError, StoreError, StoreLocked
from graph.stores.statements import data_blocks, in_graph

# Windows has no such locks; Oxigraph's own lock against a second writer remains.
if sys.platform != "win32":
    import fcntl

LOCK_FILE = "diplograph.lock"
_SHARED_HINT = (
    "wait until it ends, or serve the store ('diplograph serve --writable') "
    "and give every process the server's URL as --store"
)
_open_stores: weakref.WeakSet[EmbeddedStore] = weakref.WeakSet()


class EmbeddedStore:
    """Oxigraph in this process; see `graph.store.Store` for what the methods promise."""

    def __init__(self, store: ox.Store, location: str, *, writable: bool, lock: int | None) -> None:
        self.location = location
        self.writable = writable
        self._store: ox.Store | None = store
        self._lock = lock
        self._process = os.getpid()
        self._changed = False
        _open_stores.add(self)

    @classmethod
    def in_memory(cls) -> EmbeddedStore:
        """Return a new, empty store in memory."""
        return cls(ox.Store(), "memory", writable=True, lock=None)

    @classmethod
    def open(cls, folder: Path, *, writable: bool, create: bool) -> EmbeddedStore:
        """Open a folder; see `graph.stores.open_store`."""
        location = str(folder)
        try:
            _check_folder(folder, may_create=create and writable)
            lock = _take_lock(folder, writable=writable)
        except ValueError as error:  # a NUL in the name
            raise StoreError(f"store {location!r} is no folder name: {error}") from error
        except OSError as error:
            raise StoreError(
                f"store {location!r} cannot be opened: {error.strerror or error}"
            ) from error
        try:
            if writable:
                store = ox.Store(location)
            else:
                _refuse_foreign_writer(folder)
                store = ox.Store.read_only(location)
        except StoreError:
            _release(lock)
            raise
        except (OSError, ValueError) as error:
            _release(lock)
            if "lock" in str(error).lower():
                raise StoreLocked(
                    f"store {location!r} is in use by another program (an Oxigraph server?): "
                    f"{_SHARED_HINT}"
                ) from error
            raise StoreError(f"store {location!r} cannot be opened: {error}") from error
        return cls(store, location, writable=writable, lock=lock)

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store itself; raises `StoreError` once closed or after a fork."""
        if self._store is None:
            raise StoreError(f"store {self.location!r} is closed")
        if os.getpid() != self._process:
            raise StoreError(
                f"store {self.location!r} was opened by process {self._process} and inherited by "
                f"this one, where writing would be lost: open it here, after the fork"
            )
        return self._store

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Ask; the default graph is the merged part alone."""
        try:
            return self.oxigraph.query(sparql)
        except SyntaxError as error:
            raise QueryError(f"not valid SPARQL: {error}") from error
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query could not be answered: {error}") from error

    def update(self, sparql: str) -> None:
        """Run a SPARQL update, all or nothing."""
        store = self._to_write()
        try:
            store.update(sparql)
        except SyntaxError as error:
            raise QueryError(f"not a valid SPARQL update: {error}") from error
        except (RuntimeError, ValueError, OSError) as error:
            raise StoreError(f"store {self.location!r} could not be written: {error}") from error

    def quads(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object_: ox.NamedNode | ox.Literal | ox.BlankNode | None = None,
        graph: ox.NamedNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that match."""
        return iter(self.oxigraph.quads_for_pattern(subject, predicate, object_, graph))

    def graphs(self) -> Iterator[str]:
        """Yield the IRIs of the named graphs that hold something."""
        for graph in self.oxigraph.named_graphs():
            if isinstance(graph, ox.NamedNode):
                yield graph.value

    def get_graph(self, graph: str | None) -> Iterator[ox.Triple]:
        """Yield the triples of a graph."""
        name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
        for quad in self.oxigraph.quads_for_pattern(None, None, None, name):
            yield quad.triple

    def put_graph(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Replace a named graph."""
        name = ox.NamedNode(graph)
        new = in_graph(triples, graph)
        old = set(self.oxigraph.quads_for_pattern(None, None, None, name))
        wanted = set(new)
        self.apply(old - wanted, [quad for quad in new if quad not in old])
        if not wanted and old:
            self._to_write().remove_graph(name)

    def delete_graph(self, graph: str) -> None:
        """Drop a named graph."""
        store = self._to_write()
        with self._writing():
            store.remove_graph(ox.NamedNode(graph))

    def apply(self, remove: Iterable[ox.Quad], add: Iterable[ox.Quad]) -> None:
        """Remove, then add, in one transaction."""
        store = self._to_write()
        text = ";\n".join(data_blocks("DELETE DATA", remove, None))
        with self._writing():
            if not text:
                store.extend(add)
                return
            # Only an update removes and adds at once in Oxigraph.
            added = ";\n".join(data_blocks("INSERT DATA", add, None))
            store.update(f"{text};\n{added}" if added else text)

    def bulk(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads; not one transaction (a killed load leaves none or some)."""
        store = self._to_write()
        with self._writing():
            store.bulk_extend(quads)

    def count(self) -> int:
        """Return the number of quads."""
        return len(self.oxigraph)

    def flush(self) -> None:
        """Write everything through to the disk."""
        if self._changed:
            with self._writing():
                self.oxigraph.flush()
            self._changed = False

    def optimize(self) -> None:
        """Compact the files of the store (seconds at a million quads)."""
        with self._writing():
            self._to_write().optimize()

    def backup(self, folder: Path) -> None:
        """Copy the store, as it is now, into a folder that does not exist yet."""
        with self._writing():
            self.oxigraph.backup(str(folder))

    def close(self) -> None:
        """Flush and let go of the folder.

        Oxigraph closes its files once the last result that was taken from the store is gone.
        """
        if self._store is None or os.getpid() != self._process:
            return
        if self.writable:
            self.flush()
        self._store = None
        _release(self._lock)
        self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _to_write(self) -> ox.Store:
        if not self.writable:
            raise StoreError(f"store {self.location!r} is open for reading only")
        self._changed = True
        return self.oxigraph

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError, SyntaxError) as error:
            raise StoreError(f"store {self.location!r} could not be written: {error}") from error

    def _forget_lock(self) -> None:
        """In a forked child: close the inherited descriptor; the parent's lock stays."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _after_fork() -> None:
    for store in list(_open_stores):
        store._forget_lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _check_folder(folder: Path, *, may_create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"store {str(folder)!r} is a file; a store is a folder")
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if "CURRENT" in names:  # RocksDB's
        return
    if names - {LOCK_FILE, "LOCK", "LOG", "IDENTITY"}:
        raise StoreError(
            f"folder {str(folder)!r} holds other files and no store; "
            f"give an empty or a new folder as --store"
        )
    if not may_create:
        raise StoreError(
            f"there is no store at {str(folder)!r}; make one with 'diplograph ingest', "
            f"or name another with --store or DIPLOGRAPH_STORE"
        )
    folder.mkdir(parents=True, exist_ok=True)


def _take_lock(folder: Path, *, writable: bool) -> int | None:
    """Return a descriptor that holds our lock, or None where locks cannot be had.

    flock, not lockf: it belongs to the descriptor, so opening the file again in this process
    does not release it.
    """
    if sys.platform == "win32":
        return None
    path = folder / LOCK_FILE
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except PermissionError:
        if writable:
            raise
        try:  # a store on read-only media, or somebody else's
            lock = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
    except OSError:
        if writable:
            raise
        return None
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if writable else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = _holder(lock)
        os.close(lock)
        raise StoreLocked(f"store {str(folder)!r} is open {holder}: {_SHARED_HINT}") from None
    except OSError:  # a file system without locks
        os.close(lock)
        return None
    if writable:
        with contextlib.suppress(OSError):
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


def _holder(lock: int) -> str:
    """Say where the store is open; the file names the last process that wrote."""
    try:
        number = os.pread(lock, 20, 0).decode("ascii")
    except (OSError, UnicodeDecodeError):
        number = ""
    if number == str(os.getpid()):
        return "already in this process"
    return f"in another process (last writer: {number})" if number else "in another process"


def _refuse_foreign_writer(folder: Path) -> None:
    """Raise `StoreLocked` where a program that knows only Oxigraph's lock holds the folder.

    No store of this process can be open on the folder now (our own lock says so), so closing
    the descriptor releases no lock of ours.
    """
    if sys.platform == "win32":
        return
    try:
        lock = os.open(folder / "LOCK", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        fcntl.lockf(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        raise StoreLocked(
            f"store {str(folder)!r} is being written by another program "
            f"(an Oxigraph server?): {_SHARED_HINT}"
        ) from None
    finally:
        os.close(lock)


def _release(lock: int | None) -> None:
    if lock is not None:
        with contextlib.suppress(OSError):
            os.close(lock)
