"""Files of pictures to pages, one at a time: upright, of equal resolution, no larger than may be.

For the worker only: what decodes hostile pictures is native code.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from PIL import Image, ImageOps, TiffImagePlugin, UnidentifiedImageError

from brailledesk.ingest.ocr.faults import DAMAGED, NO_MEMORY, TOO_LARGE, TOO_SMALL, PageFaulty
from brailledesk.ingest.ocr.page import Picture

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")
"""What is opened, by Pillow's names, whatever else Pillow can open."""
MOST_OPENED = 300_000_000
"""Pixels that are decoded: 20,000 by 14,142, or A0 at 400 dots an inch."""
MOST_READ = 40_000_000
"""Pixels that are read: A4 at 600 dots an inch, A3 at 400. What is larger is made smaller."""
LONGEST_READ = 20_000
"""Of the longer side; Tesseract's own limit is 32,767."""
FEWEST = 8
"""Of either side: no line of text is lower."""
MAX_PAGES = 20_000
_HONEST = range(30, 2_401)
"""Dots an inch that somebody meant; 1 and 72 stand where a program knew nothing."""
_UNKNOWN = frozenset({72, 96})
_REDUCED = 254
"""The tag of TIFF whose first bit says that a picture is a smaller copy of another (TIFF 6.0)."""


class PictureFile:
    """An open file of pictures. Raises PageFaulty where no page of it can be opened."""

    def __init__(self, data: bytes, source: str = "") -> None:
        self._source = source
        with _faults():
            self._image = Image.open(io.BytesIO(data), formats=FORMATS)
            self._places = _pages_of(self._image)

    def __len__(self) -> int:
        return len(self._places)

    def page(self, number: int) -> Picture:
        """A page, counted from 1. Raises PageFaulty."""
        with _faults():
            self._image.seek(self._places[number - 1])
            _check(*self._image.size)
            resolution = _resolution_of(self._image)
            image, scale = _decoded(self._image)
        if resolution is not None:
            resolution = (resolution[0] * scale, resolution[1] * scale)
        turned, resolution = _upright(image, self._image, resolution)
        squared, resolution = _square(turned, resolution)
        return Picture(np.asarray(squared), resolution, number, self._source)


def use_own_limit() -> None:
    """Let our limit stand in place of Pillow's, which is lower and one for the whole process."""
    Image.MAX_IMAGE_PIXELS = None


@contextmanager
def _faults() -> Iterator[None]:
    """What Pillow raises, and what decoders raise through it, as faults of a page."""
    try:
        with warnings.catch_warnings():
            # Of large pictures, and of tags that mean nothing.
            warnings.simplefilter("ignore")
            yield
    except PageFaulty:
        raise
    except MemoryError:
        raise PageFaulty(NO_MEMORY) from None
    except Image.DecompressionBombError:
        most = (Image.MAX_IMAGE_PIXELS or MOST_OPENED) // 1_000_000
        raise PageFaulty(TOO_LARGE, width="?", height="?", most=most) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise PageFaulty(DAMAGED) from error
    except Exception as error:  # Pillow's decoders raise whatever a damaged file leads to
        raise PageFaulty(DAMAGED) from error


