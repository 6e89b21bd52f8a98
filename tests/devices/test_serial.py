"""Serial lines and printer devices, on pseudo terminals and pipes."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import NoReturn

import pytest
import serial
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.devices.jobs.job import State
from brailledesk.devices.jobs.send import Sender
from brailledesk.devices.transport import holders
from brailledesk.devices.transport.device import DeviceTransport
from brailledesk.devices.transport.holders import (
    RELEASE_BRLTTY,
    brltty_claims,
    explain_absent,
    explain_claims,
    find_holders,
    has_lone_converter,
)
from brailledesk.devices.transport.serial import Line, SerialTransport
from brailledesk.errors import DeviceBusy, DeviceFull, DeviceLost, DeviceNotFound, DeviceStalled
from tests.devices.plain import (
    add_job,
    encoded,
    journal_in,
    memory_folder,
    page,
    whole_bytes,
    whole_pages,
)
from tests.devices.sinks import reading, terminal

XOFF, XON = b"\x13", b"\x11"
SIZE = 400
JOB = encoded(30, SIZE)
HELD = 70_000
"""Bytes that a pseudo terminal may hold for a reader; a port of metal holds none of them."""


def test_a_whole_job_with_every_byte_as_it_is(tmp_path: Path) -> None:
    with terminal() as port, reading(port), journal_in(tmp_path) as journal:
        way = SerialTransport(port.name, Line(flow="none"), timeout=5)
        way.open()
        way.send(bytes(range(256)))
        way.close()
        number = add_job(journal)
        assert Sender(journal, number, JOB, 1).run(way).state is State.DONE
    assert bytes(port.received) == bytes(range(256)) + whole_bytes(JOB)


def test_flow_control_holds_the_line_and_lets_it_go() -> None:
    with terminal() as port:
        way = SerialTransport(port.name, Line(flow="xonxoff"), timeout=0.4)
        way.open()
        os.write(port.master, XOFF)
        with pytest.raises(DeviceStalled):
            way.send(page(1))
        os.write(port.master, XON)
        way.send(page(2))
        with reading(port):
            way.close()
    assert page(2) in bytes(port.received)


def test_a_machine_that_is_full_for_too_long(tmp_path: Path) -> None:
    """Nobody reads: the terminal holds a part, and the journal does not say more than is true."""
    with terminal() as port, journal_in(tmp_path) as journal:
        number = add_job(journal)
        way = SerialTransport(port.name, Line(flow="none"), timeout=0.4, buffer=HELD)
        outcome = Sender(journal, number, encoded(400, SIZE), 1).run(way)
        assert isinstance(outcome.reason, DeviceStalled)
        job = journal.job(number)
        assert job.state is State.FAILED
        assert job.out.page == 0
        assert job.begun.page >= 2


@given(st.integers(1, len(whole_bytes(JOB)) - 1))
@settings(max_examples=12, deadline=None)
def test_a_cable_that_is_pulled_out_inside_a_page(count: int) -> None:
    with memory_folder() as folder, journal_in(folder) as journal, terminal() as port:
        number = add_job(journal)
        long = encoded(300, SIZE)
        way = SerialTransport(port.name, Line(flow="none"), timeout=5, buffer=HELD)
        with reading(port, pull_after=count):
            outcome = Sender(journal, number, long, 1).run(way)
        assert outcome.state is State.FAILED
        assert isinstance(outcome.reason, DeviceLost)
        job = journal.job(number)
        read = whole_pages(bytes(port.received))
        assert read[: job.out.page] == list(range(1, job.out.page + 1))
        assert job.begun.page >= len(read)
        with terminal() as other, reading(other):
            again = SerialTransport(other.name, Line(flow="none"), timeout=5)
            assert Sender(journal, number, long, 1).run(again, job.out).state is State.DONE
        assert whole_pages(bytes(other.received)) == list(range(job.out.page + 1, 301))


def test_the_one_who_has_the_port_is_named() -> None:
    with terminal() as port:
        program = (
            f"import sys; f = open({port.name!r}, 'wb'); print(1, flush=True); sys.stdin.read()"
        )
        holder = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert holder.stdout
        holder.stdout.read(1)
        try:
            for way in (SerialTransport(port.name), DeviceTransport(port.name)):
                with pytest.raises(DeviceBusy, match=rf"python.* \(process {holder.pid}\)"):
                    way.open()
        finally:
            holder.communicate()


TIOCGEXCL = 0x80045440
"""Of Linux: whether the terminal is one's alone."""


