"""The service as a process: its displays, its way to clients, its end."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from enum import Enum

from brailledesk.desk.filters import PluginFilters
from brailledesk.errors import DeviceError
from brailledesk.i18n import catalogue
from brailledesk.plugins.door import Door, open_door
from brailledesk.service.attach import Missing, attach_displays
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handlers.speech import Voice
from brailledesk.service.options import Options
from brailledesk.service.places import default_place
from brailledesk.service.rights import EXTENSION
from brailledesk.service.rpc.framing import HeaderFraming, LengthFraming
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.service import Service
from brailledesk.service.transports.stdio import serve_stdio
from brailledesk.service.transports.taken import take_streams
from brailledesk.speech.choice import SpeechChoice
from brailledesk.speech.outputs import Output

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
    ``calls`` is where the telephone is heard ("asterisk:FILE.toml", "webhook"), empty for none.

    A browser's program (native) for which no displays are named hands on to the service at the
    socket; where none runs it serves by itself, with whatever brltty drives, until one does.
    """

    way: Way = Way.SOCKET
    socket: str = ""
    displays: Sequence[str] = ()
    model: str = ""
    calls: str = ""
    has_websocket: bool = False
    """Whether pages can come, too, over the loopback interface."""
    port: int = 0
    """Where pages come; 0 lets the system choose."""
    has_viewer: bool = False
    """Whether the developer's page is there."""
    speech: SpeechChoice | None = None
    """What of the desk is spoken by itself; None is nothing, and the key that speaks does nothing.
    """
    make_output: Callable[[], Output] | None = None
    """Where the voice goes; None is whatever is there. Raises SpeechError."""


def host(
    hosting: Hosting,
    options: Options,
    ready: Callable[[str], None] = lambda _: None,
    missing: Missing = lambda _connection, _error: None,
) -> None:
    """Serve until the client has gone (stdio, native), or a signal comes.

    ``ready`` is told where the service can be reached, ``missing`` which display is waited for.
    Raises UsageError, TableError, DisplayNotFound, SettingsFaulty, SocketNotSafe, SpeechError,
    SecretUnsafe or OutputError.
    """
    asyncio.run(_host(hosting, options, ready, missing))


class _Notices:
    """What people are told, in an order that they can follow: first that the service is there."""

    def __init__(self, ready: Callable[[str], None], missing: Missing, *, is_ready: bool) -> None:
        self._ready = ready
        self._missing = missing
        self._is_ready = is_ready
        self._held: list[tuple[str, DeviceError]] = []

    def ready(self, place: str) -> None:
        self._ready(place)
        self._is_ready = True
        held, self._held = self._held, []
        for connection, error in held:
            self._missing(connection, error)

    def missing(self, connection: str, error: DeviceError) -> None:
        if self._is_ready:
            self._missing(connection, error)
        else:
            self._held.append((connection, error))


async def _host(
    hosting: Hosting, options: Options, ready: Callable[[str], None], missing: Missing
) -> None:
    loop = asyncio.get_running_loop()
    # Before anything of others is loaded: what that prints must not come between messages.
    streams = (0, 1) if hosting.way is Way.SOCKET else take_streams()
    displays = hosting.displays
    is_alone = hosting.way is Way.NATIVE and not displays
    place = hosting.socket or default_place()
    if is_alone:
        if sys.platform != "win32" and await _is_handed_on(place, streams):
            return
        displays = (BRLTTY,)
    door = open_door()
    voice = Voice() if hosting.make_output is None else Voice(hosting.make_output)
    options = replace(options, filters=PluginFilters(door))
    following = _follower(hosting.calls, door, options.locale)
    service = Service(options, loop, handlers=core_handlers(voice))
    if hosting.speech is not None:
        voice.speak_of(service, hosting.speech)
    notices = _Notices(ready, missing, is_ready=hosting.way is not Way.SOCKET)
    closers = attach_displays(service, displays, hosting.model, notices.missing)
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is there now stays: to look through all of it took 16 ms, in between
    calls = None if following is None else asyncio.ensure_future(following(service, voice))
    try:
        serving = asyncio.ensure_future(_serve(service, hosting, streams, notices.ready))
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: the exception of Ctrl+C ends it
                loop.add_signal_handler(number, serving.cancel)
        if is_alone and sys.platform != "win32":
            coming = asyncio.ensure_future(_service_comes(place))
            coming.add_done_callback(lambda _: serving.cancel())
        with suppress(asyncio.CancelledError):
            await serving
    finally:
        if calls is not None:
            calls.cancel()
            with suppress(asyncio.CancelledError):
                await calls
        service.close()
        for close in closers:
            close()


def _follower(
    words: str, door: Door, locale: str
) -> Callable[[Service, Voice], Coroutine[None, None, None]] | None:
    """What follows the telephone, if it is to be followed. Raises what opening the source does."""
    if not words:
        return None
    from brailledesk.telephony.following import CallDesk  # noqa: PLC0415 - few ask for it
    from brailledesk.telephony.lookup import lookup_of  # noqa: PLC0415
    from brailledesk.telephony.running import follow  # noqa: PLC0415
    from brailledesk.telephony.source import open_source  # noqa: PLC0415

    source = open_source(words, door)

    async def run(service: Service, voice: Voice) -> None:
        desk = CallDesk(
            service.calls(),
            catalogue(locale),
            wrap_up=source.wrap_up,
            lookup=lookup_of(door),
            on_state=voice.follow,
        )
        await follow(source, desk)

    return run


async def _is_handed_on(place: str, streams: tuple[int, int]) -> bool:
    """Whether a service that runs already took the browser's messages, to their end."""
    from brailledesk.service.transports.relay import relay  # noqa: PLC0415 - for browsers alone

    return await relay(place, LengthFraming(), streams)


async def _service_comes(place: str) -> None:
    """Return when a service runs: the browser starts its program anew, which hands on then."""
    from brailledesk.service.transports.relay import until_served  # noqa: PLC0415 - as above

    await until_served(place)


async def _serve(
    service: Service,
    hosting: Hosting,
    streams: tuple[int, int],
    ready: Callable[[str], None],
) -> None:
    if hosting.way is Way.STDIO:
        await serve_stdio(service, HeaderFraming(), descriptors=streams)
    elif hosting.way is Way.NATIVE:
        framing, guard = LengthFraming(), LimitGuard()
        await serve_stdio(service, framing, rights=EXTENSION, guard=guard, descriptors=streams)
    else:
        from brailledesk.service.transports.local import serve_local  # noqa: PLC0415

        place = hosting.socket or default_place()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(serve_local(service, place))
            ready(place)
            if hosting.has_websocket or hosting.has_viewer:
                from brailledesk.service.transports import loopback  # noqa: PLC0415 - rarely used

                folder = loopback.folder_beside(place)
                serving = loopback.serve_websocket(
                    service, folder, has_viewer=hosting.has_viewer, port=hosting.port
                )
                web = await stack.enter_async_context(serving)
                ready(web.url)
                if web.viewer_url:
                    ready(web.viewer_url)
            await asyncio.Event().wait()
