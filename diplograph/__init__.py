"""Reports of diplomacy as a knowledge graph that people can question."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

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

try:
    __version__ = version("diplograph")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"

__all__ = [
    "AmbiguousName",
    "DiplographError",
    "InputError",
    "MissingExtra",
    "QueryError",
    "SettingsError",
    "StoreError",
    "StoreLocked",
    "__version__",
]
