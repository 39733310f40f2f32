"""Quality and growth of merging, in one command, without a store.

    python -m benchmarks.merging --data DATA --readouts EVAL/readouts --records READOUTS.jsonl

A  Readout titles against the events read from their bodies: `--readouts` has ``gold.jsonl``
   (kind, persons and countries of each title, by columns) and ``docs.jsonl`` (the bodies);
   `--records` are the bodies' extraction records (``diplograph extract docs.jsonl``), without
   it they are read here. Same document: one event. The first account of another body: another
   event (a later one may be a mention of what that title tells, and is not judged).
B  Records of visits and travels (`--data`: ``us-visits/*.xml``, ``us-travels/*.xml``), and
   meetings named in the travels' remarks, each told a second time with one thing degraded.
   All records are there as neighbours. The two files never tell the same event.
C  Pairs read by eye (`--pairs`, a file of ``event<TAB>document<TAB>trigger`` lines with the
   extraction records of those documents in `--pair-records`).
G  Growth: microseconds of CPU an account from 1,000 to 100,000 synthetic accounts.

Precision and recall of pairs, "joined": the telling lies in the record's cluster. Split by
event into two halves by the hash of its identifier: weights were set looking at the first.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from graph.identifiers import actor_iri, fold
from graph.merging.blocking import Neighbourhood
from graph.merging.cluster import Clustering
from graph.merging.features import Telling, features
from graph.merging.names import tokens
from graph.merging.tables import weights
from graph.model import (
    Account,
    Actor,
    ActorKind,
    EventType,
    Participation,
    Place,
    Role,
    Span,
    Status,
    Time,
)

HALVES = ("tuning", "reporting")


def half(identifier: str) -> str:
    return HALVES[int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 2]


def person(name: str, country: str | None) -> Actor:
    return Actor(actor_iri(ActorKind.PERSON, name, country), name, ActorKind.PERSON, country)


def state(code: str) -> Actor:
    return Actor(actor_iri(ActorKind.STATE, code, code), code, ActorKind.STATE, code)


def day(start: str, end: str | None = None) -> Time:
    end = end or start
    if end != start:
        return Time(start, end, f"{start}/{end}", "range")
    return Time(start, start, start, {4: "year", 7: "month", 10: "day"}[len(start)])  # type: ignore[arg-type]


def account(
    identifier: str,
    type_: EventType,
    actors: Iterable[Actor],
    when: Time | None,
    where: Place | None,
    status: Status = Status.OCCURRED,
    published: str | None = None,
) -> Telling:
    parts = tuple(Participation(actor, Role.PARTICIPANT) for actor in actors)
    said = Account(identifier, type_, Span(0, 1, "x"), parts, status, (), when, where)
    return Telling(said, f"report:{identifier}", published)


# ---- A: titles against bodies -----------------------------------------------------------------


def titles(folder: Path) -> Iterator[Telling]:
    """Yield one account a title that names one event and another party."""
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["several"] or not (row["theirs"] or row["places"]):
            continue
        actors = [person(name, "USA") for name in row["ours"]]
        for one in row["theirs"]:
            if one["name"]:
                actors.append(person(one["name"], one["country"]))
            elif one["country"]:
                actors.append(state(one["country"]))
        place = None
        if row["kind"] == "Visit" and row["places"]:
            code = row["places"][0]
            place = Place(code, None, code)
        yield account(
            f"title:{row['id']}",
            EventType(row["kind"].partition("|")[0]),
            actors,
            replace(day(row["date"]), basis="published"),  # a title has no date of its own
            place,
            published=row["date"],
        )


def bodies(folder: Path, records: Path | None) -> Iterator[Telling]:
    from graph.identifiers import report_iri
    from graph.model import Extraction, Report
    from graph.rdf import canonical
    from graph.record import from_record

    found: Iterable[Extraction]
    if records is None:
        from ingest.language.pipeline import load_pipeline, read_reports

        rows = [json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8")]
        reports = (Report(r["id"], r["text"], r["title"], r["date"], source="x") for r in rows)
        found = read_reports(load_pipeline(), reports)
    else:
        found = (from_record(json.loads(line)) for line in records.open(encoding="utf-8"))
    for extraction in found:
        whole = canonical(extraction)
        for said in whole.accounts:
            iri = report_iri(whole.report)
            yield Telling(
                replace(said, iri=f"body:{extraction.report.id}#{said.iri[-20:]}"),
                iri,
                whole.report.published,
            )


def clustered(told: Iterable[Telling], threshold: float | None = None) -> Clustering:
    near = Neighbourhood(threshold)
    for one in told:
        near.add(features(one))
    clustering = Clustering(near)
    clustering.rebuild()
    return clustering


def titles_against_bodies(folder: Path, records: Path | None, show: int) -> None:
    heads = list(titles(folder))
    told = [*heads, *bodies(folder, records)]
    said: dict[str, list[Telling]] = defaultdict(list)
    for one in told:
        if one.iri.startswith("body:"):
            said[one.iri[5:].partition("#")[0]].append(one)
    print(f"A. {len(heads)} titles, {sum(map(len, said.values()))} accounts of {len(said)} bodies")
    print("   threshold  half        pairs P      R   B-cubed P      R   titles")
    for threshold in (3.5, weights().threshold, 5.0):
        clustering = clustered(told, threshold)
        joined: dict[str, set[str]] = {}
        for one in heads:
            mates = clustering.partition.members[clustering.partition.cluster_of[one.iri]]
            bodies_ = [iri for iri in mates if iri.startswith("body:")]
            own = one.iri[6:]
            joined[one.iri] = {
                doc
                for iri in bodies_
                if (doc := iri[5:].partition("#")[0]) == own or iri == said[doc][0].iri
            }
        for part in (*HALVES, "both"):
            chosen = [one.iri for one in heads if part in (half(one.iri[6:]), "both")]
            right = sum(iri[6:] in joined[iri] for iri in chosen)
            pairs = sum(len(joined[iri]) for iri in chosen)
            bp, br = _b_cubed(clustering, chosen, said)
            print(
                f"   {threshold:9.1f}  {part:10} {right / max(pairs, 1):8.3f} "
                f"{right / len(chosen):6.3f}    {bp:8.3f} {br:6.3f}   {len(chosen):6}"
            )
        if show and threshold == weights().threshold:
            for one in heads:
                wrong = joined[one.iri] - {one.iri[6:]}
                if wrong or one.iri[6:] not in joined[one.iri]:
                    print("   !", one.iri[6:], "joined", sorted(joined[one.iri]))
                    show -= 1
                    if not show:
                        break


def _b_cubed(
    clustering: Clustering, chosen: list[str], said: dict[str, list[Telling]]
) -> tuple[float, float]:
    """Return B-cubed precision and recall over titles and, of each body, its main account.

    Main is the one that is with a title, else the first: a body tells other events besides.
    """
    cluster_of = clustering.partition.cluster_of
    with_title = {cluster_of[iri] for iri in cluster_of if iri.startswith("title:")}
    items: list[tuple[str, str]] = []  # cluster, true event
    for iri in chosen:
        items.append((cluster_of[iri], iri[6:]))
        accounts = [cluster_of[one.iri] for one in said.get(iri[6:], ())]
        main = next((c for c in accounts if c in with_title), accounts[0] if accounts else None)
        if main is not None:
            items.append((main, iri[6:]))
    return b_cubed(items)


def b_cubed(items: list[tuple[str, str]]) -> tuple[float, float]:
    """Return B-cubed precision and recall of items given as (cluster, true event)."""
    by_cluster: dict[str, list[str]] = defaultdict(list)
    by_event: dict[str, int] = defaultdict(int)
    for cluster, event in items:
        by_cluster[cluster].append(event)
        by_event[event] += 1
    precision = recall = 0.0
    for cluster, event in items:
        mates = by_cluster[cluster]
        precision += mates.count(event) / len(mates)
        recall += mates.count(event) / by_event[event]
    return precision / max(len(items), 1), recall / max(len(items), 1)


# ---- B: records told again --------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    identifier: str
    type: EventType
    actors: tuple[Actor, ...]
    start: str
    end: str
    place: Place | None


@cache
def _codes() -> dict[str, str]:
    from ingest.knowledge import load_knowledge

    found: dict[str, str] = {}
    for code, known in load_knowledge().state_by_code.items():
        for name in (known.name, *known.aliases):
            found.setdefault(fold(name), code)
    return found


def code_of(name: str) -> str:
    """Return the code of a state by the registers' name ("Korea, South"); else the name."""
    head, _, tail = name.partition(",")
    for text in (name, f"{tail} {head}", head):
        if code := _codes().get(fold(text)):
            return code
    return fold(name)


