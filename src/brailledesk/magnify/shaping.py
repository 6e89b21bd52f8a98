"""What is drawn as one: characters with their marks, and the direction that words run in.

Words run as they are written; a line with right-to-left words is ordered word by word, in runs, as
UAX 9 orders words, numbers and signs. What it says beyond is not done: marks of embedding, and
words that are Latin and Hebrew without a blank between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

MOST_MARKS = 30
"""Marks on one letter, as the stream-safe form of Unicode has it (UAX 15)."""
_JOINED = re.compile("[\u0590-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]+")
"""Scripts whose letters depend on their neighbours: what stands together is shaped together."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINER = "\u200d"


def units(text: str) -> list[str]:
    """``text`` in what is drawn at once: a character with its marks, or a joined stretch."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    place = 0
    for joined in _JOINED.finditer(text):
        found += _clusters(text[place : joined.start()])
        found.append(joined.group())
        place = joined.end()
    found += _clusters(text[place:])
    return found


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for place in range(1, len(text)):
        if not _continues(text, place) or place - start > MOST_MARKS:
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _continues(text: str, place: int) -> bool:
    """Whether a character is drawn together with the one before it."""
    character = text[place]
    if character < "\u0300":
        return False
    is_mark = unicodedata.category(character)[0] == "M"
    is_tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return is_mark or is_tone or character == _JOINER or text[place - 1] == _JOINER


def is_joined(text: str) -> bool:
    """Whether a unit is a stretch that is shaped together."""
    return _JOINED.fullmatch(text) is not None


def runs_left(text: str) -> bool:
    """Whether a word has letters that run from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


_MIRRORED = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))


def mirrored(parts: Sequence[str]) -> list[str]:
    """The units of a word that runs left, brackets turned round that stand beside its letters.

    Those beside Latin letters or numbers stay: they are in the order of these.
    """
    found = list(parts)
    place = 0
    while place < len(found):
        end = place + 1
        if not runs_left(found[place]):
            while end < len(found) and not runs_left(found[end]):
                end += 1
            if not any(map(str.isalnum, "".join(found[place:end]))):
                found[place:end] = [_MIRRORED.get(one, one) for one in found[place:end]]
        place = end
    return found


def visual_order(words: Sequence[str]) -> list[int]:
    """The places of the words of a line, from left to right as they are drawn.

    A line whose first letters run left runs left as a whole, and words that run right keep their
    order inside it; in any other line stretches of words that run left are turned. Numbers go with
    the letters before them (UAX 9, W7 and N1), signs with the words on both sides if they agree.
    """
    directions = [_direction(word) for word in words]
    if True not in directions:
        return list(range(len(words)))
    base = next(one for one in directions if one is not None)
    before = base
    for place, word in enumerate(words):
        found = directions[place]
        if found is not None:
            before = found
        elif any(map(str.isdecimal, word)):
            directions[place] = before
    resolved = _resolved(directions, base=base)
    order: list[int] = []
    place = 0
    while place < len(words):
        end = place
        while end < len(words) and resolved[end] == resolved[place]:
            end += 1
        run = list(range(place, end))
        if resolved[place]:
            run.reverse()
        order = [*run, *order] if base else [*order, *run]
        place = end
    return order


def _direction(word: str) -> bool | None:
    """True for a word that runs left, None for one without letters."""
    if runs_left(word):
        return True
    return False if any(map(str.isalpha, word)) else None


def _resolved(directions: Sequence[bool | None], *, base: bool) -> list[bool]:
    """Directions with those of words without letters: their neighbours' if they agree."""
    resolved: list[bool] = []
    for place, one in enumerate(directions):
        if one is not None:
            resolved.append(one)
            continue
        before = resolved[-1] if resolved else base
        after = next((other for other in directions[place:] if other is not None), base)
        resolved.append(before if before == after else base)
    return resolved
