"""What all engines do before their own work: normalise, and open up what a table does not know.

A character that no rule covers becomes readable text that the table does know: its compatibility
form where it has one ("½" as "1/2", "㎏" as "kg"), its base letter where only an accent is foreign,
else its code point in brackets, "[U+65E5]". It is never a blank and always reported.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brailledesk.text import Normalised, normalise
from brailledesk.translate.base import Undefined


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text that a table covers whole. ``offsets`` leads from it back to the original."""

    text: str
    offsets: Sequence[int]
    typeforms: Sequence[int] | None
    undefined: tuple[Undefined, ...]


def prepare(
    text: str, typeforms: Sequence[int] | None, is_defined: Callable[[str], bool]
) -> Prepared:
    """Normalise ``text`` and replace what ``is_defined`` refuses; keep positions and typeforms."""
    normal = normalise(text)
    unknown = {character for character in set(normal.text) if not is_defined(character)}
    if unknown:
        new_text, offsets, undefined = _substitute(normal, unknown, is_defined)
    else:
        new_text, offsets, undefined = normal.text, normal.offsets, ()
    new_typeforms = None
    if typeforms is not None and any(typeforms):
        new_typeforms = [typeforms[offsets[place]] for place in range(len(new_text))]
    return Prepared(new_text, offsets, new_typeforms, undefined)


def _substitute(
    normal: Normalised, unknown: set[str], is_defined: Callable[[str], bool]
) -> tuple[str, Sequence[int], tuple[Undefined, ...]]:
    shown = {character: readable_form(character, is_defined) for character in unknown}
    pieces: list[str] = []
    offsets = array("I")
    undefined: list[Undefined] = []
    for place, character in enumerate(normal.text):
        piece = shown.get(character)
        if piece is None:
            pieces.append(character)
            offsets.append(normal.offsets[place])
            continue
        start = normal.offsets[place]
        end = max(normal.offsets[place + 1], start + 1)
        undefined.append(Undefined(start, end, normal.original[start:end], piece))
        pieces.append(piece)
        offsets.extend([start] * len(piece))
    offsets.append(len(normal.original))
    return "".join(pieces), offsets, tuple(undefined)


def readable_form(character: str, is_defined: Callable[[str], bool]) -> str:
    """What is shown for a character without a rule; every character of it has one."""
    for form in ("NFKC", "NFKD"):
        candidate = unicodedata.normalize(form, character).replace("\u2044", "/")
        bare = "".join(c for c in candidate if not unicodedata.combining(c))
        for choice in (candidate, bare):
            if choice.strip() and all(is_defined(c) for c in choice):
                return choice
    code = f"[U+{ord(character):04X}]"
    return "".join(c for c in code if is_defined(c))  # a small table may lack brackets
