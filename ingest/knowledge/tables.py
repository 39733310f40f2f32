"""Reading of the editable tables: TSV with ``#`` comments, a header line, ``;`` inside a field.

Every fault is a `SettingsError` that names file and line, because people edit these files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from graph.errors import SettingsError

DATA = Path(__file__).resolve().parent / "data"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with where it stands; reads its fields and complains by name."""

    path: Path
    number: int
    fields: dict[str, str]

    def fault(self, message: str) -> SettingsError:
        """Return the error to raise about this line."""
        return SettingsError(f"{self.path}, line {self.number}: {message}")

    def text(self, column: str) -> str:
        """Return a field without outer blanks; empty where the column is absent."""
        return self.fields.get(column, "").strip()

    def need(self, column: str) -> str:
        """Return a field that must not be empty."""
        value = self.text(column)
        if not value:
            raise self.fault(f"column '{column}' is empty; give it a value")
        return value

    def maybe(self, column: str) -> str | None:
        """Return a field, or None where it is empty."""
        return self.text(column) or None

    def many(self, column: str) -> tuple[str, ...]:
        """Return the values of a field that are separated by semicolons."""
        parts = (part.strip() for part in self.text(column).split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def code(self, column: str) -> str | None:
        """Return an alpha-3 code, or None where the field is empty."""
        value = self.text(column)
        if value and not (len(value) == 3 and value.isalpha() and value.isupper()):
            raise self.fault(f"'{value}' in column '{column}' is no alpha-3 code such as FRA")
        return value or None

    def codes(self, column: str) -> tuple[str, ...]:
        """Return several alpha-3 codes, separated by semicolons or blanks."""
        values = tuple(dict.fromkeys(self.text(column).replace(";", " ").split()))
        for value in values:
            if not (len(value) == 3 and value.isalpha() and value.isupper()):
                raise self.fault(f"'{value}' in column '{column}' is no alpha-3 code such as FRA")
        return values

    def year(self, column: str) -> int | None:
        """Return a year, or None where the field is empty."""
        value = self.text(column)
        if not value:
            return None
        if not (value.isdigit() and 1000 <= int(value) <= 2999):
            raise self.fault(f"'{value}' in column '{column}' is no year such as 1991")
        return int(value)

    def number_of(self, column: str, low: float, high: float) -> float | None:
        """Return a number between bounds, or None where the field is empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            found = float(value)
        except ValueError:
            raise self.fault(f"'{value}' in column '{column}' is no number") from None
        if not low <= found <= high:
            raise self.fault(f"'{value}' in column '{column}' is not within {low:g} and {high:g}")
        return found

    def one_of(self, column: str, choices: Iterable[str]) -> str:
        """Return a field that must be one of some words."""
        value = self.need(column)
        if value not in choices:
            known = ", ".join(sorted(choices))
            raise self.fault(f"'{value}' in column '{column}' is unknown; choose among {known}")
        return value

    def wikidata(self) -> str | None:
        """Return the Wikidata item, or None."""
        value = self.text("wikidata")
        if value and not (value[0] == "Q" and value[1:].isdigit()):
            raise self.fault(f"'{value}' is no Wikidata item such as Q30")
        return value or None

    def years(self) -> tuple[int | None, int | None]:
        """Return the columns ``from`` and ``to``, in order."""
        begin, end = self.year("from"), self.year("to")
        if begin is not None and end is not None and begin > end:
            raise self.fault(f"the years are in the wrong order: {begin} to {end}")
        return begin, end

    def point(self) -> tuple[float, float] | None:
        """Return latitude and longitude, or None where both are empty."""
        lat = self.number_of("lat", -90, 90)
        lon = self.number_of("lon", -180, 180)
        if (lat is None) != (lon is None):
            raise self.fault("give both 'lat' and 'lon' or neither")
        return None if lat is None or lon is None else (lat, lon)


def lines(path: Path, required: Iterable[str]) -> Iterator[Line]:
    """Yield the rows of a table; `required` are the columns that its header must have."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror}); check it") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    header: list[str] | None = None
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if header is None:
            header = [name.strip() for name in fields]
            missing = [name for name in required if name not in header]
            if missing:
                raise SettingsError(
                    f"{path}, line {number}: the header lacks the column "
                    f"{', '.join(map(repr, missing))}; columns are separated by tabs"
                )
            continue
        if len(fields) > len(header):
            raise SettingsError(
                f"{path}, line {number}: {len(fields)} fields under {len(header)} columns; "
                "remove the surplus tabs"
            )
        yield Line(path, number, dict(zip(header, fields, strict=False)))


def table(
    name: str,
    required: Iterable[str],
    make: Callable[[Line], T],
    key: Callable[[T], object],
    extra: Path | None = None,
) -> tuple[T, ...]:
    """Return our table `name` with the rows of the same file in the user's folder on top.

    A row of the user's replaces ours of the same `key` where it stands, else it is added. Two
    rows of one key in one file are a fault.
    """
    rows: dict[object, T] = {}
    paths = [DATA / name]
    if extra is not None and (extra / name).is_file():
        paths.append(extra / name)
    for path in paths:
        seen: dict[object, int] = {}
        for line in lines(path, required):
            row = make(line)
            row_key = key(row)
            if row_key in seen:
                raise line.fault(f"the same row as line {seen[row_key]}; keep one of them")
            seen[row_key] = line.number
            rows[row_key] = row
    return tuple(rows.values())
