"""What ``brailledesk ocr --watch`` does: reads what a scanner drops, until it is told to stop."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from brailledesk.batch.drop import MEMORY, DropFolder, Memory
from brailledesk.cli.console import say, translator
from brailledesk.cli.printing import format_document, suffix_of
from brailledesk.cli.recognising import Reading, picture_suffixes
from brailledesk.cli.writing import make_folder, report_remarks, write_output
from brailledesk.errors import N_, BrailledeskError, SourceNotFound, UsageError

if TYPE_CHECKING:
    from brailledesk.cli.digesting import Laying
    from brailledesk.ingest.ocr.pool import WorkerPool

LOOK_SECONDS = 1.0


def run_watch(
    folder: str,
    sources: Sequence[str],
    outputs: Sequence[tuple[str, str]],
    reading: Reading,
    laying: Laying | None,
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
    if reading.review.is_wanted or reading.recognition.corrections:
        raise UsageError(
            N_("Review and corrections are of one document."), N_("Name a single file.")
        )
    if not Path(folder).is_dir():
        raise SourceNotFound(folder)
    output, name = Path(outputs[0][0]), outputs[0][1]
    make_folder(str(output))
    _ = translator()
    with _stopping() as stop, Memory(output / MEMORY) as memory, reading.pool() as pool:
        drop = DropFolder(Path(folder), memory, picture_suffixes(), settling)
        say(_("Watching {path}; Ctrl-C ends it.").format(path=folder), sys.stderr)
        while not stop.is_set():
            for path, stamp in drop.look():
                if stop.is_set():
                    break
                drop.pass_over(path, stamp)
                target = _target(path, memory, suffix_of(name))
                lost = _read(path, output / target, name, reading, laying, pool)
                if lost is not None:
                    memory.add(path, stamp, target)
                    _tell(path, output / target, lost)
            stop.wait(LOOK_SECONDS)


def _read(
    path: Path,
    target: Path,
    name: str,
    reading: Reading,
    laying: Laying | None,
    pool: WorkerPool,
) -> int | None:
    """Read one file and write what it says: how many pages were lost; None where all failed.

    The result is there before the file is remembered, so that a kill in between loses nothing.
    """
    try:
        document, lost = reading.read(str(path), pool)
        report_remarks(document.remarks)
        write_output(str(target), format_document(document, name, laying))
    except BrailledeskError as error:
        say(f"brailledesk: {error.describe(translator())}", sys.stderr)
        return None
    return lost


def _tell(path: Path, target: Path, lost: int) -> None:
    if lost:
        _ = translator()
        message = _("{path}: pages that could not be read: {lost}.")
        say(message.format(path=path, lost=lost), sys.stderr)
    say(f"{path} → {target}")
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
