"""What goes between this program and its workers: an order, and answers that are checked.

An order is pickled, for a worker believes who started it. An answer is a line of JSON, and behind
it the bytes of the pictures that it announces; it comes from a process that opened a hostile file,
so nothing in it is believed before it was checked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, NamedTuple, TypeAlias

from brailledesk.errors import RecognitionLanguageMissing, RecognitionNotAvailable
from brailledesk.ingest.ocr.faults import WORDS, PageFault
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word

LONGEST_LINE = 64_000_000
"""Bytes: a page of 100,000 words has a tenth of it."""
_MOST_PIXELS = 400_000_000
_FARTHEST = 1_000_000
_LONGEST_WORD = 10_000


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to do with the bytes of a file.

    ``kind`` is "pdf" or anything else for pictures; ``language`` is the document's.
    """

    kind: str
    source: str
    language: str
    recognition: Recognition


class Opened(NamedTuple):
    """The file is open and the engine too."""

    pages: int
    engine: str


class Stopped(NamedTuple):
    """Nothing can be read: ``error`` says why."""

    error: RecognitionNotAvailable | PageFault


class PageRead(NamedTuple):
    """A page that was read. ``pictures`` are those of the clean-up, with their names; ``places``
    are the boxes of all words in pixels of the picture as it was given.
    """

    words: PageWords
    pictures: tuple[tuple[str, Picture], ...] = ()
    places: tuple[Box, ...] = ()


class PageLost(NamedTuple):
    """A page that could not be read, and why."""

    number: int
    fault: PageFault


Answer: TypeAlias = Opened | Stopped | PageRead | PageLost


class NotAnAnswer(ValueError):
    """Bytes that no honest worker wrote."""


# -- writing -------------------------------------------------------------------------------------


def write_answer(stream: IO[bytes], answer: Answer) -> None:
    """One line, and the pictures behind it."""
    pictures: tuple[tuple[str, Picture], ...] = ()
    match answer:
        case Opened():
            content: dict[str, object] = {"opened": list(answer)}
        case Stopped(PageFault() as fault):
            content = {"fault": _plain_fault(fault)}
        case Stopped(error):
            names = ["languages", "command"]
            if not isinstance(error, RecognitionLanguageMissing):
                names = ["engine", "reason", "command"]
            content = {"lacking": [str(error.fields[name]) for name in names]}
        case PageLost():
            content = {"lost": answer.number, "fault": _plain_fault(answer.fault)}
        case PageRead():
            pictures = answer.pictures
            content = {
                "read": _plain_words(answer.words),
                "places": answer.places,
                "pictures": [_plain_picture(name, one) for name, one in pictures],
            }
    stream.write(json.dumps(content, separators=(",", ":")).encode("ascii") + b"\n")
    for _name, picture in pictures:
        stream.write(picture.pixels.tobytes())
    stream.flush()


def _plain_fault(fault: PageFault) -> list[object]:
    return [fault.name, dict(fault.fields)]


def _plain_words(page: PageWords) -> list[object]:
    lines = [
        [
            [
                [word.text, word.box, word.confidence, word.language, word.others]
                for word in one.words
            ],
            one.box,
            one.baseline,
            one.height,
            one.block,
            one.x_height,
        ]
        for one in page.lines
    ]
    return [lines, page.width, page.height, page.resolution, page.number, page.rules]


def _plain_picture(name: str, picture: Picture) -> list[object]:
    return [name, picture.pixels.shape, picture.resolution, picture.number]


# -- reading -------------------------------------------------------------------------------------


def read_answer(stream: IO[bytes], source: str) -> Answer | None:
    """The next answer about the file ``source``; None at the end. Raises NotAnAnswer."""
    line = stream.readline(LONGEST_LINE)
    if not line:
        return None
    try:
        content = json.loads(line)
        return _answer(content, stream, source)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, AttributeError) as error:
        raise NotAnAnswer(str(error)) from None


def _answer(content: Mapping[str, object], stream: IO[bytes], source: str) -> Answer:
    if "opened" in content:
        pages, engine = _listed(content["opened"])
        return Opened(_count(pages), _text(engine))
    if "lacking" in content:
        return Stopped(_lack(*map(_text, _listed(content["lacking"]))))
    if "lost" in content:
        return PageLost(_count(content["lost"]), _fault(*_listed(content["fault"])))
    if "fault" in content:
        return Stopped(_fault(*_listed(content["fault"])))
    words = _page(source, *_listed(content["read"]))
    pictures = tuple(
        _picture(stream, source, *_listed(one)) for one in _listed(content["pictures"])
    )
    places = tuple(_box(one) for one in _listed(content["places"]))
    return PageRead(words, pictures, places)


def _lack(*told: str) -> RecognitionNotAvailable:
    if len(told) == 2:
        return RecognitionLanguageMissing(told[0].split(", "), told[1])
    return RecognitionNotAvailable(*told)


def _fault(name: object, fields: object) -> PageFault:
    if name not in WORDS or not isinstance(fields, dict):
        raise NotAnAnswer("a fault was expected")
    return PageFault(_text(name), {_text(key): _plain(value) for key, value in fields.items()})


def _page(
    source: str,
    lines: object,
    width: object,
    height: object,
    resolution: object,
    number: object,
    rules: object,
) -> PageWords:
    return PageWords(
        tuple(_line(*_listed(one)) for one in _listed(lines)),
        _count(width),
        _count(height),
        _number(resolution),
        _count(number),
        source,
        tuple(_box(one) for one in _listed(rules)),
    )


def _line(
    words: object, box: object, baseline: object, height: object, block: object, x_height: object
) -> Line:
    return Line(
        tuple(_word(*_listed(one)) for one in _listed(words)),
        _box(box),
        _number(baseline),
        _number(height),
        _count(block),
        _number(x_height),
    )


def _word(text: object, box: object, confidence: object, language: object, others: object) -> Word:
    sure = _number(confidence)
    if not 0 <= sure <= 1:
        raise NotAnAnswer("a confidence was expected")
    readings = tuple(_text(one) for one in _listed(others))
    return Word(_text(text), _box(box), sure, _text(language), readings)


def _picture(
    stream: IO[bytes],
    source: str,
    name: object,
    shape: object,
    resolution: object,
    number: object,
) -> tuple[str, Picture]:
    import numpy as np  # noqa: PLC0415 - slow to import, and few ask for pictures

    sizes = [_count(one) for one in _listed(shape)]
    size = math.prod(sizes)
    if len(sizes) not in {2, 3} or size > _MOST_PIXELS:
        raise NotAnAnswer("a picture was expected")
    data = stream.read(size)
    if len(data) != size:
        raise NotAnAnswer("a picture is cut off")
    pixels = np.frombuffer(data, np.uint8).reshape(sizes)
    told = None
    if resolution is not None:
        across, down = _listed(resolution)
        told = (_number(across), _number(down))
    return _text(name), Picture(pixels, told, _count(number), source)


def _box(value: object) -> Box:
    left, top, right, bottom = (int(_number(one)) for one in _listed(value))
    return Box(left, top, right, bottom)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_WORD:
        raise NotAnAnswer("text was expected")
    return value


def _plain(value: object) -> int | str:
    return _count(value) if isinstance(value, int) else _text(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise NotAnAnswer("a count was expected")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > _FARTHEST:
        raise NotAnAnswer("a number was expected")
    return float(value)


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise NotAnAnswer("a list was expected")
    return value
