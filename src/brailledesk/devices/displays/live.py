"""A display that lives: plugged in, pulled out, plugged in again, with the newest frame on it.

A thread of its own for each display opens it, sends, hears and opens it again. Who shows a frame
never waits: the frame is put down, and if a newer one is there before the display was ready, the
older one is never sent.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from time import monotonic

from brailledesk.devices.displays.connection import Opener
from brailledesk.devices.displays.service import Service
from brailledesk.devices.displays.slot import Slot
from brailledesk.devices.displays.told import Connected, Told, Waiting
from brailledesk.errors import N_, DeviceError, DeviceLost
from brailledesk.frame import Frame, Geometry
from brailledesk.system_errors import reason_of

RETRY = (0.2, 0.5, 1.0, 2.0)
"""Seconds between attempts to open; the last one stays."""

_CLOSING = 5.0

Hear = Callable[["LiveDisplay", Told], None]
"""Called by the display's own thread; it may call ``show``, but not ``close``."""


class LiveDisplay:
    """A port for the desk: ``geometry`` and ``show``. ``name`` is for people."""

    def __init__(
        self,
        name: str,
        opener: Opener,
        hear: Hear,
        *,
        clock: Callable[[], float] = monotonic,
        retry: tuple[float, ...] = RETRY,
    ) -> None:
        self.name = name
        self._opener = opener
        self._hear = hear
        self._clock = clock
        self._retry = retry
        self._slot = Slot()
        self._geometry: Geometry | None = None
        self._thread = Thread(target=self._run, name=f"display {name}", daemon=True)

    def start(self) -> None:
        """Begin to look for the display; ``hear`` is told when it is there."""
        self._thread.start()

    @property
    def geometry(self) -> Geometry:
        """The size of the display that is there, or was last. Raises DeviceLost before any was."""
        if self._geometry is None:
            raise DeviceLost(self.name, N_("no display is connected yet"))
        return self._geometry

    def show(self, frame: Frame) -> None:
        """Put a frame down. One for another size than the display has is not sent."""
        self._slot.put(frame)

    def close(self) -> None:
        """Let the display go, with what it shows."""
        self._slot.close()
        if self._thread.ident is not None:
            self._thread.join(_CLOSING)

    def _run(self) -> None:
        attempt = 0
        while not self._slot.is_closed:
            inbox = self._slot.inbox()
            try:
                connection = self._opener(inbox.post)
            except Exception as error:  # noqa: BLE001 - whatever it is, the display is tried again
                self._lose(error, self._retry[min(attempt, len(self._retry) - 1)])
                attempt += 1
                continue
            attempt = 0
            service = Service(self.name, connection, inbox, self._slot, self._tell, self._clock)
            try:
                service.run()
            except Exception as error:  # noqa: BLE001
                self._lose(error, self._retry[0])
            finally:
                connection.close()

    def _lose(self, error: Exception, seconds: float) -> None:
        """Tell why there is no display now, and rest."""
        known = error if isinstance(error, DeviceError) else DeviceLost(self.name, reason_of(error))
        self._tell(Waiting(known))
        self._slot.wait(lambda: False, seconds)

    def _tell(self, told: Told) -> None:
        if isinstance(told, Connected):
            self._geometry = told.geometry
        self._hear(self, told)
