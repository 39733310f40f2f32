"""The Python API: open a graph, feed it, question it, picture it.

``import diplograph as dg`` and then ``dg.open``, ``dg.ingest``, ``dg.extract`` and the methods
of `KnowledgeGraph`. Engines (spaCy, Oxigraph, networkx, pandas) are imported at first use, so
that importing the package costs nothing. Every error a caller can meet is a
`diplograph.DiplographError`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from graph.curation import Curation
    from graph.model import Extraction
    from graph.network import EventTable
    from graph.store import Store
    from ingest.run import Summary
    from queries.results import Result

DEFAULT_STORE = "diplograph.db"
Location = str | os.PathLike[str]


def default_store() -> str:
    """Return where a graph is kept when nobody says: ``$DIPLOGRAPH_STORE``, else a folder."""
    return os.environ.get("DIPLOGRAPH_STORE") or DEFAULT_STORE


def open_graph(
    location: Location | None = None,
    *,
    writable: bool = True,
    create: bool = True,
    token: str | None = None,
) -> KnowledgeGraph:
    """Open a graph; use it as a context manager, or close it when done.

    Args:
        location: folder of an embedded store, or ``http(s)://`` URL of a SPARQL 1.1 endpoint.
            Default: ``$DIPLOGRAPH_STORE``, else ``./diplograph.db``.
        writable: False opens an embedded store without taking its lock for writing.
        create: False refuses a folder that holds no store yet.
        token: bearer token of an endpoint that asks for one.

    Raises:
        StoreError: when there is no store, or it cannot be opened.
        StoreLocked: when another process has the embedded store open.

    >>> with open_graph("memory:") as kg:
    ...     len(kg)
    0
    """
    from graph.store import memory_store, open_store

    place = os.fspath(location) if location is not None else default_store()
    if place == "memory:":
        return KnowledgeGraph(memory_store())
    return KnowledgeGraph(open_store(place, writable=writable, create=create, token=token))


def ingest(
    inputs: Location | Sequence[Location],
    *,
    into: KnowledgeGraph | Location | None = None,
    format: str = "auto",
    **options: Any,
) -> Summary:
    """Read reports, extract what they say, store and merge it; as the command ``ingest`` does.

    Args:
        inputs: files, folders, ``http(s)`` feeds or ``-`` (stdin).
        into: an open graph, or where to open one; see `open_graph` for the default.
        format: ``auto`` or a source's name (``diplograph ingest --help`` lists them).
        options: the other options of `ingest.run.ingest`: ``jobs``, ``model``, ``date`` …

    Returns:
        Counts of reports read, stored, unchanged, skipped and failed, failures with reasons.

    Raises:
        InputError: when nothing of an input can be read at all.
        StoreError: when the store cannot be written.
    """
    from ingest.run import ingest as run

    store: Any = into.store if isinstance(into, KnowledgeGraph) else into
    if store is None:
        store = default_store()
    elif isinstance(store, os.PathLike):
        store = os.fspath(store)
    return run(_many(inputs), store=store, format=format, **options)


def extract(
    inputs: Location | Sequence[Location],
    *,
    format: str = "auto",
    **options: Any,
) -> Iterator[Extraction]:
    """Read reports and yield what each says, without any store.

    `graph.record.to_record` turns an extraction into the JSON record of ``diplograph extract``.
    Arguments and errors are those of `ingest`.
    """
    from ingest.run import extract as run

    return run(_many(inputs), format=format, **options)


def _many(inputs: Location | Sequence[Location]) -> list[str]:
    if isinstance(inputs, str | os.PathLike):
        return [os.fspath(inputs)]
    return [os.fspath(item) for item in inputs]


@dataclass(frozen=True, slots=True)
class Page:
    """A picture of the graph: one HTML document that needs no network.

    Shows itself in Jupyter; `save` writes it.
    """

    html: str
    height: int = 640

    def save(self, path: Location) -> Path:
        """Write the page as UTF-8 and return its path; an existing file is replaced."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8", newline="\n")
        return target

    def _repr_html_(self) -> str:
        # `srcdoc` keeps the page's own Content-Security-Policy; `sandbox` without
        # allow-same-origin keeps its scripts away from the notebook.
        return (
            f'<iframe srcdoc="{escape(self.html, quote=True)}" width="100%" '
            f'height="{self.height}" style="border:0" title="Network of diplomacy" '
            'sandbox="allow-scripts allow-downloads allow-popups"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Page of {len(self.html) / 1e6:.2f} MB; .save(path) writes it>"


class KnowledgeGraph:
    """A graph of diplomacy in an open store; made by `open_graph` (``dg.open``).

    Names of actors and places are given as people type them ("Xi Jinping", "China") and
    resolved by label and alias; `diplograph.AmbiguousName` lists the choices where there are
    several. Days are ISO strings that may be coarse ("2024", "2024-05").
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def location(self) -> str:
        """Folder or URL of the store."""
        return self.store.location

    def query(self, name: str, **parameters: Any) -> Result:
        """Ask a named question of the catalogue (``diplograph query --list`` shows them).

        Raises `QueryError` for an unknown question or parameter, with suggestions.

        >>> with open_graph("memory:") as kg:
        ...     list(kg.query("meetings", since="2024"))
        []
        """
        from queries.results import run

        return run(self.store, name, **parameters)

    def sparql(self, text: str) -> Result:
        """Ask in SPARQL 1.1; usual prefixes need not be declared.

        Plain patterns ask the merged events; ``GRAPH ?g { … }`` reaches what single reports say.
        Raises `QueryError` for a query that does not parse.
        """
        from queries.results import sparql

        return sparql(self.store, text)

    def timeline(self, actor: str, *, since: str | None = None, until: str | None = None) -> Result:
        """Return the events of an actor in order of date (the question ``timeline``)."""
        given = {"since": since, "until": until}
        return self.query("timeline", actor=actor, **{k: v for k, v in given.items() if v})

    def events(
        self,
        *,
        types: Iterable[str] | None = None,
        statuses: Iterable[str] | None = ("occurred", "ongoing"),
        since: str | None = None,
        until: str | None = None,
        actor: str | None = None,
    ) -> EventTable:
        """Return events as rows, the input of every projection in `graph.network`.

        `types` and `statuses` keep all when None; `since` and `until` are included.
        """
        from graph.network import load_events

        iri = self.resolve(actor) if actor else None
        return load_events(
            self.store, types=types, statuses=statuses, since=since, until=until, actor=iri
        )

    def network(
        self,
        kind: str = "actors",
        *,
        types: Iterable[str] | None = None,
        statuses: Iterable[str] | None = ("occurred", "ongoing"),
        since: str | None = None,
        until: str | None = None,
        actor: str | None = None,
    ) -> nx.Graph[str]:
        """Return a projection to networkx.

        `kind` is one of ``actors``, ``persons``, ``states`` (who takes part in events together),
        ``actors-and-events`` (bipartite), ``visits`` (visitor state to host state) and
        ``statements`` (source to target by PLOVER category); `graph.network` says what nodes,
        edges, weights and directions mean in each. Other arguments as in `events`.
        """
        from graph.network import project

        table = self.events(types=types, statuses=statuses, since=since, until=until, actor=actor)
        return project(table, kind)

    def explore(
        self,
        *,
        actor: str | None = None,
        since: str | None = None,
        until: str | None = None,
        types: Sequence[str] | None = None,
        title: str | None = None,
    ) -> Page:
        """Return the interactive picture; shown as it is in Jupyter, or written by ``.save``."""
        from graph.explorer import render

        html = render(
            self.store,
            actor=self.resolve(actor) if actor else None,
            since=since,
            until=until,
            types=types,
            title=title,
        )
        return Page(html)

    def resolve(self, name: str) -> str:
        """Return the IRI of the actor that people call by this name (or short form, or IRI).

        Raises `QueryError` where there is none and `AmbiguousName` where there are several.
        """
        from queries.names import resolve

        return resolve(self.store, name, "actor").value

    def export(
        self,
        path: Location,
        *,
        format: str | None = None,
        **options: Any,
    ) -> Path:
        """Write the graph, or a selection, to a file or folder and return its path.

        `format` is ``nquads``, ``turtle``, ``trig``, ``jsonld``, ``graphml``, ``gexf``, ``csv``,
        ``parquet``, ``plover`` or ``dyads``; by default the path's suffix decides.
        """
        from graph.export import export

        return export(self.store, Path(path), format=format, **options)

    @property
    def curation(self) -> Curation:
        """A person's decisions: ``same``, ``not_same``, ``correct``, ``undo``, ``list``.

        They are about accounts and actors, win over what merging finds, and survive re-ingestion,
        rebuilding and forgetting.
        """
        from graph.curation import Curation
        from ingest.knowledge.background import background

        return Curation(self.store, background=background())

    def forget(self, report: str) -> bool:
        """Remove a report (IRI, source id or URL) and all that rested on it alone.

        Returns False where the store does not know the report.
        """
        from graph.writer import forget
        from ingest.knowledge.background import background

        return forget(self.store, report, background())

    def stats(self) -> Mapping[str, int]:
        """Return counts: events, accounts, reports, actors, places, quotations, quads."""
        from graph.stats import stats

        return stats(self.store)

    def rdflib(self) -> rdflib.Dataset:
        """Return the same data as an rdflib Dataset (embedded stores; through oxrdflib).

        Hand it query *text*: a prepared query makes rdflib evaluate in Python, ten times slower.
        """
        from graph.rdf import as_rdflib

        return as_rdflib(self.store)

    def close(self) -> None:
        """Flush and let go of the store; closing twice is allowed."""
        self.store.close()

    def __len__(self) -> int:
        return self.stats()["events"]

    def __bool__(self) -> Literal[True]:
        return True  # an empty graph is still a graph

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.location}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th scope='row'>{escape(name)}</th><td>{count:,}</td></tr>"
            for name, count in self.stats().items()
        )
        caption = escape(self.location)
        return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"
