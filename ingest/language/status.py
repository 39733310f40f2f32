"""Stage 5: how real a happening is: occurred, ongoing, planned, possible or cancelled.

A verb tells it by its own form and by the verbs above it; a noun by its own modifiers, by the
verb that supports it, then by the preposition on which it hangs. It runs once before the
dates (it decides past or future of a bare weekday) and is settled with the date afterwards.
The cues follow section 6 of the annotation study of newswire (see docs/extraction.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import EventType, Status
from ingest.language.lexicon import Lexicon
from ingest.language.syntax import called_off, comes_in, is_passive, is_verb
from ingest.language.times.calendar import first_day, last_day
from ingest.language.triggers import carrier
from ingest.language.types import TimeValue, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FUTURE = frozenset(
    "next upcoming forthcoming planned scheduled future coming expected tentative".split()
)
_POSSIBLE = frozenset(
    "possible proposed potential eventual prospective hypothetical likely".split()
)
_PAST = frozenset("recent last previous earlier latest past recently-concluded".split())
_OFF = frozenset("cancelled canceled postponed aborted failed".split())
_ARRIVE = frozenset("arrive land touch begin start open enter resume launch kick embark".split())
_DEPART = frozenset({"leave", "depart", "head"})
_GONE = frozenset("leave depart return fly go head".split())
_LEAVING = frozenset("leave depart head fly travel go come return".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A status, whether a clear cue gave it, and the cue's name."""

    status: Status
    firm: bool
    cue: str


def read_status(doc: Doc, trigger: Trigger, lexicon: Lexicon, *, caption: bool = False) -> Reading:
    """Return the status that the words around a trigger tell, without regard to dates.

    A caption tells in the present what the picture shows; it is over.
    """
    found = _read_status(doc, trigger, lexicon)
    if trigger.frame.lemma == "invite" and found.status in (Status.OCCURRED, Status.PLANNED):
        if _accepted(doc, trigger):
            return Reading(Status.PLANNED, True, "accepted")
        return Reading(Status.POSSIBLE, True, "invited")
    if trigger.frame.lemma == "expect" and _was_to_be(doc[trigger.head]):
        return Reading(Status.CANCELLED, False, "had-planned")
    if trigger.frame.lemma in ("due", "expect") and found.cue in ("past", "present-passive"):
        return Reading(Status.PLANNED, True, "was-due")  # "was due in Oslo on Friday"
    if trigger.frame.lemma == "while in":
        above = _verb_status(doc[trigger.head].head, lexicon, EventType.MEETING)
        return Reading(above.status, False, "while")
    if trigger.frame.lemma in ("way",):
        past = doc[trigger.head].head.head.tag_ == "VBD"
        return Reading(Status.PLANNED, not past, "on-the-way")
    if trigger.frame.lemma == "left" and found.status is not Status.CANCELLED:
        return Reading(Status.OCCURRED, True, "departed")
    if trigger.frame.lemma == "visiting":
        return Reading(Status.ONGOING, False, "visiting")
    if caption and found.status in (Status.PLANNED, Status.ONGOING) and "present" in found.cue:
        return Reading(Status.OCCURRED, True, "caption")
    return found


def _read_status(doc: Doc, trigger: Trigger, lexicon: Lexicon) -> Reading:
    head = doc[trigger.head]
    if trigger.nominal:
        return _noun_status(doc, trigger, head, lexicon)
    return _verb_status(head, lexicon, trigger.frame.type)


def _aux(verb: Token) -> set[str]:
    found = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return {{"'ll": "will", "'d": "would", "wo": "will", "ca": "can"}.get(a, a) for a in found}


