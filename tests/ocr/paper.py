"""Real scans: pages that somebody printed and laid on a scanner, with what is known of their text.

They come from the source archive of ocrmypdf (``fetch.sh``), which has them for its own tests, and
are not kept here. The text of one is there too, as a recognition program read it and nobody
corrected it; what it misread is named below, after looking at the scan.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from brailledesk.ingest.ocr.page import Picture
from brailledesk.ingest.ocr.pdf_pages import PdfPages
from tests import judges

from .plain import load

FOLDER = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "brailledesk-paper"

BROCHURE = "linn.png"
"""A printed page at 300 dots an inch: a title, bullets, two columns, headings, an address."""
_MISREAD = (
    (r"(?m)^0 ", "• "),  # bullets
    (r"\b0r\b", "or"),
    ("first‘track", "first track"),
    ("FOOTSWIT CH", "FOOTSWITCH"),
    (r"(?<=[A-Z]/) (?=[A-Z])", ""),
    (r"\s+!", "!"),
    ("MHZ", "MHz"),
    (r"3 1/2 ”", "3½”"),
    (r"(?m)^EDI\]$", "linn"),
    ("sequence-—$", "sequence—"),
)
"""What the text of the brochure has that the scan has not, as patterns."""


class Scan(NamedTuple):
    """A scan with its name; ``truth`` is its text, line by line."""

    name: str
    picture: Picture
    truth: tuple[str, ...]


def brochure() -> Scan:
    """The brochure as it was scanned."""
    return Scan(BROCHURE, load(_bytes(BROCHURE)), _truth())


BROCHURES = ("ccitt.pdf", "skew.pdf", "rotated_skew.pdf", "cardinal.pdf", "poster.pdf", "jbig2.pdf")
"""The same page in black and white, askew, turned and askew, on its sides and head, enlarged."""


def brochure_in(name: str) -> Iterator[Scan]:
    """The pages of a file of BROCHURES, drawn as the product draws pages that are pictures."""
    pages = PdfPages(_bytes(name))
    for number in range(1, len(pages) + 1):
        yield Scan(f"{name}, page {number}", pages.page(number), _truth())


def as_file(picture: Picture) -> bytes:
    """A picture as a program of a shell reads it."""
    stream = io.BytesIO()
    dots = {"dpi": picture.resolution} if picture.resolution else {}
    Image.fromarray(picture.pixels).save(stream, "PNG", **dots)
    return stream.getvalue()


def _truth() -> tuple[str, ...]:
    text = _bytes("linn.txt").decode().replace("\ufb01", "fi").replace("\ufb02", "fl")
    for pattern, right in _MISREAD:
        text = re.sub(pattern, right, text)
    return tuple(filter(None, map(str.strip, text.split("\n"))))


def _bytes(name: str) -> bytes:
    path = FOLDER / name
    judges.require(path.exists(), f"the scan {name}", "python3-pip && bash tests/ocr/fetch.sh")
    return path.read_bytes()
