"""Lines of a text that need not fit into memory: a pipe, a file of any length.

The encoding is found out as for a file, from the first piece that is not plain ASCII; what follows
must keep to it. A text that fits into one piece is read exactly as a file is.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.encoding import cut_off, decode
from brailledesk.sources import MAX_SIZE, STANDARD_INPUT, ByteStream, read_pieces

PIECE = 1 << 20
"""Bytes that are read at a time."""

_LONGEST_LINE = MAX_SIZE
"""Characters of the longest line: it is held whole, and so is its translation."""


def read_lines(stream: ByteStream, name: str = STANDARD_INPUT) -> Iterator[str]:
    """The lines of a text, without their ends, as ``str.splitlines`` parts them.

    UTF-16 and UTF-32 are read whole. Raises SourceNotReadable, and SourceDamaged for what is no
    text or not in one encoding, behind the lines before it.
    """
    held: list[str] = []
    size = line = 0
    for text in _decoded(_pieces(stream, name), name):
        head, feed, tail = text.rpartition("\n")
        if feed:
            lines = "".join([*held, head, feed]).splitlines()
            yield from lines
            line += len(lines)
            held, size = [], 0
        held.append(tail)
        size += len(tail)
        if size > _LONGEST_LINE:
            raise SourceDamaged(name, N_("a line of it is endless"), f"line {line + 1}")
    yield from "".join(held).splitlines()


def _pieces(stream: ByteStream, name: str) -> Iterator[bytes]:
    """Pieces of full size, but for the last: where a pipe is cut must not matter."""
    held = bytearray()
    for piece in read_pieces(stream, name):
        held += piece
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def _decoded(pieces: Iterator[bytes], name: str) -> Iterator[str]:
    """The text of the pieces, in one encoding."""
    first = next(pieces, b"")
    if len(first) < PIECE or _is_wide(first):
        yield decode(first + b"".join(pieces), name).text if first else ""
        return
    decoder: codecs.IncrementalDecoder | None = None
    read = characters = 0
    for piece in _and_end(first, pieces):
        if decoder is None and not piece.isascii():
            decoder = _decoder_for(piece, read, name)
        held = len(decoder.getstate()[0]) if decoder else 0
        try:
            text = decoder.decode(piece, not piece) if decoder else piece.decode("ascii")
        except UnicodeDecodeError as error:
            raise cut_off(name, read - held + error.start) from None
        if "\0" in text:
            place = f"character {characters + text.index(chr(0)) + 1}"
            raise SourceDamaged(name, N_("it is not text, it has zero bytes"), place)
        yield text
        read += len(piece)
        characters += len(text)


def _decoder_for(piece: bytes, read: int, name: str) -> codecs.IncrementalDecoder:
    """For the encoding of the first piece that shows one, ``read`` bytes behind the beginning."""
    utf8 = "utf-8" if read else "utf-8-sig"
    if _is_beginning_of(piece, utf8):
        return codecs.getincrementaldecoder(utf8)()
    try:
        encoding = decode(_whole_characters(piece), name).encoding
    except SourceDamaged as error:
        if not read:
            raise
        raise SourceDamaged(name, str(error.fields["reason"]), f"behind byte {read}") from None
    return codecs.getincrementaldecoder(encoding)()


def _is_beginning_of(piece: bytes, encoding: str) -> bool:
    """Whether the piece is text of the encoding; its last character may be cut in two."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _and_end(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """All pieces, and an empty one at which a character that is cut off shows."""
    yield first
    yield from rest
    yield b""


def _is_wide(data: bytes) -> bool:
    """UTF-16 or UTF-32, by its mark or its zero bytes."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4096]


def _whole_characters(piece: bytes) -> bytes:
    """The piece up to its last byte of ASCII, behind which a character may be cut in two."""
    end = len(piece)
    while end and piece[end - 1] >= 0x80:
        end -= 1
    return piece[:end] or piece
