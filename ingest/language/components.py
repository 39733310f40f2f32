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


class Stage:
    """One early stage alone; what it finds stands in an extension attribute of the `Doc`.

    `stage` is ``"mentions"``, ``"entities"``, ``"triggers"``, ``"times"`` or ``"places"``; the
    attribute is ``doc._.diplomatic_<stage>``, a list of the dataclasses of
    `ingest.language.types`.
    """

    def __init__(self, *, name: str, stage: str, knowledge: str | None) -> None:
        from spacy.tokens import Doc as SpacyDoc

        self.name = name
        self.stage = stage
        self.attribute = f"diplomatic_{stage}"
        self.knowledge = Path(knowledge) if knowledge else None
        if not SpacyDoc.has_extension(self.attribute):
            SpacyDoc.set_extension(self.attribute, default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Run the stage over `doc`."""
        if len(doc):
            setattr(doc._, self.attribute, self._found(doc))
        return doc

    def _found(self, doc: Doc) -> list[object]:
        from ingest.language import dates, places
        from ingest.language.entities import build_register
        from ingest.language.mentions import find_mentions
        from ingest.language.reading import reading_of
        from ingest.language.triggers import find_triggers

        tables, reading = load_tables(self.knowledge), reading_of(doc)
        if self.stage == "triggers":
            return list(find_triggers(doc, tables.lexicon, reading))
        if self.stage == "times":
            return list(dates.find_times(doc, reading.published, reading.starts or (0,)))
        if self.stage == "places" and tables.knowledge is not None:
            return list(places.find_places(doc, tables.knowledge, dateline=reading.dateline_place))
        mentions = find_mentions(doc, tables.gazetteer)
        if self.stage == "entities":
            register = build_register(doc, mentions, tables.gazetteer, reading).register
            return list(register.entities)
        return list(mentions)
