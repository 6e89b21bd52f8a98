"""Long methods: in threads, cancelled, telling their progress, and left behind by dead clients."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from brailledesk.client import calls
from brailledesk.client.aio import connect
from brailledesk.client.calls import Call
from brailledesk.errors import UsageError
from brailledesk.service.endpoint import MOST_RUNNING
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handling import NOTHING, Handler, Task
from brailledesk.service.transports.unix import serve_socket
from brailledesk.service.wire.base import Nothing
from tests.service.world import Wired, World, run, settle


class Work:
    """A long method that goes on until it is let go, and tells how far it is."""

    def __init__(self) -> None:
        self.begun = Event()
        self.go_on = Event()
        self.ended = Event()

    def __call__(self, task: Task, _params: Nothing) -> Nothing:
        self.begun.set()
        try:
            for step in range(2_000):
                task.check()
                task.tell(step, 2_000, "pagina")
                if self.go_on.wait(0.01):
                    task.tell(2_000, 2_000, "fatto")
                    return NOTHING
            raise AssertionError("nobody let it go")
        finally:
            self.ended.set()


def _with(work: Any) -> dict[str, Any]:
    return {"handlers": {**core_handlers(), "speech/stop": Handler(long=work)}}


async def _until(flag: Event) -> None:
    while not flag.is_set():
        await settle(50)


def test_short_methods_are_served_while_a_long_one_runs() -> None:
    work = Work()

    async def test(world: World) -> None:
        client = await world.sheet("uno")
        number = client.start("speech/stop", {})
        await client.ask("message/post", text="intanto", priority="important")
        assert world.shows("intanto")
        assert not any(one.get("id") == number for one in client.heard[3:])
        work.go_on.set()
        assert (await client.reply(number))["result"] == {}

    run(test, **_with(work))


@pytest.mark.parametrize("as_request", [False, True])
def test_a_request_is_given_up(*, as_request: bool) -> None:
    work = Work()

    async def test(world: World) -> None:
        client = await world.client()
        number = client.start("speech/stop", {})
        await _until(work.begun)
        if as_request:
            assert await client.ask("$/cancelRequest", id=number) == {}
        else:
            client.tell("$/cancelRequest", id=number)
        answer = await client.reply(number)
        assert answer["error"]["code"] == -32800
        assert answer["error"]["data"]["kind"] == "RequestCancelled"
        await settle()
        assert sum(one.get("id") == number for one in client.heard) == 1
        client.tell("$/cancelRequest", id=number)
        client.tell("$/cancelRequest", id="never")
        assert await client.fail("$/cancelRequest", id=[]) is not None

    run(test, **_with(work))


@pytest.mark.parametrize("id_", ["1e2", "1.50", "-0", '"\\u0061"', "100"])
def test_a_request_is_given_up_by_its_id_as_it_was_written(id_: str) -> None:
    work = Work()

    async def test(world: World) -> None:
        client = await world.client()
        client.say(f'{{"jsonrpc":"2.0","id":{id_},"method":"speech/stop"}}')
        await _until(work.begun)
        client.heard.clear()
        client.say(f'{{"jsonrpc":"2.0","method":"$/cancelRequest","params":{{ "id" : {id_} }}}}')
        answer = await client.wait(lambda one: "error" in one)
        assert answer["error"]["code"] == -32800
        assert answer["id"] == json.loads(id_)

    run(test, **_with(work))


def test_what_waits_for_a_thread_is_given_up_at_once() -> None:
    work = Work()

    async def test(world: World) -> None:
        client = await world.client()
        numbers = [client.start("speech/stop", {}) for _ in range(40)]
        client.tell("$/cancelRequest", id=numbers[-1])
        answer = await client.reply(numbers[-1])
        assert answer["error"]["code"] == -32800
        work.go_on.set()
        for number in numbers[:-1]:
            assert "result" in await client.reply(number)

    run(test, **_with(work))


def test_one_client_keeps_no_other_from_a_thread_and_has_so_many_requests() -> None:
    work = Work()

    async def test(world: World) -> None:
        greedy, other = await world.client(), await world.client()
        numbers = [greedy.start("speech/stop", {}) for _ in range(MOST_RUNNING + 1)]
        refused = await greedy.reply(numbers.pop())
        assert refused["error"]["data"]["kind"] == "MessageRefused"
        assert (await other.ask("translate", text="a", table="it-6dot"))["cells"] == "⠁"
        work.go_on.set()
        for number in numbers:
            assert "result" in await greedy.reply(number)

    run(test, **_with(work))


def test_progress_is_told_to_who_wants_it() -> None:
    work = Work()

    async def test(world: World) -> None:
        wants = await world.client(capabilities={"progress": True})
        deaf = await world.client()
        number = wants.start("speech/stop", {})
        other = deaf.start("speech/stop", {})
        await wants.wait(lambda one: one.get("method") == "$/progress")
        work.go_on.set()
        await wants.reply(number)
        await deaf.reply(other)
        told = wants.told("$/progress")
        assert all(one["id"] == number and one["total"] == 2_000 for one in told)
        assert [one["done"] for one in told] == sorted({one["done"] for one in told})
        assert told[-1] == {"id": number, "done": 2_000, "total": 2_000, "text": "fatto"}
        places = [
            place for place, one in enumerate(wants.heard)
            if one.get("method") == "$/progress" or one.get("id") == number
        ]  # fmt: skip
        assert wants.heard[places[-1]].get("id") == number  # nothing is told of what is answered
        assert deaf.told("$/progress") == []

    run(test, **_with(work))


def test_who_dies_takes_the_work_along() -> None:
    work = Work()

    async def test(world: World) -> None:
        client = await world.client()
        client.start("speech/stop", {})
        await _until(work.begun)
        before = len(client.heard)
        client.endpoint.close()
        await _until(work.ended)
        await settle()
        assert len(client.heard) == before
        assert await (await world.client()).ask("display/list")

    run(test, **_with(work))


def test_who_has_said_everything_still_gets_its_answers() -> None:
    work = Work()

    async def test(world: World) -> None:
        client = await world.sheet("uno")
        number = client.start("speech/stop", {})
        done = []
        client.endpoint.finish(lambda: done.append(len(client.heard)))
        assert world.shows("brailledesk: nessun programma")
        assert done == []
        work.go_on.set()
        await client.reply(number)
        await settle()
        assert done == [client.heard.index(await client.reply(number)) + 1]

    run(test, **_with(work))


@pytest.mark.parametrize("error", [ZeroDivisionError("Rossi"), UsageError("{who} errs.", who="x")])
@pytest.mark.parametrize("is_long", [False, True])
def test_a_method_that_fails_is_one_error(
    error: Exception, caplog: pytest.LogCaptureFixture, *, is_long: bool
) -> None:
    def fail(*_given: object) -> Nothing:
        raise error

    async def test(world: World) -> None:
        client: Wired = await world.client()
        told = await client.fail("speech/stop")
        if isinstance(error, UsageError):
            assert (told["code"], told["message"]) == (-32002, "x errs.")
            assert caplog.records == []
        else:
            assert told["code"] == -32603
            assert "Rossi" not in str(told) + caplog.text
            assert "ZeroDivisionError" in caplog.text
        assert await client.ask("display/list")

    handler = Handler(long=fail) if is_long else Handler(fail)
    caplog.set_level(logging.INFO, "brailledesk")
    run(test, handlers={**core_handlers(), "speech/stop": handler})


def test_a_thread_asks_the_loop() -> None:
    found: list[object] = []

    def work(task: Task, _params: Nothing) -> Nothing:
        found.append(task.service.ask(lambda: task.service.stack.top.name))
        with pytest.raises(ZeroDivisionError):
            task.service.ask(lambda: 1 / 0)
        found.append([one.name for one in task.screen.walk()])
        return NOTHING

    async def test(world: World) -> None:
        client = await world.sheet("uno")
        await client.ask("speech/stop")
        assert found == ["uno", ["uno"]]

    run(test, **_with(work))


def test_there_are_only_so_many_clients() -> None:
    async def test(world: World) -> None:
        for _ in range(8):
            await world.client()
        with pytest.raises(Exception, match="8 clients"):
            Wired(world.service)
        world.service.endpoints[0].close()
        await world.client()

    run(test)


def test_the_client_for_asyncio_hears_progress_and_gives_up(tmp_path: Path) -> None:
    work = Work()
    path = str(tmp_path / "own" / "s.sock")
    stop = Call("speech/stop", Nothing(), Nothing)

    async def test(world: World) -> None:
        async with (
            serve_socket(world.service, path),
            await connect("prova", place=path) as desk,
        ):
            told: list[int] = []
            call = asyncio.create_task(
                desk.call(stop, progress=lambda progress: told.append(progress.done))
            )
            other = asyncio.create_task(desk.call(stop))
            while not told:
                await settle(50)
            other.cancel()
            with pytest.raises(asyncio.CancelledError):
                await other
            work.go_on.set()
            await call
            assert told[-1] == 2_000
            await _until(work.ended)
            assert (await desk.call(calls.displays())).displays

    run(test, **_with(work))
