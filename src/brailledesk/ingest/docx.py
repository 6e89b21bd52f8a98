"""DOCX (WordprocessingML): styles, numbering, tables, notes, emphasis, languages, pictures.

The parts are read directly: what makes a document readable by touch (real list markers, outline
levels of localised styles, notes) is not in the interface of the usual libraries.
Source: ECMA-376, part 1, section 17.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.numbering import Numbering
from brailledesk.ingest.package import Package
from brailledesk.ingest.styles import Styles, typeform_of
from brailledesk.ingest.wordml import W, attribute, child_value, children
from brailledesk.text import Origin, Run, Typeform

_DC = "{http://purl.org/dc/elements/1.1/}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_TRANSPARENT = {
    f"{W}{name}" for name in ("ins", "hyperlink", "smartTag", "fldSimple", "sdtContent")
}
_DEEPEST = 30


def read_docx(data: bytes, path: str, language: str) -> Document:
    """A document of DOCX. Raises SourceDamaged for what is no DOCX."""
    package = Package(data, path)
    if not package.has("word/document.xml"):
        raise SourceDamaged(path, N_("it is an archive, but no Word document"))
    reader = _Reader(package, path, language)
    body = package.xml("word/document.xml").find(f"{W}body")
    if body is None:
        raise SourceDamaged(path, N_("it has no text body"), "word/document.xml")
    blocks = tuple(reader.blocks(body))
    return Document(
        blocks,
        title=_title(package, blocks),
        language=reader.language,
        notes=tuple(reader.notes()),
        source=path,
    )


def _title(package: Package, blocks: tuple[Block, ...]) -> str:
    if package.has("docProps/core.xml"):
        title = package.xml("docProps/core.xml").findtext(f"{_DC}title") or ""
        if title.strip():
            return " ".join(title.split())
    for block in blocks:
        if isinstance(block, Heading):
            return "".join(run.text for run in block.runs)
    return ""


class _Reader:
    """Walks the body; what it needs from the other parts it has read before."""

    def __init__(self, package: Package, path: str, language: str) -> None:
        self._package = package
        self._path = path
        self._styles = Styles(_optional(package, "word/styles.xml"))
        self._numbering = Numbering(_optional(package, "word/numbering.xml"))
        self._paragraphs = 0
        self._tables = 0
        self._notes: dict[tuple[str, str], str] = {}
        self.language = self._styles.language or language

    # -- blocks --------------------------------------------------------------------------------

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """The blocks of a body or cell; neighbouring list paragraphs become nested lists."""
        pending: list[tuple[int, str, Block]] = []
        for element in _content(parent):
            if element.tag == f"{W}p":
                for level, marker, block in self._paragraph(element):
                    if level >= 0:
                        pending.append((level, marker, block))
                        continue
                    yield from _take_lists(pending)
                    yield block
            elif element.tag == f"{W}tbl":
                yield from _take_lists(pending)
                yield from self._table(element, depth)
        yield from _take_lists(pending)

    def _paragraph(self, element: etree._Element) -> Iterator[tuple[int, str, Block]]:
        """The paragraph's block with its list level (-1: none) and marker; then its pictures."""
        self._paragraphs += 1
        origin = Origin(self._path, f"paragraph {self._paragraphs}")
        properties = element.find(f"{W}pPr")
        style = child_value(properties, "pStyle")
        runs = _merge(self._runs(element, self._styles.typeform(style), origin))
        level = self._styles.heading_level(style, properties)
        if runs and level:
            yield -1, "", Heading(level, runs, origin)
        elif runs:
            number = self._styles.numbering(style, properties)
            depth, marker = self._numbering.next_marker(*number) if number else (-1, "")
            if number:
                depth = max(depth, self._styles.list_depth(style))
            yield depth, marker, Paragraph(runs, origin)
        for alternative in _pictures(element):
            yield -1, "", Image(alternative, origin=origin)
        for box in element.iter(f"{W}txbxContent"):
            if not _is_fallback(box):
                for block in self.blocks(box, 1):
                    yield -1, "", block

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        self._tables += 1
        origin = Origin(self._path, f"table {self._tables}")
        if depth >= _DEEPEST:
            raise SourceDamaged(self._path, N_("tables are nested too deeply"), origin.place)
        rows: list[TableRow] = []
        header_rows = 0
        for row in children(element, "tr"):
            properties = row.find(f"{W}trPr")
            is_header = properties is not None and properties.find(f"{W}tblHeader") is not None
            cells = tuple(self._cell(cell, depth, is_header=is_header) for cell in _cells(row))
            header_rows += is_header and header_rows == len(rows)
            rows.append(TableRow(cells))
        if any(row.cells for row in rows):
            yield Table(tuple(rows), header_rows, origin=origin)

    def _cell(self, cell: etree._Element, depth: int, *, is_header: bool) -> TableCell:
        properties = cell.find(f"{W}tcPr")
        span = child_value(properties, "gridSpan") or "1"
        columns = min(max(int(span), 1), 63) if span.isdigit() and len(span) < 4 else 1
        return TableCell(tuple(self.blocks(cell, depth + 1)), columns, 1, is_header)

    # -- runs ----------------------------------------------------------------------------------

    def _runs(self, paragraph: etree._Element, typeform: Typeform, origin: Origin) -> Iterator[Run]:
        for run in _inline(paragraph):
            properties = run.find(f"{W}rPr")
            if properties is not None and properties.find(f"{W}vanish") is not None:
                continue
            form = typeform_of(properties, self._styles, typeform)
            language = self._run_language(properties)
            for element in run:
                note = self._note_mark(element)
                text = f"({note})" if note else _text_of(element)
                if text:
                    yield Run(text, form, language, origin, note)

    def _run_language(self, properties: etree._Element | None) -> str | None:
        tag = child_value(properties, "lang")
        if not tag or tag.partition("-")[0] == self.language.partition("-")[0]:
            return None
        return tag[:35]

    def _note_mark(self, element: etree._Element) -> str | None:
        for kind in ("footnote", "endnote"):
            if element.tag == f"{W}{kind}Reference":
                key = (kind, attribute(element, "id") or "")
                return self._notes.setdefault(key, str(len(self._notes) + 1))
        return None

    def notes(self) -> Iterator[Note]:
        """The notes that the text refers to, in the order of their marks."""
        parts: dict[str, dict[str, etree._Element]] = {}
        for kind in ("footnote", "endnote"):
            root = _optional(self._package, f"word/{kind}s.xml")
            found = [] if root is None else children(root, kind)
            parts[kind] = {attribute(note, "id") or "": note for note in found}
        for (kind, number), label in list(self._notes.items()):
            element = parts[kind].get(number)
            blocks = () if element is None else tuple(self.blocks(element, 1))
            yield Note(label, blocks)


