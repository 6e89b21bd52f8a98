"""Doubtful words are shown as the reader chose, and no character of the text is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.cli.app import app
from brailledesk.conversion import transcribe
from brailledesk.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
    block_runs,
)
from brailledesk.doubts import Doubts, doubtful_words, show_doubts
from brailledesk.languages import run_translator
from brailledesk.layout import LayoutOptions
from brailledesk.pages import PageFormat
from brailledesk.text import Origin, Run, plain_text

MARK = "\u00a0(?)"


def word(text: str, confidence: float | None, page: str = "1", line: int = 1) -> Run:
    return Run(
        text, origin=Origin("a.png", f"page {page}, line {line}", page), confidence=confidence
    )


def paragraph(*runs: Run) -> Paragraph:
    return Paragraph(runs)


def text_of(block: Block) -> str:
    return plain_text(block_runs(block))


LETTER = Document(
    (
        paragraph(
            word("La ", 0.99),
            word("conscgna,", 0.41),
            word(" di euro ", 0.99),
            word("1.250,00.", 0.6),
            word(" è in ritardo di giorni", 0.99),
        ),
    )
)


def test_marks_stand_behind_the_word_and_before_its_stop() -> None:
    (block,) = show_doubts(LETTER).blocks
    assert text_of(block) == (f"La conscgna{MARK}, di euro 1.250,00{MARK}. è in ritardo di giorni")


def test_none_changes_nothing() -> None:
    assert show_doubts(LETTER, Doubts.NONE) == LETTER


def test_a_document_that_was_never_a_picture_comes_back_itself() -> None:
    document = Document((paragraph(Run("Parola dubbia?")),))
    assert show_doubts(document) is document


def test_a_list_names_page_line_and_other_readings() -> None:
    one = Run("conscgna,", origin=Origin("a", "page 3, line 12", "iii"), confidence=0.4,
              others=("consegna", "conscia"))  # fmt: skip
    two = Run("RC-2O24", origin=Origin("a", "page 4", "iv"), confidence=0.2)
    sure = Run(" e tutto il resto che si legge bene di questa pagina ", confidence=0.99)
    document = Document((paragraph(one, sure), paragraph(two, sure)))
    shown = show_doubts(document, Doubts.LIST, page_threshold=0.0)
    assert shown.blocks[:2] == document.blocks
    heading, items = shown.blocks[2:]
    assert isinstance(heading, Heading)
    assert text_of(heading) == "Parole dubbie"
    assert isinstance(items, ListBlock)
    assert [text_of(item.blocks[0]) for item in items.items] == [
        "pagina iii, riga 12: conscgna; forse: consegna, conscia",
        "pagina iv: RC-2O24",
    ]


def test_a_word_in_two_runs_is_as_sure_as_its_worse_half() -> None:
    document = Document(
        (paragraph(word("con", 0.99), word("segna", 0.3), word(" oggi stesso", 0.99)),)
    )
    assert (
        text_of(show_doubts(document, page_threshold=0.0).blocks[0])
        == f"consegna{MARK} oggi stesso"
    )
    assert [(one.text, one.confidence) for one in doubtful_words(document)] == [("consegna", 0.3)]


def test_marks_reach_every_kind_of_block() -> None:
    doubtful = (word("dubbia", 0.1),)
    cell = TableCell((Paragraph(doubtful),))
    blocks = (
        Heading(1, doubtful),
        Quote((Paragraph(doubtful),)),
        ListBlock((ListItem((Paragraph(doubtful),), "•"),)),
        Table((TableRow((cell,)),), caption=doubtful),
    )
    notes = (Note("1", (Paragraph(doubtful),)),)
    shown = show_doubts(Document(blocks, notes=notes), page_threshold=0.0)
    assert plain_text(shown.runs()) == 6 * f"dubbia{MARK}"


def test_an_unreliable_page_is_announced_before_its_text() -> None:
    bad = paragraph(*(word(text, 0.5, "3") for text in ("Egr. ", "Sig. ", "Rossi")))
    good = paragraph(word("Tutto bene qui.", 0.99, "2"))
    blocks = (PageMark("2"), good, PageMark("3"), bad)
    shown = show_doubts(Document(blocks), Doubts.NONE).blocks
    assert [*shown[:3], shown[4]] == list(blocks)
    assert text_of(shown[3]) == (
        "Pagina 3: riconoscimento poco affidabile (parole dubbie: 3 su 3)."
    )


def test_an_unreliable_page_without_a_mark_is_announced_too() -> None:
    shown = show_doubts(Document((paragraph(word("Egr", 0.2)),)), Doubts.NONE).blocks
    assert text_of(shown[0]).startswith("Pagina 1: riconoscimento poco affidabile")
    assert text_of(shown[1]) == "Egr"


RUNS = st.lists(
    st.builds(
        word,
        st.text("ab1 .,(\n€", min_size=1, max_size=6),
        st.none() | st.floats(0, 1).map(lambda value: round(value, 2)),
        st.sampled_from("12"),
    ),
    max_size=8,
).map(tuple)


@given(st.lists(RUNS.map(Paragraph), max_size=4).map(tuple), st.sampled_from(Doubts))
def test_the_text_is_there_unchanged_under_any_choice(
    blocks: tuple[Paragraph, ...], choice: Doubts
) -> None:
    document = Document(blocks)
    shown = show_doubts(document, choice, page_threshold=0.0)
    kept = shown.blocks[: len(blocks)]
    assert [text_of(one).replace(MARK, "") for one in kept] == [text_of(one) for one in blocks]
    count = len(list(doubtful_words(document)))
    marks = sum(text_of(one).count(MARK) for one in kept)
    assert marks == (count if choice is Doubts.MARKS else 0)


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1"])
def test_the_mark_has_signs_in_the_table_and_leaves_a_code_as_it_is(table: str) -> None:
    translate = run_translator(table)
    code = "IT60X0542811101000000123456"
    marked = show_doubts(Document((paragraph(word(code, 0.3)),)), page_threshold=0.0)
    translation = translate(list(marked.runs()))
    assert not translation.undefined
    plain = translate([Run(code)]).cells
    assert translation.cells.startswith(plain + b"\x00")


def test_a_conversion_marks_and_no_row_begins_with_a_mark() -> None:
    runs = [word("parole lunghe", 0.99), Run(" ")]
    runs += [part for _ in range(30) for part in (word("incerte", 0.2), Run(" "))]
    document = Document((paragraph(*runs),), has_ocr=True)
    options = LayoutOptions(page=PageFormat(20, 20))
    conversion = transcribe(document, options=options)
    rows = [row.print_text for page in conversion.publication.pages() for row in page.rows]
    assert sum(row.count("(?)") for row in rows) == 30
    assert not any(row.strip().startswith("(?)") for row in rows)
    none = transcribe(document, options=LayoutOptions(doubts=Doubts.NONE))
    assert "(?)" not in "".join(
        row.print_text for page in none.publication.pages() for row in page.rows
    )


def test_the_command_has_the_choice(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "a.brf"
    source.write_text("Ciao.", encoding="utf-8")
    runner = CliRunner()
    good = runner.invoke(app, ["convert", str(source), "-o", str(target), "--doubts", "list"])
    assert good.exit_code == 0, good.output
    bad = runner.invoke(app, ["convert", str(source), "-o", str(target), "--doubts", "all"])
    assert bad.exit_code == 2