def _is_exclusive(port: str) -> bool:
    descriptor = os.open(port, os.O_RDWR | os.O_NOCTTY)  # root may, whatever it says
    try:
        return bool(struct.unpack("i", fcntl.ioctl(descriptor, TIOCGEXCL, bytes(4)))[0])
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("end", ["close", "abort"])
def test_a_port_is_opened_for_one_alone_and_free_again(end: str) -> None:
    with terminal() as port:
        way = SerialTransport(port.name, Line(flow="none"))
        way.open()
        with pytest.raises(DeviceBusy):
            SerialTransport(port.name, Line(flow="none")).open()
        if os.geteuid() == 0:
            assert _is_exclusive(port.name)
        else:
            with pytest.raises(OSError, match="busy"):
                _is_exclusive(port.name)
        getattr(way, end)()
        assert not _is_exclusive(port.name)


def test_brltty_is_named_as_what_takes_the_port(tmp_path: Path) -> None:
    """A process table and a tree of devices as Linux shows them."""
    process = tmp_path / "812"
    (process / "fd").mkdir(parents=True)
    (process / "comm").write_text("brltty\n", "utf-8")
    (process / "fd" / "5").symlink_to("/dev/ttyUSB7")
    assert find_holders("/dev/ttyUSB7", tmp_path) == ["brltty (process 812)"]
    assert find_holders("/dev/ttyUSB8", tmp_path) == []
    device = tmp_path / "usb" / "1-2"
    (device / "1-2:1.0").mkdir(parents=True)
    (device / "idVendor").write_text("1a86\n", "ascii")
    assert has_lone_converter(tmp_path / "usb")
    (device / "1-2:1.0" / "ttyUSB0").mkdir()
    assert not has_lone_converter(tmp_path / "usb")


def test_a_port_that_brltty_took_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    from brailledesk.devices.transport import holders

    monkeypatch.setattr(holders, "is_running", lambda name: name == "brltty")
    monkeypatch.setattr(holders, "has_lone_converter", lambda: True)
    assert "brltty" in explain_absent("serial:/dev/ttyUSB0", "No such file").describe()
    monkeypatch.setattr(holders, "has_lone_converter", lambda: False)
    assert "brltty" not in explain_absent("serial:/dev/ttyUSB0", "No such file").describe()
    assert RELEASE_BRLTTY


@pytest.mark.parametrize("kind", [SerialTransport, DeviceTransport])
def test_a_port_that_is_not_there(kind: type[SerialTransport | DeviceTransport]) -> None:
    with pytest.raises(DeviceNotFound, match="No such file"):
        kind("/dev/nothing-of-this-name").open()


def test_two_names_of_a_port_have_an_identity_in_common(tmp_path: Path) -> None:
    with terminal() as port:
        (tmp_path / "embosser").symlink_to(port.name)
        linked = SerialTransport(str(tmp_path / "embosser")).identity()
        assert set(linked) & set(DeviceTransport(port.name).identity())


def test_a_device_without_paper_or_room(tmp_path: Path) -> None:
    with journal_in(tmp_path) as journal:
        number = add_job(journal)
        outcome = Sender(journal, number, JOB, 1).run(DeviceTransport("/dev/full"))
        assert isinstance(outcome.reason, DeviceFull)
        job = journal.job(number)
        assert job.state is State.FAILED
        assert job.out.page == 0


def test_a_printer_device_that_stalls_and_one_that_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    with pytest.raises(DeviceNotFound):  # nobody reads: it is as if it were switched off
        DeviceTransport(str(path)).open()
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    way = DeviceTransport(str(path), timeout=0.3)
    way.open()
    with pytest.raises(DeviceStalled):
        way.send(b"x" * 1_000_000)
    os.close(reader)
    with pytest.raises(DeviceLost):
        way.send(b"x")
    way.abort()


def test_what_has_brltty_take_converters(tmp_path: Path) -> None:
    """A rule that names no converter takes none; without anything there is nothing to say."""
    assert explain_claims(brltty_claims(tmp_path)) is None
    rules = tmp_path / "usr/lib/udev/rules.d"
    rules.mkdir(parents=True)
    (rules / "90-brltty-hid.rules").write_text('ATTR{idVendor}=="1c71"', "utf-8")
    assert brltty_claims(tmp_path) == []
    (rules / "90-brltty-usb-generic.rules").write_text('ENV{PRODUCT}=="1A86/7523/*"', "utf-8")
    service = tmp_path / "etc/systemd/system/sysinit.target.wants/brltty.service"
    service.parent.mkdir(parents=True)
    service.symlink_to("/lib/systemd/system/brltty.service")
    process = tmp_path / "proc" / "812"
    process.mkdir(parents=True)
    (process / "comm").write_text("brltty\n", "utf-8")
    claims = brltty_claims(tmp_path)
    assert claims == ["brltty", str(service), str(rules / "90-brltty-usb-generic.rules")]
    told = explain_claims(claims)
    assert told is not None
    assert "systemctl disable --now brltty" in told.describe()


