"""The window on a display of X, its keys pressed, what it shows compared with the frames."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from brailledesk.adapters.html import read_screen
from brailledesk.cli.app import app
from brailledesk.cli.desk_console import Console
from brailledesk.cli.desk_drawing import TerminalDisplay
from brailledesk.cli.desk_keys import Keyboard
from brailledesk.cli.desking import cells_of, open_session
from brailledesk.cli.magnify_desk import DeskHost, WindowCanvas
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.recording import Setup
from brailledesk.frame import Geometry
from brailledesk.i18n import catalogue
from brailledesk.ingest.read import read_document
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.reader import Reader
from brailledesk.magnify.window.settings import Settings, load_settings
from brailledesk.schemes import SCHEMES
from tests.desk.print_cells import cells_of as print_cells
from tests.devices.displays.brltty import virtual
from tests.magnify.xvfb import PROGRAM, Shown, display, environment, until

SIZE = (800, 500)
TEXT = "\n\n".join(
    f"{n}. Gentile cliente, il prezzo della lavatrice è di 1.250,50 €, consegna giovedì."
    for n in range(8)
)
PAGE = """<title>Cliente</title><h1>Scheda</h1><label for=n>Nome e cognome</label>
<input id=n value="Anna Bianchi"><label for=c>Codice</label><input id=c value="K1" required>
<label><input type=checkbox> Consenso</label><button>Salva</button>"""


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with display(tmp_path_factory.mktemp("display")) as name:
        yield name


def _reader(settings: Settings, *, has_desk: bool = False) -> Reader:
    return Reader(settings, list(SCHEMES.values()), SIZE, say=catalogue("it"), has_desk=has_desk)


def _shows(shown: Shown, reader: Reader, now: float) -> bool:
    """Whether the window comes to show the reader's frame, to the pixel."""
    expected = reader.picture(now).pixels[..., :3]

    def is_so() -> bool:
        seen = shown.screenshot()
        return seen.shape == expected.shape and bool((seen == expected).all())

    return until(is_so)


def test_a_document_in_a_window(screen: str, tmp_path: Path) -> None:
    document = tmp_path / "lettera.txt"
    document.write_text(TEXT, encoding="utf-8")
    reader = _reader(replace(Settings(), width=SIZE[0], height=SIZE[1]))
    reader.read(document_text(read_document(document)))
    with Shown(screen, tmp_path / "config", str(document), "--size", "800x500") as shown:
        assert _shows(shown, reader, 0)
        assert shown.title == "lettera.txt"
        now = 0.0
        for key, action in (
            ("ctrl+plus", Action.ZOOM_IN),
            ("F5", Action.NEXT_SCHEME),
            ("ctrl+alt+i", Action.INVERT),
            ("Down", Action.LINE_DOWN),
            ("Page_Down", Action.PAGE_DOWN),
            ("ctrl+alt+m", Action.NEXT_VIEW),
        ):
            now += 10
            shown.press(key)
            reader.act(action, now)
            assert _shows(shown, reader, now), key
        assert shown.title == "vista: una colonna – lettera.txt"
        reader.resize(620, 430, now)
        shown.resize(620, 430)
        assert _shows(shown, reader, now + 4)  # the message has gone, too
        shown.press("F1")
        reader.act(Action.HELP, now)
        assert _shows(shown, reader, now + 4)
        shown.press("Escape", "ctrl+q")
        assert shown.ended() == (0, "")
    kept, faults = load_settings(tmp_path / "config" / "brailledesk" / "magnify.toml")
    assert faults is None
    assert kept == replace(reader.settings, width=620, height=430)


