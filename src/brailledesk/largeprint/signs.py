"""Text as fonts and files take it: what no eye sees goes, everything else stays."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SPACES = re.compile(
    "[\t\v\f\r\x85\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]"  # not those that forbid a break
)
_BREAKS = re.compile("[\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What Unicode calls default-ignorable: places to divide, joiners, directions, which picture of a
sign is meant. Fonts have no glyphs for them, and readers of PDF lose text where they stand."""

_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
"""What neither XML nor a font has: a reader shall see that there was something."""

_MARKED = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,30}")
"""A letter and its marks, no more of them than the stream-safe form of Unicode has (UAX 15)."""

_BEHIND_LATIN = re.compile("[\u0300-\U0010ffff]{31,}")
_MOST_MARKS = 30
_CARRIER = "\u25cc"
"""A dotted circle, which stands for the letter of a mark that has none."""

_LIGATURES = re.compile("[\ufb00-\ufb06]")

REPLACEMENT = "\ufffd"


def visible(text: str) -> str:
    """The text without what is no sign, its letters and marks composed (NFC) and its
    ligatures opened, in linear time.

    A line feed stays; a soft hyphen goes: large print does not divide words.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text))
    text = _UNFIT.sub(REPLACEMENT, _INVISIBLE.sub("", text))
    text = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _MARKED.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
    return _BEHIND_LATIN.sub(lambda match: "".join(_carried(match[0])), text)


def _carried(text: str) -> Iterator[str]:
    """The text with a carrier behind every 30 marks of one letter.

    What sets the PDF keeps all of such a cluster with each of its marks, so that memory would grow
    with the square of their number.
    """
    count = 0
    for character in text:
        count = count + 1 if _joins(character) else 0
        if count > _MOST_MARKS:
            yield _CARRIER
            count = 1
        yield character


def _joins(character: str) -> bool:
    """Whether a character may belong to the one before: marks and the letters of Hangul."""
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1100" <= character <= "\u11ff"
        or "\ua960" <= character <= "\ua97f"
        or "\ud7b0" <= character <= "\ud7ff"
    )


def named(character: str) -> str:
    """What stands for a character that no font has."""
    return f"[U+{ord(character):04X}]"