def _text(node: ElementTree.Element, name: str) -> str:
    found = node.find(name)
    return " ".join((found.text or "").split()) if found is not None else ""


def visits(folder: Path) -> Iterator[Record]:
    for path in sorted(folder.glob("*.xml")):
        for node in ElementTree.parse(path).iter("visit"):
            name, start = _text(node, "visitor"), _text(node, "start-date")
            if name and len(start) == 10:
                code = code_of(_text(node, "from"))
                yield Record(
                    f"visit:{_text(node, 'id')}",
                    EventType.VISIT,
                    (person(name, code),),
                    start,
                    _text(node, "end-date") or start,
                    Place("United States", None, "USA", ("United States",)),
                )


def trips(folder: Path) -> Iterator[tuple[Record, str]]:
    for path in sorted(folder.glob("*.xml")):
        for node in ElementTree.parse(path).iter("trip"):
            start = _text(node, "start-date")
            if len(start) != 10:
                continue
            code = code_of(_text(node, "country"))
            city = _text(node, "locale").split(",")[0] or None
            place = Place(city or code, city, code)
            yield (
                Record(
                    f"trip:{_text(node, 'id')}",
                    EventType.VISIT,
                    (person(_text(node, "name"), "USA"),),
                    start,
                    _text(node, "end-date") or start,
                    place,
                ),
                _text(node, "remarks"),
            )


