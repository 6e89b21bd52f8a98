"""The other end of the worker: starts it, bounds it, and believes only what it can check."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, NamedTuple

from brailledesk.errors import N_, FormatNotSupported, IngestError, SourceDamaged
from brailledesk.ingest.pdf.page import (
    DAMAGED,
    LOCKED,
    REASONS,
    TOO_LARGE,
    About,
    Fault,
    Message,
    NotAMessage,
    Page,
    decode_message,
)


class Limits(NamedTuple):
    """What one file may take: megabytes and seconds of the worker, and bytes of one message."""

    megabytes: int = 1_500
    page_seconds: float = 30.0
    """Without any message; a dense page takes 0.1 s."""
    seconds: int = 1_800
    """Processor time of the whole file."""
    line_bytes: int = 64_000_000


LIMITS = Limits()
_AHEAD = 8
"""Pages that the worker may be ahead, so that neither waits and memory stays bounded."""


def read_pages(
    data: bytes, path: str, limits: Limits = LIMITS, *, has_pictures: bool = False
) -> Iterator[About | Page]:
    """What the file says of itself, then its pages in order, with their pictures if asked for.

    Raises SourceDamaged or FormatNotSupported (a password), with ``path`` as the file's name.
    """
    reached = 0
    expected = -1
    for message in _messages(data, limits, has_pictures=has_pictures):
        if isinstance(message, Fault):
            raise _error(path, message._replace(page=message.page or (reached and reached + 1)))
        if isinstance(message, About) is not (expected < 0):
            raise _error(path, Fault(DAMAGED, reached + 1))
        if isinstance(message, About):
            expected = message.pages
        else:
            reached += 1
            if message.number != reached or reached > expected:
                raise _error(path, Fault(DAMAGED, reached))
        yield message
    if reached != expected:
        # It ended before the last page: pdfium broke down over the next one.
        raise _error(path, Fault(DAMAGED, reached + 1 if expected >= 0 else 0))


def _error(path: str, fault: Fault) -> IngestError:
    if fault.reason == LOCKED:
        return FormatNotSupported(
            path,
            N_("files that are protected by a password"),
            N_("Remove the password in the program that made it, then save it again."),
        )
    reason = REASONS.get(fault.reason, REASONS[DAMAGED])
    return SourceDamaged(path, reason, f"page {fault.page}" if fault.page else "")


def _messages(data: bytes, limits: Limits, *, has_pictures: bool) -> Iterator[Message]:
    """The worker's messages; a Fault where it is too slow or says what no worker says."""
    command = [sys.executable, "-m", "brailledesk.ingest.pdf.worker"]
    with subprocess.Popen(  # noqa: S603 - our own module, no shell, no argument of a user
        [
            *(*command, str(limits.megabytes), str(limits.seconds)),
            *(["pictures"] if has_pictures else ()),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as worker:
        lines: queue.Queue[bytes] = queue.Queue(_AHEAD)
        ended = threading.Event()
        threads = [
            threading.Thread(target=_write, args=(worker.stdin, data), daemon=True),
            threading.Thread(
                target=_read, args=(worker.stdout, lines, limits.line_bytes, ended), daemon=True
            ),
        ]
        for thread in threads:
            thread.start()
        try:
            yield from _taken(lines, limits)
        finally:
            ended.set()
            worker.kill()
            for thread in threads:
                thread.join()


def _environment() -> dict[str, str]:
    """Our own, so that the worker finds the package where this process found it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _write(stream: IO[bytes] | None, data: bytes) -> None:
    assert stream is not None
    with suppress(OSError), stream:
        stream.write(data)


def _read(
    stream: IO[bytes] | None, lines: queue.Queue[bytes], longest: int, ended: threading.Event
) -> None:
    """Put the worker's lines into the queue, an empty one at the end; give up when nobody takes."""
    assert stream is not None
    line = b"\n"
    while line and not ended.is_set():
        with suppress(OSError, ValueError):
            line = stream.readline(longest)
        while not ended.is_set():
            with suppress(queue.Full):
                lines.put(line, timeout=0.2)
                break


def _taken(lines: queue.Queue[bytes], limits: Limits) -> Iterator[Message]:
    while True:
        try:
            line = lines.get(timeout=limits.page_seconds)
        except queue.Empty:
            yield Fault(TOO_LARGE)
            return
        if not line:
            return
        if not line.endswith(b"\n"):
            # Cut off: the worker broke down while it wrote, or the line has no end.
            yield Fault(TOO_LARGE if len(line) >= limits.line_bytes else DAMAGED)
            return
        try:
            yield decode_message(line)
        except NotAMessage:
            yield Fault(DAMAGED)
            return
