"""HID Braille: descriptors typed by hand from the HID specification, and a device that is none."""

from __future__ import annotations

from queue import Empty, SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.commands import Command, Key
from brailledesk.devices.displays.catalogue import find_display
from brailledesk.devices.displays.hid import hid_opener
from brailledesk.devices.protocols.displays.events import KeyDown, KeyUp
from brailledesk.devices.protocols.displays.hid import HidBraille
from brailledesk.devices.protocols.displays.hid_descriptor import parse_descriptor
from brailledesk.errors import DeviceLost, DeviceNotFound, DeviceRefused
from brailledesk.frame import Frame, Geometry
from tests.devices.displays.brltty import wait_until
from tests.devices.displays.listening import live, pattern, row

ONE_LINE = bytes.fromhex(
    "05 41 09 01 a1 01"  # usage page Braille, usage Braille Display, collection (application)
    "  09 02 a1 02"  # usage Braille Row, collection (logical)
    "    85 01"  # report 1
    "    09 03 15 00 26 ff 00 75 08 95 28 91 02"  # 8-dot cell, 0..255, 8 bits, 40 times, output
    "  c0"
    "  09 fa a1 02"  # usage Router Set 1, collection
    "    85 02 0a 00 01 25 01 75 01 95 28 81 02"  # report 2, Router Key, 1 bit, 40 times, input
    "  c0"
    "  0a 00 02 a1 02"  # usage Braille Buttons, collection
    "    85 03 1a 01 02 2a 09 02 75 01 95 09 81 02"  # usages dot 1 to space, 9 bits, input
    "    0a 1a 02 0a 1b 02 95 02 81 02"  # pan left, pan right
    "    75 05 95 01 81 03"  # 5 bits of nothing
    "  c0"
    "c0"
)
TWO_ROWS = bytes.fromhex(
    "05 41 09 01 a1 01"
    "  09 02 a1 02 85 05 09 03 75 08 95 03 91 02 c0"  # row of 3 cells in report 5
    "  09 02 a1 02 85 06 09 03 75 08 95 03 91 02 c0"  # row of 3 cells in report 6
    "  0a 00 02 a1 02"
    "    85 07 0a 1a 02 0a 1b 02 15 01 25 02 75 08 95 01 81 00"  # array: number of the key held
    "  c0"
    "c0"
)


def test_one_line() -> None:
    codec = HidBraille(ONE_LINE)
    assert codec.geometry == Geometry(40)
    first, second = row(pattern(40)), row(pattern(40, 2))
    assert codec.encode(first, None) == (b"\x01" + pattern(40),)
    assert codec.encode(second, first) == (b"\x01" + pattern(40, 2),)
    assert codec.encode(second, second) == ()
    assert codec.receive(b"\x02\x10\0\0\0\x80") == [KeyDown("routing", 4), KeyDown("routing", 39)]
    assert codec.receive(b"\x02\0\0\0\0\x80") == [KeyUp("routing", 4)]
    assert codec.receive(b"\x03\x01\x01") == [KeyDown("dot1"), KeyDown("space")]
    assert codec.receive(b"\x03\0\x04") == [KeyUp("dot1"), KeyUp("space"), KeyDown("pan-right")]
    assert codec.receive(b"\x09\xff") == []


def test_two_rows_of_which_one_changes() -> None:
    codec = HidBraille(TWO_ROWS)
    assert codec.geometry == Geometry(3, 2)
    before = Frame((b"abc", b"def"))
    assert codec.encode(before, None) == (b"\x05abc", b"\x06def")
    assert codec.encode(Frame((b"abc", b"dxf")), before) == (b"\x06dxf",)
    assert codec.receive(b"\x07\x02") == [KeyDown("pan-right")]
    assert codec.receive(b"\x07\x01") == [KeyUp("pan-right"), KeyDown("pan-left")]
    assert codec.receive(b"\x07\x00") == [KeyUp("pan-left")]


def test_a_device_without_numbers_of_reports() -> None:
    descriptor = bytes.fromhex(
        "05 41 09 01 a1 01 09 02 a1 02 09 04 75 08 95 02 91 02 c0"
        "0a 00 02 a1 02 0a 1a 02 0a 1b 02 75 01 95 02 81 02 c0 c0"
    )
    codec = HidBraille(descriptor)
    assert codec.encode(row(b"\x01\x02"), None) == (b"\0\x01\x02",)
    assert codec.receive(b"\x02") == [KeyDown("pan-right")]