_MET = re.compile(r"[Mm]et with ((?:[A-Z][\w.'’-]+[ ,]*|(?:al|bin|de|and|of|for|the) )+)")


def meetings(told: Iterable[tuple[Record, str]]) -> Iterator[Record]:
    """Yield the meetings that remarks name: "met with Prime Minister So-and-so"."""
    for trip, remarks in told:
        for number, match in enumerate(_MET.finditer(remarks)):
            first = re.split(r",| and ", match[1])[0].strip(" .")
            if len(tokens(first)) >= 2 and " of" not in first:
                code = trip.place.country if trip.place else None
                yield replace(
                    trip,
                    identifier=f"meeting:{trip.identifier[5:]}:{number}",
                    type=EventType.MEETING,
                    actors=(*trip.actors, person(first, code)),
                )


def readout_records(folder: Path) -> Iterator[Record]:
    for one in titles(folder):
        time_ = one.account.time
        assert time_ is not None
        actors = tuple(part.actor for part in one.account.participations)
        yield Record(one.iri, one.account.type, actors, time_.start, time_.end, one.account.place)


def shifted(value: str, days: int) -> str:
    return (datetime.date.fromisoformat(value) + datetime.timedelta(days)).isoformat()


def surnames(record: Record) -> tuple[Actor, ...]:
    return tuple(person(tokens(a.name)[-1].title(), a.country) for a in record.actors)


def states(record: Record) -> tuple[Actor, ...]:
    return tuple(state(a.country) for a in record.actors if a.country)


def first_day(record: Record) -> Time:
    return day(record.start)


def tell(record: Record, kind: str, rng: random.Random) -> Telling:
    """Return a second report of the record with one thing degraded."""
    actors, when, where = record.actors, first_day(record), record.place
    status, published = Status.OCCURRED, shifted(record.start, rng.randint(0, 3))
    match kind:
        case "surname, day":
            actors = surnames(record)
        case "states only, day":
            actors = states(record)
        case "a day off, both held":
            when = day(shifted(record.start, -1))
        case "planned, slipped -2..+3":
            when = day(shifted(record.start, rng.randint(-2, 3)))
            status, published = Status.PLANNED, shifted(record.start, -rng.randint(3, 30))
        case "month":
            when = day(record.start[:7])
        case "surname, month, no place":
            actors, when, where = surnames(record), day(record.start[:7]), None
        case "year":
            when = day(record.start[:4])
        case "undated, 0-40 days after":
            published = shifted(record.end, rng.randint(0, 40))
            return account("telling", record.type, actors, None, where, status, published)
    return account("telling", record.type, actors, when, where, status, published)


