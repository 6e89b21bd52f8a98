"""A document as the script of a talking book: its pages of text, and what is spoken of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath

from lxml import etree

from brailledesk.books.headings import Outline, PageNumbers
from brailledesk.books.inline import Line, Listeners, Mark, one_line, write_line
from brailledesk.books.notes import NoteQueue
from brailledesk.books.script import Chapter, PageTurn, Part, Phrase, Script, Section
from brailledesk.books.tables import PlannedCell as Cell
from brailledesk.books.tables import PlannedRow as Row
from brailledesk.books.tables import is_spoken, plan_table
from brailledesk.books.words import book_words
from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    find_chapter_level,
    heading_runs,
    inner_blocks,
)
from brailledesk.formats.ebraille_markup import EPUB_TYPE, HTML, flow_parent, table_cell
from brailledesk.speech.engine import has_speech
from brailledesk.speech.passage import Sentence
from brailledesk.struck import tell_struck
from brailledesk.text import Run, plain_text

BLOCK_PAUSE = 0.25
"""Seconds of silence behind a paragraph, an item, a cell."""
HEADING_PAUSE = 0.6
_DEEPEST = 40
"""Lists, quotes and tables inside each other beyond this are written as if they were one."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def write_script(document: Document, title: str = "", author: str = "") -> Script:
    """The script of a document. ``title`` and ``author`` count where the caller knows better.

    Each heading begins a section; a note is spoken at the end of the section that refers to it.
    """
    return _Writer(tell_struck(document), title, author).script()


_Member = Block | ListItem | Row | Cell


@dataclass(slots=True)
class _Frame:
    """Members that are still to be written into ``parent``, and what is to be done behind them."""

    members: Iterator[_Member]
    parent: etree._Element
    end: Callable[[], None] | None = None


