"""The process that opens pictures and reads them; nothing else of brailledesk runs in it.

On standard input it takes ``open A B``, a pickled Order of A bytes and a file of B bytes, and then
``page N`` any number of times, and other files. It answers on standard output, with what
:mod:`~brailledesk.ingest.ocr.wire` describes. Pictures are decoded here, so that what crashes over
one crashes alone.
"""

from __future__ import annotations

import os
import pickle
import sys
from dataclasses import replace
from typing import IO, Protocol

import numpy as np

from brailledesk.errors import RecognitionLanguageMissing, RecognitionNotAvailable
from brailledesk.ingest.bounds import bound_memory, bound_time
from brailledesk.ingest.ocr import tessdata
from brailledesk.ingest.ocr.cleanup import NAMES, CleanUp, read_best
from brailledesk.ingest.ocr.engines import open_engine
from brailledesk.ingest.ocr.faults import (
    BLANK,
    ENGINE_FAILED,
    NO_MEMORY,
    WORDLESS,
    PageFault,
    PageFaulty,
)
from brailledesk.ingest.ocr.languages import code_of, tag_of
from brailledesk.ingest.ocr.page import Box, Engine, Picture
from brailledesk.ingest.ocr.ruling import find_rules
from brailledesk.ingest.ocr.unread import with_unread
from brailledesk.ingest.ocr.wire import (
    Answer,
    Opened,
    Order,
    PageLost,
    PageRead,
    Stopped,
    write_answer,
)

_RULED = 150
"""Dots an inch that are enough to find drawn lines."""


class _Pages(Protocol):
    """An open file: how many pages it has, and each of them."""

    def __len__(self) -> int: ...

    def page(self, number: int) -> Picture: ...


def main() -> None:
    output = _own_output()
    desk = _Desk()
    stream = sys.stdin.buffer
    for line in stream:
        verb, *sizes = line.split()
        if verb == b"open":
            order: Order = pickle.loads(stream.read(int(sizes[0])))  # noqa: S301 - of our starter
            answer: Answer = desk.open(order, stream.read(int(sizes[1])))
        else:
            answer = desk.read(int(sizes[0]))
        write_answer(output, answer)


def _own_output() -> IO[bytes]:
    """Standard output for answers alone: what libraries print goes to standard error."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


class _Desk:
    """The file that is open, and engines, which stay open from file to file."""

    def __init__(self) -> None:
        self._order: Order | None = None
        self._pages: _Pages | None = None
        self._engines: dict[str, Engine] = {}
        self._engine: Engine | None = None

    def open(self, order: Order, data: bytes) -> Opened | Stopped:
        """Take a file in place of the one before."""
        self._order, self._pages = None, None
        if not self._engines:
            bound_memory(order.recognition.limits.megabytes)
        try:
            pages = _open(order, data)
            engine = self._engines.get(order.recognition.engine) or open_engine(
                order.recognition.engine
            )
            _check_languages(order, engine)
        except PageFaulty as error:
            return Stopped(error.fault)
        except RecognitionNotAvailable as error:
            return Stopped(error)
        except MemoryError:
            return Stopped(PageFault(NO_MEMORY))
        self._order, self._pages, self._engine = order, pages, engine
        self._engines[order.recognition.engine] = engine
        return Opened(len(pages), engine.name)

    def read(self, number: int) -> PageRead | PageLost:
        """A page of it; whatever is wrong with it is told, never raised."""
        order, pages, engine = self._order, self._pages, self._engine
        assert order is not None
        assert pages is not None
        assert engine is not None
        bound_time(order.recognition.limits.processor)
        try:
            return _recognised(order, pages.page(number), engine)
        except PageFaulty as error:
            return PageLost(number, error.fault)
        except MemoryError:
            return PageLost(number, PageFault(NO_MEMORY))
        except Exception as error:  # noqa: BLE001 - an engine may be anybody's, other pages wait
            reason = f"{engine.name}: {type(error).__name__}: {error}"[:300]
            return PageLost(number, PageFault(ENGINE_FAILED, {"reason": reason}))


def _open(order: Order, data: bytes) -> _Pages:
    """Each kind needs its own library only."""
    if order.kind == "pdf":
        from brailledesk.ingest.ocr.pdf_pages import PdfPages  # noqa: PLC0415

        return PdfPages(data, order.source)
    from brailledesk.ingest.ocr.pictures import PictureFile, use_own_limit  # noqa: PLC0415

    use_own_limit()
    return PictureFile(data, order.source)


def _check_languages(order: Order, engine: Engine) -> None:
    recognition = order.recognition
    wanted = list(recognition.languages or (order.language,))
    wanted += [one for pages in recognition.pages for one in pages.languages]
    there = engine.languages()
    missing = [one for one in dict.fromkeys(wanted) if not {one, tag_of(code_of(one))} & there]
    if missing:
        raise RecognitionLanguageMissing(missing, tessdata.install_command(missing))


def _is_blank(picture: Picture) -> bool:
    from brailledesk.ingest.ocr.pictures import is_blank  # noqa: PLC0415

    return is_blank(picture)


def _recognised(order: Order, picture: Picture, engine: Engine) -> PageRead:
    if _is_blank(picture):
        raise PageFaulty(BLANK)
    recognition = order.recognition
    languages = recognition.languages_of(picture.number, order.language)
    words, cleaned = read_best(picture, engine, languages, _clean_up(order))
    if not any(line.words for line in words.lines):
        raise PageFaulty(WORDLESS)
    clean = cleaned.picture
    words = with_unread(words, clean, engine, languages)
    words = replace(words, rules=rules_of(clean, words.resolution))
    pictures: tuple[tuple[str, Picture], ...] = ()
    if order.recognition.keeps_pictures:
        pictures = (("original", picture), *cleaned.steps, ("clean", clean))
    places = tuple(cleaned.to_original(word.box) for line in words.lines for word in line.words)
    return PageRead(words, pictures, places)


def rules_of(picture: Picture, resolution: float) -> tuple[Box, ...]:
    """The drawn lines of a page, looked for in a smaller picture of it: that is five times faster.

    Of every square of pixels the darkest is kept, so that no line is too thin to stay.
    """
    factor = max(int(resolution // _RULED), 1)
    pixels = picture.pixels
    rows, columns = (size // factor * factor for size in pixels.shape[:2])
    whole = pixels[:rows, :columns]
    if factor == 1 or not whole.size:
        return find_rules(pixels, resolution)
    small = whole[::factor, ::factor].copy()
    for down in range(factor):
        for across in range(factor):
            np.minimum(small, whole[down::factor, across::factor], out=small)
    found = find_rules(small, resolution / factor)
    return tuple(Box(*(edge * factor for edge in box)) for box in found)


def _clean_up(order: Order) -> CleanUp:
    recognition = order.recognition
    steps = set(NAMES) - set(recognition.without_steps) if recognition.is_cleaned else ()
    return CleanUp(frozenset(steps), recognition.keeps_pictures)


if __name__ == "__main__":
    main()
