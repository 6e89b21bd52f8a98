"""What a reader of large print may choose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brailledesk.errors import N_, UsageError
from brailledesk.schemes import BLACK_ON_WHITE, Scheme

INSTALL_COMMAND = "pip install 'brailledesk[largeprint]'"
"""What brings typst, which sets PDF."""

LEAST_SIZE, MOST_SIZE = 16, 48
"""Points. Large print begins at 16 ("corpo 16" in Italy, UKAAF G003)."""

PAPERS = {"a5": (148, 210), "a4": (210, 297), "a3": (297, 420)}
"""Width and height in mm, upright (ISO 216)."""

_SMALLEST_PAPER = {"a5": 24}
"""Above so many points a line of this paper holds no word."""


@dataclass(frozen=True, slots=True)
class LargePrint:
    """How large print looks.

    ``size`` is that of plain text in points, and nothing is smaller than 16; ``line_spacing`` is
    from base line to base line, in sizes. ``fonts`` are files of the reader's own font, the upright
    one first. ``has_print_pages`` shows where the pages of the print begin. ``language`` ("it",
    "en") is that of words that are not the document's.
    Raises UsageError for numbers out of range and for papers that are not known.
    """

    size: float = 18
    line_spacing: float = 1.5
    paper: str = "a4"
    is_landscape: bool = False
    scheme: Scheme = BLACK_ON_WHITE
    fonts: tuple[Path, ...] = ()
    is_hyphenated: bool = False
    has_print_pages: bool = True
    has_title_page: bool = False
    has_contents: bool = False
    language: str = "it"

    def __post_init__(self) -> None:
        _check(N_("size in points"), self.size, LEAST_SIZE, _SMALLEST_PAPER.get(self.paper, 48))
        _check(N_("line spacing"), self.line_spacing, 1, 3)
        if self.paper not in PAPERS:
            raise UsageError(
                N_("There is no paper {paper} for large print."),
                N_("Known papers: {known}."),
                paper=self.paper,
                known=", ".join(PAPERS),
            )

    @property
    def paper_size(self) -> tuple[int, int]:
        """Width and height of the paper in mm, as it is turned."""
        width, height = PAPERS[self.paper]
        return (height, width) if self.is_landscape else (width, height)


def _check(what: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise UsageError(
            N_("Large print cannot have this: {what} {value}."),
            N_("Give a number from {least} to {most}."),
            what=what,
            value=f"{value:g}",
            least=least,
            most=most,
        )
