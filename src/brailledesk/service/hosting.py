"""The service as a process: its displays, its way to clients, its end."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from enum import Enum

from brailledesk.service.attach import attach_displays
from brailledesk.service.options import Options
from brailledesk.service.places import default_place
from brailledesk.service.rights import EXTENSION
from brailledesk.service.rpc.framing import HeaderFraming, LengthFraming
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.service import Service
from brailledesk.service.transports.stdio import serve_stdio

BRLTTY = "brlapi"


SWITCH_SECONDS = 0.0002
"""So long a thread may keep the interpreter from the desk; Python's own 5 ms would be felt."""


class Way(Enum):
    """How clients come."""

    STDIO = "stdio"
    NATIVE = "native"
    SOCKET = "socket"


@dataclass(frozen=True, slots=True)
class Hosting:
    """``socket`` is the path of the socket, empty for the usual one. ``displays`` are written as
    for ``brailledesk desk``, or "virtual:40"; ``model`` is for those that do not tell.

    A browser's program (native) for which no displays are named hands on to the service at the
    socket; where none runs it serves by itself, with whatever brltty drives.
    """

    way: Way = Way.SOCKET
    socket: str = ""
    displays: Sequence[str] = ()
    model: str = ""
    has_websocket: bool = False
    """Whether pages can come, too, over the loopback interface."""
    has_viewer: bool = False
    """Whether the developer's page is there."""


def host(hosting: Hosting, options: Options, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until the client has gone (stdio, native), or a signal comes.

    ``ready`` is told where the service can be reached.
    Raises UsageError, TableError, DisplayNotFound, SettingsFaulty SocketNotSafe,
    SecretUnsafe or OutputError.
    """
    asyncio.run(_host(hosting, options, ready))


async def _host(hosting: Hosting, options: Options, ready: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    displays = hosting.displays
    if hosting.way is Way.NATIVE and not displays:
        if sys.platform != "win32" and await _is_handed_on(hosting.socket or default_place()):
            return
        displays = (BRLTTY,)
    service = Service(options, loop)
    closers = attach_displays(service, displays, hosting.model)
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is there now stays: to look through all of it took 16 ms, in between
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


async def _is_handed_on(place: str) -> bool:
    """Whether a service that runs already took the browser's messages, to their end."""
    from brailledesk.service.transports.relay import relay  # noqa: PLC0415 - for browsers alone

    return await relay(place, LengthFraming())


async def _serve(service: Service, hosting: Hosting, ready: Callable[[str], None]) -> None:
    if hosting.way is Way.STDIO:
        await serve_stdio(service, HeaderFraming())
    elif hosting.way is Way.NATIVE:
        await serve_stdio(service, LengthFraming(), rights=EXTENSION, guard=LimitGuard())
    else:
        from brailledesk.service.transports.local import serve_local  # noqa: PLC0415

        place = hosting.socket or default_place()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(serve_local(service, place))
            ready(place)
            if hosting.has_websocket or hosting.has_viewer:
                from brailledesk.service.transports import loopback  # noqa: PLC0415 - rarely used

                folder = loopback.folder_beside(place)
                serving = loopback.serve_websocket(service, folder, has_viewer=hosting.has_viewer)
                web = await stack.enter_async_context(serving)
                ready(web.url)
                if web.viewer_url:
                    ready(web.viewer_url)
            await asyncio.Event().wait()
