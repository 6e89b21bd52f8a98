"""The models that can be used by name: those that ship, and the user's own over them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from brailledesk.devices.embossers.model_file import read_model
from brailledesk.devices.embossers.profile import EmbosserModel
from brailledesk.errors import ModelNotFound
from brailledesk.resources import config_path, data_path


def model_files() -> dict[str, Path]:
    """Names of models and their files; a user's file takes the place of a shipped one."""
    folders = [Path(data_path("drivers")), Path(config_path("drivers"))]
    return {
        path.stem: path
        for folder in folders
        for path in sorted((folder / "embossers").glob("*.toml"))
    }


def find_model(name: str) -> EmbosserModel:
    """A model by its name, or from a file by its path.

    Raises ModelNotFound, SettingsFaulty with all faults of the file, or an IngestError.
    """
    files = model_files()
    path = files.get(name.lower())
    if path is None and name.endswith(".toml"):
        path = Path(name)
    if path is None:
        raise ModelNotFound(name, tuple(get_close_matches(name.lower(), files, 4, 0.4)))
    return read_model(path)


def list_models() -> Iterator[EmbosserModel]:
    """All models, in the order of their names. Raises SettingsFaulty for a faulty file."""
    for _, path in sorted(model_files().items()):
        yield read_model(path)
