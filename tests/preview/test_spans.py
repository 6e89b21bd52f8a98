"""Which cells stand for which print: what layout tells a preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from brailledesk.cells import cells_from_dots
from brailledesk.document import Document, Heading, PageMark, Table
from brailledesk.formats import format_brf
from brailledesk.languages import run_translator
from brailledesk.layout import (
    BookOptions,
    ContentsScope,
    LayoutOptions,
    Line,
    LineKind,
    compose,
    paginate,
)
from brailledesk.pages import PageFormat, PrintSpan, Row
from brailledesk.preview.leaves import shown_spans
from brailledesk.reading import read_pages
from brailledesk.text import Run
from brailledesk.translate.base import RunTranslator
from tests.layout.fake import (
    SILENT,
    by_letter,
    contracted,
    document,
    letter_cell,
    paragraph,
    table_row,
)
from tests.layout.test_properties import documents, options, translators

ASKED = LayoutOptions(page=PageFormat(20, 10), has_print_spans=True)


def rows_of(source: Document, translate: RunTranslator, chosen: LayoutOptions) -> list[Row]:
    return [row for page in paginate(source, translate, chosen).pages() for row in page.rows]


def parts(row: Row) -> list[tuple[int, int, str]]:
    return [tuple(span) for span in row.spans]  # type: ignore[misc]


def test_a_contraction_and_signs_before_a_character() -> None:
    """A capital sign belongs to its letter, a number sign to its digit, "che" is one cell."""
    _, row = rows_of(document(paragraph("Anche 12")), contracted, ASKED)
    assert parts(row) == [
        (2, 4, "A"), (4, 5, "n"), (5, 6, "che"), (7, 9, "1"), (9, 10, "2"),
    ]  # fmt: skip


def test_the_real_table() -> None:
    """P e r c h é; ½ is 3456-1 and 256-3456-12 there, five cells."""
    translate = run_translator("it-6dot")
    _, row = rows_of(document(paragraph("sé È ½")), translate, ASKED)
    assert row.cells == cells_from_dots("0-0-234-123456-0-46-2346-0-3456-1-256-3456-12")
    assert parts(row) == [(2, 3, "s"), (3, 4, "é"), (5, 7, "È"), (8, 13, "½")]


def test_a_divided_word_and_a_repeated_number_sign() -> None:
    rows = rows_of(document(paragraph("aaaaaaa precipitevole")), by_letter, ASKED)
    assert rows[1].print_text == "aaaaaaa precipite-"
    assert parts(rows[1])[-2:] == [(18, 19, "e"), (19, 20, "-")]
    assert parts(rows[2])[0] == (0, 1, "v")
    long = rows_of(document(paragraph("1" * 30)), by_letter, ASKED)
    assert parts(long[2])[0] == (0, 2, "1")  # the number sign stands there again


def test_running_line_heading_columns_and_contents() -> None:
    grid = Table((table_row("ab", "c"), table_row("d", "ef")))
    source = Document((Heading(1, (Run("xy"),)), grid), title="tt")
    rows = rows_of(source, by_letter, ASKED)
    assert parts(rows[0]) == [(9, 10, "t"), (10, 11, "t"), (18, 20, "1")]
    assert parts(rows[1]) == [(9, 10, "x"), (10, 11, "y")]
    assert [parts(row) for row in rows[3:]] == [
        [(0, 1, "a"), (1, 2, "b"), (4, 5, "c")],
        [(0, 1, "d"), (4, 5, "e"), (5, 6, "f")],
    ]
    book = replace(ASKED, book=BookOptions(contents=ContentsScope.ALL))
    entry = next(
        row for row in rows_of(source, by_letter, book) if row.print_text.startswith("xy ")
    )
    assert parts(entry) == [(0, 1, "x"), (1, 2, "y"), (18, 20, "2")]


def test_a_row_without_spans_shows_its_print_under_all_its_cells() -> None:
    assert shown_spans(Row(b"\0\0\x01\x02", "ab")) == (PrintSpan(2, 4, "ab"),)
    assert shown_spans(Row(b"", "invisible")) == (PrintSpan(0, 1, "invisible"),)
    assert shown_spans(Row(b"\x24" * 5, "-----")) == ()
    marks = rows_of(document(paragraph("a"), PageMark("7"), paragraph("b")), by_letter, ASKED)
    assert [shown_spans(row)[0].text for row in marks[2:3]] == [f"{'-' * 17} 7"]


def _lines(source: Document, translate: RunTranslator, chosen: LayoutOptions) -> Iterator[Line]:
    for page in compose(source, translate, chosen):
        yield from page


@given(documents, translators, options)
@settings(deadline=None, max_examples=120)
def test_spans_are_the_print_of_their_cells(
    source: Document, translate: RunTranslator, chosen: LayoutOptions
) -> None:
    """In order, inside the row, nothing of the print left out, and each over its own letter."""
    for line in _lines(source, translate, replace(chosen, has_print_spans=True)):
        if not line.spans:
            assert (
                not "".join(line.print_text.split())
                or not line.cells
                or line.kind in {LineKind.RULE, LineKind.PAGE_MARK, LineKind.REPEATED}
            )
            continue
        assert _packed("".join(span.text for span in line.spans)) == _packed(line.print_text)
        place = 0
        for span in line.spans:
            assert place <= span.start < span.end <= len(line.cells)
            place = span.end
            seen = [character for character in span.text if character not in SILENT]
            if len(seen) == 1:
                assert line.cells[span.end - 1] == letter_cell(seen[0])


def _packed(text: str) -> str:
    return "".join(text.split())


@given(documents, translators, options)
@settings(deadline=None, max_examples=60)
def test_to_ask_for_spans_changes_nothing_else(
    source: Document, translate: RunTranslator, chosen: LayoutOptions
) -> None:
    plain = rows_of(source, translate, chosen)
    asked = rows_of(source, translate, replace(chosen, has_print_spans=True))
    assert not any(row.spans for row in plain)
    assert [replace(row, spans=()) for row in asked] == plain


@pytest.mark.parametrize("table", ["it-6dot", "it-g2"])
def test_a_braille_file_is_read_with_its_print(table: str) -> None:
    """Row by row the same print under the same cells as layout gave, where no word is divided."""
    text = "Il prezzo: € 12,50. Questa è una lettera, che arriva domani al cliente."
    source = Document(
        tuple(paragraph(f"{text} {one}") for one in "abcdefghilmnopqrstuvz"), title="Lettera"
    )
    chosen = replace(ASKED, is_hyphenated=False, page=PageFormat(40, 20))
    laid = paginate(source, run_translator(table), chosen)
    found = read_pages(format_brf(laid, charset="mit"))
    assert (found.format, found.charset, found.table) == ("brf", "mit", table)
    read = found.publication
    assert read.table == table
    pairs = list(zip(laid.pages(), read.pages(), strict=True))
    assert len(pairs) > 1
    for one, other in pairs:
        for ours, theirs in zip(one.rows, other.rows, strict=True):
            assert theirs.cells == ours.cells
            assert theirs.is_running_line == ours.is_running_line
            assert theirs.spans == ours.spans
