"""What the native pass has to know of characters: as Python says it, so that both lay out alike."""

from __future__ import annotations

import unicodedata
from itertools import chain

_ODD_CASES = frozenset("İıſ\u212aΣ")
"""What ``re`` takes for an i, s or k where case is ignored; and one letter with two small forms."""
_LATIN = range(0x2BC)
_PUNCTUATION = range(0x2000, 0x2060)
_LAST = "\u2fff"


def alphabet_of(characters: str) -> tuple[str, bytes, str]:
    r"""Characters that the pass may meet, what Python says of each, and their small forms.

    ``characters`` are those of a table; beside them stand those that Latin texts may hold.
    The bits: ``\w``, ``\d``, ``isdigit``, ``isspace``, ``isalpha``, ``isupper``.
    """
    others = map(chr, chain(_LATIN, _PUNCTUATION))
    known = [one for one in dict.fromkeys(chain(characters, others)) if _is_simple(one)]
    kinds = bytes(
        (one.isalnum() or one == "_")
        | one.isdecimal() << 1
        | one.isdigit() << 2
        | one.isspace() << 3
        | one.isalpha() << 4
        | one.isupper() << 5
        for one in known
    )
    return "".join(known), kinds, "".join(map(str.lower, known))


def _is_simple(character: str) -> bool:
    """Whether what layout asks of a character does not depend on those beside it."""
    if character < "\u00c0":
        return True
    is_mark = unicodedata.category(character)[0] == "M" or "\u1100" <= character <= "\u11ff"
    is_odd = is_mark or character > _LAST or character in _ODD_CASES
    is_whole = len(character.lower()) == 1 and unicodedata.is_normalized("NFC", character)
    return is_whole and not is_odd
