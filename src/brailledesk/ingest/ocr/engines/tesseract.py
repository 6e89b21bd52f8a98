"""Tesseract in this process, through tesserocr. One thread; an engine stays open between pages.

Calls and meanings: tesserocr's and Tesseract's own documentation of TessBaseAPI and ResultIterator.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from brailledesk.errors import RecognitionLanguageMissing
from brailledesk.ingest.ocr import tessdata
from brailledesk.ingest.ocr.faults import ENGINE_FAILED, NO_MEMORY, PageFaulty
from brailledesk.ingest.ocr.languages import code_of, tag_of
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Pixels, Word

THREADS = "OMP_THREAD_LIMIT"
"""OpenMP reads it when the library is loaded: two threads of a page on two cores fight."""
ASSUMED = 300
"""Dots an inch where a picture does not tell: Tesseract would guess, and warn."""
_MOST_OPEN = 3
"""Sets of languages that stay loaded, 15 MB each."""
_OTHERS = 3
_SURE = 0.8
"""A word above it has no other readings that anybody would want to hear."""
_MOST_LINES = 8
"""Of a page, that are read again for the sake of other readings."""
_CHOICES = "lstm_choice_mode"
"""Tesseract's variable: 2 keeps other signs. On a whole page that costs a sixth of the time, so
only lines with doubtful words are read again with it."""
_FAR_OFF = 15.0
"""Of the network's costs: a sign that costs so much more than the best one is noise."""


