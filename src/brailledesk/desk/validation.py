"""What a field can hold, as far as its type says it: a first word before the host's own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType

from brailledesk.errors import N_
from brailledesk.screen import Node, State

_PATTERNS: Mapping[str, tuple[re.Pattern[str], str]] = MappingProxyType(
    {
        "email": (
            re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,8}"),
            N_("not an e-mail address"),
        ),
        "tel": (re.compile(r"\+?[\d ()./-]{3,30}"), N_("not a telephone number")),
        "number": (
            re.compile(r"[+-]?\d{1,30}(?:\.\d{3})*(?:,\d{1,30}|\.\d{1,30})?"),
            N_("not a number"),
        ),
        "url": (
            re.compile(r"(?:[a-z]+://)?[^\s/]+\.[^\s/]+(?:/\S*)?", re.IGNORECASE),
            N_("not a web address"),
        ),
        "time": (re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d"), N_("not a time of day")),
    }
)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def problem_of(node: Node, value: str) -> str | None:
    """What is wrong with a value, as a message to be translated; None if nothing is known to be."""
    text = value.strip()
    if not text:
        return N_("required") if State.REQUIRED in node.states else None
    if node.max_length and len(value) > node.max_length:
        return N_("too long")
    if node.input_type == "date":
        return None if _is_date(text) else N_("not a date")
    pattern, problem = _PATTERNS.get(node.input_type, (None, ""))
    return None if pattern is None or pattern.fullmatch(text) else problem


def _is_date(text: str) -> bool:
    """Day, month and year as Italians write them, or as machines do; the day must exist."""
    italian, machine = _DATE.fullmatch(text), _ISO_DATE.fullmatch(text)
    if italian:
        day, month, year = map(int, italian.groups())
    elif machine:
        year, month, day = map(int, machine.groups())
    else:
        return False
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
