"""Pages a second of PDF ingest beside pdftotext, and memory for 1,000 pages.

``python -m benchmarks.pdf [FILE]``; without a file, Debian's reference in Italian, 272 pages. The
rounds are interleaved. pdftotext gives text alone, without headings, lists, tables or paragraphs.
"""

from __future__ import annotations

import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf

from brailledesk.document import block_runs
from brailledesk.ingest import read_document

BOOK = Path("/usr/share/debian-reference/debian-reference.it.pdf")
PAGES = 1_000
ROUNDS = 3


def judge(path: Path) -> None:
    subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)


def seconds(run: Callable[[Path], object], path: Path) -> float:
    """Seconds of processors, ours and of the processes started: others work on this machine too."""
    start = processor()
    run(path)
    return processor() - start


def repeated(path: Path, pages: int) -> bytes:
    """The book over and over again until it has so many pages."""
    stream = io.BytesIO()
    with pikepdf.open(path) as book, pikepdf.new() as whole:
        while len(whole.pages) < pages:
            whole.add_pages_from(book)
        del whole.pages[pages:]
        whole.save(stream)
    return stream.getvalue()


def megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1000


def processor() -> float:
    """Seconds of processor time so far, of this process and of those it started and saw end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else BOOK
    with pikepdf.open(path) as book:
        pages = len(book.pages)
    rounds = [(seconds(read_document, path), seconds(judge, path)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(
        f"{path.name}, {pages} pages: {pages / ours:.0f} pages a second of processors, "
        f"pdftotext {pages / theirs:.0f}, ratio {ours / theirs:.0f}"
    )
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.pdf"
        long.write_bytes(repeated(path, PAGES))
        before, busy, start = megabytes(resource.RUSAGE_SELF), processor(), time.perf_counter()
        document = read_document(long)
        took, used = time.perf_counter() - start, processor() - busy
    characters = sum(len(run.text) for block in document.blocks for run in block_runs(block))
    print(
        f"{PAGES} pages, {characters / 1e6:.1f} million characters: {took:.1f} s, "
        f"{used:.1f} s of processors; memory {before:.0f} MB before, "
        f"{megabytes(resource.RUSAGE_SELF):.0f} MB after, "
        f"{megabytes(resource.RUSAGE_CHILDREN):.0f} MB the worker"
    )


if __name__ == "__main__":
    main()
