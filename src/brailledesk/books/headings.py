"""How deep headings stand, and of which kind print pages are, as DAISY wants to know it."""

from __future__ import annotations

import re

from brailledesk.books.script import PageKind

DEEPEST = 6

_ROMAN = re.compile(r"m{0,4}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = re.compile(r"0*[1-9][0-9]{0,8}")


_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman_number(label: str) -> int:
    """The value of a Roman number; 0 for what is none."""
    if not _ROMAN.fullmatch(label):
        return 0
    values = [_VALUES[letter] for letter in label.lower()]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=False)
    )


class Outline:
    """The depth of each heading from its level, such that no level is left out on the way down."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def depth(self, level: int) -> int:
        """The depth of the next heading, from 1 to DEEPEST."""
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return min(len(self._above), DEEPEST)


class PageNumbers:
    """The kind of each page from its label. Numbers that begin anew are special pages."""

    def __init__(self) -> None:
        self._last = 0

    def kind(self, label: str) -> PageKind:
        """The kind of the next page."""
        if _NUMBER.fullmatch(label) and int(label) > self._last:
            self._last = int(label)
            return PageKind.NORMAL
        if not self._last and roman_number(label):
            return PageKind.FRONT
        return PageKind.SPECIAL
