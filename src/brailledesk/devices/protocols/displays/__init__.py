"""The protocols of Braille displays: bytes in, events out; frames in, bytes out; no I/O."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.devices.protocols.displays import (
    baum,
    eurobraille,
    freedom,
    handytech,
    humanware,
    mdv,
    seika,
)
from brailledesk.devices.protocols.displays.events import Codec

CODECS: dict[str, Callable[[], Codec]] = {
    "baum": baum.Baum,
    "eurobraille": eurobraille.EuroBraille,
    "freedom": freedom.FreedomScientific,
    "handytech": handytech.HandyTech,
    "humanware": humanware.HumanWare,
    "mdv": mdv.MDV,
    "seika": seika.Seika,
}
"""Codecs of serial protocols by the names that files of models use."""

KEYS: dict[str, frozenset[str]] = {
    "baum": baum.KEYS,
    "eurobraille": eurobraille.KEYS,
    "freedom": freedom.KEYS,
    "handytech": handytech.KEYS,
    "humanware": humanware.KEYS,
    "mdv": mdv.KEYS,
    "seika": seika.KEYS,
}
"""The names of the keys of each protocol."""
