"""From what a user names to streams of bytes: files, folders, archives, compressed, stdin, URLs.

Everything streams: a file of any size passes through in pieces, and an archive member is
opened when its turn comes. What expands too much is refused (`BOMB_RATIO`).
"""

from __future__ import annotations

import bz2
import gzip
import io
import os
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from graph.errors import InputError
from ingest.sources.base import MEGABYTE, Failed, Options, Resource

if TYPE_CHECKING:
    from typing_extensions import Buffer

# A stream that has grown beyond BOMB_FREE bytes and BOMB_RATIO times its compressed size is a
# bomb: prose compresses 3 to 10 times, JSON lines of one shape up to about 50 times.
BOMB_FREE = 50 * MEGABYTE
BOMB_RATIO = 200
MEMBERS_LIMIT = 1_000_000
COMPRESSED = (".gz", ".bz2", ".zst")
# Files of an archive or folder that no source could want and nobody wants to hear about.
_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")

Progress = Callable[[int], None]


def read_all(stream: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a stream; raise `InputError` when there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            f"is larger than the limit of {limit:,} bytes for one report "
            "(raise it with --size-limit)"
        )
    return data


class Counted(io.RawIOBase):
    """A raw stream that tells how many bytes went through it."""

    def __init__(self, raw: BinaryIO, progress: Progress | None = None) -> None:
        self.raw = raw
        self.count = 0
        self._progress = progress

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer; return how many bytes came."""
        view = memoryview(buffer)
        data = self.raw.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        if self._progress is not None and data:
            self._progress(len(data))
        return len(data)

    def close(self) -> None:
        """Close this stream and the one below."""
        if not self.closed:
            self.raw.close()
        super().close()


class Expanded(io.RawIOBase):
    """What a decompressor gives, watched: bombs and broken data raise `InputError`."""

    def __init__(self, inner: BinaryIO, compressed: Counted) -> None:
        self._inner = inner
        self._compressed = compressed
        self._count = 0

    def readable(self) -> bool:
        """Say that bytes can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer; return how many bytes came."""
        view = memoryview(buffer)
        try:
            # read1: what was expanded before a break is given out before the break is told.
            read = getattr(self._inner, "read1", self._inner.read)
            data: bytes = read(min(len(view), 1 << 16))
        except InputError:
            raise
        except (OSError, EOFError, zlib.error, ValueError, RuntimeError) as error:
            what = " ".join(str(error).split()) or type(error).__name__
            raise InputError(f"its compressed data is broken: {what}") from None
        except Exception as error:  # zstandard.ZstdError and zipfile's own are plain Exceptions
            what = " ".join(str(error).split())
            raise InputError(f"its compressed data is broken: {what}") from None
        view[: len(data)] = data
        self._count += len(data)
        if self._count > BOMB_FREE and self._count > BOMB_RATIO * max(1, self._compressed.count):
            raise InputError(
                f"expands to more than {BOMB_RATIO} times its size; refused as a compression bomb"
            )
        return len(data)

    def close(self) -> None:
        """Close this stream and the one below."""
        if not self.closed:
            self._inner.close()
            self._compressed.close()
        super().close()


def expand(name: str, raw: Counted) -> BinaryIO:
    """Return the expanded stream of a compressed one, by the name's suffix."""
    suffix = Path(name).suffix.lower()
    buffered = cast(BinaryIO, io.BufferedReader(raw, 1 << 16))
    inner: BinaryIO
    if suffix == ".gz":
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=buffered, mode="rb"))
    elif suffix == ".bz2":
        inner = cast(BinaryIO, bz2.BZ2File(buffered))
    else:
        import zstandard

        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        inner = cast(BinaryIO, reader.stream_reader(buffered, read_across_frames=True))
    return cast(BinaryIO, io.BufferedReader(Expanded(inner, raw), 1 << 16))


