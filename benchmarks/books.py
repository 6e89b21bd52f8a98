"""Talking books: a document of 100 pages against its playing time. ``python -m benchmarks.books``.

Wall time, the time of all processors, and the peak of memory; a book of a quarter of the pages
shows whether memory grows with the length.
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from brailledesk.books.make import BookChoices, make_book
from brailledesk.document import Document, Heading, PageMark, Paragraph, Table, TableCell, TableRow
from brailledesk.speech.espeak import EspeakEngine
from brailledesk.text import Run

PAGES = 100
PARAGRAPHS = 4
TEXT = (
    "Il Sig. Rossi ha chiesto il 3/4/2026 perché la fattura n. 1234 sia di € 12,50. Il collega del "
    "secondo piano ha aperto la pratica, e il cliente attende una risposta entro cinque giorni. "
    "Prima di chiudere la chiamata si legge il numero 02 1234567, e si chiede se tutto è chiaro. "
    "Chi ha bisogno di assistenza può scrivere, telefonare o passare in ufficio il martedì. "
)


def make_document(pages: int) -> Document:
    """Pages of 1,800 characters, a heading on each, a table on every fifth."""
    blocks: list[Heading | Paragraph | PageMark | Table] = []
    for number in range(1, pages + 1):
        level = 1 if number % 10 == 1 else 2
        blocks += [PageMark(str(number)), Heading(level, (Run(f"Procedura {number}"),))]
        blocks += [Paragraph((Run(TEXT),))] * PARAGRAPHS
        if not number % 5:
            blocks.append(make_table())
    return Document(tuple(blocks), title="Manuale")


def make_table() -> Table:
    rows = [("Prodotto", "Prezzo"), ("Base", "€ 12,50"), ("Pro", "€ 49,90")]
    cells = [tuple(TableCell((Paragraph((Run(text),)),)) for text in row) for row in rows]
    return Table(tuple(map(TableRow, cells)), header_rows=1)


def processor_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measure(pages: int, name: str, audio: str) -> None:
    document = make_document(pages)
    with tempfile.TemporaryDirectory() as folder:
        start, spent = time.perf_counter(), processor_seconds()
        book = make_book(
            document, Path(folder) / name, EspeakEngine(), choices=BookChoices(audio=audio)
        )
        wall = time.perf_counter() - start
        busy = processor_seconds() - spent
    playing = book.duration / 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{pages} pages, {name} {audio}: {playing / 60:.0f} min of sound in {wall:.1f} s, "
        f"1/{playing / wall:.0f} of its time; {busy:.1f} s of processor, "
        f"1/{playing / busy:.0f}; peak of memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    measure(PAGES // 4, "daisy", "mp3")
    measure(PAGES, "daisy", "mp3")
    measure(PAGES, "book.epub", "mp3")
    measure(PAGES, "book.zip", "wav")
