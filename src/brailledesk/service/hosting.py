"""The service as a process: its displays, its way to clients, its end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from brailledesk.service.attach import attach_displays
from brailledesk.service.rights import EXTENSION
from brailledesk.service.rpc.framing import HeaderFraming, LengthFraming
from brailledesk.service.service import Options, Service
from brailledesk.service.transports.stdio import serve_stdio


class Way(Enum):
    """How clients come."""

    STDIO = "stdio"
    NATIVE = "native"
    SOCKET = "socket"


@dataclass(frozen=True, slots=True)
class Hosting:
    """``socket`` is the path of the socket, empty for the usual one. ``displays`` are written as
    for ``brailledesk desk``, or "virtual:40"; ``model`` is for those that do not tell.
    """

    way: Way = Way.SOCKET
    socket: str = ""
    displays: Sequence[str] = ()
    model: str = ""


def host(hosting: Hosting, options: Options, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until the client has gone (stdio, native), or a signal comes.

    ``ready`` is told where the service can be reached.
    Raises UsageError, TableError, DisplayNotFound, SettingsFaulty or SocketNotSafe.
    """
    asyncio.run(_host(hosting, options, ready))


async def _host(hosting: Hosting, options: Options, ready: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    service = Service(options, loop)
    closers = attach_displays(service, hosting.displays, hosting.model)
    try:
        serving = asyncio.ensure_future(_serve(service, hosting, ready))
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: the exception of Ctrl+C ends it
                loop.add_signal_handler(number, serving.cancel)
        with suppress(asyncio.CancelledError):
            await serving
    finally:
        service.close()
        for close in closers:
            close()


async def _serve(service: Service, hosting: Hosting, ready: Callable[[str], None]) -> None:
    if hosting.way is Way.STDIO:
        await serve_stdio(service, HeaderFraming())
    elif hosting.way is Way.NATIVE:
        await serve_stdio(service, LengthFraming(), rights=EXTENSION)
    else:
        from brailledesk.service.transports.local import default_place, serve_local  # noqa: PLC0415

        place = hosting.socket or default_place()
        async with serve_local(service, place):
            ready(place)
            await asyncio.Event().wait()
