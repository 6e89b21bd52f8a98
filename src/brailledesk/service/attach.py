"""Displays brought to the service: those of drivers, and virtual ones for who has none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from brailledesk.commands import Command
from brailledesk.errors import N_, UsageError
from brailledesk.frame import Frame, Geometry
from brailledesk.service.service import Service
from brailledesk.service.slots import DisplaySlot

VIRTUAL = "virtual"
_SIZE = re.compile(r"([0-9]{1,4})(?:x([0-9]{1,3}))?(?:\+([0-9]{1,3}))?")

Close = Callable[[], None]


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
        if found is not None:
            return Geometry(int(found[1]), int(found[2] or 1), int(found[3] or 0))
    except ValueError:
        pass
    raise UsageError(
        N_("{size} is no size of a display."), N_("Write 40, 40x2 or 40x1+4."), size=written[:40]
    )


def attach_virtual(service: Service, name: str, geometry: Geometry) -> VirtualDisplay:
    """Add a virtual display. Raises UsageError for a name in use."""
    display = VirtualDisplay(geometry)
    slot = DisplaySlot(name, display, is_virtual=True)
    service.stack.add(slot)
    service.connect_display(slot, name)
    return display


def attach_displays(service: Service, connections: Sequence[str], model: str = "") -> list[Close]:
    """Add displays by what one writes for them ("virtual:40", "brlapi::0", "hid:/dev/hidraw3").

    The answer closes them. Raises UsageError, DisplayNotFound or SettingsFaulty.
    """
    closers: list[Close] = []
    for connection in connections:
        kind, _, place = connection.partition(":")
        if kind == VIRTUAL:
            attach_virtual(service, connection, parse_size(place or "40"))
        else:
            closers.append(_attach_live(service, connection, model))
    return closers


def _attach_live(service: Service, connection: str, model: str) -> Close:
    """Add a display that has a driver; it tells from its own thread when it is there."""
    from brailledesk.devices.displays.detect import opener_of  # noqa: PLC0415 - drivers are many
    from brailledesk.devices.displays.live import LiveDisplay  # noqa: PLC0415
    from brailledesk.devices.displays.told import Connected, Told  # noqa: PLC0415

    def hear(_display: LiveDisplay, told: Told) -> None:
        if isinstance(told, Command):
            service.soon(service.press, slot, told)
        elif isinstance(told, Connected):
            service.soon(service.connect_display, slot, told.title)
        else:
            service.soon(service.lose_display, slot)

    live = LiveDisplay(connection, opener_of(connection, model), hear)
    slot = DisplaySlot(connection, live)
    service.stack.add(slot)
    live.start()
    return live.close
