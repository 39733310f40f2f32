"""Positions of actors and events, computed before the page is written.

Force layouts of whole graphs take minutes and untangle nothing here (half of the nodes are
events of degree two or three). Instead: actors are grouped into communities, communities are
placed as discs, actors inside their disc, every event between its actors, and what overlaps is
pushed apart.

The same input gives the same positions on every machine. Therefore: float64 arrays with
additions, multiplications, divisions and square roots only (IEEE 754 rounds these alike
everywhere; sines and powers differ between processors), no BLAS (its kernels and threads add in
different orders), communities from networkx' louvain with a seed over sorted integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EVENT_RADIUS = 4.5
GAP = 2.5  # free space around every node
MANY = 24  # participants from which an event no longer ties all pairs, but a ring
ROUNDS = 600  # of pushing apart at most; a hundred suffice unless one hub ties all
REFRESH = 6  # rounds between two searches for neighbours
LARGE = 320  # actors from which a community is split again
_SEED = 20250508
# cosine and sine of the golden angle: a sunflower by repeated rotation, without trigonometry
_GOLDEN = (-0.7373688780783197, 0.6754902942615238)


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions and radii in one plane, and the community of every actor (0 is the largest)."""

    actors: Floats  # n x 3: x, y, radius
    events: Floats  # m x 3
    communities: Ints  # n
    pairs: Floats  # n x 3: the plane of actors alone


def actor_radius(degree: int) -> float:
    """Return the radius of an actor that takes part in so many events."""
    return min(30.0, 6.5 + 2.1 * float(np.sqrt(degree)))


def arrange(casts: Sequence[Sequence[int]], actors: int, order: Sequence[int]) -> Layout:
    """Place `actors` actors and one event for each cast (the indices of its actors).

    `order` gives events in order of time; events of one cast lie in a spiral in that order.
    """
    sets = [tuple(sorted(set(cast))) for cast in casts]
    degree = np.zeros(actors, dtype=np.int64)
    for cast in sets:
        for actor in cast:
            degree[actor] += 1
    weights = _projection(sets)
    groups = _communities(weights, actors)
    community = np.zeros(actors, dtype=np.int64)
    for number, members in enumerate(groups):
        community[members] = number
    radius = np.array([actor_radius(int(d)) for d in degree], dtype=np.float64)

    inner = [_inside(members, weights, radius) for members in groups]
    held = np.zeros(len(groups))
    for cast in sets:
        homes = {int(community[a]) for a in cast}
        if len(homes) == 1:
            held[homes.pop()] += 1
    own = np.array([float(np.sum((radius[g] + GAP) ** 2)) for g in groups])
    need = np.sqrt(1.9 * (own + held * (EVENT_RADIUS + GAP) ** 2))
    centres = _quotient(weights, community, need)
    place = _compose(groups, inner, centres, need, actors)
    event_place = _between(sets, place, degree, order)
    event_radius = np.full(len(sets), EVENT_RADIUS)
    place, event_place = _separate(place, radius, event_place, event_radius)

    small = np.sqrt(2.2 * own)
    apart = _compose(groups, inner, _quotient(weights, community, small), small, actors)
    alone, _ = _separate(apart, radius, np.zeros((0, 2)), np.zeros(0))
    return Layout(
        np.column_stack([place, radius]),
        np.column_stack([event_place, event_radius]),
        community,
        np.column_stack([alone, radius]),
    )


def arrange_few(weights: dict[tuple[int, int], float], count: int) -> Floats:
    """Place some dozens or hundreds of nodes (states) by one force layout: n x 3."""
    degree = np.zeros(count)
    for (a, b), weight in weights.items():
        degree[a] += weight
        degree[b] += weight
    radius = np.minimum(34.0, 11.0 + 1.5 * np.sqrt(degree))
    if count == 0:
        return np.zeros((0, 3))
    place = _inside(np.arange(count), weights, radius)
    need = float(np.sqrt(7.0 * np.sum((radius + GAP) ** 2)))
    # room for a name below each
    spread, _ = _separate(_wide(place * need), radius * 1.45 + 4.0, np.zeros((0, 2)), np.zeros(0))
    return np.column_stack([spread, radius])


