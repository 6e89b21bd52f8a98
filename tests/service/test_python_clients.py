"""The Python clients when something goes wrong: at the other end, or in their caller's own code."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from brailledesk.client import Client, calls, connect, start
from brailledesk.client import aio as for_asyncio
from brailledesk.client.calls import Call
from brailledesk.errors import ServiceNotReached
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handling import NOTHING, Handler, Task
from brailledesk.service.transports.unix import serve_socket
from brailledesk.service.wire.base import Nothing
from tests.service.world import World, run

LONG = Call("speech/stop", Nothing(), Nothing)


class Wrong(Exception):
    """A caller's own."""


def _raise(_progress: object) -> None:
    raise Wrong


class Endless:
    """A long method that tells how far it is until it is given up."""

    def __init__(self) -> None:
        self.ended = Event()

    def __call__(self, task: Task, _params: Nothing) -> Nothing:
        try:
            while not self.ended.wait(0.01):
                task.tell(1, 2)
                task.check()
        finally:
            self.ended.set()
        return NOTHING


def _with(work: Endless) -> dict[str, Any]:
    return {"handlers": {**core_handlers(), "speech/stop": Handler(long=work)}}


def _plain(tmp_path: Path, work: Endless, use: Callable[[Client], None]) -> None:
    """Use a client that waits, in a thread beside its service."""

    async def test(world: World) -> None:
        place = str(tmp_path / "own" / "s")

        def used() -> None:
            with connect(place=place) as client:
                use(client)

        async with serve_socket(world.service, place):
            await asyncio.to_thread(used)

    run(test, **_with(work))


def test_what_progress_raises_is_its_callers_and_gives_the_call_up(tmp_path: Path) -> None:
    work = Endless()

    def use(client: Client) -> None:
        with pytest.raises(Wrong):
            client.call(LONG, progress=_raise, seconds=60)
        assert work.ended.wait(60)
        assert client.call(calls.displays(), seconds=60).displays

    _plain(tmp_path, work, use)


def test_so_it_is_for_asyncio(tmp_path: Path) -> None:
    work = Endless()

    async def test(world: World) -> None:
        place = str(tmp_path / "own" / "s")
        async with (
            serve_socket(world.service, place),
            await for_asyncio.connect(place=place) as client,
        ):
            with pytest.raises(Wrong):
                await client.call(LONG, progress=_raise)
            assert await asyncio.to_thread(work.ended.wait, 10)
            assert (await client.call(calls.displays())).displays

    run(test, **_with(work))


def _lose(world: World) -> None:
    for endpoint in tuple(world.service.endpoints):
        endpoint.connection.close()


def test_a_service_that_is_gone_is_one_error(tmp_path: Path) -> None:
    async def test(world: World) -> None:
        place = str(tmp_path / "own" / "s")
        async with serve_socket(world.service, place):
            plain = await asyncio.to_thread(connect, place=place)
            other = await for_asyncio.connect(place=place)
            _lose(world)
            async for _ in other.events():
                pass
            for _ in range(3):
                with pytest.raises(ServiceNotReached):
                    await other.call(calls.displays())
                with pytest.raises(ServiceNotReached):
                    await other.tell(calls.displays())
            await asyncio.to_thread(list, plain.events())
            _all_fail(plain)
            plain.close()
            _all_fail(plain)
            await other.close()

    run(test)


def _all_fail(client: Client) -> None:
    with pytest.raises(ServiceNotReached):
        client.call(calls.displays(), seconds=60)
    with pytest.raises(ServiceNotReached):
        client.tell(calls.displays())


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), ValueError("closed file")])
def test_what_cannot_be_written_is_one_error(error: Exception) -> None:
    """Before anybody has read that the other end is gone."""
    gone = Event()

    def fail(_data: bytes) -> None:
        raise error

    def read() -> bytes:
        gone.wait(60)
        return b""

    client = Client(read, fail, gone.set)
    _all_fail(client)
    client.close()


NO_SERVICE = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); "
NO_SERVICE += r"print('x\n\r\n\r\n', end='', flush=True); time.sleep(60)"


@pytest.mark.parametrize("is_plain", [True, False])
def test_a_program_that_is_no_service_is_not_left_behind(tmp_path: Path, *, is_plain: bool) -> None:
    command = [sys.executable, "-c", NO_SERVICE, str(tmp_path / "pid")]

    def begin() -> None:
        if is_plain:
            start(command)
        else:
            asyncio.run(for_asyncio.start(command))

    with pytest.raises(ServiceNotReached):
        begin()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
