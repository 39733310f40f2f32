"""Answers: iterate, print, save, or hand them to pandas, networkx, Jupyter.

`run` asks a named question, `sparql` any query. A `Result` is read once, as it streams from the
store; `rows()` keeps it. Formats: ``table`` and ``markdown`` for people; ``csv``, ``tsv``,
``json``, ``xml`` (SPARQL 1.1 results) for rows; ``turtle``, ``ntriples``, ``jsonld`` for graphs.
"""

from __future__ import annotations

import html
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.errors import QueryError
from graph.identifiers import BASE
from graph.store import Store
from queries.catalogue import PREFIXES, load_catalogue

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

ROW_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
FORMATS = ("table", "markdown", *ROW_FORMATS, "turtle", "ntriples", "jsonld")
_XSD = PREFIXES["xsd"]
_NUMBERS = {
    f"{_XSD}{name}": kind
    for kind, names in (
        (int, "integer int long short byte nonNegativeInteger positiveInteger"),
        (float, "decimal double float"),
    )
    for name in names.split()
}
_SHORT = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda p: -len(p[0]))
# Rows that the width of a table's columns is taken from; later rows stream.
SAMPLE = 1000
WIDEST = 100


def python_value(term: Term | None) -> Any:
    """Return a term as Python has it: int, float, bool, or str; None where nothing is bound."""
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        type_ = term.datatype.value
        if type_ == f"{_XSD}boolean":
            return term.value in ("true", "1")
        number = _NUMBERS.get(type_)
        try:
            return number(term.value) if number else term.value
        except ValueError:  # "abc"^^xsd:integer is legal RDF
            return term.value
    return term.value if isinstance(term, (ox.NamedNode, ox.BlankNode)) else str(term)


