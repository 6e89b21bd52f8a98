"""A folder into which a scanner drops files: those that are whole, and those that are new.

It is looked at again and again rather than waited for: what another machine writes to a shared
folder raises no event here. A file is whole when its size and time have not changed for a while;
what is done stands in a file, one line of JSON each, so that a restart does not do it again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self

from brailledesk.batch.work import digest_file
from brailledesk.errors import N_, BatchRunning, OutputError, SourceNotReadable, UsageError
from brailledesk.locking import lock_file
from brailledesk.system_errors import reason_of

HEADER = b'{"memory": "brailledesk drop folder", "version": 1}\n'
MEMORY = "brailledesk-ocr.jsonl"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
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
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, _FLAGS, 0o666)
        except OSError as error:
            raise OutputError(str(path), reason_of(error)) from error
        try:
            self._known = dict(self._open())
        except BaseException:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

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
        self._append(json.dumps(entry).encode() + b"\n")
        self._known[path.name] = entry

    def _open(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        if not lock_file(self._descriptor):
            raise BatchRunning(str(self.path))
        content = self.path.read_bytes()
        if HEADER.startswith(content):  # new, or cut off in its very first line
            os.ftruncate(self._descriptor, 0)
            self._append(HEADER)
            return
        if not content.startswith(HEADER):
            raise UsageError(
                N_("{path} is no memory of a drop folder."),
                N_("Move it away, or choose another output folder."),
                path=str(self.path),
            )
        if not content.endswith(b"\n"):
            self._append(b"\n")  # what was cut off stays a line of its own, which is not read
        for line in content.split(b"\n"):
            entry = _parse(line)
            if entry is not None:
                yield str(entry["file"]), entry

    def _append(self, data: bytes) -> None:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
            os.fsync(self._descriptor)
        except OSError as error:
            reason = reason_of(error)
            raise OutputError(str(self.path), reason, is_partial=True) from error


def _parse(line: bytes) -> Mapping[str, object] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    kinds = {"file": str, "size": int, "time": int, "digest": str, "output": str}
    is_entry = isinstance(entry, dict) and all(
        isinstance(entry.get(name), kind) for name, kind in kinds.items()
    )
    return entry if is_entry else None


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
