"""Pages drawn with known text, read by the real Tesseract."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word
from tests.judges import require
from tests.ocr.lines import line_of

# Two threads of OpenMP on few processors fight each other; it is read when the library loads.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

DOTS = 200
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@dataclass
class Sheet:
    """A page to draw on; lengths are points from the left and from the top, to the baseline."""

    width: float = 595
    height: float = 842
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("L", (_px(self.width), _px(self.height)), 255)

    def write(self, x: float, base: float, text: str, size: float = 11, grey: int = 0) -> None:
        font = ImageFont.truetype(_FONT, _px(size))
        ImageDraw.Draw(self.image).text((_px(x), _px(base)), text, grey, font, anchor="ls")

    def lines(self, x: float, base: float, lines: Sequence[str], size: float = 11) -> None:
        for number, line in enumerate(lines):
            self.write(x, base + 1.35 * size * number, line, size)

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        ends = (_px(left), _px(top), _px(right), _px(bottom))
        ImageDraw.Draw(self.image).line(ends, fill=0, width=2)

    @property
    def picture(self) -> Picture:
        return Picture(np.asarray(self.image), (DOTS, DOTS))


def _px(points: float) -> int:
    return round(points * DOTS / 72)


def read(picture: Picture, number: int = 1) -> PageWords:
    """The words of a page, as tesserocr gives them."""
    require(Path(_FONT).exists(), "DejaVu", "fonts-dejavu-core")
    import tesserocr

    folder = "/usr/share/tesseract-ocr/5/tessdata"
    data = Path(f"{folder}/ita.traineddata")
    require(data.exists(), "Tesseract's Italian", "tesseract-ocr-ita")
    lines: list[Line] = []
    with tesserocr.PyTessBaseAPI(path=folder, lang="ita", psm=tesserocr.PSM.AUTO) as engine:
        engine.SetImage(Image.fromarray(picture.pixels))
        engine.SetSourceResolution(DOTS)
        engine.Recognize()
        words: list[Word] = []
        base = 0.0
        for found in tesserocr.iterate_level(engine.GetIterator(), tesserocr.RIL.WORD):
            if found.IsAtBeginningOf(tesserocr.RIL.TEXTLINE) and words:
                lines.append(line_of(words, base))
                words = []
            word = _word(found, tesserocr)
            if word is not None:
                (_, base_one), (_, base_two) = found.Baseline(tesserocr.RIL.TEXTLINE)
                base = (base_one + base_two) / 2
                words.append(word)
        if words:
            lines.append(line_of(words, base))
    rows, columns = picture.pixels.shape[:2]
    return PageWords(tuple(lines), columns, rows, DOTS, number)


def _word(found: Any, tesserocr: Any) -> Word | None:
    box = found.BoundingBox(tesserocr.RIL.WORD)
    if box is None:
        return None
    text = found.GetUTF8Text(tesserocr.RIL.WORD).strip()
    return Word(text, Box(*box), found.Confidence(tesserocr.RIL.WORD) / 100) if text else None
