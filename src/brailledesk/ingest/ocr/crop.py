"""A line of text in a picture, at once: a field of a screen that has no text of its own.

In this process, unlike pages of files: a crop of one's own screen is not hostile, and a process of
its own would take longer than reading it.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from brailledesk.ingest.ocr.engines import open_tesseract
from brailledesk.ingest.ocr.page import PageWords, Picture, Pixels

SCREEN = 96.0
"""Dots an inch of an ordinary screen."""
_FAINTEST = 24
"""Shades between letters and what is behind them."""


class CropReader:
    """Reads crops; the engine and its languages stay open until :meth:`close`.

    ::

        with CropReader(("it",)) as reader:
            reader.read(pixels).text

    One thread uses it at a time. Raises RecognitionNotAvailable without tesserocr, and
    RecognitionLanguageMissing with the first crop where the data of a language are missing.
    """

    def __init__(self, languages: tuple[str, ...] = ("it",)) -> None:
        self._languages = languages
        self._engine = open_tesseract()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the engine's memory back."""
        self._engine.close()

    def read(self, pixels: Pixels, resolution: float = SCREEN) -> PageWords:
        """The words of a single line; none where there is no text.

        ``pixels`` are rows and columns of grey, or of red, green and blue.
        """
        rows, columns = pixels.shape[:2]
        if int(pixels.max(initial=0)) - int(pixels.min(initial=255)) < _FAINTEST:
            # Of a line that is none Tesseract says something all the same.
            return PageWords((), columns, rows, resolution)
        picture = Picture(pixels, (resolution, resolution))
        return self._engine.read_line(picture, self._languages)
