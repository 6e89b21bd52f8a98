"""Volumes: how the pages of a text are shared among them, with what stands before the text.

A volume ends before the last chapter that begins in it, unless the text ends in it or no chapter
begins in it; then it is filled. A chapter that begins while a note before it still goes on at the
foot of pages is none to end at: the rest of the note would stand in neither volume. Page numbers
begin anew in each volume, and its first pages count.

The pages before the text and the numbers in the contents depend on each other. Text is laid out
first, for as many pages as a volume has left when some are kept free; more are kept free until the
first pages fit. Numbers are then counted behind the pages that the contents really take, which they
settle by being laid out until nothing changes: larger numbers never take fewer rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from brailledesk.document import Document
from brailledesk.errors import N_, DoesNotFit
from brailledesk.layout.book import MOST_SHEETS, ContentsScope
from brailledesk.layout.contents import Contents, Entry
from brailledesk.layout.flow import Chunk
from brailledesk.layout.front import VolumeFacts, note_chunks, title_pages
from brailledesk.layout.lines import Line
from brailledesk.layout.pages import (
    Beginning,
    PageBody,
    divide_pages,
    kept_groups,
)
from brailledesk.layout.rules import PageRules
from brailledesk.layout.setting import Setting

_MOST_ROUNDS = 8
"""Times that the number of volumes is tried on the title pages; it is right the second time, unless
it needs a row more there."""


@dataclass(frozen=True, slots=True)
class Front:
    """The pages before the text: title pages have no running line, contents have."""

    title_pages: Sequence[Sequence[Line]] = ()
    contents: Sequence[PageBody] = ()

    def __len__(self) -> int:
        return len(self.title_pages) + len(self.contents)


@dataclass(frozen=True, slots=True)
class BookVolume:
    front: Front
    pages: Sequence[PageBody]


class _Stretch:
    """The pages from one group of the text on to its end, made as they are asked for."""

    def __init__(self, pages: Iterator[PageBody]) -> None:
        self._coming = pages
        self._pages: list[PageBody] = []

    def pages(self, start: int, end: int | None) -> list[PageBody]:
        if end is None:
            self._pages.extend(self._coming)
        else:
            self._pages.extend(islice(self._coming, max(0, end - len(self._pages))))
        return self._pages[start:end]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a volume begins: at a page of the stretch that begins with ``group``."""

    group: int
    page: int


