from __future__ import annotations

import pytest

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Quote,
)
from brailledesk.errors import UsageError
from brailledesk.layout import HeadingStyle, LayoutOptions, LineKind, compose, paginate
from brailledesk.pages import PageFormat
from brailledesk.text import Run

from .fake import by_letter, contracted, document, paragraph


def shown(*blocks: Block, width: int = 20, options: LayoutOptions | None = None) -> list[str]:
    """The print of each row, indented as its cells are."""
    chosen = options or LayoutOptions(page=PageFormat(width, 40), has_running_line=False)
    lines = [line for page in compose(document(*blocks), by_letter, chosen) for line in page]
    return [
        " " * (len(line.cells) - len(line.cells.lstrip(b"\0"))) + line.print_text for line in lines
    ]


def heading(level: int, text: str) -> Heading:
    return Heading(level, (Run(text),))


def test_a_paragraph_is_indented_and_keeps_its_line_breaks() -> None:
    assert shown(paragraph("uno due tre quattro\ncinque\n\nsei\n")) == [
        "  uno due tre quat-",
        "tro",
        "cinque",
        "",
        "sei",
    ]


def test_runs_are_translated_together() -> None:
    runs = (Run("c"), Run("he bello"))
    pages = list(compose(Document((Paragraph(runs),)), contracted))
    assert pages[0][1].content_cells()[:1] == b"\x19"


def test_headings_by_level() -> None:
    assert shown(
        paragraph("prima"),
        heading(1, "titolo"),
        heading(2, "due"),
        heading(7, "tre"),
        paragraph("x"),
    ) == ["  prima", "", "       titolo", "", "    due", "", "      tre", "  x"]


def test_headings_are_not_divided_by_syllables() -> None:
    assert shown(heading(2, "assistenza clienti nazionali")) == [
        "    assistenza",
        "    clienti",
        "    nazionali",
    ]


def test_lists_hang_and_nest() -> None:
    inner = ListBlock((ListItem((paragraph("dentro la voce lunga"),), "a)"),))
    outer = ListBlock(
        (
            ListItem((paragraph("prima voce della lista"), inner), "1."),
            ListItem((paragraph("uno"), paragraph("due")), "2."),
            ListItem((paragraph("senza segno"),)),
            ListItem((), "4."),
            ListItem((inner,), "5."),
        )
    )
    assert shown(outer) == [
        "1. prima voce della",
        "  lista",
        "  a) dentro la voce",
        "    lunga",
        "2. uno",
        "    due",
        "    senza segno",
        "4.",
        "5.",
        "  a) dentro la voce",
        "    lunga",
    ]


def test_a_quote_is_set_in() -> None:
    assert shown(Quote((paragraph("parole di un altro autore"),))) == [
        "    parole di un al-",
        "  tro autore",
    ]


def test_deep_nesting_leaves_half_the_row_and_does_not_recurse() -> None:
    block: Block = paragraph("fondo lontano")
    for _ in range(1000):
        block = Quote((ListBlock((ListItem((block,), "1."),)),))
    rows = shown(block, width=20)
    assert rows[-2:] == [" " * 10 + "1. fondo", " " * 10 + "lontano"]
    assert max(len(row) - len(row.lstrip()) for row in rows) == 10


def test_images() -> None:
    blocks = (Image("un gatto"), Image(" "))
    assert shown(*blocks, width=30) == ["  [Immagine: un gatto]", "  [Immagine]"]
    english = LayoutOptions(
        page=PageFormat(30, 40),
        has_running_line=False,
        has_unnamed_images=False,
        image_label="Picture",
    )
    assert shown(*blocks, options=english) == ["  [Picture: un gatto]"]


def test_notes_come_last_under_their_heading() -> None:
    source = Document((paragraph("testo (1)"),), notes=(Note("1", (paragraph("nota"),)),))
    options = LayoutOptions(has_running_line=False, notes_label="Annotazioni")
    lines = [line for page in compose(source, by_letter, options) for line in page]
    assert [line.print_text for line in lines] == ["testo (1)", "", "Annotazioni", "1 nota"]


def test_nothing_comes_of_empty_blocks() -> None:
    empty: list[Block] = [
        Paragraph(()),
        paragraph("  \n "),
        heading(1, ""),
        Quote(()),
        ListBlock(()),
    ]
    assert shown(*empty) == []


def test_a_print_page_that_begins_inside_a_page_is_marked() -> None:
    rows = shown(paragraph("a"), PageMark("12"), paragraph("b"), width=12)
    assert rows == ["  a", "-------- 12", "  b"]


def test_a_label_too_long_for_the_mark_has_rows_of_its_own() -> None:
    rows = shown(paragraph("a"), PageMark("introduzione"), paragraph("b"), width=10)
    assert rows == ["  a", "-" * 10, "introdu-", "zione", "  b"]


def test_page_marks_can_be_left_out() -> None:
    options = LayoutOptions(has_page_marks=False, has_running_line=False)
    assert shown(paragraph("a"), PageMark("12"), paragraph("b"), options=options) == ["  a", "  b"]


def test_every_mark_of_layout_has_a_kind() -> None:
    pages = list(compose(document(paragraph("a"), PageMark("2"), heading(1, "b")), by_letter))
    assert [line.kind for line in pages[0]] == [
        LineKind.RUNNING,
        LineKind.TEXT,
        LineKind.PAGE_MARK,
        LineKind.BLANK,
        LineKind.TEXT,
    ]


def test_options_are_checked() -> None:
    with pytest.raises(UsageError, match="paragraph_indent is -1"):
        LayoutOptions(paragraph_indent=-1)
    with pytest.raises(UsageError, match="from 1 to 20"):
        LayoutOptions(column_gap=0)
    with pytest.raises(UsageError, match="no heading style"):
        LayoutOptions(headings=())
    with pytest.raises(UsageError, match="indent is 99"):
        HeadingStyle(indent=99)


def test_one_volume_with_one_section_and_at_least_one_page() -> None:
    publication = paginate(Document((), title="Vuoto", language="en"), by_letter)
    assert (publication.title, publication.language) == ("Vuoto", "en")
    (volume,) = publication.volumes
    (section,) = volume.sections
    assert section.format == PageFormat()
    assert [[row.print_text for row in page.rows] for page in section.pages] == [["Vuoto  1"]]


def test_progress_reaches_the_end() -> None:
    seen: list[tuple[int, int]] = []
    blocks = [paragraph("a")] * 250
    paginate(
        document(*blocks), by_letter, progress=lambda _, done, total: seen.append((done, total))
    )
    assert seen[0] == (0, 250)
    assert seen[-1] == (250, 250)
    assert len(seen) < 130
