"""The extraction record: one JSON object a report, the form that evaluation scripts read.

`to_record` and `from_record` are inverse up to what the record does not hold (the report's
text; its hash is kept). The keys are a contract: add, never rename.
"""

from __future__ import annotations

from typing import Any

from graph.errors import InputError
from graph.identifiers import quotation_iri, report_iri
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Extraction,
    Participation,
    Place,
    Quotation,
    Report,
    ReportKind,
    Role,
    Run,
    Span,
    Status,
    Time,
    TimeExpression,
)

Json = dict[str, Any]


def to_record(extraction: Extraction) -> Json:
    """Return the extraction as plain JSON values, None and empty optional keys left out."""
    report = extraction.report
    record: Json = {
        "doc": report.id,
        "report": report_iri(report),
        "title": report.title,
        "published": report.published,
        "source": report.source,
        "hash": report.content_hash,
        **_kept(
            url=report.url,
            publisher=report.publisher,
            author=report.author,
            language=report.language if report.language != "en" else None,
            kind=report.kind.value if report.kind is not ReportKind.NEWS_ARTICLE else None,
            urls=list(report.urls),
            publishers=list(report.publishers),
        ),
        "actors": [_actor(actor) for actor in extraction.actors],
        "dates": [{**_span(d.span), "value": d.value} for d in extraction.dates],
        "events": [_account(account) for account in extraction.accounts],
        "quotes": [_quotation(quote) for quote in extraction.quotations],
    }
    if extraction.run is not None:
        run = extraction.run
        record["run"] = {"software": run.software, "model": run.model, "rules": run.rules}
    return record


