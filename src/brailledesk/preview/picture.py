"""A page as a PNG picture, with its print as the description that the file carries."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from brailledesk.errors import DoesNotFit
from brailledesk.i18n import catalogue
from brailledesk.pages import PrintSpan, Row
from brailledesk.preview.fonts import font_for
from brailledesk.preview.geometry import (
    BOND_ABOVE,
    CELL_WIDTH,
    FAINT_RADIUS,
    FONT_SIZE,
    RAISED_RADIUS,
    base_line,
    bond_of,
    dot_centre,
    dots_of,
    page_size,
    row_height,
)
from brailledesk.preview.leaves import Leaf, shown_spans
from brailledesk.preview.themes import Theme

_MARGIN = 20
_HEAD = 28
"""The height of the line above the page that names it."""

_FINER = 4
"""Dots are drawn so many times larger and then made small: round, with smooth edges."""

_MOST_CHARACTERS = 200
"""Print that is longer than any row is shortened."""

_MOST_PIXELS = 100_000_000
"""A picture takes three bytes a pixel while it is drawn."""


def draw_page(
    leaf: Leaf, theme: Theme, *, dots: int, scale: int = 2, language: str = "it"
) -> bytes:
    """The page as PNG; ``scale`` is pixels a unit, so that a cell is 20 times that wide.

    ``dots`` (6 or 8) is the publication's; ``language`` ("it", "en") that of the line above the
    page. Raises DoesNotFit for a page of more than a hundred million pixels.
    """
    words = catalogue(language)
    name = f"{leaf.volume_name(words)}, {leaf.name(words)}"
    picture = _Picture(leaf, theme, dots, scale)
    picture.write_head(name)
    for number, row in enumerate(leaf.page.rows):
        picture.draw_row(number, row)
    for number in range(len(leaf.page.rows), picture.rows):
        picture.draw_row(number, Row())
    return picture.encode(name, "\n".join(row.print_text for row in leaf.page.rows))


class _Picture:
    """One page being drawn."""

    def __init__(self, leaf: Leaf, theme: Theme, dots: int, scale: int) -> None:
        self._theme, self._dots, self._scale = theme, dots, scale
        self._cells, self.rows = page_size(leaf.section, leaf.page)
        width = (self._cells * CELL_WIDTH + 2 * _MARGIN) * scale
        height = (self.rows * row_height(dots) + 2 * _MARGIN + _HEAD) * scale
        if width * height > _MOST_PIXELS:
            most = _MOST_PIXELS // width // (row_height(dots) * scale)
            raise DoesNotFit("rows per page", self.rows, 1, most)
        self._image = Image.new("RGB", (width, height), theme.desk)
        self._draw = ImageDraw.Draw(self._image)
        edge, top = _MARGIN // 2 * scale, (_HEAD + _MARGIN // 2) * scale
        paper = (edge, top, width - edge - 1, height - edge - 1)
        self._draw.rectangle(paper, theme.paper, theme.edge)

    def write_head(self, name: str) -> None:
        """Write the name of the page above it."""
        room = self._image.width - 2 * _MARGIN * self._scale
        mask = _print_mask(_printable(name), room, round(FONT_SIZE * 1.3 * self._scale))
        place = _MARGIN * self._scale, (_HEAD + _MARGIN // 2) * self._scale - mask.height
        self._image.paste(self._theme.ink, place, mask)

    def draw_row(self, number: int, row: Row) -> None:
        """Draw the dots of a row and the print under them."""
        scale, theme = self._scale, self._theme
        left = _MARGIN * scale
        top = (_HEAD + _MARGIN + number * row_height(self._dots)) * scale
        if row.is_running_line:
            bottom = top + row_height(self._dots) * scale - scale
            right = left + self._cells * CELL_WIDTH * scale
            self._draw.rectangle((left, top, right, bottom), theme.running)
            self._draw.line((left, bottom, right, bottom), theme.edge, scale)
        for place, cell in enumerate(row.cells.ljust(self._cells, b"\0")):
            corner = left + place * CELL_WIDTH * scale, top
            raised, faint = _cell_masks(cell, self._dots, scale)
            self._image.paste(theme.faint, corner, faint)
            self._image.paste(theme.dot, corner, raised)
        for span in shown_spans(row):
            self._write(span, left, top + base_line(self._dots) * scale)

    def _write(self, span: PrintSpan, left: int, base: int) -> None:
        scale = self._scale
        if bond := bond_of(span):
            start, length = (left + bond[0] * scale, bond[1] * scale)
            y = base - BOND_ABOVE * scale
            self._draw.line((start, y, start + length, y), self._theme.edge, scale)
        end = min(max(span.end, span.start + 1), self._cells)
        room = (end - span.start) * CELL_WIDTH * scale
        mask = _print_mask(_printable(span.text), room - scale, FONT_SIZE * scale)
        x = left + span.start * CELL_WIDTH * scale + (room - mask.width) // 2
        self._image.paste(self._theme.ink, (x, base - FONT_SIZE * scale), mask)

    def encode(self, name: str, text: str) -> bytes:
        """The bytes of the PNG."""
        about = PngInfo()
        about.add_itxt("Title", _encodable(name))
        about.add_itxt("Description", _encodable(text))
        target = io.BytesIO()
        self._image.save(target, "PNG", pnginfo=about)
        return target.getvalue()


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _printable(text: str) -> str:
    # A row may have print without any cells, of any length.
    shown = text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
    return "".join(c if c.isprintable() else "\ufffd" for c in _encodable(shown))


@lru_cache(maxsize=1024)
def _cell_masks(cell: int, dots: int, scale: int) -> tuple[Image.Image, Image.Image]:
    """Where a cell's raised and its other dots are, as masks of the size of a cell."""
    raised = frozenset(dots_of(cell))
    others = frozenset(range(1, dots + 1)) - raised
    return (
        _dots_mask(raised, RAISED_RADIUS, dots, scale),
        _dots_mask(others, FAINT_RADIUS, dots, scale),
    )


def _dots_mask(drawn: frozenset[int], radius: float, dots: int, scale: int) -> Image.Image:
    size = CELL_WIDTH * scale, row_height(dots) * scale
    fine = scale * _FINER
    mask = Image.new("L", (size[0] * _FINER, size[1] * _FINER))
    draw = ImageDraw.Draw(mask)
    for dot in drawn:
        x, y = (centre * fine for centre in dot_centre(dot))
        reach = radius * fine
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), 255)
    return mask.reduce(_FINER)


@lru_cache(maxsize=512)
def _print_mask(text: str, room: int, size: int) -> Image.Image:
    """The print as a mask, made narrower than its font has it where ``room`` pixels are less."""
    font, shown = font_for(text, size)
    width = max(1, round(font.getlength(shown)))
    mask = Image.new("L", (width, size + size // 2))
    ImageDraw.Draw(mask).text((0, 0), shown, 255, font)
    return mask if width <= room else mask.resize((max(room, 1), mask.height))
