"""Measured on the pixels: contrast, heights, nothing clipped, and what tesseract reads."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageFont
from rapidfuzz.distance import Levenshtein

from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.style import Em, PlainColours, Rgb, Style, XHeight, Zoom
from brailledesk.magnify.words import Words
from tests.magnify.drawing import (
    contrast,
    ink,
    luminance,
    median_contrast,
    picture_of,
    rows_of_ink,
    scene_of,
    strong,
    words_of,
)
from tests.ocr.plain import command_line

TEXT = "L'importo totale è di € 1.249,90: perché l'addebito è doppio?"
PAIRS: tuple[tuple[Rgb, Rgb], ...] = (
    ((255, 255, 0), (0, 0, 0)),
    ((255, 255, 255), (0, 0, 128)),
    ((0, 0, 0), (255, 255, 255)),
    ((255, 176, 0), (0, 0, 0)),
)
"""Text and background; the last is amber."""


def nominal(text: Rgb, background: Rgb) -> float:
    ends = luminance(np.array([text, background], np.uint8))
    return float(contrast(ends[:1], float(ends[1]))[0])


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("size", [24, 32, 48, 120])
@pytest.mark.parametrize("font", ["atkinson", "atkinson-mono"])
def test_ink_has_the_contrast_of_its_colours(pair: tuple[Rgb, Rgb], size: int, font: str) -> None:
    text, background = pair
    colours = PlainColours(text=text, background=background)
    picture = picture_of(TEXT, words_of(size, colours=colours, font=font), size * 12, size * 3)
    measured = median_contrast(picture)
    assert measured >= 0.9 * nominal(text, background)
    assert measured >= 7


@pytest.mark.parametrize("pixels", [12, 16, 23.5, 40, 75, 200, 400])
@pytest.mark.parametrize("font", ["atkinson", "atkinson-mono"])
def test_the_letter_x_is_as_high_as_asked(pixels: float, font: str) -> None:
    words = Words(Atlas(Style(XHeight(pixels), PlainColours(text=(255, 255, 255)), font=font)))
    top, bottom = rows_of_ink(strong(picture_of("x", words, 1200, 2000)))
    assert abs(bottom - top - pixels) <= 1


def test_heights_are_in_proportion_to_the_zoom() -> None:
    """Of the letter H, which in this font is 0.668 em high (its OS/2 table); the em is 16 at 1x."""
    for factor in (1, 1.5, 2, 3, 4, 7, 12, 20, 36):
        words = Words(Atlas(Style(Zoom(factor), PlainColours(text=(255, 255, 255)))))
        top, bottom = rows_of_ink(strong(picture_of("H", words, 1200, 1200)))
        assert abs(bottom - top - 0.668 * 16 * factor) <= 1


CLIPPED = ("Å", "À", "Ǘ", "Ấ", "ç", "g", "Q", "|", "ţ", "ş", "É", "j", "(", "§")


@pytest.mark.parametrize("font", ["atkinson", "atkinson-mono"])
@pytest.mark.parametrize("size", [24, 37, 64, 120])
def test_nothing_is_clipped_in_rows_that_stand_close(font: str, size: int) -> None:
    """Each letter in a page of rows without spacing has all the ink that it has alone."""
    words = words_of(size, font=font, line_spacing=1.0)
    for letter in CLIPPED:
        alone = ink(picture_of(letter, words, size * 4, size * 6)).sum()
        page = picture_of("\n".join([" ".join([letter] * 4)] * 3), words, size * 12, size * 12)
        assert ink(page).sum() == 12 * alone


@pytest.mark.parametrize("size", [24, 120])
def test_a_glyph_has_all_the_ink_that_freetype_gives_it(size: int) -> None:
    words = words_of(size)
    font = words.atlas.family.plain.at(float(size))
    assert isinstance(font, ImageFont.FreeTypeFont)
    for letter in "ÅÀçgjQ|xW@€fÇ":
        mask = font.getmask(letter, "L")
        wanted = sum(1 for value in mask if value)
        assert ink(picture_of(letter, words, size * 4, size * 6)).sum() == wanted


def test_words_leave_the_place_of_markers_free() -> None:
    words = words_of(64, line_spacing=1.0)
    margin = words.atlas.metrics.margin
    for text in ("ÅÀÈ", "gçjpQţ", "ǗẤ", "e\u0301\u0302\u0306\u0323"):
        band = scene_of(text, words).panes[0].bands[0]
        (word,) = band.words
        assert word.y >= band.y + margin
        assert word.y + word.word.rows <= band.y + band.height - margin


FRAMES: tuple[tuple[str, int, tuple[Rgb, Rgb], dict[str, object]], ...] = (
    ("Gentile cliente, il Suo ordine è stato spedito lunedì mattina.", 48, PAIRS[0], {}),
    ("Perché l'addebito è doppio? Così non va: nessuno ha risposto.", 24, PAIRS[2], {}),
    ("Importo totale 1.249,90 euro, consegna prevista il 12/05/2026", 72, PAIRS[1], {}),
    (
        "precipitevolissimevolmente, più in là, c'è la città",
        120,
        PAIRS[3],
        {"letter_spacing": 0.12},
    ),
)


@pytest.mark.parametrize(("text", "size", "pair", "choices"), FRAMES)
def test_tesseract_reads_the_frame(
    text: str,
    size: int,
    pair: tuple[Rgb, Rgb],
    choices: dict[str, object],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    colours = PlainColours(text=pair[0], background=pair[1])
    picture = picture_of(text, words_of(size, colours=colours, **choices), 1600, 700)
    path = tmp_path_factory.mktemp("frame") / "frame.png"
    path.write_bytes(picture.png())
    read = " ".join(command_line(path).split())
    assert Levenshtein.distance(read, text) / len(text) < 0.05


def test_a_png_has_the_pixels_of_the_picture() -> None:
    picture = picture_of("Ciao", words_of())
    with Image.open(io.BytesIO(picture.png())) as opened:
        assert np.array_equal(np.array(opened.convert("RGB")), picture.pixels[:, :, :3])
    assert bytes(picture.buffer) == picture.pixels.tobytes()


def test_the_buffer_is_no_copy() -> None:
    picture = picture_of("Ciao", words_of())
    before = picture.buffer[0]
    picture.pixels[0, 0, 0] = before ^ 0xFF
    assert picture.buffer[0] == before ^ 0xFF


@pytest.mark.parametrize("em", [7, 2001])
def test_sizes_that_no_eye_needs_are_refused(em: float) -> None:
    with pytest.raises(ValueError, match="size"):
        Em(em)
