"""The same document through each format of LibreOffice: the same text and structure."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import openpyxl
import pytest

from brailledesk.document import Document, Heading, Image, Table
from brailledesk.errors import FormatNotSupported
from brailledesk.ingest import read_document
from tests.office.libreoffice import CSV_OPTIONS, FIXTURES, FORMATS, VALUES, WORD_FILES, Office
from tests.office.shape import rows, shape, tables, words

MANUAL = """
h1 Manuale del telefono
p Il {4:nuovo} Eco costa {8192:€ 49,90} {1:€ 39,90}, {2:IVA inclusa}: è un {en-GB:speaker phone} a 10² m{n1}, vedi il sito.
p Via Roma 1/47121 Forlì
h2 Come si usa
- 3.
  p Accendere.
- 4.
  p Scegliere:
  - a)
    p la città;
  - b)
    p l’ora.
- 5.
  p Parlare.
p Nella scatola:
- •
  p cavo
- •
  p guida
h2 Dati
table, 1 of 4 rows are its heading
row
 cell 1x1 head
  p Voce
 cell 1x1 head
  p Base
 cell 1x1 head
  p Plus
row
 cell 1x2
  p Peso
 cell 1x1
  p 120 g
 cell 1x1
  p 140 g
row
 cell 2x1
  p con cavo
row
 cell 1x1
  p Prezzo
 cell 1x1
  p € 39,90
 cell 1x1
  p € 49,90
quote
  p Il telefono che ti ascolta.
p Fine{n2}
note 1
  p Fino al 31 marzo.
note 2
  p Stampato in Italia.
""".strip().splitlines()  # noqa: E501


def _without_heads(lines: list[str]) -> list[str]:
    """LibreOffice does not write to RTF which rows are a table's heading."""
    return [
        re.sub(r" head$|(?<=^table, )1(?= of)", "", line).replace(", 0 of", ",  of")
        for line in lines
    ]


def _same(lines: list[str], expected: list[str], suffix: str) -> None:
    if suffix == "rtf":
        lines, expected = _without_heads(lines), _without_heads(expected)
    assert lines == expected


@pytest.mark.parametrize("suffix", ["fodt", "odt", "docx", "rtf"])
def test_the_manual_by_hand(office: Office, suffix: str) -> None:
    document = read_document(office("manuale", suffix))
    assert (document.title, document.language) == ("Manuale", "it")
    _same(shape(document), MANUAL, suffix)


@pytest.mark.parametrize("suffix", ["docx", "odt", "fodt", "rtf"])
@pytest.mark.parametrize("name", WORD_FILES)
def test_word_files_keep_text_and_structure(office: Office, name: str, suffix: str) -> None:
    source = read_document(FIXTURES / f"{name}.docx")
    made = read_document(office(Path(name).name, suffix))
    assert (made.title, made.language) == (source.title, source.language)
    _same(shape(made), shape(source), suffix)


@pytest.mark.parametrize("name", WORD_FILES)
def test_books_of_libreoffice_keep_text_and_notes(office: Office, name: str) -> None:
    """Its EPUB has the looks of headings and lists only, and loses the heads of tables."""
    source = read_document(FIXTURES / f"{name}.docx")
    made = read_document(office(Path(name).name, "epub"))
    blocks = [
        replace(block, rows=block.rows[block.header_rows :]) if isinstance(block, Table) else block
        for block in source.blocks
        if not isinstance(block, Image)
    ]
    pictures = re.compile(r"OEBPS/images/\S+?\.png")
    assert pictures.sub("", words(made)) == words(replace(source, blocks=tuple(blocks)))
    assert [note.label for note in made.notes] == [note.label for note in source.notes]


# -- spreadsheets ------------------------------------------------------------------------------

PRICES = [
    ["Codice", "Prodotto", "Prezzo", "Sconto", "Dal"],
    ["TE-12/A", "Telefono Eco", "39,90 €", "5,0%", "01/03/2026"],
    ["LV-7", "Lavastoviglie", "1.249,90 €", "12,5%", "31/12/2026"],
    ["CU-3", "Cuffie; nere", "1.500,00 €", "0,0%"],
    ["", "Totale", "1.289,80 €", "", ""],
]
CITIES = [["Città", "CAP"], ["Forlì", "47121"], ["Cefalù", "90015"]]


