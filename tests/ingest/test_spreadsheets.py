"""CSV, XLSX and ODS written by hand: what cells show, headings, hidden things, hostile files."""

from __future__ import annotations

import pytest

from brailledesk.document import Document, Paragraph, Table
from brailledesk.errors import FormatNotSupported, SourceDamaged, SourceEmpty
from brailledesk.ingest import read_document, sheet
from brailledesk.ingest.delimited import find_delimiter
from brailledesk.ingest.number_format import show_general, show_number, show_text
from tests.ingest.archives import odf, pack, xlsx
from tests.office.shape import rows, shape, tables

PRICES = "Prodotto;Prezzo\nTelefono;39,90\nCuffie;1.249,00\n"


def _csv(data: bytes) -> Document:
    return read_document(data, name="listino.csv")


def _table(document: Document) -> Table:
    (table,) = tables(document)
    return table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_by_hand(encoding: str, delimiter: str) -> None:
    lines = ["Città;Perché;Prezzo", 'Forlì;"così; e, |\tcolà";"5,00 €"', 'Cefalù;più;"7,50 €"']
    text = "\r\n".join(line.replace(";", delimiter) for line in lines)
    table = _table(_csv(text.encode(encoding)))
    assert table.header_rows == 1
    inner = f"così{delimiter} e, |\tcolà"
    assert rows(table) == [
        ["Città", "Perché", "Prezzo"],
        ["Forlì", inner, "5,00 €"],
        ["Cefalù", "più", "7,50 €"],
    ]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        (PRICES, ";"),
        ("a,1.5\nb,2.5", ","),
        ("a;1,5\nb;2,5\nc;3,5", ";"),
        ("nome\tvia, numero\nRossi\tRoma, 1", "\t"),
        ("una riga sola", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_found(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


def test_csv_origins_count_lines_of_the_file() -> None:
    table = _table(_csv(b'sep=;\r\na;b\r\n"due\r\nrighe";2\r\nx;3\r\n'))
    places = [row.cells[1].blocks[0].origin for row in table.rows]
    assert [one.place for one in places if one] == [
        "line 2, column 2",
        "line 3, column 2",
        "line 5, column 2",
    ]
    assert rows(table)[1] == ["due\nrighe", "2"]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        (PRICES, 1),
        ("Nome;Città;Via\nRossi;Forlì;Roma", 1),
        ("Rossi;12\nBianchi;7", 0),  # its first row has a value
        ("a;a;b\nx;y;z", 0),  # a name twice
        ("Nome;;Via\nRossi;Forlì;Roma", 0),  # a column without a name
        ("2023;2024;2025\nx;y;z", 0),
    ],
)
def test_the_heading_of_csv(text: str, heads: int) -> None:
    assert _table(_csv(text.encode())).header_rows == heads


def test_a_title_above_and_spacing_inside() -> None:
    document = _csv(b"Listino 2026;;\n;;\nCodice;Nome;Prezzo\nA;Uno;1\n;;\nB;Due;2\n")
    assert isinstance(document.blocks[0], Paragraph)
    table = _table(document)
    assert table.header_rows == 1
    assert rows(table) == [["Codice", "Nome", "Prezzo"], ["A", "Uno", "1"], ["B", "Due", "2"]]


def test_ragged_and_single_columns() -> None:
    assert rows(_table(_csv(b"a;b;c\n1;2\n3\n"))) == [
        ["a", "b", "c"],
        ["1", "2", ""],
        ["3", "", ""],
    ]
    assert shape(_csv(b"uno\ndue\n")) == ["p uno", "p due"]


def test_csv_that_is_none() -> None:
    with pytest.raises(SourceDamaged, match=r"line 1.*field larger"):
        _csv(b'"' + b"a" * 200_000)
    with pytest.raises(SourceEmpty):
        _csv(b";;;\n;;\n")


# -- XLSX --------------------------------------------------------------------------------------

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="#,##0.00&quot; €&quot;"/></numFmts>'
    '<fonts><font/><font><b/></font><font><b val="0"/></font></fonts>'
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/>'
    '<xf numFmtId="14" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="10" fontId="2"/>'
    "</cellXfs>"
)
STRINGS = "<si><t>Nome</t></si><si><r><t>Te</t></r><r><t>lefono</t></r><rPh><t>no</t></rPh></si>"