class Tesseract:
    """The engine "tesserocr"; it is not to be used by two threads at once."""

    name = "tesserocr"

    def __init__(self) -> None:
        os.environ.setdefault(THREADS, "1")
        import tesserocr  # noqa: PLC0415 - behind the limit of threads

        self._library = tesserocr
        self._open: dict[str, Any] = {}
        self.version = str(tesserocr.tesseract_version()).splitlines()[0]

    def languages(self) -> frozenset[str]:
        """See :class:`~brailledesk.ingest.ocr.page.Engine`."""
        return tessdata.languages_in(tessdata.find_folder())

    def read(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        """See :class:`~brailledesk.ingest.ocr.page.Engine`."""
        return self._read(picture, languages, self._library.PSM.AUTO)

    def read_line(self, picture: Picture, languages: tuple[str, ...]) -> PageWords:
        """The words of a picture of a single line: a crop of a screen, a field of a form."""
        return self._read(picture, languages, self._library.PSM.SINGLE_LINE)

    def close(self) -> None:
        """Give the memory of the languages back."""
        for api in self._open.values():
            api.End()
        self._open.clear()

    def _read(self, picture: Picture, languages: tuple[str, ...], mode: int) -> PageWords:
        api = self._api(languages)
        pixels, resolution = picture.pixels, round((picture.resolution or (ASSUMED,))[0])
        rows, columns = pixels.shape[:2]
        depth = 1 if pixels.ndim == 2 else pixels.shape[2]
        try:
            api.SetPageSegMode(mode)
            api.SetVariable(_CHOICES, "0")
            api.SetImageBytes(_contiguous(pixels).tobytes(), columns, rows, depth, columns * depth)
            api.SetSourceResolution(resolution)
            if not api.Recognize():
                raise PageFaulty(ENGINE_FAILED, reason=self.name)
            lines = tuple(self._lines(api))
            if mode == self._library.PSM.AUTO:
                lines = self._with_others(api, lines)
        except MemoryError:
            raise PageFaulty(NO_MEMORY) from None
        except RuntimeError as error:
            raise PageFaulty(ENGINE_FAILED, reason=f"{self.name}: {error}") from error
        finally:
            api.Clear()
        if len(languages) > 1:
            lines = _one_language_a_block(lines)
        return PageWords(lines, columns, rows, resolution, picture.number, picture.source)

    def _api(self, languages: tuple[str, ...]) -> Any:  # noqa: ANN401 - a class of C++
        codes = [code_of(language) for language in languages]
        names = "+".join(codes)
        if names in self._open:
            return self._open[names]
        folder = tessdata.find_folder(codes)
        there = tessdata.languages_in(folder)
        missing = [
            language
            for language, code in zip(languages, codes, strict=True)
            if not code or tag_of(code) not in there
        ]
        if missing or folder is None:
            raise RecognitionLanguageMissing(missing, tessdata.install_command(missing))
        if len(self._open) >= _MOST_OPEN:
            self._open.pop(next(iter(self._open))).End()
        library = self._library
        # LSTM only: the older engine has no data in the packages of today.
        api = library.PyTessBaseAPI(
            path=str(folder) + os.sep, lang=names, psm=library.PSM.AUTO, oem=library.OEM.LSTM_ONLY
        )
        self._open[names] = api
        return api

    def _lines(self, api: Any) -> Iterator[Line]:  # noqa: ANN401
        level = self._library.RIL
        iterator = api.GetIterator()
        block = -1
        words: list[Word] = []
        shape: tuple[Box, float, float, float] | None = None
        if iterator is None:
            return
        for at in self._library.iterate_level(iterator, level.WORD):
            block += at.IsAtBeginningOf(level.BLOCK)
            if at.IsAtBeginningOf(level.TEXTLINE):
                words, shape = [], _shape_of_line(at, level)
            word = self._word(at, level)
            if word is not None:
                words.append(word)
            if words and shape and at.IsAtFinalElement(level.TEXTLINE, level.WORD):
                box, baseline, height, x_height = shape
                yield Line(tuple(words), box, baseline, height, block, x_height)

    def _word(self, at: Any, level: Any) -> Word | None:  # noqa: ANN401
        box = at.BoundingBox(level.WORD)
        text = "" if at.Empty(level.WORD) or box is None else at.GetUTF8Text(level.WORD).strip()
        if not text:
            return None
        confidence = min(max(at.Confidence(level.WORD) / 100, 0.0), 1.0)
        language = tag_of(at.WordRecognitionLanguage() or "")
        return Word(text, Box(*box), confidence, language)

    def _with_others(self, api: Any, lines: tuple[Line, ...]) -> tuple[Line, ...]:  # noqa: ANN401
        """The lines; doubtful words have their other readings."""
        doubtful = [
            place
            for place, line in enumerate(lines)
            if any(word.confidence < _SURE for word in line.words)
        ]
        found = list(lines)
        if doubtful:
            api.SetPageSegMode(self._library.PSM.SINGLE_LINE)
            api.SetVariable(_CHOICES, "2")
        for place in doubtful[:_MOST_LINES]:
            found[place] = self._line_with_others(api, lines[place])
        return tuple(found)

    def _line_with_others(self, api: Any, line: Line) -> Line:  # noqa: ANN401
        level = self._library.RIL
        left, top, right, bottom = line.box
        api.SetRectangle(left, top, right - left, bottom - top)
        if not api.Recognize() or (iterator := api.GetIterator()) is None:
            return line
        again: list[tuple[Box, str, tuple[str, ...]]] = []
        for at in self._library.iterate_level(iterator, level.WORD):
            word = self._word(at, level)
            if word is not None and word.confidence < _SURE:
                again.append((word.box, word.text, self._others(at, word.text)))
        words = tuple(replace(word, others=_others_of(word, again)) for word in line.words)
        return replace(line, words=words)

    def _others(self, at: Any, text: str) -> tuple[str, ...]:  # noqa: ANN401
        """Readings with another sign, those first that the network thought nearly as likely."""
        signs = [sign for sign in at.GetBestLSTMSymbolChoices() or () if sign and sign[0][0] != " "]
        best = [sign[0][0] for sign in signs]
        if "".join(best) != text:
            return ()
        found = sorted(
            (cost - sign[0][1], "".join([*best[:place], other, *best[place + 1 :]]))
            for place, sign in enumerate(signs)
            for other, cost in sign[1:]
            if cost - sign[0][1] <= _FAR_OFF
        )
        return tuple(dict.fromkeys(reading for _, reading in found))[:_OTHERS]


def _others_of(word: Word, again: Sequence[tuple[Box, str, tuple[str, ...]]]) -> tuple[str, ...]:
    """The other readings of a word, of what was read in its place the second time."""
    if word.confidence >= _SURE:
        return ()
    for box, text, others in again:
        if min(box.right, word.box.right) - max(box.left, word.box.left) > 0:
            # Read alone, the line may give another word: that is another reading too.
            more = others if text == word.text else (text, *others)
            return tuple(one for one in more if one != word.text)[:_OTHERS]
    return ()


def _contiguous(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels)


def _shape_of_line(at: Any, level: Any) -> tuple[Box, float, float, float] | None:  # noqa: ANN401
    """The box of a row of text, its baseline in the middle, heights of capitals and of an x."""
    found = at.BoundingBox(level.TEXTLINE)
    if found is None:
        return None
    box = Box(*found)
    ends = at.Baseline(level.TEXTLINE)
    baseline = (ends[0][1] + ends[1][1]) / 2 if ends else float(box.bottom)
    sizes = at.RowAttributes() or {}
    # The height of a row goes from the top of ascenders to the bottom of descenders, which is < 0.
    capital = sizes.get("row_height", 0.0) + sizes.get("descenders", 0.0)
    x_height = capital - sizes.get("ascenders", 0.0)
    return box, baseline, capital if capital > 0 else float(box.bottom - box.top), max(x_height, 0)


def _one_language_a_block(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the language that most letters of their block have.

    Tesseract chooses word by word, and a name or a number among Italian words is no English.
    """
    letters: dict[int, Counter[str]] = {}
    for line in lines:
        counts = letters.setdefault(line.block, Counter())
        for word in line.words:
            counts[word.language] += sum(sign.isalpha() for sign in word.text)
    chosen = {block: counts.most_common(1)[0][0] for block, counts in letters.items()}
    return tuple(
        replace(
            line,
            words=tuple(replace(word, language=chosen[line.block]) for word in line.words),
        )
        for line in lines
    )
