"""Who said what: direct quotations with their speakers, and reported speech of officials.

Runs beside the events on the mentions and the register. A direct quotation is what stands
between quotation marks and is attributed to somebody: before it ("X said: ...", "X told Y,
..."), after it ("...," said X), by "according to X", or because the speaker of the quotation
before goes on. Words in quotation marks that nobody utters (a "dear friend") are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.language.context import Context
from ingest.language.resolving import resolve_token
from ingest.language.syntax import agent_of, climb_subjects, is_passive, is_verb
from ingest.language.types import Form

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ingest.language.reading import Reading

OPENING, CLOSING, STRAIGHT = frozenset("“„«"), frozenset("”»"), '"'
_MARKS = OPENING | CLOSING | {STRAIGHT, "``", "''"}
# Verbs of utterance, by lemma; those in _PLAIN need no object but what is said.
SPEECH = frozenset(
    "say tell state add announce declare explain insist stress emphasize emphasise note warn "
    "argue claim assert maintain remark comment reply respond answer ask write tweet post "
    "acknowledge admit concede continue conclude recall reiterate repeat report suggest "
    "underline underscore affirm reaffirm agree complain vow pledge promise urge call observe "
    "caution predict believe think hope boast quip joke read inform confirm deny demand object "
    "protest quote describe hail praise denounce condemn accuse reveal disclose allege".split()
)
# Of these, the ones whose clause is reported speech of its own.
REPORTING = frozenset(
    "say tell state add announce declare explain insist stress emphasize emphasise note warn "
    "argue claim assert maintain remark comment reply respond acknowledge admit reiterate repeat "
    "underline underscore affirm reaffirm vow pledge promise caution predict confirm deny "
    "complain allege reveal disclose".split()
)
MIN_WORDS = 4  # of a quotation without sentence form; shorter ones are words, not utterances
REACH = 25  # tokens between a quotation and its attribution, titles and appositions included


@dataclass(frozen=True, slots=True)
class Quote:
    """What one actor said: tokens `start` to `end` (exclusive), the speaker's entity.

    `direct` where it stands in quotation marks; `rule` names the way of attribution.
    """

    start: int
    end: int
    speaker: int
    direct: bool
    rule: str


@dataclass(frozen=True, slots=True)
class _Marks:
    """A stretch between quotation marks; `open` and `close` are the tokens of the marks."""

    open: int
    close: int
    paragraph: int

    @property
    def start(self) -> int:
        return self.open + 1

    @property
    def end(self) -> int:
        return self.close


def quoted_spans(doc: Doc, starts: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Return the pairs of quotation marks: ``(opening token, closing token, paragraph)``.

    Marks do not pair across paragraphs; an opening mark without its partner quotes to the end
    of its paragraph (a quotation that the next paragraph continues).
    """
    found: list[tuple[int, int, int]] = []
    words = [t.text for t in doc]
    borders = [*starts, len(doc)] if starts else [0, len(doc)]
    for paragraph, (begin, end) in enumerate(pairwise(borders)):
        opened: int | None = None
        for i, text in enumerate(words[begin:end], begin):
            if text not in _MARKS:
                continue
            if text in OPENING or (text in (STRAIGHT, "``") and opened is None):
                opened = i
            elif opened is not None and (text in CLOSING or text in (STRAIGHT, "''")):
                if i - opened > 1:
                    found.append((opened, i, paragraph))
                opened = None
        if opened is not None and end - opened > MIN_WORDS + 1:
            found.append((opened, end, paragraph))
    return found


