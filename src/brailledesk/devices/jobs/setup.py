"""Embossers that a user has set up: a file each in the user's configuration, by name.

::

    model = "index-everest-d-v5"          # one of: brailledesk driver list
    connection = "tcp://192.168.1.20:9100"
    paper = "a4"
    sides = 2                             # what follows may be left out
    charset = "it_it_firenze"
    z_fold = false
    saddle_stitch = false
    alignment = "inner"                   # of pages narrower than the paper; or left, outer ...
    dots = 8                              # 6 or 8
    timeout = 300                         # seconds without a byte taken
    buffer = 65536                        # bytes that the machine may hold unread
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from brailledesk.devices.embossers.settings import Alignment
from brailledesk.devices.transport.base import TIMEOUT
from brailledesk.devices.transport.connect import Connection, parse_connection
from brailledesk.errors import (
    N_,
    OutputError,
    SettingsFault,
    SettingsFaulty,
    UsageError,
)
from brailledesk.output import write_atomically
from brailledesk.resources import config_path
from brailledesk.system_errors import reason_of

_NAME = re.compile(r"[\w][\w.-]{0,60}")
_MOST = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """An embosser: what it is, how it is reached, what is in it. Fields are those of the file.

    ``sides``, ``charset`` None are the model's own, ``dots`` None what the pages have; ``buffer``
    None is not known.
    """

    model: str
    connection: str
    paper: str = "a4"
    sides: int | None = None
    charset: str | None = None
    z_fold: bool = False
    saddle_stitch: bool = False
    alignment: str = Alignment.INNER.value
    dots: int | None = None
    timeout: float = TIMEOUT
    buffer: int | None = None

    def way(self) -> Connection:
        """The connection, taken apart. Raises UsageError."""
        return parse_connection(self.connection, timeout=self.timeout, buffer=self.buffer)

    def settled(self) -> Setup:
        """It without a path that means another file in another folder."""
        kind, _, place = self.connection.strip().partition(":")
        if kind.lower() != "file" or not place.strip("/"):
            return self
        return replace(self, connection=f"file:{Path(place).expanduser().absolute()}")

    def values(self) -> dict[str, Any]:
        """The fields that say something."""
        return {name: value for name, value in asdict(self).items() if value is not None}


_KINDS: Mapping[str, tuple[type, ...]] = {
    "model": (str,),
    "connection": (str,),
    "paper": (str,),
    "sides": (int,),
    "charset": (str,),
    "z_fold": (bool,),
    "saddle_stitch": (bool,),
    "alignment": (str,),
    "dots": (int,),
    "timeout": (int, float),
    "buffer": (int,),
}


class Setups:
    """The embossers in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """Their names, in order."""
        return sorted(path.stem for path in self._folder.glob("*.toml"))

    def find(self, name: str) -> Setup:
        """One of them. Raises UsageError for an unknown name, SettingsFaulty for a wrong file."""
        path = self._path(name)
        try:
            with path.open("rb") as stream:
                data = stream.read(_MOST)
        except OSError:
            raise UsageError(
                N_("There is no embosser {name}."),
                N_("Known: {known}. To set one up: brailledesk embosser add"),
                name=name,
                known=", ".join(self.names()) or "-",
            ) from None
        return _parse(data, str(path)).settled()

    def add(self, name: str, setup: Setup) -> Path:
        """Write one down, checked; an older one of the name is replaced. The file's path."""
        path = self._path(name)
        lines = [
            f"{key} = {json.dumps(value, ensure_ascii=False)}"
            for key, value in setup.settled().values().items()
        ]
        data = ("\n".join(lines) + "\n").encode()
        _parse(data, str(path)).way()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(str(self._folder), reason_of(error)) from error
        write_atomically(path, data)
        return path

    def remove(self, name: str) -> None:
        """Forget one. Raises UsageError for an unknown name."""
        self.find(name)
        try:
            self._path(name).unlink()
        except OSError as error:
            raise OutputError(str(self._path(name)), reason_of(error)) from error

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise UsageError(
                N_("{name} is no name for an embosser."),
                N_("Use letters, figures, hyphens and full stops."),
                name=name,
            )
        return self._folder / f"{name}.toml"


def read_setup(values: Mapping[str, Any], path: str = "") -> Setup:
    """A setup from the values of a file or of a job. Raises SettingsFaulty with all faults."""
    faults = [
        *(
            SettingsFault(key, N_("there is no such setting"), {})
            for key in values.keys() - _KINDS.keys()
        ),
        *(
            SettingsFault(field.name, N_("it is missing"), {})
            for field in fields(Setup)
            if field.name in {"model", "connection"} and field.name not in values
        ),
        *(
            SettingsFault(key, N_("{value} is no possible value"), {"value": value})
            for key, value in values.items()
            if key in _KINDS and not _is_possible(key, value)
        ),
    ]
    if faults:
        raise SettingsFaulty(path, tuple(sorted(faults)))
    return Setup(**values)


def _is_possible(key: str, value: object) -> bool:
    if not isinstance(value, _KINDS[key]) or isinstance(value, bool) != (_KINDS[key] == (bool,)):
        return False
    match key:
        case "alignment":
            return value in {one.value for one in Alignment}
        case "dots":
            return value in {6, 8}
        case "sides":
            return value in {1, 2}
        case "timeout" | "buffer":
            return isinstance(value, (int, float)) and 0 <= value < 1e9
    return True


def _parse(data: bytes, path: str) -> Setup:
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        fault = SettingsFault("", N_("it is not TOML: {reason}"), {"reason": str(error)})
        raise SettingsFaulty(path, (fault,)) from None
    return read_setup(values, path)


def setups_folder() -> Path:
    """Where this user's embossers are."""
    return Path(config_path("embossers"))