@pytest.mark.parametrize("suffix", ["lo.xlsx", "lo.ods", "lo.fods"])
def test_the_price_list_by_hand(office: Office, suffix: str) -> None:
    document = read_document(office("listino", suffix))
    assert [line for line in shape(document) if line[0] in "hp"] == [
        "h1 Listino",
        "p {4:Listino prezzi}",
        "h1 Città",
    ]
    prices, cities = tables(document)
    assert (rows(prices), prices.header_rows) == (PRICES, 1)
    assert prices.rows[3].cells[3].column_span == 2
    assert rows(cities) == CITIES
    told = [(one.message, one.fields, one.origin.place) for one in document.remarks]
    assert told == [
        ("hidden rows were left out: {count}.", {"count": 1}, "sheet Listino"),
        ("hidden columns were left out: {count}.", {"count": 1}, "sheet Città"),
        ("a hidden sheet was left out.", {}, "sheet Interno"),
    ]
    price = prices.rows[1].cells[2].blocks[0].origin
    assert price is not None
    assert price.place == "sheet Listino, cell C4"


@pytest.mark.parametrize("suffix", ["xlsx", "lo.xlsx", "lo.ods", "lo.fods"])
def test_prices_that_are_crossed_out(office: Office, suffix: str) -> None:
    texts = [line.strip() for line in shape(read_document(office("barrati", suffix)))]
    assert [text for text in texts if "€" in text or "59" in text] == [
        "p {8192:€ 49,90} € 39,90",
        "p ora € 29,90, prima {8192:€ 49,90}",
        "p {8192:59,5}",
    ]


def test_formulas_without_results_are_told(office: Office) -> None:
    """openpyxl writes formulas and computes none."""
    document = read_document(office("listino", "xlsx"))
    assert "1.289,80€" not in words(document)
    (told,) = [one.describe() for one in document.remarks if "formulas" in one.message]
    assert told.endswith(
        "listino.xlsx, sheet Listino: formulas whose results are not stored were left out: 1."
    )


def _flat(document: Document) -> list[list[str]]:
    return list(chain.from_iterable(rows(table) for table in tables(document)))


def _is_told_differently(value: float, code: str) -> bool:
    """Days before March 1900, which Excel counts with a 29 February that never was.

    Also numbers that are no days of any year.
    """
    return (
        not 61 <= value < 3_000_000
        and re.search("[ymdhs]", re.sub('"[^"]*"|Red', "", code)) is not None
    )


@pytest.mark.parametrize("suffix", ["xlsx", "lo.xlsx"])
def test_every_format_shows_what_libreoffice_shows(office: Office, suffix: str) -> None:
    ours = _flat(read_document(office("formati", suffix)))
    theirs = _flat(read_document(office("formati", "lo.ods")))
    compared = 0
    for value, our_row, their_row in zip(VALUES, ours, theirs, strict=True):
        for code, our, their in zip(FORMATS, our_row, their_row, strict=True):
            if not _is_told_differently(value, code) and "FMT" not in their:
                shown = re.sub(r"^- (?=\d)", "-", " ".join(their.split()))
                assert our == shown, (value, code)
                compared += 1
    assert compared > 500


@pytest.mark.parametrize("suffix", list(CSV_OPTIONS))
def test_csv_in_every_charset_and_with_every_delimiter(office: Office, suffix: str) -> None:
    """The first sheet, as shown; what is hidden in the sheet is not hidden in CSV."""
    document = read_document(office("listino", suffix))
    (prices,) = tables(document)
    assert prices.header_rows == 1
    texts = [[cell for cell in row if cell] for row in rows(prices)]
    assert texts[:3] == PRICES[:3]
    assert texts[4] == PRICES[3]
    assert texts[5] == ["Totale", "1.289,80 €"]


def test_cell_by_cell_against_openpyxl(office: Office) -> None:
    """An independent reader: the same texts in the same cells."""
    sheet = openpyxl.load_workbook(office("listino", "lo.xlsx"))["Città"]
    found = [[str(cell.value) for cell in row[:2]] for row in sheet.iter_rows()]
    assert found == rows(tables(read_document(office("listino", "lo.xlsx")))[1])


def test_passwords_are_told(office: Office) -> None:
    for name, suffix in (("reso", "locked.odt"), ("listino", "locked.ods")):
        with pytest.raises(FormatNotSupported, match="password"):
            read_document(office(name, suffix))


def test_headings_of_sheets_have_their_origin(office: Office) -> None:
    heading = read_document(office("listino", "lo.ods")).blocks[0]
    assert isinstance(heading, Heading)
    assert heading.origin is not None
    assert heading.origin.place == "sheet Listino"
