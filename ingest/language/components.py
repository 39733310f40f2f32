"""The stages as spaCy components."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from graph.errors import SettingsError
from ingest.knowledge import load_knowledge
from ingest.language.filter import Precision
from ingest.language.gazetteer import build_gazetteer
from ingest.language.lexicon import lexicon
from ingest.language.read import Tables, extract

if TYPE_CHECKING:
    from spacy.tokens import Doc


@functools.lru_cache(maxsize=4)
def load_tables(extra: Path | None = None) -> Tables:
    """Return the packaged tables, with those of a user's folder added; loaded once."""
    knowledge = load_knowledge(extra)
    return Tables(build_gazetteer(knowledge, extra), lexicon(extra), knowledge, extra)


def check_precision(value: str) -> Precision:
    """Return a precision setting, or raise `SettingsError` naming the choices."""
    for known in get_args(Precision):
        if value == known:
            return known  # type: ignore[no-any-return]
    raise SettingsError(f"precision is {value!r}; choose recall, balanced or strict")


class DiplomaticEvents:
    """All stages after the parse; the results stand in ``doc._.accounts``.

    ``doc._.extraction`` holds everything that the report was found to say.
    """

    def __init__(self, *, name: str, precision: str, knowledge: str | None) -> None:
        from spacy.tokens import Doc as SpacyDoc

        self.name = name
        self.precision = check_precision(precision)
        self.knowledge = Path(knowledge) if knowledge else None
        for attribute, default in (("accounts", ()), ("extraction", None)):
            if not SpacyDoc.has_extension(attribute):
                SpacyDoc.set_extension(attribute, default=default)

    def __call__(self, doc: Doc) -> Doc:
        """Read the accounts off `doc`."""
        if len(doc):
            extraction = extract(doc, load_tables(self.knowledge), self.precision)
            doc._.extraction = extraction
            doc._.accounts = extraction.accounts
        return doc
