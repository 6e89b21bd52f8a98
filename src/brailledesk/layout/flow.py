"""What pagination takes: chunks of lines with the rules that hold them together."""

from __future__ import annotations

from brailledesk.document import Heading
from brailledesk.layout.lines import Line
from brailledesk.values import dataclass


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one paragraph, heading, table row or page mark.

    Blank rows go before and after it, never at the top or bottom of a page. ``repeated`` are the
    lines that go to the top of a page on which the chunk, or a part of it, comes first.
    ``print_page`` is the print page that begins here, None where none does; ``heading`` the heading
    that these are the lines of. ``notes`` are for the foot of the page: each with the number of the
    line whose mark refers to it. ``written`` stands for lines that the native pass has: the number
    of the first of its rows, and how many.
    """

    lines: tuple[Line, ...]
    blank_before: int = 0
    blank_after: int = 0
    is_kept_with_next: bool = False
    repeated: tuple[Line, ...] = ()
    print_page: str | None = None
    heading: Heading | None = None
    notes: tuple[tuple[int, tuple[Line, ...]], ...] = ()
    written: tuple[int, int] | None = None
