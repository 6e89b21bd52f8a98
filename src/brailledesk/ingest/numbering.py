"""Numbering of a Word document: the marker that a list paragraph really has in print."""

from __future__ import annotations

import re

from lxml import etree

from brailledesk.ingest.markers import BULLET, format_number
from brailledesk.ingest.wordml import attribute, child_value, children

_STYLES = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}


class Numbering:
    """The numbering part and the counters of the lists that run."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, list[int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in children(root, "abstractNum"):
            levels = {_integer(attribute(lvl, "ilvl"), 0): lvl for lvl in children(abstract, "lvl")}
            self._levels[attribute(abstract, "abstractNumId") or ""] = levels
        for number in children(root, "num"):
            identifier = attribute(number, "numId") or ""
            self._abstract[identifier] = child_value(number, "abstractNumId") or ""
            for override in children(number, "lvlOverride"):
                start = child_value(override, "startOverride")
                if start is not None:
                    key = (identifier, _integer(attribute(override, "ilvl"), 0))
                    self._starts[key] = _integer(start, 1)

    def next_marker(self, identifier: str, level: int) -> tuple[int, str]:
        """Count one paragraph of a list; its level and its marker ("3.", "b)", "•")."""
        abstract = self._abstract.get(identifier, "")
        levels = self._levels.get(abstract, {})
        # Lists that share an abstract numbering go on counting, unless one has a start of its own.
        has_own = any(key[0] == identifier for key in self._starts)
        counters = self._counters.setdefault(identifier if has_own else abstract, [])
        del counters[level + 1 :]
        while len(counters) <= level:
            counters.append(self._start(identifier, levels, len(counters)) - 1)
        counters[level] += 1
        for above in range(level):
            counters[above] = max(counters[above], self._start(identifier, levels, above))
        return level, self._format(levels, counters, level)

    def _start(self, identifier: str, levels: dict[int, etree._Element], level: int) -> int:
        own = self._starts.get((identifier, level))
        if own is not None:
            return own
        return _integer(child_value(levels.get(level), "start"), 1)

    def _format(self, levels: dict[int, etree._Element], counters: list[int], level: int) -> str:
        definition = levels.get(level)
        style = child_value(definition, "numFmt") or "bullet"
        if style == "bullet":
            return BULLET
        if style == "none":
            return ""
        text = child_value(definition, "lvlText") or f"%{level + 1}."

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            kind = child_value(levels.get(place), "numFmt") or "decimal"
            count = counters[place] if place < len(counters) else 1
            return format_number(count, _STYLES.get(kind, "1"))

        return re.sub(r"%([1-9])", number, text).strip()


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
