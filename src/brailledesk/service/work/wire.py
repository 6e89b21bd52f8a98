"""What goes between the service and a process of its own: values, each behind its length.

Pickles, for both ends are this program, started by this program.
"""

from __future__ import annotations

import pickle
import struct
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")


def send(stream: BinaryIO, value: object) -> None:
    """Write a value. Raises OSError where nobody reads."""
    data = pickle.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """The next value. Raises EOFError at the end."""
    head = _read(stream, _LENGTH.size)
    (length,) = _LENGTH.unpack(head)
    return pickle.loads(_read(stream, length))  # noqa: S301 - see above


def _read(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
