"""The service: clients, displays, and the one event loop in which all of it happens.

::

    service = Service(Options(), loop)
    endpoint = service.open(connection)     # a transport has a client
    endpoint.receive(message)               # and hands its messages on, one after another
    endpoint.close()

Displays tell from threads of their own and long methods run in others; both come back through
:meth:`Service.soon`.
"""

from __future__ import annotations

import time
from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVarTuple

import msgspec

from brailledesk.commands import Command
from brailledesk.desk.messages import Messages
from brailledesk.desk.profile_file import DEFAULT
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.errors import N_, TooManyClients, UsageError
from brailledesk.i18n import catalogue
from brailledesk.service.endpoint import Endpoint
from brailledesk.service.guard import SizeGuard
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handling import Handlers, Long, Task
from brailledesk.service.ports import Connection, Guard
from brailledesk.service.slots import DisplaySlot
from brailledesk.service.stack import Stack
from brailledesk.service.watching import Watching
from brailledesk.service.wire.displays import DisplayInfo, DisplaysChanged

MAX_CLIENTS = 8
_WORKERS = 4

_Given = TypeVarTuple("_Given")


@dataclass(frozen=True, slots=True)
class Options:
    """``table``, ``contracted`` and ``profile`` are the reader's, ``locale`` the language of words
    for people. ``is_for_developers``: watchers see contents unmasked.
    """

    table: str = "it-8dot"
    contracted: str | None = None
    profile: str = DEFAULT
    locale: str = "it"
    is_for_developers: bool = False
    max_clients: int = MAX_CLIENTS


class Service:
    """All clients and displays of one reader. Used from its event loop, but for :meth:`soon`.

    ``handlers`` are what the methods do. ``clock`` gives seconds since the epoch.
    Raises what loading tables and profiles raises.
    """

    def __init__(
        self,
        options: Options,
        loop: AbstractEventLoop,
        *,
        handlers: Handlers | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.options = options
        self.handlers = core_handlers() if handlers is None else handlers
        self.endpoints: list[Endpoint] = []
        self._loop = loop
        self._clock = clock
        words = catalogue(options.locale)
        self.stack = Stack(self._maker(options), words(N_("brailledesk: no program is here")))
        self.watching = Watching(self)
        self._executor = ThreadPoolExecutor(_WORKERS, thread_name_prefix="brailledesk")
        self._timer: TimerHandle | None = None

    @property
    def locale(self) -> str:
        """The language of words for people, where a client does not choose."""
        return self.options.locale

    def open(self, connection: Connection, guard: Guard | None = None) -> Endpoint:
        """A client came. Raises TooManyClients."""
        if len(self.endpoints) >= self.options.max_clients:
            raise TooManyClients(self.options.max_clients)
        endpoint = Endpoint(self, connection, guard or SizeGuard())
        self.endpoints.append(endpoint)
        return endpoint

    def forget(self, endpoint: Endpoint) -> None:
        """A client went away."""
        self.endpoints.remove(endpoint)

    def run(self, work: Long, task: Task, params: msgspec.Struct) -> Future[msgspec.Struct]:
        """Do a long work in a thread."""
        return self._executor.submit(work, task, params)

    def soon(self, call: Callable[[*_Given], object], *given: *_Given) -> None:
        """Call something in the event loop; from any thread, and also when all is over."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *given)

    def close(self) -> None:
        """Let all clients go; no new work is begun."""
        for endpoint in tuple(self.endpoints):
            endpoint.connection.close()
            endpoint.close()
        if self._timer is not None:
            self._timer.cancel()
        self._executor.shutdown(wait=False, cancel_futures=True)

    # --- displays --------------------------------------------------------------------------------

    def displays(self) -> list[DisplayInfo]:
        """All displays as clients know them."""
        return [slot.info() for slot in self.stack.displays.values()]

    def slot(self, name: str) -> DisplaySlot:
        """A display by its name. Raises UsageError."""
        slot = self.stack.displays.get(name)
        if slot is None:
            raise UsageError(N_("There is no display {name}."), name=name)
        return slot

    def connect_display(self, slot: DisplaySlot, title: str) -> None:
        """A display is there, or has another size now."""
        self.stack.connect(slot, title)
        self._tell_displays()

    def lose_display(self, slot: DisplaySlot) -> None:
        """A display is not there at the moment."""
        if slot.is_connected:
            slot.is_connected = False
            self._tell_displays()

    def press(self, slot: DisplaySlot, command: Command) -> None:
        """A key of a display."""
        self.stack.press(slot, command)
        self.settle()

    # --- what all have together ------------------------------------------------------------------

    def change(self, options: Options) -> None:
        """Go on with other tables or another profile. If it raises, nothing has changed."""
        self.stack.exchange(self._maker(options))
        self.options = options

    def heard(self, endpoint: Endpoint, data: bytes) -> None:
        """A message of a client came: those who watch are told."""
        self.watching.traffic(endpoint, data, is_sent=False)

    def sent(self, endpoint: Endpoint, data: bytes) -> None:
        """A message went to a client."""
        self.watching.traffic(endpoint, data, is_sent=True)

    def settle(self) -> None:
        """After anything happened: tell watchers, and see when time is to pass."""
        self.watching.frames()
        self._tick()

    def _tick(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due = self.stack.due()
        if due is not None:
            self._timer = self._loop.call_later(max(due - self._clock(), 0.0), self._pass_time)

    def _pass_time(self) -> None:
        self._timer = None
        self.stack.tick()
        self.settle()

    def _tell_displays(self) -> None:
        told = DisplaysChanged(displays=self.displays())
        for endpoint in tuple(self.endpoints):
            endpoint.tell("display/changed", told)
        self.settle()

    def _maker(self, options: Options) -> Callable[[Messages], DeskSession]:
        return partial(_make_desk, options, self._clock)


def _make_desk(options: Options, clock: Callable[[], float], messages: Messages) -> DeskSession:
    return open_desk(
        table=options.table,
        contracted=options.contracted,
        profile=options.profile,
        language=options.locale,
        clock=clock,
        messages=messages,
    )
