from __future__ import annotations

import pytest

from brailledesk.document import (
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.layout import LayoutOptions, Line, LineKind, TableStyle, compose
from brailledesk.pages import PageFormat
from brailledesk.text import Run

from .fake import by_letter, document, paragraph, table_row


def lines_of(
    table: Table,
    width: int = 20,
    style: TableStyle = TableStyle.AUTO,
    rows: int = 40,
    *,
    is_hyphenated: bool = True,
) -> list[list[Line]]:
    options = LayoutOptions(
        page=PageFormat(width, rows),
        table_style=style,
        has_running_line=False,
        is_hyphenated=is_hyphenated,
    )
    return [list(page) for page in compose(document(table), by_letter, options)]


def prints(table: Table, width: int = 20, style: TableStyle = TableStyle.AUTO) -> list[str]:
    (page,) = lines_of(table, width, style)
    return [
        " " * (len(line.cells) - len(line.cells.lstrip(b"\0"))) + line.print_text for line in page
    ]


def cell(text: str, columns: int = 1, rows: int = 1) -> TableCell:
    return TableCell((paragraph(text),), columns, rows)


def words_of(table: Table, style: TableStyle) -> list[str]:
    pages = lines_of(table, style=style, is_hyphenated=False)
    text = " ".join(line.print_text for page in pages for line in page)
    return text.replace(";", "").replace(":", "").split()


PRICES = Table(
    (table_row("nome", "prezzo"), table_row("vite", "tre"), table_row("dado", "")),
    header_rows=1,
    caption=(Run("listino"),),
)


def test_columns_where_they_fit() -> None:
    (page,) = lines_of(PRICES)
    assert [line.print_text for line in page] == [
        "listino",
        "nome  prezzo",
        "-" * 20,
        "vite  tre",
        "dado  –",
    ]
    assert page[2].kind is LineKind.RULE
    nome, prezzo = (by_letter([Run(text)]).cells for text in ("nome", "prezzo"))
    assert page[1].cells == nome + bytes(2) + prezzo
    assert page[1].content == ((0, 4), (6, 12))
    assert page[4].content == ((0, 4),)


def test_columns_just_fit() -> None:
    table = Table((table_row("abcd", "efghij"),))
    assert prints(table, 12, TableStyle.COLUMNS) == ["abcd  efghij"]
    assert prints(table, 11, TableStyle.COLUMNS) == ["abcd; ef-", "  ghij"]


def test_one_cell_a_line_with_labels() -> None:
    table = Table(
        (
            table_row("codice", "descrizione:", ""),
            table_row("uno", "macchina da scrivere", "x"),
            table_row("due", "", ""),
        ),
        header_rows=1,
    )
    assert prints(table) == [
        "codice: uno",
        "  descrizione: mac-",
        "    china da scrive-",
        "    re",
        "  x",
        "codice: due",
        "  descrizione: –",
        "  –",
    ]


def test_labels_are_not_the_documents_own_text() -> None:
    (page,) = lines_of(PRICES, style=TableStyle.LISTED)
    assert [line.print_text for line in page] == [
        "listino",
        "nome: vite",
        "prezzo: tre",
        "nome: dado",
        "prezzo: –",
    ]
    assert page[1].content_cells() == by_letter([Run("vite")]).cells
    assert page[4].content_cells() == b""


def test_one_row_a_line() -> None:
    table = Table((table_row("uno due tre", "quattro", "sei"), table_row("a", "", "c")))
    assert prints(table) == ["uno due tre; quat-", "  tro; sei", "a; –; c"]
    assert prints(PRICES, style=TableStyle.LINEAR) == [
        "listino",
        "nome; prezzo",
        "-" * 20,
        "vite; tre",
        "dado; –",
    ]


def test_stairstep() -> None:
    long = "parola lunga ancora più lunga"
    steps = ["parola lunga ancora", "più lunga", "  b", "    c"]
    assert prints(Table((table_row(long, "b", "c"),)), style=TableStyle.STAIRSTEP) == steps
    table = Table((table_row(long, long, "c"),))
    assert prints(table) == [
        "parola lunga ancora",
        "più lunga",
        "  parola lunga anco-",
        "  ra più lunga",
        "    c",
    ]


def test_wide_tables_without_heading_are_listed() -> None:
    texts = [f"voce {'i' * number}" for number in range(1, 9)]
    rows = prints(Table((table_row(*texts),)))
    assert rows[0] == "voce i"
    assert rows[1] == "  voce ii"
    assert len(rows) == 8


def test_a_heading_that_labels_nothing_is_not_lost() -> None:
    table = Table((table_row("nome", "vuota colonna senza celle"), table_row("vite")), 1)
    assert prints(table) == [
        "nome; vuota colonna",
        "  senza celle",
        "-" * 20,
        "vite",
    ]


def test_spans_give_their_content_once() -> None:
    table = Table(
        (
            TableRow((cell("a", columns=2), cell("b", rows=2))),
            TableRow((cell("c"), cell("d"))),
            TableRow((cell("e", columns=9, rows=9),)),
        )
    )
    assert prints(table) == ["a  b", "c  d", "e"]
    (page,) = lines_of(table)
    a, b, c, d, e = (by_letter([Run(letter)]).cells for letter in "abcde")
    assert [line.cells for line in page] == [a + bytes(5) + b, c + bytes(2) + d, e]


def test_a_spanning_heading_labels_every_column_under_it() -> None:
    table = Table(
        (
            TableRow((cell("nome", rows=2), cell("prezzo in euro", columns=2))),
            TableRow((cell("netto"), cell("lordo"))),
            table_row("vite", "due", "tre"),
            TableRow((cell("tutto"), cell("esaurito", columns=2))),
            TableRow((cell("fine", columns=3),)),
        ),
        header_rows=2,
    )
    assert prints(table, 30, TableStyle.LISTED) == [
        "nome: vite",
        "  prezzo in euro netto: due",
        "  prezzo in euro lordo: tre",
        "nome: tutto",
        "  prezzo in euro netto lordo:",
        "    esaurito",
        "fine",
    ]


def test_blocks_in_cells_become_one_line() -> None:
    inner = Table((table_row("x", "y"),), caption=(Run("dentro"),))
    items = ListBlock((ListItem((paragraph("voce"),), "1."),))
    blocks = (paragraph("a\nb"), items, Image("foto"), inner, PageMark("3"), Paragraph(()))
    table = Table((TableRow((TableCell(blocks),)),))
    (page,) = lines_of(table, 49)
    assert [line.print_text for line in page] == [
        "-" * 46 + " 3",
        "a b 1. voce [Immagine: foto] dentro x y",
    ]


def test_the_heading_is_repeated_on_the_next_page() -> None:
    body = [table_row(f"r{number}", "x") for number in range(20)]
    table = Table((table_row("nome", "dato"), *body), header_rows=1)
    pages = lines_of(table, rows=10)
    assert [len(page) for page in pages] == [10, 10, 6]
    assert [line.print_text for line in pages[1][:3]] == ["nome  dato", "-" * 20, "r8  x"]
    assert [line.kind for line in pages[1][:2]] == [LineKind.REPEATED] * 2
    assert pages[1][0].content == ()


def test_a_table_is_set_off_by_blank_rows() -> None:
    blocks = (paragraph("prima"), PRICES, paragraph("dopo"))
    options = LayoutOptions(has_running_line=False)
    (page,) = compose(document(*blocks), by_letter, options)
    texts = [line.print_text for line in page]
    assert (texts[:2], texts[-2:]) == (["prima", ""], ["", "dopo"])


@pytest.mark.parametrize("rows", [(), (TableRow(()),), (table_row("", ""), table_row())])
def test_a_table_without_text_is_nothing(rows: tuple[TableRow, ...]) -> None:
    assert lines_of(Table(rows, header_rows=1)) == [[]]


@pytest.mark.parametrize("style", list(TableStyle))
def test_hostile_tables(style: TableStyle) -> None:
    wide = Table((table_row(*["testa"] * 200), table_row(*["corpo"] * 200)), header_rows=1)
    assert words_of(wide, style).count("corpo") == 200
    assert words_of(wide, style).count("testa") == 200
    spans = Table((TableRow((cell("a", 10**9, 10**9), cell("b", -5, 0))), table_row("c")))
    assert sorted(words_of(spans, style)) == ["a", "b", "c"]


def test_tables_inside_tables_do_not_recurse() -> None:
    block = Table((table_row("fondo"),))
    for _ in range(1000):
        block = Table((TableRow((TableCell((block,)),)),))
    assert prints(block) == ["fondo"]
