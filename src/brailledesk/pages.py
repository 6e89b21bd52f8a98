"""Braille pages, in PEF's words: volume, section, page, row.

Layout makes them, formats write and read them, embossers print them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from brailledesk.values import dataclass

from .compact import CompactSequence
from .errors import DoesNotFit

CELLS_PER_ROW = (10, 49)
ROWS_PER_PAGE = (10, 40)


@dataclass(frozen=True, slots=True)
class PageFormat:
    """The geometry of a page: cells per row and rows per page, and whether both sides are used.

    The default (30 by 28 on both sides) fits A4 paper with a binding margin at the usual 6 by 10 mm
    a cell. No Italian norm fixes these numbers, so they are values of the user's.
    A page that was read from a file may have any geometry; what is to be laid out is checked.
    """

    cells: int = 30
    rows: int = 28
    duplex: bool = True

    def check(self) -> None:
        """Raise DoesNotFit outside 10 to 49 cells and 10 to 40 rows."""
        for what, value, (least, most) in (
            ("cells per row", self.cells, CELLS_PER_ROW),
            ("rows per page", self.rows, ROWS_PER_PAGE),
        ):
            if not least <= value <= most:
                raise DoesNotFit(what, value, least, most)


class PrintSpan(NamedTuple):
    """The print that cells ``start`` up to, not including, ``end`` of a row stand for."""

    start: int
    end: int
    text: str

    def moved(self, cells: int) -> PrintSpan:
        """The same span, ``cells`` further to the right."""
        return PrintSpan(self.start + cells, self.end + cells, self.text)


def print_spans(
    cells: bytes, cell_to_char: Sequence[int], text: str, chars: tuple[int, int]
) -> Iterator[PrintSpan]:
    """The least spans of ``cells`` and print that belong together, by the map.

    ``cell_to_char`` has a place in ``text`` for each cell, never falling; the cells stand for the
    characters ``chars[0]`` up to ``chars[1]``. Blanks of the print have no span.
    """
    first, last = chars
    start, count = 0, len(cells)
    while start < count:
        end = start + 1
        while end < count and cell_to_char[end] == cell_to_char[start]:
            end += 1
        # Characters without cells stand with what is before them, at the beginning of a row with
        # what is behind them: no character of the print is left out.
        char = cell_to_char[start] if start else first
        shown = text[char : cell_to_char[end] if end < count else last].strip()
        if shown:
            yield PrintSpan(start, end, shown)
        start = end


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells without trailing blanks, and the print that they stand for.

    ``print_text`` is for people who see; it is empty in rows that were read from a Braille file.
    ``is_running_line`` marks the line of page numbers and title that layout adds to a page;
    ``is_hyphenated`` says that the hyphen at the end was put there by layout, to divide a word.
    ``spans`` tells which cells stand for which print, in rows that were asked to know it.
    """

    cells: bytes = b""
    print_text: str = ""
    is_running_line: bool = False
    is_hyphenated: bool = False
    spans: tuple[PrintSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet, from the top."""

    rows: tuple[Row, ...]


class PackedPages(Protocol):
    """Pages of the native core, whose rows are no objects until they are asked for."""

    def __len__(self) -> int: ...

    def rows(self, place: int, /) -> list[tuple[bytes, str, bool, bool]]:
        """The first four fields of the rows of a page."""

    def written(self, charset: bytes, end: bytes, /) -> bytes | None:
        """The rows, each cell by ``charset`` and each row with CR LF; ``end`` behind each page.

        Blanks at the end of a row and blank rows at the end of a page are left out. None where a
        cell has dot 7 or 8.
        """


class CompactPages(CompactSequence[Page]):
    """Pages that become values when they are looked at."""

    __slots__ = ("packed",)

    def __init__(self, packed: PackedPages) -> None:
        self.packed = packed

    def __len__(self) -> int:
        return len(self.packed)

    def make(self, place: int) -> Page:
        """See :meth:`CompactSequence.make`."""
        return Page(tuple(Row(*fields) for fields in self.packed.rows(place)))


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one geometry; in duplex a section starts on a right-hand page.

    ``pages`` is a tuple, or :class:`CompactPages`, which are like one.
    """

    pages: Sequence[Page]
    format: PageFormat


@dataclass(frozen=True, slots=True)
class Volume:
    """What is bound together."""

    sections: tuple[Section, ...]

    def pages(self) -> Iterator[Page]:
        for section in self.sections:
            yield from section.pages


@dataclass(frozen=True, slots=True)
class Publication:
    """What a Braille file holds: volumes, and what is known of the whole.

    ``table`` names the translation table with its version, where it is known.
    """

    volumes: tuple[Volume, ...]
    title: str = ""
    language: str = "it"
    table: str = ""
    author: str = ""

    def pages(self) -> Iterator[Page]:
        for volume in self.volumes:
            yield from volume.pages()
