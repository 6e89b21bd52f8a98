"""From what a user writes of a connection to the way to the device.

::

    file:/home/anna/out.prn
    serial:/dev/ttyUSB0?baud=9600&bits=8&parity=N&stop=1&flow=rtscts      serial:COM3
    usb:/dev/usb/lp0
    tcp://192.168.1.20:9100
    cups:braille                    cups://server:631/printers/braille
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from brailledesk.devices.transport.base import FLOWS, TIMEOUT, Duplex, Heard, Transport
from brailledesk.errors import N_, UsageError

if TYPE_CHECKING:
    from brailledesk.devices.transport.serial import Line

KINDS = ("file", "serial", "usb", "tcp", "cups")

BeforeEnd = Callable[[Path], None]
"""Called with the path of a file when all its bytes are on the disk, before it has its name."""

_EXAMPLES = (
    "file:/tmp/out.prn, serial:/dev/ttyUSB0?baud=9600, usb:/dev/usb/lp0,"
    " tcp://192.168.1.20:9100, cups:NAME"
)


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as it was written, taken apart. ``buffer`` None is not known."""

    kind: str
    place: str
    options: Mapping[str, str]
    timeout: float = TIMEOUT
    buffer: int | None = None

    @property
    def is_queue(self) -> bool:
        """Whether another program takes the job as a whole."""
        return self.kind == "cups"


def parse_connection(
    text: str, *, timeout: float = TIMEOUT, buffer: int | None = None
) -> Connection:
    """Take a connection apart. Raises UsageError, with an example, for what is none."""
    kind, colon, rest = text.strip().partition(":")
    kind = kind.lower()
    place, _, query = rest.partition("?") if kind == "serial" else (rest, "", "")
    if not colon or kind not in KINDS or not place.strip("/"):
        raise _wrong(text)
    try:
        options = _options(query)
        connection = Connection(kind, place, options, timeout, buffer)
        _check(connection)
    except (ValueError, KeyError):
        raise (_wrong_line if kind == "serial" else _wrong)(text) from None
    return connection


def check_way(
    connection: Connection, *, reply: str | None, is_hand_fed: bool, is_by_program: bool = False
) -> None:
    """Raise UsageError for a connection that cannot do what an embosser needs.

    ``reply`` "ok" is one that answers each line, which has to be heard; ``is_hand_fed`` one whose
    sheets are put in by hand, which has to be waited for; ``is_by_program`` one that only a program
    of its maker drives, which takes a file.
    """
    if is_by_program and connection.kind != "file":
        raise UsageError(
            N_("A program of its maker drives this embosser, and {kind} does not reach that."),
            N_("Write a file for it: file:/tmp/out.prn"),
            kind=connection.kind,
        )
    if reply is not None and connection.kind not in {"serial", "tcp"}:
        raise UsageError(
            N_("This embosser answers each line, and {kind} brings no answers."),
            N_("Connect it by serial: or tcp:."),
            kind=connection.kind,
        )
    if is_hand_fed and connection.is_queue:
        raise UsageError(
            N_("Its sheets are put in by hand, and a queue does not wait for them."),
            N_("Connect it by usb:, serial: or tcp:."),
        )


def open_way(
    connection: Connection,
    *,
    reply: str | None = None,
    heard: Heard,
    before_end: BeforeEnd | None = None,
) -> Transport:
    """The way to a device that takes bytes itself; with ``reply`` "ok" it answers each line.

    ``before_end`` is called with the path of a file before it gets its name; other ways refuse it.
    Raises UsageError where the way brings no answers and they are needed.
    """
    by_program = before_end is not None
    check_way(connection, reply=reply, is_hand_fed=False, is_by_program=by_program)
    if connection.kind == "file":
        return _file(connection, heard, before_end)
    if reply is None:
        return _WAYS[connection.kind](connection, heard)
    from brailledesk.devices.transport.handshake import Handshake  # noqa: PLC0415 - for few

    make = _serial if connection.kind == "serial" else _tcp
    return Handshake(make(connection, heard))


