"""The sample reports that come with the package, and the demo graph made of them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.run import Summary


def sample_reports() -> Path:
    """Return the folder of short reports written for this project (Markdown, CC0)."""
    return Path(str(files("diplograph") / "samples"))


def sample_annotations() -> Path:
    """Return the file that says what a careful reader finds in the sample reports."""
    return Path(str(files("diplograph") / "samples-gold.yaml"))


def build(directory: Path, **options: Any) -> tuple[Path, Summary]:
    """Read the sample reports into ``directory/diplograph.db``.

    Returns the store's folder and the ingest's summary; run again it finds nothing new.
    `options` go to `ingest.run.ingest`.
    """
    from ingest.run import ingest

    directory.mkdir(parents=True, exist_ok=True)
    store = directory / "diplograph.db"
    return store, ingest([str(sample_reports())], store=str(store), **options)
