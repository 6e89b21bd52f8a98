"""Documents, scans and sheets of products."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.service.wire.base import Wire
from brailledesk.service.wire.texts import TableName


class Source(Wire, frozen=True):
    """A file: its bytes (``data``, base64), or on this computer its ``path``, which only local
    programs may name. ``name`` ("listino.xlsx") says what kind it is where its bytes do not.
    """

    data: bytes | None = None
    path: str | None = None
    name: Annotated[str, Meta(max_length=500)] = ""


class Remark(Wire, frozen=True):
    """What was left out, or has to be told, and where."""

    place: str
    text: str


class UndefinedCharacter(Wire, frozen=True):
    """A character that the table does not know, how it was shown, how often, and where first."""

    character: str
    shown_as: str
    count: int
    first_place: str


class Paper(Wire, frozen=True):
    """Cells in a line, and lines on a page."""

    width: Annotated[int, Meta(ge=10, le=100)] = 32
    height: Annotated[int, Meta(ge=5, le=100)] = 28


class Convert(Wire, frozen=True):
    """A document to Braille. ``format``: "brf", "pef", "ubrl", "ebrl"."""

    source: Source
    format: str = "pef"
    table: TableName | None = None
    paper: Paper | None = None


class Converted(Wire, frozen=True):
    """A Braille file; ``pages`` is 0 for formats that have none."""

    data: bytes
    format: str
    pages: int
    undefined: list[UndefinedCharacter]
    remarks: list[Remark]


class Recognise(Wire, frozen=True):
    """A scan to text; ``languages`` are Tesseract's names ("ita")."""

    source: Source
    languages: tuple[Annotated[str, Meta(max_length=50)], ...] = ("ita",)


class DoubtfulWord(Wire, frozen=True):
    """A word that may have been read wrong; ``confidence`` is from 0 to 100."""

    page: int
    text: str
    confidence: float


class Recognised(Wire, frozen=True):
    """The text of a scan, its doubtful words, and what could not be read."""

    text: str
    pages: int
    doubtful: list[DoubtfulWord]
    remarks: list[Remark]


class MakeSheet(Wire, frozen=True):
    """Product pages or a catalogue to a short sheet in Braille, the important first."""

    source: Source
    format: str = "pef"
    table: TableName | None = None
    paper: Paper | None = None
