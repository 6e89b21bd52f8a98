"""Screens magnified."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.service.wire.base import Wire


class Draw(Wire, frozen=True):
    """What is uppermost on the displays, drawn large around its focus."""

    width: Annotated[int, Meta(ge=16, le=8192)]
    height: Annotated[int, Meta(ge=16, le=8192)]
    scale: Annotated[float, Meta(ge=1, le=64)] = 4.0
    colours: Annotated[str, Meta(max_length=100)] | None = None


class Render(Draw, frozen=True):
    """The client's screen, drawn large around ``node`` (else where the focus is)."""

    node: str | None = None


class Rendered(Wire, frozen=True):
    """A picture in PNG."""

    png: bytes
    width: int
    height: int
