"""Pagination: chunks of lines to pages, with the rules for what stays together.

A chunk of up to three rows is not divided. A longer one leaves at least two rows on each page. What
is kept with the next chunk (headings, captions, page marks) goes with that chunk's first rows: all
of them up to three, else two. Only what is higher than a page is divided otherwise.

A row with a note mark stands on the page on which its note stands. Only a note that does not fit
beside the first rows of a page goes on at the foot of the next page, where notes that go on take
half of the page at most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from brailledesk.document import Heading
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import BLANK_LINE, Line
from brailledesk.layout.rules import PageRules

_WHOLE = 3
"""Rows of a chunk that is never divided."""

_LEAST = 2
"""Rows that a divided chunk leaves on each page."""

_RULE = 1
"""The row of hyphens above notes."""


@dataclass(frozen=True, slots=True)
class Group:
    """Chunks that are kept with the next ones, and the one behind them."""

    chunks: tuple[Chunk, ...]
    number: int

    def begins_chapter(self, level: int) -> bool:
        return any(chunk.heading and chunk.heading.level <= level for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What holds where pages begin: the print page and the chapter."""

    print_page: str = ""
    chapter: Heading | None = None


@dataclass(frozen=True, slots=True)
class ChapterStart:
    """A chapter that begins at ``row`` of a page with group ``group``, on ``print_page``.

    ``has_open_note`` tells that a note of the text before it goes on at the foot of this page or
    behind it, so that nothing may end here.
    """

    row: int
    group: int
    print_page: str
    has_open_note: bool = False


@dataclass(slots=True)
class PageBody:
    """The lines of a page below its running line.

    ``print_page`` and ``chapter`` are those of its first row. Headings, print pages and notes that
    begin on it stand with their rows; a note that goes on from the page before has the row -1.
    """

    print_page: str
    chapter: Heading | None = None
    lines: list[Line] = field(default_factory=list)
    headings: list[tuple[int, Heading]] = field(default_factory=list)
    print_pages: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, Sequence[Line]]] = field(default_factory=list)
    chapters: list[ChapterStart] = field(default_factory=list)

    def foot_rows(self) -> int:
        """The rows of the notes with the rule above them."""
        return _RULE + sum(len(lines) for _, lines in self.notes) if self.notes else 0

    def before(self, row: int) -> PageBody:
        """What of the page stands before ``row``."""
        return PageBody(
            self.print_page,
            self.chapter,
            self.lines[:row],
            [one for one in self.headings if one[0] < row],
            [one for one in self.print_pages if one[0] < row],
            [one for one in self.notes if one[0] < row],
        )

    def rows(self, height: int, rule: Line) -> Iterator[Line]:
        """All lines; notes stand on the last rows of the page, under a rule."""
        yield from self.lines
        if self.notes:
            yield from [BLANK_LINE] * (height - len(self.lines) - self.foot_rows())
            yield rule
            for _, lines in self.notes:
                yield from lines


def kept_groups(chunks: Iterable[Chunk], height: int) -> Iterator[Group]:
    """Chunks in groups; what is kept together is not more than a page."""
    group: list[Chunk] = []
    rows = number = 0
    for chunk in chunks:
        if not chunk.lines and chunk.print_page is None:
            continue
        group.append(chunk)
        rows += len(chunk.lines)
        if not chunk.is_kept_with_next or rows >= height:
            yield Group(tuple(group), number)
            group, rows, number = [], 0, number + 1
    if group:
        yield Group(tuple(group), number)


def divide_pages(
    groups: Iterable[Group], rules: PageRules, beginning: Beginning | None = None
) -> Iterator[PageBody]:
    """Pages of up to ``rules.height`` lines; at least one, which may be empty.

    A page mark at the top of a page is left out if the running line shows its label.
    """
    pages = _Pages(rules, beginning or Beginning())
    has_pages = False
    for group in groups:
        for page in pages.place_group(group):
            has_pages = True
            yield page
    for page in pages.finish():
        has_pages = True
        yield page
    if not has_pages:
        yield pages.page


