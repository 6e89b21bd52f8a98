"""What is done, in a file that tells the truth whenever the program or the machine stops.

A line of JSON a document, only ever added, and on the disk before the Braille file has its name. A
line alone proves nothing: it says what bytes the Braille file has if it was written, and
:meth:`Journal.is_done` looks whether it has them. So a run that is killed between the two leaves a
line that is no lie. A last line that was cut off is not read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from brailledesk.batch.jobs import Failed, Job, Made
from brailledesk.batch.line_file import Entry, LineFile
from brailledesk.batch.recipe import digest
from brailledesk.batch.work import digest_file, digest_source
from brailledesk.errors import N_, BrailledeskError, UsageError

HEADER = b'{"journal": "brailledesk batch", "version": 1}\n'


class Journal:
    """An open journal; while it is open no other run can open it.

    Targets stand in it relative to its folder, so that the folder can be moved.
    Raises BatchRunning where another run has it, UsageError where the file is something else, and
    OutputError where it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._folder = path.parent.resolve()
        strange = UsageError(
            N_("{path} is no journal of a batch."),
            N_("Name another file with --journal."),
            path=str(path),
        )
        self._file = LineFile(path, HEADER, _is_entry, strange)
        made = (entry for entry in self._file.entries if entry["state"] == "made")
        self._made: dict[str, Mapping[str, str]] = {
            entry["target"]: entry
            for entry in made  # the last one of each
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
        entries = [self._entry(job, result) for job, result in results]
        self._file.add(entries)
        made = (entry for entry in entries if entry["state"] == "made")
        self._made |= {entry["target"]: entry for entry in made}

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


def _is_entry(entry: Entry) -> bool:
    names = ["state", "source", "target", "mark", "input"]
    names += ["output"] if entry.get("state") == "made" else ["error"]
    return all(isinstance(entry.get(name), str) for name in names)