def _projection(casts: Sequence[tuple[int, ...]]) -> dict[tuple[int, int], float]:
    """Tie actors that meet; an event shares one weight among the pairs of each actor."""
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for cast in casts:
        size = len(cast)
        if size < 2:
            continue
        if size <= MANY:
            for pair in combinations(cast, 2):
                weights[pair] += 1.0 / (size - 1)
        else:
            for first, second in zip(cast, (*cast[1:], cast[0])):
                weights[min(first, second), max(first, second)] += 0.5
    return dict(sorted(weights.items()))


def _communities(weights: dict[tuple[int, int], float], actors: int) -> list[Ints]:
    """Group the actors; the largest group first. The lone and the lost share groups."""
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(actors))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in weights.items())
    isolated = [node for node in range(actors) if graph.degree(node) == 0]
    graph.remove_nodes_from(isolated)
    found: list[list[int]] = []
    if graph.number_of_edges():
        parts = nx.community.louvain_communities(graph, seed=_SEED, threshold=1e-4)
        found = [sorted(part) for part in parts]
    # Islands of two or three actors would each claim a disc and a gap: gather them.
    small = sorted((c for c in found if len(c) < 4), key=lambda c: c[0])
    groups = [c for c in found if len(c) >= 4]
    if groups and small:
        linked: dict[int, list[int]] = defaultdict(list)
        home = {actor: number for number, c in enumerate(groups) for actor in c}
        lost: list[list[int]] = []
        for members in small:
            pull: dict[int, float] = defaultdict(float)
            for actor in members:
                for other, data in sorted(graph[actor].items()):
                    if other in home:
                        pull[home[other]] += data["weight"]
            if pull:
                best = min(pull, key=lambda number: (-pull[number], number))
                linked[best].extend(members)
            else:
                lost.append(members)
        for number, extra in linked.items():
            groups[number] = sorted([*groups[number], *extra])
        small = lost
    gathered: list[int] = []
    for members in small:
        gathered.extend(members)
        if len(gathered) >= 40:
            groups.append(gathered)
            gathered = []
    if gathered:
        groups.append(gathered)
    for start in range(0, len(isolated), 120):
        groups.append(isolated[start : start + 120])
    groups.sort(key=lambda members: (-len(members), members[0]))
    return [np.array(members, dtype=np.int64) for members in groups]


def _pieces(weights: dict[tuple[int, int], float], members: Ints) -> list[Ints]:
    """Split a community too large for one dense layout; chunks where nothing splits it."""
    inside = {int(actor) for actor in members}
    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted(inside))
    graph.add_weighted_edges_from(
        (a, b, w) for (a, b), w in weights.items() if a in inside and b in inside
    )
    found = [
        sorted(piece)
        for piece in nx.community.louvain_communities(
            graph, seed=_SEED, resolution=1.4, threshold=1e-4
        )
    ]
    whole = [piece for piece in found if len(piece) >= 8]
    crumbs = [actor for piece in found if len(piece) < 8 for actor in piece]
    pieces: list[list[int]] = []
    for piece in [*whole, sorted(crumbs)]:
        # no smaller than half, or it would be split for ever
        large = len(piece) > LARGE
        pieces += [piece[i : i + LARGE] for i in range(0, len(piece), LARGE)] if large else [piece]
    pieces = [piece for piece in pieces if piece]
    pieces.sort(key=lambda piece: (-len(piece), piece[0]))
    return [np.array(piece, dtype=np.int64) for piece in pieces]


