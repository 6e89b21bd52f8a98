"""The beginning of a conversation, and a client's place on the displays."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.commands import Key
from brailledesk.service.wire.base import Wire
from brailledesk.service.wire.displays import DisplayInfo
from brailledesk.service.wire.scopes import Scope

DEFAULT_PRIORITY = 50
"""BrlAPI's: what is more urgent than others says so."""


class Party(Wire, frozen=True):
    """A program, for people: "Cruscotto clienti", "2.3"."""

    name: Annotated[str, Meta(max_length=200)]
    version: Annotated[str, Meta(max_length=100)] = ""


class ClientCapabilities(Wire, frozen=True):
    """What a client can do beyond answering; ``progress``: it wants ``$/progress``."""

    progress: bool = False


class Initialize(Wire, frozen=True):
    """``protocol`` is the version that the client was written for; ``locale`` "it" or "en"."""

    protocol: str
    client: Party | None = None
    locale: str | None = None
    capabilities: ClientCapabilities = ClientCapabilities()


class ServiceCapabilities(Wire, frozen=True):
    """What this connection may do: ``methods`` that it may call, ``scopes`` that it has.

    ``notifications`` are those that it may get. ``offsets`` is always "characters", ``cells``
    always "unicode". ``max_bytes`` is the longest message, ``max_nodes`` the largest screen.
    """

    methods: list[str]
    notifications: list[str]
    scopes: list[Scope]
    offsets: str
    cells: str
    max_bytes: int
    max_nodes: int


class Initialized(Wire, frozen=True):
    """The answer: the version that is spoken, who speaks it, and what this client may do."""

    protocol: str
    service: Party
    locale: str
    capabilities: ServiceCapabilities
    displays: list[DisplayInfo]


class Claim(Wire, frozen=True):
    """A place on the displays. ``keys`` are commands that the client wants for itself: they come
    as ``key/event`` while it is on top, and the desk does not act on them (scope ``keys``). Not
    ``dismiss``, ``messages`` and ``to-focus``, nor panning in a message: these stay the desk's.
    """

    name: Annotated[str, Meta(max_length=200)]
    priority: Annotated[int, Meta(ge=0, le=100)] = DEFAULT_PRIORITY
    keys: tuple[Key, ...] = ()


class Claimed(Wire, frozen=True):
    """``is_on_top``: the client has the displays now. ``revision`` is that of its screen."""

    is_on_top: bool
    revision: int
    displays: list[DisplayInfo]


class SessionChanged(Wire, frozen=True):
    """The client's sheet came to the top, or is covered."""

    is_on_top: bool
