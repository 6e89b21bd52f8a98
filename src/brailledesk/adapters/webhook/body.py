"""The body of a request: what the telephone does, as JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

import msgspec

from brailledesk.adapters.webhook.request import Refused
from brailledesk.call import Call, CallNews, Missed, Transferred

_Short = Annotated[str, msgspec.Meta(max_length=200)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]


class CallBody(msgspec.Struct, frozen=True, rename="camel"):
    """What is posted; fields that are not known here are left alone.

    ``state`` is one of the call states, or "missed" or "transferred", which tell of something that
    happened and change no state; "transferred" has the number of the other one in ``to``. ``call``
    stays the same through one call. ``wrap_up`` is in seconds.
    """

    state: Literal[
        "idle", "ringing", "talk", "hold", "transfer", "wrap-up", "missed", "transferred"
    ]
    call: _Short = ""
    number: _Short = ""
    name: _Short = ""
    queue: _Short = ""
    to: _Short = ""
    waiting: _Count | None = None
    wrap_up: _Seconds | None = None

    def __repr__(self) -> str:
        return f"CallBody(state={self.state!r})"


def read_body(data: bytes) -> CallNews:
    """The news in a body. Raises Refused."""
    try:
        body = msgspec.json.decode(data, type=CallBody)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY) from None
    if body.state == "missed":
        return Missed(body.number, body.name, body.queue)
    if body.state == "transferred":
        return Transferred(body.to)
    return Call(
        body.state, body.call, body.number, body.name, body.queue, body.waiting, body.wrap_up
    )
