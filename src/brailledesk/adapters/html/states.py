"""States and positions of elements, as HTML and ARIA give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lxml import etree

from brailledesk.adapters.html.page import Page, input_type
from brailledesk.adapters.html.roles import is_edited
from brailledesk.adapters.html.values import chosen_options
from brailledesk.ingest.html_elements import tag_of
from brailledesk.screen import State

_CHECKED = frozenset({"checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio", "option"})
_FORM = frozenset({"button", "fieldset", "input", "optgroup", "option", "select", "textarea"})
_LIVE = {"alert": "assertive", "status": "polite", "log": "polite"}
_COUNTED = frozenset({"option", "radio", "tab", "treeitem", "menuitemradio"})
"""Roles that are counted among their kind where the page does not say where they stand."""
_MOST_COUNTED = 1000


def states_of(page: Page, element: etree._Element, role: str) -> Iterator[State]:
    """What is so of an element; what is hidden is not on a screen."""
    yield from _native(page, element)
    for name, state in _TRUE.items():
        if _is_true(element, name):
            yield state
    if role in _CHECKED and element.get("aria-checked") is not None:
        yield from _checked(element)
    if element.get("aria-expanded") in {"true", "false"}:
        yield State.EXPANDED if _is_true(element, "aria-expanded") else State.COLLAPSED
    for name, state in _NOT_FALSE.items():
        if element.get(name, "false").strip().lower() not in {"false", "", "undefined"}:
            yield state
    order = (element.get("aria-sort") or "").strip().lower()
    if order in {"ascending", "descending"}:
        yield State.SORTED_ASCENDING if order == "ascending" else State.SORTED_DESCENDING


_TRUE = {
    "aria-busy": State.BUSY,
    "aria-modal": State.MODAL,
    "aria-multiline": State.MULTILINE,
    "aria-pressed": State.PRESSED,
    "aria-readonly": State.READONLY,
    "aria-required": State.REQUIRED,
    "aria-selected": State.SELECTED,
}
_NOT_FALSE = {
    "aria-current": State.CURRENT,
    "aria-haspopup": State.HAS_POPUP,
    "aria-invalid": State.INVALID,
}


def _checked(element: etree._Element) -> Iterator[State]:
    if tag_of(element) == "input" and input_type(element) in {"checkbox", "radio"}:
        return  # the box itself is right, whatever ARIA says of it
    if _is_true(element, "aria-checked"):
        yield State.CHECKED
    elif element.get("aria-checked") == "mixed":
        yield State.MIXED


def _native(page: Page, element: etree._Element) -> Iterator[State]:
    tag = tag_of(element)
    if is_disabled(element):
        yield State.DISABLED
    if tag in {"input", "select", "textarea"}:
        if "required" in element.attrib:
            yield State.REQUIRED
        if "readonly" in element.attrib and tag != "select":
            yield State.READONLY
    if tag == "input" and input_type(element) in {"checkbox", "radio"}:
        if "checked" in element.attrib:
            yield State.CHECKED
    elif tag == "textarea" or (is_edited(element) and element.get("role") is None):
        yield State.MULTILINE
    elif tag == "option" and _is_chosen(page, element):
        yield State.SELECTED
    elif tag == "summary":
        above = element.getparent()
        is_open = above is not None and "open" in above.attrib
        yield State.EXPANDED if is_open else State.COLLAPSED


def _is_chosen(page: Page, option: etree._Element) -> bool:
    select = next(option.iterancestors("select"), None)
    return select is not None and option in chosen_options(page, select)


def is_disabled(element: etree._Element) -> bool:
    """Whether a control cannot be used: it says so, or the group that it stands in."""
    if _is_true(element, "aria-disabled"):
        return True
    if tag_of(element) not in _FORM:
        return False
    if "disabled" in element.attrib:
        return True
    inner: etree._Element = element
    for above in element.iterancestors():
        is_group = (
            tag_of(above) in {"fieldset", "optgroup", "select"} and "disabled" in above.attrib
        )
        is_legend = tag_of(inner) == "legend" and above.find("legend") is inner
        if is_group and not is_legend:
            return True
        inner = above
    return False


def live_of(element: etree._Element, role: str) -> str:
    """How changes are told: "off", "polite" or "assertive"."""
    own = (element.get("aria-live") or "").strip().lower()
    return own if own in {"off", "polite", "assertive"} else _LIVE.get(role, "off")


def level_of(element: etree._Element, role: str) -> int:
    """The level of a heading, a row or an entry of a tree; 0 where it has none."""
    own = number_of(element, "aria-level")
    tag = tag_of(element)
    if role != "heading":
        return own if role in {"treeitem", "row", "listitem"} else 0
    native = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 2
    return own or native


def position_of(
    page: Page, element: etree._Element, role: str, role_of: Callable[[etree._Element], str]
) -> tuple[int, int]:
    """The place in its set and the size of it, from 1; 0 is unknown."""
    place, size = number_of(element, "aria-posinset"), number_of(element, "aria-setsize")
    if place or role not in _COUNTED:
        return place, size
    kin = _kin(page, element, role, role_of)
    if not 1 < len(kin) < _MOST_COUNTED or element not in kin:
        return 0, 0
    return kin.index(element) + 1, size or len(kin)


def _kin(
    page: Page, element: etree._Element, role: str, role_of: Callable[[etree._Element], str]
) -> Sequence[etree._Element]:
    """The elements that an element is counted with, itself among them."""
    tag = tag_of(element)
    if tag == "input":
        form, name = next(element.iterancestors("form"), page.root), element.get("name") or ""
        return page.kept((form, "radio", name), lambda: _radios(page, form, name))
    if tag == "option":
        select = next(element.iterancestors("select", "datalist"), page.root)
        return page.kept((select, "option"), lambda: _shown(page, select.iterdescendants("option")))
    above = page.above(element)
    if above is None:
        return ()
    return page.kept((above, role), lambda: _shown(page, _beside(above, role, role_of)))


def _radios(page: Page, form: etree._Element, name: str) -> Iterator[etree._Element]:
    inputs = form.iterdescendants("input") if name else ()
    named = (one for one in inputs if one.get("name") == name and input_type(one) == "radio")
    return _shown(page, named)


def _beside(
    above: etree._Element, role: str, role_of: Callable[[etree._Element], str]
) -> Iterator[etree._Element]:
    """What stands in an element with a role, or in a box of its own in it."""
    for one in above.iterchildren(etree.Element):
        within = [one] if role_of(one) == role else one.iterchildren(etree.Element)
        yield from (inner for inner in within if role_of(inner) == role)


def _shown(page: Page, elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    return (one for one in elements if not page.is_hidden(one))


def number_of(element: etree._Element, attribute: str) -> int:
    """A whole number from 1 to a million that an attribute names, else 0."""
    text = (element.get(attribute) or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _is_true(element: etree._Element, name: str) -> bool:
    return (element.get(name) or "").strip().lower() == "true"
