"""What a page's styles say of each element: whether it is shown, and whether it is in a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cssselect2
from lxml import etree

from brailledesk.adapters.html.stylesheet import Declaration, declarations, rules_of, written
from brailledesk.ingest.html_elements import BLOCKS, tag_of

_NOT_SHOWN = frozenset(
    {"area", "audio", "base", "basefont", "datalist", "head", "link", "meta", "noembed", "noframes"}
    | {"param", "rp", "script", "style", "template", "title", "colgroup", "col"}
)
"""WHATWG HTML 15.3.1; ``audio`` with controls, and the parts of a map, are shown all the same."""
_INLINE = frozenset({"inline", "contents", "ruby", "inline-block", "inline-flex", "inline-grid"})
_BOXES = frozenset({"flex", "inline-flex", "grid", "inline-grid"})
"""What stands in them stands apart, however it is displayed."""
_LEVELS = ("", "before", "after")


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is shown. ``before`` and ``after`` are what the styles write around it."""

    is_shown: bool = True
    """Not hidden by itself or by what it stands in; of ARIA nothing is said here."""
    is_block: bool = False
    is_visible: bool = True
    """Its own text; what stands in it may be visible again."""
    display: str = "inline"
    before: str = ""
    after: str = ""


class Styles:
    """The styles of a page: its own, what links bring, and the attribute ``style``."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._matcher = cssselect2.Matcher()
        self._has_rules = False
        for sheet in sheets:
            for rule in rules_of(sheet):
                self._add(rule.selectors, rule.declarations)

    def _add(self, selectors: str, found: tuple[Declaration, ...]) -> None:
        for selector in _compiled(selectors):
            if selector.pseudo_element in {None, "before", "after"}:
                self._matcher.add_selector(selector, found)
                self._has_rules = True

    def looks(self, root: etree._Element) -> Mapping[etree._Element, Look]:
        """The look of each element of a page."""
        looks: dict[etree._Element, Look] = {}
        for element, declared in self._declared(root):
            parent = element.getparent()
            above = _ROOT if parent is None else looks.get(parent, _ROOT)
            looks[element] = _look(element, declared, above)
        return MappingProxyType(looks)

    def _declared(
        self, root: etree._Element
    ) -> Iterator[tuple[etree._Element, Mapping[str, Mapping[str, str]]]]:
        if not self._has_rules:
            for element in root.iter(etree.Element):
                yield element, _own(element, [])
            return
        for wrapped in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            yield wrapped.etree_element, _own(wrapped.etree_element, self._matcher.match(wrapped))


def _compiled(selectors: str) -> Iterator[cssselect2.compiler.CompiledSelector]:
    """The selectors of a rule. One that cssselect2 does not know does not take the others away."""
    try:
        yield from cssselect2.compile_selector_list(selectors)
    except cssselect2.SelectorError:
        parts = selectors.split(",")
        for part in parts if len(parts) > 1 else ():
            yield from _compiled(part)


_ROOT = Look(is_block=True, display="block")


def _own(
    element: etree._Element, matches: Iterable[tuple[object, int, str | None, object]]
) -> Mapping[str, Mapping[str, str]]:
    """The declared values that win, by pseudo-element ("" is the element itself).

    Matches come in the order of specificity, and of the page.
    """
    found: dict[str, dict[str, str]] = {one: {} for one in _LEVELS}
    important: dict[str, dict[str, str]] = {one: {} for one in _LEVELS}
    for _, _, pseudo, payload in matches:
        assert isinstance(payload, tuple)
        _take(payload, found[pseudo or ""], important[pseudo or ""])
    _take(declarations(element.get("style") or ""), found[""], important[""])
    return {one: {**found[one], **important[one]} for one in _LEVELS}


def _take(
    declared: Iterable[Declaration], found: dict[str, str], important: dict[str, str]
) -> None:
    for one in declared:
        (important if one.is_important else found)[one.name] = one.value


def _look(element: etree._Element, declared: Mapping[str, Mapping[str, str]], above: Look) -> Look:
    own = declared[""]
    tag = tag_of(element)
    display = own.get("display") or _default_display(element, tag)
    if display in {"initial", "unset", "inherit"}:
        display = above.display if display == "inherit" else "inline"
    visibility = own.get("visibility", "")
    is_visible = above.is_visible if visibility in {"", "inherit"} else visibility == "visible"
    is_block = display not in _INLINE or above.display in _BOXES or _is_apart(own)
    return Look(
        above.is_shown and display != "none",
        is_block,
        is_visible,
        display,
        _written(declared["before"]),
        _written(declared["after"]),
    )


def _written(declared: Mapping[str, str]) -> str:
    hidden = declared.get("display") == "none" or declared.get("visibility") == "hidden"
    text = "" if hidden else written(declared.get("content", ""))
    is_block = declared.get("display", "inline") not in _INLINE or _is_apart(declared)
    return f" {text} " if text.strip() and is_block else text


def _is_apart(declared: Mapping[str, str]) -> bool:
    """Whether something is taken out of its line."""
    is_placed = declared.get("position") in {"absolute", "fixed"}
    return is_placed or declared.get("float", "none") in {"left", "right"}


def _default_display(element: etree._Element, tag: str) -> str:
    if _is_hidden(element, tag):
        return "none"
    return "block" if tag in BLOCKS else "inline"


def _is_hidden(element: etree._Element, tag: str) -> bool:
    if "hidden" in element.attrib or (tag == "input" and _type(element) == "hidden"):
        return True
    if tag in _NOT_SHOWN:
        return tag != "area" and not (tag == "audio" and "controls" in element.attrib)
    if tag == "dialog" and "open" not in element.attrib:
        return True
    return "popover" in element.attrib or _is_folded(element, tag)


def _is_folded(element: etree._Element, tag: str) -> bool:
    """Whether it stands in ``details`` that are closed, and is not their summary."""
    above = element.getparent()
    if above is None or tag_of(above) != "details" or "open" in above.attrib:
        return False
    return tag != "summary" or above.find("summary") is not element


def _type(element: etree._Element) -> str:
    return (element.get("type") or "").strip().lower()
