"""A line: a row in the making, which knows what of it comes from the document."""

from __future__ import annotations

from enum import Enum

from brailledesk.pages import PrintSpan, Row
from brailledesk.text import Origin
from brailledesk.values import dataclass, replace

LAYOUT = Origin(source="layout")
"""The origin of runs that layout writes itself; compared by identity."""


class LineKind(Enum):
    """Every kind but TEXT is layout's own and holds nothing of the document's text."""

    TEXT = "text"
    BLANK = "blank"
    RULE = "rule"
    """Hyphens between the heading of a table and its rows, or above the notes of a page."""
    PAGE_MARK = "page mark"
    """The place where a print page begins."""
    REPEATED = "repeated"
    """The heading of a table again, after a page break."""
    RUNNING = "running"
    FRONT = "front matter"
    """A title page or a transcriber's note."""
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Line:
    """One row and its parts.

    ``content`` holds the ranges of ``cells`` that come from the document; the rest (indent, hyphen,
    padding, labels that layout repeats) is layout's. ``is_open`` says that the text goes on in the
    next row without a blank: inside a word, an address or an amount too long for a row. ``notes``
    are the labels of the notes whose marks end in this line.
    """

    cells: bytes = b""
    print_text: str = ""
    kind: LineKind = LineKind.TEXT
    content: tuple[tuple[int, int], ...] = ()
    is_hyphenated: bool = False
    is_open: bool = False
    notes: tuple[str, ...] = ()
    spans: tuple[PrintSpan, ...] = ()

    def content_cells(self) -> bytes:
        """The cells that come from the document."""
        return b"".join(self.cells[start:end] for start, end in self.content)

    def repeated(self) -> Line:
        """The same line as a repetition, of which nothing counts as the document's."""
        return self.as_layout(LineKind.REPEATED)

    def as_layout(self, kind: LineKind) -> Line:
        """The same line as one that layout adds."""
        return replace(self, kind=kind, content=(), notes=())

    def row(self) -> Row:
        is_running = self.kind is LineKind.RUNNING
        return Row(self.cells, self.print_text, is_running, self.is_hyphenated, self.spans)


BLANK_LINE = Line(kind=LineKind.BLANK)
