"""Speech."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.service.wire.base import Wire
from brailledesk.service.wire.messages import Priority


class Say(Wire, frozen=True):
    """Speak a text. The answer comes when it is said, or was given up for something else."""

    text: Annotated[str, Meta(max_length=20_000)]
    priority: Priority = "text"
    lang: Annotated[str, Meta(max_length=35)] | None = None
    voice: Annotated[str, Meta(max_length=200)] | None = None


class Mark(Wire, frozen=True):
    """``seconds`` after the beginning the character ``offset`` of the text is spoken."""

    seconds: float
    offset: int


class Said(Wire, frozen=True):
    """``is_complete``: it was spoken to its end."""

    is_complete: bool
    marks: list[Mark]
