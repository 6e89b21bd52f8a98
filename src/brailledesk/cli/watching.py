"""What ``brailledesk ocr --watch`` does: reads what a scanner drops, until it is told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from brailledesk.batch.drop import MEMORY, DropFolder, Memory, Stamp
from brailledesk.cli.console import say, translator
from brailledesk.cli.converting import report_remarks, write_output
from brailledesk.cli.digesting import Laying
from brailledesk.cli.recognising import (
    Reading,
    folder_format,
    format_document,
    make_folder,
    picture_suffixes,
    read_source,
    suffix_of,
)
from brailledesk.errors import N_, BrailledeskError, SourceNotFound, UsageError

LOOK_SECONDS = 1.0


def run_watch(
    folder: str,
    sources: Sequence[str],
    outputs: Sequence[str],
    reading: Reading,
    laying: Laying,
    *,
    settling: float,
) -> None:
    """Read every file that is dropped into the folder, and write what it says beside others.

    A file that fails is told and left alone until it changes or the program starts anew.
    """
    if sources or len(outputs) != 1:
        raise UsageError(
            N_("A watched folder needs an output folder, and no files."),
            N_("Write it as: brailledesk ocr --watch SCANS -o TEXTS."),
        )
    if not Path(folder).is_dir():
        raise SourceNotFound(folder)
    output = Path(outputs[0])
    name = folder_format(laying)
    make_folder(str(output))
    _ = translator()
    with _stopping() as stop, Memory(output / MEMORY) as memory:
        drop = DropFolder(Path(folder), memory, picture_suffixes(), settling)
        say(_("Watching {path}; Ctrl-C ends it.").format(path=folder), sys.stderr)
        while not stop.is_set():
            for path, stamp in drop.look():
                if stop.is_set():
                    break
                _take(path, stamp, drop, memory, output, name, reading, laying)
            stop.wait(LOOK_SECONDS)


def _take(
    path: Path,
    stamp: Stamp,
    drop: DropFolder,
    memory: Memory,
    output: Path,
    name: str,
    reading: Reading,
    laying: Laying,
) -> None:
    """One file; its result is written before it is remembered, so that a kill loses nothing."""
    drop.pass_over(path, stamp)
    target = _target(path, memory, suffix_of(name))
    _ = translator()
    try:
        document, lost = read_source(str(path), reading)
        report_remarks(document.remarks)
        write_output(str(output / target), format_document(document, name, laying))
    except BrailledeskError as error:
        say(f"brailledesk: {error.describe(_)}", sys.stderr)
        return
    memory.add(path, stamp, target)
    if lost:
        say(_("{path}: pages that could not be read: {lost}.").format(path=path, lost=lost))
    say(f"{path} → {output / target}")
    sys.stdout.flush()


def _target(path: Path, memory: Memory, suffix: str) -> str:
    """The name of the result: the file's own, with its suffix where another file has that name."""
    known = memory.output_of(path.name)
    if known is not None and known.endswith(suffix):
        return known
    plain = f"{path.stem}{suffix}"
    return plain if plain not in memory.outputs() else f"{path.name}{suffix}"


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Ctrl-C and the signal by which systems end programs: the file at work is finished first."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
