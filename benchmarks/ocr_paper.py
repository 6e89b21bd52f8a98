"""Real scans, read by plain Tesseract and by us: ``python -m benchmarks.ocr_paper``.

Characters in any order, of scans that :mod:`tests.ocr.paper` knows the text of; the table of
docs/decisions/0026-ocr-cleanup.md.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.ocr import scores
from tests.ocr.paper import BROCHURES, Scan, as_file, brochure, brochure_in


def scans() -> Iterator[Scan]:
    yield brochure()
    for name in BROCHURES:
        yield from brochure_in(name)


def main() -> None:
    os.environ["OMP_THREAD_LIMIT"] = "1"  # before Tesseract's library is loaded
    from tests.ocr.plain import command_line  # noqa: PLC0415 (after OMP_THREAD_LIMIT)

    from brailledesk.ingest.ocr.cleanup import read_best  # noqa: PLC0415 (with it)
    from brailledesk.ingest.ocr.engines import open_tesseract  # noqa: PLC0415 (with it)

    engine = open_tesseract()
    print("| scan | characters | plain | ours | steps |")
    print("|---|---:|---:|---:|---|")
    for scan in scans():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "scan.png"
            path.write_bytes(as_file(scan.picture))
            plain = command_line(path, "eng").split("\n")
        words, cleaned = read_best(scan.picture, engine, ("en",))
        lines = [" ".join(word.text for word in line.words) for line in words.lines]
        before, length = scores.free_edits(scan.truth, plain)
        after, _ = scores.free_edits(scan.truth, lines)
        steps = ", ".join(cleaned.names)
        print(f"| {scan.name} | {length} | {before} | {after} | {steps} |", flush=True)


if __name__ == "__main__":
    main()
