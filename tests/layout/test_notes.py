"""Notes where the options want them; whole pages, typed by hand from the rules."""

from __future__ import annotations

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Note,
    PageMark,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.layout import LayoutOptions, LineKind, NotePlace, TableStyle, compose
from brailledesk.pages import PageFormat
from brailledesk.text import Run

from .fake import by_letter, paragraph, row_texts


def marked(text: str, label: str = "1", after: str = "") -> Paragraph:
    runs = (Run(text), Run(f"({label})", note=label), Run(after))
    return Paragraph(tuple(run for run in runs if run.text))


def note(label: str, text: str) -> Note:
    return Note(label, (paragraph(text),))


def laid(
    *blocks: Block,
    notes: tuple[Note, ...],
    place: NotePlace,
    rows: int = 10,
    style: TableStyle = TableStyle.AUTO,
) -> list[list[str]]:
    options = LayoutOptions(
        page=PageFormat(20, rows), has_running_line=False, note_place=place, table_style=style
    )
    return [row_texts(page) for page in compose(Document(blocks, notes=notes), by_letter, options)]


def test_at_the_foot_of_the_page() -> None:
    pages = laid(
        marked("testo", after=" segue"), notes=(note("1", "una nota"),), place=NotePlace.PAGE
    )
    assert pages == [["  testo(1) segue", *[""] * 7, "------", "1 una nota"]]


def test_a_row_goes_to_the_page_where_its_note_has_room() -> None:
    blocks = [marked("testo"), paragraph("poi")]
    notes = (note("1", "nota"),)
    for before in range(8):
        (page, *_) = laid(*[paragraph("a")] * before, *blocks, notes=notes, place=NotePlace.PAGE)
        assert page[before] == "  testo(1)"
        assert page[-2:] == ["------", "1 nota"]
    for before in (8, 9, 10):
        pages = laid(*[paragraph("a")] * before, *blocks, notes=notes, place=NotePlace.PAGE)
        assert pages == [
            ["  a"] * before,
            ["  testo(1)", "  poi", *[""] * 6, "------", "1 nota"],
        ]


def test_a_heading_with_a_note_keeps_what_follows() -> None:
    """Heading, row and their notes take one row more than is left."""
    heading = Heading(2, (Run("titolo"), Run("(1)", note="1")))
    notes = (note("1", "prima"), note("2", "seconda"))
    pages = laid(
        *[paragraph("a")] * 5, heading, marked("testo", "2"), notes=notes, place=NotePlace.PAGE
    )
    assert pages == [
        ["  a"] * 5,
        ["    titolo(1)", "  testo(2)", *[""] * 5, "------", "1 prima", "2 seconda"],
    ]


def test_a_note_longer_than_the_page_goes_on() -> None:
    text = "\n".join(f"n{number}" for number in range(1, 13))
    rows = ["1 n1", *[f"  n{number}" for number in range(2, 13)]]
    pages = laid(marked("testo"), notes=(note("1", text),), place=NotePlace.PAGE)
    assert pages == [
        ["  testo(1)", "------", *rows[:8]],
        [*[""] * 5, "------", *rows[8:]],
    ]
    pages = laid(
        marked("testo"), *[paragraph("b")] * 6, notes=(note("1", text),), place=NotePlace.PAGE
    )
    assert pages == [
        ["  testo(1)", "------", *rows[:8]],
        [*["  b"] * 5, "------", *rows[8:]],
        ["  b"],
    ]


def test_notes_that_go_on_leave_half_of_the_page_to_the_text() -> None:
    text = "\n".join(f"n{number}" for number in range(1, 21))
    rows = ["1 n1", *[f"  n{number}" for number in range(2, 21)]]
    pages = laid(
        marked("testo"), *[paragraph("b")] * 12, notes=(note("1", text),), place=NotePlace.PAGE
    )
    assert pages == [
        ["  testo(1)", "------", *rows[:8]],
        [*["  b"] * 5, "------", *rows[8:12]],
        [*["  b"] * 5, "------", *rows[12:16]],
        ["  b", "  b", "", "", "", "------", *rows[16:]],
    ]


