"""Which graphs a query names, for a server that wants to be told its dataset.

Virtuoso given a ``default-graph-uri`` finds nothing in ``GRAPH <name> { … }`` unless the name
is also a ``named-graph-uri``, and once one is, ``GRAPH ?g`` ranges over the named ones alone.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    (?P<skip>
        \#[^\n]* |
        \"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*''' |
        \"(?:[^\"\\\n]|\\.)*\" | '(?:[^'\\\n]|\\.)*' |
        [?$]\w+
    ) |
    (?P<prefix>\bPREFIX\s+(?P<name>[^\s:]*):\s*<(?P<iri>[^>]*)>) |
    (?P<graph>\bGRAPH\s*(?:<(?P<full>[^>\s]*)>|(?P<var>[?$]\w+)|(?P<short>[\w.-]*:[\w.%-]*))) |
    <[^>\s]*> |
    (?P<from>\bFROM\b)
    """,
    re.X | re.I | re.S,
)


def for_dataset(sparql: str) -> tuple[str, tuple[str, ...], bool]:
    """Return the query to send, the graphs to name, and whether it has a dataset of its own.

    A query that names graphs and also ranges over all of them is rewritten: ``GRAPH <a>``
    becomes ``VALUES ?dg1 { <a> } GRAPH ?dg1``.

    >>> for_dataset("SELECT * { GRAPH <urn:a> { ?s ?p ?o } }")[1:]
    (('urn:a',), False)
    """
    prefixes: dict[str, str] = {}
    named: list[tuple[int, int, str]] = []
    ranges = own = False
    for token in _TOKEN.finditer(sparql):
        if token["prefix"]:
            prefixes[token["name"]] = token["iri"]
        elif token["from"]:
            own = True
        elif token["graph"]:
            if token["var"]:
                ranges = True
            elif token["full"] is not None:
                named.append((token.start(), token.end(), token["full"]))
            else:
                prefix, _, local = token["short"].partition(":")
                if prefix in prefixes:
                    named.append((token.start(), token.end(), prefixes[prefix] + local))
    if own or not named:
        return sparql, (), own
    if not ranges:
        return sparql, tuple(dict.fromkeys(name for *_, name in named)), False
    for number, (start, end, name) in reversed(list(enumerate(named))):
        bound = f"VALUES ?dg{number} {{ <{name}> }} GRAPH ?dg{number} "
        sparql = sparql[:start] + bound + sparql[end:]
    return sparql, (), False
