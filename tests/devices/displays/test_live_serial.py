"""Live displays on the simulators that brltty takes for displays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from brailledesk.commands import Key
from brailledesk.devices.displays.catalogue import find_display
from brailledesk.devices.displays.live import LiveDisplay
from brailledesk.devices.displays.serial import serial_opener
from brailledesk.errors import DeviceLost, DeviceNotFound, DeviceStalled
from brailledesk.frame import Frame, Geometry
from tests.devices.displays.listening import Listener, live, pattern, row
from tests.devices.simulators.base import Port
from tests.devices.simulators.families import FAMILIES, MDV, Freedom, HandyTech, HumanWare

CONDITIONS = {
    "as it is": {},
    "late": {"delay": 0.05},
    "half packets": {"piece": 1},
    "garbage between packets": {"garbage": b"\xf0\x99\xf7"},
}


@contextmanager
def at_port(family: str, port: Port) -> Iterator[tuple[LiveDisplay, Listener]]:
    with live(serial_opener(str(port.path), find_display(family))) as (display, listener):
        yield display, listener
    port.unplug()


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("family", FAMILIES)
def test_cells_and_keys(family: str, condition: str, tmp_path: Path) -> None:
    port = Port(tmp_path / "port", FAMILIES[family](), **CONDITIONS[condition])  # type: ignore[arg-type]
    with at_port(family, port) as (display, listener):
        assert listener.connected() == Geometry(40)
        for first in (1, 100, 216):
            display.show(row(pattern(40, first)))
            port.wait_for_cells(pattern(40, first))
        for cell in (0, 19, 39):
            port.say(port.display.routing(cell))
        port.say(port.display.pan_right())
        port.say(port.display.pan_left())
        routed = [(Key.ROUTE, cell) for cell in (0, 19, 39)]
        assert listener.keys(5) == [*routed, (Key.PAN_RIGHT, 0), (Key.PAN_LEFT, 0)]


@pytest.mark.parametrize("family", FAMILIES)
def test_pulled_out_and_plugged_in(family: str, tmp_path: Path) -> None:
    port = Port(tmp_path / "port", FAMILIES[family]())
    with at_port(family, port) as (display, listener):
        listener.connected()
        display.show(row(pattern(40)))
        port.wait_for_cells(pattern(40))
        port.unplug()
        assert isinstance(listener.waiting(), DeviceLost | DeviceNotFound)
        display.show(row(pattern(40, 77)))  # while nothing is there
        port.plug_in(FAMILIES[family]())
        assert listener.connected() == Geometry(40)
        port.wait_for_cells(pattern(40, 77))


def test_another_width_gets_no_frame_of_the_first(tmp_path: Path) -> None:
    port = Port(tmp_path / "port", HumanWare(40))
    with at_port("humanware", port) as (display, listener):
        listener.connected()
        display.show(row(pattern(40)))
        port.wait_for_cells(pattern(40))
        port.unplug()
        listener.waiting()
        port.plug_in(HumanWare(32))
        assert listener.connected() == Geometry(32) == display.geometry
        display.show(row(pattern(32, 5)))
        port.wait_for_cells(pattern(32, 5))
        assert port.display.writes == 1


def test_only_cells_that_changed_are_sent(tmp_path: Path) -> None:
    sent: list[bytes] = []

    class Watched(Freedom):
        def show(self, cells: bytes, start: int = 0) -> None:
            sent.append(bytes([start]) + cells)
            super().show(cells, start)

    port = Port(tmp_path / "port", Watched())
    with at_port("freedom", port) as (display, listener):
        listener.connected()
        first = pattern(40)
        second = first[:7] + b"\xff\xfe" + first[9:]
        for cells in (first, first, second, second):
            display.show(row(cells))
            port.wait_for_cells(cells)
    assert sent == [b"\x00" + first, b"\x07\xff\xfe"]


@pytest.mark.parametrize("family", ["freedom", "handytech", "mdv"])
def test_while_a_frame_is_not_acknowledged_only_the_newest_waits(
    family: str, tmp_path: Path
) -> None:
    port = Port(tmp_path / "port", FAMILIES[family]())
    with at_port(family, port) as (display, listener):
        listener.connected()
        port.may_answer.clear()
        for first in range(200):
            display.show(row(pattern(40, first)))
        port.may_answer.set()
        port.wait_for_cells(pattern(40, 199))
        assert port.display.writes <= 3


@pytest.mark.parametrize("display", [Freedom(), HandyTech()])
def test_one_that_never_acknowledges_is_given_up_and_tried_again(
    display: Freedom | HandyTech, tmp_path: Path
) -> None:
    family = "freedom" if isinstance(display, Freedom) else "handytech"
    port = Port(tmp_path / "port", display)
    with at_port(family, port) as (live_display, listener):
        listener.connected()
        display.acknowledges = False
        live_display.show(row(pattern(40)))
        assert isinstance(listener.waiting(), DeviceStalled)
        port.unplug()  # a pseudo terminal cannot be set to a parity twice
        display.acknowledges = True
        port.plug_in(display)
        listener.connected()
        port.wait_for_cells(pattern(40))


def test_what_an_mdv_says_is_acknowledged(tmp_path: Path) -> None:
    display = MDV()
    port = Port(tmp_path / "port", display)
    with at_port("mdv", port) as (_, listener):
        listener.connected()
        port.say(display.routing(3))
        assert listener.keys(1) == [(Key.ROUTE, 3)]
        port.wait_for(lambda: display.owed == 0)


def test_status_cells(tmp_path: Path) -> None:
    class WithStatus(MDV):
        status = 2

    display = WithStatus()
    port = Port(tmp_path / "port", display)
    with at_port("mdv", port) as (live_display, listener):
        assert listener.connected() == Geometry(40, status=2)
        live_display.show(Frame((pattern(40),), status=b"\x0f\xf0"))
        port.wait_for_cells(pattern(40))
        assert display.status_cells == b"\x0f\xf0"
        port.say(display.routing(0))
        assert listener.keys(1) == [(Key.ROUTE, 0)]


def test_two_displays_do_not_wait_for_each_other(tmp_path: Path) -> None:
    slow = Port(tmp_path / "slow", Freedom(), delay=0.3)
    quick = Port(tmp_path / "quick", HumanWare(40))
    with at_port("freedom", slow) as (one, first), at_port("humanware", quick) as (other, second):
        first.connected()
        second.connected()
        for start in range(20):
            one.show(row(pattern(40, start)))
            other.show(row(pattern(40, start)))
        quick.wait_for_cells(pattern(40, 19))
        slow.wait_for_cells(pattern(40, 19))


def test_the_model_is_found_by_what_the_display_says(tmp_path: Path) -> None:
    class Basic(HandyTech):
        model = 0x8A

    port = Port(tmp_path / "port", Basic(48))
    with at_port("handytech", port) as (display, listener):
        assert listener.connected() == Geometry(48)
        display.show(row(pattern(48)))
        port.wait_for_cells(pattern(48))


def test_nobody_answers(tmp_path: Path) -> None:
    port = Port(tmp_path / "port", MDV())
    with at_port("humanware", port) as (display, listener):
        error = listener.waiting()
        assert isinstance(error, DeviceStalled)
        assert str(port.path) in str(error)
        with pytest.raises(DeviceLost):
            _ = display.geometry