def _sunflower(count: int) -> Floats:
    """Return `count` points that fill the unit disc evenly, the first in the middle."""
    points = np.zeros((count, 2))
    cos, sin = 1.0, 0.0
    for index in range(count):
        reach = float(np.sqrt((index + 0.5) / count)) if count > 1 else 0.0
        points[index] = (reach * cos, reach * sin)
        cos, sin = cos * _GOLDEN[0] - sin * _GOLDEN[1], cos * _GOLDEN[1] + sin * _GOLDEN[0]
    return points


def _inside(members: Ints, weights: dict[tuple[int, int], float], radius: Floats) -> Floats:
    """Place the members of one community in the unit disc: dense forces, in pieces if large."""
    count = len(members)
    if count == 1:
        return np.zeros((1, 2))
    if count > LARGE:
        return _in_pieces(members, weights, radius)
    local = {int(actor): index for index, actor in enumerate(members)}
    links = [(local[a], local[b], w) for (a, b), w in weights.items() if a in local and b in local]
    by_size = sorted(range(count), key=lambda i: (-float(radius[members[i]]), i))
    place = np.zeros((count, 2))
    place[by_size] = _sunflower(count)
    place = _forces(place, links, steps=90 if count <= 120 else 60)
    return _fill(place)


def _in_pieces(members: Ints, weights: dict[tuple[int, int], float], radius: Floats) -> Floats:
    """Lay out a large community as discs of its pieces, scaled into the unit disc."""
    pieces = _pieces(weights, members)
    home = np.full(int(members.max()) + 1, -1, dtype=np.int64)
    for number, piece in enumerate(pieces):
        home[piece] = number
    local = {pair: w for pair, w in weights.items() if max(pair) < len(home)}
    local = {(a, b): w for (a, b), w in local.items() if home[a] >= 0 and home[b] >= 0}
    need = np.array([float(np.sqrt(np.sum((radius[p] + GAP) ** 2))) for p in pieces])
    centres = _quotient(local, home, need)
    place = np.zeros((len(home), 2))
    for piece, centre, reach in zip(pieces, centres, need, strict=True):
        place[piece] = centre + _inside(piece, local, radius) * reach
    points = place[members]
    points = points - points.sum(axis=0) / len(points)
    far = float(np.sqrt((points * points).sum(axis=1)).max()) or 1.0
    unit: Floats = points / far
    return unit


def _forces(place: Floats, links: Sequence[tuple[int, int, float]], steps: int) -> Floats:
    """Fruchterman and Reingold's forces with every pair repelling; cooling steps."""
    count = len(place)
    x, y = place[:, 0].copy(), place[:, 1].copy()
    ideal = 1.0 / np.sqrt(count)
    first = np.array([a for a, _, _ in links], dtype=np.int64)
    second = np.array([b for _, b, _ in links], dtype=np.int64)
    pull = np.sqrt(np.array([w for _, _, w in links], dtype=np.float64))
    for step in range(steps):
        dx = x[:, None] - x[None, :]
        dy = y[:, None] - y[None, :]
        push = dx * dx
        push += dy * dy
        push += 1e-6
        np.divide(ideal * ideal, push, out=push)
        dx *= push
        dy *= push
        fx = dx.sum(axis=1) - x * 0.35
        fy = dy.sum(axis=1) - y * 0.35
        if len(first):
            ex = x[first] - x[second]
            ey = y[first] - y[second]
            force = pull * np.sqrt(ex * ex + ey * ey) / ideal * 0.5
            fx += np.bincount(second, force * ex, count) - np.bincount(first, force * ex, count)
            fy += np.bincount(second, force * ey, count) - np.bincount(first, force * ey, count)
        length = np.sqrt(fx * fx + fy * fy) + 1e-9
        heat = 0.16 * (1.0 - step / steps) + 0.004
        move = np.minimum(length, heat) / length
        x += fx * move
        y += fy * move
    return np.column_stack([x, y])


