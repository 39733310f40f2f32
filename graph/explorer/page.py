"""The page: payload and template to one HTML file that asks no host for anything.

Scripts are plain strict-mode files, joined into one; style and script are named by hash in a
Content-Security-Policy, so that nothing else can run, whatever a report says. Data stands in
``application/json`` blocks with every ``<`` written as ``\\u003c`` and reaches the document only
as text nodes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from graph.explorer import squeeze

SCRIPTS = (
    "util.js",
    "model.js",
    "state.js",
    "filter.js",
    "scene.js",
    "paint.js",
    "canvas.js",
    "timeline.js",
    "search.js",
    "panel.js",
    "table.js",
    "map.js",
    "export.js",
    "keys.js",
    "main.js",
)
_LICENCE = "/* diplograph explorer, MIT licence. Outlines: Natural Earth (public domain) by world-atlas (ISC, (c) Michael Bostock). */"


def page(blocks: dict[str, Any], *, title: str) -> str:
    """Return the HTML page of these blocks (element id to JSON value)."""
    style, script = _style(), _script()
    data = "\n".join(
        f'<script type="application/json" id="{html.escape(name)}">{to_json(value)}</script>'
        for name, value in _with_map(blocks).items()
    )
    policy = (
        f"default-src 'none'; script-src 'sha256-{_hash(script)}'; "
        f"style-src 'sha256-{_hash(style)}'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "title": html.escape(_clean(title)),
        "style": style,
        "data": data,
        "script": script,
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda m: parts[m.group(1)], _asset("page.html"))


def size() -> int:
    """Return the bytes of script and style that every page carries."""
    return len((_style() + _script()).encode())


def to_json(value: Any) -> str:
    """Write JSON that is safe inside a script element of any HTML page, ASCII only."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _with_map(blocks: dict[str, Any]) -> dict[str, Any]:
    """Add the outlines where something could be drawn on them."""
    graph = blocks["dg-graph"]
    placed = any(latitude is not None for latitude in graph["places"]["lat"])
    if not graph["native"] or not (placed or graph["states"]["code"]):
        return blocks
    return {**blocks, "dg-map": json.loads(_asset("vendor/world.json"))}


@cache
def _script() -> str:
    joined = "\n".join(squeeze.script(_asset(name)) for name in SCRIPTS)
    return f'{_LICENCE}\n"use strict";\n(() => {{\n{joined}\n}})();\n'


@cache
def _style() -> str:
    return squeeze.style(_asset("style.css"))


@cache
def _asset(name: str) -> str:
    text = (files("graph.explorer") / "assets" / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _clean(text: str) -> str:
    """Replace what UTF-8 cannot write (lone surrogates) and control characters."""
    text = text.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() or c == " " else " " for c in text)
