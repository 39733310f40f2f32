"""The phrases by which actors are known, looked up by their first word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.identifiers import fold
from ingest.language.lexicon import DATA, rows

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ingest.knowledge import Knowledge, Person

EntryKind = Literal[
    "state", "demonym", "capital", "organisation", "group", "region", "agency", "blocked", "person"
]
# What the kinds of names in the knowledge tables are to the mentions. A body of a state (a
# ministry) acts for it, as a capital does; regions, agencies and blocked phrases are matched
# so that no shorter name is found inside them.
_KINDS: dict[str, EntryKind] = {
    "state": "state",
    "demonym": "demonym",
    "people": "demonym",
    "capital": "capital",
    "seat": "capital",
    "organisation": "organisation",
    "body": "capital",
    "movement": "group",
    "agency": "agency",
    "region": "region",
    "blocked": "blocked",
}


# Words of a role of two that mean nothing of the kind alone: what stands before, or behind.
_PAIRS = {"number": ("opposite", ""), "tan": ("", "sri")}


# States whose people are named in either order in English.
_FAMILY_FIRST = frozenset({"JPN", "HUN", "KOR", "CHN", "TWN", "VNM", "KHM"})


class RoleClass(StrEnum):
    """Classes of nouns in `roles.tsv`."""

    OFFICE = "office"
    OFFICIAL = "official"
    BODY = "body"
    SIDE = "side"
    GROUP = "group"
    HONORIFIC = "honorific"
    QUALIFIER = "qualifier"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that names people by what they do."""

    word: str
    kind: RoleClass
    gender: Literal["m", "f", None] = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a gazetteer phrase stands for."""

    kind: EntryKind
    name: str
    country: str | None = None
    key: str | None = None
    phrase: str = ""

    def written_like(self, text: str) -> bool:
        """Whether `text` is written as such a name is: "US" is one, "us" is not."""
        letters = [c for c in self.phrase if c.isalpha()]
        if all(c.isupper() for c in letters) and len(letters) <= 6:
            return text == self.phrase
        first = next((c for c in text if c.isalpha()), "")
        return first.isupper()


@dataclass
class Gazetteer:
    """Phrases by first word (longest first), roles, and known persons."""

    phrases: dict[str, list[tuple[str, Entry]]] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    knowledge: Knowledge | None = None
    state_names: dict[str, str] = field(default_factory=dict)
    not_names: frozenset[str] = frozenset()

    def starting(self, word: str) -> Iterable[tuple[str, Entry]]:
        """Phrases that begin with this word (lower case), longest first."""
        return self.phrases.get(word, ())

    def add(self, phrase: str, entry: Entry) -> None:
        """Add a phrase; the first entry of equal phrases stays."""
        key = phrase.lower().replace("\u2019", "'")
        first = re.match(r"\w+", key)
        if first is None:
            return
        row = self.phrases.setdefault(first[0], [])
        if any(p == key for p, _ in row):
            return
        row.append((key, entry))
        row.sort(key=lambda p: -len(p[0]))

    def role(self, word: str) -> Role | None:
        """Return the role of a word in lower case, singular or plural."""
        found = self.roles.get(word)
        if found is None and word.endswith("s"):
            found = self.roles.get(word[:-1])
        return found

    def role_of_pair(self, doc: Doc, i: int) -> Role | None:
        """Return the role of two words that are one only together: "opposite number"."""
        pair = _PAIRS.get(doc[i].lower_)
        if pair is None:
            return None
        for j in (i - 1, i + 1):
            if 0 <= j < len(doc) and doc[j].lower_ == pair[j > i]:
                first, second = sorted((i, j))
                return self.roles.get(f"{doc[first].lower_} {doc[second].lower_}")
        return None

    def surname(self, word: str) -> bool:
        """Whether a known person has this surname."""
        return self.knowledge is not None and fold(word) in self.knowledge.person_by_surname

    def known(
        self, names: Iterable[str], country: str | None, office: str, year: int | None
    ) -> Person | None:
        """Return the one known person that these names of one actor can mean, else None."""
        if self.knowledge is None:
            return None
        full = sorted((n for n in names if " " in n), key=len, reverse=True)
        for name in full:
            found = self.knowledge.person(name, year=year, country=country)
            if found is not None:
                return found
        for words in (name.split() for name in full):
            # "Jorge Mario Videla": a second given name that the table leaves out
            if len(words) == 3 and words[1][:1].isupper():
                found = self.knowledge.person(f"{words[0]} {words[2]}", year=year, country=country)
                if found is not None:
                    return found
            if len(words) == 2:  # "Mori Yoshiro": the family name first, as at home
                found = self.knowledge.person(f"{words[1]} {words[0]}", year=year, country=country)
                if found is not None and found.country in _FAMILY_FIRST:
                    return found
        if full:
            return None
        for name in names:
            found = self.knowledge.by_surname(name, year=year, country=country)
            if found is None and office:
                found = self.knowledge.by_surname(name, year=year, country=country, office=office)
            if found is not None:
                return found
        return None

    def is_field(self, word: str) -> bool:
        """Whether a word after an adjective makes it the field of an office, not its state."""
        return word in ("affairs", "relations", "policy", "studies", "issues")

    def office_country(self, office: str) -> str | None:
        """Return the state of an office that exists in one state only."""
        text = office.lower()
        found = self.roles.get(text)
        if found is not None and found.country:
            return found.country
        for word, role in self.roles.items():
            if role.country and " " in word and text.endswith(word):
                return role.country
        for word, role in self.roles.items():
            if role.country and " to " in word and word in text:
                return role.country  # "deputy assistant to the president for trade"
        for word, role in self.roles.items():
            if role.country and " " in word and word in text and "former" in text:
                return role.country
        return None


def build_gazetteer(knowledge: Knowledge, extra: Path | None = None) -> Gazetteer:
    """Make the gazetteer of the knowledge tables and of `roles.tsv` (also a user's own)."""
    gazetteer = Gazetteer(knowledge=knowledge)
    for folder in (DATA, extra):
        if folder is None or not (folder / "roles.tsv").exists():
            continue
        for _, cells in rows(folder / "roles.tsv"):
            word, rank, gender, country = ([c.strip() for c in cells] + [""] * 4)[:4]
            sex: Literal["m", "f", None] = "m" if gender == "m" else "f" if gender == "f" else None
            gazetteer.roles[word] = Role(word, RoleClass(rank), sex, country or None)
    for state in knowledge.states:
        gazetteer.state_names[state.code] = state.name
    for text, names in knowledge.names.items():
        name = names[0]
        kind: EntryKind = _KINDS[name.kind]
        label = name.key
        if name.country and kind in ("state", "demonym", "capital"):
            label = knowledge.state_name(name.country)
        elif kind == "capital" and not name.country:
            kind = "organisation"
        key = name.country if kind in ("state", "demonym", "capital") else name.key
        gazetteer.add(text, Entry(kind, label, name.country, key, text))
    return gazetteer
