from __future__ import annotations

import random

import pytest

from graph.model import Report
from ingest.batch.duplicates import Duplicates, Text, is_copy, signature
from ingest.batch.journal import Journal

STORY = (
    "Anna Moe met Bert Holm in Oslo on 3 January 2024. The two spoke for an hour about the river "
    "that parts their states, about the 12 bridges across it and about the price of fish, said a "
    "spokesman. They agreed to meet again when the snow is gone. Officials of both sides will "
    "prepare a paper on the bridges, which are old and in need of repair. The opposition in "
    "parliament called the talks a waste of time. The last meeting was held in Malmo."
)


def text(iri: str, body: str = STORY, **fields: str) -> Text:
    found = signature(Report(iri, body, **fields), iri)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("body", "copy"),
    [
        (STORY, True),
        (f"OSLO, Jan. 4 (Reuters) - {STORY}", True),
        (f"Oslo (AFP) — {STORY}", True),
        (f"{STORY} Reporting by Jane Roe; editing by John Roe.", True),
        (STORY.replace(" The last meeting was held in Malmo.", ""), True),
        (STORY.replace("12 bridges", "13 bridges"), False),
        (STORY.replace("Bert Holm", "Carl Holm"), False),
        (STORY.replace("Malmo", "Lund"), False),
        (STORY[len(STORY) // 2 :], False),
        (" ".join(sorted(STORY.split())), False),
    ],
)
def test_copies_and_look_alikes(body: str, copy: bool) -> None:
    one, other = text("a"), text("b", body)

    assert is_copy(one, other) is copy
    assert is_copy(other, one) is copy


def test_days_apart_are_no_copies() -> None:
    assert is_copy(text("a", published="2024-01-04"), text("b", published="2024-01-07"))
    assert not is_copy(text("a", published="2024-01-04"), text("b", published="2024-01-08"))
    assert is_copy(text("a", published="2024-01-04"), text("b"))


def test_a_publishers_own_name_is_no_difference() -> None:
    own = f"{STORY} Copyright Northern Gazette."

    assert is_copy(text("a"), text("b", own, publisher="Northern Gazette"))


def test_short_texts_are_never_copies() -> None:
    assert signature(Report("a", "Met with President Moe."), "a") is None


def test_clusters_do_not_depend_on_the_order() -> None:
    chance = random.Random(5)
    texts = [
        text(f"r{n}", STORY.replace("Bert", name), published=f"2024-01-{day:02}", url=f"https://{n}.example/")
        for n, (name, day) in enumerate(
            (name, day) for name in ("Bert", "Carl") for day in (1, 3, 5, 8, 20, 22)
        )
    ]  # fmt: skip
    seen = set()
    for _ in range(6):
        chance.shuffle(texts)
        with Journal(None) as journal:
            duplicates = Duplicates(journal)
            for one in texts:
                duplicates.place(one)
            seen.add(tuple(sorted({duplicates.cluster(one.iri).members for one in texts})))

    (clusters,) = seen
    # Days 1, 3, 5, 8 hang together by steps of at most three days; 20 and 22 are apart.
    assert clusters == (
        ("r0", "r1", "r2", "r3"),
        ("r10", "r11"),
        ("r4", "r5"),
        ("r6", "r7", "r8", "r9"),
    )


def test_a_leader_is_first_published_and_carries_the_others() -> None:
    with Journal(None) as journal:
        duplicates = Duplicates(journal)
        duplicates.place(text("b", published="2024-01-05", publisher="B", url="https://b.example/"))
        cluster = duplicates.place(
            text("c", published="2024-01-04", publisher="C", url="https://c.example/")
        )
        assert (cluster.leader, cluster.urls, cluster.publishers) == (
            "c",
            ("https://b.example/",),
            ("B",),
        )
        # The copy changes into another story: both stand alone.
        other = text("b", STORY.replace("Bert", "Carl"))
        assert duplicates.place(other).members == ("b",)
        assert duplicates.cluster("c").members == ("c",)


def test_signatures_of_another_library_are_dropped() -> None:
    with Journal(None) as journal:
        Duplicates(journal).place(text("a"))
        assert Duplicates(journal).place(text("b")).members == ("a", "b")

        journal.setting("signatures", "made by something else")

        assert Duplicates(journal).place(text("c")).members == ("c",)
