"""How well two accounts fit together: a readable sum, and conflicts of stated facts.

`score` and `conflict` depend on the two accounts and the fixed tables only and are symmetric.
A guessed window, a missing value or a low score is never a conflict: a conflict is what two
reports *say* and what cannot both hold of one happening.
"""

from __future__ import annotations

import math

from graph.merging.features import (
    AHEAD,
    DIRECTED,
    FRESH_DAYS,
    FRESH_PLAN_DAYS,
    Features,
    Person,
)
from graph.merging.names import Likeness, compare
from graph.merging.tables import Weights, frequent_parties, weights
from graph.model import EventType, Status

Part = tuple[str, float]
APART = float("-inf")
SLACK_DAYS = 3  # accounts further apart than this are never compared


def score(a: Features, b: Features) -> float:
    """Return the sum of what two accounts share, `APART` where dates alone forbid a join."""
    w = weights()
    when = _dates(a, b, w)
    if when is None or when[1] <= w.days_apart:
        return APART
    if a.report == b.report or not (a.comparable and b.comparable):
        return APART
    # exactly rounded: the same sum whichever account comes first
    return math.fsum(weight for _, weight in _parts(a, b, w, when))


def explain(a: Features, b: Features) -> list[Part]:
    """Return what `score` adds up, as (name of the weight, weight)."""
    w = weights()
    return _parts(a, b, w, _dates(a, b, w) or ("days_apart", w.days_apart))


def _parts(a: Features, b: Features, w: Weights, when: Part) -> list[Part]:
    parts: list[Part] = [when]
    if a.type is b.type:
        parts.append(("same_type", w.same_type))
    elif a.family == b.family:
        parts.append(("meeting_against_call", w.meeting_against_call))
    _parties(a, b, w, parts)
    _places(a, b, w, parts)
    if (a.status is Status.CANCELLED) != (b.status is Status.CANCELLED):
        parts.append(("cancelled_against", w.cancelled_against))
    if a.name and a.name == b.name:
        parts.append(("same_name", w.same_name))
    if a.type in DIRECTED:
        if _opposite(a, b):
            parts.append(("opposite_direction", w.opposite_direction))
        if a.topics & b.topics:
            parts.append(("same_topic", w.same_topic))
        elif a.topics and b.topics and a.type is EventType.STATEMENT:
            parts.append(("other_topic", w.other_topic))
    return parts


