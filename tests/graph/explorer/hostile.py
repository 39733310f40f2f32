"""Names as an enemy, or plain bad luck, would write them."""

from __future__ import annotations

from graph.explorer.picture import (
    AccountRow,
    ActorRow,
    EventRow,
    PartRow,
    Picture,
    PlaceRow,
    ReportRow,
)

_BASE = [
    "<img src=x onerror=window.hacked=1>",
    "<img src='SERVER/evil.png' onerror='window.hacked=2'>",
    "</script><script>window.hacked=3</script>",
    "<!--<script>",
    "]]><svg onload=window.hacked=4>",
    "javascript:window.hacked=5",
    "{{ title }} ${window.hacked=6} {% raw %}",
    "\u202eesrever\u202c and \u2067עברית\u2069 العربية",
    "emoji 👩🏽‍🚀🇨🇳🏳️‍🌈 \U0001f9d1\u200d\U0001f4bb",
    "long " + "x" * 10_000,
    "line\nbreaks\r\nand\ttabs\u2028\u2029",
    "nul\x00 and \x1b escape \ufffe",
    "lone \ud800 surrogate",
    "' onmouseover='window.hacked=7' \" onfocus=\"window.hacked=8",
    "&lt;b&gt; &amp; &quot;",
    "Z̷̢̛̦͓̲̈́a̶l̸g̵o̷",
    "<a href='javascript:window.hacked=9'>href</a>",
    "",
    "   ",
    "__proto__",
    "constructor",
    "#v=map&sel=!",
    "=cmd|' /C calc'!A0",
    "<style>body{display:none}</style>",
    "<base href='SERVER/'>",
]
HOSTILE = [f"{text} {n}" if n else text for n in range(8) for text in _BASE]
assert len(HOSTILE) == 200


def hostile_picture(labels: list[str]) -> Picture:
    """Put every label wherever a report can bring text."""
    reports = tuple(
        ReportRow(f"r{i}", text, "2024-01-01", text, text if i % 2 else "javascript:alert(1)")
        for i, text in enumerate(labels)
    )
    actors = tuple(
        ActorRow(
            f"a{i}/{text[:40]}" if i % 3 == 0 else f"a{i}",
            text,
            ("person", "state", "organisation")[i % 3],
            "" if i % 3 != 1 else f"X{i:02d}"[:3],
            (text,),
            "Q1" if i % 2 else text,
            ((text, "2020", ""),),
        )
        for i, text in enumerate(labels)
    )
    places = tuple(
        PlaceRow(f"p{i}", text, "", -50 + i % 100, i % 300 - 150, (text,))
        for i, text in enumerate(labels)
    )
    events = tuple(
        EventRow(
            f"e{i}",
            text,
            "Meeting" if i % 2 else "Call",
            "planned" if i % 5 == 0 else "occurred",
            f"2024-01-{1 + i % 28:02d}",
            f"2024-01-{1 + i % 28:02d}",
            text if i % 7 == 0 else f"2024-01-{1 + i % 28:02d}",
            f"p{i}",
            "",
            (
                PartRow(actors[i].id, "host", text),
                PartRow(actors[(i + 1) % len(labels)].id, "participant", text),
            ),
            (),
            (text,),
            0.5,
            ("time", "place"),
            (("2024-01-01", "planned"), ("2024-01-02", text)),
            "",
            (
                AccountRow(f"r{i}", "Meeting", text[:50], (text, f"They met. {text}"), "occurred", text, text, text, 0.5, (text,), ((text, "host", text),)),
                AccountRow(f"r{(i + 1) % len(labels)}", "Meeting", "met (", (text,)),
            ),
        )
        for i, text in enumerate(labels)
    )  # fmt: skip
    return Picture(labels[0], actors, events, reports, places, {}, selection=labels[-1])
