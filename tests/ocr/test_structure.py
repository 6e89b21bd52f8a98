"""Words with places become blocks: pages typed by hand, and properties over any page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    Heading,
    ListBlock,
    PageMark,
    Paragraph,
    Table,
    block_runs,
)
from brailledesk.doubts import show_doubts
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Word
from brailledesk.ingest.ocr.structure import blocks_of, document_of, find_rules
from brailledesk.ingest.ocr.structure.bullets import with_bullets
from brailledesk.sheets import Profile, lay_out, recognise
from brailledesk.sheets.source import of_document
from brailledesk.text import plain_text
from tests.ocr.lines import line_of

WIDTH, HEIGHT, DOTS = 1654, 2339, 200
"""Of A4 at 200 dots an inch."""
SIZE = 30.0
"""Pixels of ordinary text: 11 points."""

_LOW, _DEEP = set("acemnorsuvwxz"), set("gjpqy,;")


def row(
    x: float,
    base: float,
    text: str,
    *,
    size: float = SIZE,
    trust: dict[str, float] | None = None,
    gap: float = 0.3,
) -> Line:
    """A line of words as an engine gives it: boxes of ink, half a size for every character."""
    words: list[Word] = []
    for part in text.split():
        up = 0.52 if set(part) <= _LOW | _DEEP else 0.72
        down = 0.2 if set(part) & _DEEP else 0.0
        right = x + 0.5 * size * len(part)
        box = Box(round(x), round(base - up * size), round(right), round(base + down * size))
        words.append(Word(part, box, (trust or {}).get(part, 0.99)))
        x = right + gap * size
    return line_of(words, base)


def rows(x: float, base: float, *texts: str, size: float = SIZE) -> list[Line]:
    return [row(x, base + 1.35 * size * n, text, size=size) for n, text in enumerate(texts)]


def beside(base: float, *cells: tuple[float, str]) -> Line:
    """One line of cells, each from its x."""
    return line_of([word for x, text in cells for word in row(x, base, text).words], base)


def page(*lines: Line, rules: tuple[Box, ...] = (), number: int = 1) -> PageWords:
    return PageWords(lines, WIDTH, HEIGHT, DOTS, number, "a.png", rules)


def text_of(block: Block) -> str:
    return plain_text(block_runs(block))


def shown(blocks: Sequence[Block]) -> list[object]:
    """Blocks as short as a test can type them."""
    return [_shown(block) for block in blocks if not isinstance(block, PageMark)]


def _shown(block: Block) -> object:
    match block:
        case Heading():
            return f"h{block.level} {text_of(block)}"
        case ListBlock():
            return [
                f"{item.marker} {' / '.join(map(text_of, item.blocks))}" for item in block.items
            ]
        case Table():
            return tuple(
                tuple(" / ".join(map(text_of, cell.blocks)) for cell in line.cells)
                for line in block.rows
            )
    return text_of(block)


LEFT = ("abbiamo ricevuto la Sua lettera del", "giorno dodici e ci scusiamo per la con-",
        "segna in ritardo della merce ordinata")  # fmt: skip
RIGHT = ("e che il corriere ha lasciato nel ma-", "gazzino di Bologna fino al giorno in",
         "cui Lei vorrà passare a ritirarla.")  # fmt: skip


def test_columns_are_read_one_after_the_other_and_words_put_together() -> None:
    title = row(120, 150, "Comunicazione ai clienti", size=60)
    found = blocks_of(page(title, *rows(120, 300, *LEFT), *rows(900, 300, *RIGHT)), "it")
    assert isinstance(found[0], PageMark)
    assert shown(found) == [
        "h1 Comunicazione ai clienti",
        (
            "abbiamo ricevuto la Sua lettera del giorno dodici e ci scusiamo per la consegna in "
            "ritardo della merce ordinata e che il corriere ha lasciato nel magazzino di Bologna "
            "fino al giorno in cui Lei vorrà passare a ritirarla."
        ),
    ]


def test_a_hyphen_of_the_word_stays() -> None:
    lines = rows(120, 300, "La tratta Nord-Est è chiusa e anche quella che si chiama Nord-",
                 "Est resterà chiusa per tutta la durata dei lavori previsti qui.")  # fmt: skip
    assert shown(blocks_of(page(*lines), "it")) == [
        (
            "La tratta Nord-Est è chiusa e anche quella che si chiama Nord-Est resterà chiusa per "
            "tutta la durata dei lavori previsti qui."
        )
    ]


def test_a_list_of_words_says_what_a_hyphen_parts() -> None:
    words = {"socio", "economico", "economica", "consegna"}
    for first, second, whole in (("socio-", "economico", "socio-economico"),
                                 ("con-", "segna", "consegna")):  # fmt: skip
        lines = rows(
            120,
            300,
            f"Qui si parla a lungo di un problema che si dice {first}",
            f"{second} e che riguarda molte persone in molti paesi del mondo.",
        )
        found = blocks_of(page(*lines), "it", words.__contains__)
        assert f"si dice {whole} e che" in text_of(found[1])


def test_a_doubtful_word_has_its_own_run_with_its_place() -> None:
    first = row(120, 300, "La conscgna del pacco è stata rinviata", trust={"conscgna": 0.42})
    words = tuple(
        replace(word, others=("consegna",)) if word.text == "conscgna" else word
        for word in first.words
    )
    (_, block) = blocks_of(page(replace(first, words=words)), "it")
    assert isinstance(block, Paragraph)
    assert [(run.text, run.confidence) for run in block.runs] == [
        ("La ", 0.99), ("conscgna", 0.42), (" del pacco è stata rinviata", 0.99),
    ]  # fmt: skip
    doubtful = block.runs[1]
    assert doubtful.others == ("consegna",)
    assert doubtful.origin is not None
    assert (doubtful.origin.source, doubtful.origin.place) == ("a.png", "page 1, line 1")


def test_signs_that_stand_where_bullets_do_are_bullets() -> None:
    lines = rows(120, 300, "• pagamento entro trenta giorni", "e spedizione con corriere",
                 "* reso entro dieci giorni")  # fmt: skip
    assert shown(blocks_of(page(*lines), "it")) == [
        [
            "• pagamento entro trenta giorni",
            "• spedizione con corriere",
            "• reso entro dieci giorni",
        ]
    ]
    sentence = rows(120, 300, "carta e penna sono sul tavolo", "e anche il foglio bianco")
    assert "e anche" in text_of(blocks_of(page(*sentence), "it")[1])


def marked(base: int, read: str, box: tuple[int, int], text: str) -> Line:
    """A line whose first mark is a square from so far above the baseline to so far above it.

    Letters are as in the scan of a letter at 300 dpi: an x of 20 pixels, capitals of 28.
    """
    low, high = box
    first = Word(read, Box(120, base - high, 120 + high - low, base - low), 0.6)
    (line,) = rows(160, base, text)
    return replace(line, words=(first, *line.words), baseline=float(base), x_height=20.0)


DOT, SQUARE, SMALL_LETTER = (8, 22), (0, 28), (0, 20)


def test_dots_that_float_are_bullets_whatever_was_read() -> None:
    lines = [
        marked(300, "e", DOT, "pagamento entro trenta giorni"),
        marked(345, "®", DOT, "spedizione con corriere"),
        marked(390, "¢", DOT, "reso entro dieci giorni"),
    ]
    assert shown(blocks_of(page(*lines), "it")) == [
        [
            "• pagamento entro trenta giorni",
            "• spedizione con corriere",
            "• reso entro dieci giorni",
        ]
    ]


def test_letters_that_stand_on_the_baseline_are_words() -> None:
    lines = [
        marked(300, "e", SMALL_LETTER, "pagamento entro trenta giorni"),
        marked(345, "e", SMALL_LETTER, "spedizione con corriere"),
        marked(390, "e", SMALL_LETTER, "reso entro dieci giorni"),
    ]
    assert "•" not in "".join(map(text_of, blocks_of(page(*lines), "it")))
    assert text_of(blocks_of(page(*lines), "it")[1]).startswith("e pagamento")


def test_one_dot_is_dirt() -> None:
    alone = [marked(300, "e", DOT, "pagamento entro trenta giorni"), *rows(160, 345, "e reso")]
    assert "•" not in "".join(map(text_of, blocks_of(page(*alone), "it")))


@pytest.mark.parametrize(("box", "is_list"), [((5, 15), True), ((0, 15), False)])
def test_where_no_heights_are_told_the_words_tell_them(box: tuple[int, int], is_list: bool) -> None:
    lines = [
        replace(marked(base, "e", box, "reso entro dieci giorni, gratis"), x_height=0.0, baseline=0)
        for base in (300, 345)
    ]
    assert ("•" in str(shown(blocks_of(page(*lines), "it")))) is is_list


def test_squares_are_bullets_where_three_lines_begin_with_them() -> None:
    texts = ["pagamento entro trenta giorni", "spedizione con corriere", "reso entro dieci giorni",
             "euro 15,00 di spese"]  # fmt: skip
    read = ["BM", "MB", "E", "MB"]
    lines = [
        marked(300 + 45 * n, mark, SQUARE, text)
        for n, (mark, text) in enumerate(zip(read, texts, strict=True))
    ]
    assert shown(blocks_of(page(*lines), "it")) == [[f"• {text}" for text in texts]]
    assert "•" not in "".join(map(text_of, blocks_of(page(*lines[:2]), "it")))


def test_numbers_and_letters_are_lists() -> None:
    lines = rows(120, 300, "1. firmare il modulo", "2. spedire il modulo", "3. attendere")
    assert shown(blocks_of(page(*lines), "it")) == [
        ["1. firmare il modulo", "2. spedire il modulo", "3. attendere"]
    ]


GOODS = (("Codice", "Descrizione", "Prezzo"), ("A120", "Lampada da tavolo", "45,90"),
         ("B347", "Cuffia con microfono", "129,00"), ("C881", "Tastiera", "1.850,00"))  # fmt: skip
XS = (120, 400, 1000)


def test_cells_in_columns_are_a_table_with_its_heading() -> None:
    lines = [beside(300 + 45 * n, *zip(XS, cells, strict=True)) for n, cells in enumerate(GOODS)]
    (_, table) = blocks_of(page(*lines), "it")
    assert isinstance(table, Table)
    assert _shown(table) == GOODS
    assert table.header_rows == 1
    assert table.rows[0].cells[0].is_header


def test_cells_may_be_empty_and_go_on_below() -> None:
    columns = (120, 300, 900, 1100)
    lines = [
        beside(300, *zip(columns, ("Codice", "Descrizione", "Sconto", "Importo"), strict=True)),
        beside(345, (120, "A120"), (300, "Lampada da tavolo"), (1100, "91,80")),
        beside(385, (300, "in ottone")),
        beside(430, (120, "B347"), (300, "Cuffia"), (900, "5%"), (1100, "1.225,50")),
        beside(475, (300, "Trasporto"), (1100, "15,00")),
        beside(520, (120, "C881"), (300, "Tastiera"), (900, "10%"), (1100, "76,50")),
    ]
    sums = (("Imponibile", "1.408,80"), ("IVA", "309,94"), ("Totale", "1.718,74"))
    total = [beside(640 + 45 * n, (900, word), (1100, sum_)) for n, (word, sum_) in enumerate(sums)]
    assert shown(blocks_of(page(*lines, *total), "it")) == [
        (
            ("Codice", "Descrizione", "Sconto", "Importo"),
            ("A120", "Lampada da tavolo in ottone", "", "91,80"),
            ("B347", "Cuffia", "5%", "1.225,50"),
            ("", "Trasporto", "", "15,00"),
            ("C881", "Tastiera", "10%", "76,50"),
        ),
        "Imponibile 1.408,80",
        "IVA 309,94",
        "Totale 1.718,74",
    ]


def test_words_that_happen_to_stand_apart_are_no_table() -> None:
    lines = [
        beside(300, (120, "Bologna"), (600, "lunedì"), (1200, "firma")),
        beside(345, (250, "Milano"), (900, "ore nove")),
        beside(390, (500, "in sede"), (1300, "Rossi")),
    ]
    found = blocks_of(page(*lines), "it")
    assert shown(found) == ["Bologna lunedì firma", "Milano ore nove", "in sede Rossi"]


def test_an_address_at_the_right_keeps_its_lines() -> None:
    lines = rows(900, 300, "Spettabile", "Bianchi e Compagni srl", "Via Roma 5", "20121 Milano")
    body = rows(120, 600, *BODY)
    assert shown(blocks_of(page(*lines, *body), "it")) == [
        "Spettabile\nBianchi e Compagni srl\nVia Roma 5\n20121 Milano",
        " ".join(BODY),
    ]


def test_ruled_cells_may_have_several_lines_and_be_empty() -> None:
    cells = [
        row(130, 340, "Lampada"),
        row(520, 340, "da tavolo, con il suo paralume"),
        row(520, 380, "rosso"),
        row(130, 440, "Sedia"),
        row(130, 540, "Tavolo"),
        row(520, 540, "rotondo"),
    ]
    levels = tuple(Box(100, y, 1000, y + 3) for y in (300, 400, 500, 600))
    uprights = tuple(Box(x, 300, x + 3, 600) for x in (100, 500, 1000))
    # A stroke that was read where a rule stands is the rule.
    strokes = line_of([Word("|", Box(499, 310, 505, 390), 0.4)], 340)
    found = blocks_of(page(*cells, strokes, rules=levels + uprights), "it")
    assert shown(found) == [
        (
            ("Lampada", "da tavolo, con il suo paralume rosso"),
            ("Sedia", ""),
            ("Tavolo", "rotondo"),
        )
    ]


def test_labels_and_values_are_one_paragraph_each() -> None:
    lines = [
        beside(300, (120, "Cliente:"), (330, "Mario Rossi"), (900, "Data:"), (1100, "12/03/2024")),
        beside(345, (120, "Indirizzo:"), (330, "Via Garibaldi 12,")),
        beside(390, (330, "40121 Bologna")),
        beside(435, (120, "IBAN:"), (330, "IT60X0542811101000000123456")),
    ]
    assert shown(blocks_of(page(*lines), "it")) == [
        "Cliente: Mario Rossi", "Data: 12/03/2024", "Indirizzo: Via Garibaldi 12, 40121 Bologna",
        "IBAN: IT60X0542811101000000123456",
    ]  # fmt: skip


def test_a_scanned_sheet_has_its_facts_and_a_doubtful_price_stays_doubtful() -> None:
    lines = [
        beside(300, (120, "Prodotto:"), (330, "Lampada da tavolo")),
        beside(345, (120, "Prezzo:"), (330, "45,90 €")),
        beside(390, (120, "Garanzia:"), (330, "24 mesi")),
    ]
    price = [replace(w, confidence=0.3) if w.text == "45,90" else w for w in lines[1].words]
    lines[1] = line_of(price, lines[1].baseline)
    sheets = recognise(of_document(document_of([page(*lines)], "it")), Profile())
    facts = {fact.kind: fact.text for fact in sheets.sheets[0].facts}
    assert facts["price"] == "45,90 €"
    shown_sheet = show_doubts(lay_out(sheets, Profile()))
    assert "45,90\u00a0(?) €" in plain_text(shown_sheet.runs())


def test_a_subject_line_is_no_form() -> None:
    lines = rows(120, 300, "Oggetto: reclamo per la mancata consegna della merce ordinata il",
                 "giorno dodici marzo e mai arrivata al nostro indirizzo di Bologna.")  # fmt: skip
    assert len(blocks_of(page(*lines), "it")) == 2


BODY = ("La merce ordinata il giorno dodici è stata consegnata al corriere che la",
        "porterà al Suo indirizzo entro la fine della settimana, salvo ritardi che",
        "non dipendono da noi e di cui Le daremo notizia con una telefonata.")  # fmt: skip


def test_a_line_of_blurred_ink_stays_in_its_paragraph_and_a_heading_above_it_does_not() -> None:
    lines = rows(120, 400, *BODY)
    thick = [replace(word, box=word.box._replace(top=word.box.top - 6)) for word in lines[1].words]
    lines[1] = line_of(thick, lines[1].baseline)
    heading = row(120, 340, "Consegna", size=38)
    assert shown(blocks_of(page(heading, *lines), "it")) == ["h1 Consegna", " ".join(BODY)]


def test_prose_with_colons_is_no_form() -> None:
    lines = rows(
        120,
        300,
        "Esaminatore: dopo qualche incertezza il candidato risponde come sempre",
        "Candidato: non lo so, ma ne parlo volentieri con il mio compagno, che",
        "Compagno: allora parla, e chiude la porta senza dire niente a nessuno.",
    )
    (_, *found) = blocks_of(page(*lines), "it")
    assert len(found) == 1


def test_a_stamp_over_a_sentence_stands_behind_the_text() -> None:
    stamp = row(500, 345, "PAGATO", size=100)
    found = blocks_of(page(*rows(120, 300, *BODY), stamp), "it")
    assert shown(found) == [" ".join(BODY), "PAGATO"]


def test_a_huge_word_below_the_head_of_the_page_is_no_heading() -> None:
    stamp = row(700, 1500, "PAGATO", size=120)
    title = row(120, 200, "FATTURA", size=120)
    found = blocks_of(page(title, *rows(120, 300, *BODY), stamp), "it")
    assert shown(found) == ["h1 FATTURA", " ".join(BODY), "PAGATO"]


def test_a_stamp_inside_a_line_of_the_engine_is_taken_out_of_it() -> None:
    lines = rows(120, 300, *BODY)
    over = row(500, 345, "PAGATO", size=100).words[0]
    lines[1] = line_of((*lines[1].words[:4], over, *lines[1].words[4:]), lines[1].baseline)
    assert shown(blocks_of(page(*lines), "it")) == [" ".join(BODY), "PAGATO"]


def test_running_lines_go_even_where_they_were_misread_and_number_the_pages() -> None:
    heads = ("Rossi Forniture S.r.l. - pagina 4", "Rossi Fornlture S.r.1. - pagina 5")
    first = "Il paragrafo comincia su questa pagina e alla fine della pagina non è"
    second = "finito, ma continua sulla pagina che segue e là ha la sua fine."
    pages = [
        page(row(120, 120, heads[0]), *rows(120, 1700, *3 * (first,)), number=1),
        page(row(120, 120, heads[1]), *rows(120, 300, second), number=2),
    ]
    document = document_of(pages, "it", "a.tif")
    assert document.has_ocr
    assert [b.label for b in document.blocks if isinstance(b, PageMark)] == ["4", "5"]
    assert shown(document.blocks) == [f"{first} {first} {first} {second}"]


def test_the_number_of_a_single_page_is_no_text() -> None:
    lines = (*rows(120, 300, *BODY), row(800, 2250, "7"))
    found = blocks_of(page(*lines, number=7), "it")
    assert isinstance(found[0], PageMark)
    assert found[0].label == "7"
    assert shown(found) == [" ".join(BODY)]


def test_a_page_in_another_language_says_so() -> None:
    line = row(120, 300, "Please send the invoice to our office")
    foreign = replace(line, words=tuple(replace(one, language="en") for one in line.words))
    (_, block) = blocks_of(page(foreign), "it")
    assert {run.language for run in block_runs(block)} == {"en"}


@pytest.mark.parametrize("dots", [0.0, 72.0, 200.0, 600.0])
def test_a_wrong_resolution_changes_nothing(dots: float) -> None:
    known = page(row(120, 150, "Comunicazione", size=60), *rows(120, 300, *LEFT))
    assert shown(blocks_of(replace(known, resolution=dots), "it")) == shown(blocks_of(known, "it"))


def test_a_blank_page_has_no_blocks() -> None:
    assert blocks_of(page(), "it") == ()


def test_rules_are_found_and_letters_are_not() -> None:
    pixels = np.full((600, 800), 255, np.uint8)
    pixels[100:103, 50:700] = 0
    pixels[300:303, 50:340] = 0
    pixels[300:303, 346:700] = 0  # a line with a hole
    pixels[100:303, 50:53] = 0
    pixels[200:230, 100:130] = 0  # a letter
    pixels[400:500, 100:700] = 0  # a black area
    assert find_rules(pixels, 200) == (
        Box(50, 100, 53, 303), Box(50, 100, 700, 103), Box(50, 300, 700, 303),
    )  # fmt: skip
    assert find_rules(np.stack([pixels] * 3, axis=2), 200) == find_rules(pixels, 200)


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (40, 40)])
def test_small_pictures_have_no_rules(shape: tuple[int, int]) -> None:
    assert find_rules(np.zeros(shape, np.uint8)) == ()


WORDS = st.builds(
    lambda text, left, top, wide, high, trust: Word(
        text, Box(left, top, left + wide, top + high), trust
    ),
    st.sampled_from(["casa", "Rossi", "12,50", "IBAN:", "•", "(", "PAGATO", "è", "A"]),
    st.integers(0, 1500),
    st.integers(0, 2200),
    st.integers(1, 300),
    st.integers(1, 120),
    st.floats(0, 1),
)
LINES = st.builds(
    line_of,
    st.lists(WORDS, min_size=1, max_size=5),
    st.floats(0, 2300),
)


@given(st.lists(LINES, max_size=12))
def test_no_character_is_lost_on_any_page(lines: list[Line]) -> None:
    """But a word that is drawn twice at one place, a page number by itself, and marks of lists."""
    lines = list(with_bullets(page(*lines)).lines)
    found = plain_text(run for block in blocks_of(page(*lines), "it") for run in block_runs(block))
    have = Counter(found)
    want = Counter(
        sign
        for text, _ in {(word.text, word.box.left) for line in lines for word in line.words}
        for sign in text
        if sign.isalnum()
    )
    assert all(have[sign] >= count for sign, count in want.items()) or _has_twins(lines)


@given(st.lists(LINES, max_size=12))
def test_bullets_come_from_short_beginnings_of_lines_alone(lines: list[Line]) -> None:
    for before, after in zip(lines, with_bullets(page(*lines)).lines, strict=True):
        assert after.words[1:] == before.words[1:]
        assert replace(after, words=before.words) == before
        (one, other) = (before.words[0], after.words[0])
        assert other == one or (len(one.text) <= 3 and other == replace(one, text="•"))


def _has_twins(lines: Sequence[Line]) -> bool:
    words = sorted((word.text, word.box.left) for line in lines for word in line.words)
    return any(one[0] == other[0] and other[1] - one[1] < 60 for one, other in pairwise(words))
