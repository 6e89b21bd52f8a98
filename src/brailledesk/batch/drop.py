"""A folder into which a scanner drops files: those that are whole, and those that are new.

It is looked at again and again rather than waited for: what another machine writes to a shared
folder raises no event here. A file is whole when its size and time have not changed for a while;
what is done stands in a file, one line of JSON each, so that a restart does not do it again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

from brailledesk.batch.line_file import Entry, LineFile
from brailledesk.batch.work import digest_file
from brailledesk.errors import N_, SourceNotReadable, UsageError
from brailledesk.system_errors import reason_of

HEADER = b'{"memory": "brailledesk drop folder", "version": 1}\n'
MEMORY = "brailledesk-ocr.jsonl"
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart")


class Stamp(NamedTuple):
    """What changes while a file is written: its bytes, and its time in nanoseconds."""

    size: int
    time: int


class Memory:
    """Which files were done, in a file that is only ever added to and has one owner.

    Raises BatchRunning where another program has it, UsageError where it is something else, and
    OutputError where it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        strange = UsageError(
            N_("{path} is no memory of a drop folder."),
            N_("Move it away, or choose another output folder."),
            path=str(path),
        )
        self._file = LineFile(path, HEADER, _is_entry, strange)
        self._known: dict[str, Mapping[str, object]] = {
            entry["file"]: entry for entry in self._file.entries
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def has(self, path: Path, stamp: Stamp) -> bool:
        """Whether these very bytes were done under this name; its time may be another."""
        entry = self._known.get(path.name)
        if entry is None or entry["size"] != stamp.size:
            return False
        if entry["time"] == stamp.time:
            return True
        try:
            return digest_file(path) == entry["digest"]
        except OSError:
            return False

    def output_of(self, name: str) -> str | None:
        """What came of a file of this name, the last time."""
        entry = self._known.get(name)
        return None if entry is None else str(entry["output"])

    def outputs(self) -> dict[str, str]:
        """The names of all results, and of the files that they came of."""
        return {str(entry["output"]): name for name, entry in self._known.items()}

    def add(self, path: Path, stamp: Stamp, output: str) -> None:
        """Put down that a file is done; it is on the disk when this returns. Raises OutputError."""
        try:
            digest = digest_file(path)
        except OSError:
            digest = ""  # it was taken away meanwhile
        entry = {
            "file": path.name,
            "size": stamp.size,
            "time": stamp.time,
            "digest": digest,
            "output": output,
        }
        self._file.add([entry])
        self._known[path.name] = entry


def _is_entry(entry: Entry) -> bool:
    kinds = {"file": str, "size": int, "time": int, "digest": str, "output": str}
    return all(isinstance(entry.get(name), kind) for name, kind in kinds.items())


class DropFolder:
    """The folder, as it was seen; ``suffixes`` are of files that are taken, in small letters.

    ``settling`` is seconds without a change after which a file is whole.
    """

    def __init__(
        self, folder: Path, memory: Memory, suffixes: frozenset[str], settling: float
    ) -> None:
        self._folder = folder
        self._memory = memory
        self._suffixes = suffixes
        self._settling = settling
        self._seen: dict[Path, tuple[Stamp, float]] = {}
        self._passed: dict[Path, Stamp] = {}

    def look(self, now: float | None = None) -> list[tuple[Path, Stamp]]:
        """The files that are whole and not done, the oldest first. Raises SourceNotReadable.

        ``now`` is seconds of a clock that never goes back.
        """
        clock = monotonic() if now is None else now
        found = dict(self._files())
        self._seen = {
            path: self._seen[path]
            if path in self._seen and self._seen[path][0] == stamp
            else (stamp, clock)
            for path, stamp in found.items()
        }
        whole = [
            (path, stamp)
            for path, (stamp, since) in self._seen.items()
            if clock - since >= self._settling and stamp.size and self._passed.get(path) != stamp
        ]
        new = [(path, stamp) for path, stamp in whole if not self._is_done(path, stamp)]
        return sorted(new, key=lambda one: (one[1].time, one[0].name))

    def pass_over(self, path: Path, stamp: Stamp) -> None:
        """Leave a file alone until it changes: it is done, or it failed."""
        self._passed[path] = stamp

    def _is_done(self, path: Path, stamp: Stamp) -> bool:
        is_done = self._memory.has(path, stamp)
        if is_done:
            self.pass_over(path, stamp)
        return is_done

    def _files(self) -> Iterator[tuple[Path, Stamp]]:
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    name = entry.name.lower()
                    is_own = name.startswith((".", "~")) or name.endswith(_UNFINISHED)
                    if is_own or Path(name).suffix not in self._suffixes:
                        continue
                    told = _stamp(entry)
                    if told is not None:
                        yield Path(entry.path), told
        except OSError as error:
            reason = reason_of(error)
            raise SourceNotReadable(str(self._folder), reason) from error


def _stamp(entry: os.DirEntry[str]) -> Stamp | None:
    """None for what is no file, or is gone already."""
    try:
        told = entry.stat()
        return Stamp(told.st_size, told.st_mtime_ns) if entry.is_file() else None
    except OSError:
        return None
