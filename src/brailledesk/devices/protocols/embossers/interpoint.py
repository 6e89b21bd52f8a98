"""Interpoint 55: generic text in a file, and beside it what its program wprint55 has to know.

The ten settings are those of braille-utils 1.2.3, Interpoint55Embosser.saveConfigurationFile.
"""

from __future__ import annotations

from dataclasses import replace

from brailledesk.devices.embossers.beside import Beside
from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers import text
from brailledesk.devices.protocols.embossers.wire import Wire

_TABLES = {"de_de": "WIEN_6"}
"""wprint55's names of the tables; both American ones are USA1_6."""


def wire(plan: Plan) -> Wire:
    return replace(text.wire(plan), beside=Beside(".ini", _settings(plan)))


def _settings(plan: Plan) -> dict[str, str]:
    margins = dict.fromkeys(("LeftMargin", "RightMargin", "TopMargin"), "0")
    return {
        "TableName": _TABLES.get(plan.charset.name, "USA1_6"),
        "Mode": _mode(plan),
        "MirrorMargins": "1",
        "CharactersPerLine": str(plan.cells),
        "LinesPerPage": str(plan.rows),
        **margins,
        "MaxPagesInQuire": "0",  # all in one
        "Copies": str(plan.settings.copies),
    }


def _mode(plan: Plan) -> str:
    """One side, two sides, or two sides in saddle stitch."""
    if plan.settings.saddle_stitch:
        return "4"
    return "3" if plan.is_double else "1"
