"""Colour schemes for people who see a little, and whether they can be read.

Contrast is that of WCAG 2.2: the ratio of relative luminances, from 1 to 21. Text below 4.5:1 is
refused (success criterion 1.4.3) and below 7:1 it comes with a warning (1.4.6); what is no text but
has to be seen, as a caret, needs 3:1 (1.4.11). The large-print exceptions of these criteria are not
used: who magnifies has not the eyes that they were measured with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import floor
from types import MappingProxyType
from typing import TypeAlias

from brailledesk.errors import N_, SchemeUnreadable

Rgb: TypeAlias = tuple[int, int, int]
"""Red, green and blue of sRGB, each from 0 to 255."""

LEAST_TEXT = 4.5
GOOD_TEXT = 7.0
LEAST_SIGN = 3.0

_HEX = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})", re.ASCII)


def relative_luminance(colour: Rgb) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast_ratio(one: Rgb, other: Rgb) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ratio_words(ratio: float) -> str:
    """A ratio for people, as "4.4:1"; always rounded down, so that 4.49 does not look like 4.5."""
    return f"{floor(ratio * 10 + 1e-9) / 10:g}:1"


def parse_colour(text: str) -> Rgb | None:
    """The colour of "#RRGGBB" or "#RGB"; None where it is none."""
    if _HEX.fullmatch(text) is None:
        return None
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def colour_words(colour: Rgb) -> str:
    """A colour as "#RRGGBB"."""
    return "#" + bytes(colour).hex().upper()


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of a reader. ``title`` is for people, and goes through gettext.

    ``selection`` stands behind selected text, whose own colour is ``selected_text``; ``focus``,
    ``caret`` and ``changes`` are the markers, ``dimmed`` is text that is not in use.
    """

    name: str
    title: str
    text: Rgb
    background: Rgb
    focus: Rgb
    caret: Rgb
    selection: Rgb
    changes: Rgb
    dimmed: Rgb

    @property
    def ratio(self) -> float:
        """The contrast of text and background."""
        return contrast_ratio(self.text, self.background)

    @property
    def selected_text(self) -> Rgb:
        """The colour of selected text: of text and background what is read better on it."""
        colours = (self.text, self.background)
        return max(colours, key=lambda colour: contrast_ratio(colour, self.selection))


COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "text": N_("plain text"),
        "background": N_("the background"),
        "focus": N_("marker of the focus"),
        "caret": N_("marker of the caret"),
        "selection": N_("marker of the selection"),
        "changes": N_("marker of changes"),
        "dimmed": N_("dimmed text"),
    }
)
"""The colours of a scheme by the names of their fields, with the words for them."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A pair of colours with too little contrast; ``what`` is a word for it, through gettext.

    Where ``is_refused`` is not set it is only worth a warning.
    """

    what: str
    colour: Rgb
    behind: Rgb
    ratio: float
    wanted: float
    is_refused: bool

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """``what #colour on #behind: ratio, wanted is ratio``."""
        return translate(N_("{what} {colour} on {behind}: {ratio}, wanted is {wanted}")).format(
            what=translate(self.what),
            colour=colour_words(self.colour),
            behind=colour_words(self.behind),
            ratio=ratio_words(self.ratio),
            wanted=ratio_words(self.wanted),
        )


def weaknesses(scheme: Scheme) -> list[Weakness]:
    """All pairs of a scheme that have too little contrast, the refused ones first."""
    texts = (
        (COLOURS["text"], scheme.text, scheme.background),
        (COLOURS["dimmed"], scheme.dimmed, scheme.background),
        (N_("selected text"), scheme.selected_text, scheme.selection),
    )
    signs = [
        (COLOURS[name], getattr(scheme, name), scheme.background)
        for name in ("focus", "caret", "selection", "changes")
    ]
    found = [_weakness(*pair, LEAST_TEXT, GOOD_TEXT) for pair in texts]
    found += [_weakness(*pair, LEAST_SIGN, LEAST_SIGN) for pair in signs]
    weak = [one for one in found if one is not None]
    return sorted(weak, key=lambda one: not one.is_refused)


def _weakness(what: str, colour: Rgb, behind: Rgb, least: float, good: float) -> Weakness | None:
    ratio = contrast_ratio(colour, behind)
    if ratio >= good:
        return None
    is_refused = ratio < least
    return Weakness(what, colour, behind, ratio, least if is_refused else good, is_refused)


def require_readable(scheme: Scheme, *, is_forced: bool = False) -> list[Weakness]:
    """What is worth a warning in a scheme.

    Raises SchemeUnreadable with all that is too weak, unless the reader insists (``is_forced``).
    """
    weak = weaknesses(scheme)
    refused = tuple(one for one in weak if one.is_refused)
    if refused and not is_forced:
        raise SchemeUnreadable(scheme.name, refused)
    return weak


YELLOW_ON_BLACK = Scheme(
    name="yellow-black",
    title=N_("yellow on black"),
    text=(255, 255, 0),
    background=(0, 0, 0),
    focus=(255, 255, 255),
    caret=(0, 255, 255),
    selection=(255, 255, 0),
    changes=(64, 255, 64),
    dimmed=(184, 184, 0),
)
WHITE_ON_NAVY = Scheme(
    name="white-navy",
    title=N_("white on navy blue"),
    text=(255, 255, 255),
    background=(0, 0, 128),
    focus=(255, 255, 0),
    caret=(0, 255, 255),
    selection=(255, 255, 255),
    changes=(255, 176, 64),
    dimmed=(200, 200, 224),
)
BLACK_ON_WHITE = Scheme(
    name="black-white",
    title=N_("black on white"),
    text=(0, 0, 0),
    background=(255, 255, 255),
    focus=(0, 0, 192),
    caret=(176, 0, 0),
    selection=(0, 48, 112),
    changes=(0, 96, 0),
    dimmed=(80, 80, 80),
)
AMBER = Scheme(
    name="amber",
    title=N_("amber on black"),
    text=(255, 176, 0),
    background=(0, 0, 0),
    focus=(255, 255, 255),
    caret=(0, 255, 255),
    selection=(255, 176, 0),
    changes=(128, 255, 128),
    dimmed=(204, 140, 0),
)

SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {one.name: one for one in (YELLOW_ON_BLACK, WHITE_ON_NAVY, BLACK_ON_WHITE, AMBER)}
)
"""The schemes that ship; the first is the default on a screen."""
