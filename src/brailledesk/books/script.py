"""What is read aloud of a document: phrases that know their place in its pages of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from lxml import etree

from brailledesk.formats.ebraille_markup import HTML
from brailledesk.speech.passage import Sentence


class Part(Enum):
    """What a phrase belongs to; players let their readers leave out pages and notes."""

    TEXT = "text"
    PAGE = "page"
    NOTE_MARK = "note mark"
    NOTE = "note"


class PageKind(Enum):
    """Kinds of print pages, by the names of DAISY 2.02."""

    FRONT = "page-front"
    """A Roman number, before all others."""
    NORMAL = "page-normal"
    """A number, larger than all before it."""
    SPECIAL = "page-special"


@dataclass(slots=True)
class Phrase:
    """A stretch of sound, from one border to the next, and the element ``id`` that it speaks.

    ``spoken`` are one or several calls of an engine; ``pause`` is silence behind it, in seconds.
    """

    id: str
    spoken: list[Sentence]
    part: Part = Part.TEXT
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A print page that begins: what print calls it, and the phrase that says so."""

    label: str
    kind: PageKind
    phrase: str


@dataclass(slots=True)
class Section:
    """A heading with what follows it until the next one. ``file`` is the page of text it is in.

    ``id`` is the element of the heading, ``phrase`` the first phrase of it.
    """

    title: str
    level: int
    file: str
    id: str
    phrase: str
    phrases: list[Phrase] = field(default_factory=list)
    pages: list[PageTurn] = field(default_factory=list)


@dataclass(slots=True)
class Chapter:
    """A page of text, in XHTML with EPUB's attributes, and the sections in it."""

    file: str
    body: etree._Element = field(default_factory=HTML.body)
    sections: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Script:
    """A whole book before it is spoken."""

    title: str
    author: str
    language: str
    chapters: list[Chapter] = field(default_factory=list)
    note_marks: int = 0

    def sections(self) -> Iterator[Section]:
        """All sections in reading order."""
        for chapter in self.chapters:
            yield from chapter.sections

    @property
    def phrase_count(self) -> int:
        return sum(len(section.phrases) for section in self.sections())
