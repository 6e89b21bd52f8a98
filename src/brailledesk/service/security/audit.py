"""What the service writes into its log: words of its own, numbers and origins, never contents.

Every line is made here, from a word of a closed list; what a client sent has no way into it. The
lines are counted, so that a client that is refused a thousand times a second fills no disk.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from enum import StrEnum

from brailledesk.errors import BrailledeskError
from brailledesk.service.security.limits import TokenBucket

LOGGER = "brailledesk.service"
_RATE = 1.0
_BURST = 100.0


class Event(StrEnum):
    """What happened at the door."""

    HOST_REFUSED = "host refused"
    ORIGIN_REFUSED = "origin refused"
    PATH_REFUSED = "path refused"
    TOO_MANY = "too many clients"
    ADMITTED = "admitted"
    PAIRED = "paired"
    REFUSED = "refused"
    REVOKED = "revoked"
    TOO_SLOW = "too slow"
    GONE = "gone"


class Audit:
    """The log of one service."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = logging.getLogger(LOGGER)
        self._bucket = TokenBucket(_RATE, _BURST, clock)
        self._unwritten = 0

    def note(
        self, event: Event, client: int, origin: str | None = None, why: BaseException | None = None
    ) -> None:
        """Write a line. ``origin`` must be one that was checked; of ``why`` only its class goes in.

        An unknown page's origin is not written: it may be the address of a private thing.
        """
        if self._bucket.take() > 0:
            self._bucket.take(-1)
            self._unwritten += 1
            return
        if self._unwritten:
            self._log.warning("%d lines not written", self._unwritten)
            self._unwritten = 0
        kind = type(why).__name__ if isinstance(why, BrailledeskError) else "-"
        self._log.info("client %d: %s, origin %s, %s", client, event.value, origin or "-", kind)
