"""The guard of a client that a browser stands behind (:class:`brailledesk.service.ports.Guard`)."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from brailledesk.service.security.limits import FOR_PAGES, Limits, TokenBucket, check_message
from brailledesk.service.security.paths import refuse_places
from brailledesk.service.wire.table import Method

_COST = 16_384
"""Bytes that count as one message more: large messages take longer to serve."""


class LimitGuard:
    """Holds one client to its limits, and pages to names where a path would do."""

    def __init__(
        self,
        limits: Limits = FOR_PAGES,
        *,
        may_name_paths: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._may_name_paths = may_name_paths
        self._bucket = TokenBucket(limits.rate, limits.burst, clock)

    @property
    def max_message(self) -> int:
        """Bytes of the longest message that passes."""
        return self._limits.size

    def check_message(self, data: bytes) -> float:
        """Raise MessageRefused for what must not be read; else the seconds to read no more."""
        pause = self._bucket.take(1 + len(data) / _COST)
        check_message(data, self._limits)
        return pause

    def check_part(self) -> float:
        """A call of a batch counts as a message of its own; the seconds to wait."""
        return self._bucket.take()

    def check_call(self, method: Method, params: msgspec.Struct) -> None:  # noqa: ARG002 - the port's
        """Raise PathNotAllowed where a page names a file."""
        if not self._may_name_paths:
            refuse_places(params)
