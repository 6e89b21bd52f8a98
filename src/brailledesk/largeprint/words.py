"""Words that are set between those of a document, in its language."""

from __future__ import annotations

from brailledesk.i18n import LANGUAGES, catalogue
from brailledesk.layout.options import LayoutOptions


def layout_words(language: str) -> LayoutOptions:
    """The words for pictures and notes in a document's language, in Italian where it is unknown."""
    primary = language.partition("-")[0].lower()
    _ = catalogue(primary if primary in LANGUAGES else "it")
    return LayoutOptions(image_label=_("Picture"), notes_label=_("Notes"))
