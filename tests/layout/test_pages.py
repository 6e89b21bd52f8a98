from __future__ import annotations

from itertools import pairwise

import pytest

from brailledesk.cells import cells_from_dots
from brailledesk.document import Document, Heading, PageMark
from brailledesk.errors import DoesNotFit
from brailledesk.layout import LayoutOptions, compose, paginate
from brailledesk.pages import PageFormat, Publication
from brailledesk.text import Run

from .fake import by_letter, document, paragraph


def page_texts(publication: Publication) -> list[list[str]]:
    return [[row.print_text for row in page.rows] for page in publication.pages()]


def laid(*blocks: object, rows: int = 10, has_running_line: bool = False) -> list[list[str]]:
    options = LayoutOptions(page=PageFormat(20, rows), has_running_line=has_running_line)
    return page_texts(paginate(document(*blocks), by_letter, options))  # type: ignore[arg-type]


def heading(text: str) -> Heading:
    return Heading(2, (Run(text),))


@pytest.mark.parametrize("before", range(25))
@pytest.mark.parametrize("length", range(1, 6))
def test_a_heading_is_never_last_on_a_page(before: int, length: int) -> None:
    blocks = [paragraph(f"p{number}") for number in range(before)]
    text = "\n".join(f"r{number}" for number in range(length))
    pages = laid(*blocks, heading("titolo"), paragraph(text))
    for page in pages:
        if "titolo" in page:
            behind = page[page.index("titolo") + 1 :]
            assert len(behind) >= min(length, 2)
            assert length > 3 or behind == text.split("\n")


@pytest.mark.parametrize("before", range(12))
@pytest.mark.parametrize("length", [2, 3, 4, 5, 11, 12, 21, 30, 31])
def test_no_first_or_last_row_stands_alone(before: int, length: int) -> None:
    text = "\n".join(f"r{number}" for number in range(length))
    pages = laid(*[paragraph("p")] * before, paragraph(text))
    counts = [sum(row.startswith("r") for row in page) for page in pages]
    assert sum(counts) == length
    assert all(count != 1 for count in counts)
    if length <= 3:
        assert max(counts) == length


def test_pages_are_filled() -> None:
    pages = laid(*[paragraph(f"p{number}") for number in range(25)])
    assert [len(page) for page in pages] == [10, 10, 5]


def test_no_blank_row_at_the_top_or_bottom_of_a_page() -> None:
    for before in range(20):
        pages = laid(*[paragraph("p")] * before, Heading(1, (Run("t"),)), paragraph("x"))
        assert all(page[0] and page[-1] for page in pages)


def test_a_chain_of_headings_stays_together_and_comes_to_an_end() -> None:
    pages = laid(paragraph("a\nb\nc"), *[heading("t")] * 3, paragraph("x"))
    assert pages == [["a", "b", "c", "", "t", "", "t", "", "t", "x"]]
    pages = laid(*[paragraph("a")] * 4, *[heading("t")] * 3, paragraph("x"))
    assert pages == [["a"] * 4, ["t", "", "t", "", "t", "x"]]
    many = laid(*[heading("t")] * 1000)
    assert sum(page.count("t") for page in many) == 1000


@pytest.mark.parametrize("height", range(5, 10))
def test_no_row_stands_alone_behind_a_heading_as_high_as_a_page(height: int) -> None:
    """The heading cannot keep what follows on its page; the rows of that still hold together."""
    title = "\n".join(f"t{number}" for number in range(height))
    text = "\n".join(f"r{number}" for number in range(5))
    pages = laid(paragraph("a"), Heading(1, (Run(title),)), paragraph(text))
    rows = [row for page in pages for row in page if row]
    assert rows == ["a", *title.split("\n"), *text.split("\n")]
    counts = [sum(row.startswith("r") for row in page) for page in pages]
    assert 1 not in counts


def test_running_line_has_print_page_title_and_braille_page() -> None:
    source = Document((PageMark("7"), paragraph("a")), title="Catalogo")
    options = LayoutOptions(page=PageFormat(20, 10))
    (page,) = paginate(source, by_letter, options).pages()
    first = page.rows[0]
    assert first.is_running_line
    assert first.print_text == "7  Catalogo  1"
    number = by_letter([Run("7")]).cells
    title = by_letter([Run("Catalogo")]).cells  # nine cells with the capital sign
    assert first.cells == number + bytes(3) + title + bytes(4) + by_letter([Run("1")]).cells
    assert [row.is_running_line for row in page.rows] == [True, False]
    assert page.rows[1].print_text == "a"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Manuale della macchina", "Manuale della  1"),
        ("Precipitevolissimevolmente", "1"),
        ("", "1"),
        ("a\n\nb", "a b  1"),
    ],
)
def test_a_title_is_shortened_at_a_word(title: str, expected: str) -> None:
    source = Document((paragraph("x"),), title=title)
    pages = page_texts(paginate(source, by_letter, LayoutOptions(page=PageFormat(20, 10))))
    assert pages == [[expected, "x"]]


