"""Displays, what is on them, and their keys."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.commands import Key
from brailledesk.service.wire.base import Wire


class DisplayInfo(Wire, frozen=True):
    """A display: ``rows`` of ``columns`` cells, and ``status`` cells beside them.

    ``name`` is what it is called in other messages; ``title`` is what it says it is.
    """

    name: str
    title: str
    columns: int
    rows: int
    status: int
    is_connected: bool


class DisplaysChanged(Wire, frozen=True):
    """All displays as they are now."""

    displays: list[DisplayInfo]


class KeyEvent(Wire, frozen=True):
    """A key that the client wanted for itself.

    ``row`` and ``cell`` count from 0 (routing keys). ``node`` is what stands there, ``part`` what
    of it is shown ("value", "name", "role", "state", ...), ``offset`` a character of that part;
    null where nothing of the screen is. ``dots`` is the cell that was typed, bit n-1 is dot n.
    """

    display: str
    key: Key
    row: int = 0
    cell: int = 0
    dots: int = 0
    node: str | None = None
    part: str | None = None
    offset: int | None = None


class Press(Wire, frozen=True):
    """Press a key of a virtual display. ``dots`` belongs to "type", ``row`` and ``cell`` to
    "route".
    """

    display: str
    key: Key
    row: Annotated[int, Meta(ge=0, le=100)] = 0
    cell: Annotated[int, Meta(ge=0, le=1000)] = 0
    dots: Annotated[int, Meta(ge=0, le=255)] = 0


class Watch(Wire, frozen=True):
    """What to be told of; both false ends it. ``traffic`` is masked, unless the service was
    started for developers.
    """

    frames: bool = True
    traffic: bool = False


class RowShown(Wire, frozen=True):
    """A row of a display: its cells, and the print of them."""

    cells: str
    text: str


class Read(Wire, frozen=True):
    """The lines around what a display shows: so many before and after the first line in it."""

    display: str
    before: Annotated[int, Meta(ge=0, le=200)] = 20
    after: Annotated[int, Meta(ge=0, le=200)] = 40


class Lines(Wire, frozen=True):
    """``lines`` begin at the line numbered ``first`` of ``total``, from 0; the display begins at
    cell ``cell`` of the line numbered ``line``.
    """

    lines: list[RowShown]
    first: int
    total: int
    line: int
    cell: int


class Place(Wire, frozen=True):
    """A cell, counted from 0."""

    row: int
    cell: int


class FrameShown(Wire, frozen=True):
    """What a display shows now. ``sheet`` is the name of the client that has it, empty for none."""

    display: str
    sheet: str
    rows: list[RowShown]
    status: str
    cursor: Place | None


class Traffic(Wire, frozen=True):
    """A message between the service and a client. ``is_sent``: by the service.

    ``content`` is the message, with letters as x and digits as 0 unless the service was started for
    developers; it is cut after 4,000 characters.
    """

    client: str
    is_sent: bool
    method: str
    size: int
    content: str
