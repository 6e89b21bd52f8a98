"""A display that is open: what the live display asks of it, whatever the way to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from brailledesk.devices.displays.model import DisplayModel
from brailledesk.devices.protocols.displays.events import Event
from brailledesk.errors import DeviceError
from brailledesk.frame import Frame, Geometry


@dataclass(frozen=True, slots=True)
class Changed:
    """The display came, went or has another size."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection is over."""

    error: DeviceError


Notice = Event | Changed | Lost
Post = Callable[[Notice], None]
"""Takes what a display tells, from any thread."""


class Connection(Protocol):
    """An open display. Raises DeviceErrors; used by one thread, and posts from another."""

    model: DisplayModel
    geometry: Geometry | None
    """None while the way is open and no display is at its end."""

    def send(self, frame: Frame, before: Frame | None) -> int:
        """Show a frame; how many acknowledgements will come for it."""

    def answer(self, data: bytes) -> None:
        """Send what the display is owed."""

    def refresh(self) -> None:
        """Look anew which display is there."""

    def release(self) -> None:
        """There is no display: take back what was shown on it."""

    def close(self) -> None:
        """Let go. Never raises."""


Opener = Callable[[Post], Connection]
"""Opens a display, or raises a DeviceError that says why not."""
