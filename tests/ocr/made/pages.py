"""The kinds of spoilt pages, each as the file that a device would give."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image

from tests.ocr.made import damage, sources
from tests.ocr.made.damage import Pixels
from tests.ocr.made.typeset import DPI, LAYOUTS, Face, Sheet, Text
from tests.ocr.made.values import Field

Noise = np.random.Generator


@dataclass(frozen=True, slots=True)
class MadePage:
    """A file of a spoilt page, and what is truly on it.

    ``lines`` is the text in reading order, cells parted by tabs. ``fields`` are
    values of a form or a table.
    """

    kind: str
    layout: str
    number: int
    suffix: str
    data: bytes
    lines: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


@dataclass(frozen=True, slots=True)
class _Spoilt:
    """Pixels, and what a file of them says; ``told`` None is a file without a resolution."""

    pixels: Pixels
    told: tuple[int, int] | None = (DPI, DPI)
    suffix: str = ".png"
    quality: int = 90


def _clean(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    return _Spoilt(damage.grain(sheet.pixels, noise, 2))


def _skew(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    turned = damage.skew(sheet.pixels, noise.choice([-1, 1]) * noise.uniform(1, 5))
    return _Spoilt(damage.grain(damage.blur(turned, 0.7), noise, 6))


def _turned(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    turned = np.rot90(sheet.pixels, int(noise.integers(1, 4)))
    return _Spoilt(damage.grain(np.ascontiguousarray(turned), noise, 4))


def _perspective(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    seen = damage.perspective(sheet.pixels, noise)
    return _Spoilt(damage.grain(seen, noise, 4), None, ".jpg", 85)


def _photo(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    tinted = np.repeat(sheet.pixels[..., None], 3, 2) * np.array([1, 0.96, 0.86])
    seen = damage.perspective(tinted.astype(np.uint8), noise, 0.06)
    lit = damage.uneven_light(seen, noise, 0.5)
    small = damage.scale(damage.blur(lit, noise.uniform(0.8, 1.5)), noise.uniform(0.6, 0.8))
    return _Spoilt(damage.grain(small, noise, 5), (72, 72), ".jpg", 60)


def _jpeg(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    small = damage.scale(sheet.pixels, noise.uniform(0.5, 0.6))
    return _Spoilt(small, None, ".jpg", int(noise.integers(8, 20)))


def _blurred(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    return _Spoilt(damage.grain(damage.blur(sheet.pixels, noise.uniform(2.5, 4.2)), noise, 3))


def _uneven(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    lit = damage.uneven_light(damage.blur(sheet.pixels, 0.8), noise, 0.25)
    return _Spoilt(damage.grain(lit, noise, 5), (DPI, DPI), ".jpg", 75)


def _dirty(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    return _Spoilt(damage.speckle(sheet.pixels, noise, noise.uniform(0.01, 0.05)))


def _stamped(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    font = str(sources.fonts("tuning")[0][1])
    inked = damage.stamps(sheet.pixels, noise, font, grey=bool(noise.random() < 0.3))
    return _Spoilt(damage.grain(damage.blur(inked, 0.8), noise, 4), (DPI, DPI), ".jpg", 80)


def _fax(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    fine = bool(noise.random() < 0.25)
    turned = damage.skew(sheet.pixels, noise.uniform(-1, 1))
    return _Spoilt(damage.fax(turned, noise, fine), (204, 196 if fine else 98), ".tif")


def _low(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    told = (150, 150) if noise.random() < 0.5 else None
    small = damage.scale(damage.blur(sheet.pixels, 1), noise.choice([0.5, 0.4, 1 / 3]))
    return _Spoilt(damage.grain(small, noise, 5), told)


def _thermal(sheet: Sheet, _other: Sheet, noise: Noise) -> _Spoilt:
    return _Spoilt(damage.thermal(sheet.pixels, noise), (DPI, DPI), ".jpg", 80)


def _show_through(sheet: Sheet, other: Sheet, noise: Noise) -> _Spoilt:
    return _Spoilt(damage.show_through(sheet.pixels, other.pixels, noise), suffix=".jpg")


KINDS: dict[str, Callable[[Sheet, Sheet, Noise], _Spoilt]] = {
    "clean": _clean,
    "skew": _skew,
    "turned": _turned,
    "perspective": _perspective,
    "photo": _photo,
    "jpeg": _jpeg,
    "blur": _blurred,
    "uneven light": _uneven,
    "dirt": _dirty,
    "stamps": _stamped,
    "fax": _fax,
    "low resolution": _low,
    "thermal": _thermal,
    "show-through": _show_through,
}
A5, A4 = (1748, 2480), (2480, 3508)


def made_page(source: str, kind: str, number: int, size: tuple[int, int] | None = None) -> MadePage:
    """Page ``number`` of a kind; the same for the same arguments. Every fifth page is A4.

    ``size`` in pixels at 300 dpi makes it smaller, for tests.
    """
    place = list(KINDS).index(kind)
    seed = sources.SOURCES[source].seed + 1_000 * place + number
    random, noise = Random(seed), np.random.default_rng(seed)
    layout = list(LAYOUTS)[(number + place) % len(LAYOUTS)]
    chosen = size or (A4 if number % 5 == 4 else A5)
    face = Face(*random.choice(sources.fonts(source)), points=random.uniform(8.5, 11.5))
    text = Text(sources.sentences(source), random)
    sheet = LAYOUTS[layout](chosen, text, face, random)
    other = LAYOUTS["letter"](chosen, text, face, random) if kind == "show-through" else sheet
    spoilt = KINDS[kind](sheet, other, noise)
    return MadePage(
        kind, layout, number, spoilt.suffix, _encoded(spoilt), sheet.lines, sheet.fields
    )


def made_pages(source: str, of_each: int = 15) -> Iterator[MadePage]:
    """Pages of all kinds, the kinds mixed: the first 14 are one of each."""
    for number in range(of_each):
        for kind in KINDS:
            yield made_page(source, kind, number)


def _encoded(spoilt: _Spoilt) -> bytes:
    stream = io.BytesIO()
    image = Image.fromarray(spoilt.pixels)
    told = {} if spoilt.told is None else {"dpi": spoilt.told}
    if spoilt.suffix == ".tif":
        image.convert("1").save(stream, "TIFF", compression="group4", **told)
    elif spoilt.suffix == ".jpg":
        image.save(stream, "JPEG", quality=spoilt.quality, **told)
    else:
        image.save(stream, "PNG", compress_level=1, **told)
    return stream.getvalue()
