"""A HID Braille display (usage page 0x41) through hidapi."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event as Flag
from threading import Thread
from typing import Protocol

from brailledesk.devices.displays.connection import Connection, Lost, Opener, Post
from brailledesk.devices.displays.model import DisplayModel
from brailledesk.devices.protocols.displays.hid import PAGE, HidBraille
from brailledesk.errors import N_, DeviceLost, DeviceNotFound, DeviceRefused
from brailledesk.frame import Frame, Geometry
from brailledesk.system_errors import reason_of

_READ = 100
"""Milliseconds that a read waits at most."""

_LONGEST = 4096
"""Bytes of a report."""

UDEV = N_(
    "Check that it is connected, and that a udev rule lets you use it (SUBSYSTEM hidraw,"
    ' TAG+="uaccess").'
)


class HidDevice(Protocol):
    """What we use of hidapi's device; every call may raise OSError or ValueError."""

    def get_report_descriptor(self) -> list[int]: ...
    def write(self, data: bytes) -> int: ...
    def read(self, size: int, timeout_ms: int) -> list[int]: ...
    def close(self) -> None: ...


OpenDevice = Callable[[bytes], HidDevice]


@dataclass(frozen=True, slots=True)
class HidFound:
    """A display that the system knows; ``path`` is its own name for it."""

    path: bytes
    description: str


def find_displays() -> Iterator[HidFound]:
    """The HID Braille displays that are connected; none where hidapi is missing."""
    try:
        import hid  # noqa: PLC0415 - an optional package
    except ImportError:
        return
    for one in hid.enumerate():
        if one["usage_page"] == PAGE:
            words = (one["manufacturer_string"], one["product_string"])
            yield HidFound(one["path"], " ".join(word for word in words if word))


def open_device(path: bytes) -> HidDevice:
    """hidapi's device. Raises DeviceNotFound."""
    try:
        import hid  # noqa: PLC0415 - an optional package
    except ImportError:
        raise DeviceNotFound(
            f"hid:{path.decode(errors='replace')}",
            N_("the package hidapi is missing"),
            N_("To install it: pip install hidapi"),
        ) from None
    device: HidDevice = hid.device()
    device.open_path(path)  # type: ignore[attr-defined] # hidapi's own
    return device


def hid_opener(path: bytes, model: DisplayModel, make: OpenDevice = open_device) -> Opener:
    """Opens the display that the system has under ``path``."""

    def open_path(post: Post) -> Connection:
        name = f"hid:{path.decode(errors='replace')}"
        try:
            device = make(path)
        except (OSError, ValueError) as error:
            raise DeviceNotFound(name, reason_of(error), UDEV) from error
        try:
            codec = HidBraille(bytes(device.get_report_descriptor()))
        except (OSError, ValueError) as error:
            device.close()
            raise DeviceRefused(name, reason_of(error)) from error
        return HidConnection(name, device, codec, model, post)

    return open_path


class HidConnection:
    """An open display; a thread reads its reports."""

    def __init__(
        self, name: str, device: HidDevice, codec: HidBraille, model: DisplayModel, post: Post
    ) -> None:
        self.model = model
        self.geometry: Geometry | None = codec.geometry
        self._name = name
        self._device = device
        self._codec = codec
        self._post = post
        self._is_closing = Flag()
        self._thread = Thread(target=self._read, name=f"read {name}", daemon=True)
        self._thread.start()

    def send(self, frame: Frame, before: Frame | None) -> int:
        for report in self._codec.encode(frame, before):
            self._write(report)
        return 0

    def answer(self, data: bytes) -> None:
        """The display is owed nothing."""

    def refresh(self) -> None:
        """The size does not change while it is open."""

    def release(self) -> None:
        """Nothing is held by anyone else."""

    def close(self) -> None:
        self._is_closing.set()
        self._thread.join(10 * _READ / 1000)
        self._device.close()

    def _write(self, report: bytes) -> None:
        try:
            count = self._device.write(report)
        except (OSError, ValueError) as error:
            raise DeviceLost(self._name, reason_of(error)) from error
        if count < 0:  # hidapi's way of saying it
            raise DeviceLost(self._name, N_("it took nothing"))

    def _read(self) -> None:
        while not self._is_closing.is_set():
            try:
                report = bytes(self._device.read(_LONGEST, _READ))
            except (OSError, ValueError) as error:
                self._post(Lost(DeviceLost(self._name, reason_of(error))))
                return
            for event in self._codec.receive(report):
                self._post(event)
