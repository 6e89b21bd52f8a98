"""A document with everything that a talking book has to speak, and an engine that takes notes."""

from __future__ import annotations

import threading
import time
from array import array

from lxml import etree

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
from brailledesk.errors import VoiceNotFound
from brailledesk.speech.audio import Audio
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings
from brailledesk.text import Run, Typeform

RATE = 8000


def text_of(element: etree._Element) -> str:
    """All text inside an element."""
    return str(element.xpath("string()"))


def words(text: str, language: str | None = None) -> tuple[Run, ...]:
    return (Run(text, language=language),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


def cell(text: str, *, is_header: bool = False, columns: int = 1) -> TableCell:
    blocks = (paragraph(text),) if text else ()
    return TableCell(blocks, column_span=columns, is_header=is_header)


PRICES = Table(
    (
        TableRow((cell("Prodotto"), cell("Prezzo"))),
        TableRow((cell("Base", is_header=True), cell("€ 12,50"))),
        TableRow((cell("Pro", is_header=True), cell(""))),
    ),
    header_rows=1,
    caption=words("Listino"),
)
HOURS = Table((TableRow((cell("lunedì"), cell("9"))), TableRow((cell("martedì"), cell("")))))

BOOK = Document(
    title="Guida al router",
    author="Anna Bianchi",
    language="it",
    source="guida.html",
    blocks=(
        PageMark("iv"),
        Heading(1, words("Guida al router")),
        Paragraph(
            (
                Run("Il "),
                Run("nuovo", typeform=Typeform.BOLD),
                Run(" router costa € 49,90. Chiami il "),
                Run("customer care", language="en"),
                Run("!"),
            )
        ),
        PageMark("1"),
        Heading(2, words("Prezzi & orari")),
        PRICES,
        HOURS,
        PageMark("2"),
        Heading(2, words("Passi")),
        ListBlock(
            (
                ListItem((paragraph("Accendere."),), "1."),
                ListItem(
                    (
                        paragraph("Attendere."),
                        ListBlock((ListItem((paragraph("Luce verde"),), "•"),)),
                    ),
                    "2.",
                ),
            )
        ),
        Image("Il retro del router"),
        Image(""),
        PageMark("1"),
        Heading(4, words("Altro")),
        Quote(
            (
                Paragraph(
                    (Run("Mai spegnere"), Run("1", note="1"), Run(". Poi sì."), Run("2", note="2"))
                ),
            )
        ),
        Poem(words("Nel mezzo\ndel cammin\n")),
        Heading(1, words("***")),
        Heading(1, words("Fine")),
        paragraph("Grazie."),
    ),
    notes=(
        Note("1", (paragraph("Solo di notte."), paragraph("E mai di lunedì."))),
        Note("2", (paragraph("Con calma."),)),
        Note("3", (paragraph("Nessuno la cita."),)),
    ),
)


class ToneEngine:
    """Each text has a sound of its own: its number, one frame for each character, times ten.

    ``texts`` are the texts in the order of their numbers, from 1. ``delays`` makes some of them
    slow, so that the order of coming is another; ``fault`` is raised at a text.
    """

    name = "tone"

    def __init__(
        self,
        *,
        languages: tuple[str, ...] = ("it", "en"),
        delays: bool = False,
        faults: dict[str, Exception] | None = None,
    ) -> None:
        self.languages = languages
        self.delays = delays
        self.faults = faults or {}
        self.texts: list[str] = []
        self.spoken: list[tuple[str, str]] = []
        self.voiced: set[tuple[str, str | None]] = set()
        self._lock = threading.Lock()

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(language, language) for language in self.languages)

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        if settings.language.partition("-")[0] not in self.languages:
            raise VoiceNotFound(self.name, settings.language, self.languages)
        with self._lock:
            self.spoken.append((text, settings.language))
            self.voiced.add((settings.language, settings.voice))
            if text not in self.texts:
                self.texts.append(text)
            number = self.texts.index(text) + 1
        if self.delays:
            time.sleep(0.002 * (number % 3))
        if text in self.faults:
            raise self.faults[text]
        if cancellation:
            cancellation.check()
        return Audio(array("h", [number] * (10 * len(text))).tobytes(), RATE)