def test_the_title_keeps_clear_of_the_numbers() -> None:
    for length in range(1, 20):
        source = Document((PageMark("1234"), paragraph("x")), title="q" * length)
        (page,) = paginate(source, by_letter, LayoutOptions(page=PageFormat(20, 10))).pages()
        cells = page.rows[0].cells
        assert len(cells) == 20
        assert cells[5:7] == bytes(2)
        assert cells[-4:-2] == bytes(2)


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (LayoutOptions(has_running_line=False), "x"),
        (LayoutOptions(has_page_numbers=False), "Titolo"),
        (LayoutOptions(has_page_numbers=False, running_title=""), "x"),
        (LayoutOptions(running_title="Altro"), "Altro  1"),
    ],
)
def test_running_line_by_option(options: LayoutOptions, first: str) -> None:
    source = Document((paragraph("x"),), title="Titolo")
    assert page_texts(paginate(source, by_letter, options))[0][0] == first


def test_print_pages_in_the_running_line() -> None:
    blocks = [PageMark("1"), *[paragraph("a")] * 9, PageMark("2"), *[paragraph("b")] * 3]
    pages = laid(*blocks, PageMark("3"), *[paragraph("c")] * 6, has_running_line=True)
    assert pages == [
        ["1  1", *["a"] * 9],
        ["2  2", "b", "b", "b", "-" * 17 + " 3", *["c"] * 5],
        ["3  3", "c"],
    ]


def test_a_label_without_room_is_shown_by_its_mark() -> None:
    pages = laid(PageMark("frontespizio"), paragraph("x"), has_running_line=True)
    assert pages == [["1", "-" * 7 + " frontespizio", "x"]]


def test_page_numbers_go_on_through_both_sides() -> None:
    publication = paginate(document(*[paragraph("p")] * 60), by_letter)
    assert publication.volumes[0].sections[0].format.duplex
    assert [page[0] for page in page_texts(publication)] == ["1", "2", "3"]


def test_a_translator_without_a_hyphen_still_has_rules() -> None:
    blocks = [paragraph("a"), PageMark("2"), paragraph("b")]
    options = LayoutOptions(has_running_line=False)

    def silent_hyphen(runs: object) -> object:
        text = "".join(run.text for run in runs)  # type: ignore[attr-defined]
        return by_letter([Run(text.replace("-", "\u200b"))])

    (page,) = paginate(document(*blocks), silent_hyphen, options).pages()  # type: ignore[arg-type]
    assert page.rows[1].cells.startswith(cells_from_dots("36-36-36"))


def test_rows_follow_one_another_without_loss() -> None:
    texts = [f"w{number}" for number in range(100)]
    rows = [row for page in laid(paragraph(" ".join(texts))) for row in page]
    assert " ".join(rows).split() == texts
    assert all(one != two for one, two in pairwise(rows))


@pytest.mark.parametrize(
    ("cells", "rows", "what", "value"),
    [
        (9, 28, "cells per row", 9),
        (50, 28, "cells per row", 50),
        (0, 28, "cells per row", 0),
        (30, 9, "rows per page", 9),
        (30, 41, "rows per page", 41),
    ],
)
def test_a_page_outside_the_limits_is_refused(cells: int, rows: int, what: str, value: int) -> None:
    options = LayoutOptions(page=PageFormat(cells, rows))
    with pytest.raises(DoesNotFit, match=f"{what} is {value}"):
        paginate(document(paragraph("x")), by_letter, options)
    with pytest.raises(DoesNotFit):
        next(compose(document(paragraph("x")), by_letter, options))


@pytest.mark.parametrize(("cells", "rows"), [(10, 10), (49, 40)])
def test_the_limits_themselves_are_pages(cells: int, rows: int) -> None:
    options = LayoutOptions(page=PageFormat(cells, rows))
    assert page_texts(paginate(document(paragraph("x")), by_letter, options)) == [["1", "x"]]


def test_the_publication_says_which_table_made_it() -> None:
    publication = paginate(document(), by_letter, table_name="prova 1")
    assert publication.table == "prova 1"
    assert paginate(document(), by_letter).table == ""
