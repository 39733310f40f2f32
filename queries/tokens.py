"""A SPARQL 1.1 tokenizer: enough to bind parameters and to see keywords, never by pattern search.

Source of the token rules: SPARQL 1.1 Query Language, section 19.8, productions 139 to 173.
Whitespace and comments are tokens too, so that joining the texts of all tokens gives the query
back. Text that is no SPARQL token comes out one character at a time as ``other``: the engine
says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "space", "comment", "iri", "string", "variable", "parameter", "name", "blank", "language",
    "number", "word", "other",
]  # fmt: skip


class Token(NamedTuple):
    """A token: its kind and the text as it stands in the query."""

    kind: Kind
    text: str


# PN_CHARS_BASE of production 164, then `_`, digits and combining marks.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_VARNAME = f"[{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = f"[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?"
_LOCAL = f"(?:[{_BASE}_0-9:]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?"

# Order matters: long strings before short ones, names before words, numbers before dots.
_PATTERN = re.compile(
    "|".join(
        (
            r"(?P<space>[ \t\r\n]+)",
            r"(?P<comment>#[^\r\n]*)",
            r"(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)",
            r"(?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
            r'|"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
            r"|'(?:[^'\\\r\n]|\\.)*'"
            r'|"(?:[^"\\\r\n]|\\.)*")',
            rf"(?P<variable>\?{_VARNAME})",
            rf"(?P<parameter>\${_VARNAME})",
            r"(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
            rf"(?P<blank>_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?)",
            rf"(?P<name>(?:{_PREFIX})?:(?:{_LOCAL})?)",
            r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)",
            r"(?P<word>[A-Za-z_][A-Za-z0-9_]*)",
            r"(?P<other>.)",
        )
    ),
    re.DOTALL,
)


def token_at(text: str, position: int) -> Token:
    """Return the token that starts at `position`, which must lie inside `text`."""
    match = _PATTERN.match(text, position)
    assert match is not None  # `other` takes any character
    return Token(match.lastgroup, match.group())  # type: ignore[arg-type]


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query in order; their texts joined are the query."""
    position = 0
    while position < len(text):
        token = token_at(text, position)
        yield token
        position += len(token.text)
