"""What is known before any report is read: tables as data files, and their loader.

`load_knowledge()` gives everything but the cities, which load on first use
(`Knowledge.cities`). The tables are TSV files in ``data/``, each with a header that explains
its columns; a folder of the user's with files of the same names adds and replaces rows.
"""

from __future__ import annotations

from ingest.knowledge.cities import Cities
from ingest.knowledge.load import Knowledge, load_knowledge, surname_of
from ingest.knowledge.rows import (
    City,
    CityName,
    Member,
    Name,
    Organisation,
    Person,
    Phrase,
    Seat,
    State,
    Term,
    Title,
    Topic,
    Venue,
)

__all__ = [
    "Cities",
    "City",
    "CityName",
    "Knowledge",
    "Member",
    "Name",
    "Organisation",
    "Person",
    "Phrase",
    "Seat",
    "State",
    "Term",
    "Title",
    "Topic",
    "Venue",
    "load_knowledge",
    "surname_of",
]
