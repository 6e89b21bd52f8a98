"""Who listens to a desk: a voice, a log, another view of what the fingers find."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from brailledesk.desk.messages import Message
from brailledesk.text import Run


class Arrival(Enum):
    """Why a line is under the fingers."""

    FOCUS = "focus"
    """The host brought its focus there."""
    READING = "reading"
    """The reader went there."""


class DeskListener(Protocol):
    """Called while the desk is locked: each returns at once and calls nothing of the desk.

    One that raises is not called again.
    """

    def posted(self, message: Message) -> None:
        """A message came, from the host, from a live region or from the desk itself."""

    def reached(self, line: Sequence[Run], arrival: Arrival) -> None:
        """Another line is under the fingers."""

    def typed(self, text: str) -> None:
        """The reader typed; nothing is told of a field whose value is hidden."""

    def asked(self, line: Sequence[Run]) -> None:
        """The reader asks to hear the line under the fingers."""

    def pressed(self) -> None:
        """The reader pressed a key, whatever it means; what it means is told after."""

    def called(self, state: str) -> None:
        """The telephone does something else now: one of ``profile.CALLS``."""