def _verb_status(verb: Token, lexicon: Lexicon, kind: EventType, depth: int = 5) -> Reading:
    aux = _aux(verb)
    lemma = verb.lemma_
    if any(c.dep_ == "neg" for c in verb.children) or any(
        c.lower_ in ("never",) for c in verb.children
    ):
        return Reading(Status.CANCELLED, True, "negated")
    if verb.dep_ in ("acl", "relcl", "ccomp") and _denied(verb):
        return Reading(Status.CANCELLED, True, "denied")
    if aux & {"will", "shall"}:
        return Reading(Status.POSSIBLE if _on_condition(verb) else Status.PLANNED, True, "will")
    if "would" in aux:
        reported = (
            verb.dep_ == "ccomp" and is_verb(verb.head) and lexicon.has("say", verb.head.lemma_)
        )
        if reported and not _on_condition(verb):
            return Reading(Status.PLANNED, True, "would")
        return Reading(Status.POSSIBLE, reported, "would")
    if aux & {"may", "might", "could", "should", "can", "must"}:
        return Reading(Status.POSSIBLE, True, "modal")
    if depth > 0:
        if verb.dep_ == "conj" and is_verb(verb.head) and not _finite(verb):
            return _verb_status(verb.head, lexicon, kind, depth - 1)
        if "to" in aux or (verb.tag_ == "VB" and verb.dep_ in ("xcomp", "ccomp")):
            return _infinitive(verb, lexicon, kind, depth)
        if verb.dep_ == "pcomp":
            word = verb.head.lower_
            if word in ("before", "ahead", "for", "of", "on", "to", "about", "from"):
                above = verb.head.head
                if is_verb(above):
                    if above.lemma_ == "look":  # "looked forward to visiting"
                        return Reading(Status.PLANNED, True, "looks-forward")
                    if above.lemma_ in ("plan", "consider", "think", "talk", "insist", "discuss"):
                        return Reading(Status.POSSIBLE, False, "considers")
                    inner = _verb_status(above, lexicon, kind, depth - 1)
                    if word == "before" and inner.status in (Status.ONGOING, Status.OCCURRED):
                        past = above.tag_ == "VBD"
                        return Reading(Status.OCCURRED if past else Status.PLANNED, False, "before")
                    return Reading(inner.status, False, f"{word}-clause")
                return Reading(Status.PLANNED, False, word)
            if word in ("after", "since", "following", "by", "upon", "in", "while", "without"):
                if word == "without":
                    return Reading(Status.CANCELLED, True, "without")
                return Reading(Status.OCCURRED, word in ("after", "since"), "after")
        if verb.tag_ == "VBG" and verb.dep_ in ("xcomp", "ccomp") and is_verb(verb.head):
            lemma_above = verb.head.lemma_
            if lemma_above in ("consider", "discuss", "propose", "suggest"):
                return Reading(Status.POSSIBLE, True, "considers")
            if lemma_above in ("cancel", "postpone", "avoid", "refuse"):
                return Reading(Status.CANCELLED, True, "cancels")
            if lemma_above in ("begin", "start", "continue", "keep", "resume"):
                return Reading(Status.ONGOING, True, "begins")
        if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl", "dep") and not aux:
            above = verb.head
            if verb.dep_ == "acl":
                return Reading(Status.ONGOING, False, "participle")
            if is_verb(above):
                inner = _verb_status(above, lexicon, kind, depth - 1)
                return Reading(inner.status, False, "participle")
    tag = _finite_tag(verb)
    if tag == "VBG":
        present = any(c.lower_ in ("is", "are", "am", "'s", "'re") for c in verb.children) or bool(
            {"is", "are", "'re"} & aux
        )
        if present and lemma in _LEAVING:
            return Reading(Status.PLANNED, False, "is-leaving")
        if present or "been" in aux:
            return Reading(Status.ONGOING, True, "progressive")
        return Reading(Status.OCCURRED, False, "past-progressive")
    if aux & {"have", "has", "'ve"} or ("'s" in aux and tag == "VBN"):
        if lemma in _ARRIVE or (kind is EventType.VISIT and lemma in ("travel", "fly", "go")):
            return Reading(Status.ONGOING, True, "perfect-begin")
        if kind is EventType.VISIT and lemma in ("make", "pay"):
            return Reading(Status.ONGOING, False, "perfect-begin")
        return Reading(Status.OCCURRED, True, "perfect")
    if tag in ("VBZ", "VBP"):
        mark = next(
            (c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i), ""
        )
        if mark in ("when", "before", "until", "if", "once", "as", "after"):
            return Reading(
                Status.POSSIBLE if mark == "if" else Status.PLANNED, mark != "as", f"{mark}-present"
            )
        if lemma == "be":
            return Reading(Status.ONGOING, True, "is-in")
        if lemma in _DEPART and kind is EventType.VISIT:
            return Reading(Status.PLANNED, False, "leaves")
        return Reading(Status.PLANNED, False, "present")
    if tag == "VBN" and is_passive(verb):
        if {"is", "are"} & aux and "been" not in aux:
            return Reading(Status.PLANNED, False, "present-passive")
        if verb.dep_ in ("acl", "relcl") and not aux:
            return Reading(Status.OCCURRED, False, "participle")
    if "had" in aux and tag == "VBN":
        return Reading(Status.OCCURRED, False, "past-perfect")  # "had arrived from Oslo"
    gone = any(c.dep_ == "conj" and c.lemma_ in _GONE and c.tag_ == "VBD" for c in verb.children)
    if lemma in _ARRIVE and gone:
        return Reading(Status.OCCURRED, True, "ended")  # "arrived Monday and left on Tuesday"
    if lemma in _ARRIVE or _under_way(verb) or (kind is EventType.VISIT and comes_in(verb)):
        return Reading(Status.ONGOING, False, "past-begin")
    if lemma in ("leave", "depart", "set") and kind is EventType.VISIT:
        return Reading(Status.PLANNED, False, "left-for")
    told_on = any(
        c.dep_ == "conj" and is_verb(c) and not lexicon.has("plan", c.lemma_) and c.tag_ == "VBD"
        for c in verb.children
    ) or any(c.dep_ == "relcl" and c.tag_ == "VBD" and c.i != verb.i for c in verb.subtree)
    if lemma in ("fly", "travel") and kind is EventType.VISIT and tag == "VBD" and not told_on:
        return Reading(Status.OCCURRED, True, "travelled")
    return Reading(Status.OCCURRED, tag == "VBD", "past")


