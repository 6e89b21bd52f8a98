"""The codecs alone: any division of the bytes, any garbage, and packets typed by hand."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brailledesk.devices.protocols.displays import CODECS, KEYS
from brailledesk.devices.protocols.displays.events import (
    Acknowledged,
    Answer,
    Codec,
    Event,
    Identified,
    KeyDown,
    KeyUp,
    PoweredOff,
    Refused,
)
from brailledesk.frame import Frame, Geometry
from tests.devices.simulators.families import FAMILIES


def said(family: str, cells: list[int]) -> bytes:
    """All that a display says: who it is, then keys."""
    display = FAMILIES[family]()
    packets: list[bytes] = []
    for question in CODECS[family]().questions()[:1]:
        packets += display.hear(question)
    for cell in cells:
        packets += display.routing(cell)
        packets += display.pan_left() + display.pan_right()
    return b"".join(packets)


def heard(codec: Codec, data: bytes, sizes: list[int]) -> list[Event]:
    events: list[Event] = []
    rest = iter(data)
    turn = 0
    while piece := bytes(islice(rest, sizes[turn % len(sizes)])):
        events += codec.receive(piece)
        turn += 1
    return events


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40, deadline=None)
@given(
    cells=st.lists(st.integers(0, 39), max_size=5),
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=8),
)
def test_any_division_gives_the_same_events(
    family: str, cells: list[int], sizes: list[int]
) -> None:
    data = said(family, cells)
    whole = CODECS[family]().receive(data)
    assert heard(CODECS[family](), data, sizes) == whole
    routed = [one.index for one in whole if isinstance(one, KeyDown) and one.name == "routing"]
    assert routed == cells


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40, deadline=None)
@given(noise=st.binary(max_size=200), sizes=st.lists(st.integers(1, 50), min_size=1))
def test_noise_of_any_kind_is_heard_the_same_in_any_division(
    family: str, noise: bytes, sizes: list[int]
) -> None:
    data = said(family, [3]) + noise + said(family, [7])
    whole = CODECS[family]().receive(data)
    assert heard(CODECS[family](), data, sizes) == whole
    keys = [one for one in whole if isinstance(one, KeyDown | KeyUp)]
    assert {one.name for one in keys} <= KEYS[family]


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40, deadline=None)
@given(noise=st.binary(max_size=60))
def test_after_noise_the_next_packets_are_heard_again(family: str, noise: bytes) -> None:
    """At most what a packet of the greatest length swallows is lost.

    Noise that says that another display is there, as ``seika80``, is none.
    """
    codec = CODECS[family]()
    codec.receive(said(family, []))
    geometry = codec.geometry
    codec.receive(noise)
    display = FAMILIES[family]()
    events: list[Event] = []
    for _ in range(300):
        events += codec.receive(b"".join(display.routing(5)))
    assume(codec.geometry == geometry)
    assert KeyDown("routing", 5) in events[-40:]


def talk(family: str, *packets: str) -> list[list[Event]]:
    codec = CODECS[family]()
    return [codec.receive(bytes.fromhex(packet)) for packet in packets]


def test_humanware_by_hand() -> None:
    assert talk("humanware", "1b0103000028", "1b01030100 28", "1b050136", "1b060136") == [
        [Identified("0", Geometry(40))],
        [],  # it is still starting
        [],
        [],
    ]
    assert talk("humanware", "1b0103000028", "1b050154", "1b060154", "1b050113", "1b1000") == [
        [Identified("0", Geometry(40))],
        [KeyDown("routing", 4)],
        [KeyUp("routing", 4)],
        [KeyDown("thumb-right")],
        [PoweredOff()],
    ]


def test_baum_by_hand() -> None:
    identity = b"\x1b\x84Baum VarioUltra \x1b\x01\x28".hex()
    assert talk(
        "baum", identity, "1b221000000000", "1b220000000000", "1b2420", "1b2402", "1b2400", "1b2705"
    ) == [
        [Identified("Baum VarioUltra", Geometry(40))],
        [KeyDown("routing", 4)],
        [KeyUp("routing", 4)],
        [KeyDown("d6")],
        [KeyUp("d6"), KeyDown("d2")],
        [KeyUp("d2")],
        [KeyDown("routing", 4), KeyUp("routing", 4)],
    ]
    # 1b as data is doubled: routing keys 0, 1, 3 and 4 together.
    assert talk("baum", identity, "1b221b1b00000000")[1] == [
        KeyDown("routing", cell) for cell in (0, 1, 3, 4)
    ]


def test_freedom_by_hand() -> None:
    info = (
        "80300000" + (b"Freedom Scientific".ljust(24, b"\0") + b"Focus 40".ljust(16, b"\0")).hex()
    )
    info += b"3.52".ljust(8, b"\0").hex() + "21"
    assert talk("freedom", "01000000" + info, "03002000", "03001000", "04040100", "04040001") == [
        [
            Acknowledged(),
            Identified("Focus 40", Geometry(40)),
            Answer(b"\x0f\x02\0\0", is_confirmed=True),
        ],
        [KeyDown("pan-right")],
        [KeyUp("pan-right"), KeyDown("pan-left")],
        [KeyDown("routing", 4)],
        [KeyUp("navigation", 4)],
    ]
    assert talk("freedom", "02310000", "05090000", info[:-2] + "22") == [
        [Refused(0x31)],
        [KeyDown("left-wheel-down"), KeyUp("left-wheel-down")],
        [],  # its check sum is wrong
    ]


def test_handytech_by_hand() -> None:
    assert talk("handytech", "fe54", "795402077e16", "795402042416", "79540204a416", "7d") == [
        [Identified("54")],
        [Acknowledged()],
        [KeyDown("routing", 4)],
        [KeyUp("routing", 4)],
        [Refused()],
    ]
    assert talk("handytech", "fe89", "24", "a4", "71") == [
        [Identified("89")],
        [KeyDown("routing", 4)],
        [KeyUp("routing", 4)],
        [KeyDown("status", 1)],
    ]


def test_eurobraille_by_hand() -> None:
    identity = "02000553472803" + "02000553540803" + "020004534903"
    assert talk(
        "eurobraille", identity, "0200064b49010503", "0200064b49030503", "0200084b430000000103"
    ) == [
        [Identified("08", Geometry(40))],
        [KeyDown("routing", 4), KeyUp("routing", 4)],
        [KeyDown("routing-twice", 4), KeyUp("routing-twice", 4)],
        [KeyDown("sw1-right")],
    ]


def test_mdv_by_hand() -> None:
    acknowledgement = Answer(bytes.fromhex("01027f0003d1aa"))
    assert talk(
        "mdv",
        "01022506032800080101 0037aa",
        "01027f0003d1aa",
        "0102110103 0549aa",
        "0102120103 0548aa",
        "0102100103 0d76aa",
        "0102100103 0d77aa",
    ) == [
        [acknowledgement, Identified("40+0", Geometry(40))],
        [Acknowledged()],
        [acknowledgement, KeyDown("routing", 4)],
        [acknowledgement, KeyUp("routing", 4)],
        [acknowledgement, KeyDown("right"), KeyUp("right")],
        [],  # its check sum is wrong
    ]


def test_seika_by_hand() -> None:
    key = "000809 00000000 1000000000 000809 00000000 0000000000"
    assert talk("seika", b"seika3 v2.00".hex(), "61e0", "64e0", key) == [
        [Identified("40", Geometry(40))],
        [KeyDown("k1"), KeyUp("k1")],
        [KeyDown("k8"), KeyUp("k8")],
        [KeyDown("routing", 4), KeyUp("routing", 4)],
    ]


WRITES = {
    "humanware": "1b0203 01ff1b",
    "baum": "1b01 01ff1b1b",
    "freedom": "81030000 01ff1b 61",
    "handytech": "79540401 01ff1b 16",
    "eurobraille": "0200074253 01ff1b 03",
    "mdv": "0102000303 08ff8e 0000",
    "seika": "ffff7365696b6100 0001 00ff 001b",
}


@pytest.mark.parametrize("family", WRITES)
def test_three_cells_by_hand(family: str) -> None:
    codec = CODECS[family]()
    codec.receive(said(family, []))
    frame = Frame((b"\x01\xff\x1b",))
    data = b"".join(codec.encode(frame, None))
    expected = bytes.fromhex(WRITES[family])
    if family == "mdv":
        # dots 1, 2, 4, 5 (1b) are 08+04+80+40; sum from STX on: 02+03+03+08+ff+cc = 1db, xor aa55
        expected = bytes.fromhex("0102000303 08ffcc 8eab")
    assert data == expected
    assert codec.encode(frame, frame) == ()
