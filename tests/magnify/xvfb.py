"""A display of X that nobody sees, programs on it, and pictures of what they show."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
import pytest
from PIL import ImageGrab

from brailledesk.magnify.frame import Pixels
from tests.judges import require_program

PROGRAM = str(Path(sys.executable).parent / "brailledesk")
PATIENCE = 60.0
"""Seconds: the machine may be busy."""


# xdotool counts the frame that a window manager draws twice when it says where a window is.
_FRAMELESS = """<openbox_config xmlns="http://openbox.org/3.4/rc">
<theme><keepBorder>no</keepBorder></theme>
<keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
<applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>"""


@contextmanager
def display(folder: Path, *arguments: str) -> Iterator[str]:
    """The name of a new display, with a window manager: without one none fills the screen.

    ``arguments`` are further ones of the server.
    """
    require_program("xdotool", "xdotool")
    manager = require_program("openbox", "openbox")
    xvfb = require_program("Xvfb", "xvfb")
    rules = folder / "openbox.xml"
    rules.write_text(_FRAMELESS)
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            xvfb,
            "-noreset",  # else each last client that leaves ends those that just come
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            "1400x900x24",
            "-nolisten",
            "tcp",
            *arguments,
        ],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            pytest.fail("Xvfb did not start")
        windows = subprocess.Popen(
            [manager, "--sm-disable", "--config-file", str(rules)],
            env={**os.environ, "DISPLAY": f":{number}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            if not until(lambda: _has_manager(f":{number}")):
                pytest.fail("openbox did not start")
            yield f":{number}"
        finally:
            windows.terminate()
            windows.wait()
    finally:
        server.terminate()
        server.wait()


def _has_manager(name: str) -> bool:
    """Whether the window manager has told how many desktops there are: it is there then."""
    done = subprocess.run(
        ["timeout", "20", "xdotool", "get_num_desktops"],
        env={**os.environ, "DISPLAY": name},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0 and done.stdout.strip().isdigit()


class Shown:
    """A magnifier on a display; with ``with`` it is ended at the end."""

    def __init__(self, name: str, config: Path, *arguments: str) -> None:
        self._environment = environment(config, DISPLAY=name)
        self._process = subprocess.Popen(
            [PROGRAM, "magnify", *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._window = ""

    def __enter__(self) -> Self:
        pid = str(self._process.pid)
        until(lambda: self._find(pid) or self._process.poll() is not None)
        if not self._window:
            self._process.kill()  # what it said ends with it
            pytest.fail(f"no window: {self._process.communicate()[0]}")
        self._xdotool("windowactivate", "--sync", self._window)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate(timeout=PATIENCE)

    def _find(self, pid: str) -> bool:
        found = self._xdotool("search", "--onlyvisible", "--pid", pid)
        self._window = found.split()[0] if found.strip() else ""
        return bool(self._window)

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["timeout", "20", "xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys, by the names of X, each for as short a time as can be: held, they repeat."""
        for key in keys:
            self._xdotool("key", "--delay", "0", key)

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, as somebody who drags its corner."""
        self._xdotool("windowsize", self._window, str(width), str(height))

    def close(self) -> None:
        """Have the window manager ask the window to close, as its button does."""
        self.press("alt+F4")

    @property
    def title(self) -> str:
        """The words in the frame of the window."""
        return self._xdotool("getwindowname", self._window).strip()

    def screenshot(self) -> Pixels:
        """What the window shows: red, green and blue of each pixel."""
        self._find(str(self._process.pid))  # whole screen or not, SDL makes another one
        geometry = self._xdotool("getwindowgeometry", "--shell", self._window)
        values = dict(line.split("=") for line in geometry.split())
        if not values.keys() >= {"X", "Y", "WIDTH", "HEIGHT"}:
            return np.zeros((1, 1, 3), np.uint8)  # it is being made anew
        x, y, width, height = (int(values[one]) for one in ("X", "Y", "WIDTH", "HEIGHT"))
        whole = ImageGrab.grab(xdisplay=self._environment["DISPLAY"])
        return np.asarray(whole.convert("RGB"))[y : y + height, x : x + width]

    def ended(self) -> tuple[int, str]:
        """The exit status and all that was said, once it has ended by itself."""
        said, _ = self._process.communicate(timeout=PATIENCE)
        return self._process.returncode, said


def environment(config: Path, **more: str) -> dict[str, str]:
    """What a program finds: an Italian user's, with settings of the test's own."""
    kept = {name: one for name, one in os.environ.items() if not name.startswith(("SDL_", "WAYL"))}
    own = {"LANG": "it_IT.UTF-8", "LC_ALL": "", "LANGUAGE": "", "XDG_CONFIG_HOME": str(config)}
    return {**kept, "PYTHONIOENCODING": "utf-8", **own, **more}


def until(is_so: Callable[[], bool]) -> bool:
    """Wait for something to be so; whether it was."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
