"""What is connected, where the system can tell: serial ports, USB printer devices, CUPS queues.

A serial port does not say what is at its other end, so every port is told with what the system
knows of its converter. A USB printer says its name (IEEE 1284), which Linux gives without a write.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from brailledesk.devices.transport.base import printable
from brailledesk.devices.transport.holders import (
    RELEASE_BRLTTY,
    find_holders,
    has_lone_converter,
    is_running,
)
from brailledesk.devices.transport.ipp import Server, list_queues, local_server
from brailledesk.errors import N_, BrailledeskError, DeviceError

PRINTERS = Path("/dev/usb")
_LPIOC_GET_DEVICE_ID = 0x84005001
"""_IOC(_IOC_READ, 'P', 1, 1024) of the driver usblp."""

_ID_SIZE = 1024


@dataclass(frozen=True, slots=True)
class Found:
    """A device: the connection as one writes it, what the system says of it, who has it open."""

    connection: str
    description: str
    holders: tuple[str, ...] = ()


def detect() -> Iterator[Found]:
    """All that can be seen from here. Nothing is written to any device."""
    yield from serial_ports()
    yield from usb_printers()
    yield from queues()


def explain_missing() -> BrailledeskError | None:
    """What is connected and still cannot be used; None where nothing is seen of that kind."""
    if not (is_running("brltty") and has_lone_converter()):
        return None
    return BrailledeskError(
        N_("A USB serial converter is connected, and no port belongs to it."), RELEASE_BRLTTY
    )


def serial_ports() -> Iterator[Found]:
    """Serial ports that have hardware behind them; none where pyserial is missing."""
    try:
        from serial.tools.list_ports import comports  # noqa: PLC0415 - an optional package
    except ImportError:
        return
    for port in sorted(comports()):
        if port.hwid in {None, "n/a"}:
            continue  # the system has a name for it, and nothing behind
        said = (port.manufacturer, port.product or port.description)
        text = " ".join(word for word in said if word and word != "n/a")
        if port.vid is not None:
            text += f" (USB {port.vid:04x}:{port.pid:04x})"
        yield Found(f"serial:{port.device}", printable(text), tuple(find_holders(port.device)))


def usb_printers(folder: Path = PRINTERS) -> Iterator[Found]:
    """USB printer devices with the names they give themselves."""
    for path in sorted(folder.glob("lp*")):
        yield Found(f"usb:{path}", describe_id(read_id(path)), tuple(find_holders(str(path))))


def queues(server: Server | None = None) -> Iterator[Found]:
    """Queues of the print server; none where no server answers."""
    chosen = server or local_server()
    place = "" if server is None else f"//{chosen.host}:{chosen.port}/printers/"
    with suppress(DeviceError):
        for queue in list_queues(chosen):
            text = str(next(iter(queue.get("printer-info", [])), ""))
            name = printable(str(queue["printer-name"][0]))
            yield Found(f"cups:{place}{name}", printable(text))


def read_id(path: Path) -> bytes:
    """The IEEE 1284 identification of a USB printer; empty where it may not be asked."""
    if sys.platform != "linux":
        return b""
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return _id_of_system(path)
    try:
        answer = fcntl.ioctl(descriptor, _LPIOC_GET_DEVICE_ID, bytes(_ID_SIZE))
    except OSError:
        return _id_of_system(path)
    finally:
        os.close(descriptor)
    (size,) = struct.unpack_from(">H", answer)
    return answer[2:size]


def _id_of_system(path: Path) -> bytes:
    """What the driver has written down of it, for those who may not open the device."""
    with suppress(OSError):
        return (Path("/sys/class/usbmisc") / path.name / "device" / "ieee1284_id").read_bytes()
    return b""


def describe_id(identification: bytes) -> str:
    """Maker and model out of "MFG:Index;MDL:Everest-D V5;CLS:PRINTER;"."""
    text = identification.decode("utf-8", "replace")
    fields = dict(part.strip().split(":", 1) for part in text.split(";") if ":" in part)
    maker = fields.get("MFG") or fields.get("MANUFACTURER") or ""
    model = fields.get("MDL") or fields.get("MODEL") or ""
    said = " ".join(word.strip() for word in (maker, model) if word.strip())
    return printable(said)