def _fill(place: Floats) -> Floats:
    """Move points along their rays so that they fill the unit disc about evenly."""
    count = len(place)
    centred = place - place.sum(axis=0) / count
    reach = np.sqrt(centred[:, 0] ** 2 + centred[:, 1] ** 2)
    order = np.argsort(reach, kind="stable")
    even = np.zeros(count)
    even[order] = np.sqrt((np.arange(count) + 0.5) / count)
    top = float(reach.max()) or 1.0
    wanted = 0.35 * reach / top + 0.65 * even
    factor = np.where(reach > 1e-9, wanted / np.maximum(reach, 1e-9), 0.0)
    filled: Floats = centred * factor[:, None]
    return filled


def _quotient(weights: dict[tuple[int, int], float], community: Ints, need: Floats) -> Floats:
    """Place the communities as discs of radius `need` that do not overlap."""
    count = len(need)
    if count <= 1:
        return np.zeros((count, 2))
    between: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b), weight in weights.items():
        first, second = int(community[a]), int(community[b])
        if first != second:
            between[min(first, second), max(first, second)] += weight
    scale = max(between.values(), default=1.0)
    links = [(a, b, 4.0 * w / scale) for (a, b), w in sorted(between.items())]
    by_size = sorted(range(count), key=lambda i: (-float(need[i]), i))
    place = np.zeros((count, 2))
    place[by_size] = _sunflower(count)
    place = _fill(_forces(place, links, steps=200 if count < 150 else 80))
    total = float(np.sqrt(np.sum((need * 1.12) ** 2)))
    return _push_discs(_wide(place * total), need * 1.10 + 6.0)


def _wide(place: Floats) -> Floats:
    """Stretch to the shape of a screen: about five by three."""
    return np.column_stack([place[:, 0] * 1.3, place[:, 1] * 0.78])


def _push_discs(place: Floats, reach: Floats) -> Floats:
    """Push discs apart until none overlap, then draw the whole together a little at a time."""
    place = place.copy()
    count = len(place)
    for turn in range(260):
        dx = place[:, None, 0] - place[None, :, 0]
        dy = place[:, None, 1] - place[None, :, 1]
        distance = np.sqrt(dx * dx + dy * dy) + 1e-9
        lap = reach[:, None] + reach[None, :] - distance
        np.fill_diagonal(lap, 0.0)
        lap = np.maximum(lap, 0.0)
        if turn > 200 and not bool((lap > 1e-3).any()):
            break
        share = reach[None, :] / (reach[:, None] + reach[None, :])
        force = lap * share * 0.55 / distance
        place[:, 0] += (dx * force).sum(axis=1)
        place[:, 1] += (dy * force).sum(axis=1)
        if turn < 200 and count > 2:
            place[:, 0] *= 0.9965
            place[:, 1] *= 0.993
    return place


def _compose(
    groups: Sequence[Ints], inner: Sequence[Floats], centres: Floats, need: Floats, actors: int
) -> Floats:
    """Put every community's disc at its centre."""
    place = np.zeros((actors, 2))
    for members, disc, centre, reach in zip(groups, inner, centres, need, strict=True):
        place[members] = centre + disc * reach * 0.94
    return place


