"""The lines that tell of models of Braille displays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brailledesk.cli.console import translator
from brailledesk.commands import Key
from brailledesk.devices.displays.catalogue import find_display, list_displays
from brailledesk.devices.displays.model import DisplayModel
from brailledesk.devices.displays.model_file import read_model
from brailledesk.errors import N_

KEY_NAMES: dict[Key, str] = {
    Key.PAN_LEFT: N_("pan left"),
    Key.PAN_RIGHT: N_("pan right"),
    Key.LINE_UP: N_("line above"),
    Key.LINE_DOWN: N_("line below"),
    Key.TOP: N_("first line"),
    Key.BOTTOM: N_("last line"),
    Key.TO_FOCUS: N_("back to the focus"),
    Key.PAN_MODE: N_("pan by words or by cells"),
    Key.ROUTE: N_("to this cell"),
    Key.ROUTE_TWICE: N_("to this cell, twice"),
    Key.ACTIVATE: N_("activate"),
    Key.NEXT_FIELD: N_("next field"),
    Key.PREVIOUS_FIELD: N_("previous field"),
    Key.NEXT_REQUIRED: N_("next required field"),
    Key.NEXT_INVALID: N_("next invalid field"),
    Key.TABLE_VIEW: N_("next view of the table"),
    Key.HEADERS: N_("headers"),
    Key.CELL_LEFT: N_("table cell to the left"),
    Key.CELL_RIGHT: N_("table cell to the right"),
    Key.CELL_UP: N_("table cell above"),
    Key.CELL_DOWN: N_("table cell below"),
    Key.WHERE: N_("where am I"),
    Key.SPEAK: N_("speak the line"),
    Key.DISMISS: N_("dismiss the message"),
    Key.MESSAGES: N_("read the messages"),
    Key.HISTORY_OLDER: N_("older message"),
    Key.HISTORY_NEWER: N_("newer message"),
    Key.TYPE: N_("type"),
    Key.SPACE: N_("space"),
    Key.ENTER: N_("enter"),
    Key.ERASE: N_("erase"),
    Key.COMMIT: N_("commit without a space"),
    Key.UNDO: N_("undo"),
    Key.CARET_LEFT: N_("caret to the left"),
    Key.CARET_RIGHT: N_("caret to the right"),
    Key.CONTRACTION: N_("contractions on or off"),
}
"""Commands in words for people."""


def display_lines() -> Iterator[str]:
    """A line for each model of a display: its name, and what it is."""
    for model in list_displays():
        yield f"{model.name}: {model.title}; {_size(model)}, {model.protocol}"


def detect_lines() -> Iterator[str]:
    """A line for each display that may be there: what ``desk --display`` takes, and its models."""
    from brailledesk.devices.displays.detect import detect_displays

    _ = translator()
    is_empty = True
    for found in detect_displays():
        is_empty = False
        said = [found.description] if found.description else []
        said.append(_("model: {models}").format(models=", ".join(found.models)))
        if found.holders:
            said.append(_("in use: {holders}").format(holders=", ".join(found.holders)))
        if not found.is_allowed:
            said.append(_("you may not open it"))
        yield f"{found.connection}: {'; '.join(said)}"
    if is_empty:
        yield _("No Braille display was found: no brltty answers, and none is at a port.")


def key_lines(name: str) -> Iterator[str]:
    """A line for each chord of a model, with what it means.

    Raises DisplayNotFound, or SettingsFaulty for a faulty file.
    """
    _ = translator()
    model = find_display(name)
    for chord, key in model.bindings.items():
        yield f"{'+'.join(sorted(chord))}: {_(KEY_NAMES[key])}"


def check_display(path: Path) -> str:
    """A line that says that the file has no faults. Raises SettingsFaulty with all of them."""
    _ = translator()
    model = read_model(path)
    told = _("{path}: no faults; {title}, {abilities}.")
    return told.format(path=path, title=model.title, abilities=_size(model))


def _size(model: DisplayModel) -> str:
    _ = translator()
    size = model.geometry
    if size is None:
        return _("cells as the display says")
    cells = _("{count} cells").format(count=size.columns * size.rows)
    return cells + (f" + {size.status}" if size.status else "")
