"""The spaCy factories of diplograph: thin, so that spaCy's entry points load at once.

spaCy imports this module whenever any pipeline is loaded in an environment that has
diplograph installed; everything heavy is imported inside the functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from ingest.language.components import DiplomaticEvents

# Our components run on the whole report, after its paragraphs were parsed one by one.
FACTORIES = frozenset({"diplomatic_events"})


@Language.factory(
    "diplomatic_events",
    default_config={"precision": "balanced", "knowledge": None},
    assigns=["doc._.accounts", "doc._.extraction"],
    requires=["token.dep", "token.tag", "token.lemma", "doc.sents"],
)
def make_diplomatic_events(
    nlp: Language, name: str, precision: str, knowledge: str | None
) -> DiplomaticEvents:
    """Build the component that reads accounts of diplomatic events off a parsed `Doc`.

    `precision` is ``"recall"``, ``"balanced"`` or ``"strict"``; `knowledge` a folder of own
    tables, added to the packaged ones. Results stand in ``doc._.accounts``.
    """
    from ingest.language.components import DiplomaticEvents

    return DiplomaticEvents(name=name, precision=precision, knowledge=knowledge)
