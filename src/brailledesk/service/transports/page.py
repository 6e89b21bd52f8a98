"""A client behind a WebSocket, as the service knows it: messages out, in order and bounded."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from brailledesk.service.rights import LOCAL, Rights
from brailledesk.service.security.door import Admitted
from brailledesk.service.security.limits import Limits


class PageConnection:
    """See :class:`brailledesk.service.ports.Connection`.

    A page that does not read is cut off: when too much waits for it, or one message for too long.
    """

    def __init__(self, number: int, socket: ServerConnection, limits: Limits) -> None:
        self.name = f"websocket {number}"
        self.rights = Rights(frozenset(), may_name_paths=False)
        self._socket = socket
        self._limits = limits
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._is_closing = False
        self._code = CloseCode.NORMAL_CLOSURE
        self._news = asyncio.Event()
        self._writer = asyncio.get_running_loop().create_task(self._write())

    def admit(self, admitted: Admitted) -> None:
        """From now on it may do what was granted; a program of this user may do all."""
        if admitted.origin is None:
            self.rights = LOCAL
        else:
            self.rights = Rights(admitted.scopes, admitted.origin, may_name_paths=False)

    def send(self, message: bytes) -> None:
        """See the port."""
        if self._is_closing:
            return
        self._size += len(message)
        if self._size > self._limits.waiting:
            self.abort()
            return
        self._waiting.append(message)
        self._news.set()

    def close(self) -> None:
        """See the port."""
        self._is_closing = True
        self._news.set()

    def abort(self) -> None:
        """End it now, whatever waits."""
        self._is_closing = True
        self._waiting.clear()
        self._socket.transport.abort()
        self._news.set()

    async def finish(self, code: CloseCode) -> None:
        """Wait until all is sent and the connection closed with this code, or cut off."""
        self._code = code
        self.close()
        await self._writer

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            try:
                while await self._has_more():
                    message = self._waiting.popleft()
                    async with asyncio.timeout(self._limits.seconds):
                        await self._socket.send(message, text=True)
                    self._size -= len(message)
                async with asyncio.timeout(self._limits.seconds):
                    await self._socket.close(self._code)
            except TimeoutError:
                self.abort()

    async def _has_more(self) -> bool:
        while not self._waiting:
            if self._is_closing:
                return False
            self._news.clear()
            await self._news.wait()
        return True
