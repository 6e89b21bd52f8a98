"""The runs of one block as XHTML, with an element around each sentence that is spoken."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from lxml import etree

from brailledesk.formats.ebraille_markup import HTML, fill, note_link
from brailledesk.speech.passage import Sentence, sentences
from brailledesk.text import Run, Typeform

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def printable(text: str) -> str:
    """A text of the same length that XML can carry."""
    return _NOT_XML.sub(" ", text)


def one_line(text: str) -> str:
    """A text without line ends, for titles and metadata."""
    return " ".join(printable(text).split())


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a note, and its place in the text without marks."""

    place: int
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """The text of a block without its note marks, and these."""

    runs: tuple[Run, ...]
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Line:
        texts: list[Run] = []
        marks: list[Mark] = []
        place = 0
        for run in runs:
            text = printable(run.text)
            if run.note is not None:
                marks.append(Mark(place, text, run.note))
            else:
                texts.append(replace(run, text=text))
                place += len(text)
        return cls(tuple(texts), tuple(marks))


@dataclass(frozen=True, slots=True)
class Listeners:
    """What is told of each sentence and each note mark, in the order of speech.

    They give the id for its element, or None for a note mark that leads nowhere; of a mark also
    the number of its note.
    """

    sentence: Callable[[Sentence], str]
    mark: Callable[[Mark], tuple[str, int] | None]


def write_line(element: etree._Element, line: Line, language: str, listeners: Listeners) -> None:
    """Fill an element with a line. A mark is spoken when its sentence has ended.

    Takes time in proportion to the text, its runs and its marks.
    """
    spoken = list(sentences(line.runs, language))
    text = _Text(line.runs)
    marks = deque(line.marks)
    pieces: list[str | etree._Element] = []
    place = 0
    for number, sentence in enumerate(spoken):
        following = spoken[number + 1].start if number + 1 < len(spoken) else text.end
        start = max(place, sentence.start)
        stop = max(start, sentence.end)
        pieces += text.cut(place, start)
        span = HTML.span(id=listeners.sentence(sentence))
        if sentence.language != language:
            set_language(span, sentence.language)
        inner: list[str | etree._Element] = []
        place = start
        while marks and marks[0].place < stop:
            middle = max(marks[0].place, place)
            inner += [*text.cut(place, middle), *_mark(marks.popleft(), listeners)]
            place = middle
        fill(span, [*inner, *text.cut(place, stop)])
        pieces.append(span)
        place = stop
        while marks and marks[0].place <= following:
            middle = max(marks[0].place, place)
            pieces += [*text.cut(place, middle), *_mark(marks.popleft(), listeners)]
            place = middle
    for mark in marks:
        pieces += [*text.cut(place, mark.place), *_mark(mark, listeners)]
        place = mark.place
    fill(element, [*pieces, *text.cut(place, text.end)])


def set_language(element: etree._Element, language: str) -> None:
    """What HTML and XML call the language of an element."""
    element.set("lang", language)
    element.set(_LANG, language)


def _mark(mark: Mark, listeners: Listeners) -> Iterator[str | etree._Element]:
    found = listeners.mark(mark)
    if found is None:
        yield mark.text
        return
    own, note = found
    link = note_link(note, mark.text)
    link.set("id", own)
    yield link


class _Text:
    """Runs that pieces are cut from, with their emphasis and line ends."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._ends = list(accumulate(len(run.text) for run in runs))
        self.end = self._ends[-1] if self._ends else 0

    def cut(self, start: int, end: int) -> Iterator[str | etree._Element]:
        """The text from ``start`` to before ``end``."""
        number = bisect_right(self._ends, start)
        while start < end:
            run, stop = self._runs[number], min(self._ends[number], end)
            first = self._ends[number] - len(run.text)
            if start < stop:
                yield from _emphasised(run.text[start - first : stop - first], run.typeform)
            start = max(start, stop)
            number += 1


def _emphasised(text: str, typeform: Typeform) -> Iterator[str | etree._Element]:
    lines: list[str | etree._Element] = []
    for number, part in enumerate(text.split("\n")):
        lines += [HTML.br(), part] if number else [part]
    for form, tag in ((Typeform.ITALIC, "em"), (Typeform.BOLD, "strong")):
        if typeform & form and text.strip():
            element = HTML(tag)
            fill(element, lines)
            lines = [element]
    yield from lines
