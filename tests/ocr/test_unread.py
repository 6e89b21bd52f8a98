"""Signs that an engine leaves out are read alone, or at least told, and never sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from brailledesk.doubts import show_doubts
from brailledesk.formats.prose import format_text
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.confidence import DOUBTFUL, doubt, with_contexts
from brailledesk.ingest.ocr.engines import open_tesseract
from brailledesk.ingest.ocr.engines.tesseract import Tesseract
from brailledesk.ingest.ocr.faults import ENGINE_FAILED, PageFaulty
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word
from brailledesk.ingest.ocr.unread import CONFIDENCE, UNREADABLE, unread, with_unread
from tests.ocr.printed import DOTS, Sheet
from tests.ocr.scans import install_engines, saved

WIDTH, HEIGHT = 300, 140
ROWS = (("Toner", 40, "4"), ("Cuffie", 70, "27"), ("Batteria", 100, "8"))


@pytest.fixture(scope="module")
def tesseract() -> Iterator[Tesseract]:
    engine = open_tesseract()
    yield engine
    engine.close()


def sheet() -> Sheet:
    """Names of goods, and far to the right how many."""
    drawn = Sheet(WIDTH, HEIGHT)
    for name, base, count in ROWS:
        drawn.write(30, base, name)
        drawn.write(200, base, count)
    return drawn


def pixels_of(points: float) -> int:
    return round(points * DOTS / 72)


def names() -> PageWords:
    """What an engine reads that takes the numbers for noise."""
    lines = []
    for name, base, _ in ROWS:
        box = Box(
            pixels_of(30), pixels_of(base - 8), pixels_of(30 + 6 * len(name)), pixels_of(base)
        )
        word = Word(name, box, 0.96, "it")
        lines.append(Line((word,), box, pixels_of(base), pixels_of(8)))
    return PageWords(tuple(lines), pixels_of(WIDTH), pixels_of(HEIGHT), DOTS)


def added(page: PageWords) -> list[str]:
    return [line.words[0].text for line in page.lines[len(ROWS) :]]


def test_numbers_that_were_left_out_are_read_and_doubtful(tesseract: Tesseract) -> None:
    page = with_unread(names(), sheet().picture, tesseract, ("it",))
    assert added(page) == [count for *_, count in ROWS]
    assert page.lines[: len(ROWS)] == names().lines
    judged = [(word.text, doubt(word, near)) for word, near in with_contexts(page)]
    assert all(chance > DOUBTFUL for _, chance in judged[len(ROWS) :])
    for line, (_, base, _) in zip(page.lines[len(ROWS) :], ROWS, strict=True):
        (word,) = line.words
        assert word.confidence <= CONFIDENCE
        assert abs(word.box.bottom - pixels_of(base)) <= 2
        assert pixels_of(200) <= word.box.left < word.box.right < pixels_of(220)


class Silent:
    """It reads pages only."""

    name = "muto"

    def languages(self) -> frozenset[str]:
        return frozenset({"it"})

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        raise AssertionError(picture, languages)


class Failing(Silent):
    def read_line(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        raise PageFaulty(ENGINE_FAILED, reason=f"{picture.number} {languages}")


@pytest.mark.parametrize("engine", [Silent(), Failing()])
def test_what_cannot_be_read_alone_is_told(engine: Silent) -> None:
    page = with_unread(names(), sheet().picture, engine, ("it",))
    assert added(page) == 3 * [UNREADABLE]


def test_what_is_no_letter_of_a_row_is_left_out(tesseract: Tesseract) -> None:
    drawn = Sheet(WIDTH, HEIGHT)
    pixels = np.array(drawn.image)
    row = pixels_of(ROWS[0][1])
    pixels[row - 20 : row, 500:520] = 0  # a spot
    pixels[row - 60 : row + 200, 560:564] = 0  # a rule
    pixels[row - 5 : row, 600:605] = 0  # a speck
    drawn.write(230, 125, "7")  # below all rows
    pixels = np.minimum(pixels, np.array(drawn.image))
    assert not list(unread(names(), pixels))
    picture = Picture(pixels, (DOTS, DOTS))
    assert with_unread(names(), picture, tesseract, ("it",)) == names()
    nothing = replace(names(), lines=())
    assert with_unread(nothing, sheet().picture, tesseract, ("it",)) == nothing


def test_a_page_full_of_such_signs_is_dirty() -> None:
    drawn = Sheet(1200, HEIGHT)
    for place in range(45):
        drawn.write(120 + 20 * place, 40, "7")
    assert len(list(unread(names(), np.array(drawn.image)))) == 45
    assert with_unread(names(), drawn.picture, Silent(), ("it",)) == names()


def test_a_reader_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a worker, whose engine says one word at the left, on the twelfth row of pixels."""
    install_engines(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    drawn = Sheet(60, 20)
    drawn.write(20, 12 * 72 / DOTS, "4", size=4.4)
    recognition = Recognition(engine="engine", is_cleaned=False)
    document = read_document(saved(drawn.image), name="a.png", recognition=recognition)
    words = format_text(show_doubts(document)).decode().split()
    assert words[-3:] == ["uno", UNREADABLE, "(?)"]