def _optional(package: Package, name: str) -> etree._Element | None:
    return package.xml(name) if package.has(name) else None


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables directly inside, also through content controls."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            stack.append(iter(element))
        else:
            yield element


def _inline(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph, also through links, fields and insertions; not the deleted."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == f"{W}r":
            yield element
        elif element.tag in _TRANSPARENT or element.tag == f"{W}sdt":
            stack.append(iter(element))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row without those that only continue the one above."""
    for cell in (element for element in _content(row) if element.tag == f"{W}tc"):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is None or attribute(merge, "val") == "restart":
            yield cell
        else:
            yield etree.Element(f"{W}tc")


def _text_of(element: etree._Element) -> str:
    tag = str(element.tag)
    if tag == f"{W}t":
        return (element.text or "").replace("\n", " ")
    if tag == f"{W}sym":
        return _symbol(element)
    return {
        f"{W}tab": " ",
        f"{W}br": " " if attribute(element, "type") else "\n",
        f"{W}cr": "\n",
        f"{W}noBreakHyphen": "\u2011",
        f"{W}softHyphen": "\u00ad",
    }.get(tag, "")


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font: private codes are the font's own, so they stay visible."""
    code = attribute(element, "char") or ""
    try:
        return chr(int(code[:6], 16))
    except ValueError:
        return ""


def _merge(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Neighbouring runs of one kind together; Word splits them at every edit."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and (last.typeform, last.language, last.note, run.note) == (
            run.typeform,
            run.language,
            None,
            None,
        ):
            merged[-1] = Run(last.text + run.text, run.typeform, run.language, run.origin)
        else:
            merged.append(run)
    return tuple(merged) if any(run.text.strip() for run in merged) else ()


def _pictures(paragraph: etree._Element) -> Iterator[str]:
    for picture in paragraph.iter(f"{_WP}docPr"):
        if not _is_fallback(picture):
            yield " ".join((picture.get("descr") or picture.get("title") or "").split())


def _is_fallback(element: etree._Element) -> bool:
    """Word writes shapes twice, the second time for old programs."""
    return any(str(parent.tag).endswith("}Fallback") for parent in element.iterancestors())


def _take_lists(pending: list[tuple[int, str, Block]]) -> Iterator[ListBlock]:
    """The collected list paragraphs as nested lists; ``pending`` is emptied."""
    if pending:
        yield _build_list(pending)
        pending.clear()


def _build_list(entries: list[tuple[int, str, Block]]) -> ListBlock:
    base = min(level for level, _, _ in entries)
    items: list[ListItem] = []
    place = 0
    while place < len(entries):
        level, marker, block = entries[place]
        end = place + 1
        while end < len(entries) and entries[end][0] > base:
            end += 1
        if level > base:
            items.append(ListItem((_build_list(entries[place:end]),)))
        else:
            inner = entries[place + 1 : end]
            blocks = (block, _build_list(inner)) if inner else (block,)
            items.append(ListItem(blocks, marker))
        place = end
    return ListBlock(tuple(items), entries[0][2].origin)
