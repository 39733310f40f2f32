"""Sources of reports: one module a kind of input.

`read_inputs` turns what a user names (files, folders, archives, addresses, ``-``) into items,
one at a time and in a stable order. Formats are found by suffix and by the first bytes; others
can add theirs through the entry point group ``diplograph.sources`` (see `base.Source`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import PurePosixPath
from typing import BinaryIO

from graph.errors import InputError, OptionError, SettingsError
from ingest.sources.base import UNCHANGED, Failed, Ignored, Item, Options, Resource, Source
from ingest.sources.limits import TooSlow, time_limit
from ingest.sources.opening import COMPRESSED, Progress, resources

__all__ = [
    "Failed",
    "Ignored",
    "Item",
    "Options",
    "Resource",
    "Source",
    "formats",
    "read_inputs",
    "source_named",
]

GROUP = "diplograph.sources"
HEAD = 4096
# In the order in which their sniffers are asked: the more particular first.
_OWN = (  # module:ATTRIBUTE
    "jsonl:RECORDS",
    "historian:VISITS",
    "historian:TRAVELS",
    "frus:FRUS",
    "feed:FEED",
    "warc:WARC",
    "page:HTML",
    "jsonl:JSONL",
    "table:CSV",
    "text:MARKDOWN",
    "text:TEXT",
)


@cache
def formats() -> dict[str, Source]:
    """Return the sources by name: our own, then those that other packages registered.

    Raises `SettingsError` for a registered source that cannot be loaded or takes our name.
    """
    found: dict[str, Source] = {}
    for own in _OWN:
        module, _, attribute = own.partition(":")
        source: Source = getattr(import_module(f"ingest.sources.{module}"), attribute)
        found[source.name] = source
    for entry in entry_points(group=GROUP):
        try:
            source = entry.load()
        except Exception as error:
            raise SettingsError(f"the source {entry.value!r} cannot be loaded: {error}") from error
        if not isinstance(source, Source) or source.name in found:
            raise SettingsError(
                f"the source {entry.value!r} is no ingest.sources.Source with a name of its own"
            )
        found[source.name] = source
    return found


def source_named(name: str) -> Source | None:
    """Return the source of a format's name, None for ``auto``; raise `OptionError`."""
    if name == "auto":
        return None
    if name not in formats():
        raise OptionError(f"no format {name!r}; there are auto, {', '.join(formats())}")
    return formats()[name]


def read_inputs(
    inputs: Sequence[str],
    options: Options,
    progress: Progress | None = None,
    *,
    item_seconds: float | None = None,
) -> Iterator[Item]:
    """Yield the items of all inputs, lazily.

    What cannot be read becomes `Failed` and the rest goes on. `progress` is called with the
    number of bytes that were taken from disk; `item_seconds` bounds the time that a source may
    take for one item (enforced in the main thread of a POSIX process).
    """
    chosen = source_named(options.format)
    for name in inputs:
        try:
            for resource in resources(name, options, progress):
                if isinstance(resource, Failed):
                    yield resource
                else:
                    yield from read_resource(resource, chosen, options, item_seconds)
        except InputError as error:
            yield Failed(name, str(error), name)


def read_resource(
    resource: Resource, chosen: Source | None, options: Options, item_seconds: float | None = None
) -> Iterator[Item]:
    """Yield the items of one resource; its failure as a whole is one `Failed`."""
    if resource.media_type == UNCHANGED:
        return
    try:
        with resource.open() as stream:
            source = chosen or detect(resource, stream)
            if source is None:
                yield Ignored(resource.name)
                return
            items = source.read(stream, resource, options)
            while True:
                with time_limit(item_seconds if resource.timed else None):
                    item = next(items, None)
                if item is None:
                    return
                yield item
    except InputError as error:
        yield Failed(resource.name, str(error), resource.input)
    except TooSlow:
        reason = f"took longer than the limit of {item_seconds:g} s (raise it with --time-limit)"
        yield Failed(resource.name, reason, resource.input)
    except (RecursionError, MemoryError) as error:
        yield Failed(
            resource.name, f"is too deep or too large: {type(error).__name__}", resource.input
        )
    except (ValueError, TypeError, LookupError, AttributeError, OSError) as error:
        # A parser that stumbled over a hostile page; one page must not stop the batch.
        what = " ".join(str(error).split())[:200]
        reason = f"cannot be read: {type(error).__name__}: {what}"
        yield Failed(resource.name, reason, resource.input)


def detect(resource: Resource, stream: BinaryIO) -> Source | None:
    """Return the source for a resource, by suffix, media type and first bytes.

    None where it is of no known kind and was not named by the user. Raises `InputError` where
    it was.
    """
    path = PurePosixPath(resource.name.partition("?")[0] if resource.url else resource.name)
    suffix = path.suffix.lower()
    if suffix in COMPRESSED:
        suffix = path.with_suffix("").suffix.lower()
    head = stream.peek(HEAD)[:HEAD] if hasattr(stream, "peek") else b""
    candidates = [s for s in formats().values() if suffix in s.suffixes]
    if not candidates and suffix and not resource.named:
        return None
    for source in candidates or formats().values():
        if source.sniff is not None and source.sniff(head):
            return source
    if candidates:
        # A record file and a report file share a suffix: the sniffers said no to the former.
        return candidates[-1]
    if resource.media_type:
        for media, name in (("html", "html"), ("xml", "feed"), ("json", "jsonl"), ("csv", "csv")):
            if media in resource.media_type:
                return formats()[name]
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("is no text and of no format that we read (it holds zero bytes)")
    return formats()["text"]
