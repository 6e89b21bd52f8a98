"""Values of controls, as HTML and ARIA give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from brailledesk.adapters.html.page import Page, input_type
from brailledesk.ingest.html_elements import tag_of

_BUTTONS = frozenset({"button", "reset", "submit"})
_RANGES = frozenset({"meter", "progressbar", "scrollbar", "slider", "spinbutton"})
_CAPTIONS = {"submit": "Invia", "reset": "Reimposta", "image": "Invia", "file": "Scegli file"}
"""What browsers in Italian write on buttons without a caption."""
_SECRET = frozenset({"one-time-code", "current-password", "new-password"})
_CARD = "cc-"
"""What fields with the data of a card are called in ``autocomplete``."""
_SHOWS_FIELDS = frozenset({"combobox", "searchbox", "textbox"})
_UNTYPED = frozenset({"checkbox", "radio", "hidden", "image", "file", "color"}) | _BUTTONS


def value_of(page: Page, element: etree._Element, role: str) -> str:
    """The value; empty where there is none, or none that is told."""
    tag = tag_of(element)
    if tag == "input":
        return _input(element)
    if tag == "textarea":
        return _typed("".join(map(str, element.itertext())))
    if tag == "select":
        chosen = chosen_options(page, element)
        return ", ".join(filter(None, map(option_text, chosen))) if role != "listbox" else ""
    if tag in {"meter", "progress"}:
        return _measured(element)
    return _by_aria(page, element, role)


def _by_aria(page: Page, element: etree._Element, role: str) -> str:
    if role in _RANGES:
        text = element.get("aria-valuetext") or element.get("aria-valuenow") or ""
        return text.strip() or _text(page, element) * (role == "spinbutton")
    if role in {"textbox", "searchbox"}:
        return _text(page, element)
    if role == "combobox":
        return _combobox(page, element)
    return ""


def _combobox(page: Page, element: etree._Element) -> str:
    """What a box shows: a field within it, else what is chosen, else its text without its list."""
    field = next(element.iterdescendants("input"), None)
    if field is not None:
        return _input(field)
    lists = [*page.referenced(element, "aria-controls"), *page.referenced(element, "aria-owns")]
    chosen = [
        _text(page, option)
        for place in [element, *lists]
        for option in place.iterdescendants(etree.Element)
        if option.get("role") == "option" and option.get("aria-selected") == "true"
    ]
    return ", ".join(chosen) or _text(page, element, without="listbox")


def embedded(page: Page, element: etree._Element, role: str) -> str | None:
    """What a control is within the name of another (accname 2C); None for what is no such one."""
    tag = tag_of(element)
    if role in {"textbox", "searchbox", "combobox"} | (_RANGES - {"scrollbar"}):
        return "" if is_secret(element, role) else value_of(page, element, role)
    if role == "listbox":
        if tag == "select":
            return " ".join(map(option_text, chosen_options(page, element)))
        options = element.iterdescendants(etree.Element)
        return " ".join(_text(page, one) for one in options if one.get("aria-selected") == "true")
    return None


def is_secret(element: etree._Element, role: str) -> bool:
    """Whether a value is not to be shown: a password, the data of a card.

    A box that shows what a field within it has is as secret as that.
    """
    if _is_secret_field(element):
        return True
    shows_fields = role in _SHOWS_FIELDS | _RANGES
    return shows_fields and any(map(_is_secret_field, element.iterdescendants(etree.Element)))


def _is_secret_field(element: etree._Element) -> bool:
    words = (element.get("autocomplete") or "").lower().split()
    is_password = tag_of(element) == "input" and input_type(element) == "password"
    return is_password or any(one in _SECRET or one.startswith(_CARD) for one in words)


def caption_of_button(element: etree._Element) -> str:
    """What stands on a button that an ``input`` is; empty for other inputs."""
    kind = input_type(element)
    if kind not in _BUTTONS | {"image", "file"}:
        return ""
    value = (element.get("value") or "") if kind in _BUTTONS else ""
    return value if value.strip() else _CAPTIONS.get(kind, "")


def _input(element: etree._Element) -> str:
    kind = input_type(element)
    value = element.get("value") or ""
    if kind == "color":
        return value or "#000000"
    if kind in _UNTYPED:
        return ""
    if kind == "range" and not value:
        low, high = _number(element, "min", 0), _number(element, "max", 100)
        return f"{max(low, (low + high) / 2):g}"
    return _typed(value).replace("\n", "")


def _typed(text: str) -> str:
    """A value as it was typed; the first line break of ``textarea`` is none (HTML 13.1.2.5)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n")


def _measured(element: etree._Element) -> str:
    if element.get("value") is None and tag_of(element) == "progress":
        return ""
    if tag_of(element) == "progress":
        share = _number(element, "value", 0) / (_number(element, "max", 1) or 1)
        return f"{100 * min(max(share, 0), 1):.0f}%"
    return f"{_number(element, 'value', 0):g}"


def _number(element: etree._Element, name: str, otherwise: float) -> float:
    try:
        value = float(element.get(name) or "")
    except ValueError:
        return otherwise
    return value if abs(value) < 1e15 else otherwise


def chosen_options(page: Page, select: etree._Element) -> Sequence[etree._Element]:
    """The options of a ``select`` that are chosen: of a box the last that says so, or the first."""
    return page.kept(("chosen", select), lambda: _chosen(page, select))


def _chosen(page: Page, select: etree._Element) -> list[etree._Element]:
    options = [one for one in select.iterdescendants("option") if not page.is_gone(one)]
    chosen = [one for one in options if "selected" in one.attrib]
    if "multiple" in select.attrib:
        return chosen
    if _shows_options(select):
        return chosen[-1:]
    first = next((one for one in options if "disabled" not in one.attrib), None)
    return chosen[-1:] or ([] if first is None else [first])


def _shows_options(select: etree._Element) -> bool:
    """Whether it is a list, of which none need be chosen (WHATWG HTML 4.10.7, display size)."""
    size = (select.get("size") or "").strip()
    return size.isdecimal() and int(size[:6]) > 1


def option_text(option: etree._Element) -> str:
    """What an option is called."""
    return " ".join((option.get("label") or "".join(map(str, option.itertext()))).split())


def _text(page: Page, element: etree._Element, without: str = "") -> str:
    return " ".join("".join(_texts(page, element, without)).split())


def _texts(page: Page, element: etree._Element, without: str) -> Iterator[str]:
    """The texts shown in an element. What stands apart is parted by a blank."""
    stack: list[etree._Element | str] = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
            continue
        page.step()
        is_out = page.is_hidden(one) or (without and one.get("role") == without)
        if not is_out:
            block = page.look(one).is_block or tag_of(one) == "br"
            parts = [" ", *page.children(one), " "] if block else list(page.children(one))
            stack.extend(reversed(parts))
