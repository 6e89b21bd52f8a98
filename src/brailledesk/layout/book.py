"""What a reader or a printing house may choose about books: contents, volumes, title pages.

All of it is off by default: a sheet of one page needs none of it. What is known of Italian practice
and what is our own choice stands in ``docs/decisions/0009-books.md``.
"""

from __future__ import annotations

from enum import Enum

from brailledesk.layout.checks import check_number
from brailledesk.values import dataclass, field

MOST_SHEETS = 500
LEAST_SHEETS = 5
"""Fewer sheets would hold little more than a title page and contents."""

DEEPEST_LEVEL = 9
"""Italian practice has headings of nine levels."""


class ContentsScope(Enum):
    """What the contents at the beginning of a volume list."""

    NONE = "none"
    VOLUME = "volume"
    """The headings of that volume."""
    ALL = "all"
    """In the first volume those of all volumes, under the number of each; else as VOLUME."""


class NotePlace(Enum):
    """Where the notes of a document stand."""

    DOCUMENT = "document"
    """At its end, under a heading."""
    CHAPTER = "chapter"
    """At the end of the chapter that refers to them, under a heading."""
    PARAGRAPH = "paragraph"
    """Behind the paragraph or table that refers to them, set in."""
    PAGE = "page"
    """At the foot of the page that refers to them, under a row of hyphens."""


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What a title page says beside the number of the volume and its pages.

    ``title`` and ``author`` empty are those of the document. ``publisher``, ``edition`` and
    ``year`` are of the print; ``institution``, ``place`` and ``date`` of the Braille.
    """

    title: str = ""
    author: str = ""
    publisher: str = ""
    edition: str = ""
    year: str = ""
    institution: str = ""
    place: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class BookLabels:
    """The words of layout in a book, in the document's language; names in braces are filled in.

    ``automatic`` and ``recognised`` are what a transcriber's note says of a text that a program has
    translated, and of one that was recognised in pictures of its pages.
    """

    contents: str = "Indice"
    note: str = "Nota del trascrittore"
    volume: str = "{number}° vol. Braille di {count}"
    volume_part: str = "{number}° vol."
    volume_pages: str = "Pagine Braille {first}-{last}"
    print_pages: str = "Pagine a stampa {first}-{last}"
    print_page: str = "Pagina a stampa {first}"
    automatic: str = (
        "Questo testo è stato tradotto in braille da un programma, con la tabella {table}, "
        "e non è stato riletto."
    )
    recognised: str = (
        "Il testo è stato riconosciuto da un programma nelle immagini delle pagine (OCR) e può "
        "contenere errori."
    )


@dataclass(frozen=True, slots=True)
class BookOptions:
    """What makes a book of pages.

    ``contents_depth`` is the deepest level of headings in the contents. ``sheets`` is how many
    sheets of paper a volume has at most; None makes one volume. A volume ends before a chapter
    where there is one. A chapter begins with a heading of ``chapter_level`` or less; None takes the
    first level of which a document has more than one heading. ``has_chapter_pages`` begins each
    chapter on a new page; ``has_running_chapter`` shows its heading in the running line.
    ``transcriber_note`` is a text for the beginning of the first volume; ``has_automatic_note`` has
    a conversion add that a program made the Braille, and with which table: None does so where a
    part of the text was recognised in pictures.
    ``leader`` is the print sign that leads, as often as it has room, from a heading of the contents
    to its page.
    Raises UsageError for a number out of range.
    """

    contents: ContentsScope = ContentsScope.NONE
    contents_depth: int = 3
    leader: str = "…"
    sheets: int | None = None
    chapter_level: int | None = None
    has_chapter_pages: bool = False
    has_running_chapter: bool = False
    title_page: TitlePage | None = None
    transcriber_note: str = ""
    has_automatic_note: bool | None = None
    labels: BookLabels = field(default_factory=BookLabels)

    def __post_init__(self) -> None:
        check_number("contents_depth", self.contents_depth, 1, DEEPEST_LEVEL)
        if self.sheets is not None:
            check_number("sheets", self.sheets, LEAST_SHEETS, MOST_SHEETS)
        if self.chapter_level is not None:
            check_number("chapter_level", self.chapter_level, 1, DEEPEST_LEVEL)

    @property
    def has_front(self) -> bool:
        """Whether pages stand before the text."""
        return self.contents is not ContentsScope.NONE or self.title_page is not None

    @property
    def is_used(self) -> bool:
        """Whether the text must be known as a whole before its first page is."""
        return self.has_front or self.sheets is not None
