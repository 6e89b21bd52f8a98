"""The content documents of eBraille: a document's blocks as XHTML in Unicode Braille.

A blank between two words is a space, at which a display may begin a new row. Where more than one
blank stands, each is U+2800, because a browser would join spaces to one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
    find_chapter_level,
    heading_runs,
)
from brailledesk.formats.ebraille_markup import (
    EPUB_TYPE,
    HTML,
    fill,
    flow_parent,
    note_link,
    shown,
    table_cell,
)
from brailledesk.formats.epub_parts import Target
from brailledesk.text import Run, split_at_line_feeds
from brailledesk.translate.base import RunTranslator

_DEEPEST = 40
"""Lists and quotes inside each other beyond this are written as if they were one."""

_DEEPEST_HEADING = 6


@dataclass(slots=True)
class Chapter:
    """One content document."""

    file: str
    title: str = ""
    body: etree._Element = field(default_factory=HTML.body)


@dataclass(slots=True)
class Text:
    """All content documents, with what the entry page lists of them."""

    chapters: list[Chapter] = field(default_factory=list)
    headings: list[Target] = field(default_factory=list)
    pages: list[Target] = field(default_factory=list)
    has_eight_dots: bool = False


def write_text(
    document: Document,
    translate: RunTranslator,
    image_label: str,
    *,
    has_unnamed_images: bool = True,
) -> Text:
    """The content documents of a document, each a chapter with the notes that it refers to."""
    label = image_label if has_unnamed_images else ""
    return _Writer(document, translate, image_label, label).text()


_Member = Block | ListItem | TableRow | TableCell


@dataclass(slots=True)
class _Frame:
    members: Iterator[_Member]
    parent: etree._Element


class _Writer:
    def __init__(
        self, document: Document, translate: RunTranslator, image_label: str, unnamed_label: str
    ) -> None:
        self._document = document
        self._translate = translate
        self._image_label = image_label
        self._unnamed = (Run(f"[{unnamed_label}]"),) if unnamed_label else ()
        self._text = Text()
        self._notes = dict(enumerate(document.notes, 1))
        self._waiting: dict[str, deque[int]] = {}
        for number, note in self._notes.items():
            self._waiting.setdefault(note.label, deque()).append(number)
        self._referred: deque[tuple[int, Note]] = deque()

    def text(self) -> Text:
        for blocks in _chapters(self._document.blocks):
            self._begin_chapter()
            self._blocks(blocks, self._text.chapters[-1].body)
            self._write_notes()
        for label in [note.label for note in self._notes.values()]:
            self._take(label)
        self._write_notes()
        for chapter in self._text.chapters:
            chapter.title = chapter.title or self.braille([Run(self._document.title)])
        return self._text

    def braille(self, runs: Sequence[Run]) -> str:
        """Runs in one line, without links."""
        plain = [replace(run, text=run.text.replace("\n", " ")) for run in runs]
        cells = self._translate(plain).cells
        self._text.has_eight_dots |= max(cells, default=0) > 0x3F
        return shown(cells).strip(" \u2800")

    def _begin_chapter(self) -> None:
        file = f"ebraille/c{len(self._text.chapters) + 1:04}.html"
        self._text.chapters.append(Chapter(file))

    # -- blocks --------------------------------------------------------------------------------

    def _blocks(self, blocks: Iterable[Block], parent: etree._Element) -> None:
        stack = [_Frame(iter(blocks), parent)]
        while stack:
            member = next(stack[-1].members, None)
            if member is None:
                stack.pop()
            elif inner := self._enter(member, stack[-1].parent, is_deep=len(stack) > _DEEPEST):
                stack.append(inner)
            else:
                self._write(member, stack[-1].parent)

    def _enter(self, member: _Member, parent: etree._Element, *, is_deep: bool) -> _Frame | None:
        """The element of a member with others inside, and these; None for any other."""
        tag: etree._Element
        inner: Iterator[_Member]
        match member:
            case Quote():
                tag, inner = HTML.blockquote(), iter(member.blocks)
            case ListBlock():
                tag, inner = HTML.ul(), iter(member.items)
            case ListItem():
                tag, inner = HTML.li(), iter(_with_marker(member))
            case Table():
                tag, inner = self._table(member), iter(member.rows)
            case TableRow():
                tag, inner = HTML.tr(), iter(member.cells)
            case TableCell():
                tag, inner = table_cell(member), iter(member.blocks)
            case _:
                return None
        if is_deep and isinstance(member, Quote | ListBlock | ListItem):
            return _Frame(inner, flow_parent(parent))
        if is_deep and isinstance(member, Table):
            parent = flow_parent(parent)
        parent.append(tag)
        return _Frame(inner, tag)

    def _write(self, member: _Member, parent: etree._Element) -> None:
        match member:
            case Heading():
                self._heading(member, parent)
            case Paragraph():
                self._lines(HTML.p(), member.runs, parent)
            case Poem():
                self._lines(HTML.p({"class": "poem"}), member.runs, parent)
            case Image():
                words = member.alternative.strip()
                label = self._image_label
                runs = (Run(f"[{label}: "), Run(words, language=member.language), Run("]"))
                self._lines(HTML.p(), runs if words else self._unnamed, parent)
            case PageMark():
                self._page_mark(member, parent)

    def _heading(self, heading: Heading, parent: etree._Element) -> None:
        level = min(max(heading.level, 1), _DEEPEST_HEADING)
        element = HTML(f"h{level}")
        name = f"h{len(self._text.headings) + 1}"
        words = self.braille(heading_runs(heading))
        if self._lines(element, heading.runs, parent) and words:
            element.set("id", name)
            chapter = self._text.chapters[-1]
            chapter.title = chapter.title or words
            self._text.headings.append(Target(chapter.file, name, words, level))

    def _page_mark(self, mark: PageMark, parent: etree._Element) -> None:
        words = self.braille([Run(mark.label)])
        if not words:
            return
        name = f"page{len(self._text.pages) + 1}"
        attributes = {"id": name, "role": "doc-pagebreak", EPUB_TYPE: "pagebreak"}
        parent.append(HTML.div(words, attributes))
        self._text.pages.append(Target(self._text.chapters[-1].file, name, words))

    def _table(self, table: Table) -> etree._Element:
        element: etree._Element = HTML.table()
        if any(run.text.strip() for run in table.caption):
            self._lines(HTML.caption(), table.caption, element)
        return element

    # -- runs ----------------------------------------------------------------------------------

    def _lines(self, element: etree._Element, runs: Sequence[Run], parent: etree._Element) -> bool:
        """Fill an element with lines parted by ``br``; whether it shows anything."""
        pieces: list[str | etree._Element] = []
        for line in split_at_line_feeds(runs):
            found = self._line(line)
            if found and pieces:
                pieces.append(HTML.br())
            pieces.extend(found)
        if pieces:
            fill(element, pieces)
            parent.append(element)
        return bool(pieces)

    def _line(self, runs: Sequence[Run]) -> list[str | etree._Element]:
        """The Braille of one line; marks of notes are links."""
        translation = self._translate(runs)
        cells = translation.cells
        self._text.has_eight_dots |= max(cells, default=0) > 0x3F
        if not cells.strip(b"\0"):
            return []
        text = shown(cells)
        first, last = len(cells) - len(cells.lstrip(b"\0")), len(cells.rstrip(b"\0"))
        pieces: list[str | etree._Element] = []
        char, done = 0, first
        for run in runs:
            start, char = char, char + len(run.text)
            if not run.note or not run.text.strip():
                continue
            ends = [
                translation.char_to_cell[place] if place < len(translation.text) else last
                for place in (start, char)
            ]
            begin, end = max(ends[0], done), min(ends[1], last)
            number = self._take(run.note) if begin < end else None
            if number:
                pieces += [text[done:begin], note_link(number, text[begin:end])]
                done = end
        pieces.append(text[done:last])
        return [piece for piece in pieces if not isinstance(piece, str) or piece]

    # -- notes ---------------------------------------------------------------------------------

    def _take(self, label: str) -> int | None:
        """The number of the note that a mark refers to, if no other mark has it."""
        numbers = self._waiting.get(label)
        if not numbers:
            return None
        number = numbers.popleft()
        self._referred.append((number, self._notes.pop(number)))
        return number

    def _write_notes(self) -> None:
        body = self._text.chapters[-1].body
        while self._referred:
            number, note = self._referred.popleft()
            attributes = {"id": f"note{number}", "role": "doc-footnote", EPUB_TYPE: "footnote"}
            aside = HTML.aside(attributes)
            body.append(aside)
            self._blocks(_with_marker(ListItem(note.blocks, note.label)), aside)


def _chapters(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The blocks of each chapter, what stands before the first one too; at least one."""
    level = find_chapter_level(blocks)
    start = 0
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level <= level and place > start:
            yield blocks[start:place]
            start = place
    yield blocks[start:]


def _with_marker(item: ListItem) -> Sequence[Block]:
    """The blocks of an item, its marker at the beginning of the first."""
    marker = item.marker.strip()
    if not marker:
        return item.blocks
    first = item.blocks[0] if item.blocks else None
    if isinstance(first, Paragraph) and any(run.text.strip() for run in first.runs):
        runs = (Run(f"{marker} "), *first.runs)
        return (replace(first, runs=runs), *item.blocks[1:])
    return (Paragraph((Run(marker),)), *item.blocks)
