"""The Python clients when something goes wrong: at the other end, or in their caller's own code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from brailledesk.client import Client, calls, connect
from brailledesk.client import aio as for_asyncio
from brailledesk.client.calls import Call
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
            client.call(LONG, progress=_raise, seconds=10)
        assert work.ended.wait(10)
        assert client.call(calls.displays(), seconds=10).displays

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
