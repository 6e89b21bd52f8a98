"""Where the dots of a cell are drawn, and how large a row is. Lengths are units of about 0.3 mm.

The proportions are those of Braille on paper, 2.5 mm from dot to dot and 6 to 6.5 mm from cell to
cell; rows stand further apart than there, for the print between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brailledesk.cells import has_six_dots
from brailledesk.pages import Page, PrintSpan, Section

CELL_WIDTH = 20
DOT_DISTANCE = 8
EDGE = 6
"""From the edges of a cell to the centres of its outer dots, at the left, right and top."""

RAISED_RADIUS = 2.75
FAINT_RADIUS = 1
FONT_SIZE = 11
_PRINT_BELOW = 15
"""From the centres of the lowest dots to the base line of the print."""

BOND_ABOVE = 10
"""From the base line of the print up to the line that joins several cells of one print."""

_BOND_INSET = 4

_ROW_BELOW = 7
"""From the base line of the print to the next row."""

_PLACES = {1: (0, 0), 2: (0, 1), 3: (0, 2), 4: (1, 0), 5: (1, 1), 6: (1, 2), 7: (0, 3), 8: (1, 3)}
"""Column and row of each dot in its cell, from the left and the top (ISO 11548-1)."""


def dot_centre(dot: int) -> tuple[int, int]:
    """Where a dot (1 to 8) is, from the left top corner of its cell."""
    column, row = _PLACES[dot]
    return EDGE + column * DOT_DISTANCE, EDGE + row * DOT_DISTANCE


def dots_of(cell: int) -> Iterator[int]:
    """The raised dots of a cell, 1 to 8."""
    return (dot for dot in _PLACES if cell >> (dot - 1) & 1)


def dots_per_cell(pages: Iterable[Page]) -> int:
    """8 where any cell has dot 7 or 8, else 6."""
    is_six_dot = all(has_six_dots(row.cells) for page in pages for row in page.rows)
    return 6 if is_six_dot else 8


def base_line(dots: int) -> int:
    """From the top of a row of six-dot or eight-dot cells to the base line of its print."""
    return EDGE + (2 if dots == 6 else 3) * DOT_DISTANCE + _PRINT_BELOW


def row_height(dots: int) -> int:
    """The height of a row of six-dot or eight-dot cells, with its print."""
    return base_line(dots) + _ROW_BELOW


def bond_of(span: PrintSpan) -> tuple[int, int] | None:
    """Where the line that joins the cells of a span begins in its row, and its length.

    None for one cell, which needs none.
    """
    count = span.end - span.start
    if count < 2:
        return None
    return span.start * CELL_WIDTH + _BOND_INSET, count * CELL_WIDTH - 2 * _BOND_INSET


def page_size(section: Section, page: Page) -> tuple[int, int]:
    """Cells a row and rows of a page: its geometry, or more where it holds more."""
    widest = max((len(row.cells) for row in page.rows), default=0)
    return max(section.format.cells, widest), max(section.format.rows, len(page.rows))