def find_quotes(context: Context, reading: Reading) -> list[Quote]:
    """Return the quotations of a report in order, direct ones and reported speech."""
    doc = context.doc
    spans = [_Marks(*m) for m in quoted_spans(doc, reading.starts)]
    inside = {i for m in spans for i in range(m.open, min(m.close + 1, len(doc)))}
    quotes: list[Quote] = []
    borders = [*reading.starts, len(doc)] if reading.starts else [0, len(doc)]
    last: tuple[_Marks, int] | None = None
    for marks in spans:
        if reading.kind_of(marks.open) == "title":
            continue
        begin, stop = borders[marks.paragraph], borders[marks.paragraph + 1]
        found = _attribution(context, marks, begin, stop, inside)
        if found is None and last is not None and _goes_on(doc, last[0], marks, inside):
            found = last[1], "continued"
        if found is None:
            continue
        speaker, rule = found
        if not _is_utterance(doc, marks, rule):
            continue
        last = marks, speaker
        end = marks.end - (doc[marks.end - 1].text == ",")
        quotes.append(Quote(marks.start, end, speaker, True, rule))
    told = _reported(context, inside, quotes)
    quotes.extend(q for q in told if reading.kind_of(q.start) != "title")
    return sorted(quotes, key=lambda q: (q.start, q.end))


def _words(doc: Doc, start: int, end: int) -> int:
    return sum(1 for t in doc[start:end] if t.is_alpha)


def _is_utterance(doc: Doc, marks: _Marks, rule: str) -> bool:
    """Whether a quoted stretch says something, and is no quoted word or name."""
    words = _words(doc, marks.start, marks.end)
    if words == 0:
        return False
    before = doc[marks.open - 1].text if marks.open > 0 else ""
    ends = doc[marks.end - 1].text in (".", ",", "!", "?", "...", "…")
    has_verb = any(t.pos_ in ("VERB", "AUX") for t in doc[marks.start : marks.end])
    if before in (":", ",") or ends:
        return words >= 2
    return words >= MIN_WORDS and (has_verb or words >= 6)


def _attribution(
    context: Context, marks: _Marks, begin: int, stop: int, inside: set[int]
) -> tuple[int, str] | None:
    """Find the speaker of a quoted stretch in the words around it."""
    doc = context.doc
    first = max(_left_border(doc, marks.open, begin, inside), marks.open - REACH)
    last = min(_right_border(doc, marks.close, stop, inside), marks.close + 1 + REACH)
    before = [doc[i] for i in range(first, marks.open) if i not in inside]
    after = [doc[i] for i in range(marks.close + 1, last) if i not in inside]
    comma = marks.end > marks.start and doc[marks.end - 1].text in (",", "?", "!", "—", "-")
    comma = comma or (bool(after) and after[0].text in (",", "—", "-"))
    leads = bool(before) and before[-1].text in (":", ",", "that")
    sides = [(after, "after"), (before, "before")]
    if leads and not comma:
        sides.reverse()
    for tokens, side in sides:
        told = _speaker_in(context, tokens, side)
        if told is not None:
            return told, side
    for tokens, _ in sides:
        told = _according_to(context, tokens)
        if told is not None:
            return told, "according-to"
    return None


def _left_border(doc: Doc, at: int, begin: int, inside: set[int]) -> int:
    """First token of the sentence before a quotation, as its punctuation shows."""
    for i in range(at - 1, begin - 1, -1):
        if i in inside or (doc[i].text in (".", "!", "?") and i < at - 1):
            return i + 1
        if doc[i].text in (".", "!", "?") and i == at - 1:
            return at
    return begin


def _right_border(doc: Doc, at: int, stop: int, inside: set[int]) -> int:
    if at > 0 and at - 1 < len(doc) and doc[at - 1].text in (".", "…"):
        # The quoted sentence is over: what follows is a sentence of its own.
        return at + 1
    for i in range(at + 1, stop):
        if i in inside:
            return i
        if doc[i].text in (".", "!", "?", ";"):
            return i
    return stop


def _speaker_in(context: Context, tokens: list[Token], side: str) -> int | None:
    """The subject of the verb of utterance among these tokens, nearest to the quotation."""
    verbs = [t for t in tokens if t.lemma_ in SPEECH and _may_be_verb(t)]
    if side == "before":
        verbs.reverse()
    allowed = {t.i for t in tokens}
    for verb in verbs:
        for subject in _subjects(verb, allowed):
            entity = _resolve(context, subject)
            if entity is not None:
                return entity
        entity = None if is_passive(verb) else _beside(context, verb, allowed)
        if entity is not None:
            return entity
    return None


