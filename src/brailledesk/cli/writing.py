"""Where results go, and what is told of their sources; nothing heavy is imported for it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from brailledesk.cli.telling import say, translator
from brailledesk.document import Remark
from brailledesk.errors import OutputError
from brailledesk.output import write_atomically
from brailledesk.system_errors import reason_of

STANDARD = "-"


def is_folder(output: str) -> bool:
    """Whether an output names a folder: one that is there, or that ends as folders do."""
    if output == STANDARD:
        return False
    return output.endswith(("/", "\\")) or Path(output).is_dir()


def write_output(output: str, data: bytes) -> None:
    """Write a result to its file, or to standard output."""
    if output == STANDARD:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_atomically(Path(output), data)


def make_folder(folder: str) -> None:
    """A folder for results. Raises OutputError."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, reason_of(error)) from None


def report_remarks(remarks: Iterable[Remark]) -> None:
    """Say on standard error what is to be told of a source: above all, what was left out."""
    _ = translator()
    for remark in remarks:
        say(remark.describe(_), sys.stderr)
