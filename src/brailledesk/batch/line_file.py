"""A file of JSON, an entry a line: only ever added to, with one owner, true after any cut.

Its first line says what it is. A line that was cut off, or damaged, is not read: no beginning of a
line is valid JSON.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from brailledesk.errors import BatchRunning, OutputError, UsageError
from brailledesk.locking import lock_file
from brailledesk.system_errors import reason_of

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)

Entry = Mapping[str, Any]


class LineFile:
    """An open file; while it is open nobody else can open it. ``entries`` are those it had.

    ``header`` is its first line, ``is_entry`` tells what is an entry, ``strange`` is raised for a
    file that is something else. Raises BatchRunning where another program has it, and OutputError
    where it cannot be read or written.
    """

    def __init__(
        self, path: Path, header: bytes, is_entry: Callable[[Entry], bool], strange: UsageError
    ) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, _FLAGS, 0o666)
        except OSError as error:
            raise OutputError(str(path), reason_of(error)) from error
        try:
            lines = self._read(header, strange)
        except BaseException:
            self.close()
            raise
        found = (_parse(line) for line in lines)
        self.entries = [one for one in found if one is not None and is_entry(one)]

    def close(self) -> None:
        """Let others have it."""
        os.close(self._descriptor)

    def add(self, entries: Iterable[Entry]) -> None:
        """Put entries down, on the disk when this returns. Raises OutputError."""
        self._append(b"".join(json.dumps(entry).encode() + b"\n" for entry in entries))

    def _read(self, header: bytes, strange: UsageError) -> list[bytes]:
        if not lock_file(self._descriptor):
            raise BatchRunning(str(self.path))
        content = self.path.read_bytes()
        if header.startswith(content):  # new, or cut off in its very first line
            os.ftruncate(self._descriptor, 0)
            self._append(header)
            return []
        if not content.startswith(header):
            raise strange
        if not content.endswith(b"\n"):
            self._append(b"\n")  # what was cut off stays a line of its own
        return content.split(b"\n")

    def _append(self, data: bytes) -> None:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
            os.fsync(self._descriptor)
        except OSError as error:
            reason = reason_of(error)
            raise OutputError(str(self.path), reason, is_partial=True) from error


def _parse(line: bytes) -> Entry | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
