"""Displays brought to the service: those of drivers, and virtual ones for who has none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from brailledesk.commands import Command
from brailledesk.errors import N_, DeviceError, UsageError
from brailledesk.frame import Frame, Geometry
from brailledesk.service.service import Service
from brailledesk.service.slots import DisplaySlot

VIRTUAL = "virtual"
_SIZE = re.compile(r"([0-9]{1,4})(?:x([0-9]{1,3}))?(?:\+([0-9]{1,3}))?")

_MOST_COLUMNS = 256
"""Cells of a row; the longest rows that are sold have 88."""

Close = Callable[[], None]
Missing = Callable[[str, DeviceError], None]
"""Told of a display by its connection, and why it is not there."""


class VirtualDisplay:
    """A display that is only remembered: ``frame`` is what it would show."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry
        self.frame: Frame | None = None

    def show(self, frame: Frame) -> None:
        """Take a frame."""
        self.frame = frame


def parse_size(written: str) -> Geometry:
    """The size in "40", "40x2" (two rows) or "40x1+4" (four status cells). Raises UsageError."""
    found = _SIZE.fullmatch(written)
    try:
        if found is not None and int(found[1]) <= _MOST_COLUMNS:
            return Geometry(int(found[1]), int(found[2] or 1), int(found[3] or 0))
    except ValueError:
        pass
    raise UsageError(
        N_("{size} is no size of a display."),
        N_("Write 40, 40x2 or 40x1+4; a row has up to {most} cells."),
        size=written[:40],
        most=_MOST_COLUMNS,
    )


def attach_virtual(service: Service, name: str, geometry: Geometry) -> VirtualDisplay:
    """Add a virtual display. Raises UsageError for a name in use."""
    display = VirtualDisplay(geometry)
    slot = DisplaySlot(name, display, is_virtual=True)
    service.stack.add(slot)
    service.connect_display(slot, name)
    return display


def attach_displays(
    service: Service,
    connections: Sequence[str],
    model: str = "",
    missing: Missing = lambda _connection, _error: None,
) -> list[Close]:
    """Add displays by what one writes for them ("virtual:40", "brlapi::0", "hid:/dev/hidraw3").

    One that is not there is waited for: ``missing`` is told once, until it was there. The answer
    closes them. Raises UsageError, DisplayNotFound or SettingsFaulty.
    """
    closers: list[Close] = []
    for connection in connections:
        kind, _, place = connection.partition(":")
        if kind == VIRTUAL:
            attach_virtual(service, connection, parse_size(place or "40"))
        else:
            closers.append(_attach_live(service, connection, model, missing))
    return closers


def _attach_live(service: Service, connection: str, model: str, missing: Missing) -> Close:
    """Add a display that has a driver; it tells from its own thread when it is there."""
    from brailledesk.devices.displays.detect import opener_of  # noqa: PLC0415 - drivers are many
    from brailledesk.devices.displays.live import LiveDisplay  # noqa: PLC0415
    from brailledesk.devices.displays.told import Connected, Told  # noqa: PLC0415

    is_told = False

    def hear(_display: LiveDisplay, told: Told) -> None:
        nonlocal is_told
        if isinstance(told, Command):
            service.soon(service.press, slot, told)
        elif isinstance(told, Connected):
            is_told = False
            service.soon(service.connect_display, slot, told.title)
        else:
            service.soon(service.lose_display, slot)
            if told.error is not None and not is_told:
                is_told = True
                service.soon(missing, connection, told.error)

    live = LiveDisplay(connection, opener_of(connection, model), hear)
    slot = DisplaySlot(connection, live)
    service.stack.add(slot)
    live.start()
    return live.close
