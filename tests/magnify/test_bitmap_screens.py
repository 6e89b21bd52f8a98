"""Screens of which there is only a picture: what they send, and what is drawn of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brailledesk.errors import BrailledeskError, PluginFailed, SourceDamaged, UsageError
from brailledesk.magnify.bitmap_screens import (
    BitmapScreen,
    PictureFile,
    Receiver,
    SentScreen,
    changed_rectangles,
    open_bitmaps,
)
from brailledesk.magnify.export import SentFrame, SharedFrames
from brailledesk.magnify.frame import Picture, Pixels, Rectangle
from brailledesk.magnify.tracking import Mode
from brailledesk.magnify.window.bitmap_reader import BitmapReader
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.settings import Settings
from brailledesk.plugins.door import Offer
from brailledesk.schemes import SCHEMES

SIZE = (320, 240)
SETTINGS = replace(Settings(), zoom=3)


def _noise(seed: int = 1, height: int = 150, width: int = 200) -> Pixels:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


def _screen(pixels: Pixels, pointer: tuple[int, int] | None = None) -> BitmapScreen:
    return BitmapScreen(pixels, changed_rectangles(None, pixels), pointer)


def _reader(pixels: Pixels, settings_: Settings = SETTINGS) -> BitmapReader:
    reader = BitmapReader(settings_, list(SCHEMES.values()), SIZE)
    reader.show(_screen(pixels), 0)
    return reader


class Sending:
    """A source that sends what it is given."""

    def __init__(self, *sent: object) -> None:
        self.sent = list(sent)
        self.is_closed = False

    def next(self) -> SentScreen | None:
        one = self.sent.pop(0) if self.sent else None
        if isinstance(one, Exception):
            raise one
        return one  # type: ignore[return-value]

    def close(self) -> None:
        self.is_closed = True


def _png(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels[..., :3]).save(out, "PNG")
    return out.getvalue()


def test_frames_come_as_files_and_in_shared_memory() -> None:
    first, second = _noise(1), _noise(1)
    second[20:30, 40:60] = (1, 2, 3, 255)
    part = Rectangle(40, 20, 20, 10)
    whole = Rectangle(0, 0, 200, 150)
    with SharedFrames() as frames:
        sent = frames.put(Picture(first, (whole,)))
        receiver = Receiver(Sending(SentScreen(sent, (5, 6))), "prova")
        got = receiver.next()
        assert got is not None
        assert np.array_equal(got.pixels, first)
        assert (got.changed, got.pointer) == ((whole,), (5, 6))
        source = Sending(SentScreen(frames.put(Picture(second, (part,)))), None)
        receiver._source = source
        got = receiver.next()
        assert got is not None
        assert np.array_equal(got.pixels, second)
        assert got.changed == (part,)
        assert receiver.next() is None
    receiver = Receiver(Sending(SentScreen(_png(first)), SentScreen(_png(second))), "prova")
    assert receiver.next() is not None
    got = receiver.next()
    assert got is not None
    assert np.array_equal(got.pixels, second)
    assert got.changed == (Rectangle(0, 0, 128, 128),)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (SentScreen(b"no picture"), SourceDamaged),
        (SentScreen(SentFrame("nowhere", 1, 10, 10, ())), SourceDamaged),
        (SentScreen(SentFrame("huge", 1, 10**6, 10**6, ())), SourceDamaged),
        (SentScreen(SentFrame("less", 1, -5, -5, ())), SourceDamaged),
        (7, PluginFailed),
        (ValueError("boh"), PluginFailed),
    ],
)
def test_what_is_no_frame_is_refused(sent: object, error: type[BrailledeskError]) -> None:
    with pytest.raises(error):
        Receiver(Sending(sent), "prova").next()


def test_memory_that_is_smaller_than_it_says_is_refused() -> None:
    with SharedFrames() as frames:
        sent = frames.put(Picture(_noise(), ()))
        large = replace(sent, width=4_000, height=4_000, changed=())
        with pytest.raises(SourceDamaged):
            Receiver(Sending(SentScreen(large)), "prova").next()


class _Door:
    """A door with one plugin behind it."""

    def __init__(self, make: object) -> None:
        self._offer = Offer("vnc", "vnc", "", make)

    def offers(self, _hook: str) -> dict[str, Offer]:
        return {"vnc": self._offer}


def test_a_plugin_is_given_the_words_behind_its_name() -> None:
    heard: list[str] = []

    def make(words: str) -> Sending:
        heard.append(words)
        return Sending(SentScreen(_png(_noise())))

    receiver = open_bitmaps("vnc:host:5901", _Door(make))  # type: ignore[arg-type]
    assert heard == ["host:5901"]
    assert receiver.next() is not None
    receiver.close()
    with pytest.raises(UsageError, match="vnc"):
        open_bitmaps("rdp:host", _Door(make))  # type: ignore[arg-type]
    for faulty in (lambda _words: 3, lambda _words: 1 / 0):
        with pytest.raises(PluginFailed):
            open_bitmaps("vnc:", _Door(faulty))  # type: ignore[arg-type]


_BOX = st.tuples(st.integers(0, 190), st.integers(0, 140), st.integers(1, 60), st.integers(1, 60))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(_BOX, st.integers(0, 9)), min_size=1, max_size=4),
    st.sampled_from([1, 1.25, 3, 7]),
    st.booleans(),
)
def test_what_changes_is_drawn_as_if_all_was_drawn(
    edits: list[tuple[tuple[int, int, int, int], int]], zoom: float, is_text: bool
) -> None:
    chosen = replace(SETTINGS, zoom=zoom, is_inverted=True)
    pixels = _noise()
    reader = _reader(pixels, chosen)
    if is_text:
        reader.act(Action.NEXT_VIEW, 0)
    reader.picture(10)  # its message has gone
    before = reader.picture(10).copy().pixels
    for (x, y, width, height), seed in edits:
        changed = pixels.copy()
        part = changed[y : y + height, x : x + width]
        part[...] = _noise(seed)[: part.shape[0], : part.shape[1]]
        rectangle = Rectangle(x, y, part.shape[1], part.shape[0])
        reader.show(BitmapScreen(changed, (rectangle,)), 20)
        picture = reader.picture(20)
        fresh = _reader(changed, chosen)
        fresh.is_text = is_text
        fresh._enlarge()
        assert np.array_equal(picture.pixels, fresh.picture(20).pixels)
        told = np.zeros((SIZE[1], SIZE[0]), bool)
        for one in picture.changed:
            assert not told[one.y : one.bottom, one.x : one.right].any()  # they do not overlap
            told[one.y : one.bottom, one.x : one.right] = True
        assert not (picture.pixels != before).any(axis=2)[~told].any()
        before, pixels = picture.pixels.copy(), changed


def test_nothing_is_drawn_where_nothing_changed() -> None:
    reader = _reader(_noise())
    assert reader.picture(0).changed == (Rectangle(0, 0, *SIZE),)
    assert reader.picture(1).changed == ()
    reader.show(BitmapScreen(_noise(), ()), 1)
    assert reader.picture(1).changed == ()


def test_it_is_enlarged_as_pillow_enlarges_it() -> None:
    pixels = _noise()
    seen = _reader(pixels).picture(0).pixels[..., :3].astype(int)
    large = Image.fromarray(pixels[..., :3]).resize((600, 450), Image.Resampling.LANCZOS)
    assert abs(seen - np.asarray(large)[:240, :320]).max() <= 2


def test_the_pointer_is_followed_as_the_reader_wants() -> None:
    places: dict[Mode, tuple[int, int]] = {}
    for mode in Mode:
        reader = _reader(_noise(), replace(SETTINGS, focus=mode))
        reader.show(BitmapScreen(_noise(), (), pointer=(150, 100)), 1)
        places[mode] = reader._corner(1)
    assert places[Mode.NONE] == (0, 0)
    assert places[Mode.CENTRED] == (280, 180)  # 450, 300 in the middle of 320 by 240
    assert 0 < places[Mode.PUSH][0] < 280
    assert places[Mode.PROPORTIONAL] not in {places[Mode.NONE], places[Mode.CENTRED]}


def test_the_caret_goes_before_the_pointer() -> None:
    reader = _reader(_noise(), replace(SETTINGS, focus=Mode.CENTRED, caret=Mode.CENTRED))
    caret = Rectangle(100, 100, 2, 10)
    reader.show(BitmapScreen(_noise(), (), (0, 0), caret), 1)
    x, y = reader._corner(1)
    assert (x, y) == ((303 - 160), (315 - 120))


def _corner(act: Callable[[BitmapReader], None]) -> tuple[int, int]:
    reader = _reader(_noise())
    act(reader)
    return reader._corner(0)


def test_keys_move_it_inside_its_edges() -> None:
    assert _corner(lambda one: one.act(Action.LINE_UP, 0)) == (0, 0)
    assert _corner(lambda one: one.act(Action.LINE_DOWN, 0)) == (0, 48)
    assert _corner(lambda one: one.act(Action.WORD_ON, 0)) == (64, 0)
    assert _corner(lambda one: one.act(Action.BOTTOM, 0)) == (0, 450 - 240)
    reader = _reader(_noise())
    for _ in range(9):
        reader.act(Action.WORD_ON, 0)
        reader.act(Action.PAGE_DOWN, 0)
    assert reader._corner(0) == (600 - 320, 450 - 240)
    reader.act(Action.ZOOM_OUT, 0)  # 2.5 times: it still ends where the picture does
    assert reader._corner(0)[0] <= 500 - 320
    reader.act(Action.TOP, 0)
    assert reader._corner(0) == (0, 0)


def test_the_middle_stays_when_it_is_enlarged() -> None:
    reader = _reader(_noise())
    reader.act(Action.WORD_ON, 0)
    reader.act(Action.LINE_DOWN, 0)
    x, y = reader._corner(0)
    reader.act(Action.ZOOM_IN, 0)
    after = reader._corner(0)
    for before, now, size in ((x, after[0], 320), (y, after[1], 240)):
        assert abs((before + size / 2) * 3.5 / 3 - (now + size / 2)) <= 1


def test_a_file_is_sent_once_and_help_is_text() -> None:
    source = PictureFile(_png(_noise()))
    assert source.next() is not None
    assert source.next() is None
    reader = _reader(_noise())
    before = reader.picture(0).copy().pixels
    reader.act(Action.HELP, 0)
    assert reader.is_helping
    assert not np.array_equal(reader.picture(0).pixels, before)
    reader.act(Action.ESCAPE, 0)
    assert np.array_equal(reader.picture(9).pixels, before)
