"""A service with a WebSocket in this process, and what attacks it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from brailledesk.frame import Geometry
from brailledesk.service.attach import attach_virtual
from brailledesk.service.options import Options
from brailledesk.service.security.limits import FOR_PAGES, Limits
from brailledesk.service.security.tokens import AccessFile
from brailledesk.service.service import Service
from brailledesk.service.transports.loopback import serve_websocket
from brailledesk.service.transports.websocket import FILE, WebSocketServer

CRM = "https://crm.example"
EVIL = "https://evil.example"
DISPLAY = "virtual:40"
KEY = "dGhlIHNhbXBsZSBub25jZQ=="
"""RFC 6455, section 1.3."""


class World:
    """A running service; ``spoken`` is what a user heard."""

    def __init__(
        self, service: Service, server: WebSocketServer, access: AccessFile, spoken: list[str]
    ) -> None:
        self.service = service
        self.server = server
        self.access = access
        self.spoken = spoken
        self.folder = access.path.parent

    @property
    def local_token(self) -> str:
        return str(json.loads((self.folder / FILE).read_bytes())["token"])

    def shown(self) -> str:
        """What is on the display."""
        shown = self.service.watching.shown(self.service.slot(DISPLAY))
        return "" if shown is None else shown.rows[0].text

    def code(self) -> str:
        """The code that the user hears."""
        return "".join(one for one in self.spoken[-1].rpartition(":")[2] if one.isdigit())

    @asynccontextmanager
    async def client(self, origin: str | None = CRM) -> AsyncIterator[Client]:
        """A WebSocket whose upgrade is let through."""
        async with connect(
            self.server.url,
            origin=None if origin is None else Origin(origin),
            max_size=None,
            proxy=None,
        ) as socket:
            yield Client(socket)

    @asynccontextmanager
    async def page(self, origin: str = CRM, scopes: tuple[str, ...] = ()) -> AsyncIterator[Client]:
        """A page that is paired and has begun."""
        from brailledesk.service.security.scopes import FOR_PAGES as USUAL
        from brailledesk.service.security.scopes import parse_scopes

        token = self.access.grant(origin, "", parse_scopes(scopes) if scopes else USUAL)
        async with self.client(origin) as client:
            await client.ask("auth/token", token=token)
            await client.begin()
            yield client

    async def status(self, *headers: str, path: str = "/", host: str | None = None) -> int:
        """The HTTP status of an upgrade with these headers instead of the usual ones."""
        if host is not None:
            headers = (f"Host: {host}", *headers)
        lines = [
            f"GET {path} HTTP/1.1",
            *headers,
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {KEY}",
            "Sec-WebSocket-Version: 13",
        ]
        head = await self.raw("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"))
        return int(head.split()[1]) if head else 0

    async def raw(self, data: bytes) -> bytes:
        """What the server answers to these bytes, to the end of its headers."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            writer.write(data)
            async with asyncio.timeout(60):
                return await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        finally:
            writer.close()

    @property
    def literal(self) -> str:
        return f"127.0.0.1:{self.server.port}"


class Client:
    """One end of a WebSocket that speaks JSON-RPC."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.told: list[dict[str, Any]] = []
        self.number = 0

    async def send(self, method: str, **params: object) -> int:
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        await self.socket.send(json.dumps(message))
        return self.number

    async def hear(self, id_: object) -> dict[str, Any]:
        """The answer to a request; notifications before it are kept."""
        async with asyncio.timeout(60):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.recv())
                if "method" not in message and message.get("id") == id_:
                    return message
                self.told.append(message)

    async def answer(self, method: str, **params: object) -> dict[str, Any]:
        """The whole answer, be it a result or an error."""
        return await self.hear(await self.send(method, **params))

    async def heard(self) -> AsyncIterator[str | bytes]:
        """What comes until the service ends the connection."""
        async with asyncio.timeout(60):
            with suppress(ConnectionClosed):
                while True:
                    yield await self.socket.recv()

    async def ask(self, method: str, **params: object) -> Any:
        answer = await self.answer(method, **params)
        assert "result" in answer, answer
        return answer["result"]

    async def fault(self, method: str, **params: object) -> str:
        """The kind of the error that is answered."""
        answer = await self.answer(method, **params)
        assert "error" in answer, answer
        return str(answer["error"]["data"]["kind"])

    async def traffic(self, count: int) -> list[dict[str, Any]]:
        """So many messages of others."""
        async with asyncio.timeout(60):
            while (
                len(found := [one["params"] for one in self.told if "traffic" in one["method"]])
                < count
            ):
                self.told.append(json.loads(await self.socket.recv()))
        return found

    async def begin(self) -> None:
        await self.ask("initialize", protocol="1.0", client={"name": "test", "version": "1"})


def run(
    tmp_path: Path,
    attack: Callable[[World], Awaitable[None]],
    limits: Limits = FOR_PAGES,
    *,
    locale: str = "en",
) -> None:
    """Serve while ``attack`` goes on; it has a minute."""

    async def go() -> None:
        service = Service(Options(locale=locale), asyncio.get_running_loop())
        attach_virtual(service, DISPLAY, Geometry(40))
        access = AccessFile(tmp_path / "own")
        access.allow(CRM)
        spoken: list[str] = []
        try:
            async with (
                asyncio.timeout(60),
                serve_websocket(service, tmp_path / "own", access, spoken.append, limits) as server,
            ):
                await attack(World(service, server, access, spoken))
        finally:
            service.close()

    asyncio.run(go())
