"""What the command line says, and what it makes of faults; click is not needed for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from brailledesk.cli.standard_output import drop_output
from brailledesk.errors import BrailledeskError
from brailledesk.i18n import catalogue, choose_language
from brailledesk.progress import Progress, silent

if TYPE_CHECKING:
    from typing import TextIO

LINE_VARIABLE = "BRAILLEDESK_PROGRESS"
"""Environment variable: "lines", "bar" or "none"; by default a bar on a terminal, else nothing."""

INTERRUPTED = 130
"""The exit status of what was stopped by Ctrl-C, as shells have it: 128 and the signal's number."""

FAULTS = (BrailledeskError, KeyboardInterrupt, BrokenPipeError, RecursionError)
"""What :func:`tell_fault` turns into a sentence."""


def translator() -> Callable[[str], str]:
    """The catalogue of the user's language."""
    return catalogue(choose_language(dict(os.environ)))


def tell_fault(fault: BaseException) -> int:
    """Tell one of :data:`FAULTS` in a sentence on standard error; the exit status of its class."""
    if isinstance(fault, BrailledeskError):
        say(f"brailledesk: {fault.describe(translator())}", sys.stderr)
        drop_output()
        return fault.exit_code
    if isinstance(fault, KeyboardInterrupt):
        tell_interrupted()
        return INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        # The reader of our output has gone; what it wanted it has. Keep Python from saying so.
        drop_output()
        return 0
    say("brailledesk: " + translator()("The document is nested too deeply."), sys.stderr)
    return 3


def tell_interrupted() -> None:
    """Say that the user, or the system, stopped it."""
    _ = translator()
    said = _("Stopped before it was done; no unfinished file was kept.")
    say(f"brailledesk: {said}", sys.stderr)


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line of words; what the terminal cannot show is escaped, never an error."""
    target = stream or sys.stdout
    encoding = target.encoding or "utf-8"
    target.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def put(text: str) -> None:
    """Write Braille to standard output, always as UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def progress_for(style: str | None) -> Progress:
    """Plain lines for Braille displays and screen readers, a bar on a terminal, else nothing."""
    return {"lines": _lines, "bar": _bar}.get(progress_style(style), silent)


def progress_style(style: str | None) -> str:
    """The style that was asked for, by an option or the environment; else what the terminal is."""
    return style or os.environ.get(LINE_VARIABLE) or ("bar" if sys.stderr.isatty() else "none")


def _lines(stage: str, done: int, total: int) -> None:
    if done == total:
        say(f"{translator()(stage)}: {done}/{total}", sys.stderr)


def _bar(stage: str, done: int, total: int) -> None:
    width = 30 * done // max(total, 1)
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{translator()(stage):<12} [{'#' * width:<30}]{end}")
    sys.stderr.flush()
