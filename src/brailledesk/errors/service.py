"""The service, the telephone system, plugins."""

from __future__ import annotations

import math

from brailledesk.errors.base import N_, BrailledeskError


class ServiceError(BrailledeskError):
    """A request to the service cannot be served. Never repeats contents: it may be a customer's."""

    exit_code = 18


class NotInitialised(ServiceError):
    """A request came before "initialize"."""

    def __init__(self) -> None:
        super().__init__(
            N_("The conversation has not begun."), N_('Send the request "initialize" first.')
        )


class ProtocolNotSpoken(ServiceError):
    """The client speaks version ``asked`` of the protocol, the service ``spoken``."""

    def __init__(self, asked: str, spoken: str) -> None:
        super().__init__(
            N_("Version {asked} of the protocol is not spoken here."),
            N_("This service speaks version {spoken}."),
            asked=asked,
            spoken=spoken,
        )


class NotAllowed(ServiceError):
    """``method`` needs a ``scope`` that this client was not given."""

    def __init__(self, method: str, scope: str) -> None:
        super().__init__(
            N_("This client may not call {method}."),
            N_("It needs the permission {scope}."),
            method=method,
            scope=scope,
        )


class NotClaimed(ServiceError):
    """The client has no place on the displays, which ``method`` needs."""

    def __init__(self, method: str) -> None:
        super().__init__(
            N_("{method} needs a place on the displays."),
            N_('Send the request "session/claim" first.'),
            method=method,
        )


class NotServed(ServiceError):
    """A method of the protocol that this service does not offer."""

    def __init__(self, method: str) -> None:
        super().__init__(
            N_("This service does not offer {method}."),
            N_('What it offers is told by the answer to "initialize".'),
            method=method,
        )


class PathNotAllowed(ServiceError):
    """A client that is no program of this computer named a file."""

    def __init__(self) -> None:
        super().__init__(
            N_("This client may not name files and paths."),
            N_("Send the bytes of a document, and the name of a table that is installed."),
        )


class DisplayNotVirtual(ServiceError):
    """The keys of ``display`` are pressed by hand."""

    def __init__(self, display: str) -> None:
        super().__init__(
            N_("{display} is no virtual display: its keys cannot be pressed from here."),
            N_("Start the service with --display virtual:40."),
            display=display,
        )


class RequestCancelled(ServiceError):
    """The client gave the request up."""

    def __init__(self) -> None:
        super().__init__(N_("The request was given up, as was asked."))


class WorkTookTooLong(ServiceError):
    """The work on ``path`` was ended: it took ``seconds`` or more, or was as long without a sign of
    going on.
    """

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__(
            N_("{path}: the work took more than {seconds} s, and was ended."),
            N_("Give it in parts. The commands of brailledesk have no such limit."),
            path=path,
            seconds=f"{seconds:g}",
        )


class MessageRefused(ServiceError):
    """A message is more than the service takes: ``reason`` ("it is longer than a message may be").

    ``is_final``: the connection is closed.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(
            N_("The message was refused: {reason}."),
            N_("Send less at a time."),
            reason=reason,
        )
        self.is_final = is_final


class TooManyClients(ServiceError):
    """``limit`` clients are connected already."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            N_("{limit} clients are connected already."),
            N_("Close one of them."),
            limit=limit,
        )


class SocketNotSafe(ServiceError):
    """The socket at ``path`` cannot be opened without letting others in, or is in use.

    ``remedy`` may name ``fields``.
    """

    def __init__(
        self,
        path: str,
        reason: str,
        remedy: str = N_("Name another place with --socket, or put this one right."),
        **fields: str,
    ) -> None:
        super().__init__(
            N_("The service cannot be reached safely at {path}: {reason}."),
            remedy,
            path=path,
            reason=reason,
            **fields,
        )


class ServiceNotReached(ServiceError):
    """No service answers at ``place``, or it went away."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            N_("The service at {place} cannot be reached: {reason}."),
            N_("Start it: brailledesk serve"),
            place=place,
            reason=reason,
        )


class CallFailed(ServiceError):
    """The service answered a call with an error. ``kind`` is the name of its class there, ``code``
    the number, ``message`` the sentence in the language that was asked for.
    """

    def __init__(self, code: int, kind: str, message: str) -> None:
        super().__init__(N_("The service answered: {message}"), message=message)
        self.code = code
        self.kind = kind


class SecretUnsafe(ServiceError):
    """The file or folder at ``path`` is no safe place for a secret; ``reason`` says why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            N_("{path} is not safe: {reason}."),
            N_("Look at who made it; then remove it, and it is made anew."),
            path=path,
            reason=reason,
        )


class PairingRefused(ServiceError):
    """A pairing does not go on; ``seconds`` is how long to wait, 0 where that does not help."""

    def __init__(self, reason: str, remedy: str, seconds: float = 0) -> None:
        super().__init__(
            N_("The pairing was refused: {reason}."),
            remedy,
            reason=reason,
            seconds=math.ceil(seconds),
        )
        self.seconds = seconds


class TokenRefused(ServiceError):
    """A token is not known for this origin; which of both is wrong is not told."""

    def __init__(self) -> None:
        super().__init__(N_("The token is not valid for this origin."), N_("Pair again."))


class TelephonyError(BrailledeskError):
    """Errors of telephony never name a caller."""

    exit_code = 21


class CallsLost(TelephonyError):
    """``server`` cannot be reached, or no longer; ``reason`` is the system's own word for it."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            N_("The telephone exchange {server} cannot be heard: {reason}."),
            N_("The state of calls is not known; it is tried again and again."),
            server=server,
            reason=reason,
        )


class CallsRefused(TelephonyError):
    """``server`` will not tell us of calls, and will not if it is asked again."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            N_("The telephone exchange {server} cannot be used: {reason}."),
            N_("Check the settings of calls, then start again."),
            server=server,
            reason=reason,
        )


class PluginsFaulty(BrailledeskError):
    """``count`` faults were found by a check of plugins."""

    exit_code = 22

    def __init__(self, count: int) -> None:
        super().__init__(N_("Faults found in plugins: {count}."), "", count=count)
