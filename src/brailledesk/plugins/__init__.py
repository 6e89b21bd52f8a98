"""The one door through which other packages, and our own adapters, come in.

In: the entry points ``brailledesk.plugins`` of installed packages, or a file of Python. Out: what
they offer (readers, engines, protocols, adapters), and filters, behind a :class:`~.door.Door` that
names and skips what is faulty. Nothing is read before it is asked for. A plugin marks its hooks::

    from brailledesk.plugins import hookimpl

    @hookimpl
    def brailledesk_lookup_caller(number: str) -> str | None:
        return my_customers.get(number)

All hooks are in :mod:`brailledesk.plugins.specs`; ``docs/embedding.md`` has an example of each.
"""

from __future__ import annotations

from brailledesk.lazy import import_name

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from brailledesk.plugins.door import Door, Fault, Offer, Plugin, open_door
    from brailledesk.plugins.specs import GROUP, HOOKS, hookimpl

__all__ = ["GROUP", "HOOKS", "Door", "Fault", "Offer", "Plugin", "hookimpl", "open_door"]

_HOMES = {
    "Door": "door",
    "Fault": "door",
    "GROUP": "specs",
    "HOOKS": "specs",
    "Offer": "door",
    "Plugin": "door",
    "hookimpl": "specs",
    "open_door": "door",
}


def __getattr__(name: str) -> object:
    return import_name(__name__, _HOMES, name)
