"""A serial line, through pyserial.

Bytes are confirmed when they have left the port. Whether they arrived nothing says, unless the
machine holds the line: with RTS/CTS a cable that was pulled, or a machine that was switched off,
stops it, and that shows as a stall. The system's own queue is looked at, so that a wait is never
longer than patience (tcdrain alone waits for ever); what has not left the port is thrown away when
a job fails.
"""

from __future__ import annotations

import errno
import os
import select
import sys
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from brailledesk.devices.transport.base import (
    NOTHING_TAKEN,
    TIMEOUT,
    Heard,
    Patience,
    opening_error,
    sending_error,
)
from brailledesk.devices.transport.holders import check_unused, explain_absent
from brailledesk.errors import (
    N_,
    DeviceBusy,
    DeviceError,
    DeviceLost,
    DeviceNotFound,
    DeviceStalled,
)
from brailledesk.system_errors import reason_of

if TYPE_CHECKING:
    from serial import Serial


@dataclass(frozen=True, slots=True)
class Line:
    """The settings of a line; ``parity`` is N, E or O, ``flow`` one of FLOWS."""

    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stop: int = 1
    flow: str = "rtscts"


def _ignore(count: int) -> None:
    del count


class SerialTransport:
    """``port`` is a device, or a name of Windows (COM3); ``buffer`` what the machine may hold."""

    is_exact = False
    has_confirmation = True

    def __init__(
        self,
        port: str,
        line: Line | None = None,
        *,
        timeout: float = TIMEOUT,
        buffer: int = 0,
        heard: Heard = _ignore,
    ) -> None:
        self.address = f"serial:{port}"
        self._port = port
        self._line = line or Line()
        self._timeout = timeout
        self._buffer = buffer
        self._heard = heard
        self._serial: Serial | None = None
        self._sent = 0

    def identity(self) -> tuple[str, ...]:
        """The device that the name leads to, by its name and by its number."""
        if sys.platform == "win32":
            return (f"serial:{self._port.upper()}",)
        real = os.path.realpath(self._port)
        names = [f"file:{real}"]
        with suppress(OSError):
            names.append(f"device:{os.stat(real).st_rdev}")  # noqa: PTH116 - a name of the system
        return tuple(names)

    def open(self, offset: int = 0) -> int:
        """Open the port for this program alone. Raises DeviceBusy, saying who has it."""
        del offset
        self._sent = 0
        check_unused(self.address, self._port)
        self._serial = self._open()
        _claim(self._serial)
        return 0

    def send(self, data: bytes) -> None:
        """Write, and wait until the bytes have left the port."""
        patience = Patience(self.address, self._timeout, NOTHING_TAKEN)
        try:
            if sys.platform == "win32":
                self._write_slowly(data, patience)
            else:
                from brailledesk.devices.transport.descriptor import write_all  # noqa: PLC0415

                write_all(self._opened().fileno(), data, patience, self._heard)
            self._drain(patience)
        except OSError as error:
            raise self._broken(error) from error
        except ValueError as error:  # pyserial's word for a port that is closed
            raise DeviceLost(self.address, reason_of(error)) from error
        self._sent += len(data)

    def close(self) -> None:
        """Close the port; all has left it already."""
        port, self._serial = self._opened(), None
        try:
            _ = port.out_waiting  # of a port that was pulled out it raises
            _claim(port, is_ours=False)
            port.close()
        except OSError as error:
            raise self._broken(error) from error

    def abort(self) -> None:
        """Throw away what has not left the port: closing would wait for it."""
        port, self._serial = self._serial, None
        if port is not None:
            with suppress(Exception):  # whatever the port, or pyserial, says of a pulled cable
                port.reset_output_buffer()
            with suppress(Exception):
                _claim(port, is_ours=False)
                port.close()

    def discard(self) -> None:
        """Nothing is kept."""
        self.abort()

    def certain(self) -> int:
        """What has left the port, but for what the machine may hold."""
        return max(0, self._sent - self._buffer)

    def read(self, seconds: float) -> bytes:
        """What the machine said."""
        port = self._opened()
        try:
            if sys.platform == "win32":
                port.timeout = seconds
                first = port.read(1)
                return first + port.read(port.in_waiting) if first else b""
            # A new timeout would set the whole line anew, which costs a call of the system for each
            # read, and which a pseudo terminal refuses where parity was asked for.
            if not select.select([port.fileno()], [], [], seconds)[0]:
                return b""
            return port.read(port.in_waiting or 1)
        except OSError as error:
            raise self._broken(error) from error

    def _opened(self) -> Serial:
        assert self._serial is not None
        return self._serial

    def _open(self) -> Serial:
        try:
            from serial import Serial  # noqa: PLC0415 - an optional package
        except ImportError:
            raise DeviceNotFound(
                self.address,
                N_("the package pyserial is missing"),
                N_("To install it: pip install pyserial"),
            ) from None
        line = self._line
        try:
            return Serial(
                self._port,
                baudrate=line.baud,
                bytesize=line.bits,
                parity=line.parity,
                stopbits=line.stop,
                rtscts=line.flow == "rtscts",
                xonxoff=line.flow == "xonxoff",
                dsrdtr=line.flow == "dsrdtr",
                exclusive=True,
                write_timeout=self._timeout,
            )
        except (ValueError, OverflowError) as error:  # a value that no line has, or not this one
            raise self._refused(reason_of(error)) from error
        except OSError as error:
            raise self._not_opened(error) from error
        except _line_faults() as error:
            raise self._not_opened(error) from error

    def _not_opened(self, error: BaseException) -> DeviceError:
        """The error for what went wrong between the first call and the last one of opening."""
        number = _number_of(error)
        word = reason_of(OSError(number, os.strerror(number)) if number else error)
        if number == errno.EINVAL:
            return self._refused(word)
        if number in {errno.EIO, errno.ENODEV, errno.ENXIO}:
            return DeviceLost(self.address, word)
        found = opening_error(self.address, OSError(number, word, self._port))
        if isinstance(found, DeviceBusy) or (number is None and _is_taken(str(error))):
            check_unused(self.address, self._port)  # it came since the first look: by its name
            return DeviceBusy(self.address, N_("another program has it open"))
        return explain_absent(self.address, word) if isinstance(found, DeviceNotFound) else found

    def _refused(self, reason: str) -> DeviceError:
        return DeviceNotFound(
            self.address,
            reason,
            N_("It refuses settings of the line: look at baud, bits, parity, stop and flow."),
        )

    def _broken(self, error: OSError) -> DeviceError:
        return sending_error(self.address, error)

    def _write_slowly(self, data: bytes, patience: Patience) -> None:
        """Windows: small pieces, since pyserial does not say how much of one was taken.

        It waits for each as long as the machine may hold the line: it is told so when it opens.
        """
        from serial import SerialTimeoutException  # noqa: PLC0415 - an optional package

        view = memoryview(data)
        while view:
            piece = bytes(view[:64])
            try:
                self._opened().write(piece)
            except SerialTimeoutException:
                raise DeviceStalled(self.address, NOTHING_TAKEN, self._timeout) from None
            view = view[len(piece) :]
            self._heard(len(piece))
            patience.renew()

    def _drain(self, patience: Patience) -> None:
        from brailledesk.devices.transport.descriptor import Queue  # noqa: PLC0415

        queue = Queue(patience)
        while not queue.is_empty(self._opened().out_waiting):
            pass
        _flush(self._opened(), patience)


