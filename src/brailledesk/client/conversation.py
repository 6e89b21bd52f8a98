"""A client's end of the conversation, without I/O: calls out, results and events in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic

import msgspec

from brailledesk.client.calls import Call, Event, Result
from brailledesk.errors import N_, CallFailed, ServiceError, ServiceNotReached
from brailledesk.service.rpc.messages import ErrorForm, encode
from brailledesk.service.rpc.peer import Call as Asked
from brailledesk.service.rpc.peer import Peer, Send
from brailledesk.service.wire.calls import Cancel, ProgressTold
from brailledesk.service.wire.table import TO_CLIENT

_GONE = -32098
_END = ErrorForm(_GONE, "the connection is lost")

Progress = Callable[[ProgressTold], None]


class Answer(Generic[Result]):
    """What will come of a call; ``settle`` is called once, with it or with the error.

    The error is the service's, or what a caller's own ``progress`` raised.
    """

    def __init__(
        self,
        kind: type[Result],
        settle: Callable[[Result | None, Exception | None], None],
    ) -> None:
        self._is_settled = False
        self._kind = kind
        self._settle = settle
        self.id = b""

    def take(self, result: bytes | None, error: ErrorForm | None) -> None:
        """The reply came."""
        if error is not None or result is None:
            self.fail(failed(error))
            return
        try:
            found = msgspec.json.decode(result, type=self._kind)
        except msgspec.DecodeError as fault:
            self.fail(CallFailed(0, "ResultNotUnderstood", str(fault)))
        else:
            self._end(found, None)

    def fail(self, error: Exception) -> None:
        """Nothing more is waited for."""
        self._end(None, error)

    def _end(self, result: Result | None, error: Exception | None) -> None:
        if not self._is_settled:
            self._is_settled = True
            self._settle(result, error)


class Conversation:
    """``hear`` gets all events but progress, which goes to whoever asked for it."""

    def __init__(self, send: Send, hear: Callable[[Event], None]) -> None:
        self._peer = Peer(send)
        self._hear = hear
        self._is_over = False
        self._progress: dict[bytes, tuple[Progress, Answer[Any]]] = {}

    def call(self, call: Call[Any], answer: Answer[Any], progress: Progress | None = None) -> None:
        """Send a call; when the service is gone, nothing is sent, and the answer says so."""
        if self._is_over:
            answer.fail(failed(_END))
            return

        def answered(result: bytes | None, error: ErrorForm | None) -> None:
            self._progress.pop(answer.id, None)
            answer.take(result, error)

        answer.id = self._peer.ask(call.method, call.params, answered)
        if progress is not None:
            self._progress[answer.id] = progress, answer

    def tell(self, call: Call[Any]) -> None:
        """Send a call without wanting an answer. Raises ServiceNotReached when it is gone."""
        if self._is_over:
            raise failed(_END)
        self._peer.tell(call.method, call.params)

    def cancel(self, answer: Answer[Any]) -> None:
        """Ask the service to give a call up; it is answered all the same."""
        if self._is_over or not answer.id:
            return
        self._peer.tell("$/cancelRequest", Cancel(id=msgspec.json.decode(answer.id)))

    def receive(self, data: bytes) -> None:
        """Take a message."""
        for asked in self._peer.receive(data):
            self._take(asked)

    def end(self) -> None:
        """The service is gone."""
        self._is_over = True
        self._peer.end(_END)

    def _take(self, asked: Asked) -> None:
        method = TO_CLIENT.get(asked.method)
        if method is None:
            self._peer.fail(asked, ErrorForm(-32601, "method not found"))
            return
        try:
            event = msgspec.json.decode(asked.params or b"{}", type=method.params)
        except msgspec.DecodeError:
            return  # of a later version of the protocol
        if isinstance(event, ProgressTold):
            self._tell(event)
        else:
            self._hear(event)

    def _tell(self, event: ProgressTold) -> None:
        """Tell who called. What that raises is raised where the call is waited for, not here."""
        id_ = encode(event.id)
        if id_ not in self._progress:
            return
        progress, answer = self._progress[id_]
        try:
            progress(event)
        except Exception as error:  # noqa: BLE001 - all others' calls go on
            del self._progress[id_]
            answer.fail(error)


class _Data(msgspec.Struct):
    kind: str = ""


def failed(error: ErrorForm | None) -> ServiceError:
    """An error of the service as ours."""
    if error is None:
        return CallFailed(0, "", "")
    if error.code == _GONE:
        return ServiceNotReached("-", N_("the connection is lost"))
    data = b"{}" if isinstance(error.data, msgspec.UnsetType) else bytes(error.data)
    try:
        kind = msgspec.json.decode(data, type=_Data).kind
    except msgspec.DecodeError:
        kind = ""
    return CallFailed(error.code, kind, error.message)