def _file(connection: Connection, heard: Heard, before_end: BeforeEnd | None) -> Transport:
    from brailledesk.devices.transport.file import FileTransport  # noqa: PLC0415 - one of several

    path = Path(connection.place).expanduser().absolute()
    return FileTransport(path, heard, before_end=before_end)


def _usb(connection: Connection, heard: Heard) -> Transport:
    if sys.platform == "win32":
        raise UsageError(
            N_("Windows has no USB printer devices that one can write to."),
            N_("Connect it by serial: or tcp:, or write a file:."),
        )
    from brailledesk.devices.transport.device import DeviceTransport  # noqa: PLC0415

    return DeviceTransport(
        connection.place, timeout=connection.timeout, buffer=connection.buffer or 0, heard=heard
    )


def _serial(connection: Connection, heard: Heard) -> Duplex:
    from brailledesk.devices.transport.serial import SerialTransport  # noqa: PLC0415

    return SerialTransport(
        connection.place,
        _line(connection.options),
        timeout=connection.timeout,
        buffer=connection.buffer or 0,
        heard=heard,
    )


def _tcp(connection: Connection, heard: Heard) -> Duplex:
    from brailledesk.devices.transport.tcp import TcpTransport  # noqa: PLC0415

    host, port = _host(connection.place)
    return TcpTransport(
        host, port, timeout=connection.timeout, buffer=connection.buffer, heard=heard
    )


_WAYS: Mapping[str, Callable[[Connection, Heard], Transport]] = {
    "serial": _serial,
    "usb": _usb,
    "tcp": _tcp,
}


def _check(connection: Connection) -> None:
    """Raise ValueError or KeyError for what cannot be meant."""
    if connection.kind == "serial":
        _line(connection.options)
    if connection.kind == "tcp":
        _host(connection.place)
    if connection.is_queue:
        from brailledesk.devices.transport.ipp import parse_queue  # noqa: PLC0415

        parse_queue(connection.place)


def _host(place: str) -> tuple[str, int]:
    parts = urlsplit(place if place.startswith("//") else f"//{place}")
    more = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if not parts.hostname or any(more) or parts.port == 0:
        raise ValueError(place)
    from brailledesk.devices.transport.tcp import PORT  # noqa: PLC0415

    return parts.hostname, parts.port or PORT


def _options(query: str) -> Mapping[str, str]:
    """Raises ValueError for an option without a value, which would else not be seen."""
    return dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)) if query else {}


def _line(options: Mapping[str, str]) -> Line:
    from brailledesk.devices.transport.serial import Line  # noqa: PLC0415

    line = Line(
        baud=int(options.get("baud", "9600")),
        bits=int(options.get("bits", "8")),
        parity=options.get("parity", "N").upper(),
        stop=int(options.get("stop", "1")),
        flow=options.get("flow", "rtscts").lower(),
    )
    is_known = options.keys() <= {"baud", "bits", "parity", "stop", "flow"}
    is_possible = (
        line.baud > 0 and line.bits in {7, 8} and line.stop in {1, 2} and line.parity in {*"NEOMS"}
    )
    if not (is_known and is_possible and line.flow in FLOWS):
        raise ValueError(options)
    return line


def _wrong_line(text: str) -> UsageError:
    return UsageError(
        N_("{text} is no serial connection."),
        N_(
            "Write it in quotes, and leave out what is as here:"
            ' "serial:/dev/ttyUSB0?baud=9600&bits=8&parity=N&stop=1&flow=rtscts";'
            " parity is N, E, O, M or S, and flow one of: {flows}."
        ),
        text=text,
        flows=", ".join(FLOWS),
    )


def _wrong(text: str) -> UsageError:
    return UsageError(
        N_("{text} is no connection to an embosser."),
        N_("Write it as one of: {examples}."),
        text=text,
        examples=_EXAMPLES,
    )
