"""Translators simple enough to be right at a glance, and small ways to write documents."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from brailledesk.cells import BLANK
from brailledesk.document import Block, Document, Paragraph, TableCell, TableRow
from brailledesk.layout import Line, LineKind
from brailledesk.text import Run, plain_text
from brailledesk.translate.base import Translation

HYPHEN = 0x24
NUMBER = 0x3C
CAPITAL = 0x28
SILENT = "\u00ad\u200b"
CONTRACTIONS = {"che": b"\x19", "mento": b"\x08\x0d"}


def letter_cell(character: str) -> int:
    """Never a blank, and the same for both cases."""
    if character == "-":
        return HYPHEN
    return (ord(character.lower()[0]) * 7) % 63 + 1


def by_letter(runs: Sequence[Run]) -> Translation:
    """One cell a letter, a number sign before digits, a capital sign before each capital."""
    return _translate(plain_text(runs), {})


def contracted(runs: Sequence[Run]) -> Translation:
    """The same with "che" in one cell and "mento" in two."""
    return _translate(plain_text(runs), CONTRACTIONS)


def _translate(text: str, contractions: dict[str, bytes]) -> Translation:
    cells = bytearray()
    to_char = array("I")
    to_cell = array("I")
    place = 0
    while place < len(text):
        whole = next((word for word in contractions if text.startswith(word, place)), "")
        piece = contractions.get(whole) or _cells_at(text, place)
        to_cell.extend([len(cells)] * max(1, len(whole)))
        to_char.extend([place] * len(piece))
        cells += piece
        place += max(1, len(whole))
    last = max(len(cells) - 1, 0)
    return Translation(text, bytes(cells), to_char, array("I", [min(c, last) for c in to_cell]))


def _cells_at(text: str, place: int) -> bytes:
    character = text[place]
    if character in SILENT:
        return b""
    if character.isspace():
        return bytes([BLANK])
    signs = b""
    if character.isdecimal() and not text[max(place - 1, 0) : place].isdecimal():
        signs += bytes([NUMBER])
    if character.isupper():
        signs += bytes([CAPITAL])
    return signs + bytes([letter_cell(character)])


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def document(*blocks: Block, title: str = "") -> Document:
    return Document(blocks, title=title)


def table_row(*texts: str) -> TableRow:
    return TableRow(tuple(TableCell((paragraph(text),) if text else ()) for text in texts))


def joined_text(lines: Sequence[Line]) -> str:
    """The print of the lines that hold the document's text, as one line."""
    pieces: list[str] = []
    for line in lines:
        if line.kind is not LineKind.TEXT:
            continue
        pieces.append(line.print_text[:-1] if line.is_hyphenated else line.print_text)
        if not line.is_open:
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def content_of(lines: Sequence[Line]) -> bytes:
    """The cells of the document on these lines, without blanks."""
    return b"".join(line.content_cells() for line in lines).replace(b"\0", b"")


def row_texts(lines: Sequence[Line]) -> list[str]:
    """The print of each line, as far in as its cells are."""
    return [
        " " * (len(line.cells) - len(line.cells.lstrip(b"\0"))) + line.print_text for line in lines
    ]
