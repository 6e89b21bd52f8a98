"""What every way to a device promises.

``send`` returns when the bytes are *confirmed*: when no fault on this side can undo them. What that
is depends on the way, and none of them says that an embosser has embossed anything:

============  ====================================================  ==========================
way           bytes are confirmed                                   ``close`` is clean
============  ====================================================  ==========================
file          on the disk (fsync)                                   renamed to its name
serial        out of the port (TIOCOUTQ 0, then tcdrain)            the same
USB printer   taken by the device (poll says that it wants more)    the same
TCP           acknowledged by the other machine (SIOCOUTQ 0)        it closed its side as well
CUPS          never (the queue has them)                            never
============  ====================================================  ==========================

A machine that goes down takes its own memory with it: bytes that were confirmed may be lost there.
``certain`` says how many are beyond that when a connection broke: those that the machine can no
longer hold, if it is known how much it can (``buffer``), and of a TCP connection without that none,
since a reset throws away all that the other program had not read, and no system tells how much.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Protocol

from brailledesk.errors import (
    N_,
    DeviceBusy,
    DeviceError,
    DeviceFull,
    DeviceLost,
    DeviceNotAllowed,
    DeviceNotFound,
    DeviceStalled,
)
from brailledesk.system_errors import reason_of

TIMEOUT = 300.0
"""Seconds without a byte taken. A full machine takes none while it embosses or wants paper."""

PACKET = 64
"""Bytes of a packet of USB. A machine that tells the end of a transfer by a packet that is not full
waits for ever behind a transfer of full packets: Index' do (printer-driver-indexbraille 1.2.3,
index-braille.sh, which sends a SUB more then)."""

FLOWS = ("rtscts", "xonxoff", "dsrdtr", "none")
"""Handshakes of a serial line."""

NOTHING_TAKEN = N_("it took nothing")
NO_ANSWER = N_("it did not answer")
NOT_CLOSED = N_("it did not say that it had read all")

Heard = Callable[[int], None]
"""Called with the number of bytes that were just handed to the system."""


class Transport(Protocol):
    """A way to one device, for one job at a time.

    ``address`` is what the user set up; ``identity`` what is locked: two ways to the same device
    have one in common. ``is_exact`` says that what was sent can be taken up again at any byte.
    ``has_confirmation`` is False where bytes are not confirmed before the end.
    """

    address: str
    is_exact: bool
    has_confirmation: bool

    def identity(self) -> tuple[str, ...]:
        """Names of the device for its lock. Raises DeviceNotFound where it has to be there."""

    def open(self, offset: int = 0) -> int:
        """Get ready to send, behind byte ``offset`` of an exact way; the byte that is next.

        Raises a DeviceError.
        """

    def send(self, data: bytes) -> None:
        """Send all of it, and return when it is confirmed. Raises a DeviceError."""

    def close(self) -> None:
        """End cleanly, or raise a DeviceError; everything is let go in both cases."""

    def abort(self) -> None:
        """Let go at once, without another byte. Never raises."""

    def discard(self) -> None:
        """Like ``abort``, and remove what was kept for going on. Never raises."""

    def certain(self) -> int:
        """Of the bytes sent since ``open``, how many are certain though the connection broke."""


class Duplex(Transport, Protocol):
    """A way that also brings answers."""

    def read(self, seconds: float) -> bytes:
        """What came, within ``seconds``; empty if nothing did. Raises a DeviceError."""


class Patience:
    """How long nothing may move. Each movement begins it anew."""

    def __init__(
        self, device: str, seconds: float, reason: str, clock: Callable[[], float] = monotonic
    ) -> None:
        self._device = device
        self._seconds = seconds
        self._reason = reason
        self._clock = clock
        self._until = clock() + seconds

    def renew(self) -> None:
        """Something moved."""
        self._until = self._clock() + self._seconds

    def left(self) -> float:
        """Seconds that are left, more than 0. Raises DeviceStalled when none are."""
        left = self._until - self._clock()
        if left <= 0:
            raise DeviceStalled(self._device, self._reason, self._seconds)
        return left


def opening_error(device: str, error: OSError) -> DeviceError:
    """The error for a device that does not open."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        return DeviceNotAllowed(device, _group_of(error.filename))
    if error.errno in {errno.EBUSY, errno.EAGAIN}:
        return DeviceBusy(device, N_("another program has it open"))
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DeviceFull(device)
    return DeviceNotFound(device, reason_of(error))


def sending_error(device: str, error: OSError) -> DeviceError:
    """The error for a device that was open."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DeviceFull(device)
    return DeviceLost(device, reason_of(error))


def printable(text: str, most: int = 200) -> str:
    """What a device or another program said, without what would command a terminal."""
    return "".join(c for c in text if c.isprintable())[:most].strip()


def _group_of(path: object) -> str:
    """The group that may write to a device, where it has one of its own."""
    try:
        import grp  # noqa: PLC0415 - not on every system

        status = Path(os.fsdecode(path)).stat()  # type: ignore[arg-type] # whatever it is
        is_groups = bool(status.st_mode & stat.S_IWGRP)
        return grp.getgrgid(status.st_gid).gr_name if is_groups and status.st_gid else ""
    except (ImportError, OSError, TypeError, KeyError):
        return ""
