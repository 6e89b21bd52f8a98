"""The text with its notes, where the options want them.

A note belongs to the first mark that refers to it; of several notes with one label the first mark
takes the first, and so on. A note that no mark has taken stands at the end of the document, so that
nothing is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from brailledesk.document import Block, Document, Heading, ListBlock, ListItem, Note, PageMark
from brailledesk.layout.blocks import lay_blocks
from brailledesk.layout.book import NotePlace
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import LAYOUT, Line
from brailledesk.layout.setting import Setting
from brailledesk.text import Run

_HEADING_LEVEL = 2


def lay_document(
    document: Document, blocks: Iterable[Block], setting: Setting, chapter_level: int
) -> Iterator[Chunk]:
    """The chunks of ``blocks`` (those of the document) with the document's notes."""
    notes = _Notes(document.notes, setting)
    match setting.options.note_place:
        case NotePlace.DOCUMENT:
            yield from lay_blocks(blocks, setting)
        case NotePlace.CHAPTER:
            yield from _by_chapter(blocks, notes, setting, chapter_level)
        case NotePlace.PARAGRAPH:
            yield from lay_blocks(blocks, setting, behind=notes.set_in)
        case NotePlace.PAGE:
            yield from map(notes.at_foot, lay_blocks(blocks, setting))
    yield from notes.section(notes.rest(), _HEADING_LEVEL)


def _by_chapter(
    blocks: Iterable[Block], notes: _Notes, setting: Setting, chapter_level: int
) -> Iterator[Chunk]:
    """Chapters with their notes behind them; a page mark before a chapter belongs to that."""
    labels: list[str] = []
    held: list[Block] = []

    def lay(members: Sequence[Block]) -> Iterator[Chunk]:
        for chunk in lay_blocks(members, setting):
            labels.extend(label for line in chunk.lines for label in line.notes)
            yield chunk

    def end() -> Iterator[Chunk]:
        taken = list(notes.take(labels))
        labels.clear()
        for chunk in notes.section(taken, chapter_level + 1):
            # Not in the contents: there is one in every chapter.
            yield replace(chunk, heading=None)

    for block in blocks:
        if isinstance(block, PageMark):
            held.append(block)
            continue
        if isinstance(block, Heading) and block.level <= chapter_level:
            yield from end()
        yield from lay([*held, block])
        held.clear()
    yield from lay(held)
    yield from end()


class _Notes:
    """The notes of a document that no mark has taken yet."""

    def __init__(self, notes: Sequence[Note], setting: Setting) -> None:
        self._setting = setting
        self._waiting: dict[str, deque[int]] = {}
        self._notes = dict(enumerate(notes))
        for number, note in self._notes.items():
            self._waiting.setdefault(note.label, deque()).append(number)

    def rest(self) -> list[Note]:
        return list(self._notes.values())

    def take(self, labels: Iterable[str]) -> Iterator[Note]:
        """The notes of these marks, and behind each those that it refers to itself."""
        waiting = deque(labels)
        while waiting:
            numbers = self._waiting.get(waiting.popleft())
            if not numbers:
                continue
            note = self._notes.pop(numbers.popleft())
            waiting.extendleft(reversed(list(_marks_in(note))))
            yield note

    def section(self, notes: Sequence[Note], level: int) -> Iterator[Chunk]:
        """Notes as a list under their heading."""
        if notes:
            title = Run(self._setting.options.notes_label, origin=LAYOUT)
            yield from lay_blocks([Heading(level, (title,)), _listed(notes)], self._setting)

    def set_in(self, labels: Sequence[str]) -> Iterator[Chunk]:
        """Notes behind the paragraph that refers to them."""
        notes = list(self.take(labels))
        left = self._setting.options.note_indent
        yield from lay_blocks([_listed(notes)], self._setting, left=left)

    def at_foot(self, chunk: Chunk) -> Chunk:
        """The chunk with the notes that its lines refer to."""
        notes: list[tuple[int, tuple[Line, ...]]] = []
        for row, line in enumerate(chunk.lines):
            taken = list(self.take(line.notes)) if line.notes else []
            for note in taken:
                chunks = lay_blocks([_listed([note])], self._setting)
                notes.append((row, tuple(line for one in chunks for line in one.lines)))
        return replace(chunk, notes=tuple(notes)) if notes else chunk


def _listed(notes: Sequence[Note]) -> ListBlock:
    return ListBlock(tuple(ListItem(note.blocks, note.label) for note in notes))


def _marks_in(note: Note) -> Iterator[str]:
    document = Document(note.blocks)
    return (run.note for run in document.runs() if run.note)
