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

Progress = Callable[[ProgressTold], None]


class Answer(Generic[Result]):
    """What will come of a call; ``settle`` is called with it, or with the error."""

    def __init__(
        self,
        kind: type[Result],
        settle: Callable[[Result | None, ServiceError | None], None],
    ) -> None:
        self._kind = kind
        self._settle = settle
        self.id = b""

    def take(self, result: bytes | None, error: ErrorForm | None) -> None:
        """The reply came."""
        if error is not None or result is None:
            self._settle(None, failed(error))
        else:
            try:
                self._settle(msgspec.json.decode(result, type=self._kind), None)
            except msgspec.DecodeError as fault:
                self._settle(None, CallFailed(0, "ResultNotUnderstood", str(fault)))


class Conversation:
    """``hear`` gets all events but progress, which goes to whoever asked for it."""

    def __init__(self, send: Send, hear: Callable[[Event], None]) -> None:
        self._peer = Peer(send)
        self._hear = hear
        self._progress: dict[bytes, Progress] = {}

    def call(self, call: Call[Any], answer: Answer[Any], progress: Progress | None = None) -> None:
        """Send a call."""

        def answered(result: bytes | None, error: ErrorForm | None) -> None:
            self._progress.pop(answer.id, None)
            answer.take(result, error)

        answer.id = self._peer.ask(call.method, call.params, answered)
        if progress is not None:
            self._progress[answer.id] = progress

    def tell(self, call: Call[Any]) -> None:
        """Send a call without wanting an answer."""
        self._peer.tell(call.method, call.params)

    def cancel(self, answer: Answer[Any]) -> None:
        """Ask the service to give a call up; it is answered all the same."""
        self._peer.tell("$/cancelRequest", Cancel(id=msgspec.json.decode(answer.id)))

    def receive(self, data: bytes) -> None:
        """Take a message."""
        for asked in self._peer.receive(data):
            self._take(asked)

    def end(self) -> None:
        """The service is gone."""
        self._peer.end(ErrorForm(_GONE, "the connection is lost"))

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
            progress = self._progress.get(encode(event.id))
            if progress is not None:
                progress(event)
        else:
            self._hear(event)


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
