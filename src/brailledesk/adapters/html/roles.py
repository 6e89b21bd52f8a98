"""Roles of elements: what authors say, else what HTML-AAM 1.0 gives an element.

Sources: ARIA 1.2 (the roles, presentational children, conflict of role "none"), HTML-AAM 1.0
section 3.4 (elements), 3.5 (scoped landmarks).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lxml import etree

from brailledesk.adapters.html.page import Page, input_type, words
from brailledesk.ingest.html_elements import tag_of

if TYPE_CHECKING:
    from brailledesk.adapters.html.tables import Tables

KNOWN = words(
    """alert alertdialog application article banner blockquote button caption cell checkbox code
    columnheader combobox comment complementary contentinfo definition deletion dialog directory
    document emphasis feed figure form generic grid gridcell group heading img image insertion link
    list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox
    menuitemradio meter navigation none note option paragraph presentation progressbar radio
    radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton
    status strong subscript suggestion superscript switch tab table tablist tabpanel term textbox
    time timer toolbar tooltip tree treegrid treeitem graphics-document graphics-object
    graphics-symbol doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink
    doc-biblioentry doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover
    doc-credit doc-credits doc-dedication doc-endnote doc-endnotes doc-epigraph doc-epilogue
    doc-errata doc-example doc-footnote doc-foreword doc-glossary doc-glossref doc-index
    doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagelist doc-part doc-preface
    doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc"""
)
LEAVES = words(
    "button checkbox img image math menuitemcheckbox menuitemradio meter option progressbar radio "
    "scrollbar separator slider switch tab"
)
"""Roles whose children are presentational: they have a name, and nothing below."""
_NONE = frozenset({"none", "presentation"})
_GLOBAL = words(
    "aria-atomic aria-busy aria-controls aria-current aria-describedby aria-description "
    "aria-details aria-dropeffect aria-flowto aria-grabbed aria-keyshortcuts aria-label "
    "aria-labelledby aria-live aria-owns aria-relevant aria-roledescription"
)
_PLAIN = {
    "fieldset": "group",
    "dd": "definition",
    "em": "emphasis",
    "hr": "separator",
    "html": "document",
    "ins": "insertion",
    "nav": "navigation",
    "output": "status",
    "p": "paragraph",
    "progress": "progressbar",
    "sub": "subscript",
    "summary": "button",
    "sup": "superscript",
    "svg": "image",
    "textarea": "textbox",
    "tr": "row",
    "frame": "iframe",
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("address", "details", "hgroup", "optgroup"), "group"),
    **dict.fromkeys(("menu", "ol", "ul"), "list"),
    **dict.fromkeys(("tbody", "tfoot", "thead"), "rowgroup"),
    **dict.fromkeys(("del", "s"), "deletion"),
    **dict.fromkeys(("dfn", "dt"), "term"),
}
_SAME = words(
    """article blockquote button caption code dialog figure mark math meter option search strong
    time label legend main table iframe audio video canvas"""
)
"""Elements that are called as their role."""
_INPUTS = {
    **dict.fromkeys(("button", "image", "reset", "submit", "color", "file"), "button"),
    "checkbox": "checkbox",
    "radio": "radio",
    "range": "slider",
    "number": "spinbutton",
}
_LISTED = frozenset({"text", "search", "tel", "url", "email"})
"""Types of input that ``list`` makes a combo box."""
_SECTIONS = frozenset({"article", "aside", "main", "nav", "section"})
_SECTION_ROLES = frozenset({"article", "complementary", "main", "navigation", "region"})
_FOCUSABLE = frozenset({"button", "input", "select", "textarea", "iframe", "summary"})


class Roles:
    """The role of each element of a page, worked out once."""

    def __init__(
        self, page: Page, tables: Tables, has_name: Callable[[etree._Element], bool]
    ) -> None:
        self._page = page
        self._tables = tables
        self._has_name = has_name
        self._found: dict[etree._Element, str] = {}
        self._special: dict[str, Callable[[etree._Element], str]] = {
            "a": _anchor,
            "area": _anchor,
            "img": _img,
            "input": self._input,
            "select": _select,
            "li": self._li,
            "section": self._section,
            "form": self._form,
            "aside": self._aside,
            "header": self._header,
            "footer": self._footer,
            "td": self._td,
            "th": self._th,
        }

    def role(self, element: etree._Element) -> str:
        """The ARIA role; "generic" and "none" say nothing. A few names ARIA has not: "label"..."""
        found = self._found.get(element)
        if found is None:
            found = self._found[element] = self._role(element)
        return found

    def _role(self, element: etree._Element) -> str:
        for named in (element.get("role") or "").lower().split():
            if named in _NONE:
                if not self._has_conflict(element):
                    return "none"
                break
            if named in KNOWN and not (named in {"region", "form"} and not self._has_name(element)):
                return "image" if named == "img" else named
        native = self._native(element)
        return "none" if self._is_presentational(element) else native

    def _has_conflict(self, element: etree._Element) -> bool:
        """Whether "none" does not count: it can have the focus, or ARIA says more of it."""
        return is_focusable(element) or any((element.get(one) or "").strip() for one in _GLOBAL)

    def _is_presentational(self, element: etree._Element) -> bool:
        """Whether the list or table that an element is a part of is presentational."""
        if element.get("role") is not None:
            return False
        tag = tag_of(element)
        if tag == "li":
            above = element.getparent()
            return above is not None and above.get("role") is not None and self._is_none(above)
        if tag in {"tr", "td", "th", "tbody", "thead", "tfoot"}:
            table = self._tables.table_of(element)
            return table is not None and self._is_none(table)
        return False

    def _is_none(self, element: etree._Element) -> bool:
        return self.role(element) == "none"

    def _native(self, element: etree._Element) -> str:
        tag = tag_of(element)
        if tag in _PLAIN or tag in _SAME:
            return _PLAIN.get(tag, tag)
        special = self._special.get(tag)
        return "generic" if special is None else special(element)

    def _input(self, element: etree._Element) -> str:
        kind = input_type(element)
        if kind in _LISTED and self._page.referenced(element, "list"):
            return "combobox"
        return _INPUTS.get(kind, "searchbox" if kind == "search" else "textbox")

    def _li(self, element: etree._Element) -> str:
        above = self._page.above(element)
        if above is None:
            return "generic"
        is_list = tag_of(above) in {"ul", "ol", "menu"} and self.role(above) in {
            "list",
            "directory",
        }
        return "listitem" if is_list or self.role(above) in {"list", "directory"} else "generic"

    def _section(self, element: etree._Element) -> str:
        return "region" if self._has_name(element) else "generic"

    def _form(self, element: etree._Element) -> str:
        return "form" if self._has_name(element) else "generic"

    def _aside(self, element: etree._Element) -> str:
        is_top = not self._is_scoped(element)
        return "complementary" if is_top or self._has_name(element) else "generic"

    def _header(self, element: etree._Element) -> str:
        return "generic" if self._is_scoped(element) else "banner"

    def _footer(self, element: etree._Element) -> str:
        return "generic" if self._is_scoped(element) else "contentinfo"

    def _is_scoped(self, element: etree._Element) -> bool:
        """Whether an element belongs to a section, not to the page."""
        for above in element.iterancestors():
            first = ((above.get("role") or "").split() or [""])[0].lower()
            if first in _SECTION_ROLES or (not first and tag_of(above) in _SECTIONS):
                return True
        return False

    def _td(self, element: etree._Element) -> str:
        return "gridcell" if self._is_in_grid(element) else "cell"

    def _th(self, element: etree._Element) -> str:
        kind = self._tables.kind_of_header(element)
        return {"col": "columnheader", "row": "rowheader"}.get(kind) or self._td(element)

    def _is_in_grid(self, element: etree._Element) -> bool:
        table = self._tables.table_of(element)
        return table is not None and self.role(table) in {"grid", "treegrid"}


def _anchor(element: etree._Element) -> str:
    return "link" if "href" in element.attrib else "generic"


def _img(element: etree._Element) -> str:
    is_named = any((element.get(one) or "").strip() for one in ("aria-label", "title"))
    is_empty = element.get("alt") is not None and not (element.get("alt") or "").strip()
    is_named = is_named or element.get("aria-labelledby") is not None
    return "none" if is_empty and not is_named and not is_focusable(element) else "image"


def _select(element: etree._Element) -> str:
    size = (element.get("size") or "").strip()
    is_open = "multiple" in element.attrib or (size.isdecimal() and int(size[:6]) > 1)
    return "listbox" if is_open else "combobox"


def is_focusable(element: etree._Element) -> bool:
    """Whether an element can have the focus."""
    tag = tag_of(element)
    if tag in _FOCUSABLE:
        return "disabled" not in element.attrib
    has_index = (element.get("tabindex") or "").strip().lstrip("-").isdecimal()
    is_link = tag in {"a", "area"} and "href" in element.attrib
    return has_index or is_link or is_edited(element)


def is_edited(element: etree._Element) -> bool:
    """Whether an element is a host of text that is typed."""
    value = element.get("contenteditable")
    return value is not None and value.strip().lower() in {"", "true", "plaintext-only"}
