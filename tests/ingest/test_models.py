from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from diplograph.cli import app
from ingest import models


def test_what_is_installed_is_found_under_its_own_name() -> None:
    found = {model.name: model for model in models.installed()}

    assert found["en_core_web_md"].version == "3.7.1"
    assert found["en_core_web_md"].lacks == ()


def test_the_table_names_models_and_what_they_lack(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    lame = models.Model("en_lame", "1.0", "en-lame", ("parser", "ner"))
    monkeypatch.setattr(models, "installed", lambda: [lame])

    done = CliRunner().invoke(app, ["models"])

    assert done.exit_code == 0
    assert "en_lame" in done.stdout
    assert "lacks parser and ner: cannot be used" in done.stdout


def test_measured_values_are_numbers() -> None:
    for row in models.measured().values():
        for key in ("event_f1", "strict_f1", "words_per_second"):
            assert not row[key] or float(row[key].replace(",", "")) > 0


def test_a_model_without_parser_is_refused_in_one_line(tmp_path: Path) -> None:
    code = (
        f"import spacy; spacy.blank('en').to_disk({str(tmp_path / 'blank')!r})\n"
        "import sys; from diplograph.cli import main\n"
        f"sys.argv = ['diplograph', 'extract', 'x', '--model', {str(tmp_path / 'blank')!r}]\n"
        "main()"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "parser" in done.stderr
    assert done.stderr.count("\n") == 1