def _on_condition(verb: Token) -> bool:
    """ "will go only if a truce holds": nothing is settled."""
    return any(
        c.dep_ == "advcl"
        and any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in c.children)
        for c in verb.children
    )


def _under_way(verb: Token) -> bool:
    """ "got under way", "are underway": has begun."""
    if verb.lemma_ not in ("get", "be"):
        return False
    return any(
        c.lower_ == "underway"
        or (c.lower_ == "under" and any(g.lower_ == "way" for g in c.children))
        for c in verb.children
    )


def _accepted(doc: Doc, trigger: Trigger) -> bool:
    """ "invited the king to visit Oslo, and the invitation was accepted", or "He accepted it"."""
    sentence = doc[trigger.head].sent
    end = doc[sentence.end].sent.end if sentence.end < len(doc) else sentence.end
    for token in doc[trigger.head : end]:
        if token.lemma_ != "accept" or not is_verb(token) or _negated(token):
            continue
        taken = {c.lower_ for c in token.children if c.dep_ in ("dobj", "nsubjpass", "ccomp")}
        if taken & {"invitation", "it", "this"} or not taken:
            return True
    return False


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def cancels(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb says that its event does not take place: "put off", "called off", "cancelled"."""
    particles = {c.lower_ for c in verb.children if c.dep_ == "prt"}
    if "off" in particles:
        return called_off(verb) and verb.lemma_ != "break"  # talks broken off were held
    if "down" in particles and verb.lemma_ == "turn":
        return True
    return lexicon.has("cancel", verb.lemma_)


def _was_to_be(verb: Token) -> bool:
    """Whether what was planned did not come: "had been expected in Oslo", "was to have met"."""
    if verb.lower_ == "due":
        return verb.head.lemma_ == "be" and "had" in _aux(verb.head)
    return is_passive(verb) and "had" in _aux(verb)


def _denied(verb: Token) -> bool:
    """ "denied (a report) that X met Y": told as not having happened."""
    above = verb.head
    if above.lemma_.lower() in ("report", "claim", "allegation", "rumor", "rumour", "suggestion"):
        above = above.head
    return above.lemma_ in ("deny", "dispute", "dismiss", "reject", "refute") and any(
        c.dep_ == "mark" and c.lower_ == "that" for c in verb.children
    )


# Past forms that are also bare: "is to visit the tomb and lay flowers".
_BARE = frozenset("lay put set cut let hit shut".split())


def _finite(verb: Token) -> bool:
    bare = verb.lower_ in _BARE and verb.dep_ == "conj" and "to" in _aux(verb.head)
    if bare and not any(c.dep_ == "nsubj" for c in verb.children):
        return False
    return _finite_tag(verb) in ("VBD", "VBZ", "VBP") or bool(_aux(verb) - {"to"})


def _finite_tag(verb: Token) -> str:
    tag = str(verb.tag_)
    if tag == "VB" and not _aux(verb) and any(c.dep_ == "nsubj" for c in verb.children):
        return "VBP"
    if tag in ("NN", "NNS", "NNP", "NNPS"):
        return "VBZ"
    if (
        tag == "VBN"
        and not _aux(verb)
        and verb.dep_ in ("ROOT", "ccomp", "conj")
        and any(c.dep_ == "nsubj" for c in verb.children)
    ):
        return "VBD"
    return tag


def _infinitive(verb: Token, lexicon: Lexicon, kind: EventType, depth: int) -> Reading:
    above = verb.head
    lemma = above.lemma_.lower()
    if verb.dep_ in ("xcomp", "ccomp") or (verb.dep_ == "advcl" and lexicon.has("plan", lemma)):
        if is_verb(above) and any(c.dep_ == "neg" for c in above.children):
            return Reading(Status.CANCELLED, True, "negated")
        if lemma == "be" and "have" in _aux(verb):
            return Reading(Status.CANCELLED, False, "had-planned")  # "was to have come"
        if lemma == "be":
            return Reading(Status.PLANNED, True, "is-to")
        if lemma == "fail":
            return Reading(Status.CANCELLED, True, "negated")
        if lexicon.has("cancel", lemma):
            return Reading(Status.CANCELLED, True, "refuses")
        if lemma in ("invite",):
            return Reading(Status.POSSIBLE, True, "invited")
        if lexicon.has("plan", lemma) and _was_to_be(above):
            return Reading(Status.CANCELLED, False, "had-planned")
        if lexicon.has("plan", lemma):
            inner = _verb_status(above, lexicon, kind, depth - 1) if is_verb(above) else None
            if inner is not None and inner.status in (Status.CANCELLED, Status.POSSIBLE):
                return inner
            return Reading(Status.PLANNED, True, "plans-to")
        if lexicon.has("hope", lemma) or lexicon.has("propose", lemma):
            return Reading(Status.POSSIBLE, True, "hopes-to")
        if above.pos_ == "ADJ":
            return Reading(Status.PLANNED, False, "ready-to")
        if lemma in ("begin", "start", "continue"):
            return Reading(Status.ONGOING, True, "begins-to")
        if is_verb(above):
            inner = _verb_status(above, lexicon, kind, depth - 1)
            return Reading(inner.status, False, f"under-{lemma}")
    if verb.dep_ == "advcl" and is_verb(above):  # purpose: "arrived to meet"
        inner = _verb_status(above, lexicon, kind, depth - 1)
        if inner.status in (Status.OCCURRED, Status.ONGOING):
            motion = lexicon.has("motion", lemma)
            return Reading(Status.PLANNED if motion else inner.status, False, "purpose")
        if inner.cue == "present":  # "goes to Rome to consult"
            return Reading(inner.status, False, "purpose")
        return inner
    if verb.dep_ in ("acl", "relcl"):
        noun = above.lemma_.lower()
        if noun in (
            "invitation",
            "proposal",
            "offer",
            "call",
            "request",
            "chance",
            "hope",
            "wish",
            "desire",
            "effort",
            "bid",
            "possibility",
            "appeal",
            "readiness",
            "willingness",
        ):
            accepted = above.head.lemma_ in ("accept", "welcome") and above.dep_ == "dobj"
            if accepted:
                return Reading(Status.PLANNED, True, "accepted")
            if above.dep_ == "dobj" and cancels(above.head, lexicon):
                return Reading(Status.CANCELLED, True, "refuses")  # "turned down an invitation to"
            return Reading(Status.POSSIBLE, True, "noun-hope")
        if noun in ("refusal",):
            return Reading(Status.CANCELLED, True, "refusal")
        if above.dep_ == "dobj" and cancels(above.head, lexicon):
            return Reading(Status.CANCELLED, True, "refuses")  # "cancelled plans to go"
        if noun in ("plan", "decision", "intention", "agreement", "schedule", "promise", "pledge"):
            return Reading(Status.PLANNED, True, "noun-plan")
        if above.dep_ == "attr" and any(
            c.lower_ in ("first", "last", "only", "most", "second", "third") or c.tag_ == "JJS"
            for c in above.subtree
            if c.i < verb.i
        ):
            return Reading(
                Status.OCCURRED, False, "first-to"
            )  # "is the first premier to visit Lima"
        return Reading(Status.PLANNED, False, "to-come")
    return Reading(Status.PLANNED, False, "infinitive")


def _noun_status(doc: Doc, trigger: Trigger, noun: Token, lexicon: Lexicon) -> Reading:
    place = carrier(noun)
    words = {
        c.lower_
        for n in (noun, place)
        for c in n.children
        if c.dep_ in ("amod", "compound", "advmod", "nmod")
    }
    if words & _OFF:
        return Reading(Status.CANCELLED, True, "off")
    if trigger.frame.type is EventType.AGREEMENT and any(
        c.dep_ == "acl" and c.tag_ == "VBN" and not _aux(c) and lexicon.has("sign", c.lemma_)
        for c in noun.children
    ):
        return Reading(Status.OCCURRED, True, "signed")  # "an accord signed Friday provides"
    if words & _POSSIBLE:
        return Reading(Status.POSSIBLE, True, "possible")
    if words & _FUTURE:
        verb = doc[trigger.verb] if trigger.verb is not None else None
        if verb is not None and lexicon.has("cancel", verb.lemma_):
            return Reading(Status.CANCELLED, True, "cancels")
        if verb is None or verb.tag_ != "VBD":
            return Reading(Status.PLANNED, True, "next")
    if place.lemma_.lower() in ("cancellation", "postponement", "suspension"):
        return Reading(Status.CANCELLED, True, "cancels")
    if place.lemma_.lower() in ("possibility", "prospect"):
        return Reading(Status.POSSIBLE, True, "possible")
    if _is_called_off(place, lexicon, trigger.frame.type):
        return Reading(Status.CANCELLED, True, "cancels")
    if trigger.verb is not None:
        return _supported(doc, trigger, place, lexicon)
    if words & _PAST:
        return Reading(Status.OCCURRED, True, "recent")
    if place.dep_ in ("pobj", "pcomp"):
        return _after_preposition(place, lexicon, trigger.frame.type)
    above = place.head
    if place.dep_ in ("nsubj", "nsubjpass") and is_verb(above):
        inner = _verb_status(above, lexicon, trigger.frame.type)
        if above.lemma_ in ("intend", "aim", "mean") and trigger.definite:
            return Reading(Status.ONGOING, False, "subject-present")
        if lexicon.has("plan", above.lemma_) and _was_to_be(above):
            return Reading(Status.CANCELLED, False, "had-planned")
        if lexicon.has("plan", above.lemma_) and is_passive(above):
            return Reading(Status.PLANNED, True, "is-planned")
        if cancels(above, lexicon) and is_passive(above):
            return Reading(Status.CANCELLED, True, "is-cancelled")
        wished = lexicon.has("hope", above.lemma_) or lexicon.has("propose", above.lemma_)
        if wished and is_passive(above) and above.lemma_ != "call":
            return Reading(Status.POSSIBLE, True, "is-proposed")  # "a visit is being explored"
        if inner.cue in {"present", "is-in"}:
            return Reading(Status.ONGOING, False, "subject-present")
        return Reading(inner.status, False, f"subject-{inner.cue}")
    if place.dep_ in ("dobj", "attr") and is_verb(above):
        lemma = above.lemma_
        inner = _verb_status(above, lexicon, trigger.frame.type)
        if lemma in (
            "discuss",
            "consider",
            "propose",
            "demand",
            "urge",
            "want",
            "suggest",
            "request",
            "oppose",
            "support",
            "offer",
            "need",
            "favor",
            "await",
            "expect",
            "plan",
            "announce",
            "prepare",
            "arrange",
        ):
            status = (
                Status.PLANNED
                if lemma in ("announce", "plan", "expect", "await", "prepare", "arrange")
                else Status.POSSIBLE
            )
            return Reading(status, False, f"object-{lemma}")
        if cancels(above, lexicon):
            return Reading(Status.CANCELLED, False, "rejects")
        if inner.status in (Status.PLANNED, Status.POSSIBLE) and inner.firm:
            return Reading(inner.status, False, f"object-{inner.cue}")
        if above.lemma_ == "be" and inner.cue == "would":
            return Reading(Status.PLANNED, False, "would-be")  # "it would be their first meeting"
        return Reading(Status.OCCURRED, False, "object")
    return Reading(Status.OCCURRED, False, "bare")


_COME_ABOUT = frozenset("take happen occur materialize materialise go".split())


def _is_called_off(noun: Token, lexicon: Lexicon, kind: EventType) -> bool:
    """ "put off a visit planned for May": the verb above decides, not the participle."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "nsubjpass") or not is_verb(verb) or _negated(verb):
        return False
    if not cancels(verb, lexicon):
        return False
    return _verb_status(verb, lexicon, kind).status not in (Status.POSSIBLE, Status.CANCELLED)


def _supported(doc: Doc, trigger: Trigger, place: Token, lexicon: Lexicon) -> Reading:
    verb = doc[trigger.verb]  # type: ignore[index]
    lemma = verb.lemma_
    inner = _verb_status(verb, lexicon, trigger.frame.type)
    subject = place.dep_ in ("nsubj", "nsubjpass")
    if cancels(verb, lexicon) and lemma not in ("deny", "rule"):
        if inner.status in (Status.OCCURRED, Status.ONGOING, Status.PLANNED):
            return Reading(Status.CANCELLED, True, "cancels")
        return Reading(Status.POSSIBLE, False, "may-cancel")
    if subject and inner.cue == "negated" and lemma in _COME_ABOUT:
        return Reading(Status.CANCELLED, True, "not-held")  # "the meeting did not take place"
    if inner.status in (Status.CANCELLED, Status.POSSIBLE):
        return inner
    if lemma == "be" and any(
        c.dep_ in ("acomp", "advmod") and c.lower_ in ("likely", "possible", "probable")
        for c in verb.children
    ):
        return Reading(Status.POSSIBLE, True, "likely")  # "a pact is now likely"
    plans = [c for c in verb.children if c.dep_ == "xcomp" and "to" in _aux(c)]
    if lemma == "be" and any(c.lemma_ == "continue" for c in plans):
        return Reading(Status.ONGOING, False, "continues")  # "the talks were to continue"
    if lemma == "be" and plans:
        return Reading(Status.PLANNED, True, "is-to")  # "an accord is to be signed"
    if lemma in (
        "schedule",
        "plan",
        "arrange",
        "expect",
        "announce",
        "seek",
        "propose",
        "offer",
        "demand",
        "suggest",
        "want",
        "request",
        "urge",
        "need",
        "favor",
        "await",
    ):
        firm_plan = lemma in ("schedule", "plan", "arrange", "expect", "announce", "await")
        status = Status.PLANNED if firm_plan else Status.POSSIBLE
        if lemma == "announce" and trigger.frame.type is EventType.AGREEMENT:
            return Reading(Status.OCCURRED, False, "announced")
        return Reading(status, True, f"{lemma}s")
    if lemma == "agree" and trigger.frame.type is not EventType.AGREEMENT:
        return Reading(Status.PLANNED, True, "agreed-to")
    if inner.status is Status.PLANNED and inner.firm:
        return inner
    if lemma == "be" and verb.tag_ == "VBD" and subject:
        return Reading(inner.status, inner.firm, "was")  # "the trip was his first": it is over
    if lemma in _ARRIVE and inner.cue == "past-perfect":
        return inner  # "had opened talks in Oslo"
    if lemma in _ARRIVE and inner.status in (Status.OCCURRED, Status.ONGOING):
        return Reading(Status.ONGOING, inner.cue.startswith("perfect"), "begins")
    if lemma in ("continue",) and inner.status is not Status.PLANNED:
        return Reading(Status.ONGOING, False, "continues")
    if lemma in ("end", "conclude", "finish", "wrap", "complete", "close", "break", "cut"):
        if inner.status in (Status.OCCURRED, Status.ONGOING):
            return Reading(Status.OCCURRED, True, "ended")
        return Reading(Status.ONGOING, False, "ends")
    if (
        inner.status is Status.PLANNED
        and inner.cue == "present"
        and subject
        and lemma in ("be", "come", "follow", "mark", "focus", "aim", "include")
    ):
        return Reading(Status.ONGOING, False, "subject-present")
    return inner


def _after_preposition(place: Token, lexicon: Lexicon, kind: EventType) -> Reading:
    word = place.head.lower_
    above = place.head.head
    inner = _verb_status(above, lexicon, kind) if is_verb(above) else None
    phase = place.lemma_.lower()
    if phase == "eve" or (word == "of" and above.lower_ == "eve"):
        return Reading(Status.PLANNED, True, "eve")  # "said Monday on the eve of a visit"
    if word == "on" and kind is EventType.VISIT and _on_visit(place, above):
        return Reading(Status.ONGOING, False, "on-visit")  # "on a visit to Oslo, X said"
    if word == "of" and above.lemma_ in ("sideline", "margin", "occasion"):
        return Reading(Status.ONGOING, False, "beside")  # "met on the sidelines of a summit"
    if word in ("in", "at", "of") and any(c.lower_ in _FUTURE for c in above.children):
        return Reading(Status.PLANNED, True, "next")  # "their upcoming participation in a summit"
    if word == "to" and above.lemma_ == "look" and any(c.lower_ == "ahead" for c in above.children):
        return Reading(Status.PLANNED, True, "next")
    if phase in ("end", "conclusion", "close", "completion") and word in ("at", "after", "with"):
        return Reading(Status.OCCURRED, True, "end-of")
    if phase in ("start", "beginning", "outset", "opening") and word == "at":
        return Reading(Status.ONGOING, False, "start-of")
    if word == "without":
        return Reading(Status.CANCELLED, True, "negated")  # "parted without agreement"
    if word in ("after", "following") and inner is not None and inner.status is Status.PLANNED:
        # "will brief reporters after their meeting": it may be over, or still to come
        return Reading(Status.OCCURRED, False, "after-planned")
    if word in ("after", "following", "since"):
        return Reading(Status.OCCURRED, True, "after")
    if word in ("before", "until", "ahead", "for"):
        if inner is not None and word == "for":
            if inner.status in (Status.POSSIBLE, Status.CANCELLED):
                return Reading(inner.status, False, f"for-{inner.cue}")
            if above.lemma_ in ("call", "press", "push", "ask", "appeal", "hope", "invite", "urge"):
                return Reading(Status.POSSIBLE, True, f"{above.lemma_}-for")
            if above.lemma_ in ("meet", "gather", "join", "host"):
                return Reading(inner.status, False, "for-meet")
        if (
            inner is not None
            and word == "before"
            and inner.status is Status.OCCURRED
            and above.tag_ in ("VBD", "VBN")
        ):
            return Reading(Status.OCCURRED, False, "before-past")
        return Reading(Status.PLANNED, False, word)
    if word in ("of",) and above.lemma_.lower() in ("ahead", "advance"):
        return Reading(Status.PLANNED, False, "ahead-of")
    if word == "of" and above.lower_ == "ahead":
        return Reading(Status.PLANNED, False, "ahead-of")
    if word in ("to", "on", "about", "into") and inner is not None:
        if above.lemma_ in ("agree", "invite", "return", "come", "look"):
            return Reading(
                Status.PLANNED if above.lemma_ != "invite" else Status.POSSIBLE, False, "agreed-to"
            )
        if above.lemma_ in ("leave", "depart", "embark", "set"):
            return Reading(Status.PLANNED, False, "leaves-on")
        if above.lemma_ in ("arrive",):
            return Reading(Status.ONGOING, False, "arrives-on")
        return Reading(inner.status, False, f"{word}-{inner.cue}")
    if (
        inner is not None
        and inner.status in (Status.PLANNED, Status.ONGOING, Status.POSSIBLE)
        and word
        in (
            "at",
            "in",
            "during",
            "with",
            "by",
            "via",
            "within",
        )
    ):
        return Reading(inner.status, False, f"{word}-{inner.cue}")
    return Reading(Status.OCCURRED, False, f"{word}-noun")


def guessed(rules: Sequence[str]) -> bool:
    """Whether no verb told a status: "the results of their visit" leaves it open."""
    cues = [r.removeprefix("status:") for r in rules if r.startswith("status:")]
    return all(cue in _GUESSES for cue in cues)


def begun(rules: Sequence[str]) -> bool:
    """Whether a stay is told to have begun: "arrived", "began a visit", "has landed"."""
    return bool({r.removeprefix("status:") for r in rules} & _STAYS)


def ended(rules: Sequence[str]) -> bool:
    """Whether an event is told to be over: "ended", "at the end of", "had arrived"."""
    return bool({r.removeprefix("status:") for r in rules} & _ENDED)


_ENDED = frozenset("ended end-of after past-perfect caption recent was".split())
_GUESSES = frozenset(
    "bare of-noun on-noun in-noun at-noun to-noun with-noun during-noun by-noun over-noun "
    "about-noun object after-planned".split()
)

# Days after which somebody who arrived is taken to have left.
STAY = 6


def _still_there(reading: Reading, time: TimeValue, published: str, kind: EventType) -> bool:
    """Whether a stay whose first day is told is not over: "arrived Monday", read on Thursday."""
    if reading.cue in ("beside", "on-visit"):
        return _days_between(time.end, published) <= 2
    if kind is not EventType.VISIT or reading.cue not in _STAYS or time.precision != "day":
        return False
    return _days_between(time.end, published) <= STAY


def _days_between(earlier: str, later: str) -> int:
    return (first_day(later) - last_day(earlier)).days


_STAYS = frozenset({"past-begin", "perfect-begin", "begins", "is-in"})


def _on_visit(noun: Token, above: Token) -> bool:
    """Whether "on a visit" says where somebody is, not what they set out for or speak of."""
    article = any(c.dep_ in ("det", "poss") for c in noun.children)
    return (
        article
        and above.tag_ in ("VBD", "VBZ", "VBP", "NNP")
        and above.lemma_
        not in ("leave", "depart", "embark", "set", "go", "fly", "decide", "agree", "be")
    )


def settle(
    reading: Reading, time: TimeValue | None, published: str | None, kind: EventType
) -> Status:
    """Return the status once the date is known.

    What begins after the publication day has not happened; what ended before it is not going
    on; something past that is told with a firm cue stays.
    """
    status = reading.status
    if time is None or published is None:
        if (
            time is None
            and status is Status.PLANNED
            and reading.cue == "present"
            and kind is not EventType.VISIT
        ):
            return Status.OCCURRED
        return status
    start, end = time.start, time.end
    after = start > published[: len(start)]
    before = end < published[: len(end)]
    if after and status in (Status.OCCURRED, Status.ONGOING):
        return Status.PLANNED
    day = time.precision == "day"
    if reading.cue == "travelled" and day and _days_between(end, published) in (0, 1, 2):
        return Status.ONGOING
    beyond = time.precision == "range" and not before and end > published[: len(end)]
    if beyond and status is Status.OCCURRED and kind is EventType.VISIT:
        return Status.ONGOING  # "flew into Oslo today for a four-day visit"
    if before and status is Status.ONGOING:
        return status if _still_there(reading, time, published, kind) else Status.OCCURRED
    if reading.cue == "left-for" and start < published[: len(start)]:
        return Status.ONGOING if _days_between(start, published) <= STAY else Status.OCCURRED
    if before and status is Status.PLANNED and not reading.firm:
        return Status.OCCURRED
    to_come = after or (time.precision == "week" and end > published)  # "visits later this week"
    if status is Status.PLANNED and not reading.firm and reading.cue == "present" and not to_come:
        return Status.ONGOING if kind is EventType.VISIT else Status.PLANNED
    return status
