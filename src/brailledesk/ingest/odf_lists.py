"""Numbering of an OpenDocument text: the marker that an item really has in print.

Source: OASIS OpenDocument 1.3, part 3, sections 5.3 (lists) and 16.30 to 16.36 (list styles).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from brailledesk.ingest.markers import BULLET, format_number
from brailledesk.ingest.odf import STYLE, TEXT, integer
from brailledesk.ingest.odf_styles import OdfStyles

_DASHES = {"-", "–", "—"}
_DEEPEST_LEVEL = 10
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(slots=True)
class OpenList:
    """A list that is being read: its style, its level (from 1) and the counters of all levels."""

    style: str
    level: int
    counters: list[int] = field(default_factory=list)


class OdfNumbering:
    """The counters of the lists of a document, also of those that go on later."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, etree._Element]] = {}
        self._by_style: dict[str, list[int]] = {}
        self._by_id: dict[str, list[int]] = {}
        self._outline: list[int] = []

    def open(self, element: etree._Element, parent: OpenList | None) -> OpenList:
        """Begin a list; it counts on where it says so."""
        own = element.get(f"{TEXT}style-name")
        if parent is not None:
            opened = OpenList(own or parent.style, parent.level + 1, parent.counters)
            if element.get(f"{TEXT}continue-numbering") != "true":
                del opened.counters[parent.level :]
            return opened
        style = str(own or "")
        counters: list[int] = []
        continued = self._by_id.get(str(element.get(f"{TEXT}continue-list") or ""))
        if continued is not None:
            counters = continued
        elif element.get(f"{TEXT}continue-numbering") == "true":
            counters = self._by_style.get(style, counters)
        self._by_style[style] = counters
        identifier = element.get(_XML_ID)
        if identifier is not None:
            self._by_id[str(identifier)] = counters
        return OpenList(style, 1, counters)

    def marker(self, opened: OpenList, start: str | None) -> str:
        """Count one item; ``start`` is the number that it asks for itself."""
        levels = self._of_style(opened.style)
        _count(opened.counters, opened.level, levels, start)
        return _format(levels, opened.counters, opened.level)

    def heading_marker(self, level: int, style: str | None) -> str:
        """The number of a heading, empty where headings have none."""
        if self._styles.outline is None or self._styles.list_style_of(style) == "":
            return ""
        levels = _levels(self._styles.outline, f"{TEXT}outline-level-style")
        _count(self._outline, level, levels, None)
        definition = levels.get(level)
        if definition is None or not definition.get(f"{STYLE}num-format"):
            return ""
        return _format(levels, self._outline, level)

    def _of_style(self, name: str) -> dict[int, etree._Element]:
        if name not in self._levels:
            style = self._styles.lists.get(name)
            found = {} if style is None else _levels(style, f"{TEXT}list-level-style")
            self._levels[name] = found
        return self._levels[name]


def _levels(style: etree._Element, prefix: str) -> dict[int, etree._Element]:
    """The definitions of a list style's levels, from 1."""
    return {
        integer(level.get(f"{TEXT}level"), 1): level
        for level in style
        if str(level.tag).startswith(prefix)
    }


def _start(levels: dict[int, etree._Element], level: int) -> int:
    definition = levels.get(level)
    return 1 if definition is None else integer(definition.get(f"{TEXT}start-value"), 1)


def _count(
    counters: list[int], level: int, levels: dict[int, etree._Element], start: str | None
) -> None:
    level = min(level, _DEEPEST_LEVEL)
    del counters[level:]
    while len(counters) < level - 1:
        counters.append(_start(levels, len(counters) + 1))
    if len(counters) < level:
        counters.append(_start(levels, level))
    else:
        counters[level - 1] += 1
    counters[level - 1] = integer(start, counters[level - 1])


def _format(levels: dict[int, etree._Element], counters: list[int], level: int) -> str:
    level = min(level, _DEEPEST_LEVEL)
    definition = _definition(levels, level)
    if definition is None:
        return BULLET
    if str(definition.tag).endswith(("-bullet", "-image")):
        sign = str(definition.get(f"{TEXT}bullet-char") or "")
        return sign if sign in _DASHES else BULLET
    style = str(definition.get(f"{STYLE}num-format") or "")
    if not style:
        return ""
    shown = max(1, min(integer(definition.get(f"{TEXT}display-levels"), 1), level))
    numbers = [
        format_number(counters[place], _number_style(levels, place + 1))
        for place in range(level - shown, level)
    ]
    prefix = str(definition.get(f"{STYLE}num-prefix") or "")
    suffix = str(definition.get(f"{STYLE}num-suffix") or "")
    return f"{prefix}{'.'.join(numbers)}{suffix}".strip()[:40]


def _definition(levels: dict[int, etree._Element], level: int) -> etree._Element | None:
    """How a level looks: as the next lower one, where the style says nothing of it."""
    return next((levels[at] for at in range(level, 0, -1) if at in levels), None)


def _number_style(levels: dict[int, etree._Element], level: int) -> str:
    definition = _definition(levels, level)
    return "1" if definition is None else str(definition.get(f"{STYLE}num-format") or "1")
