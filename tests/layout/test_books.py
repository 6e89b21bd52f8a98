"""Contents, volumes, title pages and the transcriber's note: whole pages, typed by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brailledesk.cells import cells_from_dots
from brailledesk.document import Block, Document, Heading, Note, PageMark, Paragraph
from brailledesk.errors import DoesNotFit, UsageError
from brailledesk.formats import format_pef
from brailledesk.languages import run_translator
from brailledesk.layout import (
    BookLabels,
    BookOptions,
    ContentsScope,
    LayoutOptions,
    LineKind,
    NotePlace,
    TitlePage,
    compose_volumes,
    paginate,
)
from brailledesk.layout.contents import Contents, Entry
from brailledesk.layout.setting import Setting
from brailledesk.pages import PageFormat
from brailledesk.reading import read_braille
from brailledesk.text import Run

from .fake import by_letter, document, paragraph, row_texts

PAGE = PageFormat(20, 10)
VOLUME = BookOptions(contents=ContentsScope.VOLUME)


def heading(text: str, level: int = 1) -> Heading:
    return Heading(level, (Run(text),))


def laid(
    source: Document, book: BookOptions, page: PageFormat = PAGE, **options: bool
) -> list[list[list[str]]]:
    """The volumes, each with its pages, each with its rows."""
    chosen = LayoutOptions(page=page, book=book, **options)  # type: ignore[arg-type]
    volumes = compose_volumes(source, by_letter, chosen)
    return [[row_texts(lines) for lines in pages] for pages in volumes]


def number(page: int) -> str:
    """The running line of a page without print pages and title, 20 cells wide."""
    return " " * (19 - len(str(page))) + str(page)


def rows(count: int, text: str = "a") -> list[Block]:
    return [paragraph(text)] * count


# -- contents --------------------------------------------------------------------------------------


def test_contents_with_leaders() -> None:
    source = document(
        heading("alfa"),
        heading("beta uno", 2),
        paragraph("x"),
        heading("gamma lunga davvero tanto"),
        paragraph("y"),
    )
    assert laid(source, VOLUME) == [
        [
            [
                number(1),
                "      Indice",
                "",
                "alfa ... 2",
                "  beta uno ... 2",
                "gamma lunga",
                "    davvero tanto 2",
            ],
            [
                number(2),
                "        alfa",
                "",
                "    beta uno",
                "  x",
                "",
                "gamma lunga davvero",
                "       tanto",
                "",
                "  y",
            ],
        ]
    ]


def test_the_cells_of_a_leader() -> None:
    options = LayoutOptions(page=PAGE, book=VOLUME)
    source = document(heading("alfa"), paragraph("x"))
    (page, _) = next(compose_volumes(source, by_letter, options))
    (line,) = [line for line in page if line.print_text == "alfa ... 2"]
    dot, two = by_letter([Run("…")]).cells, by_letter([Run("2")]).cells
    assert line.cells == by_letter([Run("alfa")]).cells + b"\0" + dot * 12 + b"\0" + two
    assert line.kind is LineKind.CONTENTS
    assert line.content_cells() == b""
    silent = replace(VOLUME, leader="")
    (page, _) = next(compose_volumes(source, by_letter, replace(options, book=silent)))
    assert cells_from_dots("3-3-3") in page[3].cells


def test_a_leader_is_made_of_whole_signs_and_comes_back_as_print() -> None:
    """Suspension points are three cells of dot 3 in Italian: only so often do they fit."""
    translate = run_translator("it-6dot")
    source = document(heading("alfa"), paragraph("x"), heading("beta bo", 2), paragraph("y"))
    publication = paginate(source, translate, LayoutOptions(page=PAGE, book=VOLUME))
    first, second = next(publication.pages()).rows[3:]
    alfa, beta = (translate([Run(text)]).cells for text in ("alfa", "beta bo"))
    page = b"\0" + cells_from_dots("3456-12")
    assert first.cells == alfa + bytes(1) + b"\x04" * 12 + page
    assert second.cells == bytes(2) + beta + bytes(2) + b"\x04" * 6 + page
    lines = read_braille(format_pef(publication), table="it-6dot").text.splitlines()
    assert lines[:3] == ["Indice", "alfa ............ 2", "beta bo  ...... 2"]


def test_note_marks_and_line_breaks_do_not_go_to_the_contents() -> None:
    runs = (Run("uno\ndue"), Run("(1)", note="1"))
    ((first, _),) = laid(document(Heading(1, runs), paragraph("x")), VOLUME)
    assert first[3] == "uno due ... 2"


def test_depth_of_the_contents() -> None:
    source = document(heading("a", 2), heading("b", 3), heading("c", 4), paragraph("x"))
    ((first, _),) = laid(source, replace(VOLUME, contents_depth=3))
    assert first[3:] == ["a ... 2", "  b ... 2"]
    ((first, _),) = laid(source, replace(VOLUME, contents_depth=9))
    assert first[3:] == ["a ... 2", "  b ... 2", "    c ... 2"]


def test_without_headings_there_are_no_contents() -> None:
    assert laid(document(paragraph("x")), VOLUME) == [[[number(1), "  x"]]]
    assert laid(document(), VOLUME) == [[[number(1)]]]


def test_pages_are_counted_behind_contents_that_grow() -> None:
    """Nine rows a page: a label of two rows and 59 headings take seven pages before the text."""
    blocks: list[Block] = []
    for place in range(59):
        blocks += [heading(f"h{place:02}", 2), *rows(7)]
    ((*pages,),) = laid(document(*blocks), VOLUME)
    contents = [row for page in pages for row in page if "..." in row]
    assert len(contents) == 59
    assert len(pages) == 7 + 59
    assert contents[0] == "h00 ... 8"
    assert contents[58] == "h58 ... 66"
    for place in range(59):
        assert pages[7 + place][1] == f"    h{place:02}"
    # Two rows of label, then 7 + 9 x 5 + 7 entries.
    assert [sum("..." in row for row in page) for page in pages[:7]] == [7, 9, 9, 9, 9, 9, 7]


def test_a_page_number_without_room_stands_on_a_row_of_its_own() -> None:
    """Ten cells leave seven beside "2" (two cells) and less than half beside a longer number."""
    source = document(heading("abcdefghi"), paragraph("x"))
    ((first, _),) = laid(source, VOLUME, PageFormat(10, 10))
    assert first[-2:] == ["abcdef-", "    ghi 2"]
    narrow = lay_entry("abcdefgh", 12345)
    assert narrow == ["abcdefgh", "    12345"]


def lay_entry(text: str, page: int) -> list[str]:
    """The rows of an entry whose page number is as large as it likes, ten cells wide."""
    setting = Setting(by_letter, LayoutOptions(page=PageFormat(10, 10), book=VOLUME), "it")
    _, entry = Contents(setting).chunks([("", [Entry(heading(text), page)])])
    return row_texts(entry.lines)


# -- the running line ------------------------------------------------------------------------------


def test_the_chapter_in_the_running_line() -> None:
    blocks = [paragraph("x"), heading("uno"), *rows(8), heading("due"), *rows(2)]
    source = Document(tuple(blocks), title="libro")
    book = BookOptions(has_running_chapter=True)
    ((*pages,),) = laid(source, book)
    assert [page[0] for page in pages] == ["       libro  1", "        uno  2"]
    ((*pages,),) = laid(source, replace(book, has_chapter_pages=True))
    titles = ["       libro  1", "        uno  2", "        uno  3", "        due  4"]
    assert [page[0] for page in pages] == titles
    ((*pages,),) = laid(source, BookOptions())
    assert [page[0] for page in pages] == ["       libro  1", "       libro  2"]


def test_chapters_on_new_pages() -> None:
    source = document(heading("uno"), paragraph("x"), heading("due"), heading("tre", 2), *rows(1))
    assert laid(source, BookOptions(has_chapter_pages=True, chapter_level=1)) == [
        [
            [number(1), "        uno", "", "  x"],
            [number(2), "        due", "", "    tre", "  a"],
        ]
    ]


# -- volumes ---------------------------------------------------------------------------------------

ONE_SIDE = PageFormat(20, 10, duplex=False)


def chapter(text: str, pages: int) -> list[Block]:
    """A chapter that fills pages of nine rows: heading, blank row, seven rows, nine a page."""
    return [heading(text), *rows(7 + 9 * (pages - 1), text)]


def first_rows(volume: list[list[str]]) -> list[str]:
    return [page[1].strip() for page in volume]


def test_a_volume_ends_before_a_chapter() -> None:
    source = document(*chapter("uno", 2), *chapter("due", 2), *chapter("tre", 2), *chapter("q", 6))
    volumes = laid(source, BookOptions(sheets=5), ONE_SIDE)
    assert [first_rows(one) for one in volumes] == [
        ["uno", "uno", "due", "due"],
        ["tre", "tre"],
        ["q"] * 5,
        ["q"],
    ]
    for volume in volumes:
        assert [page[0] for page in volume] == [number(n) for n in range(1, len(volume) + 1)]


def test_two_sides_of_a_sheet_are_two_pages() -> None:
    source = document(*chapter("uno", 9), *chapter("due", 1), *chapter("tre", 1))
    volumes = laid(source, BookOptions(sheets=5))
    assert [len(volume) for volume in volumes] == [10, 1]


def test_a_chapter_that_begins_inside_a_page_begins_the_next_volume_on_a_new_one() -> None:
    blocks = [*chapter("uno", 4), *rows(3, "uno"), heading("due"), *rows(20, "due")]
    volumes = laid(document(*blocks), BookOptions(sheets=5), ONE_SIDE)
    assert len(volumes) == 2
    assert volumes[0][4] == [number(5), "  uno", "  uno", "  uno"]
    assert volumes[1][0] == [number(1), "        due", "", *["  due"] * 7]


def test_the_last_page_of_a_volume_keeps_its_notes() -> None:
    """It is cut before a chapter: what stands at its foot is of the rows that stay."""
    mark = Paragraph((Run("uno"), Run("(1)", note="1")))
    later = Paragraph((Run("due"), Run("(2)", note="2")))
    notes = tuple(Note(label, (paragraph("nota"),)) for label in "12")
    blocks = (*chapter("uno", 4), mark, heading("due"), later, *rows(20, "due"))
    source = Document(blocks, notes=notes)
    options = LayoutOptions(page=ONE_SIDE, book=BookOptions(sheets=5), note_place=NotePlace.PAGE)
    first, second = (
        [row_texts(lines) for lines in pages]
        for pages in compose_volumes(source, by_letter, options)
    )
    assert first[4] == [number(5), "  uno(1)", *[""] * 6, "------", "1 nota"]
    assert second[0] == [
        *(number(1), "        due", "", "  due(2)"),
        *["  due"] * 4,
        *("------", "2 nota"),
    ]


@pytest.mark.parametrize("has_chapter_pages", [False, True])
@pytest.mark.parametrize("count", [1, 5, 12, 40])
def test_a_note_that_goes_on_is_whole_though_a_chapter_begins(
    count: int, *, has_chapter_pages: bool
) -> None:
    """No volume ends at a chapter while a note before it still goes on."""
    words = [f"nota{chr(97 + one // 26)}{chr(97 + one % 26)}" for one in range(9 * count)]
    source = Document(
        [
            heading("primo"),
            Paragraph((Run("testo"), Run("*", note="1"))),
            heading("secondo"),
            paragraph("fine"),
        ],
        notes=(Note("1", tuple(paragraph(word) for word in words)),),
    )
    book = BookOptions(sheets=5, chapter_level=1, has_chapter_pages=has_chapter_pages)
    chosen = LayoutOptions(page=PAGE, book=book, note_place=NotePlace.PAGE)
    volumes = [list(pages) for pages in compose_volumes(source, by_letter, chosen)]
    laid_rows = [row for pages in volumes for page in pages for row in row_texts(page)]
    told = [row.split()[-1] for row in laid_rows if row]  # behind the number of the note
    assert [row for row in told if row in words] == words
    assert [row for row in told if row in {"primo", "secondo", "fine"}] == [
        "primo",
        "secondo",
        "fine",
    ]
    assert all(len(pages) <= 5 * (1 + chosen.page.duplex) for pages in volumes)


def test_the_print_page_goes_along_into_the_next_volume() -> None:
    blocks = [*chapter("uno", 4), PageMark("7"), *rows(3, "uno"), *chapter("due", 3)]
    volumes = laid(document(*blocks), BookOptions(sheets=5), ONE_SIDE)
    assert volumes[1][0][0] == "7  1"


def test_each_volume_has_its_own_contents_or_the_first_has_all() -> None:
    source = document(*chapter("uno", 2), *chapter("due", 2), *chapter("tre", 2))
    own = replace(VOLUME, sheets=5)
    assert [volume[0] for volume in laid(source, own, ONE_SIDE)] == [
        [number(1), "      Indice", "", "uno ... 2", "due ... 4"],
        [number(1), "      Indice", "", "tre ... 2"],
    ]
    everything = replace(own, contents=ContentsScope.ALL)
    assert [volume[0] for volume in laid(source, everything, ONE_SIDE)] == [
        [
            number(1),
            "      Indice",
            "",
            "1° vol.",
            "uno ... 2",
            "due ... 4",
            "",
            "2° vol.",
            "tre ... 2",
        ],
        [number(1), "      Indice", "", "tre ... 2"],
    ]
    whole = replace(everything, sheets=None)
    ((first, *_),) = laid(source, whole, ONE_SIDE)
    assert first == [number(1), "      Indice", "", "uno ... 2", "due ... 4", "tre ... 6"]


def test_sheets_that_hold_no_more_than_the_contents_are_refused() -> None:
    """A hundred headings on one page need a dozen pages of contents before it."""
    blocks: list[Block] = [heading("molte parole assai lunghe in un titolo", 2)] * 100
    source = document(*blocks, paragraph("x"))
    with pytest.raises(DoesNotFit, match="sheets per volume is 5") as caught:
        laid(source, replace(VOLUME, sheets=5, contents=ContentsScope.ALL), ONE_SIDE)
    assert "must be from" in str(caught.value)


@pytest.mark.parametrize(
    "wrong", [{"sheets": 4}, {"sheets": 501}, {"contents_depth": 0}, {"chapter_level": 10}]
)
def test_numbers_out_of_range(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        BookOptions(**wrong)  # type: ignore[arg-type]


def test_publication_has_volumes() -> None:
    source = document(*chapter("uno", 3), *chapter("due", 3))
    options = LayoutOptions(page=ONE_SIDE, book=BookOptions(sheets=5))
    publication = paginate(source, by_letter, options)
    assert [len(volume.sections) for volume in publication.volumes] == [1, 1]
    assert [len(list(volume.pages())) for volume in publication.volumes] == [3, 3]


# -- title pages and the transcriber's note --------------------------------------------------------

TITLE = TitlePage(
    publisher="Einaudi", edition="2ª ed.", year="1956", institution="Biblioteca", place="Monza",
    date="2026",
)  # fmt: skip


def test_a_title_page() -> None:
    blocks = (PageMark("5"), *chapter("uno", 2), PageMark("9"), paragraph("x"))
    source = Document(blocks, title="Le città", author="A. Rossi")
    page = PageFormat(30, 16)
    ((first, second, *_),) = laid(source, BookOptions(title_page=TITLE), page)
    # Cells: a capital sign before each capital, a number sign before each number.
    assert first == [
        "          A. Rossi",  # 10 cells
        "",
        "          Le città",  # 9
        "",
        "           Einaudi",  # 8
        "           2ª ed.",  # 7
        "            1956",  # 5
        "",
        "",
        "",
        "         Biblioteca",  # 11
        "        Monza, 2026",  # 13
        "",
        "    Pagine a stampa 5-9",  # 22
        "    Pagine Braille 1-3",  # 22
        "   1° vol. Braille di 1",  # 23
    ]
    assert second[0].split() == ["5", "Le", "città", "2"]


def test_a_book_of_one_print_page() -> None:
    source = Document((PageMark("5"), *chapter("uno", 2)))
    ((first, *_),) = laid(source, BookOptions(title_page=TITLE), PageFormat(30, 16))
    assert [row.strip() for row in first if "stampa" in row] == ["Pagina a stampa 5"]


def test_what_does_not_fit_on_a_title_page_goes_on() -> None:
    long = TitlePage(title=" ".join(["parola"] * 30))
    ((*pages,),) = laid(document(paragraph("x")), BookOptions(title_page=long))
    rows_of_title = [row.strip() for page in pages[:-1] for row in page]
    assert rows_of_title[:10] == ["parola parola parola"] * 10
    assert rows_of_title[10:] == ["", "Pagine Braille", "1-3", "1° vol. Braille di", "1"]
    assert pages[-1] == [number(3), "  x"]


def test_the_note_of_the_transcriber_is_on_the_first_page_of_a_sheet() -> None:
    book = BookOptions(transcriber_note="fatto così", labels=BookLabels(note="Nota"))
    assert laid(document(paragraph("x")), book) == [[[number(1), "  Nota: fatto così", "", "  x"]]]
    options = LayoutOptions(page=PAGE, book=book)
    (page,) = next(compose_volumes(document(paragraph("x")), by_letter, options))
    assert page[1].kind is LineKind.FRONT


def test_the_note_stands_before_the_contents_of_the_first_volume_only() -> None:
    source = document(*chapter("uno", 3), *chapter("due", 3))
    book = replace(VOLUME, sheets=5, transcriber_note="n", title_page=TitlePage())
    first, second = laid(source, book, ONE_SIDE)
    assert first[1][:4] == [number(2), "  Nota del tra-", "scrittore: n", ""]
    assert first[1][4:] == ["      Indice", "", "uno ... 3"]
    assert second[1] == [number(2), "      Indice", "", "due ... 3"]
    assert [len(first), len(second)] == [5, 5]
    assert first[0][-2:] == ["1° vol. Braille di", "         2"]
    assert second[0][-2:] == ["2° vol. Braille di", "         2"]


def test_nothing_of_this_is_there_by_default() -> None:
    source = Document((heading("uno"), Paragraph((Run("x"),))), title="t", author="a")
    assert laid(source, BookOptions()) == [[["         t  1", "        uno", "", "  x"]]]
