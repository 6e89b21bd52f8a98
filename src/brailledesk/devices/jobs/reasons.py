"""Why a job stands still, as the journal keeps it."""

from __future__ import annotations

import json

from brailledesk.errors import BrailledeskError


def write_reason(reason: BrailledeskError | None) -> str:
    """An error as JSON, so that it can be told in any language later."""
    if reason is None:
        return ""
    fields = {
        name: value if isinstance(value, (str, int, float)) else str(value)
        for name, value in reason.fields.items()
    }
    return json.dumps({"problem": reason.problem, "remedy": reason.remedy, "fields": fields})


def read_reason(text: str) -> BrailledeskError | None:
    """The error again; None for an empty text."""
    if not text:
        return None
    kept = json.loads(text)
    return BrailledeskError(kept["problem"], kept["remedy"], **kept["fields"])
