"""The room of the command line: parse, call one function, print.

In: arguments, files, standard input. Out: files, standard output, one sentence on standard error
and an exit status (see :mod:`brailledesk.errors`).
"""

from __future__ import annotations

import gc
import sys

_GARBAGE = 50_000
"""Objects that may be made before some are looked at for garbage; Python's own number is 700."""


def main() -> None:
    """The entry point of the command ``brailledesk``."""
    # Modules make many objects that stay: to look through them again and again for garbage took a
    # tenth of a short command, half of it while they were imported.
    gc.set_threshold(_GARBAGE)
    try:
        sys.exit(_run())
    finally:
        # Nor are they looked through once more before the process ends and all memory is given
        # back. Files are closed where they are written, not by whoever collects garbage.
        gc.freeze()


def _run() -> int:
    try:
        from brailledesk.cli.simple import parse_simple, run_simple

        wanted = parse_simple(sys.argv[1:])
        if wanted is not None:
            return run_simple(wanted)
        from brailledesk.cli.app import app
        from brailledesk.cli.console import bind_click, run

        bind_click()
        return run(app)
    except KeyboardInterrupt:  # while modules were imported, or a second time
        from brailledesk.cli.telling import INTERRUPTED, tell_interrupted

        tell_interrupted()
        return INTERRUPTED


__all__ = ["main"]
