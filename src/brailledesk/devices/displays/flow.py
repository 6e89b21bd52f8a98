"""When which frame is sent: the newest, when the last one was taken, and whole after a doubt."""

from __future__ import annotations

from brailledesk.frame import Frame

PATIENCE = 0.5
"""Seconds for an acknowledgement (NVDA waits as long)."""

MOST_MISSED = 3
"""So many in a row that did not come, or said no: the display is gone, or is another."""


class Flow:
    """Of one connection. ``before`` is what the display shows, None where nobody knows."""

    def __init__(self) -> None:
        self.before: Frame | None = None
        self._owed = 0
        self._deadline = 0.0
        self._missed = 0

    def wants(self, frame: Frame) -> bool:
        """Whether a frame can be sent now, and is not shown already."""
        return self._owed == 0 and frame != self.before

    def sent(self, frame: Frame, owed: int, now: float) -> None:
        """A frame was sent in packets of which ``owed`` will be acknowledged."""
        self.before = frame
        self.owe(owed, now)

    def owe(self, count: int, now: float) -> None:
        """So many acknowledgements more are to come."""
        if count:
            self._owed += count
            self._deadline = now + PATIENCE

    def acknowledged(self) -> None:
        """The display took a packet."""
        self._owed = max(0, self._owed - 1)
        self._missed = 0

    def refused(self) -> None:
        """The display did not take a packet: what it shows is not known."""
        self.doubt()
        self._owed = max(0, self._owed - 1)
        self._missed += 1

    def doubt(self) -> None:
        """Nobody knows what is shown, so the next frame is sent whole."""
        self.before = None

    def deadline(self) -> float | None:
        """When patience ends; None where nothing is owed."""
        return self._deadline if self._owed else None

    def is_lost(self, now: float) -> bool:
        """Give up waiting where patience has ended; True where that was too often."""
        if self._owed and now >= self._deadline:
            self._owed = 0
            self._missed += 1
            self.doubt()
        return self._missed >= MOST_MISSED
