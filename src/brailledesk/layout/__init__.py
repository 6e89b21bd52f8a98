"""Layout: from a document to pages of Braille rows.

In come a :class:`~brailledesk.document.Document`, a
:class:`~brailledesk.translate.base.RunTranslator` and :class:`LayoutOptions`; out goes a
:class:`~brailledesk.pages.Publication` of volumes with one section each. :func:`compose` gives the
same pages as :class:`Line` values, which also say what of a row layout itself has added.
"""

from brailledesk.layout.book import BookLabels, BookOptions, ContentsScope, NotePlace, TitlePage
from brailledesk.layout.compose import compose, compose_volumes, paginate
from brailledesk.layout.lines import Line, LineKind
from brailledesk.layout.options import HeadingStyle, LayoutOptions, TableStyle

__all__ = [
    "BookLabels",
    "BookOptions",
    "ContentsScope",
    "HeadingStyle",
    "LayoutOptions",
    "Line",
    "LineKind",
    "NotePlace",
    "TableStyle",
    "TitlePage",
    "compose",
    "compose_volumes",
    "paginate",
]
