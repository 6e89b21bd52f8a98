"""Keys from a terminal, one by one as they are pressed, or from a pipe."""

from __future__ import annotations

import codecs
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from brailledesk.errors import N_, UsageError

_PIECE = 4096


@contextmanager
def raw_terminal() -> Iterator[None]:
    """The terminal without lines and echo, until the end; then it is as it was."""
    try:
        import termios
        import tty
    except ImportError:
        raise UsageError(
            N_("Keys cannot be read one by one on this system's console."),
            N_("Pipe the keys to the command."),
        ) from None
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number)
        yield
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)


def pieces_of_input(patience: Callable[[], float | None]) -> Iterator[str]:
    """What is typed, as it comes; an empty piece where ``patience`` (seconds) ended first."""
    number = sys.stdin.fileno()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while True:
        if sys.stdin.isatty():
            ready, _, _ = select.select([number], [], [], patience())
            if not ready:
                yield ""
                continue
        data = os.read(number, _PIECE)
        if not data:
            return
        yield decoder.decode(data)
