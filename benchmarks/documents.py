"""Documents to pages beside ``file2brl``, in one run: ``python -m benchmarks.documents``.

A megabyte of Italian text, and the same as HTML, becomes a paginated BRF: in process, as bytes, as
a file, and as a file that is on the disk before the call returns; as a process of its own; and by
file2brl (Debian's ``liblouisutdml-bin``), which writes a file and does not wait for the disk, with
liblouis' Italian table and with a contracted one, rounds in turn. Processors' time, and the time
that one waits, by the clock, medians and least: there work by two threads counts half, and other
programs count too, so that it says something on a quiet machine only. The tables differ, so the
cells do too: the sizes of the results are shown. Then the memory that documents of several sizes
take.
"""

from __future__ import annotations

import argparse
import html
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.corpus import sentences

import brailledesk
from benchmarks.memory import PEAK
from brailledesk.conversion import format_conversion

SIZE = 1_000_000
TABLES = {"it-6dot": "it-it-comp6.utb", "it-g2": "fr-bfu-g2.ctb"}
"""Ours, and what file2brl is given: liblouis has no contracted Italian, so contracted French."""

GROWTH = (1, 4, 16)
"""Times that a document is repeated, to see how memory grows."""


def write_documents(folder: Path) -> list[Path]:
    """The same paragraphs as text and as HTML."""
    paragraphs: list[str] = []
    size = 0
    lines = iter(sentences(60_000))
    while size < SIZE:
        paragraph = " ".join(line for line, _ in zip(lines, range(4), strict=False))
        if not paragraph:
            break
        paragraphs.append(paragraph)
        size += len(paragraph.encode()) + 2
    text, page = folder / "text.txt", folder / "page.html"
    text.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    body = "\n".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    page.write_text(
        f'<!DOCTYPE html><html lang="it"><meta charset="utf-8"><title>Prova</title>'
        f"<body>{body}</body></html>",
        encoding="utf-8",
    )
    return [text, page]


class Took(NamedTuple):
    """Seconds: of all processors, and by the clock."""

    processors: float
    clock: float


def in_process(run: Callable[[], object]) -> Took:
    start = time.process_time(), time.perf_counter()
    run()
    end = time.process_time(), time.perf_counter()
    return Took(*(two - one for one, two in zip(start, end, strict=True)))


def as_process(*command: str | Path, folder: Path | None = None) -> Took:
    """What a command takes; ``folder`` is where it runs, for file2brl leaves a file."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    called = [str(part) for part in command]
    subprocess.run(called, check=True, capture_output=True, cwd=folder)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    processors = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(processors, end - start)


def as_bytes(document: Path, table: str) -> bytes:
    return format_conversion(brailledesk.transcribe(document, table=table), "brf")


def compare(document: Path, table: str, rounds: int, file2brl: str) -> None:
    ours, theirs = document.with_suffix(".brf"), document.with_suffix(".other.brf")
    kind = ["-t"] if document.suffix == ".html" else []
    setting = f"-CliteraryTextTable={TABLES[table]}"
    command = Path(sys.executable).parent / "brailledesk"
    runs: dict[str, Callable[[], Took]] = {
        "in process, as bytes": lambda: in_process(lambda: as_bytes(document, table)),
        "in process, to a file": lambda: in_process(
            lambda: ours.write_bytes(as_bytes(document, table))
        ),
        "in process, to the disk": lambda: in_process(
            lambda: brailledesk.convert(document, ours, table=table)
        ),
        "as a process": lambda: as_process(command, "convert", document, "-o", ours, "-t", table),
        "file2brl": lambda: as_process(
            file2brl, *kind, setting, document, theirs, folder=document.parent
        ),
    }
    times: dict[str, list[Took]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(run())
    sizes = f"{ours.stat().st_size} and {theirs.stat().st_size} bytes of BRF"
    print(f"\n{document.name}, {document.stat().st_size} bytes, {table}: {sizes}")
    print(f"  (in brackets: file2brl with {TABLES[table]} / this)")
    for name, values in times.items():
        show(name, values, times["file2brl"])


def show(name: str, own: list[Took], others: list[Took]) -> None:
    """A line: seconds, and in brackets how many times as many ``others`` took."""
    parts = []
    for field in Took._fields:
        ours = [getattr(one, field) for one in own]
        theirs = [getattr(one, field) for one in others]
        ratio = statistics.median(two / one for one, two in zip(ours, theirs, strict=True))
        parts.append(
            f"{field} {statistics.median(ours):.4f} s ({ratio:.1f}), "
            f"least {min(ours):.4f} ({min(theirs) / min(ours):.1f})"
        )
    print(f"  {name}: {'; '.join(parts)}")


def peak(document: Path) -> int:
    """kB that a process holds at most while it converts a document."""
    program = PEAK + "from brailledesk.cli import main; main()"
    target = document.with_suffix(".brf")
    command = [sys.executable, "-c", program, "convert", str(document), "-o", str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1])


def weigh(document: Path) -> None:
    """Show the memory of documents of several sizes, each the first one again and again."""
    print(f"\nMost memory, {document.suffix} of")
    longer = document.with_stem("longer")
    text = document.read_text(encoding="utf-8")
    for times in GROWTH:
        longer.write_text(text * times, encoding="utf-8")
        print(f"  {times} MB: {peak(longer) / 1000:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", default=list(TABLES), help=" or ".join(TABLES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-memory", dest="has_memory", action="store_false")
    asked = parser.parse_args()
    file2brl = shutil.which("file2brl")
    if file2brl is None:
        sys.exit("file2brl is needed: sudo apt install liblouisutdml-bin")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        documents = write_documents(Path(name))
        for document in documents:
            for table in asked.tables:
                compare(document, table, asked.rounds, file2brl)
        for document in documents if asked.has_memory else ():
            weigh(document)


if __name__ == "__main__":
    main()
