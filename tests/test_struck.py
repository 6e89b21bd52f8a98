"""What is crossed out in print is told in Braille, in speech, in large print and on the screen."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.books.text import write_script
from brailledesk.conversion import transcribe
from brailledesk.document import Document, Note, Paragraph, Quote, Table, TableCell, TableRow
from brailledesk.ingest import read_document
from brailledesk.largeprint.markup import format_html
from brailledesk.largeprint.options import LargePrint
from brailledesk.layout import LayoutOptions
from brailledesk.magnify.documents import document_text
from brailledesk.pages import PageFormat
from brailledesk.sheets.digest import digest
from brailledesk.sheets.source import read_sheet_source
from brailledesk.speech.recording import document_runs
from brailledesk.struck import struck_texts, tell_struck
from brailledesk.text import Run, Typeform, plain_text
from brailledesk.translate import load_translator
from tests.books.test_script import spoken

STRUCK = Typeform.STRUCK
PAGE = b"<p>Prezzo: <del>\xe2\x82\xac 20,00</del> <ins>\xe2\x82\xac 15,00</ins></p>"
SAID = "Prezzo: [barrato: € 20,00] € 15,00"


def _told(*runs: Run, language: str = "it") -> str:
    (block,) = tell_struck(Document((Paragraph(runs),), language=language)).blocks
    assert isinstance(block, Paragraph)
    assert not any(run.typeform & STRUCK for run in block.runs)
    return plain_text(block.runs)


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((Run("€ 20", STRUCK), Run(" € 15")), "[barrato: € 20] € 15"),
        ((Run("era "), Run(" € 20 ", STRUCK), Run("ora € 15")), "era  [barrato: € 20] ora € 15"),
        # One stretch, though a part of it is bold, and a mark of a note stands in it.
        ((Run("€ ", STRUCK), Run("20", STRUCK | Typeform.BOLD)), "[barrato: € 20]"),
        ((Run("€ 20", STRUCK), Run("(1)", STRUCK, note="1"), Run(".")), "[barrato: € 20(1)]."),
        ((Run("a", STRUCK), Run(" "), Run("b", STRUCK)), "[barrato: a] [barrato: b]"),
        ((Run("a"), Run(" ", STRUCK), Run("b")), "a b"),
        ((Run("", STRUCK), Run("b")), "b"),
        ((Run("  ", STRUCK), Run("b", STRUCK), Run(" \n", STRUCK)), "  [barrato: b] \n"),
    ],
)
def test_what_is_told(runs: tuple[Run, ...], text: str) -> None:
    assert _told(*runs) == text


def test_in_the_document_s_language() -> None:
    assert _told(Run("a", STRUCK), language="en-GB") == "[crossed out: a]"
    assert _told(Run("a", STRUCK), language="de") == "[barrato: a]"


def test_in_quotations_tables_captions_and_notes() -> None:
    one = Paragraph((Run("x", STRUCK),))
    table = Table((TableRow((TableCell((one,)),)),), caption=(Run("y", STRUCK),))
    told = tell_struck(Document((Quote((one,)), table), notes=(Note("1", (one,)),)))
    texts = [run.text for run in told.runs()]
    assert "".join(texts) == "[barrato: x][barrato: y][barrato: x][barrato: x]"
    assert struck_texts(table) == ("y", "x")


@given(
    st.lists(
        st.builds(
            Run,
            st.text(" \na€(", max_size=4),
            st.sampled_from([Typeform.PLAIN, STRUCK, STRUCK | Typeform.BOLD, Typeform.ITALIC]),
        ),
        max_size=6,
    )
)
def test_no_character_is_lost_and_nothing_stays_crossed_out(runs: list[Run]) -> None:
    text = _told(*runs)
    assert text.replace("[barrato: ", "").replace("]", "") == plain_text(runs)
    assert text.count("[") == text.count("]") <= len(runs)
    is_shown = any(run.typeform & STRUCK and run.text.strip() for run in runs)
    assert ("[" in text) == is_shown


def test_nothing_crossed_out_is_the_same_document() -> None:
    document = Document((Paragraph((Run("a", Typeform.BOLD),)),))
    assert tell_struck(document) is document


# -- where it goes ---------------------------------------------------------------------------------


def test_it_is_told_in_everything_that_is_made_of_a_document() -> None:
    document = read_document(PAGE, name="a.html", kind="html")
    options = LayoutOptions(page=PageFormat(cells=49), has_running_line=False)
    (row,) = next(iter(transcribe(document, options=options).publication.pages())).rows
    assert row.cells.strip(b"\0") == load_translator("it-6dot").translate(SAID).cells
    assert plain_text(document_runs(document)) == f"{SAID}\n"
    assert [line.text for line in document_text(document)] == [SAID]
    page = re.sub(r"<[^>]*>", "", format_html(document, LargePrint()).decode())
    assert SAID in page
    assert spoken(write_script(document)) == ["a", "Prezzo: [barrato: venti euro] quindici euro"]


@pytest.mark.parametrize(
    ("name", "data"), [("a.html", PAGE), ("a.md", "Prezzo: ~~€ 20,00~~ € 15,00".encode())]
)
def test_the_label_of_the_price_of_before_says_it_in_a_sheet(name: str, data: bytes) -> None:
    laid_out = tell_struck(digest(read_sheet_source(data, name=name)))
    assert plain_text(laid_out.runs()) == "Prezzo: € 15,00Prezzo precedente: € 20,00"


# -- where it comes from ---------------------------------------------------------------------------


def _word(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body><w:p>{body}</w:p></w:body></w:document>',
        )
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<p>a <s>b</s> c</p>"),
        ("a.html", b"<p>a <strike>b</strike> c</p>"),
        ("a.html", b'<p>a <span style="color:red; text-decoration: line-through">b</span> c</p>'),
        ("a.md", b"a ~~b~~ c"),
        ("a.rtf", rb"{\rtf1 a {\strike b} c}"),
        ("a.rtf", rb"{\rtf1 a \striked1 b\striked0  c}"),
        (
            "a.docx",
            _word(
                "<w:r><w:t xml:space='preserve'>a </w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr>"
                "<w:t>b</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr>"
                "<w:t xml:space='preserve'> c</w:t></w:r>"
            ),
        ),
    ],
)
def test_formats_that_have_it(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    told = tell_struck(read_document(path))
    assert plain_text(told.runs()) == "a [barrato: b] c"
