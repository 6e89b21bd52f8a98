"""Office files that carry programs: they are refused before anything of them is read.

Macros would never be run, but a file that brings its own program is not what an office should pass
on unseen, and fields that macros fill are empty without them.
"""

from __future__ import annotations

import re

from brailledesk.errors import N_, FormatNotSupported
from brailledesk.ingest.package import Package

_MACRO_PARTS = re.compile(
    r"(?:^|/)vbaProject\.bin$|^xl/macrosheets/|^Basic/.+/(?!script-lb\.xml$)[^/]+\.xml$|^Scripts/.",
    re.IGNORECASE,
)


def refuse_macros(package: Package, path: str) -> None:
    """Raise FormatNotSupported where the package has macros in it."""
    if any(_MACRO_PARTS.search(name) for name in package.names):
        raise FormatNotSupported(
            path,
            N_("files with macros"),
            N_("Save it without macros: as DOCX, XLSX, ODT or ODS."),
        )
