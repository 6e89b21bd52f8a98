"""The door of the WebSocket: what a connection says before it may say anything else.

JSON-RPC as behind it, but with three methods of its own:

``auth/token {token}``
    A token of this origin, or for a program without an origin that of ``websocket.json``.
``auth/pair {name, scopes}``
    Ask to be paired; the code appears in Braille and is spoken. Only pages are paired.
``auth/confirm {code}``
    What the user typed; the answer has the token. Where the user confirms by a key of the
    display, the same comes as the notification ``auth/paired``.

A wrong token ends the connection, and so does everything else that is not one of these.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from brailledesk.errors import (
    N_,
    BrailledeskError,
    MessageRefused,
    PairingRefused,
    TokenRefused,
)
from brailledesk.service.faults import Words, fault_of
from brailledesk.service.security.pairing import LIFETIME, Pairing, Request, plain_name
from brailledesk.service.security.scopes import FOR_PAGES, FOR_VIEWER, known_scopes, parse_scopes
from brailledesk.service.security.tokens import AccessFile, is_same_token
from brailledesk.service.wire.scopes import ALL_SCOPES, Scope

_Form = TypeVar("_Form", bound=msgspec.Struct)

_OF_VIEWER = "viewer"
"""What stands for the digest of a token that is valid as long as this run."""
REFUSED = -32001
"""JSON-RPC's error code for whatever is refused at the door."""


class Announcer(Protocol):
    """Who shows a code in Braille and speaks it."""

    def announce(self, request: Request, code: str, seconds: float) -> None:
        """Show it for so long."""

    def withdraw(self) -> None:
        """The code is of no use any more."""


class Admitted(msgspec.Struct, frozen=True):
    """Who came in. ``origin`` is None for a program of this user; ``digest`` tells its token."""

    origin: str | None
    name: str
    scopes: frozenset[Scope]
    digest: str


class Viewer(msgspec.Struct, frozen=True):
    """The developer's page of this run: the service's own origins, and the token of its address."""

    origins: frozenset[str]
    token: str


class _TokenParams(msgspec.Struct):
    token: str


class _PairParams(msgspec.Struct):
    name: str = ""
    scopes: tuple[str, ...] = tuple(sorted(FOR_PAGES))


class _ConfirmParams(msgspec.Struct):
    code: str


class _Asked(msgspec.Struct):
    method: str
    id: int | str | float
    jsonrpc: str
    params: msgspec.Raw = msgspec.Raw(b"{}")


class Door:
    """What the doors of all connections share: the grants, and the pairing that goes on."""

    def __init__(
        self,
        access: AccessFile,
        announcer: Announcer,
        local_token: str,
        pairing: Pairing | None = None,
        clock: Callable[[], float] = time.time,
        words: Words = str,
    ) -> None:
        self.access = access
        self.words = words
        """The user's language: at the door nobody has said another."""
        self.pairing = pairing or Pairing()
        self.viewer: Viewer | None = None
        self._announcer = announcer
        self._local_token = local_token
        self._clock = clock
        self._waiting: Entrance | None = None
        self._window = 0
        """``open_until`` of the window that let in the page that waits; 0 where none was needed."""

    def admits(self, origin: str) -> bool:
        """Whether a page of this origin may come to the door. Raises SecretUnsafe, OutputError."""
        if self.viewer is not None and origin in self.viewer.origins:
            return True
        return self.access.read().admits(origin, self._clock())

    def is_valid(self, admitted: Admitted) -> bool:
        """Whether what let someone in is still granted."""
        if admitted.origin is None or admitted.digest == _OF_VIEWER:
            return True
        return any(
            grant.digest == admitted.digest and grant.origin == admitted.origin
            for grant in self.access.read().grants
        )

    def check_token(self, origin: str | None, token: str) -> Admitted:
        """Who this token lets in. Raises TokenRefused."""
        if origin is None:
            if not is_same_token(token, self._local_token):
                raise TokenRefused
            return Admitted(None, "", ALL_SCOPES, "")
        if self.viewer is not None and origin in self.viewer.origins:
            if not is_same_token(token, self.viewer.token):
                raise TokenRefused
            return Admitted(origin, "viewer", FOR_VIEWER, _OF_VIEWER)
        grant = self.access.read().find(origin, token)
        return Admitted(origin, grant.name, known_scopes(grant.scopes), grant.digest)

    def ask(self, entrance: Entrance, request: Request) -> None:
        """Begin a pairing. Raises PairingRefused, or MessageRefused where it may not ask any more.

        A connection may be older than what is granted now: the window was used up, or closed.
        """
        access = self.access.read()
        if not access.admits(request.origin, self._clock()):
            raise MessageRefused(N_("this page may not ask to be paired"), is_final=True)
        code = self.pairing.ask(entrance, request)
        self._window = 0 if access.knows(request.origin) else access.open_until
        self._waiting = entrance
        self._announcer.announce(request, code, LIFETIME)

    def confirm(self, entrance: Entrance, code: str) -> str:
        """End it by its code; the new token. Raises PairingRefused, or MessageRefused as asking."""
        try:
            request = self.pairing.confirm(entrance, code)
        except PairingRefused:
            if self.pairing.request is None:
                self._announcer.withdraw()
            raise
        return self._grant(request)

    def approve(self) -> None:
        """The user confirmed by a key. Raises PairingRefused, or MessageRefused as asking."""
        request = self.pairing.approve()
        waiting = self._waiting
        token = self._grant(request)
        if waiting is not None:
            waiting.let_in(token)

    def decline(self) -> None:
        """The user said no by a key."""
        if self.pairing.decline():
            self._announcer.withdraw()

    def leave(self, entrance: Entrance) -> None:
        """A connection is gone."""
        if self.pairing.leave(entrance):
            self._announcer.withdraw()

    def _grant(self, request: Request) -> str:
        self._waiting = None
        self._announcer.withdraw()
        access = self.access.read()
        # The window may have passed since the code came; but not be used up, or opened anew.
        is_same_window = self._window != 0 and self._window == access.open_until
        if not is_same_window and not access.knows(request.origin):
            raise MessageRefused(N_("this page may not ask to be paired"), is_final=True)
        return self.access.grant(request.origin, request.name, request.scopes)


