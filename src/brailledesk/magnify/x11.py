"""What a display of X11 says that neither SDL nor Pillow asks: its scale, and where the pointer is.

By ctypes and the library that is on every desktop of X11; where it is not, nothing is known.
Calls and meanings: Xlib's manual (X.Org), sections 2.2, 10.1 and 15.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p

_XFT_DPI = re.compile(r"^Xft\.dpi:\s*([\d.]+)\s*$", re.MULTILINE)
_MILLIMETRES = 25.4


class Display:
    """An open display; see :func:`display`."""

    def __init__(self, library: ctypes.CDLL, pointer: int) -> None:
        self._x = library
        self._display = c_void_p(pointer)

    def dots(self) -> float | None:
        """Dots an inch: what the desktop has set for fonts, or else what the server was told."""
        text = self._x.XResourceManagerString(self._display)
        found = _XFT_DPI.search(text.decode("latin-1")) if text else None
        if found is not None:
            return float(found[1])
        screen = self._x.XDefaultScreen(self._display)
        pixels = self._x.XDisplayWidth(self._display, screen)
        millimetres = self._x.XDisplayWidthMM(self._display, screen)
        return pixels * _MILLIMETRES / millimetres if pixels > 0 and millimetres > 0 else None

    def pointer(self) -> tuple[int, int] | None:
        """Where the pointer is on the screen; None where it is on another one."""
        root, child = c_ulong(), c_ulong()
        x, y, inner_x, inner_y = c_int(), c_int(), c_int(), c_int()
        mask = c_uint()
        window = self._x.XDefaultRootWindow(self._display)
        is_here = self._x.XQueryPointer(
            *(self._display, window, byref(root), byref(child)),
            *(byref(x), byref(y), byref(inner_x), byref(inner_y), byref(mask)),
        )
        return (x.value, y.value) if is_here else None

    def close(self) -> None:
        """Let the display go."""
        self._x.XCloseDisplay(self._display)


def open_display(name: str | None = None) -> Display | None:
    """The display of a name (":7"), or the one of the environment; None where there is none."""
    library = _library()
    if library is None:
        return None
    pointer = library.XOpenDisplay(None if name is None else name.encode())
    return Display(library, pointer) if pointer else None


@contextmanager
def display(name: str | None = None) -> Iterator[Display | None]:
    """The same, closed at the end."""
    opened = open_display(name)
    try:
        yield opened
    finally:
        if opened is not None:
            opened.close()


def _library() -> ctypes.CDLL | None:
    if sys.platform in {"win32", "darwin"}:
        return None
    try:
        library = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
    except OSError:
        return None
    library.XOpenDisplay.argtypes, library.XOpenDisplay.restype = [c_char_p], c_void_p
    library.XCloseDisplay.argtypes = [c_void_p]
    library.XResourceManagerString.argtypes = [c_void_p]
    library.XResourceManagerString.restype = c_char_p
    library.XDefaultScreen.argtypes = [c_void_p]
    library.XDisplayWidth.argtypes = [c_void_p, c_int]
    library.XDisplayWidthMM.argtypes = [c_void_p, c_int]
    library.XDefaultRootWindow.argtypes, library.XDefaultRootWindow.restype = [c_void_p], c_ulong
    integers = [POINTER(c_int)] * 4
    windows = [POINTER(c_ulong)] * 2
    library.XQueryPointer.argtypes = [c_void_p, c_ulong, *windows, *integers, POINTER(c_uint)]
    return library
