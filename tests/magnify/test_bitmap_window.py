"""Pictures and remote screens in a real window, and windows on displays of many pixels."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageGrab

from brailledesk.i18n import catalogue
from brailledesk.ingest.read import read_document
from brailledesk.magnify.bitmap import open_picture
from brailledesk.magnify.bitmap_screens import BitmapScreen
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.frame import Pixels, Rectangle
from brailledesk.magnify.style import Em
from brailledesk.magnify.window.bitmap_reader import BitmapReader
from brailledesk.magnify.window.display_scale import display_scale
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.reader import Reader
from brailledesk.magnify.window.settings import Settings
from brailledesk.magnify.x11 import display as x11_display
from brailledesk.schemes import SCHEMES
from tests.magnify.drawing import rows_of_ink
from tests.magnify.xvfb import Shown, display, environment, until

SIZE = (640, 400)
SETTINGS = replace(Settings(), width=SIZE[0], height=SIZE[1])


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with display(tmp_path_factory.mktemp("display")) as name:
        yield name


def _shows(shown: Shown, *wanted: Pixels) -> bool:
    """Whether the window comes to show one of some frames, to the pixel."""

    def is_so() -> bool:
        seen = shown.screenshot()
        return any(np.array_equal(seen, one[..., :3]) for one in wanted)

    return until(is_so)


def _frames(reader: BitmapReader, now: float) -> tuple[Pixels, Pixels]:
    """What is shown at a time, and when its message has gone: a busy machine may be late."""
    with_message = reader.picture(now).copy().pixels
    return with_message, reader.picture(now + 4).copy().pixels


def _picture(path: Path) -> Path:
    noise = np.random.default_rng(7).integers(0, 256, (300, 420, 3), np.uint8)
    Image.fromarray(noise).save(path)
    return path


def _whole(pixels: Pixels) -> tuple[Rectangle, ...]:
    return (Rectangle(0, 0, pixels.shape[1], pixels.shape[0]),)


def test_a_picture_in_a_window(screen: str, tmp_path: Path) -> None:
    path = _picture(tmp_path / "foto.png")
    reader = BitmapReader(SETTINGS, list(SCHEMES.values()), SIZE, say=catalogue("it"))
    pixels = open_picture(path.read_bytes())
    reader.show(BitmapScreen(pixels, _whole(pixels)), 0)
    arguments = ("--picture", str(path), "--size", "640x400")
    with Shown(screen, tmp_path / "config", *arguments) as shown:
        assert _shows(shown, reader.picture(0).pixels)
        now = 0.0
        for key, action in (
            ("Down", Action.LINE_DOWN),
            ("Right", Action.WORD_ON),
            ("ctrl+plus", Action.ZOOM_IN),
            ("ctrl+alt+i", Action.INVERT),
            ("Page_Down", Action.PAGE_DOWN),
            ("ctrl+alt+m", Action.NEXT_VIEW),
            ("F5", Action.NEXT_SCHEME),
        ):
            now += 10
            shown.press(key)
            reader.act(action, now)
            assert _shows(shown, *_frames(reader, now)), key
        reader.resize(500, 300, now)
        shown.resize(500, 300)
        assert _shows(shown, reader.picture(now + 4).pixels)
        shown.press("q")
        assert shown.ended() == (0, "")


def test_the_screen_of_another_display_with_its_pointer(screen: str, tmp_path: Path) -> None:
    with display(tmp_path) as far:
        path = _picture(tmp_path / "foto.png")
        config = tmp_path / "config"
        far_arguments = ("--picture", str(path), "--size", "640x400", "--no-remember")
        with Shown(far, config, *far_arguments) as remote:
            assert until(lambda: bool(remote.screenshot().any()))
            _point(far, 700, 450)
            settings = replace(SETTINGS, zoom=3)
            reader = BitmapReader(settings, list(SCHEMES.values()), SIZE)
            reader.show(_grabbed(far, (700, 450)), 0)
            arguments = ("--screen", far, "--size", "640x400", "--zoom", "3", "--no-remember")
            with Shown(screen, config, *arguments) as shown:
                for x, y in ((500, 350),):
                    _point(far, x, y)
                    reader.show(_grabbed(far, (x, y)), 1)
                    assert _shows(shown, reader.picture(1).pixels), (x, y)
                before = shown.screenshot()
                remote.press("ctrl+alt+i")  # what changes there changes here
                assert until(lambda: not np.array_equal(shown.screenshot(), before))
                assert until(lambda: _is_like(shown, reader, far))


def _point(name: str, x: int, y: int) -> None:
    """Move the pointer, as somebody with a mouse."""
    found = environment(Path("/nonexistent"), DISPLAY=name)
    move = ["timeout", "20", "xdotool", "mousemove", "--sync", str(x), str(y)]
    subprocess.run(move, env=found, check=False)


def _grabbed(name: str, pointer: tuple[int, int]) -> BitmapScreen:
    image = ImageGrab.grab(xdisplay=name).convert("RGBA")
    pixels = np.asarray(image).copy()
    return BitmapScreen(pixels, _whole(pixels), pointer)


def _is_like(shown: Shown, reader: BitmapReader, far: str) -> bool:
    """Whether the window shows what is on the far screen at the same moment."""
    reader.show(_grabbed(far, (500, 350)), 2)
    wanted = reader.picture(2).pixels[..., :3]
    return np.array_equal(shown.screenshot(), wanted)


@pytest.mark.parametrize(("dots", "scale"), [("96", 1.0), ("192", 2.0)])
def test_sizes_are_right_on_displays_of_many_pixels(
    tmp_path: Path, dots: str, scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "x.txt"
    document.write_text("xxx", encoding="utf-8")
    with display(tmp_path, "-dpi", dots) as name:
        monkeypatch.setenv("DISPLAY", name)
        monkeypatch.delenv("GDK_SCALE", raising=False)
        assert display_scale() == scale
        size = round(SIZE[0] * scale), round(SIZE[1] * scale)
        reader = Reader(SETTINGS, list(SCHEMES.values()), size, scale=scale)
        reader.read(document_text(read_document(document)))
        frame = reader.picture(0)
        config = tmp_path / "config"
        with Shown(name, config, str(document), "--size", "640x400") as shown:
            assert _shows(shown, frame.pixels)  # each pixel of the frame is one of the display
            # 16 pixels of the em at 96 dots an inch, four times; the x of this font is half an em.
            top, bottom = rows_of_ink(frame.pixels[..., 0] > 128)
            x_height = reader._layout.flow.words.atlas.family.plain.x_height
            assert abs(bottom - top - 64 * scale * x_height) <= 1
            shown.press("ctrl+q")
            assert shown.ended() == (0, "")


def test_what_a_desktop_says_of_its_scale_goes_before_the_server(
    screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("GDK_SCALE", raising=False)
    _set_resource(screen, "Xft.dpi:\t144\n")
    try:
        with x11_display(screen) as opened:
            assert opened is not None
            assert opened.dots() == 144
        assert display_scale() == 1.5
        monkeypatch.setenv("GDK_SCALE", "2")
        assert display_scale() == 2
        assert display_scale("3") == 3
        assert display_scale("molto") == 2
    finally:
        _set_resource(screen, "")
    monkeypatch.delenv("GDK_SCALE")
    monkeypatch.setenv("DISPLAY", ":nowhere")
    assert display_scale() == 1


def _set_resource(name: str, text: str) -> None:
    """The resources of a display, as xrdb sets them: a property of its root window."""
    import ctypes

    from brailledesk.magnify.x11 import _library

    x = _library()
    assert x is not None
    opened = x.XOpenDisplay(name.encode())
    data = text.encode()
    x.XChangeProperty.argtypes = [
        *(ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_int),
        *(ctypes.c_int, ctypes.c_char_p, ctypes.c_int),
    ]
    resource_manager, string = 23, 31  # Xatom.h
    root = x.XDefaultRootWindow(opened)
    x.XChangeProperty(opened, root, resource_manager, string, 8, 0, data, len(data))
    x.XCloseDisplay(opened)


def test_a_style_never_asks_for_more_than_can_be_drawn() -> None:
    largest = replace(Settings(), zoom=36).style(SCHEMES["amber"], 4)
    assert largest.size == Em(2000)
