"""A live display behind a real brltty: suspended, unplugged, replugged, restarted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from brailledesk.commands import Command, Key
from brailledesk.devices.brlapi.client import OwnClient
from brailledesk.devices.brlapi.packets import Packet, numbers
from brailledesk.devices.displays.brltty import brltty_opener
from brailledesk.devices.displays.catalogue import find_display
from brailledesk.devices.displays.live import LiveDisplay
from brailledesk.frame import Geometry
from tests.devices.displays.brltty import Brltty, VirtualDisplay, virtual
from tests.devices.displays.clients import CLIENTS, client_of
from tests.devices.displays.listening import Listener, live, pattern, row


@contextmanager
def behind(
    kind: str, brltty: Brltty, path: tuple[int, ...] = ()
) -> Iterator[tuple[LiveDisplay, Listener]]:
    opener = brltty_opener(brltty.server, find_display("brltty"), path=path, make=client_of(kind))
    with live(opener, "brltty") as (display, listener):
        yield display, listener


@pytest.mark.parametrize("kind", CLIENTS)
def test_keys_are_commands(kind: str, tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, device), behind(kind, brltty) as (display, listener):
        assert listener.connected() == Geometry(40)
        display.show(row(pattern(40)))
        device.wait_for(pattern(40))
        for pressed in ("ROUTE 7", "ROUTE 41", "FWINRT", "PASSDOTS 19", "PASSDOTS 128"):
            device.press(pressed)
        assert [listener.command() for _ in range(4)] == [
            Command(Key.ROUTE, cell=7),
            Command(Key.PAN_RIGHT),
            Command(Key.TYPE, dots=0b10011),
            Command(Key.ENTER),
        ]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("columns", [40, 32, 80])
def test_unplugged_and_plugged_in(kind: str, columns: int, tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, device), behind(kind, brltty) as (display, listener):
        listener.connected()
        display.show(row(pattern(40)))
        device.wait_for(pattern(40))
        device.unplug()
        listener.waiting()
        for first in range(20):  # nobody is there to see these
            display.show(row(pattern(40, first)))
        device.frames.clear()
        device.plug_in(columns)
        while listener.connected() != Geometry(columns):
            pass  # brltty says that a display is there before it says of what size
        if columns == 40:
            device.wait_for(pattern(40, 19))
        display.show(row(pattern(columns, 60)))
        device.wait_for(pattern(columns, 60))
        assert not brltty.has_ended
        stale = {pattern(40, first) for first in range(19)}
        assert not stale & set(device.frames)
        device.press("ROUTE 3")
        assert listener.command() == Command(Key.ROUTE, cell=3)


@pytest.mark.parametrize("kind", CLIENTS)
def test_brltty_is_restarted(kind: str, tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, device), behind(kind, brltty) as (display, listener):
        listener.connected()
        display.show(row(pattern(40)))
        device.wait_for(pattern(40))
        brltty.stop()
        device.unplug()
        assert listener.waiting() is not None
        display.show(row(pattern(40, 9)))
        brltty.start()
        device.plug_in()
        listener.connected()
        device.wait_for(pattern(40, 9))


@pytest.mark.parametrize("kind", CLIENTS)
def test_another_program_suspends_the_driver(kind: str, tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, device), behind(kind, brltty) as (display, listener):
        listener.connected()
        display.show(row(pattern(40)))
        device.wait_for(pattern(40))
        other = OwnClient(brltty.server, print)
        suspend = numbers(0xDEADBEEF) + b"\x07Virtual"
        other._ask(Packet(ord("S"), suspend))
        display.show(row(pattern(40, 50)))
        # The virtual driver answers only when the display has said how wide it is.
        resumed = Thread(target=other._ask, args=(Packet(ord("R")),))
        resumed.start()
        device.plug_in()
        resumed.join()
        other.close()
        device.wait_for(pattern(40, 50))
        device.press("FWINLT")
        assert listener.command() == Command(Key.PAN_LEFT)


def test_a_burst_of_frames_ends_with_the_newest(tmp_path: Path) -> None:
    with virtual(tmp_path) as (brltty, device), behind("own", brltty) as (display, listener):
        listener.connected()
        for first in range(500):
            display.show(row(pattern(40, first)))
        device.wait_for(pattern(40, 499))


def test_there_is_no_display_yet(tmp_path: Path) -> None:
    device = VirtualDisplay(20)
    with (
        Brltty(tmp_path, f"client:127.0.0.1:{device.port}") as brltty,
        behind("own", brltty) as (display, listener),
    ):
        listener.waiting()
        display.show(row(pattern(20)))
        device.plug_in()
        assert listener.connected() == Geometry(20)
        device.wait_for(pattern(20))
    device.close()
