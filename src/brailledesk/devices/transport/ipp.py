"""A small client of the Internet Printing Protocol (RFC 8010, 8011): what a raw queue needs.

The libraries for it are made for printers' ink levels and bring an HTTP stack for asyncio; what is
needed here is a little framing over the HTTP of Python. Nothing an answer says is trusted: sizes
are bounded, and what is no IPP is refused.
"""

from __future__ import annotations

import getpass
import http.client
import os
import socket
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import quote, unquote, urlsplit

from brailledesk.devices.transport.base import NO_ANSWER, opening_error, printable
from brailledesk.errors import N_, DeviceLost, DeviceNotFound, DeviceRefused, DeviceStalled
from brailledesk.system_errors import reason_of

SOCKET = "/run/cups/cups.sock"
PORT = 631
RAW = "application/vnd.cups-raw"
"""The document format that CUPS passes on as it is."""

_MOST = 4_000_000
_VERSION = b"\x01\x01"
_OPERATION, _JOB, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_TEXT_TAGS = range(0x40, 0x60)
_NAMES = {
    "attributes-charset": 0x47,
    "attributes-natural-language": 0x48,
    "printer-uri": 0x45,
    "requesting-user-name": 0x42,
    "job-name": 0x42,
    "document-format": 0x49,
    "requested-attributes": 0x44,
}
"""The tags of the attributes that are sent; numbers and truth values have theirs by type."""

Value = str | int | bool | bytes
Attributes = dict[str, list[Value]]


class Operation(IntEnum):
    """The operations in use."""

    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTERS = 0x4002


class JobState(IntEnum):
    """Where a job stands in a queue."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


@dataclass(frozen=True, slots=True)
class Server:
    """Where a print server listens: a host and port, or a socket of this machine."""

    host: str = "localhost"
    port: int = PORT
    path: str | None = None
    timeout: float = 30.0

    @property
    def address(self) -> str:
        """For people."""
        return f"cups:{self.path}" if self.path else f"cups://{self.host}:{self.port}"


def local_server() -> Server:
    """The print server of this machine, as CUPS itself looks for it."""
    chosen = os.environ.get("CUPS_SERVER", "")
    if chosen.startswith("/"):
        return Server(path=chosen)
    if chosen:
        parts = urlsplit(f"//{chosen.partition('/')[0]}")
        return Server(parts.hostname or "localhost", parts.port or PORT)
    return Server(path=SOCKET if os.path.exists(SOCKET) else None)  # noqa: PTH110 - a socket


def parse_queue(place: str) -> tuple[Server, str]:
    """Server and queue of "NAME" or "//host:631/printers/NAME". Raises ValueError."""
    if not place.startswith("//"):
        if not place or "/" in place:
            raise ValueError(place)
        return local_server(), place
    parts = urlsplit(place)
    folder, _, name = parts.path.rpartition("/")
    if folder != "/printers" or not name or not parts.hostname:
        raise ValueError(place)
    return Server(parts.hostname, parts.port or PORT), unquote(name)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of a print server."""

    server: Server
    name: str

    @property
    def address(self) -> str:
        """For people."""
        return f"{self.server.address}/printers/{self.name}"

    def create(self, title: str) -> int:
        """A job without a document; its number. Raises a DeviceError."""
        found = self._ask(Operation.CREATE_JOB, {"job-name": title[:120]})
        number = next(iter(found.get("job-id", [])), None)
        if not isinstance(number, int):
            raise DeviceRefused(self.address, N_("it gave the job no number"))
        return number

    def send(self, number: int, document: Iterable[bytes]) -> None:
        """The document of a job, piece by piece. Raises a DeviceError."""
        self._ask(
            Operation.SEND_DOCUMENT,
            {"job-id": number, "document-format": RAW, "last-document": True},
            document,
        )

    def look(self, number: int) -> Attributes | None:
        """What the server says of a job; None where it knows none. Raises a DeviceError."""
        try:
            return self._ask(Operation.GET_JOB_ATTRIBUTES, {"job-id": number})
        except _NotFound:
            return None

    def cancel(self, number: int) -> None:
        """Take a job back. Raises a DeviceError."""
        self._ask(Operation.CANCEL_JOB, {"job-id": number})

    def _ask(
        self,
        operation: Operation,
        attributes: Mapping[str, Value],
        document: Iterable[bytes] = (),
    ) -> Attributes:
        path = f"/printers/{quote(self.name, safe='')}"
        uri = f"ipp://localhost{path}"
        whole = {"printer-uri": uri, "requesting-user-name": _user(), **attributes}
        groups = call(self.server, path, operation, whole, document)
        return {name: values for group in groups for name, values in group.items()}


