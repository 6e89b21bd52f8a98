"""The runs of one block as XHTML, with an element around each sentence that is spoken."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

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
    """Fill an element with a line. A mark inside a sentence is spoken behind it."""
    spoken = list(sentences(line.runs, language))
    pieces: list[str | etree._Element] = []
    place = number = 0
    for sentence in spoken:
        start = max(place, sentence.start)
        pieces += _plain(line.runs, place, start)
        own = listeners.sentence(sentence)
        end = bisect_left(line.marks, _behind(line, sentence), key=lambda mark: mark.place)
        span = HTML.span(id=own)
        if sentence.language != language:
            set_language(span, sentence.language)
        place, stop = start, max(start, sentence.end)
        inner: list[str | etree._Element] = []
        for mark in line.marks[number:end]:
            middle = min(max(mark.place, place), stop)
            inner += [*_plain(line.runs, place, middle), *_mark(mark, listeners)]
            place = middle
        number = end
        inner += _plain(line.runs, place, stop)
        fill(span, inner)
        pieces.append(span)
        place = stop
    pieces += _plain(line.runs, place, sum(len(run.text) for run in line.runs))
    for mark in line.marks[number:]:
        pieces += _mark(mark, listeners)
    fill(element, pieces)


def set_language(element: etree._Element, language: str) -> None:
    """What HTML and XML call the language of an element."""
    element.set("lang", language)
    element.set(_LANG, language)


def _behind(line: Line, sentence: Sentence) -> int:
    """The place from which on marks are of the next sentence: a mark may stand behind a dot."""
    text = "".join(run.text for run in line.runs)
    place = sentence.end
    while place < len(text) and not text[place].isalnum() and not text[place].isspace():
        place += 1
    return place + 1


def _mark(mark: Mark, listeners: Listeners) -> Iterator[str | etree._Element]:
    found = listeners.mark(mark)
    if found is None:
        yield mark.text
        return
    own, note = found
    link = note_link(note, mark.text)
    link.set("id", own)
    yield link


def _plain(runs: Sequence[Run], start: int, end: int) -> Iterator[str | etree._Element]:
    """The text from ``start`` to before ``end``, with its emphasis and line ends."""
    place = 0
    for run in runs:
        text = run.text[max(start - place, 0) : max(end - place, 0)]
        place += len(run.text)
        if text:
            yield from _emphasised(text, run.typeform)


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
