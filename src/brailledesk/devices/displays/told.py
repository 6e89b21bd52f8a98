"""What a display tells the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brailledesk.commands import Command
from brailledesk.errors import DeviceError
from brailledesk.frame import Geometry


@dataclass(frozen=True, slots=True)
class Connected:
    """A display of this size is there: attach it (again) to the desk."""

    geometry: Geometry
    title: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """There is no display; ``error`` says why. It is tried again, and nobody has to do anything."""

    error: DeviceError | None = None


Told = Command | Connected | Waiting
Tell = Callable[[Told], None]
