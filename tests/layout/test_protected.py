from __future__ import annotations

import re
from itertools import pairwise

import pytest

from brailledesk.layout.protected import PATTERNS, protected_spans

WHOLE = [
    "€ 1.249,90",
    "49,90 €",
    "49,90\u00a0€",
    "1 000 000 €",
    "EUR 5",
    "5 %",
    "31%",
    "10,5 kg",
    "+2 °C",
    "-5 °C",
    "12/05/2026",
    "2026-05-12",
    "3 maggio 2026",
    "1º giugno",
    "3 Dicembre",
    "8:30",
    "13:05:59",
    "AB-1234/C",
    "COD.7/B",
    "MP3-X200",
    "#58213",
    "2024-00173",
    "AB-CD/E",
    "n. 12",
    "n. 2024-00173",
    "art. 5 bis",
    "pag. 3",
    "int. 12a",
    "IT00X0000012345000000067890",
    "IT00 X000 0012 3450 0000 0067 890",
    "+39 02 0000 1234",
    "800 000 123",
    "02/12345678",
    "mario_rossi@esempio.it",
    "assistenza.clienti@posta.esempio.it",
    "https://www.esempio.it/ordini?id=4587&lingua=it#stato",
    "www.esempio.it",
    "esempio.it/ordini",
    "US$ 5",
    "€ 5 milioni",
    "5 milioni di euro",
    "3 mila euro",
    "12.000 €/anno",
    "0,25 €/kWh",
    "€49,90/mese",
    "1\u202f249,90\u202f€",
    "10x15 cm",
    "10 × 15 cm",
    "60 x 45,5 x 85",
    "maggio 2026",
    "aprile '26",
    "+39\u00a002\u00a01234567",
    "(+39) 02 123456",
    "manuale.pdf",
    "guida.utente.docx",
    "negozio.online",
    "nome_utente",
    "/etc/host.conf",
    "C:\\Utenti\\mario",
    "@negozio",
    "#offerta-rapida",
]


@pytest.mark.parametrize("whole", WHOLE)
def test_stays_whole_inside_a_sentence(whole: str) -> None:
    text = f"Vedi {whole} e poi basta"
    spans = protected_spans(text)
    assert any(start <= 5 and end >= 5 + len(whole) for start, end in spans), spans
    assert all(end <= 5 + len(whole) for _, end in spans), spans


@pytest.mark.parametrize(
    "text",
    [
        "Una frase comune, senza nulla di speciale.",
        "Il porta-ombrelli e il socio-economico",
        "e/o",
        "andata/ritorno",
        "La ditta Rossi s.r.l. e la ditta Bianchi",
        "Maggio porta fiori, euro e dollari",
        "x × y",
        "Fine.Poi",
        "L'ufficio è aperto; un po' tardi",
    ],
)
def test_ordinary_words_are_free(text: str) -> None:
    assert protected_spans(text) == []


def test_neighbours_are_two_spans_and_overlaps_one() -> None:
    assert protected_spans("8:30 e 9:15") == [(0, 4), (7, 11)]
    assert protected_spans("Paga € 5,00 subito") == [(5, 11)]


def test_a_full_stop_behind_a_name_is_not_part_of_it() -> None:
    assert protected_spans("Vedi manuale.pdf. Poi basta") == [(5, 16)]


def test_every_pattern_is_needed() -> None:
    names = [one.name for one in PATTERNS]
    assert len(set(names)) == len(names)
    for one in PATTERNS:
        assert any(re.search(one.hint, text) and re.search(one.pattern, text) for text in WHOLE), (
            one.name
        )


@pytest.mark.parametrize(
    "piece",
    [
        *("1", "1 ", "111 ", "a.", "a@", "A-", "1,", "€ ", "IT00 X000 ", "+1", "a@b.", "_"),
        *("a_", "1x", "1 × ", "/a", " /", "@a", '"/a', "maggio ", "1 mila di ", "a.b-", "a.a1 "),
    ],
)
def test_hostile_repetition_comes_to_an_end(piece: str) -> None:
    text = piece * 50_000
    spans = protected_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
