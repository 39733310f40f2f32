"""From the data files to one frozen `Knowledge` with look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, get_args

from graph.errors import SettingsError
from graph.identifiers import fold
from ingest.knowledge.cities import Cities, world
from ingest.knowledge.rows import (
    CityName,
    Member,
    Name,
    NameKind,
    Organisation,
    OrganisationKind,
    Person,
    Phrase,
    Seat,
    State,
    Term,
    Title,
    Topic,
    Venue,
)
from ingest.knowledge.tables import Line, table

# Which meaning of a written name counts when tables disagree: a blocked phrase or region
# before a state, a state before a body, a body before a bare capital.
_ORDER: tuple[NameKind, ...] = (
    "blocked",
    "region",
    "state",
    "demonym",
    "people",
    "seat",
    "organisation",
    "body",
    "movement",
    "agency",
    "capital",
)
PRECEDENCE: dict[NameKind, int] = {kind: rank for rank, kind in enumerate(_ORDER)}
ORGANISATION_NAMES: dict[str, NameKind] = {
    "igo": "organisation",
    "alliance": "organisation",
    "ngo": "organisation",
    "company": "organisation",
    "body": "body",
    "movement": "movement",
    "agency": "agency",
}


@dataclass(frozen=True)
class Knowledge:
    """All tables, frozen, with look-ups that are built on first use."""

    states: tuple[State, ...]
    seats: tuple[Seat, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    titles: tuple[Title, ...]
    particles: frozenset[str]
    venues: tuple[Venue, ...]
    topics: tuple[Topic, ...]
    phrases: tuple[Phrase, ...]
    city_names: tuple[CityName, ...]

    @cached_property
    def cities(self) -> Cities:
        """Cities of the world; the first use reads 34,000 rows."""
        return world(self.city_names)

    @cached_property
    def topic_words(self) -> tuple[tuple[str, frozenset[str], tuple[str, ...]], ...]:
        """Each topic's name with its words in lower case and those of them that are several."""
        words = [(t.name, [w.lower() for w in t.words]) for t in self.topics]
        return tuple((n, frozenset(ws), tuple(w for w in ws if " " in w)) for n, ws in words)

    @cached_property
    def state_by_code(self) -> Mapping[str, State]:
        """States by alpha-3 code."""
        return {state.code: state for state in self.states}

    @cached_property
    def state_by_capital(self) -> Mapping[str, State]:
        """States by the names of their capitals and other seats of government."""
        found: dict[str, State] = {}
        for state in self.states:
            for text in state.capitals:
                found.setdefault(text, state)
        return found

    @cached_property
    def names(self) -> Mapping[str, tuple[Name, ...]]:
        """What each written name may stand for, likeliest first.

        Keys are written as in text ("U.S.", "the Kremlin" without its article); a single word
        that is an acronym or is likely a common word matches only in this case.
        """
        found: dict[str, list[Name]] = defaultdict(list)
        for name in self._all_names():
            if all((n.kind, n.key) != (name.kind, name.key) for n in found[name.text]):
                found[name.text].append(name)
        return {
            text: tuple(sorted(names, key=lambda n: PRECEDENCE[n.kind]))
            for text, names in found.items()
        }

    def _all_names(self) -> Iterator[Name]:
        for state in self.states:
            code = state.code
            for text in (state.name, *state.aliases, *state.former, state.official):
                yield Name(_bare(text), "state", code, code)
            for text in state.adjectives:
                yield Name(text, "demonym", code, code)
            for text in state.people:
                yield Name(text, "people", code, code)
        taken = {_bare(text) for seat in self.seats for text in (seat.name, *seat.aliases)}
        taken |= {_bare(t) for s in self.states for t in (s.name, *s.aliases, *s.former)}
        for state in self.states:
            for text in state.capitals:
                if text not in taken:
                    yield Name(text, "capital", state.code, state.code)
        for seat in self.seats:
            for text in (seat.name, *seat.aliases):
                yield Name(_bare(text), "seat", seat.organisation or seat.name, seat.country)
        for body in self.organisations:
            for text in body.names:
                yield Name(_bare(text), ORGANISATION_NAMES[body.kind], body.name, body.country)
        for phrase in self.phrases:
            for text in (phrase.text, *phrase.adjectives):
                yield Name(text, phrase.kind, phrase.text, None)

    @cached_property
    def organisation_by_name(self) -> Mapping[str, Organisation]:
        """Organisations by folded name, acronym or alias; the first row of a name counts."""
        found: dict[str, Organisation] = {}
        for body in self.organisations:
            for text in body.names:
                found.setdefault(fold(_bare(text)), body)
        return found

    @cached_property
    def seat_by_name(self) -> Mapping[str, Seat]:
        """Seats of power by folded name."""
        return {fold(_bare(t)): s for s in self.seats for t in (s.name, *s.aliases)}

    @cached_property
    def person_by_name(self) -> Mapping[str, tuple[Person, ...]]:
        """People by folded full name or variant of it."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            for text in (person.name, *person.variants):
                if person not in found[fold(text)]:
                    found[fold(text)].append(person)
        return {key: tuple(people) for key, people in found.items()}

    @cached_property
    def person_by_surname(self) -> Mapping[str, tuple[Person, ...]]:
        """People by folded surname, also as spelt in their variants."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            spellings = {person.surname}
            spellings |= {surname_of(v, family_first=person.family_first) for v in person.variants}
            for text in sorted(spellings):
                if person not in found[fold(text)]:
                    found[fold(text)].append(person)
        return {key: tuple(people) for key, people in found.items()}

    @cached_property
    def venue_by_name(self) -> Mapping[str, Venue]:
        """Venues by folded name or alias."""
        found: dict[str, Venue] = {}
        for venue in self.venues:
            for text in (venue.name, *venue.aliases):
                found.setdefault(fold(_bare(text)), venue)
        return found

    @cached_property
    def title_by_text(self) -> Mapping[str, Title]:
        """Titles and role nouns by lower-case singular or plural."""
        found: dict[str, Title] = {}
        for title in self.titles:
            for text in (title.text, title.plural or title.text):
                found.setdefault(text.lower(), title)
        return found

    def person(
        self, name: str, *, year: int | None = None, country: str | None = None
    ) -> Person | None:
        """Return the person of this full name, the one in office in `year` among namesakes."""
        people = [
            p
            for p in self.person_by_name.get(fold(name), ())
            if country is None or p.country in (None, country)
        ]
        return _fitting(people, year)

    def by_surname(
        self,
        surname: str,
        *,
        year: int | None = None,
        country: str | None = None,
        office: str | None = None,
    ) -> Person | None:
        """Return the one person whom news of `year` may call by this surname, else None.

        Only people in office within three years of `year` count; `country` and `office` (a
        word of it, such as "president") narrow further. Several left: None, never a guess.
        """
        people = [
            p
            for p in self.person_by_surname.get(fold(surname), ())
            if country is None or p.country == country
        ]
        if year is not None:
            people = [p for p in people if _active(p, year, slack=3)]
        if office:
            people = [p for p in people if any(office.lower() in t.office.lower() for t in p.terms)]
        if len(people) > 1 and year is not None:
            people = [p for p in people if _active(p, year, slack=0)] or people
        return people[0] if len(people) == 1 else None

    def holder(self, office: str, country: str, year: int) -> Person | None:
        """Return who held an office ("president") of a state in a year, if just one did."""
        found = {
            p.name: p
            for p in self.people
            for t in p.terms
            if t.country == country
            and t.organisation is None
            and fold(t.office) == fold(office)
            and (t.begin or 0) <= year <= (t.end or 9999)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def state_name(self, code: str) -> str:
        """Return the usual English name of a state, or the code where it is unknown."""
        state = self.state_by_code.get(code)
        return state.name if state else code


def surname_of(name: str, *, family_first: bool = False) -> str:
    """Return the part of a full name by which news calls a person.

    ``Xi Jinping`` (family first) gives ``Xi``; ``Ursula von der Leyen`` gives
    ``von der Leyen``; ``Luiz Inácio Lula da Silva`` gives ``da Silva``.
    """
    parts = [part for part in name.split() if part.rstrip(".") not in ("Jr", "Sr", "II", "III")]
    if not parts:
        return name
    if family_first:
        return parts[0]
    start = len(parts) - 1
    while start > 1 and parts[start - 1].islower():
        start -= 1
    return " ".join(parts[start:])


def _bare(text: str) -> str:
    """Drop a leading article: gazetteers match without it."""
    return text[4:] if text.startswith(("the ", "The ")) and text != "The Hague" else text


def _active(person: Person, year: int, slack: int) -> bool:
    return any(
        (t.begin or 0) - slack <= year and (t.end is None or year <= t.end + slack)
        for t in person.terms
    )


def _fitting(people: list[Person], year: int | None) -> Person | None:
    if len(people) > 1 and year is not None:
        people = [p for p in people if _active(p, year, slack=0)] or people
    return people[0] if people else None


def _states(extra: Path | None) -> tuple[State, ...]:
    def territory(line: Line) -> State:
        return State(
            code=line.code("code") or line.need("code"),
            name=line.need("name"),
            official=line.text("official") or line.need("name"),
            kind=line.one_of("kind", ("state", "territory", "former")),  # type: ignore[arg-type]
            wikidata=line.wikidata(),
            alpha2=line.maybe("alpha2"),
            successors=line.codes("successors"),
            source="rigour",
        )

    base = {s.code: s for s in table("territories.tsv", ("code", "name", "kind"), territory, _code)}

    def state(line: Line) -> State:
        code = line.code("code") or line.need("code")
        begin, end = line.years()
        known = base.get(code)
        name = line.need("name")
        return State(
            code=code,
            name=name,
            official=known.official if known else name,
            kind=known.kind if known else ("former" if end else "state"),
            wikidata=known.wikidata if known else None,
            alpha2=known.alpha2 if known else None,
            adjectives=line.many("adjectives"),
            people=line.many("people"),
            capitals=line.many("capitals"),
            point=line.point(),
            aliases=line.many("aliases"),
            former=line.many("former"),
            begin=begin,
            end=end,
            successors=known.successors if known else (),
            source=line.text("source"),
        )

    described = {s.code: s for s in table("states.tsv", ("code", "name"), state, _code, extra)}
    # Territories without a row of their own (Åland, Guam) keep their name, no demonym.
    return tuple({**base, **described}.values())


def _code(state: State) -> str:
    return state.code


def _seat(line: Line) -> Seat:
    country, organisation = line.code("country"), line.maybe("organisation")
    if (country is None) == (organisation is None):
        raise line.fault("give either 'country' or 'organisation'")
    return Seat(
        line.need("name"),
        line.many("aliases"),
        country,
        organisation,
        line.need("body"),
        line.text("city"),
        line.text("source"),
    )


def _member(line: Line, text: str) -> Member:
    code, _, years = text.partition(":")
    if not (len(code) == 3 and code.isalpha() and code.isupper()):
        raise line.fault(f"'{code}' in column 'members' is no alpha-3 code such as FRA")
    begin, dash, end = years.partition("-")
    for year in (begin, end):
        if year and not (year.isdigit() and len(year) == 4):
            raise line.fault(
                f"'{text}' in column 'members': write {code}:1995- or {code}:1949-2003"
            )
    if years and not dash:
        raise line.fault(f"'{text}' in column 'members': write {code}:{years}-")
    return Member(code, int(begin) if begin else None, int(end) if end else None)


def _organisation(line: Line) -> Organisation:
    begin, end = line.years()
    kind: Any = line.one_of("kind", get_args(OrganisationKind))
    country = line.code("country")
    if kind == "body" and country is None:
        raise line.fault("a body belongs to a state: give 'country'")
    return Organisation(
        name=line.need("name"),
        kind=kind,
        country=country,
        acronyms=line.many("acronyms"),
        aliases=line.many("aliases"),
        members=tuple(_member(line, m) for m in line.text("members").replace(";", " ").split()),
        wikidata=line.wikidata(),
        begin=begin,
        end=end,
        source=line.text("source"),
    )


@dataclass(frozen=True, slots=True)
class _Tenure:
    """One line of people.tsv: a person in one office."""

    person: Person
    term: Term


def _tenure(line: Line) -> _Tenure:
    begin, end = line.years()
    name = line.need("name")
    order = line.text("order") or "given"
    if order not in ("given", "family"):
        raise line.fault(f"'{order}' in column 'order' is unknown; write family or leave it empty")
    country, organisation = line.code("country"), line.maybe("organisation")
    if country is None and organisation is None:
        raise line.fault("give 'country' or 'organisation'")
    family_first = order == "family"
    gender: Any = line.maybe("gender")
    if gender not in (None, "m", "f"):
        raise line.fault(f"'{gender}' in column 'gender' is unknown; write m, f or leave it empty")
    person = Person(
        name=name,
        surname=line.text("surname") or surname_of(name, family_first=family_first),
        country=country,
        variants=line.many("variants"),
        family_first=family_first,
        gender=gender,
        wikidata=line.wikidata(),
        source=line.text("source"),
    )
    return _Tenure(person, Term(line.need("office"), country, organisation, begin, end))


def _people(extra: Path | None) -> tuple[Person, ...]:
    """Join the lines of people.tsv: one person, several offices."""
    rows = table(
        "people.tsv",
        ("name", "country", "office", "from", "to"),
        _tenure,
        lambda t: (t.person.name, t.term.office, t.term.country, t.term.organisation, t.term.begin),
        extra,
    )
    found: dict[tuple[str, str | None], list[_Tenure]] = defaultdict(list)
    by_name: dict[str, tuple[str, str | None]] = {}
    for row in rows:
        person = row.person
        # An office in an international organisation belongs to the person of that name, whose
        # country the other lines give.
        key = by_name.get(person.name) if person.country is None else (person.name, person.country)
        key = key or (person.name, person.country)
        by_name.setdefault(person.name, key)
        found[key].append(row)
    people = []
    for tenures in found.values():
        first = tenures[0].person
        variants = tuple(dict.fromkeys(v for t in tenures for v in t.person.variants))
        terms = sorted((t.term for t in tenures), key=lambda t: (t.begin or 0, t.end or 9999))
        people.append(
            replace(
                first,
                variants=variants,
                terms=tuple(terms),
                gender=next((t.person.gender for t in tenures if t.person.gender), None),
                wikidata=next((t.person.wikidata for t in tenures if t.person.wikidata), None),
            )
        )
    return tuple(people)


def _title(line: Line) -> Title:
    return Title(
        text=line.need("title"),
        group=line.need("group"),
        rank=int(line.number_of("rank", 0, 99) or 0),
        stands_for_state=line.one_of("party", ("yes", "no")) == "yes",
        plural=line.maybe("plural"),
        before_name=line.text("before_name") != "no",
        source=line.text("source"),
    )


def _venue(line: Line) -> Venue:
    return Venue(
        name=line.need("name"),
        aliases=line.many("aliases"),
        kind=line.need("kind"),
        city=line.maybe("city"),
        country=line.code("country"),
        point=line.point(),
        wikidata=line.wikidata(),
        source=line.text("source"),
    )


def _phrase(line: Line) -> Phrase:
    return Phrase(
        text=line.need("text"),
        kind=line.one_of("kind", ("region", "blocked")),  # type: ignore[arg-type]
        adjectives=line.many("adjectives"),
        point=line.point(),
        source=line.text("source"),
    )


def _city_name(line: Line) -> CityName:
    country = line.code("country")
    if country is None:
        raise line.fault("column 'country' is empty; give it a value")
    return CityName(
        name=line.need("name"),
        city=line.text("city") or line.need("name"),
        country=country,
        point=line.point(),
        geonames=line.maybe("geonames"),
        source=line.text("source"),
    )


def load_knowledge(extra: Path | None = None) -> Knowledge:
    """Return the tables of the package, with those of the folder `extra` on top; cached.

    Raises `SettingsError` for a folder that is none and for a malformed row, naming file and
    line.
    """
    if extra is not None:
        extra = Path(extra)
        if not extra.is_dir():
            raise SettingsError(f"{extra}: is no folder; give one with tables such as people.tsv")
        extra = extra.resolve()
    return _load(extra)


@cache
def _load(extra: Path | None) -> Knowledge:
    titles = table(
        "titles.tsv", ("title", "group", "rank", "party"), _title, lambda t: t.text, extra
    )
    return Knowledge(
        states=_states(extra),
        seats=table("seats.tsv", ("name", "body"), _seat, lambda s: s.name, extra),
        organisations=table(
            "organisations.tsv",
            ("name", "kind"),
            _organisation,
            lambda o: (o.name, o.country),
            extra,
        ),
        people=_people(extra),
        titles=tuple(t for t in titles if t.group != "particle"),
        particles=frozenset(t.text for t in titles if t.group == "particle"),
        venues=table("venues.tsv", ("name", "kind"), _venue, lambda v: (v.name, v.city), extra),
        topics=table(
            "topics.tsv",
            ("topic", "words"),
            lambda line: Topic(line.need("topic"), line.many("words"), line.text("source")),
            lambda t: t.name,
            extra,
        ),
        phrases=table("phrases.tsv", ("text", "kind"), _phrase, lambda p: p.text, extra),
        city_names=table(
            "city-names.tsv", ("name", "country"), _city_name, lambda c: (c.name, c.country), extra
        ),
    )
