"""What a browser starts ends when either side does, and what was said before arrives."""

from __future__ import annotations

import asyncio
import os
import subprocess
from pathlib import Path

from brailledesk.service.rpc.framing import HeaderFraming, LengthFraming
from brailledesk.service.transports.relay import relay
from tests.service.processes import SERVE, ended, served


def test_it_ends_with_the_service_while_the_browser_says_nothing(tmp_path: Path) -> None:
    """The browser then tells the extension, which starts it again: no message is lost."""
    place = str(tmp_path / "s")
    from_browser, browser_writes = os.pipe()
    browser_reads, to_browser = os.pipe()
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framing = HeaderFraming()
        while not heard:
            heard.extend(framing.feed(await reader.read(1 << 16)))
        writer.write(framing.frame(b"an answer"))
        writer.close()

    async def work() -> bool:
        async with await asyncio.start_unix_server(serve, place):
            os.write(browser_writes, LengthFraming().frame(b"a question"))
            way = relay(place, LengthFraming(), (from_browser, to_browser))
            return await asyncio.wait_for(way, 60)

    try:
        assert asyncio.run(work())
        assert heard == [b"a question"]
        assert list(LengthFraming().feed(os.read(browser_reads, 100))) == [b"an answer"]
    finally:
        for one in (from_browser, browser_writes, browser_reads, to_browser):
            os.close(one)


def test_who_serves_alone_ends_when_a_service_is_there(tmp_path: Path) -> None:
    """A service that is started again may be slower than the browser: its extension must not stay
    with a program that has no display.
    """
    path = tmp_path / "own" / "s.sock"
    environment = {**os.environ, "BRLAPI_HOST": "127.0.0.1:9999", "LANG": "C"}
    command = [*SERVE, "--native", "--socket", str(path)]
    hello = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":"1.0"}}'
    with (
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        ) as alone,
        ended(alone),
    ):
        assert alone.stdin is not None
        assert alone.stdout is not None
        alone.stdin.write(LengthFraming().frame(hello))
        alone.stdin.flush()
        assert alone.stdout.read(4)  # it serves
        with served(path, "--display", "virtual:40"):
            assert alone.wait(60) == 0
