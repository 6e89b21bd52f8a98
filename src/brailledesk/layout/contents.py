"""The contents: the headings of a volume, each with a leader to its Braille page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brailledesk.document import Heading, heading_runs
from brailledesk.layout.blocks import centred
from brailledesk.layout.breaks import Passage
from brailledesk.layout.fill import Margins, fill
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import LAYOUT, Line, LineKind
from brailledesk.layout.setting import Setting, is_blank
from brailledesk.text import Run

_STEP = 2
"""Cells by which a level of headings stands further in than the one above."""

_RUNOVER = 4
"""Cells by which the further rows of an entry stand in from its first."""

_GAP = 1
"""Blank cells on both sides of a leader."""

_LEAST_LEADER = 2
"""A single sign could be taken for one of the heading's."""

_DOT_3 = b"\x04"
"""The leader where the translator has no cells for its sign."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading and the Braille page on which it stands."""

    heading: Heading
    page: int


class Contents:
    """Lays contents out again and again, as page numbers settle; a heading is translated once."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._passages: dict[Heading, Passage] = {}
        self._numbers: dict[int, Passage] = {}
        leader = setting.passage([Run(setting.options.book.leader, origin=LAYOUT)]).cells
        self._leader = leader if leader and 0 not in leader else _DOT_3

    def chunks(self, parts: Sequence[tuple[str, Sequence[Entry]]]) -> Iterator[Chunk]:
        """The contents under their heading; none where no part has an entry.

        Each part has a label ("1° vol.") of its own, or an empty one.
        """
        book = self._setting.options.book
        shown = [(label, [e for e in entries if self._is_shown(e)]) for label, entries in parts]
        if not any(entries for _, entries in shown):
            return
        top = min(entry.heading.level for _, entries in shown for entry in entries)
        yield self._label(book.labels.contents, is_centred=True)
        for label, entries in shown:
            if label and entries:
                yield self._label(label, is_centred=False)
            yield from self._entries(entries, top, self._setting.width)

    def _is_shown(self, entry: Entry) -> bool:
        depth = self._setting.options.book.contents_depth
        return entry.heading.level <= depth and not is_blank(heading_runs(entry.heading))

    def _label(self, text: str, *, is_centred: bool) -> Chunk:
        setting = self._setting
        lines = setting.lines([Run(text, origin=LAYOUT)], setting.margins(0, 0))
        if is_centred:
            lines = [centred(line, setting.width) for line in lines]
        return Chunk(_as_contents(lines), 1, 1 if is_centred else 0, is_kept_with_next=True)

    def _entries(self, entries: Iterable[Entry], top: int, width: int) -> Iterator[Chunk]:
        for entry in entries:
            indent = min((entry.heading.level - top) * _STEP, width // 4)
            yield Chunk(_as_contents(self._lines(entry, indent, width)))

    def _lines(self, entry: Entry, indent: int, width: int) -> list[Line]:
        """The rows of an entry. Its page stands at the right of the last one."""
        number = self._number(entry.page)
        room = width - len(number.cells) - _GAP
        if room < width // 2:  # a row of its own for the page leaves the words more room
            room = width
        rest = min(indent + _RUNOVER, width // 2)
        passage = self._passage(entry.heading)
        hyphen = self._setting.hyphen
        lines = list(fill(passage, Margins(indent, rest, room), hyphen, is_hyphenated=False))
        if len(lines[-1].cells) + _GAP + len(number.cells) > width:
            lines.append(Line(bytes(rest)))
        lines[-1] = self._led(lines[-1], number, width)
        return lines

    def _led(self, line: Line, number: Passage, width: int) -> Line:
        """The line with a leader, if there is room for one, and the page."""
        free = width - len(line.cells) - len(number.cells)
        leader = self._leader * ((free - 2 * _GAP) // len(self._leader))
        if len(leader) < _LEAST_LEADER:
            leader = b""
        gap = bytes(_GAP if leader else 0)
        cells = line.cells + bytes(free - len(leader) - len(gap)) + leader + gap + number.cells
        shown = "..." if leader else ""
        texts = (line.print_text, shown, number.print_text())
        place = len(cells) - len(number.cells)
        pages = number.spans((0, len(number.cells)), (0, len(number.text)))
        spans = (*line.spans, *(span.moved(place) for span in pages))
        return Line(cells, " ".join(filter(None, texts)), spans=spans)

    def _passage(self, heading: Heading) -> Passage:
        if heading not in self._passages:
            self._passages[heading] = self._setting.passage(heading_runs(heading))
        return self._passages[heading]

    def _number(self, page: int) -> Passage:
        if page not in self._numbers:
            self._numbers[page] = self._setting.passage([Run(str(page), origin=LAYOUT)])
        return self._numbers[page]


def _as_contents(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line.as_layout(LineKind.CONTENTS) for line in lines)
