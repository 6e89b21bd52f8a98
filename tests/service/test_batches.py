"""Batches: served in turns with other clients, call by call; their answers bounded."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

from brailledesk.service.endpoint import Endpoint
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handling import NOTHING, Handler, Task
from brailledesk.service.rights import LOCAL
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.security.limits import Limits
from brailledesk.service.transports.unix import serve_socket
from brailledesk.service.wire.base import Nothing, Wire
from tests.service.security.world import World as Web
from tests.service.security.world import run as run_web
from tests.service.world import World, run

CALLS = 30


class Slow:
    """A short method that takes longer than a turn; ``served`` counts."""

    def __init__(self) -> None:
        self.served = 0
        self.begun = asyncio.Event()
        self.all_served = asyncio.Event()

    def __call__(self, _endpoint: Endpoint, _params: Nothing) -> Nothing:
        self.served += 1
        self.begun.set()
        if self.served == CALLS:
            self.all_served.set()
        time.sleep(0.003)
        return NOTHING

    def handlers(self) -> dict[str, Handler]:
        return {**core_handlers(), "session/release": Handler(self)}


class Telling(Wire, frozen=True):
    """Any answer."""

    text: str


def _asked(number: int, method: str = "session/release") -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method}


def _batch(method: str = "session/release", count: int = CALLS, **params: Any) -> bytes:
    batch = [
        {"jsonrpc": "2.0", "id": 100 + number, "method": method, "params": params}
        for number in range(count)
    ]
    return json.dumps(batch).encode()


def test_a_batch_is_served_in_turns() -> None:
    slow = Slow()

    async def test(world: World) -> None:
        client = await world.client()
        client.endpoint.receive(_batch())
        assert slow.served == 1
        while client.endpoint.has_calls:
            before = slow.served
            client.endpoint.go_on()
            assert slow.served == before + 1
        assert [one["id"] for one in client.heard[-1]] == list(range(100, 100 + CALLS))

    run(test, handlers=slow.handlers())


def test_what_is_left_of_a_batch_goes_with_its_client() -> None:
    slow = Slow()

    async def test(world: World) -> None:
        client = await world.client()
        client.endpoint.receive(_batch())
        client.endpoint.close()
        assert client.endpoint.go_on() == 0
        assert not client.endpoint.has_calls
        assert slow.served == 1

    run(test, handlers=slow.handlers())


def test_each_call_of_a_batch_counts_as_a_message() -> None:
    async def test(world: World) -> None:
        guard = LimitGuard(Limits(rate=10, burst=20), clock=lambda: 0.0)
        client = await world.client(LOCAL, guard)
        client.endpoint.receive(_batch("session/release"))
        pauses = []
        while client.endpoint.has_calls:
            pauses.append(client.endpoint.go_on())
        assert max(pauses) >= 1
        assert len(pauses) >= CALLS - 20

    run(test)


def test_the_answers_of_batches_are_bounded() -> None:
    """However many batches wait for something, and what is refused later was not done."""
    done = 0

    def long_answer(_endpoint: Endpoint, _params: Nothing) -> Telling:
        nonlocal done
        done += 1
        return Telling("x" * 3_000_000)

    def waits(task: Task, _params: Nothing) -> Nothing:
        while True:
            task.check()
            time.sleep(0.01)

    async def test(world: World) -> None:
        client = await world.client()
        both = [_asked(1, "speech/stop"), *[_asked(number) for number in range(2, 5)]]
        client.say(both)  # 6 MB are there, the third answer is too much
        client.say([_asked(number) for number in range(5, 9)])
        assert done == 4
        second = client.heard[-1]
        assert [one["id"] for one in second] == [5, 6, 7, 8]
        assert all(one["error"]["code"] == -32600 for one in second)
        client.tell("$/cancelRequest", id=1)
        first = await client.wait(lambda one: isinstance(one, list) and one[0]["id"] == 2)
        assert [one["id"] for one in first if "result" in one] == [2, 3]
        client.say([_asked(9), _asked(10)])  # and there is room again
        assert all("result" in one for one in client.heard[-1])
        client.say(_asked(11))
        assert len(client.heard[-1]["result"]["text"]) == 3_000_000

    handlers = {
        **core_handlers(),
        "session/release": Handler(long_answer),
        "speech/stop": Handler(long=waits),
    }
    run(test, handlers=handlers)


def test_others_are_served_between_the_calls_of_a_batch_at_the_socket(tmp_path: Path) -> None:
    slow = Slow()

    async def test(world: World) -> None:
        place = str(tmp_path / "own" / "s")
        async with serve_socket(world.service, place):
            _, greedy = await asyncio.open_unix_connection(place)
            other = await world.client()
            for said in (
                b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":"1.0"}}',
                _batch(),
            ):
                greedy.write(b"Content-Length: %d\r\n\r\n%b" % (len(said), said))
            await slow.begun.wait()
            await other.ask("display/list")
            assert slow.served < CALLS
            await slow.all_served.wait()
            greedy.close()

    run(test, handlers=slow.handlers())


def test_others_are_served_between_the_calls_of_a_pages_batch(tmp_path: Path) -> None:
    slow = Slow()

    async def attack(world: Web) -> None:
        world.service.handlers = slow.handlers()
        async with world.page() as page, world.client(None) as other:
            await other.ask("auth/token", token=world.local_token)
            await other.begin()
            await page.socket.send(_batch().decode())
            await slow.begun.wait()
            await other.ask("display/list")
            assert slow.served < CALLS
            answers = json.loads(await page.socket.recv())
            assert [one["id"] for one in answers] == list(range(100, 100 + CALLS))

    run_web(tmp_path, attack)
