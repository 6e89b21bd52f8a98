"""The picture of a page as an address that holds its data."""

from __future__ import annotations

import base64
import io

from PIL import Image

from brailledesk.ingest.ocr.page import Picture

_LONGEST = 1_800
"""Pixels of the longer side: enough to read 8 points of an A4 page by eye."""
_QUALITY = 60


def data_address(picture: Picture) -> str:
    """A JPEG in a data address, in the colours of the picture; a large one is made smaller."""
    image = Image.fromarray(picture.pixels)
    image.thumbnail((_LONGEST, _LONGEST))
    data = io.BytesIO()
    image.save(data, "JPEG", quality=_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(data.getvalue()).decode('ascii')}"
