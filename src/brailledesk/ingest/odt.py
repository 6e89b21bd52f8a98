"""ODT (OpenDocument text): headings, lists, tables, notes, emphasis, languages, pictures.

Headers, footers, comments and deleted text are not text of the document and are left out. Print
pages are known only where the program that saved the file wrote where they end.
Source: OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterator
from typing import TYPE_CHECKING

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
    Quote,
    Remark,
    Table,
)
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.grid import Grid, GridCell
from brailledesk.ingest.lists import join_lists, join_quotes
from brailledesk.ingest.odf import DRAW, MATH, OFFICE, TABLE, TEXT, XLINK, OdfFile, integer
from brailledesk.ingest.odf_lists import OdfNumbering, OpenList
from brailledesk.ingest.odf_styles import OdfStyles
from brailledesk.ingest.odf_text import OdfText, alternative_of, shape_parts
from brailledesk.ingest.runs import OpenRuns
from brailledesk.text import Origin, Run, plain_text

if TYPE_CHECKING:
    from brailledesk.ingest.pictures import Pictures

_DEEPEST = 40
_MOST_COPIED = 100_000
"""Cells that a document may have without writing them: one that is repeated counts again."""
_HOLDERS = {
    f"{TEXT}{name}"
    for name in (
        "section", "index-body", "index-title", "table-of-content", "illustration-index",
        "table-index", "object-index", "user-index", "alphabetical-index", "bibliography",
        "numbered-paragraph",
    )
}  # fmt: skip
_ROW_GROUPS = {f"{TABLE}{name}" for name in ("table-rows", "table-row-group", "table-header-rows")}


def read_odt(
    data: bytes, path: str, language: str, *, pictures: Pictures | None = None
) -> Document:
    """A document of ODT or flat ODT.

    Raises SourceDamaged for what is none, FormatNotSupported for passwords and macros.
    """
    file = OdfFile(data, path)
    reader = _Reader(file, path, language, pictures)
    blocks = tuple(reader.blocks(file.body("text")))
    return Document(
        blocks,
        title=file.title() or _first_heading(blocks),
        language=reader.language,
        notes=tuple(reader.notes()),
        source=path,
        remarks=tuple(reader.remarks),
    )


def _first_heading(blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if isinstance(block, Heading):
            return " ".join(plain_text(block.runs).split())
    return ""


class _Reader:
    """Walks the body; what it needs from the other parts it has read before."""

    def __init__(self, file: OdfFile, path: str, language: str, pictures: Pictures | None) -> None:
        self._file = file
        self._pictures = pictures
        self._path = path
        self._styles = OdfStyles(file.style_roots())
        self._numbering = OdfNumbering(self._styles)
        self.language = self._styles.language.partition("-")[0] or language
        self._text = OdfText(self._styles, self.language, self._note_label, self._formula)
        self._paragraphs = 0
        self._tables = 0
        self._pages = 1
        self._copied = 0
        self._notes: list[tuple[str, etree._Element]] = []
        soft = file.body("text").get(f"{TEXT}use-soft-page-breaks") == "true"
        self._has_pages = (
            soft and next(file.content.iter(f"{TEXT}soft-page-break"), None) is not None
        )
        self.remarks: list[Remark] = []

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body, section, item, cell or box; neighbouring quotations are joined."""
        if depth > _DEEPEST:
            raise SourceDamaged(self._path, N_("its tables and boxes are nested too deeply"))
        yield from join_quotes(self._separate_blocks(parent, depth))

    def _separate_blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        lists: list[tuple[bool, ListBlock]] = []
        """Those that follow each other: programs write one list as several."""
        for element in parent:
            if element.tag == f"{TEXT}list":
                one = self._list(element, None, depth)
                if isinstance(one, ListBlock):
                    lists.append((self._list_depth(element) > 0, one))
                    continue
                found: list[Block] = [] if one is None else [one]
            else:
                found = list(self._block_of(element, depth))
            if found and lists:
                yield join_lists(lists)
                lists = []
            yield from found
        if lists:
            yield join_lists(lists)

    def _list_depth(self, element: etree._Element) -> int:
        """How deep a list stands by its style, whatever it stands in."""
        first = next(element.iter(f"{TEXT}p"), None)
        style = None if first is None else first.get(f"{TEXT}style-name")
        return self._styles.list_depth(style)

    def _block_of(self, element: etree._Element, depth: int) -> Iterator[Block]:
        """The blocks of one element that is no list."""
        if element.tag in {f"{TEXT}p", f"{TEXT}h"}:
            yield from self._paragraph(element, depth)
        elif element.tag == f"{TABLE}table":
            yield from self._table(element, depth)
        elif element.tag == f"{TEXT}soft-page-break":
            yield from self._page()
        elif element.tag in _HOLDERS:
            yield from self._holder(element, depth)
        elif str(element.tag).startswith(DRAW):
            yield from self._shape(element, depth, self._origin())

    def _holder(self, element: etree._Element, depth: int) -> Iterator[Block]:
        if element.get(f"{TEXT}display") == "none":
            name = str(element.get(f"{TEXT}name") or "")
            self.remarks.append(
                Remark(N_("a hidden section was left out."), Origin(self._path, name))
            )
            return
        yield from self.blocks(element, depth + 1)

    def _origin(self) -> Origin:
        page = str(self._pages) if self._has_pages else ""
        return Origin(self._path, f"paragraph {self._paragraphs}", page)

    def _page(self) -> Iterator[PageMark]:
        if self._has_pages:
            self._pages += 1
            yield PageMark(str(self._pages), self._origin())

    # -- paragraphs ----------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        """The paragraph itself, then the pages that begin in it, its pictures and text boxes."""
        style = element.get(f"{TEXT}style-name")
        if self._paragraphs and self._styles.breaks_before(style):
            yield from self._page()
        self._paragraphs += 1
        origin = self._origin()
        level = self._level(element, style)
        open_runs = OpenRuns()
        shapes = self._text.read(element, open_runs, origin, is_heading=level > 0)
        runs = open_runs.take()
        if element.tag == f"{TEXT}h" and element.get(f"{TEXT}is-list-header") != "true":
            marker = self._numbering.heading_marker(level, style)
            if marker and runs:
                runs = (Run(f"{marker} ", origin=origin), *runs)
        if runs:
            yield self._block(runs, level, style, origin)
        for _ in element.iter(f"{TEXT}soft-page-break"):
            yield from self._page()
        for shape in shapes:
            yield from self._shape(shape, depth, origin)

    def _level(self, element: etree._Element, style: str | None) -> int:
        if element.tag == f"{TEXT}h":
            return min(max(integer(element.get(f"{TEXT}outline-level"), 1), 1), 9)
        return 1 if self._styles.is_title(style) else 0

    def _block(self, runs: tuple[Run, ...], level: int, style: str | None, origin: Origin) -> Block:
        if level:
            return Heading(level, runs, origin)
        paragraph = Paragraph(runs, origin)
        return Quote((paragraph,), origin) if self._styles.is_quote(style) else paragraph

    # -- lists ---------------------------------------------------------------------------------

    def _list(
        self, element: etree._Element, parent: OpenList | None, depth: int
    ) -> ListBlock | Heading | None:
        """A list, None where nothing is in it; one that only numbers a heading is the heading."""
        if depth > _DEEPEST:
            raise SourceDamaged(self._path, N_("its tables and boxes are nested too deeply"))
        opened = self._numbering.open(element, parent)
        items: list[ListItem] = []
        origin = self._origin()
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            marker = ""
            if item.tag == f"{TEXT}list-item" and _has_own_text(item):
                marker = self._numbering.marker(opened, item.get(f"{TEXT}start-value"))
            blocks = tuple(self._item(item, opened, depth + 1))
            if blocks:
                items.append(ListItem(blocks, marker))
        if len(items) == 1 and len(items[0].blocks) == 1:
            only = items[0].blocks[0]
            if isinstance(only, Heading):
                number = (
                    (Run(f"{items[0].marker} ", origin=only.origin),) if items[0].marker else ()
                )
                return Heading(only.level, number + only.runs, only.origin)
        return ListBlock(tuple(items), items[0].blocks[0].origin or origin) if items else None

    def _item(self, item: etree._Element, opened: OpenList, depth: int) -> Iterator[Block]:
        for element in item:
            if element.tag == f"{TEXT}list":
                inner = self._list(element, opened, depth)
                if inner is not None:
                    yield inner
            else:
                yield from self._block_of(element, depth)

    # -- tables --------------------------------------------------------------------------------

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        self._tables += 1
        grid = Grid()
        origin = Origin(self._path, f"table {self._tables}", self._origin().page)
        marks: list[Block] = []
        for row, is_header in _rows(element, is_header=False):
            if row.tag == f"{TEXT}soft-page-break":
                marks += self._page()
                continue
            cells = self._cells(row, depth, is_header=is_header)
            repeated = self._copies(row.get(f"{TABLE}number-rows-repeated"), cells)
            for _ in range(repeated):
                grid.add_row(cells, is_header=is_header)
        table = grid.close(origin)
        if table is not None:
            yield table
        yield from marks

    def _cells(self, row: etree._Element, depth: int, *, is_header: bool) -> list[GridCell]:
        """The cells of a row, with those that stand for several."""
        cells: list[GridCell] = []
        for element in row.iterfind(f"{TABLE}table-cell"):
            cell = self._cell(element, depth, is_header=is_header)
            repeated = self._copies(element.get(f"{TABLE}number-columns-repeated"), [cell])
            cells += [cell] * repeated
        return cells

    def _copies(self, number: str | None, cells: list[GridCell]) -> int:
        """How often cells are to stand; those with tables inside once, or they would explode."""
        count = max(integer(number, 1), 1)
        if count == 1 or any(isinstance(b, Table) for cell in cells for b in cell.blocks):
            return 1
        self._copied += (count - 1) * len(cells)
        if self._copied > _MOST_COPIED:
            raise SourceDamaged(self._path, N_("it has more than a million cells"))
        return count

    def _cell(self, cell: etree._Element, depth: int, *, is_header: bool) -> GridCell:
        columns = integer(cell.get(f"{TABLE}number-columns-spanned"), 1)
        rows = integer(cell.get(f"{TABLE}number-rows-spanned"), 1)
        found = tuple(self.blocks(cell, depth + 1))
        return GridCell(found, max(columns, 1), max(rows, 1), is_header)

    # -- shapes and notes ----------------------------------------------------------------------

    def _shape(self, shape: etree._Element, depth: int, origin: Origin) -> Iterator[Block]:
        for part in shape_parts(shape):
            text = alternative_of(part) or alternative_of(shape)
            box = part.find(f"{DRAW}text-box")
            if text or part.find(f"{DRAW}image") is not None:
                yield Image(text, origin=origin, data=self._picture(part))
            yield from self.blocks(part if box is None else box, depth + 1)

    def _picture(self, shape: etree._Element) -> bytes:
        """The file of the picture in a frame, if pictures are asked for; of several, the first."""
        image = shape.find(f"{DRAW}image")
        if self._pictures is None or image is None:
            return b""
        inline = image.find(f"{OFFICE}binary-data")
        if inline is not None:
            text = "".join((inline.text or "").split())
            return self._pictures.take(text, lambda: a2b_base64(text))
        name = str(image.get(f"{XLINK}href") or "").removeprefix("./")
        return self._pictures.take(name, lambda: self._file.picture(name))

    def _formula(self, shape: etree._Element) -> etree._Element | None:
        """The formula that a frame holds, None where it holds none."""
        holder = shape.find(f"{DRAW}object")
        if holder is None:
            return None
        inner = holder.find(f"{MATH}math")
        if inner is not None:
            return inner
        root = self._file.formula(str(holder.get(f"{XLINK}href") or ""))
        return root if root is not None and root.tag == f"{MATH}math" else None

    def _note_label(self, note: etree._Element) -> str:
        """The label of a note; they are counted in one row."""
        label = str(len(self._notes) + 1)
        self._notes.append((label, note))
        return label

    def notes(self) -> Iterator[Note]:
        """The notes in the order of their marks; notes of notes follow."""
        place = 0
        while place < len(self._notes):
            label, note = self._notes[place]
            body = note.find(f"{TEXT}note-body")
            yield Note(label, () if body is None else tuple(self.blocks(body, 1)))
            place += 1


def _has_own_text(item: etree._Element) -> bool:
    """Whether an item is counted: one that only holds an inner list has no number in print."""
    return len(item) == 0 or item[0].tag != f"{TEXT}list"


def _rows(element: etree._Element, *, is_header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """The rows of a table, also those in groups; the ends of print pages between them."""
    for child in element:
        if child.tag in {f"{TABLE}table-row", f"{TEXT}soft-page-break"}:
            yield child, is_header
        elif child.tag in _ROW_GROUPS:
            inner = is_header or child.tag == f"{TABLE}table-header-rows"
            yield from _rows(child, is_header=inner)
