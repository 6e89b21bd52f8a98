"""The pictures of a document, for those who draw them: whole files, within bounds, not yet opened.

Braille needs the alternative text alone, so nothing is read here unless it is asked for. A page of
HTML says itself where its pictures are, and is hostile: what counts is what it holds (``data:``)
and what lies in its folder or below. Nothing is fetched. A picture that is missing, too large or
damaged is left out, and its alternative text stays.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from brailledesk.errors import BrailledeskError

MOST_BYTES = 32_000_000
"""Of one picture, as a file."""
MOST_BYTES_IN_ALL = 128_000_000
MOST_PICTURES = 2_000


class Pictures:
    """Collects the pictures of one document. ``folder`` is where it lies; None if that is nowhere.

    A picture that stands in a document more than once is held, and counted, once.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._found: dict[str, bytes] = {}
        self._bytes = 0

    def has(self, name: str) -> bool:
        """Whether a picture of this name was taken already, or refused."""
        return name in self._found

    def take(self, name: str, read: Callable[[], bytes]) -> bytes:
        """The file called ``name``, which ``read`` gives; nothing if there is no room for it."""
        known = self._found.get(name)
        if known is not None:
            return known
        if len(self._found) >= MOST_PICTURES:
            return b""
        try:
            data = read()
        except (BrailledeskError, OSError, ValueError):
            data = b""  # as if it were not there: the text of a document goes first
        if len(data) > min(MOST_BYTES, MOST_BYTES_IN_ALL - self._bytes):
            data = b""
        self._bytes += len(data)
        self._found[name] = data
        return data

    def of_page(self, reference: str) -> bytes:
        """What a page of HTML refers to: in itself, or in its folder."""
        if reference[:5].lower() == "data:":
            return self.take(reference, lambda: data_of(reference))
        path = self._beside(reference)
        return b"" if path is None else self.take(str(path), lambda: _read(path))

    def _beside(self, reference: str) -> Path | None:
        """The file in the folder of the page, or below, that a reference means."""
        try:
            parts = urlsplit(reference.strip())
            if self._folder is None or parts.scheme or parts.netloc or not parts.path:
                return None
            folder = self._folder.resolve(strict=True)
            path = (folder / unquote(parts.path)).resolve(strict=True)  # links are followed first
            is_file = path.is_file()
        except (OSError, ValueError, RuntimeError):
            return None
        return path if is_file and path.is_relative_to(folder) else None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def data_of(reference: str) -> bytes:
    """The bytes that a ``data:`` address holds (RFC 2397). Raises ValueError for a faulty one."""
    head, comma, body = reference.partition(",")
    if not comma or len(body) > 2 * MOST_BYTES:
        raise ValueError("no data")
    if head.rstrip().lower().endswith(";base64"):
        return binascii.a2b_base64(unquote_to_bytes(body))
    return unquote_to_bytes(body)
