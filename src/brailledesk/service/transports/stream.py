"""A client at the other end of a stream: a pipe or a socket, with a framing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from logging import getLogger

from brailledesk.errors import BrailledeskError
from brailledesk.service.endpoint import Endpoint
from brailledesk.service.faults import fault_of
from brailledesk.service.ports import Guard
from brailledesk.service.rights import LOCAL, Rights
from brailledesk.service.rpc.framing import BrokenFraming, Framing
from brailledesk.service.rpc.messages import NULL, PARSE_ERROR, ErrorForm, failure
from brailledesk.service.service import Service

log = getLogger("brailledesk.service")

MAX_WAITING = 64 * 1024 * 1024
"""Bytes that wait for a client that does not read; then it is cut off."""


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
        assert isinstance(transport, asyncio.WriteTransport)
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
        endpoint = self._endpoint
        if endpoint is None:
            return
        try:
            for message in self._framing.feed(data):
                endpoint.receive(message)
        except BrokenFraming as error:
            log.warning("%s sends no messages: %s", self.name, error)
            self.send(failure(NULL, ErrorForm(PARSE_ERROR, str(error))))
            self.close()
            self._end()

    def eof_received(self) -> bool:
        """The client says nothing more; it still gets its answers."""
        if self._endpoint is not None:
            self._endpoint.finish(self.close)
        return True

    def connection_lost(self, _reason: Exception | None) -> None:
        """The client is gone."""
        self._end()
        self._at_end()

    def _end(self) -> None:
        endpoint, self._endpoint = self._endpoint, None
        if endpoint is not None:
            endpoint.close()
