"""List markers as print shows them: "3.", "c.", "iv.", "•"."""

from __future__ import annotations

BULLET = "•"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class Markers:
    """The markers of a list, item by item.

    ``style`` is HTML's ("1", "a", "A", "i", "I"), or None for a list without numbers;
    ``delimiter`` stands behind the number.
    """

    def __init__(
        self, style: str | None, start: int = 1, step: int = 1, delimiter: str = "."
    ) -> None:
        self._style = style
        self._number = start
        self._step = step
        self._delimiter = delimiter

    def next(self, value: int | None = None) -> str:
        """The marker of the next item; ``value`` is the number that the item itself asks for."""
        if self._style is None:
            return BULLET
        number = self._number if value is None else value
        self._number = number + self._step
        return format_number(number, self._style) + self._delimiter


def parse_number(text: str | None) -> int | None:
    """A whole number of an attribute, of at most nine characters; None where it is none."""
    try:
        return int(text[:9]) if text else None
    except ValueError:
        return None


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
