"""Places in documents ("line 12", "sheet Prezzi, cell B3") in the user's language.

In the program a place is English: parts of it are read again, and programs get it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

NOUNS = {
    "after line": "after line {number}",
    "behind byte": "behind byte {number}",
    "byte": "byte {number}",
    "cell": "cell {number}",
    "column": "column {number}",
    "line": "line {number}",
    "page": "page {number}",
    "paragraph": "paragraph {number}",
    "row": "row {number}",
    "sheet": "sheet {number}",
    "table": "table {number}",
}
"""The messages of the catalogue, by how a part of a place begins. A sheet has a name."""

_PART = (
    r"(?:(?<=^)|(?<=, ))"
    r"(?:(?P<noun>after line|behind byte|byte|cell|column|line|page|paragraph|row|table)"
    r" (?P<number>[0-9]+|(?<=cell )[A-Z]{1,3}[0-9]+)(?![\w.])"
    r"|sheet (?P<sheet>.+?)(?=, cell |$))"
)


def describe_place(place: str, translate: Callable[[str], str]) -> str:
    """``place`` with the words that are known, translated; names of files and parts stay."""

    def told(part: re.Match[str]) -> str:
        noun = part["noun"] or "sheet"
        return translate(NOUNS[noun]).format(number=part["number"] or part["sheet"])

    return re.sub(_PART, told, place)
