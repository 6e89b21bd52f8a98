"""Text to cells, and back."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.service.wire.base import Cells, Wire

Text = Annotated[str, Meta(max_length=100_000)]
TableName = Annotated[str, Meta(max_length=500)]


class Translate(Wire, frozen=True):
    """``table`` is the desk's, if it is not named. The word at ``cursor`` (a character of the text)
    is written uncontracted.
    """

    text: Text
    table: TableName | None = None
    cursor: Annotated[int, Meta(ge=0)] | None = None


class Undefined(Wire, frozen=True):
    """Characters ``start`` to ``end``, which the table does not have, and what stands for them."""

    start: int
    end: int
    text: str
    shown_as: str


class Translated(Cells, frozen=True):
    """The cells of a text."""

    undefined: list[Undefined]


class BackTranslate(Wire, frozen=True):
    """Cells to be read: Unicode Braille, and blanks."""

    cells: Text
    table: TableName | None = None


class Doubt(Wire, frozen=True):
    """Characters ``start`` to ``end``, read from cells ``cell_start`` to ``cell_end``, which is not
    certain. ``reason`` is "ambiguous" or "foreign" (the table writes no text so).
    """

    start: int
    end: int
    cell_start: int
    cell_end: int
    reason: str
    alternatives: list[str]


class BackTranslated(Cells, frozen=True):
    """The likeliest text of the cells."""

    doubts: list[Doubt]
