"""The running line: the first row of a page, with page numbers and title.

The print page stands at the left, the Braille page at the right, as Italian practice has it; the
title is centred between them.
"""

from __future__ import annotations

from brailledesk.layout.fill import first_row
from brailledesk.layout.lines import Line, LineKind
from brailledesk.layout.setting import Setting, is_blank
from brailledesk.text import Run

_GAP = 2
"""Blank cells at least between the title and a number: one could be taken for a word's end."""

_EMPTY = Line()


class RunningLine:
    """The running lines of one document."""

    def __init__(self, title: str, setting: Setting) -> None:
        options = setting.options
        text = (title if options.running_title is None else options.running_title).strip()
        runs = [Run(" ".join(text.split()))]
        self._setting = setting
        self._has_numbers = options.has_page_numbers
        self._title = None if is_blank(runs) else setting.passage(runs)
        self._titles: dict[int, Line] = {}
        self.is_used = options.has_running_line and (self._has_numbers or self._title is not None)

    def can_show(self, label: str) -> bool:
        """Whether the label of a print page has room: half a row."""
        if not self.is_used or not self._has_numbers:
            return False
        return 0 < len(self._number(label).cells) <= self._setting.width // 2

    def line(self, print_page: str, number: int) -> Line:
        """The running line of the Braille page ``number``, which counts from 1."""
        left = self._number(print_page) if self.can_show(print_page) else _EMPTY
        right = self._number(str(number)) if self._has_numbers else _EMPTY
        width = self._setting.width
        first = len(left.cells) + _GAP if left.cells else 0
        last = width - len(right.cells) - (_GAP if right.cells else 0)
        title = self._title_row(last - first)
        place = min(max((width - len(title.cells)) // 2, first), last - len(title.cells))
        row = bytearray(width)
        row[: len(left.cells)] = left.cells
        if title.cells:
            row[place : place + len(title.cells)] = title.cells
        row[width - len(right.cells) :] = right.cells
        spans = (
            *left.spans,
            *(span.moved(place) for span in title.spans),
            *(span.moved(width - len(right.cells)) for span in right.spans),
        )
        texts = (left.print_text, title.print_text, right.print_text)
        text = "  ".join(filter(None, texts))
        return Line(bytes(row).rstrip(b"\0"), text, kind=LineKind.RUNNING, spans=spans)

    def _number(self, text: str) -> Line:
        """A label on one row, or an empty line if it is longer than that."""
        runs = [Run(" ".join(text.split()))]
        if is_blank(runs):
            return _EMPTY
        passage = self._setting.passage(runs)
        is_short = len(passage.cells) <= self._setting.width
        spans = passage.spans((0, len(passage.cells)), (0, len(passage.text)))
        return Line(passage.cells, passage.print_text(), spans=spans) if is_short else _EMPTY

    def _title_row(self, room: int) -> Line:
        """The title, shortened at a word to ``room`` cells; empty if no word fits."""
        if self._title is None:
            return _EMPTY
        if room not in self._titles:
            self._titles[room] = first_row(self._title, room) or _EMPTY
        return self._titles[room]
