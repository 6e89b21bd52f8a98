"""What a codec gives: the bytes before, of each page, and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brailledesk.devices.embossers.beside import Beside

Rows = Sequence[bytes]
"""The rows of one side of a sheet: cells, a byte a cell."""

Slots = tuple[int | None, ...]
"""The sides of one sheet of a volume, by their place in it from 0; None is a blank one."""

ESC = b"\x1b"
CR_LF = b"\r\n"
FF = b"\x0c"
SUB = b"\x1a"


@dataclass(frozen=True, slots=True)
class Wire:
    """A family's protocol with a plan's numbers in it.

    ``start`` is told how many sheets follow, which few want to know. ``page`` makes one side, with
    what ends it. ``between`` stands between two sides. ``is_sheet_filled``: a last sheet gets its
    back. ``order`` (machines that fold) puts the sides of a volume on sheets; each volume then
    has a start of its own. ``reply`` is what the machine answers to each line. ``filler`` is a byte
    that does nothing behind a job. ``beside`` is a file of settings that belongs to the bytes, for
    machines that a program drives.
    """

    page: Callable[[Rows], bytes]
    start: Callable[[int], bytes]
    end: bytes = b""
    between: bytes = b""
    is_sheet_filled: bool = False
    order: Callable[[int], Sequence[Slots]] | None = None
    reply: str | None = None
    filler: bytes = b""
    beside: Beside | None = None


def constant(start: bytes) -> Callable[[int], bytes]:
    """A start that is the same for any number of sheets."""
    return lambda _sheets: start


def text_page(
    encode: Callable[[bytes], bytes], line_end: bytes = CR_LF, page_end: bytes = FF
) -> Callable[[Rows], bytes]:
    """Pages of rows with line ends between them; the end of the page ends the last row too."""
    return lambda rows: line_end.join(map(encode, rows)) + page_end


def escapes(*commands: str) -> bytes:
    """Commands in ASCII, an escape before each."""
    return b"".join(ESC + command.encode("ascii") for command in commands)
