"""What a reader or a printing house may choose about pages: the layout profile.

No Italian norm fixes these numbers, so every one is a value with a default; the reasons stand in
``docs/decisions/0003-layout.md``.
"""

from __future__ import annotations

from enum import Enum

from brailledesk.errors import N_, UsageError
from brailledesk.layout.book import BookOptions, NotePlace
from brailledesk.layout.checks import check_number
from brailledesk.pages import PageFormat
from brailledesk.text import Doubts
from brailledesk.values import dataclass, field

MOST_INDENT = 20
"""No indent option goes beyond this; in use an indent never takes more than half a row."""


MOST_BLANKS = 3
"""Blank rows around a heading."""


class TableStyle(Enum):
    """How tables are laid out. A style that cannot hold a table gives way to one that can."""

    AUTO = "auto"
    COLUMNS = "columns"
    """Rows and columns as in print; only where every cell fits its column on one row."""
    LISTED = "listed"
    """One cell a line, "label: value", with the column's heading as the label."""
    LINEAR = "linear"
    """One row a line, cells divided by semicolons."""
    STAIRSTEP = "stairstep"
    """One cell a line, each column two cells further in than the one before."""


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """``indent`` counts cells and is not used where the heading is centred; blanks count rows.

    Raises UsageError for an indent outside 0 to 20 or blank rows outside 0 to 3.
    """

    is_centred: bool = False
    indent: int = 0
    blank_before: int = 1
    blank_after: int = 0

    def __post_init__(self) -> None:
        check_number("indent", self.indent, 0, MOST_INDENT)
        check_number("blank_before", self.blank_before, 0, MOST_BLANKS)
        check_number("blank_after", self.blank_after, 0, MOST_BLANKS)


_INDENTS = (
    "paragraph_indent",
    "list_indent",
    "quote_indent",
    "column_gap",
    "verse_indent",
    "verse_runover",
    "note_indent",
)


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """The layout profile. Indents are cells.

    ``headings`` holds the style of level 1, 2, ...; the last one serves all deeper levels.
    ``running_title`` replaces the document's title in the running line. ``has_page_numbers``
    governs print and Braille page numbers in the running line, ``has_page_marks`` the rows that
    show where a print page begins inside a Braille page. ``has_unnamed_images`` shows a picture
    without alternative text as "[Immagine]", so that a reader knows of it. ``verse_indent`` is that
    of a verse, ``verse_runover`` that of its further rows. The labels are words of the document's
    language. ``empty_cell`` is the print sign of an empty table cell. ``book`` is for what has
    chapters and volumes.
    ``doubts`` is how words are shown that recognition is unsure of; a conversion sees to it.
    ``has_print_spans`` has the rows know which cells stand for which print; nothing else changes.
    Raises UsageError for an indent outside 0 to 20 or an empty ``headings``.
    """

    page: PageFormat = field(default_factory=PageFormat)
    is_hyphenated: bool = True
    table_style: TableStyle = TableStyle.AUTO
    has_page_numbers: bool = True
    has_running_line: bool = True
    has_page_marks: bool = True
    has_unnamed_images: bool = True
    paragraph_indent: int = 2
    list_indent: int = 2
    quote_indent: int = 2
    column_gap: int = 2
    verse_indent: int = 0
    verse_runover: int = 4
    note_place: NotePlace = NotePlace.DOCUMENT
    note_indent: int = 4
    headings: tuple[HeadingStyle, ...] = (
        HeadingStyle(is_centred=True, blank_after=1),
        HeadingStyle(indent=4),
        HeadingStyle(indent=6),
    )
    running_title: str | None = None
    image_label: str = "Immagine"
    notes_label: str = "Note"
    empty_cell: str = "–"
    book: BookOptions = field(default_factory=BookOptions)
    has_print_spans: bool = False
    doubts: Doubts = Doubts.MARKS

    def __post_init__(self) -> None:
        for name in _INDENTS:
            check_number(name, getattr(self, name), 1 if name == "column_gap" else 0, MOST_INDENT)
        if not self.headings:
            raise UsageError(
                N_("The layout options name no heading style."),
                N_("Give at least one; the last serves all deeper levels."),
            )

    def heading(self, level: int) -> HeadingStyle:
        """The style of a heading level, counted from 1."""
        return self.headings[min(max(level, 1), len(self.headings)) - 1]
