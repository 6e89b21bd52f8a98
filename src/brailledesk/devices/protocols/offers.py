"""Protocols of devices that plugins bring: what one offers, and how it is found by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.displays.events import Codec
from brailledesk.devices.protocols.embossers.wire import Wire
from brailledesk.plugins.door import Door, open_door

DISPLAYS = "brailledesk_offer_display_protocols"
EMBOSSERS = "brailledesk_offer_embosser_protocols"


@dataclass(frozen=True, slots=True)
class DisplayProtocol:
    """The protocol of a family of displays: a codec for each connection, and the names of keys."""

    codec: Callable[[], Codec]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class EmbosserProtocol:
    """The protocol of a family of embossers, and the variants that files of models may name."""

    wire: Callable[[Plan], Wire]
    variants: tuple[str, ...] = ("",)


def display_protocols(door: Door | None = None) -> Mapping[str, DisplayProtocol]:
    """The protocols of displays that plugins offer, by name; what is none is left out."""
    offers = (door or open_door()).offers(DISPLAYS)
    return {
        name: offer.thing
        for name, offer in offers.items()
        if isinstance(offer.thing, DisplayProtocol)
    }


def embosser_protocols(door: Door | None = None) -> Mapping[str, EmbosserProtocol]:
    """The protocols of embossers that plugins offer, by name; what is none is left out."""
    offers = (door or open_door()).offers(EMBOSSERS)
    return {
        name: offer.thing
        for name, offer in offers.items()
        if isinstance(offer.thing, EmbosserProtocol)
    }
