"""Bytes to text in the encodings that Italian offices really use.

UTF-8 is tried strictly: text in another encoding practically never passes. Else the accented
letters decide: in Italian they stand at the end of words, so of the single-byte encodings the one
wins that puts à è é ì ò ù there and the fewest signs that Italian does not have. What makes sense
in none of them is refused: a wrong guess would be embossed before anybody sees it.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from brailledesk.errors import N_, SourceDamaged

CANDIDATES = ("cp1252", "iso8859-15", "cp858", "mac-roman")
"""Windows, Latin-9 (which for Italian holds Latin-1 too), DOS with the euro, old Macintosh; in the
order in which a tie is decided."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What a file may declare. Python knows codecs that are no character sets ("unicode_escape",
# "punycode"), and a file does not get to choose those.
_DECLARABLE = (
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp437|cp85\d|cp86\d|mac-roman|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift_jis|cp932|euc_jp|euc_kr|iso2022_jp"
)
_LATIN = {"ascii", "iso8859-1", "iso8859-15", "cp1252"}
"""Declared as one of these, text is often another: browsers read Latin-1 as Windows-1252 too."""

_MOST_SAMPLES = 20_000
_CONTEXT = 8


class Decoded(NamedTuple):
    """Text and the encoding it came in."""

    text: str
    encoding: str


def decode(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """The text of a file; ``declared`` is the encoding that the file itself names, if any.

    Raises SourceDamaged for what is no text (NUL characters), for UTF-8 that is cut off, and for
    bytes that make sense in no encoding of Italian offices; the message names the place.
    """
    decoded = _decode(data, path, declared)
    if "\0" in decoded.text:
        place = f"character {decoded.text.index(chr(0)) + 1}"
        raise SourceDamaged(path, N_("it is not text, it has zero bytes"), place)
    return decoded


def _decode(data: bytes, path: str, declared: str | None) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, path)
    wide = _wide(data)
    if wide:
        return _strictly(data, wide, path)
    if data.isascii() and not _is_stateful(declared):
        return Decoded(data.decode("ascii"), "utf-8")
    text = _try(data, "utf-8")
    if text is not None and not data.isascii():
        return Decoded(text, "utf-8")
    _refuse_broken_utf8(data, path)
    name = _known_name(declared)
    if name in _LATIN:
        return _guess(data, path, ("cp1252", "iso8859-15"))
    text = _try(data, name) if name else None
    return Decoded(text, name) if text is not None else _guess(data, path, CANDIDATES)


def _strictly(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise cut_off(path, error.start) from None


def cut_off(path: str, start: int) -> SourceDamaged:
    """The error for a byte that cannot be where it is; ``start`` counts from 0."""
    return SourceDamaged(path, N_("its text is cut off or mixed up"), f"byte {start + 1}")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _known_name(declared: str | None) -> str:
    """Python's name of a declared encoding; empty where it is none that a file may declare."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return ""
    return name if re.fullmatch(_DECLARABLE, name) else ""


def _is_stateful(declared: str | None) -> bool:
    return _known_name(declared) == "iso2022_jp"


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


# What à è é ì ò ù, “ ” ’ €, « » and the capitals are in UTF-8.
_UTF8_PAIR = rb"\xc3[\x80-\xbc]|\xc2[\xa0-\xbf]|\xe2\x80[\x93-\xa6]|\xe2\x82\xac"


def _refuse_broken_utf8(data: bytes, path: str) -> None:
    """A file that is UTF-8 but for a few bytes was cut off; another encoding would be nonsense."""
    pairs = re.findall(_UTF8_PAIR, data)
    if not pairs:
        return
    others = sum(data.count(byte) for byte in range(0x80, 0x100)) - sum(map(len, pairs))
    if 2 * len(pairs) > others:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise cut_off(path, error.start) from None


def _guess(data: bytes, path: str, candidates: tuple[str, ...]) -> Decoded:
    sample = _sample(data)
    scores = {
        encoding: _score(text)
        for encoding in candidates
        if (text := _try(sample, encoding)) is not None
    }
    best = max(scores, key=lambda encoding: scores[encoding].value)
    if scores[best].is_nonsense:
        first = next(place for place, byte in enumerate(data) if byte >= 0x80)
        raise SourceDamaged(
            path, N_("its encoding is unknown, save it as UTF-8"), f"byte {first + 1}"
        )
    text = _try(data, best)
    if text is None:  # a byte that the encoding does not have stands beyond the sample
        text, best = data.decode("iso8859-15"), "iso8859-15"
    return Decoded(text, best)


def _sample(data: bytes) -> bytes:
    """The bytes around those that are not ASCII: only they tell encodings apart."""
    pieces: list[bytes] = []
    end = 0
    for match in re.finditer(rb"[\x80-\xff]+", data):
        start = max(end, match.start() - _CONTEXT)
        end = match.end() + _CONTEXT
        pieces.append(data[start:end])
        if len(pieces) == _MOST_SAMPLES:
            break
    return b"".join(pieces)


_GOOD = r"(?<=[A-Za-z])[àèéìòù](?![A-Za-z])|(?<![A-Za-zÀ-ÿ])[ÈèÀÉ](?![A-Za-z])"
_CAPITAL = r"(?<=[A-Z])[ÀÈÉÌÒÙ](?![a-z])"
_QUOTE = r"(?<=[A-Za-z])’(?=[A-Za-z])|(?<!\w)[“«](?=\w)|(?<=[\w.,!?])[”»](?!\w)"
_EURO = r"€(?=[ \xa0]?\d)|(?<=\d)€|(?<=\d[ \xa0])€"
_STRANGE = (
    r"[^\x09-\x0d\x20-\x7eàèéìòùÀÈÉÌÒÙçâêîôûäëïöüñáíóúÄÖÜÑÇßãõåøæœ"
    r"\xa0\xad€°«»“”‘’–—…•·©®™§ºª¹²³½¼¾£&×±]"
)


class _Score(NamedTuple):
    value: float
    is_nonsense: bool


def _score(text: str) -> _Score:
    good = sum(len(re.findall(pattern, text)) for pattern in (_GOOD, _CAPITAL, _QUOTE, _EURO))
    strange = len(re.findall(_STRANGE, text))
    beyond_ascii = len(text) - len(re.findall(r"[\x00-\x7f]", text))
    return _Score(good - 2.0 * strange, strange > good and 2 * strange > beyond_ascii)
