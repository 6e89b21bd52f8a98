"""A WebSocket connection that cannot be held open, or flooded, below the messages.

The library bounds the size of messages and stops reading when a few wait. What it leaves open is
looked at here: how many connections there are before anyone said who it is, and whose, frames of
which a byte comes now and then, and pings, each of which is answered at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from websockets.asyncio.server import Server, ServerConnection
from websockets.frames import CTRL_OPCODES, Frame
from websockets.protocol import Event
from websockets.server import ServerProtocol

from brailledesk.service.security.limits import TokenBucket

MOST_CONNECTIONS = 32
"""TCP connections, whoever they are; clients that came in are far fewer."""
_CONTROL_RATE = 10.0
_CONTROL_BURST = 100.0


class GuardedConnection(ServerConnection):
    """See the module. ``seconds`` are given for a frame; ``open_now`` has all connections;
    ``is_own`` says of our address and the other's whether a connection is this user's.

    ``cut`` is called before a connection is ended for one of these reasons.
    """

    def __init__(
        self,
        seconds: float,
        open_now: set[ServerConnection],
        is_own: Callable[[object, object], bool],
        cut: Callable[[], None],
        protocol: ServerProtocol,
        server: Server,
        **options: object,
    ) -> None:
        super().__init__(protocol, server, **options)  # type: ignore[arg-type]
        self._seconds = seconds
        self._open_now = open_now
        self._is_own = is_own
        self._cut = cut
        self._frames = 0
        self._timer: asyncio.TimerHandle | None = None
        self._controls = TokenBucket(_CONTROL_RATE, _CONTROL_BURST, self.loop.time)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A connection more."""
        super().connection_made(transport)
        self._open_now.add(self)
        here, there = transport.get_extra_info("sockname"), transport.get_extra_info("peername")
        if len(self._open_now) > MOST_CONNECTIONS or not self._is_own(here, there):
            self._end()

    def data_received(self, data: bytes) -> None:
        """Bytes came. Where they end no frame, what they begin has to end in time."""
        before = self._frames
        super().data_received(data)
        if self._frames != before:
            self._stop_timer()
        elif self._timer is None:
            self._timer = self.loop.call_later(self._seconds, self._end)

    def process_event(self, event: Event) -> None:
        """A request or a frame came whole."""
        self._frames += 1
        super().process_event(event)
        is_control = isinstance(event, Frame) and event.opcode in CTRL_OPCODES
        if is_control and self._controls.take() > 0:
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._stop_timer()
        self._open_now.discard(self)
        super().connection_lost(exc)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._cut()
        self.transport.abort()
