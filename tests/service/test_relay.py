"""What a browser starts ends when either side does, and what was said before arrives."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from brailledesk.service.rpc.framing import HeaderFraming, LengthFraming
from brailledesk.service.transports.relay import relay


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
            return await asyncio.wait_for(way, 10)

    try:
        assert asyncio.run(work())
        assert heard == [b"a question"]
        assert list(LengthFraming().feed(os.read(browser_reads, 100))) == [b"an answer"]
    finally:
        for one in (from_browser, browser_writes, browser_reads, to_browser):
            os.close(one)
