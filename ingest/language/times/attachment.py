"""Which time expression dates which trigger: a cost over the dependency parse.

From the expression one climbs to the lowest token above both it and the trigger, and charges
for what lies between: another verb, another event's noun, a relative or complement clause,
the left-hand conjunct of a coordination. What belongs to another noun ("Sunday's election"),
what opens or closes a stretch ("since", "until") and mere lengths date nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.language.types import Strength, TimeExpr, TimeLink

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Charges, in order of how surely the boundary keeps a date to itself.
OTHER_VERB = 2.0
OTHER_EVENT = 3.0
COMPLEMENT = 3.0
RELATIVE = 3.0
ADVERBIAL = 1.5
LEFT_CONJUNCT = 2.0
RIGHT_CONJUNCT = 0.75
DEADLINE = 2.0
PART = 3.0
OCCASION = 3.0
REPORTING = 1.5
NOUN = 0.5
PER_TOKEN = 0.03
ATTACHED_BELOW = 1.5
REFUSED_FROM = 6.0

REPORTING_VERBS = frozenset(
    "say tell report announce add state note warn declare comment confirm insist reiterate stress "
    "write describe acknowledge admit argue claim suggest believe think".split()
)
SUPPORT_VERBS = frozenset(
    "hold have take begin start open conclude end finish host attend make pay sign reach resume "
    "continue schedule plan set convene launch enter strike seal complete conduct arrange "
    "organize organise join cut cancel postpone delay".split()
)
# Verbs that say of an event when or where it is.
TIMING_VERBS = frozenset(
    "begin start open end close conclude finish schedule plan set slate due hold take convene resume "
    "arrange expect sign reach occur happen host sponsor agree broker negotiate".split()
)
_DEADLINE_WORDS = frozenset({"by", "before"})
_BOUND_WORDS = frozenset({"since", "until", "till", "through"})


@dataclass(frozen=True, slots=True)
class Step:
    """A charge and its reason, so that a cost can be explained."""

    reason: str
    cost: float


def link_times(
    doc: Doc,
    trigger: int,
    expressions: Sequence[TimeExpr],
    *,
    verb: int | None = None,
    events: Collection[int] = (),
) -> list[TimeLink]:
    """Return the expressions of the trigger's sentence that may date it, cheapest first.

    `trigger` is the token of the event, `verb` that of its support verb ("held" of "held
    talks"), `events` the tokens of other events' triggers. A cost of `REFUSED_FROM` or more is
    left out.
    """
    sentence = doc[trigger].sent
    first, last = sentence.start, sentence.end
    own = own_tokens(doc, trigger, verb, events)
    links = []
    for expression in expressions:
        if not first <= expression.start < last or not dates_something(expression):
            continue
        steps = charges(doc, trigger, expression, own, events=events)
        if steps is None:
            continue
        cost = sum(step.cost for step in steps)
        if cost >= REFUSED_FROM:
            continue
        strength = Strength.ATTACHED if cost < ATTACHED_BELOW else Strength.NEAR
        links.append(TimeLink(expression, strength, round(cost, 3)))
    return sorted(links, key=lambda link: (link.cost, abs(link.expr.start - trigger)))


def dates_something(expression: TimeExpr) -> bool:
    """Whether an expression can date an event at all."""
    return expression.kind not in ("duration", "anniversary", "vague")


def own_tokens(doc: Doc, trigger: int, verb: int | None, events: Collection[int] = ()) -> set[int]:
    """Return the tokens whose dates and places are the event's own.

    Beside the trigger and its support verb these are the verbs of a clause on it that say
    when it is: "the visit, which began Sunday", "talks scheduled for Monday in Oslo".
    """
    own = {trigger} if verb is None else {trigger, verb}
    for child in _clauses(doc[trigger]):
        if any(c.lower_ in ("originally", "initially") for c in child.children):
            continue  # "originally planned for May, will take place in July"
        if (
            child.dep_ in ("relcl", "acl")
            and child.lemma_ in TIMING_VERBS
            and (child.i not in events or child.lemma_ in SUPPORT_VERBS or child.tag_ == "VBN")
        ):
            own.add(child.i)
            if doc[trigger].pos_ in ("VERB", "AUX"):
                own.add(child.head.i)  # the stay that a clause says the begin of
        if child.dep_ == "relcl" and child.lemma_ == "be":  # "which was to take place in May"
            due = [child, *(c for c in child.children if c.lower_ == "due")]
            told = [
                c.i
                for t in due
                for c in t.children
                if c.dep_ == "xcomp" and c.lemma_ in TIMING_VERBS
            ]
            own |= {*(t.i for t in due), *told} if told else set()
    return own


def _clauses(noun: Token) -> Iterator[Token]:
    """Children of an event, and of the nouns of its of-phrase ("a summit of Gulf leaders, which")."""
    yield from noun.children
    if noun.pos_ != "NOUN":
        yield from _stay_clauses(noun)
        return
    for preposition in noun.children:
        if preposition.dep_ not in ("prep", "agent") or preposition.lower_ not in _OF_EVENT:
            continue
        for member in preposition.children:
            for clause in member.children:
                said_of_event = preposition.lower_ == "of" or clause.lemma_ in _SCHEDULED
                if clause.dep_ in ("relcl", "acl") and said_of_event:
                    yield clause


def _stay_clauses(verb: Token) -> Iterator[Token]:
    """Clauses that say when a stay began: "is in Oslo on a three-day visit that began Monday"."""
    for preposition in verb.children:
        if preposition.dep_ != "prep" or preposition.lower_ != "on":
            continue
        for noun in preposition.children:
            for clause in noun.children:
                if clause.dep_ in ("relcl", "acl") and clause.lemma_ in ("begin", "start", "open"):
                    yield clause


_OF_EVENT = frozenset("of by to with between".split())
# Participles that are said of events and not of people: "a visit by the king, scheduled for May".
_SCHEDULED = frozenset("schedule plan slate hold".split())


def charges(
    doc: Doc,
    trigger: int,
    expression: TimeExpr,
    own: set[int],
    *,
    events: Collection[int] = (),
) -> list[Step] | None:
    """Return what keeps an expression from a trigger; None where it cannot date it."""
    if expression.start <= trigger < expression.end:
        return []
    token = expression_head(doc, expression)
    if _refused(token, expression, own):
        return None
    steps = path_charges(doc, trigger, _reported(token), own, set(events) - own)
    if steps is None:
        return None
    governor = token.head
    occasion = expression.kind == "holiday" and governor.lower_ == "for"
    if occasion and governor.head.lemma_ not in TIMING_VERBS:
        steps.append(Step("occasion", OCCASION))  # "in Oslo for Labour Day"
    if governor.i not in own and _bounds(token, expression):
        steps.append(Step("deadline", DEADLINE))
    return steps


def _reported(token: Token) -> Token:
    """ "X received Y today, the agency reports": the day of what is reported, not of the report."""
    verb = token.head
    if verb.lemma_ not in REPORTING_VERBS or token.i > verb.i:
        return token
    for clause in verb.children:
        if clause.dep_ == "ccomp" and clause.i < token.i:
            return clause
    return token


def _bounds(token: Token, expression: TimeExpr) -> bool:
    """Whether an expression is the term of something: "by 2012", "before Friday"."""
    before = token.doc[expression.start - 1] if expression.start else None
    return (before is not None and before.lower_ in _DEADLINE_WORDS) or (
        token.head.lower_ in _DEADLINE_WORDS
    )


def path_charges(
    doc: Doc,
    trigger: int,
    token: Token,
    own: set[int],
    others: set[int],
    *,
    free: Collection[str] = (),
) -> list[Step] | None:
    """Return the charges on the way from `token` to a trigger; None in another sentence.

    `own` are the tokens of the event, `others` those of other events; verbs whose lemma is in
    `free` cost nothing (a journey's verb for the place of the talks it leads to).
    """
    above = _chain(token)
    up = _chain(doc[trigger])
    index = {t.i: n for n, t in enumerate(up)}
    meeting = next((t for t in above if t.i in index), None)
    if meeting is None:
        return None
    steps = [Step("distance", PER_TOKEN * abs(token.i - trigger))]
    steps += _from_date(above, meeting, own, others, free)
    steps += _from_trigger(up[: index[meeting.i] + 1], meeting, own, others, free)
    return steps


def way_of_governor(doc: Doc, expression: TimeExpr, own: set[int]) -> int:
    """Return the way (-1, 1) of the verb that a date hangs on, 0 where it is the event's own.

    "Arrived Monday for talks": the talks may be to come, the Monday is past.
    """
    token = expression_head(doc, expression)
    while token.head.i != token.i:
        token = token.head
        if token.i in own:
            return 0
        if token.lemma_ in _PLANNED or any(c.lower_ == "due" for c in token.children):
            return 1  # "was expected on Friday for talks"
        if token.pos_ in ("VERB", "AUX"):
            bare = token.tag_ == "VBG" and not any(c.dep_ == "aux" for c in token.children)
            if bare and token.head.lower_ in ("after", "before", "while", "by", "upon"):
                continue  # "after suffering a stroke Sunday" has the time of the verb above
            break
    else:
        return 0
    auxiliaries = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    if auxiliaries & {"will", "shall", "'ll", "would"}:
        return 1
    if token.tag_ == "VBD" or auxiliaries & {"had", "has", "have", "was", "were"}:
        return -1
    return 0


def clause_of(token: Token) -> Token:
    """Return the verb of the clause that a token stands in, or the root of its sentence."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            break
    return token


_PLANNED = frozenset("due expect schedule slate".split())


def expression_head(doc: Doc, expression: TimeExpr) -> Token:
    """Return the token of an expression that hangs outside it."""
    span = range(expression.start, expression.end)
    for i in span:
        if doc[i].head.i not in span or doc[i].head.i == i:
            return doc[i]
    return doc[expression.start]


def _chain(token: Token) -> list[Token]:
    chain = [token]
    while chain[-1].head.i != chain[-1].i:
        chain.append(chain[-1].head)
    return chain


def _refused(token: Token, expression: TimeExpr, own: set[int]) -> bool:
    """A possessor of another noun, or the bound of a stretch."""
    head = token.head
    if head.lemma_ == "time" and head.i < token.i:
        return True  # "met for the third time this week"
    if token.dep_ == "poss" and head.i not in own:
        return True
    if token.dep_ in ("nmod", "compound", "amod", "nummod") and head.i not in own:
        # "the 2004 accord", "Friday prayers": the date of that noun, unless it is the event
        return head.pos_ in ("NOUN", "PROPN") and not _is_place_like(head)
    first = expression.start
    before = token.doc[first - 1] if first else None
    if before is not None and before.i not in own and before.lower_ in _BOUND_WORDS:
        return True
    return head.lower_ in _BOUND_WORDS


def _is_place_like(token: Token) -> bool:
    return token.ent_type_ in ("GPE", "LOC", "FAC", "PERSON", "ORG", "NORP", "DATE", "TIME")


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or any(
        c.dep_ in ("nsubj", "nsubjpass") for c in token.children
    )


def _from_date(
    above: list[Token], meeting: Token, own: set[int], others: set[int], free: Collection[str]
) -> list[Step]:
    """Charges between the expression and the meeting point (left out)."""
    steps: list[Step] = []
    for token in above[1:] if above[0].i != meeting.i else []:
        if token.i == meeting.i:
            break
        if token.i in own:
            continue
        if token.i in others:
            within = token.head.lower_ == "during"  # "during a stay in Oslo in May he met"
            steps.append(Step(f"event {token.text}", NOUN if within else OTHER_EVENT))
        elif _is_verb(token):
            if token.lemma_ not in free:
                steps.append(Step(f"verb {token.text}", OTHER_VERB))
        elif token.pos_ == "NOUN":
            steps.append(Step(f"noun {token.text}", NOUN))
        steps += _clause(token, downwards=True)
    return steps


def _from_trigger(
    path: list[Token], meeting: Token, own: set[int], others: set[int], free: Collection[str]
) -> list[Step]:
    """Charges between the trigger and the meeting point, that one included."""
    steps: list[Step] = []
    before: Token | None = None
    for token in path:
        if token.i == meeting.i:
            break
        steps += _clause(token, downwards=False)
        joined = before is not None and before.dep_ == "conj"  # "is to visit X and lay flowers"
        before = token
        if token.lemma_ == "part" and token.i not in own:
            steps.append(Step("part of", PART))  # "spoke Friday as part of a tour"
        if token.i not in own and _is_verb(token) and token.i in others and not joined:
            steps.append(Step(f"event {token.text}", OTHER_EVENT))
    if meeting.i in own or meeting.lemma_ in free:
        return steps
    if meeting.i in others:
        steps.append(Step(f"event {meeting.text}", 1.0))
    elif meeting.lemma_ in REPORTING_VERBS:
        steps.append(Step(f"reporting {meeting.text}", REPORTING))
    elif _is_verb(meeting) and meeting.lemma_ not in SUPPORT_VERBS:
        steps.append(Step(f"governor {meeting.text}", 0.5))
    return steps


def _clause(token: Token, *, downwards: bool) -> list[Step]:
    match token.dep_:
        case "relcl" if any(c.lower_ in ("where", "when") for c in token.children):
            if token.head.head.lower_ == "from":
                return [Step("where from", RELATIVE)]  # "arrived today from Rome, where he met X"
            return [Step("where", NOUN)]  # "spoke Monday in Oslo, where he opened a meeting"
        case "relcl" | "acl":
            return [Step(token.dep_, RELATIVE)]
        case "ccomp" | "parataxis":
            return [Step(token.dep_, COMPLEMENT)]
        case "advcl" if any(c.lower_ == "when" for c in token.children):
            return [Step("when", NOUN)]  # "was aired on May 9, when the two met"
        case "advcl":
            return [Step("advcl", ADVERBIAL)]
        case "pcomp":
            return [Step("pcomp", ADVERBIAL)]
        case "conj":
            # the date hangs on the right conjunct and the trigger is the left, or the reverse;
            # a verb with an auxiliary of its own has a time of its own ("and will also visit")
            apart = any(c.dep_ in ("aux", "auxpass") for c in token.children)
            return [Step("conj", LEFT_CONJUNCT if downwards or apart else RIGHT_CONJUNCT)]
        case "appos":
            return [Step("appos", NOUN)]
    return []
