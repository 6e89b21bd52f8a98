"""Files of pictures from anywhere, opened without being hurt: few formats, bounded in all sizes.

How large a picture becomes is known from its head, before anything of it is unpacked.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageOps

from brailledesk.errors import N_, SourceDamaged, SourceTooLarge

MAX_BYTES = 64_000_000
MAX_PIXELS = 64_000_000
"""Pixels of a picture that is opened; what it takes in memory is four bytes each."""
_BOMB = 2 * (Image.MAX_IMAGE_PIXELS or MAX_PIXELS)
"""Pixels from which Pillow itself refuses, without saying how many there are."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_ORIENTATION = 0x0112
"""EXIF's tag; from 5 on a picture lies on its side."""


@contextmanager
def opened(data: bytes, path: str = "-") -> Iterator[Image.Image]:
    """A picture of which the size is known, and nothing unpacked; ``path`` is what errors call it.

    Raises SourceTooLarge before anything large is unpacked, and SourceDamaged for what is no
    picture of the known formats, or is cut off: also while it is being used.
    """
    if len(data) > MAX_BYTES:
        raise SourceTooLarge(path, len(data), MAX_BYTES)
    try:
        with warnings.catch_warnings():
            # Ours is stricter; and what Pillow finds odd in a file is for nobody to read.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                size = image.width * image.height
                if size > MAX_PIXELS:
                    raise SourceTooLarge(path, size * 4, MAX_PIXELS * 4)
                yield image
    except Image.DecompressionBombError:
        raise SourceTooLarge(path, _BOMB * 4, MAX_PIXELS * 4) from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):  # in words for programmers
        raise SourceDamaged(path, N_("it is no picture, or a damaged one")) from None


def picture_size(data: bytes, path: str = "-") -> tuple[int, int]:
    """Width and height of a picture as it is looked at. Raises as :func:`opened` does."""
    with opened(data, path) as image:
        size = image.size
        return size[::-1] if image.getexif().get(_ORIENTATION, 1) >= 5 else size


def reduced(data: bytes, path: str = "-", most: int = 4096) -> Image.Image:
    """A picture upright, in red, green and blue, on white; no side has more than ``most`` pixels.

    Raises as :func:`opened` does.
    """
    with opened(data, path) as image:
        image.draft("RGB", (most, most))  # JPEG is unpacked no larger than it is needed
        upright = ImageOps.exif_transpose(image)
        if max(upright.size) > most:
            if upright.mode in {"P", "1"}:
                upright = upright.convert("RGBA")
            upright.thumbnail((most, most), reducing_gap=2.0)
        return on_white(upright)


def on_white(image: Image.Image) -> Image.Image:
    """A picture on white where it lets light through."""
    layers = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(layers)
    return paper.convert("RGB")
