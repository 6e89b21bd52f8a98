"""The head of an HTTP request, by the strictest reading; what is not plainly allowed is refused.

The port is open to every program of this computer, and to every page in its browser. A page cannot
set ``Authorization`` or ``Content-Type: application/json`` without asking first, and nobody
answers that question; what has an ``Origin`` is refused all the same, and so is a ``Host`` that is
not this computer's own name, which stops DNS rebinding.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from http import HTTPStatus

MAX_HEAD = 8_192
MAX_BODY = 16_384
"""Bytes."""
PATH = "/calls"

_LINE = re.compile(r"([A-Z]{1,16}) (/[!-~]{0,255}) HTTP/1\.[01]")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\t -~\x80-\xff]*?)[ \t]*")
_LENGTH = re.compile(r"[0-9]{1,9}")
_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_MOST_HEADERS = 50


class Refused(Exception):
    """The request is refused with ``status``; nothing of it is repeated anywhere."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """What is needed of a head: how many bytes of body follow."""

    length: int


def read_head(data: bytes, port: int, token: str) -> Head:
    """The head of an allowed request; ``data`` ends with its empty line. Raises Refused."""
    lines = data.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    line = _LINE.fullmatch(lines[0])
    if line is None or len(lines) > _MOST_HEADERS:
        raise Refused(HTTPStatus.BAD_REQUEST)
    headers = _headers(lines[1:])
    if headers.get("host", "").lower() not in {f"{host}:{port}" for host in _HOSTS}:
        raise Refused(HTTPStatus.FORBIDDEN)
    if "origin" in headers:
        raise Refused(HTTPStatus.FORBIDDEN)
    given = headers.get("authorization", "").encode("latin-1")
    if not hmac.compare_digest(given, f"Bearer {token}".encode("latin-1")):
        raise Refused(HTTPStatus.UNAUTHORIZED)
    method, path = line.groups()
    if path != PATH:
        raise Refused(HTTPStatus.NOT_FOUND)
    if method != "POST":
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    return Head(_length(headers))


def _headers(lines: list[str]) -> dict[str, str]:
    """The headers by their names in small letters. Raises Refused where one comes again."""
    found: dict[str, str] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None or header[1].lower() in found:
            raise Refused(HTTPStatus.BAD_REQUEST)
        found[header[1].lower()] = header[2]
    return found


def _length(headers: dict[str, str]) -> int:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not _LENGTH.fullmatch(length):
        raise Refused(HTTPStatus.LENGTH_REQUIRED)
    if int(length) > MAX_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(length)
