"""Wrong usage of the command line: one line that says what is wrong, exit status 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "a.txt", "--precision", "most"], "--precision 'most'"),
        (["extract", "a.txt", "--format", "pdf"], "no format 'pdf'"),
        (["extract", "a.txt", "--date", "2024-02-31"], "no day of the calendar"),
        (["extract", "a.txt", "--columns", "text"], "expected FIELD=COLUMN"),
        (["query", "meetngs"], "did you mean meetings"),
        (["query", "meetings", "-o", "excel"], "no output format 'excel'"),
        (["query", "--list", "--tag", "none"], "no question has the tag 'none'"),
    ],
)
def test_wrong_usage_exits_with_two(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "a.txt").write_text("Iceland and Norway signed a treaty.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "diplograph", *arguments],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
