"""Which line of acts.tsv a verb with its company is."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.model import (
    EventType,
)
from ingest.knowledge.tables import table

if TYPE_CHECKING:
    from spacy.tokens import Token

    from ingest.knowledge.tables import Line

KIND = frozenset(
    {
        EventType.SUPPORT,
        EventType.COOPERATION,
        EventType.AID,
        EventType.CONCESSION,
        EventType.RETREAT,
    }
)
HARSH = frozenset(
    {
        EventType.SANCTION,
        EventType.COERCION,
        EventType.ASSAULT,
        EventType.MOBILIZATION,
        EventType.PROTEST,
    }
)
# Whose complement is what they speak of, and no act of its own.
VERBAL = frozenset({EventType.REQUEST, EventType.REJECTION, EventType.THREAT, EventType.ACCUSATION})


@dataclass(frozen=True, slots=True)
class ActFrame:
    """One line of acts.tsv for one verb: `rest` must stand with it; see the file's header."""

    verb: str
    rest: tuple[str, ...]
    type: EventType
    mode: str | None
    object: frozenset[str]
    barred: frozenset[str]
    subject: frozenset[str]
    no_subject: frozenset[str]
    order: int


@dataclass(frozen=True, slots=True)
class ActLexicon:
    """The lines of acts.tsv by verb, and the classes of act-words.tsv."""

    frames: dict[str, tuple[ActFrame, ...]]
    classes: dict[str, frozenset[str]]


@functools.lru_cache(maxsize=4)
def act_lexicon(extra: Path | None = None) -> ActLexicon:
    """Return the packaged lexicon of acts with the lines of a user's folder on top.

    Raises `SettingsError` for an unknown type or class, naming file and line.
    """

    def word_class(line: Line) -> tuple[str, frozenset[str]]:
        return line.need("class"), frozenset(line.text("words").split())

    classes = dict(table("act-words.tsv", ("class", "words"), word_class, lambda c: c[0], extra))

    def words(line: Line, column: str, negative: bool) -> frozenset[str]:
        found: set[str] = set()
        for word in line.text(column).split():
            if word.startswith("!") is not negative:
                continue
            bare = word.lstrip("!")
            if bare.startswith("@"):
                if bare[1:] not in classes:
                    raise line.fault(f"'{bare}' names no class of act-words.tsv")
                found |= classes[bare[1:]]
            else:
                found.add(bare.replace("_", " "))
        return frozenset(found)

    known = {t.value: t for t in KIND | HARSH | VERBAL}

    def row(line: Line) -> list[ActFrame]:
        kind = known[line.one_of("type", known)]
        made = []
        for verb in line.many("verbs"):
            first, *rest = verb.split()
            made.append(
                ActFrame(
                    first,
                    tuple(rest),
                    kind,
                    line.maybe("mode"),
                    words(line, "object", negative=False),
                    words(line, "object", negative=True),
                    words(line, "subject", negative=False),
                    words(line, "subject", negative=True),
                    line.number,
                )
            )
        if not made:
            raise line.fault("column 'verbs' is empty; give at least one verb")
        return made

    lines = table("acts.tsv", ("type", "verbs"), row, lambda r: (r[0], len(r)), extra)
    frames: dict[str, list[ActFrame]] = defaultdict(list)
    for made in lines:
        for frame in made:
            frames[frame.verb].append(frame)
    return ActLexicon({verb: tuple(rows) for verb, rows in frames.items()}, classes)


def phrase_words(token: Token, depth: int = 4) -> set[str]:
    """Lemmas of a noun phrase or complement: its head and what modifies it, no clauses."""
    found = {token.lemma_.lower(), token.lower_}
    if token.tag_ in ("NNP", "NNPS"):
        found.add(token.lower_.removesuffix("s"))
    if depth == 0:
        return found
    for c in token.children:
        if c.dep_ in (
            "compound",
            "amod",
            "nmod",
            "conj",
            "appos",
            "prep",
            "pobj",
            "pcomp",
            "dobj",
            "poss",
            "xcomp",
            "ccomp",
            "npadvmod",
            "attr",
            "prt",
            "acomp",
            "oprd",
        ):
            found |= phrase_words(c, depth - 1)
    return found


def _near(verb: Token) -> list[Token]:
    """The words that stand with a verb, among which a frame's further words are looked for."""
    near = [c for c in verb.children if abs(c.i - verb.i) <= 8]
    near += [
        g
        for c in near
        if c.dep_ in ("prt", "advmod", "prep", "dobj", "pobj", "acomp", "npadvmod")
        for g in c.children
    ]
    near += [g for c in near if c.dep_ in ("pobj", "dobj") for g in c.children]
    return near


