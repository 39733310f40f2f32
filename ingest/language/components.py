"""The stages as spaCy components."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


class DiplomaticEvents:
    """All stages after the parse; the results stand in ``doc._.accounts``."""

    def __init__(self, *, name: str, precision: str, knowledge: str | None) -> None:
        self.name = name
        self.precision = precision
        self.knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Read the accounts off `doc`."""
        return doc
