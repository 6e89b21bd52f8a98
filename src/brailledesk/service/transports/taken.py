"""Standard input and output as one client's alone: what a plugin prints is no message."""

from __future__ import annotations

import os

_OUTPUT, _ERRORS = 1, 2


def take_streams() -> tuple[int, int]:
    """Descriptors of standard input and output, which are the client's from now on.

    For everything else in the process there is nothing to read, and what it prints goes to standard
    error. It stays so: what waits in a buffer is written when the process ends.
    """
    streams = os.dup(0), os.dup(_OUTPUT)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(_ERRORS, _OUTPUT)
    except OSError:  # it is closed
        os.dup2(nothing, _OUTPUT)
    os.close(nothing)
    return streams