def test_behind_the_paragraph() -> None:
    heading = Heading(2, (Run("titolo"), Run("(1)", note="1")))
    blocks: list[Block] = [heading, marked("testo", "2"), paragraph("poi")]
    notes = (note("1", "una nota lunga assai"), note("2", "altra"))
    assert laid(*blocks, notes=notes, place=NotePlace.PARAGRAPH) == [
        [
            "    titolo(1)",
            "  testo(2)",
            "    1 una nota lun-",
            "      ga assai",
            "    2 altra",
            "  poi",
        ]
    ]


def test_behind_the_table() -> None:
    cells = [marked("a"), paragraph("b"), paragraph("c"), marked("d", "2")]
    rows = tuple(
        TableRow(tuple(TableCell((cell,)) for cell in cells[at : at + 2])) for at in (0, 2)
    )
    notes = (note("1", "prima"), note("2", "altra"))
    for style, first in ((TableStyle.COLUMNS, "a(1)  b"), (TableStyle.LINEAR, "a(1); b")):
        (page,) = laid(
            Table(rows), paragraph("poi"), notes=notes, place=NotePlace.PARAGRAPH, style=style
        )
        assert page[0] == first
        assert page[2:] == ["", "    1 prima", "    2 altra", "  poi"]


def test_at_the_end_of_the_chapter() -> None:
    blocks: list[Block] = [
        Heading(1, (Run("uno"),)),
        marked("testo"),
        PageMark("12"),
        Heading(1, (Run("due"),)),
        marked("testo", "2"),
    ]
    notes = (note("1", "prima"), note("2", "seconda"), note("x", "orfana"))
    assert laid(*blocks, notes=notes, place=NotePlace.CHAPTER, rows=30) == [
        [
            "        uno",
            "",
            "  testo(1)",
            "",
            "    Note",
            "1 prima",
            "---------------- 12",
            "",
            "        due",
            "",
            "  testo(2)",
            "",
            "    Note",
            "2 seconda",
            "",
            "    Note",
            "x orfana",
        ]
    ]


def test_a_single_heading_of_level_one_is_no_chapter() -> None:
    blocks: list[Block] = [
        Heading(1, (Run("titolo"),)),
        Heading(2, (Run("uno"),)),
        marked("testo"),
        Heading(2, (Run("due"),)),
        paragraph("x"),
    ]
    (page,) = laid(*blocks, notes=(note("1", "n"),), place=NotePlace.CHAPTER, rows=30)
    assert page.index("1 n") < page.index("    due")


def test_a_mark_takes_one_note_and_a_note_takes_its_own() -> None:
    """Two notes of one label are those of two marks; a third mark has none left."""
    blocks = [marked("a"), marked("b"), marked("c")]
    second = Note("1", (marked("due", "2"),))
    notes = (note("1", "uno"), second, note("2", "interna"))
    (page,) = laid(*blocks, notes=notes, place=NotePlace.PARAGRAPH)
    assert page == ["  a(1)", "    1 uno", "  b(1)", "    1 due(2)", "    2 interna", "  c(1)"]


def test_a_mark_over_two_lines_is_one_mark() -> None:
    source = Paragraph((Run("a"), Run("(vedi\nsotto)", note="1"), Run(" b")))
    notes = (note("1", "uno"), note("1", "due"))
    (page,) = laid(source, marked("c"), notes=notes, place=NotePlace.PARAGRAPH)
    assert page == ["  a(vedi", "sotto) b", "    1 uno", "  c(1)", "    1 due"]


def test_notes_that_refer_to_each_other_come_to_an_end() -> None:
    notes = (Note("1", (marked("uno", "2"),)), Note("2", (marked("due", "1"),)))
    for place in NotePlace:
        rows = [row for page in laid(marked("a"), notes=notes, place=place) for row in page]
        assert sum("uno" in row for row in rows) == 1
        assert sum("due" in row for row in rows) == 1


def test_the_rule_of_the_notes_is_not_text() -> None:
    source = Document((marked("testo"),), notes=(note("1", "nota"),))
    options = LayoutOptions(page=PageFormat(20, 10), note_place=NotePlace.PAGE)
    (page,) = compose(source, by_letter, options)
    assert [line.kind for line in page[-3:]] == [LineKind.BLANK, LineKind.RULE, LineKind.TEXT]
    assert page[0].kind is LineKind.RUNNING
