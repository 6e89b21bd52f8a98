"""Tesseract as a program of its own, through pytesseract: slower, and where tesserocr is not.

The columns are those of Tesseract's TSV; it tells neither baselines nor other readings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from PIL import Image

from brailledesk.errors import N_, RecognitionLanguageMissing, RecognitionNotAvailable
from brailledesk.ingest.ocr import tessdata
from brailledesk.ingest.ocr.engines.tesseract import ASSUMED, THREADS
from brailledesk.ingest.ocr.faults import ENGINE_FAILED, PageFaulty
from brailledesk.ingest.ocr.languages import NOT_LANGUAGES, code_of, tag_of
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word

PROGRAM_COMMAND = "sudo apt-get install tesseract-ocr tesseract-ocr-ita"
_WORD = 5
"""The level of rows that are words; those above are pages, blocks, paragraphs and lines."""


class TesseractProgram:
    """The engine "pytesseract". Raises RecognitionNotAvailable where there is no program."""

    name = "pytesseract"

    def __init__(self) -> None:
        os.environ.setdefault(THREADS, "1")
        import pytesseract  # noqa: PLC0415 - behind the limit of threads

        self._library = pytesseract
        try:
            self.version = f"tesseract {pytesseract.get_tesseract_version()}"
        except (pytesseract.TesseractNotFoundError, SystemExit):
            raise RecognitionNotAvailable(
                self.name, N_("the program tesseract was not found"), PROGRAM_COMMAND
            ) from None
        self._folder = tessdata.find_folder()

    def languages(self) -> frozenset[str]:
        """See :class:`~brailledesk.ingest.ocr.page.Engine`."""
        names = set(self._library.get_languages(config=self._config()))
        return frozenset(tag_of(name) for name in names - NOT_LANGUAGES)

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        """See :class:`~brailledesk.ingest.ocr.page.Engine`."""
        there = self.languages()
        codes = [code_of(language) for language in languages]
        missing = [
            language
            for language, code in zip(languages, codes, strict=True)
            if not code or tag_of(code) not in there
        ]
        if missing:
            raise RecognitionLanguageMissing(missing, tessdata.install_command(missing))
        rows, columns = picture.pixels.shape[:2]
        resolution = round((picture.resolution or (ASSUMED,))[0])
        try:
            found: Mapping[str, Sequence[Any]] = self._library.image_to_data(
                Image.fromarray(picture.pixels),
                lang="+".join(codes),
                config=f"{self._config()} --psm 3 --oem 1 --dpi {resolution}",
                output_type=self._library.Output.DICT,
            )
        except (self._library.TesseractError, OSError) as error:
            raise PageFaulty(ENGINE_FAILED, reason=f"{self.name}: {error}") from error
        lines = tuple(_lines(found, languages))
        return PageWords(lines, columns, rows, resolution, picture.number, picture.source)

    def _config(self) -> str:
        """The options that name the folder of the data, quoted for the library's own splitting."""
        return f'--tessdata-dir "{self._folder}"' if self._folder else ""


def _lines(found: Mapping[str, Sequence[Any]], languages: tuple[str, ...]) -> Iterator[Line]:
    rows = [n for n, level in enumerate(found["level"]) if level == _WORD]

    def place(row: int) -> tuple[int, int, int]:
        return (found["block_num"][row], found["par_num"][row], found["line_num"][row])

    # Which language a word has it does not tell, so only one of them is sure.
    language = languages[0] if len(languages) == 1 else ""
    for (block, _, _), members in groupby(rows, key=place):
        words = tuple(
            Word(text, _box(found, row), _confidence(found["conf"][row]), language)
            for row in members
            if (text := str(found["text"][row]).strip())
        )
        if words:
            boxes = list(zip(*(word.box for word in words), strict=True))
            box = Box(min(boxes[0]), min(boxes[1]), max(boxes[2]), max(boxes[3]))
            yield Line(words, box, float(box.bottom), float(box.bottom - box.top), block - 1)


def _box(found: Mapping[str, Sequence[Any]], row: int) -> Box:
    left, top = int(found["left"][row]), int(found["top"][row])
    return Box(left, top, left + int(found["width"][row]), top + int(found["height"][row]))


def _confidence(percent: object) -> float:
    return min(max(float(str(percent)) / 100, 0.0), 1.0)
