"""From the blocks of a document to chunks of lines.

Nesting is walked with a stack of its own, so that no depth of lists or quotes can exhaust Python's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from brailledesk.document import (
    Block,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
)
from brailledesk.layout.fill import Margins
from brailledesk.layout.flow import Chunk
from brailledesk.layout.images import image_runs
from brailledesk.layout.lines import BLANK_LINE, LAYOUT, Line
from brailledesk.layout.marks import page_mark
from brailledesk.layout.options import HeadingStyle
from brailledesk.layout.setting import Setting, is_blank
from brailledesk.text import Run
from brailledesk.values import replace

Behind = Callable[[Sequence[str]], Iterator[Chunk]]
"""Gives the chunks that stand behind a paragraph with marks of these notes."""


def lay_blocks(
    blocks: Iterable[Block], setting: Setting, *, left: int = 0, behind: Behind | None = None
) -> Iterator[Chunk]:
    """The chunks of ``blocks``, which stand ``left`` cells in.

    ``behind`` is asked after each paragraph or table with note marks; after a heading it waits for
    what follows, since a heading is kept with that.
    """
    yield from _Walk(setting, behind).chunks(blocks, left)


class _Frame(NamedTuple):
    """Blocks or items still to come, and the cells that they stand in from the left."""

    members: Iterator[Block | ListItem]
    left: int


class _Walk:
    """One walk over nested blocks; it holds the marker that waits for the text behind it."""

    def __init__(self, setting: Setting, behind: Behind | None) -> None:
        self.setting = setting
        self._behind = behind
        self._marks: list[str] = []
        self._marker = ""
        self._marker_left = 0
        self._marker_depth = 0

    def chunks(self, blocks: Iterable[Block], left: int) -> Iterator[Chunk]:
        stack = [_Frame(iter(blocks), left)]
        while stack:
            member = next(stack[-1].members, None)
            if member is None:
                if self._marker_depth == len(stack):
                    yield from self._lone_marker()
                stack.pop()
            elif inner := self._enter(member, stack[-1].left):
                if isinstance(member, ListItem):
                    yield from self._lone_marker()
                    self._expect_marker(member.marker, stack[-1].left, len(stack) + 1)
                stack.append(inner)
            else:
                yield from self._with_notes(self._lay(member, stack[-1].left))
        if self._marks and self._behind:
            yield from self._behind(self._marks)

    def _with_notes(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        """The chunks of one block, and what stands behind them."""
        is_held = True
        for chunk in chunks:
            self._marks.extend(label for line in chunk.lines for label in line.notes)
            is_held = chunk.is_kept_with_next
            yield chunk
        if self._marks and self._behind and not is_held:
            marks, self._marks = self._marks, []
            yield from self._behind(marks)

    def _enter(self, member: Block | ListItem, left: int) -> _Frame | None:
        """What stands inside a member, further in; None if it is a block without blocks."""
        options = self.setting.options
        match member:
            case ListItem():
                return _Frame(iter(member.blocks), left + options.list_indent)
            case ListBlock():
                return _Frame(iter(member.items), left)
            case Quote():
                return _Frame(iter(member.blocks), left + options.quote_indent)
        return None

    def _expect_marker(self, marker: str, left: int, depth: int) -> None:
        self._marker = marker.strip()
        self._marker_left = left
        self._marker_depth = depth if self._marker else 0

    def _lone_marker(self) -> Iterator[Chunk]:
        """A marker that no text follows directly stands on a row of its own."""
        if self._marker:
            runs, margins = self._behind_marker([], self._marker_left)
            yield Chunk(tuple(self.setting.lines(runs, margins)), is_kept_with_next=True)

    def _behind_marker(self, runs: list[Run], left: int) -> tuple[list[Run], Margins]:
        margins = self.setting.margins(self._marker_left, left)
        gap = [Run(" ", origin=LAYOUT)] if runs else []
        marked = [Run(self._marker), *gap, *runs]
        self._expect_marker("", 0, 0)
        return marked, margins

    def _lay(self, block: Block | ListItem, left: int) -> Iterator[Chunk]:
        match block:
            case Paragraph():
                yield from self._paragraph(list(block.runs), left)
            case Poem():
                yield from self._poem(list(block.runs), left)
            case Heading():
                yield from self._heading(block, left)
            case Image():
                yield from self._paragraph(image_runs(block, self.setting.options), left)
            case Table():
                from brailledesk.layout.tables import lay_table

                yield from self._lone_marker()
                yield from lay_table(block, self.setting)
            case PageMark():
                yield page_mark(block, self.setting)

    def _paragraph(self, runs: list[Run], left: int) -> Iterator[Chunk]:
        if is_blank(runs):
            return
        if self._marker:
            runs, margins = self._behind_marker(runs, left)
        else:
            margins = self.setting.margins(left + self.setting.options.paragraph_indent, left)
        yield self.setting.chunk(runs, margins)

    def _poem(self, runs: list[Run], left: int) -> Iterator[Chunk]:
        """Each verse on rows of its own; a stanza is a chunk, so that pages end between verses."""
        if is_blank(runs):
            return
        yield from self._lone_marker()
        options = self.setting.options
        margins = self.setting.margins(left + options.verse_indent, left + options.verse_runover)
        lines = self.setting.lines(runs, margins, is_verse=True)
        stanzas = [list(rows) for is_gap, rows in groupby(lines, _is_gap) if not is_gap]
        for stanza in stanzas:
            yield Chunk(tuple(stanza), 1, 1)

    def _heading(self, heading: Heading, left: int) -> Iterator[Chunk]:
        if is_blank(heading.runs):
            return
        style = self.setting.options.heading(heading.level)
        runs = list(heading.runs)
        if self._marker:
            runs, margins = self._behind_marker(runs, left)
            style = replace(style, is_centred=False)
        else:
            indent = 0 if style.is_centred else left + style.indent
            margins = self.setting.margins(indent, indent)
        lines = self.setting.lines(runs, margins, is_hyphenated=False)
        if style.is_centred:
            lines = [centred(line, self.setting.width) for line in lines]
        yield _heading_chunk(lines, style, heading)


def _is_gap(line: Line) -> bool:
    return line is BLANK_LINE


def _heading_chunk(lines: list[Line], style: HeadingStyle, heading: Heading) -> Chunk:
    return Chunk(
        tuple(lines), style.blank_before, style.blank_after, is_kept_with_next=True, heading=heading
    )


def centred(line: Line, width: int) -> Line:
    """The line in the middle of a row; with an odd cell the blank is at the right."""
    if line is BLANK_LINE or not line.cells:
        return line
    indent = (width - len(line.cells)) // 2
    content = tuple((start + indent, end + indent) for start, end in line.content)
    spans = tuple(span.moved(indent) for span in line.spans)
    return replace(line, cells=bytes(indent) + line.cells, content=content, spans=spans)
