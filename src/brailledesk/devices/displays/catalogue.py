"""The models of displays: by name, by what one says of itself, by its USB device."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from brailledesk.devices.displays.model import DisplayModel, UsbId
from brailledesk.devices.displays.model_file import read_model
from brailledesk.devices.driver_files import driver_files, find_driver
from brailledesk.devices.protocols.displays.events import Identified
from brailledesk.errors import BrailledeskError, DisplayNotFound

KIND = "displays"


def find_display(name: str) -> DisplayModel:
    """A model by its name, or from a file by its path.

    Raises DisplayNotFound, SettingsFaulty with all faults of the file, or an IngestError.
    """
    return read_model(find_driver(KIND, name, DisplayNotFound))


def list_displays() -> Iterator[DisplayModel]:
    """All models, in the order of their names. Raises SettingsFaulty for a faulty file."""
    yield from map(read_model, driver_files(KIND).values())


def sound_displays() -> list[DisplayModel]:
    """All models whose files have no faults: a faulty one must not keep any display away."""
    found = []
    for path in driver_files(KIND).values():
        with suppress(BrailledeskError):
            found.append(read_model(path))
    return found


def match(models: list[DisplayModel], found: Identified, chosen: DisplayModel) -> DisplayModel:
    """The model of a display that said what it is; ``chosen`` where no other one knows it."""
    same = [one for one in models if one.protocol == chosen.protocol]
    return next((one for one in (chosen, *same) if one.is_described_by(found)), chosen)


def for_usb(models: list[DisplayModel], one: UsbId) -> list[DisplayModel]:
    """The models that have this USB device, one for each protocol and line: those are tried."""
    found: dict[tuple[object, ...], DisplayModel] = {}
    for model in models:
        if one in model.usb:
            found.setdefault((model.protocol, model.line), model)
    return list(found.values())
