r"""What no query or update may say here: SERVICE and LOAD, which make the server fetch.

Both are keywords of the grammar (SPARQL 1.1, 19.8) and occur as nothing else, so it is enough
to see the tokens, without strings, IRIs, comments and names that look like them. Three traps,
each tried on Oxigraph 0.5.13, which fetched:

- ``FILTER(?a<?b)SERVICE#>`` and a line break: "<" begins an IRI for one reading and says "less
  than" in the other. Every reading that the grammar allows is followed; one that shows the
  keyword is enough.
- Oxigraph wants no blank after a keyword: ``SERVICESILENT<…>``, ``SERVICEex:a{``,
  ``trueSERVICE<…>``. So a bare word that contains the keyword counts, and so does a prefixed
  name where only the keyword could stand.
- ``\u0053ERVICE``: escapes are undone before reading (19.2); the text is read both ways.

A text without the letters in any form needs no second look.
"""

from __future__ import annotations

import re

from queries.tokens import token_at

QUERY_WORDS = ("SERVICE",)
UPDATE_WORDS = ("SERVICE", "LOAD")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_OPERATORS = frozenset("<>=!&|+-*/,^")


def forbidden(text: str, words: tuple[str, ...]) -> str | None:
    """Return the first of these keywords that a reading of the text shows, else None."""
    for reading in dict.fromkeys((text, _unescape(text))):
        folded = reading.upper()
        if any(word in folded for word in words) and (found := _search(reading, words)):
            return found
    return None


def _unescape(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 else match[0]

    return _ESCAPE.sub(char, text)


def _search(text: str, words: tuple[str, ...]) -> str | None:
    """Follow every reading of the text; where two meet, they go on as one."""
    # What is still to be read: a position, and what stood before it (an operator, ";", "iri",
    # "" at the start, else "other"): it decides where a keyword can stand.
    todo: list[tuple[int, str]] = [(0, "")]
    done: set[tuple[int, str]] = set()
    while todo:
        state = todo.pop()
        position, last = state
        if position >= len(text) or state in done:
            continue
        done.add(state)
        kind, shown = token_at(text, position)
        follow = position + len(shown)
        if kind in ("space", "comment"):
            todo.append((follow, last))
            continue
        if kind in ("word", "name") and last not in _OPERATORS:
            head = shown.split(":", 1)[0].upper()
            for word in words:
                if word in head and (kind == "word" or _only_keyword(word, last, text, follow)):
                    return word
        if kind == "iri":
            todo.append((position + 1, "<"))  # the other reading: less than
        if shown == "/" == last:
            continue  # as in "http://…" when "<" did not begin an IRI: no query goes on so
        before = shown if shown in _OPERATORS or shown == ";" else "other"
        todo.append((follow, "iri" if kind == "iri" else before))
    return None


def _only_keyword(word: str, last: str, text: str, follow: int) -> bool:
    """Say whether a prefixed name that contains the word must be the keyword and a name."""
    if word == "LOAD":  # an operation begins here: nothing else is spelt like that
        return last in ("", ";", "iri")
    while follow < len(text):  # SERVICEex:a { … }: no subject is followed by a brace
        token = token_at(text, follow)
        if token.kind not in ("space", "comment"):
            return token.text == "{"
        follow += len(token.text)
    return False
