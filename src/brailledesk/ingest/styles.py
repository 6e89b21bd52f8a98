"""Styles of a Word document: outline levels, numbering and emphasis, through what they build on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from brailledesk.ingest.wordml import W, attribute, child_value, children, is_on
from brailledesk.text import Typeform

_HEADING_NAME = re.compile(r"(?:heading|titolo|überschrift|titre)\s*([1-9])$", re.IGNORECASE)
_LIST_NAME = re.compile(r"list (?:bullet|number|continue)\s*([2-5])$", re.IGNORECASE)
_TITLES = {"title", "titolo"}
_TOGGLES = (("b", Typeform.BOLD), ("i", Typeform.ITALIC), ("u", Typeform.UNDERLINE))


class Styles:
    """The styles part; an absent one says nothing."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else children(root, "style")
        self._by_id = {attribute(style, "styleId") or "": style for style in found}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.language = (child_value(defaults, "lang") or "").partition("-")[0]

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        """A style and what it is based on; a circle ends it."""
        seen: set[str] = set()
        while style and style not in seen and style in self._by_id:
            seen.add(style)
            yield self._by_id[style]
            style = child_value(self._by_id[style], "basedOn")

    def heading_level(self, style: str | None, properties: etree._Element | None) -> int:
        """1 to 9, or 0 for running text: the outline level, or the name of the style."""
        sources = [properties, *(s.find(f"{W}pPr") for s in self._chain(style))]
        for source in sources:
            level = child_value(source, "outlineLvl")
            if level is not None and level.isdigit():
                return int(level) + 1 if int(level) < 9 else 0
        for one in self._chain(style):
            name = (child_value(one, "name") or "").strip()
            match = _HEADING_NAME.match(name)
            if match:
                return int(match[1])
            if name.lower() in _TITLES:
                return 1
        return 0

    def numbering(
        self, style: str | None, properties: etree._Element | None
    ) -> tuple[str, int] | None:
        """The numbering and its level that a paragraph takes part in, if any."""
        sources = [properties, *(s.find(f"{W}pPr") for s in self._chain(style))]
        for source in sources:
            number = None if source is None else source.find(f"{W}numPr")
            identifier = child_value(number, "numId")
            if identifier is not None:
                level = child_value(number, "ilvl") or "0"
                return (
                    (identifier, min(int(level), 8) if level.isdigit() else 0)
                    if (identifier != "0")
                    else None
                )
        return None

    def list_depth(self, style: str | None) -> int:
        """How deep a list style is meant to stand: 0, or 1 for "List Bullet 2" and so on.

        Word's built-in list styles have a numbering each, all of them at its first level.
        """
        for one in self._chain(style):
            match = _LIST_NAME.match((child_value(one, "name") or "").strip())
            if match:
                return int(match[1]) - 1
        return 0

    def typeform(self, style: str | None) -> Typeform:
        """The emphasis that a style brings along."""
        form = Typeform.PLAIN
        for name, bit in _TOGGLES:
            for one in self._chain(style):
                state = is_on(one.find(f"{W}rPr"), name)
                if state is not None:
                    form |= bit if state else Typeform.PLAIN
                    break
        return form


def typeform_of(properties: etree._Element | None, styles: Styles, inherited: Typeform) -> Typeform:
    """The emphasis of a run: its own properties, its character style, its paragraph's style."""
    form = inherited | styles.typeform(child_value(properties, "rStyle"))
    for name, bit in _TOGGLES:
        state = is_on(properties, name)
        if state is not None:
            form = form | bit if state else form & ~bit
    return form
