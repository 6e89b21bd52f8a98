"""Bytes to text in the encodings that Italian offices really use.

UTF-8 is tried strictly: text in another encoding practically never passes. Else the accented
letters decide: in Italian they stand at the end of words, so of the single-byte encodings the one
wins that puts à è é ì ò ù there and the fewest signs that Italian does not have.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from brailledesk.errors import N_, SourceDamaged

CANDIDATES = ("cp1252", "iso8859-15", "cp850", "mac-roman")
"""In the order in which a tie is decided."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000


class Decoded(NamedTuple):
    """Text and the encoding it came in."""

    text: str
    encoding: str


def decode(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """The text of a file; ``declared`` is the encoding that the file itself names, if any.

    Raises SourceDamaged for what is no text: NUL bytes, or bytes that no encoding of Italian
    offices has; the message names the place.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, path)
    wide = _wide(data)
    if wide:
        return _strictly(data, wide, path)
    if b"\0" in data:
        place = f"byte {data.index(0)}"
        raise SourceDamaged(path, N_("it is not text, it has zero bytes"), place)
    for name in filter(None, (declared, "utf-8")):
        text = _try(data, name)
        if text is not None:
            return Decoded(text, name)
    return _guess(data, path)


def _strictly(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise SourceDamaged(path, N_("its text is cut off or mixed up"), place) from None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) / 2
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _guess(data: bytes, path: str) -> Decoded:
    texts = [(encoding, _try(data, encoding)) for encoding in CANDIDATES]
    known = [(encoding, text) for encoding, text in texts if text is not None]
    if not known:
        raise SourceDamaged(path, N_("its encoding is unknown"))
    encoding, text = max(known, key=lambda pair: _score(pair[1][:_SAMPLE]))
    return Decoded(text, encoding)


_GOOD = re.compile(r"(?<=[A-Za-z])[àèéìòù](?![A-Za-z])|(?<![A-Za-zÀ-ÿ])[ÈèÀÉ](?![A-Za-z])")
_CAPITAL = re.compile(r"(?<=[A-Z])[ÀÈÉÌÒÙ](?![a-z])")
_QUOTE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])|(?<!\w)[“«](?=\w)|(?<=[\w.,!?])[”»](?!\w)")
_EURO = re.compile(r"€(?= ?\d)|(?<=\d)€|(?<=\d )€")
_STRANGE = re.compile(r"[^\x09-\x0d\x20-\x7eàèéìòùÀÈÉÌÒÙçâêîôûäëïöüñáíóú€°«»“”‘’–—…•©®™§ºª²³½£&]")


def _score(text: str) -> float:
    good = sum(len(pattern.findall(text)) for pattern in (_GOOD, _CAPITAL, _QUOTE, _EURO))
    return good - 2.0 * len(_STRANGE.findall(text))