def test_a_descriptor_says_which_bits_are_what() -> None:
    items = parse_descriptor(ONE_LINE)
    cells = [item for item in items if item.kind == "output"]
    assert [(item.report, item.offset, item.bits) for item in cells[:2]] == [(1, 0, 8), (1, 8, 8)]
    assert cells[0].collections == ((0x41, 1), (0x41, 2))
    pans = [item.offset for item in items if item.usage in {(0x41, 0x21A), (0x41, 0x21B)}]
    assert pans == [9, 10]


@pytest.mark.parametrize(
    "descriptor",
    [
        b"",
        bytes.fromhex("05 01 09 06 a1 01 c0"),  # a keyboard
        bytes.fromhex("c0"),  # an end without a beginning
        bytes.fromhex("05 41 26 ff"),  # cut
        bytes.fromhex("b4"),  # pop, and nothing was pushed
        bytes.fromhex("a1 01") * 100,
        bytes.fromhex("05 41 09 02 a1 02 09 03 75 08 97 ff ff ff 7f 91 02 c0"),  # 2^31 cells
    ],
)
def test_what_is_no_display(descriptor: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        HidBraille(descriptor)


@given(st.binary(max_size=120))
def test_any_bytes_are_a_descriptor_or_are_refused(data: bytes) -> None:
    try:
        codec = HidBraille(data)
    except ValueError:
        return
    assert codec.geometry is not None


@given(st.lists(st.binary(max_size=10), max_size=5))
def test_any_report_is_heard_or_means_nothing(reports: list[bytes]) -> None:
    codec = HidBraille(ONE_LINE)
    held: set[tuple[str, int]] = set()
    for report in reports:
        for event in codec.receive(report):
            key = (event.name, event.index)  # type: ignore[union-attr]
            assert (key in held) is isinstance(event, KeyUp)
            held ^= {key}


class FakeDevice:
    """hidapi's device, plugged into nothing."""

    def __init__(self, descriptor: bytes = ONE_LINE) -> None:
        self.descriptor = descriptor
        self.shown: list[bytes] = []
        self.reports: SimpleQueue[bytes] = SimpleQueue()
        self.is_plugged = True
        self.is_closed = False

    def get_report_descriptor(self) -> list[int]:
        return list(self.descriptor)

    def write(self, data: bytes) -> int:
        if not self.is_plugged:
            return -1
        self.shown.append(data)
        return len(data)

    def read(self, size: int, timeout_ms: int) -> list[int]:
        if not self.is_plugged:
            raise OSError("read error")
        try:
            return list(self.reports.get(timeout=min(timeout_ms, 10) / 1000)[:size])
        except Empty:
            return []

    def close(self) -> None:
        self.is_closed = True


def test_a_display_that_is_pulled_out_and_comes_back_with_two_rows() -> None:
    devices = [FakeDevice()]

    def open_last(_path: bytes) -> FakeDevice:
        if not devices[-1].is_plugged:
            raise OSError("open failed")
        return devices[-1]

    with live(hid_opener(b"/dev/hidraw0", find_display("hid"), open_last)) as (display, listener):
        assert listener.connected() == Geometry(40)
        display.show(row(pattern(40)))
        wait_until(lambda: devices[0].shown == [b"\x01" + pattern(40)])
        for report in (b"\x02\x10\0\0\0\0", b"\x02\0\0\0\0\0"):
            devices[0].reports.put(report)
        assert listener.command() == Command(Key.ROUTE, cell=4)
        devices[0].is_plugged = False
        assert isinstance(listener.waiting(), DeviceLost)
        assert isinstance(listener.waiting(), DeviceNotFound)
        assert devices[0].is_closed
        devices.append(FakeDevice(TWO_ROWS))
        assert listener.connected() == Geometry(3, 2)
        display.show(Frame((b"abc", b"def")))
        wait_until(lambda: devices[1].shown == [b"\x05abc", b"\x06def"])


def test_a_device_that_is_no_display() -> None:
    keyboard = FakeDevice(bytes.fromhex("05 01 09 06 a1 01 c0"))
    opener = hid_opener(b"/dev/hidraw0", find_display("hid"), lambda _: keyboard)
    with pytest.raises(DeviceRefused):
        opener(print)
    assert keyboard.is_closed
