"""``message/post``, ``message/history``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from brailledesk.desk.messages import Message, Priority
from brailledesk.service.handling import NOTHING, Handler
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.messages import AskHistory, History, Post, Posted

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint


def post(endpoint: Endpoint, params: Post) -> Nothing:
    """Post a message; no place on the displays is needed for it."""
    endpoint.service.stack.post(
        params.text,
        Priority[params.priority.upper()],
        endpoint.history,
        channel=params.channel,
        key=params.key,
        seconds=params.seconds,
        sender=endpoint.sender,
    )
    return NOTHING


def history(endpoint: Endpoint, params: AskHistory) -> History:
    """The last messages."""
    own: Iterable[Message] = endpoint.history
    found = list(endpoint.service.stack.messages.history if params.all else own)
    return History(messages=[_posted(one) for one in found[-params.limit :]])


def _posted(message: Message) -> Posted:
    return Posted(
        text=message.text,
        priority=cast("Any", message.priority.name.lower()),
        channel=message.channel,
        time=message.time,
        count=message.count,
    )


HANDLERS = {"message/post": Handler(post), "message/history": Handler(history)}
