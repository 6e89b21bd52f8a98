"""Memory of all processes while a long scan is read.

``python -m benchmarks.ocr_memory [--pages N] [--engine NAME]``. The scan is a fax (CCITT G4, A4 at
204 by 196 dots an inch) of N pages. ``prova`` is an engine that only says the number of each page:
what is measured then is our own part, quickly; ``tesserocr`` is the real one. A tenth of the pages
is one row of the table.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from pathlib import Path

import psutil
from PIL import Image
from tests.ocr.scans import install_engines, scan

from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.options import Recognition

A4 = (1728, 2292)
DOTS = (204, 196)
TEXT = ("Gentile cliente, il suo reclamo del 12/03/2024 è stato registrato con il",) * 20


def fax(pages: int) -> bytes:
    page = Image.new("L", A4, 255)
    page.paste(scan(TEXT, size=10).crop((0, 0, *A4)), (100, 100))
    black = page.convert("1")
    stream = io.BytesIO()
    black.save(
        stream, "TIFF", save_all=True, append_images=[black] * (pages - 1), dpi=DOTS,
        compression="group4",
    )  # fmt: skip
    return stream.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--engine", default="prova", choices=("prova", "tesserocr"))
    chosen = parser.parse_args()
    data = fax(chosen.pages)
    own = psutil.Process()
    done = 0
    step = max(chosen.pages // 10, 1)
    print(
        f"{chosen.pages} pages, {len(data) / 1e6:.1f} MB, {chosen.engine}, {os.cpu_count()} cores"
    )
    print("| page | this process, MB | workers, MB |")
    print("|---|---|---|")

    def hear(_page: object) -> None:
        nonlocal done
        done += 1
        if done % step == 0 or done == 1:
            children = [one.memory_info().rss / 1e6 for one in own.children(recursive=True)]
            told = ", ".join(f"{one:.0f}" for one in sorted(children))
            print(f"| {done} | {own.memory_info().rss / 1e6:.0f} | {told} |", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        install_engines(Path(folder))
        sys.path.insert(0, folder)
        engine = "engine" if chosen.engine == "prova" else chosen.engine
        document = read_document(
            data, name="fax.tif", on_page=hear, recognition=Recognition(engine=engine)
        )
    print(f"{len(document.blocks)} blocks")


if __name__ == "__main__":
    main()
