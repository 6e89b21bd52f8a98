"""The values of a job: its state, how far it is, which pages are in doubt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

from brailledesk.errors import N_, BrailledeskError


class State(StrEnum):
    """Where a job stands. The last three are ends."""

    QUEUED = "queued"
    SENDING = "sending"
    """A process sends it; or did, and was killed: then nobody holds its lock."""
    PAUSED = "paused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DONE = "done"
    """The way to the device took every byte and was closed cleanly."""
    HANDED_OVER = "handed over"
    """A queue of another program has it. What became of it there is no proof."""


STATE_NAMES = {
    State.QUEUED: N_("queued"),
    State.SENDING: N_("sending"),
    State.PAUSED: N_("paused"),
    State.FAILED: N_("failed"),
    State.CANCELLED: N_("cancelled"),
    State.DONE: N_("done"),
    State.HANDED_OVER: N_("handed over"),
}

INTERRUPTED = N_("interrupted")
"""What people are told of a job that is being sent by nobody."""

ENDS = frozenset({State.CANCELLED, State.DONE, State.HANDED_OVER})


class Wish(StrEnum):
    """What somebody asked of a job that is being sent; it is done at the end of a page."""

    NONE = ""
    PAUSE = "pause"
    CANCEL = "cancel"


class Place(NamedTuple):
    """Behind page ``page`` of copy ``copy``; copies are counted from 1, page 0 is before all."""

    copy: int
    page: int


START = Place(1, 0)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: ``settings`` are those of the embosser and the job, as plain values."""

    embosser: str
    title: str
    copies: int = 1
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A line of the journal.

    Every page up to ``out`` was confirmed by the way to the device; of no page behind ``begun`` has
    a byte left; those between are in doubt. Every page up to ``sure`` is out even if the connection
    broke afterwards, unseen; it is never behind ``out``. ``offset`` counts the confirmed bytes of
    all copies, for ways that can be taken up at a byte. ``pages`` is 0 until it is known.
    ``receipt`` is the number under which a queue has it. ``is_held`` tells whether a process is at
    it.
    """

    number: int
    request: Request
    state: State
    pages: int = 0
    out: Place = START
    begun: Place = START
    sure: Place = START
    offset: int = 0
    wish: Wish = Wish.NONE
    reason: BrailledeskError | None = None
    receipt: str = ""
    created: str = ""
    is_held: bool = False

    @property
    def is_interrupted(self) -> bool:
        """Whether it is being sent by nobody: its process was killed, or the power failed."""
        return self.state is State.SENDING and not self.is_held

    @property
    def is_unsure(self) -> bool:
        """Whether pages that were confirmed are lost if the other side went off, too.

        So of a job whose process was killed, when nobody was there to see how its connection ended.
        """
        return self.state not in ENDS and not self.is_held and self.sure < self.out

    @property
    def copies_in_question(self) -> range:
        """The copies of which a page may be missing: several where one connection had them all."""
        last = max(self.out, self.begun).copy
        is_whole = bool(self.pages) and self.sure.page >= self.pages
        return range(min(self.sure.copy + is_whole, last), last + 1)

    @property
    def doubt(self) -> Doubt | None:
        """The pages that may be out, or half out."""
        return Doubt.between(self.out, self.begun, self.pages)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Pages ``first`` to ``last``, of which nobody can say from here whether they are out."""

    first: Place
    last: Place

    @classmethod
    def between(cls, out: Place, begun: Place, pages: int) -> Self | None:
        """What is behind ``out`` up to ``begun``; None if nothing is."""
        if begun <= out:
            return None
        first = Place(out.copy, out.page + 1)
        if pages and first.page > pages:
            first = Place(out.copy + 1, 1)
        return cls(first, begun) if begun >= first else None

    def tell(self, copies: int) -> BrailledeskError:
        """A sentence, with its translation; of a job of several copies it says of which."""
        if self.first.copy != self.last.copy:
            return BrailledeskError(
                N_(
                    "Page {first} of copy {first_copy} to page {last} of copy {last_copy} may be"
                    " out or not: look at the paper."
                ),
                first=self.first.page,
                first_copy=self.first.copy,
                last=self.last.page,
                last_copy=self.last.copy,
            )
        of_one, of_several = _SAID[self.first == self.last]
        return BrailledeskError(
            of_several if copies > 1 else of_one,
            copy=self.first.copy,
            first=self.first.page,
            last=self.last.page,
        )


_SAID = {
    True: (
        N_("Page {first} may be half embossed, or not at all: look at the paper."),
        N_("Page {first} of copy {copy} may be half embossed, or not at all: look at the paper."),
    ),
    False: (
        N_("Pages {first} to {last} may be out or not: look at the paper."),
        N_("Pages {first} to {last} of copy {copy} may be out or not: look at the paper."),
    ),
}
"""Of one page or of several: of a job of one copy, and of more."""
