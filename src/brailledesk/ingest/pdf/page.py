"""What is read from a PDF before anybody interprets it: pages of pieces and rules, and their wire.

Lengths are points (1/72 inch); x grows to the right, y grows down. The wire is one line of JSON a
message. It comes from a process that opened a hostile file, so that nothing in it is believed
before it was checked.
"""

from __future__ import annotations

import json
import math
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from typing import NamedTuple

from brailledesk.errors import N_

BOLD = 1
ITALIC = 2
FIXED = 4
"""Bits of ``Piece.style``; FIXED is a font whose characters all have one width."""


class Reading(NamedTuple):
    """How a word was read that text recognition found in a picture.

    ``confidence`` is from 0 to 1; ``others`` are further readings, the likeliest first; ``line``
    counts the lines of the page from 1; ``language`` is a BCP 47 tag where it is not the page's.
    """

    confidence: float
    others: tuple[str, ...] = ()
    line: int = 0
    language: str | None = None


class Piece(NamedTuple):
    """Characters of one word in one font, size and baseline.

    ``base`` is the y of the baseline; ``is_glued`` says that no blank parts it from the piece
    before it. ``reading`` is there if it was recognised in a picture, and never on the wire.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    style: int = 0
    is_glued: bool = False
    reading: Reading | None = None

    @property
    def top(self) -> float:
        return self.base - 0.6 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.1 * self.size


class Rule(NamedTuple):
    """A drawn line, horizontal or vertical: one of its two extents is nearly nothing."""

    left: float
    top: float
    right: float
    bottom: float


class Shown(NamedTuple):
    """A picture that stands on a page: its box, what the tags of the file call it, and its file."""

    left: float
    top: float
    right: float
    bottom: float
    alternative: str
    data: bytes


class Page(NamedTuple):
    """A page as it stands upright.

    ``label`` is what the file calls it (empty where it says nothing); ``turned`` is text that
    stands across the others; ``is_picture`` says that it shows something and has no text, or so
    little that the picture is the page. ``pictures`` are there if they were asked for.
    """

    number: int
    label: str
    width: float
    height: float
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...] = ()
    turned: tuple[Piece, ...] = ()
    is_picture: bool = False
    pictures: tuple[Shown, ...] = ()


class Bookmark(NamedTuple):
    """An entry of the file's outline; ``level`` counts from 1, ``page`` too (0: unknown)."""

    level: int
    page: int
    title: str


class About(NamedTuple):
    """What the file says of itself."""

    pages: int
    title: str = ""
    language: str = ""
    bookmarks: tuple[Bookmark, ...] = ()


class Fault(NamedTuple):
    """Why the file is not read; ``page`` is 0 where it is not a page's."""

    reason: str
    page: int = 0


DAMAGED = "damaged"
LOCKED = "locked"
TOO_LARGE = "too large"
REASONS = {
    DAMAGED: N_("a part of it cannot be opened"),
    TOO_LARGE: N_("it takes more time or memory than any document needs"),
}
"""What is said of a fault; LOCKED has an error of its own."""

_SENT = Piece._fields.index("reading")
_PIECES, _TURNED = Page._fields.index("pieces"), Page._fields.index("turned")
_PICTURES = Page._fields.index("pictures")

Message = About | Page | Fault
_FARTHEST = 20_000.0
"""Points: a page has at most 200 inches, and no honest character stands farther off."""


class NotAMessage(ValueError):
    """A line that no honest reader of PDF wrote."""


def encode_message(message: Message) -> bytes:
    """One line of JSON."""
    name = type(message).__name__.lower()
    fields: list[object] = list(message)
    if isinstance(message, Page):
        fields[_PIECES] = [piece[:_SENT] for piece in message.pieces]
        fields[_TURNED] = [piece[:_SENT] for piece in message.turned]
        fields[_PICTURES] = [
            (*one[:-1], b2a_base64(one.data, newline=False).decode()) for one in message.pictures
        ]
    return json.dumps([name, *fields], separators=(",", ":")).encode("ascii") + b"\n"


def decode_message(line: bytes) -> Message:
    """The message of a line. Raises NotAMessage for anything else."""
    try:
        name, *fields = json.loads(line)
        return _READERS[name](*fields)
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError) as error:
        raise NotAMessage(str(error)) from None


def _about(pages: object, title: object, language: object, bookmarks: Sequence[object]) -> About:
    marks = tuple(_bookmark(*_listed(one)) for one in bookmarks)
    return About(_count(pages), _text(title), _text(language), marks)


def _bookmark(level: object, page: object, title: object) -> Bookmark:
    return Bookmark(_count(level), _count(page), _text(title))


def _page(
    number: object,
    label: object,
    width: object,
    height: object,
    pieces: Sequence[object],
    rules: Sequence[object],
    turned: Sequence[object],
    is_picture: object,
    pictures: Sequence[object],
) -> Page:
    return Page(
        _count(number),
        _text(label),
        _length(width),
        _length(height),
        tuple(_piece(*_listed(one)) for one in pieces),
        tuple(Rule(*map(_length, _listed(one))) for one in rules),
        tuple(_piece(*_listed(one)) for one in turned),
        bool(is_picture),
        tuple(_shown(*_listed(one)) for one in pictures),
    )


def _shown(*fields: object) -> Shown:
    *place, alternative, data = fields
    left, top, right, bottom = map(_length, place)
    return Shown(left, top, right, bottom, _text(alternative), a2b_base64(_text(data)))


def _piece(
    text: object,
    left: object,
    right: object,
    base: object,
    size: object,
    style: object,
    is_glued: object,
) -> Piece:
    place = (_length(left), _length(right), _length(base), _length(size))
    return Piece(_text(text), *place, _count(style), bool(is_glued))


def _fault(reason: object, page: object) -> Fault:
    return Fault(_text(reason), _count(page))


_READERS: dict[str, Callable[..., Message]] = {
    "about": _about,
    "page": _page,
    "fault": _fault,
}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotAMessage("text was expected")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise NotAMessage("a count was expected")
    return value


def _length(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > _FARTHEST:
        raise NotAMessage("a length was expected")
    return float(value)


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise NotAMessage("a list was expected")
    return value
