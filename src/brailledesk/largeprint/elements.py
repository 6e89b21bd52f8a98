"""Blocks of a document as elements of HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from lxml import etree
from lxml.html.builder import E

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
)
from brailledesk.largeprint.inline import Levels, Piece, language_parts, note_numbers, pieces_of
from brailledesk.largeprint.pictures import PrintPicture, print_picture
from brailledesk.largeprint.signs import visible
from brailledesk.largeprint.table_elements import table_element
from brailledesk.layout.grid import flat_runs, grid_of
from brailledesk.layout.options import LayoutOptions
from brailledesk.text import Run, split_at_line_feeds

_DEEPEST = 12
_LONGEST_WHOLE = 16
"""Characters that may stay on one line in any window."""


_MOST_PIXELS = 1_600
_PIXELS_OF_SIZE = 16.0
"""Pixels of the text that pictures of pages stand beside; they grow as it does."""
WIDEST_PICTURE = 60
"""In sizes of the text; a window is narrower in any case."""


def language_tag(tag: str | None) -> str:
    """A tag as HTML may hold it, empty where there is none."""
    language, region = language_parts(tag or "")
    return f"{language}-{region}" if region else language


class Elements:
    """Makes the elements of one document. Headings begin at ``first_level``.

    ``widths`` are those of the pictures that were met, in sizes of the text.
    """

    def __init__(
        self,
        document: Document,
        layout: LayoutOptions,
        *,
        words: Callable[[str], str],
        first_level: int,
        has_print_pages: bool,
    ) -> None:
        self._document, self._layout, self._words = document, layout, words
        self._first_level, self._has_marks = first_level, has_print_pages
        self._notes = note_numbers(document)
        self._marked: set[int] = set()
        self._levels = Levels()
        self._headings = self._pages = 0
        self.widths: set[int] = set()

    def blocks(self) -> list[etree._Element]:
        """The blocks of the document."""
        return list(self._blocks(self._document.blocks, 0))

    def notes(self) -> etree._Element | None:
        """The notes behind the text, with links back; None where there are none."""
        if not self._document.notes:
            return None
        level = self._first_level
        heading = etree.Element(f"h{level}", id="notes")
        heading.text = self._layout.notes_label
        section: etree._Element = E.section(heading, {"aria-labelledby": "notes"})
        for number, note in enumerate(self._document.notes, 1):
            label: etree._Element = E.b(f"[{visible(note.label)}]")
            if number in self._marked:
                label = E.a(label, href=f"#mark-{number}")
            body = E.div({"class": "body"})
            body.extend(self._blocks(note.blocks, 1))
            item = E.li(E.span(label, {"class": "marker"}), body, id=f"note-{number}")
            section.append(E.ul(item, {"class": "items", "role": "list"}))
        return section

    def _blocks(self, blocks: Iterable[Block], depth: int) -> Iterator[etree._Element]:
        if depth > _DEEPEST:
            runs, marks = flat_runs(blocks, self._layout)
            for mark in marks:
                yield from self._mark(mark)
            yield self._filled(E.p(), runs)
            return
        for block in blocks:
            yield from self._block(block, depth)

    def _block(self, block: Block, depth: int) -> Iterator[etree._Element]:
        match block:
            case Heading():
                yield self._heading(block, is_top=depth == 0)
            case Paragraph():
                if block.runs:
                    yield self._filled(E.p(), block.runs)
            case Poem():
                yield self._poem(block)
            case ListBlock():
                yield self._list(block, depth)
            case Quote():
                quote = E.blockquote()
                quote.extend(self._blocks(block.blocks, depth + 1))
                yield quote
            case Table():
                yield from self._table(block)
            case Image():
                yield self._image(block)
            case PageMark():
                yield from self._mark(block)

    def _heading(self, heading: Heading, *, is_top: bool) -> etree._Element:
        level = min(self._levels.of(heading.level) + self._first_level - 1, 6)
        element = etree.Element(f"h{level}")
        if is_top:
            self._headings += 1
            element.set("id", f"h{self._headings}")
        return self._filled(element, heading.runs)

    def _list(self, block: ListBlock, depth: int) -> etree._Element:
        """The markers of print are text. A list without bullets of its own keeps its role."""
        found: etree._Element = E.ul({"class": "items", "role": "list"})
        for item in block.items:
            body = E.div({"class": "body"})
            body.extend(self._blocks(item.blocks, depth + 1))
            row = E.li()
            if item.marker:
                row.append(E.span(visible(item.marker), {"class": "marker"}))
            row.append(body)
            found.append(row)
        return found

    def _poem(self, poem: Poem) -> etree._Element:
        found: etree._Element = E.div({"class": "poem"})
        lines = split_at_line_feeds(poem.runs)
        for is_blank, stanza in groupby(lines, lambda line: not any(run.text for run in line)):
            if is_blank:
                continue
            part = E.div({"class": "stanza"})
            for verse in stanza:
                part.append(self._filled(E.p({"class": "verse"}), verse))
            found.append(part)
        return found

    def _image(self, image: Image) -> etree._Element:
        label = self._layout.image_label
        alternative = " ".join(visible(image.alternative).split())
        name = f"{label}: {alternative}" if alternative else label
        attributes = {"role": "img", "aria-label": name}
        language = language_tag(image.language)
        if language:
            attributes["lang"] = language
        picture = print_picture(image, _MOST_PIXELS)
        if picture is not None:
            return self._picture(picture, alternative, name, language)
        # The words are drawn where the picture stood, so the figure is the picture.
        figure: etree._Element = E.figure(E.div(f"[{name}]", attributes))
        return figure

    def _picture(
        self, picture: PrintPicture, alternative: str, name: str, language: str
    ) -> etree._Element:
        """The picture with its words below: those who hear them hear them once."""
        width = min(max(round(picture.width / _PIXELS_OF_SIZE), 1), WIDEST_PICTURE)
        self.widths.add(width)
        source = f"data:image/{picture.kind};base64,{b64encode(picture.data).decode()}"
        shown = E.img(
            {
                "src": source,
                "alt": alternative or name,
                "width": str(picture.width),
                "height": str(picture.height),
                "class": f"w{width}",
            }
        )
        figure: etree._Element = E.figure(shown)
        if alternative:
            figure.append(E.figcaption(alternative, {"aria-hidden": "true"}))
        if language:
            figure.set("lang", language)
        return figure

    def _table(self, table: Table) -> Iterator[etree._Element]:
        grid = grid_of(table, self._layout)
        for row in grid.rows():
            for mark in row.marks:
                yield from self._mark(mark)
        if grid.columns:
            yield table_element(table, grid, self._filled)
        elif table.caption:
            yield self._filled(E.p(), table.caption)

    def _mark(self, mark: PageMark) -> Iterator[etree._Element]:
        if not self._has_marks:
            return
        self._pages += 1
        label = visible(mark.label)
        _ = self._words
        name = _("page {label}").format(label=label)
        text = f"{_('p.')} {label}"
        attributes = {"class": "print-page", "role": "doc-pagebreak", "aria-label": name}
        yield E.p(E.span(text, {"id": f"page-{self._pages}", **attributes}))

    def _filled(self, element: etree._Element, runs: Sequence[Run]) -> etree._Element:
        for piece in pieces_of(runs, self._notes):
            self._append(element, piece)
        return element

    def _append(self, parent: etree._Element, piece: Piece) -> None:
        attributes: dict[str, str] = {}
        language = language_tag(piece.language)
        if language:
            attributes["lang"] = language
        if piece.is_whole and len(piece.text) <= _LONGEST_WHOLE:
            attributes["class"] = "whole"
        name = "strong" if piece.is_strong else "span"
        if piece.note is not None:
            name = "a"
            attributes |= {"href": f"#note-{piece.note}", "role": "doc-noteref"}
            if piece.note not in self._marked:
                self._marked.add(piece.note)
                attributes["id"] = f"mark-{piece.note}"
        if name == "span" and not attributes:
            _add_text(parent, piece.text)
            return
        element = etree.SubElement(parent, name, attributes)
        _add_text(element, piece.text)


def _add_text(element: etree._Element, text: str) -> None:
    """Text behind all that an element has; a line feed is a break."""
    first, *others = text.split("\n")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + first
    else:
        element.text = (element.text or "") + first
    for other in others:
        etree.SubElement(element, "br").tail = other
