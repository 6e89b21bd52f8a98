"""What is read and written in exercises: Italian words, phrases and sentences.

They were written for this project (MIT) and lie in ``texts/``, one a line. Their letters are those
of Italian words, so that no table writes any of them with a mark for foreign letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files


class Length(IntEnum):
    """What sort of text it is; exercises go from the shorter to the longer."""

    WORD = 1
    SERIES = 2
    """Words without connection."""
    PHRASE = 3
    SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Material:
    """Texts by their sort, the more common ones first."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def italian_material() -> Material:
    """The texts that ship with the package."""
    return Material(_lines("words"), _lines("phrases"), _lines("sentences"))


def _lines(name: str) -> tuple[str, ...]:
    path = files("brailledesk.learning") / "texts" / f"{name}.txt"
    return tuple(path.read_text(encoding="utf-8").splitlines())
