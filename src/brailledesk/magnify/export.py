"""Frames for other programs: drawn at once, as a file, or in memory that both sides see.

::

    picture = render(screen, style, (1280, 800))
    data = picture.png()                         # for those who are elsewhere

    with SharedFrames() as frames:               # for those on the same machine
        sent = frames.put(picture)               # its name, its size, and what has changed
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from types import TracebackType
from typing import Self

import numpy as np

from brailledesk.document import Document
from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Picture, Pixels, Rectangle
from brailledesk.magnify.lines import screen_text
from brailledesk.magnify.markers import NO_MARKS, Marks, marks_of
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.style import Style
from brailledesk.magnify.tracking import Area, Mode, followed
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.magnify.words import Words
from brailledesk.screen import Screen


def render(source: Screen | Document, style: Style, size: tuple[int, int]) -> Picture:
    """A screen or a document as one frame of ``size`` (width, height) pixels.

    A document is seen from its beginning, a screen so that its caret, or its focus, is in view.
    Raises FontFaulty for a font that cannot be used, ValueError for a size that no screen has.
    """
    width, height = size
    canvas = Canvas(width, height)
    words = Words(Atlas(style))
    if isinstance(source, Document):
        flow = page_flow(document_text(source), words, width)
        return canvas.show(whole_screen(flow, Place(), width, height))
    text = screen_text(source)
    marks = marks_of(text)
    flow = page_flow(text.lines, words, width)
    return canvas.show(whole_screen(flow, _seen(flow, marks, height), width, height, marks))


def _seen(flow: Flow, marks: Marks, height: int) -> Place:
    """The place from which the caret, or else the focus, is in view."""
    span = marks.caret or next(iter(marks.focus), None)
    if span is None or marks is NO_MARKS:
        return Place()
    where = flow.rectangle(span.line, span.start, span.end)
    y = flow.distance(Place(), Place(span.line)) + where.y
    view = Area(0, 0, 1, height)
    content = Area(0, 0, 1, y + where.height + height)
    moved = followed(view, Area(0, y, 1, where.height), content, Mode.PUSH, 0.0)
    return flow.move(Place(), round(moved.y))


@dataclass(frozen=True, slots=True)
class SentFrame:
    """Where a frame lies: rows of red, green, blue and alpha, and what of them has changed.

    A frame of another name is another frame: all of it has changed. ``process`` is the number of
    the one that made it.
    """

    name: str
    process: int
    width: int
    height: int
    changed: tuple[Rectangle, ...]


class SharedFrames:
    """Frames of one reader in shared memory, one after another in the same place.

    The other side has to read what changed before it asks for the next one. The memory is given
    back at the end of the ``with``, and when frames of another size come.
    """

    def __init__(self) -> None:
        self._memory: SharedMemory | None = None
        self._size = (0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def put(self, picture: Picture) -> SentFrame:
        """Copy what changed of a picture; of the first, and of one of another size, all."""
        size = picture.width, picture.height
        changed = picture.changed
        if self._memory is None or size != self._size:
            self.close()
            self._memory = SharedMemory(create=True, size=size[0] * size[1] * 4)
            self._size = size
            changed = (Rectangle(0, 0, *size),)
        target = _pixels(self._memory, *size)
        for one in changed:
            part = np.s_[one.y : one.bottom, one.x : one.right]
            target[part] = picture.pixels[part]
        return SentFrame(self._memory.name, os.getpid(), *size, changed)

    def close(self) -> None:
        """Give the memory back; who still looks at it keeps it as long."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            memory.unlink()


def received(sent: SentFrame, before: Pixels | None = None) -> Pixels:
    """The pixels of a frame on the other side, as its own.

    ``before`` are those of the frame before it: of one of the same size only what changed is
    copied, into the same array. Raises FileNotFoundError for a frame that was given back.
    """
    size = sent.height, sent.width, 4
    is_same = before is not None and before.shape == size
    pixels = before if before is not None and is_same else np.empty(size, np.uint8)
    changed = sent.changed if is_same else (Rectangle(0, 0, sent.width, sent.height),)
    memory = _attached(sent)
    try:
        for one in changed:
            part = np.s_[one.y : one.bottom, one.x : one.right]
            pixels[part] = _pixels(memory, sent.width, sent.height)[part]
    finally:
        memory.close()
    return pixels


def _attached(sent: SentFrame) -> SharedMemory:
    """The memory of another; when this process ends it must not be given back with it.

    Before Python 3.13 it would be (CPython issue 82300): by the tracker of this process, but not by
    one that processes of multiprocessing share with the one that made the memory.
    """
    if sys.version_info >= (3, 13):
        return SharedMemory(sent.name, track=False)
    memory = SharedMemory(sent.name)
    if sent.process != os.getpid() and multiprocessing.parent_process() is None:
        resource_tracker.unregister(memory._name, "shared_memory")  # type: ignore[attr-defined] # noqa: SLF001
    return memory


def _pixels(memory: SharedMemory, width: int, height: int) -> Pixels:
    return np.ndarray((height, width, 4), np.uint8, memory.buf)