TELLINGS = (
    "full name, day",
    "surname, day",
    "states only, day",
    "a day off, both held",
    "planned, slipped -2..+3",
    "month",
    "surname, month, no place",
    "year",
    "undated, 0-40 days after",
)


def retold(name: str, records: list[Record]) -> None:
    """Print precision and recall of each telling against all records."""
    near = Neighbourhood()
    for record in records:
        when = day(record.start, record.end)
        one = account(
            record.identifier, record.type, record.actors, when, record.place,
            published=shifted(record.end, 1),
        )  # fmt: skip
        near.add(features(one))
    clustering = Clustering(near)
    clustering.rebuild()
    twins: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for r in records:  # entered twice: either is right
        twins[(r.type, r.actors, r.start, r.place)].add(r.identifier)
    print(f"B. {name}: {len(records)} records, {len(clustering.partition.members)} clusters")
    print("   telling                     edges P      R    joined P      R  | reporting half P  R")
    for kind in TELLINGS:
        rng = random.Random(1)
        counts: dict[str, list[int]] = {part: [0] * 6 for part in HALVES}
        for record in records:
            right = twins[(record.type, record.actors, record.start, record.place)]
            told = features(tell(record, kind, rng))
            near.add(told)
            edges = {i for i, fit in near.neighbours(told.iri).items() if fit >= near.threshold}
            clustering.update([told.iri], {})
            cluster = clustering.partition.cluster_of[told.iri]
            mates = clustering.partition.members[cluster] - {told.iri}
            c = counts[half(record.identifier)]
            c[0] += bool(edges & right)
            c[1] += bool(edges & right) + len(edges - right)
            c[2] += bool(mates & right)
            c[3] += bool(mates)
            c[4] += 1
            clustering.update([], {told.iri: near.remove(told.iri)})
        both = [sum(values) for values in zip(*counts.values())]
        second = counts[HALVES[1]]
        print(
            f"   {kind:26} {both[0] / max(both[1], 1):8.3f} {both[0] / both[4]:6.3f}"
            f"    {both[2] / max(both[3], 1):8.3f} {both[2] / both[4]:6.3f}"
            f"  | {second[2] / max(second[3], 1):8.3f} {second[2] / second[4]:6.3f}"
        )


# ---- C: read by eye ---------------------------------------------------------------------------


def read_by_eye(pairs: Path, records: Path) -> None:
    """Print pairs and B-cubed over the accounts listed by hand, summits apart."""
    from graph.model import Extraction
    from graph.rdf import canonical
    from graph.record import from_record

    truth: dict[tuple[str, str, str], tuple[str, bool]] = {}
    for line in pairs.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            event, doc, start, kind, *rest = line.split("\t")
            truth[(doc, start, kind)] = (event, "summit" in rest)
    told: list[Telling] = []
    event_of: dict[str, tuple[str, bool]] = {}
    missing = set(truth)
    for line in records.open(encoding="utf-8"):
        extraction: Extraction = canonical(from_record(json.loads(line)))
        for said in extraction.accounts:
            one = Telling(said, extraction.report.id, extraction.report.published)
            told.append(one)
            where = f"@{said.place.country}" if said.place and said.place.country else ""
            start = f"{said.trigger.field}:{said.trigger.start}"
            key = (extraction.report.id, start, said.type.value + where)
            if key in truth:
                event_of[said.iri] = truth[key]
                missing.discard(key)
    for threshold in (3.5, weights().threshold, 5.0):
        partition = clustered(told, threshold).partition
        for summits in (True, False):
            for part in (*HALVES, "both"):
                chosen = {
                    iri: event
                    for iri, (event, summit) in event_of.items()
                    if (summits or not summit) and part in (half(event), "both")
                }
                listed = sorted(chosen)
                found = right = true = 0
                for i, a in enumerate(listed):
                    for b in listed[i + 1 :]:
                        together = partition.cluster_of[a] == partition.cluster_of[b]
                        same = chosen[a] == chosen[b]
                        found += together
                        true += same
                        right += together and same
                items = [(partition.cluster_of[iri], chosen[iri][0]) for iri in listed]
                bp, br = b_cubed(items)
                print(
                    f"C. t={threshold} {'all' if summits else 'without summits':15} {part:10}"
                    f" P {right / max(found, 1):.3f} R {right / max(true, 1):.3f}"
                    f" B-cubed {bp:.3f} {br:.3f}"
                    f" ({len(chosen)} accounts, {true} pairs)"
                )
    print(f"   listed by hand but not found by reading: {len(missing)}")


