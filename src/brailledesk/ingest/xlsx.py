"""XLSX (SpreadsheetML): what the cells of a workbook show.

The parts are read directly, as those of DOCX are: what is shown (number formats), hidden rows and
columns, and the limits on hostile files are not in the interface of the usual libraries together.
Formulas are not computed: the result that the spreadsheet program stored is read.
Source: ECMA-376, part 1, section 18.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from brailledesk.document import Document, Remark
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.macros import refuse_macros
from brailledesk.ingest.number_format import BUILT_IN, GENERAL, show_number, show_text
from brailledesk.ingest.package import Package
from brailledesk.ingest.sheet import (
    MAX_AREA,
    MAX_CELLS,
    Cell,
    Sheet,
    column_name,
    count_cells,
    sheets_to_blocks,
)
from brailledesk.text import Origin, Typeform

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DC = "{http://purl.org/dc/elements/1.1/}"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_TRUTH = {"it": ("FALSO", "VERO"), "en": ("FALSE", "TRUE")}


@dataclass(frozen=True, slots=True)
class _Look:
    """What a cell's style says: how numbers are shown, and whether it is bold or crossed out."""

    code: str = GENERAL
    typeform: Typeform = Typeform.PLAIN


@dataclass(frozen=True, slots=True)
class _Text:
    """A string. ``parts`` are those with a look of their own, (start, end, is crossed out).

    A part without one, None, has the look of the cell; a string without parts has it all over.
    """

    text: str
    parts: tuple[tuple[int, int, bool | None], ...] = ()

    def cell(self, shown: str, typeform: Typeform) -> Cell:
        """The cell that shows it; a format may have added to it, then its parts are unknown."""
        if not self.parts or shown != self.text:
            return Cell(shown, is_value=False, typeform=typeform)
        of_cell = bool(typeform & Typeform.STRUCK)
        struck = tuple(
            (start, end) for start, end, own in self.parts if (of_cell if own is None else own)
        )
        return Cell(shown, is_value=False, typeform=typeform & ~Typeform.STRUCK, struck=struck)


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What all sheets need."""

    strings: tuple[_Text, ...]
    looks: tuple[_Look, ...]
    language: str
    is_1904: bool


def read_xlsx(data: bytes, path: str, language: str) -> Document:
    """A document of XLSX. Raises SourceDamaged for what is none, FormatNotSupported for macros."""
    package = Package(data, path)
    refuse_macros(package, path)
    main = package.related("", "officeDocument") or "xl/workbook.xml"
    if not package.has(main):
        raise SourceDamaged(path, N_("it is an archive, but no workbook"))
    root = package.xml(main)
    relations = package.relations(main)
    properties = root.find(f"{_S}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    strings = _strings(package, package.related(main, "sharedStrings"))
    looks = _looks(package, package.related(main, "styles"))
    workbook = _Workbook(strings, looks, language, is_1904)
    sheets: list[Sheet] = []
    remarks: list[Remark] = []
    for entry in root.iterfind(f"{_S}sheets/{_S}sheet"):
        kind, part = relations.get(str(entry.get(_RELATION) or ""), ("", ""))
        sheet = _new_sheet(str(entry.get("name") or ""))
        origin = Origin(path, f"sheet {sheet.name}")
        if not kind.endswith("/worksheet"):
            remarks.append(Remark(N_("a sheet that is no table was left out."), origin))
            continue
        sheet.is_hidden = entry.get("state") in {"hidden", "veryHidden"}
        missing = _read_sheet(package, part, sheet, workbook, path)
        if missing:
            message = N_("formulas whose results are not stored were left out: {count}.")
            remarks.append(Remark(message, origin, {"count": missing}))
        sheets.append(sheet)
    count_cells(sheets, path)
    blocks, hidden = sheets_to_blocks(sheets, path)
    title = _title(package)
    return Document(blocks, title, language, source=path, remarks=(*remarks, *hidden))


def _new_sheet(name: str) -> Sheet:
    return Sheet(name, lambda row, column: f"sheet {name}, cell {column_name(column)}{row + 1}")


def _title(package: Package) -> str:
    core = package.related("", "core-properties") or "docProps/core.xml"
    title = package.xml(core).findtext(f"{_DC}title") if package.has(core) else ""
    return " ".join((title or "").split())


def _strings(package: Package, part: str | None) -> tuple[_Text, ...]:
    if part is None:
        return ()
    return tuple(_rich_text(item) for _, item in package.walk(part, [f"{_S}si"]))


def _rich_text(item: etree._Element) -> _Text:
    """The text of a string; how to pronounce it (rPh) is not shown."""
    text = _shown_text(item)
    parts: list[tuple[int, int, bool | None]] = []
    for piece in item.iterfind(f"{_S}r"):
        start, text = len(text), text + _shown_text(piece)
        look = piece.find(f"{_S}rPr")
        is_struck = None if look is None else bool(_typeform(look) & Typeform.STRUCK)
        parts.append((start, len(text), is_struck))
    return _Text(text, tuple(parts))


def _shown_text(piece: etree._Element) -> str:
    return re.sub(r"_x000[dD]_", "", piece.findtext(f"{_S}t") or "")


def _looks(package: Package, part: str | None) -> tuple[_Look, ...]:
    if part is None:
        return ()
    root = package.xml(part)
    codes = dict(BUILT_IN)
    for entry in root.iterfind(f"{_S}numFmts/{_S}numFmt"):
        codes[_number(entry.get("numFmtId"))] = str(entry.get("formatCode") or GENERAL)
    fonts = [_typeform(font) for font in root.iterfind(f"{_S}fonts/{_S}font")]
    looks: list[_Look] = []
    for entry in root.iterfind(f"{_S}cellXfs/{_S}xf"):
        font = _number(entry.get("fontId"))
        code = codes.get(_number(entry.get("numFmtId")), GENERAL)
        looks.append(_Look(code, fonts[font] if font < len(fonts) else Typeform.PLAIN))
    return tuple(looks)


def _typeform(font: etree._Element) -> Typeform:
    form = Typeform.PLAIN
    for name, bit in (("b", Typeform.BOLD), ("strike", Typeform.STRUCK)):
        found = font.find(f"{_S}{name}")
        if found is not None and found.get("val") not in {"0", "false"}:
            form |= bit
    return form


def _number(text: str | None) -> int:
    """A whole number of an attribute that counts something; 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _read_sheet(package: Package, part: str, sheet: Sheet, workbook: _Workbook, path: str) -> int:
    """Read the cells of a sheet; how many formulas have no result."""
    row_number, missing = -1, 0
    merged: list[str] = []
    tags = [f"{_S}{name}" for name in ("col", "row", "mergeCell")]
    for _, element in package.walk(part, tags):
        if element.tag == f"{_S}row":
            given = _number(element.get("r"))
            row_number = given - 1 if given else row_number + 1
            if row_number >= _MOST_ROWS:
                raise SourceDamaged(path, N_("it has more than a million rows"), part)
            missing += _read_row(element, row_number, sheet, workbook)
        elif element.tag == f"{_S}col" and element.get("hidden") in {"1", "true"}:
            first, last = _number(element.get("min")), _number(element.get("max"))
            sheet.hidden_columns.append((first - 1, max(first, last) - 1))
        elif element.tag == f"{_S}mergeCell" and len(merged) < MAX_CELLS:
            merged.append(str(element.get("ref") or ""))
        if len(sheet.cells) > MAX_CELLS:
            count_cells([sheet], path)
    covered = 0
    for reference in merged:
        covered += _merge(sheet, reference, is_cleared=covered < MAX_AREA)
    return missing


