"""The models of embossers that can be used by name."""

from __future__ import annotations

from collections.abc import Iterator

from brailledesk.devices.driver_files import driver_files, find_driver
from brailledesk.devices.embossers.model_file import read_model
from brailledesk.devices.embossers.profile import EmbosserModel
from brailledesk.errors import ModelNotFound

KIND = "embossers"


def model_names() -> list[str]:
    """The names, in order."""
    return list(driver_files(KIND))


def find_model(name: str) -> EmbosserModel:
    """A model by its name, or from a file by its path.

    Raises ModelNotFound, SettingsFaulty with all faults of the file, or an IngestError.
    """
    return read_model(find_driver(KIND, name, ModelNotFound))


def list_models() -> Iterator[EmbosserModel]:
    """All models, in the order of their names. Raises SettingsFaulty for a faulty file."""
    yield from map(read_model, driver_files(KIND).values())
