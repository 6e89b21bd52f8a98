"""The words of the table language: opcodes, prefixes and keys of metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brailledesk.tables.rules import Kind

DEFINING: Mapping[str, Kind] = {
    "space": Kind.SPACE,
    "digit": Kind.DIGIT,
    "letter": Kind.LETTER,
    "lowercase": Kind.LETTER | Kind.LOWERCASE,
    "uppercase": Kind.LETTER | Kind.UPPERCASE,
    "punctuation": Kind.PUNCTUATION,
    "sign": Kind.SIGN,
    "math": Kind.MATH,
}
_OUTER = Kind.SPACE | Kind.PUNCTUATION
POSITIONS: Mapping[str, tuple[Kind | None, Kind | None]] = {
    "always": (None, None),
    "word": (_OUTER, _OUTER),
    "begword": (_OUTER, Kind.LETTER),
    "midword": (Kind.LETTER, Kind.LETTER),
    "endword": (Kind.LETTER, _OUTER),
    "begmidword": (_OUTER | Kind.LETTER, Kind.LETTER),
    "midendword": (Kind.LETTER, _OUTER | Kind.LETTER),
}
"""What each opcode asks for before and after its string; the edge of a text counts as a blank."""
PREFIXES = ("after", "before")
"""``after CLASS`` before an opcode asks for a character of that class too; ``before`` likewise."""
INDICATORS = ("numsign",)
EMPHASIS_CLASSES = ("italic", "underline", "bold")
OPCODES = (
    "include",
    "display",
    *DEFINING,
    *POSITIONS,
    "midnum",
    "attribute",
    "swapcc",
    "context",
    "correct",
    *INDICATORS,
    "emphclass",
    "begemph",
    "endemph",
)
"""The opcodes of the declared subset.

The prefixes ``noback`` and ``nofor`` may stand before each, those of :data:`PREFIXES` before the
ones of :data:`POSITIONS`.

The capital opcodes are not among them: liblouis takes all between two blanks for one word there
(Maria-Rosa comes out as MARIA-Rosa), so our tables say with ``correct`` what a word is.
``display`` lines are read over: they concern liblouis' output, ours is Unicode.
"""

METADATA = re.compile(r"#\s*[+-]\s*([\w-]+)\s*:\s*(.*?)\s*$")

REPEATED = ("source", "level", "same", "raw")
"""Keys of metadata that speak of the lines below them or of characters, not of the table."""

EXCEPTIONS = ("same", "raw")
"""The metadata keys of declared exceptions to "different texts have different cells".

``#+same: X Y reason``: each character of X comes back as the text Y. ``#+raw: X-Y reason``: the
characters from X to Y stand for their own cells. They hold wherever they stand, in includes too.
"""

LEVEL = "level"
"""The metadata key that gives the level of the contractions in the lines below it."""