def from_record(record: Json) -> Extraction:
    """Return the extraction that a record holds; its report's text is empty.

    Raises `InputError`, naming the document, for a record that does not fit the contract.
    """
    try:
        report = Report(
            id=record["doc"],
            text="",
            title=record.get("title") or "",
            published=record.get("published"),
            source=record.get("source") or "",
            url=record.get("url"),
            publisher=record.get("publisher"),
            author=record.get("author"),
            language=record.get("language", "en"),
            kind=ReportKind(record.get("kind", "NewsArticle")),
            urls=tuple(record.get("urls", ())),
            publishers=tuple(record.get("publishers", ())),
            digest=record["hash"],
        )
        actors = {a["id"]: _read_actor(a) for a in record["actors"]}
        run = record.get("run")
        return Extraction(
            report=report,
            actors=tuple(actors.values()),
            dates=tuple(TimeExpression(_read_span(d), d["value"]) for d in record["dates"]),
            accounts=tuple(_read_account(e, actors) for e in record["events"]),
            quotations=tuple(_read_quotation(q, actors, report) for q in record["quotes"]),
            run=Run(**run) if run else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        name = record.get("doc") if isinstance(record, dict) else record
        raise InputError(f"record {name!r} is no extraction record: {error!r}") from error


def _kept(**values: Any) -> Json:
    return {key: value for key, value in values.items() if value not in (None, "", [], ())}


def _span(span: Span) -> Json:
    where: Json = {"in": "title"} if span.field == "title" else {}
    return {"start": span.start, "end": span.end, "text": span.text, **where}


def _read_span(value: Json) -> Span:
    field = "title" if value.get("in") == "title" else "body"
    return Span(value["start"], value["end"], value.get("text", ""), field)  # type: ignore[arg-type]


def _actor(actor: Actor) -> Json:
    return {
        "id": actor.iri,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        **_kept(wikidata=actor.wikidata, office=actor.office, aliases=list(actor.aliases)),
        "mentions": [_span(span) for span in actor.mentions],
    }


def _read_actor(value: Json) -> Actor:
    return Actor(
        iri=value["id"],
        name=value["name"],
        kind=ActorKind(value["kind"]),
        country=value.get("country"),
        wikidata=value.get("wikidata"),
        office=value.get("office"),
        aliases=tuple(value.get("aliases", ())),
        mentions=tuple(_read_span(m) for m in value.get("mentions", ())),
    )


def _participation(part: Participation) -> Json:
    actor = part.actor
    return {
        "id": actor.iri,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "role": part.role.value,
        **_kept(capacity=part.capacity, behalf=part.on_behalf_of, written=part.name_as_written),
    }


def _read_participation(value: Json, actors: dict[str, Actor]) -> Participation:
    return Participation(
        actor=actors.get(value["id"]) or _read_actor(value),
        role=Role(value["role"]),
        capacity=value.get("capacity"),
        on_behalf_of=value.get("behalf"),
        name_as_written=value.get("written"),
    )


def _time(time: Time) -> Json:
    basis: Json = {} if time.basis == "stated" else {"basis": time.basis}
    return {
        "start": time.start,
        "end": time.end,
        "edtf": time.edtf,
        "precision": time.precision,
        "text": time.text,
        **basis,
    }


def _place(place: Place) -> Json:
    return {
        "name": place.name,
        "city": place.city,
        "country": place.country,
        "within": list(place.within),
        **_kept(lat=place.lat, lon=place.lon, geonames=place.geonames, wikidata=place.wikidata),
    }


def _read_place(value: Json) -> Place:
    return Place(
        name=value["name"],
        city=value.get("city"),
        country=value.get("country"),
        within=tuple(value.get("within", ())),
        lat=value.get("lat"),
        lon=value.get("lon"),
        geonames=value.get("geonames"),
        wikidata=value.get("wikidata"),
    )


def _account(account: Account) -> Json:
    return {
        "id": account.iri,
        "type": account.type.value,
        "plover": account.plover_category,
        **_kept(mode=account.plover_mode),
        "trigger": account.trigger.text,
        "trigger_span": _span(account.trigger),
        "label": label(account.type, account.participations, account.time, account.place),
        "actors": [_participation(part) for part in account.participations],
        "time": _time(account.time) if account.time else None,
        "place": _place(account.place) if account.place else None,
        "status": account.status.value,
        "topics": list(account.topics),
        "evidence": [_span(span) for span in account.evidence],
        "confidence": round(account.confidence, 4),
        **_kept(rules=list(account.rules), within=account.within),
    }


def _read_account(value: Json, actors: dict[str, Actor]) -> Account:
    time, place = value.get("time"), value.get("place")
    return Account(
        iri=value["id"],
        type=EventType(value["type"]),
        trigger=_read_span(value["trigger_span"]),
        participations=tuple(_read_participation(p, actors) for p in value["actors"]),
        status=Status(value["status"]),
        evidence=tuple(_read_span(e) for e in value["evidence"]),
        time=None
        if time is None
        else Time(
            start=time["start"],
            end=time["end"],
            edtf=time["edtf"],
            precision=time["precision"],
            text=time.get("text", ""),
            basis=time.get("basis", "stated"),
        ),
        place=_read_place(place) if place else None,
        topics=tuple(value.get("topics", ())),
        confidence=value.get("confidence", 1.0),
        rules=tuple(value.get("rules", ())),
        plover=value.get("plover"),
        plover_mode=value.get("mode"),
        within=value.get("within"),
    )


def _quotation(quote: Quotation) -> Json:
    return {
        "speaker": quote.speaker.iri,
        "name": quote.speaker.name,
        **_span(quote.span),
        "text": quote.text,
        "direct": quote.direct,
        **_kept(account=quote.account),
    }


def _read_quotation(value: Json, actors: dict[str, Actor], report: Report) -> Quotation:
    span = _read_span(value)
    return Quotation(
        iri=quotation_iri(report_iri(report), span),
        speaker=actors[value["speaker"]],
        text=value["text"],
        span=span,
        direct=value["direct"],
        account=value.get("account"),
    )


_VERB = {
    EventType.MEETING: "meet",
    EventType.CALL: "speak by telephone",
    EventType.VISIT: "visit",
    EventType.AGREEMENT: "agree",
}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def label(
    type_: EventType,
    participations: tuple[Participation, ...],
    time: Time | None,
    place: Place | None,
) -> str:
    """Return a line that names an event: who, what, where and when, as far as known.

    >>> label(EventType.MEETING, (), None, None)
    'Meeting'
    """
    names = list(dict.fromkeys(p.actor.name for p in participations))
    # A venue is named by its city: "in Moscow" reads right for every venue, "in the Kremlin" not.
    where = (place.city or place.name) if place else ""
    if type_ is EventType.VISIT:
        visitors = list(
            dict.fromkeys(p.actor.name for p in participations if p.role is not Role.HOST)
        )
        text = (
            f"{_join(visitors or names)} visit{'s' if len(visitors) == 1 else ''} {where}".strip()
        )
    elif type_ in _VERB and len(names) > 1:
        text = f"{_join(names)} {_VERB[type_]}" + (f" in {where}" if where else "")
    elif names and type_ not in _VERB and type_ is not EventType.CEREMONY:
        sources = [p.actor.name for p in participations if p.role is not Role.TARGET]
        targets = [p.actor.name for p in participations if p.role is Role.TARGET]
        text = f"{type_.value}: {_join(list(dict.fromkeys(sources)))}"
        text += f" → {_join(list(dict.fromkeys(targets)))}" if targets else ""
    else:
        text = type_.value + (f": {_join(names)}" if names else "")
        text += f" in {where}" if where else ""
    return f"{text}, {_written(time)}" if time else text


def _join(names: list[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _written(time: Time) -> str:
    def day(value: str) -> str:
        parts = value.split("-")
        try:
            month = _MONTHS[int(parts[1]) - 1] if len(parts) > 1 else ""
            return " ".join(
                [*([str(int(parts[2]))] if len(parts) > 2 else []), month, parts[0]]
            ).strip()
        except (ValueError, IndexError):
            return value

    start, end = day(time.start), day(time.end)
    return start if start == end else f"{start} to {end}"
