"""Ingestion: what people see in a file stands in the document, in order; bad files are refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Quote,
    Table,
    block_runs,
)
from brailledesk.errors import (
    BrailledeskError,
    FormatNotSupported,
    PagesNotRecognised,
    SourceDamaged,
    SourceEmpty,
    SourceNotFound,
    SourceNotReadable,
    SourceTooLarge,
    UsageError,
)
from brailledesk.ingest import read_document
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.markers import format_number
from brailledesk.text import Typeform

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def _text(block: Block) -> str:
    return "".join(run.text for run in block_runs(block))


def _html(text: str) -> Document:
    return read_document(text.encode(), kind="html")


def _shape(document: Document) -> list[tuple[str, str]]:
    return [(type(block).__name__, _text(block)) for block in document.blocks]


def test_html_blocks_by_hand() -> None:
    document = _html(
        "<html lang=it><title>Un  titolo</title><body>sciolto<h2>Due</h2><p>a <b>b</b>\n c<br>d</p>"
        "<blockquote><p>q</p></blockquote><ul><li>x<ol type=a start=3><li>y</ol></ul>"
        "<script>no</script><p hidden>no</p><div aria-hidden=true>no</div>"
        "<img alt='gatto'><img alt=''><span role=doc-pagebreak aria-label=7></span>fine"
    )
    assert document.title == "Un titolo"
    assert _shape(document) == [
        ("Paragraph", "sciolto"),
        ("Heading", "Due"),
        ("Paragraph", "a b c\nd"),
        ("Quote", "q"),
        ("ListBlock", "xy"),
        ("Image", "gatto"),
        ("PageMark", ""),
        ("Paragraph", "fine"),
    ]
    heading, paragraph, quote, items = document.blocks[1:5]
    assert isinstance(heading, Heading)
    assert heading.level == 2
    assert isinstance(paragraph, Paragraph)
    assert [(run.text, run.typeform) for run in paragraph.runs] == [
        ("a ", Typeform.PLAIN),
        ("b", Typeform.BOLD),
        (" c\nd", Typeform.PLAIN),
    ]
    assert isinstance(quote, Quote)
    assert isinstance(items, ListBlock)
    assert items.items[0].marker == "•"
    inner = items.items[0].blocks[1]
    assert isinstance(inner, ListBlock)
    assert inner.items[0].marker == "c."
    assert isinstance(document.blocks[5], Image)
    assert isinstance(document.blocks[6], PageMark)
    assert document.blocks[6].label == "7"


def test_html_table_with_spans_and_languages() -> None:
    document = _html(
        "<html lang=it><table><caption>Dati</caption><tr><th>A<th>B</tr>"
        "<tr><td colspan=2>uno <i lang=en>two</i></td></tr></table>"
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert (table.header_rows, [len(row.cells) for row in table.rows]) == (1, [2, 1])
    assert table.rows[1].cells[0].column_span == 2
    runs = list(block_runs(table))
    assert [(run.text, run.language) for run in runs] == [
        ("Dati", None),
        ("A", None),
        ("B", None),
        ("uno ", None),
        ("two", "en"),
    ]


_WORDS = st.text(alphabet="abcàè .,", min_size=1, max_size=8).filter(str.strip)
_TAGS = st.sampled_from(["p", "div", "li", "em", "h1", "td", "blockquote", "span", "pre", "dd"])


@settings(deadline=None)
@given(st.lists(st.tuples(_TAGS, _WORDS), min_size=1, max_size=12))
def test_html_loses_no_word(pieces: list[tuple[str, str]]) -> None:
    source = "<body>" + "".join(f"<{tag}>{word}</{tag}> " for tag, word in pieces)
    document = _html(source)
    shown = " ".join(" ".join(run.text for run in document.runs()).split())
    assert shown.replace(" ", "") == "".join(word for _, word in pieces).replace(" ", "")


def test_deep_and_unclosed_html() -> None:
    assert _shape(_html("<div>" * 1_500 + "fondo")) == [("Paragraph", "fondo")]
    deep = _html("<ul><li>" * 900 + "fondo")
    assert "fondo" in "".join(run.text for run in deep.runs())
    with pytest.raises(SourceDamaged, match="nested"):
        _html("<div>" * 100_000 + "fondo")


def test_markdown_by_hand() -> None:
    document = read_document(FIXTURES / "letters" / "reclamo.md")
    assert document.title == "Risposta al reclamo n. 2024-00173"
    assert [type(block).__name__ for block in document.blocks] == [
        "Heading",
        "Paragraph",
        "Paragraph",
        "ListBlock",
        "Paragraph",
    ]
    assert _text(document.blocks[4]) == "Cordiali saluti"


def test_plain_text_keeps_what_was_meant() -> None:
    document = read_document(FIXTURES / "letters" / "contratto.txt")
    texts = [_text(block) for block in document.blocks]
    assert "passa da € 27,99 a € 29,99 al mese. Se non è d'accordo" in texts[1]
    assert texts[2] == "CITTÀ: FORLÌ\nPROVINCIA: FC\nCAP: 47121"
    assert isinstance(document.blocks[3], ListBlock)
    assert document.blocks[2].origin is not None
    assert document.blocks[2].origin.place == "line 8"


def test_docx_by_hand() -> None:
    sheet = read_document(FIXTURES / "sheets" / "telefono.docx")
    assert sheet.title == "Scheda: telefono Eco 12"
    assert [type(block).__name__ for block in sheet.blocks] == [
        "Heading",
        "Paragraph",
        "Heading",
        "Table",
        "ListBlock",
    ]
    paragraph, table, bullets = sheet.blocks[1], sheet.blocks[3], sheet.blocks[4]
    assert isinstance(paragraph, Paragraph)
    assert [(r.text, int(r.typeform)) for r in paragraph.runs][:2] == [
        ("Codice: ", 0),
        ("TE-12/A", 4),
    ]
    assert isinstance(table, Table)
    assert (table.header_rows, len(table.rows)) == (1, 4)
    assert isinstance(bullets, ListBlock)
    assert [item.marker for item in bullets.items] == ["•", "•"]
    outer = next(
        block
        for block in read_document(FIXTURES / "sheets" / "tastiera.docx").blocks
        if isinstance(block, ListBlock)
    )
    assert any(isinstance(inner, ListBlock) for item in outer.items for inner in item.blocks)
    steps = read_document(FIXTURES / "letters" / "reso.docx").blocks[2]
    assert isinstance(steps, ListBlock)
    assert [item.marker for item in steps.items] == ["1.", "2.", "3."]


ITALIAN = "La città è più bella: perché no? “Così” costa 5 €, l’oblò però…"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_with_everything(encoding: str) -> None:
    assert decode(ITALIAN.encode(encoding), "x").text == ITALIAN


@pytest.mark.parametrize("encoding", ["iso8859-15", "cp850", "mac-roman"])
def test_encodings_with_accents(encoding: str) -> None:
    text = "La città è più bella: perché no? Però l'oblò di Forlì è rotto."
    assert decode(text.encode(encoding), "x").text == text


def test_latin9_euro_and_declared_charset() -> None:
    assert decode("Città: 5 € più 3 €".encode("iso8859-15"), "x").text == "Città: 5 € più 3 €"
    page = "<html><meta charset=iso-8859-2><body>ž".encode("iso-8859-2")
    assert _text(read_document(page, kind="html").blocks[0]) == "ž"


def test_sources_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "vuoto.txt").write_bytes(b" \r\n")
    (tmp_path / "grande.txt").write_bytes(b"a" * 1001)
    (tmp_path / "zero.txt").write_bytes(b"a\0\0b")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)
    for name, error in [
        ("nessuno.txt", SourceNotFound),
        ("", SourceNotReadable),
        ("vuoto.txt", SourceEmpty),
        ("grande.txt", SourceTooLarge),
        ("zero.txt", SourceDamaged),
        ("a.pdf", SourceDamaged),
        ("a.png", PagesNotRecognised),
        ("a.docx", FormatNotSupported),
    ]:
        with pytest.raises(error) as caught:
            read_document(tmp_path / name, max_size=1000)
        assert str(tmp_path / name) in str(caught.value)
    with pytest.raises(UsageError):
        read_document(b"x", kind="zzz")


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCX = (FIXTURES / "sheets" / "telefono.docx").read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        _DOCX[: len(_DOCX) // 2],
        _zip({"dati/a.xml": b"<a/>"}),
        _zip({"word/document.xml": b"<a" + b" " * 200_000_000}),
        _zip({"word/document.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}),
        _zip({"word/document.xml": f'<w:document xmlns:w="{_W}"/>'.encode()}),
    ],
    ids=["cut off", "an archive", "a bomb", "entities", "no body"],
)
def test_docx_that_is_none(data: bytes) -> None:
    with pytest.raises(SourceDamaged, match=r"scheda\.docx"):
        read_document(data, name="scheda.docx")


def test_docx_notes_deletions_and_hidden_text() -> None:
    body = (
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>Vedi</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:del><w:r><w:t>no</w:t></w:r></w:del>'
        "<w:ins><w:r><w:t> qui</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r></w:p></w:body></w:document>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2"><w:p><w:r><w:t>Nota.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    data = _zip({"word/document.xml": body.encode(), "word/footnotes.xml": notes.encode()})
    document = read_document(data, name="a.docx")
    assert [_text(block) for block in document.blocks] == ["Vedi(1) qui"]
    assert [(note.label, _text(note.blocks[0])) for note in document.notes] == [("1", "Nota.")]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["text", "markdown", "html", "docx", None]))
def test_random_bytes_raise_only_our_errors(data: bytes, kind: str | None) -> None:
    try:
        document = read_document(data, kind=kind)
    except BrailledeskError as error:
        assert str(error)  # noqa: PT017 - not every input is refused
    else:
        assert isinstance(document, Document)


def test_list_numbers() -> None:
    assert [format_number(n, "a") for n in (1, 26, 27)] == ["a", "z", "aa"]
    assert [format_number(n, "I") for n in (4, 1994)] == ["IV", "MCMXCIV"]