def _c(place: str, value: str, style: int = 0, kind: str = "n") -> str:
    return f'<c r="{place}" s="{style}" t="{kind}"><v>{value}</v></c>'


def _sheet(*given: str, after: str = "", before: str = "", **options: str) -> Document:
    found = "".join(
        f'<row r="{place}">{cells}</row>' for place, cells in enumerate(given, 1) if cells
    )
    data = xlsx(
        f"{before}<sheetData>{found}</sheetData>{after}", strings=STRINGS, styles=STYLES, **options
    )
    return read_document(data, name="a.xlsx")


def test_cells_by_hand() -> None:
    inline = '<c r="B3" t="inlineStr"><is><t>in linea</t></is></c>'
    document = _sheet(
        _c("A1", "0", 3, "s") + _c("B1", "1", 3, "s") + _c("C1", "testo", 3, "str"),
        _c("A2", "1234.5", 1) + _c("B2", "46112", 2) + _c("C2", "0.125", 4),
        _c("A3", "1", 0, "b") + inline + _c("C3", "#N/A", 0, "e"),
        '<c><v>7</v></c><c r="C4" t="d"><v>2026-03-31</v></c>',
    )
    table = _table(document)
    assert rows(table) == [
        ["Nome", "Telefono", "testo"],
        ["1.234,50 €", "31/03/2026", "12,50%"],
        ["VERO", "in linea", "#N/A"],
        ["7", "", "2026-03-31"],
    ]
    assert table.header_rows == 1
    assert all(cell.is_header for cell in table.rows[0].cells)


def test_the_other_count_of_days() -> None:
    book = '<workbookPr date1904="1"/>'
    assert shape(_sheet(_c("A1", "44650", 2), book=book)) == ["p 31/03/2026"]


def test_merged_and_hidden_cells() -> None:
    document = _sheet(
        _c("A1", "1") + _c("B1", "2") + _c("C1", "3") + _c("D1", "4"),
        _c("A2", "5") + _c("B2", "sotto", 0, "str") + _c("D2", "6"),
        _c("A3", "7") + _c("B3", "8") + _c("C3", "9") + _c("D3", "10"),
        before='<cols><col min="3" max="3" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B2:C3"/></mergeCells>',
    )
    table = _table(document)
    spans = [[(c.column_span, c.row_span) for c in row.cells] for row in table.rows]
    assert rows(table) == [["1", "2", "4"], ["sotto", "6"], ["7", "10"]]
    assert spans == [[(1, 2), (1, 1), (1, 1)], [(1, 2), (1, 1)], [(1, 1), (1, 1)]]
    assert [one.describe() for one in document.remarks] == [
        "a.xlsx, sheet Uno: hidden columns were left out: 1."
    ]


def test_overlapping_merges_of_a_hostile_file_lose_nothing() -> None:
    document = _sheet(
        _c("A1", "1") + _c("B1", "2"),
        _c("A2", "3") + _c("C2", "4"),
        after='<mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="C2:A1"/><mergeCell ref="x"/>'
        '<mergeCell ref="A1:XFD1048576"/></mergeCells>',
    )
    assert "1" in "".join(shape(document))


def test_empty_borders_and_columns_go() -> None:
    document = _sheet("", "", _c("D3", "1") + _c("F3", "2"), _c("D4", "3") + _c("F4", "4"))
    assert rows(_table(document)) == [["1", "2"], ["3", "4"]]


def test_regions_far_apart_are_paragraphs() -> None:
    data = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576">'
        "<v>2</v></c></row></sheetData>"
    )
    assert shape(read_document(xlsx(data), name="a.xlsx")) == ["p 1", "p 2"]


def test_cells_too_far_apart_for_a_table() -> None:
    cells = [_c(f"{sheet.column_name(place)}{place + 1}", "1") for place in range(1_500)]
    with pytest.raises(SourceDamaged, match="too far apart"):
        _sheet(*cells)


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.ingest.xlsx.MAX_CELLS", 3)
    monkeypatch.setattr(sheet, "MAX_CELLS", 3)
    with pytest.raises(SourceDamaged, match="more than a million cells"):
        _sheet("".join(_c(f"{name}1", "1") for name in "ABCD"))