class Entrance:
    """One connection at the door. ``tell`` sends it a message; ``admitted`` says who came in."""

    def __init__(self, door: Door, origin: str | None, tell: Callable[[bytes], None]) -> None:
        self._door = door
        self._origin = origin
        self._tell = tell
        self.admitted: Admitted | None = None
        self.pairings = 0
        """How many it began: for each the user may take minutes."""

    def receive(self, data: bytes) -> BrailledeskError | None:
        """Take a message and answer it; an error that is returned ends the connection."""
        try:
            asked = _decode(data, _Asked)
        except MessageRefused as error:
            self._tell(self._failure(None, error))
            return error
        try:
            self._tell(_reply(asked.id, self._handle(asked)))
        except PairingRefused as error:
            self._tell(self._failure(asked.id, error))
        except BrailledeskError as error:
            self._tell(self._failure(asked.id, error))
            return error
        return None

    def let_in(self, token: str) -> None:
        """The user confirmed by a key."""
        told = self._enter(token)
        self._tell(msgspec.json.encode({"jsonrpc": "2.0", "method": "auth/paired", "params": told}))

    def leave(self) -> None:
        """The connection is gone."""
        self._door.leave(self)

    def _handle(self, asked: _Asked) -> dict[str, object]:
        if asked.method == "auth/token":
            token = _decode(asked.params, _TokenParams).token
            self.admitted = self._door.check_token(self._origin, token)
            return {"scopes": sorted(self.admitted.scopes)}
        if asked.method == "auth/pair" and self._origin is not None:
            params = _decode(asked.params, _PairParams)
            scopes = parse_scopes(params.scopes)
            self._door.ask(self, Request(self._origin, plain_name(params.name), scopes))
            self.pairings += 1
            return {"seconds": int(LIFETIME)}
        if asked.method == "auth/confirm" and self.pairings:
            return self._enter(self._door.confirm(self, _decode(asked.params, _ConfirmParams).code))
        raise MessageRefused(N_("a token has to come first"), is_final=True)

    def _failure(self, id_: object, error: BrailledeskError) -> bytes:
        fault = fault_of(error, self._door.words)
        data = msgspec.json.decode(fault.data) if fault.data else {}
        if isinstance(error, PairingRefused) and error.seconds:
            data["seconds"] = error.fields["seconds"]
        form = {"code": REFUSED, "message": fault.message, "data": data}
        return msgspec.json.encode({"jsonrpc": "2.0", "id": id_, "error": form})

    def _enter(self, token: str) -> dict[str, object]:
        self.admitted = self._door.check_token(self._origin, token)
        return {"token": token, "scopes": sorted(self.admitted.scopes)}


def _decode(data: bytes | msgspec.Raw, kind: type[_Form]) -> _Form:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise MessageRefused(N_("a token has to come first"), is_final=True) from error


def _reply(id_: object, result: dict[str, object]) -> bytes:
    return msgspec.json.encode({"jsonrpc": "2.0", "id": id_, "result": result})