def test_a_port_that_refuses_the_settings_of_the_line() -> None:
    # A pseudo terminal keeps no parity, and refuses settings of which it would change nothing else.
    with terminal() as port:
        way = SerialTransport(port.name, Line(parity="E", flow="none"))
        way.open()
        way.close()
        with pytest.raises(
            DeviceNotFound, match=r"reached: Invalid argument\. It refuses settings"
        ):
            way.open()


def test_a_speed_that_no_line_has() -> None:
    with (
        terminal() as port,
        pytest.raises(DeviceNotFound, match="It refuses settings of the line"),
    ):
        SerialTransport(port.name, Line(baud=4_000_000_000, flow="none")).open()


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize("call", ["tcgetattr", "tcsetattr", "tcflush", "ioctl"])
def test_a_port_that_is_pulled_out_while_it_is_opened(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever call of the system it is that finds nothing there: it is told, and none is left."""

    def gone(*_: object) -> NoReturn:
        fault: type[Exception] = OSError if call == "ioctl" else termios.error
        raise fault(errno.EIO, os.strerror(errno.EIO))

    with terminal() as port:
        before = _open_files()
        with monkeypatch.context() as patch:
            patch.setattr(fcntl if call == "ioctl" else termios, call, gone)
            with pytest.raises(DeviceLost, match=r"was lost: Input/output error\. Check the cable"):
                SerialTransport(port.name, Line(flow="rtscts")).open()
        assert _open_files() == before
        way = SerialTransport(port.name, Line(flow="none"))
        way.open()
        way.close()


@pytest.mark.parametrize("number", [errno.ENODEV, errno.ENXIO, errno.EIO])
def test_a_port_that_went_between_its_name_and_its_opening(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DeviceLost, match=os.strerror(number)):
        _opened_with(OSError(number, "x"), monkeypatch)


def test_a_port_that_is_busy_whoever_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DeviceBusy, match="another program has it open"):
        _opened_with(OSError(errno.EBUSY, "x"), monkeypatch)  # exclusive to a user unseen
    windows = "could not open port 'COM3': PermissionError(13, 'Access is denied.', None, 5)"
    with pytest.raises(DeviceBusy, match="another program has it open"):
        _opened_with(serial.SerialException(windows), monkeypatch)
    absent = "could not open port 'COM9': FileNotFoundError(2, 'not found', None, 2)"
    with pytest.raises(DeviceNotFound):
        _opened_with(serial.SerialException(absent), monkeypatch)


def test_who_took_the_port_since_the_first_look_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([[], ["brltty (process 812)"]])
    monkeypatch.setattr(holders, "find_holders", lambda _path: next(looks))
    with pytest.raises(DeviceBusy, match=r"brltty \(process 812\)"):
        _opened_with(OSError(errno.EBUSY, "x"), monkeypatch)


def _opened_with(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a port of which the first call of the system brings a fault."""

    def refuse(*_: object, **_more: object) -> NoReturn:
        raise fault

    if isinstance(fault, serial.SerialException):
        monkeypatch.setattr(serial, "Serial", refuse)
    else:
        monkeypatch.setattr("serial.serialposix.os.open", refuse)
    SerialTransport("/dev/ttyUSB77", Line(flow="none")).open()


def test_on_windows_a_machine_may_hold_the_line_as_long_as_anywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pyserial is told how long a piece may take: no fault before that, and then a stall."""
    with terminal() as port:
        way = SerialTransport(port.name, Line(flow="none"), timeout=77)
        way.open()
        assert way._opened().write_timeout == 77
        way.close()
    taken: list[bytes] = []

    class Port:
        out_waiting = 0

        def write(self, data: bytes) -> None:
            if len(taken) == 3:
                raise serial.SerialTimeoutException
            taken.append(data)

        def flush(self) -> None:
            """Nothing is left."""

    way._serial = Port()  # type: ignore[assignment] # as much of one as is asked for
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        way.send(b"x" * 100)
        assert b"".join(taken) == b"x" * 100
        with pytest.raises(DeviceStalled, match="took nothing for 77 seconds"):
            way.send(b"x" * 100)
    assert way.certain() == 100
