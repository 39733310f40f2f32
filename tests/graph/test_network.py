"""Projections and measures, on a table written by hand."""

from __future__ import annotations

import networkx as nx
import pytest

from graph import network
from graph.errors import QueryError
from graph.identifiers import BASE, state_iri
from graph.model import EventType, Role, Status
from graph.network import ActorRow, EventRow, EventTable

XI, PUTIN, MACRON = (f"{BASE}person/{n}" for n in ("xi", "putin", "macron"))
CHN, RUS, FRA, USA = (state_iri(code) for code in ("CHN", "RUS", "FRA", "USA"))


def event(
    n: int,
    type_: EventType,
    day: str | None,
    parts: list[tuple[str, Role, str]],
    where: str | None = None,
    end: str | None = None,
) -> EventRow:
    return EventRow(
        f"e{n}",
        type_,
        Status.OCCURRED,
        f"event {n}",
        day,
        end or day,
        where,
        tuple(sorted({code for _, _, code in parts})),
        tuple(sorted(parts)),
        day is not None and end is None,
    )


@pytest.fixture
def table() -> EventTable:
    with_ = Role.PARTICIPANT
    events = (
        event(1, EventType.MEETING, "2024-05-16", [(XI, with_, "CHN"), (PUTIN, with_, "RUS")]),
        event(2, EventType.CALL, "2024-11-02", [(XI, with_, "CHN"), (MACRON, with_, "FRA")]),
        event(3, EventType.VISIT, "2025-05-07", [(XI, Role.VISITOR, "CHN")], "RUS"),
        event(
            4,
            EventType.VISIT,
            "2025-08-31",
            [(PUTIN, Role.VISITOR, "RUS"), (XI, Role.HOST, "CHN")],
            "CHN",
        ),
        event(
            5,
            EventType.ACCUSATION,
            "2025-09-01",
            [(FRA, Role.SOURCE, "FRA"), (PUTIN, Role.TARGET, "RUS")],
        ),
        event(6, EventType.MEETING, None, [(XI, with_, "CHN"), (PUTIN, with_, "RUS")]),
        event(
            7,
            EventType.MEETING,
            "2025-01-01",
            [(XI, with_, "CHN"), (MACRON, with_, "FRA")],
            end="2025-12-31",
        ),
    )
    actors = {
        XI: ActorRow(XI, "Xi Jinping", "person", "CHN"),
        PUTIN: ActorRow(PUTIN, "Vladimir Putin", "person", "RUS"),
        MACRON: ActorRow(MACRON, "Emmanuel Macron", "person", "FRA"),
        FRA: ActorRow(FRA, "France", "state", "FRA"),
        CHN: ActorRow(CHN, "China", "state", "CHN"),
        RUS: ActorRow(RUS, "Russia", "state", "RUS"),
    }
    return EventTable(events, actors)


def test_bipartite_network_joins_actors_to_their_events(table: EventTable) -> None:
    graph = network.actors_and_events(table)

    assert nx.is_bipartite(graph)
    assert set(graph["e4"]) == {PUTIN, XI}
    assert graph["e4"][XI]["roles"] == ("host",)
    assert graph.nodes["e4"]["begin"] == "2025-08-31"


def test_co_participation_counts_events_and_keeps_first_and_last(table: EventTable) -> None:
    graph = network.co_participation(table)

    edge = graph[XI][PUTIN]
    assert edge["weight"] == 3
    assert (edge["first"], edge["last"]) == ("2024-05-16", "2025-08-31")
    assert edge["types"] == {"Meeting": 2, "Visit": 1}
    assert edge["events"] == ["e1", "e4", "e6"]


def test_states_stand_for_everyone_who_acts_for_them(table: EventTable) -> None:
    graph = network.co_participation(table, "states")

    assert graph[CHN][FRA]["weight"] == 2
    assert graph[FRA][RUS]["types"] == {"Accusation": 1}
    assert graph.nodes[CHN]["label"] == "China"


def test_large_events_can_be_left_out_of_pairs_but_keep_their_nodes(table: EventTable) -> None:
    graph = network.co_participation(table, max_parties=1)

    assert graph.number_of_edges() == 0
    assert XI in graph


def test_visits_run_from_visitor_to_host_state(table: EventTable) -> None:
    graph = network.visits(table)

    assert set(graph.edges) == {(CHN, RUS), (RUS, CHN)}
    assert network.visit_balance(graph) == {(CHN, RUS): (1, 1)}


def test_statements_keep_direction_and_category(table: EventTable) -> None:
    graph = network.statements(table)

    assert list(graph.edges(keys=True)) == [(FRA, RUS, "ACCUSE")]
    assert graph[FRA][RUS]["ACCUSE"]["quad"] == "conflictual"


def test_period_keeps_events_that_may_lie_in_it(table: EventTable) -> None:
    assert [e.iri for e in table.between("2024-06", "2025-05-07").events] == ["e2", "e3", "e7"]
    assert [e.iri for e in table.between(until="2024").events] == ["e1", "e2"]
    assert len(table.between()) == len(table)


def test_snapshots_leave_out_what_is_not_known_to_the_period(table: EventTable) -> None:
    months = network.snapshots(table, "persons", "month")
    years = network.snapshots(table, "persons", "year", cumulative=True)

    assert list(months) == ["2024-05", "2024-11", "2025-05", "2025-08", "2025-09"]
    assert years["2025"][XI][MACRON]["weight"] == 2


def test_measures_agree_with_networkx(table: EventTable) -> None:
    graph = network.co_participation(table, "persons")

    measures = network.centralities(graph)
    assert measures[XI]["degree"] == 2
    assert measures[XI]["strength"] == 5
    assert measures[XI]["betweenness"] == nx.betweenness_centrality(graph)[XI]
    assert measures[XI]["eigenvector"] > measures[MACRON]["eigenvector"]
    assert network.communities(graph) == [sorted([XI, PUTIN, MACRON])]
    assert (
        network.brokerage(graph)[XI]["constraint"] < network.brokerage(graph)[PUTIN]["constraint"]
    )


def test_dyad_series_and_first_encounters(table: EventTable) -> None:
    assert network.dyad_series(table, "CHN", "RUS") == {
        "2024": {"Meeting": 1},
        "2025": {"Visit": 1},
    }
    first = network.first_encounters(table, "persons", types=["Meeting"])
    assert first[min(XI, PUTIN), max(XI, PUTIN)].iri == "e1"


@pytest.mark.parametrize(
    "call",
    [
        lambda t: network.project(t, "nonsense"),
        lambda t: network.snapshots(t, "states", "week"),  # type: ignore[arg-type]
        lambda t: network.first_encounters(t, types=["Dance"]),
    ],
)
def test_unknown_names_are_refused_with_what_is_known(table: EventTable, call: object) -> None:
    with pytest.raises(QueryError, match="known are"):
        call(table)  # type: ignore[operator]
