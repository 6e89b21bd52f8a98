"""Behind the door: clients that are too large, too deep, too fast, too slow, or that read files."""

from __future__ import annotations

import asyncio
import json
import os
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from brailledesk.service.security.limits import FOR_PAGES, Limits
from brailledesk.service.transports.stream import EXTENSION_HEADER
from brailledesk.service.transports.unix import serve_socket
from brailledesk.tables.catalogue import find_table
from tests.service.security.world import CRM, Client, World, run


async def code_of(client: Client) -> int:
    """The close code of a connection that the service ends."""
    async with asyncio.timeout(60):
        await client.socket.wait_closed()
    assert client.socket.close_code is not None
    return client.socket.close_code


async def is_well(world: World) -> bool:
    """Whether another client is served."""
    async with world.client(None) as other:
        await other.ask("auth/token", token=world.local_token)
        await other.begin()
        return bool((await other.ask("translate", text="ciao"))["cells"])


def test_a_message_that_is_too_large_is_never_read(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            text = "x" * (FOR_PAGES.size - 200)
            assert await page.fault("message/post", text=text) == "InvalidParams"  # it was read
            await page.socket.send('{"jsonrpc":"2.0","x":"' + "x" * FOR_PAGES.size + '"}')
            assert await code_of(page) == 1009
        assert await is_well(world)

    run(tmp_path, attack)


def test_pieces_of_a_message_are_counted_together(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            with suppress(ConnectionClosed):  # it may be on its way already
                await page.socket.send(["x" * 100_000] * 20)
            assert await code_of(page) == 1009
        async with world.page() as page:
            with suppress(ConnectionClosed):
                await page.socket.send(["" for _ in range(100_000)])
            with pytest.raises(ConnectionClosed):
                await page.socket.recv()
            assert page.socket.close_code == 1008
        assert await is_well(world)

    run(tmp_path, attack, Limits(seconds=1.0))


def test_depth_and_nodes_are_looked_at_before_anything_is_read(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            await page.ask("session/claim", name="CRM")
            for params in (
                "[" * 65 + "]" * 65,
                '{"a":' * 400 + "1" + "}" * 400,
                "[" * 500_000,
                '{"":' * 200_000,
                '{"nodes":[' + "{}," * 30_000 + "{}]}",
                "[" + "1," * 450_000 + "1]",
            ):
                await page.socket.send(
                    f'{{"jsonrpc":"2.0","id":7,"method":"screen/publish","params":{params}}}'
                )
                refused = await page.hear(None)
                assert refused["error"]["data"]["kind"] == "MessageRefused"
            await page.ask("message/post", text="still here")
        assert await is_well(world)

    run(tmp_path, attack)


def test_what_is_no_text_is_no_message(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            for data in (
                b'{"jsonrpc":"2.0","id":1,"method":"message/post","params":{"text":"\xff"}}',
                b'{"jsonrpc":"2.0","id":1,"method":"message/post","x":"\xed\xa0\x80"}',
                b"\xc0\x80",
                b"\xf8\x88\x80\x80\x80",
                b"\x00",
            ):
                await page.socket.send(data, text=True)
                assert (await page.hear(None))["error"]["code"] == -32700
            # Halves of surrogate pairs can be written in JSON; they come to no harm.
            await page.socket.send(
                '{"jsonrpc":"2.0","id":9,"method":"message/post","params":{"text":"\\ud800"}}'
            )
            assert (await page.hear(None))["error"]["code"] == -32700
            await page.ask("message/post", text="still here")

    run(tmp_path, attack)


def test_keys_that_come_twice_fool_nobody(tmp_path: Path) -> None:
    """The last counts, for the check as for the use: there is one reader."""

    async def attack(world: World) -> None:
        async with world.page(scopes=("documents",)) as page:
            for pair in (
                '"table":"it-8dot","table":"../../etc/passwd"',
                '"table":"/etc/passwd","table":"\\u002fetc/passwd"',
            ):
                await page.socket.send(
                    '{"jsonrpc":"2.0","id":1,"id":2,"method":"config/get","method":"translate",'
                    f'"params":{{"text":"a",{pair}}}}}'
                )
                assert (await page.hear(2))["error"]["data"]["kind"] == "PathNotAllowed"

    run(tmp_path, attack)


def test_pages_name_no_files(tmp_path: Path) -> None:
    table = find_table("it-8dot")
    (tmp_path / "own.utb").write_bytes(table.read_bytes())
    profile = tmp_path / "own.toml"
    profile.write_text("", encoding="utf-8")

    async def attack(world: World) -> None:
        every = ("publish", "documents", "emboss", "config", "read", "speech")
        tricks = [str(table), f"/{table}", "/etc/passwd", "../own.utb", "own.utb", "..", ".", "~"]
        tricks += ["C:\\own.utb", "\\\\host\\share", "it-8dot/../own", "a\0b", "file:///etc/passwd"]
        before = Path.cwd()
        os.chdir(tmp_path)  # where a name alone would find them
        try:
            async with world.page(scopes=every) as page:
                for trick in tricks:
                    source = {"path": trick}
                    for method, params in (
                        ("translate", {"text": "a", "table": trick}),
                        ("backTranslate", {"cells": "⠁", "table": trick}),
                        ("document/convert", {"source": source}),
                        ("document/convert", {"source": {"data": ""}, "table": trick}),
                        ("document/ocr", {"source": source}),
                        ("document/sheet", {"source": source}),
                        ("emboss/submit", {"source": source, "embosser": "x"}),
                        ("config/set", {"table": trick}),
                        ("config/set", {"contracted": trick}),
                        ("config/set", {"profile": trick}),
                    ):
                        kind = await page.fault(method, **params)
                        assert kind == "PathNotAllowed", (method, params)
                assert await page.fault("config/set", profile="own") == "PathNotAllowed"
                await page.ask("config/set", profile="nvda-it", table="it-8dot")
            async with world.client(None) as program:  # a program of this user may
                await program.ask("auth/token", token=world.local_token)
                await program.begin()
                assert (await program.ask("translate", text="a", table=str(table)))["cells"]
        finally:
            os.chdir(before)

    run(tmp_path, attack)


def test_a_page_has_what_was_granted_and_no_more(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page(scopes=("keys",)) as page:
            for method, params in (
                ("session/claim", {"name": "x"}),
                ("screen/publish", {"nodes": [{"id": "a"}]}),
                ("message/post", {"text": "x"}),
                ("message/history", {}),
                ("document/convert", {"source": {"data": ""}}),
                ("emboss/submit", {"source": {"data": ""}, "embosser": "x"}),
                ("speech/say", {"text": "x"}),
                ("config/get", {}),
                ("display/watch", {}),
                ("display/press", {"display": "virtual:40", "key": "top"}),
            ):
                assert await page.fault(method, **params) == "NotAllowed", method

    run(tmp_path, attack)


def test_a_page_sees_nothing_of_anothers_sheet(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page, world.page("https://other.example") as other:
            nodes = [{"id": "a", "role": "textbox", "name": "Canary", "value": "canary"}]
            await page.ask("session/claim", name="Canary", priority=60)
            await page.ask("screen/publish", nodes=nodes, focus="a")
            await other.ask("session/claim", name="other", keys=["top"])
            assert await other.fault("screen/patch", base=1, revision=2, nodes=[]) != ""
            from brailledesk.commands import Command, Key

            world.service.press(world.service.slot("virtual:40"), Command(Key.TOP))
            await other.ask("session/release")
            heard = json.dumps(other.told).lower()
            assert "canary" not in heard
            assert "key/event" not in heard

    run(tmp_path, attack)


def test_a_piece_that_never_ends_is_cut_off(tmp_path: Path) -> None:
    """A first piece and then nothing; a frame of which a byte comes at a time; pieces for ever."""

    async def attack(world: World) -> None:
        async with world.page() as page:
            page.socket.transport.write(frame(b"{", opcode=1, is_last=False))
            async with asyncio.timeout(60):
                await page.socket.wait_closed()
        async with world.page() as page, asyncio.timeout(60):
            for byte in frame(b"x" * 100, opcode=1):
                page.socket.transport.write(bytes([byte]))
                await asyncio.sleep(0.05)
                if page.socket.close_code is not None:
                    break
            await page.socket.wait_closed()
        async with world.page() as page:
            async with asyncio.timeout(60):
                while page.socket.close_code is None:  # pieces without an end
                    page.socket.transport.write(
                        frame(b"x", opcode=0 if page.told else 1, is_last=False)
                    )
                    page.told.append({})
                    await asyncio.sleep(0.02)
        assert await is_well(world)

    run(tmp_path, attack, Limits(seconds=1.0))


def test_who_is_slow_but_whole_is_served(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            for _ in range(3):
                await asyncio.sleep(1.2)
                await page.ask("message/post", text="x")

    run(tmp_path, attack, Limits(seconds=1.0))


@pytest.mark.parametrize(
    "limits",
    [Limits(seconds=60.0, waiting=500_000), Limits(seconds=0.5, waiting=1 << 30)],
    ids=["by what waits for it", "by the clock"],
)
def test_who_does_not_read_is_cut_off(tmp_path: Path, limits: Limits) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            page.socket.transport.pause_reading()
            text = "x" * 50_000
            request = {"jsonrpc": "2.0", "id": 1, "method": "translate", "params": {"text": text}}
            data = json.dumps(request)
            with suppress(ConnectionClosed):
                async with asyncio.timeout(60):
                    while world.service.endpoints:
                        await page.socket.send(data)
                        await asyncio.sleep(0.005)
            assert world.service.endpoints == []
            page.socket.transport.abort()
        assert await is_well(world)

    run(tmp_path, attack, limits)


def test_pings_are_not_answered_for_ever(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        async with world.page() as page:
            for _ in range(1_000):
                page.socket.transport.write(frame(b"x" * 125, opcode=9))
                await asyncio.sleep(0)
            async with asyncio.timeout(60):
                await page.socket.wait_closed()
        assert await is_well(world)

    run(tmp_path, attack)


def test_a_flood_loses_nothing_and_keeps_nobody_out(tmp_path: Path) -> None:
    """One page sends as fast as it can, four times what is served at once."""
    count = 2_000

    async def attack(world: World) -> None:
        async with world.page() as page, world.client(None) as other, asyncio.TaskGroup() as group:
            await other.ask("auth/token", token=world.local_token)
            await other.begin()
            await page.ask("session/claim", name="CRM")
            await page.ask("screen/publish", nodes=[{"id": "a", "name": "0"}], revision=0)
            first = page.number + 1

            async def flood() -> None:
                for number in range(count):
                    nodes = [{"id": "a", "name": str(number)}]
                    await page.send("screen/patch", base=number, revision=number + 1, nodes=nodes)

            async def read() -> None:
                for number in range(count):
                    answer = json.loads(await page.socket.recv())
                    while "id" not in answer:
                        answer = json.loads(await page.socket.recv())
                    assert answer["id"] == first + number
                    assert answer["result"]["revision"] == number + 1

            group.create_task(flood())
            reading = group.create_task(read())
            served = 0
            while not reading.done():
                await other.ask("message/post", text="x", priority="notification")
                served += 1
            assert served >= 20

    run(tmp_path, attack, Limits(rate=2_000, burst=count / 4))


def test_requests_that_take_long_cannot_be_piled_up(tmp_path: Path) -> None:
    """Each waits for a thread with all that it was given."""
    count = 400

    async def attack(world: World) -> None:
        async with world.page() as page:
            batch = [
                {"jsonrpc": "2.0", "id": n, "method": "translate", "params": {"text": "x" * 2_000}}
                for n in range(count)
            ]
            await page.socket.send(json.dumps(batch))
            answers = json.loads(await page.socket.recv())
            assert sorted(one["id"] for one in answers) == list(range(count))
            kinds = [one["error"]["data"]["kind"] for one in answers if "error" in one]
            assert set(kinds) == {"MessageRefused"}  # most came before a thread was free

    run(tmp_path, attack)


def test_what_is_watched_is_masked_to_its_end(tmp_path: Path) -> None:
    """Also a text that is longer than what is shown of a message, and has no end there."""

    async def attack(world: World) -> None:
        async with world.client(None) as watcher, world.page() as page:
            await watcher.ask("auth/token", token=world.local_token)
            await watcher.begin()
            await watcher.ask("display/watch", frames=False, traffic=True)
            for text in ("canary", "canary " * 5_000, '\\"canary' * 2_000, "x" * 15_900 + "canary"):
                await page.answer("message/post", text=text, channel="canary", key="canary")
            told = await watcher.traffic(8)
            assert {one["method"] for one in told} >= {"message/post"}
            assert "canary" not in json.dumps([one["content"] for one in told])

    run(tmp_path, attack)


def test_an_extension_at_the_socket_has_the_limits_of_one(tmp_path: Path) -> None:
    """A browser's program marks what it hands on; the mark cannot be taken back."""

    async def attack(world: World) -> None:
        place = str(world.folder / "service.sock")
        deep = b'{"jsonrpc":"2.0","id":1,"method":"x","params":' + b"[" * 70 + b"]" * 70 + b"}"
        async with serve_socket(world.service, place):
            reader, writer = await asyncio.open_unix_connection(place)
            kinds = []
            for mark in (b"", EXTENSION_HEADER, b""):
                writer.write(mark + b"Content-Length: %d\r\n\r\n%b" % (len(deep), deep))
                length = int((await reader.readuntil(b"\r\n\r\n")).split(b":")[1])
                kinds.append(json.loads(await reader.readexactly(length))["error"]["data"]["kind"])
            writer.close()
        assert kinds == ["MethodNotFound", "MessageRefused", "MessageRefused"]

    run(tmp_path, attack)


def frame(data: bytes, opcode: int, *, is_last: bool = True) -> bytes:
    """A frame of a client as RFC 6455, section 5.2 says, masked with zeros."""
    length = len(data)
    head = bytes([(0x80 if is_last else 0) | opcode])
    if length < 126:
        head += bytes([0x80 | length])
    else:
        head += bytes([0x80 | 126]) + struct.pack("!H", length)
    return head + bytes(4) + data


def test_frames_that_break_the_protocol_end_the_connection_only(tmp_path: Path) -> None:
    async def attack(world: World) -> None:
        broken = [
            frame(b"x", opcode=3),  # reserved
            frame(b"x" * 126, opcode=9),  # a control frame that is too long
            frame(b"x", opcode=9, is_last=False),  # ... or in pieces
            frame(b"x", opcode=0),  # a continuation of nothing
            bytes([0xF1, 0x81, 0, 0, 0, 0, 0]),  # reserved bits: a compression nobody agreed on
            bytes([0x81, 0x01, 0x78]),  # not masked
            bytes([0x81, 0xFF]) + b"\xff" * 8 + bytes(4),  # of 16 exabytes
            os.urandom(64) + bytes(64),
        ]
        for data in broken:
            async with world.page() as page:
                page.socket.transport.write(data)
                async with asyncio.timeout(60):
                    await page.socket.wait_closed()
        assert await is_well(world)
        assert CRM in {one.origin for one in world.access.read().grants}

    run(tmp_path, attack, Limits(seconds=1.0))
