"""List markers as print shows them: "3.", "c.", "iv.", "•"."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

BULLET = "•"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def list_markers(element: etree._Element) -> Iterator[str]:
    """The markers of an HTML list, one for each item; its attributes are obeyed."""
    items = element.findall("li")
    if str(element.tag).lower() != "ol":
        yield from (BULLET for _ in items)
        return
    is_reversed = element.get("reversed") is not None
    number = _number(element.get("start"), len(items) if is_reversed else 1)
    for item in items:
        number = _number(item.get("value"), number)
        yield format_number(number, element.get("type") or "1") + "."
        number += -1 if is_reversed else 1


def _number(text: str | None, default: int) -> int:
    try:
        return int(text[:9]) if text else default
    except ValueError:
        return default


def format_number(number: int, style: str) -> str:
    """A number in one of HTML's styles: "1", "a", "A", "i", "I"; outside their reach in digits."""
    if style in {"a", "A"} and number > 0:
        text = ""
        while number:
            number, digit = divmod(number - 1, 26)
            text = chr(97 + digit) + text
    elif style in {"i", "I"} and 0 < number < 4000:
        text = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            text += letters * count
    else:
        return str(number)
    return text.upper() if style.isupper() else text
