"""``initialize``, ``session/claim``, ``session/release``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brailledesk import __version__
from brailledesk.errors import N_, NotAllowed, ProtocolNotSpoken, UsageError
from brailledesk.screen import MAX_NODES
from brailledesk.service.handling import NOTHING, Handler
from brailledesk.service.wire.base import PROTOCOL, Nothing
from brailledesk.service.wire.scopes import Scope
from brailledesk.service.wire.session import (
    Claim,
    Claimed,
    Initialize,
    Initialized,
    Party,
    ServiceCapabilities,
)
from brailledesk.service.wire.table import TO_CLIENT, TO_SERVICE

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint


def initialize(endpoint: Endpoint, params: Initialize) -> Initialized:
    """Begin. Raises ProtocolNotSpoken for another major version, UsageError the second time."""
    if endpoint.is_initialised:
        raise UsageError(N_("The conversation has begun already."))
    if params.protocol.partition(".")[0] != PROTOCOL.partition(".")[0]:
        raise ProtocolNotSpoken(params.protocol[:20], PROTOCOL)
    endpoint.speak(params.locale)
    endpoint.wants_progress = params.capabilities.progress
    endpoint.is_initialised = True
    endpoint.program = "" if params.client is None else params.client.name
    scopes = endpoint.rights.scopes
    return Initialized(
        protocol=PROTOCOL,
        service=Party(name="brailledesk", version=__version__),
        locale=endpoint.locale,
        capabilities=ServiceCapabilities(
            methods=[name for name, one in TO_SERVICE.items() if endpoint.may_call(one)],
            notifications=[
                name for name, one in TO_CLIENT.items() if one.scope is None or one.scope in scopes
            ],
            scopes=sorted(scopes),
            offsets="characters",
            cells="unicode",
            max_bytes=endpoint.guard.max_message,
            max_nodes=MAX_NODES,
        ),
        displays=endpoint.service.displays(),
    )


def claim(endpoint: Endpoint, params: Claim) -> Claimed:
    """Take a place. Raises NotAllowed for keys without their scope."""
    if params.keys and Scope.KEYS not in endpoint.rights.scopes:
        raise NotAllowed("session/claim", Scope.KEYS)
    stack = endpoint.service.stack
    keys = frozenset(params.keys)
    if endpoint.sheet is None:
        endpoint.sheet = stack.claim(endpoint, params.name, params.priority, keys)
    else:
        stack.rename(endpoint.sheet, params.name, params.priority, keys)
    return Claimed(
        is_on_top=endpoint.sheet.is_on_top,
        revision=endpoint.sheet.desk.screen.revision,
        displays=endpoint.service.displays(),
    )


def release(endpoint: Endpoint, _params: Nothing) -> Nothing:
    """Give the place back; without one nothing happens."""
    endpoint.release()
    return NOTHING


HANDLERS = {
    "initialize": Handler(initialize),
    "session/claim": Handler(claim),
    "session/release": Handler(release),
}
