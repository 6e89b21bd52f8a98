"""The loopback WebSocket, for web applications without an extension. Off unless it is asked for.

What a connection passes, in this order, before the service hears of it:

1. it comes over the loopback interface, of a process of this user where the system tells, and
   there are not too many;
2. it names this computer by a literal name, with the port (``Host``);
3. its page is known or may ask to be paired (``Origin``), or it is no page at all;
4. its first message has a token, or it is paired (:mod:`brailledesk.service.security.door`).

Then each message is held to the limits (:mod:`brailledesk.service.security.guard`), and a token
that is revoked ends its connections within a second.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager, suppress
from functools import partial
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import cast

import msgspec
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.protocol import State

from brailledesk.errors import N_, BrailledeskError, MessageRefused, TooManyClients
from brailledesk.service.faults import fault_of
from brailledesk.service.rpc.messages import NULL, failure
from brailledesk.service.security.audit import Audit, Event
from brailledesk.service.security.door import Admitted, Door, Entrance
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.security.limits import (
    AT_THE_DOOR,
    AT_THE_DOOR_ALL,
    AT_THE_DOOR_EACH,
    CLIENTS,
    FOR_PAGES,
    Limits,
    TokenBucket,
    check_message,
)
from brailledesk.service.security.origins import is_loopback_host, one_origin
from brailledesk.service.security.pairing import LIFETIME
from brailledesk.service.security.peers import is_own_process
from brailledesk.service.security.private import write_private
from brailledesk.service.service import Service
from brailledesk.service.transports.guarded import GuardedConnection
from brailledesk.service.transports.page import PageConnection

FILE = "websocket.json"
_MOST_FRAGMENTS = 4_096
_SHARE = 0.5
"""Seconds of the service's time that one client may have in a second; more is waited for."""
_REVIEW_SECONDS = 1.0


class Place(msgspec.Struct, frozen=True):
    """What programs of this user read in ``websocket.json``: where, and the token of this run."""

    port: int
    token: str
    pid: int


