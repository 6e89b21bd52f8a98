"""A text that covers the display, or one row of several, until it is read or gone."""

from __future__ import annotations

from brailledesk.desk.breaks import next_start, starts
from brailledesk.desk.layout import Shown, Strip
from brailledesk.desk.line import Line, text_line
from brailledesk.desk.printed import printed
from brailledesk.desk.region import Part, Region
from brailledesk.desk.translating import LineTranslator


class Flash:
    """A text with a window of its own."""

    def __init__(self, text: str, translator: LineTranslator, width: int) -> None:
        shown = " ".join(text.split())
        regions = [Region(shown, "", Part.NAME)] if shown else []
        self.text = text
        self._width = width
        self._line: Line = text_line(regions, translator.translate(regions), width)
        self._cell = 0

    @property
    def cells(self) -> bytes:
        """The part in view."""
        end = min(self._following, self._cell + self._width)
        return self._line.cells[self._cell : end]

    @property
    def printed(self) -> str:
        """The print of the part in view."""
        end = min(self._following, self._cell + self._width)
        strip = Strip(0, 0, -1, self._line, self._cell, end)
        return printed(Shown((strip,), None, 0), 1)[0]

    @property
    def _following(self) -> int:
        return next_start(self._line, self._cell, self._width)

    @property
    def has_more(self) -> bool:
        """Whether something stands behind the part in view."""
        return self._following < len(self._line.cells)

    @property
    def has_begun(self) -> bool:
        """Whether something stands before the part in view."""
        return self._cell > 0

    def pan_right(self) -> bool:
        """Go on; False at the end."""
        following = self._following
        if following >= len(self._line.cells):
            return False
        self._cell = following
        return True

    def pan_left(self) -> bool:
        """Go back; False at the beginning."""
        if self._cell == 0:
            return False
        begins = starts(self._line, self._width, self._width)
        self._cell = max(one for one in begins if one < self._cell)
        return True
