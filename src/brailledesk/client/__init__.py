"""Clients of the service, for Python programs: one that waits, one for asyncio.

::

    from brailledesk.client import calls, connect

    with connect() as desk:
        desk.call(calls.claim("Cruscotto"))
        desk.call(calls.publish(screen))
        for event in desk.events():
            ...                             # ActionAsked, TextChanged, SessionChanged, ...

In: values of ``brailledesk.screen`` and plain arguments; out: results and events, the types of
``brailledesk.service.wire``. Needs no more than msgspec.
"""

from __future__ import annotations

from brailledesk.client import calls
from brailledesk.client.plain import Client, connect, start

__all__ = ["Client", "calls", "connect", "start"]
