"""Where the newest frame lies, and what a display told, until the display's thread takes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition

from brailledesk.devices.displays.connection import Notice
from brailledesk.frame import Frame


class Slot:
    """Shared by a display's thread and those who call it; no lock is held while anybody works."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._frame: Frame | None = None
        self._is_closed = False

    def put(self, frame: Frame) -> None:
        """The newest frame; the one before is forgotten."""
        with self._changed:
            self._frame = frame
            self._changed.notify_all()

    def close(self) -> None:
        """End the work."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    @property
    def frame(self) -> Frame | None:
        return self._frame

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def wait(self, is_so: Callable[[], bool], seconds: float | None) -> None:
        """Until ``is_so``, the end, or some seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or is_so(), seconds)

    def inbox(self) -> Inbox:
        """A new place for notices: those of a connection that is over are not heard."""
        return Inbox(self._changed)


class Inbox:
    """What one connection told, until it is heard."""

    def __init__(self, changed: Condition) -> None:
        self._changed = changed
        self._notices: deque[Notice] = deque()

    def post(self, notice: Notice) -> None:
        with self._changed:
            self._notices.append(notice)
            self._changed.notify_all()

    def __bool__(self) -> bool:
        return bool(self._notices)

    def take(self) -> list[Notice]:
        with self._changed:
            taken = list(self._notices)
            self._notices.clear()
        return taken
