"""How methods are served: a function each, and how it is run.

Short ones run where messages are read, one after another; they must take well under a
millisecond. Long ones run in a thread; they look at :meth:`Task.check` often, so that they can be
given up, and tell how far they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from brailledesk.screen import Screen
from brailledesk.service.rights import Rights
from brailledesk.service.wire.base import Nothing

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint
    from brailledesk.service.service import Service

NOTHING = Nothing()


class Task(Protocol):
    """What a long method has of its call. Its methods may be called from any thread."""

    @property
    def service(self) -> Service:
        """The service; only what it says is safe with threads may be used."""

    @property
    def rights(self) -> Rights:
        """Those of the client."""

    @property
    def screen(self) -> Screen:
        """The client's screen when it called; EMPTY without a place on the displays."""

    @property
    def asked_at(self) -> float:
        """When it was asked for, by the monotonic clock."""

    def check(self) -> None:
        """Raise RequestCancelled if the client gave the request up, or is gone."""

    def tell(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far it is, to a client that wants to know; as often as one likes."""


class Asking(NamedTuple):
    """Somebody has to be asked first, in a thread: the client is held for so long, and nobody else.

    ``then`` is called in the event loop with the answer, and gives the result.
    """

    answer: Future[Any]
    then: Callable[[Any], msgspec.Struct]


Short = Callable[["Endpoint", Any], msgspec.Struct | Asking]
"""Given the client's end and the parameters; gives the result, or who is to be asked first."""
Long = Callable[[Task, Any], msgspec.Struct | bytes]
"""Gives the result; bytes are its JSON, made where it would keep nobody from the interpreter."""


class Handler(NamedTuple):
    """What serves a method; one of both.

    ``is_waiting`` of a long one that only waits, as for a voice: it keeps no other from a thread.
    """

    short: Short | None = None
    long: Long | None = None
    is_waiting: bool = False


Handlers = Mapping[str, Handler]
