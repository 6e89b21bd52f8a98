"""Messages on a stream of bytes: by LSP's headers, or by a length of four bytes.

Both read pieces of any size and give whole messages. What cannot be followed, because the length
itself is wrong or too large, raises BrokenFraming: the stream has no next message to go on with.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from brailledesk.errors import N_

MAX_MESSAGE = 16 * 1024 * 1024
"""Bytes of one message, on the streams of local programs: documents travel in them."""
MAX_HEADER = 4_096
_END = b"\r\n\r\n"


class BrokenFraming(Exception):
    """The stream cannot be followed any further. The reason has nothing of its contents:
    it is a key of the catalogue.
    """


class Framing(Protocol):
    """A way of writing messages on a stream, for one stream."""

    @property
    def is_between(self) -> bool:
        """Whether nothing of a message has come that is not whole."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take a piece; the messages that are whole with it. Raises BrokenFraming."""

    def frame(self, message: bytes) -> bytes:
        """A message as it is written."""


class HeaderFraming:
    """``Content-Length: 12`` and other headers, an empty line, the message: as LSP does.

    ``headers`` are those of the last message, their names in small letters.
    """

    def __init__(self, max_message: int = MAX_MESSAGE) -> None:
        self._max = max_message
        self._buffer = bytearray()
        self._length: int | None = None
        self.headers: Mapping[str, str] = MappingProxyType({})

    @property
    def is_between(self) -> bool:
        """Whether nothing of a message has come that is not whole."""
        return not self._buffer and self._length is None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """See :class:`Framing`."""
        self._buffer += data
        while self._read_headers():
            assert self._length is not None
            if len(self._buffer) < self._length:
                return
            message = bytes(self._buffer[: self._length])
            del self._buffer[: self._length]
            self._length = None
            yield message

    def frame(self, message: bytes) -> bytes:
        """See :class:`Framing`."""
        return b"Content-Length: %d\r\n\r\n%b" % (len(message), message)

    def _read_headers(self) -> bool:
        """Whether the length of the next message is known."""
        if self._length is not None:
            return True
        end = self._buffer.find(_END, 0, MAX_HEADER + len(_END))
        if end < 0:
            if len(self._buffer) > MAX_HEADER:
                raise BrokenFraming(N_("headers without an end"))
            return False
        headers = dict(map(_header, bytes(self._buffer[:end]).split(b"\r\n")))
        del self._buffer[: end + len(_END)]
        self.headers = MappingProxyType(headers)
        self._length = _length(headers.get("content-length", ""), self._max)
        return True


class LengthFraming:
    """Four bytes, the length in the byte order of the machine, then the message: as browsers do
    with the programs that they start for extensions.
    """

    def __init__(self, max_message: int = MAX_MESSAGE) -> None:
        self._max = max_message
        self._buffer = bytearray()

    @property
    def is_between(self) -> bool:
        """Whether nothing of a message has come that is not whole."""
        return not self._buffer

    def feed(self, data: bytes) -> Iterator[bytes]:
        """See :class:`Framing`."""
        self._buffer += data
        while len(self._buffer) >= 4:
            (length,) = struct.unpack_from("=I", self._buffer)
            if length > self._max:
                raise BrokenFraming(N_("a message that is too long"))
            if len(self._buffer) < 4 + length:
                return
            message = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            yield message

    def frame(self, message: bytes) -> bytes:
        """See :class:`Framing`."""
        return struct.pack("=I", len(message)) + message


def _header(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    if not colon or not line.isascii():
        raise BrokenFraming(N_("a line that is no header"))
    return name.decode().strip().lower(), value.decode().strip()


def _length(written: str, limit: int) -> int:
    if not written.isdecimal() or len(written) > 12:
        raise BrokenFraming(N_("no Content-Length"))
    if int(written) > limit:
        raise BrokenFraming(N_("a message that is too long"))
    return int(written)
