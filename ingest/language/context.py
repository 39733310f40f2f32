"""What resolving and judging an event word needs of its report: register, lexicon, places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import ActorKind
from ingest.language.entities import Resolver
from ingest.language.lexicon import Lexicon
from ingest.language.types import Form, Mention, PlaceExpr

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass
class Context:
    """What resolving needs: the document's register and tables."""

    doc: Doc
    resolver: Resolver
    lexicon: Lexicon
    mentions_at: dict[int, list[Mention]]
    places_at: dict[int, PlaceExpr]
    titles_at: dict[int, Mention] = field(default_factory=dict)
    travellers: tuple[int, ...] = ()  # of the latest visit
    travelled: int = -9  # the sentence of the latest visit
    home: PlaceExpr | None = None  # the place of the dateline

    def __post_init__(self) -> None:
        for mention in self.resolver.register.mentions:
            if mention.kind is ActorKind.PERSON and mention.form in (Form.NAME, Form.SURNAME):
                for i in range(
                    mention.start if mention.wide_start is None else mention.wide_start,
                    mention.start,
                ):
                    self.titles_at.setdefault(i, mention)


def index_mentions(mentions: list[Mention]) -> dict[int, list[Mention]]:
    """Mentions by each token that they cover (the narrow span)."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        for i in range(mention.start, mention.end):
            found.setdefault(i, []).append(mention)
    return found