def _flush(port: Serial, patience: Patience) -> None:
    """Wait for the last bytes, which the port itself holds.

    That call of the system knows no limit of time, so a thread makes it. Throwing the rest away, as
    :meth:`SerialTransport.abort` does, ends it.
    """
    faults: list[BaseException] = []

    def flush() -> None:
        try:
            port.flush()
        except Exception as error:  # noqa: BLE001 - told below, in the thread that waits
            faults.append(error)

    thread = Thread(target=flush, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(patience.left())
    if faults:
        raise OSError(*faults[0].args) from faults[0]


def _claim(port: Serial, *, is_ours: bool = True) -> None:
    """Have the system refuse the port to others, also to those that ask for no lock; or no more.

    A terminal forgets that by itself only when nobody has it open.
    """
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - not on every system
    import termios  # noqa: PLC0415

    with suppress(OSError, ValueError, termios.error):
        fcntl.ioctl(port.fileno(), termios.TIOCEXCL if is_ours else termios.TIOCNXCL)


def _line_faults() -> tuple[type[Exception], ...]:
    """What pyserial lets through when the system refuses a line's settings; no OSError."""
    if sys.platform == "win32":
        return ()
    import termios  # noqa: PLC0415 - not on every system

    return (termios.error,)


def _number_of(error: BaseException) -> int | None:
    """The system's number of a fault, also of one that pyserial made a sentence of."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    for one in (error, error.__context__):
        if one is not None and one.args and isinstance(one.args[0], int):
            return one.args[0]
    return None


def _is_taken(said: str) -> bool:
    """Whether pyserial says without a number that the port is another's; on Windows it has none."""
    return "lock" in said.lower() or "PermissionError" in said
