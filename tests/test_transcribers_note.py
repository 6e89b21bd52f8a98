"""What a conversion says of itself: by a program, with which table, and whether from pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brailledesk.conversion import Conversion, convert, format_conversion, transcribe
from brailledesk.document import Document
from brailledesk.formats import parse_publication
from brailledesk.ingest import read_document
from brailledesk.layout import BookOptions, LayoutOptions, TitlePage
from brailledesk.reading import read_braille

SOURCE = b"Testo del documento."


def words(found: Conversion) -> str:
    """The print of all rows but the running lines, words at line ends joined."""
    text = ""
    for page in found.publication.pages():
        for row in page.rows:
            if not row.is_running_line:
                text += row.print_text[:-1] if row.is_hyphenated else f"{row.print_text} "
    return " ".join(text.split())


def with_note(*, has_note: bool | None) -> LayoutOptions:
    return LayoutOptions(book=BookOptions(has_automatic_note=has_note))


AUTOMATIC = (
    "Nota del trascrittore: Questo testo è stato tradotto in braille da un programma, con la"
    " tabella it-6dot 1.0, e non è stato riletto."
)
RECOGNISED = (
    " Il testo è stato riconosciuto da un programma nelle immagini delle pagine (OCR) e può"
    " contenere errori."
)


def test_off_unless_it_is_wanted() -> None:
    assert words(transcribe(SOURCE, kind="text")) == "Testo del documento."
    found = transcribe(SOURCE, kind="text", options=with_note(has_note=True))
    assert words(found) == f"{AUTOMATIC} Testo del documento."


@pytest.mark.parametrize(
    ("has_note", "expected"),
    [(None, f"{AUTOMATIC}{RECOGNISED} "), (True, f"{AUTOMATIC}{RECOGNISED} "), (False, "")],
)
def test_text_from_pictures_says_so(
    has_note: bool | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recognised(*arguments: object, **options: object) -> Document:
        return replace(read_document(*arguments, **options), has_ocr=True)  # type: ignore[arg-type]

    monkeypatch.setattr("brailledesk.conversion.read_document", recognised)
    found = transcribe(SOURCE, kind="text", options=with_note(has_note=has_note))
    assert words(found) == f"{expected}Testo del documento."


def test_a_contracted_table_is_named_with_its_version() -> None:
    found = transcribe(SOURCE, kind="text", table="it-g2", options=with_note(has_note=True))
    version = found.publication.table.removeprefix("it-g2 ").partition(" ")[0]
    assert version[0].isdigit()
    assert f"con la tabella it-g2 {version}, e non" in words(found)


def test_a_note_of_ones_own_comes_first() -> None:
    book = BookOptions(transcriber_note="Immagini omesse.", has_automatic_note=True)
    found = transcribe(SOURCE, kind="text", options=LayoutOptions(book=book))
    assert words(found).startswith("Nota del trascrittore: Immagini omesse. Questo testo")


def test_ebraille_has_note_title_and_author(tmp_path: Path) -> None:
    page = TitlePage(title="Il titolo", author="A. Rossi", institution="Biblioteca", year="1999")
    book = BookOptions(has_automatic_note=True, title_page=page)
    source, target = tmp_path / "a.txt", tmp_path / "a.ebrl"
    source.write_bytes(SOURCE)
    found = convert(source, target, options=LayoutOptions(book=book))
    data = target.read_bytes()
    assert len(format_conversion(found, "ebrl")) == len(data)
    back = parse_publication(data, path="a.ebrl")
    assert (back.title, back.author, back.table) == ("Il titolo", "A. Rossi", "it-6dot 1.0")
    assert read_braille(data).text == f"{AUTOMATIC}\nTesto del documento.\n"
