"""``display/list``, ``display/watch``, ``display/press``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brailledesk.cells import cells_to_unicode
from brailledesk.commands import Command
from brailledesk.errors import DisplayNotVirtual
from brailledesk.service.handling import NOTHING, Handler
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.displays import (
    DisplaysChanged,
    Lines,
    Press,
    Read,
    RowShown,
    Watch,
)

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint


def list_displays(endpoint: Endpoint, _params: Nothing) -> DisplaysChanged:
    """All displays."""
    return DisplaysChanged(displays=endpoint.service.displays())


def watch(endpoint: Endpoint, params: Watch) -> Nothing:
    """Begin or end to watch; what is shown now is told at once."""
    endpoint.watch = params
    endpoint.service.watching.recount()
    if params.frames:
        service = endpoint.service
        for slot in service.stack.displays.values():
            shown = service.watching.shown(slot)
            if shown is not None:
                endpoint.tell("display/frame", shown)
    return NOTHING


def read(endpoint: Endpoint, params: Read) -> Lines:
    """The lines around a window. Raises UsageError for no display."""
    service = endpoint.service
    sheet = service.stack.top
    port = sheet.port(service.slot(params.display))
    found = None if port is None else sheet.desk.survey(port, params.before, params.after)
    if found is None:
        return Lines(lines=[], first=0, total=0, line=0, cell=0)
    lines = [RowShown(cells=cells_to_unicode(one.cells), text=one.text) for one in found.lines]
    return Lines(
        lines=lines,
        first=found.first,
        total=found.total,
        line=found.place.item,
        cell=found.place.cell,
    )


def press(endpoint: Endpoint, params: Press) -> Nothing:
    """Press a key. Raises UsageError for no display, DisplayNotVirtual for a real one."""
    slot = endpoint.service.slot(params.display)
    if not slot.is_virtual:
        raise DisplayNotVirtual(slot.name)
    command = Command(params.key, params.cell, params.row, params.dots)
    endpoint.service.stack.press(slot, command)
    return NOTHING


HANDLERS = {
    "display/list": Handler(list_displays),
    "display/watch": Handler(watch),
    "display/read": Handler(read),
    "display/press": Handler(press),
}
