"""Words for people, in Italian or English: gettext catalogues that ship with the package.

``locale/it.po`` is the source; it is read directly, so an installation has no build step and no
file that can be out of date. Of the format we read what our catalogues use: babel, which reads all
of it, takes longer to import than a page takes to convert; in the tests it judges this reader.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from brailledesk.resources import PACKAGE

LANGUAGES = ("it", "en")


def catalogue(language: str) -> Callable[[str], str]:
    """The translation function of a language; English, the language of the sources, is itself."""
    messages = _messages(language) if language in LANGUAGES and language != "en" else {}

    def translate(message: str) -> str:
        return messages.get(message, message)

    return translate


@lru_cache(maxsize=4)
def _messages(language: str) -> dict[str, str]:
    with open(os.path.join(PACKAGE, "locale", f"{language}.po"), encoding="utf-8") as stream:
        entries = stream.read().rstrip().split("\n\n")
    return {message: own for entry in entries for message, own in _pairs(entry) if message and own}


def _pairs(entry: str) -> Iterable[tuple[str, str]]:
    """A message and its translation. Nearly all are a line each, which no loop has to look at."""
    message, keyword, own = entry.partition('"\nmsgstr "')
    if not keyword or "\n" in message or "\n" in own or entry[:7] != 'msgid "' or entry[-1] != '"':
        texts = list(_texts(entry.split("\n")))
        return zip(texts[::2], texts[1::2], strict=True)
    if "\\" in entry:
        return ((_unescape(message[7:]), _unescape(own[:-1])),)
    return ((message[7:], own[:-1]),)


def _texts(lines: Iterable[str]) -> Iterator[str]:
    """The texts of ``msgid`` and ``msgstr``, in turn; lines of quotes behind one belong to it."""
    text: str | None = None
    for line in lines:
        keyword, quote, rest = line.partition('"')
        if not quote or keyword.startswith("#"):
            continue
        if keyword.startswith(("msgid", "msgstr")):
            if text is not None:
                yield text
            text = ""
        piece, _, _ = rest.rpartition('"')
        text = (text or "") + _unescape(piece)
    if text is not None:
        yield text


def _unescape(piece: str) -> str:
    halves = piece.split("\\\\")
    return "\\".join(half.replace("\\n", "\n").replace('\\"', '"') for half in halves)


def choose_language(environment: dict[str, str]) -> str:
    """The first known language of LANGUAGE, LC_ALL, LC_MESSAGES and LANG; else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for value in environment.get(name, "").split(":"):
            language = value.partition("_")[0].partition(".")[0].lower()
            if language in LANGUAGES:
                return language
    return "en"
