"""One codec for each family of embossers: a :class:`Plan` in, a :class:`Wire` out.

What tells the models of a family apart is in their files, not here. Where the commands come from is
said at the top of each codec.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from brailledesk.devices.embossers.plan import Plan
from brailledesk.devices.protocols.embossers.wire import Wire

PROTOCOLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "braillerap": ("",),
        "braillo": ("fw11", "fw12", "fw17", "300", "sw", "swsf"),
        "cidat": ("impacto", "portathiel"),
        "enabling": ("",),
        "index-blue-bar": ("",),
        "index-v2": ("",),
        "index-v3": ("inch", "inch-width", "mm"),
        "index-v4": ("",),
        "interpoint": ("",),
        "mountbatten": ("",),
        "nippon": ("",),
        "text": ("",),
        "viewplus": ("",),
    }
)
"""The protocols, with the variants that a model's file may name."""


def make_wire(plan: Plan) -> Wire:
    """The codec of the plan's model, told what it needs. Raises OptionNotPossible."""
    protocol = plan.model.protocol
    if protocol not in _MODULES:
        from brailledesk.devices.protocols.offers import (  # noqa: PLC0415 - a plugin's protocol
            embosser_protocols,
        )

        return embosser_protocols()[protocol].wire(plan)
    codec = __import__(f"{__name__}.{_MODULES[protocol]}", fromlist=("wire",))
    wire: Wire = codec.wire(plan)
    return wire


_MODULES = {
    "braillerap": "braillerap",
    "braillo": "braillo",
    "cidat": "cidat",
    "enabling": "enabling",
    "index-blue-bar": "index_blue_bar",
    "index-v2": "index_v2",
    "index-v3": "index_v3",
    "index-v4": "index_v4",
    "interpoint": "interpoint",
    "mountbatten": "mountbatten",
    "nippon": "nippon",
    "text": "text",
    "viewplus": "viewplus",
}