class Volumes:
    """The volumes of one document, whose text is ``chunks``."""

    def __init__(
        self, document: Document, chunks: Iterator[Chunk], setting: Setting, rules: PageRules
    ) -> None:
        self._document = document
        self._setting = setting
        self._rules = rules
        self._book = setting.options.book
        self._contents = Contents(setting)
        self._note = list(note_chunks(setting))
        has_contents = self._book.contents is not ContentsScope.NONE
        opening = [] if has_contents else self._note
        self._groups = list(kept_groups([*opening, *chunks], rules.height))
        self._stretches: dict[int, _Stretch] = {}
        self._stretch(0, Beginning())
        sides = 2 if setting.options.page.duplex else 1
        self._capacity = self._book.sheets and self._book.sheets * sides

    def build(self) -> list[BookVolume]:
        """All volumes. Raises DoesNotFit where the first pages leave no room for text."""
        count = 1
        volumes = self._all(count)
        for _ in range(_MOST_ROUNDS):
            if len(volumes) == count:
                break
            count = len(volumes)
            volumes = self._all(count)
        return volumes

    # -- pages of the text ---------------------------------------------------------------------

    def _stretch(self, group: int, beginning: Beginning) -> None:
        if group not in self._stretches:
            groups = islice(self._groups, group, None)
            pages = divide_pages(groups, self._rules, beginning)
            self._stretches[group] = _Stretch(pages)

    def _text(self, place: _Place, room: int | None) -> tuple[list[PageBody], _Place | None]:
        """The text of a volume of up to ``room`` pages, and where the next one begins."""
        stretch = self._stretches[place.group]
        if room is None:
            return stretch.pages(place.page, None), None
        pages = stretch.pages(place.page, place.page + room + 1)
        if len(pages) <= room:
            return pages, None
        for number in range(room, -1, -1):
            for start in reversed(pages[number].chapters):
                if (number == room and start.row) or start.has_open_note:
                    continue
                if number == 0 and not start.row:
                    break
                self._stretch(start.group, Beginning(start.print_page))
                last = [pages[number].before(start.row)] if start.row else []
                return pages[:number] + last, _Place(start.group, 0)
        return pages[:room], _Place(place.group, place.page + room)

    # -- volumes -------------------------------------------------------------------------------

    def _all(self, count: int) -> list[BookVolume]:
        first: _Place | None = _Place(0, 0)
        volumes: list[BookVolume] = []
        while first is not None:
            number = len(volumes) + 1
            if number == 1 and self._book.contents is ContentsScope.ALL:
                return self._with_all_contents(first, count)
            volume, first = self._volume(first, number, count)
            volumes.append(volume)
        return volumes

    def _volume(self, place: _Place, number: int, count: int) -> tuple[BookVolume, _Place | None]:
        """One volume, whose contents are its own."""
        found: list[tuple[list[PageBody], _Place | None]] = []

        def build(free: int) -> Front:
            found.append(self._text(place, self._room(free)))
            return self._front(found[-1][0], number, count, [])

        front = self._fit(build)
        text, following = found[-1]
        return BookVolume(front, text), following

    def _with_all_contents(self, place: _Place, count: int) -> list[BookVolume]:
        """All volumes, the first one with the contents of all."""
        found: list[tuple[list[PageBody], list[BookVolume]]] = []

        def build(free: int) -> Front:
            text, following = self._text(place, self._room(free))
            others: list[BookVolume] = []
            while following is not None:
                volume, following = self._volume(following, len(others) + 2, count)
                others.append(volume)
            found.append((text, others))
            return self._front(text, 1, count, others)

        front = self._fit(build)
        text, others = found[-1]
        return [BookVolume(front, text), *others]

    def _room(self, free: int) -> int | None:
        if not self._capacity:
            return None
        if free >= self._capacity:
            sides = 2 if self._setting.options.page.duplex else 1
            needed = -(-(free + 1) // sides)
            sheets = self._book.sheets or 0
            raise DoesNotFit(N_("sheets per volume"), sheets, needed, max(needed, MOST_SHEETS))
        return self._capacity - free

    def _fit(self, build: Callable[[int], Front]) -> Front:
        """The front of a volume in which its own number of pages was kept free."""
        free = 0
        while True:
            front = build(free)
            if not self._capacity or len(front) <= free:
                return front
            free = len(front)

    # -- what stands before the text -----------------------------------------------------------

    def _front(
        self, text: Sequence[PageBody], number: int, count: int, others: Sequence[BookVolume]
    ) -> Front:
        """The front of a volume with this text, with page numbers that count it."""
        pages = 0
        while True:
            front = Front(
                self._title_pages(text, number, count, pages + len(text)),
                self._contents_pages(text, number, pages, others),
            )
            if len(front) == pages:
                return front
            if len(front) < pages:
                blank = [PageBody("")] * (pages - len(front))
                return replace(front, contents=[*front.contents, *blank])
            pages = len(front)

    def _title_pages(
        self, text: Sequence[PageBody], number: int, count: int, last_page: int
    ) -> Sequence[Sequence[Line]]:
        if self._book.title_page is None:
            return ()
        facts = VolumeFacts(number, count, last_page, _print_pages(text))
        title, author = self._document.title, self._document.author
        return title_pages(self._book.title_page, title, author, facts, self._setting)

    def _contents_pages(
        self, text: Sequence[PageBody], number: int, before: int, others: Sequence[BookVolume]
    ) -> Sequence[PageBody]:
        if self._book.contents is ContentsScope.NONE:
            return ()
        label = self._book.labels.volume_part
        parts = [(label.format(number=1) if others else "", _entries(text, before))]
        parts += [
            (label.format(number=place), _entries(volume.pages, len(volume.front)))
            for place, volume in enumerate(others, 2)
        ]
        chunks = [*(self._note if number == 1 else ()), *self._contents.chunks(parts)]
        if not chunks:
            return ()
        height = self._rules.height
        return list(divide_pages(kept_groups(chunks, height), self._rules))


def _entries(pages: Sequence[PageBody], before: int) -> list[Entry]:
    """The headings on pages that follow ``before`` others."""
    return [
        Entry(heading, number)
        for number, page in enumerate(pages, before + 1)
        for _, heading in page.headings
    ]


def _print_pages(pages: Sequence[PageBody]) -> tuple[str, str] | None:
    """The first and the last print page that pages hold something of; None where none is known."""
    labels = [
        label
        for page in pages
        for label in (page.print_page, *(label for _, label in page.print_pages))
        if label.strip()
    ]
    return (labels[0], labels[-1]) if labels else None
