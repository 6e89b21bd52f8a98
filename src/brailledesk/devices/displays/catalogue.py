"""The models of displays that can be used by name: those that ship, a user's own over them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from brailledesk.devices.displays.model import DisplayModel, UsbId
from brailledesk.devices.displays.model_file import read_model
from brailledesk.devices.protocols.displays.events import Identified
from brailledesk.errors import BrailledeskError, DisplayNotFound
from brailledesk.resources import config_path, data_path


def model_files() -> dict[str, Path]:
    """Names of models and their files; a user's file takes the place of a shipped one."""
    folders = [Path(data_path("drivers")), Path(config_path("drivers"))]
    return {
        path.stem: path
        for folder in folders
        for path in sorted((folder / "displays").glob("*.toml"))
    }


def find_display(name: str) -> DisplayModel:
    """A model by its name, or from a file by its path.

    Raises DisplayNotFound, SettingsFaulty with all faults of the file, or an IngestError.
    """
    files = model_files()
    path = files.get(name.lower())
    if path is None and name.endswith(".toml"):
        path = Path(name)
    if path is None:
        raise DisplayNotFound(name, tuple(get_close_matches(name.lower(), files, 4, 0.4)))
    return read_model(path)


def list_displays() -> Iterator[DisplayModel]:
    """All models, in the order of their names. Raises SettingsFaulty for a faulty file."""
    for _, path in sorted(model_files().items()):
        yield read_model(path)


def sound_displays() -> list[DisplayModel]:
    """All models whose files have no faults: a faulty one must not keep any display away."""
    found = []
    for _, path in sorted(model_files().items()):
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
