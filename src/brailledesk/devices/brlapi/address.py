"""Where the server is, how one may in, and which tty to ask for."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brailledesk.devices.transport.base import opening_error
from brailledesk.errors import N_, DeviceError, DeviceNotFound, UsageError
from brailledesk.system_errors import reason_of

PORT = 4101
"""The TCP port of number 0."""

SOCKETS = Path("/var/lib/BrlAPI")
KEY_FILE = "/etc/brlapi.key"
START_BRLTTY = N_("Check that brltty runs, and that its BrlAPI is not switched off (-N).")
_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server: ``host`` is empty for this machine; ``number`` tells servers of a machine apart."""

    host: str = ""
    number: int = 0
    key_file: str = KEY_FILE

    @property
    def name(self) -> str:
        """As one writes it."""
        return f"brlapi:{self.host}:{self.number}"

    def read_key(self) -> bytes:
        """The content of the key file. Raises a DeviceError."""
        try:
            return Path(self.key_file).read_bytes()
        except OSError as error:
            raise opening_error(self.key_file, error) from error


def parse_server(text: str, auth: str = "") -> Server:
    """A server from "host:N", ":N" or nothing; ``auth`` is nothing, "none" or "keyfile:PATH".

    Raises UsageError.
    """
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?", text)
    key_file = re.fullmatch(r"(?:none)?|keyfile:(.+)", auth)
    if match is None or PORT + int(match[2] or 0) > 0xFFFF:
        raise UsageError(
            N_("{text} is no BrlAPI server."), N_("Write it as host:0, or :0."), text=text
        )
    if key_file is None:
        raise UsageError(
            N_("{auth} is no way into BrlAPI."), N_("Write none, or keyfile:PATH."), auth=auth
        )
    return Server(match[1].strip("[]"), int(match[2] or 0), key_file[1] or KEY_FILE)


def server_from(environment: Mapping[str, str]) -> Server:
    """The server that BRLAPI_HOST and BRLAPI_AUTH name."""
    return parse_server(environment.get("BRLAPI_HOST", ""), environment.get("BRLAPI_AUTH", ""))


def tty_from(environment: Mapping[str, str]) -> tuple[int, ...]:
    """The path of this program's terminal or window, as brltty's own clients find it.

    Empty where nothing says it: then the whole display is asked for.
    """
    prefix = environment.get("WINDOWPATH") or environment.get("XDG_VTNR") or ""
    path = [int(part) for part in prefix.split(":") if part.isdigit()]
    last = environment.get("WINDOWID") or environment.get("CONTROLVT") or ""
    if last.isdigit():
        path.append(int(last))
    return tuple(path) if all(one <= 0xFFFFFFFF for one in path) else ()


def connect(server: Server) -> socket.socket:
    """A socket to the server. Raises DeviceNotFound or DeviceNotAllowed."""
    fault: DeviceError | None = None
    for family, place in _places(server):
        one = socket.socket(family, socket.SOCK_STREAM)
        one.settimeout(_TIMEOUT)
        try:
            one.connect(place)
        except OSError as error:
            one.close()
            fault = fault or _fault(server, error)
            continue
        if family in {socket.AF_INET, socket.AF_INET6}:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return one
    raise fault or DeviceNotFound(server.name, N_("there is no such host"), START_BRLTTY)


def _places(server: Server) -> Iterator[tuple[int, str | tuple[str, int]]]:
    port = PORT + server.number
    if server.host:
        try:
            found = socket.getaddrinfo(server.host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise DeviceNotFound(server.name, reason_of(error), START_BRLTTY) from error
        for family, *_, place in found:
            yield family, (str(place[0]), port)
        return
    path = SOCKETS / str(server.number)
    if hasattr(socket, "AF_UNIX") and os.path.exists(path):  # noqa: PTH110 - may not be allowed
        yield socket.AF_UNIX, str(path)
    yield socket.AF_INET, ("127.0.0.1", port)
    yield socket.AF_INET6, ("::1", port)


def _fault(server: Server, error: OSError) -> DeviceError:
    found = opening_error(server.name, error)
    if isinstance(found, DeviceNotFound):
        return DeviceNotFound(server.name, reason_of(error), START_BRLTTY)
    return found
