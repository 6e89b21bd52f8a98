"""Colours changed as a whole: inversion that keeps contrast, colour-vision filters, grey.

All of it works on arrays of colours, ``(n, 3)`` of unsigned bytes in sRGB, and is exact but for the
rounding to bytes. A palette is changed at once; pictures go through a :class:`ColourTable`, which
works each colour out once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.machado import STEPS
from brailledesk.schemes import COLOURS, Rgb, Scheme

Colours: TypeAlias = NDArray[np.uint8]
"""``(n, 3)``: red, green, blue."""
_Linear: TypeAlias = NDArray[np.float64]

_CHANNELS = np.arange(256) / 255
_LINEAR: _Linear = np.where(
    _CHANNELS <= 0.04045, _CHANNELS / 12.92, ((_CHANNELS + 0.055) / 1.055) ** 2.4
)
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


class Deficiency(StrEnum):
    """Which cones see differently: those of long, middle or short waves."""

    PROTAN = "protan"
    DEUTAN = "deutan"
    TRITAN = "tritan"


def linear(colours: Colours) -> _Linear:
    """The light that colours stand for, from 0 to 1 in each channel (IEC 61966-2-1)."""
    light: _Linear = _LINEAR[colours]
    return light


def encoded(light: _Linear) -> Colours:
    """The colours of some light; what no screen can show goes to the nearest that it can."""
    light = np.clip(light, 0.0, 1.0)
    curve = 1.055 * light ** (1 / 2.4) - 0.055
    channels = np.where(light <= 0.0031308, light * 12.92, curve)
    colours: Colours = np.rint(channels * 255).astype(np.uint8)
    return colours


def inverted(colours: Colours) -> Colours:
    """Light for dark, with the hue kept and the WCAG ratio of any two colours as it was.

    The luminance Y becomes 0.0525 / (Y + 0.05) - 0.05: black and white change places, and Y + 0.05,
    of which ratios are made, its reciprocal. A hue that cannot be so light is mixed with white.
    """
    light = linear(colours)
    return encoded(_as_light(light, 0.0525 / (light @ _LUMINANCE + 0.05) - 0.05))


def _as_light(light: _Linear, wanted: NDArray[np.float64]) -> _Linear:
    """The same hues with other luminances: darker, or up to the brightest and then to white."""
    brightest = light.max(axis=1, keepdims=True)
    hue = np.divide(light, brightest, out=np.ones_like(light), where=brightest > 0)
    reached = hue @ _LUMINANCE
    darker = hue * (wanted / reached)[:, None]
    missing = np.divide(wanted - reached, 1 - reached, out=np.zeros_like(wanted), where=reached < 1)
    lighter = hue + (1 - hue) * missing[:, None]
    mixed: _Linear = np.where((wanted <= reached)[:, None], darker, lighter)
    return mixed


def grey(colours: Colours) -> Colours:
    """The greys of the same luminance, so that ratios stay."""
    return encoded(np.repeat((linear(colours) @ _LUMINANCE)[:, None], 3, axis=1))


def simulated(colours: Colours, deficiency: Deficiency, severity: float = 1.0) -> Colours:
    """How somebody sees colours whose cones differ; ``severity`` from 0 (not at all) to 1.

    Between the tenths for which Machado et al. published matrices they are interpolated.
    """
    return encoded(linear(colours) @ _matrix(deficiency, severity).T)


_SHIFT = {
    Deficiency.PROTAN: np.array([[0, 0, 0], [0.7, 1, 0], [0.7, 0, 1]]),
    Deficiency.DEUTAN: np.array([[1, 0.7, 0], [0, 0, 0], [0, 0.7, 1]]),
    Deficiency.TRITAN: np.array([[1, 0, 0.7], [0, 1, 0.7], [0, 0, 0]]),
}
"""Where differences go that are not seen: to the channels that are (Fidaner et al. 2005)."""


def corrected(colours: Colours, deficiency: Deficiency, severity: float = 1.0) -> Colours:
    """Colours that somebody can tell apart whose cones differ: what is lost is moved elsewhere.

    Luminances stay as they were, and with them the ratios of text and background.
    """
    light = linear(colours)
    lost = light - light @ _matrix(deficiency, severity).T
    moved = np.clip(light + lost @ _SHIFT[deficiency].T, 0, 1)
    return encoded(_as_light(moved, light @ _LUMINANCE))


def _matrix(deficiency: Deficiency, severity: float) -> NDArray[np.float64]:
    if not 0 <= severity <= 1:
        raise ValueError(f"a severity of {severity} is not from 0 to 1")
    table = np.array(STEPS[deficiency.value].split(), np.float64).reshape(-1, 3, 3)
    step = min(int(severity * 10), 9)
    part = severity * 10 - step
    matrix: NDArray[np.float64] = table[step] * (1 - part) + table[step + 1] * part
    return matrix


@dataclass(frozen=True, slots=True)
class ColourFilter:
    """What a reader wants done with colours; the greying and correction come before inversion."""

    is_inverted: bool = False
    is_grey: bool = False
    deficiency: Deficiency | None = None
    severity: float = 1.0

    def __bool__(self) -> bool:
        return self.is_inverted or self.is_grey or self.deficiency is not None

    def __call__(self, colours: Colours) -> Colours:
        """The colours as the reader wants them."""
        if self.deficiency is not None:
            colours = corrected(colours, self.deficiency, self.severity)
        if self.is_grey:
            colours = grey(colours)
        return inverted(colours) if self.is_inverted else colours

    def scheme(self, scheme: Scheme) -> Scheme:
        """A scheme with its colours filtered, which costs nothing when frames are drawn."""
        before = np.array([getattr(scheme, name) for name in COLOURS], np.uint8)
        after: dict[str, Any] = dict(zip(COLOURS, map(_rgb, self(before)), strict=True))
        return replace(scheme, **after)


AS_THEY_ARE = ColourFilter()


def _rgb(colour: NDArray[np.uint8]) -> Rgb:
    red, green, blue = map(int, colour)
    return red, green, blue


_ALL = 1 << 24
_WANTED = 1
_PIECE = 1 << 14


class ColourTable:
    """A change of colours that remembers what each became: a picture costs one look-up a pixel.

    The table is 64 MB of address space, of which the system gives those pages that are used: a
    screen has some hundred colours, a photograph some hundred thousand.
    """

    def __init__(self, change: Callable[[Colours], Colours]) -> None:
        self._change = change
        self._table = np.zeros(_ALL, "<u4")  # 0, without alpha: not worked out yet

    def apply(self, pixels: Pixels) -> Pixels:
        """New pixels with their colours changed; alpha stays."""
        words = np.ascontiguousarray(pixels).view("<u4")[..., 0]
        keys = words & (_ALL - 1)
        found = self._table.take(keys)
        missing = found == 0
        if missing.any():
            self._work_out(keys[missing])
            found = self._table.take(keys)
        alpha = words | (_ALL - 1)  # all colours let through
        found &= alpha
        return found[..., None].view(np.uint8)

    def _work_out(self, keys: NDArray[np.uint32]) -> None:
        self._table[keys] = (
            _WANTED  # so that each is found once; sorting them took ten times as long
        )
        new = np.flatnonzero(self._table == _WANTED).astype("<u4")
        for start in range(0, len(new), _PIECE):
            piece = new[start : start + _PIECE]
            self._table[piece] = _packed(self._change(_unpacked(piece)))


def _unpacked(keys: NDArray[np.uint32]) -> Colours:
    return np.ascontiguousarray(keys, "<u4").view(np.uint8).reshape(-1, 4)[:, :3]


def _packed(colours: Colours) -> NDArray[np.uint32]:
    pixels = np.full((len(colours), 4), 255, np.uint8)
    pixels[:, :3] = colours
    return pixels.view("<u4")[:, 0]
