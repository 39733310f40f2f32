"""The spaCy factories of diplograph: thin, so that spaCy's entry points load at once.

spaCy imports this module whenever any pipeline is loaded in an environment that has
diplograph installed; everything heavy is imported inside the functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from ingest.language.components import DiplomaticEvents, Stage

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


def _stage(nlp: Language, name: str, stage: str, knowledge: str | None) -> Stage:
    from ingest.language.components import Stage

    return Stage(name=name, stage=stage, knowledge=knowledge)


@Language.factory(
    "diplomatic_mentions",
    default_config={"knowledge": None},
    assigns=["doc._.diplomatic_mentions"],
    requires=["doc.ents", "token.dep", "token.tag"],
)
def make_mentions(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """Build the component that finds mentions of actors."""
    return _stage(nlp, name, "mentions", knowledge)


@Language.factory(
    "diplomatic_entities",
    default_config={"knowledge": None},
    assigns=["doc._.diplomatic_entities"],
    requires=["doc.ents", "doc.sents", "token.dep", "token.tag"],
)
def make_entities(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """Build the component that joins mentions to actors."""
    return _stage(nlp, name, "entities", knowledge)


@Language.factory(
    "diplomatic_triggers",
    default_config={"knowledge": None},
    assigns=["doc._.diplomatic_triggers"],
    requires=["doc.sents", "token.dep", "token.tag", "token.lemma"],
)
def make_triggers(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """Build the component that finds words which may name an event."""
    return _stage(nlp, name, "triggers", knowledge)


@Language.factory(
    "diplomatic_times",
    default_config={"knowledge": None},
    assigns=["doc._.diplomatic_times"],
    requires=["doc.sents", "token.dep", "token.tag"],
)
def make_times(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """Build the component that finds time expressions; ``user_data["published"]`` is the day."""
    return _stage(nlp, name, "times", knowledge)


@Language.factory(
    "diplomatic_places",
    default_config={"knowledge": None},
    assigns=["doc._.diplomatic_places"],
    requires=["doc.ents", "token.dep", "token.tag"],
)
def make_places(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """Build the component that finds places."""
    return _stage(nlp, name, "places", knowledge)
