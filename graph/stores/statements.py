"""SPARQL text of terms, triples and quads, as every store takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

# Oxigraph is fast on any size; servers compile an update before they run it and limit it.
NO_LIMIT = 1 << 62


def triple_text(triple: ox.Triple | ox.Quad) -> str:
    """Return a triple (or a quad's triple) as SPARQL and N-Triples write it.

    >>> triple_text(ox.Triple(ox.NamedNode("s:s"), ox.NamedNode("p:p"), ox.Literal("o")))
    '<s:s> <p:p> "o" .'
    """
    return f"{triple.subject} {triple.predicate} {triple.object} ."


def data_blocks(
    verb: str, quads: Iterable[ox.Quad], default_graph: str | None, limit: int = NO_LIMIT
) -> Iterator[str]:
    """Yield ``INSERT DATA`` or ``DELETE DATA`` operations of at most `limit` triples each.

    Quads of the default graph go to `default_graph` where one is named.
    """
    by_graph: dict[str, list[str]] = {}
    count = 0
    for quad in quads:
        name = quad.graph_name
        graph = str(name) if isinstance(name, ox.NamedNode) else ""
        if not graph and default_graph:
            graph = f"<{default_graph}>"
        by_graph.setdefault(graph, []).append(triple_text(quad))
        count += 1
        if count >= limit:
            yield _block(verb, by_graph)
            by_graph, count = {}, 0
    if by_graph:
        yield _block(verb, by_graph)


def _block(verb: str, by_graph: dict[str, list[str]]) -> str:
    parts = []
    for graph, lines in by_graph.items():
        body = "\n".join(lines)
        parts.append(f"GRAPH {graph} {{\n{body}\n}}" if graph else body)
    return f"{verb} {{\n" + "\n".join(parts) + "\n}"


def in_graph(triples: Iterable[ox.Triple], graph: str) -> list[ox.Quad]:
    """Return the triples as quads of a named graph."""
    node = ox.NamedNode(graph)
    return [ox.Quad(t.subject, t.predicate, t.object, node) for t in triples]