def list_queues(server: Server) -> list[Attributes]:
    """The queues of a server. Raises a DeviceError."""
    wanted = {"requested-attributes": "printer-name", "requesting-user-name": _user()}
    try:
        groups = call(server, "/", Operation.GET_PRINTERS, wanted)
    except _NotFound:
        return []
    return [group for group in groups if "printer-name" in group]


def call(
    server: Server,
    path: str,
    operation: Operation,
    attributes: Mapping[str, Value],
    document: Iterable[bytes] = (),
) -> list[Attributes]:
    """Ask, and give the groups of the answer. Raises a DeviceError."""

    def body() -> Iterator[bytes]:
        yield encode_request(operation, attributes)
        yield from document

    connection = _Local(server) if server.path else _remote(server)
    try:
        headers = {"Content-Type": "application/ipp"}
        connection.request("POST", path, body=body(), headers=headers, encode_chunked=True)
        answer = connection.getresponse()
        data = answer.read(_MOST + 1)
    except TimeoutError:
        raise DeviceStalled(server.address, NO_ANSWER, server.timeout) from None
    except (ConnectionRefusedError, FileNotFoundError, socket.gaierror) as error:
        raise DeviceNotFound(
            server.address,
            reason_of(error),
            N_("Check that the print system runs: systemctl status cups"),
        ) from error
    except OSError as error:
        if connection.sock is None:
            raise opening_error(server.address, error) from error
        raise DeviceLost(server.address, reason_of(error)) from error
    except http.client.HTTPException as error:
        raise DeviceLost(server.address, reason_of(error)) from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise DeviceRefused(server.address, f"HTTP {answer.status} {printable(answer.reason)}")
    return _checked(server.address, data)


class _NotFound(DeviceRefused):
    """There is no such job or queue (any more)."""


class _Local(http.client.HTTPConnection):
    """HTTP over a socket of this machine."""

    def __init__(self, server: Server) -> None:
        super().__init__("localhost", timeout=server.timeout)
        self._path = server.path or ""

    def connect(self) -> None:
        """Connect to the socket."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _remote(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(server.host, server.port, timeout=server.timeout)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "anonymous"


_NOT_FOUND = frozenset({0x0406, 0x0407})


def _checked(address: str, data: bytes) -> list[Attributes]:
    try:
        status, groups = decode_answer(data)
    except (ValueError, struct.error) as error:
        raise DeviceRefused(address, N_("its answer is no IPP")) from error
    if status < 0x0100:
        return groups
    said = next(
        (str(group["status-message"][0]) for group in groups if "status-message" in group), ""
    )
    kind = _NotFound if status in _NOT_FOUND else DeviceRefused
    raise kind(address, f"{printable(said) or 'IPP'} ({status:#06x})")


# -- the framing -----------------------------------------------------------------------------------


def encode_request(operation: Operation, attributes: Mapping[str, Value]) -> bytes:
    """The head of a request, before its document. The order of the first two is prescribed."""
    head = {"attributes-charset": "utf-8", "attributes-natural-language": "en"}
    ordered = {**head, **attributes}
    job = b"".join(_attribute(name, value) for name, value in ordered.items())
    return _VERSION + struct.pack(">hi", operation, 1) + bytes([_OPERATION]) + job + bytes([_END])


def _attribute(name: str, value: Value) -> bytes:
    match value:
        case bool():
            tag, content = _BOOLEAN, bytes([value])
        case int():
            tag, content = _INTEGER, struct.pack(">i", value)
        case str():
            tag, content = _NAMES[name], value.encode()
        case bytes():
            tag, content = _NAMES[name], value
    label = name.encode()
    return struct.pack(">BH", tag, len(label)) + label + struct.pack(">H", len(content)) + content


def decode_answer(data: bytes) -> tuple[int, list[Attributes]]:
    """Status and groups of an answer. Raises ValueError or struct.error for what is none."""
    if len(data) > _MOST:
        raise ValueError("too long")
    _version, status, _request = struct.unpack_from(">HHi", data)
    groups: list[Attributes] = []
    name, place = "", 8
    while (tag := data[place] if place < len(data) else -1) != _END:
        if tag < 0:
            raise ValueError("cut off")
        place += 1
        if tag < 0x10:  # another group begins
            groups.append({})
            continue
        label, place = _take(data, place)
        content, place = _take(data, place)
        name = label.decode("ascii") or name
        if not groups:
            raise ValueError("an attribute outside the groups")
        groups[-1].setdefault(name, []).append(_value(tag, content))
    return status, groups


def _take(data: bytes, place: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from(">H", data, place)
    end = place + 2 + size
    if end > len(data):
        raise ValueError("cut off")
    return data[place + 2 : end], end


def _value(tag: int, content: bytes) -> Value:
    if tag in {_INTEGER, _ENUM}:
        number: int = struct.unpack(">i", content)[0]
        return number
    if tag == _BOOLEAN:
        return content == b"\x01"
    return content.decode("utf-8", "replace") if tag in _TEXT_TAGS else content
