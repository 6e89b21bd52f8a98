"""Blocks from the elements and texts of an HTML page, as a walk over its tree meets them.

Blocks are collected in frames (one for each open list, item, quote, table, caption or cell); text
goes to the runs of the paragraph that is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from lxml import etree

from brailledesk.document import (
    Block,
    Heading,
    Image,
    Member,
    Note,
    PageMark,
    Paragraph,
    WovenBlocks,
)
from brailledesk.ingest import html_elements as elements
from brailledesk.ingest.html_frames import LISTS, Frame, adopt, close, without_brackets
from brailledesk.ingest.html_notes import Part, is_number_of_note, is_way_back
from brailledesk.ingest.markers import parse_number
from brailledesk.ingest.runs import OpenRuns, lowered, raised
from brailledesk.text import Origin, Run, Typeform
from brailledesk.values import dataclass

_DEEPEST = 40
"""Lists, quotes and tables inside each other beyond this are read as if they were one."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SCRIPTS: dict[str, elements.Script] = {"sup": "sup", "sub": "sub"}
_PARTS = {"li": LISTS, "td": {"table"}, "th": {"table"}, "caption": {"table"}}


@dataclass(frozen=True, slots=True)
class _Style:
    """What an element hands down to what stands in it."""

    language: str
    typeform: Typeform = Typeform.PLAIN
    level: int = 0
    is_pre: bool = False
    script: elements.Script = ""


