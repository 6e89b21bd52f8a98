"""The official binding (Debian's python3-brlapi), where it imports.

Its library is used by one thread at a time: one waits at the socket, and reads only what is there.
The library waits for an answer for ever, and now and then none comes (0.8.4 on a busy machine).
Then the thread at the socket cuts the connection, and a new one is made.
"""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic
from types import ModuleType
from typing import Any

from brailledesk.devices.brlapi.address import START_BRLTTY, Server
from brailledesk.devices.brlapi.client import (
    TTY_HELD,
    Changed,
    Ended,
    KeyCode,
    Post,
    geometry_of,
)
from brailledesk.devices.brlapi.keys import RANGES
from brailledesk.devices.brlapi.packets import Fault
from brailledesk.errors import (
    N_,
    DeviceBusy,
    DeviceError,
    DeviceLost,
    DeviceNotAllowed,
    DeviceNotFound,
    DeviceRefused,
)
from brailledesk.frame import Geometry

_LOOK = 0.05
"""Seconds after which keys are looked for that the library has read while it did something else."""
_PATIENCE = 20.0
"""Seconds for an answer, on a machine that is busy."""


def load_binding() -> ModuleType | None:
    """The binding; None where there is none for this Python."""
    try:
        import brlapi  # noqa: PLC0415 - an optional package
    except ImportError:
        return None
    return brlapi if hasattr(brlapi, "Connection") else None


class OfficialClient:
    """A connection through the binding. What the server rejects ends it: a new one is made then."""

    def __init__(self, binding: Any, server: Server, post: Post) -> None:  # noqa: ANN401
        self._binding = binding
        self._server = server
        self._post = post
        self._lock = Lock()
        self._is_closing = self._is_in_tty = False
        self.is_online: bool | None = None  # as the server told last, unasked
        self._asked: float | None = None
        """Since when an answer is waited for."""
        self._is_cut = False
        host = f"{server.host}:{server.number}".encode()
        auth = f"keyfile:{server.key_file}".encode()
        try:
            self._connection: Any = binding.Connection(host=host, auth=auth)
        except binding.ConnectionError as error:
            raise self._not_connected(error) from error
        self._thread = Thread(target=self._read, name=server.name, daemon=True)
        self._thread.start()
        try:
            watched = (binding.PARAM_DEVICE_ONLINE, binding.PARAM_DISPLAY_SIZE)
            self._watches = [self._watch(parameter) for parameter in watched]
        except DeviceError:
            self.close()
            raise

    def driver(self) -> str:
        name: bytes = self._do(lambda one: one.driverName)
        return name.decode("utf-8", "replace")

    def enter(self, path: Sequence[int]) -> Geometry | None:
        def ask(connection: Any) -> tuple[int, int, bool]:  # noqa: ANN401
            connection.enterTtyModeWithPath(list(path))
            connection.ignoreAllKeys()
            connection.acceptKeyRanges(list(RANGES))
            connection.setParameter(
                self._binding.PARAM_RETAIN_DOTS, 0, self._binding.PARAMF_LOCAL, True
            )
            columns, rows = connection.displaySize
            if self.is_online is None:
                parameter, flags = self._binding.PARAM_DEVICE_ONLINE, self._binding.PARAMF_GLOBAL
                self.is_online = bool(connection.getParameter(parameter, 0, flags))
            return columns, rows, self.is_online

        columns, rows, is_online = self._do(ask)
        self._is_in_tty = True
        return geometry_of(columns, rows) if is_online else None

    def leave(self) -> None:
        self._is_in_tty = False
        self._do(lambda one: one.leaveTtyMode())

    def write(self, cells: bytes) -> None:
        # Not writeDots: see brailledesk.devices.brlapi.packets.write.
        request = self._binding.WriteStruct()
        request.regionBegin, request.regionSize = 1, len(cells)
        request.text = "".join(chr(0x2800 + cell) for cell in cells)
        request.attrAnd, request.attrOr = bytes(len(cells)), cells
        request.cursor = 0
        self._do(lambda one: one.write(request))

    def sync(self) -> None:
        self._do(lambda one: one.sync())

    def close(self) -> None:
        self._is_closing = True
        self._thread.join(10 * _LOOK)
        with self._lock, suppress(self._binding.OperationError):
            self._connection.closeConnection()

    def _watch(self, parameter: int) -> object:
        def tell(*told: object) -> None:
            if parameter == self._binding.PARAM_DEVICE_ONLINE:
                self.is_online = bool(told[-1])
            self._post(Changed())

        flags = self._binding.PARAMF_GLOBAL
        return self._do(lambda one: one.watchParameter(parameter, 0, flags, tell))

    def _do(self, call: Callable[[Any], Any]) -> Any:  # noqa: ANN401
        with self._lock:
            return self._answer_to(call)

    def _answer_to(self, call: Callable[[Any], Any]) -> Any:  # noqa: ANN401
        """What the library answers; the lock is held."""
        self._asked = monotonic()
        try:
            return call(self._connection)
        except self._binding.OperationError as error:
            if self._is_cut:
                raise self._silence() from error
            raise self._refusal(error) from error
        finally:
            self._asked = None

    def _has_cut(self) -> bool:
        """Have the library's reading end where no answer comes; whether that was so."""
        asked = self._asked
        if asked is None or monotonic() - asked < _PATIENCE:
            return False
        self._is_cut = True
        number = os.dup(self._connection.fileDescriptor)
        with socket.socket(fileno=number) as connection, suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        return True

    def _read(self) -> None:
        while not self._is_closing:
            try:
                select.select([self._connection.fileDescriptor], [], [], _LOOK)
                if self._has_cut():
                    self._post(Ended(self._silence()))
                    return
                while self._is_in_tty and (code := self._next_key()) is not None:
                    self._post(KeyCode(code))
            except (DeviceError, OSError, ValueError) as error:
                if not self._is_closing:
                    reason = str(error)
                    self._post(Ended(DeviceLost(self._server.name, reason)))
                return

    def _next_key(self) -> int | None:
        """A key that is there; None, too, while the library does something else."""
        if not self._lock.acquire(timeout=_LOOK):
            return None
        try:
            code: int | None = self._answer_to(lambda one: one.readKeyWithTimeout(0))
        finally:
            self._lock.release()
        return code

    def _refusal(self, error: Any) -> DeviceError:  # noqa: ANN401
        text = _words(error)
        code = getattr(error, "brlerrno", 0)
        if code == Fault.TTY_BUSY:
            return DeviceBusy(self._server.name, TTY_HELD)
        return DeviceRefused(self._server.name, text)

    def _silence(self) -> DeviceError:
        return DeviceLost(self._server.name, N_("it does not answer"))

    def _not_connected(self, error: Any) -> DeviceError:  # noqa: ANN401
        text = _words(error)
        if "uthenti" in text or "ermission" in text:
            return DeviceNotAllowed(self._server.name, "")
        return DeviceNotFound(self._server.name, text, START_BRLTTY)


def _words(error: Exception) -> str:
    """The binding's word for it; of what the server rejects it makes bytes, which str refuses."""
    try:
        return str(error)
    except TypeError:
        return "BrlAPI"