def _pages_of(image: Image.Image) -> list[int]:
    """The places of the pages in a file: only TIFF has several, elsewhere they are a film."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return [0]
    places = []
    for place in range(MAX_PAGES):
        try:
            image.seek(place)
        except EOFError:
            break
        except (OSError, ValueError, SyntaxError, TypeError, KeyError):
            places.append(place)  # the page is faulty, and so is what stands behind it
            break
        if not _is_copy(image):
            places.append(place)
    return places or [0]


def _is_copy(image: TiffImagePlugin.TiffImageFile) -> bool:
    kind = image.tag_v2.get(_REDUCED, 0)
    return isinstance(kind, int) and bool(kind & 1)


def _check(width: int, height: int) -> None:
    if width * height > MOST_OPENED:
        raise PageFaulty(TOO_LARGE, width=width, height=height, most=MOST_OPENED // 1_000_000)
    if min(width, height) < FEWEST:
        raise PageFaulty(TOO_SMALL, width=width, height=height)


def _resolution_of(image: Image.Image) -> tuple[float, float] | None:
    """Dots an inch as the file tells them; None where it does not, or tells what cannot be."""
    told: Any = image.info.get("dpi")
    try:
        across, down = float(told[0]), float(told[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    if not (math.isfinite(across) and math.isfinite(down)):
        return None
    is_honest = round(across) in _HONEST and round(down) in _HONEST
    if not is_honest or (round(across) in _UNKNOWN and round(across) == round(down)):
        return None
    return across, down


def _decoded(image: Image.Image) -> tuple[Image.Image, float]:
    """The picture in grey or colours on white, and by how much it was made smaller."""
    width, height = image.size
    wanted = min(1.0, math.sqrt(MOST_READ / (width * height)), LONGEST_READ / max(width, height))
    if wanted < 1 and image.format == "JPEG":
        # The decoder itself makes it smaller, by 2, 4 or 8, and no full picture is ever held.
        image.draft(None, (math.ceil(width * wanted), math.ceil(height * wanted)))
    image.load()
    shown = _on_white(image)
    scale = min(1.0, wanted * width / shown.width)
    if scale < 1:
        size = (max(round(shown.width * scale), 1), max(round(shown.height * scale), 1))
        shown = shown.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    return shown, shown.width / width


def _on_white(image: Image.Image) -> Image.Image:
    """Grey ("L") or colours ("RGB"); what is transparent shows white paper."""
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith(("I", "F")):
        return _from_deep(image)
    if image.mode in {"LA", "La", "PA", "RGBA", "RGBa"} or "transparency" in image.info:
        layers = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layers).convert("RGB")
    return image.convert("RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    """16 and 32 bits a pixel to 8, from the darkest to the lightest: Pillow would cut them off."""
    values = np.asarray(image, dtype=np.float32)
    values = np.nan_to_num(values)
    least, most = float(values.min()), float(values.max())
    if image.mode.startswith("I;16"):
        least, most = 0.0, 65_535.0
    spread = max(most - least, 1.0)
    return Image.fromarray(((values - least) * (255.0 / spread)).astype(np.uint8))


def _upright(
    image: Image.Image, told: Image.Image, resolution: tuple[float, float] | None
) -> tuple[Image.Image, tuple[float, float] | None]:
    """The picture as its EXIF orientation wants it to be shown."""
    with _faults():
        orientation = told.getexif().get(0x0112, 1)
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    if orientation not in turns:
        return image, resolution
    turned = image.transpose(turns[orientation])
    if resolution is not None and orientation >= 5:
        resolution = (resolution[1], resolution[0])
    return turned, resolution


def _square(
    image: Image.Image, resolution: tuple[float, float] | None
) -> tuple[Image.Image, tuple[float, float] | None]:
    """The picture with equal resolution: a fax of 204 by 98 dots an inch gets twice its rows."""
    if resolution is None:
        return image, None
    across, down = resolution
    ratio = max(across, down) / min(across, down)
    if ratio < 1.02 or ratio > 4:
        return image, resolution
    better = max(across, down)
    size = (round(image.width * better / across), round(image.height * better / down))
    if max(size) > LONGEST_READ or size[0] * size[1] > 2 * MOST_READ:
        return image, resolution
    return image.resize(size, Image.Resampling.BICUBIC), (better, better)


def is_blank(picture: Picture) -> bool:
    """Whether a page shows nothing: no part of it stands out from the paper.

    The picture is made small first, so that the grain of paper and single specks are no text; an
    edge of 3 % is left out, where scanners have their shadows.
    """
    image = ImageOps.grayscale(Image.fromarray(picture.pixels))
    edge = (image.width * 3 // 100, image.height * 3 // 100)
    image = image.crop((*edge, image.width - edge[0], image.height - edge[1]))
    image = image.reduce(max(max(image.size) // 600, 1))
    values = np.asarray(image, dtype=np.float32)
    paper = float(np.median(values))
    return bool(np.abs(values - paper).max() < 24)
