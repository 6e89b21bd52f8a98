"""What is drawn is what the Braille line says; and the lines of a document."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.region import Part, Source
from brailledesk.desk.session import open_desk
from brailledesk.document import (
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.flow import Place
from brailledesk.magnify.lines import screen_text
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.screen import Caret, Screen, build_screen
from brailledesk.text import Run, Typeform
from tests.desk.crm import cliente, ordini
from tests.desk.print_cells import cells_of
from tests.desk.random_screens import screens
from tests.desk.screens import Clock, Display, n, screen
from tests.magnify.drawing import joined, shown_text, words_of

_CURSOR = 0xC0
_WIDE = 1000


def braille_words(shown: Screen) -> list[bytes]:
    """All words that a Braille display of one long row shows from the top down."""
    desk = open_desk(clock=Clock())
    display = Display(_WIDE, 1)
    desk.attach(display)
    desk.publish(shown)
    desk.command(Command(Key.TOP), display)
    words: list[bytes] = []
    window = desk._desk.views[0].window
    while True:
        words += display.frames[-1].rows[0].split(b"\0")
        before = window.place
        desk.command(Command(Key.LINE_DOWN), display)
        if window.place == before:
            break
    return [word for word in words if word]


def drawn_words(shown: Screen) -> str:
    """All words that are drawn of a screen, from the words of the scene."""
    flow = page_flow(screen_text(shown).lines, words_of(24), 30_000)
    return shown_text(whole_screen(flow, Place(), 30_000, 30_000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(screens())
def test_the_words_drawn_are_those_in_braille(shown: Screen) -> None:
    still = build_screen(shown.walk(), revision=1)  # a caret would raise dots 7 and 8
    drawn = [cells_of(word) for word in drawn_words(still).split()]
    assert drawn == braille_words(still)


def test_the_words_of_a_customer_and_of_a_table_are_those_in_braille() -> None:
    for shown in (cliente(), ordini()):
        drawn = [cells_of(word) for word in drawn_words(shown).split()]
        assert drawn == braille_words(shown)


def test_lines_say_label_value_states_and_role() -> None:
    """Words of the profile that users of NVDA know, typed by hand."""
    shown = screen(
        n("heading", "Scheda", level=1),
        n("textbox", "Cognome", value="Rossi", states="required"),
        n("textbox", "Carta", value="4111", sensitive=True),
        n("button", "Annulla", states="disabled"),
    )
    lines = [one.text for one in screen_text(shown).lines]
    assert lines == [
        "Scheda h1",
        "Cognome: Rossi req edt",
        "Carta: *** edt",
        "Annulla disattiv btn",
    ]
    assert "4111" not in "".join(lines)


def test_a_node_and_its_characters_are_found_in_the_lines() -> None:
    shown = screen(
        n("group", "Anagrafica", n("textbox", "Cognome", value="Rossi", id="c"), id="g"),
        n("paragraph", "", n("text", "Vedi "), n("link", "qui", id="link"), id="p"),
    )
    text = screen_text(shown)
    line, character = text.find(Source("c", Part.VALUE, 2)) or (-1, -1)
    assert text.lines[line].text[character:].startswith("ssi")
    line, character = text.find_node("link") or (-1, -1)
    assert text.lines[line].text[character:].startswith("qui")
    assert text.find_node("g") == (0, text.lines[0].text.index("Anagrafica"))
    assert text.find_node("nobody") is None


def test_the_caret_behind_the_last_character_has_a_place() -> None:
    shown = screen(n("textbox", "Cognome", value="Rossi", id="c"), focus="c", caret=Caret("c", 5))
    text = screen_text(shown)
    assert text.find(Source("c", Part.VALUE, 5)) == (0, len("Cognome: Rossi"))


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_the_blocks_of_a_document_are_lines_in_reading_order() -> None:
    cell = TableCell((_paragraph("Voce"),), is_header=True)
    document = Document(
        (
            Heading(1, (Run("Listino\nprezzi"),)),
            Paragraph((Run("Prezzi "), Run("netti", Typeform.BOLD), Run(" 2026"))),
            Poem((Run("un verso\nun altro"),)),
            ListBlock((ListItem((_paragraph("uno"), _paragraph("due")), "1."),)),
            Quote((_paragraph("detto"),)),
            Table((TableRow((cell, TableCell((_paragraph("12,50"),)))),), 0, (Run("Costi"),)),
            Image("Un grafico"),
            PageMark("7"),
        ),
        notes=(Note("1", (_paragraph("Nota."),)),),
    )
    lines = document_text(document)
    assert [one.text for one in lines] == [
        "Listino prezzi",
        "Prezzi netti 2026",
        "un verso",
        "un altro",
        "1. uno",
        "due",
        "detto",
        "Costi",
        "Voce  12,50",
        "Un grafico",
        "[7]",
        "1 Nota.",
    ]
    assert [one.indent for one in lines] == [0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1]
    bold = lines[1].looks[1]
    assert (lines[1].looks[0][0], bold[0]) == (len("Prezzi "), len("Prezzi netti"))


def test_nothing_of_a_document_is_lost_where_it_is_drawn() -> None:
    text = "Il totale è di 1.249,90 euro. Consegna entro il 12 maggio 2026, salvo ritardi."
    lines = document_text(Document((_paragraph(text),) * 3))
    flow = page_flow(lines, words_of(48), 700)
    assert joined([shown_text(whole_screen(flow, Place(), 700, 4000))]) == joined([text] * 3)
