"""Transfers over USB: none ends with a full packet, and together they are the job."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.devices.embossers import Settings, encode, find_model, parse_paper
from brailledesk.devices.transport.device import DeviceTransport
from tests.formats.publications import make_publication

PACKET = 64


def transfers(piece: bytes) -> tuple[list[int], bytes]:
    """The size of each write to a device, and all that it got."""
    sizes: list[int] = []
    got = bytearray()
    write, own = os.write, threading.get_ident()

    def note(number: int, data: bytes) -> int:
        count = write(number, data)
        if threading.get_ident() == own:  # threads that other tests left behind write, too
            sizes.append(count)
        return count

    def read(number: int) -> None:
        while data := os.read(number, 65536):
            got.extend(data)
        os.close(number)

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "lp0"
        os.mkfifo(path)
        ours = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(ours, True)
        way = DeviceTransport(str(path), timeout=60)
        way.open()
        reader = threading.Thread(target=read, args=(ours,), daemon=True)
        reader.start()
        patch.setattr("brailledesk.devices.transport.descriptor.os.write", note)
        way.send(piece)
        way.close()
        reader.join(60)
    return sizes, bytes(got)


@given(st.integers(1, 200).map(lambda count: count * PACKET) | st.integers(0, 9000))
@settings(max_examples=40, deadline=None)
def test_no_piece_ends_with_a_full_packet(size: int) -> None:
    piece = os.urandom(size)
    sizes, got = transfers(piece)
    assert got == piece
    assert sum(sizes) == size
    assert not sizes or sizes[-1] % PACKET


@pytest.mark.parametrize(
    ("model", "filler"),
    [("index-everest-d-v3", b"\x1a"), ("index-everest-d-v5", b"\x1a"), ("enabling-thomas", b"")],
)
def test_what_may_stand_behind_a_job_in_a_queue(model: str, filler: bytes) -> None:
    page = make_publication([[b"\x01"]])
    assert encode(page, find_model(model), Settings(paper=parse_paper("a4"))).filler == filler
