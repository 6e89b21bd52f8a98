"""Which of several readings is kept, told with an engine whose answers are written down here."""

from __future__ import annotations

import numpy as np
import pytest

from brailledesk.ingest.ocr.cleanup import ALL, CleanUp, read_best
from brailledesk.ingest.ocr.cleanup.best import confidence, worth
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word


def page(*words: tuple[str, float]) -> PageWords:
    box = Box(0, 0, 10, 10)
    line = Line(tuple(Word(text, box, sure) for text, sure in words), box, 10, 10)
    return PageWords((line,) if words else (), 100, 100, 300)


class Written:
    """An engine that gives one answer after another."""

    name = "written"

    def __init__(self, *answers: PageWords) -> None:
        self.answers = list(answers)
        self.pictures: list[Picture] = []

    def languages(self) -> frozenset[str]:
        return frozenset({"it"})

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        assert languages == ("it", "en")
        self.pictures.append(picture)
        return self.answers[len(self.pictures) - 1]


SURE, UNSURE, WORSE = page(("buono", 0.95)), page(("buomo", 0.8)), page(("b~", 0.6))
BLANK = Picture(np.full((200, 200), 255, np.uint8), (300.0, 300.0))


def read(*answers: PageWords, options: CleanUp = ALL) -> tuple[PageWords, Written]:
    engine = Written(*answers)
    return read_best(BLANK, engine, ("it", "en"), options)[0], engine


def test_a_sure_reading_is_the_only_one() -> None:
    best, engine = read(SURE)
    assert best is SURE
    assert len(engine.pictures) == 1


def test_of_two_doubtful_readings_the_better_is_kept() -> None:
    assert read(UNSURE, SURE)[0] is SURE
    best, engine = read(UNSURE, WORSE)
    assert best is UNSURE
    assert len(engine.pictures) == 2


def test_a_page_without_words_is_read_at_most_three_times() -> None:
    best, engine = read(page(), page(), page())
    assert best.lines == ()
    assert len(engine.pictures) <= 3


def test_a_doubtful_page_of_unsure_orientation_is_read_upside_down() -> None:
    upside = page(("buono", 0.99))
    best, engine = read(WORSE, upside)
    assert best is upside
    first, second = engine.pictures[:2]
    assert (second.pixels == np.rot90(first.pixels, 2)).all()


def test_what_was_switched_off_is_not_tried() -> None:
    best, engine = read(WORSE, options=CleanUp(frozenset()))
    assert best is WORSE
    assert len(engine.pictures) == 1


def test_lost_text_counts_for_less_than_doubtful_text() -> None:
    assert worth(page(("tutto", 0.8), ("quanto", 0.8))) > worth(page(("tutto", 0.97)))
    assert worth(page(("tutto", 0.97))) > worth(page(("tutto", 0.97), ("~|°^", 0.2)))
    assert confidence(page()) == 0
    assert confidence(page(("lungo", 0.9), ("a", 0.3))) == pytest.approx(0.8)


def _lying(*tops: int) -> PageWords:
    """A line of words that stand on their heads or feet, one over the other."""
    words = tuple(Word("parola", Box(50, top, 62, top + 40), 0.95) for top in tops)
    return PageWords((Line(words, Box(50, min(tops), 62, 200), 62, 12),), 200, 200, 300)


def test_words_that_lie_on_their_side_are_set_upright_and_read_again() -> None:
    for tops, turns in (((10, 60, 110), 1), ((110, 60, 10), 3)):
        best, engine = read(_lying(*tops), SURE)
        assert best is SURE
        first, second = engine.pictures
        assert (second.pixels == np.rot90(first.pixels, turns)).all()
    lying = _lying(10, 60)
    assert read(lying, options=CleanUp(frozenset()))[0] is lying


def test_a_stamp_that_lies_does_not_turn_a_page() -> None:
    words = tuple(Word("normale", Box(9, 50 * n, 79, 50 * n + 12), 0.95) for n in range(4))
    upright = Line(words, Box(9, 0, 79, 170), 12, 12)
    whole = PageWords((upright, *_lying(10, 60).lines), 200, 200, 300)
    assert read(whole)[0] is whole
