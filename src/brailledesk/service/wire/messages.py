"""Messages for the reader, on whatever is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from brailledesk.service.wire.base import Wire

Priority = Literal["important", "message", "text", "notification", "progress"]
"""SSIP's priorities, the most urgent first."""


class Post(Wire, frozen=True):
    """A message. ``channel`` is where it comes from ("chat", "telefono"). ``key``: a newer message
    of this client with the same takes its place. ``seconds``: how long it stays, 0 until a key,
    else as its priority has it.
    """

    text: Annotated[str, Meta(max_length=2000)]
    priority: Priority = "text"
    channel: Annotated[str, Meta(max_length=100)] = ""
    key: Annotated[str, Meta(max_length=200)] = ""
    seconds: Annotated[float, Meta(ge=0, le=86_400)] | None = None


class AskHistory(Wire, frozen=True):
    """The last ``limit`` messages. Without ``all`` only those of this client."""

    limit: Annotated[int, Meta(ge=1, le=500)] = 50
    all: bool = False


class Posted(Wire, frozen=True):
    """A message that was posted; ``time`` is in seconds since 1970, UTC."""

    text: str
    priority: Priority
    channel: str
    time: float
    count: int


class History(Wire, frozen=True):
    """Messages, the oldest first."""

    messages: list[Posted]