def _read_row(row: etree._Element, number: int, sheet: Sheet, workbook: _Workbook) -> int:
    if row.get("hidden") in {"1", "true"}:
        sheet.hidden_rows.append((number, number))
    column, missing = -1, 0
    for element in row.iterfind(f"{_S}c"):
        place = _place(str(element.get("r") or ""))
        column = place[1] if place else column + 1
        cell = _cell(element, workbook)
        if cell is not None and column < _MOST_COLUMNS:
            sheet.cells[number, column] = cell
        elif element.find(f"{_S}f") is not None and element.get("t") != "str":
            missing += 1
    return missing


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference such as B3, from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _cell(element: etree._Element, workbook: _Workbook) -> Cell | None:
    """What a cell shows, None where it shows nothing."""
    style = _number(element.get("s"))
    look = workbook.looks[style] if style < len(workbook.looks) else _Look()
    kind = element.get("t") or "n"
    value = (element.findtext(f"{_S}v") or "").strip(" \t\r\n" if kind != "str" else "")
    if kind in {"s", "str", "inlineStr"}:
        text = _string(element, kind, value, workbook)
        return None if text is None else text.cell(show_text(text.text, look.code), look.typeform)
    if not value:
        return None
    if kind == "b":
        truth = _TRUTH["it" if workbook.language.startswith("it") else "en"]
        return Cell(truth[value in {"1", "true"}], is_value=True, typeform=look.typeform)
    return Cell(_shown(kind, value, look, workbook), is_value=True, typeform=look.typeform)


def _string(element: etree._Element, kind: str, value: str, workbook: _Workbook) -> _Text | None:
    """The text of a cell that holds one: its own, or one of those that cells share."""
    inline = element.find(f"{_S}is")
    if kind == "inlineStr" and inline is not None:
        own = _rich_text(inline)
        return own if own.text else None
    if not value:
        return None
    if kind != "s":
        return _Text(value)
    place = _number(value)
    return workbook.strings[place] if place < len(workbook.strings) else _Text("")


def _shown(kind: str, value: str, look: _Look, workbook: _Workbook) -> str:
    """A number by its format; what is no number as it stands."""
    if kind != "n":
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    if number != number or abs(number) == float("inf"):  # noqa: PLR0124 - not a number
        return value
    return show_number(number, look.code, workbook.language, is_1904=workbook.is_1904)


def _merge(sheet: Sheet, reference: str, *, is_cleared: bool) -> int:
    """Let the first cell of a merged span cover it; what stands under it is not shown.

    Gives how many cells were looked at for that.
    """
    first, _, last = reference.partition(":")
    begin, end = _place(first), _place(last)
    if begin is None or end is None or begin not in sheet.cells:
        return 0
    cell = sheet.cells[begin]
    rows = max(end[0] - begin[0], 0) + 1
    columns = max(end[1] - begin[1], 0) + 1
    sheet.cells[begin] = replace(cell, columns=columns, rows=rows)
    if not is_cleared or rows * columns > _MOST_COLUMNS:
        return 0
    for row in range(begin[0], begin[0] + rows):
        for column in range(begin[1], begin[1] + columns):
            if (row, column) != begin:
                sheet.cells.pop((row, column), None)
    return rows * columns