def _between(
    casts: Sequence[tuple[int, ...]], place: Floats, degree: Ints, order: Sequence[int]
) -> Floats:
    """Place every event between its actors, nearer to the less busy; one cast as a spiral."""
    result = np.zeros((len(casts), 2))
    same: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for event in order:
        same[casts[event]].append(event)
    lone = 0
    edge = float(np.abs(place).max()) if len(place) else 0.0
    for cast, events in same.items():
        if not cast:  # nobody known took part: a row below the picture
            for event in events:
                result[event] = ((lone % 40 - 20) * 14.0, edge + 60.0 + (lone // 40) * 14.0)
                lone += 1
            continue
        pull = 1.0 / np.sqrt(degree[list(cast)].astype(np.float64))
        where = place[list(cast)]
        middle = (where * pull[:, None]).sum(axis=0) / pull.sum()
        spiral = _sunflower(len(events))
        reach = (EVENT_RADIUS + GAP) * float(np.sqrt(1.35 * len(events)))
        for event, point in zip(events, spiral, strict=True):
            result[event] = middle + point * reach
    return result


def _separate(
    place: Floats, radius: Floats, event_place: Floats, event_radius: Floats
) -> tuple[Floats, Floats]:
    """Push apart what overlaps; actors move less than events."""
    both = np.concatenate([place, event_place])
    reach = np.concatenate([radius, event_radius]) + GAP / 2
    actors = len(place)
    count = len(both)
    if count < 2:
        return both[:actors], both[actors:]
    # Points exactly on one another have no direction: a tiny sunflower gives them one.
    both = both + _sunflower(count) * 0.5
    heavy = np.concatenate([np.full(actors, 4.0), np.ones(len(event_place))])
    for turn in range(ROUNDS):
        if turn % REFRESH == 0:  # neighbours with room to come near before the next look
            near = _near(both, reach + REFRESH / 2)
        first, second = near
        dx = both[first, 0] - both[second, 0]
        dy = both[first, 1] - both[second, 1]
        distance = np.sqrt(dx * dx + dy * dy) + 1e-9
        lap = reach[first] + reach[second] - distance
        hit = lap > 0.3  # of the gap: nobody sees it, and the last hundred rounds are spared
        if not bool(hit.any()):
            if turn % REFRESH == 0:
                break
            continue
        first, second = first[hit], second[hit]
        dx, dy, distance, lap = dx[hit], dy[hit], distance[hit], lap[hit]
        share = heavy[second] / (heavy[first] + heavy[second])
        step = lap * 0.62 / distance
        for axis, delta in ((0, dx), (1, dy)):
            move = delta * step
            both[:, axis] += np.bincount(first, move * share, count)
            both[:, axis] -= np.bincount(second, move * (1.0 - share), count)
    return both[:actors], both[actors:]


def _near(points: Floats, reach: Floats) -> tuple[Ints, Ints]:
    """Return pairs of points that may overlap: a grid for the small, each large against all."""
    limit = 2.2 * float(np.sort(reach)[int(len(reach) * 0.9)])
    large = np.flatnonzero(reach * 2 > limit)
    small = np.flatnonzero(reach * 2 <= limit)
    firsts: list[Ints] = []
    seconds: list[Ints] = []
    for one in large:
        dx = points[:, 0] - points[one, 0]
        dy = points[:, 1] - points[one, 1]
        apart = reach + reach[one]
        close = np.flatnonzero((np.abs(dx) < apart) & (np.abs(dy) < apart))
        close = close[(close != one) & ((reach[close] * 2 <= limit) | (close > one))]
        firsts.append(np.full(len(close), one, dtype=np.int64))
        seconds.append(close)
    if len(small) > 1:
        column = np.floor(points[small, 0] / limit).astype(np.int64)
        row = np.floor(points[small, 1] / limit).astype(np.int64)
        column -= column.min() - 1
        row -= row.min() - 1
        width = int(column.max()) + 3
        cell = row * width + column
        sequence = np.argsort(cell, kind="stable")
        cells, nodes = cell[sequence], small[sequence]
        position = np.arange(len(nodes))
        # half of the neighbourhood: own cell (later ones), right, and the three below
        for offset in (0, 1, width - 1, width, width + 1):
            low = np.searchsorted(cells, cells + offset, side="left")
            high = np.searchsorted(cells, cells + offset, side="right")
            if offset == 0:
                low = position + 1
            lengths = np.maximum(high - low, 0)
            total = int(lengths.sum())
            if not total:
                continue
            start = np.repeat(low, lengths)
            step = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            firsts.append(nodes[np.repeat(position, lengths)])
            seconds.append(nodes[start + step])
    if not firsts:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(firsts), np.concatenate(seconds)
