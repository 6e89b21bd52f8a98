"""What is done, in a file that tells the truth whenever the program or the machine stops.

A line of JSON a document, only ever added, and on the disk before the Braille file has its name. A
line alone proves nothing: it says what bytes the Braille file has if it was written, and
:meth:`Journal.is_done` looks whether it has them. So a run that is killed between the two leaves a
line that is no lie. A last line that was cut off is not read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from brailledesk.batch.jobs import Failed, Job, Made
from brailledesk.batch.recipe import digest
from brailledesk.batch.work import digest_file, digest_source
from brailledesk.errors import N_, BatchRunning, BrailledeskError, OutputError, UsageError
from brailledesk.locking import lock_file
from brailledesk.system_errors import reason_of

HEADER = b'{"journal": "brailledesk batch", "version": 1}\n'
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Journal:
    """An open journal; while it is open no other run can open it.

    Targets stand in it relative to its folder, so that the folder can be moved.
    Raises BatchRunning where another run has it, UsageError where the file is something else, and
    OutputError where it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent.resolve()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, _FLAGS, 0o666)
        except OSError as error:
            raise OutputError(str(path), reason_of(error)) from error
        try:
            self._made = self._open()
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

    @property
    def targets(self) -> dict[str, Path]:
        """The target that each known document had, by the document's absolute path."""
        return {entry["source"]: self._folder / name for name, entry in self._made.items()}

    def is_done(self, job: Job) -> bool:
        """Whether the target was made of these very bytes by this recipe, and is still as made."""
        entry = self._made.get(self._name(job.target))
        if entry is None or entry["mark"] != job.mark:
            return False
        try:
            is_same = digest_source(job.source, job.recipe.max_size) == entry["input"]
            return is_same and digest_file(job.target) == entry["output"]
        except (OSError, ValueError, BrailledeskError):
            return False

    def add(self, results: Iterable[tuple[Job, Made | Failed]]) -> None:
        """Put down what came of jobs, on the disk when this returns. Raises OutputError."""
        lines = []
        for job, result in results:
            entry = self._entry(job, result)
            lines.append(json.dumps(entry).encode() + b"\n")
            if isinstance(result, Made):
                self._made[entry["target"]] = entry
        self._append(b"".join(lines))

    def _entry(self, job: Job, result: Made | Failed) -> dict[str, str]:
        entry = {
            "state": "made" if isinstance(result, Made) else "failed",
            "source": str(job.source.absolute()),
            "target": self._name(job.target),
            "mark": job.mark,
            "input": result.source_digest,
        }
        if isinstance(result, Made):
            return {**entry, "output": digest(result.data)}
        return {**entry, "error": type(result.error).__name__}

    def _name(self, target: Path) -> str:
        return Path(os.path.relpath(target.absolute(), self._folder)).as_posix()

    def _open(self) -> dict[str, dict[str, str]]:
        if not lock_file(self._descriptor):
            raise BatchRunning(str(self.path))
        content = self.path.read_bytes()
        if HEADER.startswith(content):  # new, or cut off in its very first line
            os.ftruncate(self._descriptor, 0)
            self._append(HEADER)
            return {}
        if not content.startswith(HEADER):
            raise UsageError(
                N_("{path} is no journal of a batch."),
                N_("Name another file with --journal."),
                path=str(self.path),
            )
        if not content.endswith(b"\n"):
            self._append(b"\n")  # what was cut off stays a line of its own, which is not read
        return _read(content)

    def _append(self, data: bytes) -> None:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
            os.fsync(self._descriptor)
        except OSError as error:
            reason = reason_of(error)
            raise OutputError(str(self.path), reason, is_partial=True) from error


def _read(content: bytes) -> dict[str, dict[str, str]]:
    """The last line of each target that was made."""
    made = {}
    for line in content.split(b"\n"):
        entry = _parse(line)
        if entry is not None and entry["state"] == "made":
            made[entry["target"]] = entry
    return made


def _parse(line: bytes) -> dict[str, str] | None:
    """A whole line; None for what is cut off or damaged. No beginning of a line is valid JSON."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) and _is_entry(entry) else None


def _is_entry(entry: Mapping[object, object]) -> bool:
    names = ["state", "source", "target", "mark", "input"]
    names += ["output"] if entry.get("state") == "made" else ["error"]
    return all(isinstance(entry.get(name), str) for name in names)
