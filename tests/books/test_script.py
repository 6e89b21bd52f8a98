"""What is spoken of a document, and where it stands in the pages of text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings

from brailledesk.books.facts import clock
from brailledesk.books.headings import Outline, PageNumbers, roman_number
from brailledesk.books.inline import _Text
from brailledesk.books.script import PageKind, Part, Script
from brailledesk.books.text import write_script
from brailledesk.document import (
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.text import Run
from tests.books.samples import BOOK, cell, paragraph, text_of, words
from tests.layout.test_properties import documents


def spoken(script: Script) -> list[str]:
    return [
        " | ".join(one.text if one.language == "it" else f"{one.language}:{one.text}"
                   for one in phrase.spoken)
        for section in script.sections()
        for phrase in section.phrases
    ]  # fmt: skip


def test_what_is_spoken() -> None:
    """Typed by hand."""
    assert spoken(write_script(BOOK)) == [
        "Guida al router",
        "Anna Bianchi",
        "Pagina quattro romano.",
        "Il nuovo router costa quarantanove euro e novanta centesimi.",
        "Chiami il",
        "en:customer care",
        "Pagina uno.",
        "Prezzi e orari",
        "Tabella: tre righe, due colonne. Listino",
        "Prodotto",
        "Prezzo",
        "Base",
        "Prezzo: dodici euro e cinquanta centesimi",
        "Pro | Fine della tabella.",
        "Tabella: due righe, due colonne. lunedì",
        "nove",
        "martedì",
        "vuota | Fine della tabella.",
        "Pagina due.",
        "Passi",
        "uno.",
        "Accendere.",
        "due.",
        "Attendere.",
        "• Luce verde",
        "[Immagine: Il retro del router]",
        "[Immagine senza descrizione]",
        "Pagina uno.",
        "Altro",
        "Mai spegnere.",
        "nota uno",
        "Poi sì.",
        "nota due",
        "Nel mezzo",
        "del cammin",
        "Nota uno.",
        "Solo di notte.",
        "E mai di lunedì.",
        "Nota due.",
        "Con calma.",
        "Fine",
        "Grazie.",
        "Nota tre.",
        "Nessuno la cita.",
    ]


def test_sections_and_pages() -> None:
    script = write_script(BOOK)
    assert [(one.title, one.level, one.file) for one in script.sections()] == [
        ("Guida al router", 1, "c0001"),
        ("Prezzi & orari", 2, "c0001"),
        ("Passi", 2, "c0001"),
        ("Altro", 3, "c0001"),
        ("Fine", 1, "c0002"),
    ]
    pages = [page for section in script.sections() for page in section.pages]
    assert [(page.label, page.kind.value) for page in pages] == [
        ("iv", "page-front"),
        ("1", "page-normal"),
        ("2", "page-normal"),
        ("1", "page-special"),
    ]
    skipped = Counter(phrase.part for one in script.sections() for phrase in one.phrases)
    assert (skipped[Part.PAGE], skipped[Part.NOTE_MARK], skipped[Part.NOTE]) == (4, 2, 7)


def test_the_title() -> None:
    """The document's own, unless the caller knows better; else a heading, or the file's name."""
    named = Document((Heading(2, words("Capitolo")), paragraph("Testo.")), source="/a/lettera.txt")
    assert spoken(write_script(named))[:2] == ["Capitolo", "Testo."]
    assert spoken(write_script(named, "Il libro", "Io"))[:3] == ["Il libro", "Io", "Capitolo"]
    plain = Document((paragraph("Testo."),), source="/a/lettera.txt")
    assert spoken(write_script(plain)) == ["lettera", "Testo."]
    assert spoken(write_script(Document((paragraph("Testo."),), title="***"))) == [
        "Senza titolo",
        "Testo.",
    ]
    marked = Document((Image("Marchio"), Heading(1, words("Offerta"))), title="offerta")
    assert spoken(write_script(marked)) == ["Offerta", "[Immagine: Marchio]"]
    other = Document((paragraph("Text."), PageMark("iv")), language="de", title="Buch")
    assert spoken(write_script(other)) == [
        "de:Buch",
        "de:Text.",
        "en:Page 4 in Roman numerals.",
    ]


def test_a_cell_that_spans_columns_is_told_all_their_headings() -> None:
    table = Table(
        (
            TableRow((cell("Nome"), cell("Lordo"), cell("Netto."))),
            TableRow((cell("Uno"), cell("gratis", columns=2))),
            TableRow((cell("Tutto compreso", columns=3),)),
        ),
        header_rows=1,
    )
    assert spoken(write_script(Document((table,), title="T")))[-3:] == [
        "Nome: Uno",
        "Lordo: Netto: gratis",
        "Tutto compreso | Fine della tabella.",
    ]


def test_a_caption_without_a_table_is_a_paragraph() -> None:
    document = Document((Table((TableRow(()),), caption=words("Listino")),), title="T")
    script = write_script(document)
    assert spoken(script) == ["T", "Listino"]
    assert not list(script.chapters[0].body.iter("{*}table"))


def test_deep_lists_and_tables_end() -> None:
    item = ListItem((paragraph("fondo"),))
    table = Table((TableRow((cell("fondo"),)),))
    for _ in range(3000):
        item = ListItem((ListBlock((item,)),))
        table = Table((TableRow((TableCell((table,)),)),))
    assert spoken(write_script(Document((ListBlock((item,)),), title="T"))) == ["T", "fondo"]
    said = spoken(write_script(Document((table,), title="T")))
    assert said[0] == "T"
    assert said[1].startswith("Tabella: una riga, una colonna. ")
    assert " fondo | " in said[1]


def test_levels() -> None:
    outline = Outline()
    assert [outline.depth(level) for level in (2, 1, 3, 2, 6, 9, 10, 11, 12, 13, 1)] == [
        *(1, 1, 2, 2, 3, 4, 5, 6, 6, 6, 1)
    ]


def test_kinds_of_pages() -> None:
    numbers = PageNumbers()
    labels = ["i", "IX", "1", "2", "x", "2", "003", "12-bis", "0", ""]
    front, normal, special = PageKind.FRONT, PageKind.NORMAL, PageKind.SPECIAL
    assert [numbers.kind(label) for label in labels] == [
        *(front, front, normal, normal, special, special, normal, special, special, special)
    ]


@pytest.mark.parametrize(
    ("label", "number"),
    [("i", 1), ("iv", 4), ("XLIX", 49), ("mcmxciv", 1994), ("", 0), ("iiii", 0), ("ic", 0)],
)
def test_roman_numbers(label: str, number: int) -> None:
    assert roman_number(label) == number


def test_times() -> None:
    assert [clock(at) for at in (0, 999, 61_001, 3_600_000, 36_610_010)] == [
        *("0:00:00.000", "0:00:00.999", "0:01:01.001", "1:00:00.000", "10:10:10.010")
    ]


def letters(texts: list[str]) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if sign.isalnum())


@settings(max_examples=60, deadline=None)
@given(documents)
def test_nothing_is_lost_and_all_is_in_order(document: Document) -> None:
    """Every letter is in the pages, inside an element that is spoken; these follow one another."""
    script = write_script(document)
    marks = letters([run.text for run in document.runs() if run.note is not None])
    shown: list[str] = []
    for chapter in script.chapters:
        phrases = [phrase.id for section in chapter.sections for phrase in section.phrases]
        assert all(phrase.spoken for section in chapter.sections for phrase in section.phrases)
        order = [str(element.get("id")) for element in chapter.body.iter() if element.get("id")]
        assert [name for name in order if name in set(phrases)] == phrases
        shown.append(text_of(chapter.body))
        for element in list(chapter.body.iter()):
            if element.get("id") in set(phrases):
                for inner in element.iter():
                    inner.text = ""
                    inner.tail = "" if inner is not element else inner.tail
        assert not letters([text_of(chapter.body)]) - marks
    assert not letters([run.text for run in document.runs()]) - letters(shown)
    levels = [1, *(section.level for section in script.sections())]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_mark_without_a_note_is_text() -> None:
    runs = (Run("Sì"), Run("9", note="9"), Run(" no."))
    script = write_script(Document((Paragraph(runs),), title="T"))
    assert spoken(script) == ["T", "Sì no."]
    assert text_of(script.chapters[0].body) == "TSì9 no."


def test_marks_are_spoken_behind_the_sentence_that_they_stand_in_or_behind() -> None:
    runs = (
        Run("0", note="0"),
        Run("Uno"),
        Run("1", note="1"),
        Run(" due. "),
        Run("2", note="2"),
        Run("Tre."),
        Run("3", note="3"),
        Run(" !"),
        Run("4", note="4"),
    )
    notes = tuple(Note(str(number), (paragraph("N."),)) for number in range(5))
    script = write_script(Document((Paragraph(runs),), title="T", notes=notes))
    assert spoken(script)[:8] == [
        *("T", "Uno due.", "nota zero", "nota uno", "nota due", "Tre.", "nota tre", "nota quattro")
    ]
    assert text_of(script.chapters[0].body).startswith("T0Uno1 due. 2Tre.3 !4")


def test_a_paragraph_of_very_many_runs_takes_no_longer_a_run() -> None:
    """Ten times the runs: every run is looked at once for each sentence it is in."""
    looked_at: list[int] = []
    for count in (100, 1000):
        calls = 0

        class Counted(str):
            __slots__ = ()

            def __getitem__(self, key: object) -> str:
                nonlocal calls
                calls += 1
                return str.__getitem__(self, key)  # type: ignore[index]

        text = _Text([Run(Counted("Sì. ")) for _ in range(count)])
        for place in range(count):
            assert list(text.cut(4 * place, 4 * place + 3)) == ["Sì."]
        looked_at.append(calls)
    assert looked_at == [100, 1000]
