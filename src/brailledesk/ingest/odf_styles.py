"""Styles of an OpenDocument file: emphasis, languages, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brailledesk.ingest import style_names
from brailledesk.ingest.odf import FO, OFFICE, STYLE, TABLE, TEXT
from brailledesk.text import Typeform

_LONGEST_CHAIN = 50
_NO_LANGUAGE = {"", "none", "zxx", "und"}
_BOLD = {"bold", "600", "700", "800", "900"}


class OdfStyles:
    """The styles of all parts; what is not there says nothing."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._by_name: dict[tuple[str, str], etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        self._defaults: dict[str, etree._Element] = {}
        for root in roots:
            for holder in (root.find(f"{OFFICE}styles"), root.find(f"{OFFICE}automatic-styles")):
                if holder is not None:
                    self._read(holder)
        self.language = self._own_language(self._defaults.get("paragraph")) or ""

    def _read(self, holder: etree._Element) -> None:
        for style in holder:
            family = str(style.get(f"{STYLE}family") or "")
            name = str(style.get(f"{STYLE}name") or "")
            if style.tag == f"{STYLE}style":
                self._by_name[family, name] = style
            elif style.tag == f"{STYLE}default-style":
                self._defaults[family] = style
            elif style.tag == f"{TEXT}list-style":
                self.lists[name] = style
            elif style.tag == f"{TEXT}outline-style":
                self.outline = style

    def chain(self, family: str, name: str | None) -> Iterator[etree._Element]:
        """A style and what it is based on; a circle ends it."""
        seen: set[str] = set()
        while name and name not in seen and len(seen) < _LONGEST_CHAIN:
            style = self._by_name.get((family, name))
            if style is None:
                return
            seen.add(name)
            yield style
            name = style.get(f"{STYLE}parent-style-name")

    def _property(self, family: str, name: str | None, kind: str, attribute: str) -> str | None:
        for style in self.chain(family, name):
            value = _properties(style, kind).get(attribute)
            if value is not None:
                return value
        return None

    def text_property(self, family: str, name: str | None, attribute: str) -> str | None:
        """An attribute of the text properties, from the nearest style that has it."""
        return self._property(family, name, "text", attribute)

    def typeform(self, family: str, name: str | None, inherited: Typeform) -> Typeform:
        """The emphasis of text in a style, where what stands around it has ``inherited``."""
        weight = self.text_property(family, name, f"{FO}font-weight")
        posture = self.text_property(family, name, f"{FO}font-style")
        line = self.text_property(family, name, f"{STYLE}text-underline-style")
        # LibreOffice gives the cells of a sheet the type alone.
        through = self.text_property(family, name, f"{STYLE}text-line-through-style") or (
            self.text_property(family, name, f"{STYLE}text-line-through-type")
        )
        form = inherited
        for value, is_on, bit in (
            (weight, weight in _BOLD, Typeform.BOLD),
            (posture, posture in {"italic", "oblique"}, Typeform.ITALIC),
            (line, line != "none", Typeform.UNDERLINE),
            (through, through != "none", Typeform.STRUCK),
        ):
            if value is not None:
                form = form | bit if is_on else form & ~bit
        return form

    def language_of(self, family: str, name: str | None) -> str | None:
        """The language tag that a style brings along."""
        tags = (self._own_language(style) for style in self.chain(family, name))
        return next(filter(None, tags), None)

    @staticmethod
    def _own_language(style: etree._Element | None) -> str | None:
        if style is None:
            return None
        properties = _properties(style, "text")
        language = (properties.get(f"{FO}language") or "").strip()
        country = (properties.get(f"{FO}country") or "").strip()
        if language.lower() in _NO_LANGUAGE or not language.isalpha():
            return None
        return f"{language}-{country}"[:35] if country.isalpha() and country != "none" else language

    def is_hidden_text(self, family: str, name: str | None) -> bool:
        return self.text_property(family, name, f"{TEXT}display") == "none"

    def is_hidden_table(self, name: str | None) -> bool:
        """Whether a sheet of this style is hidden."""
        return self._property("table", name, "table", f"{TABLE}display") == "false"

    def breaks_before(self, name: str | None) -> bool:
        """Whether a paragraph of this style begins a page."""
        return self._property("paragraph", name, "paragraph", f"{FO}break-before") == "page"

    def list_style_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings along."""
        found = (style.get(f"{STYLE}list-style-name") for style in self.chain("paragraph", name))
        return next((value for value in found if value is not None), None)

    def is_quote(self, name: str | None) -> bool:
        return any(map(style_names.is_quote, self._names(name)))

    def is_heading_of_table(self, name: str | None) -> bool:
        return any(map(style_names.is_heading_of_table, self._names(name)))

    def is_title(self, name: str | None) -> bool:
        return any(map(style_names.is_title, self._names(name)))

    def list_depth(self, name: str | None) -> int:
        """How deep a paragraph style for lists is meant to stand."""
        return max(map(style_names.list_depth, self._names(name)))

    def _names(self, name: str | None) -> set[str]:
        """How a paragraph style and those below it are called, for people too."""
        names = {(name or "").replace("_20_", " ")}
        for style in self.chain("paragraph", name):
            for key in (f"{STYLE}name", f"{STYLE}display-name"):
                names.add(str(style.get(key) or "").replace("_20_", " "))
        return names


def _properties(style: etree._Element, kind: str) -> dict[str, str]:
    found = style.find(f"{STYLE}{kind}-properties")
    return {} if found is None else {str(k): str(v) for k, v in found.attrib.items()}
