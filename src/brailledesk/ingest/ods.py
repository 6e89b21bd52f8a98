"""ODS (OpenDocument spreadsheet): what the cells show, as the program that saved them wrote it.

Source: OASIS OpenDocument 1.3, part 3, section 9.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brailledesk.document import Document
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.odf import OFFICE, TABLE, TEXT, OdfFile, collapse, integer
from brailledesk.ingest.odf_styles import OdfStyles
from brailledesk.ingest.sheet import (
    MAX_CELLS,
    Cell,
    Sheet,
    column_name,
    count_cells,
    sheets_to_blocks,
)
from brailledesk.text import Typeform

_GROUPS = {
    f"{TABLE}{name}"
    for name in (
        "table-header-rows", "table-row-group", "table-rows",
        "table-header-columns", "table-column-group", "table-columns",
    )
}  # fmt: skip
_VALUES = {"float", "percentage", "currency", "date", "time", "boolean"}
_RAW = ("value", "date-value", "time-value", "boolean-value", "string-value")
_NOT_SHOWN = {f"{OFFICE}annotation", f"{TEXT}ruby-text"}
_Line = tuple[str, tuple[tuple[int, int], ...]]
"""A text, and the parts of it that are crossed out."""
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384


def read_ods(data: bytes, path: str, language: str) -> Document:
    """A document of ODS or flat ODS.

    Raises SourceDamaged for what is none, FormatNotSupported for passwords and macros.
    """
    file = OdfFile(data, path)
    styles = OdfStyles(file.style_roots())
    elements = file.body("spreadsheet").iterfind(f"{TABLE}table")
    sheets = [_read_sheet(element, styles, path) for element in elements]
    count_cells(sheets, path)
    blocks, remarks = sheets_to_blocks(sheets, path)
    own = styles.language.partition("-")[0] or language
    return Document(blocks, file.title(), own, source=path, remarks=remarks)


def _read_sheet(element: etree._Element, styles: OdfStyles, path: str) -> Sheet:
    name = str(element.get(f"{TABLE}name") or "")
    sheet = Sheet(name, lambda row, column: f"sheet {name}, cell {column_name(column)}{row + 1}")
    sheet.is_hidden = styles.is_hidden_table(element.get(f"{TABLE}style-name"))
    column = row = 0
    for part, is_header in _parts(element, is_header=False):
        if part.tag == f"{TABLE}table-column":
            count = max(integer(part.get(f"{TABLE}number-columns-repeated"), 1), 1)
            if _is_hidden(part):
                sheet.hidden_columns.append((column, column + count - 1))
            column += count
            continue
        count = max(integer(part.get(f"{TABLE}number-rows-repeated"), 1), 1)
        if _is_hidden(part):
            sheet.hidden_rows.append((row, row + count - 1))
        if is_header and row == 0:
            sheet.has_heading = True
        _read_row(part, row, count, sheet, styles)
        if len(sheet.cells) > MAX_CELLS:
            raise SourceDamaged(path, N_("it has more than a million cells"), f"sheet {name}")
        row += count
    return sheet


def _parts(element: etree._Element, *, is_header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Columns and rows of a sheet, also those in groups."""
    for child in element:
        if child.tag in {f"{TABLE}table-row", f"{TABLE}table-column"}:
            yield child, is_header
        elif child.tag in _GROUPS:
            inner = is_header or child.tag == f"{TABLE}table-header-rows"
            yield from _parts(child, is_header=inner)


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{TABLE}visibility") in {"collapse", "filter"}


def _read_row(
    element: etree._Element, row: int, count: int, sheet: Sheet, styles: OdfStyles
) -> None:
    """The cells of a row that stands ``count`` times."""
    column = 0
    for part in element:
        if part.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        repeated = max(integer(part.get(f"{TABLE}number-columns-repeated"), 1), 1)
        cell = _cell(part, styles) if part.tag == f"{TABLE}table-cell" else None
        if cell is not None:
            _fill(sheet, cell, (row, min(row + count, _LAST_ROW)), (column, column + repeated))
        column += repeated


def _fill(sheet: Sheet, cell: Cell, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    """Put a cell wherever it is repeated, until there are too many."""
    for row in range(*rows):
        for column in range(columns[0], min(columns[1], _LAST_COLUMN)):
            sheet.cells[row, column] = cell
            if len(sheet.cells) > MAX_CELLS:
                return


def _cell(element: etree._Element, styles: OdfStyles) -> Cell | None:
    """What a cell shows, None where it shows nothing."""
    form = styles.typeform("table-cell", element.get(f"{TABLE}style-name"), Typeform.PLAIN)
    paragraphs = element.iterfind(f"{TEXT}p")
    lines = [_line(paragraph, styles, form & Typeform.STRUCK) for paragraph in paragraphs]
    text, struck = _joined(lines)
    if not text:
        raw = (element.get(f"{OFFICE}{name}") for name in _RAW)
        text = next((str(value) for value in raw if value), "") if not lines else ""
    if not text:
        return None
    return Cell(
        text,
        element.get(f"{OFFICE}value-type") in _VALUES,
        form & (Typeform.BOLD if lines else Typeform.BOLD | Typeform.STRUCK),
        max(integer(element.get(f"{TABLE}number-columns-spanned"), 1), 1),
        max(integer(element.get(f"{TABLE}number-rows-spanned"), 1), 1),
        struck,
    )


def _joined(lines: list[_Line]) -> _Line:
    """The paragraphs of a cell as one text, without blanks at its ends."""
    text = "\n".join(line for line, _ in lines)
    bare = text.lstrip()
    place = len(bare) - len(text)
    text = bare.rstrip()
    struck: list[tuple[int, int]] = []
    for line, parts in lines:
        ends = [(max(start + place, 0), min(end + place, len(text))) for start, end in parts]
        struck += [(start, end) for start, end in ends if start < end]
        place += len(line) + 1
    return text, tuple(struck)


def _line(paragraph: etree._Element, styles: OdfStyles, form: Typeform) -> _Line:
    """The text of a paragraph in a cell, which has ``form``."""
    pieces: list[str] = []
    struck: list[tuple[int, int]] = []
    length = 0
    waiting: list[tuple[etree._Element | str, Typeform]] = [(paragraph, form)]
    while waiting:
        current, form = waiting.pop()
        before = len(pieces)
        if isinstance(current, str):
            shown = collapse(current, pieces[-1][-1] if pieces else "")
            pieces += [shown] * bool(shown)
        elif current.tag == f"{TEXT}s":
            pieces.append(" " * min(integer(current.get(f"{TEXT}c"), 1), 200))
        elif current.tag in {f"{TEXT}tab", f"{TEXT}line-break"}:
            pieces.append(" " if current.tag == f"{TEXT}tab" else "\n")
        elif current.tag not in _NOT_SHOWN:
            if current.tag == f"{TEXT}span":
                form = styles.typeform("text", current.get(f"{TEXT}style-name"), form)
            inner: list[etree._Element | str] = [current.text or ""]
            for child in current:
                inner += [child, child.tail or ""]
            waiting.extend((one, form) for one in reversed(inner))
        start, length = length, length + sum(map(len, pieces[before:]))
        if form & Typeform.STRUCK and start < length:
            struck.append((start, length))
    return "".join(pieces), tuple(struck)
