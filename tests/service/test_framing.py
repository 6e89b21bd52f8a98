"""Messages on streams that come in any pieces."""

from __future__ import annotations

import struct
import sys
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.service.rpc.framing import (
    BrokenFraming,
    Framing,
    HeaderFraming,
    LengthFraming,
)

_MESSAGES = st.lists(st.binary(max_size=40), max_size=6)


@pytest.mark.parametrize("kind", [HeaderFraming, LengthFraming])
@given(messages=_MESSAGES, cuts=st.lists(st.integers(0, 400)))
def test_pieces_of_any_size_give_the_same_messages(
    kind: type[Framing], messages: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(map(kind().frame, messages))
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    framing = kind()
    found = [
        message for start, end in pairwise(edges) for message in framing.feed(stream[start:end])
    ]
    assert found == messages
    assert framing.is_between


@pytest.mark.parametrize("kind", [HeaderFraming, LengthFraming])
@given(data=st.binary(max_size=200))
def test_any_bytes_are_followed_or_refused(kind: type[Framing], data: bytes) -> None:
    with suppress(BrokenFraming):
        found = list(kind(100).feed(data))  # type: ignore[call-arg]
        assert sum(map(len, found)) <= len(data)


def test_headers_as_language_servers_write_them() -> None:
    framing = HeaderFraming()
    stream = (
        b"Content-Length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}"
        b"content-length:3\r\n\r\n[1]"
    )
    assert list(framing.feed(stream)) == [b"{}", b"[1]"]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 1e3\r\n\r\n",
        b"Content-Length: \xd9\xa1\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Content-Length: 101\r\n\r\n",
        b"Content-Type: x\r\n\r\n",
        b"nothing\r\n\r\n",
        b"x" * 5000,
    ],
)
def test_headers_that_cannot_be_followed(head: bytes) -> None:
    with pytest.raises(BrokenFraming):
        list(HeaderFraming(100).feed(head))


def test_lengths_are_those_of_the_machine() -> None:
    """Chrome's documentation: 32 bit, native byte order, unsigned here."""
    assert LengthFraming().frame(b"{}") == (2).to_bytes(4, sys.byteorder) + b"{}"
    with pytest.raises(BrokenFraming):
        list(LengthFraming(100).feed(struct.pack("=I", 101)))
