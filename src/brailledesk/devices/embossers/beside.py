"""A file of settings that lies beside the bytes, for a program of the maker that embosses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brailledesk.errors import N_, OutputError
from brailledesk.output import write_atomically
from brailledesk.system_errors import reason_of

_MOST = 200_000
"""Bytes; a file of settings that is longer is none."""


@dataclass(frozen=True, slots=True)
class Beside:
    """``values`` under their keys, in a file that is called as the bytes are, with ``suffix``."""

    suffix: str
    values: Mapping[str, str]

    def path(self, beside: Path) -> Path:
        """Where it stands, beside the file of the bytes."""
        is_same = beside.suffix.lower() == self.suffix
        return (
            beside.with_name(beside.name + self.suffix)
            if is_same
            else (beside.with_suffix(self.suffix))
        )

    def write(self, beside: Path) -> None:
        """Write it, whole or not at all; what else a file of this name says is kept.

        Raises OutputError.
        """
        path = self.path(beside)
        try:
            before = _read(path)
        except OSError as error:
            raise OutputError(str(path), reason_of(error)) from error
        write_atomically(path, self.merged(before))

    def merged(self, before: bytes) -> bytes:
        """``before`` with these values: each at its place, those that were not there at the end."""
        left = dict(self.values)
        lines = []
        for line in before.decode("latin-1").splitlines():
            key = line.partition("=")[0].strip()
            if key not in self.values:
                lines.append(line)
            elif key in left:
                lines.append(f"{key}={left.pop(key)}")
        lines += [f"{key}={value}" for key, value in left.items()]
        return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            before = stream.read(_MOST + 1)
    except FileNotFoundError:
        return b""
    if len(before) > _MOST:
        raise OutputError(str(path), N_("it is too long for a file of settings"))
    return before