def test_macros_and_binary_workbooks_are_refused() -> None:
    for name in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"):
        data = pack({"xl/workbook.xml": "<a/>", name: b"x"})
        with pytest.raises(FormatNotSupported, match="macros"):
            read_document(data, name="a.xlsm")
    with pytest.raises(FormatNotSupported, match="XLSB"):
        read_document(pack({"xl/workbook.bin": b"x"}))


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, "#,##0.00", "1.234,50"),
        (-1234.5, "#,##0.00;[Red](#,##0.00)", "(1.234,50)"),
        (0.075, "0.0%", "7,5%"),
        (39.9, "[$€-410] #,##0.00", "€ 39,90"),
        (0, '0;-0;"zero"', "zero"),
        (1.005, "0.00", "1,01"),
        (47121, "00000", "47121"),
        (40, "00000", "00040"),
        (46112.75, "dd/mm/yyyy hh:mm", "31/03/2026 18:00"),
        (46112, "dddd d mmmm yyyy", "martedì 31 marzo 2026"),
        (1.5, "[h]:mm", "36:00"),
        (60, "dd/mm/yyyy", "28/02/1900"),
        (1, "dd/mm/yyyy", "01/01/1900"),
        (8001234567890, "General", "8001234567890"),
        (0.1 + 0.2, "General", "0,3"),
        (1e20, "General", "1E+20"),
        (2.5, "# ?/?", "2 1/2"),
        (5, "", "5"),
        (5, '"', "5"),
        (5, "[", "5"),
        (-1, "dd/mm/yyyy", "-1"),
        (1e300, "0.00", "1E+300"),
        (12, "@", "12"),
    ],
)
def test_number_formats_by_hand(value: float, code: str, shown: str) -> None:
    assert show_number(value, code, "it") == shown


def test_separators_are_those_of_the_language() -> None:
    assert show_number(1234.5, "#,##0.00", "en") == "1,234.50"
    assert show_number(46112, "d mmmm yyyy", "en") == "31 March 2026"
    assert show_general(0.5, "xx-unknown") == "0,5"
    assert show_text("otto", '0;0;0;"n. "@') == "n. otto"
    assert show_text("otto", "0.00") == "otto"


# -- ODS ---------------------------------------------------------------------------------------


def _ods(content: str, automatic: str = "") -> Document:
    body = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{content}</office:spreadsheet></office:body>"
    )
    return read_document(odf("spreadsheet", body), name="a.ods")


def _oc(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_ods_by_hand() -> None:
    document = _ods(
        '<table:table table:name="Uno"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-header-rows>'
        "<table:table-row>"
        + _oc("Nome") + _oc("Prezzo") + _oc("segreto")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + _oc("Telefono<office:annotation><text:p>no</text:p></office:annotation>")
        + _oc("39,90 €", 'office:value-type="currency" office:value="39.9"')
        + '</table:table-row><table:table-row table:visibility="filter">' + _oc("no")
        + '</table:table-row><table:table-row table:number-rows-repeated="2">'
        + '<table:table-cell office:value-type="float" office:value="7" '
        'table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="Due" table:style-name="H"><table:table-row>' + _oc("via")
        + "</table:table-row></table:table>",
        '<style:style style:name="H" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>',
    )  # fmt: skip
    table = _table(document)
    assert rows(table) == [["Nome", "Prezzo"], ["Telefono", "39,90 €"], ["7", "7"], ["7", "7"]]
    assert table.header_rows == 1
    assert [one.message for one in document.remarks] == [
        "hidden rows were left out: {count}.",
        "hidden columns were left out: {count}.",
        "a hidden sheet was left out.",
    ]


def test_repeated_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.ingest.ods.MAX_CELLS", 1_000)
    row = '<table:table-row table:number-rows-repeated="1048576">'
    cell = _oc("x", 'table:number-columns-repeated="16384"')
    with pytest.raises(SourceDamaged, match="more than a million cells"):
        _ods(f'<table:table table:name="a">{row}{cell}</table:table-row></table:table>')