def resources(
    name: str, options: Options, progress: Progress | None = None
) -> Iterator[Resource | Failed]:
    """Yield the resources that an input stands for, in a stable order.

    `name` is a path, a folder (walked in order of names, hidden files left out), ``-`` or an
    http(s) URL. Raises `InputError` when it cannot be found or opened.
    """
    if name == "-":
        stream = sys.stdin.buffer
        yield Resource("stdin", name, lambda: _plain_stream(stream, progress), timed=False)
        return
    if name.lower().startswith(("http://", "https://")):
        if options.web is None:
            raise InputError("is an address, and this command was told not to fetch any")
        yield options.web.resource(name)
        return
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(_os_reason(error)) from None
    if stat.S_ISDIR(mode):
        for found in _walk(path):
            yield from _file(found, name, options, progress, named=False)
    elif stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        yield from _file(path, name, options, progress, named=True)
    else:
        raise InputError("is neither a file nor a folder")


def total_bytes(inputs: Sequence[str]) -> int | None:
    """Return how many bytes the inputs hold on disk; None where that cannot be known."""
    total = 0
    for name in inputs:
        path = Path(name)
        try:
            if name == "-" or "://" in name:
                return None
            if path.is_dir():
                total += sum(found.stat().st_size for found in _walk(path))
            else:
                total += path.stat().st_size
        except (OSError, ValueError):
            continue
    return total


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _HIDDEN:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                # An embedded store that lies among the reports is no report.
                if not (Path(entry.path) / "CURRENT").exists():
                    yield from _walk(Path(entry.path))
            elif entry.is_file():
                yield Path(entry.path)
        except OSError:
            continue


def _file(
    path: Path, input_: str, options: Options, progress: Progress | None, *, named: bool
) -> Iterator[Resource | Failed]:
    name = path.as_posix()

    def opened() -> BinaryIO:
        try:
            return path.open("rb")
        except OSError as error:
            raise InputError(_os_reason(error)) from None

    if path.suffix.lower() == ".zip":
        yield from _members(name, input_, opened, progress)
    elif path.suffix.lower() in COMPRESSED:
        yield Resource(name, input_, lambda: expand(name, Counted(opened(), progress)), named=named)
    else:
        pipe = path.is_fifo()
        yield Resource(
            name, input_, lambda: _plain_stream(opened(), progress), named=named, timed=not pipe
        )


def _members(
    name: str, input_: str, opened: Callable[[], BinaryIO], progress: Progress | None
) -> Iterator[Resource | Failed]:
    with opened() as raw:
        try:
            archive = zipfile.ZipFile(raw)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise InputError(f"is no readable zip archive: {error}") from None
        with archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > MEMBERS_LIMIT:
                raise InputError(f"holds more than {MEMBERS_LIMIT:,} files")
            for info in sorted(members, key=lambda info: info.filename):
                parts = info.filename.split("/")
                if any(part.startswith(".") or part in _HIDDEN for part in parts):
                    continue
                member = f"{name}!{info.filename}"
                if info.flag_bits & 0x1:
                    yield Failed(member, "is encrypted; unpack the archive first", input_)
                    continue
                if info.filename.lower().endswith(".zip"):
                    yield Failed(member, "is an archive in an archive; unpack it first", input_)
                    continue
                yield Resource(member, input_, _member(archive, info), named=False)
                if progress is not None:
                    progress(info.compress_size)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        try:
            inner = archive.open(info)
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise InputError(f"cannot be unpacked: {error}") from None
        # The archive tells the compressed size of each member; what it really expands to is
        # counted here, as the directory of a hostile archive may lie.
        packed = Counted(io.BytesIO())
        packed.count = info.compress_size
        stream = cast(BinaryIO, io.BufferedReader(Expanded(cast(BinaryIO, inner), packed), 1 << 16))
        if info.filename.lower().endswith(COMPRESSED):
            return expand(info.filename, Counted(stream))
        return stream

    return opened


def _plain_stream(raw: BinaryIO, progress: Progress | None) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(Counted(raw, progress), 1 << 16))


def _os_reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "may not be read (permission denied)"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
