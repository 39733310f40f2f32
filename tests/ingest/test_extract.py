from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ingest.run
from diplograph.cli import app
from graph.errors import OptionError, SettingsError
from ingest.batch.tasks import Settings
from ingest.run import Summary, extract
from tests.ingest.fake import FAKE


def corpus(path: Path, count: int = 40) -> Path:
    lines = [
        {"id": f"r{n}", "text": f"Anna met Bert{n} on 2024-01-{n % 28 + 1:02}."}
        for n in range(count)
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def fake(seconds: float = 5.0) -> Settings:
    return Settings("none", seconds=seconds, factory=FAKE)


@pytest.mark.parametrize("jobs", [1, 3])
def test_extractions_come_in_order(tmp_path: Path, jobs: int) -> None:
    path = corpus(tmp_path / "a.jsonl", 100)

    found = list(extract([str(path)], settings=fake(), jobs=jobs))

    assert [e.report.id for e in found] == [f"r{n}" for n in range(100)]
    assert all(len(e.accounts) == 1 for e in found)


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_report_fails_alone(tmp_path: Path, jobs: int) -> None:
    path = tmp_path / "a.jsonl"
    texts = ["Anna met Bert on 2024-01-01.", "BOOM", "Anna met Carl on 2024-01-01.", "SLEEP"]
    path.write_text("\n".join(json.dumps({"id": t[:5], "text": t}) for t in texts))
    summary = Summary()

    found = list(extract([str(path)], settings=fake(0.3), jobs=jobs, summary=summary))

    assert [e.report.text for e in found] == [texts[0], texts[2]]
    assert (summary.read, summary.stored, summary.failed) == (4, 2, 2)
    reasons = dict(summary.failures)
    assert "reading failed: ValueError: boom went the reader" in reasons[f"{path} (BOOM)"]
    assert "took longer than the limit of 0.3 s" in reasons[f"{path} (SLEEP)"]


def test_a_worker_that_dies_or_hangs_costs_one_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batch.pools.GRACE_S", 0.5)
    path = tmp_path / "a.jsonl"
    texts = [f"Anna met Bert{n} on 2024-01-01." for n in range(30)]
    texts[5], texts[20] = "DIE", "HANG"
    path.write_text("\n".join(json.dumps({"id": t[-30:], "text": t}) for t in texts))
    summary = Summary()

    found = list(extract([str(path)], settings=fake(0.2), jobs=2, summary=summary))

    assert [e.report.text for e in found] == [t for t in texts if t not in ("DIE", "HANG")]
    assert sorted(reason.partition(" (")[0] for _, reason in summary.failures) == [
        "the process that read it ended",
        "took longer than the limit of 0.2 s and was stopped",
    ]


def test_other_languages_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    french = "Le président a rencontré son homologue à Paris. Les deux hommes ont parlé. " * 3
    english = "The president met his counterpart in Paris, and the two of them spoke there. " * 3
    lines = [
        {"id": "fr", "text": french},
        {"id": "en", "text": english},
        {"id": "told", "text": english, "language": "de"},
        {"id": "short", "text": "Bonjour."},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    summary = Summary()

    found = list(extract([str(path)], settings=fake(), summary=summary))

    assert [e.report.id for e in found] == ["en", "short"]
    assert summary.skipped == 2


def test_wrong_options_are_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no format 'pdf'; there are auto, "):
        list(extract(["a"], format="pdf", settings=fake()))
    with pytest.raises(OptionError, match="no day of the calendar"):
        list(extract(["a"], date="2024-02-31", settings=fake()))
    with pytest.raises(SettingsError, match="cannot be loaded"):
        list(extract(["a"], settings=Settings("none", factory="nowhere:nothing")))
    with pytest.raises(SettingsError, match="cannot be loaded"):
        list(extract(["a"], settings=Settings("none", factory="nowhere:nothing"), jobs=2))


@pytest.fixture
def fake_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def settings(*_: object) -> Settings:
        return fake()

    monkeypatch.setattr(ingest.run, "Settings", settings)


@pytest.mark.usefixtures("fake_settings")
def test_the_command_writes_one_record_a_line(tmp_path: Path) -> None:
    path, output = corpus(tmp_path / "a.jsonl", 3), tmp_path / "pred.jsonl"

    done = CliRunner().invoke(app, ["extract", "--format", "jsonl", str(path), "-o", str(output)])

    assert done.exit_code == 0, done.output
    records = [json.loads(line) for line in output.read_text().splitlines()]
    assert [record["doc"] for record in records] == ["r0", "r1", "r2"]
    assert records[0]["events"][0]["type"] == "Meeting"
    assert "3 read, 3 extracted, 0 failed" in done.stderr
    assert done.stdout == ""


@pytest.mark.usefixtures("fake_settings")
def test_the_command_tells_failures_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "text": "Anna met Bert on 2024-01-01."}\n{"id": \n')

    done = CliRunner().invoke(app, ["extract", str(path), str(tmp_path / "none")])

    assert done.exit_code == 1
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["a"]
    assert f"failed: {path}:2: is no JSON" in done.stderr
    assert f"failed: {tmp_path}/none: does not exist" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_without_input_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["ingest"]).exit_code == 2
    assert CliRunner().invoke(app, ["extract"]).exit_code == 2
