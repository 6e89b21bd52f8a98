"""The sheet of reference in the form that a file's name asks for."""

from __future__ import annotations

from pathlib import PurePath

from brailledesk.errors import N_, UsageError
from brailledesk.formats import SUFFIXES, format_publication
from brailledesk.languages import run_translator
from brailledesk.layout import LayoutOptions, paginate
from brailledesk.learning.html import sheet_html
from brailledesk.learning.sheet import Sheet, sheet_document, sheet_text
from brailledesk.learning.wording import Words
from brailledesk.pages import PageFormat

PRINT_TABLE = "it-6dot"
"""The uncontracted table that the words of the sheet are written by."""

_HTML = (".html", ".htm")
_TEXT = ".txt"


def format_sheet(
    sheet: Sheet,
    path: str,
    *,
    words: Words,
    language: str,
    page: PageFormat | None = None,
    charset: str = "mit",
) -> bytes:
    """The bytes of a sheet: text, HTML, or Braille pages (BRF, PEF, UTF-8 Braille), by the suffix.

    ``words`` is the gettext of ``language``; ``page`` and ``charset`` concern Braille pages.
    Raises UsageError for another suffix or charset, DoesNotFit for an impossible page.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix in _HTML:
        return sheet_html(sheet, words, language)
    if suffix == _TEXT:
        return sheet_text(sheet, words, language).encode()
    if suffix not in SUFFIXES:
        raise UsageError(
            N_("The name {path} does not say which form of the sheet is wanted."),
            N_("Use one of {suffixes}."),
            path=path,
            suffixes=" ".join((*_HTML, _TEXT, *SUFFIXES)),
        )
    publication = paginate(
        sheet_document(sheet, words, language),
        run_translator(PRINT_TABLE),
        LayoutOptions(page=page or PageFormat()),
        table_name=PRINT_TABLE,
    )
    return format_publication(publication, SUFFIXES[suffix], charset=charset)
