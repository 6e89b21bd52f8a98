"""Dates and times of a spreadsheet: days since a beginning, shown by a format code.

Source: ECMA-376, part 1, sections 18.17.4 (dates) and 18.8.31 (format codes).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_465
"""31 December 9999."""
_DAY_OF_FIRST_MARCH_1900 = 61
"""Excel counts a 29 February 1900 that never was; from here on it makes no difference."""
_NOT_SHOWN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LETTERS = re.compile(r"[ymdhs]|am/pm|a/p", re.IGNORECASE)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|(?P<half>am/pm|a/p)"
    r"|(?P<year>y+|e+)|(?P<month>m+)|(?P<day>d+)|(?P<hour>h+)|(?P<second>s+)"
    r"|\.(?P<parts>0+)|(?P<literal>.)",
    re.DOTALL | re.IGNORECASE,
)


@lru_cache(maxsize=256)
def is_date_code(section: str) -> bool:
    """Whether a section of a format code shows a date or a time."""
    bare = _NOT_SHOWN.sub("", section)
    return "general" not in bare.lower() and _LETTERS.search(bare) is not None


def to_datetime(value: float, *, is_1904: bool = False) -> datetime:
    """The moment of a serial number, to the millisecond. Raises ValueError outside of 1900-9999."""
    if not 0 <= value <= _LAST_DAY:
        raise ValueError(value)
    epoch = _EPOCH_1904 if is_1904 else _EPOCH
    if not is_1904 and 1 <= value < _DAY_OF_FIRST_MARCH_1900 - 1:
        value += 1
    return epoch + timedelta(milliseconds=round(value * 86_400_000))


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.partition("-")[0] or "it")
    except (ValueError, UnknownLocaleError, TypeError):
        return Locale("it")


def show_date(value: float, section: str, language: str, *, is_1904: bool = False) -> str:
    """A date or a time by a section of a format code. Raises ValueError for no date."""
    tokens = [(m.lastgroup or "", m[m.lastgroup or 0]) for m in _TOKEN.finditer(section)]
    kinds = [kind for kind, _ in tokens]
    if "elapsed" in kinds and value < 0:
        raise ValueError(value)
    parts = next((len(text) for kind, text in tokens if kind == "parts"), 0)
    if not parts and "second" in kinds:
        value = round(value * 86_400) / 86_400
    moment = to_datetime(value, is_1904=is_1904)
    pieces: list[str] = []
    for place, (kind, text) in enumerate(tokens):
        if kind == "month" and _is_minute(kinds, place, text):
            kind = "minute"  # noqa: PLW2901 - the letter has two meanings
        if kind == "elapsed":
            pieces.append(_elapsed(value, text))
        else:
            pieces.append(_field(kind, text, moment, language, is_half="half" in kinds))
    return "".join(pieces)


def _is_minute(kinds: list[str], place: int, text: str) -> bool:
    """An m next to hours or seconds stands for minutes."""
    timed = {"hour", "second", "elapsed"}
    dated = {"year", "month", "day", *timed}
    before = next((kind for kind in reversed(kinds[:place]) if kind in dated), "")
    after = next((kind for kind in kinds[place + 1 :] if kind in dated), "")
    return len(text) < 3 and (before in {"hour", "elapsed"} or after == "second")


def _elapsed(value: float, letters: str) -> str:
    seconds = round(value * 86_400)
    per_unit = {"h": 3_600, "m": 60, "s": 1}[letters[0].lower()]
    return f"{seconds // per_unit:0{len(letters)}}"


def _field(kind: str, text: str, moment: datetime, language: str, *, is_half: bool) -> str:
    """One field of a date; its letters say how long it is."""
    width = len(text)
    numbers = {
        "hour": (moment.hour % 12 or 12) if is_half else moment.hour,
        "minute": moment.minute,
        "second": moment.second,
    }
    if kind in numbers:
        return f"{numbers[kind]:0{min(width, 2)}}"
    if kind in {"year", "month", "day"}:
        return _day_field(kind, width, moment, language)
    if kind == "parts":
        return "," + f"{moment.microsecond:06}"[:width].ljust(width, "0")
    if kind == "half":
        return "AM" if moment.hour < 12 else "PM"
    return {"fill": "", "blank": " "}.get(kind, text)


def _day_field(kind: str, width: int, moment: datetime, language: str) -> str:
    if kind == "year":
        return f"{moment.year % 100:02}" if width <= 2 else f"{moment.year:04}"
    if kind == "month":
        return _name("months", moment.month, width, language)
    if width > 2:
        return _name("days", moment.weekday(), width, language)
    return f"{moment.day:0{width}}"


def _name(what: str, number: int, width: int, language: str) -> str:
    """A month or a day: in digits, or its name in the language."""
    if width <= 2:
        return f"{number:0{width}}"
    locale = _locale(language)
    names = (locale.months if what == "months" else locale.days)["format"]
    if width == 5 and what == "months":
        return str(names["wide"][number])[:1].upper()
    return str(names["abbreviated" if width == 3 else "wide"][number])
