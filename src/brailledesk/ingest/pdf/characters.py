"""The characters of a page, from pdfium, put together to pieces of words.

pdfium (BSD and Apache licences) gives characters in the order in which the file draws them, each
with its box, and puts in blanks where the file only moved on; where words lie on the page, and
what follows what, it does not say. Calls and meanings: pdfium's public header fpdf_text.h.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from brailledesk.ingest.pdf.glyphs import UNKNOWN, meaning_of
from brailledesk.ingest.pdf.page import BOLD, FIXED, ITALIC, Piece

ASKEW = 4
"""As a turn: none of the four quarters."""
MAX_CHARACTERS = 100_000
"""Of one page; a page of a newspaper has 30,000."""

_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi(?!ted)|CMBX|CMSSBX|-bd\b", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique|CMTI|CMSL|CMBXTI|-it\b", re.IGNORECASE)
_FIXED_NAME = re.compile(r"mono|courier|consol|typewriter|CMTT|CMSLTT|Menlo", re.IGNORECASE)
# Flags of a font descriptor (ISO 32000-1, table 123).
_FLAG_FIXED, _FLAG_ITALIC, _FLAG_FORCE_BOLD = 1, 1 << 6, 1 << 18
_INVISIBLE = 3
_BREAK = 0.35
"""Of the size: a wider gap parts words even where the file has no blank."""
_OVERLAP = 0.5
_SAME_PLACE = 0.12
"""Of the size: a character again this near was drawn twice to look bold."""
_CROOKED = 0.08
"""Radians away from upright that a scanner's crooked page may have."""


class TooMuch(Exception):
    """A page has more than any page of a document has."""


class Look(NamedTuple):
    """How the characters of one text object look. ``turn`` is in quarters, or ASKEW."""

    size: float
    style: int
    turn: int
    is_hidden: bool


class Found(NamedTuple):
    """A piece in the coordinates of the file (y grows up), with its look."""

    piece: Piece
    turn: int
    is_hidden: bool


class CharacterReader:
    """Reads pages of one document; what is known of a font is kept from page to page."""

    def __init__(self) -> None:
        self._styles: dict[int, int] = {}
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._x = ctypes.c_double()
        self._y = ctypes.c_double()

    def read(self, text_page: Any) -> Iterator[Found]:  # noqa: ANN401 - a pointer of ctypes
        """The pieces of a page in the order of the file. Raises TooMuch."""
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_CHARACTERS:
            raise TooMuch
        opened = _OpenPiece()
        look, current = Look(0.0, 0, 0, is_hidden=True), 0
        box, x, y = self._box, self._x, self._y
        for place in range(count):
            code = pdfium.FPDFText_GetUnicode(text_page, place)
            text = meaning_of(code)
            if code in _BLANK_CODES or text.isspace():
                yield from opened.close(is_glued=False)
                continue
            target = pdfium.FPDFText_GetTextObject(text_page, place)
            if not text or not target or not self._has_box(text_page, place):
                continue
            address = ctypes.addressof(target.contents)
            is_other = address != current
            if is_other:
                current = address
                look = self._look(text_page, place, target)
            elif opened.text and not opened.is_parted(box):
                opened.add(text, box)
                continue
            pdfium.FPDFText_GetCharOrigin(text_page, place, x, y)
            if not opened.goes_on(box, look, x.value, y.value):
                yield from opened.close(is_glued=opened.is_near(box, look))
                opened.begin(look, x.value, y.value)
            if not (is_other and opened.is_drawn_again(text, box)):
                opened.add(text, box)
        yield from opened.close(is_glued=False)

    def _has_box(self, text_page: Any, place: int) -> bool:  # noqa: ANN401
        box = self._box
        return (
            bool(pdfium.FPDFText_GetLooseCharBox(text_page, place, box))
            and -_FARTHEST < box.left <= box.right < _FARTHEST
            and -_FARTHEST < box.bottom <= box.top < _FARTHEST
        )

    def _look(self, text_page: Any, place: int, target: Any) -> Look:  # noqa: ANN401
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(text_page, place, matrix)
        size = pdfium.FPDFText_GetFontSize(text_page, place) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        turn = round(angle) % 4 if abs(angle - round(angle)) * (math.pi / 2) < _CROOKED else ASKEW
        mode = pdfium.FPDFTextObj_GetTextRenderMode(target)
        size = size if 0.1 < size < _LARGEST else abs(self._box.top - self._box.bottom)
        return Look(max(size, 0.1), self._style(target), turn, is_hidden=mode == _INVISIBLE)

    def _style(self, target: Any) -> int:  # noqa: ANN401
        font = pdfium.FPDFTextObj_GetFont(target)
        if not font:
            return 0
        address = ctypes.addressof(font.contents)
        if address not in self._styles:
            self._styles[address] = _style_of(font)
        return self._styles[address]

    def forget_fonts(self) -> None:
        """Between pages: pdfium may put another font where one was."""
        self._styles.clear()


