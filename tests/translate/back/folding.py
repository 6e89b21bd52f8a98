"""Print that shares its cells by the code, made one: what may differ after the way there and back.

Each fold names the paragraph of the facts (italian-braille.md) in which the code gives two prints
the same cells wherever they stand. What shares its cells only in some places ("(" and ")", closing
quote and degree) is no fold: the neighbours can tell, so it is counted (test_corpus.py).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from brailledesk.tables import load_table
from brailledesk.translate.prepare import prepare

# 6.2, "« » “ ” "": one sign to open, one to close, whatever print has; they come back as ".
_QUOTES = dict.fromkeys("«»“”", '"')
# 6.2, "' and ’" and "‘ ’": all of them are the apostrophe 3 and come back as '.
_APOSTROPHES = dict.fromkeys("‘’", "'")
# 6.2, "... and …": 3-3-3, comes back as three points. "— and ―": comes back as —.
_STOPS = {"…": "...", "―": "—"}
# 6.3, "æ œ ß": written ae, oe, ss; a single capital sign reaches one cell: Œuvre is 46-135-15.
_LIGATURES = {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss"}
_IN_CAPITALS = re.compile(r"(?<=[A-ZÀ-Þ])[ÆŒ]|[ÆŒ](?=[A-ZÀ-Þ])")
# 6.3, "ý ÿ" become plain y.
_ON_Y = {**dict.fromkeys("ýÿŷ", "y"), **dict.fromkeys("ÝŸŶ", "Y")}
# 6.3, Greek: one cell for σ and ς; the micro sign is the letter μ.
_GREEK = {"ς": "σ", "µ": "μ"}
# Letters with a stroke, which Unicode does not take apart; else as the accents below.
_STROKES = {"đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ø": "o", "ŧ": "t"}
_STROKES |= {letter.upper(): base.upper() for letter, base in _STROKES.items()}
# 6.3, "á í ó ú": on paper in the cell of the grave letter; in the exact table they have their own.
_ACUTE = dict(zip("áíóúÁÍÓÚ", "àìòùÀÌÒÙ", strict=True))
# 2.2 and 6.3: accents that the code has a cell for.
_WITH_A_CELL = frozenset("àèéìòùâêîôûëïöüçäñáíóúÀÈÉÌÒÙÂÊÎÔÛËÏÖÜÇÄÑÁÍÓÚ")

LOST_ACCENT = "\u02c7"
"""Stands for the dot 4 of an accent that is lost: 4-1 is å and ã, but never a."""


def fold(text: str, table: str) -> str:
    """``text`` with one print for each sign of the code, as far as ``table`` gives no choice.

    First what the table does not know is opened, as forward translation does: variants of blanks
    and hyphens (:func:`brailledesk.text.normalise`), "½" as "1/2", "日" as "[U+65E5]".
    """
    known = prepare(text, None, load_table(table).has).text
    if load_table(table).metadata["dots"] == "8":
        folds = _eight_dots()
    else:
        folds = _six_dots(table)
        known = _IN_CAPITALS.sub(lambda match: _LIGATURES[match[0]].upper(), known)
    return "".join(folds.get(one) or one for one in known).replace("\n", " ")


@lru_cache
def _eight_dots() -> dict[str, str]:
    # 3.2: cell 4 is " “ ”, cell 6 is ' ‘ ’. All else has a cell of its own.
    return {**dict.fromkeys("“”", '"'), **_APOSTROPHES}


@lru_cache
def _six_dots(table: str) -> dict[str, str]:
    folds = {**_QUOTES, **_APOSTROPHES, **_STOPS, **_LIGATURES, **_ON_Y, **_GREEK}
    for letter in map(chr, range(0xC0, 0x250)):
        base = _STROKES.get(letter) or unicodedata.normalize("NFD", letter)[0]
        # 6.3, "å ã õ ø č š ž ł ...": 4 and the base letter, the accent is lost on the way back.
        if letter not in folds and letter not in _WITH_A_CELL and base != letter:
            folds[letter] = LOST_ACCENT + base
    if table == "it-6dot":
        folds |= _ACUTE
    return folds
