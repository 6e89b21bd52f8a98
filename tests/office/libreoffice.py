"""All conversions of the tests in one start of LibreOffice, with a profile of its own."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.judges import require, require_program
from tests.office.sample import SAMPLE

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
WORD_FILES = ("sheets/telefono", "sheets/tastiera", "letters/reso", "letters/variazione")
_SCRIPT = Path(__file__).parent / "convert.py"
_TEXT_FILTERS = {
    "odt": "writer8",
    "fodt": "OpenDocument Text Flat XML",
    "docx": "MS Word 2007 XML",
    "rtf": "Rich Text Format",
    "epub": "EPUB",
}
_SHEET_FILTERS = {
    "ods": "calc8",
    "fods": "OpenDocument Spreadsheet Flat XML",
    "xlsx": "Calc MS Excel 2007 XML",
}
_CSV = "Text - txt - csv (StarCalc)"
CSV_OPTIONS = {
    "semicolon.csv": "59,34,76,1,,0,false,true",
    "comma.csv": "44,34,76,1,,0,false,true",
    "windows.csv": "59,34,1,1,,0,false,true",
    "tab.csv": "9,34,65535,1,,0,false,true",
}
"""Separator, quotes, character set (76: UTF-8, 1: Windows-1252, 65535: UTF-16), as shown."""

VALUES = (
    0, 1, -1, 0.5, -0.5, 12, 1234.5, -1234.567, 1234567.891, 0.005, 99.995, 45000, 45000.75, 2.5,
    -3, 0.999, 61.5, 8001234567890,
)  # fmt: skip
FORMATS = (
    "General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??",
    '#,##0.00 "€"', '"€" #,##0.00', "[$€-410] #,##0.00",
    r"#,##0.00\ [$€-410];[Red]-#,##0.00\ [$€-410]",
    '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-" "€"_-;_-@_-', "dd/mm/yyyy", "d mmmm yyyy",
    "dddd d mmmm yyyy", "dd/mm/yy hh:mm", "hh:mm:ss", "[h]:mm:ss", "mmm-yy", "00000", "000-000",
    "0.0#", "#,##0,", '0.0,,"M"', '[<10]"poco";[>=1000]"molto";0.0', '"n. "0', '0;-0;"zero"',
    "0.00;(0.00)", "##0.0E+0", 'yyyy-mm-dd"T"hh:mm:ss', "mm:ss.0", '0 "pz"', "# ?/8",
)  # fmt: skip


def _price_list(path: Path) -> None:
    """A price list as an office writes it: two sheets, merged cells, hidden things, formulas."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Listino"
    for row in (
        ["Listino prezzi", None, None, None, None],
        [],
        ["Codice", "Prodotto", "Prezzo", "Sconto", "Dal"],
        ["TE-12/A", "Telefono Eco", 39.9, 0.05, dt.date(2026, 3, 1)],
        ["LV-7", "Lavastoviglie", 1249.9, 0.125, dt.date(2026, 12, 31)],
        ["XX-0", "Fuori catalogo", 1, 0, None],
        ["CU-3", "Cuffie; nere", 1_500, 0, None],
        [None, "Totale", "=SUM(C4:C5)", None, None],
    ):
        sheet.append(row)
    for row_number in range(4, 9):
        sheet.cell(row_number, 3).number_format = '#,##0.00 "€"'
        sheet.cell(row_number, 4).number_format = "0.0%"
        sheet.cell(row_number, 5).number_format = "dd/mm/yyyy"
    sheet.merge_cells("D7:E7")
    sheet.merge_cells("A1:E1")
    sheet["A1"].font = Font(bold=True)
    sheet.row_dimensions[6].hidden = True
    other = book.create_sheet("Città")
    for row in (["Città", "CAP"], ["Forlì", "47121"], ["Cefalù", "90015"]):
        other.append(row)
    other["C2"] = "segreto"
    other.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("Interno")
    hidden["A1"] = "margine"
    hidden.sheet_state = "hidden"
    book.save(path)


def _old_prices(path: Path) -> None:
    """Prices of before, crossed out: a part of a cell's text, and a whole cell with its number."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    old = TextBlock(InlineFont(strike=True), "€ 49,90")
    for row in (
        ["Prodotto", "Prezzo", "Prima"],
        ["Eco", CellRichText(old, " € 39,90"), "mai"],
        ["Plus", CellRichText("ora € 29,90, prima ", old), 59.5],
    ):
        sheet.append(row)
    sheet["C3"].font = Font(strike=True)
    book.save(path)


def _formats(path: Path) -> None:
    """Every value in every format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, value in enumerate(VALUES, 1):
        for column, code in enumerate(FORMATS, 1):
            sheet.cell(row, column, value).number_format = code
    book.save(path)


class Office:
    """The files that LibreOffice made, by the name of their source and their suffix."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str, suffix: str) -> Path:
        """The file that ``name`` became in a format."""
        return self._made / f"{name}.{suffix}"

    @cached_property
    def _made(self) -> Path:
        """The folder of the files. Of several test processes the first makes them for all."""
        made = self._folder / "made"
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                self._make().rename(made)
        return made

    def _make(self) -> Path:
        require_program("soffice", "libreoffice-writer-nogui libreoffice-calc-nogui")
        has_uno = Path("/usr/lib/python3/dist-packages/uno.py").is_file()
        require(has_uno, "UNO for Python", "python3-uno")
        made = self._folder / "unfinished"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        (made / "manuale.fodt").write_bytes(SAMPLE)
        _price_list(made / "listino.xlsx")
        _formats(made / "formati.xlsx")
        _old_prices(made / "barrati.xlsx")
        jobs = json.dumps(list(self._jobs(made)))
        command = ["/usr/bin/python3", str(_SCRIPT), str(self._folder / "profile"), jobs]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return made

    def _jobs(self, made: Path) -> Iterator[list[object]]:
        sources = {Path(name).name: FIXTURES / f"{name}.docx" for name in WORD_FILES}
        for name, source in {"manuale": made / "manuale.fodt", **sources}.items():
            targets: list[list[object]] = [
                [str(made / f"{name}.{suffix}"), filter_, None]
                for suffix, filter_ in _TEXT_FILTERS.items()
                if source.suffix != f".{suffix}" or name != "manuale"
            ]
            targets.append([str(made / f"{name}.locked.odt"), "writer8", {"Password": "segreta"}])
            yield [str(source), targets]
        for name in ("listino", "formati", "barrati"):
            targets = [
                [str(made / f"{name}.lo.{suffix}"), filter_, None]
                for suffix, filter_ in _SHEET_FILTERS.items()
            ]
            targets += [
                [str(made / f"{name}.{suffix}"), _CSV, options]
                for suffix, options in CSV_OPTIONS.items()
            ]
            targets.append(
                [str(made / f"{name}.locked.ods"), _SHEET_FILTERS["ods"], {"Password": "segreta"}]
            )
            yield [str(made / f"{name}.xlsx"), targets]