def _rest(verb: Token, rest: tuple[str, ...], near: list[Token]) -> Token | None:
    """Return the last of the further words of a frame if all stand with (`near`) the verb."""
    last = verb
    for word in rest:
        hit = next(
            (t for t in near if word in (t.lower_, t.lemma_) and t.i > last.i and not _dated(t)),
            None,
        )
        if hit is None and verb.dep_ != "ROOT":
            hit = next((t for t in near if t.lower_ == word), None)
        if hit is None:
            return None
        last = hit
    return last


def _dated(preposition: Token) -> bool:
    """Whether a preposition only leads to a date ("called late on Tuesday")."""
    return any(c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def _objects(verb: Token, last: Token) -> list[Token]:
    """What a verb is done to: objects, the subject of a passive, after a frame's preposition."""
    found: list[Token] = []
    if last.i != verb.i and last.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
        found += [c for c in last.children if c.dep_ in ("pobj", "pcomp")]
    for c in verb.children:
        if c.dep_ in ("dobj", "attr", "oprd", "nsubjpass", "dative", "acomp") and c.i != last.i:
            found.append(c)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        found.append(verb.head)
    if verb.dep_ == "relcl" and not any(c.dep_ == "dobj" for c in verb.children):
        found.append(verb.head)
    return found


def _complements(verb: Token) -> list[Token]:
    return [
        c
        for c in verb.children
        if c.dep_ in ("xcomp", "ccomp", "advcl", "prep") and c.i > verb.i and c.dep_ != "advcl"
    ]


def lemma_of(verb: Token, known: Container[str]) -> str:
    """The verb's dictionary form; where the model's is unknown, the one its ending points to."""
    lemma = verb.lemma_.lower()
    if lemma in known:
        return lemma
    word = verb.lower_
    for ending, put in (("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("s", ""), ("d", "")):
        if word.endswith(ending) and word.removesuffix(ending) + put in known:
            return word.removesuffix(ending) + put
    return lemma


def best_frame(
    verb: Token, lexicon: ActLexicon, subjects: list[Token]
) -> tuple[ActFrame, Token] | None:
    """Return the line of the lexicon that fits a verb best, with the last of its words."""
    best: tuple[tuple[int, int], ActFrame, Token] | None = None
    objects: set[str] | None = None
    doers: set[str] | None = None
    # "call off" is no "call": a particle must be the lexicon's own.
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt"]
    frames = lexicon.frames.get(lemma_of(verb, lexicon.frames), ())
    near = _near(verb) if any(frame.rest for frame in frames) else []
    for frame in frames:
        last = _rest(verb, frame.rest, near) if frame.rest else verb
        if last is None or any(p not in frame.rest for p in particles):
            continue
        mine: set[str] = set()
        if frame.object or frame.barred:
            if frame.rest:
                mine = _words_of(verb, last)
            else:
                objects = _words_of(verb, verb) if objects is None else objects
                mine = objects
        if frame.object and not frame.object & mine:
            named = "state" in frame.object and any(
                t.ent_type_ in ("GPE", "LOC", "FAC")
                for o in _objects(verb, last)
                for t in o.subtree
            )
            if not named:
                continue
        if frame.barred & mine:
            continue
        if frame.subject or frame.no_subject:
            if doers is None:
                doers = set().union(*(phrase_words(s, 3) for s in subjects)) if subjects else set()
            if frame.no_subject & doers:
                continue
        if frame.subject:
            doers = doers or set()
            crowd = "student" in frame.subject and any(
                s.ent_type_ == "NORP" and s.tag_ in ("NNS", "NNPS") for s in subjects
            )
            if (
                not crowd
                and not frame.subject & doers
                and not (
                    "state" in frame.subject
                    and any(s.ent_type_ in ("GPE", "NORP") for s in subjects)
                )
            ):
                continue
        score = 2 * len(frame.rest) + 2 * bool(frame.object) + 2 * bool(frame.subject)
        key = (score, -frame.order)
        if best is None or key > best[0]:
            best = key, frame, last
    return (best[1], best[2]) if best else None


def _words_of(verb: Token, last: Token) -> set[str]:
    found: set[str] = set()
    for token in _objects(verb, last):
        found |= phrase_words(token)
    for token in _complements(verb):
        if token.dep_ == "prep":
            if token.lower_ in ("of", "for", "with", "about", "from", "against", "into"):
                found |= phrase_words(token, 2)
            continue
        found.add(token.lemma_.lower())
        found |= {c.lemma_.lower() for c in token.children if c.dep_ == "xcomp"}
        for c in token.children:
            if c.dep_ in ("dobj", "prt", "attr", "acomp", "nsubjpass"):
                found |= phrase_words(c, 1)
    return found
