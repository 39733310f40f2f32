"""Reports of diplomacy as a knowledge graph that people can question.

>>> import diplograph as dg
>>> with dg.open("memory:") as kg:
...     kg.sparql("ASK { ?event a dg:Meeting }")
<Result: no>
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from graph.errors import (
    AmbiguousName,
    DiplographError,
    InputError,
    MissingExtra,
    QueryError,
    SettingsError,
    StoreError,
    StoreLocked,
)

if TYPE_CHECKING:
    from diplograph.api import KnowledgeGraph, Page, extract, ingest
    from diplograph.api import open_graph as open
    from diplograph.demo import sample_reports

try:
    __version__ = version("diplograph")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"

__all__ = [
    "AmbiguousName",
    "DiplographError",
    "InputError",
    "KnowledgeGraph",
    "MissingExtra",
    "Page",
    "QueryError",
    "SettingsError",
    "StoreError",
    "StoreLocked",
    "__version__",
    "extract",
    "ingest",
    "open",
    "sample_reports",
]

# Public name -> module and name in it, looked up at first use.
_LAZY = {
    "KnowledgeGraph": ("api", "KnowledgeGraph"),
    "Page": ("api", "Page"),
    "extract": ("api", "extract"),
    "ingest": ("api", "ingest"),
    "open": ("api", "open_graph"),
    "sample_reports": ("demo", "sample_reports"),
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(f"diplograph.{module}"), attribute)
    raise AttributeError(f"module 'diplograph' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
