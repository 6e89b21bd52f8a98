"""Bytes to an open file of the system, never waiting longer than one has patience for."""

from __future__ import annotations

import os
import select
from time import sleep

from brailledesk.devices.transport.base import Heard, Patience

PIECE = 4096
"""Bytes in one call. Small, so that a machine that takes bytes slowly is seen to take them."""

_SHORT = 0.0005
_LONG = 0.05
"""Seconds between looks at a queue: soon at first, seldom later."""


def write_all(descriptor: int, data: bytes, patience: Patience, heard: Heard) -> None:
    """Write to a descriptor that does not block; each byte that is taken is told.

    Raises DeviceStalled, and OSError for what breaks.
    """
    poller = select.poll()
    poller.register(descriptor, select.POLLOUT)
    view = memoryview(data)
    while view:
        if not poller.poll(patience.left() * 1000):
            continue
        try:
            count = os.write(descriptor, view[:PIECE])
        except BlockingIOError:
            # Some terminals say that there is room while they are held: look again a little later.
            sleep(min(_LONG, patience.left()))
            continue
        if count:
            view = view[count:]
            heard(count)
            patience.renew()
        else:
            sleep(min(_LONG, patience.left()))


def wait_ready(descriptor: int, patience: Patience) -> None:
    """Wait until a descriptor takes more. Raises DeviceStalled."""
    poller = select.poll()
    poller.register(descriptor, select.POLLOUT)
    while not poller.poll(patience.left() * 1000):
        pass


class Queue:
    """Waiting for a queue of the system to become empty; each byte that leaves renews patience."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._size: int | None = None
        self._pause = _SHORT

    def is_empty(self, size: int) -> bool:
        """Whether nothing is left of it; if something is, after a pause. Raises DeviceStalled."""
        if size == 0:
            return True
        if self._size is None or size < self._size:
            self._patience.renew()
        self._size = size
        sleep(min(self._pause, self._patience.left()))
        self._pause = min(2 * self._pause, _LONG)
        return False
