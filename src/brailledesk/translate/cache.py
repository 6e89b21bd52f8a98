"""Compiled tables on disk, so that a program does not parse what another one has parsed.

Each table has an entry, a file of its own: a checksum, what the entry was made of and by, and the
compiled table. An entry is never believed. One that is damaged, was made by other code or of other
files is made anew; where it cannot be written down, it is made anew each time.
docs/decisions/0008 says why the checks are enough.
"""

from __future__ import annotations

import os
import sys
import time

from brailledesk.regular_file import open_regular
from brailledesk.resources import PACKAGE
from brailledesk.translate.compiled import CompiledTable, decode, encode, pack, to_bytes, unpack

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

VARIABLE = "BRAILLEDESK_CACHE"
"""Environment variable: the folder for compiled tables, or "off"."""

SETTLED = 2_000_000_000
"""Nanoseconds. A file that changed less than this before it was read may change again and keep its
times: those of FAT have steps of two seconds."""

_MAGIC = b"brltable"
_SUM = 4
_MOST_BYTES = 64_000_000
_MAKERS = ("", "tables", "translate", os.path.join("translate", "back"))
"""Folders of the package with the code that decides what an entry is."""


class Source:
    """A file that a table was made of: its stamp when it was read, the digest of its bytes.

    An empty stamp is that of a file that must be read to know whether it is the same.
    """

    __slots__ = ("digest", "path", "stamp")

    def __init__(self, path: str, stamp: tuple[int, ...], digest: bytes) -> None:
        self.path = path
        self.stamp = stamp
        self.digest = digest

    def is_untouched(self) -> bool:
        """Whether the file still has its stamp."""
        return self.stamp != () and self.stamp == stamp_of(self.path)


class Entry:
    """A compiled table with the files that it was made of."""

    __slots__ = ("sources", "table")

    def __init__(self, table: CompiledTable, sources: Sequence[Source]) -> None:
        self.table = table
        self.sources = sources

    def is_untouched(self) -> bool:
        """Whether all files still have their stamps."""
        return all(source.is_untouched() for source in self.sources)

    @property
    def stamps(self) -> list[tuple[int, ...]]:
        """The stamps of the files."""
        return [source.stamp for source in self.sources]

    def look_again(self) -> Entry | None:
        """The entry with the present stamps of the files; None where one has other bytes.

        Other times and the same bytes are those of a copy, or of an editor that changed nothing.
        """
        again = []
        for source in self.sources:
            present = _look_again(source)
            if present is None:
                return None
            again.append(present)
        return Entry(self.table, again)


def load_entry(path: str, native: ModuleType) -> Entry:
    """The compiled table of the file at ``path``: from the cache, else made and put there.

    ``native`` is the compiled module. Raises TableNotFound or TableFaulty; ValueError where the
    crate cannot take the table.
    """
    place = _Place(path, native)
    kept = place.read()
    if kept is not None:
        entry, body = kept
        if entry.is_untouched():
            return entry
        again = entry.look_again()
        if again is not None:
            if again.stamps != entry.stamps:
                place.write(again.sources, body)
            return again
    body, sources = _make(path, native)
    place.write(sources, body)
    return Entry(CompiledTable(body, native), sources)


def cache_folder() -> str | None:
    """The folder for compiled tables; None where there is none to be had."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return None if chosen == "off" else chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # such a one is to be ignored, says the specification
            base = os.path.expanduser("~/.cache")
    return os.path.join(base, "brailledesk") if os.path.isabs(base) else None


def make_private(folder: str) -> bool:
    """Make the folder where it is missing; whether it can be written to, and by this user alone."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except (OSError, ValueError):
        return False
    return is_private(folder) and os.access(folder, os.W_OK | os.X_OK)


def is_private(folder: str) -> bool:
    """Whether nobody but this user and the system can have written into ``folder``."""
    try:
        found = os.stat(folder)
    except (OSError, ValueError):
        return False
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folder is the user's own by its access list
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


