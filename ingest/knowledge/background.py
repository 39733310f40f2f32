"""The tables as the graph wants them: `graph.background.Background`."""

from __future__ import annotations

from functools import cache

from graph import background as model
from graph.model import Place
from ingest.knowledge.load import Knowledge, load_knowledge
from ingest.knowledge.rows import Organisation, Person, State, Term, Venue


def background(knowledge: Knowledge | None = None) -> model.Background:
    """Return states, organisations with members, known people with offices, and venues.

    News agencies are left out: they are sources of reports, never parties. Without
    `knowledge` the package's own tables are used.
    """
    return _background(knowledge or load_knowledge())


@cache
def _background(knowledge: Knowledge) -> model.Background:
    return model.Background(
        states=tuple(_state(state) for state in knowledge.states),
        organisations=tuple(
            _organisation(body)
            for body in knowledge.organisations
            if body.kind not in ("agency", "movement")
        ),
        people=tuple(_person(person, knowledge) for person in knowledge.people),
        places=tuple(_place(venue, knowledge) for venue in knowledge.venues),
    )


def _day(year: int | None) -> str | None:
    return None if year is None else str(year)


def _state(state: State) -> model.State:
    names = dict.fromkeys((state.official, *state.aliases, *state.former))
    names.pop(state.name, None)
    return model.State(
        code=state.code,
        name=state.name,
        aliases=tuple(names),
        wikidata=state.wikidata,
        begin=_day(state.begin),
        end=_day(state.end),
    )


def _organisation(body: Organisation) -> model.Organisation:
    return model.Organisation(
        name=body.name,
        country=body.country,
        aliases=(*body.acronyms, *body.aliases),
        wikidata=body.wikidata,
        members=tuple(model.Membership(m.code, _day(m.begin), _day(m.end)) for m in body.members),
    )


def _office(term: Term, knowledge: Knowledge) -> model.Office:
    of = term.organisation or (knowledge.state_name(term.country) if term.country else "")
    title = term.office if not of or of in term.office else f"{term.office} of {of}"
    # The country of an office in an organisation is the person's, not the office's.
    country = None if term.organisation else term.country
    return model.Office(title, country, _day(term.begin), _day(term.end))


def _person(person: Person, knowledge: Knowledge) -> model.Person:
    return model.Person(
        name=person.name,
        country=person.country,
        aliases=person.variants,
        wikidata=person.wikidata,
        offices=tuple(_office(term, knowledge) for term in person.terms),
    )


def _place(venue: Venue, knowledge: Knowledge) -> Place:
    country = knowledge.state_name(venue.country) if venue.country else None
    lat, lon = venue.point or (None, None)
    return Place(
        name=venue.name,
        city=venue.city,
        country=venue.country,
        within=tuple(part for part in (venue.city, country) if part and part != venue.name),
        lat=lat,
        lon=lon,
        wikidata=venue.wikidata,
    )
