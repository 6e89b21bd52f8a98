"""One client's end of the service: its messages served, its sheet, what it is told.

Everything here runs in the service's event loop; only long methods run elsewhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from logging import getLogger
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from brailledesk.commands import Command
from brailledesk.desk.commands import Action, ActionRequest
from brailledesk.desk.messages import HISTORY, Message
from brailledesk.desk.region import Source
from brailledesk.errors import (
    N_,
    BrailledeskError,
    MessageRefused,
    NotAllowed,
    NotInitialised,
    NotServed,
    RequestCancelled,
)
from brailledesk.i18n import LANGUAGES, catalogue
from brailledesk.screen import EMPTY
from brailledesk.service.faults import fault_of, invalid_params, not_a_message, unknown_method
from brailledesk.service.handling import Asking, Handler, Long
from brailledesk.service.ports import Connection, Guard
from brailledesk.service.rights import Rights
from brailledesk.service.rpc.messages import NULL, encode, failure, id_in
from brailledesk.service.rpc.peer import NOT_DONE, Call, Peer
from brailledesk.service.running import RunningTask, TellProgress
from brailledesk.service.sheet import Sheet
from brailledesk.service.wire.calls import Cancel, ProgressTold
from brailledesk.service.wire.displays import KeyEvent, Watch
from brailledesk.service.wire.screens import ActionAsked, TextChanged
from brailledesk.service.wire.session import SessionChanged
from brailledesk.service.wire.table import BEFORE_BEGINNING, TO_CLIENT, TO_SERVICE, Method

if TYPE_CHECKING:
    from brailledesk.service.service import Service

log = getLogger("brailledesk.service")
"""Kinds of events and errors; never what a message holds."""

_CANCEL = "$/cancelRequest"
_SOON = 0.0
TURN = 0.001
"""Seconds for which one client is served while others wait; a call that is begun is ended."""
_HELD = 0.001
"""Seconds until a client that is held is looked at again."""
MOST_RUNNING = 64
"""Long methods of one client at a time: what waits for a thread has its parameters in memory."""

_decoders = {name: msgspec.json.Decoder(method.params) for name, method in TO_SERVICE.items()}


class _Running(NamedTuple):
    task: RunningTask
    future: Future[bytes]


class Endpoint:
    """A client. ``is_open`` until the connection ends; ``sheet`` while it has a place."""

    def __init__(self, service: Service, connection: Connection, guard: Guard) -> None:
        self.service = service
        self.connection = connection
        self.guard = guard
        self.peer = Peer(self._send, lambda fault: not_a_message(fault, self.words))
        self.is_open = True
        self.is_initialised = False
        self.program = ""
        """What a program calls itself."""
        self.wants_progress = False
        self.locale = service.locale
        self.words = catalogue(service.locale)
        self.sheet: Sheet | None = None
        self.history: deque[Message] = deque(maxlen=HISTORY)
        """Messages that it posted, or that came of its screens."""
        self.watch = Watch(frames=False)
        self._calls: deque[Call] = deque()
        """Of a batch, not begun yet."""
        self._running: dict[Call, _Running] = {}
        self._asked: Call | None = None
        self._at_rest: Callable[[], None] | None = None

    @property
    def rights(self) -> Rights:
        """What the client may do."""
        return self.connection.rights

    @property
    def sender(self) -> str:
        """Who it is among those that post messages, also when it comes again.

        A page is its origin, which it cannot choose; a program of the user what it calls itself.
        """
        if self.rights.origin is not None:
            return f"page {self.rights.origin}"
        return f"program {self.program}" if self.program else self.connection.name

    def receive(self, data: bytes) -> float:
        """Serve one message; the seconds for which the transport is to read nothing more.

        Of a batch, what takes longer than a moment is left for ``go_on``.
        """
        if not self.is_open:
            return _SOON
        try:
            pause = self.guard.check_message(data)
        except BrailledeskError as error:
            self._send(failure(NULL, fault_of(error, self.words)))
            if isinstance(error, MessageRefused) and error.is_final:
                self.connection.close()
            return _SOON
        self.service.heard(self, data)
        self._calls.extend(self.peer.receive(data))
        return max(pause, self.go_on())

    @property
    def has_calls(self) -> bool:
        """Whether something is not served to its end: ``go_on`` first, then the next message."""
        return bool(self._calls) or self.is_held

    @property
    def is_held(self) -> bool:
        """Whether a call waits for plugins, and everything of this client behind it."""
        return self._asked is not None

    def go_on(self) -> float:
        """Serve what waits, for a moment; the seconds after which it may go on."""
        until = monotonic() + TURN
        pause = _SOON
        while self._calls and not pause and self.is_open and not self.is_held:
            call = self._calls.popleft()
            if call.batch is not None:
                pause = self.guard.check_part()
            if call.batch is not None and call.batch.is_full:
                self.peer.fail(call, NOT_DONE)
            else:
                self._serve(call)
            if monotonic() > until:
                break
        self.service.settle()
        self._rest()
        return max(pause, _HELD) if self.is_held else pause

    def close(self) -> None:
        """The connection ended: the sheet goes away, and what is on its way is given up."""
        if not self.is_open:
            return
        self.is_open = False
        self._calls.clear()
        for running in self._running.values():
            running.task.cancel()
            running.future.cancel()
        self.release()
        self.peer.end(fault_of(RequestCancelled()))
        self.service.forget(self)
        self.service.settle()

    def finish(self, at_rest: Callable[[], None]) -> None:
        """The client says nothing more, but may still read: what is on its way is answered.

        ``at_rest`` is called when it is. The place on the displays is given back at once.
        """
        self.release()
        self.service.settle()
        self._at_rest = at_rest
        self._rest()

    def _rest(self) -> None:
        if self._at_rest is not None and not self._running and not self.has_calls:
            at_rest, self._at_rest = self._at_rest, None
            at_rest()

    def release(self) -> None:
        """Give the place on the displays back."""
        if self.sheet is not None:
            sheet, self.sheet = self.sheet, None
            self.service.stack.release(sheet)

    def speak(self, locale: str | None) -> None:
        """Use a language from now on, if it is one of ours."""
        if locale is not None:
            language = locale.replace("_", "-").partition("-")[0].lower()
            if language in LANGUAGES:
                self.locale = language
                self.words = catalogue(language)

    def tell(self, method: str, params: msgspec.Struct) -> None:
        """Send a notification, to a client that has begun and may know."""
        scope = TO_CLIENT[method].scope
        if self.is_open and self.is_initialised and (scope is None or scope in self.rights.scopes):
            self.peer.tell(method, params)

    def may_call(self, method: Method) -> bool:
        """Whether the service offers a method to this client."""
        is_served = method.name == _CANCEL or method.name in self.service.handlers
        return is_served and (method.scope is None or method.scope in self.rights.scopes)

    # --- the owner of a sheet --------------------------------------------------------------------

    def told_top(self, *, is_on_top: bool) -> None:
        """See :class:`~brailledesk.service.sheet.Owner`."""
        self.tell("session/changed", SessionChanged(is_on_top=is_on_top))

    def asked(self, requests: list[ActionRequest]) -> None:
        """See :class:`~brailledesk.service.sheet.Owner`."""
        for one in requests:
            if one.action is Action.EDIT:
                changed = TextChanged(node=one.node, start=one.start, end=one.end, text=one.text)
                self.tell("text/changed", changed)
            else:
                asked = ActionAsked(node=one.node, action=one.action, offset=one.offset)
                self.tell("action/request", asked)

    def heard(self, display: str, command: Command, source: Source | None) -> None:
        """See :class:`~brailledesk.service.sheet.Owner`."""
        event = KeyEvent(
            display=display,
            key=command.key,
            row=command.row,
            cell=command.cell,
            dots=command.dots,
            node=None if source is None else source.node,
            part=None if source is None else source.part,
            offset=None if source is None else source.offset,
        )
        self.tell("key/event", event)

    # --- calls -----------------------------------------------------------------------------------

    def _serve(self, call: Call) -> None:
        """Serve a call, and answer it unless it is a long one. Never raises."""
        method = TO_SERVICE.get(call.method)
        if method is None:
            self.peer.fail(call, unknown_method(self.words))
            return
        try:
            self._allow(method)
        except BrailledeskError as error:
            self._fail(call, error)
            return
        try:
            params = _decoders[method.name].decode(call.params or b"{}")
        except (msgspec.DecodeError, RecursionError, ValueError) as error:
            self.peer.fail(call, invalid_params(str(error), self.words))
            return
        try:
            self.guard.check_call(method, params)
            self._perform(call, method, params)
        except Exception as error:  # noqa: BLE001 - a fault in one method is one client's error
            self._fail(call, error)

    def _allow(self, method: Method) -> None:
        """Raise what is wrong with the call whatever its parameters are."""
        if not self.is_initialised and method.name not in BEFORE_BEGINNING:
            raise NotInitialised
        if method.scope is not None and method.scope not in self.rights.scopes:
            raise NotAllowed(method.name, method.scope)
        if method.name != _CANCEL and method.name not in self.service.handlers:
            raise NotServed(method.name)

    def _perform(self, call: Call, method: Method, params: msgspec.Struct) -> None:
        if isinstance(params, Cancel):
            self._cancel(id_in(call.params))
            self.peer.answer(call, b"{}")
            return
        handler = self.service.handlers[method.name]
        if handler.short is not None:
            found = handler.short(self, params)
            if isinstance(found, Asking):
                self._hold(call, found)
            else:
                self.peer.answer(call, encode(found))
        elif handler.long is not None:
            self._start(call, handler, handler.long, params)

    def _hold(self, call: Call, asking: Asking) -> None:
        """Serve nothing of this client until somebody has answered."""
        self._asked = call

        def answered(done: Future[Any]) -> None:
            self.service.soon(self._let_go, call, asking, done)

        asking.answer.add_done_callback(answered)

    def _let_go(self, call: Call, asking: Asking, done: Future[Any]) -> None:
        self._asked = None
        if not self.is_open:
            return
        try:
            self.peer.answer(call, encode(asking.then(done.result())))
        except CancelledError:
            self._fail(call, RequestCancelled())
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(call, error)
        self.service.settle()
        self._rest()

    def _start(self, call: Call, handler: Handler, work: Long, params: msgspec.Struct) -> None:
        """Begin a long method in a thread of the service. Raises MessageRefused."""
        if len(self._running) >= MOST_RUNNING:
            raise MessageRefused(N_("too many requests are on their way"))
        screen = EMPTY if self.sheet is None else self.sheet.desk.screen
        task = RunningTask(self.service, self.rights, screen, self._progress_of(call))
        future = self.service.run(self, work, task, params, is_waiting=handler.is_waiting)
        self._running[call] = _Running(task, future)
        future.add_done_callback(lambda done: self.service.soon(self._finish, call, done))

    def _finish(self, call: Call, done: Future[bytes]) -> None:
        self._running.pop(call, None)
        if not self.is_open:
            return
        try:
            self.peer.answer(call, done.result())
        except CancelledError:
            self._fail(call, RequestCancelled())
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(call, error)
        self._rest()

    def _cancel(self, id_: bytes) -> None:
        call = self.peer.find(id_)  # letter by letter: 1e2 is known by no other writing
        running = self._running.get(call) if call is not None else None
        if running is not None:
            running.task.cancel()
            running.future.cancel()  # if it has not begun, it never does

    def _progress_of(self, call: Call) -> TellProgress | None:
        """What tells how far a call is; None where nobody wants to know."""
        if call.id is None or not self.wants_progress:
            return None
        try:
            id_: int | str | float | None = msgspec.json.decode(call.id)
        except msgspec.DecodeError:  # a number that no other message could have
            return None

        def send(done: int, total: int, text: str) -> None:
            if not call.is_closed:
                told = ProgressTold(id=id_, done=done, total=total, text=text)
                self.tell("$/progress", told)

        return lambda done, total, text: self.service.soon(send, done, total, text)

    def _fail(self, call: Call, error: Exception) -> None:
        if not isinstance(error, BrailledeskError):
            log.error("%s failed: %s", call.method, type(error).__name__)
        self.peer.fail(call, fault_of(error, self.words))

    def _send(self, message: bytes) -> None:
        if self.is_open:
            self.service.sent(self, message)
            self.connection.send(message)