def short(term: Term | None) -> str:
    """Return a term as people read it: IRIs of ours without base, others with their prefix."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        return short_iri(term.value)
    return str(term)


def short_iri(iri: str) -> str:
    """Return an IRI in short form: ``event/…`` for ours, ``prefix:name`` for known ones."""
    for start, prefix in _SHORT:
        local = iri[len(start) :]
        if iri.startswith(start) and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri[len(BASE) :] if iri.startswith(BASE) and len(iri) > len(BASE) else iri


class Result:
    """The answer to a question.

    Iterating gives one dict a row (column to Python value, None where unbound); for a graph one
    ``(subject, predicate, object)`` of strings a triple. An ASK answer is ``bool(result)``.
    Iterating keeps the rows, so that a result can be used again; `terms` and `write` stream.
    """

    def __init__(self, answer: Answer, *, edges: Mapping[str, str] | None = None) -> None:
        self._answer: Answer = answer
        self._edges = dict(edges or {})
        self._kept: list[tuple[Term | None, ...]] | None = None

    @property
    def kind(self) -> str:
        """``rows``, ``graph`` or ``truth``."""
        if isinstance(self._answer, ox.QuerySolutions):
            return "rows"
        return "graph" if isinstance(self._answer, ox.QueryTriples) else "truth"

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        if isinstance(self._answer, ox.QuerySolutions):
            return [variable.value for variable in self._answer.variables]
        return ["subject", "predicate", "object"] if self.kind == "graph" else ["answer"]

    def terms(self) -> Iterator[tuple[Term | None, ...]]:
        """Yield the rows as RDF terms, None where nothing is bound."""
        if self._kept is not None:
            return iter(self._kept)
        return self._stream()

    def _stream(self) -> Iterator[tuple[Term | None, ...]]:
        answer = self._answer
        try:
            if isinstance(answer, ox.QuerySolutions):
                for row in answer:
                    yield tuple(row)
            elif isinstance(answer, ox.QueryTriples):
                for triple in answer:
                    yield (triple.subject, triple.predicate, triple.object)
            else:
                word = "true" if answer else "false"
                yield (ox.Literal(word, datatype=ox.NamedNode(f"{_XSD}boolean")),)
        except (OSError, RuntimeError, SyntaxError) as error:
            raise QueryError(f"the answer broke off: {error}") from error

    def rows(self) -> list[tuple[Term | None, ...]]:
        """Read and keep all rows, so that the result can be used again."""
        if self._kept is None:
            self._kept = list(self._stream())
        return self._kept

    def __iter__(self) -> Iterator[Any]:
        columns = self.columns
        if self.kind == "graph":
            return (tuple(python_value(term) for term in row) for row in self.rows())
        return (dict(zip(columns, map(python_value, row), strict=True)) for row in self.rows())

    def __bool__(self) -> bool:
        """An ASK's answer; for rows, whether there are any."""
        if isinstance(self._answer, ox.QueryBoolean):
            return bool(self._answer)
        return bool(self.rows())

    def __len__(self) -> int:
        return len(self.rows())

    def __repr__(self) -> str:
        if self.kind == "truth":
            return f"<Result: {'yes' if self else 'no'}>"
        what = "triple" if self.kind == "graph" else "row"
        plural = "" if len(self) == 1 else "s"
        return f"<Result: {len(self)} {what}{plural} of {', '.join(self.columns)}>"

    def select(self, *columns: str) -> Result:
        """Return these columns alone, in this order; a name the answer lacks is a `QueryError`."""
        if missing := [c for c in columns if c not in self.columns]:
            raise QueryError(f"no column {missing[0]!r}; one of {', '.join(self.columns)}")
        wanted = [self.columns.index(c) for c in columns]
        rows = [tuple(row[i] for i in wanted) for row in self.rows()]
        return Result(solutions(columns, rows))

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a DataFrame; needs the ``notebook`` extra."""
        try:
            import pandas as pd
        except ImportError:
            from graph.errors import MissingExtra

            raise MissingExtra("to_pandas", "notebook") from None
        values = [[python_value(term) for term in row] for row in self.rows()]
        return pd.DataFrame(values, columns=self.columns)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return rows that are edges, or the triples of a graph, as a network.

        A question of the catalogue names its edge columns in its header. In other rows the
        first two columns are the ends, and the rest become attributes. Nodes are IRIs in short
        form. Raises `QueryError` where there are no two ends.
        """
        import networkx as nx

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        if self.kind == "graph":
            for subject, predicate, target in self.rows():
                network.add_edge(short(subject), short(target), predicate=short(predicate))
            return network
        columns = self.columns
        if self.kind != "rows" or len(columns) < 2:
            raise QueryError("these rows are no network: ask for two columns or CONSTRUCT")
        ends = (self._edges.get("source", columns[0]), self._edges.get("target", columns[1]))
        at = [columns.index(name) for name in ends]
        for row in self.rows():
            source, target = (row[n] for n in at)
            if source is None or target is None:
                continue
            values = {
                name: python_value(term)
                for n, (name, term) in enumerate(zip(columns, row, strict=True))
                if n not in at and term is not None
            }
            if weight := self._edges.get("weight"):
                values["weight"] = values.get(weight)
            network.add_edge(short(source), short(target), **values)
        return network

    def write(self, format: str = "table", stream: IO[str] | IO[bytes] | None = None) -> None:
        """Write the answer in a format of `FORMATS` to a stream (default: stdout), as it comes.

        Raises `QueryError` where the format does not fit the kind of answer.
        """
        if format not in FORMATS:
            raise QueryError(f"no format {format!r}; one of {', '.join(FORMATS)}")
        if format in ("table", "markdown"):
            out = stream or sys.stdout
            for text in self._lines(markdown=format == "markdown"):
                out.write(text.encode() if _binary(out) else text)  # type: ignore[arg-type]
            return
        out = _bytes_of(stream or sys.stdout)
        if self.kind == "graph":
            if format not in GRAPH_FORMATS:
                raise QueryError(f"a graph has no {format}; one of {', '.join(GRAPH_FORMATS)}")
            self._fresh().serialize(out, GRAPH_FORMATS[format])
        else:
            if format not in ROW_FORMATS:
                raise QueryError(f"rows are no {format}; write CONSTRUCT, or ask for csv or json")
            if self.kind == "truth" and format in ("csv", "tsv"):
                out.write(b"true\n" if self else b"false\n")
            else:
                self._fresh().serialize(out, ROW_FORMATS[format])
        out.flush()

    def _fresh(self) -> Any:
        """Return the answer, made again from kept rows where it was read already."""
        if self._kept is None or self.kind == "truth":
            return self._answer
        if self.kind == "graph":
            store = ox.Store()
            store.extend(ox.Quad(*row) for row in self._kept)  # type: ignore[arg-type]
            return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        return solutions(self.columns, self._kept)

    def _lines(self, *, markdown: bool) -> Iterator[str]:
        rows = ([_cell(short(term), markdown) for term in row] for row in self.terms())
        head = list(islice(rows, SAMPLE))
        columns = [_cell(name, markdown) for name in self.columns]
        numeric = [False] * len(columns)
        if self.kind == "rows":
            numeric = [
                bool(head) and all(not row[n] or _is_number(row[n]) for row in head)
                for n in range(len(columns))
            ]
        widths = [
            min(WIDEST, max(len(name), *(len(row[n]) for row in head)) if head else len(name))
            for n, name in enumerate(columns)
        ]

        def line(cells: list[str]) -> str:
            filled = [
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(cells, widths, numeric, strict=True)
            ]
            if markdown:
                return f"| {' | '.join(filled)} |\n"
            return "  ".join(filled).rstrip() + "\n"

        yield line(columns)
        if markdown:
            rule = [f"{'-' * (w - 1)}:" if r else "-" * w for w, r in zip(widths, numeric)]
            yield f"| {' | '.join(rule)} |\n"
        else:
            yield "  ".join("─" * width for width in widths) + "\n"
        count = 0
        for row in chain(head, rows):
            count += 1
            yield line(row)
        if not markdown and self.kind != "truth":
            what = "row" if self.kind == "rows" else "triple"
            yield f"({count} {what}{'' if count == 1 else 's'})\n"

    def _repr_html_(self) -> str:
        rows = self.rows()
        shown = rows[:200]
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(short(term))}</td>" for term in row) + "</tr>"
            for row in shown
        )
        more = f"<p>{len(rows) - len(shown)} more rows</p>" if len(rows) > len(shown) else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def solutions(columns: Sequence[str], rows: Sequence[tuple[Term | None, ...]]) -> ox.QuerySolutions:
    """Return rows made in Python as solutions of a query, in their order."""
    if not columns:
        raise QueryError("an answer without columns")
    names = " ".join(f"?{name}" for name in columns)
    values = " ".join(
        f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows
    )
    answer = ox.Store().query(f"SELECT {names} WHERE {{ VALUES ({names}) {{ {values} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer


def run(store: Store, name: str, /, **params: Any) -> Result:
    """Ask a named question. Raises `QueryError`, `AmbiguousName`, `StoreError`."""
    query = load_catalogue().get(name)
    if query.step:
        from queries.steps import STEPS

        columns, rows = STEPS[query.step](store, query, query.values(store, params))
        return Result(solutions(columns, rows), edges=query.graph)
    return Result(store.query(query.bind(store, **params)), edges=query.graph)


def sparql(store: Store, text: str) -> Result:
    """Ask any SPARQL query; the usual prefixes may be left out."""
    return Result(store.query(with_prefixes(text)))


def with_prefixes(text: str) -> str:
    """Return a query with those of our prefixes declared that it uses but does not declare."""
    from queries.tokens import tokens

    declared: set[str] = set()
    used: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.text.split(":", 1)[0]
            (declared if before.casefold() == "prefix" else used).add(prefix)
        if token.kind not in ("space", "comment"):
            before = token.text
    missing = [p for p in PREFIXES if p in used and p not in declared]
    # On the query's own first line, so that the engine's line numbers stay right.
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing) + text


def _cell(text: str, markdown: bool) -> str:
    text = " ".join(text.split())
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    if markdown:
        for char in "\\|`*_[]<>":
            text = text.replace(char, "\\" + char)
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _binary(stream: Any) -> bool:
    return isinstance(stream, (io.RawIOBase, io.BufferedIOBase))


def _bytes_of(stream: Any) -> Any:
    """Return a stream of bytes over a text stream, or the stream itself."""
    if _binary(stream):
        return stream
    buffer = getattr(stream, "buffer", None)
    if buffer is not None:
        stream.flush()
        return buffer

    class Writer(io.RawIOBase):
        """Bytes in, text out, for streams without a buffer (StringIO, notebooks)."""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            stream.write(decoder.decode(bytes(data)))
            return len(data)

    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    return Writer()
