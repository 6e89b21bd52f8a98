"""The sheet of reference in all its forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from brailledesk.cells import cells_from_dots, cells_to_unicode
from brailledesk.errors import UsageError
from brailledesk.formats import parse_publication
from brailledesk.i18n import catalogue
from brailledesk.learning.course import course_of
from brailledesk.learning.files import format_sheet
from brailledesk.learning.material import Material, italian_material
from brailledesk.learning.sheet import Sheet, sheet_of
from brailledesk.pages import PageFormat
from brailledesk.reading import read_braille
from brailledesk.translate import load_back_translator
from brailledesk.translate.reference import ReferenceTranslator
from tests.learning.sample import HEAD, sample_course, sample_table

ITALIAN = catalogue("it")


def _sheet() -> Sheet:
    return sheet_of(sample_course())


def _bytes(path: str, language: str = "it") -> bytes:
    return format_sheet(_sheet(), path, words=catalogue(language), language=language)


def _page(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def test_text_is_one_plain_line_a_sign() -> None:
    lines = _bytes("a.txt").decode().splitlines()
    assert lines[:6] == [
        "Segni della tabella sample",
        "Prova 0.3, sistema non ufficiale.",
        "Tabella sample, versione 0.3.",
        "È un sistema non ufficiale del progetto brailledesk.",
        "L'Italia non ha un codice braille contratto.",
        "",
    ]
    assert "Livello 1: parole" in lines
    assert "non: ⠝, punti 1 3 4 5; parola intera; esempio: non so ⠝⠀⠎⠕" in lines
    assert any(
        line.startswith("con: ⠒, punti 2 5; inizio di parola, dopo uno spazio;") for line in lines
    )
    assert lines[-3:] == [
        "c: ⠰⠉, punti 5 6, punti 1 4; parola intera.",
        "n: ⠰⠝, punti 5 6, punti 1 3 4 5; parola intera.",
        "p: ⠰⠏, punti 5 6, punti 1 2 3 4; parola intera.",
    ]


def test_english_for_others() -> None:
    text = _bytes("a.TXT", "en").decode()
    assert text.startswith("Signs of the table sample\nSample.\nTable sample, version 0.3.\n")
    assert "This is an unofficial system of the brailledesk project." in text
    assert "tutto: ⠡, dots 1 6; whole word; example: " in text


def test_html_is_a_page_of_headings_and_tables_with_headers() -> None:
    page = _page(_bytes("a.html"))
    assert page.get("lang") == "it"
    assert [one.text for one in page.iter("h1")] == ["Segni della tabella sample"]
    assert next(one.text for one in page.iter("h2")) == "Livello 1: parole"
    assert len(list(page.iter("table"))) == 4
    assert not list(page.iter("script"))
    for table in page.iter("table"):
        columns = table.findall("thead/tr/th[@scope='col']")
        for row in table.iterfind("tbody/tr"):
            assert len(row) == len(columns)
            assert row[0].tag == "th"
            assert row[0].get("scope") == "row"
    text = _text(page)
    assert "L'Italia non ha un codice braille contratto." in text
    assert "versione 0.3" in text
    first = next(page.iter("tbody"))
    signs = [(row[0].text, _text(row[1])) for row in first]
    assert signs == [("non", "⠝"), ("che", "⠉"), ("tutto", "⠡"), ("per", "⠏")]


def test_braille_pages_hold_the_cells_of_the_signs_beside_their_print() -> None:
    back = load_back_translator("it-6dot")
    for name in ("a.brf", "a.pef", "a.ubrl"):
        publication = parse_publication(
            _bytes(name), path=name, charset="mit" if "brf" in name else None
        )
        rows = [row.cells for page in publication.pages() for row in page.rows]
        assert all(len(row) <= 30 for row in rows)
        for sign in (*sample_course().signs, *sample_course().exceptions):
            found = [row for row in rows if row.startswith(sign.cells + b"\0")]
            read = [back.back_translate(row[len(sign.cells) + 1 :]).text for row in found]
            assert any(text.startswith(f"{sign.text}, ") for text in read), sign


def test_braille_pages_read_back_as_print(tmp_path: Path) -> None:
    path = tmp_path / "a.brf"
    path.write_bytes(_bytes(str(path)))
    text = read_braille(path, table="it-6dot", charset="mit").text
    assert "Prova 0.3, sistema non ufficiale. Tabella sample, versione 0.3. È un" in text
    assert "Livello 2: gruppi di lettere" in text
    assert "Tutti: parola intera." in text
    # What is no sign of it-6dot comes back as the cells themselves.
    assert f"{cells_to_unicode(cells_from_dots('3456'))} zion, 3456," in text


def test_a_page_format_and_a_charset_for_the_embosser() -> None:
    data = format_sheet(
        _sheet(),
        "a.brf",
        words=ITALIAN,
        language="it",
        page=PageFormat(40, 25),
        charset="it_it_firenze",
    )
    publication = parse_publication(data, charset="it_it_firenze")
    rows = [row.cells for page in publication.pages() for row in page.rows]
    assert 30 < max(map(len, rows)) <= 40


def test_another_name_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\.html \.htm \.txt \.brf"):
        _bytes("a.docx")


def test_a_table_of_others_is_said_to_be_theirs() -> None:
    for author, statement in (
        ("#+author: Istituto Uno\n", "This is an unofficial system, made by Istituto Uno."),
        ("", "This is an unofficial system."),
    ):
        head = HEAD.replace("#+author: The brailledesk developers\n", author)
        table = sample_table(signs="always che 16\n", head=head)
        course = course_of(table, ReferenceTranslator(table), italian_material())
        assert statement in list(sheet_of(course).statements(str, "en"))


def test_without_texts_there_are_no_examples() -> None:
    table = sample_table(signs="always che 16\n")
    sheet = sheet_of(course_of(table, ReferenceTranslator(table), Material()))
    text = format_sheet(sheet, "a.txt", words=str, language="en").decode()
    assert text.endswith("\nche: ⠡, dots 1 6; anywhere.\n")
    page = _page(format_sheet(sheet, "a.html", words=str, language="en"))
    assert len(page.findall(".//thead/tr/th")) == 4