class WebSocketServer:
    """Listens on 127.0.0.1, and on ::1 where there is one."""

    def __init__(
        self,
        service: Service,
        door: Door,
        token: str,
        folder: Path,
        limits: Limits = FOR_PAGES,
        is_own: Callable[[object, object], bool] = is_own_process,
    ) -> None:
        """``token`` is the local one of the door; ``folder`` is for ``websocket.json``.

        ``is_own`` says of our address and the other's whether the connection is this user's.
        """
        self.port = 0
        self.viewer_url = ""
        self.pages: Mapping[str, Response] = {}
        """Files for browsers, by their paths."""
        self._service = service
        self._door = door
        self._token = token
        self._file = folder / FILE
        self._limits = limits
        self._is_own = is_own
        self._audit = Audit()
        self._numbers = count(1)
        self._open: set[ServerConnection] = set()
        self._admitted = 0
        self._at_the_door: Counter[str | None] = Counter()
        """Connections that have not said yet who they are, by their origins."""
        self._stack = AsyncExitStack()

    async def start(self, port: int = 0) -> None:
        """Listen, at a port of the system's choice where it is 0, and write where.

        Raises OSError, SecretUnsafe or OutputError.
        """
        sockets = loopback_sockets(port)
        self.port = sockets[0].getsockname()[1]
        make = partial(
            GuardedConnection, self._limits.seconds, self._open, self._is_own, self._note_cut
        )
        for one in sockets:
            server = serve(
                self._handle,
                sock=one,
                process_request=self._check_request,
                create_connection=cast("type[ServerConnection]", make),
                compression=None,  # a small message could become a large one
                server_header=None,
                open_timeout=self._limits.seconds,
                ping_interval=None,  # a client that is slowed down would answer too late
                close_timeout=self._limits.seconds,
                max_size=self._limits.size,
                logger=_silent_logger(),
            )
            await self._stack.enter_async_context(server)
        place = Place(self.port, self._token, os.getpid())
        write_private(self._file, msgspec.json.encode(place))

    @property
    def url(self) -> str:
        """Where it is."""
        return f"ws://127.0.0.1:{self.port}/"

    async def close(self) -> None:
        """End all connections, and take the file away."""
        with suppress(OSError):
            self._file.unlink()
        for one in tuple(self._open):
            one.transport.abort()
        await self._stack.aclose()

    # --- before the upgrade ----------------------------------------------------------------------

    def _check_request(self, connection: ServerConnection, request: Request) -> Response | None:
        """The refusal of a request, None where it may go on. Nothing that it sent is repeated."""
        headers = request.headers
        if not is_loopback_host(headers.get_all("Host"), self.port):
            return self._refuse(connection, HTTPStatus.MISDIRECTED_REQUEST, Event.HOST_REFUSED)
        page = self.pages.get(request.path)
        if page is not None and "Upgrade" not in headers:
            return page
        if request.path != "/":
            return self._refuse(connection, HTTPStatus.NOT_FOUND, Event.PATH_REFUSED)
        return self._check_origin(connection, headers)

    def _check_origin(self, connection: ServerConnection, headers: Headers) -> Response | None:
        try:
            origin = one_origin(headers.get_all("Origin"))
            is_known = origin is None or self._door.admits(origin)
        except BrailledeskError as error:
            return self._refuse(connection, HTTPStatus.FORBIDDEN, Event.ORIGIN_REFUSED, error)
        if not is_known:
            return self._refuse(connection, HTTPStatus.FORBIDDEN, Event.ORIGIN_REFUSED)
        is_full = self._admitted >= CLIENTS or self._at_the_door.total() >= AT_THE_DOOR_ALL
        is_page = origin is not None  # of programs of this user many may come at once
        if is_full or (is_page and self._at_the_door[origin] >= AT_THE_DOOR_EACH):
            return self._refuse(connection, HTTPStatus.SERVICE_UNAVAILABLE, Event.TOO_MANY)
        return None

    def _refuse(
        self,
        connection: ServerConnection,
        status: HTTPStatus,
        event: Event,
        why: Exception | None = None,
    ) -> Response:
        self._audit.note(event, next(self._numbers), None, why)
        return connection.respond(status, f"{status.phrase}\n")

    def _note_cut(self) -> None:
        self._audit.note(Event.TOO_SLOW, next(self._numbers))

    # --- after it --------------------------------------------------------------------------------

    async def _handle(self, connection: ServerConnection) -> None:
        """One client, from its first message to its end."""
        number = next(self._numbers)
        request = connection.request
        assert request is not None
        origin = one_origin(request.headers.get_all("Origin"))
        page = PageConnection(number, connection, self._limits)
        entrance = Entrance(self._door, origin, page.send)
        code = CloseCode.NORMAL_CLOSURE
        try:
            with self._counted(origin):
                first = await self._let_in(connection, entrance)
            if entrance.admitted is not None:
                self._audit.note(Event.ADMITTED, number, origin)
                page.admit(entrance.admitted)
                self._admitted += 1
                try:
                    await self._serve(connection, page, entrance.admitted, first)
                finally:
                    self._admitted -= 1
        except ConnectionClosed:
            pass
        except (BrailledeskError, TimeoutError) as error:
            code = CloseCode.POLICY_VIOLATION
            event = Event.TOO_SLOW if isinstance(error, TimeoutError) else Event.REFUSED
            self._audit.note(event, number, origin, error)
        finally:
            entrance.leave()
            await page.finish(code)
            self._audit.note(Event.GONE, number, origin)

    @contextmanager
    def _counted(self, origin: str | None) -> Iterator[None]:
        """One more at the door for as long as the block lasts."""
        self._at_the_door[origin] += 1
        try:
            yield
        finally:
            self._at_the_door[origin] -= 1
            if not self._at_the_door[origin]:
                del self._at_the_door[origin]  # windows let in origins without number

    async def _let_in(self, connection: ServerConnection, entrance: Entrance) -> bytes | None:
        """Answer until someone is let in, or refused (an error), or the time is over.

        The time is that of a message for all that is said, however much; a pairing that begins
        gives the user's time, and there are few of those.
        A message is returned that came after the user had confirmed by a key: it is the first one
        for the service.
        """
        clock = asyncio.get_running_loop().time
        end, pairings = clock() + self._limits.seconds, 0
        bucket = TokenBucket(AT_THE_DOOR.rate, AT_THE_DOOR.burst, clock)
        while entrance.admitted is None:
            if entrance.pairings != pairings:
                end, pairings = clock() + LIFETIME, entrance.pairings
            async with asyncio.timeout_at(end):
                data = await self._receive(connection)
                if entrance.admitted is None:
                    await asyncio.sleep(bucket.take())
            if entrance.admitted is not None:
                return data
            check_message(data, AT_THE_DOOR)
            error = entrance.receive(data)
            if error is not None:
                raise error
        return None

    async def _serve(
        self,
        connection: ServerConnection,
        page: PageConnection,
        admitted: Admitted,
        first: bytes | None,
    ) -> None:
        """Hand messages to the service until the connection ends, or its token is revoked."""
        guard = LimitGuard(self._limits, may_name_paths=page.rights.may_name_paths)
        try:
            endpoint = self._service.open(page, guard)
        except TooManyClients as error:
            page.send(failure(NULL, fault_of(error)))
            raise
        review = asyncio.get_running_loop().create_task(self._review(page, admitted))
        share = TokenBucket(_SHARE, 2 * _SHARE)
        try:
            while True:
                began = time.perf_counter()
                if endpoint.has_calls:
                    if connection.state is not State.OPEN:
                        return  # nobody waits for the rest of the batch
                    pause = endpoint.go_on()
                else:
                    data = first or await self._receive(connection)
                    first = None
                    began = time.perf_counter()
                    pause = endpoint.receive(data)
                pause = max(pause, share.take(time.perf_counter() - began))
                # Without a pause, too, others have their turn: a flood of messages that are there
                # already would be served in one go.
                await asyncio.sleep(pause)
        finally:
            review.cancel()
            endpoint.close()

    async def _receive(self, connection: ServerConnection) -> bytes:
        """The next message. What came of it has to be whole in time, in few pieces.

        Raises ConnectionClosed, TimeoutError, MessageRefused.
        """
        pieces = connection.recv_streaming(decode=False)
        got = [await anext(pieces)]
        async with asyncio.timeout(self._limits.seconds):
            async for piece in pieces:
                got.append(piece)
                if len(got) > _MOST_FRAGMENTS:
                    raise MessageRefused(N_("it has too many pieces"), is_final=True)
        return got[0] if len(got) == 1 else b"".join(got)

    async def _review(self, page: PageConnection, admitted: Admitted) -> None:
        """End the connection when what let it in is taken back."""
        while True:
            await asyncio.sleep(_REVIEW_SECONDS)
            try:
                is_valid = self._door.is_valid(admitted)
            except BrailledeskError:
                is_valid = False  # nobody knows what is granted any more
            if not is_valid:
                self._audit.note(Event.REVOKED, 0, admitted.origin)
                page.abort()
                return


def loopback_sockets(port: int = 0) -> list[socket.socket]:
    """Listening sockets of one port, 0 for the system's choice: 127.0.0.1, and ::1 where there
    is one.

    Raises OSError.
    """
    ipv4 = _listen(socket.AF_INET, "127.0.0.1", port)
    try:
        return [ipv4, _listen(socket.AF_INET6, "::1", ipv4.getsockname()[1])]
    except OSError:
        return [ipv4]  # no IPv6 here, or another program has this port of it


def _listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if exclusive := getattr(socket, "SO_EXCLUSIVEADDRUSE", None):
            made.setsockopt(socket.SOL_SOCKET, exclusive, 1)  # Windows lets others take it else
        elif port:  # it is free again at once after a service has ended there
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(16)
    except OSError:
        made.close()
        raise
    made.setblocking(False)
    return made


def _silent_logger() -> logging.Logger:
    """A logger that writes nothing, at any level: the library's own writes what messages hold."""
    logger = logging.getLogger("brailledesk.service.websocket")
    logger.disabled = True
    return logger
