"""The connection to Asterisk: made, kept, and made again when it is lost."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable, Iterable

from brailledesk.adapters.asterisk.calls import Telephone
from brailledesk.adapters.asterisk.client import AmiClient, Step
from brailledesk.adapters.asterisk.settings import AsteriskSettings
from brailledesk.call import Call, CallNews, Linked, Unlinked
from brailledesk.errors import N_, CallsLost, CallsRefused
from brailledesk.system_errors import reason_of

_PIECE = 65_536
_LOGIN_SECONDS = 10.0
_REST = 0.05
"""Seconds of rest after a full piece: a flood has to wait in the network, not in this program."""
_MOST_NEWS = 20


class AsteriskSource:
    """A source of calls: one telephone at an Asterisk. ``wrap_up`` is in seconds."""

    def __init__(self, settings: AsteriskSettings, secret: str) -> None:
        self.wrap_up = settings.wrap_up
        self._settings = settings
        self._secret = secret
        self._telephone = Telephone(settings.channels, settings.members)

    async def run(self, tell: Callable[[CallNews], None]) -> None:
        """Tell what the telephone does, until cancelled.

        A connection that breaks is made again after a pause that doubles each time, with chance in
        it, so that the desks of a whole room do not come back in the same moment. A refused
        password ends it: trying again would lock the account.
        """
        pause = self._settings.retry
        is_told = False
        while True:
            self._is_open = False
            try:
                await self._talk(tell)
            except CallsRefused as error:
                self._forget(tell)
                tell(Unlinked(error, is_final=True))
                return
            except (OSError, EOFError) as error:  # TimeoutError and SSLError are OSErrors
                lost = CallsLost(self._settings.server, _reason(error))
            if self._is_open:
                pause, is_told = self._settings.retry, False
            self._forget(tell)
            if not is_told:
                tell(Unlinked(lost))
                is_told = True
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(pause * 2, self._settings.most)

    def _forget(self, tell: Callable[[CallNews], None]) -> None:
        for one in self._telephone.forget():
            tell(one)

    async def _talk(self, tell: Callable[[CallNews], None]) -> None:
        """One connection, from its beginning to its end, which is always an error."""
        settings = self._settings
        client = AmiClient(settings.server, settings.username, self._secret, self._telephone.events)
        async with asyncio.timeout(_LOGIN_SECONDS):
            reader, writer = await asyncio.open_connection(
                settings.host, settings.port, ssl=_tls(settings), limit=_PIECE
            )
        try:
            async with asyncio.timeout(_LOGIN_SECONDS):
                while client.step is not Step.OPEN:
                    await self._step(reader, writer, client, tell)
            self._is_open = True
            tell(Linked())
            while True:
                await self._step(reader, writer, client, tell)
        finally:
            writer.transport.abort()
            await asyncio.sleep(0)  # it closes in the next turn of the loop

    async def _step(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        client: AmiClient,
        tell: Callable[[CallNews], None],
    ) -> None:
        """Hear a piece, tell what it changes, send what is owed."""
        data = await self._read(reader, writer, client)
        news: list[CallNews] = []
        for message in client.receive(data):
            news += self._telephone.hear(message)
        for one in newest(news):
            tell(one)
        writer.write(client.to_send())
        await writer.drain()
        if len(data) == _PIECE:
            await asyncio.sleep(_REST)

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, client: AmiClient
    ) -> bytes:
        """The next piece; a server that is silent is asked once, then given up."""
        for _ in range(2):
            try:
                async with asyncio.timeout(self._settings.idle):
                    data = await reader.read(_PIECE)
            except TimeoutError:
                client.send("Ping")
                writer.write(client.to_send())
                continue
            if not data:
                raise EOFError
            return data
        raise TimeoutError


def newest(news: Iterable[CallNews]) -> list[CallNews]:
    """News without states that are over already; of the rest the last ones."""
    found: list[CallNews] = []
    for one in news:
        if isinstance(one, Call) and found and isinstance(found[-1], Call):
            same = found[-1].id == one.id or not one.id
            if same and found[-1].state == one.state:
                found.pop()
        found.append(one)
    return found[-_MOST_NEWS:]


def _tls(settings: AsteriskSettings) -> ssl.SSLContext | None:
    if not settings.tls:
        return None
    return ssl.create_default_context(cafile=settings.ca or None)


def _reason(error: Exception) -> str:
    if isinstance(error, EOFError):
        return N_("it closed the connection")
    if isinstance(error, TimeoutError):
        return N_("it does not answer")
    return reason_of(error)
