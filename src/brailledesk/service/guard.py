"""The guard of connections of this user's own programs: they mistake, but they do not attack."""

from __future__ import annotations

import msgspec

from brailledesk.errors import N_, MessageRefused
from brailledesk.service.rpc.framing import MAX_MESSAGE
from brailledesk.service.wire.table import Method


class SizeGuard:
    """See :class:`~brailledesk.service.ports.Guard`."""

    def __init__(self, max_message: int = MAX_MESSAGE) -> None:
        self.max_message = max_message

    def check_message(self, data: bytes) -> float:
        """The size alone; depth is bounded by the reader of JSON."""
        if len(data) > self.max_message:
            raise MessageRefused(N_("it is longer than a message may be"))
        return 0.0

    def check_call(self, method: Method, params: msgspec.Struct) -> None:
        """Nothing: a program of this user could read its files without us."""
