"""Styles of a Word document: outline levels, numbering and emphasis, through what they build on."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brailledesk.ingest import style_names
from brailledesk.ingest.wordml import W, attribute, child_value, children, integer, is_on
from brailledesk.text import Typeform

_LONGEST_CHAIN = 50
"""Styles that build on each other; Word itself has no more than a dozen."""
_TOGGLES = (
    ("b", Typeform.BOLD),
    ("i", Typeform.ITALIC),
    ("u", Typeform.UNDERLINE),
    ("strike", Typeform.STRUCK),
    ("dstrike", Typeform.STRUCK),
)


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
        while style in self._by_id and style not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style)
            yield self._by_id[style]
            style = child_value(self._by_id[style], "basedOn")

    def heading_level(self, style: str | None, properties: etree._Element | None) -> int:
        """1 to 9, or 0 for running text: the outline level, or the name of the style."""
        sources = [properties, *(s.find(f"{W}pPr") for s in self._chain(style))]
        for source in sources:
            level = child_value(source, "outlineLvl")
            if level is not None:
                return integer(level, 9) + 1 if integer(level, 9) < 9 else 0
        # Parts of the package may be missing; then the style's own identifier has to do.
        names = [child_value(one, "name") or "" for one in self._chain(style)] or [style or ""]
        return next(filter(None, map(style_names.heading_level, names)), 0)

    def is_quote(self, style: str | None) -> bool:
        """Whether a paragraph of this style is quoted: by the name that Word gives such styles."""
        names = [child_value(one, "name") or "" for one in self._chain(style)] or [style or ""]
        return any(map(style_names.is_quote, names))

    def numbering(
        self, style: str | None, properties: etree._Element | None
    ) -> tuple[str, int] | None:
        """The numbering and its level that a paragraph takes part in, if any."""
        sources = [properties, *(s.find(f"{W}pPr") for s in self._chain(style))]
        for source in sources:
            number = None if source is None else source.find(f"{W}numPr")
            identifier = child_value(number, "numId")
            if identifier is not None:
                level = min(integer(child_value(number, "ilvl"), 0), 8)
                return (identifier, level) if identifier != "0" else None
        return None

    def list_depth(self, style: str | None) -> int:
        """How deep a list style is meant to stand, by its name or those that it builds on."""
        names = (child_value(one, "name") or "" for one in self._chain(style))
        return max(map(style_names.list_depth, names), default=0)

    def language_of(self, style: str | None) -> str | None:
        """The language tag that a style brings along."""
        tags = (child_value(one.find(f"{W}rPr"), "lang") for one in self._chain(style))
        return next(filter(None, tags), None)

    def has_on(self, properties: etree._Element | None, name: str) -> bool:
        """Whether a toggle property is on in a run's own properties or in its character style."""
        styles = self._chain(child_value(properties, "rStyle"))
        sources = [properties, *(one.find(f"{W}rPr") for one in styles)]
        states = (is_on(source, name) for source in sources)
        return next((state for state in states if state is not None), False)

    def typeform(self, style: str | None) -> Typeform:
        """The emphasis that a style brings along."""
        form = Typeform.PLAIN
        if any(style_names.is_link(child_value(one, "name") or "") for one in self._chain(style)):
            return form
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
