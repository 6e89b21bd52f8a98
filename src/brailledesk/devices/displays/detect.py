"""Which displays are there, as far as the system can tell; nothing is written to any port.

A serial port says only what converter it has, and many displays have the same one: the models are
those that may be at its end. Who has a port open is told with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from brailledesk.devices.brlapi.address import Server, connect, server_from
from brailledesk.devices.displays.brltty import brltty_opener
from brailledesk.devices.displays.catalogue import find_display, for_usb, sound_displays
from brailledesk.devices.displays.connection import Opener
from brailledesk.devices.displays.hid import find_displays, hid_opener
from brailledesk.devices.displays.model import DisplayModel, UsbId
from brailledesk.devices.displays.serial import serial_opener
from brailledesk.devices.transport.base import printable
from brailledesk.devices.transport.holders import find_holders
from brailledesk.errors import N_, DeviceError, UsageError


@dataclass(frozen=True, slots=True)
class FoundDisplay:
    """A connection as one writes it, what the system says of it, and the models it may be.

    ``holders`` have it open, as "brltty (process 812)": it is then reached through them, or not.
    ``is_allowed`` is False where this user may not open it.
    """

    connection: str
    description: str
    models: tuple[str, ...]
    holders: tuple[str, ...] = ()
    is_allowed: bool = True


def detect_displays() -> Iterator[FoundDisplay]:
    """All that can be seen from here, the surest first."""
    yield from _served()
    for one in find_displays():
        path = os.fsdecode(one.path)
        yield _found(f"hid:{path}", path, printable(one.description), ("hid",))
    yield from _at_ports()


def opener_of(connection: str, model: str = "") -> Opener:
    """Opens "brlapi:host:0", "hid:PATH" or "serial:PORT"; the last needs a model or a family.

    "brlapi" alone is the server that BRLAPI_HOST names; BRLAPI_AUTH counts for any.
    Raises UsageError, DisplayNotFound, or SettingsFaulty for a faulty file of a model.
    """
    kind, _, place = connection.partition(":")
    if kind == "brlapi":
        return brltty_opener(_server(place), find_display(model or "brltty"))
    if kind == "hid" and place:
        return hid_opener(os.fsencode(place), find_display(model or "hid"))
    if kind == "serial" and place and model:
        return serial_opener(place, _serial_model(model))
    if kind == "serial" and place:
        raise UsageError(
            N_("{connection} does not tell which display is there."),
            N_("Name it with --model; all are listed by: brailledesk driver list --displays"),
            connection=connection,
        )
    raise UsageError(
        N_("{connection} is no connection of a display."),
        N_("Write brlapi:HOST:0, hid:PATH, or serial:PORT with a model."),
        connection=connection,
    )


def _server(place: str) -> Server:
    return server_from({**os.environ, "BRLAPI_HOST": place} if place else os.environ)


def _serial_model(name: str) -> DisplayModel:
    model = find_display(name)
    if model.protocol in {"brlapi", "hid"}:
        raise UsageError(
            N_("{model} is not at a serial port."),
            N_("All models are listed by: brailledesk driver list --displays"),
            model=name,
        )
    return model


def _served() -> Iterator[FoundDisplay]:
    """brltty's server, where one answers."""
    server: Server = server_from(os.environ)
    with suppress(DeviceError):
        connect(server).close()
        yield FoundDisplay(server.name, "brltty", ("brltty",))


def _at_ports() -> Iterator[FoundDisplay]:
    try:
        from serial.tools.list_ports import comports  # noqa: PLC0415 - an optional package
    except ImportError:
        return
    models = sound_displays()
    for port in sorted(comports()):
        if port.vid is None:
            continue
        may_be = for_usb(models, UsbId(port.vid, port.pid))
        if may_be:
            words = (port.manufacturer, port.product or port.description)
            said = printable(" ".join(word for word in words if word and word != "n/a"))
            names = tuple(model.name for model in may_be)
            yield _found(f"serial:{port.device}", port.device, said, names)


def _found(connection: str, path: str, description: str, models: tuple[str, ...]) -> FoundDisplay:
    return FoundDisplay(
        connection,
        description,
        models,
        tuple(find_holders(path)),
        is_allowed=not os.path.exists(path) or os.access(path, os.R_OK | os.W_OK),  # noqa: PTH110
    )
