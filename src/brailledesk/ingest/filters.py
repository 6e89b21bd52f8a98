"""Filters of documents that plugins bring, asked where the user named them."""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.document import Document
from brailledesk.errors import N_, PluginFailed, UsageError
from brailledesk.plugins.door import open_door

HOOK = "brailledesk_filter_document"


def filter_document(document: Document, names: Sequence[str]) -> Document:
    """The document behind the filters of the plugins that are named, in this order.

    The user counts on a filter that was named, so one that fails is not passed over. Raises
    UsageError for a plugin without this filter, PluginFailed for one that fails.
    """
    door = open_door(is_logged=False)
    having = {one.name for one in door.plugins if HOOK in one.hooks}
    for name in names:
        if name not in having:
            raise UsageError(
                N_("There is no filter of documents {name}."),
                N_("Known filters: {known}."),
                name=name,
                known=", ".join(sorted(having)) or "-",
            )
        before = len(door.faults)
        document = door.filtered(HOOK, document, (Document,), "document", only=[name])
        faults = door.faults[before:]
        if faults:
            raise PluginFailed(document.source, name, faults[0].reason)
    return document
