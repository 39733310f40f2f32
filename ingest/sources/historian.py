"""The Office of the Historian's lists: visits by foreign leaders, travels of the President and
the Secretary of State (HistoryAtState/visits and HistoryAtState/travels, public domain).

The fields of a record are a Visit without any guessing: who, from where or as what, to which
state and city, from which day to which. The remarks in prose are read by the language pipeline
with the traveller and the place as context (`ingest.sources.prose`). The text of the report is
composed from the fields, so that every fact has words that say so; the remarks follow verbatim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, BinaryIO

from graph.errors import InputError
from graph.identifiers import account_iri, actor_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Participation,
    Place,
    Report,
    ReportKind,
    Role,
    Span,
    Status,
    Time,
)
from ingest.sources.base import Failed, Item, Options, Prose, Resource, Source, Structured
from ingest.sources.fields import day, line
from ingest.sources.xml_elements import elements

PUBLISHER = "Office of the Historian"
_USA = ("USA", "United States")
# A description that begins so names a visit at the host's invitation; a private visit, or one
# to an organisation in New York, has no host of which the record speaks.
_HOSTED = re.compile(r"(state|official|working|guest of)\b", re.IGNORECASE)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_CAPACITIES = {"president": "President", "secretary": "Secretary of State"}


@dataclass(frozen=True, slots=True)
class _State:
    code: str
    name: str


def read_visits(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield a `Structured` record for each ``<visit>``."""
    yield from _records(stream, resource, "visit", _visit)


