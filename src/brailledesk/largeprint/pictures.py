"""Pictures as large print holds them: opened within bounds, made as small as paper shows, encoded.

Nothing of the file of a document goes into the output as it came.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from brailledesk.document import Image
from brailledesk.errors import BrailledeskError

PLAIN_SIZE = 12.0
"""Points: the text that pictures of documents stand beside; they grow as it does."""
PIXEL = 0.75
"""Points of a pixel as browsers and office programs count them: 96 to an inch."""
_MUCH_SMALLER = 1.5
"""How many times smaller JPEG has to be: its edges blur, which letters do not bear."""


@dataclass(frozen=True, slots=True)
class PrintPicture:
    """A file of PNG or JPEG; ``width`` and ``height`` are pixels of the picture as it came."""

    kind: str
    width: int
    height: int
    data: bytes = field(repr=False)

    def fitted(self, room: float, tall: float) -> tuple[float, float]:
        """Width and height, in sizes of the text, in a space of ``room`` by ``tall``."""
        width, height = (one * PIXEL / PLAIN_SIZE for one in (self.width, self.height))
        scale = min(1.0, room / width, tall / height)
        return width * scale, height * scale


def print_picture(image: Image, most: int) -> PrintPicture | None:
    """The picture of a block, no side of more than ``most`` pixels; None where there is none."""
    if not image.data:
        return None
    # Pillow is for documents with pictures only.
    from brailledesk.picture_file import picture_size, reduced  # noqa: PLC0415

    try:
        width, height = picture_size(image.data)
        shown = reduced(image.data, most=most)
    except BrailledeskError:
        return None
    exact, small = io.BytesIO(), io.BytesIO()
    shown.save(exact, "PNG", optimize=True)
    shown.save(small, "JPEG", quality=88)
    if len(exact.getvalue()) > _MUCH_SMALLER * len(small.getvalue()):
        return PrintPicture("jpeg", width, height, small.getvalue())
    return PrintPicture("png", width, height, exact.getvalue())
