"""Vendor the world's outlines: `python -m tools.vendor_map` (needs npm).

Packs world-atlas (Natural Earth 1:110m, public domain; package ISC) and the ISO 3166-1 codes of
i18n-iso-countries (MIT; codes are facts, no text of it is kept), checks their sha512, projects to
Equal Earth (Savric, Patterson and Jenny 2018) and writes SVG path strings by alpha-3 code with a
centre for each country, so that the page needs no TopoJSON reader and no projection of outlines.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import math
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "graph" / "explorer" / "assets" / "vendor"
ATLAS = (
    "world-atlas@2.0.2",
    "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
)
CODES = (
    "i18n-iso-countries@7.14.0",
    "nXHJZYtNrfsi1UQbyRqm3Gou431elgLjKl//CYlnBGt5aTWdRPH1PiS2T/p/n8Q8LnqYqzQJik3Q7mkwvLokeg==",
)
# Natural Earth gives these no ISO number; two are not recognised states and stay anonymous.
NAMED = {"Kosovo": "XKX", "N. Cyprus": "", "Somaliland": ""}
WITHOUT = {"ATA"}
WIDTH = 3600  # units of the picture's width; one is a tenth of a degree at the equator
SOURCE_NOTE = """Outlines: Natural Earth, 1:110m cultural vectors, public domain (naturalearthdata.com),
as packed by world-atlas 2.0.2 under this licence:

"""


def pack(spec: str, sha512: str) -> tarfile.TarFile:
    """Fetch a package by npm and check its hash."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, timeout=300)
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != sha512:
        raise SystemExit(f"{spec}: sha512 is {found}, expected {sha512}")
    return tarfile.open(fileobj=io.BytesIO(data))


def project(lon: float, lat: float) -> tuple[float, float]:
    """Return Equal Earth coordinates in units of the sphere's radius, y downwards."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2 = t * t
    t6 = t2 * t2 * t2
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t)
    x /= 3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1)
    return x, -t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


def main() -> None:
    """Write world.json and its licence."""
    atlas = pack(*ATLAS)
    topology = json.loads(atlas.extractfile("package/countries-110m.json").read())  # type: ignore[union-attr]
    licence = atlas.extractfile("package/LICENSE").read().decode()  # type: ignore[union-attr]
    codes = json.loads(pack(*CODES).extractfile("package/codes.json").read())  # type: ignore[union-attr]
    alpha3 = {number: code for _, code, number, _ in codes}
    half = project(180, 0)[0]
    factor = WIDTH / (2 * half)
    arcs = [decode(arc, topology["transform"]) for arc in topology["arcs"]]

    paths: dict[str, str] = {}
    centres: dict[str, list[int]] = {}
    top, bottom = math.inf, -math.inf
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = alpha3.get(shape.get("id", ""), NAMED.get(name, ""))
        if code in WITHOUT:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        text, best = "", 0.0
        for polygon in polygons:
            rings = [part for ring in polygon for part in within(joined(ring, arcs))]
            for ring in rings:
                points = [
                    (round((x + half) * factor), round(y * factor))
                    for x, y in (project(*p) for p in ring)
                ]
                text += path(points)
                top = min(top, *(y for _, y in points))
                bottom = max(bottom, *(y for _, y in points))
                area, centre = middle(points)
                if abs(area) > best and code:
                    best = abs(area)
                    centres[code] = centre
        key = code or f"-{len(paths)}"
        paths[key] = paths.get(key, "") + text
    shifted = {code: [x, y - top] for code, (x, y) in sorted(centres.items())}
    world = {
        "width": WIDTH,
        "height": bottom - top,
        "top": top,
        "factor": round(factor, 4),
        "half": round(half, 6),
        "paths": dict(sorted(paths.items())),
        "centres": shifted,
    }
    TARGET.mkdir(parents=True, exist_ok=True)
    text = json.dumps(world, separators=(",", ":"))
    (TARGET / "world.json").write_text(text + "\n", encoding="utf-8")
    (TARGET / "world-atlas-LICENSE.txt").write_text(SOURCE_NOTE + licence, encoding="utf-8")
    print(f"{len(paths)} outlines, {len(text):,} bytes")


def decode(arc: list[list[int]], transform: dict[str, Any]) -> list[tuple[float, float]]:
    """Undo TopoJSON's quantisation and deltas: longitude, latitude."""
    (kx, ky), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x += dx
        y += dy
        points.append((x * kx + tx, y * ky + ty))
    return points


def joined(ring: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Join a ring's arcs; a negative number is an arc walked backwards."""
    points: list[tuple[float, float]] = []
    for number in ring:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(part[1:] if points else part)
    return points


def within(ring: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Cut a ring that crosses the antimeridian into the parts on either side of it."""
    unrolled = [ring[0]]
    for lon, lat in ring[1:]:
        turns = round((unrolled[-1][0] - lon) / 360)
        unrolled.append((lon + 360 * turns, lat))
    if all(-180 <= lon <= 180 for lon, _ in unrolled):
        return [ring]
    parts = []
    for shift in (-360, 0, 360):
        part = [(lon + shift, lat) for lon, lat in unrolled]
        part = clipped(clipped(part, 180.0, 1), -180.0, -1)
        if len(part) > 2:
            parts.append([*part, part[0]])
    return parts


def clipped(ring: list[tuple[float, float]], edge: float, sign: int) -> list[tuple[float, float]]:
    """Keep what lies on one side of a meridian (Sutherland and Hodgman)."""
    result = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        in1, in2 = sign * (edge - x1) >= 0, sign * (edge - x2) >= 0
        if in1:
            result.append((x1, y1))
        if in1 != in2:
            share = (edge - x1) / (x2 - x1)
            result.append((edge, y1 + share * (y2 - y1)))
    return result


def path(points: list[tuple[int, int]]) -> str:
    """Return a closed path with relative moves; repeated points are left out."""
    x, y = points[0]
    text = f"M{x} {y}l"
    steps = []
    for nx, ny in points[1:-1]:
        if (nx, ny) != (x, y):
            steps.append(f"{nx - x} {ny - y}")
            x, y = nx, ny
    return text + " ".join(steps).replace(" -", "-") + "z" if steps else ""


def middle(points: list[tuple[int, int]]) -> tuple[float, list[int]]:
    """Return the signed area of a ring and its centroid."""
    area = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        cx += (x1 + x2) * cross
        cy += (y1 + y2) * cross
    if not area:
        return 0.0, [points[0][0], points[0][1]]
    return area, [round(cx / (6 * area)), round(cy / (6 * area))]


if __name__ == "__main__":
    main()
