"""A client for asyncio.

::

    async with await connect("Cruscotto") as desk:
        await desk.call(calls.claim("Cruscotto"))
        async for event in desk.events():
            ...
"""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any, Self

from brailledesk.client import calls
from brailledesk.client.calls import Call, Event, Result
from brailledesk.client.conversation import Answer, Conversation, Progress
from brailledesk.errors import ServiceError, ServiceNotReached
from brailledesk.service.places import default_place
from brailledesk.service.rpc.framing import BrokenFraming, HeaderFraming
from brailledesk.service.wire.session import Initialized
from brailledesk.system_errors import reason_of

_PIECE = 1 << 16


class AsyncClient:
    """A connection to a service; a context that closes it."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        process: Process | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._process = process
        self._framing = HeaderFraming()
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._conversation = Conversation(self._send, self._events.put_nowait)
        self._task = asyncio.create_task(self._run())
        self.service: Initialized | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def begin(self, name: str, locale: str | None = None) -> Self:
        """Initialize; ``service`` then says what it can do. Raises CallFailed."""
        self.service = await self.call(calls.initialize(name, locale=locale))
        return self

    async def call(self, call: Call[Result], *, progress: Progress | None = None) -> Result:
        """Make a call. To cancel the task that waits gives the call up.

        Raises CallFailed for an error of the service, ServiceNotReached if it has gone away.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

        def settle(result: Result | None, error: ServiceError | None) -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]

        answer = Answer(call.result, settle)
        self._conversation.call(call, answer, progress)
        try:
            await self._writer.drain()
            return await future
        except asyncio.CancelledError:
            self._conversation.cancel(answer)
            raise

    async def tell(self, call: Call[Any]) -> None:
        """Make a call and want no answer: it comes in order, but nobody learns of a failure."""
        self._conversation.tell(call)
        await self._writer.drain()

    async def events(self) -> AsyncIterator[Event]:
        """What the service tells, as it comes, until it is gone."""
        while (event := await self._events.get()) is not None:
            yield event
        self._events.put_nowait(None)  # for whoever asks next

    async def close(self) -> None:
        """End the connection."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()
        if self._process is not None:
            await self._process.wait()
        await self._task

    def _send(self, message: bytes) -> None:
        self._writer.write(self._framing.frame(message))

    async def _run(self) -> None:
        with suppress(OSError, BrokenFraming):
            while data := await self._reader.read(_PIECE):
                for message in self._framing.feed(data):
                    self._conversation.receive(message)
        self._conversation.end()
        self._events.put_nowait(None)


async def connect(
    name: str = "python", *, place: str = "", locale: str | None = None
) -> AsyncClient:
    """A client of the service that runs, at its socket. Raises ServiceNotReached."""
    path = place or default_place()
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except OSError as error:
        raise ServiceNotReached(path, reason_of(error)) from None
    return await AsyncClient(reader, writer).begin(name, locale)


async def start(
    command: Sequence[str] = ("brailledesk", "serve", "--stdio"),
    name: str = "python",
    *,
    locale: str | None = None,
) -> AsyncClient:
    """A service of one's own, as a process that ends with the client. Raises ServiceNotReached."""
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    except OSError as error:
        raise ServiceNotReached(command[0], reason_of(error)) from None
    assert process.stdout is not None
    assert process.stdin is not None
    return await AsyncClient(process.stdout, process.stdin, process).begin(name, locale)
