"""What the service asks of a transport and of its guard: the seams of everything outside."""

from __future__ import annotations

from typing import Protocol

import msgspec

from brailledesk.service.rights import Rights
from brailledesk.service.wire.table import Method


class Connection(Protocol):
    """A way to one client. Used from the service's event loop only."""

    @property
    def name(self) -> str:
        """For people and logs: "stdio", "socket 3". Nothing that the client chose."""

    @property
    def rights(self) -> Rights:
        """What the client may do at the moment; pairing can change it."""

    def send(self, message: bytes) -> None:
        """Send one message, and not wait; framing is the transport's.

        A client that does not read is cut off by the transport, and not told of here.
        """

    def close(self) -> None:
        """End the connection, after what was sent."""


class Guard(Protocol):
    """Watches over one connection. What it raises is a BrailledeskError, which the client is told;
    a MessageRefused that is final closes the connection.
    """

    @property
    def max_message(self) -> int:
        """Bytes of the longest message that passes."""

    def check_message(self, data: bytes) -> float:
        """Before anything of a message is read: size, depth, rate.

        The answer is for how many seconds the transport is to read nothing more, mostly 0.
        """

    def check_part(self) -> float:
        """Before a call of a batch is served; the seconds to wait after it, mostly 0."""

    def check_call(self, method: Method, params: msgspec.Struct) -> None:
        """Before a call is served, with its parameters read: nodes, paths, what a scope means."""