class _Place:
    """Where the entry of a table is, and what it must say of itself."""

    def __init__(self, path: str, native: ModuleType) -> None:
        self._native = native
        self._folder = cache_folder()
        # Two paths to one file are two tables: a trace names the file as it was asked for.
        key = encode(f"{os.path.abspath(path)}\0{path}")
        stem = os.path.splitext(os.path.basename(path))[0][:40]
        self._name = f"{stem}-{native.checksum(key):08x}.table"
        self._title = key + encode(f"\0{sys.hexversion}\0{_code_stamps()}")

    def read(self) -> tuple[Entry, bytes] | None:
        """The entry and the bytes of its table; None where there is no sound one."""
        if self._folder is None or not is_private(self._folder):
            return None
        try:
            with open(os.path.join(self._folder, self._name), "rb") as stream:
                return self._open(stream.read(_MOST_BYTES))
        except (OSError, ValueError):
            return None

    def _open(self, data: bytes) -> tuple[Entry, bytes]:
        start = len(_MAGIC) + _SUM
        if not data.startswith(_MAGIC):
            raise ValueError("this is no entry")
        if self._native.checksum(data[start:]) != int.from_bytes(data[start - _SUM : start]):
            raise ValueError("the entry is damaged")
        title, files, body = unpack(data[start:])
        if title != self._title:
            raise ValueError("the entry is of another table or of other code")
        return Entry(CompiledTable(body, self._native), _unpack_sources(files)), body

    def write(self, sources: Sequence[Source], body: bytes) -> None:
        """Put an entry there, whole or not at all, if it can be done."""
        if self._folder is None:
            return
        from pathlib import Path

        from brailledesk.errors import OutputError
        from brailledesk.output import write_atomically

        content = pack((self._title, _pack_sources(sources), body))
        data = _MAGIC + self._native.checksum(content).to_bytes(_SUM) + content
        if make_private(self._folder):
            try:
                write_atomically(Path(self._folder, self._name), data)
            except OutputError:
                return  # the table is as good without


def _code_stamps() -> list[tuple[str, tuple[int, ...]]]:
    """Names and stamps of all files with code, the native module among them."""
    stamps = []
    for folder in _MAKERS:
        with os.scandir(os.path.join(PACKAGE, folder)) as files:
            stamps += [(one.name, _stamp(one.stat())) for one in files if one.is_file()]
    return sorted(stamps)


def stamp_of(path: str) -> tuple[int, ...]:
    """What is told of a file without reading it; empty where nothing is."""
    try:
        return _stamp(os.stat(path))
    except (OSError, ValueError):
        return ()


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    # The time of change, unlike that of modification, cannot be set: an older file of the same size
    # that is moved or copied here with its times still differs.
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class _Reading:
    """Reads files for the parser, and keeps what they were."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}

    def __call__(self, path: Path) -> bytes:
        data, source = _look(str(path))
        first = self.sources.setdefault(source.path, source)
        if first.digest != source.digest:  # changed between two includes: no entry for that
            self.sources[source.path] = Source(source.path, (), b"")
        return data


def _look(path: str) -> tuple[bytes, Source]:
    """The bytes of a file, and what it is from now on recognised by."""
    from hashlib import blake2b

    now = time.time_ns()
    with open_regular(path) as stream:  # a pipe that stands there by now would hold the program
        found = os.fstat(stream.fileno())
        data = stream.read(_MOST_BYTES)  # far more than a table may have
    is_settled = max(found.st_mtime_ns, found.st_ctime_ns) < now - SETTLED
    stamp = _stamp(found) if is_settled else ()
    return data, Source(path, stamp, blake2b(data, digest_size=32).digest())


def _look_again(source: Source) -> Source | None:
    """The source with its present stamp; None where the file has other bytes or is gone."""
    try:
        _, present = _look(source.path)
    except (OSError, ValueError):
        return None
    return present if present.digest == source.digest else None


def _make(path: str, native: ModuleType) -> tuple[bytes, list[Source]]:
    """Parse a table: its bytes and the files that it was made of."""
    from pathlib import Path

    from brailledesk.tables.parse import parse_table

    reading = _Reading()
    table = parse_table(Path(path), read=reading)
    return to_bytes(table, native), list(reading.sources.values())


def _pack_sources(sources: Sequence[Source]) -> bytes:
    return pack(
        pack((encode(one.path), encode(" ".join(map(str, one.stamp))), one.digest))
        for one in sources
    )


def _unpack_sources(data: bytes) -> list[Source]:
    sources = []
    for piece in unpack(data):
        path, stamp, digest = unpack(piece)
        sources.append(Source(decode(path), tuple(map(int, decode(stamp).split())), digest))
    return sources
