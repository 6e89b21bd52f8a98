"""One end of a JSON-RPC conversation, without I/O.

Both ends ask and answer. Bytes of whole messages go in; what they ask comes out as calls, and what
they answer goes to whoever asked. Messages to be sent are handed to ``send``, whole. Every request
gets one answer and every batch one array of them; notifications get none.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import msgspec

from brailledesk.errors import N_
from brailledesk.service.rpc.messages import (
    INVALID_REQUEST,
    NULL,
    Asked,
    ErrorForm,
    NotAMessage,
    Replied,
    encode,
    failure,
    key_of,
    notification,
    read,
    reply,
    request,
    split,
)

Send = Callable[[bytes], None]
Refuse = Callable[[NotAMessage], ErrorForm]
"""The error by which something that is no message is answered."""
Answered = Callable[[bytes | None, ErrorForm | None], None]
"""Called with the result as JSON, or with the error."""


class Call:
    """Something that the other end asks for. ``id`` is None where it wants no answer."""

    __slots__ = ("batch", "id", "is_closed", "method", "params")

    def __init__(self, asked: Asked, batch: Batch | None) -> None:
        self.id = asked.id
        self.method = asked.method
        self.params = asked.params
        self.batch = batch
        self.is_closed = asked.id is None
        """Whether it needs no answer (any more)."""


class Batch:
    """The answers of a batch, which are sent when the last of them is there."""

    __slots__ = ("_answers", "_missing", "_send")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._answers: list[bytes] = []
        self._missing = 1  # the batch itself, until it is read to its end

    def expect(self) -> None:
        """One answer more will come."""
        self._missing += 1

    def add(self, answer: bytes) -> None:
        """Take an answer."""
        self._answers.append(answer)
        self.end()

    def end(self) -> None:
        """One thing less is to be waited for."""
        self._missing -= 1
        if not self._missing and self._answers:
            self._send(b"[" + b",".join(self._answers) + b"]")


def _bare(fault: NotAMessage) -> ErrorForm:
    return ErrorForm(fault.code, fault.reason)


class Peer:
    """One end. ``send`` takes messages for the other; it must not call back into the peer."""

    def __init__(self, send: Send, refuse: Refuse = _bare) -> None:
        self._send = send
        self._fault_of = refuse
        self._numbers = count(1)
        self._waiting: dict[bytes, Answered] = {}
        self._open: dict[bytes, Call] = {}
        self._names: dict[str, bytes] = {}

    def receive(self, data: bytes) -> list[Call]:
        """Take one message or batch; the answer is what is asked for, in its order.

        What is no message is answered with an error at once. Never raises for what the data are.
        """
        try:
            parts, is_batch = split(data)
        except NotAMessage as fault:
            self._refuse(fault, None)
            return []
        batch = Batch(self._send) if is_batch else None
        calls: list[Call] = []
        for part in parts:
            call = self._take(part, batch)
            if call is not None:
                calls.append(call)
        if batch is not None:
            batch.end()
        return calls

    def answer(self, call: Call, result: bytes) -> None:
        """Answer a call by a result as JSON. A call that wants none, or has one, gets none."""
        if call.id is not None and self._close(call):
            self._give(call, reply(call.id, result))

    def fail(self, call: Call, error: ErrorForm) -> None:
        """Answer a call by an error."""
        if call.id is not None and self._close(call):
            self._give(call, failure(call.id, error))

    def find(self, id_: bytes) -> Call | None:
        """The call of the other end with this id (JSON) that is not answered yet."""
        return self._open.get(key_of(id_))

    def ask(self, method: str, params: object, answered: Answered) -> bytes:
        """Send a request; the answer is its id. ``answered`` is called once, also by ``end``."""
        id_ = b"%d" % next(self._numbers)
        self._waiting[id_] = answered
        self._send(request(id_, self._name(method), encode(params)))
        return id_

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send(notification(self._name(method), encode(params)))

    def end(self, error: ErrorForm) -> None:
        """The other end is gone: whoever waits for its answers gets this error."""
        waiting, self._waiting = self._waiting, {}
        for call in self._open.values():
            call.is_closed = True
        self._open.clear()
        for answered in waiting.values():
            answered(None, error)

    def _take(self, part: bytes, batch: Batch | None) -> Call | None:
        try:
            message = read(part)
            if isinstance(message, Replied):
                self._hear(message)
                return None
            if message.id is not None and key_of(message.id) in self._open:
                raise NotAMessage(INVALID_REQUEST, N_("this id is in use"), message.id)  # noqa: TRY301
        except NotAMessage as fault:
            self._refuse(fault, batch)
            return None
        call = Call(message, batch)
        if call.id is not None:
            if call.id != NULL:
                self._open[key_of(call.id)] = call
            if batch is not None:
                batch.expect()
        return call

    def _hear(self, message: Replied) -> None:
        answered = self._waiting.pop(message.id, None)
        if answered is not None:
            answered(message.result, message.error)

    def _refuse(self, fault: NotAMessage, batch: Batch | None) -> None:
        message = failure(fault.id, self._fault_of(fault))
        if batch is None:
            self._send(message)
        else:
            batch.expect()
            batch.add(message)

    def _close(self, call: Call) -> bool:
        """Whether the call still wants an answer, which it now gets."""
        if call.is_closed or call.id is None:
            return False
        call.is_closed = True
        self._open.pop(key_of(call.id), None)
        return True

    def _give(self, call: Call, message: bytes) -> None:
        if call.batch is None:
            self._send(message)
        else:
            call.batch.add(message)

    def _name(self, method: str) -> bytes:
        """The name of a method as JSON; there are few."""
        name = self._names.get(method)
        if name is None:
            name = self._names[method] = msgspec.json.encode(method)
        return name