class HtmlBlocks:
    """Takes the start and end of every element and the texts between, in the order of the page."""

    def __init__(
        self,
        path: str,
        language: str,
        line_of: Callable[[etree._Element], int],
        part: Part | None = None,
        fetch: Callable[[str], bytes] | None = None,
    ) -> None:
        self._path = path
        self._fetch = fetch
        self._part_of = part or Part()
        self._is_looked_up = self._part_of.is_looked_up
        self._notes: list[Note] = []
        self._language = language
        self._shown_languages: dict[str, str | None] = {}
        self._line_of = line_of
        self._frames = [Frame("document")]
        # What stands before the blocks of the document's frame.
        self._members: list[Member] = []
        # One entry for each open element: what it hands down, and the frame that it opened.
        self._styles = [_Style(language)]
        self._opened: list[Frame | None] = []
        self._runs = OpenRuns()
        self._hidden: etree._Element | None = None
        self._shown_option: etree._Element | None = None
        # Where the block that was begun last stands, or its line.
        self._spot: Origin | int | None = None
        self._tables = 0

    def finish(self) -> WovenBlocks:
        """All blocks; most paragraphs of a long page are no values yet."""
        self._flush()
        self._settle()
        return WovenBlocks(self._members, partial(_paragraph, self._path, self._part_of))

    def _settle(self) -> None:
        """Put the blocks of the document's frame behind what is before them."""
        blocks = self._frames[0].blocks
        if blocks:
            self._members += blocks
            blocks.clear()

    def notes(self) -> tuple[Note, ...]:
        """The notes that stand on the page, in the order of the page."""
        return tuple(self._notes)

    # -- elements ------------------------------------------------------------------------------

    def take_paragraph(self, element: etree._Element) -> bool:
        """Take a paragraph of nothing but text, as most are, and the text behind it, all in one.

        False, and nothing done, for any other element.
        """
        if element.tag != "p" or len(element) or self._hidden is not None or element.keys():
            return False
        style = self._styles[-1]
        if style.is_pre or style.script or style.level or self._is_looked_up:
            return False
        if not self._runs.is_empty:
            self._flush()
        self._spot = line = self._line_of(element)
        text = element.text
        if text is not None:
            text = _collapsed(text).strip(" ")
            if text and not text.isspace():
                self._add_paragraph(text, line, style)
        tail = element.tail
        if tail is not None and tail not in _BREAKS:
            self.add_text(tail)
        return True

    def _add_paragraph(self, text: str, line: int, style: _Style) -> None:
        language = self._run_language()
        if len(self._frames) == 1 and not style.typeform and language is None:
            self._settle()
            self._members.append((text, line))
            return
        origin = self._origin()
        run = Run(text, style.typeform, language, origin)
        self._frames[-1].blocks.append(Paragraph((run,), origin))

    def start(self, element: etree._Element) -> None:
        if self._hidden is not None:
            return
        tag = elements.tag_of(element)
        if self._is_hidden(element, tag):
            self._hidden = element
            return
        if tag in elements.BLOCKS or element.get("role") == "heading":
            self._flush()
            self._spot = self._origin_of(element)
        self._styles.append(self._inherit(element, tag))
        frame = self._frame(element, tag)
        self._opened.append(frame)
        if frame is not None:
            self._frames.append(frame)
        self._show(element, tag)

    def end(self, element: etree._Element) -> None:
        if self._hidden is not None:
            if element is self._hidden:
                self._hidden = None
            return
        tag = elements.tag_of(element)
        if tag in elements.CONTROLS:
            self.add_text(" ")
        if tag in elements.BLOCKS or element.get("role") == "heading":
            self._flush()
        if tag == "q":
            self.add_text("»")
        elif tag == "select":
            self._shown_option = None
        elif tag == "thead":
            self._frames[-1].is_head = False
        self._styles.pop()
        frame = self._opened.pop()
        if frame is not None:
            self._leave(frame)

    def _leave(self, frame: Frame) -> None:
        if frame.tag == "note":
            self._flush()
        self._frames.pop()
        if frame.tag == "note":
            self._notes.append(Note(frame.note, without_brackets(frame.blocks)))
        else:
            close(frame, self._frames[-1])

    def _origin(self) -> Origin | None:
        if isinstance(self._spot, int):
            self._spot = _origin_at(self._path, self._part_of, self._spot)
        return self._spot

    def _origin_of(self, element: etree._Element) -> Origin:
        return _origin_at(self._path, self._part_of, self._line_of(element))

    def _is_hidden(self, element: etree._Element, tag: str) -> bool:
        """Whether to pass over an element; what it tells in another way is kept."""
        label = elements.page_label(element)
        if label is None and (label := self._part_of.page_of(element)) is not None:
            self._add_page(element, label)
            return False
        if label is not None:
            self._add_page(element, label)
            return elements.is_only_label(element, label)
        if self._is_of_notes(element, tag):
            return True
        if tag == "option" and self._shown_option is not None:
            return element is not self._shown_option
        if not elements.is_hidden(element, tag):
            return False
        if tag == "svg" and element.get("aria-hidden") != "true":
            text = elements.drawing_text(element)
            if text:
                self._add_image(element, text)
        return True

    def _is_of_notes(self, element: etree._Element, tag: str) -> bool:
        """Whether an element is the mark of a note, which is shown here, or leads back to one."""
        note = self._part_of.note_marked_by(element)
        if note is None:
            return bool(self._frames[-1].note) and self._is_way_back(element, tag)
        self._runs.add(f"({note})", self._styles[-1].typeform, None, self._origin(), note)
        return True

    def _is_way_back(self, element: etree._Element, tag: str) -> bool:
        """Whether an element leads from a note to its mark; its number at the beginning does."""
        is_first = not self._frames[-1].blocks and not self._runs.last_character()
        return is_way_back(element) or (tag == "a" and is_first and is_number_of_note(element))

    def _add_page(self, element: etree._Element, label: str) -> None:
        self._flush()
        self._frames[-1].blocks.append(PageMark(label, self._origin_of(element)))

    def _inherit(self, element: etree._Element, tag: str) -> _Style:
        above = self._styles[-1]
        level = 0 if tag in _PARTS else elements.heading_level(element, tag) or above.level
        own = (
            elements.language_of(element) or above.language,
            above.typeform | elements.typeform_of(element, tag),
            level,
            above.is_pre or tag in {"pre", "textarea"},
            _SCRIPTS.get(tag, above.script),
        )
        inherited = (above.language, above.typeform, above.level, above.is_pre, above.script)
        return above if own == inherited else _Style(*own)

    # -- containers ----------------------------------------------------------------------------

    def _frame(self, element: etree._Element, tag: str) -> Frame | None:
        """The frame that an element opens, if it opens one."""
        top = self._frames[-1]
        note = self._part_of.note_of(element)
        if note is not None:
            self._flush()
            return Frame("note", self._origin_of(element), note=note)
        if tag in _PARTS:
            return self._part(element, tag, top) if top.tag in _PARTS[tag] else None
        if top.tag == "table" and tag == "tr":
            top.rows.append([])
        elif top.tag == "table" and tag in {"thead", "tbody", "tfoot"}:
            top.is_head = tag == "thead"
        if tag in elements.BLOCKS:
            verses = elements.kind_of_verses(element, is_in_poem=top.tag == "poem")
            if verses:
                return Frame(verses, self._origin_of(element))
        return self._container(element, tag)

    def _container(self, element: etree._Element, tag: str) -> Frame | None:
        is_container = tag in LISTS or tag in {"blockquote", "table"}
        if not is_container or len(self._frames) >= _DEEPEST:
            return None
        frame = Frame(tag, self._origin_of(element))
        if tag in LISTS:
            frame.markers = elements.markers_of(element, tag)
        elif tag == "table":
            if elements.is_layout_table(element):
                return None
            self._tables += 1
            frame.origin = Origin(self._path, self._part_of.place(f"table {self._tables}"))
        return frame

    def _part(self, element: etree._Element, tag: str, parent: Frame) -> Frame:
        frame = Frame(tag, self._origin_of(element))
        if tag == "li":
            adopt(parent)
            if parent.markers is not None:
                frame.marker = parent.markers.next(parse_number(element.get("value")))
        else:
            spans = elements.span_of(element, "colspan"), elements.span_of(element, "rowspan")
            frame.spans = spans
        return frame

    # -- what elements show of themselves ------------------------------------------------------

    def _show(self, element: etree._Element, tag: str) -> None:
        if tag in elements.CONTROLS:
            self.add_text(" ")
        if tag == "br":
            style = self._styles[-1]
            self._runs.add_break(style.typeform, self._run_language(), self._origin())
        elif tag == "img":
            alternative = elements.alternative_of(element)
            if alternative is not None:
                self._add_image(element, alternative)
        elif tag == "input":
            self.add_text(elements.shown_value(element))
        elif tag == "select":
            self._shown_option = elements.shown_option(element)
        elif tag == "q":
            self.add_text("«")

    def _add_image(self, element: etree._Element, alternative: str) -> None:
        self._flush()
        source = element.get("src") if self._fetch is not None else None
        data = self._fetch(source) if self._fetch is not None and source else b""
        image = Image(alternative, self._run_language(), self._origin_of(element), data)
        self._frames[-1].blocks.append(image)

    # -- text ----------------------------------------------------------------------------------

    def add_text(self, text: str) -> None:
        """Text of the page; blanks are collapsed as a browser does it."""
        if self._hidden is not None or not text:
            return
        style = self._styles[-1]
        before = self._runs.last_character()
        if text in _BREAKS and before in _BLANK_ENDS and not style.is_pre:
            return  # nothing is left of it; so nearly all lines of a source end
        if style.is_pre:
            text = text.replace("\r\n", "\n")
        else:
            text = _collapsed(text)
            if before in _BLANK_ENDS:
                text = text.removeprefix(" ")
        if style.script:
            text = (raised if style.script == "sup" else lowered)(text, before)
        self._runs.add(text, style.typeform, self._run_language(), self._origin())

    def _run_language(self) -> str | None:
        language = self._styles[-1].language
        if language not in self._shown_languages:
            is_own = elements.is_same_language(language, self._language)
            self._shown_languages[language] = None if is_own else language
        return self._shown_languages[language]

    def _flush(self) -> None:
        """Close the open paragraph."""
        if self._runs.is_empty:
            return
        style = self._styles[-1]
        runs = self._runs.take(strip="\n" if style.is_pre else " \t\n")
        if not runs:
            return
        block: Block = Paragraph(runs, self._origin())
        if style.level:
            block = Heading(style.level, runs, self._origin())
        self._frames[-1].blocks.append(block)


def _paragraph(path: str, part: Part, text: str, line: int) -> Paragraph:
    origin = _origin_at(path, part, line)
    return Paragraph((Run(text, origin=origin),), origin)


def _origin_at(path: str, part: Part, line: int) -> Origin:
    return Origin(path, part.place(f"line {line}"))


_BREAKS = frozenset(["\n", " "])
_BLANK_ENDS = frozenset(["", " ", "\n"])
"""What a blank behind adds nothing to."""


def _collapsed(text: str) -> str:
    """The text with one space for all blanks that follow one another; mostly it is so already."""
    is_so = not ("  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text)
    return text if is_so else _BLANKS.sub(" ", text)