def _dates(a: Features, b: Features, w: Weights) -> Part | None:
    """Return what the dates say; None where one cannot be compared at all."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    if a.grain == "coarse" or b.grain == "coarse":
        return None
    gap = max(a.first, b.first) - min(a.last, b.last)  # days apart; 0 or less: overlapping
    if a.firm and b.firm:
        return _firm_dates(a, b, gap, w)
    if gap > 0:
        return ("days_apart", w.days_apart)
    if a.grain == "undated" or b.grain == "undated":
        if a.grain == b.grain and a.published is not None and b.published is not None:
            near = abs(a.published - b.published) <= 7
            return ("undated", 0.0) if near else ("undated_both", w.undated_both)
        if _fresh(a, b) or _fresh(b, a):
            return ("undated_fresh", w.undated_fresh)
        if _far(a, b) or _far(b, a):
            return ("undated_far", w.undated_far)
        return ("undated", 0.0)
    if a.grain == "season" or b.grain == "season":
        return ("season_overlap", w.season_overlap)
    return ("month_overlap", w.month_overlap)


def _fresh(undated: Features, dated: Features) -> bool:
    """Whether an undated account is published when most reports of the dated one are."""
    if undated.grain != "undated" or not dated.firm or undated.published is None:
        return False
    assert dated.first is not None and dated.last is not None
    if undated.status in AHEAD:
        return 0 <= dated.first - undated.published <= FRESH_PLAN_DAYS
    return -1 <= undated.published - dated.last <= FRESH_DAYS


def _far(undated: Features, dated: Features) -> bool:
    """Whether an undated plan is published longer before the dated event than plans are."""
    if undated.grain != "undated" or not dated.firm or undated.published is None:
        return False
    assert dated.first is not None
    return undated.status in AHEAD and dated.first - undated.published > FRESH_PLAN_DAYS


def _firm_dates(a: Features, b: Features, gap: int, w: Weights) -> Part:
    single = a.grain == "day" and b.grain == "day"
    if gap <= 0:
        return ("day_equal", w.day_equal) if single else ("days_overlap", w.days_overlap)
    if gap == 1:
        if a.published_day or b.published_day:
            return ("day_beside_published", w.day_beside_published)
        if single and a.held and b.held:
            return ("day_beside", w.day_beside)
        return ("day_beside_loose", w.day_beside_loose)
    if gap <= SLACK_DAYS and a.held != b.held:
        return ("plan_slipped", w.plan_slipped)
    return ("days_apart", w.days_apart)


def likeness(ours: tuple[Person, ...], theirs: tuple[Person, ...]) -> Likeness:
    """Return how far the best-agreeing pair of persons agrees.

    An IRI that begins with ``=`` stands for persons whom somebody called the same.
    """
    best = Likeness.NONE
    for p in ours:
        for q in theirs:
            if p.iri == q.iri and (len(p.parts) > 1 or p.iri.startswith("=")):
                return Likeness.FULL
            best = max(best, compare(p.parts, q.parts))
    return best


_AGREEMENT = {
    Likeness.FULL: "same_person",
    Likeness.SURNAME: "same_surname",
    Likeness.TOKEN: "same_token",
    Likeness.NONE: "other_person",
}


def _parties(a: Features, b: Features, w: Weights, parts: list[Part]) -> None:
    frequent = frequent_parties()
    shared = a.sides.keys() & b.sides.keys()
    for code in sorted(shared):
        ours, theirs = a.sides[code], b.sides[code]
        if ours and theirs:
            name = _AGREEMENT[likeness(ours, theirs)]
        else:
            name = "person_against_state" if ours or theirs else "same_state"
        weight: float = getattr(w, name)
        if weight > 0 and code in frequent:
            weight *= w.frequent_party
        parts.append((name, weight))
    found_there, found_here = _placed(a, b), _placed(b, a)
    for name in sorted(
        [_AGREEMENT[match] for _, match in (*found_there, *found_here)]
        + ["same_stateless_person"] * min(_in_both(a, b), _in_both(b, a))
    ):
        parts.append((name, getattr(w, name)))
    same_organisation = bool(a.organisations & b.organisations)
    if same_organisation:
        parts.append(("same_organisation", w.same_organisation))
    ours_alone = len(a.sides.keys() - shared - {code for code, _ in found_here})
    theirs_alone = len(b.sides.keys() - shared - {code for code, _ in found_there})
    if same_organisation:
        alone = ours_alone + theirs_alone
        name = "party_beside_organisation"
    elif ours_alone and theirs_alone:
        alone, name = ours_alone + theirs_alone, "parties_differ"
    else:
        alone, name = ours_alone + theirs_alone, "party_missing"
    parts.extend([(name, getattr(w, name))] * min(alone, 2))
    if alone and shared and not same_organisation and shared <= frequent:
        parts.append(("only_frequent_shared", w.only_frequent_shared))


def _in_both(a: Features, b: Features) -> int:
    """Return how many persons without a state of `a` are such of `b` too."""
    return sum(likeness((p,), b.stateless) is Likeness.FULL for p in a.stateless)


def _placed(a: Features, b: Features) -> list[tuple[str, Likeness]]:
    """Return the states of `b` to which persons belong whose state `a` does not know."""
    found = []
    for person in a.stateless:
        if likeness((person,), b.stateless) is Likeness.FULL:
            continue
        fits = [(likeness((person,), b.sides[code]), code) for code in sorted(b.sides)]
        best, code = max(fits, key=lambda fit: fit[0], default=(Likeness.NONE, ""))
        if best >= Likeness.SURNAME:
            found.append((code, best))
    return found


def _places(a: Features, b: Features, w: Weights, parts: list[Part]) -> None:
    if a.country and b.country and a.country != b.country:
        parts.append(("other_country", w.other_country))
    elif a.city and b.city:
        same = a.city == b.city
        parts.append(("same_city", w.same_city) if same else ("other_city", w.other_city))
    elif a.country and a.country == b.country:
        parts.append(("same_country", w.same_country))


def _opposite(a: Features, b: Features) -> bool:
    return bool(
        a.senders
        and a.receivers
        and a.senders & b.receivers
        and a.receivers & b.senders
        and not a.senders & b.senders
    )


def conflict(a: Features, b: Features) -> str | None:
    """Return the stated fact that forbids two accounts to be one event, None if there is none.

    A report that tells two happenings tells two: what it repeats of one, reading has already
    put together.
    """
    if a.report == b.report:
        return "same report"
    if a.family != b.family:
        return "other kind of event"
    if a.country and b.country and a.country != b.country:
        return "other country"
    if a.firm and b.firm:
        assert a.first is not None and a.last is not None
        assert b.first is not None and b.last is not None
        gap = max(a.first, b.first) - min(a.last, b.last)
        if gap > (1 if a.held == b.held else SLACK_DAYS):
            return "days apart"
    for code in a.sides.keys() & b.sides.keys():
        ours, theirs = a.sides[code], b.sides[code]
        if ours and theirs and likeness(ours, theirs) is Likeness.NONE:
            return "other person"
    if a.held and b.held and a.firm and b.firm and _other_parties(a, b):
        return "other parties"
    if a.type in DIRECTED and _opposite(a, b):
        return "opposite direction"
    return None


def _other_parties(a: Features, b: Features) -> bool:
    """Both list at least two states, one of them just two, and the lists differ.

    "The leaders of three countries met" is another meeting than that of two of them on its
    margin; long lists, though, are seldom complete.
    """
    if a.organisations or b.organisations or a.family in ("Visit", "Ceremony"):
        return False
    if min(len(a.sides), len(b.sides)) != 2:
        return False
    return a.sides.keys() != b.sides.keys()
