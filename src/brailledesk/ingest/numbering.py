"""Numbering of a Word document: the marker that a list paragraph really has in print.

Source: ECMA-376, part 1, section 17.9.
"""

from __future__ import annotations

import re

from lxml import etree

from brailledesk.ingest.markers import BULLET, format_number
from brailledesk.ingest.wordml import W, attribute, child_value, children, integer

_STYLES = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_DASHES = {"-", "–", "—"}
_DEEPEST_LEVEL = 8


class Numbering:
    """The numbering part and the counters of the lists that run."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._linked: dict[str, str] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, etree._Element]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, list[int]] = {}
        if root is not None:
            self._read_abstract(root)
            self._read_numbers(root)

    def _read_abstract(self, root: etree._Element) -> None:
        by_style: dict[str, str] = {}
        for abstract in children(root, "abstractNum"):
            identifier = attribute(abstract, "abstractNumId") or ""
            self._levels[identifier] = {
                parse_level(attribute(level, "ilvl")): level for level in children(abstract, "lvl")
            }
            style = child_value(abstract, "styleLink")
            if style is not None:
                by_style[style] = identifier
            link = child_value(abstract, "numStyleLink")
            if link is not None:
                self._linked[identifier] = link
        self._linked = {key: by_style.get(style, key) for key, style in self._linked.items()}

    def _read_numbers(self, root: etree._Element) -> None:
        for number in children(root, "num"):
            identifier = attribute(number, "numId") or ""
            abstract = child_value(number, "abstractNumId") or ""
            self._abstract[identifier] = self._linked.get(abstract, abstract)
            for override in children(number, "lvlOverride"):
                level = parse_level(attribute(override, "ilvl"))
                own = override.find(f"{W}lvl")
                if own is not None:
                    self._overrides.setdefault(identifier, {})[level] = own
                start = child_value(override, "startOverride")
                if start is not None:
                    self._starts[(identifier, level)] = integer(start, 1)

    def next_marker(self, identifier: str, level: int) -> str:
        """Count one paragraph of a list; its marker ("3.", "b)", "•")."""
        abstract = self._abstract.get(identifier, "")
        levels = {**self._levels.get(abstract, {}), **self._overrides.get(identifier, {})}
        # Lists that share an abstract numbering go on counting, unless one has a start of its own.
        has_own = any((identifier, place) in self._starts for place in range(_DEEPEST_LEVEL + 1))
        counters = self._counters.setdefault(
            f"num {identifier}" if has_own else f"abstract {abstract}", []
        )
        del counters[level + 1 :]
        while len(counters) < level:
            counters.append(self._start(identifier, levels, len(counters)))
        if len(counters) == level:
            counters.append(self._start(identifier, levels, level))
        else:
            counters[level] += 1
        return _format(levels, counters, level)

    def _start(self, identifier: str, levels: dict[int, etree._Element], level: int) -> int:
        own = self._starts.get((identifier, level))
        if own is not None:
            return own
        return integer(child_value(levels.get(level), "start"), 1)


def _format(levels: dict[int, etree._Element], counters: list[int], level: int) -> str:
    definition = levels.get(level)
    style = child_value(definition, "numFmt") or "bullet"
    pattern = child_value(definition, "lvlText")
    if style == "bullet":
        return pattern if pattern in _DASHES else BULLET
    if style == "none":
        return ""
    all_decimal = definition is not None and definition.find(f"{W}isLgl") is not None

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        kind = child_value(levels.get(place), "numFmt") or "decimal"
        count = counters[place] if place < len(counters) else 1
        return _number(count, "decimal" if all_decimal else kind)

    text = f"%{level + 1}." if pattern is None else pattern
    return re.sub(r"%([1-9])", number, text).strip()


def _number(count: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        # Word repeats the letter (z, aa, bb), where HTML counts on (z, aa, ab).
        rounds, place = divmod(max(count, 1) - 1, 26)
        return format_number(place + 1, _STYLES[kind]) * min(rounds + 1, 9)
    if kind == "decimalZero":
        return f"{count:02}"
    return format_number(count, _STYLES.get(kind, "1"))


def parse_level(text: str | None) -> int:
    """A level of a list, 0 to 8."""
    return min(integer(text, 0), _DEEPEST_LEVEL)
