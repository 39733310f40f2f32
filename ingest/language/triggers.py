"""Stage 4: words that may name an event, with the verb that supports or governs them.

Whether one of them is an event is not decided here but by what stands around it: its parties
(`arguments`), its form (`filter`) and other mentions (`merge`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identifiers import fold
from ingest.language.lexicon import Lexicon
from ingest.language.syntax import called_off, is_passive, is_verb
from ingest.language.types import Frame, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ingest.language.reading import Reading

# "a second day of talks", "the resumption of negotiations": these stand where the talks stand.
CONTAINERS = frozenset(
    "day round series set resumption start beginning opening end conclusion session eve cycle "
    "week part course kind number phase couple flurry string pair bout host break suspension "
    "continuation completion hour month signing conclusion cancellation postponement "
    "purpose possibility prospect terms".split()
)
NOVEL = frozenset(
    "another second third fourth new separate separately earlier previous next later also again "
    "return follow-up".split()
)
DETERMINERS = frozenset("the this that these those his her their its both".split())


def find_triggers(doc: Doc, lexicon: Lexicon, reading: Reading) -> list[Trigger]:
    """Return the words of a parsed `Doc` that may name an event, in order of the text.

    Headings are passed over; of a title only nouns and verbs of the strongest kind are taken,
    because its capital letters mislead the tagger.
    """
    sentence_of: dict[int, int] = {}
    told: list[Token] = []
    for number, sent in enumerate(doc.sents):
        for i in range(sent.start, sent.end):
            sentence_of[i] = number
        if reading.kind_of(sent.start) != "heading":
            told.extend(sent)
    found: list[Trigger] = []
    taken: set[int] = set()
    for token in told:
        if token.i in taken or token.is_punct or token.is_space:
            continue
        phrase = _phrase(token, lexicon)
        if phrase is not None:
            frame, end = phrase
            head = _phrase_head(doc, token.i, end, frame)
            taken.update(range(token.i, end))
            if frame.pos == "noun" and _inside_compound(head, lexicon):
                continue  # "the cease-fire monitors"
            found.append(_trigger(doc, token.i, end, head, frame, sentence_of, lexicon))
            continue
        single = _single(token, lexicon)
        if single is None and _while_in(token):
            for _, given in lexicon.phrases.get("while", ()):
                below = doc[token.i + 1]
                found.append(
                    _trigger(doc, token.i, token.i + 2, below, given, sentence_of, lexicon)
                )
            continue
        if single is None:
            continue
        if single.pos == "noun" and _inside_compound(token, lexicon):
            continue
        found.append(_trigger(doc, token.i, token.i + 1, token, single, sentence_of, lexicon))
    return found


def _phrase(token: Token, lexicon: Lexicon) -> tuple[Frame, int] | None:
    options = lexicon.phrases.get(token.lemma_.lower()) or lexicon.phrases.get(_plain(token))
    if not options:
        return None
    doc = token.doc
    for words, frame in options:
        end = token.i + len(words)
        if end > len(doc):
            continue
        rest = doc[token.i + 1 : end]
        if all(w in (_plain(t), t.lemma_.lower()) for t, w in zip(rest, words[1:], strict=True)):
            if frame.pos == "verb" and not is_verb(token):
                continue
            return frame, end
    return None


def _plain(token: Token) -> str:
    """A word in lower case without accents ("tête-à-tête")."""
    word: str = token.lower_
    return word if word.isascii() else fold(word)


def _phrase_head(doc: Doc, start: int, end: int, frame: Frame) -> Token:
    if frame.pos == "verb":
        return doc[start]
    if "of" in (t.lower_ for t in doc[start:end]):
        return doc[start]
    return doc[end - 1]


def _single(token: Token, lexicon: Lexicon) -> Frame | None:
    lemma = token.lemma_.lower()
    verb = lexicon.verbs.get(lemma)
    noun = lexicon.nouns.get(lemma) or lexicon.nouns.get(token.lower_)
    if token.lower_ == "visiting" and (token.dep_ == "amod" or visited_by(token) is not None):
        return lexicon.verbs.get("visiting")  # "the visiting president"
    apart = _parted(token)
    if apart is not None:
        return next((f for w, f in lexicon.phrases.get(apart[0], ()) if w == apart), None)
    if token.lower_ == "due" and token.dep_ == "acomp":
        return lexicon.verbs.get("due")
    if verb is not None and token.tag_.startswith("VB"):
        return None if token.dep_ == "amod" else verb
    if noun is not None and token.pos_ in ("NOUN", "PROPN"):
        misread = lexicon.verbs.get(_verb_lemma(token))
        if misread is not None and any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
            copula = any(c.lemma_ == "be" for c in token.children)
            if not copula and token.dep_ in ("ROOT", "ccomp", "conj", "advcl", "relcl", "acl"):
                return misread
        return noun
    if token.pos_ in ("NOUN", "PROPN"):
        misread = lexicon.verbs.get(_verb_lemma(token))
        if misread is not None and any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
            return misread
    if (
        token.tag_ == "VBG"
    ):  # the word as it stands: "meeting", and neither "according" nor "dealing"
        return lexicon.nouns.get(token.lower_)
    return None


def _parted(token: Token) -> tuple[str, ...] | None:
    """A verb whose second word stands apart: "called yesterday on X", "brought A and B together"."""
    if not token.tag_.startswith("VB") or token.lemma_ not in ("call", "bring"):
        return None
    if token.lemma_ == "bring":
        near = [t for c in token.children for t in (c, *c.children)]
        together = any(t.lower_ == "together" for t in near)
        return ("bring", "together") if together else None
    if any(c.dep_ in ("dobj", "oprd", "prt") for c in token.children):
        return None
    for c in token.children:
        if c.dep_ != "prep" or c.lower_ != "on" or not token.i < c.i <= token.i + 8:
            continue
        named = (o for o in c.children if o.dep_ == "pobj" and o.pos_ == "PROPN")
        if any(o.ent_type_ in ("", "PERSON") for o in named):
            return ("call", "on")
    return None


_HOSTS = frozenset("tell meet receive see inform assure brief greet host welcome".split())


def _while_in(token: Token) -> bool:
    """ "While in Chad, the minister visited a base": a visit told beside the main clause."""
    if token.lower_ != "while" or token.i + 1 >= token.sent.end:
        return False
    below = token.doc[token.i + 1]
    return below.lower_ == "in" and below.dep_ == "prep" and is_verb(below.head)


def visited_by(token: Token) -> Token | None:
    """The visitor of "for visiting Foreign Minister X", which the parser takes for an object."""
    if token.tag_ != "VBG" or any(c.dep_ in ("nsubj", "aux") for c in token.children):
        return None
    told = token.dep_ == "xcomp" and token.head.lemma_ in _HOSTS and token.i == token.head.i + 1
    if token.dep_ not in ("pcomp", "csubj") and not told:
        return None
    for c in token.children:
        if c.dep_ == "dobj" and c.ent_type_ == "PERSON":
            return c
    return None


def _verb_lemma(token: Token) -> str:
    return token.lower_[:-1] if token.lower_.endswith("s") else token.lower_


def _inside_compound(token: Token, lexicon: Lexicon) -> bool:
    """Whether an event noun only qualifies another noun ("the summit venue", "peace talks team")."""
    if token.dep_ not in ("compound", "amod", "nmod"):
        return False
    head = token.head
    return head.i > token.i


def carrier(token: Token) -> Token:
    """Return the noun that stands in the sentence where the event noun's meaning stands.

    ``"a second day of talks"`` gives *day*; a noun by itself gives itself.
    """
    current = token
    for _ in range(3):
        if current.dep_ == "conj":
            first = current
            while first.dep_ == "conj" and first.head.i != first.i:
                first = first.head
            if first.pos_ in ("NOUN", "PROPN"):
                current = first
                continue
        if (
            current.dep_ == "pobj"
            and current.head.lower_ == "of"
            and current.head.head.lemma_.lower() in CONTAINERS
        ):
            current = current.head.head
            continue
        break
    return current


def _trigger(
    doc: Doc,
    start: int,
    end: int,
    head: Token,
    frame: Frame,
    sentence_of: dict[int, int],
    lexicon: Lexicon,
) -> Trigger:
    if frame.pos == "verb":
        novel = _in_sequence(head)
        return Trigger(
            start, end, head.i, frame, sentence_of[head.i], verb=head.i, nominal=False, novel=novel
        )
    place = carrier(head)
    verb = support_verb(place, lexicon) or support_verb(head, lexicon)
    modifiers = [c for n in {head.i, place.i} for c in doc[n].children if c.i < n]
    return Trigger(
        start,
        end,
        head.i,
        frame,
        sentence_of[head.i],
        verb=verb.i if verb is not None else None,
        nominal=True,
        definite=any(
            c.lower_ in DETERMINERS or c.dep_ == "poss"
            for c in modifiers
            if c.dep_ in ("det", "poss")
        ),
        novel=any(c.lower_ in NOVEL for c in modifiers)
        or (verb is not None and _in_sequence(verb)),
        indefinite=any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in modifiers),
    )


# Words before which something else was told: what follows is not the same again.
_SEQUENCE = frozenset(
    "again separately also later earlier afterwards afterward subsequently previously then last "
    "first beforehand once".split()
)


def _in_sequence(verb: Token) -> bool:
    """ "Earlier X paid a call on Y", "they last met in March": another happening than the one before.

    An adverb inside a measure ("two days later", "earlier this week") says when, not what next.
    """
    return any(
        c.lower_ in _SEQUENCE
        and c.dep_ == "advmod"
        and not any(True for _ in c.children)
        and not (c.i > verb.i and c.lower_ in ("first", "last", "once"))
        for c in verb.children
    )


def support_verb(noun: Token, lexicon: Lexicon) -> Token | None:
    """Return the verb that holds, signs, attends or is the taking place of what `noun` says."""
    head = noun.head
    told = any(c.dep_ == "det" and c.lower_ in DETERMINERS for c in noun.children)
    if (
        noun.dep_ in ("nsubj", "nsubjpass")
        and not told
        and (head.lemma_ == "be" or is_passive(head))
    ):
        for c in head.children:  # "an accord is to be signed", "is expected to be signed"
            if c.dep_ == "xcomp" and is_passive(c) and lexicon.has("sign", c.lemma_):
                return c
    if (
        noun.dep_ in ("dobj", "obj", "attr", "oprd")
        and is_verb(head)
        and any(
            lexicon.has(c, head.lemma_) for c in ("hold", "attend", "sign", "cancel", "propose")
        )
    ):
        return head
    if noun.dep_ in ("dobj", "nsubjpass") and called_off(head):
        return head
    if noun.dep_ == "nsubj":
        for c in noun.children:  # "the accord, signed Monday, ends a dispute"
            if c.dep_ == "acl" and c.tag_ == "VBN" and lexicon.has("sign", c.lemma_):
                return c
    if (
        noun.dep_ in ("nsubjpass", "nsubj")
        and is_verb(head)
        and any(lexicon.has(c, head.lemma_) for c in ("hold", "attend", "sign", "happen", "cancel"))
    ):
        return head
    misread = held_before(noun)
    if misread is not None:
        return misread
    for c in noun.children:  # "an accord signed Friday", "the talks that A and B held"
        if (
            c.dep_ in ("acl", "relcl")
            and _says_of_noun(c)
            and (
                lexicon.has("sign", c.lemma_)
                or c.lemma_
                in (
                    "hold",
                    "host",
                    "schedule",
                    "plan",
                    "cancel",
                    "postpone",
                    "set",
                    "begin",
                    "start",
                    "end",
                    "conclude",
                )
            )
        ):
            return c
    if noun.dep_ == "pobj" and noun.head.dep_ in ("prep", "prt"):
        above = noun.head.head
        if is_verb(above):
            pair = (above.lemma_, noun.head.lower_)
            if pair in _PHRASAL:
                return above
            if above.lemma_ == "put" and _hand(above) is not None:
                return above
        # "put their signatures to a convention", where the parser hangs "to" on them
        if (
            noun.head.lower_ == "to"
            and above.head.lemma_ in ("put", "set", "affix", "append")
            and _hand(above.head) is not None
        ):
            return above.head
        # "take part in talks"
        if above.lower_ == "part" and above.head.lemma_ == "take":
            return above.head
        if above.lemma_ == "take" and any(c.lower_ == "part" for c in above.children):
            return above
    return None


def held_before(noun: Token) -> Token | None:
    """The verb of "A, B, and C, held talks", which the parser may take for an adjective."""
    for c in noun.children:
        if c.dep_ == "amod" and c.tag_ == "VBD" and c.lemma_ in ("hold", "sign", "issue", "reach"):
            return c
    return None


def _hand(verb: Token) -> Token | None:
    """What is put to a paper: "put their names to a treaty"."""
    return next(
        (
            c
            for c in verb.children
            if c.dep_ == "dobj" and c.lemma_.lower() in ("name", "signature", "initial", "hand")
        ),
        None,
    )


def _says_of_noun(clause: Token) -> bool:
    """Whether a clause under a noun speaks of it, and is no content clause ("that ... ")."""
    if any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children):
        return False
    subject = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.lower_ in ("that", "which", "who"):
        return True
    return any(c.lower_ in ("that", "which") for c in clause.children) or subject.dep_ == "nsubj"


_PHRASAL = frozenset(
    {
        ("participate", "in"),
        ("participate", "at"),
        ("preside", "over"),
        ("engage", "in"),
        ("enter", "into"),
        ("wrap", "up"),
        ("kick", "off"),
        ("agree", "on"),
        ("agree", "to"),
        ("come", "to"),
        ("arrive", "at"),
        ("go", "on"),
        ("embark", "on"),
        ("leave", "on"),
        ("depart", "on"),
        ("sit", "in"),
    }
)
