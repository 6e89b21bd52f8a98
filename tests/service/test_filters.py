"""Filters that take their time hold the client whose screen it is, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest

from brailledesk.client import calls
from brailledesk.client.aio import connect
from brailledesk.desk.filters import PluginFilters
from brailledesk.desk.messages import Message, Priority
from brailledesk.plugins.door import open_door
from brailledesk.screen import Node, Screen, build_screen
from brailledesk.service.transports.unix import serve_socket
from tests.plugins.installed import install
from tests.service.world import Wired, World, run, settle


class Slow:
    """Filters that write in capitals, and wait for what is called "lento"."""

    has_screens = True
    has_messages = True

    def __init__(self) -> None:
        self.begun = Event()
        self.go_on = Event()
        self.seen: list[str] = []
        self._lock = Lock()

    def screen(self, screen: Screen) -> Screen:
        root = screen.nodes[screen.root]
        self._wait(root.name)
        shown = Node(id=root.id, role=root.role, name=root.name.upper())
        return build_screen([shown], revision=screen.revision, focus=screen.focus)

    def message(self, message: Message) -> Message | None:
        self._wait(message.text)
        return None if message.text == "via" else replace(message, text=message.text.upper())

    def _wait(self, text: str) -> None:
        with self._lock:
            self.seen.append(text)
        if "lento" in text:
            self.begun.set()
            assert self.go_on.wait(60)


def _screen(name: str) -> dict[str, Any]:
    return {"nodes": [{"id": "r", "role": "paragraph", "name": name}], "focus": "r"}


async def _until(flag: Event) -> None:
    while not flag.is_set():
        await settle(50)


async def _shown(world: World, text: str) -> None:
    while not world.shows(text):
        await settle(50)


def test_a_slow_filter_of_screens_holds_its_own_client() -> None:
    slow = Slow()

    async def test(world: World) -> None:
        held, other = await world.sheet("uno"), await world.sheet("due")
        assert world.shows("DUE")
        first = held.start("screen/publish", _screen("lento"))
        later = held.start("screen/patch", {"base": 1, "revision": 7, "nodes": []})
        last = held.start("screen/focus", {"node": "r"})
        await _until(slow.begun)
        for number in range(5):
            await other.ask("screen/publish", **_screen(f"numero {number}"))
            assert world.shows(f"NUMERO {number}")
        assert not {first, later, last} & {one.get("id") for one in held.heard}
        slow.go_on.set()
        assert (await held.reply(first))["result"] == {"revision": 1}
        assert (await held.reply(later))["result"] == {"revision": 7}
        assert (await held.reply(last))["result"] == {"revision": 8}
        answered = [one["id"] for one in held.heard if one.get("id") in {first, later, last}]
        assert answered == [first, later, last]
        other.endpoint.release()
        assert world.shows("LENTO")
        error = await held.fail("screen/patch", base=3, revision=4)
        assert error["data"]["kind"] == "StaleRevision"
        await held.ask("text/edit", node="r", start=0, end=0, text="")
        assert "lento" in slow.seen

    run(test, filters=slow)


@pytest.mark.parametrize("way", ["closes", "says all"])
def test_who_goes_away_while_it_is_held(way: str) -> None:
    slow, done = Slow(), []

    async def test(world: World) -> None:
        held = await world.sheet("uno")
        number = held.start("screen/publish", _screen("lento"))
        await _until(slow.begun)
        if way == "closes":
            held.endpoint.close()
        else:
            held.endpoint.finish(lambda: done.append(1))
            assert done == []
        assert world.shows("brailledesk: nessun programma".upper())
        slow.go_on.set()
        if way == "says all":
            assert (await held.reply(number))["result"] == {"revision": 1}
            while not done:
                await settle(50)
        assert world.shows("brailledesk: nessun programma".upper())
        other = await world.sheet("due")
        assert world.shows("DUE")
        assert (await other.ask("display/list"))["displays"]

    run(test, filters=slow)


def test_a_slow_filter_of_messages_holds_those_of_its_sender() -> None:
    slow = Slow()

    async def test(world: World) -> None:
        held: Wired = await world.client(client={"name": "uno", "version": "1"})
        other = await world.client(client={"name": "due", "version": "1"})
        await held.ask("message/post", text="lento", priority="message")
        await _until(slow.begun)
        await held.ask("message/post", text="dopo", priority="important")
        await other.ask("message/post", text="via", priority="important")
        await other.ask("message/post", text="presto", priority="important")
        world.service.post("telefono", Priority.NOTIFICATION)
        await _shown(world, "PRESTO")
        assert "dopo" not in slow.seen
        slow.go_on.set()
        history = world.service.stack.messages.history
        while len(history) < 4:
            await settle(50)
        texts = [one.text for one in history]
        assert texts.index("LENTO") < texts.index("DOPO")
        assert sorted(texts) == ["DOPO", "LENTO", "PRESTO", "TELEFONO"]
        own = (await held.ask("message/history", limit=9, all=False))["messages"]
        assert [one["text"] for one in own] == ["LENTO", "DOPO"]

    run(test, filters=slow)


def test_other_tables_ask_no_filter() -> None:
    """The screen is shown as filters left it: a slow one would hold all at once."""
    slow = Slow()

    async def test(world: World) -> None:
        client = await world.sheet("uno")
        before = list(slow.seen)
        await client.ask("config/set", table="it-6dot")
        assert slow.seen == before
        assert client.endpoint.sheet is not None
        assert client.endpoint.sheet.desk.shown.nodes["r"].name == "UNO"
        assert client.endpoint.sheet.desk.screen.nodes["r"].name == "uno"

    run(test, filters=slow)


def test_a_plugin_that_hangs_is_named_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a socket: its client is held for the time that a filter has, and is served then."""
    module = """
from time import sleep
from brailledesk.plugins import hookimpl

@hookimpl
def brailledesk_filter_screen(screen):
    if screen.nodes[screen.root].name == "lento":
        sleep(30)
    return screen
"""
    install(tmp_path, "hangs", {"filter_that_hangs": module}, {"hangs": "filter_that_hangs"})
    monkeypatch.syspath_prepend(str(tmp_path))
    door = open_door()
    path = str(tmp_path / "own" / "s.sock")

    async def test(world: World) -> None:
        async with (
            serve_socket(world.service, path),
            await connect("uno", place=path) as held,
        ):
            await held.call(calls.claim("uno"))
            screen = build_screen([Node(id="a", role="paragraph", name="lento")])
            assert (await held.call(calls.publish(screen))).revision == screen.revision
            assert world.shows("lento")
            [fault] = [one for one in door.faults if one.plugin == "hangs"]
            assert "not asked again" in fault.reason
            assert (await held.call(calls.focus("a"))).revision == screen.revision + 1

    run(test, filters=PluginFilters(door))
