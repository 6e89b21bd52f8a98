"""Displays as the service has them: one port of a driver, and a port of each sheet in front of it.

Every sheet draws for every display into a port of its own; only what the uppermost sheet draws goes
on to the driver. A covered sheet takes screens, and draws when it comes to the top; its place in
them stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.frame import DisplayPort, Frame, Geometry
from brailledesk.service.wire.displays import DisplayInfo


class DisplaySlot:
    """A display. ``title`` is what it says it is; ``is_virtual``: its keys may be pressed by
    clients.
    """

    def __init__(
        self, name: str, port: DisplayPort, title: str = "", *, is_virtual: bool = False
    ) -> None:
        self.name = name
        self.port = port
        self.title = title
        self.is_virtual = is_virtual
        self.is_connected = False
        self.geometry = Geometry(1)
        """The size when it was connected last."""
        self.is_changed = False
        """Whether a frame went to it since this was set to False."""

    def connect(self, title: str) -> None:
        """The display is there, with the size that it has now."""
        self.geometry = self.port.geometry
        self.title = title
        self.is_connected = True

    def info(self) -> DisplayInfo:
        """What clients are told of it."""
        size = self.geometry
        return DisplayInfo(
            name=self.name,
            title=self.title,
            columns=size.columns,
            rows=size.rows,
            status=size.status,
            is_connected=self.is_connected,
        )


class SheetPort:
    """A display as one sheet has it: what :class:`~brailledesk.frame.DisplayPort` asks for."""

    def __init__(self, slot: DisplaySlot, is_on_top: Callable[[], bool]) -> None:
        self.slot = slot
        self._is_on_top = is_on_top
        self._frame: Frame | None = None

    @property
    def geometry(self) -> Geometry:
        """The size of the display."""
        return self.slot.geometry

    def show(self, frame: Frame) -> None:
        """Keep a frame, and show it where this sheet is the uppermost."""
        self._frame = frame
        if self._is_on_top():
            self.uncover()

    def uncover(self) -> None:
        """Show the newest frame: the sheet came to the top."""
        if self._frame is not None:
            self.slot.is_changed = True
            self.slot.port.show(self._frame)
