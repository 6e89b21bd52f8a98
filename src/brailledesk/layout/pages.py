"""Pagination: chunks of lines to pages, with the rules for what stays together.

A chunk of up to three rows is not divided. A longer one leaves at least two rows on each page. What
is kept with the next chunk (headings, captions, page marks) goes with that chunk's first rows: all
of them up to three, else two. Only what is higher than a page is divided otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import BLANK_LINE, Line

_WHOLE = 3
"""Rows of a chunk that is never divided."""

_LEAST = 2
"""Rows that a divided chunk leaves on each page."""


@dataclass(slots=True)
class PageBody:
    """The lines of a page below its running line, and the print page that its first row is of."""

    print_page: str
    lines: list[Line] = field(default_factory=list)


def divide_pages(
    chunks: Iterable[Chunk], height: int, is_shown: Callable[[str], bool]
) -> Iterator[PageBody]:
    """Pages of up to ``height`` lines; at least one, which may be empty.

    A page mark at the top of a page is left out if the running line shows its label: ``is_shown``
    tells that of a label.
    """
    pages = _Pages(height, is_shown)
    has_pages = False
    for group in _kept_groups(chunks, height):
        for page in pages.place_group(group):
            has_pages = True
            yield page
    if pages.page.lines or not has_pages:
        yield pages.page


def _kept_groups(chunks: Iterable[Chunk], height: int) -> Iterator[list[Chunk]]:
    """Chunks that are kept with the next ones, and the one behind them; not more than a page."""
    group: list[Chunk] = []
    rows = 0
    for chunk in chunks:
        if not chunk.lines and chunk.print_page is None:
            continue
        group.append(chunk)
        rows += len(chunk.lines)
        if not chunk.is_kept_with_next or rows >= height:
            yield group
            group, rows = [], 0
    if group:
        yield group


class _Pages:
    """The page that is being filled."""

    def __init__(self, height: int, is_shown: Callable[[str], bool]) -> None:
        self.height = height
        self.page = PageBody("")
        self._is_shown = is_shown
        self._print_page = ""
        self._gap = 0

    def place_group(self, group: list[Chunk]) -> Iterator[PageBody]:
        if self.page.lines and self._needed(group) > self._room():
            yield self._turn()
        for chunk in group:
            yield from self._place(chunk)

    def _room(self) -> int:
        return self.height - len(self.page.lines)

    def _turn(self) -> PageBody:
        """Give the full page away and begin the next."""
        full = self.page
        self.page = PageBody(self._print_page)
        self._gap = 0
        return full

    def _needed(self, group: list[Chunk]) -> int:
        """Rows that the group takes here at least, with the blank rows in front of its chunks."""
        needed, gap = 0, self._gap
        for chunk in group:
            needed += max(gap, chunk.blank_before) + len(chunk.lines)
            gap = chunk.blank_after
        last = len(group[-1].lines)
        return needed - last + (last if last <= _WHOLE else _LEAST)

    def _place(self, chunk: Chunk) -> Iterator[PageBody]:
        if chunk.print_page is not None and self._has_begun(chunk.print_page):
            return
        done, count = 0, len(chunk.lines)
        while done < count:
            opening = self._opening(chunk, is_first=not done)
            take = self._take(count - done, self._room() - len(opening))
            if take:
                self.page.lines.extend(opening)
                self.page.lines.extend(chunk.lines[done : done + take])
                done += take
            if done < count:
                yield self._turn()
        if chunk.lines:
            self._gap = chunk.blank_after

    def _has_begun(self, print_page: str) -> bool:
        """Begin a print page; whether the running line alone shows that."""
        self._print_page = print_page
        if self.page.lines:
            return False
        self.page.print_page = print_page
        return self._is_shown(print_page)

    def _opening(self, chunk: Chunk, *, is_first: bool) -> Sequence[Line]:
        """What goes before the lines: blank rows, or at the top of a page repeated ones."""
        if not self.page.lines:
            return chunk.repeated
        return [BLANK_LINE] * max(self._gap, chunk.blank_before) if is_first else ()

    def _take(self, left: int, room: int) -> int:
        """How many of the ``left`` lines go on this page; 0 if they begin on the next one.

        Up to three cannot be divided into twice two. On an empty page it is never 0, because the
        rows that are repeated there leave room for more.
        """
        if left <= room:
            return left
        take = min(room, left - _LEAST)
        return take if take >= _LEAST else 0
