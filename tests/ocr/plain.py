"""Plain readers for judging: the command line as it is, and an engine in process.

The engine is the least that the clean-up needs; the product has its own.
"""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import numpy as np
import tesserocr
from PIL import Image, ImageOps

from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word

_DATA = Path("/usr/share/tesseract-ocr/5/tessdata")
_NAMES = {"it": "ita", "en": "eng"}


def command_line(path: Path, language: str = "ita") -> str:
    """What ``tesseract FILE stdout -l ita`` reads, with one thread."""
    done = subprocess.run(
        ["tesseract", str(path), "stdout", "-l", language],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout


def load(data: bytes, source: str = "made") -> Picture:
    """The picture of a file of one page."""
    with Image.open(io.BytesIO(data)) as opened:
        told = opened.info.get("dpi")
        upright = ImageOps.exif_transpose(opened)
        grey = upright.convert("RGB" if upright.mode == "RGB" else "L")
        pixels = np.array(grey, np.uint8)
    resolution = None if told is None else (float(told[0]), float(told[1]))
    return Picture(pixels, resolution, source=source)


class PlainEngine:
    """Tesseract in process, behind the protocol of engines."""

    name = "plain"

    def __init__(self, mode: int = tesserocr.PSM.AUTO) -> None:
        self.reads = 0
        self._api = tesserocr.PyTessBaseAPI(path=str(_DATA), lang="ita", psm=mode)

    def languages(self) -> frozenset[str]:
        return frozenset({"it"})

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        assert languages == ("it",)
        self.reads += 1
        pixels = np.ascontiguousarray(picture.pixels)
        height, width = pixels.shape[:2]
        depth = 1 if pixels.ndim == 2 else 3
        self._api.SetImageBytes(pixels.tobytes(), width, height, depth, width * depth)
        resolution = picture.resolution[0] if picture.resolution else 70
        self._api.SetSourceResolution(round(resolution))
        self._api.Recognize()
        return PageWords(tuple(self._lines()), width, height, resolution)

    def _lines(self) -> list[Line]:
        iterator = self._api.GetIterator()
        word_level, line_level = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
        lines: list[Line] = []
        words: list[Word] = []
        block = -1
        if iterator is None:
            return lines
        for item in tesserocr.iterate_level(iterator, word_level):
            if item.IsAtBeginningOf(tesserocr.RIL.BLOCK):
                block += 1
            bounds = item.BoundingBox(word_level)
            if item.Empty(word_level) or bounds is None:
                continue
            text = item.GetUTF8Text(word_level).strip()
            if text:
                words.append(Word(text, Box(*bounds), item.Confidence(word_level) / 100, "it"))
            if item.IsAtFinalElement(line_level, word_level) and words:
                box = Box(*item.BoundingBox(line_level))
                lines.append(Line(tuple(words), box, box.bottom, box.bottom - box.top, block))
                words = []
        return lines

    def close(self) -> None:
        self._api.End()


def text_of(page: PageWords) -> str:
    return " ".join(word.text for line in page.lines for word in line.words)
