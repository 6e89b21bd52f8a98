"""A telephone call as the desk knows it: its state, who calls, where, how many wait."""

from __future__ import annotations

from dataclasses import dataclass, field

from brailledesk.errors import BrailledeskError

CALLS = ("idle", "ringing", "talk", "hold", "transfer", "wrap-up")
"""The states of the agent's telephone."""

BUSY = frozenset({"talk", "hold", "transfer"})
"""The states in which the agent has someone on the line: sound belongs to the caller."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the agent's telephone does now.

    ``id`` stays the same through one call, and is "" where there is none. ``number`` and ``name``
    are of the other side, as far as they are known; they are personal data, so ``repr`` leaves them
    out. ``queue`` is where the caller waited, ``waiting`` how many wait there, None if nobody
    knows. ``wrap_up`` is how many seconds of work after the call this source asks for, None leaves
    it to the desk's settings.
    """

    state: str = "idle"
    id: str = ""
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    queue: str = ""
    waiting: int | None = None
    wrap_up: float | None = None

    def __post_init__(self) -> None:
        if self.state not in CALLS:
            raise ValueError(self.state)


IDLE = Call()


@dataclass(frozen=True, slots=True)
class Missed:
    """A call rang, and ended before anyone took it."""

    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Transferred:
    """The caller was handed over; ``to`` is the other's number, "" where nobody says it."""

    to: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Linked:
    """The source of all this can be heard again, or for the first time."""


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The source cannot be heard; what the telephone does is not known. ``error`` says why."""

    error: BrailledeskError
    is_final: bool = False


CallNews = Call | Missed | Transferred | Linked | Unlinked
"""What a source of calls tells."""
