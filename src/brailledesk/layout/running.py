"""The running line: the first row of a page, with page numbers and title.

The print page stands at the left, the Braille page at the right, as Italian practice has it; the
title, of the document or of the chapter, is centred between them.
"""

from __future__ import annotations

from brailledesk.document import Heading, heading_runs
from brailledesk.layout.breaks import Passage
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
        self.has_numbers = options.has_page_numbers
        self.has_chapters = options.book.has_running_chapter
        self._passages: dict[Heading | None, Passage | None] = {}
        self._passages[None] = None if is_blank(runs) else setting.passage(runs)
        self._titles: dict[tuple[Heading | None, int], Line] = {}
        has_title = self.has_chapters or self._passages[None] is not None
        self.is_used = options.has_running_line and (self.has_numbers or has_title)

    def can_show(self, label: str) -> bool:
        """Whether the label of a print page has room: half a row."""
        if not self.is_used or not self.has_numbers:
            return False
        return 0 < len(self.number(label).cells) <= self._setting.width // 2

    def line(self, print_page: str, number: int, chapter: Heading | None = None) -> Line:
        """The running line of the Braille page ``number``, which counts from 1.

        ``chapter`` is the heading of the chapter that the page begins in.
        """
        left = self.number(print_page) if self.can_show(print_page) else _EMPTY
        right = self.number(str(number)) if self.has_numbers else _EMPTY
        width = self._setting.width
        first = len(left.cells) + _GAP if left.cells else 0
        last = width - len(right.cells) - (_GAP if right.cells else 0)
        title = self.title_row(chapter if self.has_chapters else None, last - first)
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

    def number(self, text: str) -> Line:
        """A label on one row, or an empty line if it is longer than that."""
        runs = [Run(" ".join(text.split()))]
        if is_blank(runs):
            return _EMPTY
        passage = self._setting.passage(runs)
        is_short = len(passage.cells) <= self._setting.width
        spans = passage.spans((0, len(passage.cells)), (0, len(passage.text)))
        return Line(passage.cells, passage.print_text(), spans=spans) if is_short else _EMPTY

    def title_row(self, chapter: Heading | None, room: int) -> Line:
        """The title, shortened at a word to ``room`` cells; empty if no word fits."""
        key = chapter, room
        if key not in self._titles:
            passage = self._passage(chapter)
            row = first_row(passage, room) if passage else None
            self._titles[key] = row or _EMPTY
        return self._titles[key]

    def _passage(self, chapter: Heading | None) -> Passage | None:
        """The title's passage; a chapter without words in its heading has that of the document."""
        if chapter not in self._passages:
            runs = heading_runs(chapter) if chapter else []
            own = None if is_blank(runs) else self._setting.passage(runs)
            self._passages[chapter] = own or self._passages[None]
        return self._passages[chapter]
