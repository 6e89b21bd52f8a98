"""Amounts, dates and times: never changed; made doubtful where they cannot be what was read."""

from __future__ import annotations

import re

from brailledesk.ingest.ocr.corrections.candidates import TO_DIGIT

_SIGNS = "".join(re.escape(sign) for sign in TO_DIGIT)
_N = rf"[0-9{_SIGNS}]"
_EDGES = "€$£(+-.,;:)%"
_AMOUNT = re.compile(rf"{_N}{{1,3}}(?:[.']{_N}{{3}})+(?:,{_N}{{1,2}})?|{_N}+,{_N}{{1,4}}")
_DATE = re.compile(rf"({_N}{{1,2}})([/.-])({_N}{{1,2}})\2({_N}{{4}}|{_N}{{2}})")
_TIME = re.compile(rf"({_N}{{1,2}})[:.]({_N}{{2}})")
_GROUPS = re.compile(r"[0-9]+(?:\.[0-9]+)+,[0-9]+")


def looks_wrong(text: str) -> str | None:
    """What a number would be with digits where letters were read; None where nothing is wrong.

    "" where it is wrong and nobody can tell what it is: 32/13/2024, 1.25,00. "Sì" has the letters
    of digits too: a word without a digit is no number.
    """
    bare = text.strip(_EDGES)
    if not any(map(str.isdigit, bare)):
        return None
    if any(shape.fullmatch(bare) for shape in (_AMOUNT, _DATE, _TIME)):
        read = "".join(TO_DIGIT.get(sign, sign) for sign in bare)
        if read != bare:
            return text.replace(bare, read)
    date = _DATE.fullmatch(bare)
    if date is not None and not (1 <= int(date[1]) <= 31 and 1 <= int(date[3]) <= 12):
        return ""
    if _GROUPS.fullmatch(bare) and not _AMOUNT.fullmatch(bare):
        return ""
    return None
