"""Standard output whose faults are errors of ours: help and data are whole, or it is said."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from brailledesk.errors import N_, BrailledeskError, OutputError
from brailledesk.system_errors import reason_of

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Output(io.FileIO):
    """The file behind standard output."""

    def write(self, data: ReadableBuffer, /) -> int:
        """Raises OutputError; BrokenPipeError where the reader has gone."""
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(N_("standard output"), reason_of(error), is_partial=True) from None


@contextmanager
def guarded_output() -> Iterator[None]:
    """Standard output as it is, but for the errors that writing raises.

    Terminals stay what they are: they do not fill up, and that of Windows is no plain file.
    """
    before = sys.stdout
    sys.stdout = _guarded(before)
    try:
        yield
    finally:
        sys.stdout = before


def _guarded(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper) or stream.isatty():
        return stream
    stream.flush()
    raw = _Output(stream.fileno(), "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        write_through=stream.write_through,
    )


def drop_output() -> None:
    """Let what cannot be written be gone, so that it is not tried again at the end."""
    try:
        sys.stdout.flush()
    except (OSError, BrailledeskError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
