"""Words for people, in Italian or English: gettext catalogues that ship with the package.

``locale/it.po`` is the source; it is read directly with Babel, so an installation has no build step
and no file that can be out of date.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

from babel.messages.pofile import read_po

LANGUAGES = ("it", "en")


def catalogue(language: str) -> Callable[[str], str]:
    """The translation function of a language; English, the language of the sources, is itself."""
    messages = _messages(language) if language in LANGUAGES and language != "en" else {}

    def translate(message: str) -> str:
        return messages.get(message, message)

    return translate


@lru_cache(maxsize=4)
def _messages(language: str) -> dict[str, str]:
    with (files("brailledesk") / "locale" / f"{language}.po").open("rb") as stream:
        return {
            str(message.id): str(message.string)
            for message in read_po(stream)
            if message.id and message.string
        }


def choose_language(environment: dict[str, str]) -> str:
    """The first known language of LANGUAGE, LC_ALL, LC_MESSAGES and LANG; else English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for value in environment.get(name, "").split(":"):
            language = value.partition("_")[0].partition(".")[0].lower()
            if language in LANGUAGES:
                return language
    return "en"
