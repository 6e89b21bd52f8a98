"""Product sheets: a document comes in, its key facts go out, and a digest that has them first.

::

    source = read_sheet_source(Path("scheda.html"))
    recognise(source).sheets[0].facts       # Fact(kind="price", label, value, trust), ...
    digest(source)                          # a Document for the ordinary conversion

``labels.toml`` has the words by which facts are known, ``profile`` those of one company.
``catalogue`` makes a sheet of every row of a table of products.
"""

from brailledesk.sheets.digest import digest, lay_out
from brailledesk.sheets.facts import Fact, ProductSheet, ProductSheets, Trust
from brailledesk.sheets.profile import Profile, read_profile
from brailledesk.sheets.recognise import recognise
from brailledesk.sheets.source import SheetSource, of_document, read_sheet_source

__all__ = [
    "Fact",
    "ProductSheet",
    "ProductSheets",
    "Profile",
    "SheetSource",
    "Trust",
    "digest",
    "lay_out",
    "of_document",
    "read_profile",
    "read_sheet_source",
    "recognise",
]
