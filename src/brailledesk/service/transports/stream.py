"""A client at the other end of a stream: a pipe or a socket, with a framing."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from logging import getLogger
from time import monotonic

from brailledesk.errors import N_, BrailledeskError
from brailledesk.service.endpoint import TURN, Endpoint
from brailledesk.service.faults import fault_of, not_a_message
from brailledesk.service.ports import Guard
from brailledesk.service.rights import EXTENSION, LOCAL, Rights
from brailledesk.service.rpc.framing import BrokenFraming, Framing, HeaderFraming
from brailledesk.service.rpc.messages import NULL, PARSE_ERROR, NotAMessage, failure
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.service import Service

log = getLogger("brailledesk.service")

MAX_WAITING = 64 * 1024 * 1024
"""Bytes that wait for a client that does not read; then it is cut off."""


EXTENSION_NAME = "brailledesk-extension"
EXTENSION_HEADER = f"{EXTENSION_NAME}: yes\r\n".encode()
"""Says that the sender hands on what a browser's extension says: see ``relay``."""


class StreamConnection(asyncio.Protocol):
    """See :class:`~brailledesk.service.ports.Connection`.

    ``is_welcome`` looks at the transport when it is there; who is not welcome is cut off.
    ``at_end`` is called when the connection is over.
    """

    def __init__(
        self,
        service: Service,
        name: str,
        framing: Framing,
        *,
        rights: Rights = LOCAL,
        guard: Guard | None = None,
        is_welcome: Callable[[asyncio.BaseTransport], bool] = lambda _: True,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.rights = rights
        self._service = service
        self._framing = framing
        self._guard = guard
        self._is_welcome = is_welcome
        self._at_end = at_end
        self._endpoint: Endpoint | None = None
        self._out: asyncio.WriteTransport | None = None
        self.source: asyncio.ReadTransport | None = None
        """What the messages come from, if it can be held."""
        self._waiting: deque[bytes] = deque()
        self._fault: BrokenFraming | None = None
        self._is_working = False
        self._is_held = False
        self._is_ended = False

    # --- the service's side ----------------------------------------------------------------------

    def send(self, message: bytes) -> None:
        """See :class:`~brailledesk.service.ports.Connection`."""
        out = self._out
        if out is None or out.is_closing():
            return
        out.write(self._framing.frame(message))
        if out.get_write_buffer_size() > MAX_WAITING:
            log.warning("%s does not read, and is cut off", self.name)
            out.abort()

    def close(self) -> None:
        """See :class:`~brailledesk.service.ports.Connection`."""
        if self._out is not None:
            self._out.close()

    # --- the stream's side -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there."""
        assert isinstance(transport, asyncio.Transport)
        self.source = transport
        self.begin(transport)

    def begin(self, out: asyncio.WriteTransport) -> None:
        """Begin to serve; ``out`` is the way to the client."""
        if not self._is_welcome(out):
            log.warning("%s is another user's, and is cut off", self.name)
            out.abort()
            return
        self._out = out
        try:
            self._endpoint = self._service.open(self, self._guard)
        except BrailledeskError as error:
            self.send(failure(NULL, fault_of(error)))
            self.close()

    def data_received(self, data: bytes) -> None:
        """Serve all messages that are whole now."""
        if self._endpoint is None:
            return
        try:
            for message in self._framing.feed(data):
                self._waiting.append(message)
                if self._is_extension():
                    self._narrow()
        except BrokenFraming as error:
            self._fault = error
        if not self._is_working:
            self._work()

    def eof_received(self) -> bool:
        """The client says nothing more; it still gets its answers."""
        self._is_ended = True
        if not self._is_working:
            self._work()
        return True

    def connection_lost(self, _reason: Exception | None) -> None:
        """The client is gone."""
        self._end()
        self._at_end()

    def _work(self) -> None:
        """Serve what waits, for a moment: then others have their turn, and it goes on."""
        self._is_working = False
        until = monotonic() + TURN
        while (endpoint := self._endpoint) is not None and (endpoint.has_calls or self._waiting):
            # A batch goes on where it was left, and no later message overtakes it.
            if endpoint.has_calls:
                pause = endpoint.go_on()
            else:
                pause = endpoint.receive(self._waiting.popleft())
            is_more = endpoint.has_calls or bool(self._waiting)
            if pause or (is_more and monotonic() > until):
                self._is_working = True
                self._hold()
                asyncio.get_running_loop().call_later(pause, self._work)
                return
        self._go_on()
        if self._fault is not None and self._endpoint is not None:
            self._complain(self._endpoint, self._fault)
            self.close()
            self._end()
        elif self._is_ended and self._endpoint is not None:
            if not self._framing.is_between:
                self._complain(self._endpoint, BrokenFraming(N_("it ends in the middle")))
            self._endpoint.finish(self.close)

    def _complain(self, endpoint: Endpoint, fault: BrokenFraming) -> None:
        log.warning("%s sends no messages: %s", self.name, fault)
        told = NotAMessage(PARSE_ERROR, str(fault))
        self.send(failure(NULL, not_a_message(told, endpoint.words)))

    def _hold(self) -> None:
        """Read nothing more for the moment: the system holds what the client sends."""
        if self.source is not None and not self._is_held:
            self.source.pause_reading()
            self._is_held = True

    def _go_on(self) -> None:
        if self.source is not None and self._is_held:
            self.source.resume_reading()
            self._is_held = False

    def _is_extension(self) -> bool:
        """Whether the message says that an extension speaks through the connection."""
        framing = self._framing
        return isinstance(framing, HeaderFraming) and EXTENSION_NAME in framing.headers

    def _narrow(self) -> None:
        """From now on an extension speaks, with the rights and the limits of one."""
        if self._endpoint is not None and self.rights.may_name_paths:
            self.rights = self.rights.within(EXTENSION)
            self._endpoint.guard = LimitGuard()

    def _end(self) -> None:
        endpoint, self._endpoint = self._endpoint, None
        if endpoint is not None:
            endpoint.close()
