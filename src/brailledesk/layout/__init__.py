"""Layout: from a document to pages of Braille rows.

In come a :class:`~brailledesk.document.Document`, a
:class:`~brailledesk.translate.base.RunTranslator` and :class:`LayoutOptions`; out goes a
:class:`~brailledesk.pages.Publication` of one volume with one section. :func:`compose` gives the
same pages as :class:`Line` values, which also say what of a row layout itself has added.
"""

from brailledesk.layout.compose import compose, paginate
from brailledesk.layout.lines import Line, LineKind
from brailledesk.layout.options import HeadingStyle, LayoutOptions, TableStyle

__all__ = [
    "HeadingStyle",
    "LayoutOptions",
    "Line",
    "LineKind",
    "TableStyle",
    "compose",
    "paginate",
]
