"""A model of a display, as its file says it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brailledesk.commands import Key
from brailledesk.devices.protocols.displays.events import Identified
from brailledesk.devices.transport.serial import Line
from brailledesk.frame import Geometry

Chord = frozenset[str]
"""Names of keys that are held together."""


@dataclass(frozen=True, slots=True)
class UsbId:
    """Vendor and product of the USB device, or of the serial converter inside it."""

    vendor: int
    product: int


@dataclass(frozen=True, slots=True)
class DisplayModel:
    """A model, or a family (``geometry`` None: the display says it, or every size has a file).

    ``identity`` are the words of the protocol by which it is known, of which no one is needed for a
    family. ``rename`` gives keys other names than the protocol does (dots that it only numbers);
    ``bindings`` say what keys mean. ``pause`` is in seconds, before and after the port is closed.
    """

    name: str
    maker: str
    model: str
    protocol: str
    identity: tuple[str, ...] = ()
    geometry: Geometry | None = None
    line: Line = field(default_factory=lambda: Line(flow="none"))
    pause: float = 0.0
    usb: tuple[UsbId, ...] = ()
    keys: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    bindings: Mapping[Chord, Key] = field(default_factory=dict)
    remark: str = ""
    source: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Maker and model, for people."""
        return f"{self.maker} {self.model}"

    def is_described_by(self, found: Identified) -> bool:
        """Whether a display that says this of itself is of this model."""
        if found.identity not in self.identity:
            return False
        told = found.geometry
        return self.geometry is None or told is None or told.columns == self.geometry.columns
