"""A browser's program that hands everything on to the service that runs already.

A browser starts a program for each extension. If each were a service of its own, their sheets could
not lie on each other; so where a service runs at the socket, the program only changes the framing.
It says in a header of each message that an extension speaks: that can take rights away from a
connection, and gives none.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress

from brailledesk.service.rpc.framing import BrokenFraming, Framing, HeaderFraming
from brailledesk.service.transports.stream import EXTENSION_HEADER

_PIECE = 1 << 16
_LOOK_SECONDS = 1.0


async def relay(place: str, framing: Framing, descriptors: tuple[int, int] = (0, 1)) -> bool:
    """Hand messages on until one side ends; False where no service is reached at the socket."""
    try:
        from_service, to_service = await asyncio.open_unix_connection(place)
    except OSError:
        return False
    from_browser, browser, to_browser = await _pipes(descriptors)
    inner = HeaderFraming()

    def marked(message: bytes) -> bytes:
        return EXTENSION_HEADER + inner.frame(message)

    there = asyncio.create_task(_pump(from_browser, framing, to_service, marked))
    back = asyncio.create_task(_pump(from_service, inner, to_browser, framing.frame))
    await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
    if not back.done():
        with suppress(OSError):
            to_service.write_eof()  # what was asked is still answered
        await back
    there.cancel()  # the service is gone: the browser hears of it when this program ends
    browser.close()
    to_service.close()
    to_browser.close()
    return True


async def until_served(place: str) -> None:
    """Return when a service is at the socket: who serves alone is not needed any more."""
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        with suppress(OSError):
            _, writer = await asyncio.open_unix_connection(place)
            writer.close()
            return


async def _pump(
    reader: asyncio.StreamReader,
    framing: Framing,
    writer: asyncio.StreamWriter,
    frame: Callable[[bytes], bytes],
) -> None:
    """Messages from one side to the other, no faster than that takes them."""
    with suppress(OSError, BrokenFraming):
        while data := await reader.read(_PIECE):
            for message in framing.feed(data):
                writer.write(frame(message))
            await writer.drain()


async def _pipes(
    descriptors: tuple[int, int],
) -> tuple[asyncio.StreamReader, asyncio.ReadTransport, asyncio.StreamWriter]:
    """What is read, the pipe that it comes from, and what is written."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    source, target = descriptors
    pipe, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(source, "rb", 0, closefd=False)
    )
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()),
        os.fdopen(target, "wb", 0, closefd=False),
    )
    return reader, pipe, asyncio.StreamWriter(transport, protocol, None, loop)