def read_travels(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield a `Structured` record for each ``<trip>``."""
    yield from _records(stream, resource, "trip", _trip)


def _records(
    stream: BinaryIO, resource: Resource, tag: str, build: Callable[[Any, str], Structured]
) -> Iterator[Item]:
    count = 0
    for element in elements(stream):
        if element.tag != tag:
            continue
        count += 1
        name = f"{resource.name}#{_field(element, 'id') or count}"
        try:
            yield build(element, resource.name)
        except InputError as error:
            yield Failed(name, str(error), resource.input)
        element.clear()
    if not count:
        raise InputError(f"holds no <{tag}>")


def _visit(element: Any, source: str) -> Structured:
    number = _required(element, "id")
    start, end = _days(element)
    state = _state(element, "from", start)
    title, name = split_title(_required(element, "visitor"))
    text = _Text()
    text.add(_with_title(title, name), "visitor")
    text.add(f" of {state.name} ")
    text.add("visited", "trigger")
    text.add(f" the {_USA[1]} {_when(start, end)}.")
    remarks = _field(element, "description")
    report = _report(f"us-visits/{number}", f"{name} visits the {_USA[1]}", text, remarks, source)
    visitor = _person(name, state.code, title, state.name, text.spans["visitor"])
    hosts = [Participation(_state_actor(*_USA), Role.HOST)] if _HOSTED.match(remarks) else []
    return _structured(
        report, text, visitor, title, hosts, (start, end), Place(_USA[1], None, "USA", (_USA[1],))
    )


def _trip(element: Any, source: str) -> Structured:
    number = _required(element, "id")
    start, end = _days(element)
    state = _state(element, "country", start)
    name = _required(element, "name")
    role = _field(element, "role") or element.get("role", "")
    if role not in _CAPACITIES:
        raise InputError(f"its role {line(role, 40)!r} is neither president nor secretary")
    capacity = _CAPACITIES[role]
    cities = [city.strip() for city in _field(element, "locale").split(",") if city.strip()]
    text = _Text()
    text.add(f"{capacity} {name}", "visitor")
    text.add(" ")
    text.add("traveled", "trigger")
    text.add(f" to {_join([*cities[:-1], *cities[-1:]])}{', ' if cities else ''}{state.name}, ")
    text.add(f"{_when(start, end)}.")
    remarks = _field(element, "remarks")
    report = _report(f"us-travels/{number}", f"{name} visits {state.name}", text, remarks, source)
    traveller = _person(name, "USA", capacity, "the United States", text.spans["visitor"])
    # Of several cities the record does not say which days were spent where.
    place = (
        _city(cities[0], state)
        if len(cities) == 1
        else Place(state.name, None, state.code, (state.name,))
    )
    return _structured(report, text, traveller, capacity, [], (start, end), place)


def _city(name: str, state: _State) -> Place:
    """Return a city of a state, with its point where it is known."""
    from ingest.knowledge import load_knowledge

    known = load_knowledge().cities.find(name, state.code)
    if known is None:
        return Place(name, name, state.code, (name, state.name))
    return Place(
        name,
        name,
        state.code,
        (name, state.name),
        known.lat,
        known.lon,
        geonames=known.geonames,
    )


def _structured(
    report: Report,
    text: _Text,
    visitor: Actor,
    capacity: str,
    hosts: list[Participation],
    days: tuple[str, str],
    place: Place,
) -> Structured:
    start, end = days
    iri = report_iri(report)
    trigger = text.spans["trigger"]
    own = Participation(visitor, Role.VISITOR, capacity or None, visitor.country)
    when = (
        Time(start, start, start, "day")
        if start == end
        else Time(start, end, f"{start}/{end}", "range")
    )
    visit = Account(
        account_iri(iri, trigger, EventType.VISIT),
        EventType.VISIT,
        trigger,
        (own, *hosts),
        Status.OCCURRED,
        (Span(0, len(text.text), text.text),),
        when,
        place,
        rules=("record",),
    )
    actors = (visitor, *(host.actor for host in hosts))
    extraction = Extraction(report, actors, (), (visit,))
    if len(report.text) == len(text.text):
        return Structured(extraction)
    begin = len(text.text) + 1
    subject = _with_title(capacity, visitor.name)
    return Structured(extraction, Prose(begin, len(report.text), subject, end, visit.iri))


class _Text:
    """A sentence put together, and where its named pieces stand."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: dict[str, Span] = {}

    def add(self, piece: str, name: str = "") -> None:
        if name:
            self.spans[name] = Span(len(self.text), len(self.text) + len(piece), piece)
        self.text += piece


def _report(id_: str, title: str, text: _Text, remarks: str, source: str) -> Report:
    return Report(
        id=id_,
        text=f"{text.text}\n{remarks}" if remarks else text.text,
        title=title,
        source=source,
        publisher=PUBLISHER,
        language="en",
        kind=ReportKind.VISIT_RECORD,
        origins=(("text", "composed from the record's fields"),),
    )


def _person(name: str, code: str, title: str, state: str, mention: Span) -> Actor:
    office = f"{title} of {state}" if title and " of " not in title else title or None
    if title == "Secretary of State":
        office = f"{title} of {state}"
    return Actor(
        actor_iri(ActorKind.PERSON, name, code),
        name,
        ActorKind.PERSON,
        code,
        office=office,
        mentions=(mention,),
    )


def _state_actor(code: str, name: str) -> Actor:
    return Actor(actor_iri(ActorKind.STATE, name, code), name, ActorKind.STATE, code)


def _with_title(title: str, name: str) -> str:
    return f"{title} {name}" if title else name


def _field(element: Any, tag: str) -> str:
    found = element.find(tag)
    return line("".join(found.itertext()), 5_000) if found is not None else ""


def _required(element: Any, tag: str) -> str:
    value = _field(element, tag)
    if not value:
        raise InputError(f"the record has no <{tag}>")
    return value


def _days(element: Any) -> tuple[str, str]:
    start = day(_required(element, "start-date"))
    end = day(_field(element, "end-date")) or start
    if start is None or end is None:
        raise InputError("the record has no day on which it starts")
    if end < start:
        raise InputError(f"the record ends ({end}) before it starts ({start})")
    return start, end


def _state(element: Any, tag: str, start: str) -> _State:
    found = element.find(tag)
    key = found.get("id", "") if found is not None else ""
    written = _field(element, tag)
    for row in _states():
        fits = row["id"] == key and row["written"] in ("", written)
        if fits and (not row["until"] or start < row["until"]):
            return _State(row["code"], row["name"])
    raise InputError(
        f"the state {line(key or written, 60)!r} is not in historian_states.tsv of the sources' data"
    )


@cache
def _states() -> tuple[dict[str, str], ...]:
    text = files("ingest.sources").joinpath("data/historian_states.tsv").read_text("utf-8")
    lines = [row for row in text.splitlines() if row and not row.startswith("#")]
    names = lines[0].split("\t")
    return tuple(dict(zip(names, row.split("\t"), strict=True)) for row in lines[1:])


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    text = files("ingest.sources").joinpath("data/visitor_titles.txt").read_text("utf-8")
    rows = [row.partition("\t") for row in text.splitlines() if row and not row.startswith("#")]
    pairs = [(title, written or title) for title, _, written in rows]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def split_title(visitor: str) -> tuple[str, str]:
    """Return a visitor's title and name.

    >>> split_title("Crown Prince Haakon"), split_title("Valdas Adamkus")
    (('Crown Prince', 'Haakon'), ('', 'Valdas Adamkus'))
    """
    for title, written in _titles():
        if visitor.startswith(f"{title} ") and visitor[len(title) :].strip():
            return written, visitor[len(title) :].strip()
    return "", visitor


def _when(start: str, end: str) -> str:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return f"on {_MONTHS[first.month - 1]} {first.day}, {first.year}"
    return (
        f"from {_MONTHS[first.month - 1]} {first.day}, {first.year} "
        f"to {_MONTHS[last.month - 1]} {last.day}, {last.year}"
    )


def _join(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _sniff(root: bytes) -> Callable[[bytes], bool]:
    pattern = re.compile(
        rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<" + root + rb"[\s>]",
        re.DOTALL,
    )
    return lambda head: pattern.match(head) is not None


VISITS = Source(
    "us-visits",
    read_visits,
    (".xml",),
    _sniff(b"visits"),
    "visits by foreign leaders (XML of the Office of the Historian)",
)
TRAVELS = Source(
    "us-travels",
    read_travels,
    (".xml",),
    _sniff(b"trips"),
    "travels of presidents and secretaries of state (XML of the Office of the Historian)",
)
