"""Where bytes come from: files, pipes and what was read already, never more than was allowed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from brailledesk.errors import SourceNotFound, SourceNotReadable, SourceTooLarge
from brailledesk.system_errors import reason_of

MAX_SIZE = 64_000_000
"""Bytes of a source that are read without asking; a longer one is refused."""

STANDARD_INPUT = "standard input"
_PIECE = 1 << 20


class ByteStream(Protocol):
    """What is read piece by piece: an open file, a pipe, a socket's file."""

    def read(self, size: int, /) -> bytes: ...


def take_source(
    source: Path | bytes | ByteStream, name: str = "", max_size: int = MAX_SIZE
) -> tuple[str, bytes]:
    """What the source is called in messages, and its bytes.

    ``max_size`` is bytes; of a stream no more than that is ever held.
    Raises SourceNotFound, SourceNotReadable or SourceTooLarge.
    """
    if isinstance(source, Path):
        label = name or str(source)
        return label, _read_file(source, label, max_size)
    label = name or STANDARD_INPUT
    if not isinstance(source, bytes):
        return label, _read_stream(source, label, max_size)
    if len(source) > max_size:
        raise SourceTooLarge(label, len(source), max_size)
    return label, source


def _read_file(path: Path, label: str, max_size: int) -> bytes:
    try:
        with path.open("rb", buffering=0) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > max_size:
                raise SourceTooLarge(label, size, max_size)
            return _read_stream(stream, label, max_size)
    except (FileNotFoundError, NotADirectoryError):
        raise SourceNotFound(label) from None
    except (OSError, ValueError) as error:
        raise _not_readable(label, error) from None


def _read_stream(stream: ByteStream, label: str, max_size: int) -> bytes:
    """All bytes of a stream, which are no more than ``max_size``."""
    pieces: list[bytes] = []
    size = 0
    for piece in read_pieces(stream, label):
        size += len(piece)
        if size > max_size:
            raise SourceTooLarge(label, size, max_size)
        pieces.append(piece)
    return b"".join(pieces)


def read_pieces(stream: ByteStream, label: str) -> Iterator[bytes]:
    """The bytes of a stream as they come; a pipe gives less at a time than it is asked for.

    Raises SourceNotReadable.
    """
    while True:
        try:
            piece = stream.read(_PIECE)
        except (OSError, ValueError) as error:
            raise _not_readable(label, error) from None
        if not piece:
            return
        yield piece


def _not_readable(label: str, error: OSError | ValueError) -> SourceNotReadable:
    return SourceNotReadable(label, reason_of(error))
