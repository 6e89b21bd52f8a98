"""Print that shares its cells by the code, made one: what may differ after the way there and back.

The tables say which: their lines ``#+same``, each with its source, are those that the proof of
unique decodability respects (test_decodability.py). What shares its cells only in some places ("("
and ")", closing quote and degree) is no fold: the neighbours can tell, so it is counted
(test_corpus.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

from brailledesk.tables import load_table
from brailledesk.translate.back.sameness import Sameness
from brailledesk.translate.prepare import prepare

_IN_CAPITALS = re.compile(r"(?<=[A-ZÀ-Þ])[ÆŒ]|[ÆŒ](?=[A-ZÀ-Þ])")
"""A single capital sign reaches one cell: Œuvre is as Oeuvre. A run of capitals is told once."""


def fold(text: str, table: str) -> str:
    """``text`` with one print for each sign of the code, as far as ``table`` gives no choice.

    First what the table does not know is opened, as forward translation does: variants of blanks
    and hyphens (:func:`brailledesk.text.normalise`), "½" as "1/2", "日" as "[U+65E5]".
    """
    same = _sameness(table)
    known = prepare(text, None, load_table(table).has).text
    return same.fold(_IN_CAPITALS.sub(lambda match: same.fold(match[0]).upper(), known))


@lru_cache
def _sameness(table: str) -> Sameness:
    return Sameness(load_table(table))
