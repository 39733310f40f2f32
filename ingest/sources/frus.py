"""Volumes of the *Foreign Relations of the United States* series (TEI, HistoryAtState/frus).

A document with a list of participants (a memorandum of conversation) is a Meeting, or a Call
where its head says so: who took part, on whose side, on which day and in which city stand in
its header and are taken over without guessing. The side is the heading over the participants
("US", "Soviets"), else the state that the volume's list of persons gives. Who has no name there
is named as the header does. The conversation itself is not read: what was said at the table is
no event. Any other document (a telegram, a letter) is a report that the language pipeline reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from ingest.sources.base import Failed, Item, Options, Resource, Source, Structured
from ingest.sources.fields import day, line, make_report
from ingest.sources.xml_elements import elements

PUBLISHER = "Office of the Historian"
_TEI = "{http://www.tei-c.org/ns/1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FRUS = "{http://history.state.gov/frus/ns/1.0}"
_NOT_TEXT = {f"{_TEI}note", f"{_TEI}pb"}
_BLOCKS = (f"{_TEI}p", f"{_TEI}item", f"{_TEI}label", f"{_TEI}head")
_SPOKEN = re.compile(r"telephone|telcon", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*,?\s*\b(Jr\.?|Sr\.?|I{2,3})$")
# Those at the table who are there to serve it.
_STAFF = re.compile(r"\b(interpreter|note-?taker|translator)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Person:
    """A person of the volume's list: the name in reading order, and what is said of them."""

    name: str
    about: str


def read_frus(stream: BinaryIO, resource: Resource, options: Options) -> Iterator[Item]:
    """Yield a `Structured` record for each conversation, a `Report` for any other document."""
    people: dict[str, _Person] = {}
    volume = re.sub(r"(\.xml)?(\.\w+)?$", "", resource.name.rsplit("/", 1)[-1].rsplit("!", 1)[-1])
    count = 0
    for element in elements(stream):
        if element.tag == f"{_TEI}item":
            _learn(element, people)
        elif element.tag == f"{_TEI}TEI":
            volume = element.get(_ID, volume)
        elif element.tag == f"{_TEI}div" and element.get("type") == "document":
            count += 1
            name = f"{resource.name}#{element.get(_ID, str(count))}"
            try:
                yield _document(element, volume, people, resource, options)
            except InputError as error:
                yield Failed(name, str(error), resource.input)
            element.clear()
    if not count:
        raise InputError("holds no document of the series")


def _learn(item: Any, people: dict[str, _Person]) -> None:
    named = next((n for n in item.iter(f"{_TEI}persName") if n.get(_ID)), None)
    if named is None:
        return
    written, about = _text(named), _text(item)
    last, comma, first = written.partition(",")
    suffix = _SUFFIX.search(first)
    bare = _SUFFIX.sub("", first).strip()
    name = f"{bare} {last.strip()}" if comma and bare else written
    if suffix:
        name = f"{name} {suffix[1]}"
    # "Dobrynin, Anatoly Fyodorovich" is known by his first and last names, but the list has
    # them in full: they are kept as given.
    people[named.get(_ID)] = _Person(line(name), line(about.removeprefix(written), 300))


def _document(
    element: Any, volume: str, people: dict[str, _Person], resource: Resource, options: Options
) -> Item:
    number = element.get(_ID)
    if not number:
        raise InputError("the document has no identifier")
    head = element.find(f"{_TEI}head")
    title = re.sub(r"^\d+\.\s*", "", _text(head)) if head is not None else ""
    published = _day(element)
    id_ = f"frus/{volume}/{number}"
    guests = next((x for x in element.iter(f"{_TEI}list") if x.get("type") == "participants"), None)
    parts = list(_participants(guests, people, published)) if guests is not None else []
    if len(parts) < 2:
        fields = {
            "title": title,
            "date": published,
            "text": _body(element),
            "publisher": PUBLISHER,
            "language": "en",
        }
        return make_report(fields, id_=id_, source=resource.name, options=options)
    return _conversation(element, id_, title, published, parts, resource)


