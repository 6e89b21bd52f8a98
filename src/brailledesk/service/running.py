"""A long method on its way: in a thread, given up when the client says so, telling its progress."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from brailledesk.errors import RequestCancelled
from brailledesk.screen import Screen
from brailledesk.service.rights import Rights

if TYPE_CHECKING:
    from brailledesk.service.service import Service

PROGRESS_SECONDS = 0.1
"""Progress is told no more often."""

TellProgress = Callable[[int, int, str], None]


class RunningTask:
    """See :class:`~brailledesk.service.handling.Task`. ``told`` is called in the task's thread."""

    def __init__(
        self, service: Service, rights: Rights, screen: Screen, told: TellProgress | None
    ) -> None:
        self.service = service
        self.rights = rights
        self.screen = screen
        self.asked_at = monotonic()
        self._told = told
        self._told_at = -PROGRESS_SECONDS
        self._is_cancelled = Event()

    def cancel(self) -> None:
        """Ask the method to end."""
        self._is_cancelled.set()

    def check(self) -> None:
        """See :class:`~brailledesk.service.handling.Task`."""
        if self._is_cancelled.is_set():
            raise RequestCancelled

    def tell(self, done: int, total: int = 0, text: str = "") -> None:
        """See :class:`~brailledesk.service.handling.Task`; the end of the work is always told."""
        now = monotonic()
        is_end = 0 < total <= done
        if self._told is None or (now - self._told_at < PROGRESS_SECONDS and not is_end):
            return
        self._told_at = now
        self._told(done, total, text)
