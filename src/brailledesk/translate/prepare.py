"""What all engines do before their own work: normalise, and open up what a table does not know.

A character that no rule covers becomes readable text that the table does know: its compatibility
form where it has one ("½" as "1/2", "㎏" as "kg"), its base letter where only an accent is foreign,
else its code point in brackets, "[U+65E5]". It is never a blank and always reported.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from brailledesk.text import EMPHASIS, Normalised, Typeform, normalise
from brailledesk.translate.base import Undefined
from brailledesk.values import dataclass

if TYPE_CHECKING:
    from brailledesk.tables.rules import Uncontracted


# Plain numbers: "and" with a member of an enumeration makes another member, for each character.
_UNCONTRACTED = int(Typeform.UNCONTRACTED)
_EMPHASIS = int(EMPHASIS)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text that a table covers whole. ``offsets`` leads from it back to the original."""

    text: str
    offsets: Sequence[int]
    typeforms: Sequence[int] | None
    undefined: tuple[Undefined, ...]


def prepare(
    text: str,
    typeforms: Sequence[int] | None,
    is_defined: Callable[[str], bool],
    uncontracted: Uncontracted | None = None,
) -> Prepared:
    """Normalise ``text`` and replace what ``is_defined`` refuses; keep positions and typeforms.

    Letters that a typeform says are not to be contracted become those of ``uncontracted``.
    """
    normal = normalise(text)
    unknown = {character for character in set(normal.text) if not is_defined(character)}
    if unknown:
        new_text, offsets, undefined = _substitute(normal, unknown, is_defined)
    else:
        new_text, offsets, undefined = normal.text, normal.offsets, ()
    if typeforms is None or not any(typeforms):
        return Prepared(new_text, offsets, None, undefined)
    forms = [typeforms[offsets[place]] for place in range(len(new_text))]
    if uncontracted is not None and any(form & _UNCONTRACTED for form in forms):
        new_text, offsets, forms = _spell(new_text, offsets, forms, uncontracted)
    emphasis = [form & _EMPHASIS for form in forms]
    return Prepared(new_text, offsets, emphasis if any(emphasis) else None, undefined)


def _spell(
    text: str, offsets: Sequence[int], forms: Sequence[int], uncontracted: Uncontracted
) -> tuple[str, Sequence[int], list[int]]:
    """The text with its uncontracted letters exchanged, and a mark where one is needed."""
    pieces: list[str] = []
    new_offsets = array("I")
    new_forms: list[int] = []
    place = 0
    for start, end in _words_to_spell(text, forms, uncontracted):
        word = text[start:end]
        mark = "" if text[start - 1 : start] in uncontracted.tied else uncontracted.mark
        spelled = "".join(uncontracted.letters.get(character, character) for character in word)
        pieces += [text[place:start], mark, spelled]
        new_offsets.extend(offsets[place:start])
        new_offsets.extend([offsets[start]] * len(mark))
        new_offsets.extend(offsets[start:end])
        new_forms += [*forms[place:start], *[forms[start]] * len(mark), *forms[start:end]]
        place = end
    pieces.append(text[place:])
    new_offsets.extend(offsets[place:])
    new_forms += forms[place:]
    return "".join(pieces), new_offsets, new_forms


_LETTERS = re.compile(r"[^\W\d_]+")


def _words_to_spell(
    text: str, forms: Sequence[int], uncontracted: Uncontracted
) -> Iterator[tuple[int, int]]:
    """The words with the typeform that the table would contract otherwise.

    A single letter, a word with capitals inside it and one with a foreign letter it writes letter
    by letter by itself.
    """
    for match in _LETTERS.finditer(text):
        start, end = match.span()
        is_marked = all(form & _UNCONTRACTED for form in forms[start:end])
        if not is_marked or end - start == 1 or any(map(str.isupper, match[0][1:])):
            continue
        small = match[0][0].lower() + match[0][1:]
        if all(uncontracted.letters.get(one, one) != one for one in small):
            yield start, end


def _substitute(
    normal: Normalised, unknown: set[str], is_defined: Callable[[str], bool]
) -> tuple[str, Sequence[int], tuple[Undefined, ...]]:
    shown = {character: readable_form(character, is_defined) for character in unknown}
    pieces: list[str] = []
    offsets = array("I")
    undefined: list[Undefined] = []
    done = 0
    for place in [at for at, character in enumerate(normal.text) if character in unknown]:
        piece = shown[normal.text[place]]
        start = normal.offsets[place]
        end = max(normal.offsets[place + 1], start + 1)
        undefined.append(Undefined(start, end, normal.original[start:end], piece))
        pieces += (normal.text[done:place], piece)
        offsets.extend(normal.offsets[done:place])
        offsets.extend([start] * len(piece))
        done = place + 1
    pieces.append(normal.text[done:])
    offsets.extend(normal.offsets[done:])
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
