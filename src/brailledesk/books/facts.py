"""What a book says of itself beside its text."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from brailledesk.books.script import Script
from brailledesk.formats.ebraille import OPF

GENERATOR = "brailledesk"
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, OPF)


@dataclass(frozen=True, slots=True)
class BookFacts:
    """``publisher`` is who makes the talking book, ``narrator`` the voice; empty if unknown.

    ``source`` names the document, ``made`` is when the book was made.
    """

    made: dt.datetime
    publisher: str = ""
    narrator: str = ""
    source: str = ""


def identify(script: Script, pages: Iterable[bytes]) -> str:
    """A UUID of the content, so that the same text has the same one."""
    known = f"{script.title}\n{script.author}\n{script.language}\n".encode("utf-8", "replace")
    return uuid.uuid5(_NAMESPACE, (known + b"".join(pages)).hex()).urn


def clock(milliseconds: int) -> str:
    """A time as SMIL has it: 1:02:03.456."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}.{rest:03}"
