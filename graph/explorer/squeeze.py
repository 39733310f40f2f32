"""Scripts and style without comments and spare blanks: what a page need not carry.

Not a minifier: names, lines and statements stay as they are written. Only blanks that separate
nothing and comments go, outside of strings, templates and regular expressions.
"""

from __future__ import annotations

import re

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|' r"'(?:[^'\\\n]|\\.)*'")
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"[ \t\n]+")
# A slash after one of these begins a regular expression; after a name or a number it divides.
_BEFORE_REGEX = set("(,=:[!&|?{};+-*%<>~^\n") | {""}
_WORDS_BEFORE_REGEX = re.compile(r"(?:^|[^\w$])(?:return|typeof|case|of|in)$")


def script(source: str) -> str:
    """Return a script with the same tokens and line breaks, fewer bytes."""
    out: list[str] = []
    position = 0
    while position < len(source):
        position = _token(source, position, out)
    return re.sub(r"\n+", "\n", "".join(out)).strip("\n") + "\n"


def _token(source: str, at: int, out: list[str]) -> int:
    """Copy the token at this position; return where the next begins."""
    char = source[at]
    if comment := _COMMENT.match(source, at):
        return comment.end()
    if blank := _BLANK.match(source, at):
        rest = source[blank.end() :]
        if "\n" in blank.group():
            out.append("\n")
        elif not rest.startswith(("//", "/*")) and _needed(_last(out), rest[:1]):
            out.append(" ")
        return blank.end()
    if char in "\"'" and (string := _STRING.match(source, at)):
        out.append(string.group())
        return string.end()
    if char == "`":
        end = _template(source, at)
        out.append(source[at:end])
        return end
    if char == "/" and _regex_may_begin(out) and (regex := _REGEX.match(source, at)):
        out.append(regex.group())
        return regex.end()
    out.append(char)
    return at + 1


def _template(source: str, at: int) -> int:
    """Return the end of a template literal, templates inside its expressions included."""
    at += 1
    depth = 0
    while at < len(source):
        char = source[at]
        if char == "\\":
            at += 2
            continue
        if depth == 0 and char == "`":
            return at + 1
        if depth == 0 and source.startswith("${", at):
            depth, at = 1, at + 2
            continue
        if depth:
            if char == "`":
                at = _template(source, at)
                continue
            if string := _STRING.match(source, at):
                at = string.end()
                continue
            depth += (char == "{") - (char == "}")
        at += 1
    raise ValueError("a template literal does not end")


def _last(out: list[str]) -> str:
    return out[-1][-1] if out else ""


def _needed(before: str, after: str) -> bool:
    """Do these two characters need a blank between them?"""
    if before in "+-" and before == after:
        return True
    return _in_word(before) and _in_word(after)


def _in_word(char: str) -> bool:
    return bool(char) and (char.isalnum() or char in "_$" or ord(char) > 127)


def _regex_may_begin(out: list[str]) -> bool:
    text = "".join(out[-12:]).rstrip(" ")
    last = text[-1:] if text else ""
    return last in _BEFORE_REGEX or bool(_WORDS_BEFORE_REGEX.search(text))


def style(source: str) -> str:
    """Return a style sheet without indentation, comments and blanks around punctuation."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    source = re.sub(r"\s*([{};,])\s*", r"\1", source)
    return re.sub(r";}", "}", re.sub(r":\s+", ":", source)).strip() + "\n"
