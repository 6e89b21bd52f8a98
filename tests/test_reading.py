"""From a Braille file to print: charset and table found out, pages undone, doubts placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk import DoubtReason, translate
from brailledesk.cells import cells_from_dots, cells_to_ascii, cells_to_unicode
from brailledesk.conversion import transcribe
from brailledesk.errors import FormatError, SourceEmpty, SourceNotFound, TableNotFound, UsageError
from brailledesk.formats import format_publication
from brailledesk.layout import LayoutOptions
from brailledesk.pages import PageFormat
from brailledesk.reading import read_braille

LETTER = """Gentile Sig.ra D'Amico, il Suo ordine AB-1234/C è stato spedito il 12/05/2026.

Restano da pagare 49,90 € entro il 31/12/2026 (IVA inclusa): chiami il numero verde 800 000 123.

PERCHÉ L'ADDEBITO È DOPPIO? Lo sconto passa dal 5 % al 7,5 %, e l'e-mail del '98 non è più attiva.
"""
PARAGRAPHS = [paragraph for paragraph in LETTER.splitlines() if paragraph]


def braille(format_name: str, *, table: str = "it-6dot", charset: str = "mit") -> bytes:
    """The letter on pages of 28 by 10, with running lines and divided words."""
    options = LayoutOptions(page=PageFormat(28, 10))
    pages = transcribe(LETTER.encode(), table=table, options=options, kind="text").publication
    return format_publication(pages, format_name, charset=charset)


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact"])
@pytest.mark.parametrize("charset", ["mit", "nabcc", "it_it_firenze"])
def test_a_brf_in_any_charset_comes_back_as_paragraphs(charset: str, table: str) -> None:
    reading = read_braille(braille("brf", table=table, charset=charset))
    assert [one.text for one in reading.paragraphs] == PARAGRAPHS
    assert reading.text == "".join(f"{one}\n" for one in PARAGRAPHS)
    assert reading.format == "brf"
    # MIT and NABCC are the same for what this letter holds.
    assert (reading.charset == "it_it_firenze") == (charset == "it_it_firenze")


@pytest.mark.parametrize("format_name", ["pef", "ubrl"])
@pytest.mark.parametrize("table", ["it-6dot", "it-8dot"])
def test_other_formats_have_no_charset(format_name: str, table: str) -> None:
    reading = read_braille(braille(format_name, table=table))
    assert [one.text for one in reading.paragraphs] == PARAGRAPHS
    assert (reading.format, reading.charset, reading.table) == (format_name, "", table)


def test_the_exact_table_is_told_by_its_prefixes() -> None:
    text = "nell'elenco(a) e nell'altro(b), all'ufficio(c)"
    exact = cells_to_ascii(translate(text, "it-6dot-exact").cells).encode()
    plain = cells_to_ascii(translate(text, "it-6dot").cells).encode()
    assert read_braille(exact).table == "it-6dot-exact"
    assert read_braille(plain).table == "it-6dot"
    assert read_braille(exact).paragraphs[0].text == text


def test_what_is_named_is_not_guessed() -> None:
    data = braille("brf", charset="it_it_firenze")
    reading = read_braille(data, charset="it_it_firenze", table="it-6dot")
    assert reading.is_certain
    wrong = read_braille(data, charset="mit", table="it-6dot")
    assert wrong.charset == "mit"
    assert wrong.text != reading.text


def test_rows_can_be_kept() -> None:
    data = "⠉⠊⠁⠕\n⠀⠀⠍⠕⠝⠙⠕\n".encode()
    assert read_braille(data, has_rows=True).text == "ciao\n  mondo\n"


def test_doubts_name_the_page_and_the_row() -> None:
    slip = cells_to_unicode(cells_from_dots("46-46-1-0-12"))
    reading = read_braille(f"⠉⠊⠁⠕\n\f⠍\n\n{slip}\n".encode())
    doubts = [doubt for paragraph in reading.paragraphs for doubt in paragraph.doubts]
    assert [(one.page, one.row, one.reason) for one in doubts] == [(2, 3, DoubtReason.FOREIGN)]


@pytest.mark.parametrize("data", [b"", b" \r\n\f\x1a", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceEmpty):
        read_braille(data)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read_braille(tmp_path / "none.brf")
    with pytest.raises(FormatError):
        read_braille(b"ciao \xff\xfe mondo")
    with pytest.raises(UsageError):
        read_braille(b"ciao", charset="klingon")
    with pytest.raises(TableNotFound):
        read_braille(b"ciao", table="no-such-table")
