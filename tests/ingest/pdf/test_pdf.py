"""PDFs made by hand, each for one thing that PDFs do."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pytest

from brailledesk.document import (
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Table,
    block_runs,
)
from brailledesk.errors import FormatNotSupported, SourceWithoutText
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.options import NO_RECOGNITION
from brailledesk.text import Typeform

from .making import make_pdf, rule, text

PICTURE = "q 200 0 0 200 100 400 cm 0 0 1 rg 0 0 1 1 re f Q\n"
PROSE = (
    "La scheda comincia dai fatti: il prezzo, il codice e la disponi-",
    "bilità. Il resto viene dopo, nell'ordine della pagina, e chi legge",
    "con le dita trova subito quello che il cliente domanda al telefono.",
)


def lines(*words: str, x: float = 60, y: float = 700, leading: float = 14, size: float = 12) -> str:
    return "".join(text(x, y - leading * n, line, size) for n, line in enumerate(words))


def said(document: Document) -> list[str]:
    return [
        "".join(run.text for run in block_runs(block))
        for block in document.blocks
        if not isinstance(block, PageMark)
    ]


def read(*contents: str, **options: object) -> Document:
    return read_document(make_pdf(contents, **options), name="prova.pdf")  # type: ignore[arg-type]


def test_lines_are_joined_and_divided_words_put_together() -> None:
    document = read(lines(*PROSE))
    (whole,) = said(document)
    assert whole == (
        "La scheda comincia dai fatti: il prezzo, il codice e la disponibilità. Il resto viene "
        "dopo, nell'ordine della pagina, e chi legge con le dita trova subito quello che il "
        "cliente domanda al telefono."
    )
    mark, paragraph = document.blocks
    assert isinstance(mark, PageMark)
    assert isinstance(paragraph, Paragraph)
    assert (mark.label, paragraph.runs[0].origin) == ("1", paragraph.origin)
    assert paragraph.origin is not None
    assert (paragraph.origin.source, paragraph.origin.place) == ("prova.pdf", "page 1")


def test_breaks_that_someone_meant_stay() -> None:
    address = lines("Spett. Ditta", "Rossi e Figli", "via Roma 12", "20100 Milano")
    assert said(read(address + lines(*PROSE, y=500)))[:1] == [
        "Spett. Ditta\nRossi e Figli\nvia Roma 12\n20100 Milano"
    ]


def test_headings_by_size_and_emphasis_inside_of_paragraphs() -> None:
    operators = (
        text(60, 760, "Lavatrice", 24)
        + text(60, 720, "Uso", 16)
        + lines(*PROSE, y=690)
        + text(60, 600, "Premere")
        + text(108, 600, "a lungo", font="F2")
        + text(154, 600, "il tasto")
        + text(202, 600, "rosso", font="F3")
    )
    document = read(operators)
    levels = [(b.level, b.runs[0].text) for b in document.blocks if isinstance(b, Heading)]
    assert levels == [(1, "Lavatrice"), (2, "Uso")]
    assert document.title == "Lavatrice"
    last = document.blocks[-1]
    assert isinstance(last, Paragraph)
    assert [(run.text, run.typeform) for run in last.runs] == [
        ("Premere ", Typeform.PLAIN),
        ("a lungo", Typeform.BOLD),
        (" il tasto ", Typeform.PLAIN),
        ("rosso", Typeform.ITALIC),
    ]


def test_title_and_language_come_from_the_file() -> None:
    named = read(lines(*PROSE), catalog="/Lang (it-CH)", info="/Title (Scheda tecnica)")
    assert (named.title, named.language) == ("Scheda tecnica", "it-CH")
    junk = read(text(60, 700, "Titolo", 20) + lines(*PROSE, y=600), info="/Title (Word - a.docx)")
    assert (junk.title, junk.language) == ("Titolo", "it")


def test_lists_with_nested_items_and_numbers() -> None:
    operators = (
        lines("Servono:", y=750)
        + lines("\u2022 un panno", "\u2022 due viti:", y=730, x=70)
        + lines("\u2013 corta", "\u2013 lunga", y=702, x=90)
        + lines("\u2022 un cacciavite", y=674, x=70)
        + lines("Poi si procede.", y=640)
        + lines("1. Aprire", "2. Chiudere", y=620, x=70)
    )
    first, second = (b for b in read(operators).blocks if isinstance(b, ListBlock))
    assert [item.marker for item in first.items] == ["•", "•", "•"]
    inner = first.items[1].blocks[1]
    assert isinstance(inner, ListBlock)
    assert [item.marker for item in inner.items] == ["–", "–"]
    assert [item.marker for item in second.items] == ["1.", "2."]


def test_a_number_that_only_begins_a_sentence_is_no_list() -> None:
    assert not any(isinstance(b, ListBlock) for b in read(lines("3. Maggio è bello.")).blocks)


def table_at(top: float, rows: Sequence[Sequence[str]], height: float = 20) -> str:
    xs = [60 + 110 * n for n in range(len(rows[0]) + 1)]
    ys = [top - height * n for n in range(len(rows) + 1)]
    walls = [rule(xs[0], y, xs[-1], y) for y in ys] + [rule(x, ys[0], x, ys[-1]) for x in xs]
    return "".join(walls) + "".join(
        text(xs[c] + 5, ys[r] - 14, cell, 11, "F1" if r else "F2")
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )


def test_a_table_that_goes_over_the_page_is_one() -> None:
    head = ("Codice", "Prezzo")
    upper = [head, ("A1", "10,00"), ("A2", "20,00")]
    lower = [head, ("A3", "30,00")]
    document = read(lines(*PROSE, y=780) + table_at(400, upper), table_at(780, lower))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    cells = [
        [said_cell.text for said_cell in block_runs(c.blocks[0])]
        for r in table.rows
        for c in r.cells
    ]
    assert [cell[0] for cell in cells] == [*head, "A1", "10,00", "A2", "20,00", "A3", "30,00"]
    assert table.header_rows == 1
    assert all(cell.is_header for cell in table.rows[0].cells)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pages_that_are_turned_read_the_same(degrees: int) -> None:
    columns = lines(*PROSE[:2], PROSE[2], x=40) + lines(*PROSE, x=430)
    data = make_pdf([columns], box=(0, 0, 842, 842), page=f"/Rotate {degrees}")
    upright = make_pdf([columns], box=(0, 0, 842, 842))
    assert said(read_document(data)) == said(read_document(upright))


def test_text_that_is_set_turned_reads_upright() -> None:
    turned = "".join(
        f"BT /F1 12 Tf 0 1 -1 0 {100 + 14 * n} 60 Tm ({line}) Tj ET\n"
        for n, line in enumerate(PROSE)
    )
    assert said(read(turned)) == said(read(lines(*PROSE)))


def test_a_stamp_across_the_page_comes_after_the_text() -> None:
    stamp = "BT /F2 40 Tf 0.7 0.7 -0.7 0.7 100 200 Tm (BOZZA) Tj ET\n"
    assert said(read(stamp + lines(*PROSE)))[1:] == ["BOZZA"]


def test_what_nobody_could_see_is_not_read() -> None:
    hidden = "BT 3 Tr /F1 12 Tf 60 400 Td (nascosto) Tj ET BT 0 Tr ET\n"
    outside = text(60, 2000, "fuori dalla pagina")
    assert said(read(lines(*PROSE) + hidden + outside)) == said(read(lines(*PROSE)))


def test_the_invisible_text_of_a_recognised_scan_is_its_text() -> None:
    layer = f"{PICTURE}BT 3 Tr /F1 12 Tf 60 500 Td (testo riconosciuto) Tj ET\n"
    assert said(read(layer)) == ["testo riconosciuto"]


def test_text_drawn_twice_to_look_bold_is_said_once() -> None:
    assert said(read(text(60, 700, "AVVISO") + text(60.3, 700, "AVVISO"))) == ["AVVISO"]


def test_origins_of_a_shown_part_that_does_not_begin_at_nothing() -> None:
    moved = make_pdf([lines(*PROSE, x=1060, y=1700)], box=(1000, 1000, 1595, 1842))
    assert said(read_document(moved)) == said(read(lines(*PROSE)))


# -- pages without text --------------------------------------------------------------------------


def test_a_file_of_pictures_is_refused_and_says_which_pages() -> None:
    with pytest.raises(SourceWithoutText) as caught:
        read_document(make_pdf([PICTURE, PICTURE]), name="prova.pdf", recognition=NO_RECOGNITION)
    assert str(caught.value) == (
        "prova.pdf has no text: its pages are pictures (1-2). "
        "Leave out --no-ocr to have them read, or ask for the original."
    )


def test_some_pages_without_text_are_named_in_one_sentence() -> None:
    data = make_pdf([lines(*PROSE), PICTURE, lines(*PROSE), PICTURE])
    document = read_document(data, name="prova.pdf", recognition=NO_RECOGNITION)
    (remark,) = document.remarks
    assert remark.describe() == (
        "prova.pdf: these pages are pictures without text, and are missing: 2, 4."
    )
    kinds = [type(block) for block in document.blocks]
    assert kinds == [PageMark, Paragraph, PageMark, Image, PageMark, Paragraph, PageMark, Image]


def test_an_empty_page_is_no_picture() -> None:
    document = read(lines(*PROSE), "")
    assert (document.remarks, document.has_ocr, len(said(document))) == ((), False, 1)


# -- passwords -----------------------------------------------------------------------------------


def locked(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(make_pdf([lines(*PROSE)]))) as pdf:
        stream = io.BytesIO()
        pdf.save(stream, encryption=pikepdf.Encryption(owner="padrone", user=user))
        return stream.getvalue()


def test_a_password_is_a_clear_refusal() -> None:
    with pytest.raises(FormatNotSupported, match=r"protected by a password\. Remove the password"):
        read_document(locked("segreto"), name="busta.pdf")


def test_a_file_that_anybody_may_open_is_read() -> None:
    assert said(read_document(locked(""))) == said(read(lines(*PROSE)))


def test_progress_tells_every_page() -> None:
    told: list[tuple[str, int, int]] = []
    data = make_pdf([lines(f"Pagina con il testo numero {n}") for n in range(5)])
    read_document(data, progress=lambda stage, done, total: told.append((stage, done, total)))
    assert told == [("Reading", n, 5) for n in range(1, 6)]
    told.clear()
    read_document(b"Testo.", progress=lambda *step: told.append(step))
    assert told == [("Reading", 0, 1), ("Reading", 1, 1)]


def test_a_thousand_pages_finish_with_progress() -> None:
    told: list[tuple[int, int]] = []
    contents = [
        text(60, 800, "Guida del centralino")
        + text(60, 700, f"Il brano che sta da solo a pagina {n} di questa guida.")
        + text(290, 40, str(n))
        for n in range(1, 1001)
    ]
    document = read_document(
        make_pdf(contents), progress=lambda _stage, done, total: told.append((done, total))
    )
    assert told == [(n, 1000) for n in range(1, 1001)]
    labels = [block.label for block in document.blocks if isinstance(block, PageMark)]
    assert labels == [str(n) for n in range(1, 1001)]
    assert said(document) == [
        f"Il brano che sta da solo a pagina {n} di questa guida." for n in range(1, 1001)
    ]