_BLANK_CODES = frozenset({9, 10, 13, 32, 0xA0})
_FARTHEST = 15_000.0
_LARGEST = 2_000.0


def _style_of(font: Any) -> int:  # noqa: ANN401 - a pointer of ctypes
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("utf-8", "replace").partition("+")[2] or buffer.value.decode(
        "utf-8", "replace"
    )
    flags = max(pdfium.FPDFFont_GetFlags(font), 0)
    style = BOLD if _BOLD_NAME.search(name) or flags & _FLAG_FORCE_BOLD else 0
    style |= ITALIC if _ITALIC_NAME.search(name) or flags & _FLAG_ITALIC else 0
    return style | (FIXED if _FIXED_NAME.search(name) or flags & _FLAG_FIXED else 0)


class _OpenPiece:
    """A piece that still grows, in the coordinates of the file."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self._look = Look(1.0, 0, 0, is_hidden=False)
        self._box = [0.0, 0.0, 0.0, 0.0]
        self._last = (0.0, 0.0, 0.0)
        self._origin = (0.0, 0.0)
        self._next_is_glued = False
        self._is_glued = False

    def begin(self, look: Look, x: float, y: float) -> None:
        self._look = look
        self._origin = (x, y)
        self._is_glued = self._next_is_glued

    def add(self, text: str, box: Any) -> None:  # noqa: ANN401 - a struct of ctypes
        if not self.text:
            self._box = [box.left, box.bottom, box.right, box.top]
        else:
            known = self._box
            known[0] = min(known[0], box.left)
            known[1] = min(known[1], box.bottom)
            known[2] = max(known[2], box.right)
            known[3] = max(known[3], box.top)
        self.text.append(text)
        self._last = _along(box, self._look.turn)

    def is_drawn_again(self, text: str, box: Any) -> bool:  # noqa: ANN401
        """Whether a character of another text object is the last one over again."""
        start, _, _ = _along(box, self._look.turn)
        near = abs(start - self._last[0]) < _SAME_PLACE * self._look.size
        return near and self.text[-1:] == [text] and text != UNKNOWN

    def is_parted(self, box: Any) -> bool:  # noqa: ANN401
        """Whether a character stands away from the end of this piece, or before its start."""
        start, end, _ = _along(box, self._look.turn)
        if (start, end) == self._last[:2] or self._look.turn == ASKEW:
            # The letters of one ligature have one box; those set askew have boxes that overlap.
            return False
        gap = start - self._last[1]
        return not -_OVERLAP * self._look.size <= gap <= _BREAK * self._look.size

    def is_near(self, box: Any, look: Look) -> bool:  # noqa: ANN401
        """Whether the character of another look stands right behind this piece, in one line."""
        if not self.text or look.turn != self._look.turn:
            return False
        larger = max(look.size, self._look.size)
        start, _, middle = _along(box, look.turn)
        height = abs(middle - self._last[2])
        gap = start - self._last[1]
        return height < larger and -_OVERLAP * larger < gap < _BREAK * larger

    def goes_on(self, box: Any, look: Look, x: float, y: float) -> bool:  # noqa: ANN401
        """Whether a character only goes on with this piece."""
        if not self.text or look != self._look:
            return False
        turn = self._look.turn
        across = abs(x - self._origin[0]) if turn in {1, 3} else abs(y - self._origin[1])
        return across < 0.05 * look.size and not self.is_parted(box)

    def close(self, *, is_glued: bool) -> Iterator[Found]:
        """The piece, if it has text; ``is_glued`` is of the piece that follows."""
        if self.text:
            left, bottom, right, top = self._box
            look = self._look
            text = _paired("".join(self.text))
            x, y = self._origin
            base = {1: x, 3: x}.get(look.turn, y)
            start, end = {1: (bottom, top), 3: (bottom, top)}.get(look.turn, (left, right))
            yield Found(
                Piece(text, start, end, base, look.size, look.style, self._is_glued),
                look.turn,
                look.is_hidden,
            )
            self.text = []
            self._next_is_glued = is_glued
        else:
            self._next_is_glued = self._next_is_glued and is_glued


def _along(box: Any, turn: int) -> tuple[float, float, float]:  # noqa: ANN401
    """Start and end of a character along the direction of its text, and its middle across."""
    if turn == 1:
        return box.bottom, box.top, (box.left + box.right) / 2
    if turn == 2:
        return -box.right, -box.left, (box.bottom + box.top) / 2
    if turn == 3:
        return -box.top, -box.bottom, (box.left + box.right) / 2
    return box.left, box.right, (box.bottom + box.top) / 2


def _paired(text: str) -> str:
    """Surrogates, which pdfium gives where its characters have 16 bits, as the character meant."""
    if not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
