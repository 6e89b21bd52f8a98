"""Characters that the table does not know come back from their readable form, "[U+65E5]"."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

from brailledesk.text import normalise
from brailledesk.translate.assemble import map_characters
from brailledesk.translate.back.base import BackTranslation
from brailledesk.translate.prepare import readable_form

_FORM = re.compile(r"\[U\+([0-9A-F]{4,6})\]")


def restore_unknown(result: BackTranslation, is_defined: Callable[[str], bool]) -> BackTranslation:
    """The result with each readable form as the one character that it stands for.

    Only where forward translation writes just this form for the character, so that the cells stay
    those of the text.
    """
    matches = [match for match in _FORM.finditer(result.text) if _stands_for(match, is_defined)]
    if not matches:
        return result
    pieces: list[str] = []
    places = array("I")
    """For each character of the old text, and its end, the place in the new one."""
    typeforms = array("I")
    length = last = 0
    for match in matches:
        start, end = match.span()
        pieces += [result.text[last:start], chr(int(match[1], 16))]
        places.extend(range(length, length + start - last))
        length += start - last
        places.extend([length] * (end - start))
        typeforms.extend(result.typeforms[last : start + 1])
        length, last = length + 1, end
    pieces.append(result.text[last:])
    places.extend(range(length, length + len(result.text) - last + 1))
    typeforms.extend(result.typeforms[last:])
    return _moved(result, "".join(pieces), places, typeforms)


def _stands_for(match: re.Match[str], is_defined: Callable[[str], bool]) -> bool:
    code = int(match[1], 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return False
    character = chr(code)
    # What may join the character before it, or be composed anew, would not stay what it is.
    if unicodedata.category(character)[0] == "M" or "\u1100" <= character <= "\u11ff":
        return False
    if normalise(character).text != character:
        return False
    return not is_defined(character) and readable_form(character, is_defined) == match[0]


def _is_inside(places: Sequence[int], char: int) -> bool:
    """Whether a character of the old text stands inside a form: forms are certain as a whole."""
    return char > 0 and places[char] == places[char - 1]


def _moved(
    result: BackTranslation, text: str, places: Sequence[int], typeforms: Sequence[int]
) -> BackTranslation:
    cell_to_char = array("I", [places[char] for char in result.cell_to_char])
    doubts = tuple(
        replace(one, start=places[one.start], end=places[one.end])
        for one in result.doubts
        if not _is_inside(places, one.start) and not _is_inside(places, one.end)
    )
    return replace(
        result,
        text=text,
        cell_to_char=cell_to_char,
        char_to_cell=map_characters(cell_to_char, len(text)),
        typeforms=typeforms,
        doubts=doubts,
    )
