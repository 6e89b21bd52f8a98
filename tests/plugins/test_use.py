"""What a plugin brings is used where one would look for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from brailledesk.adapters.load import load_screen
from brailledesk.call import Call, CallNews
from brailledesk.conversion import transcribe
from brailledesk.desk.filters import PluginFilters
from brailledesk.desk.session import open_desk
from brailledesk.devices.displays.model_file import read_model as read_display
from brailledesk.devices.displays.serial import wire_connection
from brailledesk.devices.embossers import Paper, Settings, encode
from brailledesk.devices.embossers.model_file import read_model as read_embosser
from brailledesk.errors import SettingsFaulty, StaleRevision, TableNotFound, UsageError
from brailledesk.frame import Frame, Geometry
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.engines import check_engine, engine_names, open_engine
from brailledesk.plugins import open_door
from brailledesk.screen import Change, Node, Patch, build_screen
from brailledesk.speech.engine import VoiceSettings
from brailledesk.speech.engines import make_engine
from brailledesk.telephony.lookup import lookup_of
from brailledesk.telephony.source import open_source
from brailledesk.translate.load import load_translator
from tests.formats.publications import make_publication

pytestmark = pytest.mark.usefixtures("installed")

DISPLAY = """\
maker = "Example"
model = "Pipe"
protocol = "pipe"

[keys]
names = ["left", "right"]

[bindings]
"left" = "pan-left"

[source]
protocol = "ours"
keys = "ours"
"""
EMBOSSER = """\
maker = "Example"
model = "One"
protocol = "pipe"
variant = "wide"

[paper]
width = ["100 mm", "300 mm"]

[cells]
width = "6 mm"
height = "10 mm"

[modes]
sides = [1]

[source]
protocol = "the manual"
variant = "the manual"
paper = "the manual"
cells = "the manual"
modes = "the manual"
"""


def test_documents_and_their_filters() -> None:
    document = read_document(b"Prova!", name="a.rec")
    assert [run.text for run in document.runs()] == ["Prova"]
    filtered = transcribe(document, filters=["extras"]).document
    assert [run.text for run in filtered.runs()] == ["Prova", "fine"]
    with pytest.raises(UsageError, match="no filter of documents nobody"):
        transcribe(document, filters=["nobody"])


def test_engines() -> None:
    translator = load_translator("mine", engine="ordinals")
    assert translator.translate("Abc").cells == b"Abc"
    with pytest.raises(TableNotFound):
        load_translator("none", engine="ordinals")
    with pytest.raises(UsageError, match="native, reference, louis, ordinals"):
        load_translator("it-6dot", engine="cardinals")
    assert make_engine("tone").synthesise("a", VoiceSettings()).frames == 100
    with pytest.raises(UsageError, match="espeak, pyttsx3, command, tone"):
        make_engine("noise")
    assert "reader" in engine_names()
    check_engine("reader")
    assert open_engine("reader").name == "reader"


class _Way:
    """The other end of a cable."""

    address = "pipe"

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    def read(self, _seconds: float) -> bytes:
        return b"I" if self.sent == [b"?"] else b""

    def abort(self) -> None:
        pass


def test_a_display(tmp_path: Path) -> None:
    path = tmp_path / "pipe.toml"
    path.write_text(DISPLAY, encoding="utf-8")
    way = _Way()
    told: list[object] = []
    connection = wire_connection(way, read_display(path), told.append)  # type: ignore[arg-type]
    connection.send(Frame((b"12345678",)), None)
    connection.close()
    assert connection.geometry == Geometry(8)
    assert way.sent == [b"?", b"C12345678"]
    path.write_text(DISPLAY.replace('"left",', '"up",'), encoding="utf-8")
    with pytest.raises(SettingsFaulty, match="no key up; it has: left, right"):
        read_display(path)


def test_an_embosser(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(EMBOSSER, encoding="utf-8")
    settings = Settings(paper=Paper(200.0, 250.0))
    encoded = encode(make_publication([[b"\x01"]]), read_embosser(path), settings)
    sent = b"".join(chunk.data for chunk in encoded.chunks(1))
    assert sent.startswith(b"BEGIN<")
    assert sent.endswith(b">END")
    path.write_text(EMBOSSER.replace("wide", "narrow"), encoding="utf-8")
    with pytest.raises(SettingsFaulty, match="variant: one of these is wanted: , wide"):
        read_embosser(path)


def test_screens() -> None:
    screen = load_screen("coda vendite", kind="queue")
    assert screen.nodes["q"].name == "CODA VENDITE"
    with pytest.raises(UsageError, match="html, json, text, queue"):
        load_screen("x", kind="picture")


def test_calls_and_callers() -> None:
    door = open_door()
    told: list[CallNews] = []
    source = open_source("bell:loud:1", door)
    asyncio.run(source.run(told.append))
    assert told == [Call("ringing", "1", "loud:1")]
    lookup = lookup_of(door)
    assert lookup is not None
    assert lookup("055 5555") == "Rossi Mario"
    assert lookup("1") is None
    with pytest.raises(UsageError, match="asterisk, webhook, bell"):
        open_source("drum", door)


def test_a_desk_behind_filters() -> None:
    """Patches count on the host's screen, not on the filtered one."""
    desk = open_desk(filters=PluginFilters(open_door()))
    host = build_screen(
        [Node(id="w", role="dialog", children=("a",)), Node(id="a", role="button", name="Salva")],
        revision=7,
    )
    desk.publish(host)
    assert desk.screen is host
    desk.attach(_Display())
    assert "SALVA" in "".join(desk.texts())
    desk.patch(Patch(7, 8, (Change("a", {"name": "Chiudi"}),)))
    assert desk.screen.nodes["a"].name == "Chiudi"
    assert "CHIUDI" in "".join(desk.texts())
    with pytest.raises(StaleRevision):
        desk.patch(Patch(7, 9, ()))
    desk.post("spam")
    desk.post("ciao")
    assert [one.text for one in desk.history] == ["[ciao]"]


class _Display:
    geometry = Geometry(40)

    def show(self, frame: Frame) -> None:
        pass
