"""What a user may write of a connection, and what of an embosser."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.devices.jobs.encoding import with_line
from brailledesk.devices.jobs.setup import Setup, Setups
from brailledesk.devices.transport.connect import open_way, parse_connection
from brailledesk.devices.transport.file import FileTransport
from brailledesk.devices.transport.serial import Line
from brailledesk.errors import DeviceNotFound, SettingsFaulty, UsageError
from tests.devices.sinks import listening, reading, terminal


def _ignore(count: int) -> None:
    del count


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("file:/tmp/out.prn", "file:/tmp/out.prn"),
        ("serial:/dev/ttyUSB0?baud=19200&flow=xonxoff", "serial:/dev/ttyUSB0"),
        ("serial:COM3", "serial:COM3"),
        ("usb:/dev/usb/lp0", "usb:/dev/usb/lp0"),
        ("tcp://192.168.1.20", "tcp://192.168.1.20:9100"),
        ("tcp:braille.local:9101", "tcp://braille.local:9101"),
        ("TCP://[::1]:9100", "tcp://[::1]:9100"),
    ],
)
def test_connections(text: str, address: str) -> None:
    assert open_way(parse_connection(text), heard=_ignore).address == address


@pytest.mark.parametrize(
    "text",
    [
        "", "lp0", "file:", "http://a", "tcp://", "tcp://a:0x", "tcp://a:99999", "tcp://a/b",
        "tcp://a:0", "tcp://a:9100?timeout=5", "cups:a/b", "cups://host/queue", "serial:",
        "serial:?baud=9600",
    ],
)  # fmt: skip
def test_what_is_no_connection(text: str) -> None:
    with pytest.raises(UsageError, match="Write it as one of: file:"):
        parse_connection(text)


@pytest.mark.parametrize(
    "options",
    ["baud=fast", "baud=-1", "flow=none&colour=red", "parity=X", "bits=9", "baud", "flow="],
)
def test_what_is_no_serial_line(options: str) -> None:
    """An option without its value is a slip too, and must not pass for the one that is left out."""
    with pytest.raises(UsageError, match=r"is no serial connection.*baud=9600&bits=8.*xonxoff"):
        parse_connection(f"serial:/dev/ttyS0?{options}")


def test_the_settings_of_a_line() -> None:
    connection = parse_connection("serial:/dev/ttyS0?baud=250000&bits=7&parity=e&stop=2&flow=none")
    way = open_way(connection, heard=_ignore)
    assert way._line == Line(250000, 7, "E", 2, "none")  # type: ignore[attr-defined]


def test_machines_that_answer_need_a_way_that_brings_answers() -> None:
    for text in ("file:/tmp/a", "usb:/dev/usb/lp0"):
        with pytest.raises(UsageError, match="brings no answers"):
            open_way(parse_connection(text), reply="ok", heard=_ignore)


@pytest.mark.parametrize("kind", ["file", "tcp", "serial"])
def test_every_byte_is_told_as_it_goes(kind: str, tmp_path: Path) -> None:
    heard: list[int] = []
    data = bytes(range(256)) * 100
    with listening() as sink, terminal() as port, reading(port):
        text = {
            "file": f"file:{tmp_path / 'a'}",
            "tcp": f"tcp://127.0.0.1:{sink.port}",
            "serial": f"serial:{port.name}?flow=none",
        }[kind]
        way = open_way(parse_connection(text, timeout=5), heard=heard.append)
        way.open()
        way.send(data)
        assert sum(heard) == len(data)
        way.close()
    assert sum(heard) == len(data)


@pytest.mark.parametrize("name", ["/dev/null", "/dev"])
def test_a_device_is_no_file(name: str) -> None:
    """A file is put in the place of what has its name: that would be the end of the device."""
    with pytest.raises(DeviceNotFound, match="it is no file"):
        FileTransport(Path(name)).open()


def test_a_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "hot").mkdir()
    (tmp_path / "link.prn").symlink_to(tmp_path / "hot" / "out.prn")
    way = FileTransport(tmp_path / "link.prn")
    assert way.identity() == FileTransport(tmp_path / "hot" / "out.prn").identity()
    way.open()
    way.send(b"whole")
    assert not (tmp_path / "hot" / "out.prn").exists()
    way.close()
    assert (tmp_path / "link.prn").is_symlink()
    assert (tmp_path / "hot" / "out.prn").read_bytes() == b"whole"
    assert len(list((tmp_path / "hot").iterdir())) == 1


def test_embossers_are_written_down_and_read_again(tmp_path: Path) -> None:
    setups = Setups(tmp_path / "embossers")
    assert setups.names() == []
    whole = Setup(
        model="generic",
        connection='file:/tmp/"di" Anna è\\qui.prn',
        paper="240mm x 12in",
        sides=2,
        charset="it_it_firenze",
        timeout=12.5,
        buffer=65536,
    )
    short = Setup(model="generic", connection="tcp://10.0.0.1:9100")
    setups.add("ufficio", whole)
    setups.add("piano-2", short)
    assert setups.names() == ["piano-2", "ufficio"]
    assert setups.find("ufficio") == whole
    assert setups.find("piano-2") == short
    setups.remove("ufficio")
    assert setups.names() == ["piano-2"]
    with pytest.raises(UsageError, match="Known: piano-2"):
        setups.find("ufficio")


def test_all_faults_of_a_file_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('model = 3\nsides = 5\ncolour = "red"\ntimeout = true\n')
    with pytest.raises(SettingsFaulty) as caught:
        Setups(tmp_path).find("a")
    assert [fault.place for fault in caught.value.faults] == [
        "colour", "connection", "model", "sides", "timeout",
    ]  # fmt: skip
    (tmp_path / "b.toml").write_bytes(b"model = \xff")
    with pytest.raises(SettingsFaulty, match="not TOML"):
        Setups(tmp_path).find("b")


@pytest.mark.parametrize("name", ["", "../a", "a/b", ".a", "a b", "\n"])
def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no name"):
        Setups(tmp_path).find(name)
    with pytest.raises(UsageError, match="no name"):
        Setups(tmp_path).add(name, Setup(model="a", connection="file:/tmp/a"))


def test_a_wrong_connection_is_not_written_down(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Setups(tmp_path).add("a", Setup(model="generic", connection="lp0"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("model", "given", "kept"),
    [
        ("braillerap", "serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0?baud=250000&flow=none"),
        ("braillerap", "serial:COM3?baud=115200", "serial:COM3?baud=115200&flow=none"),
        ("braillerap", "tcp://a:9100", "tcp://a:9100"),
        ("index-everest-d-v2", "serial:/dev/ttyS0", "serial:/dev/ttyS0"),
        ("generic", "serial:/dev/ttyS0?baud=1200", "serial:/dev/ttyS0?baud=1200"),
    ],
)
def test_a_line_is_as_the_model_needs_it(model: str, given: str, kept: str) -> None:
    assert with_line(Setup(model=model, connection=given)).connection == kept
