"""How a reader wants text drawn: font, size, spacing, colours. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from brailledesk.magnify.colour import AS_THEY_ARE, ColourFilter

Rgb: TypeAlias = tuple[int, int, int]
"""Red, green and blue of sRGB, each from 0 to 255."""

PLAIN_SIZE = 16.0
"""Pixels of the em at a zoom of 1: the size that programs and browsers draw text in."""
LEAST_ZOOM, MOST_ZOOM = 1.0, 36.0
LEAST_EM, MOST_EM = 8.0, 2_000.0
LEAST_COLUMNS, MOST_COLUMNS = 1, 1_000

ATKINSON = "atkinson"
ATKINSON_MONO = "atkinson-mono"
FONTS = (ATKINSON, ATKINSON_MONO)
"""The fonts that ship; any other name is the path of a font file."""


class Colours(Protocol):
    """The colours that drawing needs; a scheme of ``brailledesk.schemes`` has them.

    ``selection`` stands behind selected text, whose own colour is ``selected_text``; ``focus``,
    ``caret`` and ``changes`` are the markers, ``dimmed`` is text that is not in use.
    """

    @property
    def text(self) -> Rgb: ...
    @property
    def background(self) -> Rgb: ...
    @property
    def focus(self) -> Rgb: ...
    @property
    def caret(self) -> Rgb: ...
    @property
    def selection(self) -> Rgb: ...
    @property
    def selected_text(self) -> Rgb: ...
    @property
    def changes(self) -> Rgb: ...
    @property
    def dimmed(self) -> Rgb: ...


@dataclass(frozen=True, slots=True)
class PlainColours:
    """Colours one by one; yellow on black unless said otherwise."""

    text: Rgb = (255, 255, 0)
    background: Rgb = (0, 0, 0)
    focus: Rgb = (255, 255, 255)
    caret: Rgb = (0, 255, 255)
    selection: Rgb = (255, 255, 0)
    selected_text: Rgb = (0, 0, 0)
    changes: Rgb = (64, 255, 64)
    dimmed: Rgb = (184, 184, 0)


@dataclass(frozen=True, slots=True)
class Style:
    """What a reader chooses.

    ``size`` says how large: see :class:`XHeight`, :class:`Zoom`, :class:`Em`. ``font`` is one of
    :data:`FONTS` or the path of a file. ``columns`` is how many characters a line has at most; 0 is
    as many as there is room for. ``line_spacing`` is from one line to the next, in ems, as in CSS,
    and never less than letters and markers need; ``letter_spacing`` and ``word_spacing`` are ems
    that are added behind each letter and in each blank (WCAG 1.4.12 wants 0.12 and 0.16 to be
    possible). ``filter`` is what becomes of the colours of pictures; those of text are changed in
    ``colours`` already. Raises ValueError for what cannot be drawn.
    """

    size: Size
    colours: Colours
    font: str = ATKINSON
    is_bold: bool = False
    columns: int = 0
    line_spacing: float = 1.5
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    filter: ColourFilter = AS_THEY_ARE

    def __post_init__(self) -> None:
        _check("line spacing", self.line_spacing, 1.0, 4.0)
        _check("letter spacing", self.letter_spacing, 0.0, 2.0)
        _check("word spacing", self.word_spacing, 0.0, 4.0)
        if self.columns and not LEAST_COLUMNS <= self.columns <= MOST_COLUMNS:
            raise ValueError(f"a line has {LEAST_COLUMNS} to {MOST_COLUMNS} characters")


@dataclass(frozen=True, slots=True)
class XHeight:
    """Pixels of the letter x: what counts for the eye, whatever the font."""

    pixels: float

    def __post_init__(self) -> None:
        _check("x-height", self.pixels, 4.0, 1_000.0)


@dataclass(frozen=True, slots=True)
class Zoom:
    """Times as large as a program would draw: 1 to 36."""

    factor: float

    def __post_init__(self) -> None:
        _check("zoom", self.factor, LEAST_ZOOM, MOST_ZOOM)


@dataclass(frozen=True, slots=True)
class Em:
    """Pixels of the em, which is what programs call the size of a font."""

    pixels: float

    def __post_init__(self) -> None:
        _check("size", self.pixels, LEAST_EM, MOST_EM)


Size: TypeAlias = XHeight | Zoom | Em


def _check(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name}: {value} is not from {least} to {most}")
