"""Jobs whose bytes say of themselves which page they are, and what came of them at a device."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from brailledesk.devices.embossers.encoded import Chunk, Encoded
from brailledesk.devices.jobs.job import Request
from brailledesk.devices.jobs.journal import Journal

START, END = b"[", b"]"
_WHOLE = re.compile(rb"<([0-9]+):x*>\f")
_BEGUN = re.compile(rb"<([0-9]+):")


def page(number: int, size: int = 40) -> bytes:
    return b"<%d:%s>\f" % (number, b"x" * size)


def encoded(pages: int, size: int = 40, sheet: int = 1) -> Encoded:
    """``sheet`` pages go out in one piece; a start before all and an end behind."""

    def make(first: int) -> Iterator[Chunk]:
        begin = (first - 1) // sheet * sheet + 1
        yield Chunk(START, begin - 1)
        for number in range(begin, pages + 1, sheet):
            last = min(pages, number + sheet - 1)
            yield Chunk(b"".join(page(one, size) for one in range(number, last + 1)), last)
        yield Chunk(END, pages)

    return Encoded(pages, make)


def whole_bytes(job: Encoded, copies: int = 1) -> bytes:
    return b"".join(chunk.data for chunk in job.chunks()) * copies


def whole_pages(*received: bytes) -> list[int]:
    """The pages that came whole, in order; what came over several connections is not joined."""
    return [int(number) for data in received for number in _WHOLE.findall(data)]


def begun_pages(*received: bytes) -> set[int]:
    """The pages of which anything came that tells its number."""
    return {int(number) for data in received for number in _BEGUN.findall(data)}


def add_job(journal: Journal, copies: int = 1, **settings: Any) -> int:
    return journal.add(Request("prova", "prova.brf", copies), b"braille", settings)


def always(job: Encoded) -> Callable[[bytes, dict[str, Any]], Encoded]:
    """A codec that has one answer."""

    def encode(braille: bytes, values: dict[str, Any]) -> Encoded:
        del braille, values
        return job

    return encode


def journal_in(folder: Path) -> Journal:
    return Journal(folder / "state" / "jobs.sqlite3")


@contextmanager
def memory_folder() -> Iterator[Path]:
    """A folder in memory, where there is one: waits for a disk are not what is tested."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)