class _Pages:
    """The page that is being filled."""

    def __init__(self, rules: PageRules, beginning: Beginning) -> None:
        self._rules = rules
        self._height = rules.height
        self._print_page = beginning.print_page
        self._chapter = beginning.chapter
        self._gap = 0
        self._carried: deque[Line] = deque()
        self.page = PageBody(self._print_page, self._chapter)

    def place_group(self, group: Group) -> Iterator[PageBody]:
        is_chapter = group.begins_chapter(self._rules.chapter_level)
        is_page = is_chapter and self._rules.has_chapter_pages
        if self.page.lines and (is_page or self._needed(group.chunks) > self._room()):
            yield self._turn()
        if is_chapter:
            row = len(self.page.lines)
            is_open = bool(self._carried) or (not row and bool(self.page.notes))
            start = ChapterStart(row, group.number, self._print_page, is_open)
            self.page.chapters.append(start)
        for chunk in group.chunks:
            yield from self._place(chunk)

    def finish(self) -> Iterator[PageBody]:
        """The last page, and pages for notes that still go on."""
        while self.page.lines or self.page.notes:
            yield self._turn(most=self._height - _RULE)

    def _room(self) -> int:
        return self._height - len(self.page.lines) - self.page.foot_rows()

    def _turn(self, most: int = 0) -> PageBody:
        """Give the full page away and begin the next; it takes ``most`` rows of notes at most."""
        full = self.page
        self.page = PageBody(self._print_page, self._chapter)
        self._gap = 0
        count = min(most or self._height // 2 - _RULE, len(self._carried))
        if count:
            self.page.notes.append((-1, [self._carried.popleft() for _ in range(count)]))
        return full

    def _needed(self, chunks: Sequence[Chunk]) -> int:
        """Rows that the group takes here at least, with the blank rows in front of its chunks."""
        needed, gap = 0, self._gap
        notes = 0
        for chunk in chunks:
            count = len(chunk.lines)
            if chunk is chunks[-1] and count > _WHOLE:
                count = _LEAST
            needed += max(gap, chunk.blank_before) + count
            notes += _note_rows(chunk, 0, count)
            gap = chunk.blank_after
        return needed + self._with_rule(notes)

    def _with_rule(self, notes: int) -> int:
        """The rows of further notes, with the rule if they are the first on the page."""
        return notes + _RULE if notes and not self.page.notes else notes

    def _place(self, chunk: Chunk) -> Iterator[PageBody]:
        if chunk.print_page is not None and self._has_begun(chunk.print_page):
            return
        done, count = 0, len(chunk.lines)
        while done < count:
            opening = self._opening(chunk, is_first=not done)
            take = self._take(chunk, done, self._room() - len(opening))
            if take:
                self.page.lines.extend(opening)
                if chunk.heading and not done:
                    self._begin_heading(chunk.heading, is_top=len(self.page.lines) == len(opening))
                self.page.lines.extend(chunk.lines[done : done + take])
                self._add_notes(chunk, done, done + take)
                done += take
            if done < count:
                yield self._turn()
        if chunk.lines:
            self._gap = chunk.blank_after

    def _has_begun(self, print_page: str) -> bool:
        """Begin a print page; whether the running line alone shows that."""
        self._print_page = print_page
        self.page.print_pages.append((len(self.page.lines), print_page))
        if self.page.lines:
            return False
        self.page.print_page = print_page
        return self._rules.is_shown(print_page)

    def _begin_heading(self, heading: Heading, *, is_top: bool) -> None:
        self.page.headings.append((len(self.page.lines), heading))
        if heading.level <= self._rules.chapter_level:
            self._chapter = heading
            if is_top:
                self.page.chapter = heading

    def _opening(self, chunk: Chunk, *, is_first: bool) -> Sequence[Line]:
        """What goes before the lines: blank rows, or at the top of a page repeated ones."""
        if not self.page.lines:
            return chunk.repeated
        return [BLANK_LINE] * max(self._gap, chunk.blank_before) if is_first else ()

    def _take(self, chunk: Chunk, done: int, room: int) -> int:
        """How many of the lines behind ``done`` go on this page; 0 if they begin on the next one.

        Up to three cannot be divided into twice two. On an empty page it is never 0: without notes
        there is room for more than the rows that are repeated, and notes give way.
        """
        left = len(chunk.lines) - done
        count = self._fitting(chunk, done, room)
        if count == left:
            return left
        take = min(count, left - _LEAST)
        if take >= _LEAST:
            return take
        if self.page.lines or (not chunk.notes and not self.page.notes):
            return 0
        return max(1, min(left if left <= _WHOLE else _LEAST, room))

    def _fitting(self, chunk: Chunk, done: int, room: int) -> int:
        """How many lines behind ``done`` have room with their notes."""
        left = len(chunk.lines) - done
        if not chunk.notes:
            return min(left, max(room, 0))
        count = 0
        while count < left:
            notes = self._with_rule(_note_rows(chunk, done, done + count + 1))
            if count + 1 + notes > room:
                break
            count += 1
        return count

    def _add_notes(self, chunk: Chunk, start: int, end: int) -> None:
        """Put the notes of these lines at the foot; what has no room is carried on."""
        for row, lines in _notes_of(chunk, start, end):
            room = self._room() - (0 if self.page.notes else _RULE)
            count = 0 if self._carried else max(room, 0)
            if count:
                place = len(self.page.lines) - (end - row)
                self.page.notes.append((place, lines[:count]))
            self._carried.extend(lines[count:])


def _notes_of(chunk: Chunk, start: int, end: int) -> Sequence[tuple[int, Sequence[Line]]]:
    """The notes of the lines from ``start`` up to ``end``; they stand in the order of the lines."""
    first = bisect_left(chunk.notes, start, key=itemgetter(0))
    return chunk.notes[first : bisect_left(chunk.notes, end, key=itemgetter(0))]


def _note_rows(chunk: Chunk, start: int, end: int) -> int:
    return sum(len(lines) for _, lines in _notes_of(chunk, start, end)) if chunk.notes else 0
