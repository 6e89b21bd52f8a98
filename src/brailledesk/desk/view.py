"""One display at a desk: its window, what covers it, and the frame that it shows."""

from __future__ import annotations

from dataclasses import replace

from brailledesk.cells import BLANK
from brailledesk.desk.buffer import Buffer
from brailledesk.desk.flash import Flash
from brailledesk.desk.layout import Shown, draw
from brailledesk.desk.printed import printed
from brailledesk.desk.profile import Profile
from brailledesk.desk.region import Part, Source
from brailledesk.desk.status import Status, status_cells
from brailledesk.desk.translating import LineTranslator
from brailledesk.desk.window import Window
from brailledesk.frame import DisplayPort, Frame

CURSOR = 0xC0
"""Dots 7 and 8, for the caret and for what is selected."""


class View:
    """A display with its window. ``is_lost`` once it failed, until it is attached again."""

    def __init__(self, port: DisplayPort, buffer: Buffer) -> None:
        self.port = port
        self.geometry = port.geometry
        self.window = Window(buffer, self.geometry)
        self.flash: Flash | None = None
        self.has_headers = False
        self.is_lost = False
        self.frame: Frame | None = None

    def show_text(self, text: str | None, translator: LineTranslator) -> None:
        """Cover the window with a text; None uncovers it."""
        if text is None:
            self.flash = None
        elif self.flash is None or self.flash.text != text:
            self.flash = Flash(text, translator, self.geometry.columns)

    def source(self, row: int, column: int) -> Source | None:
        """What a cell of the display shows; None where there is nothing of the screen."""
        if not (0 <= row < self.geometry.rows and 0 <= column < self.geometry.columns):
            return None
        if self.flash is not None and row == self.geometry.rows - 1:
            return None
        header = self.window.header() if self.has_headers and row == 0 else []
        if header:
            return Shown(tuple(header), None, 0).source(row, column)
        return self.window.shown.source(row, column)

    def render(self, status: Status, profile: Profile) -> Frame:
        """All cells as they are now."""
        rows = self.window.shown.rows(self.geometry)
        cursor = self._mark_caret(rows)
        if self.has_headers and (header := self.window.header()):
            rows[0] = self._padded(b"")
            for strip in header:
                draw(strip, rows[0])
        has_left, has_right = self.window.has_more_left, self.window.has_more_right
        if self.flash is not None:
            rows[-1] = self._padded(self.flash.cells)
            has_left, has_right = self.flash.has_begun, self.flash.has_more
            cursor = None if cursor is not None and cursor[0] == len(rows) - 1 else cursor
        told = replace(status, has_more_left=has_left, has_more_right=has_right)
        cells = status_cells(told, profile, self.geometry.status)
        return Frame(tuple(map(bytes, rows)), cells, cursor)

    def texts(self) -> tuple[str, ...]:
        """The print of each row."""
        texts = list(printed(self.window.shown, self.geometry.rows))
        if self.has_headers and (header := self.window.header()):
            texts[0] = printed(Shown(tuple(header), None, 0), 1)[0]
        if self.flash is not None:
            texts[-1] = self.flash.printed
        return tuple(texts)

    def send(self, frame: Frame) -> None:
        """Give a frame to the display, if it differs from the last one."""
        if self.is_lost or frame == self.frame:
            return
        self.frame = frame
        try:
            self.port.show(frame)
        except Exception:  # noqa: BLE001 - a display that fails must not stop the desk
            self.is_lost = True

    def _padded(self, cells: bytes) -> bytearray:
        return bytearray(cells.ljust(self.geometry.columns, bytes([BLANK])))

    def _mark_caret(self, rows: list[bytearray]) -> tuple[int, int] | None:
        """Raise dots 7 and 8 under the caret and the selection, where they are in the window."""
        caret = self.window.buffer.screen.caret
        if caret is None:
            return None
        shown = self.window.shown
        node = self.window.buffer.screen.nodes[caret.node]
        start, end = caret.selection()
        if start < end and not node.sensitive:
            for strip in shown.strips:
                for cell in range(strip.start, strip.end):
                    source = strip.line.source(cell)
                    if source is not None and _is_in(source, caret.node, start, end):
                        rows[strip.row][strip.column + cell - strip.start] |= CURSOR
        place = shown.find(Source(caret.node, Part.VALUE, caret.offset))
        if place is not None:
            rows[place[0]][place[1]] |= CURSOR
        return place


def _is_in(source: Source, node: str, start: int, end: int) -> bool:
    return source.node == node and source.part is Part.VALUE and start <= source.offset < end
