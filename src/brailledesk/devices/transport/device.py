"""A USB printer device (/dev/usb/lp0) or another file of the system that takes bytes.

The printer driver of Linux sends each piece as a transfer of its own; the device wants more when
the one before has gone over the cable, which poll tells. When the file is closed, what is under way
is given up.

No transfer ends with a full packet, since some machines wait for the next one then: the last byte
of such a piece goes in a transfer of its own. So the machine gets what the codec gave, whichever
model it is.
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

from brailledesk.devices.transport.base import (
    NOTHING_TAKEN,
    PACKET,
    TIMEOUT,
    Heard,
    Patience,
    opening_error,
    sending_error,
)
from brailledesk.devices.transport.descriptor import wait_ready, write_all
from brailledesk.devices.transport.holders import check_unused
from brailledesk.errors import N_, DeviceLost
from brailledesk.system_errors import reason_of


def _ignore(count: int) -> None:
    del count


class DeviceTransport:
    """``path`` is the device; ``buffer`` how many bytes it may hold in its own memory."""

    is_exact = False
    has_confirmation = True

    def __init__(
        self, path: str, *, timeout: float = TIMEOUT, buffer: int = 0, heard: Heard = _ignore
    ) -> None:
        self.address = f"usb:{path}"
        self._path = path
        self._timeout = timeout
        self._buffer = buffer
        self._heard = heard
        self._descriptor: int | None = None
        self._sent = 0

    def identity(self) -> tuple[str, ...]:
        """The device that the name leads to, by its name and by its number."""
        real = os.path.realpath(self._path)
        names = [f"file:{real}"]
        with suppress(OSError):
            number = os.stat(real).st_rdev  # noqa: PTH116 - a name of the system
            names += [f"device:{number}"] if number else []
        return tuple(names)

    def open(self, offset: int = 0) -> int:
        """Open it for writing. Raises DeviceBusy where another program is seen to have it."""
        del offset
        self._sent = 0
        check_unused(self.address, self._path)
        try:
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            raise opening_error(self.address, error) from error
        return 0

    def send(self, data: bytes) -> None:
        """Write, and wait until the device has taken the last piece."""
        assert self._descriptor is not None
        patience = Patience(self.address, self._timeout, NOTHING_TAKEN)
        try:
            for transfer in _transfers(data):
                write_all(self._descriptor, transfer, patience, self._heard)
                wait_ready(self._descriptor, patience)
            self._check()
        except OSError as error:
            raise sending_error(self.address, error) from error
        self._sent += len(data)

    def close(self) -> None:
        """Close it; all is taken already."""
        assert self._descriptor is not None
        try:
            self._check()
        except BaseException:
            self.abort()
            raise
        descriptor, self._descriptor = self._descriptor, None
        try:
            os.close(descriptor)
        except OSError as error:
            raise DeviceLost(self.address, reason_of(error)) from error

    def abort(self) -> None:
        """Close it; the driver gives up what is under way."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)

    def discard(self) -> None:
        """Nothing is kept."""
        self.abort()

    def certain(self) -> int:
        """What the device has taken, but for what it may hold."""
        return max(0, self._sent - self._buffer)

    def _check(self) -> None:
        """Raise DeviceLost where the device is gone."""
        assert self._descriptor is not None
        poller = select.poll()
        poller.register(self._descriptor, 0)
        if any(event & (select.POLLERR | select.POLLHUP) for _, event in poller.poll(0)):
            raise DeviceLost(self.address, N_("it is no longer there"))


def _transfers(data: bytes) -> tuple[bytes, ...]:
    """The data in pieces, none of which ends with a full packet."""
    return (data[:-1], data[-1:]) if data and len(data) % PACKET == 0 else (data,)
