"""Frames for others: drawn at once, and in shared memory that another process reads."""

from __future__ import annotations

import io
import multiprocessing
import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brailledesk.adapters.html import read_screen
from brailledesk.ingest.read import read_document
from brailledesk.magnify.export import SentFrame, SharedFrames, received, render
from brailledesk.magnify.frame import Picture, Pixels, Rectangle
from brailledesk.magnify.style import Style, Zoom
from brailledesk.schemes import WHITE_ON_NAVY
from brailledesk.screen import Patch, apply_patch

STYLE = Style(Zoom(3), WHITE_ON_NAVY)
PAGE = "<h1>Scheda</h1>" + "".join(f"<p>Riga {n}</p>" for n in range(30)) + "<button>Salva</button>"


def _has(pixels: Pixels, colour: tuple[int, int, int]) -> bool:
    return bool((pixels[..., :3] == colour).all(axis=2).any())


def test_a_screen_is_drawn_so_that_its_focus_is_seen() -> None:
    screen = read_screen(PAGE)
    picture = render(screen, STYLE, (640, 400))
    assert (picture.width, picture.height) == (640, 400)
    assert not _has(picture.pixels, WHITE_ON_NAVY.focus)
    button = next(node.id for node in screen.walk() if node.role == "button")
    now = screen.revision
    focused = apply_patch(screen, Patch(now, now + 1, (), button, moves_focus=True))
    assert _has(render(focused, STYLE, (640, 400)).pixels, WHITE_ON_NAVY.focus)
    with Image.open(io.BytesIO(picture.png())) as image:
        assert np.array_equal(np.asarray(image), picture.pixels[..., :3])


def test_a_document_is_drawn_from_its_beginning() -> None:
    document = read_document(b"Gentile cliente,\n\nbuongiorno.", name="a.txt")
    picture = render(document, STYLE, (640, 400))
    assert _has(picture.pixels[:100], WHITE_ON_NAVY.text)
    assert not _has(picture.pixels[-100:], WHITE_ON_NAVY.text)
    with pytest.raises(ValueError, match="pixels"):
        render(document, STYLE, (0, 400))


rectangles = st.builds(
    Rectangle, st.integers(0, 7), st.integers(0, 5), st.integers(1, 3), st.integers(1, 3)
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(rectangles, st.integers(0, 255)), max_size=6))
def test_what_is_received_is_what_was_drawn(steps: list[tuple[Rectangle, int]]) -> None:
    pixels = np.zeros((8, 10, 4), np.uint8)
    with SharedFrames() as frames:
        sent = frames.put(Picture(pixels, (Rectangle(0, 0, 10, 8),)))
        mine = received(sent)
        for rectangle, value in steps:
            part = np.s_[rectangle.y : rectangle.bottom, rectangle.x : rectangle.right]
            pixels[part] = value
            later = frames.put(Picture(pixels, (rectangle,)))
            assert (later.name, later.changed) == (sent.name, (rectangle,))
            assert received(later, mine) is mine
            assert np.array_equal(mine, pixels)


def test_a_frame_of_another_size_is_another_one_and_memory_is_given_back() -> None:
    with SharedFrames() as frames:
        first = frames.put(Picture(np.ones((4, 4, 4), np.uint8), ()))
        assert first.changed == (Rectangle(0, 0, 4, 4),)
        mine = received(first)
        second = frames.put(Picture(np.full((5, 3, 4), 7, np.uint8), ()))
        assert second.name != first.name
        other = received(second, mine)
        assert (other == 7).all()
        with pytest.raises(FileNotFoundError):
            received(first)
    with pytest.raises(FileNotFoundError):
        SharedMemory(second.name)


def _sum(sent: SentFrame) -> int:
    return int(received(sent).sum())


def test_another_process_reads_it_and_leaves_it_there() -> None:
    picture = Picture(np.full((20, 30, 4), 3, np.uint8), ())
    context = multiprocessing.get_context("spawn")
    with SharedFrames() as frames:
        sent = frames.put(picture)
        with context.Pool(1) as pool:
            assert pool.apply(_sum, (sent,)) == 20 * 30 * 4 * 3
        assert _sum(sent) == 20 * 30 * 4 * 3


def test_a_stranger_reads_it_and_leaves_it_there() -> None:
    code = (
        "import sys; from brailledesk.magnify.export import SentFrame, received\n"
        "name, process = sys.argv[1:]\n"
        "print(received(SentFrame(name, int(process), 30, 20, ())).sum())"
    )
    with SharedFrames() as frames:
        sent = frames.put(Picture(np.full((20, 30, 4), 3, np.uint8), ()))
        ended = subprocess.run(
            [sys.executable, "-c", code, sent.name, str(sent.process)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ended.stdout, ended.stderr) == (f"{20 * 30 * 4 * 3}\n", "")
        assert _sum(sent) == 20 * 30 * 4 * 3