def _conversation(
    element: Any,
    id_: str,
    title: str,
    published: str | None,
    parts: list[Participation],
    resource: Resource,
) -> Structured:
    names = ", ".join(p.name_as_written or p.actor.name for p in parts)
    where = element.find(f".//{_TEI}dateline/{_TEI}placeName")
    city = line(_text(where), 100) if where is not None else ""
    when = f" on {published}" if published else ""
    text = f"{title}: {names} met{f' in {city}' if city else ''}{when}."
    report = Report(
        id=id_,
        text=text,
        title=title,
        source=line(resource.name),
        publisher=PUBLISHER,
        language="en",
        kind=ReportKind.READOUT,
        origins=(("text", "composed from the document's header"),),
    )
    start = len(f"{title}: {names} ")
    trigger = Span(start, start + 3, "met")
    type_ = EventType.CALL if _SPOKEN.search(title) else EventType.MEETING
    time = Time(published, published, published, "day") if published else None
    account = Account(
        account_iri(report_iri(report), trigger, type_),
        type_,
        trigger,
        tuple({(p.actor.iri, p.role): p for p in parts}.values()),
        Status.OCCURRED,
        (Span(0, len(text), text),),
        time,
        None if type_ is EventType.CALL else _place(city),
        rules=("record",),
    )
    actors = tuple({p.actor.iri: p.actor for p in account.participations}.values())
    return Structured(Extraction(report, actors, (), (account,)))


def _participants(
    guests: Any, people: dict[str, _Person], published: str | None
) -> Iterator[Participation]:
    """Yield who took part; a list in the list is a side, under its heading."""

    def walk(items: Any, side: str | None) -> Iterator[Participation]:
        heading = items.find(f"{_TEI}head")
        side = (_state(_text(heading)) if heading is not None else None) or side
        for item in items.findall(f"{_TEI}item"):
            inner = item.findall(f"{_TEI}list")
            for one in inner:
                yield from walk(one, side)
            if not inner and (part := _participant(item, side, people)) is not None:
                yield part

    yield from walk(guests, None)


def _participant(item: Any, side: str | None, people: dict[str, _Person]) -> Participation | None:
    written = line(_text(item), 300)
    if not written or _STAFF.search(written):
        return None
    marked = item.find(f".//{_TEI}persName")
    person = None
    if marked is not None:
        person = people.get((marked.get("corresp") or "").lstrip("#"))
    if person is None:
        return None  # "The President", "Listed on page 4": the header does not say who
    country = side or _state(person.about)
    named = _text(marked)
    before = written.partition(named)[0].strip(" ,") if named in written else ""
    capacity = re.sub(r"^(Mr|Mrs|Miss|Dr)\.?$", "", before) or None
    actor = Actor(
        actor_iri(ActorKind.PERSON, person.name, country),
        person.name,
        ActorKind.PERSON,
        country,
    )
    as_written = named if named != person.name else None
    return Participation(actor, Role.PARTICIPANT, capacity, country, as_written)


def _state(text: str) -> str | None:
    """Return the state that a heading or description names first: "Soviets", "British ..."."""
    from ingest.knowledge import load_knowledge

    names = load_knowledge().names
    words = re.findall(r"[\w.’'-]+", text)[:12]
    for at in range(len(words)):
        for width in (3, 2, 1):
            key = " ".join(words[at : at + width]).strip(",;:")
            for name in names.get(key, ()):
                if name.kind in ("state", "demonym", "people"):
                    return str(name.key)
    return None


def _place(city: str) -> Place | None:
    if not city:
        return None
    from ingest.knowledge import load_knowledge

    known = load_knowledge().cities.find(city)
    if known is None:
        return Place(city, city, None, (city,))
    return Place(city, city, known.country, (city,), known.lat, known.lon, geonames=known.geonames)


def _day(element: Any) -> str | None:
    date = element.find(f".//{_TEI}dateline/{_TEI}date")
    candidates = (
        [date.get(key) for key in ("when", "from", "notBefore")] if date is not None else []
    )
    least = element.get(f"{_FRUS}doc-dateTime-min")
    most = element.get(f"{_FRUS}doc-dateTime-max")
    if least and most and least[:10] == most[:10]:
        candidates.append(least)
    for value in candidates:
        try:
            if value and (found := day(value)):
                return found
        except InputError:
            continue
    return None


def _body(element: Any) -> str:
    """Return the document's text, a paragraph a block, without notes and head."""
    blocks = [_text(part) for part in element.iter() if part.tag in _BLOCKS[:1]]
    return "\n\n".join(block for block in blocks if block)


def _text(element: Any) -> str:
    """Return the text of an element without its notes, blanks folded."""
    parts: list[str] = []

    def walk(part: Any) -> None:
        if part.tag not in _NOT_TEXT:
            parts.append(part.text or "")
            for child in part:
                walk(child)
                parts.append(child.tail or "")

    walk(element)
    return " ".join("".join(parts).split())


def _sniff(head: bytes) -> bool:
    return b"<TEI" in head and b"history.state.gov/frus" in head


FRUS = Source(
    "frus", read_frus, (".xml",), _sniff, "volumes of Foreign Relations of the United States (TEI)"
)
