"""The headers of a mail message and of its parts, read with care: what the parser trips over stays.

The parser of the standard library raises many kinds of errors on headers that are none, and its
time grows faster than the length of a header.
"""

from __future__ import annotations

import email.errors
import re
from email.message import EmailMessage

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

_LONGEST = 20_000
"""Characters of a header that is taken apart."""
_MOST_SHOWN = 2_000
FAULTS = (
    email.errors.MessageError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
)
"""What the parser raises on headers that are none; its own list of faults is not complete."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def raw_header(part: EmailMessage, name: str) -> str:
    """A header as it stands; empty where there is none."""
    for key, value in part.raw_items():
        if key.lower() == name.lower():
            return str(value)
    return ""


def header(part: EmailMessage, name: str) -> str:
    """A header for people, in one line; one that is too long or broken as it stands."""
    raw = raw_header(part, name)
    text = raw
    if len(raw) <= _LONGEST:
        try:
            text = str(part[name] or "")
        except FAULTS:
            text = raw
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    shown = " ".join(_CONTROLS.sub(" ", text).split())
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"


def content_type(part: EmailMessage) -> str:
    if len(raw_header(part, "Content-Type")) > _LONGEST:
        return "application/octet-stream"
    try:
        return part.get_content_type()
    except FAULTS:
        return "application/octet-stream"


def parameter(part: EmailMessage, name: str) -> str:
    if len(raw_header(part, "Content-Type")) > _LONGEST:
        return ""
    try:
        return str(part.get_param(name) or "").lower()
    except FAULTS:
        return ""


def file_name(part: EmailMessage) -> str:
    lengths = [len(raw_header(part, name)) for name in ("Content-Type", "Content-Disposition")]
    if max(lengths) > _LONGEST:
        return ""
    try:
        name = part.get_filename() or ""
    except FAULTS:
        return ""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(_CONTROLS.sub(" ", name).split())[:255]


def date_of(message: EmailMessage, language: str) -> str:
    """The date as it was where the message was written; one that cannot be read as it stands."""
    raw = raw_header(message, "Date")
    if len(raw) > 200:
        return header(message, "Date")
    try:
        moment = getattr(message["Date"], "datetime", None)
        locale = Locale.parse(language.partition("-")[0])
        shown = format_datetime(moment, "d MMMM y, HH:mm", locale=locale) if moment else ""
    except (*FAULTS, UnknownLocaleError):
        shown = ""
    return shown or header(message, "Date")
