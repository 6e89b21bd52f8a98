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
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import TypeVar, TypeVarTuple

import msgspec

from brailledesk.commands import Command
from brailledesk.desk.messages import Message, Messages, Priority
from brailledesk.desk.session import DeskSession
from brailledesk.errors import N_, TooManyClients, UsageError
from brailledesk.i18n import catalogue
from brailledesk.service.endpoint import MOST_RUNNING, Endpoint
from brailledesk.service.filtering import Filtering
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handling import Handlers, Long, Task
from brailledesk.service.options import Options
from brailledesk.service.ports import Connection, Guard
from brailledesk.service.rpc.messages import encode
from brailledesk.service.security.guard import LimitGuard
from brailledesk.service.security.limits import FOR_PROGRAMS
from brailledesk.service.slots import DisplaySlot
from brailledesk.service.stack import Stack
from brailledesk.service.threads import Threads
from brailledesk.service.watching import Watching
from brailledesk.service.wire.displays import DisplayInfo, DisplaysChanged

_WORKERS = 32
"""Threads for long methods. Most wait: for a device, another process."""
_PATIENCE = 30.0
"""Seconds that a thread waits for the event loop, which then has ended."""

_Given = TypeVarTuple("_Given")
_Found = TypeVar("_Found")


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
        self.takes_key: Callable[[Command], bool] = lambda _: False
        """Whether a key was an answer to the service itself, and is not for the uppermost sheet."""
        self._loop = loop
        self._clock = clock
        words = catalogue(options.locale)
        self.filtering = Filtering(options.filters, self.soon)
        messages = self.filtering.messages(self._take)
        idle = words(N_("brailledesk: no program is here"))
        self.stack = Stack(self._maker(options), idle, messages)
        self.watching = Watching(self)
        self._threads = Threads(_WORKERS, max(1, _WORKERS // options.max_clients))
        most = options.max_clients * MOST_RUNNING
        self._waiters = ThreadPoolExecutor(most, thread_name_prefix="brailledesk waits")
        self._timer: TimerHandle | None = None
        self._is_settling = False
        self._replaced: list[object] = []
        self._closers: list[Callable[[], object]] = []
        self._closing = Lock()
        self._is_closed = False

    @property
    def locale(self) -> str:
        """The language of words for people, where a client does not choose."""
        return self.options.locale

    def open(self, connection: Connection, guard: Guard | None = None) -> Endpoint:
        """A client came. Raises TooManyClients."""
        if len(self.endpoints) >= self.options.max_clients:
            raise TooManyClients(self.options.max_clients)
        own = LimitGuard(FOR_PROGRAMS, may_name_paths=connection.rights.may_name_paths)
        endpoint = Endpoint(self, connection, guard or own)
        self.endpoints.append(endpoint)
        return endpoint

    def forget(self, endpoint: Endpoint) -> None:
        """A client went away."""
        self.endpoints.remove(endpoint)
        self.watching.recount()

    def run(
        self,
        owner: Endpoint,
        work: Long,
        task: Task,
        params: msgspec.Struct,
        *,
        is_waiting: bool = False,
    ) -> Future[bytes]:
        """Do a long work in a thread; the answer is its result as JSON, which is written there.

        For one that only waits there is always a thread; of others a client has its share.
        """

        def do() -> bytes:
            found = work(task, params)
            return found if isinstance(found, bytes) else encode(found)

        return self._waiters.submit(do) if is_waiting else self._threads.submit(owner, do)

    def soon(self, call: Callable[[*_Given], object], *given: *_Given) -> None:
        """Call something in the event loop; from any thread, and also when all is over."""
        with suppress(RuntimeError):  # the loop is closed, perhaps since a moment ago
            self._loop.call_soon_threadsafe(call, *given)

    def ask(self, call: Callable[[*_Given], _Found], *given: *_Given) -> _Found:
        """Have something done in the event loop, and wait for it; from another thread only."""
        answer: Future[_Found] = Future()

        def answered() -> None:
            try:
                answer.set_result(call(*given))
            except Exception as error:  # noqa: BLE001 - it is raised where it was asked
                answer.set_exception(error)

        self.soon(answered)
        return answer.result(_PATIENCE)

    def at_close(self, call: Callable[[], object]) -> None:
        """Have something called when the service ends, the last first: for what handlers hold.

        From any thread; where it has ended already, at once. So what a thread began while the
        service ended is ended, too: the loop would not come to it any more.
        """
        with self._closing:
            if not self._is_closed:
                self._closers.append(call)
                return
        call()

    def broadcast(self, method: str, params: msgspec.Struct) -> None:
        """Send a notification to all clients that may know."""
        for endpoint in tuple(self.endpoints):
            endpoint.tell(method, params)

    def close(self) -> None:
        """Let all clients go; no new work is begun."""
        for endpoint in tuple(self.endpoints):
            endpoint.connection.close()
            endpoint.close()
        if self._timer is not None:
            self._timer.cancel()
        self._threads.close()
        self._waiters.shutdown(wait=False, cancel_futures=True)
        self.filtering.close()
        with self._closing:
            self._is_closed = True
            closers, self._closers = self._closers, []
        for close in reversed(closers):
            close()

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
        if not self.takes_key(command):
            self.stack.press(slot, command)
        self.settle()

    # --- the world outside -----------------------------------------------------------------------

    def set_call(self, state: str) -> None:
        """What the telephone does: one of the desk's ``CALLS``. Raises UsageError."""
        self.stack.set_call(state)
        self.settle()

    def post(
        self,
        text: str,
        priority: Priority,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
    ) -> None:
        """A message of the service itself, or of what is around it, as of the telephone."""
        self.stack.post(text, priority, channel=channel, key=key, seconds=seconds)
        self.settle()

    def _take(self, message: Message) -> None:
        """A message came through the filters."""
        self.stack.take(message)
        for endpoint in self.endpoints:
            if endpoint.sender == message.sender:
                endpoint.history.append(message)
        self.settle()

    def calls(self) -> ServiceCalls:
        """What follows the telephone may use of the service, from any thread."""
        return ServiceCalls(self)

    # --- what all have together ------------------------------------------------------------------

    def change(self, before: Options, options: Options) -> bool:
        """Go on with other tables or another profile. If it raises, nothing has changed.

        False, and nothing is done, where ``before`` are not the options any more.
        """
        if self.options is not before:
            return False
        self.stack.exchange(self._maker(options))
        self.options = options
        return True

    def heard(self, endpoint: Endpoint, data: bytes) -> None:
        """A message of a client came: those who watch are told."""
        self.watching.traffic(endpoint, data, is_sent=False)

    def sent(self, endpoint: Endpoint, data: bytes) -> None:
        """A message went to a client."""
        self.watching.traffic(endpoint, data, is_sent=True)

    def settle(self) -> None:
        """After anything happened: soon tell watchers, and see when time is to pass."""
        if not self._is_settling:
            self._is_settling = True
            self._loop.call_soon(self._settle)

    def outlast(self, old: object) -> None:
        """Keep something that is replaced until what is answered is on its way.

        To take a screen of a hundred nodes apart, which nobody has looked at for a while, takes as
        long as to read the next one.
        """
        self._replaced.append(old)
        self.settle()

    def _settle(self) -> None:
        self._is_settling = False
        self._replaced.clear()
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
        self.broadcast("display/changed", DisplaysChanged(displays=self.displays()))
        self.settle()

    def _maker(self, options: Options) -> Callable[[Messages], DeskSession]:
        return lambda messages: options.open_desk(messages, self._clock)


class ServiceCalls:
    """The desk of a telephone: see :class:`~brailledesk.telephony.following.CallPort`."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def set_call(self, state: str) -> None:
        """What the telephone does."""
        self._service.soon(self._service.set_call, state)

    def post(
        self,
        text: str,
        priority: Priority = Priority.TEXT,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
    ) -> None:
        """Post a message."""
        post = partial(
            self._service.post, text, priority, channel=channel, key=key, seconds=seconds
        )
        self._service.soon(post)
