"""A service with clients in memory: no transport, the standard library's own JSON."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from brailledesk.frame import Geometry
from brailledesk.service.attach import VirtualDisplay, attach_virtual
from brailledesk.service.handling import Handlers
from brailledesk.service.options import Options
from brailledesk.service.ports import Guard
from brailledesk.service.rights import LOCAL, Rights
from brailledesk.service.service import Service
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock

Json = dict[str, Any]

FORM: Json = {
    "nodes": [
        {"id": "form", "role": "form", "name": "cliente", "children": ["mail", "salva"]},
        {"id": "mail", "role": "textbox", "name": "mail", "value": "a@b.it"},
        {"id": "salva", "role": "button", "name": "salva"},
    ],
    "focus": "mail",
    "caret": {"node": "mail", "offset": 6},
}


class Wired:
    """A client in memory; ``heard`` is all that the service sent it, as JSON."""

    def __init__(
        self, service: Service, rights: Rights = LOCAL, guard: Guard | None = None
    ) -> None:
        self.name = f"wired {id(self)}"
        self.rights = rights
        self.heard: list[Any] = []
        self.is_closed = False
        self._numbers = count(1)
        self._came = asyncio.Event()
        self._waiting: deque[bytes] = deque()
        self.endpoint = service.open(self, guard)

    # --- what the service asks of a connection

    def send(self, message: bytes) -> None:
        self.heard.append(json.loads(message))
        self._came.set()

    def close(self) -> None:
        self.is_closed = True

    # --- what a test asks of a client

    def say(self, message: Any) -> None:
        """Send anything; text and bytes as they are."""
        if isinstance(message, str):
            message = message.encode()
        raw = message if isinstance(message, bytes) else json.dumps(message).encode()
        self._waiting.append(raw)
        self._go_on()

    def _go_on(self) -> None:
        """As a transport does."""
        while self._waiting or self.endpoint.has_calls:
            if self.endpoint.is_held:
                asyncio.get_running_loop().call_later(0.001, self._go_on)
                return
            if self.endpoint.has_calls:
                self.endpoint.go_on()
            else:
                self.endpoint.receive(self._waiting.popleft())

    def tell(self, method: str, **params: Any) -> None:
        self.say({"jsonrpc": "2.0", "method": method, "params": params})

    def start(self, method: str, params: Json) -> int:
        """Send a request; its id."""
        number = next(self._numbers)
        self.say({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    async def reply(self, number: int) -> Json:
        """The reply to a request, when it is there."""
        found: Json = await self.wait(lambda one: "method" not in one and one.get("id") == number)
        return found

    async def wait(self, is_it: Callable[[Any], bool]) -> Any:
        """The first message that fits, when it is there."""
        async with asyncio.timeout(60):
            while True:
                for one in self.heard:
                    if is_it(one):
                        return one
                self._came.clear()
                await self._came.wait()

    async def ask(self, method: str, **params: Any) -> Any:
        """The result of a request. Fails where it is an error."""
        answer = await self.reply(self.start(method, params))
        assert "result" in answer, answer
        return answer["result"]

    async def fail(self, method: str, **params: Any) -> Json:
        """The error of a request."""
        answer = await self.reply(self.start(method, params))
        assert "error" in answer, answer
        error: Json = answer["error"]
        return error

    def told(self, method: str) -> list[Json]:
        """The parameters of all notifications of a kind."""
        return [one["params"] for one in self.heard if one.get("method") == method]


class World:
    """A service in the running loop, with a display of one row."""

    def __init__(
        self, columns: int = 40, *, handlers: Handlers | None = None, **options: Any
    ) -> None:
        self.clock = Clock()
        loop = asyncio.get_running_loop()
        self.service = Service(
            Options(**{"profile": "it", **options}), loop, handlers=handlers, clock=self.clock
        )
        self.display: VirtualDisplay = attach_virtual(self.service, "finto", Geometry(columns))

    @property
    def slot(self) -> Any:
        return self.service.slot("finto")

    async def client(
        self, rights: Rights = LOCAL, guard: Guard | None = None, **asked: Any
    ) -> Wired:
        """A client that has begun."""
        wired = Wired(self.service, rights, guard)
        await wired.ask("initialize", **{"protocol": "1.0", "locale": "it", **asked})
        return wired

    async def sheet(self, name: str, **claimed: Any) -> Wired:
        """A client with a place, that shows its name."""
        client = await self.client()
        await client.ask("session/claim", name=name, **claimed)
        await client.ask("screen/publish", nodes=[{"id": "r", "role": "paragraph", "name": name}])
        return client

    def shows(self, text: str) -> bool:
        """Whether the display shows just this print."""
        frame = self.display.frame
        assert frame is not None
        return frame.rows[0].rstrip(b"\0") == cells_of(text)


def run(test: Callable[[World], Awaitable[None]], **settings: Any) -> None:
    """Run a test in a loop of its own."""

    async def whole() -> None:
        world = World(**settings)
        try:
            async with asyncio.timeout(60):
                await test(world)
        finally:
            world.service.close()

    asyncio.run(whole())


async def settle(turns: int = 3) -> None:
    """Let the loop do what it has to do soon."""
    for _ in range(turns):
        await asyncio.sleep(0)