def test_it_opens_as_it_was_left_and_finds_text(screen: str, tmp_path: Path) -> None:
    document = tmp_path / "lettera.txt"
    document.write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "brailledesk"
    folder.mkdir()
    own = "zoom = 3\nscheme = 'amber'\nwidth = 800\nheight = 500\n"
    (folder / "magnify.toml").write_text(own)
    reader = _reader(Settings(zoom=3, scheme="amber", width=800, height=500))
    reader.read(document_text(read_document(document)))
    with Shown(screen, tmp_path, str(document), "--no-remember") as shown:
        assert _shows(shown, reader, 0)
        shown.press("ctrl+f", "6", "period", "space", "g", "Return")
        reader.act(Action.FIND, 0)
        for key in (*"6. g", "enter"):
            reader.type(key, 0)
        assert _shows(shown, reader, 1)
        shown.press("F11")
        reader.act(Action.FULLSCREEN, 1)
        reader.resize(1400, 900, 1)
        assert _shows(shown, reader, 5)
        shown.close()
        assert shown.ended() == (0, "")
    assert (folder / "magnify.toml").read_text() == own


def test_a_desk_in_a_window(screen: str, tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text(PAGE, encoding="utf-8")
    desk = open_session(Setup(profile="nvda-it", table="it-8dot", contracted=None), time.time)
    terminal = TerminalDisplay(Geometry(40))
    desk.attach(terminal)
    desk.publish(read_screen(PAGE))
    canvas = WindowCanvas(lambda: None)
    console = Console(desk, terminal, Keyboard(cells_of("it-8dot")), canvas)
    host = DeskHost(desk, console, canvas, load_profile("nvda-it"))
    reader = _reader(Settings(zoom=3, width=800, height=500), has_desk=True)
    host.refresh(reader, 0)
    arguments = (str(page), "--desk", "--size", "800x500", "--zoom", "3")
    with Shown(screen, tmp_path, *arguments) as shown:
        assert _shows(shown, reader, 0)
        for key, name in (
            ("Tab", "tab"),
            ("i", "i"),
            ("x", "x"),
            ("Escape", "escape"),
            ("Tab", "tab"),
            ("shift+Tab", "backtab"),
        ):
            shown.press(key)
            host.press(name)
            host.refresh(reader, 0)
            assert _shows(shown, reader, 0), key
        assert any("Anna Bianchix" in line for line in reader.lines)
        shown.press("q")
        assert shown.ended() == (0, "")


def test_a_braille_display_beside_the_window(screen: str, tmp_path: Path) -> None:
    """Its cells say what the window shows, and its keys work at the same screen."""
    page = tmp_path / "p.html"
    page.write_text(PAGE, encoding="utf-8")
    arguments = (str(page), "--desk", "--profile", "it", "--size", "800x500", "--zoom", "3")
    with virtual(tmp_path) as (brltty, device):
        server = f"brlapi:{brltty.server.host}:{brltty.server.number}"
        with Shown(screen, tmp_path, *arguments, "--display", server) as shown:
            device.wait_for(_row("Cliente doc Scheda t1"))
            until(lambda: len(shown.screenshot()) == SIZE[1])
            before = shown.screenshot()
            shown.press("Tab")
            device.wait_for(_row("Nome e cognome: Anna Bianchi⣀ed"))  # with the caret
            assert until(lambda: not np.array_equal(shown.screenshot(), before))
            first = shown.screenshot()
            device.press("FWINRT")
            device.press("FWINRT")
            device.wait_for(_row("Consenso ⣏⣀⣹ cas"))
            device.press("ROUTE 2")
            device.wait_for(_row("Consenso ⣏⣿⣹ cas"))
            assert until(lambda: not np.array_equal(shown.screenshot(), first))
            shown.press("ctrl+q")
            assert shown.ended() == (0, "")


def _row(text: str) -> bytes:
    return print_cells(text).ljust(40, b"\0")


def _run(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "magnify", *arguments],
        env=environment(tmp_path, DISPLAY=""),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_without_a_display_it_is_said_what_to_do(tmp_path: Path) -> None:
    document = tmp_path / "lettera.txt"
    document.write_text(TEXT, encoding="utf-8")
    ended = _run(tmp_path, str(document))
    assert ended.returncode == 20
    assert "Qui non si può aprire una finestra: non c'è uno schermo." in ended.stderr
    assert "--png" in ended.stderr


def test_frames_are_written_without_a_display(tmp_path: Path) -> None:
    document = tmp_path / "lettera.txt"
    document.write_text(TEXT, encoding="utf-8")
    out = tmp_path / "fuori.png"
    chosen = ("--png", str(out), "--size", "800x500", "--frames", "40", "--scheme", "amber")
    assert _run(tmp_path, str(document), *chosen).returncode == 0
    frames = sorted(tmp_path.glob("fuori*.png"), key=lambda one: (len(one.name), one.name))
    assert frames[0] == out
    assert 3 <= len(frames) < 40
    reader = _reader(Settings(scheme="amber", width=800, height=500))
    reader.read(document_text(read_document(document)))
    for frame in frames:
        with Image.open(frame) as image:
            assert np.array_equal(np.asarray(image), reader.picture(0).pixels[..., :3])
        reader.act(Action.PAGE_DOWN, 0)
    last = reader.picture(0).pixels.copy()
    reader.act(Action.PAGE_DOWN, 0)
    assert np.array_equal(reader.picture(0).pixels, last)
    assert not (tmp_path / "brailledesk").exists()


@pytest.mark.parametrize("missing", ["numpy", "fontTools"])
def test_without_the_extra_it_is_said_what_to_install(missing: str, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "sys.argv[1:] = ['magnify', 'a.txt', '--png', 'b']\n"
        "from brailledesk.cli import main; main()"
    )
    (tmp_path / "a.txt").write_text("uno")
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 20
    assert missing.lower() in ended.stderr
    assert 'pip install "brailledesk[magnify]"' in ended.stderr
    assert "Traceback" not in ended.stderr


def _called(monkeypatch: pytest.MonkeyPatch, config: Path, *arguments: str) -> Result:
    for name, value in environment(config).items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(app, ["magnify", *arguments])


def test_wrong_choices_are_told_and_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "lettera.txt"
    document.write_text(TEXT, encoding="utf-8")
    own = tmp_path / "mio.toml"
    own.write_text('base = "black-white"\ntext = "#777"\n')
    out = str(tmp_path / "fuori.png")
    weak = _called(monkeypatch, tmp_path, str(document), "--png", out, "--scheme", str(own))
    assert weak.exit_code == 2
    assert "testo #777777 su #FFFFFF: 4.4:1, serve 4.5:1" in weak.stderr
    assert "--force" in weak.stderr
    for wrong, said in (
        (("--scheme", "rosa"), "yellow-black"),
        (("--size", "10x10"), "1280x800"),
        (("--font", str(own)), "mio.toml"),
    ):
        ended = _called(monkeypatch, tmp_path, str(document), "--png", out, *wrong)
        assert ended.exit_code != 0
        assert said in ended.stderr
        assert "Traceback" not in ended.stderr
    assert not Path(out).exists()
    forced = _called(
        monkeypatch, tmp_path, str(document), "--png", out, "--scheme", str(own), "--force"
    )
    assert forced.exit_code == 0
    assert "4.4:1" in forced.stderr
    assert Path(out).exists()


def test_what_was_remembered_and_is_gone_locks_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "lettera.txt"
    document.write_text(TEXT, encoding="utf-8")
    folder = tmp_path / "brailledesk"
    folder.mkdir()
    (folder / "magnify.toml").write_text("scheme = '/gone.toml'\nfont = '/gone.ttf'\nzoom = 77\n")
    ended = _called(monkeypatch, tmp_path, str(document), "--png", str(tmp_path / "a.png"))
    assert ended.exit_code == 0
    for said in ("/gone.toml", "/gone.ttf", "zoom"):
        assert said in ended.stderr
    plain = _called(monkeypatch, tmp_path / "new", str(document), "--png", str(tmp_path / "b.png"))
    assert plain.stderr == ""
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
