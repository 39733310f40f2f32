"""What sources give and take: items, resources, options, the `Source` that others can add.

A *resource* is one stream of bytes with a name: a file, a member of an archive, standard
input, a page that was fetched. A *source* knows one format and turns a resource into items,
lazily. An item is a `Report` (text to be read), a `Structured` record (fields that already say
who, where and when), an `Extraction` (read before), or a `Failed` or `Ignored` note.

A source yields `Failed` for one bad record among others and raises `graph.errors.InputError`
when the whole resource cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from graph.model import Extraction, Report

if TYPE_CHECKING:
    from ingest.sources.web import Web

MEGABYTE = 1_000_000
SIZE_LIMIT = 10 * MEGABYTE  # bytes of one report as it comes
UNCHANGED = "x-unchanged"  # media type of an address that has not changed since the last visit
TEXT_LIMIT = 300_000  # characters of one report's text


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that could not be read: its `name`, the `reason` in one line.

    `input` is the input as it was given on the command line, kept for a later retry.
    """

    name: str
    reason: str
    input: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file of a folder or archive that is of no kind that holds reports."""

    name: str


@dataclass(frozen=True, slots=True)
class Prose:
    """The part of a structured record that is prose, to be read with its context.

    `start` and `end` bound it in the report's text. `subject` is the person whom a sentence
    without a subject is about ("Met with King Salman."), as it is to be read; `day` the day
    from which relative dates count. `visit` is the IRI of the account in which the prose's
    events lie and from which they take date and place where they state none.
    """

    start: int
    end: int
    subject: str
    day: str
    visit: str


@dataclass(frozen=True, slots=True)
class Structured:
    """A record whose fields are accounts already, with prose that is still to be read."""

    extraction: Extraction
    prose: Prose | None = None


Item = Report | Structured | Extraction | Failed | Ignored


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can say about the inputs; every source takes what concerns it.

    `date` (a day) and `title` stand in where a report has none. `columns` maps our fields to
    column names of a CSV file. `size_limit` is in bytes for one report as it is stored, in
    characters for its text. `follow` fetches the article behind each entry of a feed.
    """

    format: str = "auto"
    date: str | None = None
    title: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    size_limit: int = SIZE_LIMIT
    text_limit: int = TEXT_LIMIT
    follow: bool = False
    web: Web | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A stream of bytes with a name.

    `named` is true where the user gave this very resource, false for what a folder or archive
    happens to hold; `timed` is false where the next byte may be long in coming without
    anything being wrong (a pipe). `media_type` is what a server said; `url` the address it came from.
    """

    name: str
    input: str
    open: Callable[[], BinaryIO]
    named: bool = True
    timed: bool = True
    media_type: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A format: its name, how to read it, and how to know it.

    `suffixes` are lower-case file name endings; `sniff` says of the first bytes of a resource
    whether they are of this format. Others register theirs under the entry point group
    ``diplograph.sources``, the entry's object being a `Source`.
    """

    name: str
    read: Callable[[BinaryIO, Resource, Options], Iterator[Item]]
    suffixes: tuple[str, ...] = ()
    sniff: Callable[[bytes], bool] | None = None
    describes: str = ""
