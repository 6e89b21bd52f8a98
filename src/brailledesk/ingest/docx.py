"""DOCX (WordprocessingML): styles, numbering, tables, notes, emphasis, languages, pictures.

The parts are read directly: what makes a document readable by touch (real list markers, outline
levels of localised styles, notes) is not in the interface of the usual libraries. Headers, footers
and comments are not text of the document and are left out.
Source: ECMA-376, part 1, section 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    Note,
    Paragraph,
    Quote,
)
from brailledesk.errors import N_, FormatNotSupported, SourceDamaged
from brailledesk.ingest.docx_table import read_table
from brailledesk.ingest.docx_text import (
    TRANSPARENT,
    ParagraphText,
    alternative_of,
    drawings,
    is_box,
    open_through,
    picture_relations,
)
from brailledesk.ingest.lists import Entry, join_quotes, nest
from brailledesk.ingest.macros import refuse_macros
from brailledesk.ingest.numbering import Numbering
from brailledesk.ingest.package import Package
from brailledesk.ingest.runs import OpenRuns
from brailledesk.ingest.styles import Styles
from brailledesk.ingest.wordml import W, attribute, child_value, children
from brailledesk.text import Origin, Run, plain_text

if TYPE_CHECKING:
    from brailledesk.ingest.pictures import Pictures

_DC = "{http://purl.org/dc/elements/1.1/}"
_MAIN = "word/document.xml"
_DEEPEST = 30


def read_docx(
    data: bytes, path: str, language: str, *, pictures: Pictures | None = None
) -> Document:
    """A document of DOCX. Raises SourceDamaged for what is no DOCX."""
    package = Package(data, path)
    refuse_macros(package, path)
    main = package.related("", "officeDocument") or _MAIN
    if not package.has(main):
        raise SourceDamaged(path, N_("it is an archive, but no Word document"))
    reader = _Reader(package, main, path, language, pictures)
    body = package.xml(main).find(f"{W}body")
    if body is None:
        raise SourceDamaged(path, N_("it has no text body"), main)
    blocks = tuple(reader.blocks(body))
    return Document(
        blocks,
        title=_title(package, blocks),
        language=reader.language,
        notes=tuple(reader.notes()),
        source=path,
    )


def _title(package: Package, blocks: tuple[Block, ...]) -> str:
    core = package.related("", "core-properties") or "docProps/core.xml"
    if package.has(core):
        title = package.xml(core).findtext(f"{_DC}title") or ""
        if title.strip():
            return " ".join(title.split())
    for block in blocks:
        if isinstance(block, Heading):
            return " ".join(plain_text(block.runs).split())
    return ""


class _Reader:
    """Walks the body; what it needs from the other parts it has read before."""

    def __init__(
        self, package: Package, main: str, path: str, language: str, pictures: Pictures | None
    ) -> None:
        self._package = package
        self._pictures = pictures
        self._relations: dict[str, tuple[str, str]] | None = None
        self._main = main
        self._path = path
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._paragraphs = 0
        self._tables = 0
        self._notes: dict[tuple[str, str], str] = {}
        self.language = self._styles.language or language
        self._text = ParagraphText(self._styles, self.language, self._note_label)

    def _part(self, kind: str) -> etree._Element | None:
        """The root of a part that belongs to the text, None where there is none."""
        name = self._package.related(self._main, kind) or f"word/{kind}.xml"
        return self._package.xml(name) if self._package.has(name) else None

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, cell or box; neighbouring list paragraphs become nested lists.

        Neighbouring paragraphs of a style for quotations become one.
        """
        if depth > _DEEPEST:
            raise SourceDamaged(self._path, N_("its tables and boxes are nested too deeply"))
        elements = open_through(parent, TRANSPARENT)
        entries = (entry for element in elements for entry in self._entries(element, depth))
        yield from join_quotes(nest(entries))

    def _entries(self, element: etree._Element, depth: int) -> Iterator[Entry]:
        if element.tag == f"{W}p":
            yield from self._paragraph(element, depth)
        elif element.tag == f"{W}tbl":
            self._tables += 1
            origin = Origin(self._path, f"table {self._tables}")
            table = read_table(element, lambda c: tuple(self.blocks(c, depth + 1)), origin)
            if table is not None:
                yield -1, "", table
        elif element.tag == f"{W}altChunk":
            raise FormatNotSupported(
                self._path,
                N_("Word documents with other documents inside them"),
                N_("Open it in Word and save it again."),
            )

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Entry]:
        """The paragraph itself, then its pictures and text boxes."""
        self._paragraphs += 1
        origin = Origin(self._path, f"paragraph {self._paragraphs}")
        properties = element.find(f"{W}pPr")
        style = child_value(properties, "pStyle")
        level = self._styles.heading_level(style, properties)
        open_runs = OpenRuns()
        self._text.read(element, open_runs, style, origin, is_heading=level > 0)
        runs = open_runs.take()
        depth_in_list, marker = self._list_place(style, properties)
        if runs and level:
            number = (Run(f"{marker} ", origin=origin),) if marker else ()
            yield -1, "", Heading(level, number + runs, origin)
        elif runs:
            block: Block = Paragraph(runs, origin)
            if depth_in_list < 0 and self._styles.is_quote(style):
                block = Quote((block,), origin)
            yield depth_in_list, marker, block
        for drawing in drawings(element):
            yield from self._drawing(drawing, depth, origin)

    def _list_place(self, style: str | None, properties: etree._Element | None) -> tuple[int, str]:
        """The level in a list (-1: in none) and the marker; empty paragraphs count in print too."""
        number = self._styles.numbering(style, properties)
        if number is None:
            return -1, ""
        identifier, level = number
        marker = self._numbering.next_marker(identifier, level)
        return max(level, self._styles.list_depth(style)), marker

    def _drawing(self, drawing: etree._Element, depth: int, origin: Origin) -> Iterator[Entry]:
        if is_box(drawing):
            for block in self.blocks(drawing, depth + 1):
                yield -1, "", block
            return
        alternative = alternative_of(drawing)
        if alternative is not None:
            data = self._picture(drawing)
            yield -1, "", Image(alternative, origin=origin, data=data)

    def _picture(self, drawing: etree._Element) -> bytes:
        """The file of a drawing that shows one, if pictures are asked for."""
        if self._pictures is None:
            return b""
        if self._relations is None:
            self._relations = self._package.relations(self._main)
        for identifier in picture_relations(drawing):
            _, name = self._relations.get(identifier, ("", ""))
            if self._package.has(name):
                return self._pictures.take(name, partial(self._package.peek, name))
        return b""

    # -- notes ---------------------------------------------------------------------------------

    def _note_label(self, element: etree._Element) -> str | None:
        """The label of the note that an element refers to; they are counted in one row."""
        for kind in ("footnote", "endnote"):
            if element.tag == f"{W}{kind}Reference":
                key = (kind, attribute(element, "id") or "")
                return self._notes.setdefault(key, str(len(self._notes) + 1))
        return None

    def notes(self) -> Iterator[Note]:
        """The notes that the text refers to, in the order of their marks; notes of notes follow.

        A picture in a note stays its words: it is one of another part.
        """
        self._pictures = None
        parts: dict[str, dict[str, etree._Element]] = {}
        for kind in ("footnote", "endnote"):
            root = self._part(f"{kind}s")
            found = [] if root is None else children(root, kind)
            parts[kind] = {attribute(note, "id") or "": note for note in found}
        done = 0
        while done < len(self._notes):
            for (kind, number), label in list(self._notes.items())[done:]:
                element = parts[kind].get(number)
                blocks = () if element is None else tuple(self.blocks(element, 1))
                yield Note(label, blocks)
                done += 1