def _may_be_verb(token: Token) -> bool:
    return is_verb(token) or token.tag_.startswith("VB")


def _subjects(verb: Token, allowed: set[int]) -> list[Token]:
    if is_passive(verb):  # "was described by X as"
        return [t for t in agent_of(verb) if t.i in allowed]
    found = [c for c in verb.children if c.dep_ == "nsubj" and c.i in allowed]
    if not found:
        found = [t for t in climb_subjects(verb)[0] if t.i in allowed]
    return found


def _beside(context: Context, verb: Token, allowed: set[int]) -> int | None:
    """The named actor next to a verb whose subject the parse missed: before it, else after."""
    ranked = sorted(
        (
            m
            for i in allowed
            for m in context.mentions_at.get(i, [])
            if m.head == i and m.form in (Form.NAME, Form.SURNAME, Form.PRONOUN, Form.CAPITAL)
        ),
        key=lambda m: (m.start > verb.i, abs(m.start - verb.i)),
    )
    for mention in ranked[:1]:
        if mention.start > verb.i + 8:
            return None
        return _resolve(context, context.doc[mention.head])
    return None


def _according_to(context: Context, tokens: list[Token]) -> int | None:
    for token in tokens:
        if token.lower_ == "according":
            for follower in tokens:
                if token.i + 1 < follower.i <= token.i + 12 and follower.dep_ == "pobj":
                    return _resolve(context, follower)
    return None


def _resolve(context: Context, token: Token) -> int | None:
    """The one actor that a token stands for; a news agency or a crowd is no speaker."""
    for _, entities in resolve_token(context, token, "subject", []):
        if len(entities) == 1:
            return entities[0]
    return None


def _goes_on(doc: Doc, last: _Marks, marks: _Marks, inside: set[int]) -> bool:
    """Whether a quotation continues the one before: nothing else was told in between.

    In one paragraph only the attribution may stand between; a new paragraph must begin with
    the quotation and follow at once.
    """
    between = [doc[i] for i in range(last.close + 1, marks.open) if i not in inside]
    if marks.paragraph == last.paragraph:
        verbs = [t for t in between if t.tag_.startswith("VB") and t.dep_ not in ("aux", "auxpass")]
        return len(verbs) <= 1 and all(v.lemma_ in SPEECH for v in verbs)
    unclosed = last.close >= len(doc) or doc[last.close].text not in CLOSING | {STRAIGHT, "''"}
    at_start = not any(t.is_alpha for t in between)
    return marks.paragraph == last.paragraph + 1 and at_start and (unclosed or not between)


def _reported(context: Context, inside: set[int], direct: list[Quote]) -> Iterator[Quote]:
    """Reported speech: the clause that an actor says, in nobody's quotation marks."""
    doc = context.doc
    quoted = {i for q in direct for i in range(q.start, q.end)}
    for token in doc:
        if token.lemma_ not in REPORTING or token.i in inside or not _may_be_verb(token):
            continue
        if any(c.dep_ == "neg" for c in token.children):
            continue
        clause = next((c for c in token.children if c.dep_ == "ccomp" and is_verb(c)), None)
        if clause is None or clause.tag_ == "VBG":
            continue
        if any(t.lower_ in ("which", "who", "whom") for t in doc[clause.left_edge.i : clause.i]):
            continue  # a relative clause that the parser hung on the verb
        subjects = [c for c in token.children if c.dep_ == "nsubj"]
        if len(subjects) != 1:
            continue
        speaker = _resolve(context, subjects[0])
        if speaker is None:
            continue
        left, right = clause.left_edge.i, clause.right_edge.i + 1
        if left < token.i < right:  # "The talks, he said, went well": two pieces, no span
            continue
        if right <= token.i and not any(t.text == "," for t in doc[right : token.i]):
            continue  # before its verb only a comma shows that it is said
        while left < right and doc[left].lower_ in ("that", ",", ":"):
            left += 1
        while right > left and doc[right - 1].is_punct:
            right -= 1
        if _words(doc, left, right) < MIN_WORDS or quoted & set(range(left, right)):
            continue
        yield Quote(left, right, speaker, False, "reported")
