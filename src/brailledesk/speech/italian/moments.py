"""Dates and times; what is no date of the calendar is left to other rules."""

from __future__ import annotations

import datetime as dt
import re

from brailledesk.speech.italian.numbers import cardinal, digits
from brailledesk.speech.italian.tables import Words

_LEAP_YEAR = 2000
_HOURS = re.compile(r"h\.? $", re.IGNORECASE)


def say_date(found: re.Match[str], words: Words) -> str | None:
    """Day, month and year; the first of a month is an ordinal."""
    groups = found.groupdict()
    day = int(groups["day"])
    year = groups.get("year")
    month = _month(groups, words)
    if not _is_date(day, month, year):
        return None
    name = groups.get("name")
    has_own_name = name is not None and name.lower() in words.months
    parts = [
        "primo" if day == 1 else cardinal(day),
        name if has_own_name else words.months[month - 1],
    ]
    if year:
        parts.append(digits(year) if year.startswith("0") else cardinal(int(year)))
    return (groups.get("before") or "") + " ".join(str(part) for part in parts)


def say_dates(found: re.Match[str], words: Words) -> str | None:
    """From a day to a day."""
    days = [tuple(int(found[name + end]) for name in ("day", "month", "year")) for end in ("", "2")]
    if not all(_is_date(day, month, str(year)) for day, month, year in days):
        return None
    said = [
        f"{'primo' if day == 1 else cardinal(day)} {words.months[month - 1]} {cardinal(year)}"
        for day, month, year in days
    ]
    return f"dal{_elision(said[0])}{said[0]} al{_elision(said[1])}{said[1]}"


def _elision(word: str) -> str:
    return "l'" if word.startswith(("otto ", "undici ")) else " "


def _month(groups: dict[str, str | None], words: Words) -> int:
    name = groups.get("name")
    if name is None:
        return int(groups["month"] or 0)
    key = name.lower().rstrip(".")
    known = words.months if key in words.months else words.short_months
    return known.index(key) + 1


def _is_date(day: int, month: int, year: str | None) -> bool:
    full = _LEAP_YEAR if year is None else int(year) + (2000 if len(year) == 2 else 0)
    try:
        dt.date(full, month, day)
    except ValueError:
        return False
    return True


def say_time(found: re.Match[str], _words: Words) -> str | None:
    """Hour and minutes, "nove e cinque"; the full hour alone; one o'clock is feminine."""
    groups = found.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    second = int(groups.get("second") or 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second):
        return None
    said = _clock(hour, 0)
    if groups.get("second"):
        minutes = _counted(minute, "un minuto", "minuti")
        said = f"{said}, {minutes} e {_counted(second, 'un secondo', 'secondi')}"
    elif minute:
        said = _clock(hour, minute)
    return _HOURS.sub("ore ", groups.get("before") or "") + said


def say_hours(found: re.Match[str], _words: Words) -> str | None:
    """Hours of opening: from when to when."""
    times = [
        (int(found["hour"]), int(found["minute"])),
        (int(found["hour2"]), int(found["minute2"])),
    ]
    if any(hour * 60 + minute > 24 * 60 or minute > 59 for hour, minute in times):
        return None
    said = [_clock(hour, minute) for hour, minute in times]
    return f"dalle {said[0]} alle {said[1]}"


def _clock(hour: int, minute: int) -> str:
    said = "una" if hour == 1 else cardinal(hour)
    return f"{said} e {cardinal(minute)}" if minute else said


def say_duration(found: re.Match[str], _words: Words) -> str | None:
    """So many hours and minutes."""
    minutes = int(found["minutes"] or found["minutes2"])
    hours = _counted(int(found["hours"]), "un'ora", "ore")
    return f"{hours} e {_counted(minutes, 'un minuto', 'minuti')}"


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else f"{cardinal(count)} {many}"
