"""Pages that were drawn and read by the real Tesseract: the blocks are those that were meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from brailledesk.document import Block
from brailledesk.ingest.ocr.page import PageWords
from brailledesk.ingest.ocr.structure import blocks_of, find_rules

from .printed import DOTS, Sheet, read
from .test_structure import shown


def _read(sheet: Sheet) -> PageWords:
    return replace(read(sheet.picture), rules=find_rules(sheet.picture.pixels, DOTS))


def _blocks(sheet: Sheet) -> Sequence[Block]:
    return blocks_of(_read(sheet), "it")


def test_two_columns_a_heading_and_a_list() -> None:
    sheet = Sheet()
    sheet.write(60, 90, "Comunicazione ai clienti", 20)
    left = ["Gentile cliente, abbiamo ricevuto", "la Sua lettera del 12 marzo e ci",
            "scusiamo per il ritardo della con-", "segna. Il corriere ha lasciato la",
            "merce nel magazzino di Bologna,", "dove resta a Sua disposizione."]  # fmt: skip
    right = ["La fattura numero 1734 sarà cor-", "retta entro la fine del mese. Per",
             "ogni domanda può chiamare il nu-", "mero verde 800 123 456 dalle ore",
             "nove alle ore diciotto, oppure ci", "può scrivere una breve lettera."]  # fmt: skip
    sheet.lines(60, 140, left)
    sheet.lines(315, 140, right)
    sheet.write(60, 260, "Condizioni di vendita", 15)
    sheet.lines(60, 290, ["• pagamento entro trenta giorni", "• spedizione con corriere espresso",
                          "• reso entro quattordici giorni"])  # fmt: skip
    assert shown(_blocks(sheet)) == [
        "h1 Comunicazione ai clienti",
        (
            "Gentile cliente, abbiamo ricevuto la Sua lettera del 12 marzo e ci scusiamo per il "
            "ritardo della consegna. Il corriere ha lasciato la merce nel magazzino di Bologna, "
            "dove resta a Sua disposizione."
        ),
        (
            "La fattura numero 1734 sarà corretta entro la fine del mese. Per ogni domanda può "
            "chiamare il numero verde 800 123 456 dalle ore nove alle ore diciotto, oppure ci può "
            "scrivere una breve lettera."
        ),
        "h2 Condizioni di vendita",
        [
            "• pagamento entro trenta giorni",
            "• spedizione con corriere espresso",
            "• reso entro quattordici giorni",
        ],
    ]


GOODS = (
    ("Articolo", "Descrizione", "Quantità", "Prezzo"),
    ("Lampada", "da tavolo", "2", "45,90"),
    ("Cuffia", "con microfono", "10", "129,00"),
    ("Tastiera", "braille", "1", "1.850,00"),
)
XS = (60, 140, 330, 420, 520)


def test_a_ruled_table_and_one_without_rules() -> None:
    for is_ruled in (True, False):
        sheet = Sheet(height=320)
        sheet.write(60, 90, "Si riportano gli articoli che sono stati spediti con il documento.")
        for number, cells in enumerate(GOODS):
            for x, cell in zip(XS, cells, strict=False):
                sheet.write(x + 6, 140 + 22 * number, cell)
        if is_ruled:
            for x in XS:
                sheet.rule(x, 125, x, 213)
            for number in range(5):
                sheet.rule(60, 125 + 22 * number, 520, 125 + 22 * number)
        assert shown(_blocks(sheet)) == [
            "Si riportano gli articoli che sono stati spediti con il documento.",
            GOODS,
        ]


def test_a_form() -> None:
    sheet = Sheet(height=320)
    sheet.lines(60, 90, ["Cliente:", "Indirizzo:", "Telefono:", "Partita IVA:"])
    sheet.lines(150, 90, ["Mario Rossi", "Via Garibaldi 12, Bologna", "051 123456", "00743110157"])
    sheet.write(360, 90, "Data:")
    sheet.write(430, 90, "12/03/2024")
    assert shown(_blocks(sheet)) == [
        "Cliente: Mario Rossi",
        "Data: 12/03/2024",
        "Indirizzo: Via Garibaldi 12, Bologna",
        "Telefono: 051 123456",
        "Partita IVA: 00743110157",
    ]
