"""Cities by name: loaded on first use, the most populous of a name first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from graph.errors import SettingsError
from graph.identifiers import fold
from ingest.knowledge.rows import City, CityName
from ingest.knowledge.tables import DATA

# Cities whose names are ordinary English words, first names or larger things: only what is
# marked as a place, or stands after "in" or "to", may be one of these.
COMMON = frozenset(
    "of best nice reading bath deal hope most man wells march mobile split bar male union "
    "orange buy para police same as see ham hull cork sandwich battle rugby ware wigan lens "
    "tours vista liberal normal surprise independence defiance commerce enterprise parole "
    "victoria florence charlotte jackson lincoln madison jefferson washington clinton "
    "hamilton nelson wellington columbus houston austin dallas tyler irving logan carson "
    "aurora eugene alexandria santiago san regina sydney georgetown kingston salem troy "
    "asia america europe africa australia china mexico peru cuba lebanon jordan "
    "lima poland holland cairo rome athens paris berlin moscow manchester birmingham "
    "central north south east west northwest southeast eastern western northern southern "
    "mission progress security council bay park lake field green gold silver home date "
    "date bend pace temple university college cathedral republic federal force agency "
    "young long short wise fair grand rich sale trail cross gates summit center centre "
    "obama bush carter reagan eden major chandler garland gore powell rice baker albright "
    "marina laurel angel jay ali omar salman mandela lo ho li wu han sari dolores maria "
    "opera media pasha begin putin hu de la el al oh no on in to up do mar".split()
)
# Of these, the world's city is meant unless something else is said: they are no common words.
GREAT = frozenset(
    "cairo rome athens paris berlin moscow lima sydney florence alexandria santiago houston "
    "dallas manchester birmingham wellington washington split tours hull cork victoria".split()
)


class Cities:
    """Look-up of cities by folded name; immutable after construction."""

    def __init__(self, path: Path, names: Iterable[CityName] = ()) -> None:
        """Read cities.tsv; `names` are other names and small places."""
        self._by_name: dict[str, list[str]] = {}
        self._own: dict[str, list[City]] = {}
        self._path = path
        by_name = self._by_name
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"{path}: cannot be read ({error.strerror})") from None
        rows = [line for line in text.split("\n") if line and line[0] != "#"]
        # Rows are parsed when they are asked for: 34,000 objects would cost ten times the time.
        for row in rows[1:]:
            name = row[: row.find("\t")]
            plain = name.isascii() and name.replace(" ", "").isalpha()
            key = name.lower() if plain else fold(name)
            if key in by_name:
                by_name[key].append(row)
            else:
                by_name[key] = [row]
        for other in names:
            self._add(other)

    def _parse(self, row: str) -> City:
        try:
            name, country, lat, lon, population, geonames = row.split("\t")
            return City(name, country, float(lat), float(lon), int(population), geonames or None)
        except ValueError:
            raise SettingsError(
                f"{self._path}: the row {row!r} needs name, country, lat, lon, population, geonames"
            ) from None

    def _add(self, row: CityName) -> None:
        city = fold(row.city)
        known = next((c for c in self.all(row.city) if c.country == row.country), None)
        if known is None and row.point is not None:
            known = City(row.city, row.country, *row.point, 0, row.geonames)
            self._own.setdefault(city, []).append(known)
        if known is not None and fold(row.name) != city:
            self._own.setdefault(fold(row.name), []).append(known)

    def all(self, name: str) -> tuple[City, ...]:
        """Return every city of this name: those named by hand, then the most populous first."""
        key = fold(name)
        own = self._own.get(key, [])
        return (*own, *(self._parse(row) for row in self._by_name.get(key, ())))

    def find(self, name: str, country: str | None = None, *, certain: bool = True) -> City | None:
        """Return the city of this name, the most populous one, in `country` if given.

        With `certain` false (nothing marks the words as a place) a name that is also an
        ordinary word or surname ("Nice", "Reading", "Best") gives None.
        """
        key = fold(name)
        if not certain and key in COMMON and key not in GREAT:
            return None
        for city in self.all(name):
            if country is None or city.country == country:
                return city
        return None

    def __len__(self) -> int:
        return len(self._by_name.keys() | self._own.keys())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (fold(name) in self._by_name or fold(name) in self._own)


@cache
def world(names: tuple[CityName, ...] = ()) -> Cities:
    """Return the cities of the package with other names on top; loaded once."""
    return Cities(DATA / "cities.tsv", names)
