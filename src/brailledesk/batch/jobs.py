"""The values of a batch: what is to be done, what came of it, what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from brailledesk.batch.recipe import Recipe
from brailledesk.conversion import UndefinedCharacter
from brailledesk.document import Remark
from brailledesk.errors import BrailledeskError


@dataclass(frozen=True, slots=True)
class Job:
    """One document: where it is, where its Braille goes, how, and the mark of that how."""

    source: Path
    target: Path
    recipe: Recipe
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was found and is not to be converted; ``reason`` and ``advice`` are messages."""

    path: Path
    reason: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a Braille file that nobody has written yet.

    ``source_digest`` is that of the document as it was before it was read: if it changed while it
    was read, the next run sees another digest and converts it again.
    """

    data: bytes
    source_digest: str
    pages: int
    undefined: tuple[UndefinedCharacter, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no Braille file."""

    error: BrailledeskError
    source_digest: str = ""


class State(StrEnum):
    DONE = "done"
    UNCHANGED = "unchanged"
    """Done by an earlier run: same document, same recipe, and the file is still as it was made."""
    FAILED = "failed"
    WAITING = "waiting"
    """Not begun, or taken back, when the run was interrupted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job."""

    job: Job
    state: State
    pages: int = 0
    undefined: tuple[UndefinedCharacter, ...] = ()
    remarks: tuple[Remark, ...] = ()
    error: BrailledeskError | None = None
