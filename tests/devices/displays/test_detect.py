"""What is connected, and how a connection is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from brailledesk.cli.app import app
from brailledesk.devices.displays.brltty import brltty_opener
from brailledesk.devices.displays.catalogue import find_display
from brailledesk.devices.displays.detect import detect_displays, opener_of
from brailledesk.devices.displays.serial import serial_opener
from brailledesk.errors import (
    DeviceBusy,
    DeviceNotFound,
    DisplayNotFound,
    UsageError,
)
from tests.devices.displays.brltty import virtual, wait_until
from tests.devices.displays.clients import client_of
from tests.devices.displays.listening import live, pattern, row
from tests.devices.simulators.base import Port
from tests.devices.simulators.families import Seika
from tests.ports import free_port

HOLD = "import sys, time; one = open(sys.argv[1]); print(flush=True); time.sleep(60)"


@pytest.fixture(autouse=True)
def _nothing_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither brltty nor anything else of this machine."""
    monkeypatch.setenv("BRLAPI_HOST", f"127.0.0.1:{free_port() - 4101}")
    monkeypatch.setattr(list_ports, "comports", list)
    monkeypatch.setitem(sys.modules, "hid", hidapi([]))


def hidapi(found: list[dict[str, object]]) -> ModuleType:
    """A module as hidapi's, that sees these devices."""
    module = ModuleType("hid")
    module.enumerate = lambda: found  # type: ignore[attr-defined]
    return module


def usb_port(path: Path, vendor: int, product: int) -> ListPortInfo:
    port = ListPortInfo(str(path))
    port.vid, port.pid = vendor, product
    port.manufacturer, port.product = "Silicon Labs", "CP2102\x1b[2J"
    return port


def test_nothing() -> None:
    assert list(detect_displays()) == []
    [told] = _told()
    assert told.startswith("No Braille display was found")


def _told() -> list[str]:
    return CliRunner().invoke(app, ["driver", "detect"]).stdout.splitlines()


def test_a_port_that_another_program_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = Port(tmp_path / "port", Seika())
    path = (tmp_path / "port").resolve()
    ports = [usb_port(path, 0x10C4, 0xEA60), usb_port(path, 0x1234, 0x5678)]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        [found] = detect_displays()
        assert found.connection == f"serial:{path}"
        assert found.models == ("seika",)
        assert found.description == "Silicon Labs CP2102[2J"
        assert any(f"(process {holder.pid})" in one for one in found.holders)
        with pytest.raises(DeviceBusy, match=str(holder.pid)):
            serial_opener(str(path), find_display("seika"))(print)
        holder.kill()
    port.unplug()


def test_a_hid_display_among_other_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"manufacturer_string": "APH", "product_string": "Mantis Q40"}
    mouse = {"path": b"/dev/hidraw1", "usage_page": 1, **names}
    display = {"path": b"/dev/hidraw7", "usage_page": 0x41, **names}
    monkeypatch.setitem(sys.modules, "hid", hidapi([mouse, display]))
    [found] = detect_displays()
    assert (found.connection, found.description) == ("hid:/dev/hidraw7", "APH Mantis Q40")
    assert found.models == ("hid",)
    assert _told() == ["hid:/dev/hidraw7: APH Mantis Q40; model: hid"]


def test_the_display_that_brltty_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with virtual(tmp_path) as (brltty, device):
        monkeypatch.setenv("BRLAPI_HOST", f"127.0.0.1:{brltty.server.number}")
        wait_until(lambda: bool(list(detect_displays())))
        [found] = detect_displays()
        assert found.models == ("brltty",)
        opener = brltty_opener(
            brltty.server, find_display("brltty"), path=(), make=client_of("own")
        )
        with live(opener) as (display, listener):
            listener.connected()
            display.show(row(pattern(40)))
            device.wait_for(pattern(40))


def test_connections_as_one_writes_them(tmp_path: Path) -> None:
    port = Port(tmp_path / "port", Seika())
    with live(opener_of(f"serial:{tmp_path / 'port'}", "seika")) as (_, listener):
        assert listener.connected().columns == 40
    port.unplug()
    with pytest.raises(DeviceNotFound):
        opener_of("brlapi:" + os.environ["BRLAPI_HOST"])(print)


@pytest.mark.parametrize(
    ("connection", "model", "error"),
    [
        ("serial:/dev/ttyS0", "", UsageError),
        ("serial:/dev/ttyS0", "hid", UsageError),
        ("serial:/dev/ttyS0", "nobody", DisplayNotFound),
        ("usb:1", "", UsageError),
        ("hid:", "", UsageError),
        ("brlapi:x:y", "", UsageError),
    ],
)
def test_wrong_connections(connection: str, model: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        opener_of(connection, model)


def test_a_serial_port_without_a_model_asks_for_one() -> None:
    with pytest.raises(UsageError, match=r"does not tell which display .* --model"):
        opener_of("serial:/dev/ttyUSB9")


def test_brlapi_alone_is_the_server_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with virtual(tmp_path) as (brltty, _):
        monkeypatch.setenv("BRLAPI_HOST", f"127.0.0.1:{brltty.server.number}")
        monkeypatch.setenv("BRLAPI_AUTH", "none")
        with live(opener_of("brlapi")) as (_, listener):
            listener.connected()


def test_the_way_in_of_the_environment_counts_for_any_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRLAPI_AUTH", "password")
    with pytest.raises(UsageError, match="no way into BrlAPI"):
        opener_of("brlapi:localhost:9")


def test_a_hid_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class Absent:
        def open_path(self, _path: bytes) -> None:
            raise OSError("open failed")

    module = hidapi([])
    module.device = Absent  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "hid", module)
    with pytest.raises(DeviceNotFound, match="udev"):
        opener_of("hid:/dev/hidraw9")(print)
    monkeypatch.setitem(sys.modules, "hid", None)
    with pytest.raises(DeviceNotFound, match="pip install hidapi"):
        opener_of("hid:/dev/hidraw9")(print)