# ---- G: growth --------------------------------------------------------------------------------


def synthetic(count: int, rng: random.Random) -> Iterator[Telling]:
    """Yield accounts of about half as many events: 190 states of falling weight, ten years,
    one in four dated loosely."""
    codes = [f"S{i:02}" for i in range(190)]
    heavy = [1 / (i + 1) for i in range(190)]
    start = datetime.date(2010, 1, 1)
    number = 0
    while number < count:
        a, b = rng.choices(codes, heavy, k=2)
        if a == b:
            continue
        when = start + datetime.timedelta(rng.randrange(3650))
        who = [person(f"Given{rng.randrange(3)} Family{c}{rng.randrange(3)}", c) for c in (a, b)]
        type_ = rng.choice([EventType.MEETING, EventType.MEETING, EventType.CALL, EventType.VISIT])
        place = Place(f"City {b}", f"City {b}", b)
        for _ in range(min(rng.choice([1, 1, 2, 3, 4]), count - number)):
            loose = rng.random()
            said: Time | None = day(when.isoformat())
            if loose < 0.1:
                said = day(when.isoformat()[:7])
            elif loose < 0.25:
                said = None
            yield account(
                f"a{number}", type_, who, said, place if rng.random() < 0.7 else None,
                published=(when + datetime.timedelta(rng.randint(0, 5))).isoformat(),
            )  # fmt: skip
            number += 1


def growth(sizes: Iterable[int]) -> None:
    print("G. accounts   features  together   one by one (us of CPU an account)   largest cluster")
    for size in sizes:
        told = list(synthetic(size, random.Random(size)))
        begin = time.process_time()
        found = [features(one) for one in told]
        read = time.process_time() - begin
        begin = time.process_time()
        near = Neighbourhood()
        for one in found:
            near.add(one)
        clustering = Clustering(near)
        clustering.rebuild()
        whole = time.process_time() - begin
        extra = min(2_000, size)
        late = list(synthetic(extra, random.Random(-size)))
        begin = time.process_time()
        for number, one in enumerate(late):
            new = features(replace(one, account=replace(one.account, iri=f"late{number}"),
                                   report=f"late:{number}"))  # fmt: skip
            near.add(new)
            clustering.update([new.iri], {})
        single = time.process_time() - begin
        largest = max(len(group) for group in clustering.partition.members.values())
        print(
            f"   {size:8,}   {read / size * 1e6:8.0f}  {whole / size * 1e6:8.0f}"
            f"   {single / extra * 1e6:10.0f}   {largest:24}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, help="folder with us-visits and us-travels")
    parser.add_argument("--readouts", type=Path, help="folder with gold.jsonl and docs.jsonl")
    parser.add_argument("--records", type=Path, help="extraction records of the readouts' bodies")
    parser.add_argument("--pairs", type=Path, help="accounts read by eye, by event")
    parser.add_argument("--pair-records", type=Path, help="extraction records of their documents")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--errors", type=int, default=0, help="show so many of A's errors")
    chosen = parser.parse_args()
    if chosen.readouts:
        titles_against_bodies(chosen.readouts, chosen.records, chosen.errors)
    if chosen.data:
        stays = list(trips(chosen.data / "us-travels"))
        retold("visits to the United States", list(visits(chosen.data / "us-visits")))
        retold("travels abroad", [trip for trip, _ in stays])
        retold("meetings abroad", list(meetings(stays)))
    if chosen.data and chosen.readouts:
        retold("readout titles", list(readout_records(chosen.readouts)))
    if chosen.pairs and chosen.pair_records:
        read_by_eye(chosen.pairs, chosen.pair_records)
    growth(chosen.sizes)


if __name__ == "__main__":
    main()
