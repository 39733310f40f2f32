"""Seeded synthetic pictures with planted blocs, for the explorer's tests and benchmark.

Half of the nodes are events; names, sentences and addresses are invented.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from graph.explorer.picture import (
    AccountRow,
    ActorRow,
    EventRow,
    PartRow,
    Picture,
    PlaceRow,
    ReportRow,
)

STATES = {
    "CHN": ("China", "Beijing", 39.9, 116.4),
    "RUS": ("Russia", "Moscow", 55.75, 37.62),
    "USA": ("United States", "Washington", 38.9, -77.04),
    "FRA": ("France", "Paris", 48.86, 2.35),
    "DEU": ("Germany", "Berlin", 52.52, 13.4),
    "GBR": ("United Kingdom", "London", 51.5, -0.13),
    "IND": ("India", "New Delhi", 28.6, 77.2),
    "BRA": ("Brazil", "Brasília", -15.8, -47.9),
    "ZAF": ("South Africa", "Pretoria", -25.7, 28.2),
    "TUR": ("Turkey", "Ankara", 39.9, 32.9),
    "IRN": ("Iran", "Tehran", 35.7, 51.4),
    "ISR": ("Israel", "Jerusalem", 31.8, 35.2),
    "SAU": ("Saudi Arabia", "Riyadh", 24.7, 46.7),
    "EGY": ("Egypt", "Cairo", 30.05, 31.25),
    "JPN": ("Japan", "Tokyo", 35.7, 139.7),
    "KOR": ("South Korea", "Seoul", 37.6, 127.0),
    "PRK": ("North Korea", "Pyongyang", 39.0, 125.75),
    "UKR": ("Ukraine", "Kyiv", 50.45, 30.5),
    "POL": ("Poland", "Warsaw", 52.2, 21.0),
    "KEN": ("Kenya", "Nairobi", -1.3, 36.8),
    "NGA": ("Nigeria", "Abuja", 9.1, 7.5),
    "MEX": ("Mexico", "Mexico City", 19.4, -99.1),
    "CAN": ("Canada", "Ottawa", 45.4, -75.7),
    "AUS": ("Australia", "Canberra", -35.3, 149.1),
}
TYPES = (
    "Meeting", "Meeting", "Meeting", "Visit", "Visit", "Call", "Call", "Agreement", "Statement",
    "Accusation", "Sanction", "Cooperation", "Aid", "Ceremony", "Threat", "Support", "Request",
)  # fmt: skip
GIVEN = "Ada Bo Cem Dia Eli Fay Gus Hana Ivo Jun Kai Lea Mio Nia Oto Pia Rui Sol Tao Uma Vik Wen Yara Zev".split()
FAMILY = "Arden Brandt Castellan Dumar Ekholm Farrow Garin Holt Imani Jovic Kade Lorne Marek Noor Okafor Petrov Quill Rossi Sato Tamm Ursu Vance Weiss Yilmaz".split()
OFFICES = ("President", "Prime Minister", "Foreign Minister", "Envoy", "Defence Minister")
VERBS = {
    "Meeting": "met", "Visit": "visited", "Call": "telephoned", "Agreement": "signed an accord with",
    "Statement": "addressed", "Accusation": "accused", "Sanction": "imposed sanctions on",
    "Cooperation": "cooperated with", "Aid": "sent aid to", "Ceremony": "attended a parade with",
    "Threat": "threatened", "Support": "voiced support for", "Request": "appealed to",
}  # fmt: skip


def picture(nodes: int, *, seed: int = 1, evidence: bool = True) -> Picture:
    """Return a picture of about so many nodes, half of them events."""
    rng = random.Random(seed)
    count = nodes // 2
    codes = list(STATES)
    blocs = [codes[i : i + 4] for i in range(0, len(codes), 4)]
    states = [ActorRow(f"state/{c}", STATES[c][0], "state", c, (f"Republic of {STATES[c][0]}",)) for c in codes]  # fmt: skip
    states = states[: max(4, count // 3)]
    codes = [row.state for row in states]
    people = []
    taken: set[str] = set()
    for index in range(count - len(states)):
        code = codes[index % len(codes)]
        name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        while name in taken:
            name = f"{rng.choice(GIVEN)} {chr(65 + rng.randrange(26))}. {rng.choice(FAMILY)}-{rng.choice(FAMILY)}"
        taken.add(name)
        kind = "person" if rng.random() < 0.9 else rng.choice(["organisation", "group"])
        office = f"{rng.choice(OFFICES)} of {STATES[code][0]}"
        people.append(
            ActorRow(f"{kind}/{index:05d}", name, kind, code, (name.split()[-1],), offices=((office, "2021", ""),))
        )  # fmt: skip
    actors = [*states, *people]
    of_bloc = [
        [a for a in actors if a.state in bloc] for bloc in blocs if any(c in codes for c in bloc)
    ]
    reports = [
        ReportRow(f"report/{i:05d}", f"Invented headline number {i}", (date(2018, 1, 1) + timedelta(days=rng.randrange(2900))).isoformat(),
                  rng.choice(["Morning Post", "Evening Wire", "The Ledger", "Harbour News"]), f"https://news.example/{i}")
        for i in range(max(3, count // 2))
    ]  # fmt: skip
    places = [
        PlaceRow(f"place/{c}", STATES[c][1], c, STATES[c][2], STATES[c][3], (STATES[c][0],))
        for c in codes
    ]
    events = []
    for index in range(count):
        bloc = rng.choice(of_bloc)
        pool = bloc if rng.random() < 0.85 or len(of_bloc) == 1 else actors
        size = min(len(pool), rng.choice([2, 2, 2, 2, 3, 3, 4, 6]))
        cast = _cast(rng, pool, bloc, size)
        type_ = rng.choice(TYPES)
        status = rng.choices(["occurred", "ongoing", "planned", "possible", "cancelled"], [80, 3, 10, 4, 3])[0]  # fmt: skip
        start = date(2018, 1, 1) + timedelta(days=int(rng.betavariate(2, 1.2) * 2900))
        span = rng.choice([0, 0, 0, 0, 0, 1, 3, 5]) if type_ != "Call" else 0
        end = start + timedelta(days=span)
        date_ = start.isoformat() if not span else f"{start.isoformat()}/{end.isoformat()}"
        first, last = start.isoformat(), end.isoformat()
        if rng.random() < 0.08:
            date_ = start.isoformat()[:7]
            first = f"{date_}-01"
            last = (
                (date.fromisoformat(first) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            ).isoformat()
        elif rng.random() < 0.03:
            date_ = first = last = ""
        home = rng.choice(codes)
        label = f"{cast[0].label} {VERBS[type_]} {cast[-1].label}"
        told = rng.sample(reports, min(len(reports), rng.choice([1, 1, 1, 2, 3])))
        accounts = tuple(
            AccountRow(
                report.id, type_, VERBS[type_],
                (f"{label} in {STATES[home][1]}, officials said, as both sides {'weighed' if i else 'reviewed'} trade & security.",),
                status, date_, "", STATES[home][1], round(rng.uniform(0.5, 0.99), 2), ("svo",),
                tuple((a.label, "participant", "") for a in cast), ("trade",),
            )
            for i, report in enumerate(told)
        )  # fmt: skip
        roles = {"Visit": "visitor", "Agreement": "signatory"}.get(type_, "participant")
        events.append(
            EventRow(
                f"event/{index:05d}", label, type_, status, first, last, date_, f"place/{home}", home,
                tuple(PartRow(a.id, roles if i or type_ != "Visit" else "host", "", a.state) for i, a in enumerate(cast)),
                tuple(sorted({a.state for a in cast if a.state})), (rng.choice(["trade", "energy", "security"]),),
                round(rng.uniform(0.5, 0.99), 2), ("time",) if len(told) > 2 else (),
                tuple((r.published, status) for r in told) if len(told) > 1 else (), "",
                accounts if evidence else (),
            )
        )  # fmt: skip
    return Picture(
        "Synthetic diplomacy", tuple(actors), tuple(events), tuple(reports), tuple(places),
        {c: STATES[c][0] for c in STATES},
    )  # fmt: skip


def _cast(
    rng: random.Random, pool: list[ActorRow], bloc: list[ActorRow], size: int
) -> list[ActorRow]:
    """Draw actors, the early ones of the pool more often, as leaders are."""
    cast: list[ActorRow] = []
    tries = 0
    while len(cast) < size and tries < 100:
        tries += 1
        from_ = bloc if not cast else pool
        actor = from_[int(rng.random() ** 2 * len(from_))]
        if actor not in cast:
            cast.append(actor)
    return cast