class _Writer:
    def __init__(self, document: Document, title: str, author: str) -> None:
        tag = document.language
        self._language = tag if _LANGUAGE.fullmatch(tag) else "it"
        self._words = book_words(self._language)
        self._blocks = document.blocks
        self._notes = NoteQueue(document.notes)
        self._script = Script(
            title=_title_of(document, title) or self._words.untitled,
            author=one_line(author) or one_line(document.author),
            language=self._language,
        )
        self._chapter_level = find_chapter_level(document.blocks)
        self._outline = Outline()
        self._page_numbers = PageNumbers()
        self._count = 0
        self._before: list[Sentence] = []
        self._part = Part.TEXT

    def script(self) -> Script:
        self._begin_chapter()
        blocks = self._open(self._blocks)
        start = 0
        for place, block in enumerate(blocks):
            if isinstance(block, Heading) and _is_spoken(block):
                self._fill_section(blocks[start:place])
                self._heading(block)
                start = place + 1
        self._fill_section(blocks[start:])
        self._notes.refer_to_rest()
        self._write_notes()
        return self._script

    # -- sections ------------------------------------------------------------------------------

    def _open(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """Write the title; what is left of the document, which may begin with it."""
        before = 0  # a page that begins, or a picture of a firm's mark
        while before < len(blocks) and isinstance(blocks[before], PageMark | Image):
            before += 1
        first = blocks[before] if before < len(blocks) else None
        title = self._script.title
        if isinstance(first, Heading) and _words_of(first).casefold() == title.casefold():
            self._section(first, self._outline.depth(first.level))
            blocks = [*blocks[:before], *blocks[before + 1 :]]
        else:
            self._section(Heading(1, (Run(title),)), 1)
        if self._script.author:
            author = Paragraph((Run(self._script.author),))
            self._write_blocks((author,), self._script.chapters[-1].body)
        return blocks

    def _begin_chapter(self) -> None:
        self._script.chapters.append(Chapter(f"c{len(self._script.chapters) + 1:04}"))

    def _heading(self, heading: Heading) -> None:
        if heading.level <= self._chapter_level:
            self._begin_chapter()
        self._section(heading, self._outline.depth(heading.level))

    def _section(self, heading: Heading, level: int) -> None:
        chapter = self._script.chapters[-1]
        name = self._name("h")
        section = Section(_words_of(heading), level, chapter.file, name, "")
        chapter.sections.append(section)
        element = HTML(f"h{level}", id=name)
        chapter.body.append(element)
        self._line(element, heading.runs, HEADING_PAUSE)
        section.phrase = section.phrases[0].id

    def _fill_section(self, blocks: Sequence[Block]) -> None:
        self._write_blocks(blocks, self._script.chapters[-1].body)
        self._write_notes()

    @property
    def _current(self) -> Section:
        return self._script.chapters[-1].sections[-1]

    # -- blocks --------------------------------------------------------------------------------

    def _write_blocks(self, blocks: Iterable[Block], parent: etree._Element) -> None:
        stack = [_Frame(iter(blocks), parent)]
        while stack:
            member = next(stack[-1].members, None)
            if member is None:
                end = stack.pop().end
                if end:
                    end()
            elif inner := self._enter(member, stack[-1].parent, is_deep=len(stack) > _DEEPEST):
                stack.append(inner)
            else:
                self._write(member, stack[-1].parent)

    def _enter(self, member: _Member, parent: etree._Element, *, is_deep: bool) -> _Frame | None:
        """The element of a member with others inside, and these; None for any other."""
        tag: etree._Element
        inner: Iterator[_Member]
        end: Callable[[], None] | None = None
        match member:
            case Quote():
                tag, inner = HTML.blockquote(), iter(member.blocks)
            case ListBlock():
                tag, inner = HTML.ul(), iter(member.items)
            case ListItem():
                tag, inner = HTML.li(), iter(_with_marker(member))
            case Table() if is_deep or not any(row.cells for row in member.rows):
                caption = (Paragraph(member.caption),) if member.caption else ()
                return _Frame(chain(caption, inner_blocks(member)), flow_parent(parent))
            case Table():
                tag, inner, end = self._table(member)
            case Row():
                tag, inner = HTML.tr(), iter(member.cells)
            case Cell():
                tag, inner = self._cell(member), iter(member.cell.blocks)
            case _:
                return None
        if is_deep and isinstance(member, Quote | ListBlock | ListItem):
            return _Frame(inner, flow_parent(parent), end)
        parent.append(tag)
        return _Frame(inner, tag, end)

    def _write(self, member: _Member, parent: etree._Element) -> None:
        match member:
            case Heading() | Paragraph():
                self._paragraph(HTML.p(), member.runs, parent)
            case Poem():
                self._paragraph(HTML.p({"class": "poem"}), member.runs, parent)
            case Image():
                self._paragraph(HTML.p(), self._image(member), parent)
            case PageMark():
                self._page(member, parent)

    def _paragraph(
        self, element: etree._Element, runs: Sequence[Run], parent: etree._Element
    ) -> None:
        if any(run.text.strip() for run in runs):
            parent.append(element)
            self._line(element, runs, BLOCK_PAUSE)

    def _image(self, image: Image) -> Sequence[Run]:
        own = self._words.language
        language = None if own == self._language.partition("-")[0].lower() else own
        words = image.alternative.strip()
        if not words:
            return (Run(f"[{self._words.unnamed_image}]", language=language),)
        return (
            Run(f"[{self._words.image}: ", language=language),
            Run(words, language=image.language),
            Run("]", language=language),
        )

    def _page(self, mark: PageMark, parent: etree._Element) -> None:
        label = one_line(mark.label)
        if not has_speech(label):
            return
        kind = self._page_numbers.kind(label)
        name = self._say(self._words.turn(label), Part.PAGE)
        attributes = {"id": name, "role": "doc-pagebreak", EPUB_TYPE: "pagebreak"}
        parent.append(HTML.div(label, attributes, {"aria-label": label, "class": kind.value}))
        self._current.pages.append(PageTurn(label, kind, name))

    # -- tables --------------------------------------------------------------------------------

    def _table(
        self, table: Table
    ) -> tuple[etree._Element, Iterator[_Member], Callable[[], None] | None]:
        """The element of a table, what is inside, and what is done behind it."""
        plan = plan_table(table, self._language)
        element = HTML.table()
        if not is_spoken(table):
            return element, iter(plan.rows), None
        self._before.append(self._words.size(len(plan.rows), plan.columns))
        self._paragraph(HTML.caption(), table.caption, element)

        def end() -> None:
            self._current.phrases[-1].spoken.append(self._words.say(self._words.table_end))

        return element, iter(plan.rows), end

    def _cell(self, cell: Cell) -> etree._Element:
        """The element of a cell; the headings of its columns are spoken before its text."""
        element = table_cell(cell.cell)
        if cell.is_spoken:
            self._before += cell.labels
        elif cell.is_missed:
            element.set("id", self._say(self._words.say(self._words.empty_cell), self._part))
        return element

    # -- phrases -------------------------------------------------------------------------------

    def _line(self, element: etree._Element, runs: Sequence[Run], pause: float) -> None:
        """Fill an element with runs, and have them spoken; ``pause`` is behind the last words."""
        before = len(self._current.phrases)
        listeners = Listeners(lambda words: self._say(words, self._part), self._mark)
        write_line(element, Line.of(runs), self._language, listeners)
        if len(self._current.phrases) > before:
            self._current.phrases[-1].pause = pause

    def _mark(self, mark: Mark) -> tuple[str, int] | None:
        number = self._notes.refer(mark.label)
        if number is None:
            return None
        self._script.note_marks += 1
        words = self._words.say(self._words.note_mark, label=one_line(mark.label))
        return self._say(words, Part.NOTE_MARK), number

    def _say(self, words: Sentence, part: Part) -> str:
        """Add a phrase to the section; the id for its element."""
        name = self._name("s")
        self._current.phrases.append(Phrase(name, _joined([*self._before, words]), part))
        self._before = []
        return name

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    # -- notes ---------------------------------------------------------------------------------

    def _write_notes(self) -> None:
        body = self._script.chapters[-1].body
        self._part = Part.NOTE
        for number, note in self._notes.take():
            attributes = {"id": f"note{number}", "role": "doc-footnote", EPUB_TYPE: "footnote"}
            aside = HTML.aside(attributes)
            body.append(aside)
            label = one_line(note.label) or str(number)
            name = self._say(self._words.say(self._words.note, label=label), Part.NOTE)
            aside.append(HTML.p(HTML.span(label, id=name)))
            self._write_blocks(note.blocks, aside)
        self._part = Part.TEXT


def _words_of(heading: Heading) -> str:
    return one_line(plain_text(heading_runs(heading)))


def _is_spoken(heading: Heading) -> bool:
    return has_speech(_words_of(heading))


def _title_of(document: Document, title: str) -> str:
    """What a document is called: ``title``, its own, its first heading, or its file's name."""
    headings = (_words_of(block) for block in document.blocks if isinstance(block, Heading))
    names = (
        one_line(title),
        one_line(document.title),
        *headings,
        one_line(PurePath(document.source).stem),
    )
    return next(filter(has_speech, names), "")


def _joined(words: Sequence[Sentence]) -> list[Sentence]:
    """Words of one language in one breath."""
    result: list[Sentence] = []
    for one in words:
        if result and result[-1].language == one.language:
            result[-1] = replace(result[-1], text=f"{result[-1].text} {one.text}")
        else:
            result.append(one)
    return result


def _with_marker(item: ListItem) -> Sequence[Block]:
    """The blocks of an item, its marker at the beginning of the first."""
    marker = item.marker.strip()
    if not marker:
        return item.blocks
    first = item.blocks[0] if item.blocks else None
    if isinstance(first, Paragraph) and any(run.text.strip() for run in first.runs):
        return (replace(first, runs=(Run(f"{marker} "), *first.runs)), *item.blocks[1:])
    return (Paragraph((Run(marker),)), *item.blocks)
